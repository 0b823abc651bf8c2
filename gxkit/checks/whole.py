"""Counts are whole numbers that are not negative, and money is not negative either."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gxkit.checks.declared import declared
from gxkit.checks.model import Evidence, Finding, Rule, figure
from gxkit.checks.outcomes import outcome, together
from gxkit.forms.equations import present_rows
from gxkit.forms.model import Column
from gxkit.parsing.model import Fact


def whole(rule: str, table: str) -> Callable[[Evidence], Iterator[Finding]]:
    """Return the test that the numbers of `table` are whole, for a `rule`."""

    def test(evidence: Evidence) -> Iterator[Finding]:
        if evidence.form is None or table not in evidence.form.table:
            return
        own = evidence.form.table[table]
        held, failed = 0, []
        facts = evidence.by_table[table]
        for fact in facts:
            value = fact.value
            if value is None:
                continue
            # Nearly every number is a small count; only the others cost a look at the column.
            if value >= 0 and value.is_integer():
                held += 1
            elif fault := _fault(fact, own.column[fact.column]):
                cell = "/".join(fact[:3])
                told = f"{cell}: {figure(value)} {fault}"
                failed.append(
                    outcome(rule, table, "identity", False, told, found=value, cells=cell)
                )
            else:
                held += 1
        unknown = 0
        if held + len(failed) < len(facts):
            # The rows that unofficial ones stand for are not awaited.
            awaited = present_rows(own, evidence.unofficial[table])
            unknown = sum(fact.value is None and fact.row in awaited for fact in facts)
        what = f"{own.zh}: numbers that a count or an amount can be"
        yield from together(
            rule, table, "identity", what, held=held, unknown=unknown, failed=failed
        )

    return test


def _fault(fact: Fact, column: Column) -> str | None:
    value, numbers = fact.value or 0.0, declared("numbers")
    money = fact.column == "amount"
    if value < 0 and fact.column not in numbers["signed"]:
        return "is negative"
    if not money:
        return None if value.is_integer() else "is no whole number"
    allowed = numbers["decimals"].get(fact.unit or column.unit)
    places = len(figure(value).partition(".")[2])
    if allowed is not None and places > allowed:
        return f"has {places} decimals, more than {fact.unit or column.unit} can have"
    return None


RULES = (
    Rule(
        "A6",
        "申请表：各数均为非负整数",
        "Requests: every number is whole and not negative",
        "identity",
        "report",
        "r[j] ∈ ℕ₀",
        whole("A6", "requests"),
    ),
    Rule(
        "B2",
        "复议诉讼表：各数均为非负整数",
        "Disputes: every number is whole and not negative",
        "identity",
        "report",
        "g[j] ∈ ℕ₀",
        whole("B2", "disputes"),
    ),
    Rule(
        "C1",
        "主动公开表：件数为非负整数，金额非负且不细于一分",
        "Proactive: counts are whole, amounts not negative and no finer than one 分",
        "identity",
        "report",
        "件数 ∈ ℕ₀（2019 年格式的增/减可为负）; 金额 ≥ 0, 万元不多于 6 位小数, 元不多于 2 位",
        whole("C1", "proactive"),
    ),
)
"""What kind of number stands where."""
