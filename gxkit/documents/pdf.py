"""PDF files with a text layer: paragraphs and tables of all pages in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from gxkit.documents.furniture import Sheet, find_furniture
from gxkit.documents.lines import Line, lines_of
from gxkit.documents.model import Block, Note, Paragraph, Table
from gxkit.documents.paragraphs import Setting, joined, measure, paragraphs
from gxkit.documents.pdf_joins import goes_on, join, table_of
from gxkit.documents.pdf_pages import Char, PdfPage, read_pages
from gxkit.documents.pdf_pictures import is_scan, pages_without_text, renumbered
from gxkit.documents.pdf_plain import find_plain
from gxkit.documents.pdf_tables import Piece, find_tables
from gxkit.documents.pdf_tagged import Held, held, settle
from gxkit.documents.readers import Reading
from gxkit.errors import FormatError

Item: TypeAlias = Line | Piece | Block


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF, page by page: those with a text layer here, pictures of pages by OCR.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    Reading
        The blocks, no hints (titles of PDF files name other files), the diary, and the
        format ``scan`` where pages were read by OCR.

    Raises
    ------
    ReadError
        The file is truncated or damaged.
    FormatError
        It asks for a password, or its pages are pictures and the extra ``ocr`` is missing.
    LimitError
        It has more pages than a report can have.
    """
    from gxkit.documents import scans

    found, ruled, unknown = _read(data, name, frozenset())
    # Cells whose letters nobody knows can still be read as pictures, with the tables they go on in.
    return _read(data, name, ruled)[0] if unknown and not scans.missing() else found


def _read(data: bytes, name: str, pictures: frozenset[int]) -> tuple[Reading, frozenset[int], bool]:
    """Read a PDF, some pages as pictures; tell which have tables, and whether letters lack there."""
    notes: list[Note] = []
    sheets: dict[int, Sheet] = {}
    items: dict[int, list[Item]] = {}
    waiting: list[tuple[Held, list[Piece]]] = []
    scanned: list[int] = []
    more: list[Note] = []
    ruled: dict[int, bool] = {}
    read = False
    for page in read_pages(data, name):
        items[page.number] = []
        if page.number in pictures or is_scan(page):
            scanned.append(page.number)
            continue
        pieces, rest = find_tables(page)
        if pieces:
            ruled[page.number] = any(_lacks_letters(piece) for piece in pieces)
        tagged = held(page, rest)
        if tagged is not None:
            waiting.append((tagged, pieces))
            rest = []
        lines, items[page.number] = _items(page.number, rest, _placed(pieces))
        sheets[page.number] = Sheet(page.number, page.height, lines)
        notes.extend(_notes(page))
    _put_tagged(waiting, sheets, items)
    # Where tags were not believed, the print alone is not either.
    told = {tagged.number for tagged, _ in waiting}
    untold = [sheet for number, sheet in sheets.items() if number not in told]
    notes.extend(_put_plain(untold, items))
    if scanned:
        seen, more = pages_without_text(data, scanned, name, alone=not any(items.values()))
        for number, own in seen.items():
            items[number] = list(own)
        read = any(seen.values())
    blocks, doubts = _blocks(list(sheets.values()), list(items.values()))
    notes.extend(renumbered(more, blocks, scanned))
    if not blocks:
        raise FormatError(f"{name}: a PDF without text or pictures of text; save it again")
    reading = Reading(blocks, {}, notes + doubts, "scan" if read else "")
    return reading, frozenset(ruled), any(ruled.values())


def _lacks_letters(piece: Piece) -> bool:
    return any("\ufffd" in cell.text for cell in piece.cells)


def _put_tagged(
    waiting: Sequence[tuple[Held, list[Piece]]],
    sheets: dict[int, Sheet],
    items: dict[int, list[Item]],
) -> None:
    """Put the tables that tags tell in the place of their lines, on pages that waited for all."""
    tables = settle([page for page, _ in waiting])
    for tagged, pieces in waiting:
        found = [*_placed(pieces), *tables.get(tagged.number, ())]
        lines, items[tagged.number] = _items(tagged.number, tagged.rest, found)
        sheets[tagged.number] = sheets[tagged.number]._replace(lines=lines)


