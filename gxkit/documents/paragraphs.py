"""Lines to paragraphs: indents, gaps and short last lines tell where one ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from gxkit.documents.lines import Line, is_wide, stays_behind

_INDENTED: Final = 1.2
"""Type sizes by which the first line of a paragraph is set in, at least."""
_WIDER: Final = 1.25
"""A gap this much wider than between the lines of a paragraph parts two."""
_OTHER_SIZE: Final = 0.12
_SLACK: Final = 0.05
_FEW: Final = 3
_ENOUGH: Final = 10
_NEAR: Final = 20.0
"""Points within which the ends of two lines show a margin; one line alone may run over it."""
_SHARE: Final = 0.5

ORDINAL: Final = re.compile(
    r"[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|[一二三四五六七八九十]{1,3}\s*[、.．]"
    r"|\d{1,2}\s*(?:[、．]|\.(?!\d))|[①-⑳]|第[一二三四五六七八九十]{1,3}[章节条部项]|附件|注\s*[:：]"
)
"""How a heading, a point or a row of an enumeration begins."""
HEADING: Final = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]")
"""How the headings of Chinese documents begin."""
_STOP: Final = re.compile(r"[。！？；：!?;:]\s*$")
_FIGURE: Final = re.compile(r"[+\-−－]?[\d,，.．]+|[/／—\-－─]+")
_FILE: Final = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|pptx?|zip|rar|jpe?g|png)$", re.IGNORECASE)
"""A list of attachments: each line of it is one."""


@dataclass(frozen=True)
class Setting:
    """How a text is set: its margins, the distance of its lines, whether it is indented."""

    left: float
    right: float
    pitch: dict[int, float]
    indented: bool


def paragraphs(lines: Sequence[Line], setting: Setting) -> list[list[Line]]:
    """Put the lines between two tables together to paragraphs.

    Parameters
    ----------
    lines : sequence of Line
        Lines in reading order, of one page or several.
    setting : Setting
        How the whole text is set.

    Returns
    -------
    list of list of Line
        The lines of each paragraph.

    Examples
    --------
    >>> first = Line(1, 1, 20, 200, 50, 10, "本年度公开信息三", (), 10)
    >>> lines = [first, first._replace(x0=0, x1=40, base=65, text="十条。"), first._replace(base=80)]
    >>> [len(one) for one in paragraphs(lines, measure(lines))]
    [2, 1]
    """
    found: list[list[Line]] = []
    for line in lines:
        if found and not _ends(found[-1][-1], line, setting):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def measure(lines: Iterable[Line]) -> Setting:
    """Measure how a text is set, from all its lines outside tables."""
    lines = list(lines)
    left = min((line.x0 for line in lines), default=0.0)
    # Stops may hang over the margin, so that lines ending in one say nothing of it.
    firm = [line.x1 for line in lines if line.text and not stays_behind(line.text[-1])]
    right = _margin(firm or [line.x1 for line in lines])
    gaps: dict[int, list[float]] = {}
    for one, other in pairwise(lines):
        if one.page == other.page and not _would_fit(one, other, right) and other.base > one.base:
            gaps.setdefault(round(one.size), []).append(other.base - one.base)
    pitch = {size: _usual(found) for size, found in gaps.items()}
    starts = [
        other.x0 - left > _INDENTED * other.size
        for one, other in pairwise(lines)
        if _would_fit(one, other, right)
    ]
    goes_on = any(
        not _would_fit(one, other, right) and other.x0 - left < other.size / 2
        for one, other in pairwise(lines)
    )
    indented = goes_on and len(starts) >= _FEW and sum(starts) > _SHARE * len(starts)
    return Setting(left, right, pitch, indented)


def _margin(ends: list[float]) -> float:
    """Return the right margin: the furthest end of a line that another comes near to."""
    ordered = sorted(ends, reverse=True)
    for one, other in pairwise(ordered if len(ordered) >= _ENOUGH else []):
        if one - other < _NEAR:
            return one
    return max(ordered, default=0.0)


def _usual(gaps: list[float]) -> float:
    """Return the most common gap; the smaller one of two as common."""
    counts = Counter(round(gap) for gap in gaps)
    most = max(counts.values())
    usual = min(gap for gap, count in counts.items() if count == most)
    return median(gap for gap in gaps if round(gap) == usual)


def _would_fit(one: Line, other: Line, right: float) -> bool:
    """Tell whether the beginning of a line had room at the end of the line before."""
    return one.x1 + other.first <= right - _SLACK * one.size


def _ends(one: Line, other: Line, setting: Setting) -> bool:
    """Tell whether a paragraph ends between two lines."""
    if _would_fit(one, other, setting.right) or _differs(one, other):
        return True
    if _in_columns(one) or _in_columns(other):
        return True
    if one.page == other.page:
        pitch = setting.pitch.get(round(one.size), 1.6 * one.size)
        gap = other.base - one.base
        if gap > _WIDER * pitch:
            return True
    if other.x0 - setting.left > _INDENTED * other.size:
        # Centred titles and lists set in as a whole go on where they began.
        return setting.indented or abs(other.x0 - one.x0) > other.size / 2
    if _FILE.search(one.text):
        return True
    return bool(_STOP.search(one.text) and ORDINAL.match(other.text))


def _in_columns(line: Line) -> bool:
    """Tell whether a line is a row of a table that space alone draws: wide gaps, or a figure behind one."""
    parts = line.text.split("  ")
    return len(parts) >= _FEW or (len(parts) > 1 and bool(_FIGURE.fullmatch(parts[-1])))


def _differs(one: Line, other: Line) -> bool:
    """Tell whether two lines are of another size: a title and what follows it."""
    if not (any(map(is_wide, one.text)) and any(map(is_wide, other.text))):
        return False
    return abs(one.size - other.size) > _OTHER_SIZE * max(one.size, other.size)


def joined(lines: Sequence[Line]) -> str:
    """Join the lines of a paragraph: between Chinese there is no space at a line's end.

    Examples
    --------
    >>> line = Line(1, 1, 0, 9, 9, 9, "公开", (), 9)
    >>> joined([line, line._replace(text="指南 open"), line._replace(text="data")])
    '公开指南 open data'
    """
    text = lines[0].text if lines else ""
    for line in lines[1:]:
        one, other = text[-1], line.text[0]
        latin = one.isascii() and other.isascii() and (one.isalpha() or other.isalpha())
        text += f" {line.text}" if latin and one not in "-/" else line.text
    return text
