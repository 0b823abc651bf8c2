"""The three tables of a draft as grids of cells with spans, as the form draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from gxkit.forms import CellKey
from gxkit.synthetic.draft import Draft

__all__ = ["Cell", "Grid", "make_grids"]

_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_LEAD = 3  # columns of labels in the requests table


class Cell(NamedTuple):
    """A cell of a printed table; `key` is set where it holds a number of the form."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    key: CellKey | None = None
    head: bool = False


@dataclass(frozen=True)
class Grid:
    """A printed table: rows of the cells that begin in them, and its columns."""

    table: str
    width: int
    rows: tuple[tuple[Cell, ...], ...]

    def covered(self) -> list[list[tuple[Cell, bool] | None]]:
        """Every row with a place for every column: the cell over it, and if it begins there."""
        matrix: list[list[tuple[Cell, bool] | None]] = []
        taken: dict[tuple[int, int], Cell] = {}
        for number, cells in enumerate(self.rows):
            line: list[tuple[Cell, bool] | None] = []
            for cell in cells:
                while (number, len(line)) in taken:
                    line.append((taken.pop((number, len(line))), False))
                start = len(line)
                line.append((cell, True))
                line.extend([(cell, False)] * (cell.colspan - 1))
                for below in range(number + 1, number + cell.rowspan):
                    for column in range(start, start + cell.colspan):
                        taken[below, column] = cell
            while (number, len(line)) in taken:
                line.append((taken.pop((number, len(line))), False))
            line.extend([None] * (self.width - len(line)))
            matrix.append(line)
        return matrix

    def expanded(self) -> list[list[Cell | None]]:
        """Every row with a place for every column: a cell where it begins, else None."""
        return [
            [place[0] if place is not None and place[1] else None for place in line]
            for line in self.covered()
        ]


def make_grids(draft: Draft) -> dict[str, list[Grid | str]]:
    """Draw the tables of a draft.

    Returns
    -------
    dict
        By table code: grids, with captions between them as text. Empty for a table that
        the page leaves out.
    """
    grids: dict[str, list[Grid | str]] = {
        "proactive": [_proactive(draft)],
        "requests": [_requests(draft)],
        "disputes": _disputes_apart(draft) if "suits_apart" in draft.flags else [_disputes(draft)],
    }
    for table, parts in grids.items():
        if f"missing:{table}" in draft.flags:
            parts.clear()
        elif table in draft.notes:
            parts.append(draft.notes[table])
    return grids


def _filled(texts: list[tuple[str, CellKey | None]], width: int, head: bool = False) -> list[Cell]:
    """Set cells side by side; the last takes the columns that are left."""
    cells = [Cell(text, 1, 1, key, head) for text, key in texts]
    spare = width - len(cells)
    if spare > 0:
        cells[-1] = cells[-1]._replace(colspan=1 + spare)
    return cells


def _numbers(
    draft: Draft, table: str, row: str, columns: list[str]
) -> list[tuple[str, CellKey | None]]:
    if row in draft.extra:
        return [(text, None) for text in draft.extra[row].texts[: len(columns)]]
    keys = [(table, row, column) for column in columns]
    return [
        (draft.beside[key], None) if key in draft.beside else (draft.printed[key].text, key)
        for key in keys
        if key not in draft.dropped
    ]


def _proactive(draft: Draft) -> Grid:
    table = draft.form.table["proactive"]
    width = 4
    rows: list[list[Cell]] = []
    if "caption_row" in draft.flags:
        rows.append([Cell(table.zh, 1, width, None, True)])

    def path(row: str) -> tuple[str, ...]:
        return draft.extra[row].path if row in draft.extra else table.row[row].path

    for block, members in groupby(draft.rows["proactive"], path):
        inside = list(members)
        columns = list(next((table.row[row].columns for row in inside if row in table.row), ()))
        order = [code for code in draft.columns["proactive"] if code in columns]
        if f"no:{block[0]}" not in draft.flags:
            rows.append([Cell(draft.groups[block[0]], 1, width, None, True)])
        heads = [(draft.label("proactive", "", column), None) for column in order]
        rows.append(_filled([("信息内容", None), *heads], width, True))
        for row in inside:
            label = draft.extra[row].label if row in draft.extra else draft.label("proactive", row)
            rows.append(_filled([(label, None), *_numbers(draft, "proactive", row, order)], width))
    return Grid("proactive", width, tuple(map(tuple, rows)))


