"""Which columns each row of a table stands under: its own head, one carried over, one mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gxkit.forms import Table
from gxkit.parsing.assigned import Assigned
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
            known[key] = replace(resolve(head, table, key[1], grid=False), tied=False)
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
    """Let a head once understood serve the parts of a table that a page break cut off."""
    best: dict[tuple[str, ...], Columns] = {}
    for code, one in columns.items():
        if one.tied:
            best.setdefault(table.row[code].columns, one)
    parts: dict[tuple[tuple[str, ...], int], list[RowFound]] = {}
    for code, one in columns.items():
        if not one.tied:
            key = (table.row[code].columns, rows[code].label.block if rows[code].grid else -1)
            parts.setdefault(key, []).append(rows[code])
    aligned = {
        key: _aligned(best[key[0]], part) if key[1] >= 0 else replace(best[key[0]], at={})
        for key, part in parts.items()
        if key[0] in best and (table.layout == "matrix" or key[1] >= 0)
    }
    return {
        code: one
        if one.tied
        else aligned.get(
            (table.row[code].columns, rows[code].label.block if rows[code].grid else -1), one
        )
        for code, one in columns.items()
    }


def _aligned(best: Columns, part: list[RowFound]) -> Columns:
    """Find the columns of a part of a table in which no head stands.

    The grid columns of the head hold for it only where its grid is the same: every column of
    the head has a cell in it, no label stands under one, and nothing stands beside them. In
    another grid as many columns of values as the head has are its columns in their order;
    otherwise only a row that is full can tell.
    """
    values = {piece.column for row in part for piece in row.values}
    labels = max(row.label.column + row.label.span for row in part)
    first = min(best.at, default=0)
    printed = {piece.column for row in part for piece in row.values if piece.text}
    if best.at and labels <= first and set(best.at) <= values <= {*best.at, *best.foreign}:
        # A column that is empty all the way down may be one more, and another one be missing.
        whole = not printed or set(best.at) <= printed
        return replace(best, tied=whole, carried=True)
    width = len(best.codes)
    for places in (values, printed):
        if len(places) == width and min(places) >= labels and not best.foreign:
            return replace(best, at=dict(zip(sorted(places), best.codes, strict=True)), tied=False)
    return Columns(best.codes, {}, tied=False)


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
