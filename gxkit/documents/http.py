"""The answer of a web server as archives keep it: its status, its kind, and what it delivered."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

from gxkit.documents import limits
from gxkit.errors import FormatError, LimitError, ReadError

_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_END: Final = re.compile(rb"\r?\n\r?\n")
_SIZE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_AS_IT_STANDS: Final = ("", "identity", "none", "utf-8")


@dataclass(frozen=True)
class Answer:
    """The head of an answer: `start` is where its content begins."""

    status: int
    headers: dict[str, str]
    start: int

    @property
    def mime(self) -> str:
        """The kind that the server names, without its parameters: often wrong."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def read_answer(head: bytes) -> Answer | None:
    r"""Read the head of an answer from the bytes that begin with it.

    Parameters
    ----------
    head : bytes
        The record, or as much of it as holds the head.

    Returns
    -------
    Answer or None
        None where this is no answer of a web server.

    Examples
    --------
    >>> answer = read_answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>")
    >>> answer.status, answer.mime, answer.start
    (200, 'text/html', 57)
    """
    status = _STATUS.match(head)
    end = _END.search(head)
    if status is None or end is None:
        return None
    headers: dict[str, str] = {}
    for line in head[: end.start()].decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Answer(int(status[1]), headers, end.end())


def delivered(answer: Answer, body: bytes, name: str) -> bytes:
    r"""Return what an answer delivered, without its transfer and content encodings.

    Archives keep some pages unpacked under the head of the packed ones: what does not begin
    as its encoding does is taken as it stands.

    Parameters
    ----------
    answer : Answer
        The head.
    body : bytes
        What stands behind it.
    name : str
        What it is, for messages.

    Raises
    ------
    ReadError
        It ends in the middle, or is damaged.
    LimitError
        It unpacks to more than a report can need.
    FormatError
        It is packed in a way that is not known here.

    Examples
    --------
    >>> chunked = Answer(200, {"transfer-encoding": "chunked"}, 0)
    >>> delivered(chunked, b"2\r\n<p\r\n1\r\n>\r\n0\r\n\r\n", "a")
    b'<p>'
    """
    if answer.headers.get("transfer-encoding", "").lower().endswith("chunked"):
        body = _joined(body, name)
    encodings = answer.headers.get("content-encoding", "").lower()
    for encoding in reversed([each.strip() for each in encodings.split(",")]):
        if encoding in ("gzip", "x-gzip"):
            body = _unpacked(body, 31, name) if body.startswith(b"\x1f\x8b") else body
        elif encoding == "deflate":
            body = _inflated(body, name)
        elif encoding not in _AS_IT_STANDS and not _is_plain(body):
            raise FormatError(f"{name}: packed as {encoding}; save the page with another program")
    return body


def _joined(body: bytes, name: str) -> bytes:
    """Join the chunks of a body; one that is not in chunks stands as it is."""
    if not _SIZE.match(body):
        return body
    pieces: list[bytes] = []
    at = 0
    while size := _SIZE.match(body, at):
        count = int(size[1], 16)
        if not count:
            return b"".join(pieces)
        piece = body[size.end() : size.end() + count]
        at = size.end() + count
        if len(piece) < count:
            break
        pieces.append(piece)
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    if not pieces:
        return body
    raise ReadError(f"{name}: ends in the middle of what was sent; fetch it again")


def _inflated(body: bytes, name: str) -> bytes:
    for wbits in (15, -15):
        try:
            zlib.decompressobj(wbits).decompress(body[:512], 1)
        except zlib.error:
            continue
        return _unpacked(body, wbits, name)
    return body


def _unpacked(body: bytes, wbits: int, name: str) -> bytes:
    packer = zlib.decompressobj(wbits)
    most = limits.DOCX_BYTES
    try:
        found = packer.decompress(body, most + 1)
    except zlib.error as error:
        raise ReadError(f"{name}: its packing is damaged ({error}); fetch it again") from error
    if len(found) > max(limits.MEGABYTE, min(most, limits.ARCHIVE_RATIO * len(body))):
        raise LimitError(
            f"{name}: {len(body) / limits.MEGABYTE:.2f} MB that unpack to more than "
            f"{len(found) // limits.MEGABYTE} MB: no report is like that"
        )
    if not packer.eof:
        raise ReadError(f"{name}: ends in the middle of its packing; fetch it again")
    return found


def _is_plain(body: bytes) -> bool:
    return body[:512].lstrip()[:1] in (b"<", b"%", b"P", b"{", b"\xef") and b"\0" not in body[:64]
