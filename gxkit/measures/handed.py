"""Frames that other rooms compute and the user hands in, and what formulas count in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

import numpy as np
import pandas as pd

from gxkit.errors import MeasureError
from gxkit.measures.coded import Coded, Counted
from gxkit.measures.declared import FRAMES, Indicator
from gxkit.measures.sheet import places
from gxkit.measures.vectors import Reasons, Vector, refused

_ALL = "gxkit.themes.indicators_of(corpus) makes all frames itself"


def require(frames: Mapping[str, pd.DataFrame]) -> None:
    """Refuse frames that are not known or not what they are declared to be.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        By the names of `gxkit.measures.FRAMES`.

    Raises
    ------
    MeasureError
        There is no frame of the name, it lacks a column, or has two rows for a report where it
        has one.

    Examples
    --------
    >>> require({"code": pd.DataFrame()})
    Traceback (most recent call last):
        ...
    gxkit.errors.MeasureError: indicators takes no 'code'; near it is codes
    """
    for name, frame in frames.items():
        if name not in FRAMES:
            near = get_close_matches(name, FRAMES, n=1)
            told = f"near it is {near[0]}" if near else f"frames are {', '.join(FRAMES)}"
            raise MeasureError(f"indicators takes no {name!r}; {told}")
        declared = FRAMES[name]
        if not isinstance(frame, pd.DataFrame):
            raise MeasureError(f"{name} is a frame: give {name}={declared.verb}")
        for column in ("report_id", *declared.columns):
            if column not in frame.columns:
                raise MeasureError(f"{name} has no column {column!r}: give {name}={declared.verb}")
        if not declared.many and frame["report_id"].dropna().duplicated().any():
            raise MeasureError(f"{name} has two rows for one report_id; keep one")


def require_all(wanted: Iterable[Indicator], frames: Mapping[str, pd.DataFrame]) -> None:
    """Refuse indicators that were asked for by name without the frames they need.

    Examples
    --------
    >>> from gxkit.measures import INDICATORS
    >>> require_all([INDICATORS["G4"]], {"codes": pd.DataFrame()})
    >>> require_all([INDICATORS["G4"]], {})
    Traceback (most recent call last):
        ...
    gxkit.errors.MeasureError: G4 主题数 needs codes: give codes=gxkit.themes.code(corpus); ...
    """
    for one in wanted:
        for name in one.frames:
            if name not in frames:
                raise MeasureError(f"{one.id} {one.zh} {lacking(name)}; {_ALL}")


def lacking(name: str) -> str:
    """Say that a frame was not handed in, and what makes it.

    Examples
    --------
    >>> lacking("codes")
    'needs codes: give codes=gxkit.themes.code(corpus)'
    """
    return f"needs {name}: give {name}={FRAMES[name].verb}"


class Handed:
    """The frames that were handed in, laid out by the reports of a corpus.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        By the names of `gxkit.measures.FRAMES`.
    reports : sequence of str
        The ids of the reports.
    reasons : Reasons
        Where reasons get their codes.
    """

    def __init__(
        self, frames: Mapping[str, pd.DataFrame], reports: Sequence[str], reasons: Reasons
    ) -> None:
        self._frames, self._reports, self._reasons = frames, list(reports), reasons

    def of(self, name: str, column: str) -> Vector:
        """Add up a column of a frame by report; not known where one of its rows has none."""
        if name not in self._frames:
            return self._unknown(lacking(name))
        frame, size = self._frames[name], len(self._reports)
        place = places(frame["report_id"], self._reports)
        value = frame[column].to_numpy(dtype=float, na_value=np.nan)
        known = (place >= 0) & ~np.isnan(value)
        total = np.bincount(place[known], value[known], minlength=size).astype(np.float64)
        why = np.full(size, self._reasons.code(f"{name} has no row for this report"))
        why[place[place >= 0]] = 0
        told = frame["why"] if "why" in frame.columns else pd.Series(pd.NA, index=frame.index)
        lost = (place >= 0) & np.isnan(value)
        reasons = told.astype("object").where(told.notna(), "not known")[lost]
        for at, reason in zip(place[lost], reasons, strict=True):
            why[at] = self._reasons.code(f"{name}: {reason}")
        return Vector(total, why.astype(np.int32))

    def clauses(self, kind: str, *what: str) -> Vector:
        """Count the clauses of a kind, or those of them that have one of `what`."""
        return self._told(lambda coded: coded.clauses(kind, what))

    def themes(self, kind: str) -> Vector:
        """Count the themes of a kind."""
        return self._told(lambda coded: coded.themes(kind))

    def theme_concentration(self, kind: str) -> Vector:
        """Return Σ share² of the themes of a kind."""
        vector = self._told(lambda coded: coded.concentration(kind))
        code = self._reasons.code(f"zero denominator: clauses({kind}, themed)")
        return refused(vector, np.isnan(vector.value), code)

    @cached_property
    def _coded(self) -> Coded | None:
        if "codes" not in self._frames:
            return None
        codes = self._frames["codes"]
        return Coded(codes, places(codes["report_id"], self._reports), len(self._reports))

    def _told(self, count: Callable[[Coded], Counted]) -> Vector:
        """Return what was counted in the codes, and not known where nothing was coded."""
        if self._coded is None:
            return self._unknown(lacking("codes"))
        counted = count(self._coded)
        if counted.unsaid:
            return self._unknown(counted.unsaid)
        vector = Vector(counted.number, np.zeros(len(self._reports), dtype=np.int32))
        told = "no clause of this report is among the codes"
        return refused(vector, self._coded.without, self._reasons.code(told))

    def _unknown(self, told: str) -> Vector:
        size = len(self._reports)
        code = self._reasons.code(told)
        return Vector(np.full(size, np.nan), np.full(size, code, dtype=np.int32))
