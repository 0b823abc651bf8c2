"""Which report of a corpus is the same agency's of the year before, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from gxkit.corpus import Aliases
from gxkit.measures.sheet import Sheet
from gxkit.measures.vectors import Codes, Reasons, Vector, objects

if TYPE_CHECKING:
    import pandas as pd


class Before(NamedTuple):
    """For each report the place of the one on the year before, or why there is none."""

    place: npt.NDArray[np.intp]
    why: Codes

    def of(self, vector: Vector, reasons: Reasons) -> Vector:
        """Return what `vector` has in the year before."""
        told = reasons.prefixed(vector.why, "year before: ")
        why = np.where(self.why != 0, self.why, told[self.place])
        return Vector(vector.value[self.place], why)


def before(reports: pd.DataFrame, sheet: Sheet, aliases: Aliases, reasons: Reasons) -> Before:
    """Find the reports of the year before.

    Parameters
    ----------
    reports : pandas.DataFrame
        Those of a corpus.
    sheet : Sheet
        Their cells: of several reports on one year with the same numbers the first counts.
    aliases : Aliases
        Who is who across years, and where series break.
    reasons : Reasons
        Where reasons get their codes.

    Returns
    -------
    Before
        As the rules across years see it: only agencies that their name and place tell from all
        others, only the year right before, never over a merger, nor from an agency's own
        numbers to consolidated ones.
    """
    units = objects(reports["unit_id"])
    years = objects(reports["year"])
    scopes = objects(reports["scope"])
    known = _known(reports, aliases)
    by_year: dict[tuple[str, int], list[int]] = {}
    for place, (unit, year) in enumerate(zip(units, years, strict=True)):
        if known[place] and year is not None:
            by_year.setdefault((unit, int(year)), []).append(place)
    breaks = {unit: aliases.breaks(unit) for unit in {unit for unit, _ in by_year}}
    found = np.zeros(len(reports), dtype=np.intp)
    why = np.zeros(len(reports), dtype=np.int32)
    for place, (unit, year) in enumerate(zip(units, years, strict=True)):
        told = ""
        if not known[place] or year is None:
            told = "whose report on which year is not known"
        elif int(year) in breaks[unit]:
            told = "the series breaks here"
        elif (unit, int(year) - 1) not in by_year:
            told = "no report on the year before"
        else:
            earlier = by_year[unit, int(year) - 1]
            found[place] = earlier[0]
            if len(earlier) > 1 and not _same(sheet, earlier):
                told = "several reports on the year before"
            elif len({scopes[place], scopes[earlier[0]]} - {None}) > 1:
                told = "one of two years is consolidated"
        why[place] = reasons.code(told)
    return Before(found, why)


def _same(sheet: Sheet, places: list[int]) -> bool:
    """Tell whether reports print the same numbers."""
    first = sheet.numbers[places[0]]
    return all(np.array_equal(first, sheet.numbers[each], equal_nan=True) for each in places[1:])


def _known(reports: pd.DataFrame, aliases: Aliases) -> npt.NDArray[np.bool_]:
    """Tell of each report whether name and place tell its agency from all others."""
    fields = ["agency", "region_code", "year"]
    rows = reports[fields].astype(object).where(reports[fields].notna(), None)
    told = [
        aliases.known(dict(zip(fields, row, strict=True)))
        for row in rows.itertuples(index=False, name=None)
    ]
    return np.asarray(told, dtype=bool) & reports["unit_id"].notna().to_numpy()
