"""Running heads, feet and page numbers: what a sheet bears that is no part of its text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from gxkit.documents.lines import Line

_HEAD: Final = 0.11
_FOOT: Final = 0.88
"""Shares of the height of a sheet above and below which furniture stands."""
_PLACE: Final = 4.0
"""Points within which a line stands at the same place of two pages."""
_OUTER: Final = 3
"""So many lines from the edge of a page may be furniture."""

_NUMBER: Final = re.compile(
    r"[-—–－_·•~\s]*第?\s*(\d{1,4})\s*页?\s*(?:[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－_·•~\s]*"
)
_BARE: Final = re.compile(r"\d{1,4}")
_PRINTED: Final = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+\s*[/／]\s*\d+)?"
    r"|\d{1,4}[/\-.年]\d{1,2}[/\-.月]\d{1,4}日?[,，]?\s*(?:[上下]午\s*)?\d{1,2}[:：]\d{2}.*"
)
"""What browsers print at the head and foot: date and title, address and page number."""
_FIGURE: Final = re.compile(r"[+\-−－]?\d[\d,，.．]*[^\W\d]?")
_CONTINUED: Final = re.compile(r"[（(]?\s*(?:续上?表|接上页|续前表)[\s\w]{0,4}[)）]?")
_DIGITS: Final = re.compile(r"\d+")


class Sheet(NamedTuple):
    """The lines of a page outside its tables, from top to bottom, and its height."""

    number: int
    height: float
    lines: Sequence[Line]


def find_furniture(sheets: Sequence[Sheet]) -> set[tuple[int, int]]:
    """Name the lines that are furniture, by page and line number.

    Parameters
    ----------
    sheets : sequence of Sheet
        All pages.

    Returns
    -------
    set of (int, int)
        `Line.page` and `Line.number` of each line that is to be left out.

    Examples
    --------
    >>> foot = Line(1, 9, 280, 310, 800, 10, "- 1 -", (), 5)
    >>> body = foot._replace(number=8, base=400, text="一、总体情况")
    >>> find_furniture([Sheet(1, 842, [body, foot])])
    {(1, 9)}
    """
    outer = [(sheet, line) for sheet in sheets for line in _outer_lines(sheet) if not _is_row(line)]
    repeated = _repeated(outer)
    offsets = Counter(
        int(line.text) - sheet.number for sheet, line in outer if _BARE.fullmatch(line.text)
    )
    found = set()
    for sheet, line in outer:
        key = line.page, line.number
        if key in repeated or _PRINTED.fullmatch(line.text):
            found.add(key)
        elif _BARE.fullmatch(line.text):
            offset = int(line.text) - sheet.number
            if offset == 0 or offsets[offset] > 1:
                found.add(key)
        elif _NUMBER.fullmatch(line.text):
            found.add(key)
    for sheet in sheets:
        if sheet.lines and _CONTINUED.fullmatch(sheet.lines[0].text):
            found.add((sheet.number, sheet.lines[0].number))
    return found


def _outer_lines(sheet: Sheet) -> list[Line]:
    lines = [*sheet.lines[:_OUTER], *sheet.lines[_OUTER:][-_OUTER:]]
    return [
        line
        for line in lines
        if line.base < _HEAD * sheet.height or line.base > _FOOT * sheet.height
    ]


def _is_row(line: Line) -> bool:
    """Tell whether a line is of figures standing apart: a row of a table, not the number of a page."""
    return len(line.words) > 1 and all(_FIGURE.fullmatch(word.text) for word in line.words)


def _repeated(outer: Sequence[tuple[Sheet, Line]]) -> set[tuple[int, int]]:
    """Find the lines that stand at the same place of several pages, but for their digits."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for _, line in outer:
        groups[_DIGITS.sub("#", line.text)].append(line)
    found = set()
    for lines in groups.values():
        for line in lines:
            others = {other.page for other in lines if abs(other.base - line.base) < _PLACE}
            if len(others) > 1:
                found.add((line.page, line.number))
    return found
