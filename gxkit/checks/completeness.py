"""A8: every row and column of the requests table is there, once, in the form's order."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.checks.identities import row_label
from gxkit.checks.model import Evidence, Finding, Rule
from gxkit.checks.outcomes import outcome, together
from gxkit.checks.places import Place, comparable, place
from gxkit.forms.equations import present_rows
from gxkit.forms.model import Table
from gxkit.parsing.assign import TWICE

_TABLE = "requests"


def complete(evidence: Evidence) -> Iterator[Finding]:
    """A8: look for rows and columns that the page lacks or prints in another order."""
    form = evidence.form
    if form is None or _TABLE not in form.table:
        return
    table = form.table[_TABLE]
    rows = present_rows(table, evidence.unofficial[_TABLE])
    columns = [column.code for column in table.columns]
    there: dict[str, Place | None] = {}
    across: set[str] = set()
    for _, row, column, _, _, state, how, _, where in evidence.by_table[_TABLE]:
        if state == "absent":
            continue
        across.add(column)
        if there.get(row) is None:
            there[row] = place(where) if where is not None and how is not None else None
    total = len(rows) + len(columns)
    if not there:
        told = f"{table.zh}: no row of the table was found"
        yield outcome("A8", _TABLE, "identity", None, told, expected=float(total))
        return
    failed = [
        _missing(row_label(table, row), [(row, column) for column in columns])
        for row in rows
        if row not in there
    ]
    failed += [
        _missing(table.column[column].zh, [(row, column) for row in rows])
        for column in columns
        if column not in across
    ]
    failed += _twice(evidence, table)
    first = {row: _line(where) for row, where in there.items() if where is not None}
    failed += _moved(table, rows, first)
    what = f"{table.zh}: rows and columns of the form"
    yield from together(
        "A8", _TABLE, "identity", what, held=total - len(failed), unknown=0, failed=failed
    )


def _missing(label: str, keys: list[tuple[str, str]]) -> Finding:
    cells = " ".join(f"{_TABLE}/{row}/{column}" for row, column in keys)
    told = f"{label}: the page has no such row or column, or it was not recognised"
    return outcome("A8", _TABLE, "identity", False, told, cells=cells)


def _twice(evidence: Evidence, table: Table) -> list[Finding]:
    """Name the rows that stand in the table more than once."""
    found: dict[str, str] = {}
    for note in evidence.parsed.notes:
        code = note.message.removeprefix(TWICE)
        if note.step == "fitting" and code != note.message and code in table.row:
            found.setdefault(code, note.where)
    return [
        outcome(
            "A8",
            _TABLE,
            "identity",
            False,
            f"{row_label(table, code)}: printed twice, again at {where}",
            cells=" ".join(f"{_TABLE}/{code}/{column}" for column in table.row[code].columns),
        )
        for code, where in found.items()
    ]


def _moved(table: Table, rows: tuple[str, ...], first: dict[str, Place]) -> list[Finding]:
    """Name the rows that stand above one that the form has before them."""
    found = []
    above: tuple[str, Place] | None = None
    for row in rows:
        if row not in first:
            continue
        own = first[row]
        if above and own < above[1] and comparable(above[1], own):
            told = f"{row_label(table, row)}: printed before {row_label(table, above[0])}"
            cells = " ".join(f"{_TABLE}/{row}/{column.code}" for column in table.columns)
            found.append(outcome("A8", _TABLE, "identity", False, told, cells=cells))
        else:
            above = (row, own)
    return found


def _line(where: Place) -> Place:
    """Leave the column out of a place: rows are compared."""
    return tuple(part for part in where if part[0] != "c")


RULES = (
    Rule(
        "A8",
        "申请表：格式的各行各列齐全、不重，次序不变",
        "Requests: every row and column of the form is there, once, in its order",
        "identity",
        "report",
        "2021: 25 行 × 7 列; 2019: 23 行 × 7 列（（六）按所印行计），每行每列各一次",
        complete,
    ),
)
"""That the table is the form's."""
