"""Tables as met, put on a grid, and told apart: those that hold data, those that lay out."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from gxkit.documents import limits
from gxkit.documents.model import Cell, Table

_FEW: Final = 4
"""Texts in a nested table up to which it may be part of a cell's own text."""
_LONG: Final = 600
_MANY_LINES: Final = 3
_LONG_LINES: Final = 200
"""A cell of a narrow row is prose when it is this long, or has this many lines as well."""
_LONG_IN_WIDE: Final = 2_000
_WIDE: Final = 4
"""A row with this many texts is a row of data, whatever the length of its label."""

Item: TypeAlias = str | Table

_new = tuple.__new__


@dataclass(slots=True)
class Box:
    """A cell as met: the spans it asks for, what is in it, and its place once known.

    `merge` is set by Word files only: ``down`` goes on with the cell above, ``across``
    with the one to the left. `skip` columns before it are left out.
    """

    rowspan: int = 1
    colspan: int = 1
    merge: str = ""
    skip: int = 0
    row: int = 0
    column: int = 0
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """A table as met: its rows, where its row groups start, and what stands before it."""

    number: int
    rows: list[list[Box]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)
    count: int = 0


def place_spans(frame: Frame) -> None:
    """Give each cell of an HTML table its place, as browsers do.

    A rowspan ends with its row group (0 reaches to the end of it), an absurd colspan is
    cut to the columns that the other rows have.

    Parameters
    ----------
    frame : Frame
        The table; its boxes are changed in place.

    Examples
    --------
    >>> frame = Frame(1, [[Box(rowspan=9), Box()], [Box()]])
    >>> place_spans(frame)
    >>> [(box.row, box.column, box.rowspan) for row in frame.rows for box in row]
    [(1, 1, 2), (1, 2, 1), (2, 2, 1)]
    """
    rows = frame.rows
    _cap_colspans(rows)
    ends = _group_ends(len(rows), frame.groups)
    free: list[int] = []  # by column: the first row (from 0) that no cell from above covers
    for index, row in enumerate(rows):
        column = 0
        room = ends[index] - index
        for box in row:
            while column < len(free) and free[column] > index:
                column += 1
            span = box.rowspan
            span = room if span == 0 or span > room else span
            stop = column + box.colspan
            if stop > len(free):
                free.extend([0] * (stop - len(free)))
            box.row, box.column, box.rowspan = index + 1, column + 1, span
            if box.colspan == 1:
                free[column] = index + span  # as nearly all cells are
                column = stop
                continue
            for covered in range(column, stop):
                if free[covered] > index:
                    # Runs into a cell from above: browsers overlap them, we stop before it.
                    box.colspan = min(box.colspan, covered - column)
                else:
                    free[covered] = index + span
            column = stop


def place_merges(frame: Frame) -> None:
    """Give each cell of a Word table its place and turn its merge marks into spans.

    Parameters
    ----------
    frame : Frame
        The table; its boxes are changed in place, those that only go on with another
        one are taken out.

    Examples
    --------
    >>> frame = Frame(1, [[Box(), Box(colspan=2)], [Box(merge="down"), Box(), Box()]])
    >>> place_merges(frame)
    >>> [[(box.column, box.rowspan, box.colspan) for box in row] for row in frame.rows]
    [[(1, 2, 1), (2, 1, 2)], [(2, 1, 1), (3, 1, 1)]]
    """
    above: dict[int, Box] = {}
    for index, row in enumerate(frame.rows):
        column = 1
        here: dict[int, Box] = {}
        kept: list[Box] = []
        for box in row:
            column += box.skip
            box.colspan = min(box.colspan, limits.COLSPAN)
            origin = above.get(column) if box.merge == "down" else None
            if origin is not None and origin.row + origin.rowspan == index + 1:
                origin.rowspan += 1
                here[column] = origin
            elif box.merge == "across" and kept and kept[-1].column + kept[-1].colspan == column:
                kept[-1].colspan += box.colspan
            else:
                box.row, box.column = index + 1, column
                here[column] = box
                kept.append(box)
            column += box.colspan
        frame.rows[index] = kept
        above = here


