"""The head of a table: which column of the form stands where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gxkit.forms import Table
from gxkit.parsing.labels import fragment, nearest, refs, resembles
from gxkit.parsing.pieces import Piece

_PART = "申请人情况"
_GROUP = "法人或其他组织"
FOREIGN = "?"
"""Begins the code of a printed column that the form does not have."""

# A year in a head means another year's column, unless the form's own label has it.
_YEAR = re.compile(r"上年|上一年|去年|同期|20\d\d\s*年?$")
_UNIT_NOTE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：].{0,6}")
# What is longer is a note, a caption or a heading, not the name of a column.
_LONGEST = 12
_SHORTEST = 2
_STEM = 4


@dataclass(slots=True)
class Head:
    """The printed pieces of a head, as collected, with the source row of each.

    `blanks` counts the empty pieces between them, where lines were cut at bars.
    """

    pieces: list[tuple[int, Piece]] = field(default_factory=list)
    closed: bool = False
    blanks: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a head from left to right.

    `codes` are the form's codes as printed, with `FOREIGN` ones between where the page
    has columns that the form has not. `at` maps grid columns to codes where the source
    has a grid, `foreign` holds the grid columns that are not the form's. `tied` says
    that labels tell the order; otherwise only the form. `doubt` says that the labels
    leave two orders open: 总计 as the last or as the first column.
    """

    codes: tuple[str, ...]
    at: dict[int, str]
    tied: bool
    doubt: bool = False
    foreign: frozenset[int] = frozenset()


UNKNOWN = Columns((), {}, tied=False)
"""A head that nobody can read."""


def resolve(head: Head | None, table: Table, expected: Sequence[str], *, grid: bool) -> Columns:
    """Work out the columns of a head.

    Parameters
    ----------
    head : Head or None
        What was printed above the row, if anything.
    expected : sequence of str
        The codes of the columns that the form has there, in its order.
    grid : bool
        Whether the pieces stand in grid columns, so that stacked pieces are one label.
    """
    if head is None or not head.pieces:
        return Columns(tuple(expected), {}, tied=False)
    if grid:
        found = _by_column(head, table, expected)
        if found is not None:
            return found
    return _by_sequence(head, table, expected)


def _by_column(head: Head, table: Table, expected: Sequence[str]) -> Columns | None:
    """Read the stack of pieces over each grid column; the lowest pieces name it.

    Returns None where the pieces do not stand over one another as labels do, so that
    only their reading order can tell.
    """
    stacks = _stacks(head, table)
    named = {column: _exact(stack, table, expected) for column, stack in stacks.items()}
    if not _whole_codes(head, table, set(filter(None, named.values())), expected):
        return None
    exact = {code for code in named.values() if code}
    for column, stack in stacks.items():
        if not named[column] and not _YEAR.search(stack[-1].text) and not refs(stack[-1].text):
            left = [code for code in expected if code not in exact]
            named[column] = nearest(_text(stack[-2:]), "column", table, left) or nearest(
                stack[-1].text, "column", table, left
            )
    at = {column: code for column, code in named.items() if code}
    if not at and not all(_damaged(stack, table) for stack in stacks.values()):
        return UNKNOWN
    clashing = _clashing(at, stacks)
    at = {column: code for column, code in at.items() if code not in clashing}
    known = tuple(dict.fromkeys(at[column] for column in sorted(at)))
    if set(known) == set(expected):
        return Columns(known, at, True, foreign=frozenset(stacks) - frozenset(at))
    return _partly(known, at, stacks, table, expected)


