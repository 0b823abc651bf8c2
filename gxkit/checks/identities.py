"""The identities of a form, tested on the numbers that a page prints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gxkit import forms
from gxkit.checks.model import Finding, figure
from gxkit.forms.equations import equations
from gxkit.forms.model import CellKey, Form, Table
from gxkit.parsing.model import Fact

_NAMED = 3
"""How many cells without a number a message names before it only counts them."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """An equation with everything about it that does not depend on the numbers."""

    rule: str
    table: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]
    cells: str
    subject: str
    left_label: str
    right_label: str
    labels: Mapping[CellKey, str]


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
    values: dict[CellKey, float] = {}
    others: dict[CellKey, str] = {}
    for fact in facts:
        if fact.state == "number" and fact.value is not None:
            values[fact[:3]] = fact.value
        else:
            others[fact[:3]] = fact.state
    found: list[Finding] = []
    for table in form.tables:
        unofficial = _unofficial(form.id, table.code)
        if unofficial:
            unofficial = frozenset(
                fact.row
                for fact in facts
                if fact.row in unofficial and fact.table == table.code and fact.state != "absent"
            )
        for rule in _rules(form.id, table.code, unofficial):
            found.append(_test(rule, values, others))
    return tuple(found)


def _test(rule: _Rule, values: Mapping[CellKey, float], states: Mapping[CellKey, str]) -> Finding:
    left = _sum(rule.left, values)
    right = _sum(rule.right, values)
    ok: bool | None
    if left is None or right is None:
        ok = None
        message = f"{rule.subject}: not assessable, {_missing(rule, values, states)}"
    else:
        # Amounts in 万元 have decimals that binary fractions only approach.
        ok = left == right or math.isclose(left, right, rel_tol=1e-12, abs_tol=1e-9)
        sign = "=" if ok else "≠"
        message = (
            f"{rule.subject}: {rule.left_label} {figure(left)} {sign} "
            f"{rule.right_label} {figure(right)}"
        )
        if not ok:
            message += f" (difference {'+' if right > left else ''}{figure(right - left)})"
    return Finding(rule.rule, rule.table, "identity", ok, left, right, rule.cells, message)


def _sum(keys: tuple[CellKey, ...], values: Mapping[CellKey, float]) -> float | None:
    try:
        return sum([values[key] for key in keys], 0.0)
    except KeyError:
        return None


def _missing(rule: _Rule, values: Mapping[CellKey, float], states: Mapping[CellKey, str]) -> str:
    missing = [key for key in (*rule.left, *rule.right) if key not in values]
    named = ", ".join(
        f"{rule.labels[key]} is {states.get(key, 'absent')}" for key in missing[:_NAMED]
    )
    more = len(missing) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


@lru_cache(maxsize=64)
def _unofficial(form_id: str, table: str) -> frozenset[str]:
    rows = forms.load(form_id).table[table].rows
    return frozenset(row.code for row in rows if row.instead_of)


@lru_cache(maxsize=256)
def _rules(form_id: str, table_code: str, unofficial: frozenset[str]) -> tuple[_Rule, ...]:
    # Keyed by the form's name: forms are constants, and hashing a table is slow.
    table = forms.load(form_id).table[table_code]
    over = {identity.rule: identity.over for identity in table.identities}
    found: list[_Rule] = []
    for equation in equations(table, unofficial):
        keys = (*equation.left, *equation.right)
        _, row, column = equation.left[0]
        if over[equation.rule] == "rows":
            subject = _row_label(table, row)
            labels = {key: table.column[key[2]].zh for key in keys}
        else:
            subject = table.column[column].zh
            labels = {key: _row_label(table, key[1]) for key in keys}
        found.append(
            _Rule(
                rule=equation.rule,
                table=table.code,
                left=equation.left,
                right=equation.right,
                cells=" ".join("/".join(key) for key in keys),
                subject=subject,
                left_label=_side([labels[key] for key in equation.left]),
                right_label=_side([labels[key] for key in equation.right]),
                labels=labels,
            )
        )
    return tuple(found)


def _row_label(table: Table, code: str) -> str:
    # A numbered reason says nothing without its group; the groups above that add nothing.
    row = table.row[code]
    return " ".join((*row.path[1:], row.zh))


def _side(labels: list[str]) -> str:
    return " + ".join(labels) if len(labels) <= 2 else f"{labels[0]}…{labels[-1]}之和"
