"""Blocks of a document as rows of printed pieces, whatever kept them apart.

Tables give rows with columns. Lines are cut at what their flattening left: tabs, bars,
wide spaces; where nothing was left, at known labels. What a piece means is decided
later; here only its place is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gxkit.documents.model import Document, Paragraph, Table
from gxkit.parsing.labels import glued_pattern, refs
from gxkit.parsing.normal import fold
from gxkit.parsing.numbers import read_number

Kind = Literal["grid", "cells", "line"]


@dataclass(frozen=True, slots=True)
class Piece:
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


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Pieces in reading order from one row of a table or from lines of text.

    `kind` is ``grid`` (a table's row: columns known), ``cells`` (a line that keeps the
    cells of a row apart, empty ones too) or ``line`` (one or more lines in which the end
    of a row cannot be seen).
    """

    kind: Kind
    pieces: tuple[Piece, ...]


# A line of labels is no longer than the longest head, and a row of cells no wider than
# the widest table; a label this long is never met by chance in prose.
_HEAD_LINE = 240
_ENDS = "。；：！？"
_WIDEST = 24
_LONG_LABEL = 6
# A label with marks for nothing glued to it.
_MARKED = re.compile(r"[^\W\d_)）][/／—－-]+\s*$")
_HEADED = re.compile(r"\s*#*\s*[一二三四五六七八]\s*[、.．]")
_LETTER = re.compile(r"[^\W_]")
_RUN = re.compile(r"[0-9/—+-]+")
_ROW_RUN = 6
_RULE = re.compile(r"[\s|:+\-=—]*-{3,}[\s|:+\-=—]*")
_BAR = re.compile(r"[|｜│┃]")
_WIDE = re.compile(r"\s{2,}|\u3000+")
_WORD = re.compile(r"(?:[（(][^()（）]{0,80}[)）]|\S)+")
_FIGURES = re.compile(r"[0-9０-９+\-－/／—][0-9０-９.,，．+\-－/／—]*")
_NOTE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DIGIT = re.compile(r"[0-9０-９/／—－]")
_PROSE = re.compile(r"[。；，;]|\d年")


def source_rows(document: Document) -> list[SourceRow]:
    """Cut every block of a document into rows of pieces, in reading order."""
    rows: list[SourceRow] = []
    lines: list[Piece] = []
    after_bar = False
    framed = _framed(document)
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            after_bar = False
            _close_lines(rows, lines)
            rows.extend(_grid_rows(number, block))
            continue
        text = block.text
        if not text or (text.isspace() and "\t" not in text):
            continue
        if _BAR.search(text):
            if _RULE.fullmatch(text):
                continue
            row, after_bar = _barred(number, block, after_bar, framed)
        elif "\t" in text:
            row, after_bar = _tabbed(number, block), False
        else:
            lines.extend(_cut(number, block))
            after_bar = False
            continue
        if row.kind == "line":
            lines.extend(row.pieces)
        else:
            _close_lines(rows, lines)
            rows.append(row)
    _close_lines(rows, lines)
    return rows


def _framed(document: Document) -> bool:
    """Say whether the rows of a page's barred tables open with a bar of their own.

    A row that merely begins with an empty cell opens with a bar too, so what counts is
    what nearly all rows do.
    """
    rows = [
        block.text.strip()
        for block in document.blocks
        if isinstance(block, Paragraph) and len(_BAR.findall(block.text)) > 1
    ]
    rows = [row for row in rows if sum(bool(cell.strip()) for cell in _BAR.split(row)) > 1]
    return bool(rows) and sum(bool(_BAR.match(row)) for row in rows) > len(rows) * 0.8


def _close_lines(rows: list[SourceRow], lines: list[Piece]) -> None:
    """Make one row of the lines collected so far: a label may run over several."""
    if lines:
        rows.append(SourceRow("line", tuple(lines)))
        lines.clear()


