"""The grid of a table: which fields its lines part, and which cells they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from gxkit.documents.scans.fields import joined_fields
from gxkit.documents.scans.sheet import Box, Picture

Mask: TypeAlias = npt.NDArray[np.bool_]

_ACROSS: Final = 2.4
_DOWN: Final = 1.25
_OPEN: Final = 0.8
_DRAWN: Final = 0.55
"""Share of a border that must be drawn for it to part two cells."""
_SHORT: Final = 1.8
_WHOLE: Final = 0.8
"""The same share where the border is shorter than so many characters."""
_FAINT: Final = 0.85
"""The same share of a faint border, on a grid line that ink has drawn elsewhere."""
_STRAIGHT: Final = 3
_TILT: Final = 0.012
"""So many pixels wide is a straight line, and so much wider a pixel of its length as it leans."""
_INKED: Final = 0.6
"""Share of a stretch that must be ink for it to be judged as ink alone."""
_CROSS: Final = 0.1
_PART: Final = 0.15
"""Share of its length along which ink beside a grid line is seen as its own."""
_MET: Final = 0.4
"""Beside a crossing line, so many characters on, the share of a border that must be drawn."""
_THINNEST: Final = 0.55
"""Lines nearer to each other, in characters, are one: a double border, a thin gap of cells."""
_LEAST: Final = 2
_FRAME: Final = 3
"""A single cell is a row of a table, cut off by a page, if it is no higher than this."""


class Lines(NamedTuple):
    """Pictures of the lines that run across, and of those that run down."""

    across: Picture
    down: Picture


class RuledCell(NamedTuple):
    """A cell: its place in the grid from 1, its spans, and its inside in pixels."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True)
class Ruled:
    """A table as drawn.

    `columns` are the places of its grid lines, from left to right; `open` are those of its
    columns, from 1, that no line closes at the foot: there the page may have cut a row.
    """

    box: Box
    cells: tuple[RuledCell, ...]
    columns: tuple[int, ...] = ()
    open: tuple[int, ...] = ()


def table_in(box: Box, lines: Lines, faint: Lines, ink: Picture, em: float) -> Ruled | None:
    """Make a table of the lines drawn in a box; None where they make none.

    Parameters
    ----------
    box : Box
        Where they are on the page.
    lines, faint : Lines
        What is drawn in the box, and what may be, too faint to be ink.
    ink : array of uint8
        All that is dark in the box.
    em : float
        The size of a character in pixels.

    Returns
    -------
    Ruled or None
        Its cells. Where no border is drawn between two fields they are one cell.
    """
    across, down = lines
    rows, columns = _positions(across, em, axis=1), _positions(down, em, axis=0)
    rows, columns = _closed(rows, columns, down, em), _closed(columns, rows, across.T, em)
    if len(rows) < _LEAST or len(columns) < _LEAST:
        return None  # a rule under a head
    over = _borders(across, faint.across, ink, rows, _reaches(down, columns, em), em)
    beside = _borders(down.T, faint.down.T, ink.T, columns, _reaches(across.T, rows, em), em)
    kept = _parting(rows, over), _parting(columns, beside)
    if kept != (rows, columns):
        # What strokes of characters have given: without it the rest is judged anew.
        rows, columns = kept
        over = _borders(across, faint.across, ink, rows, _reaches(down, columns, em), em)
        beside = _borders(down.T, faint.down.T, ink.T, columns, _reaches(across.T, rows, em), em)
    parts_across = [list(row) for row in zip(*beside, strict=True)]
    cells = joined_fields(rows, columns, over, parts_across)
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
    cut = tuple(at for at, drawn in enumerate(over[-1], 1) if not drawn)
    if len(placed) > 1 or (placed and box.height < _FRAME * em):
        return Ruled(box, tuple(placed), edges, cut)
    return None  # a frame around prose


def _parting(places: list[int], drawn: list[list[bool]]) -> list[int]:
    """Leave out the lines of a grid that part nothing; the outer ones stay."""
    last = len(places) - 1
    return [place for at, place in enumerate(places) if at in (0, last) or any(drawn[at])]


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
    # The longest first, and the shorter ones to them: one by one they would join two lines.
    groups: list[list[tuple[float, int]]] = []
    for place, length in sorted(found, key=lambda one: -one[1]):
        nearest = min(groups, key=lambda group: abs(group[0][0] - place), default=None)
        if nearest is not None and abs(nearest[0][0] - place) < em * _THINNEST:
            nearest.append((place, length))
        else:
            groups.append([(place, length)])
    return sorted(
        round(sum(place * length for place, length in group) / sum(length for _, length in group))
        for group in groups
    )


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


