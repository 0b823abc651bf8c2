"""Rules of the requests table beside its identities: bounds, completeness, blanks, zeros."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.checks.identities import Written, row_label, same, summed, written_out
from gxkit.checks.model import Evidence, Finding, Rule, figure
from gxkit.checks.outcomes import outcome, together
from gxkit.forms.model import CellKey

_TABLE = "requests"
_TOLD = frozenset(
    f"requests/{row}/total" for row in ("new", "new+carried_over", "carried_over", "total")
)
"""The measures of statements that tell of requests received or handled."""


def bounds(evidence: Evidence) -> Iterator[Finding]:
    """A7: what is known of a sum does not exceed the whole, where the identity is not assessable."""
    if all(fact.value is not None for fact in evidence.by_table[_TABLE]):
        return
    values = evidence.values
    outcomes = [
        bound(written, evidence)
        for written in written_out(evidence, _TABLE)
        if any(key not in values for key in (*written.left, *written.right))
    ]
    failed = [each for each in outcomes if isinstance(each, Finding)]
    held = sum(each is True for each in outcomes)
    unknown = sum(each is None for each in outcomes)
    if outcomes:
        what = "申请表: sums whose identity is not assessable, against their whole"
        yield from together(
            "A7", _TABLE, "identity", what, held=held, unknown=unknown, failed=failed
        )


def bound(written: Written, evidence: Evidence) -> Finding | bool | None:
    """Tell whether the numbers known of one side of an identity fit the other side.

    A total that prints a mark for nothing is no 0, but it cannot stand over parts that are
    some. A blank one may be any number.

    Parameters
    ----------
    written : Written
        An identity of which at least one cell has no number.
    evidence : Evidence
        The report.

    Returns
    -------
    Finding, True or None
        What fails; True where it holds; None where too little is known.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> page = Evidence(Parsed("2021", {}, (), (), ()))
    >>> bound(written_out(page, "requests")[0], page) is None
    True
    """
    values = evidence.values
    left, right = summed(written.left, values), summed(written.right, values)
    if right is None and len(written.right) == 1:
        return _without_total(written, evidence)
    whole = left if left is not None else right
    parts = written.right if left is not None else written.left
    if whole is None:
        return None
    states = _states(parts, evidence)
    if "number" not in states:
        return True if whole == 0 and states == {"nil"} else None
    known = sum(values[key] for key in parts if key in values)
    if known <= whole or same(known, whole):
        return True
    told = (
        f"{written.subject}: the numbers known of one side of {written.rule} add up to "
        f"{figure(known)}, more than the other side, {figure(whole)}"
    )
    return _out_of_bounds(written, told, known, whole)


def _without_total(written: Written, evidence: Evidence) -> Finding | bool | None:
    """Compare the parts with a total that has no number: it may be marked as none."""
    if _states(written.right, evidence) != {"nil"}:
        return None
    known = sum(evidence.values[key] for key in written.left if key in evidence.values)
    if known > 0:
        told = (
            f"{written.subject}: {written.right_label} prints a mark for nothing, but the numbers "
            f"known of {written.left_label} add up to {figure(known)}"
        )
        return _out_of_bounds(written, told, known, None)
    return True if _states(written.left, evidence) <= {"number", "nil"} else None


def _states(keys: tuple[CellKey, ...], evidence: Evidence) -> set[str]:
    facts = evidence.facts
    return {facts[key].state if key in facts else "absent" for key in keys}


def _out_of_bounds(written: Written, told: str, known: float, whole: float | None) -> Finding:
    return outcome(
        "A7",
        _TABLE,
        "identity",
        False,
        told,
        expected=whole,
        found=known,
        cells=written.cells,
    )


def blanks(evidence: Evidence) -> Iterator[Finding]:
    """A9: whole rows blank, or blanks, in a table that prints its zeros."""
    facts = [fact for fact in evidence.by_table[_TABLE] if fact.state != "absent"]
    empty = [fact[:3] for fact in facts if fact.state == "blank"]
    unknown = sum(fact.state == "ambiguous" for fact in facts)
    if not facts or (unknown and not empty):
        told = f"申请表: {unknown} cells are ambiguous" if facts else "申请表: no cell was found"
        yield outcome("A9", _TABLE, "expected", None, told)
    elif not empty:
        yield outcome("A9", _TABLE, "expected", True, "申请表: no cell is blank", found=0.0)
    elif len(empty) == len(facts):
        yield _blank("申请表: the whole table is blank", len(empty), ())
    elif not any(fact.value == 0 for fact in facts):
        told = f"申请表: {len(empty)} cells are blank, and no zero is printed"
        yield outcome("A9", _TABLE, "expected", True, told, found=float(len(empty)))
    else:
        yield from _beside_zeros(evidence, empty)


def _beside_zeros(evidence: Evidence, empty: list[CellKey]) -> Iterator[Finding]:
    assert evidence.form is not None
    table = evidence.form.table[_TABLE]
    rest = list(empty)
    for row in dict.fromkeys(key[1] for key in empty):
        own = [key for key in empty if key[1] == row]
        if len(own) == len(table.row[row].columns):
            yield _blank(f"{row_label(table, row)}: the whole row is blank", len(own), own)
            rest = [key for key in rest if key[1] != row]
    if rest:
        told = f"申请表: {len(rest)} blank cells in a table that prints its zeros"
        yield _blank(told, len(rest), rest)


def _blank(told: str, count: int, keys: tuple[CellKey, ...] | list[CellKey]) -> Finding:
    cells = " ".join("/".join(key) for key in keys)
    return outcome("A9", _TABLE, "expected", False, told, found=float(count), cells=cells)


def notation(evidence: Evidence) -> Iterator[Finding]:
    """A10: nothing is printed as 0 here and as a mark there."""
    facts = evidence.by_table[_TABLE]
    marks = [fact for fact in facts if fact.state == "nil"]
    zeros = sum(fact.value == 0 for fact in facts)
    ok: bool | None = not (marks and zeros)
    printed = any(fact.state in {"number", "nil"} for fact in facts)
    if ok and (not printed or any(fact.state == "ambiguous" for fact in facts)):
        ok = None  # nothing is printed, or something of which it is not known where
    told = f"申请表: {zeros} cells print 0 and {len(marks)} a mark for nothing"
    cells = " ".join("/".join(fact[:3]) for fact in marks) if ok is False else ""
    yield outcome("A10", _TABLE, "expected", ok, told, found=float(len(marks)), cells=cells)


def silent_table(evidence: Evidence) -> Iterator[Finding]:
    """A11: the table is all zero although the narrative tells of requests."""
    cell = (_TABLE, "new", "total")
    numbers = [fact.value for fact in evidence.by_table[_TABLE] if fact.value is not None]
    if cell not in evidence.values:
        return
    if any(numbers):
        yield outcome("A11", _TABLE, "expected", True, "申请表: not all numbers are 0")
        return
    told = told_requests(evidence)
    if told is None:
        message = "申请表: all 0; the narrative states no number of requests"
        yield outcome("A11", _TABLE, "expected", None, message, found=0.0)
    else:
        message = f"申请表: all 0; the narrative states {figure(told)} requests"
        yield outcome(
            "A11",
            _TABLE,
            "expected",
            told == 0,
            message,
            expected=told,
            found=0.0,
            cells="/".join(cell),
        )


def told_requests(evidence: Evidence) -> float | None:
    """Return the most requests of the year that the narrative of `evidence` states."""
    stated = [
        told.value
        for told in evidence.statements
        if told.measure in _TOLD and told.period == "year" and told.unit != "%" and not told.scope
    ]
    return max(stated, default=None)


RULES = (
    Rule(
        "A7",
        "申请表：部分不大于整体（勾稽关系无法判断时）",
        "Requests: parts do not exceed their whole, where an identity is not assessable",
        "identity",
        "report",
        "Σ 已知各项 ≤ 另一侧之和（A1–A3 缺数时）; 总计印 / — 无 ⇒ 已知各项均为 0",
        bounds,
    ),
    Rule(
        "A9",
        "申请表：不混用空白与 0，无整行整表空白",
        "Requests: no blank rows, and no blanks in a table that prints its zeros",
        "expected",
        "report",
        "¬(空白 ∧ 印有 0); ¬整表空白",
        blanks,
    ),
    Rule(
        "A10",
        "申请表：不混用 0 与 / — 无",
        "Requests: nothing is printed in one way, as 0 or as a mark",
        "expected",
        "report",
        "¬(印有 0 ∧ 印有无数据符号)",
        notation,
    ),
    Rule(
        "A11",
        "申请表全为 0 时，正文未称收到申请",
        "Requests: where all are 0, the narrative states none",
        "expected",
        "report",
        "表三全 0 ⇒ 正文所称申请件数 = 0",
        silent_table,
    ),
)
"""What else must hold in the requests table."""
