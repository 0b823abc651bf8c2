"""Rows that stand for a group of rows: their headings, and the subtotals that pages print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from gxkit.forms import Table
from gxkit.parsing.head import Head
from gxkit.parsing.normal import label_key
from gxkit.parsing.pieces import Piece
from gxkit.parsing.placing import RowFound

Entry: TypeAlias = tuple[RowFound, Head | None]

# A number alone behind the heading of a group may be that of the page.
_LEAST = 2


class Beside(NamedTuple):
    """A row that is none of the form's, between the rows before and after it."""

    entry: Entry
    before: RowFound | None
    after: RowFound | None


def without_groups(entries: Sequence[Entry], table: Table) -> tuple[list[Entry], list[Beside]]:
    """Take the headings of groups out of the rows, and the subtotals, which are returned too."""
    found = {row.code for row, _ in entries if row.code}
    kept: list[Entry] = []
    taken: list[tuple[Entry, int]] = []
    for row, head in entries:
        if _stands_aside(row, table, found):
            taken.append(((row, head), len(kept)))
        else:
            kept.append((row, head))
    beside = [
        Beside(
            entry,
            kept[at - 1][0] if at else None,
            kept[at][0] if at < len(kept) else None,
        )
        for entry, at in taken
    ]
    return kept, beside


def _stands_aside(row: RowFound, table: Table, found: set[str]) -> bool:
    if not row.group:
        return False
    if row.code is None:
        return True
    form_row = table.row[row.code]
    parts = {code for code in table.row if code.startswith(f"{row.code}.")}
    return bool(parts & found) or bool(form_row.instead_of and not row.values)


def beside_their_rows(entries: Sequence[Entry]) -> list[Piece]:
    """Take numbers back from the label of a group that flat lines put before those of its rows.

    Where the label of a group is printed over several lines beside its rows, （六）其 / 他处理 /,
    the line of a row whose own label is wrapped reads 他处理 0 0 0: its numbers are of one of
    these rows, and nobody knows of which.

    Parameters
    ----------
    entries : sequence of Entry
        The rows found, without subtotals; they are changed.

    Returns
    -------
    list of Piece
        The labels that lost their numbers.
    """
    found = {row.code: row for row, _ in entries if row.code}
    labels = []
    for row, _ in entries:
        if row.grid or row.kept or not row.values or row.code is None:
            continue
        parts = [other for code, other in found.items() if code.startswith(f"{row.code}.")]
        if not parts:
            continue
        row.code, row.values = None, []
        labels.append(row.label)
        for part in parts:
            part.broken = part.broken or not any(piece.text for piece in part.values)
    return labels


def of_groups(
    beside: Sequence[Beside], rows: Mapping[str, Entry], table: Table
) -> dict[str, Entry]:
    """Tell which group each subtotal is of: by the label of the group and a row of it beside.

    Both must say the same, and the row must be the one of `rows` that was tied to the form.
    Where two subtotals would be of one group, none is.
    """
    groups = {
        label_key(subtotal.zh)[0]: subtotal
        for subtotal in table.subtotals
        if subtotal.over == "rows"
    }
    known: dict[str, list[Entry]] = {}
    for entry, before, after in beside:
        row = entry[0]
        subtotal = groups.get(row.under)
        if subtotal is None or sum(bool(piece.text) for piece in row.values) < _LEAST:
            continue
        near = [rows.get(other.code) for other in (before, after) if other and other.code]
        if any(
            each and each[0] in (before, after) and each[0].code in subtotal.of for each in near
        ):
            known.setdefault(subtotal.code, []).append(entry)
    return {code: entries[0] for code, entries in known.items() if len(entries) == 1}
