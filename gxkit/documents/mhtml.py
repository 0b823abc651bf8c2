"""Web archives of one page (MHTML): the page, and what its frames show."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final, NamedTuple
from urllib.parse import urljoin

from gxkit.documents import limits
from gxkit.documents.decode import decode
from gxkit.documents.frames import Frames
from gxkit.documents.html import read_html
from gxkit.documents.model import Note
from gxkit.documents.readers import Reading
from gxkit.errors import FormatError, LimitError, ReadError

_HEAD_ENDS: Final = re.compile(rb"\r?\n\r?\n")
_REST: Final = re.compile(rb"(--)?[ \t]*(?=\r?\n|\Z)")
_PAGES: Final = ("text/html", "application/xhtml+xml")
_DEEPEST: Final = 8
_AGAIN: Final = "download or save it again"


class Part(NamedTuple):
    """A part: its kind, its names, and its content as packed; `whole` is False if it is cut off."""

    kind: str
    id: str
    location: str
    packing: str
    content: bytes
    whole: bool


def read_mhtml(data: bytes, name: str) -> Reading:
    r"""Read the page of an MHTML file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    Reading
        The page, with what its frames show where they stand.

    Raises
    ------
    ReadError
        It is truncated within the page, or damaged.
    FormatError
        There is no page in it.
    LimitError
        It has more parts than any page.

    Examples
    --------
    >>> page = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>\xe8\xa7\x84\xe7\xab\xa0 3</p>"
    >>> read_mhtml(page, "page.mhtml").blocks[0].text
    '规章 3'
    """
    top, body = _split(data)
    parts: list[Part] = []
    for part in _parts(top, body, name, True, 1):
        parts.append(part)
        if len(parts) > limits.ZIP_ENTRIES:
            raise LimitError(f"{name}: more than {limits.ZIP_ENTRIES} parts in a page; {_AGAIN}")
    page = _main(top, parts)
    if page is None:
        raise FormatError(f"{name}: a web archive (MHTML) without a page; save the page again")
    text, notes = decode(_unpacked(page, name), name)
    if not text.strip():
        raise ReadError(f"{name}: the page in it is empty; {_AGAIN}")
    if any(not part.whole for part in parts):
        notes.append(Note("read", "warning", "the web archive is cut off behind the page"))
    blocks, hints, more = read_html(text, name, Frames(_Finder(parts, name), page.location))
    return Reading(blocks, hints, notes + more)


class _Finder:
    """Finds parts by their names, as frames give them."""

    def __init__(self, parts: list[Part], name: str) -> None:
        self._name = name
        self._pages = [part for part in parts if part.kind in _PAGES]

    def __call__(self, address: str, base: str) -> tuple[bytes, str] | None:
        wanted = address.removeprefix("cid:") if address.startswith("cid:") else None
        full = urljoin(base, address) if "[" not in address else address
        for part in self._pages:
            named = part.id == wanted if wanted else part.location in (address, full)
            if named:
                return _unpacked(part, self._name), part.location
        return None


def _split(data: bytes) -> tuple[Message, bytes]:
    """Take the head of a message off its body."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    end = _HEAD_ENDS.search(data)
    head, body = (data[: end.end()], data[end.end() :]) if end else (data, b"")
    return BytesHeaderParser().parsebytes(head), body


def _parts(head: Message, body: bytes, name: str, whole: bool, depth: int) -> Iterator[Part]:
    kind = head.get_content_type()
    boundary = head.get_boundary()
    if not kind.startswith("multipart/") or not boundary:
        yield Part(
            kind,
            str(head.get("Content-ID", "")).strip().strip("<>"),
            str(head.get("Content-Location", "")).strip(),
            str(head.get("Content-Transfer-Encoding", "")).strip().lower(),
            body,
            whole,
        )
        return
    if depth > _DEEPEST:
        raise LimitError(f"{name}: parts inside parts beyond measure; {_AGAIN}")
    begin: int | None = None
    for start, stop, last in _marks(body, b"--" + boundary.encode("utf-8", "replace")):
        if begin is not None:
            yield from _parts(*_split(body[begin:start]), name, True, depth + 1)
        begin = stop
        if last:
            return
    if begin is not None and body[begin:].strip():
        yield from _parts(*_split(body[begin:]), name, False, depth + 1)


def _marks(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield where the lines between parts begin and end, and whether it is the last."""
    at = body.find(mark)
    while at >= 0:
        line = _REST.match(body, at + len(mark))
        if line and (at == 0 or body[at - 1 : at] == b"\n"):
            start = at - 2 if body[at - 2 : at] == b"\r\n" else at - 1
            yield max(start, 0), line.end(), bool(line[1])
        at = body.find(mark, at + len(mark))


def _main(top: Message, parts: list[Part]) -> Part | None:
    """Choose the part that is the page: the one the head names, else the first."""
    pages = [part for part in parts if part.kind in _PAGES]
    start = str(top.get_param("start") or "").strip("<>")
    at = str(top.get("Snapshot-Content-Location") or top.get("Content-Location") or "").strip()
    for part in pages:
        if start and part.id == start:
            return part
    for part in pages:
        if at and part.location == at:
            return part
    return pages[0] if pages else None


def _unpacked(part: Part, name: str) -> bytes:
    """Return the content of a part that is read."""
    if not part.whole:
        # Half a page may end within a number.
        raise ReadError(f"{name}: truncated within the page; {_AGAIN}")
    if part.packing == "base64":
        try:
            return base64.b64decode(part.content)
        except (binascii.Error, ValueError) as error:
            raise ReadError(f"{name}: the page in it is damaged ({error}); {_AGAIN}") from error
    if part.packing == "quoted-printable":
        return quopri.decodestring(part.content)
    return part.content
