"""Tables from their ruled lines: where lines run on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from gxkit.documents.scans.grid import Lines, Ruled, table_in
from gxkit.documents.scans.ridges import ridges
from gxkit.documents.scans.sheet import Box, Picture, Sheet

_ACROSS: Final = 2.4
_DOWN: Final = 1.25
"""Least length of a ruled line in characters: longer than any stroke of a character."""
_LONG: Final = 5
_INKY: Final = 0.15
_DOUBLE: Final = 0.8
_AWAY: Final = (0.12, 0.34)
"""So far beside a line, in characters, that much of a row is ink where it runs through text."""
_SOLID: Final = 0.95
"""So much of a long line is ink throughout: strokes of characters leave gaps between them."""
_STROKES: Final = (1.1, 0.9)
"""The longest strokes of characters, across and down."""
_NEAR: Final = 0.3
_FRAY: Final = 0.08
"""How far the ink of a line reaches beside it, in characters."""
_SLIVER: Final = 0.1
_FIGURE: Final = (0.35, 1.05)
"""How thin what is left of a line is; what is as long as a figure may be one."""
_DASH: Final = 0.15
"""The shortest dash: what lies flat and is shorter is a crumb."""
_ANCHOR: Final = 0.35
_MET: Final = 0.5
_FADED: Final = 1.5
"""How far, in characters, a line may end before a crossing one, and be interrupted."""
_BEYOND: Final = 0.5
_ALIKE: Final = 0.15
_SEVERAL: Final = 3
"""So many lines that go so far beyond the last crossing one, in characters, and end that near to
each other, are cut by the page."""
_MANY: Final = 1.25
"""So many times the cells that ink alone gives must come of the faint lines to be believed."""


def ruled_tables(sheet: Sheet) -> tuple[list[Ruled], Picture]:
    """Find the tables of a page, from its top down, and the ink without ruled lines.

    Lines that are too faint to be ink count where nothing else makes a table of the page, and
    for single borders of a grid; else what strokes of characters give would count as well.
    """
    em = sheet.em
    faint = Lines(ridges(sheet.grey, em), ridges(np.ascontiguousarray(sheet.grey.T), em).T)
    lines = _ruled(sheet, sheet.ink, sheet.ink)
    tables = _tables(lines, faint, sheet)
    weak = _ruled(sheet, *(np.asarray(cv2.bitwise_or(sheet.ink, one), np.uint8) for one in faint))
    more = _tables(weak, faint, sheet)
    if _count(more) > _MANY * _count(tables):
        lines, tables = weak, more
    fray = 2 * round(em * _FRAY) + 1
    both = cv2.dilate(cv2.bitwise_or(*lines), np.ones((fray, fray), np.uint8))
    left = _unfrayed(sheet.ink, np.asarray(both, np.uint8), em)
    return sorted(tables, key=lambda one: one.box.top), left


def _count(tables: Sequence[Ruled]) -> int:
    return sum(len(table.cells) for table in tables)


def _ruled(sheet: Sheet, level: Picture, upright: Picture) -> Lines:
    """Find the ruled lines of a page in what is dark in either direction."""
    em = sheet.em
    across = _lines(level, round(em * _ACROSS), 1, round(em * _STROKES[0]))
    down = _lines(upright, 1, round(em * _DOWN), round(em * _STROKES[1]))
    return Lines(_anchored(across, down, sheet.ink, em), _anchored(down.T, across.T, None, em).T)


def _tables(lines: Lines, faint: Lines, sheet: Sheet) -> list[Ruled]:
    em = sheet.em
    # A line fades out before it meets another one.
    joined = cv2.dilate(cv2.bitwise_or(*lines), np.ones((5, 5), np.uint8))
    _, marks, stats, _ = cv2.connectedComponentsWithStats(joined)
    tables = []
    for number, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if number and wide > 8 * em and high > 1.5 * em:
            box = Box(x, y, x + wide, y + high)
            own = np.where(marks[y : y + high, x : x + wide] == number, 255, 0).astype(np.uint8)
            drawn = Lines(*(_part(one, box) & own for one in lines))
            weak = Lines(*(_part(one, box) for one in faint))
            one = table_in(box, drawn, weak, _part(sheet.ink, box), em)
            if one is not None:
                tables.append(one)
    return _outermost(tables)


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
    # A dash is as thin as a sliver that lies flat.
    dash = (wide > _DASH * em) & (wide < _FIGURE[1] * em)
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
    found: list[tuple[int, Box, int, int]] = []
    for number in range(1, count):
        x, y, wide, high, _ = (int(value) for value in stats[number])
        box = Box(x, y, x + wide, y + high)
        if ink is not None and _is_text(lines, ink, box, em):
            continue
        start, stop = x, x + wide
        if wide <= _LONG * em:
            left = max(0, x - reach)
            band = crossing[max(0, y - 2) : y + high + 2, left : stop + reach]
            met = np.flatnonzero(band.any(axis=0)) + left
            if not len(met) or met[-1] - met[0] < max(em, _MET * wide):
                continue
            start, stop = max(x, int(met[0])), min(stop, int(met[-1]) + 1)
        found.append((number, box, start, stop))
    kept = np.zeros_like(lines)
    for number, (_, top, _, bottom), start, stop in _uncut(found, em):
        own = marks[top:bottom, start:stop] == number
        part = kept[top:bottom, start:stop]
        part[own] = lines[top:bottom, start:stop][own]
    return kept


def _uncut(
    found: Sequence[tuple[int, Box, int, int]], em: float
) -> Iterator[tuple[int, Box, int, int]]:
    """Cut off what is beyond the crossing lines, unless several lines end there alike.

    A stroke of a character may touch the end of a line; a page cuts all lines of a row.
    """
    near = em * _ALIKE
    firsts = [box.left for _, box, start, _ in found if start - box.left > em * _BEYOND]
    lasts = [box.right for _, box, _, stop in found if box.right - stop > em * _BEYOND]
    for number, box, start, stop in found:
        left = sum(abs(box.left - one) < near for one in firsts) >= _SEVERAL
        right = sum(abs(box.right - one) < near for one in lasts) >= _SEVERAL
        yield number, box, box.left if left else start, box.right if right else stop


def _is_text(lines: Picture, ink: Picture, box: Box, em: float) -> bool:
    """Say whether a line is made of strokes of text. A long one of ink without gaps is not.

    In a tight row text stands so close to a border that it seems to run through it.
    """
    own = (_part(lines, box) > 0) & (_part(ink, box) > 0)
    solid = box.width > _LONG * em and own.any(axis=0).mean() > _SOLID
    return not solid and _in_text(ink[:, box.left : box.right], box.top, box.bottom, em)


def _in_text(ink: Picture, top: int, bottom: int, em: float) -> bool:
    """Say whether strokes leave a line above or below, as they do in the middle of characters.

    They go on: what is beside a line, but not further away, is the other half of a double border.
    """

    def share(row: int) -> float:
        return float((ink[min(max(0, row), len(ink) - 1)] > 0).mean())

    near, far = (max(2, round(em * away)) for away in _AWAY)
    above = share(top - near), share(top - far)
    below = share(bottom - 1 + near), share(bottom - 1 + far)
    return any(max(side) < _DOUBLE and min(side) > _INKY for side in (above, below))


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