def _grid_rows(number: int, table: Table) -> Iterator[SourceRow]:
    rows: list[list[Piece]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        place = (cell.text, table.where(cell), number, cell.column, cell.colspan)
        if cell.rowspan == 1:
            rows[cell.row - 1].append(Piece(*place))
            continue
        rows[cell.row - 1].append(Piece(*place, shared=1))
        for row in range(cell.row, cell.row - 1 + cell.rowspan):
            rows[row].append(Piece(*place, shared=2))
    for pieces in rows:
        # A cell from a row above was appended before its right-hand neighbours.
        pieces.sort(key=lambda piece: piece.column)
        yield SourceRow("grid", tuple(pieces))


def _tabbed(number: int, block: Paragraph) -> SourceRow:
    text = block.text
    if text.count("\t") == 1 and text[0] == "\t":
        # A cell a line, indented: the tab is no separator, and alone it is an empty cell.
        return SourceRow("line", tuple(_whole(number, block, 1, len(text))))
    pieces: list[Piece] = []
    start = 0
    for column, part in enumerate(text.split("\t"), 1):
        pieces.append(_piece(number, block, start, start + len(part), column=column))
        start += len(part) + 1
    return SourceRow("cells", tuple(pieces))


def _barred(number: int, block: Paragraph, after_bar: bool, framed: bool) -> tuple[SourceRow, bool]:
    """Cut a line at its bars; between two bars with nothing else is an empty cell.

    The two bars may stand on two lines, so the state is handed on.
    """
    text = block.text
    bars = [match.start() for match in _BAR.finditer(text)]
    opens = not text[: bars[0]].strip() and bool(text[bars[0] + 1 :].strip())
    if opens and not framed and len(bars) > 1:
        after_bar = True  # the row begins with an empty cell
    if framed and opens:
        after_bar = False  # an opening bar, not the right edge of an empty cell
    pieces: list[Piece] = []
    start = 0
    for end in [*bars, len(text)]:
        if text[start:end].strip():
            pieces.extend(_whole(number, block, start, end))
            after_bar = False
        elif end < len(text) and after_bar:
            pieces.append(_piece(number, block, start, end))
        if end < len(text):
            after_bar = True
        start = end + 1
    filled = sum(bool(piece.text) for piece in pieces)
    one_row = filled > 1 or (filled == 1 and len(pieces) > 3)
    kind: Kind = "cells" if one_row and len(pieces) <= _WIDEST else "line"
    return SourceRow(kind, tuple(pieces)), after_bar


def _cut(number: int, block: Paragraph) -> Iterator[Piece]:
    """Cut a line without bars or tabs at wide spaces, else as `_whole` does."""
    text = block.text
    if not _WIDE.search(text.strip()):
        yield from _whole(number, block, 0, len(text))
        return
    start = 0
    for match in _WIDE.finditer(text):
        if text[start : match.start()].strip():
            yield from _whole(number, block, start, match.start())
        start = match.end()
    if text[start:].strip():
        yield from _whole(number, block, start, len(text))


def _piece(
    number: int,
    block: Paragraph,
    start: int,
    end: int,
    *,
    glued: bool = False,
    column: int = 0,
) -> Piece:
    text = block.text[start:end].strip()
    return Piece(text, block.where, number, column, start=start, end=end, glued=glued)


def _whole(number: int, block: Paragraph, start: int, end: int) -> Iterator[Piece]:
    """Yield a stretch of a line as one piece, or cut it at single spaces and at labels.

    A stretch is cut only where labels are seen to stand in it beside figures.
    """
    text = block.text[start:end]
    marked = bool(_MARKED.search(text))
    whole = not marked and bool(refs(text.strip()))
    if len(text) < 3 or whole or (len(text) < _HEAD_LINE and text[-1] in _ENDS):
        yield _piece(number, block, start, end)
        return
    if not _DIGIT.search(text):
        for first, last in _label_spans(text):
            yield _piece(number, block, start + first, start + last)
        return
    if _RUN.fullmatch(fold(text).strip()):
        # A line of figures and nothing else may be a whole row.
        glued = len(text.strip()) > _ROW_RUN or read_number(text).state == "unreadable"
        yield _piece(number, block, start, end, glued=glued)
        return
    rest, labels = glued_pattern().subn("", fold(text))
    prose = labels < 6 and bool(_PROSE.search(rest))
    if prose or (not labels and not _all_figures(text)):
        yield _piece(number, block, start, end)
        return
    for word in _WORD.finditer(text):
        first, last = start + word.start(), start + word.end()
        sound = refs(word.group()) and not _MARKED.search(word.group())
        if sound or not _DIGIT.search(word.group()):
            yield _piece(number, block, first, last)
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
        labels = list(glued_pattern().finditer(fold(text)))
        if len(labels) > 1 and not _LETTER.search(glued_pattern().sub("", fold(text))):
            return [(match.start(), match.end()) for match in labels]
    return [(0, len(text))]


def _all_figures(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(read_number(word).state != "unreadable" for word in words)


def _unglue(number: int, block: Paragraph, start: int, end: int) -> Iterator[Piece]:
    """Cut a word at its figures and labels; figures behind a label are glued together."""
    word = fold(block.text[start:end])
    if len(word) != end - start or _FIGURES.fullmatch(word):
        yield _piece(number, block, start, end)
        return
    labels = [match.span() for match in glued_pattern().finditer(word)]
    notes = [match.span() for match in _NOTE.finditer(word)]
    position = 0
    for match in _FIGURES.finditer(word):
        first, last = match.span()
        if any(a <= first < b for a, b in (*labels, *notes)) or first < position:
            continue
        yield from _labels_in(number, block, start, word, position, first, labels)
        glued = first > 0 and last - first > 1
        yield _piece(number, block, start + first, start + last, glued=glued)
        position = last
    yield from _labels_in(number, block, start, word, position, len(word), labels)


def _labels_in(
    number: int,
    block: Paragraph,
    start: int,
    word: str,
    first: int,
    last: int,
    labels: list[tuple[int, int]],
) -> Iterator[Piece]:
    """Cut text without figures before each label in it.

    What follows a label up to the next belongs to it: a damaged label must not pass for
    the sound one that it begins with.
    """
    if first >= last:
        return
    cuts = [a for a, _ in labels if first <= a < last]
    if len(cuts) == 1 and cuts[0] > first and not _HEADED.match(word[first:last]):
        cuts = []  # one label with other words before it: a damaged label, not two pieces
    if refs(word[first:last].strip()):
        cuts = []
    for begin, stop in zip([first, *cuts], [*cuts, last], strict=True):
        if begin < stop:
            yield _piece(number, block, start + begin, start + stop)
