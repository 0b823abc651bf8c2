"""PDF files with a text layer: paragraphs and tables of all pages in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from gxkit.documents.furniture import Sheet, find_furniture
from gxkit.documents.lines import Line, lines_of
from gxkit.documents.model import Block, Note, Paragraph, Table
from gxkit.documents.paragraphs import Setting, joined, measure, paragraphs
from gxkit.documents.pdf_joins import goes_on, join, table_of
from gxkit.documents.pdf_pages import Char, PdfPage, read_pages
from gxkit.documents.pdf_plain import find_plain
from gxkit.documents.pdf_tables import Piece, find_tables
from gxkit.documents.pdf_tagged import Held, held, settle
from gxkit.documents.readers import Reading
from gxkit.errors import FormatError

_PICTURE: Final = 0.3
"""Share of a page under pictures from which a page with hardly any text is a scan."""
_FEW_CHARS: Final = 20
_OUTLINES: Final = 100
"""So many filled outlines on a page with hardly any text are letters."""
_UNREAD: Final = 0.3
"""Share of the characters of a page that nobody can name from which it is read as a picture."""

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
    tables = settle([page for page, _ in waiting])
    for tagged, pieces in waiting:
        found = [*_placed(pieces), *tables.get(tagged.number, ())]
        lines, items[tagged.number] = _items(tagged.number, tagged.rest, found)
        sheets[tagged.number] = sheets[tagged.number]._replace(lines=lines)
    # Where tags were not believed, the print alone is not either.
    told = {tagged.number for tagged, _ in waiting}
    _put_plain([sheet for number, sheet in sheets.items() if number not in told], items)
    if scanned:
        seen, more = pages_without_text(data, scanned, name, alone=not any(items.values()))
        for number, own in seen.items():
            items[number] = list(own)
        read = any(seen.values())
    blocks, doubts = _blocks(list(sheets.values()), list(items.values()))
    notes.extend(_renumbered(more, blocks, scanned))
    if not blocks:
        raise FormatError(f"{name}: a PDF without text or pictures of text; save it again")
    reading = Reading(blocks, {}, notes + doubts, "scan" if read else "")
    return reading, frozenset(ruled), any(ruled.values())


def _lacks_letters(piece: Piece) -> bool:
    return any("\ufffd" in cell.text for cell in piece.cells)


def _put_plain(sheets: Sequence[Sheet], items: dict[int, list[Item]]) -> None:
    """Put the tables that space alone draws in the place of their lines."""
    for plain in find_plain(sheets, find_furniture(sheets)):
        for number in {page for page, _ in plain.lines}:
            kept: list[Item] = []
            for item in items[number]:
                if not isinstance(item, Line) or (item.page, item.number) not in plain.lines:
                    kept.append(item)
                elif (item.page, item.number) == (plain.page, plain.number):
                    kept.append(plain.table)
            items[number] = kept


def pages_without_text(
    data: bytes, numbers: Sequence[int], name: str, *, alone: bool
) -> tuple[dict[int, Sequence[Block]], list[Note]]:
    """Read the pages that are pictures; where nothing can, say so.

    Parameters
    ----------
    data : bytes
        The PDF.
    numbers : sequence of int
        The pages, from 1.
    name : str
        Its name, for messages.
    alone : bool
        Whether no other page has text.

    Returns
    -------
    tuple of (dict of int to sequence of Block, list of Note)
        What stands on each page, and the diary. Tables may have any number: they are
        counted again with those of the other pages.

    Raises
    ------
    FormatError
        No page of the file can be read here.
    """
    from gxkit.documents import scans

    if not scans.missing():
        found, notes = scans.read_pages(data, numbers, name)
        return dict(found), notes
    told = f"{len(numbers)} pages are pictures without text"
    if alone:
        raise FormatError(f"{name}: a scanned PDF; its {told}: pip install 'gxkit[ocr]'")
    named = ", ".join(map(str, numbers))
    message = f"pages {named} are pictures without text and were not read: pip install 'gxkit[ocr]'"
    return {}, [Note("read", "warning", message, f"p{numbers[0]}")]


def _renumbered(
    notes: Sequence[Note], blocks: Sequence[Block], scanned: Sequence[int]
) -> list[Note]:
    """Let the notes on scanned tables name these as they are counted in the whole file."""
    own = [b for b in blocks if isinstance(b, Table) and b.pages and b.pages[0] in scanned]
    numbers = {f"t{at}": f"t{table.number}" for at, table in enumerate(own, 1)}
    told = []
    for note in notes:
        page, _, rest = note.where.partition(" ")
        name, _, cell = rest.partition(" ")
        where = f"{page} {numbers[name]} {cell}" if name in numbers else note.where
        told.append(replace(note, where=where))
    return told


def is_scan(page: PdfPage) -> bool:
    """Tell whether a page is a picture with no text of its own, or only that of an OCR.

    So is one whose fonts do not say which letters they draw: only its picture tells.
    """
    unknown = sum(char.text == "\ufffd" for char in page.chars)
    if unknown > max(_FEW_CHARS, _UNREAD * len(page.chars)):
        return True
    few = len(page.chars) < _FEW_CHARS
    if few and len(page.shapes) > _OUTLINES:
        return True  # its letters are drawn, not written
    return page.pictures >= _PICTURE and (page.hidden or few)


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
