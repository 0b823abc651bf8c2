"""What kind of file some bytes are, by their content: suffixes lie."""

from __future__ import annotations

import re
from typing import Final, Literal

from gxkit.documents import decode, limits
from gxkit.errors import FormatError

Kind = Literal["text", "html", "docx"]

_MAGIC: Final = (
    (b"\x89PNG", "a PNG picture; it needs OCR first"),
    (b"\xff\xd8\xff", "a JPEG picture; it needs OCR first"),
    (b"GIF8", "a GIF picture; it needs OCR first"),
    (b"II*\0", "a TIFF picture; it needs OCR first"),
    (b"MM\0*", "a TIFF picture; it needs OCR first"),
    (b"RIFF", "a picture, sound or film; it needs OCR first"),
    (b"{\\rtf", "an RTF file; save it as .docx"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"MIME-Version:", "a web archive (MHTML); save the page as HTML"),
    (b"From: <Saved by", "a web archive (MHTML); save the page as HTML"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

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
_WORD_XML: Final = re.compile(r"<\?mso-application|<w:wordDocument|<pkg:package")


def sniff_bytes(head: bytes, name: str) -> Literal["docx", "other"]:
    r"""Tell a zip from what must be decoded first, and refuse what gxkit cannot read here.

    Parameters
    ----------
    head : bytes
        The file or its first bytes.
    name : str
        Its name, for messages.

    Returns
    -------
    str
        ``docx`` for a zip (the package tells whether it is one), else ``other``.

    Raises
    ------
    FormatError
        A PDF, a picture, an archive, an old Word file or no text at all.

    Examples
    --------
    >>> sniff_bytes(b"PK\x03\x04...", "report.txt")
    'docx'
    """
    if head.startswith(_ZIP):
        return "docx"
    if b"%PDF-" in head[:1024]:
        raise FormatError(f"{name}: a PDF; save its text as .txt, or convert it to .docx")
    if head.startswith(_OLE):
        if _ENCRYPTED in head:
            raise FormatError(f"{name}: an Office file under a password; save it without one")
        raise FormatError(
            f"{name}: an old Office file (.doc, .wps, .xls) or one under a password; save it as .docx"
        )
    for magic, advice in _MAGIC:
        if head.startswith(magic):
            raise FormatError(f"{name}: {advice}")
    return "other"


def sniff_text(text: str, name: str) -> Literal["text", "html"]:
    """Tell a page from plain text.

    Parameters
    ----------
    text : str
        The decoded file.
    name : str
        Its name, for messages.

    Returns
    -------
    str
        ``html`` or ``text``. Text with a few tags in it, as Markdown has, stays text
        unless its tables are HTML.

    Raises
    ------
    FormatError
        Word's own XML, which is neither.

    Examples
    --------
    >>> sniff_text("<p>年度报告</p>", "a"), sniff_text("比重<br>上升", "b")
    ('html', 'text')
    """
    head = text[: limits.SNIFF_BYTES]
    if "<" not in text:
        return "text"
    if _WORD_XML.search(head):
        raise FormatError(f"{name}: a Word XML file; save it as .docx")
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
