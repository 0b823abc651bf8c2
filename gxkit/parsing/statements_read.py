"""Lines of the narrative, read one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gxkit.parsing.model import Line, Statement
from gxkit.parsing.normal import fold, simplify
from gxkit.parsing.statements_cues import pattern
from gxkit.parsing.statements_items import Said
from gxkit.parsing.statements_walk import Reader

_LONGEST_HEADING = 40
_GONE = re.compile(r"[“”‘’\"'「」\u200b]+|(?<!\d)\s+|\s+(?!\d)")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）.、．][^,，;；。]{2,16}。$")
_GOES_ON = ("：", ":", "；", ";", "，", ",", "、")


@dataclass(frozen=True, slots=True)
class Plain:
    """A line as it is read: half width, without spaces and quotation marks.

    `at` maps its characters to those of the printed line, or is None where nothing moved.
    """

    printed: str
    text: str
    at: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the printed line a stretch of the plain one stands."""
        if self.at is None:
            return start, end
        return self.at[start], self.at[end - 1] + 1 if end > start else self.at[start]

    def cover(self, start: int, end: int) -> str:
        """Return the printed text of a stretch with the quotation marks around it."""
        if self.at is None:
            return self.printed[start:end].strip()
        first = self.at[start - 1] + 1 if start else 0
        last = self.at[end] if end < len(self.at) else len(self.printed)
        return self.printed[first:last].strip()


def plain(printed: str) -> Plain:
    """Make a line plain.

    Examples
    --------
    >>> plain("收到 ２３ 件").text
    '收到23件'
    """
    folded = simplify(fold(printed))
    if len(folded) == len(printed) and not _GONE.search(folded):
        return Plain(printed, folded, None)
    if len(folded) != len(printed):  # zero-width characters went; their places must be known
        folded = "".join(simplify(fold(sign)) or "\u200b" for sign in printed)
    signs: list[str] = []
    places: list[int] = []
    start = 0
    for gone in _GONE.finditer(folded):
        signs.append(folded[start : gone.start()])
        places += range(start, gone.start())
        start = gone.end()
    signs.append(folded[start:])
    places += range(start, len(folded))
    return Plain(printed, "".join(signs), places)


@dataclass(frozen=True, slots=True)
class Told:
    """What one line says: its statements, and every quantity of it for sums."""

    line: int
    plain: Plain
    said: tuple[Said, ...]
    statements: tuple[Statement, ...]


def read_lines(
    lines: Sequence[Line], form: str, year: int | None, agency: str | None = None
) -> list[Told]:
    """Read the lines of a narrative that say something in numbers.

    Parameters
    ----------
    lines : sequence of Line
        The narrative in reading order.
    form : str
        The form of the report, which decides what a cell is called.
    year : int or None
        The year of the report: what is said of another year is no level of this one.
    agency : str, optional
        Whose report it is: what another body is said to have done is not its own.
    """
    reader = Reader(form, year, agency)
    told: list[Told] = []
    heading: str | None = None
    goes_on = begun = False
    number_at, denial_at = pattern("number"), pattern("denial")
    for number, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        if not goes_on:
            begun = False
        counts = number_at.search(text) is not None
        if counts or denial_at.search(text):
            if heading is not None:
                reader.head(plain(heading).text)
                heading = None
            elif not begun:
                reader.begin()
            begun = True
            as_read = plain(line.text)
            said = tuple(reader.read(as_read.text))
            found = tuple(
                _statement(one, as_read, line.where, number) for one in said if one.measure
            )
            if said:
                told.append(Told(number, as_read, said, found))
        if not counts and _is_heading(text):
            heading = text
        goes_on = text.endswith(_GOES_ON)
    return told


def _is_heading(text: str) -> bool:
    if len(text) > _LONGEST_HEADING or text.endswith(("；", ";")):
        return False
    return not text.endswith("。") or _NUMBERED.match(text) is not None


def _statement(said: Said, line: Plain, where: str, number: int) -> Statement:
    start, end = line.span(said.start, said.end)
    return Statement(
        measure=said.measure or "",
        value=said.value,
        unit=said.unit,
        period=said.period,
        text=line.cover(*said.clause),
        where=where,
        manner=said.manner,
        upper=said.upper,
        step=said.step,
        scope=said.scope,
        line=number,
        start=start,
        end=end,
    )
