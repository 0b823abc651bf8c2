"""Grids as converters leave them: rows and columns put in, taken out, cut and moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from gxkit.documents.model import Block, Cell, Document, Table

Mutation = Callable[[Table, int, Random], list[Table]]


def with_row(table: Table, before: int, *, through: bool, cells: int = 0) -> Table:
    """Put an empty row in before a row; `through` lets cells that span it grow."""
    moved = []
    for cell in table.cells:
        if cell.row >= before:
            moved.append(cell._replace(row=cell.row + 1))
        elif cell.row + cell.rowspan > before and through:
            moved.append(cell._replace(rowspan=cell.rowspan + 1))
        elif cell.row + cell.rowspan > before:
            moved.append(cell._replace(rowspan=before - cell.row))
        else:
            moved.append(cell)
    moved.extend(Cell(before, at, 1, 1, "") for at in range(1, cells + 1))
    return _table(table, moved)


def with_column(table: Table, before: int, first: int = 1, *, cells: bool = True) -> Table:
    """Put an empty column in before a column, from a row on; cells that span it grow."""
    moved = []
    for cell in table.cells:
        if cell.row < first:
            moved.append(cell)
        elif cell.column >= before:
            moved.append(cell._replace(column=cell.column + 1))
        elif cell.column + cell.colspan > before:
            moved.append(cell._replace(colspan=cell.colspan + 1))
        else:
            moved.append(cell)
    covered = {
        row
        for cell in moved
        if cell.column <= before < cell.column + cell.colspan
        for row in range(cell.row, cell.row + cell.rowspan)
    }
    if cells:
        moved.extend(
            Cell(row, before, 1, 1, "")
            for row in range(first, table.height + 1)
            if row not in covered
        )
    return _table(table, moved)


def without_column(table: Table, column: int, first: int = 1) -> Table:
    """Take a column out, from a row on: what stands in it alone is gone."""
    moved = []
    for cell in table.cells:
        if cell.row < first or cell.column + cell.colspan <= column:
            moved.append(cell)
        elif cell.column > column:
            moved.append(cell._replace(column=cell.column - 1))
        elif cell.colspan > 1:
            moved.append(cell._replace(colspan=cell.colspan - 1))
    return _table(table, moved)


def cut(table: Table, before: int) -> list[Table]:
    """Cut a table in two before a row; cells that span the cut are in both, below it empty."""
    upper, lower = [], []
    for cell in table.cells:
        end = cell.row + cell.rowspan
        if cell.row >= before:
            lower.append(cell._replace(row=cell.row - before + 1))
        elif end <= before:
            upper.append(cell)
        else:
            upper.append(cell._replace(rowspan=before - cell.row))
            lower.append(cell._replace(row=1, rowspan=end - before, text=""))
    return [_table(table, upper), _table(table, lower)]


def packed(table: Table) -> Table:
    """Push the cells of each row to the left, each one column wide: spans are lost."""
    taken: dict[int, int] = {}
    moved = []
    for cell in table.cells:
        column = taken.get(cell.row, 0) + 1
        taken[cell.row] = column
        moved.append(cell._replace(column=column, colspan=1, rowspan=1))
    return _table(table, moved)


def below(tables: Sequence[Table]) -> Table:
    """Put tables under one another as one."""
    cells: list[Cell] = []
    height = 0
    for table in tables:
        cells.extend(cell._replace(row=cell.row + height) for cell in table.cells)
        height += table.height
    return _table(tables[0], cells)


def beside(first: Table, second: Table, gap: int = 1) -> Table:
    """Put two tables side by side as one."""
    width = first.width + gap
    moved = [cell._replace(column=cell.column + width) for cell in second.cells]
    return _table(first, [*first.cells, *moved])


def transposed(table: Table) -> Table:
    """Turn a table: its rows are its columns."""
    return _table(table, [Cell(c.column, c.row, c.colspan, c.rowspan, c.text) for c in table.cells])


def _table(like: Table, cells: Sequence[Cell]) -> Table:
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Table(like.number, ordered)


def in_place(document: Document, table: Table, parts: Sequence[Table]) -> Document:
    """Put other tables in the place of one, all of them numbered anew."""
    blocks: list[Block] = []
    number = 0
    for block in document.blocks:
        for one in parts if block is table else [block]:
            if isinstance(one, Table):
                number += 1
                blocks.append(replace(one, number=number))
            else:
                blocks.append(one)
    return replace(document, blocks=tuple(blocks))