def _put_plain(sheets: Sequence[Sheet], items: dict[int, list[Item]]) -> list[Note]:
    """Put the tables that space alone draws in the place of their lines; tell what is doubted."""
    notes: list[Note] = []
    for plain in find_plain(sheets, find_furniture(sheets)):
        for number in {page for page, _ in plain.lines}:
            kept: list[Item] = []
            for item in items[number]:
                if not isinstance(item, Line) or (item.page, item.number) not in plain.lines:
                    kept.append(item)
                elif (item.page, item.number) == (plain.page, plain.number):
                    kept.append(plain.table)
            items[number] = kept
        for (row, _), whole in plain.table.second.items():
            message = f"the next page begins with figures that may be the end of a number: {whole}"
            notes.append(Note("read", "warning", message, f"p{plain.table.pages[row - 1]}"))
    return notes


def _placed(pieces: Sequence[Piece]) -> list[tuple[float, Item]]:
    return [(piece.top, piece) for piece in pieces]


def _items(
    number: int, rest: Sequence[Char], tables: Sequence[tuple[float, Item]]
) -> tuple[list[Line], list[Item]]:
    """Put the lines and tables of a page in reading order."""
    lines = lines_of(rest, number)
    found: list[tuple[float, Item]] = [(line.base, line) for line in lines]
    found.extend(tables)
    found.sort(key=lambda entry: entry[0])
    return lines, [item for _, item in found]


def _notes(page: PdfPage) -> list[Note]:
    notes = []
    where = f"p{page.number}"
    unknown = sum(char.text == "\ufffd" for char in page.chars)
    if unknown:
        message = f"{unknown} characters of page {page.number} have no known letter"
        notes.append(Note("read", "warning", message, where))
    if page.left_out:
        message = f"{page.left_out} characters of page {page.number} that run aslant, are struck out or cannot be seen were left out"
        notes.append(Note("read", "info", message, where))
    if page.cut:
        message = f"page {page.number} holds more than was read"
        notes.append(Note("read", "warning", message, where))
    if page.hidden and page.chars:
        message = f"the text of page {page.number} is invisible: an OCR put it under a picture"
        notes.append(Note("read", "warning", message, where))
    return notes


def _blocks(sheets: list[Sheet], items: list[list[Item]]) -> tuple[tuple[Block, ...], list[Note]]:
    """Leave out the furniture of pages, join what their ends cut, and number the tables."""
    furniture = find_furniture(sheets)
    flow: list[Item] = []
    notes: list[Note] = []
    for found in items:
        first = True
        for item in found:
            if isinstance(item, Line):
                if (item.page, item.number) in furniture:
                    continue
                flow.append(item)
            else:
                last = flow[-1] if flow and first else None
                if isinstance(item, Piece) and isinstance(last, Piece) and goes_on(last, item):
                    flow[-1] = join(last, item)
                else:
                    flow.append(item)
            first = False
    counts = Counter({sheet.number: len(sheet.lines) for sheet in sheets})
    flow = [part for item in flow for part in _dissolved(item, counts)]
    setting = measure(item for item in flow if isinstance(item, Line))
    blocks: list[Block] = []
    run: list[Line] = []
    number = 0
    for item in flow:
        if isinstance(item, Line):
            run.append(item)
            continue
        blocks.extend(_paragraphs(run, setting))
        run = []
        if isinstance(item, Paragraph):
            blocks.append(item)
            continue
        number += 1
        table = table_of(item, number) if isinstance(item, Piece) else replace(item, number=number)
        blocks.append(table)
        notes.extend(_doubts(table) if isinstance(item, Piece) else ())
    blocks.extend(_paragraphs(run, setting))
    if furniture:
        message = f"{len(furniture)} running heads, feet and page numbers were left out"
        notes.append(Note("read", "info", message))
    return tuple(blocks), notes


def _dissolved(item: Item, counts: Counter[int]) -> list[Item]:
    """Turn a frame around a few lines, which no table on another page goes on with, into these."""
    if not isinstance(item, Piece) or len(item.xs) > 2:
        return [item]
    cells = sorted(item.cells, key=lambda cell: cell.row)
    lines: list[Item] = []
    for line in (line for cell in cells for line in cell.lines):
        counts[line.page] += 1
        lines.append(line._replace(number=counts[line.page]))
    return lines


def _paragraphs(run: list[Line], setting: Setting) -> list[Paragraph]:
    return [
        Paragraph(joined(lines), f"p{lines[0].page} l{lines[0].number}")
        for lines in paragraphs(run, setting)
    ]


def _doubts(table: Table) -> list[Note]:
    """Say where two readings of a cell differ."""
    notes = []
    for cell in table.cells:
        other = table.second.get((cell.row, cell.column))
        if other is not None:
            message = f"two readings of a cell differ: {cell.text!r} by its box, {other!r} by the order of the text"
            notes.append(Note("read", "warning", message, table.where(cell)))
    return notes
