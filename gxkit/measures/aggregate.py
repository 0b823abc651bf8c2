"""Summing indicators up over reports: as ratios of sums, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from gxkit.errors import MeasureError
from gxkit.measures.declared import Indicator, chosen
from gxkit.measures.intervals import bootstrap, wilson
from gxkit.measures.tables import typed
from gxkit.measures.vectors import Flags, Floats

Interval = Literal["wilson", "bootstrap"]
How = Literal["ratio_of_sums", "mean"]
Scope = Literal["own", "consolidated"]

_NEEDED = (
    "report_id",
    "unit_id",
    "year",
    "scope",
    "indicator",
    "value",
    "numerator",
    "denominator",
)


def aggregate(
    frame: pd.DataFrame,
    by: str | Sequence[str] = (),
    interval: Interval | None = "wilson",
    *,
    how: How = "ratio_of_sums",
    scope: Scope = "own",
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Sum indicators up by groups of reports.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `indicators`.
    by : str or sequence of str
        Columns of `frame` that make the groups, such as ``year``; by default one group.
    interval : {"wilson", "bootstrap"} or None
        ``wilson`` gives shares of requests, cases, documents and reports Wilson's interval, as
        if each of them were a draw of its own, and all other ratios the bootstrap.
        ``bootstrap`` gives it to all: it draws whole reports, so it knows that agencies differ,
        and is mostly wider. Sums have none.
    how : {"ratio_of_sums", "mean"}
        A ratio is the sum of numerators over the sum of denominators, counts are added up, a
        flag is the share of reports. ``mean`` gives the mean of the reports' own values.
    scope : {"own", "consolidated"}
        Which reports are summed up. Consolidated ones hold the numbers of others and are never
        added to them; to each other they can be added only within one ``level``.
    level : float
        The level of confidence.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        A row a group and indicator: the columns of `by`, then `indicator`, `value`,
        `numerator`, `denominator`, `low`, `high`, `interval` (which was used), `reports` (how
        many are added up), `zero` (how many of these have a zero denominator, and so no value of
        their own), `na` (how many are not known), `left_out` (of the other scope; or of several
        reports of one agency on one year all but one, and all if their numbers differ) and
        `why` there is no value.

    Raises
    ------
    MeasureError
        A column is missing, or a wish is not one of those above.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> from gxkit.measures import indicators
    >>> aggregate(indicators(Corpus([]), "B1"), by="year").columns.tolist()[:3]
    ['year', 'indicator', 'value']
    """
    groups = [by] if isinstance(by, str) else list(by)
    _require(frame, groups, scope, level, draws)
    for wish, words in ((interval, (*get_args(Interval), None)), (how, get_args(How))):
        if wish not in words:
            raise MeasureError(f"{wish!r} is not one of {', '.join(map(repr, words))}")
    table = _Table(frame.reset_index(drop=True), groups, how, scope)
    columns = table.summed()
    low, high, used = table.intervals(interval, level, draws, seed)
    found = typed("aggregate", {**columns, "low": low, "high": high, "interval": used}, groups)
    found.attrs.update(frame.attrs)
    settings = {"by": groups, "interval": interval, "how": how, "scope": scope}
    found.attrs["aggregate"] = {**settings, "level": level, "draws": draws, "seed": seed}
    return found


def _require(frame: pd.DataFrame, groups: list[str], scope: str, level: float, draws: int) -> None:
    missing = [name for name in _NEEDED if name not in frame.columns]
    if missing:
        raise MeasureError(f"no column {missing[0]!r}; aggregate takes what indicators() returns")
    unknown = [name for name in groups if name not in frame.columns or name in _NEEDED[4:]]
    if unknown:
        told = f"cannot group by {unknown[0]!r}"
        raise MeasureError(
            f"{told}; indicators(..., keep=[…]) carries columns of the reports along"
        )
    if scope not in get_args(Scope):
        raise MeasureError(f"{scope!r} is not one of {', '.join(map(repr, get_args(Scope)))}")
    if scope == "consolidated" and "level" not in groups:
        raise MeasureError(
            "consolidated reports of several levels hold each other: add level to by"
        )
    if not 0 < level < 1 or draws < 1:
        raise MeasureError("level lies between 0 and 1, and draws is 1 or more")


