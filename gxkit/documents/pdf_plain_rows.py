"""Rows of tables that neither rules nor tags show: cells in the order in which a file prints them.

Programs print a table cell by cell, all lines of one before the next. So a text that stands
to the right of the one before is the next cell of its row, and one further left begins a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from typing import Final, TypeAlias

from gxkit.documents.lines import Line, cell_text, is_wide, stays_behind

_TOUCH: Final = 1.0
"""Points by which texts of neighbouring cells may reach into one another."""
_CLOSEST, _WIDEST = 0.9, 2.4
"""Distances of the lines in a cell, in type sizes."""
_WIDER: Final = 1.25
"""A distance so much wider than that of lines in a cell parts two cells."""
_DRIFT: Final = 0.5
"""Type sizes between base lines that pdfium takes for one."""
_LEVEL: Final = 0.25
"""Type sizes by which cells of a row may stand off one another's first line, or middle."""
_LOWER: Final = 0.6
"""Type sizes by which a cell may begin below all that its row has so far."""
_OTHER_SIZE: Final = 0.15
"""Share by which the type of two lines of a cell may differ."""
_WIDE: Final = 100
"""Cells of a row; no report comes near it."""
_TALL: Final = 60
"""Lines of a cell; no report comes near it."""
_BRACKETS: Final = "（("
"""How a note below a number begins."""
_DASHES: Final = re.compile("[—─]+")
"""Marks for none that are drawn through."""
FIGURE: Final = re.compile(
    r"[+\-−－]?\d[\d,，]*(?:[.．]\d+)?\s*[^\W\d]{0,2}(?:[（(][^（()）]*[)）])?|[/／—\-－─]+|无"
)
"""What stands in the cells of numbers: one with its unit or a note, or a mark for none."""


@dataclass(eq=False)
class Stack:
    """Lines that are printed one after another, each under the one before: a cell, or two."""

    lines: list[Line]

    @cached_property
    def x0(self) -> float:
        """Its left side."""
        return min(line.x0 for line in self.lines)

    @cached_property
    def x1(self) -> float:
        """Its right side."""
        return max(line.x1 for line in self.lines)

    @cached_property
    def text(self) -> str:
        """Its lines as one text."""
        return cell_text(self.lines, inf)

    @property
    def page(self) -> int:
        """The page of its first line."""
        return self.lines[0].page

    @property
    def is_figure(self) -> bool:
        """Whether it is what cells of numbers hold."""
        return FIGURE.fullmatch(self.text) is not None

    def overlaps(self, other: Stack) -> bool:
        """Tell whether both stand over one another."""
        return min(self.x1, other.x1) - max(self.x0, other.x0) > 0


