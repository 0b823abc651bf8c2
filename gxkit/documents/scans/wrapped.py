"""Numbers too wide for their cells, which go on in the next line of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from gxkit.documents.scans.doubts import SAME, Line, Printed, around, doubt
from gxkit.documents.scans.engine import Reading

Read: TypeAlias = tuple[Line, Reading, Reading | None]
"""A line of a cell with its first and its second reading."""

_PART: Final = re.compile(r"[\d,.]+")
_NUMBER: Final = re.compile(r"(?:[1-9]\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?")
_SLACK: Final = 0.9
"""What a cell may leave beside a line, in characters and besides the next digit, for its margins."""
_PITCH: Final = 1.8
"""In characters: lines of one number are no farther below each other."""


def unwrapped(
    cells: Sequence[Printed], lines: Sequence[Sequence[Read]], em: float
) -> list[Printed]:
    """Put the lines of a number together that had no room in its cell.

    Two rows that no border parts look alike: but there all cells of the row have several lines,
    and most of these leave room. So each must be full, and some cell of the row have one line.

    Parameters
    ----------
    cells : sequence of Printed
        The cells of a table.
    lines : sequence of sequence of tuple
        What was read in each, by lines.
    em : float
        The size of its characters in pixels.

    Returns
    -------
    list of Printed
        The cells; what is not surely one number stays doubted.
    """
    told = list(cells)
    rows: dict[int, list[int]] = {}
    widest: dict[int, int] = {}
    for at, one in enumerate(cells):
        if one.cell.rowspan == 1 and _are_figures(lines[at]):
            rows.setdefault(one.cell.row, []).append(at)
            if len(lines[at]) == 1:
                column = one.cell.column
                widest[column] = max(widest.get(column, 0), lines[at][0][0].box.width)
    for own in rows.values():
        several = [at for at in own if len(lines[at]) > 1]
        alone = len(several) < len(own)
        numbers = [
            _number(cells[at], lines[at], widest.get(cells[at].cell.column, 0), em)
            for at in several
        ]
        if alone and all(numbers):
            for at, number in zip(several, numbers, strict=True):
                box = around(line.box for line, _, _ in lines[at])
                told[at] = Printed(cells[at].cell, number, cells[at].score, box)
    return told


def _are_figures(lines: Sequence[Read]) -> bool:
    return bool(lines) and all(
        line.mark or _PART.fullmatch(one.text.translate(SAME)) for line, one, _ in lines
    )


def _number(one: Printed, lines: Sequence[Read], widest: int, em: float) -> str:
    """Give the number that full lines make together, nothing where they do not.

    `widest` is the widest number of one line in the column: no full line is shorter.
    """
    text = "".join(reading.text.translate(SAME) for _, reading, _ in lines)
    places = [line.box for line, _, _ in lines]
    close = all(b.top - a.top < _PITCH * em for a, b in pairwise(places))
    full = all(_is_full(one, line, first.text, widest, em) for line, first, _ in lines[:-1])
    sure = all(
        again is not None
        and not doubt(first.text, again.text, min(first.score, again.score), line)[0]
        for line, first, again in lines
    )
    return text if close and full and sure and _NUMBER.fullmatch(text) else ""


def _is_full(one: Printed, line: Line, text: str, widest: int, em: float) -> bool:
    digit = line.box.width / max(1, sum(map(str.isdigit, text)))
    room = one.cell.box.width - line.box.width
    return room < digit + _SLACK * em and line.box.width + digit / 2 > widest
