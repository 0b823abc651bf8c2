"""The cells that tags name on a grid: browsers leave out blank ones, whose places print tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from typing import Final

from gxkit.documents.lines import Line

_TOUCH: Final = 1.0
"""Points by which texts of neighbouring cells may reach into one another."""
_PAGE: Final = 100_000.0
_WIDTH: Final = 60
"""Columns; no table of a report comes near it."""


@dataclass
class Told:
    """A cell: the spans that it asks for, its lines, and its place once that is known.

    `known` tells that a page shows it: a cell that none shows is blank, its spans are not told.
    """

    rowspan: int = 1
    colspan: int = 1
    known: bool = False
    lines: list[Line] = field(default_factory=list)
    row: int = 0
    column: int = 0

    @property
    def sides(self) -> tuple[float, float]:
        """Where its text begins and ends."""
        return min(line.x0 for line in self.lines), max(line.x1 for line in self.lines)


def placed(rows: Sequence[Sequence[Told]]) -> list[Told] | None:
    """Give every cell its place, and add the blank cells that the tags leave out.

    Parameters
    ----------
    rows : sequence of sequence of Told
        The cells of each row in their order; they are changed in place.

    Returns
    -------
    list of Told or None
        The cells by row and column; None where a place is not certain, or where the page
        shows columns or rows otherwise than the tags name them.

    Examples
    --------
    >>> line = Line(1, 1, 0, 10, 20, 10, "甲", (), 10)
    >>> def cell(column: int, row: int) -> Told:
    ...     here = line._replace(x0=30 * column, x1=30 * column + 10, base=20 * row)
    ...     return Told(known=True, lines=[here])
    >>> rows = [[cell(0, 1), cell(1, 1), cell(2, 1)], [cell(0, 2), cell(2, 2)]]
    >>> [(one.row, one.column, len(one.lines)) for one in placed(rows)][3:]
    [(2, 1, 1), (2, 2, 0), (2, 3, 1)]
    """
    width = max((sum(cell.colspan for cell in row) for row in rows), default=0)
    if not 1 < width <= _WIDTH:
        return None
    shown = [[cell for cell in row if cell.known] for row in rows]
    spans = _ranges(shown, width)
    cells: list[Told] = []
    taken: dict[tuple[int, int], Told] = {}
    for number, row in enumerate(shown, 1):
        free = [column for column in range(1, width + 1) if (number, column) not in taken]
        columns = _columns(row, free, spans)
        if columns is None:
            return None
        for cell, column in zip(row, columns, strict=True):
            cell.row, cell.column = number, column
            cell.rowspan = min(cell.rowspan, len(rows) - number + 1)
            own = [
                (number + down, column + across)
                for down in range(cell.rowspan)
                for across in range(cell.colspan)
            ]
            if any(place in taken for place in own):
                return None
            taken.update(dict.fromkeys(own, cell))
            cells.append(cell)
        if row:
            blank = [column for column in free if (number, column) not in taken]
            for column in blank:
                cell = Told(row=number, column=column)
                taken[number, column] = cell
                cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return cells if _stand_so(cells, width) else None


def _ranges(rows: Sequence[Sequence[Told]], width: int) -> list[tuple[float, float]]:
    """Measure where the texts of each column stand, by the rows that leave out no cell."""
    ranges = [(inf, -inf)] * (width + 1)
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, 1):
        free = [column for column in range(1, width + 1) if (number, column) not in taken]
        if sum(cell.colspan for cell in row) != len(free):
            continue
        for cell, column in zip(row, _in_order(row, free), strict=True):
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    taken.add((number + down, column + across))
            if cell.colspan == 1 and cell.lines:
                start, end = cell.sides
                ranges[column] = min(ranges[column][0], start), max(ranges[column][1], end)
    return ranges


def _in_order(row: Sequence[Told], free: Sequence[int]) -> list[int]:
    columns, at = [], 0
    for cell in row:
        columns.append(free[at])
        at += cell.colspan
    return columns


def _columns(
    row: Sequence[Told], free: Sequence[int], ranges: Sequence[tuple[float, float]]
) -> list[int] | None:
    """Find the one way to put the cells of a row into its free columns."""
    if sum(cell.colspan for cell in row) == len(free):
        return _in_order(row, free)
    ways = list(islice(_ways(row, free, ranges), 2))
    return ways[0] if len(ways) == 1 else None


def _ways(
    row: Sequence[Told], free: Sequence[int], ranges: Sequence[tuple[float, float]]
) -> Iterator[list[int]]:
    if not row:
        yield []
        return
    cell, room = row[0], sum(other.colspan for other in row[1:])
    for at in range(len(free) - room - cell.colspan + 1):
        own = list(free[at : at + cell.colspan])
        if own[-1] - own[0] + 1 == cell.colspan and _fits(cell, own, ranges):
            for rest in _ways(row[1:], free[at + cell.colspan :], ranges):
                yield [own[0], *rest]


def _fits(cell: Told, columns: Sequence[int], ranges: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a cell may stand over columns, and over no other ones."""
    if not cell.lines:
        return True
    start, end = cell.sides
    known = [column for column, (left, right) in enumerate(ranges) if left <= right]
    for column in known:
        left, right = ranges[column]
        before, after = right <= start + _TOUCH, end - _TOUCH <= left
        if (column < columns[0] and not before) or (column > columns[-1] and not after):
            return False
    inside = [ranges[column] for column in columns if column in known]
    touched = any(left < end - _TOUCH and start + _TOUCH < right for left, right in inside)
    return touched or not inside


def _stand_so(cells: Sequence[Told], width: int) -> bool:
    """Tell whether columns stand side by side on the page, and rows under one another."""
    left, right = [inf] * (width + 2), [-inf] * (width + 2)
    printed = [cell for cell in cells if cell.lines]
    for cell in printed:
        if cell.colspan == 1:
            left[cell.column] = min(left[cell.column], cell.sides[0])
            right[cell.column] = max(right[cell.column], cell.sides[1])
    highest: dict[int, float] = {}
    lowest: dict[int, float] = {}
    for cell in printed:
        start, end = cell.sides
        if max(right[: cell.column]) > start + _TOUCH:
            return False
        if min(left[cell.column + cell.colspan :], default=inf) < end - _TOUCH:
            return False
        if cell.rowspan == 1:
            depths = [depth(line) for line in cell.lines]
            highest[cell.row] = min(highest.get(cell.row, inf), *depths)
            lowest[cell.row] = max(lowest.get(cell.row, -inf), *depths)
    for cell in printed:
        above = max((lowest[row] for row in lowest if row < cell.row), default=-inf)
        below = min(
            (highest[row] for row in highest if row >= cell.row + cell.rowspan), default=inf
        )
        depths = [depth(line) for line in cell.lines]
        if min(depths) <= above or max(depths) >= below:
            return False
    return True


def depth(line: Line) -> float:
    """Return how far down a line stands, counted through all pages."""
    return line.page * _PAGE + line.base
