"""Tables from their ruled lines: where lines run, and which cells they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import cv2
import numpy as np

from gxkit.documents.scans.fields import joined_fields
from gxkit.documents.scans.sheet import Box, Picture, Sheet

_ACROSS: Final = 2.4
_DOWN: Final = 1.25
"""Least length of a ruled line in characters: longer than any stroke of a character."""
_OPEN: Final = 0.8
_LONG: Final = 5
_INKY: Final = 0.2
_DOUBLE: Final = 0.8
_DRAWN: Final = 0.55
"""Share of a border that must be drawn for it to part two cells."""
_STROKES: Final = (1.1, 0.9)
"""The longest strokes of characters, across and down."""
_NEAR: Final = 0.3
_FRAY: Final = 0.08
"""How far the ink of a line reaches beside it, in characters."""
_SLIVER: Final = 0.1
_FIGURE: Final = (0.35, 1.05)
"""How thin what is left of a line is; what is as long as a figure may be one."""
_SHORT: Final = 1.8
_WHOLE: Final = 0.8
"""The same share where the border is shorter than so many characters."""
_THINNEST: Final = 0.55
"""Lines nearer to each other, in characters, are one: a double border, a thin gap of cells."""
_ANCHOR: Final = 0.35
_MET: Final = 0.5
_FADED: Final = 1.5
"""How far, in characters, a line may end before a crossing one, and be interrupted."""
_LEAST: Final = 2
_FRAME: Final = 3
"""A single cell is a row of a table, cut off by a page, if it is no higher than this."""


class RuledCell(NamedTuple):
    """A cell: its place in the grid from 1, its spans, and its inside in pixels."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True)
class Ruled:
    """A table as drawn; `columns` are the places of its grid lines, from left to right."""

    box: Box
    cells: tuple[RuledCell, ...]
    columns: tuple[int, ...] = ()


def ruled_tables(sheet: Sheet) -> tuple[list[Ruled], Picture]:
    """Find the tables of a page, from its top down, and the ink without ruled lines."""
    em = sheet.em
    across = _lines(sheet.ink, round(em * _ACROSS), 1, round(em * _STROKES[0]))
    down = _lines(sheet.ink, 1, round(em * _DOWN), round(em * _STROKES[1]))
    across, down = (
        _anchored(across, down, sheet.ink, em),
        _anchored(down.T, across.T, None, em).T,
    )
    both = cv2.bitwise_or(across, down)
    # A line fades out before it meets another one.
    joined = cv2.dilate(both, np.ones((5, 5), np.uint8))
    _, marks, stats, _ = cv2.connectedComponentsWithStats(joined)
    tables = []
    for number, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if number and wide > 8 * em and high > 1.5 * em:
            box = Box(x, y, x + wide, y + high)
            own = np.where(marks[y : y + high, x : x + wide] == number, 255, 0).astype(np.uint8)
            one = _table(box, _part(across, box) & own, _part(down, box) & own, em)
            if one is not None:
                tables.append(one)
    tables = _outermost(tables)
    fray = 2 * round(em * _FRAY) + 1
    wide_lines = np.asarray(cv2.dilate(both, np.ones((fray, fray), np.uint8)), np.uint8)
    left = _unfrayed(sheet.ink, wide_lines, em)
    return sorted(tables, key=lambda one: one.box.top), left


def _unfrayed(ink: Picture, lines: Picture, em: float) -> Picture:
    """Take ruled lines out of the ink, with the slivers that they leave along their sides.

    A line that leans by a pixel, or is half of a double border, is thicker than what was found
    of it. What touches it, is thinner than a stroke and of another height than a figure goes too.
    """
    left = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(lines)), np.uint8)
    count, marks, stats, _ = cv2.connectedComponentsWithStats(left)
    wide, high = stats[:, 2], stats[:, 3]
    thin = max(2.0, _SLIVER * em)
    figure = (high > _FIGURE[0] * em) & (high < _FIGURE[1] * em)
    # A dash is as thin: what lies flat must be longer than one, or a crumb.
    dash = (wide > _FIGURE[0] * em) & (wide < _FIGURE[1] * em)
    sliver = ((wide <= thin) & ~figure) | ((high <= thin) & ~dash)
    sliver[0] = False
    if not sliver.any():
        return left
    touched = np.zeros(count, bool)
    touched[np.unique(marks[cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0])] = True
    return np.where((sliver & touched)[marks], 0, left).astype(np.uint8)


def _lines(ink: Picture, wide: int, high: int, stroke: int) -> Picture:
    """Keep the runs of ink that are long in one direction.

    Borders may stop short of each other, but strokes of characters must not be joined to
    lines: only what is longer than a `stroke` is.
    """
    level = wide > high
    # What leans by a pixel is still one line.
    thick = cv2.dilate(ink, np.ones((3, 1) if level else (1, 3), np.uint8))
    runs = cv2.morphologyEx(
        thick, cv2.MORPH_OPEN, np.ones((1, stroke) if level else (stroke, 1), np.uint8)
    )
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, 5) if level else (5, 1), np.uint8))
    found = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 5) if level else (5, 1), np.uint8))
    return np.asarray(cv2.bitwise_and(found, whole), np.uint8)


