"""Pages of a PDF that are pictures: which are, and what stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gxkit.documents.model import Block, Note, Table
from gxkit.documents.pdf_pages import PdfPage
from gxkit.errors import FormatError

_PICTURE: Final = 0.3
"""Share of a page under pictures from which a page with hardly any text is a scan."""
_FEW_CHARS: Final = 20
"""A page with fewer characters has no text of its own: a page number, or the name of a scanner."""
_OUTLINES: Final = 100
"""So many filled outlines on a page with hardly any text are letters."""
_UNREAD: Final = 0.3
"""Share of the characters of a page that nobody can name from which it is read as a picture."""


def is_scan(page: PdfPage) -> bool:
    """Tell whether a page is a picture with no text of its own, or only that of an OCR.

    So is one whose fonts do not say which letters they draw: only its picture tells.

    Parameters
    ----------
    page : PdfPage
        The page as its file tells it.
    """
    unknown = sum(char.text == "\ufffd" for char in page.chars)
    if unknown > max(_FEW_CHARS, _UNREAD * len(page.chars)):
        return True
    few = len(page.chars) < _FEW_CHARS
    if few and len(page.shapes) > _OUTLINES:
        return True  # its letters are drawn, not written
    return page.pictures >= _PICTURE and (page.hidden or few)


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


def renumbered(
    notes: Sequence[Note], blocks: Sequence[Block], scanned: Sequence[int]
) -> list[Note]:
    """Let the notes on scanned tables name these as they are counted in the whole file.

    Parameters
    ----------
    notes : sequence of Note
        The notes, in which the scanned tables alone are counted.
    blocks : sequence of Paragraph or Table
        The whole file.
    scanned : sequence of int
        The pages that were read as pictures, from 1.

    Returns
    -------
    list of Note
        The notes, those on tables with another place.
    """
    own = [b for b in blocks if isinstance(b, Table) and b.pages and b.pages[0] in scanned]
    numbers = {f"t{at}": f"t{table.number}" for at, table in enumerate(own, 1)}
    told = []
    for note in notes:
        page, _, rest = note.where.partition(" ")
        name, _, cell = rest.partition(" ")
        where = f"{page} {numbers[name]} {cell}" if name in numbers else note.where
        told.append(replace(note, where=where))
    return told