class _Table:
    """The rows of a frame, sorted into pairs of a group and an indicator."""

    def __init__(self, frame: pd.DataFrame, groups: list[str], how: How, scope: Scope) -> None:
        self._frame, self._groups, self._how = frame, groups, how
        codes, ids = pd.factorize(frame["indicator"])
        self._of: list[Indicator] = chosen(list(ids))
        grouping = frame.groupby(groups, dropna=False, sort=True, observed=True) if groups else None
        group = grouping.ngroup().to_numpy() if grouping else np.zeros(len(frame), dtype=np.intp)
        self._group = group
        self._pairs, first, self._pair = np.unique(
            group * max(len(ids), 1) + codes, return_index=True, return_inverse=True
        )
        self._first, self._indicator, self._codes = first, codes[first], codes
        known = frame["value"].notna().to_numpy()
        self._left = _left_out(frame, scope)
        self._zero = self._zeros() & ~self._left & ~known
        self._counts = (known & ~self._left) | self._zero
        self._na = ~self._counts & ~self._left
        self._top, self._bottom = self._sides()

    def _zeros(self) -> Flags:
        """Tell which rows have a zero denominator and can be added up nevertheless.

        Nothing of nothing adds nothing; and where the one is no part of the other, what stands
        above counts too: cases against an agency that handled no request this year.
        """
        top, bottom = (_floats(self._frame[name]) for name in ("numerator", "denominator"))
        ratio = np.asarray([one.kind == "ratio" for one in self._of], dtype=bool)
        free = ratio[self._codes] if len(ratio) else np.zeros(0, dtype=bool)
        zeros = (bottom == 0) & ~np.isnan(top) & ((top == 0) | free)
        return np.asarray(zeros & (self._how != "mean"), dtype=bool)

    def _sides(self) -> tuple[Floats, Floats]:
        """Return what is added up above and below; 0 where a report does not count."""
        names = ("value", "value") if self._how == "mean" else ("numerator", "denominator")
        top, bottom = (_floats(self._frame[name]) for name in names)
        if self._how == "mean":
            bottom = np.ones(len(bottom))
        return np.where(self._counts, top, 0.0), np.where(self._counts, bottom, 0.0)

    def _sum(self, values: Floats | Flags) -> Floats:
        of = np.asarray(values, dtype=float)
        total = np.bincount(self._pair, np.nan_to_num(of), minlength=len(self._pairs))
        return total.astype(np.float64)

    def summed(self) -> dict[str, Any]:
        """Return the columns of the result, but for the interval."""
        top, bottom = self._sum(self._top), self._sum(self._bottom)
        why, adds = self._obstacles, self._adds
        open_ = np.asarray([told is None for told in why], dtype=bool)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(adds, top, top / bottom)
        return {
            **{name: self._frame[name].iloc[self._first].array for name in self._groups},
            "indicator": [self._of[at].id for at in self._indicator],
            "value": _nullable(value, open_),
            "numerator": _nullable(top, open_),
            "denominator": _nullable(bottom, open_ & ~adds),
            "reports": self._sum(self._counts).astype(np.int64),
            "zero": self._sum(self._zero).astype(np.int64),
            "na": self._sum(self._na).astype(np.int64),
            "left_out": self._sum(self._left).astype(np.int64),
            "why": pd.array(why, dtype="string"),
        }

    @cached_property
    def _adds(self) -> Flags:
        """Tell of each pair whether it is a plain sum."""
        return self._told(lambda one: one.kind == "count") & (self._how != "mean")

    def _told(self, of: Callable[[Indicator], bool]) -> Flags:
        """Return of each pair what is told `of` its indicator."""
        return np.asarray([of(self._of[at]) for at in self._indicator], dtype=bool)

    @cached_property
    def _obstacles(self) -> list[str | None]:
        """Say of each pair why it has no value."""
        found: list[str | None] = []
        reports, bottom = self._sum(self._counts), self._sum(self._bottom)
        pairs = zip(self._indicator, reports, bottom, self._adds, self._years(), strict=True)
        for at, count, below, adds, spans in pairs:
            one, told = self._of[at], None
            if self._how != "mean" and one.kind == "index":
                told = 'no ratio of sums; how="mean" gives the mean of the reports'
            elif count == 0:
                told = "no report has a value"
            elif below == 0 and not adds:
                told = "zero denominator: all reports together"
            elif self._how != "mean" and one.stock and spans > 1:
                told = "a stock is not added up over years; add year to by"
            found.append(told)
        return found

    def _years(self) -> list[int]:
        """Count the years that the reports of each pair are of."""
        year = self._frame["year"].where(self._counts)
        counted = pd.Series(year.array).groupby(self._pair).nunique()
        return [int(count) for count in counted]

    def intervals(
        self, interval: Interval | None, level: float, draws: int, seed: int
    ) -> tuple[Any, Any, Any]:
        """Return low and high of each pair, and which interval it is."""
        top, bottom = self._sum(self._top), self._sum(self._bottom)
        none = [told is not None for told in self._obstacles]
        without = np.asarray(none, dtype=bool) | self._adds
        low, high = np.full((2, len(self._pairs)), np.nan)
        exact = self._told(self._trials) & ~without & (interval == "wilson")
        low[exact], high[exact] = wilson(top[exact], bottom[exact], level)
        drawn = ~exact & ~without & (interval is not None)
        if drawn.any():
            for pair, ends in self._drawn(np.flatnonzero(drawn), level, draws, seed):
                low[pair], high[pair] = ends
        used = np.where(exact, "wilson", "bootstrap").astype(object)
        used[np.isnan(low)] = None
        return _nullable(low), _nullable(high), pd.array(used, dtype="string")

    def _trials(self, one: Indicator) -> bool:
        """Tell whether an indicator counts trials: requests, cases, documents or reports."""
        share = one.kind == "proportion" and bool(one.cells) and self._how != "mean"
        return share or one.kind == "flag"

    def _drawn(
        self, wanted: npt.NDArray[np.intp], level: float, draws: int, seed: int
    ) -> Iterator[tuple[int, tuple[float, float]]]:
        """Yield the pairs of each group with their bootstrap intervals."""
        reports, _ = pd.factorize(self._frame["report_id"], sort=True)
        for group in np.unique(self._group[self._first[wanted]]):
            inside = np.flatnonzero((self._group == group) & ~self._left)
            pairs = wanted[self._group[self._first[wanted]] == group]
            inside = inside[np.isin(self._pair[inside], pairs)]
            rows = np.unique(reports[inside], return_inverse=True)[1]
            columns = np.searchsorted(pairs, self._pair[inside])
            shape = (int(rows.max()) + 1, len(pairs))
            tops, bottoms = np.zeros(shape), np.zeros(shape)
            np.add.at(tops, (rows, columns), self._top[inside])
            np.add.at(bottoms, (rows, columns), self._bottom[inside])
            lows, highs = bootstrap(tops, bottoms, level, draws, seed)
            yield from zip(pairs, zip(lows, highs, strict=True), strict=True)


