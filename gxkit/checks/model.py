"""What a check is, what it looks at, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from gxkit import forms
from gxkit.documents.model import Document
from gxkit.forms.model import CellKey, Form
from gxkit.parsing.model import Fact, Parsed, Statement
from gxkit.parsing.statements import Told, read_lines

Severity = Literal["identity", "expected", "hint"]
Cause = Literal["parse", "document"]
Scope = Literal["report", "years", "agencies"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One instance of a rule, and whether it holds.

    `ok` is None where an operand is no number, so that nothing can be said: a blank is
    never taken for 0. `cells` names the cells as ``table/row/column``, separated by
    spaces. `repair` is None or ``table/row/column=value`` (several separated by ``;``)
    and `cause` says, once it is known, whether the reading or the document is wrong.
    """

    rule: str
    table: str
    severity: Severity
    ok: bool | None
    expected: float | None
    found: float | None
    cells: str
    message: str
    repair: str | None = None
    cause: Cause | None = None


@dataclass(frozen=True)
class Evidence:
    """One parsed report as rules look at it."""

    parsed: Parsed
    document: Document | None = None

    @cached_property
    def form(self) -> Form | None:
        """The form that the report follows."""
        return None if self.parsed.form is None else forms.load(self.parsed.form)

    @cached_property
    def facts(self) -> Mapping[CellKey, Fact]:
        """The cells of the report."""
        return {fact[:3]: fact for fact in self.parsed.facts}

    @cached_property
    def values(self) -> Mapping[CellKey, float]:
        """The cells that are numbers: a blank is not among them, and never 0."""
        return {fact[:3]: fact.value for fact in self.parsed.facts if fact.value is not None}

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """The lines of the narrative that say something in numbers, read once for all rules."""
        parsed = self.parsed
        agency, year = parsed.meta.get("agency"), parsed.meta.get("year")
        return tuple(read_lines(parsed.lines, parsed.form or "2021", year, agency))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What the narrative says of the form's cells and of other known things."""
        return tuple(one for told in self.told for one in told.statements)

    @property
    def meta(self) -> Mapping[str, Any]:
        """Who and when."""
        return self.parsed.meta


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must hold, declared once: for the code, the docs and the tests.

    `test` takes the `Evidence` of one report (scope ``report``) or, for the other scopes, a
    sequence of them, and yields findings; `formula` states in words and signs what it tests.
    """

    id: str
    zh: str
    en: str
    severity: Severity
    scope: Scope
    formula: str
    test: Callable[..., Iterable[Finding]]
    forms: tuple[str, ...] = ("2019", "2021")


def figure(value: float) -> str:
    """Write the number `value` as a page would: whole numbers without a point.

    Examples
    --------
    >>> figure(1362.0), figure(0.1 + 0.2)
    ('1362', '0.3')
    """
    # 12 digits: what is beyond them is the noise of binary fractions.
    return str(int(value)) if value.is_integer() else f"{value:.12g}"
