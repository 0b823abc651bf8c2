"""The columns of a table without rules: which label of its head a number stands under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import inf
from typing import Final, TypeAlias

from gxkit.documents.pdf_plain_rows import Row, Stack

SAME: Final = 1.0
"""Points by which the sides or the middles of cells of a column may differ."""
SIDES: Final = ("left", "middle", "right")
"""By what the texts of a column may be set."""


Spans: TypeAlias = tuple[tuple[tuple[int, int, Stack], ...], ...]
"""For each row of a head its cells: their first leaf, how many they reach over."""


@dataclass(frozen=True)
class Head:
    """The lowest labels of a head from left to right, those above them with what they span.

    The first `lead` of the `leaves` stand over the labels of rows. `spans` has the cells of
    each row of the head: where they begin among the leaves, over how many they reach.
    """

    leaves: tuple[Stack, ...]
    lead: int
    spans: Spans


def head_of(rows: Sequence[Row], body: Sequence[Row]) -> Head | None:
    """Work out which columns a head names.

    Parameters
    ----------
    rows : sequence of list of Stack
        The rows of the head.
    body : sequence of list of Stack
        Those below.

    Returns
    -------
    Head or None
        None where the labels do not stand over one another as a head does.
    """
    cells = [(at, cell) for at, row in enumerate(rows) for cell in row]
    if _is_printed_again(cells):
        return None
    leaves = sorted(
        (
            cell
            for at, cell in cells
            if not any(below > at and cell.overlaps(other) for below, other in cells)
        ),
        key=lambda cell: cell.x0,
    )
    if any(one.x1 > other.x0 + SAME for one, other in pairwise(leaves)):
        return None
    edge = edge_of(body)
    zone = max((cell.x1 for row in body for cell in labels_of(row, edge)), default=-1.0)
    lead = sum(leaf.x0 < zone - SAME for leaf in leaves)
    if lead >= len(leaves):
        return None
    spans = _spans(rows, leaves)
    return None if spans is None else Head(tuple(leaves), lead, spans)


def _is_printed_again(cells: Sequence[tuple[int, Stack]]) -> bool:
    """Tell whether a label stands over itself: two heads follow one another, as at a page's top."""
    return any(
        one.text == other.text and one.overlaps(other)
        for (above, one), (below, other) in combinations(cells, 2)
        if above != below
    )


def labels_of(row: Row, edge: float) -> list[Stack]:
    """Return the cells of a row before its first number, as far as they end before an edge."""
    found: list[Stack] = []
    for cell in row:
        if cell.is_figure or (found and cell.x1 > edge):
            break
        found.append(cell)
    return found


def edge_of(body: Sequence[Row]) -> float:
    """Return where the leftmost number of a table stands."""
    return min((cell.x0 for row in body for cell in row if cell.is_figure), default=inf)


def _spans(rows: Sequence[Row], leaves: Sequence[Stack]) -> Spans | None:
    """Say over which leaves each cell of a head reaches: those that no row above has taken.

    Where two cells over several leaves stand side by side, all of the head must be set by one
    side, or the middle, for it to be seen where one ends.
    """
    found = {spans for side in SIDES if (spans := _spans_by(side, rows, leaves)) is not None}
    return found.pop() if len(found) == 1 else None


def _spans_by(side: str, rows: Sequence[Row], leaves: Sequence[Stack]) -> Spans | None:
    place = {id(leaf): at for at, leaf in enumerate(leaves)}
    taken: set[int] = set()
    found: list[tuple[tuple[int, int, Stack], ...]] = []
    for row in rows:
        own: list[tuple[int, int, Stack]] = []
        stop = 0
        for number, cell in enumerate(row):
            start = place.get(id(cell), stop)
            while start in taken:
                start += 1
            if id(cell) in place:
                stop = start + 1
            else:
                after = row[number + 1] if number + 1 < len(row) else None
                most = len(leaves) if after is None else place.get(id(after), len(leaves))
                most = next((at for at in range(start, most) if at in taken), most)
                beside = after is not None and id(after) not in place
                stops = range(start + 1, most) if beside else range(most, most + 1)
                close = beside or (number > 0 and id(row[number - 1]) not in place)
                fits = [
                    at
                    for at in stops
                    if at > start and (not close or _ends(cell, after, leaves, start, at, side))
                ]
                if len(fits) != 1:
                    return None
                stop = fits[0]
            own.append((start, stop - start, cell))
        taken.update(at for at, _, cell in own if id(cell) in place)
        found.append(tuple(own))
    return tuple(found)


def _ends(
    cell: Stack, after: Stack | None, leaves: Sequence[Stack], start: int, stop: int, side: str
) -> bool:
    """Tell whether a label set by a side ends before a leaf, where the next one may begin."""
    begins = after is None or side != "left" or stop == len(leaves)
    return _is_over(cell, leaves[start:stop], side) and (
        begins or (after is not None and abs(after.x0 - leaves[stop].x0) <= SAME)
    )


def _is_over(cell: Stack, leaves: Sequence[Stack], side: str) -> bool:
    """Tell whether a label stands over some leaves as one does that is set by a side."""
    if side == "left":
        return abs(cell.x0 - leaves[0].x0) <= SAME
    if side == "right":
        return abs(cell.x1 - leaves[-1].x1) <= SAME
    return abs(at_side(cell, side) - _middle(leaves[0], leaves[-1])) <= SAME


def _middle(first: Stack, last: Stack) -> float:
    return (at_side(first, "middle") + at_side(last, "middle")) / 2


def at_side(cell: Stack, side: str) -> float:
    """Return where a side of a cell is, or its middle."""
    if side == "middle":
        return (cell.x0 + cell.x1) / 2
    return cell.x0 if side == "left" else cell.x1


def with_unlabelled(head: Head, values: Sequence[Row]) -> Head:
    """Add a column without a label behind the last one, where numbers stand side by side with its.

    Publishers leave the label of a column of sums out.
    """
    last = head.leaves[-1]
    behind = [
        cell
        for row in values
        for cell in row
        if cell.x0 > last.x1 and any(last.overlaps(other) for other in row)
    ]
    sides = ([at_side(cell, side) for cell in behind] for side in SIDES)
    if not behind or all(max(own) - min(own) > SAME for own in sides):
        return head
    x0, x1 = min(cell.x0 for cell in behind), max(cell.x1 for cell in behind)
    blank = Stack([last.lines[-1]._replace(x0=x0, x1=x1, text="", number=0)])
    spans = (*head.spans[:-1], (*head.spans[-1], (len(head.leaves), 1, blank)))
    return replace(head, leaves=(*head.leaves, blank), spans=spans)
