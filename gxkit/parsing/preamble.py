"""What stands before heading one: title, chrome, meta lines, and the preamble itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from gxkit.parsing import cues, prose

_SENTENCE = "。；，：,;:"
_SHORT = 64


def is_preamble(text: str) -> bool:
    """Tell whether a paragraph introduces the report or says whom to ask.

    Examples
    --------
    >>> is_preamble("根据《条例》编制本报告。"), is_preamble("2023年，我局公开信息。")
    (True, False)
    """
    return cues.pattern("preamble").search(cues.squeezed(text[:160])) is not None


def without_title(paragraphs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Drop the title, chrome and meta lines that stand above the preamble.

    Examples
    --------
    >>> without_title([("云河县林业局2023年政府信息公开工作年度报告", "l1"), ("现公布年报。", "l2")])
    [('现公布年报。', 'l2')]
    """
    return [(_without_its_head(text), where) for text, where in paragraphs if not _is_above(text)]


def _without_its_head(text: str) -> str:
    """Cut title and chrome from the beginning of a page that is one line."""
    match = _head().match(text)
    return text[match.end() :] if match and not is_preamble(match[0]) else text


@cache
def _head() -> re.Pattern[str]:
    noun = cues.pattern("noun", "masthead").pattern
    return re.compile(rf"[^。，；,;]{{0,240}}(?:{noun})\s+(?=\S)")


def _is_above(text: str) -> bool:
    return _short_above(text) if len(text) <= _SHORT else _above(text)


def _above(text: str) -> bool:
    if prose.is_chrome(text) or prose.is_date(text):
        return True
    if any(sign in text for sign in _SENTENCE):
        return False
    plain = cues.squeezed(text)
    if len(plain) < 12 or plain.isascii() or sum(map(str.isascii, plain)) > 0.7 * len(plain):
        return not is_preamble(text)
    if len(plain) > 90:
        return False
    ends = cues.pattern("noun", "masthead").search(plain)
    return bool(ends or cues.pattern("body", "masthead").fullmatch(plain) or len(plain) < 30)


_short_above = lru_cache(maxsize=4096)(_above)  # chrome comes again from page to page
