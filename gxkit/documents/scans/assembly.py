"""From scanned pages to a document's paragraphs and tables, with the diary of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from gxkit.documents.model import Block, Cell, Note, Paragraph, Table
from gxkit.documents.scans.joining import Placed, WholeTable, append, goes_on, whole
from gxkit.documents.scans.overhang import with_overhang
from gxkit.documents.scans.page import ScannedPage
from gxkit.documents.scans.text import TextBlock, TextLine, join, paragraphs, without_margins

_UNSURE: Final = 0.5
_LEANS: Final = 0.2


class _Prose(NamedTuple):
    texts: tuple[str, ...]
    place: str
    score: float
    ends: bool


_Item: TypeAlias = _Prose | WholeTable


def assemble(pages: Sequence[ScannedPage], before: int = 0) -> tuple[tuple[Block, ...], list[Note]]:
    """Put pages together: what was cut by the foot of a page is joined.

    Parameters
    ----------
    pages : sequence of ScannedPage
        The pages in order.
    before : int
        How many tables the file has before them.

    Returns
    -------
    tuple of (tuple of Paragraph or Table, list of Note)
        The blocks, and for each cell of a table a note with the engine's certainty and its box.
    """
    kept = without_margins([(page.size[0], list(page.lines)) for page in pages])
    items: list[_Item] = []
    notes: list[Note] = []
    for page, lines in zip(pages, kept, strict=True):
        notes.extend(_about(page))
        for at, item in enumerate(_items(page, lines)):
            last = items[-1] if items and not at else None
            if isinstance(item, WholeTable):
                if isinstance(last, WholeTable) and goes_on(last, item):
                    append(last, item)
                else:
                    items.append(item)
                continue
            prose, opens = item
            if isinstance(last, _Prose) and last.ends and opens:
                items[-1] = _Prose(
                    (*last.texts, *prose.texts),
                    last.place,
                    min(last.score, prose.score),
                    prose.ends,
                )
            else:
                items.append(prose)
    blocks, more = _blocks([_dissolved(item) for item in items], before)
    return blocks, notes + more


def _items(page: ScannedPage, lines: Sequence[TextLine]) -> list[tuple[_Prose, bool] | WholeTable]:
    """Give what a page holds from the top down."""
    items: list[tuple[_Prose, bool] | WholeTable] = []
    rest = list(lines)
    for table in page.tables:
        above = [line for line in rest if line.box.top + line.box.bottom < 2 * table.box.top]
        rest = rest[len(above) :] if rest[: len(above)] == above else _without(rest, above)
        items.extend(_prose(page, above))
        last = table is page.tables[-1]
        cut, taken = with_overhang(table, rest, page.em) if last else (table, False)
        rest = [] if taken else rest
        items.append(whole(page, cut, at_foot=last and not rest))
    items.extend(_prose(page, rest))
    return items


def _dissolved(item: _Item) -> _Item:
    """Turn a frame around a few words, which no table goes on with, into these."""
    if isinstance(item, _Prose) or len(item.cells) > 1:
        return item
    [cell] = item.cells
    box = ",".join(f"{side:.0f}" for side in cell.box)
    return _Prose(tuple(cell.text.split("\n")), f"p{cell.page} {box}", cell.score, False)


def _without(lines: list[TextLine], gone: list[TextLine]) -> list[TextLine]:
    return [line for line in lines if line not in gone]


def _prose(page: ScannedPage, lines: Sequence[TextLine]) -> list[tuple[_Prose, bool]]:
    return [(_told(page, block), block.opens) for block in paragraphs(lines, page.em)]


def _told(page: ScannedPage, block: TextBlock) -> _Prose:
    texts = tuple(line.text for line in block.lines)
    score = min(line.score for line in block.lines)
    return _Prose(texts, page.place(block.box), score, block.ends)


def _about(page: ScannedPage) -> list[Note]:
    where = f"p{page.number}"
    if not page.lines and not page.tables:
        return [Note("ocr", "warning", "no text was found on this page", where)]
    told = []
    if page.turned:
        told.append(f"turned by {page.turned * 90}°")
    if abs(page.lean) > _LEANS:
        told.append(f"straightened by {page.lean:.1f}°")
    return [Note("ocr", "info", "; ".join(["read by OCR", *told]), where)]


def _blocks(items: Sequence[_Item], count: int) -> tuple[tuple[Block, ...], list[Note]]:
    blocks: list[Block] = []
    notes: list[Note] = []
    for item in items:
        if isinstance(item, _Prose):
            blocks.append(Paragraph(join(item.texts), item.place))
            if item.score < _UNSURE:
                told = f"certainty {item.score:.2f}: characters of this paragraph may be mistaken"
                notes.append(Note("ocr", "info", told, item.place))
            continue
        count += 1
        table = _table(item, count)
        blocks.append(table)
        notes.extend(_note(table.place(cell.row, cell.column), cell) for cell in item.cells)
    return tuple(blocks), notes


def _table(item: WholeTable, number: int) -> Table:
    return Table(
        number,
        tuple(
            Cell(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text)
            for cell in item.cells
        ),
        tuple(item.pages),
        {(cell.row, cell.column): cell.box for cell in item.cells},
        {(cell.row, cell.column): cell.other for cell in item.cells if cell.other is not None},
        {
            (cell.row, cell.column): cell.page
            for cell in item.cells
            if cell.page != item.pages[cell.row - 1]
        },
    )


def _note(where: str, cell: Placed) -> Note:
    """Tell how sure the engine is of a cell, and where on its page it stands."""
    box = ",".join(f"{side:.0f}" for side in cell.box)
    certain = f"certainty {cell.score:.2f}" if cell.text else "no ink"
    doubt = f"; {cell.doubt}" if cell.doubt else ""
    told = f"{certain} at p{cell.page} {box}{doubt}"
    return Note("ocr", "warning" if cell.doubt else "info", told, where)
