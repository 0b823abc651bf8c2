"""Characters on a sheet to lines, and the lines of a cell to its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final, NamedTuple

from gxkit.documents.pdf_pages import Char

_SAME_LINE: Final = 0.35
"""Share of its height by which a character may stand off the line of those around it."""
_DOUBLED: Final = 0.2
"""A character printed again within this share of its width is bold type, not another one."""
_WORD_GAP: Final = 0.2
_TYPED_GAP: Final = 0.1
_WIDE_GAP: Final = 1.4
"""Gaps in type sizes: one space between Latin words, two where columns are parted."""
_PART: Final = 0.55
"""Words of a line are apart from this gap on: cells without rules between stand so."""
_SMALL: Final = 0.8
_RAISED: Final = 0.2
_RAISED_MOST: Final = 0.8
_BEHIND: Final = 0.3
"""Heights of a number by which a note mark may be raised, and stand off."""
_FIGURES: Final = re.compile(r"[\d.,，．]+")
_WRAPPED: Final = 1.2
_PADDING: Final = 12.0
"""Points that the two sides of a cell may keep free beside a line that fills it."""


class Word(NamedTuple):
    """Characters side by side without a wider gap between: its text and its sides.

    `order` is that of its first character in the file, `base` where that stands.
    """

    text: str
    x0: float
    x1: float
    order: int = 0
    base: float = 0.0


class Line(NamedTuple):
    """A printed line: its page, its number there, its sides, base line, type size and text."""

    page: int
    number: int
    x0: float
    x1: float
    base: float
    size: float
    text: str
    words: tuple[Word, ...]
    first: float
    """The width of what must stand together at its beginning: a word, or a character."""


def is_wide(letter: str) -> bool:
    """Tell whether a character fills a square, as Chinese ones do."""
    return unicodedata.east_asian_width(letter) in "WF"


def lines_of(chars: Iterable[Char], page: int = 0, start: int = 0) -> list[Line]:
    """Put characters into lines by where they stand, whatever order the file has them in.

    Parameters
    ----------
    chars : iterable of Char
        Characters of one page or one cell.
    page, start : int
        The page, and how many lines of it were counted before.

    Returns
    -------
    list of Line
        From top to bottom.

    Examples
    --------
    >>> wide = [Char(letter, 10 * at, 10 * at + 10, 50, 12, at, False) for at, letter in enumerate("规章")]
    >>> [(line.text, line.size) for line in lines_of([*wide, Char("3", 60, 65, 50.5, 12, 9, True)])]
    [('规章  3', 10.0)]
    """
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: (char.base, char.x0)):
        if rows and char.base - rows[-1][-1].base <= _SAME_LINE * max(
            char.height, rows[-1][-1].height
        ):
            rows[-1].append(char)
        else:
            rows.append([char])
    rows = _with_marks(rows)
    return [_line(row, page, start + number) for number, row in enumerate(rows, 1)]


def _with_marks(rows: list[list[Char]]) -> list[list[Char]]:
    """Put raised note marks on the line of the number that they stand behind."""
    found: list[list[Char]] = []
    for row in rows:
        above = found[-1] if found else []
        if above and above[0].height < _SMALL * row[0].height and _are_marks(above, row):
            found[-1] = [*row, *above]
        else:
            found.append(row)
    return found


def _are_marks(row: Sequence[Char], below: Sequence[Char]) -> bool:
    """Say whether each character of a line stands small, raised and close behind a digit."""
    if not all(char.text.isdigit() for char in row):
        return False
    for at, char in enumerate(row):
        near = (
            host
            for host in below
            if host.text.isdigit()
            and char.height < _SMALL * host.height
            and host.base - char.base < _RAISED_MOST * host.height
            and abs(char.x0 - host.x1) < _BEHIND * host.height
        )
        follows = at and abs(char.x0 - row[at - 1].x1) < _BEHIND * char.height
        if not follows and next(near, None) is None:
            return False
    return True


def _line(row: list[Char], page: int, number: int) -> Line:
    row = _once(sorted(row, key=lambda char: char.x0))
    size = _size(row)
    words: list[Word] = []
    text = ""
    run: list[Char] = []
    for char in row:
        if run:
            gap = char.x0 - run[-1].x1
            space = _space(run[-1], char, gap / size)
            text += space
            if gap / size > _PART:
                words.append(_word(run))
                run = []
        text += _shown(char, run, size)
        run.append(char)
    words.append(_word(run))
    x1 = max(char.x1 for char in row)
    text = text.replace("][", "")
    return Line(page, number, row[0].x0, x1, row[0].base, size, text, tuple(words), _first(row))


def _word(run: Sequence[Char]) -> Word:
    text = "".join(char.text for char in run)
    order = min(char.order for char in run)
    return Word(text, run[0].x0, max(char.x1 for char in run), order, run[0].base)


def _once(row: list[Char]) -> list[Char]:
    """Keep one of the characters that are printed twice, slightly apart, to look bold."""
    kept: list[Char] = []
    for char in row:
        near = (other for other in kept[-3:] if other.text == char.text)
        if any(char.x0 - other.x0 < _DOUBLED * (char.x1 - char.x0) for other in near):
            continue
        kept.append(char)
    return kept


def _size(row: Sequence[Char]) -> float:
    """Return the size of the type: the width of a Chinese character, or twice a digit's."""
    wide = [char.x1 - char.x0 for char in row if is_wide(char.text)]
    if wide:
        return max(1.0, median(wide))
    return max(1.0, 2 * median(char.x1 - char.x0 for char in row))


