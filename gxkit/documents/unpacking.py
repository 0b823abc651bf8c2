"""A file read forward, unpacked on the way where it is gzip: strict, bounded, with its places.

A damaged or shortened gzip is an error here, never the end of the file: what reads on as if
nothing had happened would take half a page for a page.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO, Final, NamedTuple

from gxkit.documents import limits
from gxkit.errors import LimitError, ReadError

_CHUNK: Final = 1 << 16
_MOST: Final = 1 << 18
GZIP: Final = b"\x1f\x8b"


class Place(NamedTuple):
    """A place to go on from: a place in the file, and how many unpacked bytes lie between."""

    at: int
    skip: int


class Ended(Exception):  # noqa: N818 (not always an error: the caller tells)
    """The file ends in the middle of something."""


class Unpacking:
    """The bytes of a file, unpacked where it is gzip, member after member.

    Parameters
    ----------
    file : binary file
        The file, which can be sought.
    name : str
        Its name, for messages.
    start : Place
        Where to begin.

    Raises
    ------
    LimitError
        It unpacks to more than any archive of reports.
    ReadError
        Its packing is damaged.

    Examples
    --------
    >>> import gzip, io
    >>> packed = Unpacking(io.BytesIO(gzip.compress(b"one") + gzip.compress(b"two")), "a")
    >>> packed.read(3), packed.place(), packed.read(3)
    (b'one', Place(at=23, skip=0), b'two')
    """

    def __init__(self, file: BinaryIO, name: str, start: Place = Place(0, 0)) -> None:  # noqa: B008 (never changes)
        self._file, self.name = file, name
        file.seek(0, 2)
        self._size = file.tell()
        file.seek(start.at)
        head = file.read(2)
        file.seek(start.at)
        self.packed = head == GZIP
        self._buffer = b""
        self._used = 0
        self._packer: zlib._Decompress | None = None
        self._rest = b""
        self._begun = start.at
        self._within = 0
        self._total = 0
        self.skip(start.skip)

    def place(self) -> Place:
        """Return where the next byte stands."""
        self._fill()
        return Place(self._begun, self._within)

    def read(self, size: int) -> bytes:
        """Return `size` bytes, or all there are.

        Raises
        ------
        Ended
            The gzip ends in the middle.
        """
        found = []
        while size > 0 and self._fill():
            piece = self._buffer[self._used : self._used + size]
            self._take(len(piece))
            size -= len(piece)
            found.append(piece)
        return b"".join(found)

    def readline(self, most: int) -> bytes:
        """Return a line with its end, or at most `most` bytes of it."""
        found = b""
        while len(found) < most and self._fill():
            end = self._buffer.find(b"\n", self._used)
            stop = len(self._buffer) if end < 0 else end + 1
            piece = self._buffer[self._used : min(stop, self._used + most - len(found))]
            self._take(len(piece))
            found += piece
            if found.endswith(b"\n"):
                break
        return found

    def skip(self, size: int) -> None:
        """Pass over `size` bytes.

        Raises
        ------
        Ended
            There are fewer.
        """
        while size > 0:
            if not self._fill():
                raise Ended
            step = min(size, len(self._buffer) - self._used)
            self._take(step)
            size -= step

    def _take(self, count: int) -> None:
        self._used += count
        self._within += count
        if not self.packed:
            self._begun, self._within = self._begun + count, 0

    def _fill(self) -> bool:
        """See to it that there is a byte to take; say whether there is."""
        while self._used >= len(self._buffer):
            self._used = 0
            self._buffer = self._unpacked() if self.packed else self._file.read(_CHUNK)
            if not self._buffer:
                return False
            self._total += len(self._buffer)
            most = max(limits.DOCX_BYTES, limits.ARCHIVE_RATIO * self._size)
            if self._total > min(most, limits.ARCHIVE_TOTAL_BYTES):
                raise LimitError(
                    f"{self.name}: {self._size / limits.MEGABYTE:.0f} MB that unpack to more than "
                    f"{self._total // limits.MEGABYTE} MB: no archive of reports is like that"
                )
        return True

    def _unpacked(self) -> bytes:
        """Return the next unpacked bytes, all of one member; none at the end."""
        while True:
            if (self._packer is None or self._packer.eof) and not self._next_member():
                return b""
            assert self._packer is not None
            data = self._packer.unconsumed_tail or self._rest or self._file.read(_CHUNK)
            self._rest = b""
            if not data:
                raise Ended
            try:
                found = self._packer.decompress(data, _MOST)
            except zlib.error as error:
                raise ReadError(f"{self.name}: its packing is damaged ({error})") from error
            if found:
                return found

    def _next_member(self) -> bool:
        """Begin with the next member of the gzip; what is behind the last one is no matter."""
        rest = self._packer.unused_data if self._packer else b""
        rest = rest or self._file.read(_CHUNK)
        if not rest.startswith(GZIP) and (rest[:1] != GZIP[:1] or len(rest) > 1):
            if rest.strip(b"\0"):
                raise ReadError(f"{self.name}: its packing is damaged (no gzip member)")
            return False
        self._rest = rest
        self._begun, self._within = self._file.tell() - len(rest), 0
        self._packer = zlib.decompressobj(wbits=31)
        return True
