"""Rows that are tied to a label, but whose numbers may be another row's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from gxkit.forms import Table
from gxkit.parsing.assigned import Assigned
from gxkit.parsing.grouprows import Entry
from gxkit.parsing.placing import RowFound
from gxkit.parsing.sheet import Sheet

# So many figures before the first label are a row, not a page number.
_MANY = 3


def doubt(
    entries: Sequence[Entry],
    rivals: Sequence[list[Entry]],
    sheets: Sequence[Sheet],
    table: Table,
    known: Collection[str | None],
    result: Assigned,
) -> None:
    """Doubt the rows that something on the page speaks against.

    `entries` are the rows of the table, `rivals` those of other tables of its kind, `known` the
    rows that have a label on the page.
    """
    _doubt_beside_doubled(table, result)
    for rival in rivals:
        _contest(rival, result)
    _doubt_blank(entries, sheets, result)
    _doubt_torn(sheets, table, result)
    if any(sheet.loose or sheet.dropped or sheet.strays for sheet in sheets):
        _doubt_empty(result)
    if any(sheet.dropped + len(sheet.orphans) >= _MANY for sheet in sheets):
        result.doubtful.update(row.code for row in table.official_rows if row.code not in known)
    for sheet in sheets:
        _doubt_reversed(sheet, result)


def printed(row: RowFound) -> list[str]:
    """Return what the cells of a row print, in their order."""
    return [piece.text for piece in row.values if piece.text]


def doubt_overflow(
    entries: list[Entry], codes: list[str], missing: list[str], table: Table, result: Assigned
) -> None:
    """Doubt the rows that may be hidden in one that has more numbers than columns."""
    for at, (row, _) in enumerate(entries):
        if row.code not in codes or len(printed(row)) <= len(table.row[row.code].columns) + 1:
            continue
        after = next((r.code for r, _ in entries[at + 1 :] if r.code in codes), None)
        last = codes.index(after) if after else len(codes)
        gap = codes[codes.index(row.code) + 1 : last]
        result.doubtful.update(code for code in gap if code in missing)


def _doubt_beside_doubled(table: Table, result: Assigned) -> None:
    """Doubt a missing row beside one printed twice: one of the two may be it, mislabelled."""
    codes = [row.code for row in table.official_rows]
    doubled = result.doubtful.intersection(result.rows)
    for before, after in pairwise(codes):
        for one, other in ((before, after), (after, before)):
            if one in doubled and other not in result.rows:
                result.doubtful.add(other)


def _contest(rival: list[Entry], result: Assigned) -> None:
    """Doubt the rows that another table on the page prints otherwise."""
    told = False
    for row, _ in rival:
        code = row.code
        if code and code not in result.rows and printed(row):
            result.doubtful.add(code)  # this set may be the table, of which that one has a part
        if code in result.rows and printed(row) != printed(result.rows[code][0]):
            result.doubtful.add(code)
            if not told:
                result.note("the table is on the page twice with other numbers", row.label.where)
            told = True
    own = {row.code for row, _ in rival}
    if told and len(own) * 2 > len(result.rows):
        # As full a table: what one of the two has alone may not be in the other's year.
        result.doubtful.update(code for code in result.rows if code not in own)


def _doubt_empty(result: Assigned) -> None:
    """Doubt rows without any cell where figures stand about that no row could take."""
    for code, (row, _) in result.rows.items():
        if not row.values and not row.grid:
            result.doubtful.add(code)


def _doubt_blank(entries: Sequence[Entry], sheets: Sequence[Sheet], result: Assigned) -> None:
    """Doubt the rows of a grid without numbers where it has numbers that no label names.

    Below a label these may be any row's; beside one, only those of a row without a cell.
    """
    below = {
        row.values[0].block
        for row, _ in entries
        if row.code is None and row.grid and not row.label.text and printed(row)
    }
    around = below | {piece.block for sheet in sheets for piece in sheet.orphans}
    if not around:
        return
    for code, (row, _) in result.rows.items():
        if row.label.block in (below if row.values else around) and not printed(row):
            result.doubtful.add(code)
            told = f"row {row.label.text!r} is empty beside numbers that stand in no row"
            result.note(told, row.label.where)


def _doubt_torn(sheets: Sequence[Sheet], table: Table, result: Assigned) -> None:
    """Doubt the rows that numbers torn from their label may be: its own, or those of its group."""
    for row in [row for sheet in sheets for row in sheet.torn]:
        code = str(row.code)
        if code not in result.rows:
            own = [one.code for one in table.rows if one.code.startswith(f"{code}.")]
            result.doubtful.update(own)
        elif result.rows[code][0] is row:
            result.doubtful.add(code)


def _doubt_reversed(sheet: Sheet, result: Assigned) -> None:
    """Doubt a sheet whose numbers seem to stand before their labels, not behind them.

    Then a row of figures stands before the first label, or any and none behind the last.
    """
    rows = [row for row, _, _ in sheet.rows if row.code]
    many = len(sheet.strays) >= _MANY
    if rows and (many or (sheet.strays and not printed(rows[-1]))):
        result.doubtful.update(str(row.code) for row in rows)
        result.note("numbers stand before their labels", sheet.strays[0].where)
