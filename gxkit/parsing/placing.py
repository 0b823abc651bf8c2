"""The ways in which the printed pieces of one row may stand in its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from gxkit.parsing.header import Columns
from gxkit.parsing.rows import Piece

MISSING = Piece("", "", -1)
"""Stands where the source has no cell at all, not even an empty one."""

Placing = tuple[Piece, ...]
"""A piece for each column of the row, in the order of `Columns.codes`; MISSING for none."""

# More ways than this are not worth weighing: such a row is not known.
_MOST = 4_000


@dataclass(slots=True)
class RowFound:
    """A row of the form as found on the page.

    `code` is None where the label names no row. `kept` says that the source keeps the
    empty cells of a row; `grid` that the pieces stand in grid columns; `group` that the
    label is (also) that of a group of rows, so that its numbers may be a subtotal.
    """

    code: str | None
    label: Piece
    kept: bool
    grid: bool
    group: bool = False
    tied: bool = True
    depth: int = 0
    values: list[Piece] = field(default_factory=list)


def usual_leads(rows: Sequence[RowFound], width: int) -> dict[int, int]:
    """Find how many empty pieces stand between label and first value, by label depth.

    Only rows that leave no choice are asked: those with a full run of printed pieces.
    A depth whose rows disagree has no usual lead.
    """
    seen: dict[int, Counter[int]] = {}
    for row in rows:
        full = [index for index, piece in enumerate(row.values) if piece.text]
        if len(full) == width and full[-1] - full[0] == width - 1:
            seen.setdefault(row.depth, Counter())[full[0]] += 1
    return {depth: next(iter(leads)) for depth, leads in seen.items() if len(leads) == 1}


def placings(row: RowFound, columns: Columns, leads: dict[int, int]) -> list[Placing]:
    """List the ways in which the pieces of a row may stand; an empty list: no way is known.

    One way means that the row is tied. A row without any printed piece is one way: all
    its cells are blank.
    """
    width = len(columns.codes)
    values = row.values
    if not width:
        return []
    if not any(piece.text for piece in values):
        if row.kept and len(values) >= width:
            return [tuple(values[:width])]
        blank = values[0] if values else row.label
        return [tuple(replace(blank, text="") for _ in range(width))]
    if any(piece.glued for piece in values):
        return _unglued(values, width)
    if row.grid and columns.at:
        found = _by_geometry(row, columns)
        if found is not None:
            return found
    if any(piece.span > 1 and piece.text for piece in values) and len(values) < width:
        return []
    if len(values) == width:
        return [tuple(values)]
    if len(values) > width:
        return _windows(row, width, leads)
    return _short(row, width)


def _by_geometry(row: RowFound, columns: Columns) -> list[Placing] | None:
    """Place by grid column; None where the row does not stand under its head."""
    inside: dict[str, Piece] = {}
    outside: list[Piece] = []
    for piece in row.values:
        reach = range(piece.column, piece.column + piece.span)
        codes = {columns.at[column] for column in reach if column in columns.at}
        if not codes:
            outside.append(piece)
        if len(codes) > 1 and piece.text:
            return []  # one number printed across several columns
        for code in codes:
            other = inside.setdefault(code, piece)
            if other is not piece and piece.text:
                if other.text:
                    return []  # two numbers under one head
                inside[code] = piece
    placed = tuple(inside.get(code, MISSING) for code in columns.codes)
    if len(inside) == len(columns.codes) and not any(piece.text for piece in outside):
        return [placed]
    if any(piece.text for piece in outside) or len(row.values) > len(columns.codes):
        return None
    if outside and len(row.values) == len(columns.codes):
        return [placed, tuple(row.values)]
    return [placed]


def _windows(row: RowFound, width: int, leads: dict[int, int]) -> list[Placing]:
    """Choose a run of the right length among more pieces than there are columns."""
    values = row.values
    starts = [
        start
        for start in range(len(values) - width + 1)
        if not any(piece.text for piece in (*values[:start], *values[start + width :]))
    ]
    lead = leads.get(row.depth, next(iter(leads.values())) if len(set(leads.values())) == 1 else -1)
    if lead in starts:
        starts = [lead]
    if not starts and len(values) <= width + 2:
        starts = list(range(len(values) - width + 1))
        if len(starts) == 1:
            return []
    return [tuple(values[start : start + width]) for start in starts]


def _short(row: RowFound, width: int) -> list[Placing]:
    """Fewer pieces than columns: in a source that keeps cells the last ones are missing."""
    values = row.values
    if row.kept:
        return [(*values, *([MISSING] * (width - len(values))))]
    blank = replace(values[0], text="")
    return [
        tuple(values[chosen.index(at)] if at in chosen else blank for at in range(width))
        for chosen in combinations(range(width), len(values))
    ]


def _unglued(values: Sequence[Piece], width: int) -> list[Placing]:
    """List every way to cut runs of digits into numbers and to place these."""
    found: list[Placing] = []
    runs: list[list[tuple[Piece, ...]]] = [
        list(_cuts(piece, width)) if piece.glued else [(piece,)] for piece in values
    ]
    parts: list[tuple[Piece, ...]] = [()]
    for run in runs:
        parts = [(*head, *tail) for head in parts for tail in run if len(head) + len(tail) <= width]
        if len(parts) > _MOST:
            return []
    blank = replace(values[0], text="", glued=False)
    for cut in parts:
        for chosen in combinations(range(width), len(cut)):
            place = dict(zip(chosen, cut, strict=True))
            found.append(tuple(place.get(at, blank) for at in range(width)))
            if len(found) > _MOST:
                return []
    return found


def _cuts(piece: Piece, most: int) -> Iterator[tuple[Piece, ...]]:
    """Cut a run of digits into at most `most` numbers, none with a leading zero."""

    def walk(text: str, left: int) -> Iterator[tuple[str, ...]]:
        if not text:
            yield ()
            return
        if not left:
            return
        longest = 1 if text[0] == "0" else len(text)
        for size in range(1, longest + 1):
            for rest in walk(text[size:], left - 1):
                yield (text[:size], *rest)

    for count, cut in enumerate(walk(piece.text, most)):
        if count > _MOST:
            return
        yield tuple(replace(piece, text=part, glued=False) for part in cut)
