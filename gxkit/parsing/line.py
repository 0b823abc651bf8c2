"""Fitting a table whose labels all stand in its head over one line of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gxkit.documents.model import Note
from gxkit.forms import Table
from gxkit.parsing.addends import addends, all_add_up
from gxkit.parsing.assign import assign
from gxkit.parsing.cellfacts import fact_of
from gxkit.parsing.head import Head
from gxkit.parsing.linehead import LineHead, Pair, resolve_line
from gxkit.parsing.model import Fact, How
from gxkit.parsing.numbers import read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.settle import settle
from gxkit.parsing.sheet import Sheet
from gxkit.parsing.telling import LINE


def settle_line(sheets: Sequence[Sheet], table: Table) -> tuple[list[Fact], list[Note]]:
    """Settle every cell of a table that has its numbers in one line.

    Cells whose labels are on the page and whose numbers are nowhere are blank; those
    whose group is not on the page are absent; where numbers are left that nobody can
    place, they are ambiguous. Pages that print a kind of case in a row of its own are
    read as rows.
    """
    settled: dict[Pair, Fact] = {}
    lost: Piece | None = None
    for sheet in sheets:
        for head, run in _runs(sheet):
            placed = _line(head, run, table, grid=sheet.grid)
            printed = [piece for piece in run if piece.text]
            if len(printed) > len(placed):
                lost = lost or printed[0]
            for pair, fact in placed.items():
                cut = fact.state == "blank" and _is_cut(head, run, sheet)
                _merge(settled, pair, fact._replace(state="ambiguous") if cut else fact)
        if not sheet.runs and not any(row.code for row, _, _ in sheet.rows):
            loose = [row.label for row, _, _ in sheet.rows if row.values] + sheet.strays
            lost = lost or next(iter(loose), None)
    notes: list[Note] = []
    if any(row.code for sheet in sheets for row, _, _ in sheet.rows):
        assigned = assign(sheets, table)
        notes = assigned.notes
        for fact in settle(assigned, table)[0]:
            if fact.row in assigned.rows or fact.state == "ambiguous":
                _merge(settled, (fact.row, fact.column), fact)
    seen = {code for sheet in sheets for role, code in sheet.names if role == "row"}
    facts = [
        settled.get((row.code, column)) or _nowhere(table, (row.code, column), seen, lost)
        for row in table.rows
        for column in row.columns
    ]
    return facts, notes


def _nowhere(table: Table, pair: Pair, seen: set[str], lost: Piece | None) -> Fact:
    """Make the fact of a cell that no number was placed in."""
    unit = table.column[pair[1]].unit
    if lost is not None:
        raw, where = lost.text, lost.where
        return Fact(table.code, *pair, None, unit, "ambiguous", None, raw, where)
    if pair[0] in seen:
        return Fact(table.code, *pair, None, unit, "blank", None, None, None)
    return Fact(table.code, *pair, None, unit, "absent", None, None, None)


def _runs(sheet: Sheet) -> list[tuple[Head, list[Piece]]]:
    """Return the line under each head, joined where a text in it cut it into parts.

    A line that is a row of its own is whole: figures on lines around it are not of it, and
    a second such row is another line.
    """
    runs: dict[int, tuple[Head, list[Piece], bool]] = {}
    for head, run, apart in sheet.runs:
        known = runs.get(id(head))
        if known is None or (apart and not known[2]):
            runs[id(head)] = (head, run, apart)
        elif not known[2]:
            runs[id(head)] = (head, [*known[1], *run], apart)
        elif apart and any(piece.text for piece in run):
            runs[id(run)] = (head, run, apart)
    return [(head, run) for head, run, _ in (*runs.values(), *_rivals(sheet))]


def _is_cut(head: Head, run: list[Piece], sheet: Sheet) -> bool:
    """Say whether a text that is no number cut the line of a run in two: it stood in a cell."""
    return any(
        other is not run and other and run and known is head and other[0].block == run[0].block
        for known, other, _ in sheet.runs
        if not sheet.grid
    )


def _rivals(sheet: Sheet) -> Iterator[tuple[Head, list[Piece], bool]]:
    """Yield the lines under a head with a label that no form has: another year's, a part's."""
    for row, head, _ in sheet.rows if sheet.runs else ():
        numbers = [piece for piece in row.values if read_number(piece.text).state == "number"]
        if row.code is None and head is not None and len(numbers) >= LINE:
            yield head, row.values, True


def _merge(settled: dict[Pair, Fact], pair: Pair, fact: Fact) -> None:
    """Keep a fact; where the page has the cell twice with other numbers, doubt it."""
    other = settled.setdefault(pair, fact)
    if (other.state, other.value) != (fact.state, fact.value):
        printed = fact if fact.raw else other
        settled[pair] = printed._replace(value=None, state="ambiguous", how=None)


def _line(head: Head, run: list[Piece], table: Table, *, grid: bool) -> dict[Pair, Fact]:
    """Place one line under its head."""
    found = resolve_line(head, table)
    pairs = list(found.pairs)
    printed = [piece for piece in run if piece.text]
    if not pairs or (not printed and len(run) < len(pairs)):
        return {}
    apart = grid and head.pieces[-1][1].block != run[0].block
    placed = _by_column(run, found, grid=grid, apart=apart)
    beside = grid and len(run) > len(placed) and not all(piece.text for piece in placed)
    if placed and beside and _half_blank(placed, pairs):
        placed = []  # a cell more than the head has may have shifted what stands before it
    placed = placed or _in_order(run, head, pairs, table, grid=grid)
    how: How = "label" if found.tied else "order"
    if placed and not found.tied and not all_add_up(placed, pairs, table):
        placed = []  # only the form's order says so, and the sums deny it
    if placed:
        return {
            pair: fact_of((table.code, *pair), table.column[pair[1]].unit, piece, how)
            for pair, piece in zip(pairs, placed, strict=True)
        }
    whole = len(run) <= len(pairs) or any(piece.glued for piece in run)
    choices = addends(printed, pairs, table) if whole else []
    facts: dict[Pair, Fact] = {}
    for at, pair in enumerate(pairs):
        unit = table.column[pair[1]].unit
        if choices and len(choices[at]) == 1:
            piece = next(iter(choices[at].values()))
            facts[pair] = fact_of((table.code, *pair), unit, piece, "arithmetic")
        else:
            raw = " ".join(piece.text for piece in printed)
            where = next((piece.where for piece in printed), None)
            facts[pair] = Fact(table.code, *pair, None, unit, "ambiguous", None, raw, where)
    return facts


def _half_blank(placed: list[Piece], pairs: list[Pair]) -> bool:
    """Say whether a kind of case has results that are printed and some that are blank."""
    kinds: dict[str, set[bool]] = {}
    for (group, _), piece in zip(pairs, placed, strict=True):
        kinds.setdefault(group, set()).add(bool(piece.text))
    return any(len(kind) > 1 for kind in kinds.values())


def _by_column(run: list[Piece], found: LineHead, *, grid: bool, apart: bool) -> list[Piece]:
    """Place a line by its grid columns; an empty list where it does not stand under its head.

    In a grid each column of the head has a cell in the line, or the line is cut or shifted; a
    line `apart` from its head, in another grid, has no cell beside these columns either.
    """
    if not found.at or not all(piece.column for piece in run):
        return []
    inside: dict[Pair, Piece] = {}
    for piece in run:
        reach = range(piece.column, piece.column + piece.span)
        cells = [found.at[column] for column in reach if column in found.at]
        if not cells and found.foreign.intersection(reach):
            continue
        if not cells and apart:
            return []
        if piece.text and len(cells) != 1:
            return []
        inside.update(dict.fromkeys(cells, piece))
    if grid and len(inside) < len(found.pairs) and any(piece.text for piece in run):
        return []
    blank = run[0]._replace(text="", glued=False)
    return [inside.get(pair, blank) for pair in found.pairs]


def _in_order(
    run: list[Piece], head: Head, pairs: list[Pair], table: Table, *, grid: bool
) -> list[Piece]:
    """Place a line in the order of its head, if it has as many pieces.

    In a grid an empty cell more may be any of them, and one less may be missing anywhere.
    """
    width = len(pairs)
    if any(piece.glued for piece in run):
        return []
    if grid and len(run) != width:
        run = [piece for piece in run if piece.text]
        return run if len(run) == width else []
    if len(run) > width:
        run = _window(run, width, _left_over(head, pairs, table))
    kept = bool(run and run[0].text) and any(not piece.text for piece in run)
    if kept and width - len(table.columns) < len(run) < width:
        # The source keeps empty cells, so the last ones are missing, if sums agree.
        whole = [*run, *([run[-1]._replace(text="")] * (width - len(run)))]
        if all_add_up(whole, pairs, table):
            return whole
    return run if len(run) == width else []


def _left_over(head: Head, pairs: list[Pair], table: Table) -> tuple[int, ...]:
    """Return how many empty pieces the head can have left before its line.

    The rows of a whole head have as many cells as the line, and one more each where rows
    open with a bar. What labels and empty pieces leave of that stands before the line.
    """
    rows = 2 + max(len(row.path) for row in table.rows)
    if not head.blanks or len(pairs) < sum(len(row.columns) for row in table.official_rows):
        return ()
    used = len(head.pieces) + head.blanks
    return (rows * len(pairs) - used, rows * (len(pairs) + 1) - used)


def _window(run: list[Piece], width: int, left_over: tuple[int, ...]) -> list[Piece]:
    """Choose the pieces that are the line where empty ones stand around it.

    The rest of a wide head may lie before the line and the filling of a row behind it.
    Where more than one choice is left and the head does not tell, nothing is returned:
    sums may not decide here, since a wrong sum of the publisher's would move the line.
    """
    printed = [at for at, piece in enumerate(run) if piece.text]
    if not printed:
        return run[:width]
    starts = range(max(0, printed[-1] - width + 1), min(printed[0], len(run) - width) + 1)
    told = [start for start in left_over if start in starts and len(run) - start - width < 2]
    start = starts[0] if len(starts) == 1 else told[0] if len(told) == 1 else None
    return [] if start is None else run[start : start + width]
