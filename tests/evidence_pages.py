"""Parsed pages made by hand for the rules: facts, sections and text where a test wants them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gxkit import forms
from gxkit.checks import Evidence, Finding, check
from gxkit.documents.model import Document, Note, Paragraph
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact, Line, Parsed, Section, State

REQUESTS = (
    *("natural_person", "enterprise", "research", "public_welfare"),
    *("legal_service", "other", "total"),
)


def fact(key: CellKey, value: float | None = 0.0, state: State = "number", **rest: Any) -> Fact:
    """Make a cell that is tied by labels and prints its number cleanly."""
    number = value if state == "number" else None
    raw = "" if number is None else f"{number:g}"
    made = Fact(*key, number, "件", state, "label", raw, "l9")
    return made._replace(**rest)


def page(
    form: str = "2021",
    cells: Mapping[CellKey, float | State | Fact | None] | None = None,
    *,
    meta: Mapping[str, Any] | None = None,
    sections: Mapping[int, str] | None = None,
    lines: tuple[str, ...] = (),
    notes: tuple[Note, ...] = (),
    second: Mapping[CellKey, Fact] | None = None,
) -> Evidence:
    """Make a page of zeros with other cells: numbers, states, or whole facts.

    `sections` are texts by number, the headings of the form above them; `lines` are the page
    itself, and a section begins at the line that is its heading.
    """
    known = forms.load(form)
    by_key = {key: fact(key) for key in known.keys}
    for key, what in (cells or {}).items():
        if isinstance(what, Fact):
            by_key[key] = what
        elif isinstance(what, str):
            by_key[key] = fact(key, None, what)
        else:
            by_key[key] = fact(key, None if what is None else float(what))
    heads = {section.number: section.zh for section in known.sections} | {0: ""}
    at = {line.lstrip("一二三四五六、"): f"l{number}" for number, line in enumerate(lines, 1)}
    parts = tuple(
        Section(number, 0, heads[number], text, at.get(heads[number], f"l{1000 + number}"))
        for number, text in (sections or {}).items()
    )
    blocks = tuple(Paragraph(line, f"l{number}") for number, line in enumerate(lines, 1))
    document = Document("a.txt", "text", "0" * 64, blocks) if lines else None
    told = tuple(Line(part.text, part.where) for part in parts)
    parsed = Parsed(form, dict(meta or {}), tuple(by_key.values()), parts, notes, told)
    return Evidence(parsed, document, second=second)


def row(code: str, *numbers: float) -> dict[CellKey, float | State | Fact | None]:
    """Name the seven numbers of a row of the requests table."""
    return {
        ("requests", code, column): float(number)
        for column, number in zip(REQUESTS, numbers, strict=True)
    }


def found(evidence: Evidence, rule: str) -> list[Finding]:
    """Return what one rule finds in a page."""
    return [finding for finding in check(evidence) if finding.rule == rule]


def outcome(evidence: Evidence, rule: str) -> bool | None:
    """Return the outcome of a rule that has one finding."""
    (finding,) = found(evidence, rule)
    return finding.ok
