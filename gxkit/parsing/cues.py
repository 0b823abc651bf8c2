"""The words by which a narrative is taken apart, as compiled patterns.

The words themselves stand in ``gxkit/data/narrative.toml`` and ``masthead.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from gxkit.parsing.normal import fold, simplify

_REFERENCE = re.compile(r"\{([a-z_]+)\}")
_SPACES = re.compile(r"\s+")
# What strip() takes for white space, so that stripping marks needs no pattern.
_WHITE = "".join(filter(str.isspace, map(chr, range(0x3001))))
_OPENING_MARKS = f"{_WHITE}#>*_|•●◆■▪·○◇□-–—~"
_CLOSING_MARKS = f"{_WHITE}*_|#"
_GLOSS = re.compile(r"[(（][a-zA-Zà-ǜ]+[)）]")
_NUMERAL = "一二三四五六七八九十"


@cache
def words(name: str = "narrative") -> dict[str, Any]:
    """Load the word list `name` from gxkit's data.

    Examples
    --------
    >>> sorted(words())
    ['headings', 'lead', 'patterns']
    """
    text = files("gxkit").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def expression(text: str, name: str = "narrative") -> str:
    """Write out the references ``{entry}`` of the expression `text` in the word list `name`."""

    def spelled(match: re.Match[str]) -> str:
        entries = words(name)["patterns"]
        return f"(?:{'|'.join(expression(entry, name) for entry in entries[match[1]])})"

    return _REFERENCE.sub(spelled, text)


@cache
def pattern(entry: str, name: str = "narrative") -> re.Pattern[str]:
    """Compile the patterns of one `entry` of the word list `name` into one.

    Examples
    --------
    >>> bool(pattern("bare_heading").fullmatch("总体情况"))
    True
    """
    return re.compile("|".join(expression(text, name) for text in words(name)["patterns"][entry]))


def unmarked(text: str) -> str:
    """Return a line without Markdown marks, bullets and stray bars.

    Examples
    --------
    >>> unmarked("## **一、总体情况** ||")
    '一、总体情况'
    """
    plain = text.lstrip(_OPENING_MARKS).rstrip(_CLOSING_MARKS)
    return plain.replace("**", "").replace("__", "")


def squeezed(text: str) -> str:
    """Return a short text for comparison: half width, simplified, no spaces, no glosses.

    Examples
    --------
    >>> squeezed("一、 總 體 情 况（gōng）：")
    '一、总体情况:'
    """
    return _short(text) if len(text) <= _SHORT else _squeezed(text)


def _squeezed(text: str) -> str:
    plain = fold(_GLOSS.sub("", text) if "(" in text or "（" in text else text)
    return _SPACES.sub("", simplify(plain))


_SHORT = 160
_short = lru_cache(maxsize=4096)(_squeezed)  # headings and labels come again, paragraphs do not


def numeral(text: str) -> int | None:
    """Read a Chinese or Arabic ordinal up to 99.

    Examples
    --------
    >>> numeral("十二"), numeral("三"), numeral("7"), numeral("〇")
    (12, 3, 7, None)
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(sign not in _NUMERAL for sign in text):
        return None
    tens, ten, ones = text.rpartition("十")
    value = _NUMERAL.index(ones) + 1 if ones else 0
    if not ten:
        return value
    return (_NUMERAL.index(tens) + 1 if tens else 1) * 10 + value
