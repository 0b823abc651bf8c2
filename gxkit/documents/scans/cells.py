"""What the cells of a drawn table print: each read twice, and doubted where readings differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from gxkit.documents.scans.cutting import (
    as_printed,
    contrasted,
    cut_of,
    touched_sides,
    without_grain,
)
from gxkit.documents.scans.doubts import (
    Line,
    Printed,
    around,
    is_open,
    printed_in,
    settled,
    unparted,
)
from gxkit.documents.scans.engine import Engine, Reading
from gxkit.documents.scans.grid import Ruled, RuledCell
from gxkit.documents.scans.marks import is_flat, mark_of, slant_of
from gxkit.documents.scans.sheet import Box, Picture, Sheet
from gxkit.documents.scans.specks import repeated_hyphens, repeated_specks
from gxkit.documents.scans.voting import surer
from gxkit.documents.scans.widths import unspaced
from gxkit.documents.scans.wrapped import unwrapped

_MARK: Final = 0.22
"""Ink that reaches so far, in characters, is printed; less is dust."""
_DOT: Final = 0.07
_DIGIT: Final = 0.35
"""The least height of a digit."""
_WORDS: Final = 1.5
"""From so many characters on the line of a cell is taken for words, if it is not alone."""
_FRAYED: Final = (0.3, 0.05, 0.22, 0.1)
"""How near to a border above or beside, and how thin, what is left of the border itself is.