def _anchored(lines: Picture, crossing: Picture, ink: Picture | None, em: float) -> Picture:
    """Keep the lines that run from one crossing line to another: strokes of text do not.

    A line that has faded in places is taken as a whole. A long one may end anywhere, as at
    the foot of a page. What is the middle of a line of text in `ink` is none.
    """
    reach = max(3, round(em * _ANCHOR))
    # The two lines of a double border are one.
    double = np.ones((round(em * _NEAR) | 1, 1), np.uint8)
    joined = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, double)
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((1, round(em * _FADED)), np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(joined)
    kept = np.zeros_like(lines)
    for number in range(1, count):
        x, y, wide, high, _ = (int(value) for value in stats[number])
        if ink is not None and _in_text(ink[:, x : x + wide], y, y + high, em):
            continue
        start, stop = x, x + wide
        if wide <= _LONG * em:
            left = max(0, x - reach)
            band = crossing[max(0, y - 2) : y + high + 2, left : stop + reach]
            met = np.flatnonzero(band.any(axis=0)) + left
            # A stroke of a character may touch the end of a line: what is beyond is cut off.
            if not len(met) or met[-1] - met[0] < max(em, _MET * wide):
                continue
            start, stop = max(x, int(met[0])), min(stop, int(met[-1]) + 1)
        own = marks[y : y + high, start:stop] == number
        part = kept[y : y + high, start:stop]
        part[own] = lines[y : y + high, start:stop][own]
    return kept


def _in_text(ink: Picture, top: int, bottom: int, em: float) -> bool:
    """Say whether strokes leave a line above or below, as they do in the middle of characters.

    Beside a line that is all ink is the other half of a double border.
    """
    away = max(2, round(em * 0.12))
    beside = [
        float((ink[row] > 0).mean())
        for row in (max(0, top - away), min(len(ink) - 1, bottom - 1 + away))
    ]
    return max([share for share in beside if share < _DOUBLE], default=0.0) > _INKY


def _part(picture: Picture, box: Box) -> Picture:
    return picture[box.top : box.bottom, box.left : box.right]


def _outermost(tables: list[Ruled]) -> list[Ruled]:
    """Leave out what stands inside another table: a box drawn in a cell."""
    return [
        one
        for one in tables
        if not any(
            other is not one
            and other.box.left <= one.box.left
            and other.box.top <= one.box.top
            and other.box.right >= one.box.right
            and other.box.bottom >= one.box.bottom
            for other in tables
        )
    ]


def _table(box: Box, across: Picture, down: Picture, em: float) -> Ruled | None:
    rows, columns = _positions(across, em, axis=1), _positions(down, em, axis=0)
    rows, columns = _closed(rows, columns, down, em), _closed(columns, rows, across.T, em)
    if len(rows) < _LEAST or len(columns) < _LEAST:
        return None  # a rule under a head
    parts_down = _borders(across, rows, columns, em)
    parts_across = [list(row) for row in zip(*_borders(down.T, columns, rows, em), strict=True)]
    cells = joined_fields(rows, columns, parts_down, parts_across)
    placed = [
        RuledCell(
            row + 1,
            column + 1,
            high,
            wide,
            Box(
                box.left + columns[column],
                box.top + rows[row],
                box.left + columns[column + wide],
                box.top + rows[row + high],
            ),
        )
        for row, column, high, wide in cells
    ]
    edges = tuple(box.left + place for place in columns)
    if len(placed) > 1 or (placed and box.height < _FRAME * em):
        return Ruled(box, tuple(placed), edges)
    return None  # a frame around prose


def _positions(lines: Picture, em: float, axis: int) -> list[int]:
    """Find where lines run: middles of the bands in which enough of a line is drawn."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(
        cv2.dilate(lines, np.ones((1, 9) if axis else (9, 1), np.uint8))
    )
    found: list[tuple[float, int]] = []
    for number in range(1, len(stats)):
        wide, high = int(stats[number][2]), int(stats[number][3])
        length, thick = (wide, high) if axis else (high, wide)
        if thick < em * 0.9 and length > em * (_ACROSS if axis else _DOWN) * 0.8:
            found.append((float(middles[number][axis]), length))
    found.sort()
    groups: list[list[tuple[float, int]]] = []
    for place, length in found:
        if groups and place - groups[-1][-1][0] < em * _THINNEST:
            groups[-1].append((place, length))
        else:
            groups.append([(place, length)])
    return [
        round(sum(place * length for place, length in group) / sum(length for _, length in group))
        for group in groups
    ]


def _closed(places: list[int], others: list[int], crossing: Picture, em: float) -> list[int]:
    """Close a table that is open at an edge: cut by the page, or drawn without sides.

    There at least two of the crossing lines, at `others`, go on beyond the last of `places`.
    """
    size = len(crossing)
    ends = [(0, places[0] if places else size), (places[-1] if places else size, size - 1)]
    added = []
    for start, stop in ends:
        if stop - start > _OPEN * em:
            reach = max(2, round(em * 0.2))
            drawn = sum(
                (crossing[start:stop, max(0, at - reach) : at + reach + 1].max(axis=1) > 0).mean()
                > _DRAWN
                for at in others
            )
            if drawn >= _LEAST:
                added.append(start if start == 0 else stop)
    return sorted({*places, *added})


def _borders(
    lines: Picture, places: Sequence[int], others: Sequence[int], em: float
) -> list[list[bool]]:
    """Say of each stretch of each line, between two crossing ones, whether it is drawn."""
    reach, strict = max(2, round(em * 0.2)), max(1, round(em * 0.1))
    drawn: list[list[bool]] = []
    for place in places:
        wide = lines[max(0, place - reach) : place + reach + 1].max(axis=0) > 0
        narrow = lines[max(0, place - strict) : place + strict + 1].max(axis=0) > 0
        row = []
        for start, stop in pairwise(others):
            # In a low row a stroke of a character may look like a border that is nearly there.
            short = stop - start < _SHORT * em
            band, least = (narrow, _WHOLE) if short else (wide, _DRAWN)
            # Where lines cross there is ink in any case.
            room = min(reach, (stop - start) // 4)
            row.append(bool(band[start + room : stop - room].mean() > least))
        drawn.append(row)
    return drawn
