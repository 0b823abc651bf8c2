"""A4 and A5: sums that a page prints beside the cells of the form add up too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gxkit.checks.identities import row_label, same, summed
from gxkit.checks.model import Evidence, Finding, Rule, figure
from gxkit.checks.outcomes import outcome, together
from gxkit.checks.places import section_text
from gxkit.forms.equations import present_rows
from gxkit.forms.model import CellKey, Subtotal, Table
from gxkit.parsing.model import Fact

_TABLE = "requests"


def of_organisations(evidence: Evidence) -> Iterator[Finding]:
    """A4: a printed 小计 of organisations is their sum, and with 自然人 it is the total."""
    if evidence.form is None:
        return
    table = evidence.form.table[_TABLE]
    subtotal = next(one for one in table.subtotals if one.over == "columns")
    facts = [
        fact
        for fact in evidence.parsed.subtotals
        if fact.column == subtotal.code and fact.row in table.row
    ]
    if not facts:
        yield from _unread("A4", evidence, table)
        return
    outcomes: list[Finding | bool | None] = []
    for fact in facts:
        parts = tuple((_TABLE, fact.row, column) for column in subtotal.of)
        outcomes.append(_added("A4", fact, row_label(table, fact.row), parts, evidence.values))
        outcomes.append(_completed(fact, table, evidence.values))
    yield from _together("A4", "申请表: printed subtotals of 法人或其他组织", outcomes)


def of_groups(evidence: Evidence) -> Iterator[Finding]:
    """A5: a printed 小计 of a group of outcomes is the sum of its rows, in every column."""
    if evidence.form is None:
        return
    table = evidence.form.table[_TABLE]
    groups = {one.code: one for one in table.subtotals if one.over == "rows"}
    facts = [fact for fact in evidence.parsed.subtotals if fact.row in groups]
    if not facts:
        yield from _unread("A5", evidence, table)
        return
    present = frozenset(present_rows(table, evidence.unofficial[_TABLE]))
    outcomes = [
        _added(
            "A5",
            fact,
            f"{groups[fact.row].zh} {_column_label(table, fact.column)}",
            _parts(fact, groups[fact.row], table, present),
            evidence.values,
        )
        for fact in facts
    ]
    yield from _together("A5", "申请表: printed subtotals of groups of outcomes", outcomes)


def _column_label(table: Table, code: str) -> str:
    known = {one.code: one.zh for one in table.subtotals} | {
        column.code: column.zh for column in table.columns
    }
    return known[code]


def _parts(
    fact: Fact, group: Subtotal, table: Table, present: frozenset[str]
) -> tuple[CellKey, ...]:
    """Return the cells that a subtotal of a group adds up; of that of organisations, all theirs."""
    across = {one.code: one.of for one in table.subtotals if one.over == "columns"}
    columns = across.get(fact.column, (fact.column,))
    return tuple((_TABLE, row, column) for row in group.of if row in present for column in columns)


def _added(
    rule: str, fact: Fact, label: str, parts: tuple[CellKey, ...], values: Mapping[CellKey, float]
) -> Finding | bool | None:
    """Compare a subtotal with the sum of its parts; what fails is told as a finding."""
    whole = summed(parts, values) if parts else None
    if fact.value is None or whole is None:
        return None
    if same(fact.value, whole):
        return True
    told = (
        f"{label}: the subtotal {figure(fact.value)} ({fact.raw!r}, {fact.where}) "
        f"≠ {figure(whole)}, the sum of its parts"
    )
    return _failed(rule, told, whole, fact.value, parts)


def _completed(fact: Fact, table: Table, values: Mapping[CellKey, float]) -> Finding | bool | None:
    """Compare natural persons and the subtotal of organisations with the total of a row."""
    person, total = ((_TABLE, fact.row, column) for column in ("natural_person", "total"))
    if fact.value is None or person not in values or total not in values:
        return None
    both = values[person] + fact.value
    if same(both, values[total]):
        return True
    told = (
        f"{row_label(table, fact.row)}: 自然人 {figure(values[person])} + 小计 "
        f"{figure(fact.value)} ({fact.raw!r}, {fact.where}) ≠ 总计 {figure(values[total])}"
    )
    return _failed("A4", told, both, values[total], (person, total))


def _failed(
    rule: str, told: str, expected: float, found: float, cells: tuple[CellKey, ...]
) -> Finding:
    named = " ".join("/".join(key) for key in cells)
    return outcome(
        rule, _TABLE, "identity", False, told, expected=expected, found=found, cells=named
    )


def _together(rule: str, what: str, outcomes: list[Finding | bool | None]) -> Iterator[Finding]:
    yield from together(
        rule,
        _TABLE,
        "identity",
        what,
        held=sum(each is True for each in outcomes),
        unknown=sum(each is None for each in outcomes),
        failed=[each for each in outcomes if isinstance(each, Finding)],
    )


def _unread(rule: str, evidence: Evidence, table: Table) -> Iterator[Finding]:
    """Say that the page prints a subtotal of which nobody can tell what it adds up."""
    # A subtotal told elsewhere on the page is none of this table's.
    page = section_text(evidence, table.section) or evidence.page
    word = next((word for word in table.extras if word in page), None)
    # A column of subtotals is named in the head, above the label of the first row.
    if word and (rule == "A4") == (page.find(table.rows[0].zh) > page.find(word)):
        told = f"申请表: the page prints {word}, but what it adds up could not be told"
        yield outcome(rule, _TABLE, "identity", None, told)


RULES = (
    Rule(
        "A4",
        "申请表：所印法人小计等于其各列之和",
        "Requests: a printed subtotal of legal persons is the sum of its columns",
        "identity",
        "report",
        "小计 = Σ a≠自然人 r[a]; 自然人 + 小计 = 总计（印有小计时）",
        of_organisations,
    ),
    Rule(
        "A5",
        "申请表：所印（三）（四）（五）（六）小计等于其各项之和",
        "Requests: a printed subtotal of a group of outcomes is the sum of its rows",
        "identity",
        "report",
        "小计[j] = Σ 组内各行[j]（印有小计时）",
        of_groups,
    ),
)
"""The sums that pages print and the form does not ask for."""
