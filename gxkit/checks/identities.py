"""The identities of a form, tested on the numbers that a page prints."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gxkit import forms
from gxkit.checks.model import Evidence, Finding, Rule, figure
from gxkit.forms.equations import equations
from gxkit.forms.model import CellKey, Form, Table
from gxkit.parsing.model import Fact, Parsed

_NAMED = 3
"""How many cells without a number a message names before it only counts them."""


@dataclass(frozen=True, slots=True)
class Written:
    """An identity written out for a page, with all that does not depend on its numbers.

    `begins` and `goes_on` are what its message says around the two sums where it holds.
    """

    rule: str
    table: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]
    cells: str
    subject: str
    left_label: str
    right_label: str
    labels: Mapping[CellKey, str]
    begins: str
    goes_on: str


def identities(form: Form, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """Test every identity of a form on the facts of one report.

    Parameters
    ----------
    form : Form
        The form that the report follows.
    facts : sequence of Fact
        The cells of the report. Where an unofficial row is printed in the place of
        official ones (a single row （六） under the 2021 form), the identities follow
        the page.

    Returns
    -------
    tuple of Finding
        One an identity, held or not, in the order of the form: 42 for the 2021 form,
        40 for that of 2019. `expected` is the sum of the left side, `found` that of the
        right side; each is None where one of its cells is no number.

    Examples
    --------
    >>> from gxkit import forms
    >>> from gxkit.parsing.model import Fact
    >>> columns = ("upheld", "corrected", "other", "pending", "total")
    >>> facts = [
    ...     Fact("disputes", "reconsideration", column, value, "件", "number", "label", None, None)
    ...     for column, value in zip(columns, (1.0, 0.0, 0.0, 1.0, 3.0))
    ... ]
    >>> failed = [one for one in identities(forms.load("2021"), facts) if one.ok is False]
    >>> print(failed[0].message)
    行政复议: 结果维持…尚未审结之和 2 ≠ 总计 3 (difference +1)
    """
    evidence = Evidence(Parsed(form.id, {}, tuple(facts), (), ()))
    return tuple(
        _test(written, evidence)
        for table in form.tables
        for written in written_out(evidence, table.code)
    )


def written_out(evidence: Evidence, table: str) -> tuple[Written, ...]:
    """Write out the identities of `table` for the rows that the page of `evidence` prints.

    Examples
    --------
    >>> page = Evidence(Parsed("2021", {}, (), (), ()))
    >>> [len(written_out(page, table.code)) for table in page.tables]
    [0, 39, 3]
    """
    return _written(evidence.parsed.form or "", table, evidence.unofficial[table])


def one_rule(rule: str, table: str) -> Callable[[Evidence], Iterator[Finding]]:
    """Return the test of one identity, `rule`, of `table`: a finding an instance."""

    def test(evidence: Evidence) -> Iterator[Finding]:
        for written in written_out(evidence, table):
            if written.rule == rule:
                yield _test(written, evidence)

    return test


def _test(rule: Written, evidence: Evidence) -> Finding:
    values = evidence.values
    left = summed(rule.left, values)
    right = summed(rule.right, values)
    ok: bool | None
    if left is not None and left == right:  # as nearly all do
        ok, told = True, figure(left)
        message = f"{rule.begins}{told}{rule.goes_on}{told}"
    elif left is None or right is None:
        ok = None
        message = f"{rule.subject}: not assessable, {_missing(rule, evidence)}"
    else:
        ok = same(left, right)
        sign = "=" if ok else "≠"
        message = (
            f"{rule.subject}: {rule.left_label} {figure(left)} {sign} "
            f"{rule.right_label} {figure(right)}"
        )
        if not ok:
            message += f" (difference {'+' if right > left else ''}{figure(right - left)})"
    return Finding(rule.rule, rule.table, "identity", ok, left, right, rule.cells, message)


def same(one: float, other: float) -> bool:
    """Tell whether `one` and `other` are the same sum.

    Amounts in 万元 have decimals that binary fractions only approach.

    Examples
    --------
    >>> same(0.1 + 0.2, 0.3), same(3.0, 4.0)
    (True, False)
    """
    return one == other or math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)


def summed(keys: Iterable[CellKey], values: Mapping[CellKey, float]) -> float | None:
    """Add up the `values` of cells; None where one of the `keys` has none.

    Examples
    --------
    >>> summed([("a", "b", "c")], {}) is None
    True
    """
    try:
        return sum(map(values.__getitem__, keys), 0.0)
    except KeyError:
        return None


def _missing(rule: Written, evidence: Evidence) -> str:
    facts = evidence.facts
    missing = [key for key in (*rule.left, *rule.right) if key not in evidence.values]
    named = ", ".join(
        f"{rule.labels[key]} is {facts[key].state if key in facts else 'absent'}"
        for key in missing[:_NAMED]
    )
    more = len(missing) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


@lru_cache(maxsize=256)
def _written(form_id: str, table_code: str, unofficial: frozenset[str]) -> tuple[Written, ...]:
    # Keyed by the form's name: forms are constants, and hashing a table is slow.
    table = forms.load(form_id).table[table_code]
    over = {identity.rule: identity.over for identity in table.identities}
    found: list[Written] = []
    for equation in equations(table, unofficial):
        keys = (*equation.left, *equation.right)
        _, row, column = equation.left[0]
        if over[equation.rule] == "rows":
            subject = row_label(table, row)
            labels = {key: table.column[key[2]].zh for key in keys}
        else:
            subject = table.column[column].zh
            labels = {key: row_label(table, key[1]) for key in keys}
        left_label = _side([labels[key] for key in equation.left])
        right_label = _side([labels[key] for key in equation.right])
        found.append(
            Written(
                rule=equation.rule,
                table=table.code,
                left=equation.left,
                right=equation.right,
                cells=" ".join("/".join(key) for key in keys),
                subject=subject,
                left_label=left_label,
                right_label=right_label,
                labels=labels,
                begins=f"{subject}: {left_label} ",
                goes_on=f" = {right_label} ",
            )
        )
    return tuple(found)


def row_label(table: Table, code: str) -> str:
    """Return the Chinese label of the row `code` of a `table`, with the group it stands in.

    Examples
    --------
    >>> row_label(forms.load("2021").table["requests"], "not_processed.repeated")
    '（五）不予处理 2.重复申请'
    """
    # A numbered reason says nothing without its group; the groups above that add nothing.
    row = table.row[code]
    return " ".join((*row.path[1:], row.zh))


def _side(labels: list[str]) -> str:
    return " + ".join(labels) if len(labels) <= 2 else f"{labels[0]}…{labels[-1]}之和"


RULES = (
    Rule(
        "A1",
        "申请表各行：各类申请人之和等于总计",
        "Requests, each row: the applicants add up to the total",
        "identity",
        "report",
        "Σ a∈{自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他} r[a] = r[总计]",
        one_rule("A1", "requests"),
    ),
    Rule(
        "A2",
        "申请表各列：各项办理结果之和等于（七）总计",
        "Requests, each column: the outcomes add up to the total handled",
        "identity",
        "report",
        "Σ k（一）…（六） OUT_k[j] = （七）总计[j]",
        one_rule("A2", "requests"),
    ),
    Rule(
        "A3",
        "申请表各列：本年新收加上年结转等于办理总计加结转下年度",
        "Requests, each column: new and carried over equal handled and carried forward",
        "identity",
        "report",
        "本年新收[j] + 上年结转[j] = （七）总计[j] + 结转下年度[j]",
        one_rule("A3", "requests"),
    ),
    Rule(
        "B1",
        "复议诉讼各组：四种结果之和等于总计",
        "Disputes, each kind of case: the four results add up to the total",
        "identity",
        "report",
        "结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计",
        one_rule("B1", "disputes"),
    ),
)
"""The identities that the forms impose, in their order."""
