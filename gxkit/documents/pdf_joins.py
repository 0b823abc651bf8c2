"""Tables that the end of a page cuts: joined again, with the labels and rows that it tore."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gxkit.documents.model import Cell, Table
from gxkit.documents.paragraphs import ORDINAL
from gxkit.documents.pdf_tables import Piece, PieceCell

_NEAR: Final = 3.5
"""Points within which two edges of one table are the same one."""
_SAME: Final = 1.5
"""Points by which an edge may differ on two pages; other tables come near it by chance."""
_EDGES: Final = 5
"""So many edges that agree are no chance."""
_PADDING: Final = 16.0
"""Points that the sides of a cell may keep free, at most."""
_FIGURE: Final = re.compile(r"[+\-−－]?[\d,，.．]+\s*\w?|[/／—\-－─]+|无")


def goes_on(before: Piece, after: Piece) -> bool:
    """Tell whether a table goes on with one on the next page: its columns are the same.

    The part with fewer columns has merged cells only; its edges are among the other's.
    Browsers leave out the left side of a cell that reaches over a whole page.
    """
    if not (before.ruled and after.ruled):
        return False
    few, many = sorted((before.xs, after.xs), key=len)
    sides = abs(few[0] - many[0]) <= _SAME and abs(few[-1] - many[-1]) <= _SAME
    return (sides or len(few) > _EDGES) and all(any(abs(x - y) <= _SAME for y in many) for x in few)


def join(before: Piece, after: Piece) -> Piece:
    """Join the part of a table on the next page to what was before it.

    A head that is printed again is left out; a row or a label that the cut tore is healed.

    Parameters
    ----------
    before, after : Piece
        The parts; neither is changed.

    Returns
    -------
    Piece
        One table with the rows of both.
    """
    skipped = _repeated(before, after)
    rest = [replace(cell, row=cell.row - skipped) for cell in after.cells if cell.row > skipped]
    xs = tuple(_merged([*before.xs, *after.xs]))
    cells = [_placed(cell, xs) for cell in before.cells]
    rest = [_placed(cell, xs) for cell in rest]
    height = before.height
    pairs = _pairs(cells, rest, height)
    room = _Room(cells, rest)
    torn = _is_torn(pairs, rest, room)
    offset = height - 1 if torn else height
    gone: set[int] = set()
    for cell, other in pairs:
        if torn or _is_one(cell, other, room):
            _heal(cell, other, offset)
            gone.add(id(other))
    for other in rest:
        if id(other) not in gone:
            cells.append(replace(other, row=other.row + offset))
    whole = Piece(before.page, xs, before.top, after.bottom, 0, cells)
    whole.height = max(cell.last_row for cell in cells)
    return whole


def _merged(edges: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > _NEAR:
            kept.append(edge)
    return kept


def _placed(cell: PieceCell, xs: Sequence[float]) -> PieceCell:
    """Count the columns of a cell among the edges of the whole table."""
    first = min(range(len(xs)), key=lambda at: abs(xs[at] - cell.box[0]))
    last = min(range(len(xs)), key=lambda at: abs(xs[at] - cell.box[2]))
    return replace(cell, column=first + 1, colspan=max(1, last - first))


def _rows(piece: Piece, row: int) -> list[tuple[int, str]]:
    return [
        (round(cell.box[0] / _NEAR), "".join(cell.text.split()))
        for cell in sorted(piece.cells, key=lambda cell: cell.column)
        if cell.row == row
    ]


def _repeated(before: Piece, after: Piece) -> int:
    """Count the rows of the head that a part repeats from the beginning of the table."""
    count = 0
    for row in range(1, min(before.height, after.height)):
        texts = [text for _, text in _rows(before, row)]
        if texts != [text for _, text in _rows(after, row)]:
            break
        if any(_FIGURE.fullmatch(text) for text in texts):
            break
        count = row
    while count and not any(text for _, text in _rows(before, count)):
        count -= 1
    cut = any(cell.row <= count < cell.last_row for cell in after.cells)
    return 0 if cut else count


def _pairs(
    cells: Sequence[PieceCell], rest: Sequence[PieceCell], height: int
) -> list[tuple[PieceCell, PieceCell]]:
    """Pair the cells on both sides of the cut that stand over the same columns."""
    above = {(cell.column, cell.colspan): cell for cell in cells if cell.last_row == height}
    pairs = []
    for other in rest:
        cell = above.get((other.column, other.colspan))
        if other.row == 1 and cell is not None:
            pairs.append((cell, other))
    return pairs


def _is_torn(
    pairs: Sequence[tuple[PieceCell, PieceCell]], rest: Sequence[PieceCell], room: _Room
) -> bool:
    """Tell whether the cut went through a row: its label goes on, or its figures come late."""
    if len(pairs) < 2 or len(pairs) != sum(other.row == 1 for other in rest):
        return False
    goes = False
    for cell, other in pairs:
        if not other.text:
            continue
        if _FIGURE.fullmatch(other.text):
            if cell.text:
                return False
        elif cell.text and ORDINAL.match(other.text):
            return False
        elif cell.text:
            goes = goes or room.flows(cell, other)
    # All blank: the padding of a row. Figures alone belong to the label before the cut.
    labels = [other for _, other in pairs if other.text and not _FIGURE.fullmatch(other.text)]
    return goes or not labels


class _Room:
    """How long the lines in the columns of a table may be, as the lines in them show."""

    def __init__(self, cells: Sequence[PieceCell], rest: Sequence[PieceCell]) -> None:
        self.longest: dict[tuple[int, int], float] = {}
        for cell in (*cells, *rest):
            key = cell.column, cell.colspan
            widths = [line.x1 - line.x0 for line in cell.lines]
            self.longest[key] = max([self.longest.get(key, 0.0), *widths])

    def flows(self, cell: PieceCell, other: PieceCell) -> bool:
        """Tell whether a text goes on in a cell on the next page: its last line was full."""
        if not cell.lines or not other.lines or ORDINAL.match(other.text):
            return False
        last = cell.lines[-1]
        needed = last.x1 - last.x0 + other.lines[0].first
        longest = self.longest[cell.column, cell.colspan]
        return needed > longest and needed > cell.box[2] - cell.box[0] - _PADDING


def _is_one(cell: PieceCell, other: PieceCell, room: _Room) -> bool:
    """Tell whether the label of a group of rows goes on after the cut."""
    if _FIGURE.fullmatch(cell.text) or _FIGURE.fullmatch(other.text):
        return False
    if not (cell.open or cell.rowspan > 1 or other.rowspan > 1):
        return False
    if not other.text:
        return bool(cell.text) and (cell.open or other.rowspan > 1)
    return bool(cell.text) and room.flows(cell, other)


def _heal(cell: PieceCell, other: PieceCell, offset: int) -> None:
    """Let a cell go on with the one after the cut."""
    cell.text += other.text
    cell.lines = [*cell.lines, *other.lines]
    cell.rowspan = other.last_row + offset - cell.row + 1
    if other.second is not None or cell.second is not None:
        cell.second = (cell.second or "") + (other.second or "")
    if other.text and len(other.text) == len(cell.text):  # all that it prints stands there
        cell.page, cell.box = other.page, other.box


def table_of(piece: Piece, number: int) -> Table:
    """Make the table of a document from a piece that is whole."""
    ordered = sorted(_without_splinters(piece.cells), key=lambda cell: (cell.row, cell.column))
    cells = tuple(
        Cell(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in ordered
    )
    pages = [piece.page] * max(cell.last_row for cell in ordered)
    for cell in ordered:
        pages[cell.row - 1] = max(pages[cell.row - 1], cell.page)
    boxes = {(cell.row, cell.column): cell.box for cell in ordered}
    second = {(cell.row, cell.column): cell.second for cell in ordered if cell.second is not None}
    elsewhere = {
        (cell.row, cell.column): cell.page for cell in ordered if cell.page != pages[cell.row - 1]
    }
    return Table(number, cells, tuple(pages), boxes, second, elsewhere)


def _without_splinters(cells: Sequence[PieceCell]) -> list[PieceCell]:
    """Take out rows in which nothing printed begins and over which something printed reaches.

    Browsers that cut a table draw the ends of merged cells off the lines of their rows.
    """
    height = max(cell.last_row for cell in cells)
    begun = {cell.row for cell in cells if cell.text}
    covered = {row for cell in cells if cell.text for row in range(cell.row + 1, cell.last_row + 1)}
    gone = [row for row in range(1, height + 1) if row in covered and row not in begun]
    if not gone:
        return list(cells)
    left = [row for row in range(1, height + 1) if row not in gone]
    number = {row: at for at, row in enumerate(left, 1)}
    kept = []
    for cell in cells:
        rows = [number[row] for row in range(cell.row, cell.last_row + 1) if row in number]
        if rows:
            kept.append(replace(cell, row=rows[0], rowspan=len(rows)))
    return kept
