"""The head of a table read in reading order, where no geometry can be had."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gxkit.forms import Table
from gxkit.parsing.head import (
    ANOTHER_YEAR,
    FOREIGN,
    GROUP,
    LONGEST,
    PART,
    UNKNOWN,
    Columns,
    Head,
)
from gxkit.parsing.labels import fragment, nearest, refs
from gxkit.parsing.normal import label_key
from gxkit.parsing.pieces import Piece

_UNIT_NOTE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：].{0,6}")
_SHORTEST = 2
_STEM = 4
_TALL = frozenset({"natural_person", "total"})
"""Columns whose labels stand beside the heading of a group and the labels below it."""
SUBTOTAL = "+"
"""Begins the code of a printed column that may be a subtotal, until its place is known."""


def by_sequence(head: Head, table: Table, expected: Sequence[str]) -> Columns:
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
        if code is None and is_subtotal(piece.text, table):
            code = SUBTOTAL + str(len(codes))
        elif code is None and extra:
            code = f"{FOREIGN}{len(codes)}"
        elif code is None and not found and piece.text:
            code, part = _unknown_piece(piece.text, table, expected, len(codes))
            damaged = damaged or part
        if code and code not in codes:
            codes.append(code)
            first[code] = index
            row_of[code] = row
    named = with_subtotal(codes, table)
    first |= {new: first[old] for old, new in zip(codes, named, strict=True)}
    codes = named
    foreign = sum(code.startswith(FOREIGN) and code not in beside(table) for code in codes)
    groups = {GROUP, PART} & set(first)
    if foreign and (groups or exact * 2 < len(codes) - foreign or _ahead(codes, first, table)):
        return UNKNOWN  # no telling where among the others, or whether it is one at all
    order, doubt = _leaf_order(codes, first, row_of, expected)
    # Sums tell two orders apart only where there are no other columns.
    if _is_level_unknown(head, codes, first, expected) or (doubt and beside(table) & set(order)):
        return UNKNOWN
    known = tuple(code for code in expected if code in order)
    # No form lacks its first column: its label ran into what stands left of the head.
    damaged = damaged or expected[0] not in order
    if set(order) >= set(expected) or not damaged:
        return Columns(order, {}, bool(order), doubt) if order else _nothing_known(expected)
    if order == known:
        return Columns(tuple(expected), {}, len(known) > len(expected) // 2)
    return UNKNOWN


def _is_level_unknown(
    head: Head, codes: Sequence[str], first: dict[str, int], expected: Sequence[str]
) -> bool:
    """Say whether a head stands on lines that do not tell what is left and right of what.

    Labels with fewer lines than their neighbours stand higher or lower, on a line with others.
    """
    lines = [_line_of(row, piece) for row, piece in head.pieces]
    together = Counter(lines)
    leaves = [code for code in codes if code in expected and code not in _TALL]
    own = {lines[first[code]] for code in leaves}
    apart = len(own) > 1 and any(together[line] > 1 for line in own)
    if apart and leaves != [code for code in expected if code in leaves]:
        return True
    if "natural_person" not in codes or GROUP not in first:
        return False
    person, group = first["natural_person"], first[GROUP]
    # 自然人 a line below the heading of the organisations is beside it, on either side.
    below = group < person and lines[group] != lines[person]
    return below and max(together.values()) > 1


def _line_of(row: int, piece: Piece) -> tuple[int, str]:
    """Name the line of a label: several lines of a page may be one row of its text."""
    return (row, "") if piece.column else (row, piece.where)


def doubled(head: Head, table: Table, expected: Sequence[str]) -> bool:
    """Say whether a row of the head names a column of a group twice: one is something else.

    Merged cells that were written out again double the columns beside groups, and no others.
    """
    parts = {code for subtotal in table.subtotals for code in subtotal.of if code in expected}
    seen: set[tuple[int, str]] = set()
    for row, piece in head.pieces:
        for ref in refs(piece.text):
            if ref.role == "column" and ref.table == table.code and ref.code in parts:
                if (row, ref.code) in seen:
                    return True
                seen.add((row, ref.code))
                break
    return False


def _ahead(codes: Sequence[str], first: dict[str, int], table: Table) -> bool:
    """Say whether a foreign column stands left of the labels: what it holds ends other rows."""
    corner = max((first[code] for code in table.corner if code in first), default=0)
    return any(code.startswith(FOREIGN) and first[code] < corner for code in codes)


def is_subtotal(text: str, table: Table) -> bool:
    """Say whether a text of the head may name the subtotal of several columns."""
    words = label_key(text)[1]
    return any(
        words in subtotal.labels for subtotal in table.subtotals if subtotal.over == "columns"
    )


def beside(table: Table) -> frozenset[str]:
    """Return the codes that stand for the subtotals of columns among those of a head."""
    return frozenset(FOREIGN + one.code for one in table.subtotals if one.over == "columns")


def with_subtotal(codes: Sequence[str], table: Table) -> list[str]:
    """Name the subtotal among the codes of a head, from left to right, by what is beside it.

    It stands right before the first or right behind the last of the columns that it adds
    up, and there is one; otherwise it is a column that nobody can tell.
    """
    found = [at for at, code in enumerate(codes) if code.startswith(SUBTOTAL)]
    named = [FOREIGN + code[1:] if code.startswith(SUBTOTAL) else code for code in codes]
    for subtotal in table.subtotals:
        if subtotal.over != "columns" or len(found) != 1:
            continue
        parts = set(subtotal.of)
        ahead, behind = codes[: found[0]], codes[found[0] + 1 :]
        if (parts <= set(behind) and behind[0] in parts) or (
            parts <= set(ahead) and ahead[-1] in parts
        ):
            named[found[0]] = FOREIGN + subtotal.code
    return named


def _nothing_known(expected: Sequence[str]) -> Columns:
    return Columns(tuple(expected), {}, tied=False)


def _unknown_piece(
    text: str, table: Table, expected: Sequence[str], count: int
) -> tuple[str | None, bool]:
    """Read a text of the head that is no label: damaged, foreign, or no column at all."""
    begun, ended = fragment(text, table, expected)
    if begun or ended or len(text) < _SHORTEST:
        return begun, True
    if not ANOTHER_YEAR.search(text):
        code = nearest(text, "column", table, expected)
        if code:
            return code, False
    if any(table.column[code].zh[:_STEM] in text for code in expected):
        return None, True  # a label run together with others
    figures = any(char.isdigit() for char in text)
    if len(text) > LONGEST or figures or _UNIT_NOTE.match(text) or not text[0].isalnum():
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
    if "natural_person" not in expected or not ({GROUP, PART} & set(first)):
        return tuple(codes), False
    leaves = [code for code in codes if code not in {"total", "natural_person"}]
    if "natural_person" in codes:
        behind = first["natural_person"] > first.get(GROUP, len(first) + 10**6)
        leaves = [*leaves, "natural_person"] if behind else ["natural_person", *leaves]
    if "total" not in codes:
        return tuple(leaves), False
    starts = [first[key] for key in ("natural_person", GROUP) if key in first]
    ahead = bool(starts) and first["total"] < min(starts)
    doubt = False
    if ahead and first["total"] > first.get(PART, len(first) + 10**6):
        same_row = row_of["total"] == row_of.get("natural_person")
        doubt = same_row and len(set(row_of.values())) == 1
        ahead = same_row and not doubt
    return (("total", *leaves) if ahead else (*leaves, "total")), doubt
