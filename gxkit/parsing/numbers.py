"""What a cell prints: a number, nothing, a mark for nothing, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gxkit.parsing.normal import fold, simplify

_NIL = frozenset(
    {"/", "//", "\\", "-", "--", "---", "—", "——", "―", "–", "─", "无", "無", "*", "N/A", "n/a"}
)
_UNIT = r"件次|人次|万元|亿元|元|件|条|项|个|次|宗|份|例|部|篇|起|户"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<word>增加|减少|新增|上升|下降|增|减|↑|↓)?\s*(?P<sign>[+-])?\s*(?P<figure>{_FIGURE})"
    rf"\s*(?P<unit>{_UNIT})?\s*(?:\(\s*(?:单位[:：]?)?(?P<beside>{_UNIT})\s*\))?(?:(?:\([^()]*(?:\([^()]*\)[^()]*)*\))+|\[\d{{1,2}}\]|(?:其中|含|包括|包含)[^0-9]*[0-9]*[^0-9]*)?[。;]?",
    re.DOTALL,
)
# 3(减少): a fall, or a note on it? Nobody can say which of -3 and 3 is meant.
_TURN = re.compile(r"\d[^\d(]*\((?:减少?|下降|降低|↓)\)")
_FALL = frozenset({"减少", "下降", "减", "↓"})
_NO_CHANGE = re.compile(r"(?:增加?|\+)?0(?:[/、,](?:减少?)?-?|减少?)0")
# A float holds so many digits as they are printed; no report counts that far.
_DIGITS = 15
# What programs write for an empty cell.
_EMPTY = frozenset({"nan", "none", "null", "&nbsp;", "<na>", "nat"})
# Words that stand in a cell instead of a number; never part of a label.
_REMARK = re.compile(
    r"[#*?？＊…]+.{0,6}|.{0,4}(?:附[件表]|不详|未统计|待统计|待定|涉密|保密|暂缺|从略).{0,4}"
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text of one cell reads; `value` is None unless `state` is ``number``."""

    state: Literal["number", "blank", "nil", "unreadable"]
    value: float | None = None
    unit: str | None = None


BLANK = Reading("blank")
NIL = Reading("nil")
UNREADABLE = Reading("unreadable")


@lru_cache(maxsize=8192)
def read_number(text: str) -> Reading:
    """Read the text of one cell.

    A number keeps its sign; ``增加5`` is 5, ``减少3`` is -3, ``0/0`` (a rise and a fall
    of nothing) is 0. A note behind the number does not count: ``22（其中修订16件）``
    is 22. Two numbers in one cell are unreadable, since nobody can say which is meant.

    Examples
    --------
    >>> read_number("１,２３４件")
    Reading(state='number', value=1234.0, unit='件')
    >>> read_number("／").state, read_number("　").state, read_number("1 362").state
    ('nil', 'blank', 'unreadable')
    """
    plain = simplify(fold(text)).strip().lstrip("'`")
    if not plain or plain.lower() in _EMPTY:
        return BLANK
    if plain.isascii() and plain.isdigit():
        # 00 or 007 is two cells run together, or a damaged number.
        damaged = (plain[0] == "0" and len(plain) > 1) or len(plain) > _DIGITS
        return UNREADABLE if damaged else Reading("number", float(plain))
    tight = _SPACES.sub("", plain)
    if tight in _NIL:
        return NIL
    if tight in {"零", "〇"}:
        return Reading("number", 0.0)
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return Reading("number", 0.0) if _NO_CHANGE.fullmatch(tight) else UNREADABLE
    if (match["word"] and match["sign"]) or (not match["sign"] and _TURN.search(tight)):
        return UNREADABLE
    if sum(char.isdigit() for char in match["figure"]) > _DIGITS:
        return UNREADABLE
    value = float(match["figure"].replace(",", ""))
    if match["sign"] == "-" or match["word"] in _FALL:
        value = -value
    return Reading("number", value or 0.0, match["unit"] or match["beside"])


def is_remark(text: str) -> bool:
    """Say whether a text is one that publishers put into a cell instead of a number.

    Examples
    --------
    >>> is_remark("详见附件"), is_remark("规章")
    (True, False)
    """
    return bool(_REMARK.fullmatch(text.strip()))
