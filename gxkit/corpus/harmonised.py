"""Series over both forms: a sum with an operand that is not known is not known, never less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gxkit import forms, frames
from gxkit.corpus.comparable import Comparable, series_declared
from gxkit.corpus.duplicates import Choice, not_preferred
from gxkit.corpus.duplicates import duplicates as find_duplicates
from gxkit.corpus.interface import Frames
from gxkit.corpus.wide import in_units
from gxkit.forms.money import MONEY

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_DISAGREE = "two ways to count it disagree"
_NO_UNIT = "no unit is printed"


def harmonised(
    corpus: Frames, series: str | Iterable[str] | None = None, *, duplicates: Choice = "prefer"
) -> pd.DataFrame:
    """Return series that run over both forms, tidy.

    Parameters
    ----------
    corpus : Corpus
        A corpus, in memory or stored.
    series : str or iterable of str, optional
        The series, as `comparability` names them (``requests/other/total``); all by default.
    duplicates : {"prefer", "keep", "drop"}
        What to do with several reports of one agency and year, as for `panel`.

    Returns
    -------
    pandas.DataFrame
        A row a report and series that its form has: `report_id`, `unit_id`, `year`, `scope`,
        `series`, `value`, `unit` (money in that of the declaration), `comparable` (whether the
        forms count the same: yes, partly, no) and `note`: why a value is NA, such as
        ``blank requests/other.other/total``. A sum is NA where one of its cells is no number.

    Raises
    ------
    KeyError
        There is no such series.
    ValueError
        There is no such way to treat duplicates.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> harmonised(Corpus([]), "requests/other/total").columns[4:6].tolist()
    ['series', 'value']
    """
    import pandas as pd

    wanted = _wanted(series)
    out = not_preferred(find_duplicates(corpus), duplicates)
    reports = corpus.reports[~corpus.reports["report_id"].isin(out)]
    pieces = [frames.build("harmonised", [], corpus=True)]
    for form in forms.ids():
        own = reports[reports["form"] == form].set_index("report_id")
        here = [one for one in wanted if form in one.cells]
        if len(own) and here:
            pieces.append(_of_form(own, corpus.cells, form, here))
    found = pd.concat(pieces, ignore_index=True)
    order = {id: number for number, id in enumerate(reports["report_id"])}
    found = found.sort_values("report_id", key=lambda ids: ids.map(order), kind="stable")
    found = found.reset_index(drop=True)
    found.attrs.update(corpus.provenance)
    found.attrs["duplicates"] = duplicates
    return found


def _wanted(series: str | Iterable[str] | None) -> list[Comparable]:
    known = series_declared()
    names = list(known) if series is None else [series] if isinstance(series, str) else list(series)
    for name in names:
        if name not in known:
            raise KeyError(f"no series {name!r}; comparability() names all there are")
    return [known[name] for name in names]


def _of_form(
    reports: pd.DataFrame, cells: pd.DataFrame, form: str, wanted: Sequence[Comparable]
) -> pd.DataFrame:
    """Return the series of the reports of one form."""
    import numpy as np
    import pandas as pd

    values, states = _operands(reports.index, cells, form, wanted)
    counted = [_counted(one, form, values, states) for one in wanted]
    value = np.concatenate([numbers for numbers, _ in counted])
    # Series after series, and within each the reports.
    who = {"report_id": reports.index.to_series()} | {
        name: reports[name] for name in ("unit_id", "year", "scope")
    }
    what = {name: [getattr(one, name) for one in wanted] for name in ("unit", "comparable")}
    size = len(reports)
    columns = {
        **{name: np.tile(each.astype(object), len(wanted)) for name, each in who.items()},
        "series": np.repeat([one.id for one in wanted], size),
        "value": pd.arrays.FloatingArray(value, np.isnan(value)),
        **{name: np.repeat(np.array(each, dtype=object), size) for name, each in what.items()},
        "note": np.concatenate([notes for _, notes in counted]),
    }
    dtypes = frames.columns("harmonised", corpus=True)
    return pd.DataFrame({name: columns[name] for name in dtypes}).astype(dtypes)


def _operands(
    ids: pd.Index[Any], cells: pd.DataFrame, form: str, wanted: Sequence[Comparable]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers of the cells that the series are made of, and the states, a row a report."""
    units = {"/".join(key): one.unit for one in wanted for sums in one.cells[form] for key in sums}
    names = cells["table"] + "/" + cells["row"] + "/" + cells["column"]
    own = cells.assign(name=names)[names.isin(list(units)) & cells["report_id"].isin(ids)]
    goal = own["name"].map(units)
    own = own.assign(value=in_units(own["value"], own["unit"], goal))
    # An amount of which nobody knows whether it is in 元 or in 万元 is no number.
    nameless = goal.isin(list(MONEY)) & ~own["unit"].isin(list(MONEY))
    own.loc[nameless & own["value"].notna(), "state"] = _NO_UNIT
    own.loc[nameless, "value"] = None
    values, states = (
        own.pivot(index="report_id", columns="name", values=each).reindex(
            index=ids, columns=list(units)
        )
        for each in ("value", "state")
    )
    return values.astype("Float64"), states.astype(object).fillna("absent")


def _counted(
    one: Comparable, form: str, values: pd.DataFrame, states: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Return a series, NaN where it is not known, and then why."""
    import numpy as np

    ways = [
        _sum(values[names], states[names])
        for names in (["/".join(key) for key in sums] for sums in one.cells[form])
    ]
    value, note, _ = ways[0]
    for total, why, printed in reversed(ways):
        # Of several ways to print it the first that is known counts.
        value = np.where(np.isnan(total), value, total)
        note = np.where(printed, why, note)
    note[~np.isnan(value)] = None
    for total, _, _ in ways:
        other = ~np.isnan(total) & (total != value)
        value, note = np.where(other, np.nan, value), np.where(other, _DISAGREE, note)
    return value, note


def _sum(values: pd.DataFrame, states: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Add up cells; say which the first is that is no number, and where any is printed."""
    import numpy as np

    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    why = np.full(len(values), None, dtype=object)
    for name, column in zip(reversed(values.columns), reversed(numbers.T), strict=True):
        lacking = np.isnan(column)
        why[lacking] = [f"{state} {name}" for state in states.loc[lacking, name]]
    # With a NaN a sum is NaN: a blank is never 0.
    return numbers.sum(axis=1), why, (states != "absent").any(axis=1).to_numpy()
