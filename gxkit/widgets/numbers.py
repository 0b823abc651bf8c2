"""Every indicator of every report, computed once and kept in arrays: what the explorer asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from gxkit.corpus import Corpus
from gxkit.measures import INDICATORS, aggregate, indicators

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAD = ("report_id", "unit_id", "agency", "year", "scope")
PLACES = ("province", "city", "county", "level")
MOST = 200
"""How many agencies a list shows."""


class Shown(NamedTuple):
    """One number: of a report, or of several together."""

    value: float | None
    numerator: float | None
    denominator: float | None
    why: str | None
    reports: int
    na: int
    year: int | None


class Wish(NamedTuple):
    """Which agencies are meant: None means all; an empty text those whose place is not known."""

    province: str | None = None
    level: str | None = None
    name: str = ""


class Numbers:
    """Indicators of a corpus, ready to be asked.

    Parameters
    ----------
    corpus : Corpus
        The reports, in memory or stored.
    ids : iterable of str, optional
        The indicators; all by default.
    told : callable, optional
        Hears how many of how many are computed.

    Attributes
    ----------
    reports : pandas.DataFrame
        A row a report: who, when, where, and its file.
    units : pandas.DataFrame
        A row an agency: `unit`, its latest `agency` name, `province`, `level`, and `words` to
        search.
    ids : list of str
        The indicators.

    Examples
    --------
    >>> numbers = Numbers(Corpus([]), ["B1"])
    >>> numbers.ids, len(numbers.units)
    (['B1'], 0)
    """

    def __init__(
        self,
        corpus: Corpus,
        ids: Iterable[str] | None = None,
        told: Callable[[int, int], None] | None = None,
    ) -> None:
        wanted = None if ids is None else list(ids)
        frame = indicators(corpus, wanted, keep=[*PLACES, "path"], told=told)
        self.ids: list[str] = [str(id) for id in frame.attrs["settings"]["formulas"]]
        size = len(frame) // max(len(self.ids), 1)
        own = [*LEAD, *PLACES, "path"]
        self.reports = frame[own].iloc[:size].reset_index(drop=True)
        # Three arrays, a row an indicator: the frame with all its texts would be ten times as big.
        shape = (len(self.ids), size)
        self._numbers: dict[str, NDArray[np.float64]] = {
            name: frame[name].to_numpy(dtype=float, na_value=np.nan).reshape(shape)
            for name in ("value", "numerator", "denominator")
        }
        codes, self._reasons = pd.factorize(frame["why"])
        self._why = codes.astype(np.int32).reshape(shape)
        self._at = {id: at for at, id in enumerate(self.ids)}
        unit = self.reports["unit_id"].fillna(self.reports["report_id"])
        self.reports["unit"] = unit
        self.units = _units(self.reports)
        self._rows: Mapping[Any, Sequence[int]] = {
            key: [int(row) for row in rows]
            for key, rows in self.reports.groupby("unit").indices.items()
        }
        self.series = lru_cache(maxsize=256)(self._series)
        self.together = lru_cache(maxsize=256)(self._together)

    @property
    def years(self) -> list[int]:
        """The years reported on, the latest first."""
        return sorted((int(year) for year in self.reports["year"].dropna().unique()), reverse=True)

    def matching(self, wish: Wish) -> pd.DataFrame:
        """Return the agencies that a wish means."""
        means = np.ones(len(self.units), dtype=bool)
        for name in ("province", "level"):
            wanted = getattr(wish, name)
            if wanted is not None:
                means &= (self.units[name].fillna("") == wanted).to_numpy(dtype=bool)
        for word in wish.name.split():
            means &= self.units["words"].str.contains(word, regex=False).to_numpy(dtype=bool)
        return self.units[means]

    def of(self, unit: str, year: int | None) -> list[int]:
        """Return the rows of an agency's reports on a year; by default its latest."""
        rows = list(self._rows.get(unit, ()))
        years = self.reports["year"].iloc[rows]
        if year is None:
            if years.isna().all():
                return rows[:1]
            year = int(years.max())
        return [row for row, own in zip(rows, years, strict=True) if own == year]

    def number(self, row: int, id: str) -> Shown:
        """Return an indicator of the report of a row."""
        at = self._at[id]
        value, numerator, denominator = (
            _known(self._numbers[name][at, row]) for name in ("value", "numerator", "denominator")
        )
        code = self._why[at, row]
        why = None if code < 0 else str(self._reasons[code])
        year = self.reports["year"].iloc[row]
        own = None if pd.isna(year) else int(year)
        return Shown(value, numerator, denominator, why, 1, int(value is None), own)

    def frame(self, id: str, rows: Sequence[int] | NDArray[np.bool_]) -> pd.DataFrame:
        """Return an indicator of some reports as `gxkit.measures.indicators` does."""
        at = self._at[id]
        found = self.reports[[*LEAD, *PLACES]].iloc[np.asarray(rows)].reset_index(drop=True)
        found["indicator"] = pd.Series([id] * len(found), dtype="string")
        for name, numbers in self._numbers.items():
            found[name] = _masked(numbers[at][np.asarray(rows)])
        return found

    def trend(self, unit: str, id: str) -> pd.DataFrame:
        """Return an indicator of one agency over the years, as `gxkit.plots.trends` takes it.

        A year with several reports that say different numbers has none.
        """
        own = self.frame(id, self._rows.get(unit, []))
        rows: list[tuple[int, float | None]] = []
        for year, group in own.dropna(subset=["year"]).groupby("year"):
            values = set(group["value"].dropna())
            rows.append((int(str(year)), values.pop() if len(values) == 1 else None))
        found = pd.DataFrame(
            {
                "year": pd.array([row[0] for row in rows], dtype="Int64"),
                "value": pd.array([row[1] for row in rows], dtype="Float64"),
            }
        )
        found["indicator"] = id
        found["low"] = found["high"] = pd.array([None] * len(found), dtype="Float64")
        return found

    def _series(self, wish: Wish, id: str) -> pd.DataFrame:
        """Return an indicator of all reports that a wish means, added up by year."""
        rows = self.reports["unit"].isin(self.matching(wish)["unit"]).to_numpy(dtype=bool)
        # The bootstrap draws a thousand samples: too slow for a click.
        interval: Any = "wilson" if INDICATORS[id].kind == "proportion" else None
        return aggregate(self.frame(id, rows), by="year", interval=interval)

    def _together(self, wish: Wish, id: str, year: int | None) -> Shown | None:
        """Return an indicator of all that a wish means, of one year (by default the latest)."""
        found = self.series(wish, id).dropna(subset=["year"])
        found = found[found["year"] == (found["year"].max() if year is None else year)]
        if found.empty:
            return None
        one = found.iloc[0]
        value, numerator, denominator = (
            None if pd.isna(one[name]) else float(one[name])
            for name in ("value", "numerator", "denominator")
        )
        why = None if pd.isna(one["why"]) else str(one["why"])
        counts = int(one["reports"]), int(one["na"]), int(one["year"])
        return Shown(value, numerator, denominator, why, *counts)


def _units(reports: pd.DataFrame) -> pd.DataFrame:
    """Return a row an agency, as its latest report names it."""
    latest = reports.sort_values("year", kind="stable", na_position="first")
    found = latest.drop_duplicates("unit", keep="last").sort_values("agency", kind="stable")
    words = found["agency"].fillna("")
    for name in PLACES[:3]:
        words = words + " " + found[name].fillna("")
    found = found[["unit", "agency", "province", "level"]].assign(words=words)
    return found.reset_index(drop=True)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _masked(values: NDArray[np.float64]) -> Any:
    return pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))
