"""Enumerations in prose: 一是…；二是…, 1. 2., （1）, ①, 首先…其次."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gxkit.parsing import cues

_N = "一二三四五六七八九十"
_MARK = re.compile(
    r"(?:^|(?<=[。；;：:！!？?”）)\s，,、将要])|(?<=[\u4e00-\u9fff]\.)|(?<=[\u4e00-\u9fff])(?=\d[.．、]))"
    r"\s*(?:"
    rf"(?P<shi>[{_N}]{{1,2}})\s?(?:是|则)(?!否)[，,：:]?"
    r"|(?P<side>一方面|另一方面)[，,：:]?(?:是(?!否))?"
    rf"|第(?P<di>[{_N}])[，,、：:]"
    rf"|其(?P<qi>[{_N}])[，,、：:是]"
    r"|(?P<xu>首先|其次|再次|再者|最后)[，,：:]?(?:是(?!否))?"
    r"|[（(]\s*(?P<bracket>\d{1,2})\s*[)）][.、．]?"
    r"|(?P<digit>\d{1,2})\s*(?:[、．)）]|\.(?!\d)|\.(?=20\d\d\s*年))"
    rf"|(?P<clause>[{_N}]{{1,2}})[、.．]"
    rf"|[（(]\s*(?P<part>[{_N}]{{1,2}})\s*[)）][.、．]?"
    r"|(?P<circle>[①-⑳❶-❿⑴-⒇])[.、．]?"
    r"|(?P<bare>\d{1,2})(?=[\u4e00-\u9fff])(?![年月日时个项件次名人条期类家场季天级成万亿余位种篇份部门多度周号])"
    r")\s*"
)
# A comma may stand before 一是; before 1. or 一、 it is part of a list of numbers.
_AFTER_COMMA = frozenset({"shi", "side", "qi", "xu", "circle"})
# 我们将一是…，二是…: nothing but 一是 follows these words without a stop.
_AFTER_WORD = frozenset({"shi"})
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FILLED = "❶❷❸❹❺❻❼❽❾❿"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_LONE_NUMBER = re.compile(r"\W*\d{1,2}\W*")


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of a paragraph that begins with an ordinal, or that none begins.

    `mark` is the ordinal as printed, `style` its kind ("" for none).
    """

    text: str
    style: str = ""
    number: int = 0
    mark: str = ""


def atoms(
    paragraphs: Iterable[str], after: tuple[str, int, object] | None = None
) -> list[list[Atom]]:
    """Cut each paragraph at its ordinals. Inside a line an ordinal must count on.

    Parameters
    ----------
    paragraphs : iterable of str
        The text.
    after : tuple, optional
        Style and number of the ordinal that stood last before it.

    Examples
    --------
    >>> [(atom.number, atom.text) for atom in atoms(["主要是：一是人少；二是事多。"])[0]]
    [(0, '主要是：'), (1, '人少；'), (2, '事多。')]
    """
    last: dict[str, int] = {after[0]: after[1]} if after else {}
    kept = [paragraph for paragraph in paragraphs if not _LONE_NUMBER.fullmatch(paragraph)]
    # 1加强…: a numeral without a point is an ordinal only where the next line has the next.
    pointless = any(paragraph.startswith("2") for paragraph in kept)
    return [_cut(paragraph, last, pointless=pointless) for paragraph in kept]


def _cut(paragraph: str, last: dict[str, int], *, pointless: bool) -> list[Atom]:
    marks: list[tuple[re.Match[str], str, int]] = []
    for match in _MARK.finditer(paragraph):
        style = match.lastgroup or ""
        number = _number(style, match[style], last.get(style, 0))
        if number is None:
            continue
        if style == "bare" and (match.start() or not pointless):
            continue
        if style == "bare" and number not in {1, last.get(style, 0) + 1}:
            continue
        if match.start() and not _goes_inside(paragraph, match, style, number, last):
            continue
        last[style] = number
        marks.append((match, style, number))
    if not marks:
        return [Atom(paragraph)]
    first = paragraph[: marks[0][0].start()]
    found = [Atom(first)] if first.strip() else []
    ends = [match.start() for match, _, _ in marks[1:]] + [len(paragraph)]
    for (match, style, number), end in zip(marks, ends, strict=True):
        found.append(Atom(paragraph[match.end() : end], style, number, match[0].strip()))
    return found


def _goes_inside(
    paragraph: str, match: re.Match[str], style: str, number: int, last: dict[str, int]
) -> bool:
    """Tell whether an ordinal inside a line begins an item there."""
    before = paragraph[match.start() - 1]
    if before in "，,、":
        return style in _AFTER_COMMA and number in {1, last.get(style, 0) + 1}
    if before in "将要":
        return style in _AFTER_WORD and number == 1
    if "\u4e00" <= before <= "\u9fff":
        # 1.甲2.乙: glued without a stop only what counts on is an ordinal.
        return 1 < number == last.get(style, 0) + 1
    return number in {1, last.get(style, 0) + 1}


def _number(style: str, text: str, last: int) -> int | None:
    if style == "xu":
        return 1 if text == "首先" else (last + 1 if last else None)
    if style == "side":
        return 1 if text == "一方面" else (2 if last == 1 else None)
    if style == "circle":
        for row in (_CIRCLES, _FILLED, _BRACKETED):
            if text in row:
                return row.index(text) + 1
        return None
    return cues.numeral(text)
