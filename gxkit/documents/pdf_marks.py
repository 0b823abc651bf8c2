"""Lines that nobody drew as such: rows of dots and dashes, and the edges of shaded cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gxkit.documents.ruled import Box, Rule

_STEP: Final = 6.0
"""Points between two dashes of a line, at most."""
_LEAST: Final = 4
_LONG: Final = 16.0
"""A line of dashes is no shorter; a row of a table is higher than that or its neighbours go on."""
_SAME: Final = 0.4
_NEAR: Final = 3.0
_CELLS: Final = 6
_ROWS: Final = 3
_MOST: Final = 3_000
_TILED: Final = 0.85
"""Share of a table that its shaded cells cover where each of them is shaded."""


def dashed(marks: Iterable[Box], *, down: bool) -> list[Rule]:
    """Join marks too short to be lines, where they stand in a row.

    Parameters
    ----------
    marks : iterable of Box
        Dots and dashes: left, top, right, bottom.
    down : bool
        Whether to look for vertical lines.

    Returns
    -------
    list of Rule
        The lines that they make.

    Examples
    --------
    >>> dots = [(x, 50.0, x + 1, 51.0) for x in range(0, 40, 2)]
    >>> dashed(dots, down=False), dashed(dots, down=True)
    ([Rule(at=50.5, start=0, end=39)], [])
    """
    first, second = (1, 0) if down else (0, 1)
    ordered = sorted(
        ((mark[second] + mark[second + 2]) / 2, mark[first], mark[first + 2]) for mark in marks
    )
    groups: list[list[tuple[float, float, float]]] = []
    for mark in ordered:
        if groups and mark[0] - groups[-1][0][0] <= _SAME:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [rule for group in groups for rule in _runs(group)]


def _runs(group: list[tuple[float, float, float]]) -> Iterator[Rule]:
    at = sum(mark[0] for mark in group) / len(group)
    group.sort(key=lambda mark: mark[1])
    start, end, count = group[0][1], group[0][2], 0
    for _, left, right in group:
        if left - end > _STEP:
            if count >= _LEAST and end - start >= _LONG:
                yield Rule(at, start, end)
            start, end, count = left, right, 0
        end, count = max(end, right), count + 1
    if count >= _LEAST and end - start >= _LONG:
        yield Rule(at, start, end)


def edges(
    areas: Sequence[Box], figures: Sequence[tuple[float, float]]
) -> tuple[list[Rule], list[Rule]]:
    """Take the edges of shaded areas for lines, where they are the cells of a table.

    They are where side by side they cover all of it, with figures in it: a head alone that is
    shaded, or every other row, would make a table of a part of one.

    Parameters
    ----------
    areas : sequence of Box
        Filled rectangles of a page.
    figures : sequence of (float, float)
        Where digits are printed.

    Returns
    -------
    tuple of (list of Rule, list of Rule)
        Horizontal and vertical ones.

    Examples
    --------
    >>> cells = [(x, y, x + 29.0, y + 19.0) for x in (0, 30, 60) for y in (0, 20, 40)]
    >>> across, down = edges(cells, [(x, y) for x in (45, 75) for y in (30, 50)])
    >>> len(across), len(down), edges(cells[:6], [])
    (18, 18, ([], []))
    """
    across: list[Rule] = []
    down: list[Rule] = []
    if not _CELLS <= len(areas) <= _MOST:
        return across, down
    for group in _tables(sorted(set(areas), key=lambda area: (area[1], area[0]))):
        box = _around(group)
        covered = sum((area[2] - area[0]) * (area[3] - area[1]) for area in group)
        whole = (box[2] - box[0]) * (box[3] - box[1])
        rows = {round(area[1] / _NEAR) for area in group}
        inside = sum(
            box[0] < x < box[2] and box[1] < y < box[3] for x, y in figures
        )  # a head has none
        if (
            len(group) < _CELLS
            or len(rows) < _ROWS
            or inside < _LEAST
            or not _TILED * whole <= covered <= 1.02 * whole
        ):
            continue
        for left, top, right, bottom in group:
            across += [Rule(top, left, right), Rule(bottom, left, right)]
            down += [Rule(left, top, bottom), Rule(right, top, bottom)]
    return across, down


def _tables(areas: Sequence[Box]) -> list[list[Box]]:
    """Part areas into those that lie side by side, without those that lie around others."""
    cells = [area for area in areas if sum(_holds(area, other) for other in areas) < 2]
    groups: list[list[Box]] = []
    boxes: list[Box] = []
    for area in cells:
        touched = [at for at, box in enumerate(boxes) if _beside(area, box)]
        merged = [area]
        for at in reversed(touched):
            merged += groups.pop(at)
            boxes.pop(at)
        groups.append(merged)
        boxes.append(_around(merged))
    return groups


def _holds(area: Box, other: Box) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return other != area and area[0] < x < area[2] and area[1] < y < area[3]


def _beside(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _NEAR
        and other[0] <= one[2] + _NEAR
        and one[1] <= other[3] + _NEAR
        and other[1] <= one[3] + _NEAR
    )


def _around(areas: Sequence[Box]) -> Box:
    return (
        min(area[0] for area in areas),
        min(area[1] for area in areas),
        max(area[2] for area in areas),
        max(area[3] for area in areas),
    )
