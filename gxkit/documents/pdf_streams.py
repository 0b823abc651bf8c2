"""How much a PDF unpacks to, looked at before any of it is drawn: a small file may hold a bomb."""

from __future__ import annotations

import re
import zlib
from typing import Final

from gxkit.documents import limits
from gxkit.errors import LimitError

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY: Final = 2_000
"""Bytes before a stream in which its dictionary stands."""
_STEP: Final = 1 << 20
_FONT: Final = (b"/Length1", b"/FontFile", b"/CIDFontType0C", b"/Type1C", b"/OpenType")
_CHAIN: Final = 3


def check_streams(data: bytes, name: str) -> None:
    r"""Refuse a PDF whose drawing orders unpack to more than pages of text can need.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Raises
    ------
    LimitError
        A stream, or all of them, are far too large. Pictures are not counted: they are
        unpacked only where somebody looks at them.

    Examples
    --------
    >>> check_streams(b"<</Filter/FlateDecode>>stream\\n" + zlib.compress(b"0 0 m"), "a.pdf")
    """
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        about = data[max(0, match.start() - _DICTIONARY) : match.start()]
        about = about[about.rfind(b"obj") + 3 :]
        if b"/Image" in about:
            continue
        font = any(word in about for word in _FONT)
        most = limits.PDF_FONT_BYTES if font else limits.PDF_STREAM_BYTES
        size = _unpacked(data, start, most)
        total += 0 if font else size
        if size > most or total > limits.PDF_STREAMS_BYTES:
            raise LimitError(
                f"{name}: its pages unpack to more than {min(size, most) // limits.MEGABYTE} MB of"
                " drawing; print it to PDF again, or save its text"
            )


def _unpacked(data: bytes, start: int, most: int) -> int:
    """Measure what a stream unpacks to, up to a little more than `most`."""
    size = 0
    packed = memoryview(data)[start:]
    for _ in range(_CHAIN):
        head = bytes(packed[:2])
        if len(head) < 2 or head[0] & 15 != 8 or (head[0] * 256 + head[1]) % 31:
            break
        size, beginning = _inflated(packed, most)
        if size > most:
            break
        packed = memoryview(beginning)  # packed twice, if it begins as packed data does
    return size


def _inflated(packed: memoryview, most: int) -> tuple[int, bytes]:
    """Inflate in steps; return how much came, and what came first."""
    machine = zlib.decompressobj()
    size, beginning = 0, b""
    rest: bytes | memoryview = packed[:_STEP]
    at = _STEP
    try:
        while not machine.eof and size <= most:
            piece = machine.decompress(rest, _STEP)
            beginning = beginning or piece
            size += len(piece)
            rest = machine.unconsumed_tail
            if not rest and not machine.eof:
                rest = packed[at : at + _STEP]
                at += _STEP
                if not rest:
                    break
    except zlib.error:
        pass  # damaged or encrypted: what reads it will say so
    return size, beginning
