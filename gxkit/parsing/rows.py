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


_RULE = re.compile(r"[\s|:+\-=—]*-{3,}[\s|:+\-=—]*")
_BAR = re.compile(r"[|｜│┃]")
_WIDE = re.compile(r"\s{2,}|\u3000+")
_WORD = re.compile(r"\S+")
_FIGURES = re.compile(r"[0-9０-９][0-9０-９.,，．]*|[+\-－/／—]+[0-9０-９]*")
_NOTE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DIGIT = re.compile(r"[0-9０-９/／—－]")
_PROSE = re.compile(r"[。；，;]|\d年")


def source_rows(document: Document) -> list[SourceRow]:
    """Cut every block of a document into rows of pieces, in reading order."""
    rows: list[SourceRow] = []
    lines: list[Piece] = []
    after_bar = False
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            after_bar = False
            _close_lines(rows, lines)
            rows.extend(_grid_rows(number, block))
            continue
        text = block.text
        if not text or text.isspace() and "\t" not in text:
            continue
        if _BAR.search(text):
            if _RULE.fullmatch(text):
                continue
            row, after_bar = _barred(number, block, after_bar)
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
    while len(pieces) > 1 and not pieces[-1].text and not pieces[-2].text:
        pieces.pop()
    return SourceRow("cells", tuple(pieces))


def _barred(number: int, block: Paragraph, after_bar: bool) -> tuple[SourceRow, bool]:
    """Cut a line at its bars; between two bars with nothing else is an empty cell.

    The two bars may stand on two lines, so the state is handed on.
    """
    text = block.text
    bars = [match.start() for match in _BAR.finditer(text)]
    inner = text.strip()
    framed = len(inner) > 1 and bool(_BAR.match(inner)) and not _BAR.fullmatch(inner[:2])
    if framed and text[bars[0] + 1 :].strip():
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
    kind: Kind = "cells" if filled > 1 or (filled == 1 and len(pieces) > 3) else "line"
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
    if len(text) < 3 or not _DIGIT.search(text) or refs(text.strip()):
        yield _piece(number, block, start, end)
        return
    labels = [match.start() for match in glued_pattern().finditer(fold(text))]
    if not labels or (len(labels) < 6 and _PROSE.search(text)):
        if labels or not _all_figures(text):
            yield _piece(number, block, start, end)
            return
    for word in _WORD.finditer(text):
        first, last = start + word.start(), start + word.end()
        if refs(word.group()) or not _DIGIT.search(word.group()):
            yield _piece(number, block, first, last)
        else:
            yield from _unglue(number, block, first, last)


def _all_figures(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(_FIGURES.fullmatch(word) for word in words)


def _unglue(number: int, block: Paragraph, start: int, end: int) -> Iterator[Piece]:
    """Cut a word at the labels in it; figures between labels are glued together."""
    word = fold(block.text[start:end])
    if len(word) != end - start or _FIGURES.fullmatch(word):
        yield _piece(number, block, start, end)
        return
    position = 0
    for match in glued_pattern().finditer(word):
        yield from _figures(number, block, start, word, position, match.start())
        yield _piece(number, block, start + match.start(), start + match.end())
        position = match.end()
    yield from _figures(number, block, start, word, position, len(word))


def _figures(
    number: int, block: Paragraph, start: int, word: str, first: int, last: int
) -> Iterator[Piece]:
    """Yield what stands between two labels: text, or a run of figures, glued if long."""
    if first >= last:
        return
    note = _NOTE.match(word, first, last)
    if note and first:
        yield _piece(number, block, start + first, start + note.end())
        first = note.end()
    match = _FIGURES.match(word, first, last)
    if match is None or first == 0:
        yield _piece(number, block, start + first, start + last)
        return
    cut = match.end()
    glued = cut - first > 1 and word[first:cut].isdigit()
    yield _piece(number, block, start + first, start + cut, glued=glued)
    if cut < last:
        yield _piece(number, block, start + cut, start + last)
