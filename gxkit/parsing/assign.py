"""Which row of the form each found row is: damaged labels, lost labels, doubled rows."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.documents.model import Note
from gxkit.forms import Table
from gxkit.parsing.assigned import Assigned
from gxkit.parsing.doubting import doubt, doubt_overflow, printed
from gxkit.parsing.grouprows import Entry, beside_their_rows, of_groups, without_groups
from gxkit.parsing.head import Head
from gxkit.parsing.labels import likeness, nearest
from gxkit.parsing.placing import RowFound
from gxkit.parsing.sheet import Sheet

# As many rows are looked at to tell a second table from a doubled row.
_AHEAD = 6
# Numbers behind more labels than these, and behind all of a table, are not the last one's.
_SEEN = 3
TWICE = "printed twice: row "
"""Begins the note on a row that stands in a table more than once; its code follows."""
# A label that its neighbours name must still be somewhat like the one it stands for: a
# row that the form does not have may stand where one of the form is missing.
_SOMEWHAT = 60.0


def assign(sheets: Sequence[Sheet], table: Table) -> Assigned:
    """Tie the found rows of a table to the rows of the form.

    A label that is exactly known ties its row wherever it stands. A damaged one is tied
    to the nearest label that is not on the page yet. Rows whose label cannot be read are
    tied by their neighbours only where as many rows are missing as found; otherwise the
    missing ones are doubtful.
    """
    result = Assigned()
    entries = [
        entry for sheet in sheets for entry in _spilled(_own_rows(sheet, table), table, result)
    ]
    entries, beside = without_groups(entries, table)
    entries, rivals = _sets(entries, table)
    known: set[str | None] = {row.code for row, _ in entries if row.code}
    for row, _ in entries:
        if row.code is None and row.values:
            code = nearest(row.label.text, "row", table, table.row)
            if code and code not in known:
                row.code = code
                known.add(code)
                result.note(
                    f"label {row.label.text!r} read as {table.row[code].zh}", row.label.where
                )
    _by_neighbours(entries, table, known, result)
    for label in beside_their_rows(entries):
        result.note("numbers behind a label of a group are those of a row beside it", label.where)
    for row, head in entries:
        if row.code:
            row.depth = len(table.row[row.code].path)
            _keep(row, head, result, whole=bool(rivals))
    doubt(entries, rivals, sheets, table, known, result)
    if not rivals:  # with two tables on a page nobody can say whose sums they are
        result.beside = of_groups(beside, result.rows, table)
    return result


def _own_rows(sheet: Sheet, table: Table) -> list[Entry]:
    """Return the rows of a sheet with their heads, without those of another form."""
    return [(row, head) for row, head, _ in sheet.rows if row.code is None or row.code in table.row]


def _spilled(entries: list[Entry], table: Table, result: Assigned) -> list[Entry]:
    """Give back to labels the numbers that a flattening moved behind the last of them."""
    run: list[Entry] = []
    for entry in entries:
        row = entry[0]
        if row.grid or (row.group and not row.values):
            continue
        run.append(entry)
        if not row.values:
            continue
        width = len(table.row[row.code].columns) if row.code else 0
        rows = [item for item in run if item[0].code]
        whole = len(rows) > 1 and row.code and len(printed(row)) == len(row.values)
        if whole and len(row.values) == width * len(rows):
            values = row.values
            for at, (other, _) in enumerate(rows):
                other.values = values[at * width : (at + 1) * width]
                other.tied = False
            result.note("labels and numbers stand apart; tied by the form's order", row.label.where)
        elif width and len(printed(row)) > (width if len(rows) > 1 else width + 2) and not row.kept:
            result.doubtful.update(str(item[0].code) for item in rows)
            result.note("more numbers than columns behind one label", row.label.where)
        run = []
    return entries


def _room(rows: list[Entry], width: int, entries: list[Entry]) -> int:
    """Return how many numbers behind a label leave no doubt that they are its own.

    Behind several labels without numbers a row may hold no more than its columns; behind
    all labels of a table, none at all.
    """
    last = rows[-1][0] is entries[-1][0]
    if last and len(rows) > _SEEN:
        return 0
    return width if len(rows) > 1 else width + 2


def _by_neighbours(
    entries: list[Entry], table: Table, known: set[str | None], result: Assigned
) -> None:
    """Tie rows without a readable label by the rows before and after them."""
    codes = [row.code for row in table.official_rows]
    missing = [code for code in codes if code not in known]
    doubt_overflow(entries, codes, missing, table, result)
    at = 0
    while at < len(entries):
        start = at
        while at < len(entries) and entries[at][0].code is None:
            at += 1
        run = [row for row, _ in entries[start:at] if printed(row)]
        if run:
            ahead = entries[start - 1][0] if start else None
            before = ahead.code if ahead else None
            after = entries[at][0].code if at < len(entries) else None
            first = codes.index(before) + 1 if before in codes else 0
            last = codes.index(after) if after in codes else len(codes)
            gap = [code for code in codes[first:last] if code in missing]
            _tie_gap(ahead, run, gap, table, result)
        at += 1


def _tie_gap(
    before: RowFound | None,
    run: list[RowFound],
    gap: list[str],
    table: Table,
    result: Assigned,
) -> None:
    alike = [
        likeness(row.label.text, "row", table, code) for row, code in zip(run, gap, strict=False)
    ]
    empty = all(not row.label.text for row in run)
    if gap and len(gap) == len(run) and (empty or min(alike) >= _SOMEWHAT):
        for row, code in zip(run, gap, strict=True):
            row.code, row.tied = code, False
            result.note(f"label {row.label.text!r} taken by its neighbours", row.label.where)
        return
    result.doubtful.update(gap)
    if before is not None and not before.grid:
        # What follows may be the rest of the row before, cut off by a text in a cell.
        before.broken = True
    for row in run:
        result.note(f"the form has no row {row.label.text!r}", row.label.where)


def _keep(row: RowFound, head: Head | None, result: Assigned, *, whole: bool) -> None:
    """Keep a row, or settle what a second one under the same label means.

    A label without any cell may be the first part of a row that a page break cut; a row
    that was printed empty may not be filled from elsewhere.
    """
    code = str(row.code)
    if code not in result.rows:
        result.rows[code] = (row, head)
        return
    first = result.rows[code][0]
    mine, other = printed(row), printed(first)
    if mine and other and not whole:
        result.notes.append(Note("fitting", "info", f"{TWICE}{code}", row.label.where))
    if mine and not first.values and not whole:
        result.rows[code] = (row, head)
    elif mine and mine != other:
        result.doubtful.add(code)
        result.note(f"row {row.label.text!r} is printed twice with other numbers", row.label.where)


def _sets(entries: list[Entry], table: Table) -> tuple[list[Entry], list[list[Entry]]]:
    """Part the rows of tables that stand on a page twice: another year's, another body's.

    Returns the set that is the table of the form, and its rivals. A set much fuller than
    the others is the table, and they are extracts of the same kind of numbers.
    """
    sets: list[list[Entry]] = [[]]
    seen: set[str] = set()
    codes = [row.code for row, _ in entries]
    for at, entry in enumerate(entries):
        code = codes[at]
        if code in seen:
            ahead = [c for c in codes[at : at + _AHEAD] if c]
            if sum(c in seen for c in ahead) > len(ahead) // 2 and len(ahead) > 1:
                sets.append([])
                seen = set()
        sets[-1].append(entry)
        if code and (entry[0].values or not entry[0].grid):
            seen.add(code)  # not what only heads a column of some other table
    if len(sets) == 1:
        return entries, []
    official = {row.code for row in table.official_rows}
    sizes = [len({row.code for row, _ in one} & official) for one in sets]
    best = max(range(len(sets)), key=lambda index: sizes[index])
    if sizes[best] * 5 >= len(official) * 4:
        rivals = [one for at, one in enumerate(sets) if at != best and sizes[at] * 2 > sizes[best]]
    else:
        rivals = [one for at, one in enumerate(sets) if at != best]
    return sets[best], rivals
