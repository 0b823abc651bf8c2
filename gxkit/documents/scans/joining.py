"""Tables cut by the foot of a page: their parts put on one grid, and what was cut healed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gxkit.documents.scans.page import ScannedPage, ScannedTable

_NEAR: Final = 0.012
"""Grid lines of two parts nearer than this share of the width are one."""
_ASIDE: Final = 0.04
"""Share of the page by which two parts may stand aside of each other: pages lie askew."""
_ORDINAL: Final = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．,，]")
_DIGIT: Final = re.compile(r"\d")
_HEAD: Final = 4
_THIN: Final = 0.95
"""A row lower than this, in characters, holds no text: it lies between two borders."""


@dataclass(frozen=True)
class Placed:
    """A cell on the grid of its whole table."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    score: float
    doubt: str
    other: str | None
    page: int
    box: tuple[float, float, float, float]

    @property
    def last_row(self) -> int:
        """The last row that it covers."""
        return self.row + self.rowspan - 1

    @property
    def columns(self) -> tuple[int, int]:
        """Its first column and its span."""
        return self.column, self.colspan


@dataclass
class WholeTable:
    """A table from one page or several.

    `pages` gives the page of each row, `edges` the grid lines from 0 (left) to 1 (right),
    `sides` the left and the right side as shares of the page.
    """

    pages: list[int]
    cells: list[Placed]
    edges: tuple[float, ...]
    sides: tuple[float, float]

    @property
    def height(self) -> int:
        """The number of its rows."""
        return max((cell.last_row for cell in self.cells), default=0)


def whole(page: ScannedPage, table: ScannedTable, *, at_foot: bool = True) -> WholeTable:
    """Make a table of what one page has of it, without the empty strips of a cut.

    A table that is not `at_foot`, with more below it on its page, ends there: an empty last row
    is a row of it.
    """
    cells = [
        Placed(
            one.cell.row,
            one.cell.column,
            one.cell.rowspan,
            one.cell.colspan,
            one.text,
            one.score,
            one.doubt,
            one.other,
            page.number,
            page.points(one.box),
        )
        for one in table.cells
    ]
    sides = (table.box.left / page.size[1], table.box.right / page.size[1])
    found = WholeTable([], cells, table.edges, sides)
    thin = {
        one.cell.row
        for one in table.cells
        if one.cell.rowspan == 1 and one.cell.box.height < _THIN * page.em
    }
    for row in range(found.height, 0, -1):
        own = [cell for cell in found.cells if cell.row == row]
        edge = row == 1 or (row == found.height and at_foot)
        # Browsers leave splinters of cells over several rows where they cut a page.
        splinter = 2 * sum(cell.colspan for cell in own) < len(table.edges) - 1
        text = any(cell.text for cell in own)
        if found.height > 1 and not text and (edge or splinter or row in thin):
            _drop_row(found, row)
    found.pages = [page.number] * found.height
    return found


def _drop_row(table: WholeTable, row: int) -> None:
    kept = []
    for cell in table.cells:
        if cell.row <= row <= cell.last_row:
            if cell.rowspan > 1:
                kept.append(replace(cell, rowspan=cell.rowspan - 1))
        else:
            kept.append(replace(cell, row=cell.row - (cell.row > row)))
    table.cells = kept


def goes_on(one: WholeTable, other: WholeTable) -> bool:
    """Say whether a table at the head of a page goes on with the one at the foot before."""
    return all(
        abs(side - other_side) < _ASIDE
        for side, other_side in zip(one.sides, other.sides, strict=True)
    )


def append(table: WholeTable, part: WholeTable) -> None:
    """Put the next page's part of a table under it."""
    _without_head(table, part)
    edges = _united(table.edges, part.edges)
    _regrid(table, edges)
    _regrid(part, edges)
    height = table.height
    below = [replace(cell, row=cell.row + height) for cell in part.cells]
    number = part.pages[0]
    if not _broken_row(table, below, height):
        _broken_spans(table, below, height)
    table.cells.extend(below)
    table.cells.sort(key=lambda cell: (cell.row, cell.column))
    table.pages += [number] * (table.height - height)


