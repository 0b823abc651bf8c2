"""Ruled tables: from the lines that are drawn on a page to cells with rows, columns and spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

_NEAR: Final = 3.0
"""Points within which two lines are one: borders of neighbouring cells are drawn twice."""
_DRIFT: Final = 0.6
"""Points by which the strokes of one line differ."""
_COVERED: Final = 0.5
"""Share of a side of a cell that a line must cover to part it from its neighbour."""
_COLUMNS: Final = 2
_MOST: Final = 1_000
"""Lines of one direction above which a page is a drawing, not a table."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Rule(NamedTuple):
    """A line: where it lies (y of a horizontal, x of a vertical one), from where to where."""

    at: float
    start: float
    end: float


class Place(NamedTuple):
    """A cell of a grid: its origin (from 1), its spans and its box."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True)
class Ruled:
    """A ruled table: the lines of its grid from left to right and top to bottom, and its cells.

    `owner` gives the index of the cell over each field of the grid, by row and column; the
    cells in `open` have no line below them at the foot of the table.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[Place, ...]
    owner: tuple[tuple[int, ...], ...]
    open: frozenset[int] = frozenset()

    @property
    def box(self) -> Box:
        """The whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def covering(self, x: float, y: float) -> int | None:
        """Return the index of the cell over a point, None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return self.owner[row][column]
        return None


def find_ruled(across: Iterable[Rule], down: Iterable[Rule]) -> list[Ruled]:
    """Find the tables that lines draw, and the frames with one column, which may be none.

    Outer sides may be open, as those of a table that a page cuts are.

    Parameters
    ----------
    across, down : iterable of Rule
        The horizontal and the vertical lines, y counted downwards.

    Returns
    -------
    list of Ruled
        From top to bottom.

    Examples
    --------
    >>> rules = [Rule(0, 0, 90), Rule(20, 0, 90), Rule(40, 0, 90)]
    >>> (table,) = find_ruled(rules, [Rule(0, 0, 40), Rule(50, 20, 40), Rule(90, 0, 40)])
    >>> [place[:4] for place in table.places], table.covering(60, 30)
    ([(1, 1, 1, 2), (2, 1, 1, 1), (2, 2, 1, 1)], 2)
    """
    across, down = _joined(across, _DRIFT), _joined(down, _DRIFT)
    if not across or len(down) < 2 or max(len(across), len(down)) > _MOST:
        return []
    found = []
    parts = [
        part
        for flat, upright in _connected(across, down)
        for part in _divided(_joined(flat, _NEAR), _joined(upright, _NEAR))
    ]
    for flat, upright in parts:
        xs = _ends([rule.at for rule in upright], flat)
        ys = _ends([rule.at for rule in flat], upright)
        if len(xs) > 1 and len(ys) > 1:
            found.append(_ruled(xs, ys, flat, upright))
    return sorted(found, key=lambda table: (table.ys[0], table.xs[0]))


def _joined(rules: Iterable[Rule], near: float) -> list[Rule]:
    """Make one of the lines that are drawn over, beside or behind one another."""
    ordered = sorted(rules)
    groups: list[list[Rule]] = []
    for rule in ordered:
        last = groups[-1] if groups else []
        if last and rule.at - last[-1].at <= near and rule.at - last[0].at <= 2 * near:
            last.append(rule)
        else:
            groups.append([rule])
    joined = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        group.sort(key=lambda rule: rule.start)
        start, end = group[0][1:]
        for rule in group:
            if rule.start > end + _NEAR:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        joined.append(Rule(at, start, end))
    return joined


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Part the lines into those that touch one another, however indirectly."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    left = list(down)
    free = list(across)
    while left:
        flat: list[Rule] = []
        upright = [left.pop()]
        fresh = upright[:]
        while fresh:
            touched = [one for one in free if any(_touch(one, other) for other in fresh)]
            free = [one for one in free if one not in touched]
            flat += touched
            fresh = [one for one in left if any(_touch(other, one) for other in touched)]
            left = [one for one in left if one not in fresh]
            upright += fresh
        groups.append((flat, upright))
    return groups


