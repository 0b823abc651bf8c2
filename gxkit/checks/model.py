"""What a check is, what it looks at, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from gxkit import forms
from gxkit.documents.model import Document, Paragraph
from gxkit.forms.model import CellKey, Form, Table
from gxkit.parsing.model import Fact, Parsed, Statement
from gxkit.parsing.statements import Told, read_lines

Severity = Literal["identity", "expected", "hint"]
Cause = Literal["parse", "document"]
Scope = Literal["report", "years", "agencies"]


class Finding(NamedTuple):
    """One instance of a rule, and whether it holds.

    `ok` is None where an operand is no number, so that nothing can be said: a blank is
    never taken for 0. `cells` names the cells as ``table/row/column``, separated by
    spaces; they are cells of one report, the one that the finding is about. Rules that
    look at several reports name it by `report_id`; it is None where a rule saw only one
    report, or speaks of all. `table` is None where a rule is about the report as a whole.
    `repair` is None or ``table/row/column=value`` (several possible ones separated by ``;``,
    two cells that must change together by a space) and `cause` says, once it is known,
    whether the reading or the document is wrong.
    """

    rule: str
    table: str | None
    severity: Severity
    ok: bool | None
    expected: float | None
    found: float | None
    cells: str
    message: str
    repair: str | None = None
    cause: Cause | None = None
    report_id: str | None = None


@dataclass(frozen=True)
class Evidence:
    """One parsed report as rules look at it.

    `unit` names its agency across years, where that is known. `continues` is False where
    the series breaks before this report: after a merger last year's numbers are those of
    another body, and nothing follows from them. `second` is the place of a second,
    independent reading of the same cells, by their keys (a text layer beside a picture);
    readers that have none leave it None.
    """

    parsed: Parsed
    document: Document | None = None
    unit: str | None = None
    continues: bool = True
    second: Mapping[CellKey, Fact] | None = None

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
        return {key: fact.value for key, fact in self.facts.items() if fact.value is not None}

    @cached_property
    def by_table(self) -> Mapping[str, Sequence[Fact]]:
        """The facts of each table of the form: most rules look at one table."""
        found: dict[str, list[Fact]] = {table.code: [] for table in self.tables}
        for fact in self.parsed.facts:
            found.setdefault(fact.table, []).append(fact)
        return found

    @cached_property
    def unofficial(self) -> Mapping[str, frozenset[str]]:
        """The rows that the page prints in place of official ones, by table."""
        found = {}
        for table in self.tables:
            rows = {row.code for row in table.rows if row.instead_of}
            found[table.code] = frozenset(
                fact.row
                for fact in (self.by_table[table.code] if rows else ())
                if fact.row in rows and fact.state != "absent"
            )
        return found

    @cached_property
    def texts(self) -> Mapping[int, str]:
        """The text of each section with its parts, by number; 0 is the preamble."""
        found: dict[int, list[str]] = {}
        for part in self.parsed.sections:
            found.setdefault(part.section, []).append(f"{part.heading}\n{part.text}")
        return {number: "\n".join(texts) for number, texts in found.items()}

    @cached_property
    def page(self) -> str:
        """All that the page prints, a line a paragraph or cell."""
        lines: list[str] = []
        for block in self.document.blocks if self.document else ():
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines.extend([cell.text for cell in block.cells])
        return "\n".join(lines)

    @cached_property
    def starts(self) -> Mapping[int, int]:
        """Where sections begin: the block of the page that is the paragraph of the heading."""
        wanted = {part.where: part.section for part in self.parsed.sections if part.part == 0}
        return {
            wanted[block.where]: at
            for at, block in enumerate(self.document.blocks if self.document else ())
            if isinstance(block, Paragraph) and block.where in wanted
        }

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the form."""
        return () if self.form is None else self.form.tables

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

    @property
    def report_id(self) -> str | None:
        """The first 12 hex digits of the file's SHA-256; None for a report without a file."""
        sha256 = self.meta.get("sha256") or getattr(self.document, "sha256", None)
        return None if sha256 is None else str(sha256)[:12]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must hold, declared once: for the code, the docs and the tests.

    `test` takes the `Evidence` of one report (scope ``report``), of one agency's reports
    sorted by year, at most one a year (``years``), or of all reports (``agencies``), and yields
    findings; those of the last two scopes name their report by `Finding.report_id`. `formula`
    states in words and signs what it tests. `never` says which of the three outcomes the rule
    cannot have by what it is, and why; most rules have all three.
    """

    id: str
    zh: str
    en: str
    severity: Severity
    scope: Scope
    formula: str
    test: Callable[..., Iterable[Finding]]
    forms: tuple[str, ...] = ("2019", "2021")
    never: str = ""


def failures(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep of `findings` what counts as a failed check: a hint is none.

    Examples
    --------
    >>> hint = Finding("D3", None, "hint", False, None, None, "", "no word on fees")
    >>> failures([hint, hint])
    ()
    """
    return tuple(
        finding for finding in findings if finding.ok is False and finding.severity != "hint"
    )


def figure(value: float) -> str:
    """Write the number `value` as a page would: whole numbers without a point.

    Examples
    --------
    >>> figure(1362.0), figure(0.1 + 0.2)
    ('1362', '0.3')
    """
    # 12 digits: what is beyond them is the noise of binary fractions.
    return str(int(value)) if value.is_integer() else f"{value:.12g}"
