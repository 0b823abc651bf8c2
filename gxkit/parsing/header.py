"""Which column of the form stands where under a head, by what is stacked over each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from gxkit.forms import Table
from gxkit.parsing.head import ANOTHER_YEAR, GROUP, LONGEST, UNKNOWN, Columns, Head
from gxkit.parsing.headorder import (
    SUBTOTAL,
    beside,
    by_sequence,
    doubled,
    is_subtotal,
    with_subtotal,
)
from gxkit.parsing.labels import fragment, nearest, refs, resembles
from gxkit.parsing.pieces import Piece


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
    found = _of_shape(head.shape(), table, tuple(expected)) if grid else None
    if found is None and doubled(head, table, expected):
        return UNKNOWN
    return found or by_sequence(head, table, expected)


@lru_cache(maxsize=1024)  # the heads of one publisher's pages are alike
def _of_shape(
    shape: tuple[tuple[int, Piece], ...], table: Table, expected: tuple[str, ...]
) -> Columns | None:
    return _by_column(Head(list(shape)), table, expected)


def _by_column(head: Head, table: Table, expected: Sequence[str]) -> Columns | None:
    """Read the stack of pieces over each grid column; the lowest pieces name it.

    Returns None where the pieces do not stand over one another as labels do, so that
    only their reading order can tell.
    """
    stacks = _stacks(head, table)
    named = {column: _exact(stack, table, expected) for column, stack in stacks.items()}
    if not _whole_codes(head, table, set(filter(None, named.values())), expected):
        return None
    inside = _totals_of_groups(named, head, table)
    named |= dict.fromkeys(inside)
    exact = {code for code in named.values() if code}
    for column, stack in stacks.items():
        if (
            not named[column]
            and column not in inside
            and not ANOTHER_YEAR.search(stack[-1].text)
            and not refs(stack[-1].text)
        ):
            left = [code for code in expected if code not in exact]
            named[column] = nearest(_text(stack[-2:]), "column", table, left) or nearest(
                stack[-1].text, "column", table, left
            )
    at = {column: code for column, code in named.items() if code}
    if not at and not all(_damaged(stack, table) for stack in stacks.values()):
        return UNKNOWN
    if _apart(at):
        return UNKNOWN  # one of the two is something else
    clashing = _clashing(at, stacks)
    at = {column: code for column, code in at.items() if code not in clashing}
    known = tuple(dict.fromkeys(at[column] for column in sorted(at)))
    if set(known) == set(expected):
        at = _with_subtotal(at, stacks, table, inside)
        known = tuple(dict.fromkeys(at[column] for column in sorted(at)))
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
        if corner is None and len(piece.text) > LONGEST and table.corner:
            corner = table.corner[0] if resembles(piece.text, table.corner[0]) else None
        for column in range(piece.column, piece.column + piece.span):
            if corner == GROUP:
                groups[column] = piece
            elif piece.text and corner is None:
                stacks.setdefault(column, []).append(piece)
    if table.layout == "matrix":
        for column, piece in groups.items():
            if piece.span == 1 and column not in stacks:
                stacks[column] = [piece]
    return stacks


def _totals_of_groups(named: Mapping[int, str | None], head: Head, table: Table) -> frozenset[int]:
    """Find columns named like one outside their group (合计): under its heading they are its sum."""
    parts = {code for subtotal in table.subtotals for code in subtotal.of}
    under = {
        column
        for _, piece in head.pieces
        if any(ref.code == GROUP for ref in refs(piece.text))
        for column in range(piece.column, piece.column + piece.span)
    }
    outside = {code for column, code in named.items() if column not in under}
    return frozenset(
        column
        for column, code in named.items()
        if column in under and code in outside and code not in {None, *parts}
    )


def _with_subtotal(
    at: dict[int, str],
    stacks: dict[int, list[Piece]],
    table: Table,
    inside: frozenset[int],
) -> dict[int, str]:
    """Add the column of a subtotal to those of the form, if there is one and its place fits."""
    found = [
        column
        for column, stack in stacks.items()
        if column not in at and (column in inside or is_subtotal(stack[-1].text, table))
    ]
    if len(found) != 1:
        return at
    wider = at | {found[0]: SUBTOTAL}
    places = sorted(wider)
    named = with_subtotal([wider[column] for column in places], table)
    (code,) = [one for one, column in zip(named, places, strict=True) if column == found[0]]
    return at | {found[0]: code} if code in beside(table) else at


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


def _apart(at: dict[int, str]) -> bool:
    """Say whether columns with another one between them bear the same code.

    A merged label that was written out again stands in columns side by side.
    """
    runs = [code for code, _ in groupby(at[column] for column in sorted(at))]
    return len(runs) > len(set(runs))


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