Beside it stands 1 as well, which is thin: there hardly anything counts as border.
"""
_SLIVERS: Final = (0.1, 0.35, 0.8)
"""How thin, how near to a border beside and how far from all else such a rest of it stands."""
_GAP: Final = 0.12
_NARROW: Final = 5
"""Lines wider than this, in characters, are no numbers."""
_VALUE: Final = re.compile(
    r"[\dOoQ〇○lI|!SZBb ,，.．:：;'`~_+\-−–—―─一/／\\*万元件次条项个增减]{1,18}|.|无"
)
"""What a cell prints that may be a number or a mark for none: it must be read twice alike."""


def read_cells(sheet: Sheet, left: Picture, table: Ruled, engine: Engine) -> list[Printed]:
    """Read the cells of a table.

    Parameters
    ----------
    sheet : Sheet
        The page.
    left : Picture
        Its ink without ruled lines.
    table : Ruled
        The table.
    engine : Engine
        What recognises lines of text.

    Returns
    -------
    list of Printed
        One a cell, in the order of the table. A cell with ink in it is never empty.
    """
    lines = _all_lines(sheet, left, table)
    cuts = [line.cut.picture if line.cut else sheet.cut(line.box) for line in lines]
    first, second = _readings(lines, cuts, sheet.em, engine)
    found: list[list[tuple[Line, Reading, Reading | None]]] = [[] for _ in table.cells]
    for at, line in enumerate(lines):
        found[line.cell].append((line, first[at], second.get(at)))
    printed = [printed_in(cell, own) for cell, own in zip(table.cells, found, strict=True)]
    return unparted(unspaced(unwrapped(printed, found, sheet.em), sheet.em))


def _all_lines(sheet: Sheet, left: Picture, table: Ruled) -> list[Line]:
    """Find the lines of text of all cells, and small marks by how often they stand there."""
    lines: list[Line] = []
    for number, cell in enumerate(table.cells):
        lines.extend(_lines(number, cell, sheet, left))
    count = Counter(line.cell for line in lines)
    unmarked = [
        (at, line.box) for at, line in enumerate(lines) if count[line.cell] == 1 and not line.mark
    ]
    for at in repeated_hyphens(unmarked, sheet.em):
        lines[at] = lines[at]._replace(mark="—")
    empty = [(at, cell.box) for at, cell in enumerate(table.cells) if at not in count]
    lines.extend(Line(at, box, 0) for at, box in repeated_specks(empty, left, sheet.em))
    return lines


def _readings(
    lines: Sequence[Line], cuts: Sequence[Picture], em: float, engine: Engine
) -> tuple[list[Reading], dict[int, Reading]]:
    """Read lines; what may be a number twice, and more where that leaves it open."""
    first = engine.read([as_printed(cut, em) for cut in cuts])
    again = [at for at, reading in enumerate(first) if _VALUE.fullmatch(reading.text or "?")]
    second = dict(zip(again, engine.read([contrasted(cuts[at], em) for at in again]), strict=True))
    open_ = [at for at in again if is_open(first[at], second[at], lines[at])]
    more = engine.read([one for at in open_ for one in without_grain(cuts[at], em)])
    for number, at in enumerate(open_):
        told = settled([first[at], second[at], *more[2 * number : 2 * number + 2]], lines[at])
        if told is not None:
            first[at] = second[at] = told
    words = [at for at in range(len(lines)) if at not in second]
    told_words = surer([first[at] for at in words], [cuts[at] for at in words], em, engine)
    for at, reading in zip(words, told_words, strict=True):
        if not _VALUE.fullmatch(reading.text):  # words that become a number are not to be trusted
            first[at] = reading
    return first, second


def _lines(number: int, cell: RuledCell, sheet: Sheet, left: Picture) -> list[Line]:
    """Find the lines of text in a cell by the rows of ink in it."""
    inner, em = cell.box, sheet.em
    ink = left[inner.top + 1 : inner.bottom - 1, inner.left + 1 : inner.right - 1]
    if not ink.any():
        return []
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink))
    pieces = [
        Box(x, y, x + wide, y + high)
        for x, y, wide, high, area in stats[1:].tolist()
        if max(wide, high) >= _DOT * em and area > 2
    ]
    pieces = [piece for piece in pieces if not _is_edge(piece, ink.shape, em)]
    pieces = _without_slivers(pieces, ink.shape[1], em)
    marks = [piece for piece in pieces if max(piece.width, piece.height) >= _MARK * em]
    if not marks:
        return []
    bands = _bands(marks, em)
    found = []
    for top, bottom in bands:
        own = [box for box in pieces if top - 1 <= (box.top + box.bottom) / 2 <= bottom + 1]
        strong = [box for box in own if box in marks]
        # A point belongs to a number, dust stands alone.
        box = around(_without_dust([box for box in own if _close(box, strong, em)], strong, em))
        placed = Box(
            inner.left + 1 + box.left,
            inner.top + 1 + box.top,
            inner.left + 1 + box.right,
            inner.top + 1 + box.bottom,
        )
        tall = [box for box in strong if box.height >= _DIGIT * em]
        mark, slant = "", 0.0
        if len(strong) == 1:
            one = strong[0]
            own_ink = numbers[one.top : one.bottom, one.left : one.right] > 0
            mark, slant = mark_of(own_ink, em), slant_of(own_ink)
            if mark == "/" and touched_sides(sheet.ink, left, placed)[1]:
                mark = ""  # the bar of a 7 may have gone with the border
        elif all(is_flat(one.width, one.height, em) for one in strong):
            mark = "—"
        cut = cut_of(sheet, left, inner, placed) if placed.width < _NARROW * em else None
        found.append(Line(number, placed, _side_by_side(tall), mark, cut, slant))
    return _without_specks(found, em)


def _without_specks(lines: list[Line], em: float) -> list[Line]:
    """Leave out what is smaller than a figure above or below words: dust, or a mark of the words.

    In a cell of its own, or beside a number, it stays.
    """
    if max(line.box.width for line in lines) < _WORDS * em:
        return lines
    return [line for line in lines if max(line.box.width, line.box.height) >= _DIGIT * em]


def _is_edge(piece: Box, shape: tuple[int, ...], em: float) -> bool:
    """Say whether a piece of ink is the frayed edge of a border: thin, and close along it."""
    high, wide = shape
    near = min(piece.top, high - piece.bottom) < _FRAYED[0] * em
    beside = min(piece.left, wide - piece.right) < _FRAYED[1] * em
    flat, upright = piece.height < _FRAYED[2] * em, piece.width < _FRAYED[3] * em
    return (near and flat) or (beside and upright and piece.height > piece.width)


def _without_slivers(pieces: list[Box], width: int, em: float) -> list[Box]:
    """Leave out what is left of borders beside a cell: thin, along it, and far from all else.

    Where there is nothing else it stays: a sliver may be a 1, and ink is never blank.
    """
    thin, near, apart = (share * em for share in _SLIVERS)
    kept = [
        piece
        for piece in pieces
        if piece.width > max(2, thin) or min(piece.left, width - piece.right) > near
    ]
    return [
        piece
        for piece in pieces
        if piece in kept
        or not kept
        or min(max(piece.left - one.right, one.left - piece.right) for one in kept) < apart
    ]


def _bands(marks: Sequence[Box], em: float) -> list[tuple[int, int]]:
    """Group ink into lines of text: from above down, where rows without ink part them."""
    bands: list[list[int]] = []
    for mark in sorted(marks, key=lambda box: box.top):
        if bands and mark.top < bands[-1][1] + _GAP * em * 0.5:
            bands[-1][1] = max(bands[-1][1], mark.bottom)
        else:
            bands.append([mark.top, mark.bottom])
    joined: list[list[int]] = []
    for top, bottom in bands:
        # The parts of one character, as in 二 or 三, are no lines.
        if joined and bottom - joined[-1][0] < em * 1.15:
            joined[-1][1] = bottom
        else:
            joined.append([top, bottom])
    return [(top, bottom) for top, bottom in joined]


def _close(box: Box, strong: Sequence[Box], em: float) -> bool:
    return box in strong or any(
        box.left < mark.right + 0.4 * em and box.right > mark.left - 0.4 * em for mark in strong
    )


def _without_dust(pieces: list[Box], strong: Sequence[Box], em: float) -> list[Box]:
    """Leave out specks behind a short line: at the end of a number a point says nothing."""
    right = max(box.right for box in strong)
    if right - min(box.left for box in strong) > _NARROW * em:
        return pieces
    return [box for box in pieces if box in strong or box.left < right]


def _side_by_side(marks: Sequence[Box]) -> int:
    """Count the pieces of ink that no column of ink joins: the digits of a number."""
    count, reach = 0, -1
    for mark in sorted(marks):
        count += mark.left > reach
        reach = max(reach, mark.right)
    return count