def _stacks(head: Head, table: Table) -> dict[int, list[Piece]]:
    """Return the labels over each grid column, from top to bottom.

    The heading of the label column and the headings of groups are no labels; but a
    group's heading with nothing below it names a column, one that the form has not.
    """
    stacks: dict[int, list[Piece]] = {}
    groups: dict[int, Piece] = {}
    for _, piece in head.pieces:
        corner = next((r.code for r in refs(piece.text) if r.role == "corner"), None)
        if corner is None and len(piece.text) > _LONGEST and table.corner:
            corner = table.corner[0] if resembles(piece.text, table.corner[0]) else None
        for column in range(piece.column, piece.column + piece.span):
            if corner == _GROUP:
                groups[column] = piece
            elif piece.text and corner is None:
                stacks.setdefault(column, []).append(piece)
    if table.layout == "matrix":
        for column, piece in groups.items():
            if piece.span == 1 and column not in stacks:
                stacks[column] = [piece]
    return stacks


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _exact(stack: Sequence[Piece], table: Table, expected: Sequence[str]) -> str | None:
    return next(
        (
            code
            for depth in range(1, len(stack) + 1)
            for text in (_text(stack[-depth:]), stack[-depth].text)
            if (code := _code(text, table, expected))
        ),
        None,
    )


def _code(text: str, table: Table, expected: Sequence[str]) -> str | None:
    for ref in refs(text):
        if ref.role == "column" and ref.table == table.code and ref.code in expected:
            return ref.code
    return None


def column_of(stack: Sequence[Piece], table: Table, expected: Sequence[str]) -> str | None:
    """Return the column that a stack of head pieces, top to bottom, names, or None."""
    return (
        _exact(stack, table, expected)
        or nearest(_text(stack[-2:]), "column", table, expected)
        or nearest(stack[-1].text, "column", table, expected)
    )


def _whole_codes(head: Head, table: Table, named: set[str], expected: Sequence[str]) -> bool:
    """Say whether every column that a piece of the head names stands over some column."""
    printed = {_code(piece.text, table, expected) for _, piece in head.pieces} - {None}
    return printed <= named


def _clashing(at: dict[int, str], stacks: dict[int, list[Piece]]) -> set[str]:
    """Name the codes that several columns bear, each with a lowest label of its own."""
    lowest: dict[str, set[str]] = {}
    for column, code in at.items():
        lowest.setdefault(code, set()).add(stacks[column][-1].where + stacks[column][-1].text)
    return {
        code
        for code, pieces in lowest.items()
        if len(pieces) > 1 and len({piece.split(" ")[-1] for piece in pieces}) > 1
    }


def _damaged(stack: Sequence[Piece], table: Table) -> bool:
    """Say whether a stack of the head may be what is left of a column's label."""
    return any(
        begun or ended
        for begun, ended in (fragment(piece.text, table, table.column) for piece in stack[-2:])
    )


def _partly(
    known: tuple[str, ...],
    at: dict[int, str],
    stacks: dict[int, list[Piece]],
    table: Table,
    expected: Sequence[str],
) -> Columns:
    """Read a head that names only some of the form's columns.

    The others are on the page only if as many damaged labels stand in their places.
    """
    open_columns = [column for column in stacks if column not in at]
    damaged = [column for column in open_columns if _damaged(stacks[column], table)]
    foreign = frozenset(open_columns) - frozenset(damaged)
    leaves = sorted([*at, *damaged])
    if (
        damaged
        and not foreign
        and len(leaves) == len(expected)
        and len(set(at.values())) == len(at)
    ):
        filled = fill([at.get(column) for column in leaves], expected)
        if filled:
            return Columns(filled, dict(zip(leaves, filled, strict=True)), len(at) > 0)
    if damaged:
        foreign |= frozenset(damaged)
    return Columns(known, at, True, foreign=foreign) if known else UNKNOWN


