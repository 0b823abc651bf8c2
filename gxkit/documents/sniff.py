"""What kind of file some bytes are, by their content: suffixes lie."""

from __future__ import annotations

import re
import zlib
from typing import Final

from gxkit.documents import decode, limits, ole
from gxkit.documents.zips import zip_kind
from gxkit.errors import FormatError, ReadError

_MAGIC: Final = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"RIFF", "riff"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (ole.MAGIC, "ole"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ", "xz"),
    (b"WARC/", "warc"),
)
_BITMAP: Final = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
_RTF: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\\rtf")
_MAIL: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n")
_MIME: Final = re.compile(rb"^MIME-Version\s*:", re.IGNORECASE | re.MULTILINE)
_LETTER: Final = re.compile(
    rb"^(?:Content-Type\s*:\s*(?:multipart/(?!related)|text/plain)|Received\s*:|To\s*:)",
    re.IGNORECASE | re.MULTILINE,
)
"""What a mail says in its head and a page kept as one does not."""

_OLE_STREAMS: Final = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("MatOST", "works"),
)
"""Streams at the root of a compound file, and the kind that each tells."""
_OLE_TEXT: Final = ("WordDocument", "0Table", "1Table", "Workbook", "Book", "PowerPoint Document")
"""Streams that hold what is printed."""
_OF_WPS: Final = "Wps"
"""How the streams begin that WPS leaves in its own files."""

_HTML_START: Final = re.compile(
    r"\s*(?>(?:(?><!--.*?-->)\s*|<\?xml[^<>]*\?>\s*)*)<(?:!doctype\s+html|html|head|body|meta|title|link"
    r"|style|script|div|p|table|tbody|tr|td|span|center|font|section|article|h[1-6]|ul|ol|a|img"
    r"|b|strong|br|form|base|iframe|main|header|nav)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_ANYWHERE: Final = re.compile(r"<(?:html|body|head)\b|<!doctype\s+html", re.IGNORECASE)
_HTML_TABLE: Final = re.compile(r"<table\b[^<>]*>(?:\s*<[^<>]*>){0,6}?\s*<t[dh]\b", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"</(?:p|div|td|tr|table|span|li|h[1-6]|font|a|strong)\s*>", re.IGNORECASE
)
_CLOSINGS: Final = 6
_XML: Final = (
    (re.compile(r'progid="Excel|<(?:\w+:)?Workbook\b[^<>]*office:spreadsheet"'), "sheetxml"),
    (re.compile(r"<\?mso-application|<w:wordDocument|<pkg:package"), "wordxml"),
)
"""Office's own XML, which is neither a page nor text."""


def family(head: bytes) -> str:
    r"""Tell from its first bytes what a file is, as far as those can tell.

    Parameters
    ----------
    head : bytes
        The first bytes of the file.

    Returns
    -------
    str
        A kind; ``zip`` and ``ole`` for containers whose content has to tell, ``text`` for
        what must be decoded first.

    Examples
    --------
    >>> family(b"PK\x03\x04..."), family(b"<p>"), family(b"%PDF-1.7")
    ('zip', 'text', 'pdf')
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024] and not _HTML_ANYWHERE.search(head[:1024].decode("latin-1")):
        return "pdf"
    if _RTF.match(head):
        return "rtf"
    if _BITMAP.match(head):
        return "bmp"
    if _MAIL.match(head):
        top = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
        if _MIME.search(top):
            return "eml" if _LETTER.search(top) else "mhtml"
    return "text"


def sniff(data: bytes, name: str) -> str:
    r"""Tell what kind a file is.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its name, for messages only.

    Returns
    -------
    str
        A kind: a key of `gxkit.documents.readers.READERS` or of `ADVICE` there. ``text`` also
        stands for pages: `sniff_text` tells them apart once they are decoded.

    Raises
    ------
    ReadError
        A container is truncated or damaged.
    FormatError
        A container that nobody can look into, or one under a password.

    Examples
    --------
    >>> sniff(b"{\\rtf1\\ansi }", "report.doc"), sniff(b"<html>", "report.pdf")
    ('rtf', 'text')
    """
    kind = family(data[: limits.SNIFF_BYTES])
    if kind == "zip":
        return zip_kind(data, name)
    if kind == "ole":
        return _ole_kind(data, name)
    if kind == "gz":
        return "warc" if _unpacked(data).startswith(b"WARC/") else "gz"
    if kind == "riff":
        return "webp" if data[8:12] == b"WEBP" else "riff"
    return kind


def _ole_kind(data: bytes, name: str) -> str:
    try:
        compound = ole.Compound(data)
        kind = next((kind for stream, kind in _OLE_STREAMS if stream in compound.names), "ole")
        locked = kind == "encrypted" or _is_locked(compound, kind)
        if not locked and not all(map(compound.is_whole, _OLE_TEXT)):
            raise ValueError("a stream beyond the end")
    except ValueError as error:
        message = f"{name}: an old Office file that is truncated or damaged"
        raise ReadError(f"{message}; download or save it again") from error
    if locked:
        raise FormatError(f"{name}: an Office file under a password; save it without one")
    if kind == "doc" and any(stream.startswith(_OF_WPS) for stream in compound.names):
        return "wps"
    return kind


def _is_locked(compound: ole.Compound, kind: str) -> bool:
    """Tell whether a password is asked for, by where each program writes it down."""
    if kind == "doc":
        head = compound.head("WordDocument", 12)
        return len(head) == 12 and bool(head[11] & 1)
    if kind == "xls":
        head = compound.head("Workbook", 4096) or compound.head("Book", 4096)
        position = 0
        while position + 4 <= len(head):
            record = int.from_bytes(head[position : position + 2], "little")
            if record == 0x2F:
                return True
            position += 4 + int.from_bytes(head[position + 2 : position + 4], "little")
        return False
    return kind == "ppt" and "EncryptedSummary" in compound.names


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data[: limits.SNIFF_BYTES], 1024)
    except zlib.error:
        return b""


def sniff_text(text: str) -> str:
    """Tell a page from plain text.

    Parameters
    ----------
    text : str
        The decoded file.

    Returns
    -------
    str
        ``html`` or ``text``; ``wordxml`` and ``sheetxml`` for the XML of Word and Excel
        themselves. Text with a few tags in it, as Markdown has, stays text unless its
        tables are HTML.

    Examples
    --------
    >>> sniff_text("<p>年度报告</p>"), sniff_text("比重<br>上升")
    ('html', 'text')
    """
    head = text[: limits.SNIFF_BYTES]
    if "<" not in text:
        return "text"
    for pattern, kind in _XML:
        if pattern.search(head) and not _HTML_ANYWHERE.search(head):
            return kind
    if _HTML_START.match(head) or _HTML_ANYWHERE.search(head) or _HTML_TABLE.search(text):
        return "html"
    for count, _ in enumerate(_CLOSING.finditer(text), 1):
        if count >= _CLOSINGS:
            return "html"
    return "text"


def looks_binary(data: bytes) -> bool:
    """Tell whether bytes are neither text in a byte encoding nor UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    return decode.is_rubbish(data) and decode.wide_encoding(data) is None