def _requests(draft: Draft) -> Grid:
    columns = draft.columns["requests"]
    rows = _requests_head(draft, columns)
    body = draft.rows["requests"]
    table = draft.form.table["requests"]
    paths = [draft.extra[row].path if row in draft.extra else table.row[row].path for row in body]
    for at, (row, path) in enumerate(zip(body, paths, strict=True)):
        line: list[Cell] = []
        for depth, group in enumerate(path):
            # A group's label stands in its first row and spans those below it.
            if at and paths[at - 1][: depth + 1] == path[: depth + 1]:
                continue
            span = 1
            while at + span < len(body) and paths[at + span][: depth + 1] == path[: depth + 1]:
                span += 1
            line.append(Cell(draft.groups[group], span, 1, None, True))
        label = draft.extra[row].label if row in draft.extra else draft.label("requests", row)
        line.append(Cell(label, 1, _LEAD - len(path), None, True))
        line += [Cell(text, 1, 1, key) for text, key in _numbers(draft, "requests", row, columns)]
        rows.append(line)
    return Grid("requests", _LEAD + len(columns), tuple(map(tuple, rows)))


def _split(texts: list[str], flag: bool) -> list[list[str]]:
    """Set headers in one row, or their lines in two rows."""
    if not flag or not any("\n" in text for text in texts):
        return [texts]
    parts = [(*text.split("\n", 1), "")[:2] for text in texts]
    return [[part[0] for part in parts], [part[1] for part in parts]]


def _requests_head(draft: Draft, columns: list[str]) -> list[list[Cell]]:
    legal = {"enterprise", "research", "public_welfare", "legal_service", "other"}
    legal |= {column for _, _, column in draft.beside}
    inner = [column for column in columns if column in legal]
    texts = [draft.label("requests", "", column) for column in inner]
    low = _split(texts, "header_two_rows" in draft.flags)
    deep = 1 + len(low)
    first = [
        Cell(_CORNER, 1 + deep, _LEAD, None, True),
        Cell("申请人情况", 1, len(columns), None, True),
    ]
    second: list[Cell] = []
    for inside, members in groupby(columns, legal.__contains__):
        group = list(members)
        if inside:
            second.append(Cell("法人或其他组织", 1, len(group), None, True))
        else:
            second += [
                Cell(draft.label("requests", "", code), deep, 1, None, True) for code in group
            ]
    return [first, second, *([Cell(text, 1, 1, None, True) for text in line] for line in low)]


def _disputes(draft: Draft) -> Grid:
    columns = draft.columns["disputes"]
    flag = "header_two_rows" in draft.flags
    texts = [draft.label("disputes", "", column) for column in columns]
    low = _split(texts, flag)
    width = 3 * len(columns)
    first = [
        Cell(draft.label("disputes", "reconsideration"), 1, len(columns), None, True),
        Cell(draft.groups["行政诉讼"], 1, width - len(columns), None, True),
    ]
    # Under two rows of parts the first group has room for its labels whole.
    whole = [text.replace("\n", "") for text in texts] if flag else texts
    second = [Cell(text, 1 + len(low), 1, None, True) for text in whole]
    second += [
        Cell(draft.label("disputes", row), 1, len(columns), None, True)
        for row in ("direct_suit", "suit_after_reconsideration")
    ]
    third = [[Cell(text, 1, 1, None, True) for text in line + line] for line in low]
    numbers = [
        Cell(text, 1, 1, key)
        for row in draft.form.table["disputes"].official_rows
        for text, key in _numbers(draft, "disputes", row.code, columns)
    ]
    return Grid("disputes", width, tuple(map(tuple, [first, second, *third, numbers])))


def _disputes_apart(draft: Draft) -> list[Grid | str]:
    """Print reconsideration and the two kinds of suit as tables of their own."""
    return list(_each_dispute(draft))


def _each_dispute(draft: Draft) -> Iterator[Grid]:
    columns = draft.columns["disputes"]
    texts = [draft.label("disputes", "", column) for column in columns]
    for row in draft.form.table["disputes"].official_rows:
        caption = draft.label("disputes", row.code)
        if row.path:
            caption = f"{row.path[0]}（{caption}）" if "suits_caption" in draft.flags else caption
        head = [Cell(text, 1, 1, None, True) for text in texts]
        numbers = [
            Cell(text, 1, 1, key) for text, key in _numbers(draft, "disputes", row.code, columns)
        ]
        lines = ([Cell(caption, 1, len(columns), None, True)], head, numbers)
        yield Grid("disputes", len(columns), tuple(map(tuple, lines)))
