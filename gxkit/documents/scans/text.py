"""Text outside tables: found and read by lines, the lines put together to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from gxkit.documents.scans.cutting import framed
from gxkit.documents.scans.doubts import around
from gxkit.documents.scans.engine import Engine, Reading
from gxkit.documents.scans.grid import Ruled
from gxkit.documents.scans.sheet import Box, Picture, Sheet
from gxkit.documents.scans.voting import surer

_MARGIN: Final = 0.05
_WIDE: Final = 1.4
"""A gap so wide, in characters, is kept as two spaces: it may part columns."""
_INDENT: Final = 0.9
_RAGGED: Final = 2.0
_PITCH: Final = 1.45
_LARGER: Final = 1.22
_EDGE: Final = 0.09
"""Share of a page at its head and foot where page numbers and running heads stand."""
_NUMBER: Final = re.compile(
    r"[-—–~·.•\s_]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/共]\s*\d{1,3}\s*页?)?)[-—–~·.•\s_]*"
)
_SENTENCE: Final = tuple("。！？；：.!?;:")
_REPEATED: Final = 3
_FULL: Final = 1.65
"""With a mark of full width between them two characters stand two apart; else less than this."""
_MARKS: Final = {mark: pair for pair in (",，", ";；", ":：", "?？", "!！") for mark in pair}
_QUOTES: Final = "《》〈〉“”‘’「」『』（）【】()、"
"""What stands beside marks in words, and fills its own width in part only."""
_MIXED: Final = 0.1
"""Where the rarer width of marks has a larger share of a page, neither is usual."""


class TextLine(NamedTuple):
    """A line: where it stands, what it says, and how sure its least sure character is."""

    box: Box
    text: str
    score: float
    gaps: int = 0


class TextBlock(NamedTuple):
    """A paragraph on one page: its lines, and whether it may begin or end on another page."""

    lines: tuple[TextLine, ...]
    opens: bool
    ends: bool

    @property
    def box(self) -> Box:
        """The rectangle around its lines."""
        return around(line.box for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines put together."""
        return join([line.text for line in self.lines])


def read_lines(sheet: Sheet, tables: Sequence[Ruled], engine: Engine) -> list[TextLine]:
    """Read the lines of text outside the tables, from the top down."""
    grey, ink = sheet.grey.copy(), sheet.ink.copy()
    for table in tables:
        box = table.box
        grey[box.top : box.bottom, box.left : box.right] = 255
        ink[box.top : box.bottom, box.left : box.right] = 0
    rest = Sheet(grey, ink, sheet.em, sheet.back)
    boxes = [
        box for top, bottom in _inked(ink, sheet.em) for box in _found(rest, top, bottom, engine)
    ]
    cuts = [rest.cut(box) for box in boxes]
    plain = engine.read([framed(cut, rest.em, _MARGIN) for cut in cuts])
    readings = surer(plain, cuts, rest.em, engine)
    usual = usual_width(readings)
    lines: list[list[TextLine]] = []
    parts = [
        TextLine(box, punctuated(reading.text, reading.places, usual).strip(), reading.score)
        for box, reading in zip(boxes, readings, strict=True)
        if reading.text.strip()
    ]
    for part in sorted(parts, key=lambda part: part.box.top + part.box.bottom):
        row = next((row for row in lines[-2:] if _beside(row, part)), None)
        if row is None:
            lines.append([part])
        else:
            row.append(part)
    return [_joined(row, sheet.em) for row in lines]


def punctuated(text: str, places: Sequence[float], usual: bool | None = None) -> str:
    """Tell marks of full width from those of half width by the room they take.

    Parameters
    ----------
    text : str
        A line as read; the engine takes one kind for the other.
    places : sequence of float
        The middles of its characters, in any unit.
    usual : bool, optional
        Whether marks of this page are mostly of full width, for those whose room cannot be
        told: at the ends of lines, beside quotation marks.

    Returns
    -------
    str
        The line, with the marks between two characters of Chinese as wide as they are printed.

    Examples
    --------
    >>> punctuated("公开,及时", [0.0, 1.0, 1.6, 3.0, 4.0])
    '公开，及时'
    >>> punctuated("公开，及时", [0.0, 1.0, 1.6, 2.3, 3.3])
    '公开,及时'
    >>> punctuated("及时公开,", [0.0, 1.0, 2.0, 3.0, 3.6], usual=True)
    '及时公开，'
    """
    told = list(text)
    full = _full(text, places)
    for at, mark in enumerate(text):
        if at in full:
            told[at] = _MARKS[mark][full[at]]
        elif usual is not None and mark in _MARKS and _among_words(text, at):
            told[at] = _MARKS[mark][usual]
    return "".join(told)


def _full(text: str, places: Sequence[float]) -> dict[int, bool]:
    """Say of the marks between two characters of Chinese whether they take a full width."""
    wide = [_is_wide(letter) for letter in text]
    pitches = [
        places[at + 1] - places[at] for at in range(len(text) - 1) if wide[at] and wide[at + 1]
    ]
    if len(places) != len(text) or not pitches:
        return {}
    pitch = float(np.median(pitches))
    return {
        at: places[at + 1] - places[at - 1] > _FULL * pitch
        for at in range(1, len(text) - 1)
        if text[at] in _MARKS and wide[at - 1] and wide[at + 1]
    }


