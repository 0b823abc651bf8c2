"""Indicators of every report of a corpus, tidy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, get_args

import numpy as np
import pandas as pd

from gxkit.corpus import Corpus
from gxkit.errors import MeasureError
from gxkit.measures.declared import Indicator, chosen
from gxkit.measures.evaluate import Computed, compute
from gxkit.measures.handed import require, require_all
from gxkit.measures.sheet import OnBlank
from gxkit.measures.sources import Sources
from gxkit.measures.tables import typed
from gxkit.measures.vectors import Vector

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

_LEAD = ("report_id", "unit_id", "agency", "year", "scope")


def indicators(
    corpus: Corpus,
    ids: str | Iterable[str] | None = None,
    on_blank: OnBlank = "na",
    *,
    keep: Sequence[str] = (),
    given: pd.DataFrame | None = None,
    told: Callable[[int, int], None] | None = None,
    **frames: pd.DataFrame,
) -> pd.DataFrame:
    """Compute indicators of every report.

    Parameters
    ----------
    corpus : Corpus
        The reports, in memory or stored.
    ids : str or iterable of str, optional
        The indicators, by the ids of `INDICATORS`; by default all of them. Those that need
        checks or statements of a corpus in memory have it checked and read, which takes longer
        than all else.
    on_blank : {"na", "zero"}
        What an empty cell counts as here. By default it is not known, and neither is what needs
        it. Values that `Corpus.fill` put there count as they are.
    keep : sequence of str
        Further columns of ``corpus.reports`` to carry along, such as ``province``.
    given : pandas.DataFrame, optional
        Numbers that no report has, for indicators that need them: the column ``population``
        beside ``report_id``, or beside ``unit_id`` and ``year``.
    told : callable, optional
        Hears after each indicator how many of how many are computed.
    **frames : pandas.DataFrame
        What other rooms compute, for the indicators of section five: `codes` of
        `gxkit.themes.code`, `tone` of `gxkit.text.tone`, `reuse_last_year` of
        `gxkit.text.reuse` …; `FRAMES` declares them all and says what makes each. Where one is
        not given what needs it is NA, and `why` says what to give.
        `gxkit.themes.indicators_of` makes them all.

    Returns
    -------
    pandas.DataFrame
        A row a report and indicator, indicator by indicator: `report_id`, `unit_id`, `agency`,
        `year`, `scope`, `indicator`, `value`, `numerator` and `denominator` (the two sides of a
        ratio; of a flag itself and 1; of a count itself and NA), and `why` the value is NA: a
        zero denominator, or the first cell in the formula that is blank, absent, ambiguous …
        or not in the report's form. ``.attrs["settings"]`` says what was asked for.

    Raises
    ------
    MeasureError
        An indicator is not known (near ones are named) or not computed yet, one that is named in
        `ids` needs a frame that is not given, a frame is not what it is declared to be, or what
        was asked for otherwise cannot be had.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> indicators(Corpus([]), ["B1"]).columns.tolist()[5:]
    ['indicator', 'value', 'numerator', 'denominator', 'why']
    """
    if on_blank not in get_args(OnBlank):
        raise MeasureError(f'on_blank takes "na" or "zero", not {on_blank!r}')
    wanted = chosen(ids)
    require(frames)
    if ids is not None:
        require_all(wanted, frames)
    lead = _lead(corpus, keep)
    sources = Sources(corpus, on_blank, given, frames)
    found = []
    for at, one in enumerate(wanted, 1):
        found.append(compute(one, sources))
        if told is not None:
            told(at, len(wanted))
    reports, many = len(sources.reports), len(wanted)
    rows = np.tile(np.arange(reports), many)
    columns = {name: sources.reports[name].array.take(rows) for name in lead}
    columns["indicator"] = _repeated([one.id for one in wanted], reports)
    columns |= _numbers(found, sources)
    frame = typed("indicators", columns, [name for name in lead if name not in _LEAD])
    order = [*_LEAD, *(name for name in lead if name not in _LEAD)]
    frame = frame[order + [name for name in frame.columns if name not in order]]
    frame.attrs.update(corpus.provenance)
    frame.attrs["settings"] = _settings(wanted, on_blank, keep, given)
    frame.attrs["settings"]["frames"] = {name: _own(each, corpus) for name, each in frames.items()}
    return frame


def _lead(corpus: Corpus, keep: Sequence[str]) -> list[str]:
    """Return the columns of the reports to carry along, each once."""
    if isinstance(keep, str):
        keep = [keep]
    unknown = [name for name in keep if name not in corpus.reports.columns]
    if unknown:
        there = ", ".join(corpus.reports.columns)
        raise MeasureError(f"the reports have no column {unknown[0]!r}; there are {there}")
    return list(dict.fromkeys([*_LEAD, *keep]))


def _repeated(texts: list[str], times: int) -> ExtensionArray:

    return pd.array(texts, dtype="string").take(np.repeat(np.arange(len(texts)), times))


def _numbers(found: list[Computed], sources: Sources) -> dict[str, ExtensionArray]:
    """Return value, numerator, denominator and why, indicator after indicator."""
    size = len(sources.reports)

    def float64(vectors: list[Vector | None]) -> ExtensionArray:
        parts = [_known(vector, size) for vector in vectors]
        every = np.concatenate([np.empty(0), *parts])
        return pd.arrays.FloatingArray(np.nan_to_num(every), np.isnan(every))

    why = np.concatenate([np.empty(0, dtype=np.int32), *(each.value.why for each in found)])
    texts = pd.array(sources.reasons.texts, dtype="string")
    return {
        "value": float64([each.value for each in found]),
        "numerator": float64([each.numerator for each in found]),
        "denominator": float64([each.denominator for each in found]),
        "why": texts.take(np.where(why == 0, -1, why), allow_fill=True),
    }


def _known(vector: Vector | None, size: int) -> object:
    """Return the values, NaN where they are not known."""
    if vector is None:
        return np.full(size, np.nan)
    return np.where((vector.why == 0) & np.isfinite(vector.value), vector.value, np.nan)


def _own(frame: pd.DataFrame, corpus: Corpus) -> dict[object, object]:
    """Return how a frame says it was made, but for what it says of the corpus."""
    return {key: value for key, value in frame.attrs.items() if key not in corpus.provenance}


def _settings(
    wanted: list[Indicator], on_blank: str, keep: Sequence[str], given: pd.DataFrame | None
) -> dict[str, object]:
    import gxkit

    return {
        "gxkit": gxkit.__version__,
        "formulas": {one.id: one.formula for one in wanted},
        "on_blank": on_blank,
        "keep": list(keep),
        "given": [] if given is None else list(given.columns),
    }
