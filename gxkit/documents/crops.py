"""Pictures of the place of a cell: its row as the page shows it, the cell marked.

Only files with pages have them: PDF and scans. The file is opened when a picture is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from gxkit.documents.model import Box, Cell, Document, Table
from gxkit.documents.original import original

_PAGED: Final = ("pdf", "scan")
_BOX: Final = re.compile(r"p(\d+) (\d+),(\d+),(\d+),(\d+)")
_GRID: Final = re.compile(r"(?:p\d+ )?t(\d+) r(\d+) c(\d+)")
_PART: Final = re.compile(r"d(\d+) (.+)")
_UPRIGHT: Final = (0, 180)


class Spot(NamedTuple):
    """Where on its page (from 1) a cell and its row are printed.

    `turned` is by how many degrees clockwise the page must be turned to read it.
    """

    page: int
    row: Box
    cell: Box
    turned: int = 0


def has_picture(document: Document | None, where: str | None) -> bool:
    """Tell whether a place has a picture, without opening the file.

    Examples
    --------
    >>> table = Table(1, (Cell(1, 1, 1, 1, "3"),), (2,), {(1, 1): (50, 60, 90, 80)})
    >>> page = Document("a.pdf", "pdf", "0" * 64, (table,))
    >>> has_picture(page, "p2 t1 r1 c1"), has_picture(page, None)
    (True, False)
    """
    if document is None or where is None:
        return False
    try:
        part, place = _part(document, where)
        return spot(part, place) is not None
    except KeyError:
        return False


def crop(document: Document, where: str, also: Iterable[str] = ()) -> bytes | None:
    """Cut the row of a cell out of its page.

    Parameters
    ----------
    document : Document
        A document that was read from a file.
    where : str
        The place of the cell: ``p4 t2 r7 c5``, in one of several documents ``d2 p4 t2 r7 c5``,
        or a box in points ``p4 120,300,140,312``.
    also : iterable of str
        Places to mark too, where the same picture shows them.

    Returns
    -------
    bytes or None
        A grey PNG of 150 dots an inch with the cell framed in red; of a picture file its own
        dots. None where the place is on no page (a web page, a Word file) or its box on the
        page is not known (a line of a PDF).

    Raises
    ------
    KeyError
        There is no such place.
    ReadError
        The file is gone, or has changed since it was read.

    Examples
    --------
    >>> from gxkit.documents.model import Paragraph
    >>> page = Document("a.txt", "text", "0" * 64, (Paragraph("规章 0", "l7"),))
    >>> crop(page, "l7") is None
    True
    """
    part, place = _part(document, where)
    found = spot(part, place)
    if found is None:
        return None
    boxes = [found.cell, *_others(document, part, found, also)]
    from gxkit.documents.showing import shown

    return shown(original(part), part.path, found.page, found.row, boxes, found.turned)


def _others(document: Document, part: Document, found: Spot, also: Iterable[str]) -> list[Box]:
    boxes = []
    for where in also:
        other, place = _part(document, where)
        beside = spot(other, place) if other is part else None
        if beside is not None and beside.page == found.page:
            boxes.append(beside.cell)
    return boxes


def _part(document: Document, where: str) -> tuple[Document, str]:
    """Lead to the one of several documents that a place is in."""
    if not document.parts:
        return document, where
    match = _PART.fullmatch(where)
    if match is None or not 1 <= int(match[1]) <= len(document.parts):
        document.at(where)  # names the places there are
        raise KeyError(f"{where!r} is a document, no place in one")
    return document.parts[int(match[1]) - 1], match[2]


def spot(document: Document, where: str) -> Spot | None:
    """Find where on its page a place is printed; None where that is not known.

    Parameters
    ----------
    document : Document
        One document, not several.
    where : str
        A place.

    Raises
    ------
    KeyError
        There is no such place.

    Examples
    --------
    >>> cells = (Cell(1, 1, 1, 1, "规章"), Cell(1, 2, 1, 1, "3"))
    >>> table = Table(1, cells, (2,), {(1, 1): (50, 60, 90, 80), (1, 2): (90, 60, 120, 80)})
    >>> spot(Document("a.pdf", "pdf", "0" * 64, (table,)), "p2 t1 r1 c2")
    Spot(page=2, row=(50, 60, 120, 80), cell=(90, 60, 120, 80), turned=0)
    """
    box = _BOX.fullmatch(where)
    if box and document.format in _PAGED:
        left, top, right, bottom = (float(side) for side in box.groups()[1:])
        sides = left, top, right, bottom
        return Spot(int(box[1]), sides, sides)
    document.at(where)  # a place that is not there is an error, whatever the kind of file
    match = _GRID.fullmatch(where)
    if match is None:
        return None
    number, row, column = map(int, match.groups())
    for block in document.blocks:
        if isinstance(block, Table) and block.number == number:
            for cell in block.cells:
                if _covers(cell, row, column):
                    return _spot(block, cell)
    return None


def _covers(cell: Cell, row: int, column: int) -> bool:
    down, across = row - cell.row, column - cell.column
    return 0 <= down < cell.rowspan and 0 <= across < cell.colspan


def _spot(table: Table, cell: Cell) -> Spot | None:
    """Find the row around a cell: as wide as its table, as high as the cells like it."""
    own = table.boxes.get((cell.row, cell.column))
    if own is None:
        return None
    page = _page(table, cell)
    beside = [
        other
        for other in table.cells
        if (other.row, other.column) in table.boxes
        and _page(table, other) == page
        and other.row < cell.row + cell.rowspan
        and cell.row < other.row + other.rowspan
    ]
    # A label of many rows says how wide the table is, not how high the row.
    level = [other for other in beside if other.rowspan <= cell.rowspan]
    turned = _turned(table, page)
    wide = _around(table.boxes[other.row, other.column] for other in beside)
    high = _around(table.boxes[other.row, other.column] for other in level)
    if turned in _UPRIGHT:
        return Spot(page, (wide[0], high[1], wide[2], high[3]), own, turned)
    return Spot(page, (high[0], wide[1], high[2], wide[3]), own, turned)


def _page(table: Table, cell: Cell) -> int:
    usual = table.pages[cell.row - 1] if table.pages else 1
    return table.elsewhere.get((cell.row, cell.column), usual)


def _around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _turned(table: Table, page: int) -> int:
    """Tell from the way that the columns of rows follow each other how a page lies.

    Scans keep the page as it came: it may lie on its side or stand on its head.
    """
    rows: dict[int, list[Box]] = {}
    for cell in table.cells:
        box = table.boxes.get((cell.row, cell.column))
        if box is not None and cell.rowspan == 1 and _page(table, cell) == page:
            rows.setdefault(cell.row, []).append(box)
    across = down = 0.0
    for boxes in rows.values():
        first, last = boxes[0], boxes[-1]
        across += (last[0] + last[2]) - (first[0] + first[2])
        down += (last[1] + last[3]) - (first[1] + first[3])
    if abs(down) > abs(across):
        return 270 if down > 0 else 90
    return 180 if across < 0 else 0
