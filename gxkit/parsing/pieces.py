"""Printed pieces: what a line of text falls into, by what its flattening left between cells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from gxkit.documents.model import Paragraph
from gxkit.parsing.labels import glued_pattern, refs
from gxkit.parsing.normal import fold, simplify
from gxkit.parsing.numbers import read_number


class Piece(NamedTuple):
    """A printed piece: its text, its place, and where it stands in its row or line.

    `column` and `span` count grid columns from 1 (0: the source has none). `start` and
    `end` cut it out of its paragraph. `shared` is 1 where one cell covers several rows,
    2 where it only reaches into this one from above. A `glued` piece is a run of
    digits in which cells are not kept apart.
    """

    text: str
    where: str
    block: int
    column: int = 0
    span: int = 1
    start: int = 0
    end: int = 0
    shared: int = 0
    glued: bool = False


# A line of labels is no longer than the longest head; a label of more than so many
# characters is never met by chance in prose; a run of so many figures is as long as a row.
_HEAD_LINE = 240
_LONG_LABEL = 6
_ROW_RUN = 6
_ENDS = "。；：！？"
# A label with marks for nothing glued to it.
_MARKED = re.compile(r"[^\W\d_)）]\s*[/／—－-][/／—－\s-]*$")
_MARKS = ("/", "／", "—", "－", "-")
# Markdown's emphasis around a whole cell, and its escapes.
_MARKUP = ("*", "_", "`")
_EMPHASIS = re.compile(r"^(\*{1,3}|_{1,3}|`)(.+?)\1$")
_ESCAPE = re.compile(r"\\([*_.()#+|/\\-])")
_BULLET = re.compile(r"\s*[-*•·●▪]\s+(?=\S)")
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
_WORD = re.compile(r"(?:[（(][^()（）]{0,80}[)）]|\S)+")
_BRACKETED = re.compile(r"[（(][^()（）]{0,80}[)）]")
_FIGURES = re.compile(r"[0-9０-９+\-－/／—][0-9０-９.,，．+\-－/／—]*")
_NOTE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DIGIT = re.compile(r"[0-9０-９/／—－]")
_PROSE = re.compile(r"[。；，;]|\d年")


def piece_of(
    number: int,
    block: Paragraph,
    start: int,
    end: int,
    *,
    glued: bool = False,
    column: int = 0,
) -> Piece:
    """Make the piece that stands at a stretch of a line."""
    text = block.text[start:end].strip()
    if text[:1] in _MARKUP:
        text = _EMPHASIS.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return Piece(text, block.where, number, column, start=start, end=end, glued=glued)


def cut_line(number: int, block: Paragraph) -> Iterator[Piece]:
    """Cut a line without bars or tabs at wide spaces, else as `cut_stretch` does."""
    text = block.text
    if not _WIDE.search(text.strip()):
        yield from cut_stretch(number, block, 0, len(text))
        return
    start = 0
    notes = [match.span() for match in _BRACKETED.finditer(text)]
    for match in _WIDE.finditer(text):
        if any(first < match.start() < last for first, last in notes):
            continue
        if text[start : match.start()].strip():
            yield from cut_stretch(number, block, start, match.start())
        start = match.end()
    if text[start:].strip():
        yield from cut_stretch(number, block, start, len(text))


def cut_stretch(number: int, block: Paragraph, start: int, end: int) -> Iterator[Piece]:
    """Yield a stretch of a line as one piece, or cut it at single spaces and at labels.

    A stretch is cut only where labels are seen to stand in it beside figures.
    """
    text = block.text[start:end]
    bullet = _BULLET.match(text)
    if bullet:
        start += bullet.end()
        text = text[bullet.end() :]
    if _PAGE.fullmatch(block.text[start - (bullet.end() if bullet else 0) : end]):
        yield piece_of(number, block, start, end)
        return
    plain = text.strip()
    marked = plain.endswith(_MARKS) and bool(_MARKED.search(text))
    whole = not marked and bool(refs(plain))
    if len(text) < 3 or whole or (len(text) < _HEAD_LINE and text[-1] in _ENDS):
        yield piece_of(number, block, start, end)
        return
    if not _DIGIT.search(text):
        for first, last in _label_spans(text):
            yield piece_of(number, block, start + first, start + last)
        return
    if _RUN.fullmatch(fold(text).strip()):
        # A line of figures and nothing else may be a whole row.
        glued = len(text.strip()) > _ROW_RUN or read_number(text).state == "unreadable"
        yield piece_of(number, block, start, end, glued=glued)
        return
    rest, labels = glued_pattern().subn("", _TIGHT.sub("", simplify(fold(text))))
    prose = labels < 6 and bool(_PROSE.search(rest))
    tail = _TAIL.fullmatch(text) if not labels and not prose else None
    if tail and not _DIGIT.search(_ORDINAL.sub("", tail[1])):
        yield piece_of(number, block, start, start + tail.end(1))
        for word in _WORD.finditer(text, tail.end(1)):
            yield piece_of(number, block, start + word.start(), start + word.end())
        return
    if prose or (not labels and not _all_figures(text)):
        yield piece_of(number, block, start, end)
        return
    for word in _WORD.finditer(text):
        first, last = start + word.start(), start + word.end()
        sound = refs(word.group()) and not _MARKED.search(word.group())
        if sound or not _DIGIT.search(word.group()):
            yield piece_of(number, block, first, last)
        else:
            yield from _unglue(number, block, first, last)


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


def _unglue(number: int, block: Paragraph, start: int, end: int) -> Iterator[Piece]:
    """Cut a word at its figures and labels; figures behind a label are glued together."""
    word = simplify(fold(block.text[start:end]))
    if len(word) != end - start or _FIGURES.fullmatch(word):
        yield piece_of(number, block, start, end)
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
        yield from _labels_in(number, block, start, word, position, first, starts)
        glued = first > 0 and last - first > 1
        yield piece_of(number, block, start + first, start + last, glued=glued)
        position = last
    yield from _labels_in(number, block, start, word, position, len(word), starts)


def _labels_in(
    number: int,
    block: Paragraph,
    start: int,
    word: str,
    first: int,
    last: int,
    starts: list[int],
) -> Iterator[Piece]:
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
            yield piece_of(number, block, start + begin, start + stop)