def _divided(flat: list[Rule], upright: list[Rule]) -> list[tuple[Sequence[Rule], Sequence[Rule]]]:
    """Cut where one table stands on another: hardly a column goes on below a line from side to side."""
    if not flat or not upright:
        return [(flat, upright)]
    left, right = upright[0].at, upright[-1].at
    for line in flat[1:-1]:
        if not _covers(flat, line.at, left, right, 0.95):
            continue
        inner = [rule for rule in upright if left < rule.at < right]
        above = {rule.at for rule in inner if rule.start < line.at - _NEAR}
        below = {rule.at for rule in inner if rule.end > line.at + _NEAR}
        fewest = min(len(above), len(below))
        if fewest < _COLUMNS or len(above & below) > max(1, fewest // 3):
            continue
        cut = line.at
        first = [
            rule._replace(end=min(rule.end, cut)) for rule in upright if rule.start < cut - _NEAR
        ]
        second = [
            rule._replace(start=max(rule.start, cut)) for rule in upright if rule.end > cut + _NEAR
        ]
        rest = _divided([rule for rule in flat if rule.at >= cut], second)
        return [([rule for rule in flat if rule.at <= cut], first), *rest]
    return [(flat, upright)]


def _touch(flat: Rule, upright: Rule) -> bool:
    return (
        flat.start - _NEAR <= upright.at <= flat.end + _NEAR
        and upright.start - _NEAR <= flat.at <= upright.end + _NEAR
    )


def _ends(places: list[float], others: Sequence[Rule]) -> list[float]:
    """Return the lines of a grid in one direction, with the open sides that others reach to."""
    lines = sorted(set(places))
    if others:
        first, last = min(rule.start for rule in others), max(rule.end for rule in others)
        # An open side is drawn only by what ends there.
        if not lines or first < lines[0] - 2 * _NEAR:
            lines.insert(0, first)
        if last > lines[-1] + 2 * _NEAR:
            lines.append(last)
    return lines


def _ruled(
    xs: list[float], ys: list[float], flat: Sequence[Rule], upright: Sequence[Rule]
) -> Ruled:
    places: list[Place] = []
    owner = [[0] * (len(xs) - 1) for _ in ys[1:]]
    for fields in _undivided(xs, ys, flat, upright):
        (top, first), (bottom, last) = fields[0], fields[-1]
        for row, column in fields:
            owner[row][column] = len(places)
        box = (xs[first], ys[top], xs[last + 1], ys[bottom + 1])
        places.append(Place(top + 1, first + 1, bottom - top + 1, last - first + 1, box))
    opened = frozenset(
        at
        for at, place in enumerate(places)
        if place.box[3] == ys[-1] and not _covers(flat, ys[-1], place.box[0], place.box[2])
    )
    return Ruled(tuple(xs), tuple(ys), tuple(places), tuple(map(tuple, owner)), opened)


def _undivided(
    xs: list[float], ys: list[float], flat: Sequence[Rule], upright: Sequence[Rule]
) -> list[list[tuple[int, int]]]:
    """Put the fields of a grid together, by row and column, that no line parts."""
    height, width = len(ys) - 1, len(xs) - 1
    parent = list(range(height * width))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column in range(1, width):
            if not _covers(upright, xs[column], top, bottom):
                parent[root(row * width + column)] = root(row * width + column - 1)
    for column, (start, end) in enumerate(pairwise(xs)):
        for row in range(1, height):
            if not _covers(flat, ys[row], start, end):
                parent[root(row * width + column)] = root((row - 1) * width + column)
    groups: dict[int, list[tuple[int, int]]] = {}
    for at in range(height * width):
        groups.setdefault(root(at), []).append(divmod(at, width))
    return [part for group in groups.values() for part in _rectangles(group)]


def _covers(
    rules: Sequence[Rule], at: float, start: float, end: float, share: float = _COVERED
) -> bool:
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if rule.at == at
    )
    return covered >= share * (end - start)


def _rectangles(group: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Keep a group of fields that is a rectangle; cut another into the runs of its rows."""
    (top, first), (bottom, last) = group[0], group[-1]
    if len(group) == (bottom - top + 1) * (last - first + 1) and last >= first:
        return [group]
    runs: list[list[tuple[int, int]]] = []
    for row, column in group:
        if runs and runs[-1][-1] == (row, column - 1):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return runs