def _without_head(table: WholeTable, part: WholeTable) -> None:
    """Take out of a part the head that a program repeats on each page."""
    for count in range(min(_HEAD, part.height - 1), 0, -1):
        one = [_plain(cell.text) for cell in table.cells if cell.row <= count]
        other = [_plain(cell.text) for cell in part.cells if cell.row <= count]
        if one == other and not any(_DIGIT.search(text) for text in one) and any(one):
            for _ in range(count):
                _drop_row(part, 1)
            return


def _plain(text: str) -> str:
    return "".join(text.split())


def _united(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    """Unite the grid lines of two parts."""
    found: list[float] = []
    for edge in sorted([*one, *other]):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return tuple(found)


def _regrid(table: WholeTable, edges: tuple[float, ...]) -> None:
    at = [min(range(len(edges)), key=lambda i: abs(edges[i] - own)) for own in table.edges]
    table.cells = [
        replace(
            cell,
            column=at[cell.column - 1] + 1,
            colspan=max(1, at[cell.column - 1 + cell.colspan] - at[cell.column - 1]),
        )
        for cell in table.cells
    ]
    table.edges = edges


def _broken_row(table: WholeTable, below: list[Placed], height: int) -> bool:
    """Heal a row that the cut tore: behind it there is nothing but the rest of its words."""
    last = [cell for cell in table.cells if cell.last_row == height]
    first = [cell for cell in below if cell.row == height + 1 == cell.last_row]
    above = {cell.columns: cell.text for cell in last}
    told = [cell for cell in first if cell.text]
    if not told or not {cell.columns for cell in first} <= set(above):
        return False
    if _ORDINAL.match(told[0].text) or any(_DIGIT.search(cell.text) for cell in told):
        return False
    numbers = sum(bool(_DIGIT.search(text)) for text in above.values())
    # A row of words alone is the head; a row without numbers below one is a row of its own.
    head = not numbers and len(told) > 2 and all(above[cell.columns] for cell in first)
    if (numbers < 2 and not head) or any(cell.doubt for cell in first):
        return False
    # The whole row is torn, so what begins in it and reaches further down goes on as well.
    torn = first + [
        cell
        for cell in below
        if cell.row == height + 1 < cell.last_row and cell.columns in above and not cell.doubt
    ]
    rest = {cell.columns: cell for cell in torn}
    table.cells = [
        _joined(cell, rest[cell.columns]) if cell in last and cell.columns in rest else cell
        for cell in table.cells
    ]
    below[:] = [
        replace(cell, row=cell.row - 1)
        if cell.row > height + 1
        else replace(cell, rowspan=cell.rowspan - 1)
        for cell in below
        if cell not in torn
    ]
    return True


def _broken_spans(table: WholeTable, below: list[Placed], height: int) -> None:
    """Heal cells over several rows: 无 / 法提供 is one label, an empty rest goes on."""
    for one in [cell for cell in table.cells if cell.last_row == height]:
        rest = next(
            (cell for cell in below if cell.row == height + 1 and cell.columns == one.columns), None
        )
        if rest is None or (one.rowspan == 1 and rest.rowspan == 1) or _ORDINAL.match(rest.text):
            continue
        if _DIGIT.search(rest.text) or one.doubt or rest.doubt or not one.text:
            continue
        if not rest.text and _is_blank_of_new_row(rest, below, table):
            continue
        below.remove(rest)
        table.cells[table.cells.index(one)] = replace(
            _joined(one, rest), rowspan=one.rowspan + rest.rowspan
        )


def _is_blank_of_new_row(rest: Placed, below: list[Placed], table: WholeTable) -> bool:
    """Say whether an empty cell behind the cut is a blank: its column has figures, or its row a label.

    A label that goes on has only such on its left that go on as well.
    """
    if any(cell.columns == rest.columns and _DIGIT.search(cell.text) for cell in below):
        return True
    above = {cell.columns for cell in table.cells}
    return any(
        cell.row == rest.row
        and cell.column < rest.column
        and cell.text
        and (_ORDINAL.match(cell.text) or cell.columns not in above)
        for cell in below
    )


def _joined(one: Placed, other: Placed) -> Placed:
    """Put what stands behind the cut to a cell: the torn row itself is one row."""
    return replace(
        one,
        rowspan=one.rowspan + other.rowspan - 1,
        text=one.text + other.text,
        score=min(one.score, other.score),
    )
