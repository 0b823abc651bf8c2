"""From rows with their possible placings to the facts of a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gxkit.forms import Row, Table
from gxkit.forms.equations import Equation, equations, present_rows
from gxkit.parsing.assigned import Assigned
from gxkit.parsing.cellfacts import fact_of, unsettled
from gxkit.parsing.columns import row_columns
from gxkit.parsing.distrust import distrust
from gxkit.parsing.head import FOREIGN, Columns
from gxkit.parsing.model import Fact, How
from gxkit.parsing.numbers import read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.placing import MISSING, Placing, RowFound, Way, alike, placings, usual_leads
from gxkit.parsing.solve import Vector, possible
from gxkit.parsing.subtotals import subtotals

_TOLERANCE = 1e-6


def settle(assigned: Assigned, table: Table) -> tuple[list[Fact], list[Fact]]:
    """Settle every cell of a table whose rows are tied to labels (or to order).

    Returns the facts of its cells, and the subtotals printed beside them.
    """
    columns = row_columns(assigned, table)
    rows = {code: row for code, (row, _) in assigned.rows.items()}
    _mark_kept(rows, [row for row, _ in assigned.beside.values()])
    leads = _leads(rows, columns, table)
    totals = {identity.right for identity in table.identities if identity.over == "rows"}
    ways: dict[str, list[Way]] = {}
    for code, found in rows.items():
        one = columns[code]
        doubtful = code in assigned.doubtful
        ways[code] = [] if doubtful else _ways(table, found, one, totals, leads[len(one.codes)])
    _account(rows, columns, ways, table, assigned)
    printed = present_rows(table, [code for code in rows if table.row[code].instead_of])
    rules = equations(table, printed)
    confirmed = _reorder(ways, columns, table, rules)
    alive = _solve(ways, table, rules)
    facts: list[Fact] = []
    for row in table.rows:
        if row.code not in rows and row.instead_of:
            continue
        options = ways.get(row.code, ())
        if len(options) == 1:
            facts.extend(_placed(table, row, options[0], rows[row.code], columns[row.code]))
            continue
        for column in row.columns:
            facts.append(_fact(table, row.code, column, rows, ways, alive, assigned))
    facts = distrust(facts, rows, columns, ways, rules, confirmed=confirmed)
    return facts, list(subtotals(assigned, table, columns, ways, leads))


def _account(
    rows: Mapping[str, RowFound],
    columns: Mapping[str, Columns],
    ways: dict[str, list[Way]],
    table: Table,
    assigned: Assigned,
) -> None:
    """Let no printed number vanish: a row of a grid with one that found no cell is open."""
    for code, row in rows.items():
        if not row.grid or not ways[code]:
            continue
        placed = [piece for way in ways[code] for piece in way.values() if piece.text]
        full = len(placed) == len(columns[code].codes) * len(ways[code])
        values = [piece for piece in row.values if piece.text]
        if full and len(values) * len(ways[code]) <= len(placed):
            continue
        foreign = columns[code].foreign
        lost = [
            piece
            for piece in (values if full else (*row.before, *values))
            if piece.column not in foreign
            and piece not in placed
            and read_number(piece.text).state == "number"
        ]
        if lost:
            ways[code] = []
            told = f"{len(lost)} numbers of row {table.row[code].zh} stand in no column of the form"
            assigned.note(told, lost[0].where)


def _mark_kept(rows: Mapping[str, RowFound], beside: Sequence[RowFound]) -> None:
    """Where a stream of lines shows empty cells at all, it keeps them in every row."""
    lines = [row for row in rows.values() if not row.kept]
    if any(not piece.text for row in lines for piece in row.values):
        for row in (*lines, *beside):
            row.kept = True


def _leads(
    rows: Mapping[str, RowFound], columns: Mapping[str, Columns], table: Table
) -> dict[int, dict[int, int]]:
    """Find the usual leads of the rows of each width."""
    by_width: dict[int, list[RowFound]] = {}
    for code, row in rows.items():
        by_width.setdefault(len(columns[code].codes), []).append(row)
    if table.layout == "blocks":
        # Labels of one column only: nothing is left of them before the values.
        return {width: {row.depth: 0 for row in same} for width, same in by_width.items()}
    return {width: usual_leads(same, width) for width, same in by_width.items()}


def _ways(
    table: Table,
    row: RowFound,
    columns: Columns,
    totals: Collection[tuple[str, ...]],
    leads: dict[int, int],
) -> list[Way]:
    summed = columns.codes[-1:] in totals and len(columns.codes) == len(table.columns)
    found: list[Placing] = placings(row, columns, leads, summed=summed)
    ways = [dict(zip(columns.codes, placing, strict=True)) for placing in found]
    return ways if len(ways) < 2 else [way for way in ways if _subtotals_hold(way, table)]


def _subtotals_hold(way: Way, table: Table) -> bool:
    """Say whether a printed subtotal of columns is the sum of them, where all are known."""
    for subtotal in table.subtotals:
        whole = _value(way.get(f"{FOREIGN}{subtotal.code}"))
        if whole is None:
            continue
        parts = [_value(way.get(code)) for code in subtotal.of]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts) and abs(sum(known) - whole) > _TOLERANCE:
            return False
    return True


def _value(piece: Piece | None) -> float | None:
    """Return what a piece adds to a sum: nothing printed adds nothing."""
    if piece is None or piece is MISSING:
        return None
    reading = read_number(piece.text)
    if reading.state == "number":
        return None if piece.shared else reading.value
    return None if reading.state == "unreadable" else 0.0


def _vector(way: Way | None, table: Table) -> Vector:
    return tuple(_value(way.get(column.code)) if way else None for column in table.columns)


def _solve(
    ways: Mapping[str, list[Way]], table: Table, rules: Sequence[Equation]
) -> dict[str, list[int]] | None:
    if all(len(options) == 1 for options in ways.values()):
        return {code: [0] for code in ways}
    vectors = {
        code: [_vector(way, table) for way in options] or [_vector(None, table)]
        for code, options in ways.items()
    }
    return possible(vectors, [column.code for column in table.columns], rules)


def _reorder(
    ways: dict[str, list[Way]],
    columns: dict[str, Columns],
    table: Table,
    rules: Sequence[Equation],
) -> bool:
    """Take another order of columns where the head's breaks the rows' sums and that does not.

    Spans that are wrong in the source move labels over other columns, and a flattened
    head does not tell whether 总计 is first or last; a page that truly prints its
    columns in another order keeps its sums under its labels. Returns whether the sums
    confirm an order that was open.
    """
    expected = tuple(column.code for column in table.columns)
    open_rows = [
        code
        for code, one in columns.items()
        if len(ways[code]) == 1 and set(one.codes) == set(expected)
    ]
    doubt = any(columns[code].doubt for code in open_rows)
    moved = any(columns[code].codes != expected for code in open_rows)
    if table.layout != "matrix" or not (doubt or moved):
        return False
    own = {code: ways[code][0] for code in open_rows}
    broken = _broken(own, rules)
    if not broken:
        return doubt
    others = {
        order: {code: _moved(way, columns[code].codes, order) for code, way in own.items()}
        for order in _orders(expected)
        if any(columns[code].codes != order for code in open_rows)
    }
    order = min(others, key=lambda order: _broken(others[order], rules))
    least = _broken(others[order], rules)
    if not least:
        for code in open_rows:
            ways[code] = [others[order][code]]
            columns[code] = Columns(order, {}, False)
    elif doubt and least <= broken:
        for code in open_rows:
            ways[code] = ways[code] if alike(own[code]) else []
    return doubt and least > broken


def _orders(expected: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return expected, (expected[-1], *expected[:-1])


def _moved(way: Way, codes: tuple[str, ...], order: tuple[str, ...]) -> Way:
    """Give the pieces that stand under `codes` from left to right to the codes of `order`."""
    return dict(zip(order, (way[code] for code in codes), strict=True))


def _broken(ways: Mapping[str, Way], rules: Sequence[Equation]) -> int:
    """Count the identities inside these rows that fail."""
    return sum(
        _holds(rule, ways) is False for rule in rules if {key[1] for key in rule.left} <= set(ways)
    )


def _holds(rule: Equation, ways: Mapping[str, Way]) -> bool | None:
    total = 0.0
    for sign, keys in ((1, rule.left), (-1, rule.right)):
        for _, row, column in keys:
            value = _value(ways[row].get(column)) if row in ways else None
            if value is None:
                return None
            total += sign * value
    return abs(total) < _TOLERANCE


def _placed(table: Table, row: Row, way: Way, found: RowFound, columns: Columns) -> list[Fact]:
    """Make the facts of a row whose pieces can stand in one way only."""
    how: How = "label" if found.tied and columns.tied else "order"
    facts: list[Fact] = []
    units = table.units
    for column in row.columns:
        piece = way.get(column)
        key = (table.code, row.code, column)
        unit = units[column]
        if piece is None:
            facts.append(Fact(*key, None, unit, "absent", None, None, None))
        elif piece is MISSING:
            # Row and column are on the page, but the row is too short to have the cell.
            facts.append(Fact(*key, None, unit, "blank", how, "", found.label.where))
        else:
            facts.append(fact_of(key, unit, piece, how))
    return facts


def _fact(
    table: Table,
    row: str,
    column: str,
    rows: Mapping[str, RowFound],
    ways: Mapping[str, list[Way]],
    alive: Mapping[str, list[int]] | None,
    assigned: Assigned,
) -> Fact:
    """Make the fact of a cell whose row is not there or can stand in none or several ways."""
    key = (table.code, row, column)
    unit = table.column[column].unit
    if row not in rows:
        state = "ambiguous" if row in assigned.doubtful else "absent"
        return Fact(*key, None, unit, state, None, None, None)  # type: ignore[arg-type]
    found = rows[row]
    options = ways[row]
    if not options or alive is None:
        return unsettled(key, unit, found)
    pieces = [options[index].get(column) for index in alive[row]]
    texts = {None if piece is None or piece is MISSING else piece.text for piece in pieces}
    if len(texts) != 1:
        return unsettled(key, unit, found)
    piece = pieces[0]
    if piece is None:
        return Fact(*key, None, unit, "absent", None, None, None)
    if piece is MISSING:
        return Fact(*key, None, unit, "blank", "arithmetic", "", found.label.where)
    return fact_of(key, unit, piece, "arithmetic")
