"""The official look of a table, worked out from the declaration of its form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from gxkit.card.words import group as named
from gxkit.card.words import label, within
from gxkit.forms.equations import present_rows
from gxkit.forms.model import CellKey, Row, Table


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of the drawn table: a label, or the place of a value (`key`)."""

    kind: Literal["head", "label", "value"]
    text: str = ""
    key: CellKey | None = None
    rowspan: int = 1
    colspan: int = 1


Grid = tuple[tuple[Slot, ...], ...]


def layout(table: Table, unofficial: Collection[str] = (), lang: str = "zh") -> Grid:
    """Lay a table out as the official form prints it.

    Parameters
    ----------
    table : Table
        A table of a form.
    unofficial : collection of str
        The rows that the page prints in place of official ones.
    lang : {"zh", "en"}
        The language of its labels.

    Returns
    -------
    tuple of tuples of Slot
        The drawn rows; a slot that spans rows stands in the first of them only.

    Examples
    --------
    >>> from gxkit import forms
    >>> grid = layout(forms.load("2021").table["disputes"])
    >>> [(slot.text, slot.rowspan, slot.colspan) for slot in grid[0]]
    [('行政复议', 2, 5), ('行政诉讼', 1, 10)]
    """
    rows = [table.row[code] for code in present_rows(table, unofficial)]
    if table.layout == "blocks":
        return _blocks(table, rows, lang)
    if table.layout == "matrix":
        return _matrix(table, rows, lang)
    return _line(table, rows, lang)


def _blocks(table: Table, rows: Sequence[Row], lang: str) -> Grid:
    """Draw a block for each run of rows of one group: its title, its header, its rows."""
    width = max(len(row.columns) for row in rows)
    drawn: list[tuple[Slot, ...]] = []
    for (path, columns), block in groupby(rows, key=lambda row: (row.path, row.columns)):
        spans = _shares(width, len(columns))
        corner = named(table.corner[0], lang) if table.corner else ""
        drawn.append(
            (Slot("head", " ".join(named(each, lang) for each in path), colspan=width + 1),)
        )
        heads = [
            Slot("head", label(table.column[code], lang), colspan=span)
            for code, span in zip(columns, spans, strict=True)
        ]
        drawn.append((Slot("head", corner), *heads))
        for row in block:
            values = [
                Slot("value", key=(table.code, row.code, code), colspan=span)
                for code, span in zip(columns, spans, strict=True)
            ]
            drawn.append((Slot("label", within(row, lang)), *values))
    return tuple(drawn)


def _matrix(table: Table, rows: Sequence[Row], lang: str) -> Grid:
    depth = 1 + max(len(row.path) for row in rows)
    drawn = _matrix_head(table, depth, lang)
    for number, row in enumerate(rows):
        slots: list[Slot] = []
        for level in range(len(row.path)):
            group = row.path[: level + 1]
            if number and rows[number - 1].path[: level + 1] == group:
                continue  # the slot of the row above spans this one
            span = _run(rows[number:], group)
            slots.append(Slot("label", named(group[-1], lang), rowspan=span))
        slots.append(Slot("label", within(row, lang), colspan=depth - len(row.path)))
        slots += [Slot("value", key=(table.code, row.code, code)) for code in row.columns]
        drawn.append(tuple(slots))
    return tuple(drawn)


def _matrix_head(table: Table, depth: int, lang: str) -> list[tuple[Slot, ...]]:
    """Draw the head: the corner, then groups of columns from the widest to the narrowest.

    The form declares the groups as the rest of its corner labels. The first is over all
    columns; each next one is over those inside the one above, without its first and last.
    """
    corner, *groups = [named(each, lang) for each in table.corner] or [""]
    labels = [Slot("head", label(column, lang)) for column in table.columns]
    height = len(groups) + 1
    drawn: list[tuple[Slot, ...]] = []
    before: list[Slot] = [Slot("head", corner, rowspan=height, colspan=depth)]
    after: list[Slot] = []
    for level, group in enumerate(groups):
        drawn.append((*before, Slot("head", group, colspan=len(labels)), *after))
        if level + 1 < len(groups):
            left = height - level - 1
            before = [Slot("head", labels[0].text, rowspan=left)]
            after = [Slot("head", labels[-1].text, rowspan=left)]
            labels = labels[1:-1]
    drawn.append(tuple(labels) if groups else (*before, *labels))
    return drawn


def _line(table: Table, rows: Sequence[Row], lang: str) -> Grid:
    """Draw all labels in the head and the values in one line under them."""
    depth = 1 + max(len(row.path) for row in rows)
    head: list[list[Slot]] = [[] for _ in range(depth)]
    for number, row in enumerate(rows):
        for level in range(len(row.path)):
            group = row.path[: level + 1]
            if number and rows[number - 1].path[: level + 1] == group:
                continue
            span = sum(len(each.columns) for each in rows[number:][: _run(rows[number:], group)])
            head[level].append(Slot("head", named(group[-1], lang), colspan=span))
        level = len(row.path)
        head[level].append(
            Slot("head", within(row, lang), rowspan=depth - level, colspan=len(row.columns))
        )
    keys = [(row.code, code) for row in rows for code in row.columns]
    columns = tuple(Slot("head", label(table.column[code], lang)) for _, code in keys)
    values = tuple(Slot("value", key=(table.code, row, code)) for row, code in keys)
    return (*(tuple(line) for line in head), columns, values)


def _run(rows: Sequence[Row], group: tuple[str, ...]) -> int:
    """Count the rows from the first that stand under a group."""
    count = 0
    for row in rows:
        if row.path[: len(group)] != group:
            break
        count += 1
    return count


def _shares(width: int, parts: int) -> list[int]:
    """Share a width out among columns; the last takes what is left."""
    share = width // parts
    return [share] * (parts - 1) + [width - share * (parts - 1)]
