"""Rules of the table of proactive disclosure: documents, decisions, fees, purchases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gxkit import forms
from gxkit.checks.declared import declared, pattern
from gxkit.checks.model import Evidence, Finding, Rule, Severity, figure
from gxkit.checks.outcomes import outcome, together
from gxkit.forms.model import CellKey

_TABLE = "proactive"
_DOCUMENTS = ("regulation", "normative_document")
_DECISIONS = ("licence", "penalty", "compulsion")


def _at_most(
    evidence: Evidence, rule: str, severity: Severity, less: str, more: tuple[str, ...]
) -> Iterator[Finding]:
    """Compare columns in each row of documents: one, and the sum of others above it."""
    assert evidence.form is not None
    table, values = evidence.form.table[_TABLE], evidence.values
    held, unknown, failed = 0, 0, []
    sum_label = " + ".join(table.column[column].zh for column in more)
    for row in _DOCUMENTS:
        one = values.get((_TABLE, row, less))
        others = [values.get((_TABLE, row, column)) for column in more]
        whole = sum(other for other in others if other is not None)
        if one is None or None in others:
            unknown += 1
        elif one <= whole:
            held += 1
        else:
            told = f"{table.row[row].zh}: {table.column[less].zh} {figure(one)} > {sum_label} {figure(whole)}"
            cells = " ".join(f"{_TABLE}/{row}/{column}" for column in (less, *more))
            failed.append(
                outcome(rule, _TABLE, severity, False, told, expected=whole, found=one, cells=cells)
            )
    what = f"{table.column[less].zh} ≤ {sum_label}"
    yield from together(rule, _TABLE, severity, what, held=held, unknown=unknown, failed=failed)


def issued(evidence: Evidence) -> Iterator[Finding]:
    """C2: what was issued this year is in force or repealed."""
    yield from _at_most(evidence, "C2", "expected", "issued", ("in_force", "repealed"))


def total_public(evidence: Evidence) -> Iterator[Finding]:
    """C7: what is public in total includes what became public this year."""
    yield from _at_most(evidence, "C7", "identity", "newly_public", ("total_public",))


def newly_public(evidence: Evidence) -> Iterator[Finding]:
    """C7b: what became public this year was made this year."""
    yield from _at_most(evidence, "C7b", "expected", "newly_public", ("made",))


def regulations(evidence: Evidence) -> Iterator[Finding]:
    """C4: only a body that may make regulations reports any."""
    columns = declared("bodies")["own_documents"]
    keys = [
        fact
        for fact in evidence.by_table[_TABLE]
        if fact.row == "regulation" and fact.column in columns
    ]
    numbers = [fact.value for fact in keys if fact.value is not None]
    some = sum(numbers, 0.0)
    if some == 0:
        ok = True if numbers and len(numbers) == len(keys) else None
        told = "no regulations are reported" if ok else "the numbers of regulations are not known"
    else:
        ok = _may_regulate(evidence)
        who = evidence.meta.get("agency") or "an unknown body"
        told = (
            f"{who} reports regulations; "
            + {
                True: "it may make them",
                False: "bodies of its kind and level make none",
                None: "whether it may make them is not known",
            }[ok]
        )
    cells = " ".join("/".join(fact[:3]) for fact in keys if fact.value) if ok is False else ""
    yield outcome("C4", _TABLE, "expected", ok, told, found=some, cells=cells)


def _may_regulate(evidence: Evidence) -> bool | None:
    bodies = declared("bodies")
    level, kind = evidence.meta.get("level"), evidence.meta.get("agency_type")
    if level in bodies["national"]:
        return True
    if level is None or kind is None:
        return None
    return level in bodies["rule_making_levels"] and kind in bodies["rule_makers"]


def fee(evidence: Evidence) -> Iterator[Finding]:
    """C5: a fee in 万元 that looks like 元."""
    fact = evidence.facts.get((_TABLE, "fee", "amount"))
    if fact is None:
        return
    cell = "/".join(fact[:3])
    if fact.value is None:
        told = f"行政事业性收费: the amount is {fact.state}"
        yield outcome("C5", _TABLE, "expected", None, told, cells=cell)
        return
    least = declared("numbers")["looks_like_yuan"]
    # A page that says 元 itself has said what it means.
    suspect = fact.unit == "万元" and fact.value >= least and fact.value.is_integer()
    told = f"行政事业性收费: {figure(fact.value)} {fact.unit}"
    told += " looks like an amount in 元" if suspect else ""
    yield outcome(
        "C5", _TABLE, "expected", not suspect, told, found=fact.value, cells=cell if suspect else ""
    )


def decisions(evidence: Evidence) -> Iterator[Finding]:
    """C6: a body that always decides on licences, penalties or compulsion reports some."""
    agency = evidence.meta.get("agency")
    if not agency or not pattern("always_decide", "bodies").search(agency):
        return
    keys = [(_TABLE, row, "decisions") for row in _DECISIONS]
    known = [evidence.values[key] for key in keys if key in evidence.values]
    ok = True if any(known) else None if len(known) < len(keys) else False
    told = f"{agency}: {figure(sum(known, 0.0))} licences, penalties and acts of compulsion"
    cells = "" if ok else " ".join("/".join(key) for key in keys)
    yield outcome("C6", _TABLE, "hint", ok, told, found=sum(known, 0.0), cells=cells)


def purchases(evidence: Evidence) -> Iterator[Finding]:
    """C7c: there are purchases where there is an amount, and the other way about."""
    keys = [(_TABLE, "procurement", column) for column in ("projects", "amount")]
    projects, amount = (evidence.values.get(key) for key in keys)
    if projects is None or amount is None:
        ok, told = None, "a number is missing"
    else:
        ok = (projects == 0) == (amount == 0)
        told = f"{figure(projects)} projects, amount {figure(amount)}"
    cells = " ".join("/".join(key) for key in keys)
    yield outcome(
        "C7c",
        _TABLE,
        "expected",
        ok,
        f"政府集中采购: {told}",
        expected=projects,
        found=amount,
        cells=cells,
    )


@cache
def _cells(form: str) -> frozenset[CellKey]:
    """Every cell of a form, those of unofficial rows among them."""
    return frozenset(
        (table.code, row.code, column)
        for table in forms.load(form).tables
        for row in table.rows
        for column in row.columns
    )


def own_form(evidence: Evidence) -> Iterator[Finding]:
    """C8: every cell is one of the report's own form, none of another's."""
    form = evidence.form
    assert form is not None
    strange = sorted(evidence.facts.keys() - _cells(form.id))
    told = f"{len(evidence.facts) - len(strange)} cells of form {form.id}, {len(strange)} of none"
    cells = " ".join("/".join(key) for key in strange)
    yield outcome("C8", _TABLE, "identity", not strange, told, cells=cells)


RULES = (
    Rule(
        "C2",
        "制发件数不多于现行有效与废止之和",
        "What was issued this year is in force or repealed",
        "expected",
        "report",
        "本年制发 ≤ 现行有效 + 本年废止（规章、行政规范性文件）",
        issued,
        ("2021",),
    ),
    Rule(
        "C4",
        "无规章制定权的机关不报规章",
        "Only a body that may make regulations reports any",
        "expected",
        "report",
        "规章 > 0 ⇒ 国务院部门，或省、设区的市的政府（含其办公室）",
        regulations,
    ),
    Rule(
        "C5",
        "收费金额的单位是万元而不是元",
        "A fee in 万元 does not look like 元",
        "expected",
        "report",
        "¬(单位万元 ∧ 整数 ∧ ≥ 1000000)",
        fee,
        ("2021",),
    ),
    Rule(
        "C6",
        "执法机关的许可、处罚、强制不全为 0",
        "A body that enforces the law reports decisions",
        "hint",
        "report",
        "机关名称属公安、市场监管、城管等 ⇒ 许可 + 处罚 + 强制 > 0",
        decisions,
    ),
    Rule(
        "C7",
        "对外公开总数量不少于本年新公开数量",
        "What is public in total includes what became public this year",
        "identity",
        "report",
        "对外公开总数量 ≥ 本年新公开数量",
        total_public,
        ("2019",),
    ),
    Rule(
        "C7b",
        "本年新公开数量不多于本年新制作数量",
        "What became public this year was made this year",
        "expected",
        "report",
        "本年新公开数量 ≤ 本年新制作数量",
        newly_public,
        ("2019",),
    ),
    Rule(
        "C7c",
        "采购项目数与采购总金额同为 0 或同不为 0",
        "Purchases and their amount are both nothing or both something",
        "expected",
        "report",
        "采购项目数量 = 0 ⇔ 采购总金额 = 0",
        purchases,
        ("2019",),
    ),
    Rule(
        "C8",
        "各单元格都属于本报告所用格式",
        "Every cell is one of the report's own form",
        "identity",
        "report",
        "(表, 行, 栏) ∈ 本格式; 2019 年与 2021 年格式的栏目不互换",
        own_form,
        never="not assessable: a cell is of the form or not",
    ),
)
"""What must hold in the table of proactive disclosure."""
