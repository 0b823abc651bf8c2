"""What a cell prints by two readings and more, and why a number is doubted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from gxkit.documents.scans.cutting import Cut
from gxkit.documents.scans.engine import Reading
from gxkit.documents.scans.grid import RuledCell
from gxkit.documents.scans.sheet import Box

_SURE: Final = 0.8
"""A number whose least sure digit is less sure than this is not known."""
_HALVES: Final = {"left": "1357", "right": "156"}
"""What other figures look like when a border hides their left or right side."""
_LEANING: Final = {"1": -0.45, "7": -0.65}
"""Even under noise these lean less; slashes of small print are read as them, twice and surely."""
_SETTLED: Final = 0.9
_NUMBER: Final = re.compile(r"(?:0|[1-9]\d*)[件条项个]?")
_THIN: Final = 0.25
"""Least width of a digit, in heights."""
_UNKNOWN: Final = "?"
_LABEL: Final = 4
"""So many characters make a label: its figures, as in 第20条, are not a value."""
_SHOWN: Final = 6
_WORDS: Final = 2
_CLEAN: Final = re.compile(
    r"[+-]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?(?:件次|人次|万元|亿元|[件条项个次宗份例篇元])?"
    r"|[-/*]+|[+-]?0/[+-]?0"
)
SAME: Final = str.maketrans({
    "，": ",", "．": ".", "−": "-", "–": "-", "—": "-", "―": "-", "─": "-", "一": "-", "／": "/",
    "〇": "0", "○": "0", " ": None, "\n": None,
})  # fmt: skip
"""Signs that readings may give for one another."""
_DASHES: Final = re.compile("[-−–—―─一_]+")


class Printed(NamedTuple):
    """A cell as read.

    `score` is the engine's certainty of its least sure character. `doubt` says in words why
    the figures read are not to be trusted ('' where they are), `other` is then what another
    reading has, or a question mark where nothing better is known.
    """

    cell: RuledCell
    text: str
    score: float
    box: Box
    doubt: str = ""
    other: str | None = None


class Line(NamedTuple):
    """A line of text in a cell: which cell, and its box on the page."""

    cell: int
    box: Box
    pieces: int
    """How many pieces of ink stand side by side: what a number should have of digits."""
    mark: str = ""
    """A slash or a dash, told by its shape: the engine takes them for 1, 7 or 二."""
    cut: Cut | None = None
    slant: float = 0.0
    """How its ink leans, from -1 (like a slash) to 1."""


def around(boxes: Iterable[Box]) -> Box:
    """Give the rectangle around some."""
    found = list(boxes)
    return Box(
        min(box.left for box in found),
        min(box.top for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def is_open(one: Reading, other: Reading, line: Line) -> bool:
    """Say whether two readings leave it open which number a line prints."""
    text = one.text.strip()
    score = min(one.score, other.score)
    if line.mark or (_DASHES.fullmatch(text) and _DASHES.fullmatch(other.text.strip())):
        return False
    told, _ = doubt(text, other.text.strip(), score, line)
    return bool(told) or not _CLEAN.fullmatch(text.translate(SAME))


def settled(readings: Sequence[Reading], line: Line) -> Reading | None:
    """Take the number on which two cleaned readings agree, both sure, with one of the first two."""
    *early, blurred, cleaned = readings
    text = blurred.text.translate(SAME)
    if text != cleaned.text.translate(SAME) or not _NUMBER.fullmatch(text):
        return None
    score = min(blurred.score, cleaned.score)
    if score < _SETTLED or text not in [one.text.translate(SAME) for one in early]:
        return None
    found = Reading(text, score, ())
    return None if doubt(text, text, score, line)[0] else found


def _as_value(printed: Printed) -> Printed:
    """Mark what is neither words nor a clean number: in the place of a number it is none.

    A question mark before it tells that it stands for a value that nobody could read; left as
    it is, it would pass for a label and part the row.
    """
    plain = printed.text.translate(SAME)
    if not plain:
        return printed._replace(text=_UNKNOWN, doubt="ink, nothing read", other=None)
    words = sum(letter > "\u2e80" and letter.isalpha() for letter in plain)
    digits = any(letter.isdigit() for letter in plain)
    if _CLEAN.fullmatch(plain) or words >= _WORDS or (words and not digits):
        return printed
    text = _UNKNOWN + " ".join(printed.text.split())[:_SHOWN]
    return printed._replace(text=text, doubt=printed.doubt or "no clean number", other=None)


def doubt(text: str, again: str, score: float, line: Line) -> tuple[str, str | None]:
    """Say why a number is not to be trusted, and what it may be instead."""
    plain, other = text.translate(SAME), again.translate(SAME)
    if not any(letter.isdigit() for letter in plain + other):
        return "", None
    if plain != other:
        told = "ink, nothing read" if not text else f"read again: {again!r}"
        return told, again or _UNKNOWN
    if score < _SURE:
        return "the engine is not sure", _UNKNOWN
    if line.slant < _LEANING.get(plain, -1.0):
        return f"a {plain} that leans like a slash", _UNKNOWN
    if line.cut and _may_lack(plain, line.cut.hidden):
        return "a border may hide a part of it", _UNKNOWN
    room = line.box.width / (_THIN * line.box.height)
    if plain.isdigit() and not line.pieces <= len(plain) <= room:
        return f"{line.pieces} pieces of ink side by side", _UNKNOWN
    return "", None


def _may_lack(text: str, hidden: frozenset[str]) -> bool:
    """Say whether a border at these sides may have made another number of one."""
    return any(
        (side not in _HALVES) or text[at] in _HALVES[side]
        for side in hidden
        for at in (0 if side == "left" else -1,)
    )


def unparted(cells: Sequence[Printed]) -> list[Printed]:
    """Doubt the numbers of a table in which rows run together: their columns may have as well.

    Its sign is a cell over several rows in which a number stands above or below something. (A 1
    may be what is left of a border.)
    """
    if not any(one.cell.rowspan > 1 and _runs_together(one.text) for one in cells):
        return list(cells)
    return [
        one._replace(doubt="rows of this table run together", other=_UNKNOWN)
        if not one.doubt and any(letter.isdigit() for letter in one.text)
        else one
        for one in cells
    ]


def _runs_together(text: str) -> bool:
    parts = [part for part in text.split("\n") if len(part) > 1 or part.isdigit()]
    return len(parts) > 1 and any(part.isdigit() and "1" not in part for part in parts)


def _doubt_within(lines: Sequence[tuple[Line, Reading, Reading | None]]) -> str:
    """Say why a number that is one of several lines of a cell is not to be trusted."""
    for line, one, other in lines:
        if other is not None and any(letter.isdigit() for letter in one.text + other.text):
            score = min(one.score, other.score)
            told, _ = doubt(one.text.strip(), other.text.strip(), score, line)
            if told:
                return told
    return ""


def printed_in(cell: RuledCell, lines: Sequence[tuple[Line, Reading, Reading | None]]) -> Printed:
    """Say what a cell prints by the readings of its lines, and whether it is doubted."""
    if not lines:
        return Printed(cell, "", 1.0, cell.box)
    box = around(line.box for line, _, _ in lines)
    score = min(reading.score for _, reading, _ in lines)
    marked = len(lines) == 1 and lines[0][0].mark
    if not marked and (len(lines) > 1 or lines[0][2] is None):
        text = "\n".join(reading.text for _, reading, _ in lines if reading.text)
        if len(lines) > 1 and not any(letter.isalpha() for letter in text):
            # A number too wide for its cell, or two of rows that no border parts.
            unknown = _UNKNOWN + " ".join(text.split())[:_SHOWN]
            return Printed(cell, unknown, score, box, "figures on several lines")
        told = _doubt_within(lines) if sum(letter > "\u2e80" for letter in text) < _LABEL else ""
        if told:
            return Printed(cell, _UNKNOWN + " ".join(text.split())[:_SHOWN], score, box, told)
        return _as_value(Printed(cell, text, score, box))
    line, one, other = lines[0]
    if line.mark:
        return Printed(cell, line.mark, 1.0, box)
    other = other or one
    text, again = one.text.strip(), other.text.strip()
    score = min(score, other.score)
    if _DASHES.fullmatch(text) and _DASHES.fullmatch(again):
        return Printed(cell, "—", score, box)
    told, rest = doubt(text, again, score, line)
    return _as_value(Printed(cell, text, score, box, told, rest))