Row: TypeAlias = list[Stack]


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Put the words of pages into rows of cells.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the pages.

    Returns
    -------
    list of list of Stack
        The rows in the order of the file; prose gives rows with one cell.
    """
    words = sorted(
        (line.page, word.order, number, at)
        for number, line in enumerate(lines)
        for at, word in enumerate(line.words)
    )
    texts = [_text(lines[number], at) for _, _, number, at in words]
    texts = _as_printed(texts)
    rows = _rows(texts, {})
    # How far apart the lines of a cell are shows where one is taller than its row mates.
    steps: dict[int, float] = {}
    for row in rows:
        for stack in row if len(row) > 1 else ():
            for above, below in pairwise(stack.lines):
                key, step = _key(above), below.base - above.base
                steps[key] = min(steps.get(key, inf), step)
    rows = _rows(texts, steps) if steps else rows
    for upper, lower in pairwise(rows):
        _give_down(upper, lower)
    return [part for row in rows for part in _parted(row)]


def _text(line: Line, at: int) -> Line:
    word = line.words[at]
    # Dashes fill a square, and are no letters that would tell the size of the type.
    size = (word.x1 - word.x0) / len(word.text) if _DASHES.fullmatch(word.text) else line.size
    first = size * _together(word.text)
    return Line(line.page, line.number, word.x0, word.x1, word.base, size, word.text, (), first)


def _together(text: str) -> float:
    """Measure in type sizes what no program parts at the beginning of a text."""
    at = 0
    while at < len(text) - 1 and unicodedata.category(text[at]) in ("Ps", "Pi"):
        at += 1
    while at < len(text) - 1 and not is_wide(text[at]) and not is_wide(text[at + 1]):
        at += 1
    while at < len(text) - 1 and stays_behind(text[at + 1]):
        at += 1
    return sum(1.0 if is_wide(letter) else 0.5 for letter in text[: at + 1])


def _as_printed(texts: Sequence[Line]) -> list[Line]:
    """Undo what pdfium does to labels on one line: it gives those from left to right.

    The last label of a row of the head and the first of the next may stand on one line.
    What the text after them goes on with was printed last.
    """
    ordered: list[Line] = []
    at = 0
    while at < len(texts):
        stop = at + 1
        while stop < len(texts) and _on_a_line(texts[at], texts[stop]):
            stop += 1
        run = list(texts[at:stop])
        after = texts[stop] if stop < len(texts) else None
        if (
            len(run) > 1
            and after is not None
            and ordered
            and _goes_down(run[0], after, {})
            and not any(FIGURE.fullmatch(text.text) for text in run)
            and _goes_on(ordered, run)
        ):
            run = [*run[1:], run[0]]
        ordered += run
        at = stop
    return ordered


def _on_a_line(one: Line, other: Line) -> bool:
    return one.page == other.page and abs(one.base - other.base) < _DRIFT * one.size


def _goes_on(before: Sequence[Line], run: Sequence[Line]) -> bool:
    """Tell whether a run, but for its first text, goes on with the row or the cell before it."""
    last, first, second = before[-1], run[0], run[1]
    return (
        last.page == first.page
        and first.x0 < last.x0
        and (second.x0 >= last.x1 - _TOUCH or _goes_down(last, second, {}))
        and abs(second.base - last.base) < _CLOSEST * last.size * 2
    )


def _key(line: Line) -> int:
    return round(line.size)


def _rows(texts: Sequence[Line], steps: Mapping[int, float]) -> list[Row]:
    rows: list[list[list[Line]]] = []
    for text in texts:
        row = rows[-1] if rows else []
        if row and _goes_down(row[-1][-1], text, steps):
            row[-1].append(text)
        elif row and _is_beside(row, text):
            row.append([text])
        else:
            rows.append([[text]])
    return [[Stack(lines) for lines in row] for row in rows]


def _goes_down(above: Line, below: Line, steps: Mapping[int, float]) -> bool:
    """Tell whether a line may be the next one of a cell."""
    step = below.base - above.base
    most = min(_WIDEST * above.size, _WIDER * steps.get(_key(above), inf))
    return (
        above.page == below.page
        and _CLOSEST * above.size <= step <= most
        and _is_alike(above, below)
        and min(above.x1, below.x1) > max(above.x0, below.x0)
    )


def _is_alike(above: Line, below: Line) -> bool:
    """Tell whether two lines may be of one cell by their type; digits alone do not tell its size."""
    if FIGURE.fullmatch(above.text):
        return below.text[0] in _BRACKETS or not any(map(is_wide, below.text))
    if not all(any(map(is_wide, line.text)) for line in (above, below)):
        return True
    return abs(above.size - below.size) <= _OTHER_SIZE * above.size


def _is_beside(row: Sequence[Sequence[Line]], text: Line) -> bool:
    """Tell whether a text stands to the right of a row, and no lower than that reaches."""
    if len(row) >= _WIDE or row[-1][0].page != text.page:
        return False
    lowest = max(lines[-1].base for lines in row)
    return (
        text.x0 >= max(line.x1 for line in row[-1]) - _TOUCH
        and text.base <= lowest + _LOWER * text.size
    )


def _parted(row: Row) -> list[Row]:
    """Part a row of labels where one of its cells is two: the lower stands level with what follows.

    That is where a cell over the whole table, or the last of a row, stands over the next row.
    """
    for at, stack in enumerate(row):
        after = row[at + 1 :]
        if not 1 < len(stack.lines) < _TALL or not after or any(cell.is_figure for cell in row):
            continue
        if any(_is_level(stack, cell) for cell in after):
            continue
        lower = [Stack(stack.lines[cut:]) for cut in range(1, len(stack.lines))]
        cuts = [low for low in lower if all(_is_level(low, cell) for cell in after)]
        if len(cuts) == 1:
            upper = Stack(stack.lines[: -len(cuts[0].lines)])
            return [[*row[:at], upper], *_parted([cuts[0], *after])]
    return [row]


def _give_down(above: Row, below: Row) -> None:
    """Give the first cell of a row back to it, where it ran into the label above it.

    A label over several columns reaches over what stands to the right of that cell.
    """
    stack = above[-1]
    if not 1 < len(stack.lines) < _TALL or any(cell.is_figure for cell in (*above, *below)):
        return
    if stack.page != below[0].page or below[0].x0 >= stack.x1:
        return
    for cut in range(1, len(stack.lines)):
        lower = Stack(stack.lines[cut:])
        if lower.x1 <= below[0].x0 + _TOUCH and all(_is_level(lower, cell) for cell in below):
            above[-1] = Stack(stack.lines[:cut])
            below.insert(0, lower)
            return


def _is_level(one: Stack, other: Stack) -> bool:
    """Tell whether two cells begin on one line, or have their middles there."""
    near = _LEVEL * one.lines[0].size
    first, last = one.lines[0].base, one.lines[-1].base
    begin, end = other.lines[0].base, other.lines[-1].base
    return abs(first - begin) <= near or abs(first + last - begin - end) <= 2 * near