def _space(before: Char, after: Char, gap: float) -> str:
    """Return what stands between two characters of a line."""
    if gap > _WIDE_GAP:
        return "  "
    latin = not is_wide(before.text) and not is_wide(after.text)
    if gap > _WORD_GAP and (latin or gap > 0.6):
        return " "
    # Programs set Chinese and digits a little apart: that is no space, one in the file is.
    return " " if after.spaced and gap > _TYPED_GAP else ""


def _shown(char: Char, run: Sequence[Char], size: float) -> str:
    """Keep a raised note mark from becoming a digit of the number before it: 22[1]."""
    if not run or not char.text.isdigit() or not run[-1].text.isdigit():
        return char.text
    # Of a mark with several digits each is small beside the number before all of them.
    before = next((one for one in reversed(run) if char.height < _SMALL * one.height), None)
    if before is None or not before.text.isdigit():
        return char.text
    return f"[{char.text}]" if before.base - char.base > _RAISED * size else char.text


def _first(row: Sequence[Char]) -> float:
    """Measure what cannot be parted at the beginning of a line."""
    at = 0
    while at < len(row) - 1 and unicodedata.category(row[at].text) in ("Ps", "Pi"):
        at += 1
    if not is_wide(row[at].text):
        while at + 1 < len(row) and _holds_together(row[at], row[at + 1]):
            at += 1
    while at + 1 < len(row) and stays_behind(row[at + 1].text):
        at += 1
    return row[at].x1 - row[0].x0


def _holds_together(one: Char, other: Char) -> bool:
    gap = other.x0 - one.x1
    return not is_wide(other.text) and not other.breaks and gap < 0.3 * other.height


def stays_behind(letter: str) -> bool:
    """Tell whether a character may not begin a line: stops and closing brackets."""
    return unicodedata.category(letter) in ("Pe", "Pf") or letter in "，。；：、！？,.;:!?%％"


def cell_text(lines: Sequence[Line], width: float) -> str:
    r"""Join the lines of a cell: what was broken to fit in goes together again.

    Digits that fill the cell go on in the next line; where they do not, the break stays and
    nobody takes two numbers for one.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the cell, from top to bottom.
    width : float
        The width of the cell.

    Examples
    --------
    >>> line = Line(1, 1, 5, 45, 10, 10, "11398", (), 5)
    >>> cell_text([line, line._replace(text="889")], 50), cell_text([line, line._replace(text="9")], 90)
    ('11398889', '11398\n9')
    """
    text = ""
    for at, line in enumerate(lines):
        if at:
            text += _between(lines[at - 1], line, width)
        text += line.text
    return text


def _between(before: Line, after: Line, width: float) -> str:
    one, other = before.text[-1], after.text[0]
    if is_wide(one) and is_wide(other):
        return ""
    if _FIGURES.fullmatch(before.text) and _FIGURES.match(after.text):
        room = width - (before.x1 - before.x0) - _PADDING
        fills = len(before.text) > 1 and room < _WRAPPED * before.size / 2
        return "" if fills and _FIGURES.fullmatch(after.text) else "\n"
    if one.isdigit() and other.isdigit():
        return "\n"
    return "" if is_wide(one) or is_wide(other) else " "


def area(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """Measure where lines are printed, as far as they are on the page of the first.

    Parameters
    ----------
    lines : sequence of Line
        Lines of a cell, at least one.

    Returns
    -------
    tuple of float
        Left, top, right, bottom in points.

    Examples
    --------
    >>> line = Line(1, 1, 5, 45, 20, 10, "公开", (), 10)
    >>> area([line, line._replace(base=34), line._replace(page=2)])
    (5, 10, 45, 36.5)
    """
    own = [line for line in lines if line.page == lines[0].page]
    top = min(line.base - line.size for line in own)
    bottom = max(line.base + line.size / 4 for line in own)
    return min(line.x0 for line in own), top, max(line.x1 for line in own), bottom
