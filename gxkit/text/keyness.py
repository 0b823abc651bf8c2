"""Which words set texts apart from others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.association import (
    chance,
    chi2,
    corrected,
    g2,
    log_odds,
    log_ratio,
    percent_diff,
)
from gxkit.text.frequency import counts_in
from gxkit.text.tables import typed
from gxkit.text.tokens import Ints, coded, grouped, tokens_of

Counts = Mapping[str, int]


def keyness(
    target: pd.Series | pd.DataFrame | Counts,
    reference: pd.Series | pd.DataFrame | Counts | None = None,
    *,
    by: str | Sequence[str] | None = None,
    terms: int = 4,
    correction: str = "holm",
    prior: float | Counts = 500.0,
    min_count: int = 1,
    **settings: Any,
) -> pd.DataFrame:
    """Compare the words of texts with those of others.

    Parameters
    ----------
    target : pandas.Series, pandas.DataFrame or mapping
        Texts (see `frequency`), or a whole frequency list: a mapping or Series of counts by
        word, or a frame with columns `word` and `count`.
    reference : pandas.Series, pandas.DataFrame or mapping
        What to compare with, likewise.
    by : str or sequence of str, optional
        Instead of a reference: columns of groups of the target. Each group is compared with all
        others together.
    terms : {4, 2}
        The cells that G² sums over; see `gxkit.text.association.g2`.
    correction : {"holm", "bonferroni", "bh", "none"}
        How p is corrected for the many words that are compared.
    prior : float or mapping
        The prior of the log-odds: how many words' worth, spread as the words of target and
        reference together are; or pseudo-counts by word, such as counts in a larger corpus.
    min_count : int
        How often a word must stand in both together. Rarer ones are not compared.
    **settings
        As for `segment`, where texts are not segmented yet.

    Returns
    -------
    pandas.DataFrame
        The columns of `by`, then `word`; `side`, where it is the more frequent; `g2`;
        `log_ratio`; `p` (of `g2`), `p_adjusted`; the counts `target`, `reference` and all words
        `n_target`, `n_reference`; `target_per_thousand`, `reference_per_thousand`; `chi2`;
        `percent_diff` (NA where the reference lacks the word); `log_odds` with its score `z`.
        The greatest `g2` comes first. Size matters beside significance: see `log_ratio`.

    Raises
    ------
    TextError
        Target or reference has no words, the target is part of the reference, or a column, a
        correction or a prior cannot be used.

    Examples
    --------
    >>> found = keyness({"更新": 8, "解读": 2}, {"更新": 2, "解读": 8})
    >>> print(found[["word", "side", "g2", "log_ratio"]].round(3).to_string(index=False))
    word      side    g2  log_ratio
      更新    target  7.71        2.0
      解读 reference  7.71       -2.0
    """
    asked = {"terms": terms, "correction": correction, "min_count": min_count}
    if (reference is None) == (by is None):
        raise TextError("name either a reference or columns to group by")
    counted, lead, words, told = (
        _two(target, reference, settings) if by is None else _by_group(target, by, settings)
    )
    parts = [
        _compared(row, rest, words, terms, correction, prior, min_count) for row, rest in counted
    ]
    sizes = [len(part["word"]) for part in parts]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    leading = lead.iloc[np.repeat(np.arange(len(parts)), sizes)]
    found = typed("keyness", columns, leading, {"g2": False, "word": True})
    spread = float(prior) if isinstance(prior, int | float) else "given"
    found.attrs.update({**told, "keyness": {**asked, "prior": spread}})
    return found


def _by_group(
    texts: Any, by: str | Sequence[str], settings: dict[str, Any]
) -> tuple[list[tuple[Ints, Ints]], pd.DataFrame, Any, Any]:
    """Count the words of each group, and of all others together."""
    if not isinstance(texts, pd.DataFrame) or _as_counts(texts) is not None:
        raise TextError("to group by columns, give a frame with texts and these columns")
    frame = tokens_of(texts, **settings)
    words = coded(frame["words"])
    group_of, groups = grouped(frame, by)
    if len(groups) < 2:
        raise TextError(f"there is only one group by {by!r}: nothing to compare it with")
    counts = np.zeros((len(groups), len(words.vocabulary)), dtype=np.int64)
    group, code, count, _ = counts_in(words, group_of)
    counts[group, code] = count
    some = counts.sum(axis=1) > 0  # a group without words has nothing to compare
    rows = [(row, counts.sum(axis=0) - row) for row in counts[some]]
    if len(rows) < 2:
        raise TextError(f"only one group by {by!r} has words: nothing to compare it with")
    return rows, groups[some], words.vocabulary, frame.attrs


def _two(
    target: Any, reference: Any, settings: dict[str, Any]
) -> tuple[list[tuple[Ints, Ints]], pd.DataFrame, Any, Any]:
    """Count the words of target and reference."""
    counts, told = [], {}
    frames: list[pd.DataFrame] = []
    for name, given in (("reference", reference), ("target", target)):
        counted = _as_counts(given)
        if counted is None:
            frame = tokens_of(given, **settings)
            frames.append(frame)
            told.update(frame.attrs)
            words = coded(frame["words"])
            counted = pd.Series(words.counts, index=pd.Index(words.vocabulary))
        if not counted.sum():
            raise TextError(f"the {name} has no words; check what was selected for it")
        counts.append(counted)
    if len(frames) == 2:
        _check_apart(*frames)
    both = pd.concat(counts, axis=1).fillna(0).astype("int64").sort_index()
    row, rest = both.iloc[:, 1].to_numpy(), both.iloc[:, 0].to_numpy()
    return [(row, rest)], pd.DataFrame(index=[0]), both.index.to_numpy(dtype=object), told


def _as_counts(given: Any) -> pd.Series | None:
    """Return counts by word, if that is what was given."""
    if isinstance(given, Mapping):
        given = pd.Series(dict(given), dtype="int64")
    elif isinstance(given, pd.DataFrame):
        if not {"word", "count"} <= set(given.columns):
            return None
        given = given.groupby("word")["count"].sum()
    elif not (isinstance(given, pd.Series) and pd.api.types.is_numeric_dtype(given.dtype)):
        return None
    given = given.groupby(level=0).sum().astype("int64")
    if (given < 0).any():
        raise TextError("a count is negative; give how often each word stands there")
    return pd.Series(given.to_numpy(), index=pd.Index(given.index.astype("object")))


_KEYS = ("report_id", "kind", "order", "part")


def _check_apart(reference: pd.DataFrame, target: pd.DataFrame) -> None:
    """Raise if texts of the target stand in the reference too.

    The same report may be on both sides (its problems against its improvements), and agencies
    copy each other; but where every text that shares its name is the same, it is one text.
    """
    if {"report_id"} <= set(reference.columns) & set(target.columns):
        keys = [key for key in _KEYS if key in reference.columns and key in target.columns]
        one, other = (frame.set_index(keys)["words"] for frame in (reference, target))
    else:
        one, other = reference["words"], target["words"]
    one, other = one[~one.index.duplicated()], other[~other.index.duplicated()]
    shared = one.index.intersection(other.index)
    if len(shared) and all(map(list.__eq__, one[shared], other[shared])):
        raise TextError(
            f"{len(shared)} texts of the target stand in the reference too; leave them out there, "
            "for instance with by=, which compares each group with all others"
        )


def _compared(
    a: Ints,
    b: Ints,
    words: Any,
    terms: int,
    correction: str,
    prior: float | Counts,
    min_count: int,
) -> dict[str, Any]:
    """Compare the counts of one target with its reference."""
    n1, n2 = int(a.sum()), int(b.sum())
    some = a + b > 0
    ratio, z = np.full(len(a), np.nan), np.full(len(a), np.nan)
    ratio[some], z[some] = log_odds(
        a[some], b[some], n1, n2, _prior(prior, words[some], (a + b)[some])
    )
    kept = a + b >= max(min_count, 1)
    a, b = a[kept], b[kept]
    found = g2(a, b, n1, n2, terms=terms)
    p = chance(found)
    rates = {"target_per_thousand": 1000 * a / n1, "reference_per_thousand": 1000 * b / n2}
    return {
        "word": words[kept],
        "side": np.where(a / n1 >= b / n2, "target", "reference").astype(object),
        "g2": found,
        "log_ratio": log_ratio(a, b, n1, n2),
        "p": p,
        "p_adjusted": corrected(p, correction),
        "target": a,
        "reference": b,
        "n_target": np.full(len(a), n1),
        "n_reference": np.full(len(a), n2),
        **rates,
        "chi2": chi2(a, b, n1, n2),
        "percent_diff": percent_diff(a, b, n1, n2),
        "log_odds": ratio[kept],
        "z": z[kept],
    }


def _prior(prior: float | Counts, words: Any, both: Ints) -> Any:
    """Return the pseudo-count of each word."""
    if isinstance(prior, int | float):
        if not prior > 0:
            raise TextError(f"the prior must be more than 0, not {prior}")
        return prior * both / both.sum()
    given = np.array([prior.get(word, 0) for word in words], dtype=np.float64)
    if not (given > 0).all():
        missing = words[~(given > 0)][0]
        raise TextError(f"the prior has no count over 0 for {missing!r}; every word needs one")
    return given
