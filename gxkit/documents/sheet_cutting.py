"""Where a sheet of a workbook has tables, and where it has lines of text between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from gxkit.documents import limits
from gxkit.documents.grid import Box, Frame, Item, settle
from gxkit.documents.model import Note
from gxkit.documents.paragraphs import HEADING

_CAPTION: Final = 16
_LABEL: Final = 120
"""A merged text longer than a caption is a heading or a paragraph, and any longer than a label."""

_SENTENCE: Final = ("。", "；")
"""Signs at the end of a text that is no label, however short it is."""

_OVER: Final = 0.6
"""A text over this share of a table is no label of a row whose other cells are blank."""

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


class Cutter:
    """Cuts one sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet, without what is hidden.
    notes : list of Note
        Takes up what was cut off.
    """

    def __init__(self, sheet: Sheet, notes: list[Note]) -> None:
        self.sheet = sheet
        self.notes = notes
        self.rows: dict[int, dict[int, str]] = {}
        for (row, column), text in sorted(sheet.texts.items()):
            self.rows.setdefault(row, {})[column] = text
        self.merged = {(merge.top, merge.left): merge for merge in sheet.merges}

    def items(self) -> list[Item]:
        """Return lines of text and tables, in reading order."""
        items: list[Item] = []
        piece: list[int] = []
        covered = self._covered()
        last = 0
        for row in self.rows:
            between = set(range(last + 1, row)) - covered - self.sheet.out_rows
            if piece and between:
                items += self._piece(piece)
                piece = []
            piece.append(row)
            last = row
        return items + self._piece(piece)

    def _covered(self) -> set[int]:
        """Return the rows that a merged cell with text reaches down to: they are not empty."""
        rows: set[int] = set()
        for place, merge in self.merged.items():
            tall = merge.bottom - merge.top >= _TALL
            if place in self.sheet.texts and not tall and len(rows) < limits.TABLE_CELLS:
                rows.update(range(merge.top, merge.bottom + 1))
        return rows

    def _last(self, row: int) -> int:
        """Return the last column that a row with text reaches."""
        return max(
            self.merged[row, column].right if (row, column) in self.merged else column
            for column in self.rows[row]
        )

    def _piece(self, rows: list[int]) -> list[Item]:
        """Turn rows that stand together into lines of text and tables."""
        items: list[Item] = []
        run: list[int] = []
        width = 0  # of the table that the run is so far
        for row in rows:
            if len(self.rows[row]) > 1:
                width = max(width, self._last(row) - min(self.rows[row]) + 1)
            elif width and self._parts(row, width):
                above = self._heading_above(run)
                items += self._run(run[:above]) + self._lines([*run[above:], row])
                run, width = [], 0
                continue
            run.append(row)
        return items + self._run(run)

    def _parts(self, row: int, width: int) -> bool:
        """Tell whether a row with one text parts tables, as a heading or a paragraph does."""
        column, text = next(iter(self.rows[row].items()))
        if len(text) > _LABEL or text.endswith(_SENTENCE):
            return True
        across = self._last(row) - column + 1
        return across > 1 and across >= _OVER * width and not self._is_caption(row)

    def _heading_above(self, rows: list[int]) -> int:
        """Return where the headings right above a paragraph begin, at most one of a section."""
        for at in range(len(rows) - 1, -1, -1):
            texts = self.rows[rows[at]]
            if len(texts) > 1:
                break
            if HEADING.match(next(iter(texts.values()))):
                return at
        return len(rows)

    def _is_caption(self, row: int) -> bool:
        """Tell whether a row is one merged cell with the name of a table or of its next rows."""
        column, text = next(iter(self.rows[row].items()))
        merge = self.merged.get((row, column))
        wide = merge is not None and merge.right > merge.left
        return wide and len(text) <= _CAPTION and "。" not in text and not HEADING.match(text)

    def _lines(self, rows: list[int]) -> list[Item]:
        return [
            line for row in rows for text in self.rows[row].values() for line in text.split("\n")
        ]

    def _run(self, rows: list[int]) -> list[Item]:
        """Turn rows that nothing parts into a table, with the texts right above it."""
        wide = [at for at, row in enumerate(rows) if len(self.rows[row]) > 1]
        if not wide:
            return self._lines(rows)
        start = wide[0]
        if start and self._is_caption(rows[start - 1]):
            start -= 1
        return self._lines(rows[:start]) + self._table(rows[start:])

    def _table(self, rows: list[int]) -> list[Item]:
        first = min(column for row in rows for column in self.rows[row])
        last = max(map(self._last, rows))
        if last - first >= limits.SHEET_COLUMNS:
            last = first + limits.SHEET_COLUMNS - 1
            self._note(f"only its first {limits.SHEET_COLUMNS} columns were read", rows[0])
        frame = Frame(self.sheet.number)
        taken: set[tuple[int, int]] = set()
        for row in range(rows[0], rows[-1] + 1):
            if row in self.sheet.out_rows:
                continue
            boxes = [
                self._box(row, column, (rows[-1], last), taken)
                for column in range(first, last + 1)
                if (row, column) not in taken and column not in self.sheet.out_columns
            ]
            frame.count += len(boxes)
            if frame.count > limits.TABLE_CELLS:
                self._note(f"only its first {limits.TABLE_CELLS} cells were read", row)
                break
            frame.rows.append(boxes)
        return settle(frame)

    def _box(self, row: int, column: int, end: tuple[int, int], taken: set[tuple[int, int]]) -> Box:
        merge = self.merged.get((row, column), Merge(row, column, row, column))
        down = max(1, min(merge.bottom, end[0]) - row + 1)
        across = max(1, min(merge.right, end[1]) - column + 1)
        if down > _TALL or len(taken) > limits.TABLE_CELLS:
            down = across = 1
        if (down, across) != (1, 1):
            taken.update((row + y, column + x) for y in range(down) for x in range(across))
        text = self.rows.get(row, {}).get(column, "")
        items: list[Item] = [line for line in text.split("\n") if line]
        return Box(down, across, row=row, column=column, items=items)

    def _note(self, message: str, row: int) -> None:
        where = f"t{self.sheet.number} r{row} c1"
        self.notes.append(Note("read", "warning", f"sheet {self.sheet.name}: {message}", where))