def _is_wide(letter: str) -> bool:
    return letter.isalpha() and letter > "\u2e80"


def _among_words(text: str, at: int) -> bool:
    """Say whether a mark stands in words, not beside a figure: 1,234 or 10:30."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return all(not letter or _is_wide(letter) or letter in _QUOTES for letter in (before, after))


def usual_width(readings: Sequence[Reading]) -> bool | None:
    """Say whether the marks of a page are of full width, where hardly any is not so."""
    told = [full for one in readings for full in _full(one.text, one.places).values()]
    share = sum(told) / max(1, len(told))
    return share > 0.5 if len(told) >= _REPEATED and not _MIXED < share < 1 - _MIXED else None


def _found(sheet: Sheet, top: int, bottom: int, engine: Engine) -> list[Box]:
    part = sheet.grey[top:bottom]
    return [box._replace(top=box.top + top, bottom=box.bottom + top) for box in engine.find(part)]


def _inked(ink: Picture, em: float) -> list[tuple[int, int]]:
    """Find the stretches of a page, from the top down, in which there is something to read."""
    rows = np.flatnonzero((ink > 0).sum(axis=1) > 2)
    if not len(rows):
        return []
    gaps = np.flatnonzero(np.diff(rows) > 4 * em)
    starts = [rows[0], *rows[gaps + 1]]
    stops = [*rows[gaps], rows[-1]]
    room = round(em)
    return [
        (max(0, int(start) - room), min(len(ink), int(stop) + room))
        for start, stop in zip(starts, stops, strict=True)
        if stop - start > em * 0.2
    ]


def _beside(row: Sequence[TextLine], part: TextLine) -> bool:
    last = row[-1].box
    shared = min(last.bottom, part.box.bottom) - max(last.top, part.box.top)
    apart = all(
        part.box.left > other.box.right - 8 or part.box.right < other.box.left + 8 for other in row
    )
    return apart and shared > 0.5 * min(last.height, part.box.height)


def _joined(row: list[TextLine], em: float) -> TextLine:
    row.sort()
    text, gaps = row[0].text, 0
    for one, other in pairwise(row):
        wide = other.box.left - one.box.right > _WIDE * em
        gaps += wide
        text += ("  " if wide else _space(text, other.text)) + other.text
    return TextLine(around(part.box for part in row), text, min(part.score for part in row), gaps)


def _space(before: str, after: str) -> str:
    return " " if before[-1:].isascii() and after[:1].isascii() else ""


def join(texts: Sequence[str]) -> str:
    """Put the lines of a paragraph together; only Latin words need a space between."""
    whole = texts[0]
    for text in texts[1:]:
        letters = whole[-1:].isascii() and whole[-1:].isalpha() and text[:1].isalpha()
        whole += (" " if letters and text[:1].isascii() else "") + text
    return whole


def without_margins(pages: Sequence[tuple[int, list[TextLine]]]) -> list[list[TextLine]]:
    """Take page numbers and running heads out of the lines of pages of some heights."""
    ends: Counter[str] = Counter()
    for height, lines in pages:
        ends.update({_plain(line.text) for line in lines if _at_edge(line, height)})
    running = {text for text, count in ends.items() if count >= _REPEATED and text}
    return [
        [
            line
            for line in lines
            if not _at_edge(line, height)
            or not (_NUMBER.fullmatch(line.text) or _plain(line.text) in running)
        ]
        for height, lines in pages
    ]


def _plain(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _at_edge(line: TextLine, height: int) -> bool:
    return line.box.bottom < height * _EDGE or line.box.top > height * (1 - _EDGE)


def paragraphs(lines: Sequence[TextLine], em: float) -> list[TextBlock]:
    """Put the lines between two tables together to paragraphs."""
    if not lines:
        return []
    plain = [line for line in lines if not line.gaps] or list(lines)
    left = float(np.percentile([line.box.left for line in plain], 20))
    right = float(np.percentile([line.box.right for line in plain], 90))
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and not _begins(groups[-1][-1], line, left, right, em):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        TextBlock(
            tuple(group),
            group[0].box.left < left + _INDENT * em,
            group[-1].box.right > right - _RAGGED * em
            and not (group[-1].gaps or group[-1].text.endswith(_SENTENCE)),
        )
        for group in groups
    ]


def _begins(before: TextLine, line: TextLine, left: float, right: float, em: float) -> bool:
    """Say whether a line begins a paragraph, by where it and the one before stand."""
    size = max(before.box.height, line.box.height)
    return (
        line.box.left > left + _INDENT * em
        or before.box.right < right - _RAGGED * em
        or line.box.top - before.box.top > _PITCH * size + 0.4 * em
        or size > _LARGER * min(before.box.height, line.box.height)
        or line.gaps > 0
        or before.gaps > 0
    )