def _left_out(frame: pd.DataFrame, scope: Scope) -> Flags:
    """Tell which rows are of the other scope, or say once more what another row says."""
    consolidated = (frame["scope"] == "consolidated").fillna(False).to_numpy(dtype=bool)
    left = consolidated if scope == "own" else ~consolidated
    keys = ["unit_id", "year", "indicator"]
    # A name without its place may be that of many bodies.
    named = frame["unit_id"].notna() & ~frame["unit_id"].str.startswith("?/").fillna(True)
    inside = frame[[*keys, "value", "numerator", "denominator"]][
        named.to_numpy(dtype=bool) & frame["year"].notna().to_numpy() & ~left
    ]
    several = inside[inside.duplicated(keys, keep=False)]
    once = several.drop_duplicates()
    differ = pd.MultiIndex.from_frame(once.loc[once.duplicated(keys, keep=False), keys])
    wrong = pd.MultiIndex.from_frame(several[keys]).isin(differ)
    left[several.index[wrong | several.duplicated(keep="first").to_numpy()]] = True
    return left


def _floats(column: pd.Series[float]) -> Floats:
    return np.asarray(column.to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)


def _nullable(values: Floats, known: Flags | None = None) -> Any:
    """Return numbers with NA for NaN, and wherever they are not `known`."""
    lost = np.isnan(values) if known is None else np.isnan(values) | ~known
    return pd.arrays.FloatingArray(np.where(lost, 0.0, values), lost)
