"""A sheet of a workbook, whatever kind of file it comes from, as paragraphs and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from gxkit.documents import limits
from gxkit.documents.grid import Box, Frame, Item, settle
from gxkit.documents.model import Block, Note, Paragraph

_HEADING: Final = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]")
"""How the headings of Chinese documents begin."""
_CAPTION: Final = 16
_LABEL: Final = 120
"""A text longer than a caption is a paragraph where it is merged, and any longer than a label."""

_TALL: Final = 1_000
"""A merged cell of more rows is a slip of whoever made the sheet, or an attack."""


class Merge(NamedTuple):
    """A block of cells that are one: its corners, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """A sheet: what its cells show, by row and column from 1.

    `out_rows` and `out_columns` are hidden.
    """

    name: str
    number: int
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    out_rows: set[int] = field(default_factory=set)
    out_columns: set[int] = field(default_factory=set)


def blocks_of(sheets: list[Sheet], notes: list[Note]) -> tuple[Block, ...]:
    """Cut sheets into tables and the lines of text between them.

    Rows without any text part tables, and so do headings and paragraphs: texts alone in
    their row, merged over columns. A caption right above a table is its first row.

    Parameters
    ----------
    sheets : list of Sheet
        The sheets that are shown, in order.
    notes : list of Note
        Takes up what was left out.

    Returns
    -------
    tuple of Paragraph or Table
        In reading order. The number of a table is that of its sheet; rows and columns are
        those of the sheet, so that ``t2 r7 c5`` is E7 of the second sheet.

    Examples
    --------
    >>> sheet = Sheet("表", 1, {(1, 1): "一、统计表", (2, 1): "规章", (2, 2): "3"}, [Merge(1, 1, 1, 2)])
    >>> title, table = blocks_of([sheet], [])
    >>> title.text, table.where(table.cells[1])
    ('一、统计表', 't1 r2 c2')
    """
    blocks: list[Block] = []
    count = 0
    for sheet in sheets:
        _drop_hidden(sheet, notes)
        for item in _items(sheet, notes):
            if len(blocks) >= limits.LINES:
                break
            if isinstance(item, str):
                count += 1
                blocks.append(Paragraph(item, f"l{count}"))
            else:
                blocks.append(item)
    return tuple(blocks)


def _drop_hidden(sheet: Sheet, notes: list[Note]) -> None:
    gone = [
        place
        for place in sheet.texts
        if place[0] in sheet.out_rows or place[1] in sheet.out_columns
    ]
    for place in gone:
        del sheet.texts[place]
    if gone:
        message = f"sheet {sheet.name}: {len(gone)} cells in hidden rows and columns were left out"
        notes.append(Note("read", "info", message, f"t{sheet.number}"))


def _items(sheet: Sheet, notes: list[Note]) -> list[Item]:
    filled: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(sheet.texts.items()):
        filled.setdefault(row, {})[column] = text
    merged = {(merge.top, merge.left): merge for merge in sheet.merges}
    columns = {column for row in filled.values() for column in row}
    left = min(columns, default=1)
    spread = [merge for place, merge in merged.items() if place in sheet.texts]
    right = max([left, *columns, *(min(merge.right, left + limits.COLSPAN) for merge in spread)])
    if right - left >= limits.SHEET_COLUMNS:
        right = left + limits.SHEET_COLUMNS - 1
        message = f"sheet {sheet.name}: only its first {limits.SHEET_COLUMNS} columns were read"
        notes.append(Note("read", "warning", message, f"t{sheet.number}"))
    items: list[Item] = []
    piece: list[int] = []
    covered = _covered(spread)
    last = 0
    for row, texts in filled.items():
        if piece and any(other not in covered for other in range(last + 1, row)):
            items += _piece(sheet, piece, filled, merged, (left, right), notes)
            piece = []
        if len(texts) == 1 and _parts(row, texts, merged):
            items += _piece(sheet, piece, filled, merged, (left, right), notes)
            items += next(iter(texts.values())).split("\n")
            piece = []
        else:
            piece.append(row)
        last = row
    return items + _piece(sheet, piece, filled, merged, (left, right), notes)


