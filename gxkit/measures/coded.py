"""What formulas count in codes: clauses and their themes, by report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gxkit.measures.functions import KINDS
from gxkit.measures.vectors import Flags

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("kind", "order", "clause", "theme", "core")
_UNSAID = '.attrs["{}"] of codes is missing: hand in what gxkit.themes.code returns'

Counts = npt.NDArray[np.float64]


class Counted(NamedTuple):
    """A number a report, and why none of them can be told; empty where they can."""

    number: Counts
    unsaid: str = ""


class Coded:
    """The codes of the reports of a corpus.

    Parameters
    ----------
    codes : pandas.DataFrame
        A row for each theme of each clause, as `gxkit.themes.code` returns them; their ``.attrs``
        say which themes were looked for, and which are residual.
    place : array of int
        Where the report of each row stands; -1 for one that is not in the corpus.
    size : int
        How many reports there are.
    """

    def __init__(self, codes: pd.DataFrame, place: npt.NDArray[np.intp], size: int) -> None:
        self._said: Mapping[Any, Any] = codes.attrs
        self._size = size
        found = codes[list(_COLUMNS)].assign(place=place)
        found = found[found["place"] >= 0]
        names = ["place", "kind", "order", "clause"]
        self._rows = found.assign(unit=found.groupby(names, dropna=False, sort=False).ngroup())

    @property
    def without(self) -> Flags:
        """Which reports have no clause, of whatever kind."""
        return np.asarray(self._count(self._rows["place"]) == 0, dtype=bool)

    def clauses(self, kind: str, what: Sequence[str]) -> Counted:
        """Count the clauses of a `kind`; or only those that have one of `what`."""
        rows = self._of(kind)
        if not what:
            return Counted(self._count(rows.drop_duplicates("unit")["place"]))
        has, unsaid = self._having(rows, what)
        return Counted(self._count(rows[has].drop_duplicates("unit")["place"]), unsaid)

    def themes(self, kind: str) -> Counted:
        """Count the themes of a `kind` that name a matter, each once a report."""
        rows = self._of(kind)
        has, unsaid = self._having(rows, ("themed",))
        return Counted(self._count(rows[has].drop_duplicates(["place", "theme"])["place"]), unsaid)

    def concentration(self, kind: str) -> Counted:
        """Return Σ share² of the themes of a `kind`; NaN where no clause names a matter."""
        rows = self._of(kind)
        has, unsaid = self._having(rows, ("themed",))
        named = rows[has].drop_duplicates(["unit", "theme"])
        times = named.groupby(["place", "theme"]).size().reset_index(name="times")
        squares, whole = (
            self._count(times["place"], times["times"] ** 2),
            self._count(named["place"]),
        )
        with np.errstate(invalid="ignore"):
            return Counted(squares / whole**2, unsaid)

    def _of(self, kind: str) -> pd.DataFrame:
        return self._rows[self._rows["kind"].isin(KINDS[kind]).to_numpy(dtype=bool)]

    def _having(self, rows: pd.DataFrame, what: Sequence[str]) -> tuple[Flags, str]:
        """Tell which rows have one of `what`, and why that cannot be told."""
        if "core" in what:
            return rows["core"].fillna(False).to_numpy(dtype=bool), ""
        needed = "residual" if {"themed", "empty"} & set(what) else "themes"
        if needed not in self._said:
            return np.zeros(len(rows), dtype=bool), _UNSAID.format(needed)
        known, theme = self._said[needed], rows["theme"]
        if needed == "themes":
            strange = [each for each in what if each not in known]
            unsaid = f"the codebook has no theme {strange[0]}" if strange else ""
            return theme.isin(what).to_numpy(dtype=bool), unsaid
        named = theme.notna().to_numpy(dtype=bool) & ~theme.isin(known).to_numpy(dtype=bool)
        if "themed" in what:
            return named, ""
        return ~rows["unit"].isin(rows["unit"][named]).to_numpy(dtype=bool), ""

    def _count(self, place: object, weights: object = None) -> Counts:
        at = np.asarray(place, dtype=np.intp)
        of = np.ones(len(at)) if weights is None else np.asarray(weights, dtype=float)
        return np.bincount(at, of, minlength=self._size).astype(np.float64)
