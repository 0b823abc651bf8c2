"""Bytes to text by evidence: what a page says of its own encoding is often wrong."""

from __future__ import annotations

import codecs
import re
from typing import Final

from gxkit.documents.model import Note
from gxkit.errors import FormatError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_WIDE_SHARE: Final = 0.9
"""Share of Chinese and ASCII in UTF-16 read the right way; the wrong way it is a third."""

_DAMAGE: Final = 0.1
"""A text is still of an encoding when its bad bytes are under this share of its Chinese."""

_RUBBISH: Final = 0.01
"""Share of control bytes above which a file is no text."""

_COMMON: Final = "，。的、年"
"""What every Chinese text of some length has: tells GB 18030 from Big5."""
_ENOUGH: Final = 40

_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13}) + b"\x7f"
_CHINESE: Final = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_PLAIN: Final = re.compile("[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_LATER: Final = re.compile("[\u0800-\U0010ffff]")
_ODD: Final = (
    "\x0b\x0c\x85\u2028\u2029\ufffe\uffff"
    "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9"  # the marks of the readers
)
_UNSEEN: Final = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u202a\u202b\u202c\u202d\u202e"
_NOISE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_C1: Final = re.compile(b"\xc2[\x80-\x9f]")
_BREAKS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def decode(data: bytes, name: str) -> tuple[str, list[Note]]:
    """Decode the bytes of a text file or a page.

    A byte order mark wins, then strict UTF-8, then strict GB 18030, then the guess of
    charset-normalizer. A few bad bytes do not turn UTF-8 into something else: they
    become U+FFFD and a note says so.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    tuple of (str, list of Note)
        The text without byte order mark and control characters, and what was replaced.

    Raises
    ------
    FormatError
        The bytes are no text in any encoding.

    Examples
    --------
    >>> decode("政务公开".encode("gbk"), "page.html")
    ('政务公开', [])
    """
    text, encoding = _strict(data)
    if text is None:
        text, encoding = _damaged(data) or _guessed(data, name)
    notes = []
    lost = text.count("\ufffd") - data.count(b"\xef\xbf\xbd") if "\ufffd" in text else 0
    if lost > 0 and encoding:
        message = f"{lost} places hold bytes that are no {encoding}; they were replaced by U+FFFD"
        notes.append(Note("decode", "warning", message))
    return _tidy(text, data), notes


def is_rubbish(data: bytes) -> bool:
    """Tell whether bytes hold too many control characters to be text in a byte encoding."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > max(3, len(data) * _RUBBISH)


def wide_encoding(data: bytes) -> str | None:
    """Name the UTF-16 of bytes without a byte order mark, if they give Chinese or ASCII so."""
    head = data[: min(len(data), 1 << 16) & ~1]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        if len(_PLAIN.findall(text)) > _WIDE_SHARE * len(text):
            return encoding
    return None


def _strict(data: bytes) -> tuple[str, str] | tuple[None, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    if b"\0" in data and (wide := wide_encoding(data)):
        return data.decode(wide, "replace"), wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict_gb(data)
    if not data.isascii() and not _LATER.search(text):
        # Two-byte sequences only: Cyrillic or Arabic, or a short text in GB 18030.
        other = _strict_gb(data)[0]
        if other is not None and _CHINESE.search(other):
            return other, "gb18030"
    return text, "utf-8"


def _strict_gb(data: bytes) -> tuple[str, str] | tuple[None, str]:
    if _mostly_utf8(data):
        return None, ""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None, ""
    if len(data) >= _ENOUGH and not any(mark in text for mark in _COMMON):
        try:
            other = data.decode("big5")
        except UnicodeDecodeError:
            return text, "gb18030"
        if sum(mark in other for mark in _COMMON) >= 2:
            return other, "big5"
    return text, "gb18030"


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad == 1 and text.endswith("\ufffd"):
        # A file cut in its last character: all before it is sound UTF-8.
        return bool(_CHINESE.search(text))
    return bad <= _DAMAGE * len(_CHINESE.findall(text))


def _damaged(data: bytes) -> tuple[str, str] | None:
    if is_rubbish(data):
        return None
    if _mostly_utf8(data):
        return data.decode("utf-8", "replace"), "utf-8"
    text = data.decode("gb18030", "replace")
    if text.count("\ufffd") <= _DAMAGE * len(_CHINESE.findall(text)):
        return text, "gb18030"
    return None


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    best = None
    if not is_rubbish(data):
        from charset_normalizer import from_bytes

        best = from_bytes(data[: 1 << 20]).best()
    if best is None:
        raise FormatError(f"{name}: no text in any known encoding; save it as UTF-8 text or HTML")
    return data.decode(best.encoding, "replace"), best.encoding


def _tidy(text: str, data: bytes) -> str:
    """Take out what nobody sees and what would pass for a mark of ours."""
    if _holds_controls(data) or any(character in text for character in _ODD):
        text = _BREAKS.sub(" ", _NOISE.sub("", text))
    return drop_unseen(text)


def _holds_controls(data: bytes) -> bool:
    return len(data.translate(None, _CONTROLS)) != len(data) or bool(_C1.search(data))


def drop_unseen(text: str) -> str:
    """Take out characters of no width: they are on no printed page, but break words."""
    for character in _UNSEEN:
        if character in text:
            text = text.replace(character, "")
    return text
