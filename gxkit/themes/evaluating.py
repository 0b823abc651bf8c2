"""The machine's codes against a person's: precision, recall, F1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gxkit.errors import ThemeError
from gxkit.themes.codebook import Codebook
from gxkit.themes.units import common, units_of

if TYPE_CHECKING:
    import pandas as pd

NEVER = "neither gave it"


def evaluate(
    machine: pd.DataFrame,
    person: pd.DataFrame,
    *,
    on: Sequence[str] | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Hold the machine's codes against a person's.

    Parameters
    ----------
    machine, person : DataFrame
        Codes: a row for each theme of each unit, theme NA for a unit without one. Only units that
        the person coded are looked at; the machine must have looked at each of them.
    on : sequence of str, optional
        The columns that name a unit; by default those of report_id, kind, order, clause that both
        frames have.
    codebook : Codebook, optional
        Whose themes there are; by default the one that gxkit ships.

    Returns
    -------
    DataFrame
        First the rows ``micro`` (all decisions together) and ``macro`` (the mean over the themes
        that occur), then a row a theme in the order of the codebook: theme, zh, true_positive,
        false_positive, false_negative, precision, recall, f1 (2PR / (P + R), van Rijsbergen 1979),
        and why where a figure is NA.

    Raises
    ------
    ThemeError
        A column is missing, the person used an unknown theme, or units are not the machine's.

    Examples
    --------
    >>> import pandas as pd
    >>> machine = pd.DataFrame({"id": [1, 2], "theme": ["P01", "P08"]})
    >>> person = pd.DataFrame({"id": [1, 2], "theme": ["P01", "P07"]})
    >>> figures = evaluate(machine, person, on=["id"])
    >>> figures.loc[0, "theme"], float(figures.loc[0, "precision"])
    ('micro', 0.5)
    """
    from gxkit.themes.tables import build

    book = Codebook.load() if codebook is None else codebook
    names = common([machine, person], on)
    said, wanted = units_of(machine, names), units_of(person, names)
    absent = [unit for unit in wanted if unit not in said]
    if absent:
        where = ", ".join(f"{name} {value}" for name, value in zip(names, absent[0], strict=True))
        raise ThemeError(f"{len(absent)} units are not among the machine's, first: {where}")
    for theme in {theme for each in wanted.values() for theme in each}:
        book[theme]
    counts = {
        theme: (
            sum(theme in said[unit] and theme in own for unit, own in wanted.items()),
            sum(theme in said[unit] and theme not in own for unit, own in wanted.items()),
            sum(theme not in said[unit] and theme in own for unit, own in wanted.items()),
        )
        for theme in book.themes
    }
    rows = [_row(theme, book[theme].zh, *counts[theme]) for theme in book.themes]
    micro = _row(
        "micro", "全部", *(sum(each[place] for each in counts.values()) for place in range(3))
    )
    frame = build("evaluation", [micro, _macro(rows), *rows])
    frame.attrs.update(codebook=book.hash, units=len(wanted), on=names)
    return frame


Row = tuple[
    str,
    str,
    int | None,
    int | None,
    int | None,
    float | None,
    float | None,
    float | None,
    str | None,
]


def _row(theme: str, zh: str, right: int, wrong: int, missed: int) -> Row:
    precision = right / (right + wrong) if right + wrong else None
    recall = right / (right + missed) if right + missed else None
    f1 = 2 * right / (2 * right + wrong + missed) if right + wrong + missed else None
    why = None
    if precision is None or recall is None:
        why = (
            NEVER
            if f1 is None
            else ("the machine never gave it" if recall is not None else "the person never gave it")
        )
    return theme, zh, right, wrong, missed, precision, recall, f1, why


def _macro(rows: list[Row]) -> Row:
    """Return the means over the themes that occur; a theme never given right counts as 0."""
    own = [row for row in rows if row[7] is not None]
    if not own:
        return "macro", "平均", None, None, None, None, None, None, NEVER
    precision, recall, f1 = (
        sum(float(row[place] or 0.0) for row in own) / len(own) for place in (5, 6, 7)
    )
    return "macro", "平均", None, None, None, precision, recall, f1, None
