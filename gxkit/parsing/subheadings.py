"""Parts of section one that are numbered 1. 2. or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gxkit.parsing import cues
from gxkit.parsing.headings import split_heading
from gxkit.parsing.normal import simplify

_DIGIT = re.compile(r"(?:(\d{1,2})\s*[、.．]|[（(]\s*(\d{1,2})\s*[)）])\s*(?!\d)")
_INSIDE = re.compile(rf"(?:^|(?<=[。；;\s])){_DIGIT.pattern}")
_FIGURE = re.compile(r"\d")
_SHORT = 24
_STOPS = re.compile(r"[。；;]")
_ANY_STOP = re.compile(r"[。；;，,]")

Paragraphs = list[tuple[str, str]]
"""Texts and their places."""


def part_headings(
    heading: str, where: str, paragraphs: Sequence[tuple[str, str]]
) -> list[tuple[str, str, Paragraphs]]:
    """Find parts where a section has no （一）（二）…, if they are plainly headed.

    Returns
    -------
    list of tuple
        Heading, place and paragraphs; the section's own first.

    Examples
    --------
    >>> text = ["1.主动公开情况。公开9条。", "2.监督保障情况", "开展检查。"]
    >>> [entry[0] for entry in part_headings("总体情况", "l1", [(line, "l2") for line in text])]
    ['总体情况', '主动公开情况', '监督保障情况']
    """
    found: list[tuple[str, str, Paragraphs]] = [(heading, where, [])]
    paragraphs = list(_cut_at_digits(paragraphs))
    headed = _numbered(paragraphs) or _bare(paragraphs)
    for index, (text, place) in enumerate(paragraphs):
        if index in headed:
            name, rest = headed[index]
            found.append((name, place, []))
            if rest:
                found[-1][2].append((rest, place))
        else:
            found[-1][2].append((text, place))
    return found


def _cut_at_digits(paragraphs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield paragraphs, cut where a part begins inside one (a page on one line)."""
    expected = 1
    for text, place in paragraphs:
        start = 0
        for match in _INSIDE.finditer(text):
            if int(match[1] or match[2]) != expected:
                continue
            opening = simplify(text[match.end() : match.end() + 14])
            if expected == 1 and not cues.pattern("part_word").search(opening):
                continue
            expected += 1
            if match.start() > start:
                yield text[start : match.start()].strip(), place
                start = match.start()
        yield text[start:].strip(), place


def _numbered(paragraphs: Sequence[tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Return the paragraphs headed 1. 2. 3. …, where each says so by form or words."""
    headed: dict[int, tuple[str, str]] = {}
    expected = 1
    for index, (text, _) in enumerate(paragraphs):
        match = _DIGIT.match(text)
        if match is None or int(match[1] or match[2]) != expected:
            continue
        name, rest = split_heading(text[match.end() :])
        known = cues.pattern("part_word").search(cues.squeezed(name))
        stops = _STOPS if rest else _ANY_STOP
        short = 0 < len(name) <= _SHORT and not stops.search(name) and not _FIGURE.search(name)
        if not short or not (known or not rest or headed or _ANY_STOP.search(name)):
            return headed if len(headed) > 1 else {}
        headed[index] = (name, rest)
        expected += 1
    return headed if len(headed) > 1 else {}


def _bare(paragraphs: Sequence[tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Return the lines that are, up to a colon or their end, the usual names of the parts."""
    name = cues.pattern("part_name")
    headed: dict[int, tuple[str, str]] = {}
    for index, (text, _) in enumerate(paragraphs):
        words, _, rest = text.replace("：", ":", 1).partition(":")
        if len(words) <= _SHORT and name.fullmatch(cues.squeezed(words).rstrip("。")):
            headed[index] = words.rstrip("。 "), rest.strip()
    return headed if len(headed) > 1 else {}
