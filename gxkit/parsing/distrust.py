"""What sums refute of the numbers that only order placed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gxkit.forms.equations import Equation
from gxkit.parsing.cellfacts import unsettled
from gxkit.parsing.head import Columns
from gxkit.parsing.model import Fact
from gxkit.parsing.placing import MISSING, RowFound, Way, alike

_TOLERANCE = 1e-6
# So many rows must add up for each that does not, or the order of the columns is refuted.
_MOSTLY = 4


def distrust(
    facts: list[Fact],
    rows: Mapping[str, RowFound],
    columns: Mapping[str, Columns],
    ways: Mapping[str, list[Way]],
    rules: Sequence[Equation],
    *,
    confirmed: bool,
) -> list[Fact]:
    """Withdraw what only order places, or what a short row leaves open, if sums fail.

    A row that only order ties falls with any sum it stands in. Columns that only order
    ties fall where not most of the rows add up: one row may be the publisher's mistake. So do
    those of a head in another part of the table where fewer rows add up than do not.
    """
    weak = {code for code, row in rows.items() if not row.tied or _cut_short(row, columns[code])}
    loose = {code for code in rows if not columns[code].tied and not alike(*ways[code])} - weak
    if confirmed:
        loose = set()
    carried = {code for code in rows if columns[code].carried} - weak - loose
    if not weak and not loose and not carried:
        return facts
    wrong: set[str] = set()
    failed: set[str] = set()
    held: set[str] = set()
    for codes, balance, filled in _balances(facts, weak, ways, rules):
        if abs(balance) > _TOLERANCE:
            wrong |= codes & weak
            failed |= codes if len(codes) == 1 else set()
        elif filled and len(codes) == 1:
            held |= codes
    if len(failed & loose) * _MOSTLY > len(held & loose):
        wrong |= loose
    # A head in another part of the table is refuted by more than one mistake.
    if len(failed & carried) > max(1, len(held & carried)):
        wrong |= carried
    return [
        unsettled((f.table, f.row, f.column), f.unit, rows[f.row])
        if f.row in wrong and f.state != "absent"
        else f
        for f in facts
    ]


def _balances(
    facts: Sequence[Fact],
    weak: set[str],
    ways: Mapping[str, list[Way]],
    rules: Sequence[Equation],
) -> Iterator[tuple[set[str], float, bool]]:
    """Yield for each assessable identity its rows, its balance, and whether it holds numbers."""
    value = {
        (fact.row, fact.column): 0.0 if fact.state in {"blank", "nil"} else fact.value
        for fact in facts
    }
    for code in weak:
        for column, piece in (ways[code][0] if ways[code] else {}).items():
            if piece is MISSING:
                value[code, column] = None
    for rule in rules:
        terms = [(1, key) for key in rule.left] + [(-1, key) for key in rule.right]
        numbers = [(sign, value.get((key[1], key[2]))) for sign, key in terms]
        if all(number is not None for _, number in numbers):
            known = [(sign, number or 0.0) for sign, number in numbers]
            yield (
                {key[1] for _, key in terms},
                sum(sign * number for sign, number in known),
                any(number for _, number in known),
            )


def _cut_short(row: RowFound, columns: Columns) -> bool:
    return len(row.values) < len(columns.codes) and any(piece.text for piece in row.values)
