"""Subtotals that a page prints beside the cells of the form, as far as their place is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gxkit.forms import Subtotal, Table
from gxkit.parsing.assigned import Assigned
from gxkit.parsing.cellfacts import fact_of, unsettled
from gxkit.parsing.grouprows import Entry
from gxkit.parsing.head import FOREIGN, Columns
from gxkit.parsing.model import Fact, How
from gxkit.parsing.placing import MISSING, RowFound, Way, placings


def subtotals(
    assigned: Assigned,
    table: Table,
    columns: Mapping[str, Columns],
    ways: Mapping[str, list[Way]],
    leads: Mapping[int, dict[int, int]],
) -> Iterator[Fact]:
    """Yield the facts of the subtotals that stand beside the rows and columns of a table.

    Parameters
    ----------
    assigned : Assigned
        The rows of the table, and those beside them.
    columns, ways : mapping
        Under which columns each row stands, and how its pieces may stand there, by row code.
    leads : mapping
        The usual leads of rows by their width, then by the depth of their label.
    """
    for subtotal in table.subtotals:
        if subtotal.over == "columns":
            for code, (row, _) in assigned.rows.items():
                yield from _across(table, code, row, columns[code], ways[code], subtotal)
        elif subtotal.code in assigned.beside:
            entry = assigned.beside[subtotal.code]
            yield from _row(table, assigned, entry, columns, ways, leads, subtotal)


def _across(
    table: Table,
    code: str,
    row: RowFound,
    columns: Columns,
    ways: list[Way],
    subtotal: Subtotal,
) -> Iterator[Fact]:
    """Yield what a row prints under the column of a subtotal, if the head names one."""
    own = f"{FOREIGN}{subtotal.code}"
    if own not in columns.codes:
        return
    key = (table.code, code, subtotal.code)
    unit = table.column[subtotal.of[0]].unit
    texts = {way[own].text for way in ways if own in way}
    if len(texts) != 1:
        yield unsettled(key, unit, row)
        return
    piece = ways[0][own]
    if piece is not MISSING:
        how: How = "label" if row.tied and columns.tied else "order"
        yield fact_of(key, unit, piece, how if len(ways) == 1 else "arithmetic")


def _row(
    table: Table,
    assigned: Assigned,
    entry: Entry,
    columns: Mapping[str, Columns],
    ways: Mapping[str, list[Way]],
    leads: Mapping[int, dict[int, int]],
    subtotal: Subtotal,
) -> Iterator[Fact]:
    """Yield what the row of a subtotal prints under the columns that its group's rows have."""
    row, head = entry
    like = next(
        (
            code
            for code in subtotal.of
            if code in assigned.rows
            and assigned.rows[code][1] is head
            and assigned.rows[code][0].kept == row.kept
        ),
        None,
    )
    if like is None:
        return
    known = columns[like]
    row.depth = assigned.rows[like][0].depth
    placed = placings(row, known, leads[len(known.codes)]) if ways[like] else []
    way: Way = dict(zip(known.codes, placed[0], strict=True)) if len(placed) == 1 else {}
    beside = {f"{FOREIGN}{one.code}": one for one in table.subtotals if one.over == "columns"}
    for code in known.codes:
        column = beside[code].code if code in beside else code
        if code.startswith(FOREIGN) and code not in beside:
            continue
        key = (table.code, subtotal.code, column)
        unit = table.column[beside[code].of[0] if code in beside else code].unit
        if not way:
            yield unsettled(key, unit, row)
        elif way[code] is not MISSING:
            yield fact_of(key, unit, way[code], "label" if known.tied else "order")
