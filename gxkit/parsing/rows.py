"""Blocks of a document as rows of printed pieces, whatever kept them apart.

Tables give rows with columns. Lines are cut at what their flattening left: tabs, bars,
wide spaces; where nothing was left, at known labels. What a piece means is decided
later; here only its place is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import Literal, NamedTuple

from gxkit.documents.model import Document, Paragraph, Table
from gxkit.parsing.labels import refs
from gxkit.parsing.pieces import Piece, cut_line, cut_stretch, piece_of

Kind = Literal["grid", "cells", "line"]

# A row of cells is no wider than the widest table; what is wider is several rows.
_WIDEST = 24
# So many tabs and nothing else are a row of empty cells.
_EMPTY_ROW = 4
# So many rows of the form side by side are the head of a table that is turned.
_TURNED = 4
# The rules of Markdown, of grid tables and of tables drawn with boxes.
_RULE = re.compile(
    r"[\s|:+\-=_─━═┼├┤┬┴┌┐└┘┏┓┗┛╔╗╚╝╠╣╬╦╩]*(?:-{3,}|={3,}|_{3,}|[─━═]{2,})"
    r"[\s|:+\-=_─━═┼├┤┬┴┌┐└┘┏┓┗┛╔╗╚╝╠╣╬╦╩]*|\s*\\(?:hline|midrule|toprule|bottomrule)\s*"
)
# The look behind comes last: a class of characters alone is what a search is fast at.
_BAR = re.compile(r"[|｜│┃║](?<!\\.)")
_new = tuple.__new__


class SourceRow(NamedTuple):
    """Pieces in reading order from one row of a table or from lines of text.

    `kind` is ``grid`` (a table's row: columns known), ``cells`` (a line that keeps the
    cells of a row apart, empty ones too) or ``line`` (one or more lines in which the end
    of a row cannot be seen).
    """

    kind: Kind
    pieces: tuple[Piece, ...]


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
        if _RULE.fullmatch(text):
            continue
        if text.isspace() and len(text) < _EMPTY_ROW:
            # A tab and nothing else: one empty cell of a page with a cell a line.
            lines.append(piece_of(number, block, 0, len(text)))
            after_bar = False
            continue
        if _BAR.search(text):
            row, after_bar = _barred(number, block, after_bar, framed)
        elif "\t" in text:
            row, after_bar = _tabbed(number, block), False
        else:
            lines.extend(cut_line(number, block))
            after_bar = False
            continue
        if row.kind == "line":
            lines.extend(row.pieces)
        else:
            _close_lines(rows, lines)
            rows.append(row)
    _close_lines(rows, lines)
    return rows


def keeps_cells(rows: Sequence[SourceRow]) -> bool:
    """Say whether lines of cells keep empty ones: some stand before a printed one.

    Where none does, whoever wrote the lines may have dropped them, in the middle too.
    """
    for row in rows:
        if row.kind == "cells":
            printed = [at for at, piece in enumerate(row.pieces) if piece.text]
            if printed and printed[-1] + 1 > len(printed):
                return True
    return False


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


def _turned(table: Table) -> bool:
    """Say whether a table has the rows of the form as its columns."""
    heads: Counter[tuple[int, str]] = Counter()
    sides: Counter[tuple[int, str]] = Counter()
    for cell in table.cells:
        found = () if cell.text.isdigit() else refs(cell.text)
        if found and found[0].role == "row" and found[0].table != "disputes":
            heads[cell.row, found[0].table] += 1
            sides[cell.column, found[0].table] += 1
    # A sheet may hold a whole report, and a list of bodies with such heads beneath it.
    most = max(heads.values(), default=0)
    return most >= _TURNED and most > max(sides.values())


def _grid_rows(number: int, table: Table) -> list[SourceRow]:
    turned = _turned(table)
    rows: list[list[Piece]] = [[] for _ in range(table.width if turned else table.height)]
    reached: set[int] = set()
    for cell in table.cells:
        row, column, high, wide, text = cell
        where = table.where(cell)
        if high == 1 and not turned:
            # Most pieces of a page are made here: not by way of NamedTuple's own constructor.
            rows[row - 1].append(_new(Piece, (text, where, number, column, wide, 0, 0, 0, False)))
            continue
        if turned:
            row, column, high, wide = column, row, wide, high
        if high == 1:
            rows[row - 1].append(Piece(text, where, number, column, wide))
            continue
        rows[row - 1].append(Piece(text, where, number, column, wide, shared=1))
        for below in range(row, row - 1 + high):
            rows[below].append(Piece(text, where, number, column, wide, shared=2))
            reached.add(below)
    for below in reached:
        # A cell from a row above was appended before its right-hand neighbours.
        rows[below].sort(key=attrgetter("column"))
    return [SourceRow("grid", tuple(pieces)) for pieces in rows]


def _tabbed(number: int, block: Paragraph) -> SourceRow:
    text = block.text
    if text.count("\t") == 1 and text[0] == "\t":
        # A cell a line, indented: the tab is no separator, and alone it is an empty cell.
        return SourceRow("line", tuple(cut_stretch(number, block, 1, len(text))))
    pieces: list[Piece] = []
    start = 0
    for column, part in enumerate(text.split("\t"), 1):
        pieces.append(piece_of(number, block, start, start + len(part), column=column))
        start += len(part) + 1
    if len(pieces) <= _WIDEST:
        return SourceRow("cells", tuple(pieces))
    # Several rows in one line: what tabs count there are no columns.
    return SourceRow("line", tuple(piece._replace(column=0) for piece in pieces))


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
            pieces.extend(cut_stretch(number, block, start, end))
            after_bar = False
        elif end < len(text) and after_bar:
            pieces.append(piece_of(number, block, start, end))
        if end < len(text):
            after_bar = True
        start = end + 1
    filled = sum(bool(piece.text) for piece in pieces)
    one_row = filled > 1 or (filled == 1 and len(pieces) > 3)
    kind: Kind = "cells" if one_row and len(pieces) <= _WIDEST else "line"
    return SourceRow(kind, tuple(pieces)), after_bar
