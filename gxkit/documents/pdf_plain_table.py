"""Cells of a table without rules on a grid: head and labels, numbers in their columns, blanks."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from gxkit.documents.lines import area, cell_text
from gxkit.documents.model import Cell, Table
from gxkit.documents.pdf_plain_columns import Head
from gxkit.documents.pdf_plain_labels import Entry
from gxkit.documents.pdf_plain_rows import Stack


class _Maker:
    """Puts cells into a table as it grows."""

    def __init__(self, width: int, room: float) -> None:
        self.width, self.room = width, room
        self.cells: list[Cell] = []
        self.pages: list[int] = []
        self.boxes: dict[tuple[int, int], tuple[float, float, float, float]] = {}
        self.elsewhere: dict[tuple[int, int], int] = {}

    def row(self, page: int) -> None:
        """Begin a row, on no page before that of the row above."""
        self.pages.append(max(page, self.pages[-1] if self.pages else page))

    def put(self, stack: Stack | None, column: int, span: int = 1) -> None:
        """Put a cell into the row; None for a blank one."""
        row = len(self.pages)
        text = cell_text(stack.lines, self.room) if stack else ""
        self.cells.append(Cell(row, column, 1, span, text))
        if stack:
            self.boxes[row, column] = area(stack.lines)
            if stack.page != self.pages[-1]:
                self.elsewhere[row, column] = stack.page


def table_of(
    head: Head, entries: Sequence[Entry], columns: Sequence[Sequence[int]], caption: Stack | None
) -> Table:
    """Make a table of a head, the rows under it, and the column of each of their numbers.

    Parameters
    ----------
    head : Head
        The labels of its columns.
    entries : sequence of Entry
        Its rows.
    columns : sequence of sequence of int
        For each number of each row the leaf of the head that it stands under, from 0.
    caption : Stack or None
        A row over the head.

    Returns
    -------
    Table
        With the number 0; blank cells are among its cells.
    """
    lead = max(head.lead, *(len(entry.labels) for entry in entries))
    shift = lead - head.lead
    leaves = head.leaves
    width = len(leaves) + shift
    steps = [
        (b.x0 + b.x1 - a.x0 - a.x1) / 2
        for a, b in zip(leaves[head.lead :], leaves[head.lead + 1 :], strict=False)
    ]
    maker = _Maker(width, min(steps, default=inf))
    if caption:
        maker.row(caption.page)
        maker.put(caption, 1, width)
    for spans in head.spans:
        maker.row(spans[0][2].page)
        for start, span, cell in spans:
            first = start + 1 + (shift if start >= head.lead else 0)
            last = start + span + (shift if start + span >= head.lead else 0)
            maker.put(cell, first, last - first + 1)
    for entry, own in zip(entries, columns, strict=True):
        maker.row(entry.page)
        labels = entry.labels
        for at, label in enumerate(labels):
            alone = len(labels) == 1
            maker.put(label, 1 if alone else lead - len(labels) + at + 1, lead if alone else 1)
        values = dict(zip(own, entry.values, strict=True))
        for at in range(head.lead, len(leaves)):
            maker.put(values.get(at), at + shift + 1)
    cells = tuple(sorted(maker.cells, key=lambda cell: (cell.row, cell.column)))
    return Table(0, cells, tuple(maker.pages), maker.boxes, {}, maker.elsewhere)
