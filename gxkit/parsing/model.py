"""What parsing yields: facts, sections, points and a masthead, frozen and without pandas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from gxkit.documents.model import Note

State = Literal["number", "blank", "nil", "absent", "ambiguous", "unreadable"]
How = Literal["label", "order", "arithmetic", "corrected"]


class Fact(NamedTuple):
    """One cell of the form and what the page prints in it."""

    table: str
    row: str
    column: str
    value: float | None
    unit: str | None
    state: State
    how: How | None
    raw: str | None
    where: str | None


class Line(NamedTuple):
    """A line of narrative: the text left of a paragraph once its table parts are out.

    Where a table stood there is a line with empty text and `table` set to its code.
    """

    text: str
    where: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a section: `part` 0 is the section's own text, 1… are its （一）（二）…"""

    section: int
    part: int
    heading: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Point:
    """A problem that section five admits, or an improvement that it promises."""

    kind: Literal["problem", "improvement"]
    order: int
    text: str
    where: str


class Statement(NamedTuple):
    """A number that the narrative says of a cell of the form, or of another known thing.

    `measure` is ``table/row/column``, where a row may be a group or several joined by
    ``+``, or a name of its own. `manner` tells how exact the number is (see
    `gxkit.parsing.quantities.Quantity`), ``"none"`` that it is a denial such as 未收到申请.
    `scope` is the body that the clause names where it may not be the report's own. `line`
    counts the lines of the narrative, `start` and `end` are the number's span in its line.
    """

    measure: str
    value: float
    unit: str | None
    period: str
    text: str
    where: str
    manner: str = ""
    upper: float | None = None
    step: float = 1.0
    scope: str | None = None
    line: int = 0
    start: int = 0
    end: int = 0

    @property
    def approx(self) -> bool:
        """Whether the number is said to be no exact one (余, 约, 以上, a range)."""
        return self.manner not in {"", "none"}


@dataclass(frozen=True)
class Parsed:
    """Everything that was read from one report. `form` is None where it is no report.

    `lines` are the lines of the narrative, preamble and all: what no table took up. What is
    read from sections and lines alone is read when it is asked for. `subtotals` are sums that
    the page prints beside the cells: no form has them, and they are none of the facts. Their
    row or column is that of a `gxkit.forms.Subtotal`, the other one of the form.
    """

    form: str | None
    meta: Mapping[str, Any]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    lines: tuple[Line, ...] = ()
    subtotals: tuple[Fact, ...] = ()

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The problems and improvements of section five."""
        from gxkit.parsing.points import points

        return tuple(points(self.sections, self.lines))
