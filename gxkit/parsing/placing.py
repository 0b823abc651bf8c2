"""The ways in which the printed pieces of one row may stand in its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from gxkit.parsing.head import Columns
from gxkit.parsing.pieces import Piece
from gxkit.parsing.runs import MOST, cuts, sums

_SEVERAL = re.compile(r"\d+(?:\s+\d+)+")
MISSING = Piece("", "", -1)
"""Stands where the source has no cell at all, not even an empty one."""

Placing = tuple[Piece, ...]
"""A piece for each column of the row, in the order of `Columns.codes`; MISSING for none."""

Way = dict[str, Piece]
"""One placing of a row: a piece for each column code that the page has."""


@dataclass(slots=True)
class RowFound:
    """A row of the form as found on the page.

    `code` is None where the label names no row. `kept` says that the source keeps the
    empty cells of a row; `grid` that the pieces stand in grid columns; `group` that the
    label is (also) that of a group of rows, so that its numbers may be a subtotal;
    `broken` that text with figures cut its values off; `under` is the ordinal of the group
    whose label was read last before its values; `before` are the numbers that stand left of
    the label in its grid row, which nobody took; `cells` counts those of a line that keeps
    its cells apart, the label and what stands before it included.
    """

    code: str | None
    label: Piece
    kept: bool
    grid: bool
    group: bool = False
    tied: bool = True
    broken: bool = False
    depth: int = 0
    under: str = ""
    values: list[Piece] = field(default_factory=list)
    before: tuple[Piece, ...] = ()
    cells: int = 0


def usual_leads(rows: Sequence[RowFound], width: int) -> dict[int, int]:
    """Find how many empty pieces stand between label and first value, by label depth.

    They are the rest of a wide label and the same in all rows of a depth: no more than
    any row has in front, and enough that no row ends behind the last column. Labels of
    greater depth are narrower, so they leave no more. A depth whose rows leave a choice
    has no usual lead.
    """
    rows = [row for row in rows if row.kept and not row.grid]
    if (flush := _flush(rows, width)) is not None:
        return flush
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    for row in rows:
        printed = [index for index, piece in enumerate(row.values) if piece.text]
        if printed:
            low[row.depth] = max(low.get(row.depth, 0), printed[-1] - width + 1)
            high[row.depth] = min(high.get(row.depth, printed[0]), printed[0])
    depths = sorted(low)
    for outer, inner in pairwise(depths):
        high[inner] = min(high[inner], high[outer])
    for outer, inner in reversed(list(pairwise(depths))):
        low[outer] = max(low[outer], low[inner])
    return {depth: lead for depth, lead in low.items() if lead == high[depth]}


def _flush(rows: Sequence[RowFound], width: int) -> dict[int, int] | None:
    """Return the leads of rows that all end with their last column; None where they need not.

    Lines of the same number of cells have lost none at their end, and a number in the last
    cell of any of them says that a column of the form stands there.
    """
    if len({row.cells for row in rows}) != 1 or not rows[0].cells:
        return None
    if not any(row.values and row.values[-1].text for row in rows):
        return None
    leads: dict[int, int] = {}
    for row in rows:
        lead = len(row.values) - width
        told = all(not piece.text for piece in row.values[: max(lead, 0)])
        if lead < 0 or not told or leads.setdefault(row.depth, lead) != lead:
            return None
    return leads


def placings(
    row: RowFound, columns: Columns, leads: dict[int, int], *, summed: bool = False
) -> list[Placing]:
    """List the ways in which the pieces of a row may stand; an empty list: no way is known.

    `summed` says that the last number of a row is the sum of the others before it.

    One way means that the row is tied. A row without any printed piece is one way: all
    its cells are blank.
    """
    width = len(columns.codes)
    values = row.values
    if not width or (row.broken and len(values) < width):
        return []
    if not any(piece.text for piece in values):
        if row.kept and len(values) >= width:
            return [tuple(values[:width])]
        blank = values[0] if values else row.label
        return [tuple(blank._replace(text="") for _ in range(width))]
    if columns.at and row.grid:
        found = _by_geometry(row, columns)
        short = len(found) == 1 and MISSING in found[0]
        return _shorter(row, columns) if short else found
    if any(piece.glued for piece in values) and sum(bool(piece.text) for piece in values) != width:
        return _unglued(values, width, summed=summed)
    repeated = row.kept and len(set(columns.at.values())) < len(columns.at)
    if repeated and all(piece.column for piece in values):
        return _by_geometry(row, columns)
    if any(piece.span > 1 and piece.text for piece in values) and len(values) < width:
        return []
    full = width in (len(values), sum(bool(piece.text) for piece in values))
    if row.kept and not full and (not columns.tied or _made_one(values, width)):
        return []  # no head to stand under, and not as many numbers as the form has columns
    if row.kept and not row.grid and (not values[0].text or len(values) != width):
        return _after_lead(row, width, leads)
    if len(values) == width:
        return [tuple(values)]
    if len(values) > width:
        return _windows(row, width)
    return _short(row, width)


def _made_one(values: Sequence[Piece], width: int) -> bool:
    """Say whether a cell of several numbers may stand for those that a row is short of."""
    return len(values) < width and any(_SEVERAL.fullmatch(piece.text) for piece in values)


def _by_geometry(row: RowFound, columns: Columns) -> list[Placing]:
    """Place by grid column."""
    at = columns.at
    inside: dict[str, Piece] = {}
    for piece in row.values:
        code = at.get(piece.column)
        if code is None or code in inside or piece.span != 1:
            return _by_reach(row, columns)
        inside[code] = piece
    return [tuple([inside.get(code, MISSING) for code in columns.codes])]


def _by_reach(row: RowFound, columns: Columns) -> list[Placing]:
    """Place by grid column where not each piece has a column of the form to itself.

    Cells that stand under no column of the form and under no foreign one mean that the
    row may be shifted against its head: then the order of a full row is another way.
    """
    inside: dict[str, Piece] = {}
    outside = beside = False
    at = columns.at
    for piece in row.values:
        reach = range(piece.column, piece.column + piece.span)
        codes = {at[column] for column in reach if column in at}
        if len(codes) > 1 and piece.text:
            return []  # one number printed across several columns
        if not codes and not columns.foreign.intersection(reach):
            beside = True
            outside = outside or bool(piece.text)
        for code in codes:
            other = inside.setdefault(code, piece)
            if other is not piece and piece.text:
                if other.text and other.text != piece.text:
                    return []  # two numbers under one head
                inside[code] = piece
    placed = tuple(inside.get(code, MISSING) for code in columns.codes)
    if beside and len(row.values) == len(columns.codes):
        full = all(piece.text for piece in row.values)
        return [tuple(row.values)] if full else [tuple(row.values), placed]
    if not outside:
        return [placed]
    printed = [piece for piece in row.values if piece.text]
    return [tuple(printed)] if len(printed) == len(columns.codes) else []


def _after_lead(row: RowFound, width: int, leads: dict[int, int]) -> list[Placing]:
    """Place a row of a source that keeps empty cells but has no columns.

    How many empty pieces stand between label and values (the rest of a wide label) is
    seen in the rows of the same depth that leave no choice; where there is none, every
    lead that fits is a way. Empty pieces at the end may be missing.
    """
    values = row.values
    blanks = next(index for index, piece in enumerate(values) if piece.text)
    last = max(index for index, piece in enumerate(values) if piece.text)
    usual = leads.get(row.depth, blanks if not blanks else -1)
    choice = [usual] if 0 <= usual <= blanks else list(range(blanks + 1))
    found: list[Placing] = []
    for lead in choice:
        if last - lead < width:
            run = values[lead : lead + width]
            found.append((*run, *([MISSING] * (width - len(run)))))
    return found or _windows(row, width)


def _windows(row: RowFound, width: int) -> list[Placing]:
    """Choose a run of the right length among more pieces than there are columns."""
    values = row.values
    starts = [
        start
        for start in range(len(values) - width + 1)
        if not any(piece.text for piece in (*values[:start], *values[start + width :]))
    ]
    if starts or len(values) > width + 2:
        return [tuple(values[start : start + width]) for start in starts]
    # A page number or the like stands among the numbers: only sums can tell which. Or nothing
    # does, and an empty cell too many lies between them.
    found = [tuple(values[start : start + width]) for start in range(len(values) - width + 1)]
    printed = tuple(piece for piece in values if piece.text)
    return [*found, printed] if len(printed) == width else found


def _shorter(row: RowFound, columns: Columns) -> list[Placing]:
    """Place a row of a grid that has fewer cells than its head: which one is missing is open."""
    width = len(columns.codes)
    values = [piece for piece in row.values if piece.column not in columns.foreign]
    return [
        tuple(values[chosen.index(at)] if at in chosen else MISSING for at in range(width))
        for chosen in combinations(range(width), len(values))
    ]


def _short(row: RowFound, width: int) -> list[Placing]:
    """Fewer pieces than columns: in lines that keep their cells the last ones are missing.

    In a grid, where no head tells under which column each cell stands, any may be.
    """
    values = row.values
    if row.kept and not row.grid:
        return [(*values, *([MISSING] * (width - len(values))))]
    blank = MISSING if row.grid else values[0]._replace(text="")
    return [
        tuple(values[chosen.index(at)] if at in chosen else blank for at in range(width))
        for chosen in combinations(range(width), len(values))
    ]


def _unglued(values: Sequence[Piece], width: int, *, summed: bool) -> list[Placing]:
    """List every way to cut runs of digits into numbers and to place these."""
    found: list[Placing] = []
    alone = summed and len(values) == 1
    runs: list[list[tuple[Piece, ...]]] = [
        list(cuts(piece, width, summed=alone)) if piece.glued else [(piece,)] for piece in values
    ]
    parts: list[tuple[Piece, ...]] = [()]
    for run in runs:
        parts = [(*head, *tail) for head in parts for tail in run if len(head) + len(tail) <= width]
        if len(parts) > MOST:
            return []
    blank = values[0]._replace(text="", glued=False)
    for cut in parts:
        if summed and not alone and not sums([piece.text for piece in cut]):
            continue
        for chosen in combinations(range(width), len(cut)):
            place = dict(zip(chosen, cut, strict=True))
            found.append(tuple(place.get(at, blank) for at in range(width)))
            if len(found) > MOST:
                return []
    return found


def alike(*ways: Way) -> bool:
    """Say whether a row prints the same in every column, so that their order is nothing to it."""
    return len({piece.text for way in ways for piece in way.values()}) == 1
