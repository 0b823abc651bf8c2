"""What a statement of the narrative must equal: the cells that its measure stands for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from gxkit import forms
from gxkit.checks.model import Evidence
from gxkit.forms.model import CellKey, Table
from gxkit.forms.money import MONEY
from gxkit.parsing.model import Statement

_SUIT = ("direct_suit", "suit_after_reconsideration")
_OTHER = ("other", "other.not_corrected", "other.fee_unpaid", "other.other")
_ABOUT = 0.1
"""How far from the number 约 and 近 may be, as a share of it."""


class Held(NamedTuple):
    """A statement beside the table: the cells it speaks of and their sum (None if unknown)."""

    statement: Statement
    cells: tuple[CellKey, ...]
    value: float | None
    missing: tuple[CellKey, ...]


def held(statement: Statement, evidence: Evidence) -> Held | None:
    """Look up in the tables what a statement speaks of; None where the form has no such cell."""
    if evidence.parsed.form is None:
        return None
    printed = evidence.facts
    other = frozenset(row for row in _OTHER if ("requests", row, "total") in printed)
    cells = cells_of(evidence.parsed.form, statement.measure, other)
    if not cells:
        return None
    values = evidence.values
    missing = tuple(key for key in cells if key not in values)
    total: float | None = None
    if not missing:
        total = 0.0
        for key in cells:
            total += values[key] * _worth(printed[key].unit, statement.unit)
    return Held(statement, cells, total, missing)


def summed_up(measure: str, evidence: Evidence) -> float | None:
    """Return what the tables have for a `measure`; None where a cell of it is no number.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> summed_up("requests/new/total", Evidence(Parsed("2021", {}, (), (), ()))) is None
    True
    """
    told = held(Statement(measure, 0.0, None, "year", "", ""), evidence)
    return None if told is None else told.value


def _worth(printed: str | None, said: str | None) -> float:
    """Return what a printed amount is multiplied by to stand in the unit of the sentence."""
    own, wanted = MONEY.get(printed or ""), MONEY.get(said or "")
    return own / wanted if own and wanted else 1.0


@lru_cache(maxsize=1024)
def cells_of(form: str, measure: str, printed: frozenset[str] = frozenset()) -> tuple[CellKey, ...]:
    """Return the cells that a measure sums up; none where it is no measure of the form.

    Parameters
    ----------
    form : str
        The form of the report.
    measure : str
        ``table/row/column``: a row may be a group, and several are joined by ``+``.
    printed : frozenset of str
        The rows of other handling that the page prints, official or in their place.

    Examples
    --------
    >>> cells_of("2021", "disputes/suit/total")
    (('disputes', 'direct_suit', 'total'), ('disputes', 'suit_after_reconsideration', 'total'))
    >>> len(cells_of("2021", "requests/refused/total")), cells_of("2021", "website_posts")
    (8, ())
    """
    table_code, _, rest = measure.partition("/")
    row, _, column = rest.partition("/")
    table = forms.load(form).table.get(table_code)
    if table is None or not column:
        return ()
    rows = [code for part in row.split("+") for code in _rows(table, part, printed)]
    columns = [code for part in column.split("+") for code in _columns(table, part)]
    cells = tuple((table_code, code, each) for code in rows for each in columns)
    known = all(each in table.row[code].columns for _, code, each in cells)
    return cells if known and len(rows) >= row.count("+") + 1 else ()


def _rows(table: Table, code: str, printed: frozenset[str]) -> list[str]:
    if code == "suit":
        return list(_SUIT)
    if code == "other" and table.code == "requests":
        if "other" in printed:
            return ["other"]
        leaves = [row.code for row in table.rows if row.code.startswith("other.")]
        return leaves if not printed or set(leaves) <= printed else []
    if code in table.row:
        return [code]
    return [row.code for row in table.official_rows if row.code.startswith(f"{code}.")]


def _columns(table: Table, code: str) -> list[str]:
    if code == "legal":
        return [one.code for one in table.columns if one.code not in {"natural_person", "total"}]
    return [code] if code in table.column else []


def agrees(statement: Statement, value: float) -> bool:
    """Tell whether the table's `value` is what a `statement` says, as exactly as it says it.

    Examples
    --------
    >>> more = Statement("website_posts", 390.0, "条", "year", "", "l1", manner="more")
    >>> agrees(more, 394.0), agrees(more, 389.0), agrees(more, 400.0)
    (True, False, False)
    """
    said = statement.value
    if statement.manner == "more":
        return said <= value < said + _round_step(said, statement.step)
    if statement.manner == "over":
        return value >= said
    if statement.manner == "about":
        return abs(value - said) <= _ABOUT * said
    if statement.manner == "range":
        return said <= value <= (statement.upper or said)
    if math.isclose(said, value, rel_tol=1e-12, abs_tol=1e-9):
        return True
    # 1.2万 and 12.35万元 are rounded to their last printed digit.
    return statement.step != 1.0 and abs(value - said) <= statement.step / 2 * (1 + 1e-9)


def _round_step(value: float, step: float) -> float:
    """Return how far the next round number is: 10 from 390, 100 from 200, 1000 from 1.2万."""
    worth = max(step, 10.0)
    while value >= worth * 10 and value % (worth * 10) == 0:
        worth *= 10
    return worth


def named(cells: tuple[CellKey, ...]) -> str:
    """Write cells as findings name them."""
    return " ".join("/".join(key) for key in cells)


def states(held_cells: Held, evidence: Evidence) -> str:
    """Say why the cells of a statement have no number."""
    facts: Mapping[CellKey, object] = evidence.facts
    first = held_cells.missing[0]
    state = evidence.facts[first].state if first in facts else "absent"
    more = len(held_cells.missing) - 1
    return f"{'/'.join(first)} is {state}" + (f" and {more} more" if more else "")
