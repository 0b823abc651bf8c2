"""Compound files (.doc, .wps, .xls, .ppt): which streams are inside, and how they begin."""

from __future__ import annotations

import struct
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY: Final = 128
_LAST: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks, such as the end of a chain."""
_STREAM: Final = 2
_ENTRIES: Final = 20_000
_BIT: Final = 64
_SMALL: Final = 4096
"""Streams under this size lie elsewhere, in bits; those that we sniff at never do."""


class Compound:
    """The root of a compound file.

    Parameters
    ----------
    data : bytes
        The file.

    Raises
    ------
    ValueError
        It is truncated or damaged.

    Attributes
    ----------
    names : frozenset of str
        The streams and storages directly under the root; what is embedded lies deeper.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < 512 or not data.startswith(MAGIC):
            raise ValueError("no header")
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ValueError(f"sectors of 2^{shift} bytes")
        self._size = 1 << shift
        self._fat = self._sectors_of_fat()
        directory = self._chain(struct.unpack_from("<I", data, 48)[0], _ENTRIES * _ENTRY)
        self._entries = self._root(directory)
        self._bits = struct.unpack_from("<II", directory.ljust(_ENTRY, b"\0"), 116)

    @property
    def names(self) -> frozenset[str]:
        """The streams and storages directly under the root."""
        return frozenset(self._entries)

    def head(self, name: str, size: int) -> bytes:
        """Return the first bytes of a stream; none where there is no such stream.

        Raises
        ------
        ValueError
            The stream lies beyond the end of the file.
        """
        kind, start, length = self._entries.get(name, (0, 0, 0))
        if kind != _STREAM or length < _SMALL:
            return b""
        return self._chain(start, size)[:size]

    def whole(self, name: str, most: int) -> bytes:
        """Return a stream of at most so many bytes, small ones too; none where there is none.

        Raises
        ------
        ValueError
            The stream lies beyond the end of the file.
        """
        kind, start, length = self._entries.get(name, (0, 0, 0))
        if kind != _STREAM or length > most:
            return b""
        if length >= _SMALL:
            return self._chain(start, length)[:length]
        bits = self._chain(self._bits[0], min(self._bits[1], most))
        first, count = struct.unpack_from("<II", self._data, 60)
        table = self._chain(first, count * self._size) if count else b""
        pieces: list[bytes] = []
        while start < _LAST and len(pieces) * _BIT < length:
            pieces.append(bits[start * _BIT : (start + 1) * _BIT])
            if start * 4 + 4 > len(table):
                raise ValueError("a piece that no table knows")
            start = struct.unpack_from("<I", table, start * 4)[0]
        return b"".join(pieces)[:length]

    def is_whole(self, name: str) -> bool:
        """Tell whether all of a stream is in the file; so is a stream that is not there."""
        kind, start, length = self._entries.get(name, (0, 0, 0))
        if kind != _STREAM or length < _SMALL:
            return True
        try:
            return len(self._chain(start, length)) >= length
        except ValueError:
            return False

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        piece = self._data[start : start + self._size]
        if not piece:
            raise ValueError("a sector beyond the end")
        return piece

    def _sectors_of_fat(self) -> list[int]:
        count, _, _, _, _, _, more = struct.unpack_from("<7I", self._data, 44)
        if count > len(self._data) // self._size + 1:
            raise ValueError("more tables than sectors")
        numbers = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _LAST]
        while more < _LAST and len(numbers) < count:
            sector = self._sector(more)
            listed = struct.unpack_from(f"<{len(sector) // 4}I", sector)
            numbers += [n for n in listed[:-1] if n < _LAST]
            more = listed[-1]
        return numbers[:count]

    def _next(self, number: int) -> int:
        each = self._size // 4
        if number // each >= len(self._fat):
            raise ValueError("a sector that no table knows")
        sector = self._sector(self._fat[number // each])
        return int(struct.unpack_from("<I", sector.ljust(self._size, b"\0"), number % each * 4)[0])

    def _chain(self, number: int, most: int) -> bytes:
        pieces, size = [], 0
        while number < _LAST and size < most:
            pieces.append(self._sector(number))
            size += self._size  # also what ends the walk of a chain that runs in circles
            number = self._next(number)
        return b"".join(pieces)

    def _root(self, directory: bytes) -> dict[str, tuple[int, int, int]]:
        """Walk the tree of what lies directly under the root."""
        found: dict[str, tuple[int, int, int]] = {}
        if len(directory) < _ENTRY:
            raise ValueError("no directory")
        todo, seen = [struct.unpack_from("<I", directory, 76)[0]], set()
        while todo:
            number = todo.pop()
            if number in seen or (number + 1) * _ENTRY > len(directory):
                continue
            seen.add(number)
            entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            left, right = struct.unpack_from("<II", entry, 68)
            start, size = struct.unpack_from("<II", entry, 116)
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            found[name] = (kind, start, size)
            todo += [left, right]
        return found
