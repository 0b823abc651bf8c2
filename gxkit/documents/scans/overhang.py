"""Words that run out of the foot of a table which a page has cut: they are of its last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gxkit.documents.scans.doubts import Printed
from gxkit.documents.scans.page import ScannedTable
from gxkit.documents.scans.text import TextLine

_FARTHEST: Final = 3.0
"""So many characters below a table its last row may go on: two lines."""
_ASIDE: Final = 0.5


def with_overhang(
    table: ScannedTable, below: Sequence[TextLine], em: float
) -> tuple[ScannedTable, bool]:
    """Put the words below a table that is open at its foot into its last row.

    Browsers cut a page anywhere: the borders end there, the line of text is printed whole.
    Figures are left where they stand, since a number must not come into a wrong cell.

    Parameters
    ----------
    table : ScannedTable
        The last table of a page.
    below : sequence of TextLine
        All that the page prints below it.
    em : float
        The size of a character in pixels.

    Returns
    -------
    tuple of ScannedTable and bool
        The table, and whether it has taken the lines: all or none.
    """
    cells = list(table.cells)
    last = max((one.cell.row + one.cell.rowspan - 1 for one in cells), default=0)
    taken: dict[int, list[TextLine]] = {}
    for line in below:
        at = next((at for at, one in enumerate(cells) if _runs_out(one, last, line, em)), None)
        if (
            at is None
            or line.box.bottom > table.box.bottom + _FARTHEST * em
            or not _is_open(cells[at], table)
            or any(letter.isdigit() for letter in line.text)
        ):
            return table, False
        taken.setdefault(at, []).append(line)
    for at, lines in taken.items():
        own = cells[at]
        text = "\n".join([own.text, *(line.text for line in lines)]).strip()
        cells[at] = own._replace(text=text, score=min([own.score, *(one.score for one in lines)]))
    return replace(table, cells=tuple(cells)), bool(taken)


def _runs_out(one: Printed, last: int, line: TextLine, em: float) -> bool:
    """Say whether the middle of a line stands below a cell of the last row."""
    box, middle = one.cell.box, (line.box.left + line.box.right) / 2
    below = one.cell.row + one.cell.rowspan - 1 == last and line.box.top > box.bottom - em
    return below and box.left - _ASIDE * em < middle < box.right + _ASIDE * em


def _is_open(one: Printed, table: ScannedTable) -> bool:
    columns = range(one.cell.column, one.cell.column + one.cell.colspan)
    return all(column in table.open for column in columns)
