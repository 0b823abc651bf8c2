"""Where a line of text falls apart, by what its flattening left between cells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from gxkit.parsing.labels import glued_pattern, refs
from gxkit.parsing.normal import fold, simplify
from gxkit.parsing.numbers import read_number

Cut: TypeAlias = tuple[int, int, bool]
"""Where a stretch begins and ends, and whether it is figures in which cells are not kept apart."""

# Lines of up to so many signs come again from page to page.
_SHORT = 64
# A line of labels is no longer than the longest head; a label of more than so many
# characters is never met by chance in prose; a run of so many figures is as long as a row.
_HEAD_LINE = 240
_LONG_LABEL = 6
_ROW_RUN = 6
_ENDS = "。；：！？"
# A label with marks for nothing glued to it.
_MARKED = re.compile(r"[^\W\d_)）]\s*[/／—－-][/／—－\s-]*$")
_MARKS = ("/", "／", "—", "－", "-")
_BULLET = re.compile(r"\s*[-*•·●▪]\s+(?=\S)")
_HEADING_MARKS = re.compile(r"\s*#{1,6}\s+")
# A page number on a line of its own, with its dashes or the number of pages.
_PAGE = re.compile(
    r"\s*(?:第\s*\d+\s*页.*|[-—–－]\s*\d{1,3}\s*[-—–－]|\d{1,3}\s*/\s*\d{1,3}|[Pp]age\s+\d+.*)\s*"
)
# Words and behind them the figures of a row, as where a label runs over several lines.
_TAIL = re.compile(r"(\S.*?)((?:\s+[-+]?[0-9０-９][0-9０-９,，.．]*|\s+[/／—－-]+){2,})\s*")
# A space inside a label.
_TIGHT = re.compile(r"(?<=[\u4e00-\u9fff.、)]) (?=[\u4e00-\u9fff])")
_ORDINAL = re.compile(r"^\s*[（(]?\d{1,2}\s*[)）.．、]")
_HEADED = re.compile(r"\s*#*\s*[一二三四五六七八]\s*[、.．]")
_LETTER = re.compile(r"[^\W_]")
_RUN = re.compile(r"[0-9/—+-]+")
_WIDE = re.compile(r"\s{2,}|\u3000+")
_WIDE_OR_BULLET = re.compile(r"\s{2}|\u3000|^\s*[-*•·●▪]\s")
_WORD = re.compile(r"(?:[（(][^()（）]{0,80}[)）]|\S)+")
_BRACKETED = re.compile(r"[（(][^()（）]{0,80}[)）]")
_FIGURES = re.compile(r"[0-9０-９+\-－/／—][0-9０-９.,，．+\-－/／—]*")
_NOTE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DIGIT = re.compile(r"[0-9０-９/／—－]")
_PROSE = re.compile(r"[。；，;]|\d年")


def line_cuts(text: str) -> tuple[Cut, ...]:
    """Cut a line without bars or tabs at wide spaces, else as `cuts` does.

    Examples
    --------
    >>> text = "规章  1  0"
    >>> [text[start:end] for start, end, _ in line_cuts(text)]
    ['规章', '1', '0']
    """
    if len(text) > _SHORT:
        if len(text) < _HEAD_LINE and text[-1] in _ENDS and not _WIDE_OR_BULLET.search(text):
            return ((0, len(text), False),)  # most lines of prose
        return _line_cuts(text)
    return _short_line_cuts(text)


def _line_cuts(text: str) -> tuple[Cut, ...]:
    if not _WIDE.search(text.strip()):
        return cuts(text)
    found: list[Cut] = []
    # The marks of a Markdown heading are no cell, however far its words stand from them.
    marks = _HEADING_MARKS.match(text)
    start = marks.end() if marks else 0
    notes = [match.span() for match in _BRACKETED.finditer(text)]
    for match in _WIDE.finditer(text, start):
        if any(first < match.start() < last for first, last in notes):
            continue
        if text[start : match.start()].strip():
            found.extend(_moved(cuts(text[start : match.start()]), start))
        start = match.end()
    if text[start:].strip():
        found.extend(_moved(cuts(text[start:]), start))
    return tuple(found)


# Links, headings and labels come again on the pages of one publisher; prose does not.
_short_line_cuts = lru_cache(maxsize=4096)(_line_cuts)


def _moved(found: Iterable[Cut], by: int) -> Iterator[Cut]:
    return ((start + by, end + by, glued) for start, end, glued in found)


def cuts(text: str) -> tuple[Cut, ...]:
    """Leave a stretch of a line whole, or cut it at single spaces and at labels.

    A stretch is cut only where labels are seen to stand in it beside figures.

    Examples
    --------
    >>> cuts("规章12"), cuts("我局开展培训3次。")
    (((0, 2, False), (2, 4, True)), ((0, 9, False),))
    """
    bullet = _BULLET.match(text)
    if not bullet:
        return tuple(_cuts(text, page=_PAGE.fullmatch(text) is not None))
    page = _PAGE.fullmatch(text) is not None
    return tuple(_moved(_cuts(text[bullet.end() :], page=page), bullet.end()))


def _cuts(text: str, *, page: bool) -> Iterator[Cut]:
    if page:
        yield 0, len(text), False
        return
    plain = text.strip()
    marked = plain.endswith(_MARKS) and bool(_MARKED.search(text))
    whole = not marked and bool(refs(plain))
    if len(text) < 3 or whole or (len(text) < _HEAD_LINE and text[-1] in _ENDS):
        yield 0, len(text), False
        return
    if not _DIGIT.search(text):
        for first, last in _label_spans(text):
            yield first, last, False
        return
    if _RUN.fullmatch(fold(text).strip()):
        # A line of figures and nothing else may be a whole row.
        glued = len(text.strip()) > _ROW_RUN or read_number(text).state == "unreadable"
        yield 0, len(text), glued
        return
    rest, labels = glued_pattern().subn("", _TIGHT.sub("", simplify(fold(text))))
    prose = labels < 6 and bool(_PROSE.search(rest))
    tail = _TAIL.fullmatch(text) if not labels and not prose else None
    if tail and not _DIGIT.search(_ORDINAL.sub("", tail[1])):
        yield 0, tail.end(1), False
        for word in _WORD.finditer(text, tail.end(1)):
            yield word.start(), word.end(), False
        return
    if prose or (not labels and not _all_figures(text)):
        yield 0, len(text), False
        return
    for word in _WORD.finditer(text):
        sound = refs(word.group()) and not _MARKED.search(word.group())
        if sound or not _DIGIT.search(word.group()):
            yield word.start(), word.end(), False
        else:
            yield from _moved(_unglue(word.group()), word.start())


def _label_spans(text: str) -> list[tuple[int, int]]:
    """Cut a line without figures into the labels it is made of, if it is a row of labels."""
    if len(text) <= _HEAD_LINE:
        words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        known = [(first, last) for first, last in words if refs(text[first:last])]
        headed = bool(_HEADED.match(text)) and words[-1] in known
        if len(known) > 1 or headed or any(last - first > _LONG_LABEL for first, last in known):
            return words
        plain = simplify(fold(text))
        labels = list(glued_pattern().finditer(plain))
        if len(labels) > 1 and not _LETTER.search(glued_pattern().sub("", plain)):
            return [(match.start(), match.end()) for match in labels]
    return [(0, len(text))]


def _all_figures(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(read_number(word).state != "unreadable" for word in words)


def _unglue(text: str) -> Iterator[Cut]:
    """Cut a word at its figures and labels; figures behind a label are glued together."""
    word = simplify(fold(text))
    if len(word) != len(text) or _FIGURES.fullmatch(word):
        yield 0, len(text), False
        return
    labels = [match.span() for match in glued_pattern().finditer(word)]
    inside = sorted((*labels, *(match.span() for match in _NOTE.finditer(word))))
    ordinal = _ORDINAL.match(word)
    if ordinal:
        inside.insert(0, ordinal.span())
    starts = [first for first, _ in labels]
    position = passed = 0
    for match in _FIGURES.finditer(word):
        first, last = match.span()
        if first and word[first - 1] in ":=":
            break  # a list of names and numbers, not a table
        while passed < len(inside) and inside[passed][1] <= first:
            passed += 1
        if (passed < len(inside) and inside[passed][0] <= first) or first < position:
            continue
        yield from _labels_in(word, position, first, starts)
        glued = first > 0 and last - first > 1
        yield first, last, glued
        position = last
    yield from _labels_in(word, position, len(word), starts)


def _labels_in(word: str, first: int, last: int, starts: list[int]) -> Iterator[Cut]:
    """Cut text without figures before each label in it.

    What follows a label up to the next belongs to it: a damaged label must not pass for
    the sound one that it begins with.
    """
    if first >= last:
        return
    cuts = starts[bisect_left(starts, first) : bisect_left(starts, last)]
    if len(cuts) == 1 and cuts[0] > first and not _HEADED.match(word[first:last]):
        cuts = []  # one label with other words before it: a damaged label, not two pieces
    if refs(word[first:last].strip()):
        cuts = []
    for begin, stop in zip([first, *cuts], [*cuts, last], strict=True):
        if begin < stop:
            yield begin, stop, False
