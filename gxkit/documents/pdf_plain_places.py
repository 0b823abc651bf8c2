"""In which column of a table without rules a number stands: under the label over it, mostly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import inf
from typing import Final

from gxkit.documents.lines import Line
from gxkit.documents.pdf_plain_columns import SAME, SIDES, Head, at_side
from gxkit.documents.pdf_plain_rows import Row, Stack

_TELLING: Final = 2.0
"""Points by which lines must differ in width for their sides to tell how they are set."""
_CLASSES: Final = 2
"""One column alone stands at some distance from any label: it tells nothing."""
_MANY: Final = 3
"""So many labels, at least, show by what they are set."""
_MOST: Final = 500
"""Numbers of a table; the longest of the forms has 175."""


def placed(values: Sequence[Row], head: Head) -> list[list[int]] | None:
    """Find the column of each number.

    It stands under the label of its column. Beside all labels it has its column where the row
    has a number in each; where the labels are set flush, since none begins before its label
    (or ends behind it); where numbers whose column is known stand in line with it; and where
    all numbers keep one distance from labels, and that can be so in one way only.

    Parameters
    ----------
    values : sequence of list of Stack
        The numbers of each row.
    head : Head
        The head over them.

    Returns
    -------
    list of list of int or None
        For each number the leaf of its column, from 0; None where one may stand in several.
    """
    leaves = head.leaves[head.lead :]
    if sum(map(len, values)) > _MOST:
        return None
    under = [_under(row, leaves) for row in values]
    if any(found is None for found in under):
        return None
    known = {
        id(cell): at
        for row, found in zip(values, under, strict=True)
        for cell, at in zip(row, found or (), strict=True)
        if at is not None
    }
    cells = [cell for row in values for cell in row]
    if len(known) < len(cells):
        told = _in_line(cells, known, leaves) or _at_distance(cells, known, leaves)
        if told is None:
            return None
        known = dict(told)
    if not _is_even(values, known, leaves):
        return None
    columns = [[known[id(cell)] for cell in row] for row in values]
    if any(one >= other for row in columns for one, other in pairwise(row)):
        return None
    return [[at + head.lead for at in row] for row in columns]


def _under(row: Row, leaves: Sequence[Stack]) -> list[int | None] | None:
    """Name the columns that are certain; None where a number speaks for two."""
    flush = _flush(leaves)
    found: list[int | None] = []
    for number, cell in enumerate(row):
        over = {at for at, leaf in enumerate(leaves) if leaf.overlaps(cell)}
        if len(row) == len(leaves):
            over.add(number)
        if flush:
            own = [at for at in range(len(leaves)) if _is_inside(cell, at, leaves, flush)]
            if len(own) != 1:
                return None
            over.add(own[0])
        if len(over) > 1:
            return None
        at = next(iter(over), None)
        if at is not None and not _is_between(cell, at, leaves):
            return None
        found.append(at)
    return found


def _is_even(values: Sequence[Row], known: Mapping[int, int], leaves: Sequence[Stack]) -> bool:
    """Tell whether numbers beside their labels stand as others do.

    In line with those of their column, or at the distance from their label that others keep.
    """
    cells = [cell for row in values for cell in row if cell.is_figure]
    short = {id(cell) for row in values if len(row) < len(leaves) for cell in row}
    beside = {
        id(cell)
        for cell in cells
        if id(cell) in short and not leaves[known[id(cell)]].overlaps(cell)
    }
    for side, of_label in product(SIDES, SIDES) if beside else ():
        far = sorted(
            (at_side(cell, side) - at_side(leaves[known[id(cell)]], of_label), id(cell))
            for cell in cells
        )
        for (one, first), (other, second) in pairwise(far):
            if other - one <= SAME:
                beside -= {first, second}
    return not beside


def _flush(leaves: Sequence[Stack]) -> str:
    """Tell whether labels are set flush left or right, as their lines show."""
    sides = {side for leaf in leaves if (side := _set_by(leaf.lines))}
    if not sides and len(leaves) >= _MANY:
        widths = [leaf.x1 - leaf.x0 for leaf in leaves]
        if max(widths) - min(widths) > _TELLING:
            steps = {
                side: [at_side(b, side) - at_side(a, side) for a, b in pairwise(leaves)]
                for side in SIDES
            }
            sides = {side for side, own in steps.items() if max(own) - min(own) <= SAME}
    return sides.pop() if len(sides) == 1 and sides != {"middle"} else ""


def _set_by(lines: Sequence[Line]) -> str:
    widths = [line.x1 - line.x0 for line in lines]
    if max(widths) - min(widths) <= _TELLING:
        return ""
    places = {
        "left": [line.x0 for line in lines],
        "middle": [(line.x0 + line.x1) / 2 for line in lines],
        "right": [line.x1 for line in lines],
    }
    told = [side for side, own in places.items() if max(own) - min(own) <= SAME]
    return told[0] if len(told) == 1 else "middle"


def _is_inside(cell: Stack, at: int, leaves: Sequence[Stack], flush: str) -> bool:
    """Tell whether a number begins no further left than a label set flush left, or so at the right."""
    if flush == "left":
        return cell.x0 >= leaves[at].x0 - SAME and _is_between(cell, at, leaves)
    return cell.x1 <= leaves[at].x1 + SAME and _is_between(cell, at, leaves)


def _is_between(cell: Stack, at: int, leaves: Sequence[Stack]) -> bool:
    """Tell whether a cell reaches under neither neighbour of a label, nor where one would be."""
    last = len(leaves) - 1
    pitch = [_pitch(*leaves[:2]), _pitch(*leaves[-2:])] if last else [inf, inf]
    before = leaves[at - 1].x1 if at else leaves[0].x1 - pitch[0]
    after = leaves[at + 1].x0 if at < last else leaves[last].x0 + pitch[1]
    return before < cell.x0 and cell.x1 < after


def _pitch(one: Stack, other: Stack) -> float:
    """Measure how far apart two labels are: beyond the first and the last there may be a column."""
    return max(at_side(other, side) - at_side(one, side) for side in SIDES)


def _in_line(
    cells: Sequence[Stack], known: Mapping[int, int], leaves: Sequence[Stack]
) -> Mapping[int, int] | None:
    """Give numbers the column of those that stand in line with them."""
    places: list[tuple[str, dict[int, float]]] = []
    columns = set(known.values())
    for side in SIDES:
        found = {
            at: [at_side(c, side) for c in cells if c.is_figure and known.get(id(c)) == at]
            for at in columns
        }
        if all(not own or max(own) - min(own) <= SAME for own in found.values()):
            places.append((side, {at: own[0] for at, own in found.items() if own}))
    told = dict(known)
    for cell in cells:
        if id(cell) in known:
            continue
        near = {
            at
            for side, own in places
            for at, place in own.items()
            if abs(at_side(cell, side) - place) <= SAME
        }
        if len(near) != 1 or not _is_between(cell, min(near), leaves):
            return None
        told[id(cell)] = min(near)
    return told


def _at_distance(
    cells: Sequence[Stack], known: Mapping[int, int], leaves: Sequence[Stack]
) -> Mapping[int, int] | None:
    """Give numbers the columns from whose labels all of them keep one distance.

    Columns must be of one width: in others numbers set by the other side than their labels
    keep none from these, but one from the label in the next cell.
    """
    found: list[dict[int, int]] = []
    for side, of_label in product(SIDES, SIDES):
        if not _is_spaced(leaves, of_label):
            continue
        for told in _shifted(cells, leaves, side, of_label):
            fits = all(told[key] == at for key, at in known.items())
            if fits and told not in found:
                found.append(told)
    return found[0] if len(found) == 1 else None


def _is_spaced(leaves: Sequence[Stack], side: str) -> bool:
    steps = [at_side(b, side) - at_side(a, side) for a, b in pairwise(leaves)]
    return not steps or max(steps) - min(steps) <= 2 * SAME


def _shifted(
    cells: Sequence[Stack], leaves: Sequence[Stack], side: str, of_label: str
) -> Iterator[dict[int, int]]:
    """Yield the ways in which numbers keep one distance from labels."""
    classes: list[list[Stack]] = []
    for cell in sorted(cells, key=lambda cell: at_side(cell, side)):
        if classes and at_side(cell, side) - at_side(classes[-1][0], side) <= SAME:
            classes[-1].append(cell)
        else:
            classes.append([cell])
    if not _CLASSES <= len(classes) <= len(leaves):
        return
    labels = [at_side(leaf, of_label) for leaf in leaves]
    for first in labels:
        distance = at_side(classes[0][0], side) - first
        told: dict[int, int] = {}
        for members in classes:
            place = at_side(members[0], side) - distance
            at = next((at for at, x in enumerate(labels) if abs(x - place) <= 2 * SAME), None)
            if at is None or not all(_is_between(cell, at, leaves) for cell in members):
                break
            told.update((id(cell), at) for cell in members)
        else:
            yield told
