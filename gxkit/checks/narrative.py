"""The rules F1 to F12: what the narrative says in numbers, against the tables and itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gxkit.checks.model import Evidence, Finding, Rule, Severity, figure
from gxkit.checks.narrative_cells import agrees, held, named, states
from gxkit.checks.narrative_ratios import ratios
from gxkit.checks.narrative_sums import channels_split, closed_lists, said_twice
from gxkit.parsing.model import Statement

_FLOWS = frozenset({"total", "carried_forward", "carried_over"})
_DOCUMENTS = frozenset({"regulation", "normative_document"})
_QUOTED = 40
_GOVERNMENT = "consolidated"


def rule_of(statement: Statement) -> str | None:
    """Name the rule that holds a statement against the tables; None where none does.

    What is said of another year, of a change, in percent or of another body is not held
    against this year's cells.

    Examples
    --------
    >>> rule_of(Statement("requests/new/total", 23.0, "件", "year", "", "l1"))
    'F1'
    >>> rule_of(Statement("requests/new/total", 3.0, "件", "change", "", "l1")) is None
    True
    """
    if statement.period != "year" or statement.unit == "%" or statement.scope:
        return None
    table, _, rest = statement.measure.partition("/")
    row, _, column = rest.partition("/")
    if not column:
        return None
    if statement.value == 0:
        return "F9"
    if table == "disputes":
        return "F5"
    if table == "proactive":
        return "F6" if row in _DOCUMENTS else "F7"
    if column != "total":
        return "F4"
    if row in {"new", "new+carried_over"}:
        return "F1"
    return "F2" if row in _FLOWS else "F3"


def against_tables(rule: str, evidence: Evidence) -> Iterator[Finding]:
    """Hold every statement of one `rule` against the cells that it speaks of in `evidence`."""
    for statement in evidence.statements:
        if rule_of(statement) != rule:
            continue
        found = held(statement, evidence)
        if found is None:
            continue
        cells = named(found.cells)
        table = found.cells[0][0]
        quoted = f"{statement.where}「{statement.text[:_QUOTED]}」"
        if found.value is None:
            told = f"{quoted}: not assessable, {states(found, evidence)}"
            yield Finding(rule, table, "identity", None, None, statement.value, cells, told)
            continue
        ok = agrees(statement, found.value)
        sign = "agrees with" if ok else "but the table has"
        told = f"{quoted} says {figure(statement.value)}, {sign} {figure(found.value)}"
        severity = "identity" if ok else _severity(statement, found.value, evidence)
        yield Finding(rule, table, severity, ok, found.value, statement.value, cells, told)


def told_by(finding: Finding, evidence: Evidence) -> Statement | None:
    """Return the statement that a finding of these rules holds against the tables, if any.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> finding = Finding("A1", "requests", "identity", False, 1.0, 2.0, "", "")
    >>> told_by(finding, Evidence(Parsed(None, {}, (), (), ()))) is None
    True
    """
    if not finding.rule.startswith("F"):
        return None
    for statement in evidence.statements:
        if rule_of(statement) == finding.rule and statement.value == finding.found:
            found = held(statement, evidence)
            if found is not None and named(found.cells) == finding.cells:
                return statement
    return None


def _severity(statement: Statement, value: float, evidence: Evidence) -> Severity:
    """Return how grave it is that a statement fails: less where it may mean something else."""
    if statement.measure.startswith("disputes/"):
        # Bodies that decide on reconsideration also count cases of every other kind.
        line = evidence.parsed.lines[statement.line].text[: statement.end]
        return "identity" if "公开" in line or value > statement.value else "expected"
    if statement.measure != "requests/new/total":
        return "identity"
    over = evidence.values.get(("requests", "carried_over", "total"))
    # Last year's cases may be in the number although the sentence does not say so.
    return "expected" if over and agrees(statement, value + over) else "identity"


def _rule(
    id: str,
    zh: str,
    en: str,
    formula: str,
    severity: Severity = "identity",
    test: Callable[..., Iterator[Finding]] | None = None,
    never: str = "",
) -> Rule:
    own = test or partial(against_tables, id)
    return Rule(id, zh, en, severity, "report", formula, own, never=never)


NARRATIVE_RULES: tuple[Rule, ...] = (
    _rule(
        "F1",
        "正文所述收到申请数与表三一致",
        "Requests received, as told, are those of the table",
        "收到…申请N件 = new/total; 含上年结转: = new/total + carried_over/total",
    ),
    _rule(
        "F2",
        "正文所述办结、结转数与表三一致",
        "Requests handled and carried over, as told, are those of the table",
        "办结N件 = total/total; 上年结转N件 = carried_over/total; 结转下年度N件 = carried_forward/total",
    ),
    _rule(
        "F3",
        "正文所述办理结果与表三一致",
        "Outcomes, as told, are those of the table",
        "予以公开、部分公开、不予公开…N件 = its row or the sum of its group",
    ),
    _rule(
        "F4",
        "正文所述申请人情况与表三一致",
        "Applicants, as told, are those of the table",
        "自然人N件 = new/natural_person; 法人或其他组织N件 = the sum of the other applicants",
    ),
    _rule(
        "F5",
        "正文所述复议、诉讼情况与表四一致",
        "Reconsideration and suits, as told, are those of the table",
        "行政复议N件, 维持a件… = reconsideration; 行政诉讼N件 = direct_suit + suit_after_reconsideration",
    ),
    _rule(
        "F6",
        "正文所述规章、规范性文件数与表二一致",
        "Regulations and normative documents, as told, are those of the table",
        "制发、废止、现行有效N件 = its column; 政策文件 is another notion and never held against it",
    ),
    _rule(
        "F7",
        "正文所述许可、处罚、强制、收费与表二一致",
        "Licences, penalties, compulsion and fees, as told, are those of the table",
        "行政许可N件 = licence/decisions, likewise penalty and compulsion; 收费N万元 = fee/amount",
    ),
    _rule(
        "F8",
        "正文列举各项之和等于总数",
        "Where the narrative lists all parts of a number, they add up to it",
        "共N条，其中a、b、…、其他c: N = a + b + … + c, where the list is complete",
        test=closed_lists,
        never="not assessable: a list that does not say that it is whole is no instance",
    ),
    _rule(
        "F9",
        "正文称没有的事项表中为零",
        "Where the narrative says there was none, the table has 0",
        "未收到…, 无…, 0件 = 0; that the text has a number and the table 0 is F1 to F7",
    ),
    _rule(
        "F10",
        "各申请渠道件数之和等于收到申请数",
        "Requests by channel add up to the number told",
        "收到N件，其中网站a、信函b、…: N = a + b + …",
        "expected",
        channels_split,
        never="not assessable: a list that does not say that it is whole is no instance",
    ),
    _rule(
        "F11",
        "同一数量在正文中前后一致",
        "A number told twice is told the same",
        "two exact statements on one cell have one value",
        test=said_twice,
        never="not assessable: what is told once is no instance",
    ),
    _rule(
        "F12",
        "正文所述百分比在0至100之间且与所指比值一致",
        "Percentages lie between 0 and 100 and are the ratio that they name",
        "p% of N parts of M: p = 100 N / M; growth from M to N: p = 100 (N - M) / M, as printed digits allow",
        test=ratios,
    ),
)
"""The rules on what the narrative says in numbers."""
