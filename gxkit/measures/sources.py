"""What the functions of formulas count in the other frames of a corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from gxkit.checks.declared import declared
from gxkit.corpus import Corpus
from gxkit.errors import MeasureError
from gxkit.measures.declared import FRAMES, WORDS
from gxkit.measures.formulas import Call
from gxkit.measures.handed import Handed
from gxkit.measures.sheet import OnBlank, Sheet, places
from gxkit.measures.vectors import Flags, Reasons, Vector, refused
from gxkit.measures.years import Before, before

_SPACE = re.compile(r"\s+")
_FIGURE = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_CONTACT = re.compile(WORDS["contact"])


class Sources:
    """The frames of a corpus, each read when a formula asks for it.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    on_blank : {"na", "zero"}
        What an empty cell counts as.
    given : pandas.DataFrame, optional
        Numbers of the user's own; see `gxkit.measures.indicators`.
    frames : mapping of str to pandas.DataFrame, optional
        What was handed in, by the names of `gxkit.measures.FRAMES`.
    """

    def __init__(
        self,
        corpus: Corpus,
        on_blank: OnBlank,
        given: pd.DataFrame | None,
        frames: Mapping[str, pd.DataFrame] | None = None,
    ) -> None:
        self._corpus, self._on_blank, self._frame = corpus, on_blank, given
        self.reports = corpus.reports
        self.reasons = Reasons()
        self.handed = Handed(frames or {}, list(self.reports["report_id"]), self.reasons)

    @cached_property
    def sheet(self) -> Sheet:
        """The cells of all reports."""
        return Sheet(self.reports, self._corpus.cells, self.reasons, self._on_blank)

    @cached_property
    def before(self) -> Before:
        """The reports on the year before."""
        return before(self.reports, self.sheet, self._corpus.aliases, self.reasons)

    def call(self, call: Call) -> Vector:
        """Return what a function counts."""
        counts = getattr(self.handed, call.name, None) or getattr(self, f"_{call.name}")
        vector: Vector = counts(*map(str, call.arguments))
        if call.name == "of" and FRAMES[str(call.arguments[0])].last:
            # Who is the same body is decided once: texts are compared over no merger either.
            return Vector(vector.value, np.where(vector.why, vector.why, self.before.why))
        return vector

    def _printed(self) -> Vector:
        return self.sheet.printed

    def _cells(self) -> Vector:
        return self.sheet.expected

    def _nonzero(self) -> Vector:
        return self.sheet.nonzero

    # ------------------------------------------------------------------ narrative

    @cached_property
    def _texts(self) -> pd.DataFrame:
        """Sections one to six: where their report stands, and what they have in them."""
        frame = self._corpus.sections
        frame = frame[frame["section"].between(1, 6).fillna(False)]
        texts = [str(text) for text in frame["text"].fillna("")]
        return frame[["section"]].assign(
            place=self._places(frame["report_id"]),
            characters=[len(_SPACE.sub("", text)) for text in texts],
            numerals=[len(_FIGURE.findall(text)) for text in texts],
        )

    def _sections(self) -> Vector:
        texts = self._texts.drop_duplicates(["place", "section"])
        return self._unless(
            self._count(texts["place"]), self._formless, "follows no form of report"
        )

    def _characters(self, section: str = "") -> Vector:
        texts = self._texts
        if section:
            texts = texts[texts["section"] == int(section)]
        missing = self._count(texts["place"]) == 0
        told = f"no section {section} was found" if section else "no section was found"
        return self._unless(self._count(texts["place"], texts["characters"]), missing, told)

    def _numerals(self) -> Vector:
        missing = self._count(self._texts["place"]) == 0
        found = self._count(self._texts["place"], self._texts["numerals"])
        return self._unless(found, missing, "no section was found")

    def _contact(self) -> Vector:
        frame = self._corpus.sections
        place = self._places(frame["report_id"])
        named = [bool(_CONTACT.search(str(text))) for text in frame["text"].fillna("")]
        found = np.minimum(self._count(place, named), 1.0)
        return self._unless(found, self._count(place) == 0, "no section was found")

    def _points(self, kind: str) -> Vector:
        points = self._corpus.points
        place = self._places(points["report_id"])
        found = self._count(place[(points["kind"] == kind).to_numpy(dtype=bool)])
        return self._unless(found, self._count(place) == 0, "no point was found in section five")

    def _said(self, measure: str) -> Vector:

        told = self._corpus.statements
        told = told[(told["measure"] == measure) & (told["period"] == "year")]
        told = told[told["scope"].isna() & (told["unit"] != "%").fillna(True)]
        exact = told[~told["approx"]]
        values = pd.Series(exact["value"].to_numpy(dtype=float))
        groups = values.groupby(self._places(exact["report_id"]))
        least, most = (self._spread(each) for each in (groups.min(), groups.max()))
        some = self._count(self._places(told["report_id"])) > 0
        vector = self._unless(least, ~some, f"not told: {measure}")
        vector = self._unless(vector, some & np.isnan(least), f"told only as about: {measure}")
        return self._unless(vector, least != most, f"told in two ways: {measure}")

    # ------------------------------------------------------------------ checks, meta, the user's

    def _passed(self, *rules: str) -> Vector:
        return self._checked(rules, "ok")

    def _assessed(self, *rules: str) -> Vector:
        return self._checked(rules, "known")

    def _failed(self, *rules: str) -> Vector:
        none = self._checked(rules, "known").value == 0
        told = f"not assessable: {', '.join(rules)}"
        return self._unless(self._checked(rules, "wrong").value, none, told)

    def _checked(self, rules: tuple[str, ...], what: str) -> Vector:
        checks = self._checks[self._checks["rule"].isin(rules)]
        found = self._count(checks["place"], checks[what])
        return self._unless(found, self._formless, "follows no form of report")

    @cached_property
    def _checks(self) -> pd.DataFrame:
        frame = self._corpus.checks
        return frame[["rule"]].assign(
            place=self._places(frame["report_id"]),
            known=frame["ok"].notna().to_numpy(dtype=float),
            ok=frame["ok"].fillna(False).to_numpy(dtype=float),
            wrong=(~frame["ok"].fillna(True)).to_numpy(dtype=float),
        )

    def _days_late(self) -> Vector:

        due = declared("deadline")
        kind, year = self.reports["agency_type"], self.reports["year"]
        government = (kind.isna() | kind.isin(due["governments"])).to_numpy(dtype=bool)
        day = np.where(government, due["government"], due["body"])
        next_year = pd.Series(year.add(1).astype("string"))
        deadline = pd.to_datetime(next_year + "-" + day, errors="coerce", format="%Y-%m-%d")
        shown = pd.to_datetime(self.reports["published"], errors="coerce", format="%Y-%m-%d")
        days = (shown - deadline).dt.days.to_numpy(dtype=float, na_value=np.nan)
        return self._unless(days, np.isnan(days), "year or day of publication is not known")

    def _given(self, name: str) -> Vector:

        if self._frame is None or name not in self._frame.columns:
            nothing = np.full(len(self.reports), np.nan)
            return self._unless(nothing, np.isnan(nothing), f"not given: {name}")
        keys = ["report_id"] if "report_id" in self._frame.columns else ["unit_id", "year"]
        missing = [key for key in keys if key not in self._frame.columns]
        if missing:
            raise MeasureError("given needs the column report_id, or unit_id and year")
        own = self._frame[[*keys, name]].dropna()
        if own.duplicated(keys).any():
            raise MeasureError(f"given has two rows for one {' and '.join(keys)}; keep one")
        found = self.reports[keys].merge(
            own.astype({key: self.reports[key].dtype for key in keys}), how="left", on=keys
        )
        value = found[name].to_numpy(dtype=float, na_value=np.nan)
        return self._unless(value, ~np.isfinite(value), f"not given: {name}")

    # ------------------------------------------------------------------ laying out by report

    @cached_property
    def _formless(self) -> Flags:
        return self.reports["form"].isna().to_numpy(dtype=bool)

    def _places(self, ids: pd.Series[str]) -> npt.NDArray[np.intp]:
        return places(ids, list(self.reports["report_id"]))

    def _count(self, place: object, weights: object = None) -> npt.NDArray[np.float64]:
        """Add up `weights`, or count, by report; what belongs to none is passed over."""
        at = np.asarray(place, dtype=np.intp)
        of = np.ones(len(at)) if weights is None else np.asarray(weights, dtype=float)
        return np.bincount(at[at >= 0], of[at >= 0], minlength=len(self.reports)).astype(float)

    def _spread(self, values: pd.Series[float]) -> npt.NDArray[np.float64]:
        """Put values that are known by the place of their report beside all reports."""
        out = np.full(len(self.reports), np.nan)
        inside = values[values.index >= 0]
        out[inside.index.to_numpy(dtype=np.intp)] = inside.to_numpy(dtype=float)
        return out

    def _unless(self, value: npt.NDArray[np.float64] | Vector, unknown: Flags, told: str) -> Vector:
        """Return a vector that is not known where `unknown`, for the reason `told`."""
        known = np.zeros(len(unknown), dtype=np.int32)
        vector = value if isinstance(value, Vector) else Vector(value, known)
        return refused(vector, unknown, self.reasons.code(told))