class Reach(NamedTuple):
    """A grid line: its place, and from where to where its ink reaches: it may be double."""

    place: int
    first: int
    last: int


def _reaches(lines: Picture, places: Sequence[int], em: float) -> list[Reach]:
    """Tell how far the ink of lines that run down reaches beside their places."""
    reach = max(2, round(em * 0.2))
    found = []
    for place in places:
        start = max(0, place - reach)
        shares = (lines[:, start : place + reach + 1] > 0).mean(axis=0)
        drawn = start + np.flatnonzero(shares > _PART)
        first, last = (int(drawn[0]), int(drawn[-1])) if len(drawn) else (place, place)
        found.append(Reach(place, min(place, first), max(place, last)))
    return found


def _borders(
    lines: Picture,
    faint: Picture,
    ink: Picture,
    places: Sequence[int],
    others: Sequence[Reach],
    em: float,
) -> list[list[bool]]:
    """Say of each stretch of each line, between two crossing ones, whether it is drawn."""
    reach = max(2, round(em * 0.2))
    drawn: list[list[bool]] = []
    for place in places:
        around = slice(max(0, place - reach), place + reach + 1)
        seen = _Seen(lines[around] > 0, faint[around] > 0, ink[around] > 0)
        loose = [_is_drawn(seen, *ends, em, strict=False) for ends in pairwise(others)]
        row = []
        for at, (one, other) in enumerate(pairwise(others)):
            # Strokes of a character in a low row, or of some above each other in a narrow cell,
            # may look like a border that is nearly there.
            alone = not any(loose[max(0, at - 1) : at] + loose[at + 1 : at + 2])
            strict = alone or other.place - one.place < _SHORT * em
            row.append(loose[at] and (not strict or _is_drawn(seen, one, other, em, strict=True)))
        drawn.append(row)
    return drawn


class _Seen(NamedTuple):
    """What is seen along a line: drawn, drawn faintly, and all ink."""

    drawn: Mask
    faint: Mask
    ink: Mask


def _is_drawn(seen: _Seen, one: Reach, other: Reach, em: float, *, strict: bool) -> bool:
    """Say whether a border is drawn straight from one crossing line to the other.

    Strokes of characters leave the lines that they stand between, and brackets are bent.
    """
    start, stop = one.place, other.place
    room = min(max(2, round(em * 0.2)), (stop - start) // 4)
    reach = max(2, round(em * _CROSS))
    inside = slice(start + room, stop - room)
    own = _uncrossed(seen.ink, one.last, other.first + 1, room, reach)
    if own.stop - own.start <= reach:
        own = inside  # double borders next to each other: there is no room for a cell
    # What is ink is not too faint to be ink: it is a line, or a stroke.
    dark = seen.ink.max(axis=0)[inside].mean() > _INKED
    either = seen.drawn | seen.faint
    tips = seen.ink if dark else either
    band = seen.drawn if dark and not strict else tips
    thick = (1 if strict and dark else _STRAIGHT) + round((stop - start) * _TILT)
    for top in range(max(1, len(band) - thick + 1)):
        across = slice(top, top + thick)
        share = band[across, own if strict else inside].max(axis=0).mean()
        tip = tips[across, own].max(axis=0)
        met = min(tip[:reach].mean(), tip[-reach:].mean()) >= (_WHOLE if strict else _MET)
        if met and share > (_FAINT if not dark else _WHOLE if strict else _DRAWN):
            return True
        whole = either[across, inside].max(axis=0).mean() > _FAINT
        # A hairline may be ink in one half and too faint for it in the other.
        if whole and not strict and (not dark or _gaps(tip) < _LEAST):
            return True
    return False


def _gaps(line: Mask) -> int:
    """Count the gaps in a line: between characters above each other there are several."""
    return int(not line[0]) + int((line[:-1] & ~line[1:]).sum())


def _uncrossed(ink: Mask, start: int, stop: int, room: int, reach: int) -> slice:
    """Leave out of a stretch, at both ends, the lines that cross it, where all is ink.

    Where none is, they may be faint.
    """
    crossing = np.asarray(ink[:, start:stop].all(axis=0))
    if not len(crossing):
        return slice(start, start)
    first = int(np.argmin(crossing[: room + 1])) if crossing[0] else 0
    last = int(np.argmin(crossing[: -room - 2 : -1])) if crossing[-1] else 0
    return slice(start + (first or reach), stop - (last or reach))
