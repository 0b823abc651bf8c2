"""Which columns each row of a table stands under: its own head, one carried over, one mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gxkit.forms import Table
from gxkit.parsing.assign import Assigned
from gxkit.parsing.head import UNKNOWN, Columns
from gxkit.parsing.header import resolve
from gxkit.parsing.placing import RowFound


def row_columns(assigned: Assigned, table: Table) -> dict[str, Columns]:
    """Find the columns of every row that was tied to the form, by row code."""
    rows = {code: row for code, (row, _) in assigned.rows.items()}
    return _completed(_carried(_resolved(assigned, table), rows, table), rows, table)


def _resolved(assigned: Assigned, table: Table) -> dict[str, Columns]:
    """Resolve the head over each row; rows under one head share the work."""
    known: dict[tuple[int, tuple[str, ...], bool], Columns] = {}
    keys: dict[str, tuple[int, tuple[str, ...], bool]] = {}
    for code, (row, head) in assigned.rows.items():
        key = (id(head), table.row[code].columns, _on_grid(row))
        if key not in known:
            known[key] = resolve(head, table, key[1], grid=key[2])
        if _over_labels(known[key], row):
            # Wrong spans moved the head over the labels: only its reading order is left.
            known[key] = replace(resolve(head, table, key[1], grid=False), tied=False)
        elif _shifted(known[key], row):
            known[key] = resolve(head, table, key[1], grid=False)
        keys[code] = key
    return {code: known[key] for code, key in keys.items()}


def _over_labels(columns: Columns, row: RowFound) -> bool:
    """Say whether columns of the head stand over the labels of its rows."""
    end = row.label.column + row.label.span
    return row.grid and min(columns.at, default=end) < end


def _shifted(columns: Columns, row: RowFound) -> bool:
    """Say whether a row prints a value left of all columns of its head."""
    first = min(columns.at, default=0)
    before = [piece for piece in row.values if piece.column < first and piece.text]
    return row.grid and any(piece.column not in columns.foreign for piece in before)


def _on_grid(row: RowFound) -> bool:
    return row.grid or row.label.column > 0


def _carried(
    columns: dict[str, Columns], rows: Mapping[str, RowFound], table: Table
) -> dict[str, Columns]:
    """Let a head once understood serve the parts of a table that a page break cut off.

    Its grid columns hold for such a part only where the part's values stand in them.
    """
    if table.layout != "matrix":
        return columns
    best = next((one for one in columns.values() if one.tied), None)
    if best is None:
        return columns
    order = replace(best, at={})
    carried: dict[str, Columns] = {}
    for code, one in columns.items():
        known = {*best.at, *best.foreign}
        under = rows[code].grid and all(piece.column in known for piece in rows[code].values)
        carried[code] = one if one.tied else best if under else order
    return carried


def _completed(
    columns: dict[str, Columns], rows: Mapping[str, RowFound], table: Table
) -> dict[str, Columns]:
    """Restore columns whose labels are lost, where rows print more values than labels tell.

    A restored head is the form's order and nothing better, so sums may still refute it.
    A row that keeps more cells than it prints could have them in front or behind: under
    such a head nothing is known. In a source that lost empty cells the sums may tell.
    """
    done = dict(columns)
    for one in {id(one): one for one in columns.values()}.values():
        codes = [code for code, other in columns.items() if other is one]
        expected = table.row[codes[0]].columns
        known = tuple(column for column in expected if column in one.codes)
        if one.codes != known or len(known) == len(expected) or not known:
            continue
        under = [rows[code] for code in codes if rows[code].values]
        counts = [sum(bool(piece.text) for piece in row.values) for row in under]
        if not counts or all(count == len(known) for count in counts):
            continue  # the page has these columns and no others
        whole = Columns(tuple(expected), {}, tied=False, doubt=True)
        wide = max(len(row.values) for row in under)
        if one.foreign:
            continue
        if one.at and under[0].grid:
            done.update(dict.fromkeys(codes, _beside(one, under, expected) or one))
            continue
        least = min(len(row.values) for row in under)
        if max(counts) > len(known) or least == len(expected) or not any(r.kept for r in under):
            done.update(dict.fromkeys(codes, whole))
        elif wide > len(known):
            done.update(dict.fromkeys(codes, UNKNOWN))
    return done


def _beside(one: Columns, under: list[RowFound], expected: tuple[str, ...]) -> Columns | None:
    """Give the one column without a label to the one code left, if it stands in its place."""
    reach = {piece.column for row in under for piece in row.values if piece.text}
    open_columns = sorted(reach - set(one.at))
    left = [code for code in expected if code not in one.codes]
    if len(open_columns) != len(left):
        return None
    at = dict(one.at) | dict(zip(open_columns, left, strict=True))
    order = tuple(dict.fromkeys(at[column] for column in sorted(at)))
    return Columns(order, at, tied=False) if order == expected else None
