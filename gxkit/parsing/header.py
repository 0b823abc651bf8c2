"""The head of a table: which column of the form stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gxkit.forms import Table
from gxkit.parsing.labels import fragment, nearest, refs
from gxkit.parsing.pieces import Piece

_PART = "申请人情况"
_GROUP = "法人或其他组织"


@dataclass(slots=True)
class Head:
    """The printed pieces of a head, as collected, with the source row of each."""

    pieces: list[tuple[int, Piece]] = field(default_factory=list)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a head from left to right.

    `codes` are the form's codes as printed. `at` maps grid columns to codes where the
    source has a grid. `tied` says that labels tell the order; otherwise only the form.
    `doubt` says that the labels leave two orders open: 总计 as the last or first column.
    """

    codes: tuple[str, ...]
    at: dict[int, str]
    tied: bool
    doubt: bool = False


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
        return Columns(tuple(expected), {}, False)
    if grid:
        found = _by_column(head, table, expected)
        if found is not None:
            return found
    return _by_sequence(head, table, expected)


def _by_column(head: Head, table: Table, expected: Sequence[str]) -> Columns | None:
    """Read the stack of pieces over each grid column; the lowest pieces name it."""
    stacks: dict[int, list[str]] = {}
    stub = table.corner[0] if table.corner else ""
    for _, piece in head.pieces:
        if any(ref.code == stub for ref in refs(piece.text)):
            continue  # the heading of the label column
        for column in range(piece.column, piece.column + piece.span):
            if piece.text:
                stacks.setdefault(column, []).append(piece.text)
    named = {column: column_of(stack, table, expected) for column, stack in stacks.items()}
    columns = sorted(stacks)
    codes = [named[column] for column in columns]
    runs = [code for code, before in zip(codes, [None, *codes], strict=False) if code != before]
    known = [code for code in runs if code]
    if len(set(known)) != len(known) or not known:
        return None
    at = {column: code for column, code in named.items() if code}
    if set(known) == set(expected):
        return Columns(tuple(known), at, True)
    if len(set(at.values())) != len(at):
        return None
    first = next(index for index, code in enumerate(codes) if code)
    right = columns[len(columns) - len(expected) :]
    if len(columns) >= len(expected) and first >= len(columns) - len(expected):
        filled = fill([named[column] for column in right], expected)
        if filled:
            at = dict(zip(right, filled, strict=True))
            return Columns(filled, at, True)
    if first + len(known) == len(codes) and len(known) > len(expected) // 2:
        # Some columns of the form are not on the page, and everything there is known.
        return Columns(tuple(known), at, True)
    return None


def column_of(stack: list[str], table: Table, expected: Sequence[str]) -> str | None:
    """Return the column that a stack of head texts, top to bottom, names, or None."""
    for depth in range(1, len(stack) + 1):
        for text in ("".join(stack[-depth:]), stack[-depth]):
            for ref in refs(text):
                if ref.role == "column" and ref.table == table.code and ref.code in expected:
                    return ref.code
    return nearest("".join(stack[-2:]), "column", table, expected) or nearest(
        stack[-1], "column", table, expected
    )


def _by_sequence(head: Head, table: Table, expected: Sequence[str]) -> Columns:
    """Read the pieces in reading order, where no geometry can be had."""
    codes: list[str] = []
    unknown = 0
    first: dict[str, int] = {}
    row_of: dict[str, int] = {}
    for index, (row, piece) in enumerate(head.pieces):
        found = [r for r in refs(piece.text) if r.table == table.code]
        code = next((r.code for r in found if r.role == "column" and r.code in expected), None)
        begun, ended = fragment(piece.text, table, expected)
        if begun or ended:
            code = begun
        elif code is None and not found and piece.text:
            code = nearest(piece.text, "column", table, expected)
            unknown += code is None
        if code and code not in codes:
            codes.append(code)
            first[code] = index
            row_of[code] = row
        for ref in found:
            if ref.role == "corner":
                first.setdefault(ref.code, index)
    order, doubt = _leaf_order(codes, first, row_of, expected)
    if set(order) == set(expected):
        return Columns(order, {}, True, doubt)
    if not unknown and len(order) > len(expected) // 2:
        return Columns(order, {}, True, doubt)
    rest = [code for code in expected if code in order]
    if order == tuple(rest):
        return Columns(tuple(expected), {}, len(order) > len(expected) // 2)
    return Columns((), {}, False)


def _leaf_order(
    codes: list[str], first: dict[str, int], row_of: dict[str, int], expected: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """Bring the columns of a head in two or three printed rows into their order.

    Read row by row, 总计 comes before the applicants that stand one row lower. It is the
    first column if it was printed before 申请人情况, or in one row with 自然人 before it;
    where the rows of the head are not known, the order of the two leaves that open.
    自然人 stands before the organisations unless printed after their common heading.
    """
    if "natural_person" not in expected:
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
