"""What the records of an old workbook (.xls) say of its looks: formats, hidden rows and columns."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gxkit.documents import ole
from gxkit.documents.shown_numbers import code_of

_MOST: Final = 40_000_000
_BOUND, _FORMAT, _LOOK, _END = 0x0085, 0x041E, 0x00E0, 0x000A
_ROW, _COLUMNS, _WINDOW = 0x0208, 0x007D, 0x023E
_CELLS: Final = (0x0203, 0x027E, 0x0006)
"""A number, a number in short, a formula: row, column, look."""
_MANY: Final = 0x00BD
_HIDDEN_ROW, _ZEROS = 0x20, 0x10
_BEGIN: Final = 0x0809
_SECOND: Final = 0x0600
"""The version whose records these are; older ones are not looked into."""


@dataclass
class Looks:
    """How a sheet looks: rows and columns that are hidden, and the formats of numbers, from 1."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    zeros: bool = True
    codes: dict[tuple[int, int], str] = field(default_factory=dict)


def looks_of(data: bytes) -> dict[int, Looks]:
    """Read how the sheets of an old workbook look.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    dict of int to Looks
        By the number of the sheet; empty where the file is of an older or another kind.

    Examples
    --------
    >>> looks_of(b"nothing of the kind")
    {}
    """
    try:
        book = ole.Compound(data).whole("Workbook", _MOST)
        return dict(_sheets(book)) if book else {}
    except (ValueError, struct.error, IndexError):
        return {}


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from a place to the end of the part that begins there."""
    at = start
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _sheets(book: bytes) -> Iterator[tuple[int, Looks]]:
    custom: dict[int, str] = {}
    formats: list[int] = []
    places: list[int] = []
    for kind, body in _records(book, 0):
        if kind == _BEGIN and struct.unpack_from("<H", body)[0] != _SECOND:
            return
        if kind == _BOUND:
            places.append(struct.unpack_from("<I", body)[0])
        elif kind == _LOOK:
            formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", body)
            text = body[5 : 5 + length * (2 if wide & 1 else 1)]
            custom[number] = text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
    codes = [code_of(number, custom) for number in formats]
    for number, place in enumerate(places, 1):
        yield number, _looks(book, place, codes)


def _looks(book: bytes, place: int, codes: list[str]) -> Looks:
    found = Looks()

    def note(row: int, column: int, look: int) -> None:
        if look < len(codes):
            found.codes[row + 1, column + 1] = codes[look]

    for kind, body in _records(book, place):
        if kind in _CELLS:
            note(*struct.unpack_from("<HHH", body))
        elif kind == _MANY:
            row, column = struct.unpack_from("<HH", body)
            for at in range(4, len(body) - 2, 6):
                note(row, column + (at - 4) // 6, struct.unpack_from("<H", body, at)[0])
        elif kind == _ROW:
            row, height, grbit = (struct.unpack_from("<H", body, at)[0] for at in (0, 6, 12))
            if grbit & _HIDDEN_ROW or height == 0:
                found.rows.add(row + 1)
        elif kind == _COLUMNS:
            first, last, _, _, grbit = struct.unpack_from("<5H", body)
            if grbit & 1:
                found.columns.update(range(first + 1, min(last, 255) + 2))
        elif kind == _WINDOW:
            found.zeros = bool(struct.unpack_from("<H", body)[0] & _ZEROS)
    return found
