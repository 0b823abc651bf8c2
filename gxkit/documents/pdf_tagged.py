"""Tables without rules whose cells the tags of a PDF name: believed where the page agrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf
from typing import Final

from gxkit.documents.lines import area, cell_text, lines_of
from gxkit.documents.model import Cell, Table
from gxkit.documents.pdf_pages import Char, PdfPage
from gxkit.documents.pdf_structure import Path, TaggedTable
from gxkit.documents.pdf_tagged_grid import Told, placed

_MOST: Final = 60
"""Pages that are kept until the tables on them are known; no report has so many."""


@dataclass
class Held:
    """A page whose tagged tables stand outside rules: its characters there."""

    number: int
    rest: list[Char]
    tables: list[TaggedTable]
    chars: dict[int, list[Char]]
    """The characters of each mark."""


def held(page: PdfPage, rest: Sequence[Char]) -> Held | None:
    """Say which tagged tables of a page stand outside its ruled ones, if any.

    Parameters
    ----------
    page : PdfPage
        The page.
    rest : sequence of Char
        Its characters outside ruled tables.

    Returns
    -------
    Held or None
        None where there are none.
    """
    if not page.tagged:
        return None
    outside = {char.order for char in rest}
    chars: dict[int, list[Char]] = {}
    ruled: set[int] = set()
    for char in page.chars:
        mark = page.marks.get(char.order)
        if mark is None:
            continue
        chars.setdefault(mark, []).append(char)
        if char.order not in outside:
            ruled.add(mark)
    tables = [table for table in page.tagged if not ruled.intersection(_marks(table))]
    return Held(page.number, list(rest), tables, chars) if tables else None


def settle(pages: Sequence[Held]) -> dict[int, list[tuple[float, Table]]]:
    """Make the tables of the pages that were held, and take their characters from these.

    A table is left alone where its tags and its print do not agree: cells of a column that
    stand under different columns, a row whose cells may stand in two ways, figures in it
    without a tag.

    Parameters
    ----------
    pages : sequence of Held
        The pages in their order; what becomes part of a table is taken out of their `rest`.

    Returns
    -------
    dict of int to list of (float, Table)
        By the page on which they begin: where, and the tables, all with the number 0.
    """
    parts: dict[Path, list[tuple[Held, TaggedTable]]] = {}
    for page in pages[:_MOST]:
        for table in page.tables:
            parts.setdefault(table.path, []).append((page, table))
    found: dict[int, list[tuple[float, Table]]] = {}
    for own in parts.values():
        made = _table(own)
        if made is None:
            continue
        begin = own[0][0].number
        for page, part in own:
            gone = {char.order for mark in _marks(part) for char in page.chars.get(mark, ())}
            page.rest = [char for char in page.rest if char.order not in gone]
        top = min(box[1] for place, box in made.boxes.items() if made.pages[place[0] - 1] == begin)
        found.setdefault(begin, []).append((top, made))
    return found


def _marks(table: TaggedTable) -> Iterable[int]:
    cells = chain.from_iterable(table.rows.values())
    return (mark for cell in cells if cell is not None for mark in cell.marks)


def _table(parts: Sequence[tuple[Held, TaggedTable]]) -> Table | None:
    rows = _rows(parts)
    if rows is None:
        return None
    cells = placed(rows)
    if cells is None or not _is_alone(parts, cells):
        return None
    boxes = {(cell.row, cell.column): area(cell.lines) for cell in cells if cell.lines}
    pages = [parts[0][0].number] * len(rows)
    for cell in cells:
        for line in cell.lines[:1]:
            pages[cell.row - 1] = max(pages[cell.row - 1], line.page)
    pages = [max(pages[: at + 1]) for at in range(len(pages))]
    elsewhere = {
        (cell.row, cell.column): cell.lines[0].page
        for cell in cells
        if cell.lines and cell.lines[0].page != pages[cell.row - 1]
    }
    made = tuple(
        Cell(cell.row, cell.column, cell.rowspan, cell.colspan, cell_text(cell.lines, inf))
        for cell in cells
    )
    return Table(0, made, tuple(pages), boxes, {}, elsewhere)


def _rows(parts: Sequence[tuple[Held, TaggedTable]]) -> list[list[Told]] | None:
    """Put together what each page tells of each row; None where they contradict one another."""
    rows: dict[Path, list[Told]] = {}
    none = set().union(*(table.others for _, table in parts))
    for page, table in parts:
        for path, cells in table.rows.items():
            if path in none:
                continue
            row = rows.setdefault(path, [])
            if not row:
                row.extend(Told() for _ in cells)
            if cells and len(cells) != len(row):
                return None
            for told, cell in zip(row, cells, strict=False):
                if cell is None:
                    continue
                if told.known and (told.rowspan, told.colspan) != (cell.rowspan, cell.colspan):
                    return None
                told.rowspan, told.colspan, told.known = cell.rowspan, cell.colspan, True
                chars = [char for mark in cell.marks for char in page.chars.get(mark, ())]
                told.lines += lines_of(chars, page.number) if chars else []
    known = [at for at, path in enumerate(sorted(rows)) if rows[path]]
    ordered = [rows[path] for path in sorted(rows)]
    return ordered[known[0] : known[-1] + 1] if known else None


def _is_alone(parts: Sequence[tuple[Held, TaggedTable]], cells: Sequence[Told]) -> bool:
    """Tell whether no figure stands among the cells that is in none of them."""
    for page, table in parts:
        lines = [line for cell in cells for line in cell.lines if line.page == page.number]
        if not lines:
            continue
        x0, top, x1, bottom = area(lines)
        own = {char.order for mark in _marks(table) for char in page.chars.get(mark, ())}
        if any(
            char.text.isdigit() and x0 <= char.middle[0] <= x1 and top <= char.middle[1] <= bottom
            for char in page.rest
            if char.order not in own
        ):
            return False
    return True