def _covered(merges: list[Merge]) -> set[int]:
    """Return the rows that a merged cell with text reaches down to: they are not empty."""
    rows: set[int] = set()
    for merge in merges:
        if merge.bottom - merge.top < _TALL and len(rows) < limits.TABLE_CELLS:
            rows.update(range(merge.top, merge.bottom + 1))
    return rows


def _parts(row: int, texts: dict[int, str], merged: dict[tuple[int, int], Merge]) -> bool:
    """Tell whether a row with one text parts tables, as a heading or a paragraph does."""
    column, text = next(iter(texts.items()))
    return len(text) > _LABEL or ((row, column) in merged and not _is_caption(row, texts, merged))


def _piece(
    sheet: Sheet,
    rows: list[int],
    filled: dict[int, dict[int, str]],
    merged: dict[tuple[int, int], Merge],
    edges: tuple[int, int],
    notes: list[Note],
) -> list[Item]:
    """Turn rows that stand together into lines of text and a table."""
    wide = [at for at, row in enumerate(rows) if len(filled[row]) > 1]
    if not wide:
        return _lines(filled, rows)
    start = wide[0]
    if start and _is_caption(rows[start - 1], filled[rows[start - 1]], merged):
        start -= 1
    end = len(rows)
    while end > wide[-1] + 1 and _is_caption(rows[end - 1], filled[rows[end - 1]], merged):
        end -= 1
    items, after = _lines(filled, rows[:start]), _lines(filled, rows[end:])
    table = rows[start:end]
    edges = _edges(table, filled, merged, edges)
    frame = Frame(sheet.number)
    taken: set[tuple[int, int]] = set()
    for row in range(table[0], table[-1] + 1):
        boxes: list[Box] = []
        if row in sheet.out_rows:
            continue
        for column in range(edges[0], edges[1] + 1):
            if (row, column) in taken or column in sheet.out_columns:
                continue
            merge = merged.get((row, column), Merge(row, column, row, column))
            down = min(merge.bottom, table[-1]) - row + 1
            across = min(merge.right, edges[1]) - column + 1
            if down > _TALL or len(taken) > limits.TABLE_CELLS:
                down = across = 1
            if (down, across) != (1, 1):
                taken.update(
                    (row + below, column + beside)
                    for below in range(down)
                    for beside in range(across)
                )
            text = filled.get(row, {}).get(column, "")
            lines: list[Item] = [line for line in text.split("\n") if line]
            boxes.append(Box(down, across, row=row, column=column, items=lines))
        frame.count += len(boxes)
        if frame.count > limits.TABLE_CELLS:
            message = f"sheet {sheet.name}: only its first {limits.TABLE_CELLS} cells were read"
            notes.append(Note("read", "warning", message, f"t{sheet.number} r{row} c1"))
            break
        frame.rows.append(boxes)
    return items + settle(frame) + after


def _lines(filled: dict[int, dict[int, str]], rows: list[int]) -> list[Item]:
    return [line for row in rows for text in filled[row].values() for line in text.split("\n")]


def _is_caption(row: int, texts: dict[int, str], merged: dict[tuple[int, int], Merge]) -> bool:
    """Tell whether a row is one merged cell with the name of a table or of its next rows."""
    column, text = next(iter(texts.items()))
    merge = merged.get((row, column))
    wide = merge is not None and merge.right > merge.left
    return wide and len(text) <= _CAPTION and "。" not in text and not _HEADING.match(text)


def _edges(
    rows: list[int],
    filled: dict[int, dict[int, str]],
    merged: dict[tuple[int, int], Merge],
    edges: tuple[int, int],
) -> tuple[int, int]:
    """Return the first and the last column of a table: beside it others may reach further."""
    used = [(row, column) for row in rows for column in filled[row]]
    last = max(merged[place].right if place in merged else place[1] for place in used)
    return min(column for _, column in used), min(last, edges[1])
