"""Lines of narrative → pieces: section headings, part headings, text, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from gxkit.parsing import cues
from gxkit.parsing.model import Line
from gxkit.parsing.normal import simplify

_NUMERAL = "一二三四五六七八九十"
_ORDINAL = re.compile(rf"(?:第?([{_NUMERAL}]{{1,3}})(?:部分)?\s*[、，,.．:：])\s*")
# 五存在的主要问题…, 第五部分 存在的主要问题…: an ordinal that lost its point.
_LOOSE_ORDINAL = re.compile(rf"^(?:第[{_NUMERAL}]部分|[{_NUMERAL}](?![是个方]))\s*")
_ANY_ORDINAL = re.compile(rf"[{_NUMERAL}](?:部分)?\s*[、，,.．]")
_DIGIT = re.compile(r"([1-9])\s*[、.．]\s*(?!\d)")
_PART = re.compile(rf"[（(]\s*([{_NUMERAL}]{{1,3}})\s*[)）]\s*[、.．，,]?\s*")
# The looks behind come after the bracket: a class of signs alone is what a search is fast at.
_GLUED_PART = re.compile(
    rf"[（(](?:(?<=[。；;！!？?：:”）)\s].)|(?<=[\u4e00-\u9fff]\..))(?<!第.)"
    rf"\s*([{_NUMERAL}]{{1,3}})\s*[)）]"
)
_PAGE_NUMBER = re.compile(r"[.…·\s]{2,}\d*$")
_STOP = re.compile(r"[。；;！!？?]")
_PROSE = re.compile(r"[。，,；;]")
_CUT = re.compile(r"[。：:]|(?<=[\u4e00-\u9fff])\.|(?<![\d\s])\s+(?=20\d\d|[^\d\s])")
_TAIL = " \t\u3000。：:；;、，,.|*—"
_LONGEST = 40
_SHORT = 64  # signs
_HEADING_WORDS = 40


class Piece(NamedTuple):
    """A heading or a stretch of text. A part carries its ordinal in `number`.

    A `guest` is a section heading of another outline, which becomes a part here. `printed` is
    a heading with its ordinal, as it stands in the line: it may turn out to be none.
    """

    kind: Literal["section", "part", "text", "blank", "table"]
    text: str
    where: str = ""
    number: int = 0
    guest: bool = False
    printed: str = ""


@cache
def _named() -> tuple[tuple[int, bool, re.Pattern[str]], ...]:
    return tuple(
        (entry["section"], entry.get("guest", False), re.compile(cues.expression(entry["pattern"])))
        for entry in cues.words()["headings"]
    )


@cache
def _open() -> re.Pattern[str]:
    """A heading with an ordinal inside a line: at its start or behind the end of a sentence."""
    names = cues.pattern("open_heading").pattern
    return re.compile(
        rf"(?:^|(?<=[。！!？?”）)\s|#*]))\s*第?([{_NUMERAL}]{{1,3}})(?:部分)?\s*[、，,.．]\s*"
        rf"(?:{names})(?![组构等])[。：:]?\s*"
    )


@lru_cache(maxsize=4096)
def section_of(words: str) -> tuple[int, bool] | None:
    """Tell which section a heading without its ordinal names, by its words alone.

    Returns
    -------
    tuple of int and bool, or None
        The section and whether the heading comes from another outline.

    Examples
    --------
    >>> section_of("存在的问题和改进措施"), section_of("收费及减免情况"), section_of("本年新收")
    ((5, False), (6, True), None)
    """
    plain = cues.squeezed(words).strip(_TAIL)
    if not plain or len(plain) > _LONGEST or _STOP.search(plain):
        return None
    if cues.pattern("no_heading").search(plain):
        return None
    refused = cues.pattern("no_section").search(plain) is not None
    for section, guest, name in _named():
        if name.fullmatch(plain) and (section == 5 or not refused):
            return section, guest
    return None


def pieces(lines: Sequence[Line]) -> list[Piece]:
    """Take lines apart into headings and text, in order.

    Examples
    --------
    >>> [piece.kind for piece in pieces([Line("一、总体情况", "l1"), Line("我局认真。", "l2")])]
    ['section', 'text']
    """
    found: list[Piece] = []
    skip = False
    for index, line in enumerate(lines):
        if skip:
            skip = False
            continue
        if line.table is not None:
            found.append(Piece("table", line.table, line.where))
            continue
        look = _short_look if len(line.text) <= _SHORT else _look
        text, ordinal, own = look(line.text)
        below = lines[index + 1] if ordinal and index + 1 < len(lines) else None
        if below is not None and (joint := _heading_over_two(text, below)):
            found.append(Piece("section", joint[1], line.where, joint[0][0], joint[0][1]))
            skip = True
            continue
        for piece in own:
            found.append(piece._replace(where=line.where))
    return found


def _look(line: str) -> tuple[str, bool, tuple[Piece, ...]]:
    """Return a line without marks, whether an ordinal opens it, and its pieces without place."""
    text = cues.unmarked(line)
    if not text:
        return text, False, (Piece("blank", ""),)
    return text, _ORDINAL.match(text) is not None, tuple(_taken_apart(text))


_short_look = lru_cache(maxsize=4096)(_look)  # headings and chrome come again, paragraphs do not


def _heading_over_two(text: str, below: Line) -> tuple[tuple[int, bool], str] | None:
    """Return the heading that a line and the one below it make together, if they do."""
    match = _ORDINAL.match(text)
    if not match or len(text) > _LONGEST or below.table is not None or len(below.text) > 20:
        return None
    head, rest = text[match.end() :], cues.unmarked(below.text)
    if not rest or _ORDINAL.match(rest) or _PART.match(rest) or (head[-1:] in "。；：:;.．"):
        return None
    whole = section_of(head)
    joint = section_of(head + rest)
    broken = head.endswith(("、", "，", ",", "和", "及", "的", "与")) or whole is None
    ends = rest.rstrip(_TAIL).endswith(("情况", "事项", "措施", "况", "项"))
    return (joint, head + rest) if joint and broken and ends else None


def _taken_apart(text: str) -> Iterator[Piece]:
    """Yield the pieces of one line, as yet without its place."""
    if not _ANY_ORDINAL.search(text):
        if whole := _whole_heading(text):
            yield Piece("section", whole[1], "", *whole[0], text)
        else:
            yield from _with_parts(text)
        return
    plain = simplify(text)  # sign by sign, so that places in it are places in the text
    opened = _open().match(plain)
    followed = opened is not None and _PROSE.search(text, opened.end()) is not None
    if not followed and (whole := _whole_heading(text)):
        yield Piece("section", whole[1], "", *whole[0], text)
        return
    start = 0
    for match in _open().finditer(plain):
        words = text[match.start() : match.end()].strip()
        ordinal = _ORDINAL.match(words)
        name = words[ordinal.end() :] if ordinal else words
        named = section_of(name)
        if named is None:
            continue
        yield from _with_parts(text[start : match.start()])
        yield Piece("section", name.strip(_TAIL), "", *named, words)
        start = match.end()
    yield from _with_parts(text[start:])


def _whole_heading(text: str) -> tuple[tuple[int, bool], str] | None:
    """Return the section that a whole line names, and its words."""
    if len(text) > _LONGEST + 12:
        return None
    words = _PAGE_NUMBER.sub("", text)
    if match := _ORDINAL.match(words):
        rest = words[match.end() :]
        named = section_of(rest)
        return (named, rest.strip(_TAIL)) if named else None
    words = _LOOSE_ORDINAL.sub("", words)
    plain = cues.squeezed(words).strip(_TAIL)
    if cues.pattern("bare_heading").fullmatch(plain):
        named = section_of(plain)
        return (named, words.strip(_TAIL)) if named else None
    if match := _DIGIT.match(words):
        # 1.总体情况 … 6.其他: only where number and words say the same section.
        rest = words[match.end() :]
        named = section_of(rest)
        if named and named == (int(match[1]), False) and named[0] not in {1, 2}:
            return named, rest.strip(_TAIL)
        if named and cues.pattern("bare_heading").fullmatch(cues.squeezed(rest).strip(_TAIL)):
            return named, rest.strip(_TAIL)
    return None


def _with_parts(text: str) -> Iterator[Piece]:
    """Yield text and the （一）（二）… in it."""
    text = text.strip()
    if not text:
        return
    starts = [0] if _PART.match(text) else []
    expected = cues.numeral(_PART.match(text)[1]) if starts else None  # type: ignore[index]
    for match in _GLUED_PART.finditer(text):
        number = cues.numeral(match[1])
        # Inside a line only what counts on is a part: not 第二十条第（一）项 nor a reference.
        if number == 1 or (expected is not None and number == expected + 1):
            if match.start() and text[match.end() : match.end() + 1] in "项款目":
                continue
            starts.append(match.start())
            expected = number
        elif expected is None and number == 2:
            starts.append(match.start())
            expected = number
    if not starts or starts[0]:
        yield from _text(text[: starts[0]] if starts else text)
    if not starts:
        return
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield from _part(text[start:end].strip())


def _part(text: str) -> Iterator[Piece]:
    match = _PART.match(text)
    if match is None:
        yield from _text(text)
        return
    heading, rest = split_heading(text[match.end() :])
    yield Piece("part", heading, "", cues.numeral(match[1]) or 0)
    yield from _text(rest)


def _text(text: str) -> Iterator[Piece]:
    if text.strip():
        yield Piece("text", text.strip())


def split_heading(text: str) -> tuple[str, str]:
    """Take the words of a sub-heading and the text behind them apart.

    Examples
    --------
    >>> split_heading("强化保障。我局开展培训。"), split_heading("主动公开情况")
    (('强化保障', '我局开展培训。'), ('主动公开情况', ''))
    """
    known = cues.pattern("part_name").match(simplify(text[:_LONGEST]))
    if known and cues.pattern("part_goes_on").match(text, known.end()):
        return text[: known.end()], text[known.end() :].lstrip(_TAIL)
    for match in _CUT.finditer(text):
        head, rest = text[: match.start()], text[match.end() :].strip()
        if not rest:
            break
        likely = len(rest) >= 15 or rest.endswith("。")
        if match[0].isspace() and not (4 <= len(head) <= 20 and likely):
            continue
        return (head, rest) if len(head) <= _HEADING_WORDS else ("", text)
    heading = text.strip(_TAIL)
    return (heading, "") if len(heading) <= 2 * _HEADING_WORDS else ("", text)