def settle(frame: Frame) -> list[Item]:
    """Turn a placed table into what it is for a reader.

    A row that holds prose or a table of its own is layout and yields the contents of its
    cells in reading order; the runs of rows between are tables, if they have columns at
    all. All pieces keep the number and the rows of the table they come from.

    Parameters
    ----------
    frame : Frame
        A placed table; tables inside it are settled already.

    Returns
    -------
    list of str or Table
        Lines of text and tables, in reading order.

    Examples
    --------
    >>> frame = Frame(1, [[Box(items=["标题"])], [Box(items=["甲"]), Box(items=["乙"])]])
    >>> place_spans(frame)
    >>> settle(frame)[0].cells[2].text
    '乙'
    """
    width = max((row[-1].column for row in frame.rows if row), default=0)
    items: list[Item] = []
    run: list[list[Box]] = []
    for row in frame.rows:
        if width > 1 and not _is_layout(row):
            run.append(row)
            continue
        items.extend(_settle_run(frame.number, run, width))
        run = []
        for box in row:
            items.extend(box.items)
    items.extend(_settle_run(frame.number, run, width))
    return items


def _settle_run(number: int, run: list[list[Box]], width: int) -> list[Item]:
    if not run:
        return []
    if not _has_columns(run):
        return [item for row in run for box in row for item in box.items]
    last = max((row[0].row for row in run if row), default=0)
    cells = []
    for row in run:
        for box in row:
            items = box.items
            text = "" if not items else items[0]
            if len(items) > 1 or not isinstance(text, str):
                text = _inline(items)
            top, left, down, across = box.row, box.column, box.rowspan, box.colspan
            if top + down > last + 1:
                down = last + 1 - top
            if left + across > width + 1:
                across = width + 1 - left
            # Not by way of NamedTuple's own constructor: there are hundreds in a page.
            cells.append(_new(Cell, (top, left, down, across, text)))
    return [Table(number, tuple(cells))]


def _inline(items: list[Item]) -> str:
    lines: list[str] = []
    for item in items:
        if isinstance(item, str):
            lines.append(item)
        else:
            lines.extend(cell.text for cell in item.cells if cell.text)
    return "\n".join(lines)


def _is_layout(row: list[Box]) -> bool:
    """Tell whether a row holds prose or a nested table that stands on its own."""
    texts = 0
    lengthy = False
    nested = 0
    for box in row:
        items = box.items
        if not items:
            continue
        texts += 1
        if len(items) == 1 and isinstance(items[0], str):
            lengthy = lengthy or len(items[0]) > _LONG
            continue
        size = 0
        for item in items:
            if isinstance(item, str):
                size += len(item)
            else:
                nested = max(nested, sum(1 for cell in item.cells if cell.text))
        lengthy = lengthy or size > (_LONG_LINES if len(items) >= _MANY_LINES else _LONG)
    if nested > _FEW or (nested > 1 and texts < _WIDE):
        return True
    if not lengthy:
        return False
    return texts < _WIDE or any(
        isinstance(item, str) and len(item) > _LONG_IN_WIDE for box in row for item in box.items
    )


def _has_columns(run: list[list[Box]]) -> bool:
    """Tell whether rows make a table: two texts side by side, or a label and blanks."""
    columns = set()
    for row in run:
        texts = [box.column for box in row if box.items]
        if len(texts) > 1:
            return True
        columns.update(texts)
    # All text in the first column and at least two blank cells beside it: a form not
    # filled in. Elsewhere the blanks are margins of a page layout.
    cells = sum(len(row) for row in run)
    return columns == {1} and cells >= 3 * len(run)


def _cap_colspans(rows: list[list[Box]]) -> None:
    absurd = [box for row in rows for box in row if box.colspan > limits.COLSPAN]
    if absurd:
        width = max(sum(b.colspan for b in row if b.colspan <= limits.COLSPAN) for row in rows)
        for box in absurd:
            box.colspan = max(1, min(width, limits.COLSPAN))


def _group_ends(count: int, groups: list[int]) -> list[int]:
    """Say for each row where its row group ends."""
    starts = sorted({0, count, *groups})
    ends = []
    for start, stop in itertools.pairwise(starts):
        ends.extend([stop] * (stop - start))
    return ends