def _by_sequence(head: Head, table: Table, expected: Sequence[str]) -> Columns:
    """Read the pieces in reading order, where no geometry can be had."""
    codes: list[str] = []
    first: dict[str, int] = {}
    row_of: dict[str, int] = {}
    damaged = False
    exact = 0
    for index, (row, piece) in enumerate(head.pieces):
        found = [r for r in refs(piece.text) if r.table == table.code]
        code = next((r.code for r in found if r.role == "column" and r.code in expected), None)
        exact += code is not None
        for ref in found:
            if ref.role == "corner":
                first.setdefault(ref.code, index)
        extra = bool(found) and all(ref.role == "extra" for ref in found)
        if code is None and extra:
            code = f"{FOREIGN}{len(codes)}"
        elif code is None and not found and piece.text:
            code, part = _unknown_piece(piece.text, table, expected, len(codes))
            damaged = damaged or part
        if code and code not in codes:
            codes.append(code)
            first[code] = index
            row_of[code] = row
    foreign = sum(code.startswith(FOREIGN) for code in codes)
    if foreign and ({_GROUP, _PART} & set(first) or exact * 2 < len(codes) - foreign):
        return UNKNOWN  # no telling where among the others, or whether it is one at all
    order, doubt = _leaf_order(codes, first, row_of, expected)
    known = tuple(code for code in expected if code in order)
    if set(order) >= set(expected) or not damaged:
        return Columns(order, {}, bool(order), doubt) if order else _nothing_known(expected)
    if order == known:
        return Columns(tuple(expected), {}, len(known) > len(expected) // 2)
    return UNKNOWN


def _nothing_known(expected: Sequence[str]) -> Columns:
    return Columns(tuple(expected), {}, tied=False)


def _unknown_piece(
    text: str, table: Table, expected: Sequence[str], count: int
) -> tuple[str | None, bool]:
    """Read a text of the head that is no label: damaged, foreign, or no column at all."""
    begun, ended = fragment(text, table, expected)
    if begun or ended or len(text) < _SHORTEST:
        return begun, True
    if not _YEAR.search(text):
        code = nearest(text, "column", table, expected)
        if code:
            return code, False
    if any(table.column[code].zh[:_STEM] in text for code in expected):
        return None, True  # a label run together with others
    figures = any(char.isdigit() for char in text)
    if len(text) > _LONGEST or figures or _UNIT_NOTE.match(text) or not text[0].isalnum():
        return None, False
    return f"{FOREIGN}{count}", False


def _leaf_order(
    codes: list[str], first: dict[str, int], row_of: dict[str, int], expected: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """Bring the columns of a head in two or three printed rows into their order.

    Read row by row, 总计 comes before the applicants that stand one row lower. It is the
    first column if it was printed before 申请人情况, or in one row with 自然人 before it;
    where the rows of the head are not known, the order of the two leaves that open.
    自然人 stands before the organisations unless printed after their common heading. A
    head without these headings is one row: it is read as printed.
    """
    if "natural_person" not in expected or not ({_GROUP, _PART} & set(first)):
        return tuple(codes), False
    leaves = [code for code in codes if code not in {"total", "natural_person"}]
    if "natural_person" in codes:
        behind = first["natural_person"] > first.get(_GROUP, len(first) + 10**6)
        leaves = [*leaves, "natural_person"] if behind else ["natural_person", *leaves]
    if "total" not in codes:
        return tuple(leaves), False
    starts = [first[key] for key in ("natural_person", _GROUP) if key in first]
    ahead = bool(starts) and first["total"] < min(starts)
    doubt = False
    if ahead and first["total"] > first.get(_PART, len(first) + 10**6):
        same_row = row_of["total"] == row_of.get("natural_person")
        doubt = same_row and len(set(row_of.values())) == 1
        ahead = same_row and not doubt
    return (("total", *leaves) if ahead else (*leaves, "total")), doubt


def fill(codes: Sequence[str | None], expected: Sequence[str]) -> tuple[str, ...] | None:
    """Fill unknown places of a head with the codes left over, if that can be done in one way.

    The known ones must stand where the form has them.
    """
    known = [code for code in codes if code]
    left = [code for code in expected if code not in known]
    if len(codes) != len(expected) or len(left) + len(known) != len(expected):
        return None
    if not left or all(
        code is None or code == form for code, form in zip(codes, expected, strict=True)
    ):
        rest = iter(left)
        return tuple(code or next(rest) for code in codes)
    return None
