"""The head of a table that names every cell: which cell of the form stands where in its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from gxkit.forms import Table
from gxkit.parsing.head import Head
from gxkit.parsing.header import column_of, fill
from gxkit.parsing.labels import nearest, refs
from gxkit.parsing.pieces import Piece

Pair: TypeAlias = tuple[str, str]
"""A cell of the table by its row and column, in the codes of the form."""


@dataclass(frozen=True, slots=True)
class LineHead:
    """What a head says of the line under it.

    `pairs` are the cells in the order of the printed numbers, empty where the head
    contradicts the form beyond repair. `tied` says that labels tell that order. `at`
    maps grid columns to cells where the source has a grid; `foreign` are the grid columns
    of the head that are not the form's.
    """

    pairs: tuple[Pair, ...]
    tied: bool
    at: Mapping[int, Pair] = field(default_factory=dict)
    foreign: frozenset[int] = frozenset()


def resolve_line(head: Head, table: Table) -> LineHead:
    """Work out the columns of a table whose labels all stand in its head."""
    return _of_shape(head.shape(), table)


@lru_cache(maxsize=1024)  # the heads of one publisher's pages are alike
def _of_shape(shape: tuple[tuple[int, Piece], ...], table: Table) -> LineHead:
    head = Head(list(shape))
    if head.pieces and all(piece.column for _, piece in head.pieces):
        at, named = _line_by_column(head, table)
        if at:
            ordered = tuple(at[column] for column in sorted(at))
            return LineHead(ordered, True, at, named - frozenset(at))
    groups: list[str] = []
    outcomes: list[str | None] = []
    suit_first = False
    for _, piece in head.pieces:
        if not refs(piece.text):
            damaged = nearest(piece.text, "row", table, table.row)
            if damaged and damaged not in groups:
                groups.append(damaged)
        for ref in refs(piece.text):
            if ref.table != table.code:
                continue
            if ref.role == "row" and ref.code not in groups:
                groups.append(ref.code)
            elif ref.role == "column":
                outcomes.append(ref.code)
            elif ref.role == "corner" and not groups:
                suit_first = True
            break
    if suit_first and len(groups) > 1:
        # 行政诉讼 is printed left of 行政复议, but its two kinds one row lower.
        single = [code for code in groups if not table.row[code].path]
        groups = [code for code in groups if table.row[code].path] + single
    pairs, tied = _pair(groups, outcomes, table)
    return LineHead(tuple(pairs), tied)


def _pair(groups: list[str], outcomes: list[str | None], table: Table) -> tuple[list[Pair], bool]:
    expected = [column.code for column in table.columns]
    size = len(expected)
    every = [row.code for row in table.official_rows]
    if len(outcomes) == size * len(every) and [g for g in every if g in groups] == groups:
        groups = every  # a group's own label is lost, its results are not
    if len(outcomes) == size * len(groups):
        blocks = [outcomes[start : start + size] for start in range(0, len(outcomes), size)]
        if all(set(block) == set(expected) for block in blocks):
            return [
                (group, str(code))
                for group, block in zip(groups, blocks, strict=True)
                for code in block
            ], True
    if len(outcomes) == size and set(outcomes) == set(expected):
        return [(group, str(code)) for group in groups for code in outcomes], True
    position = -1
    for code in outcomes:
        # Damaged heads lose labels; what is left must not run against the form.
        step = expected.index(str(code))
        if (
            step <= position
            and step != 0
            and position != size - 1
            and _contradicts(outcomes, expected)
        ):
            return [], False
        position = step
    return [(group, code) for group in groups for code in expected], False


def _contradicts(outcomes: Sequence[str | None], expected: Sequence[str]) -> bool:
    """Say whether neighbours stand the other way round in more than a damaged head would."""
    places = [expected.index(str(code)) for code in outcomes]
    falls = sum(after <= before for before, after in pairwise(places))
    return falls > 2


def _line_by_column(head: Head, table: Table) -> tuple[dict[int, Pair], frozenset[int]]:
    """Return the cell under each grid column, if all can be told, and the columns with labels."""
    stacks: dict[int, list[Piece]] = {}
    groups: dict[int, str] = {}
    for _, piece in _spread(head, table):
        found = [r for r in refs(piece.text) if r.table == table.code]
        group = next((r.code for r in found if r.role == "row"), None)
        if not found and piece.text:
            group = nearest(piece.text, "row", table, table.row)
        for column in range(piece.column, piece.column + piece.span):
            if group:
                groups[column] = group
            elif piece.text and not any(r.role == "corner" for r in found):
                stacks.setdefault(column, []).append(piece)
    expected = [column.code for column in table.columns]
    at: dict[int, Pair] = {}
    columns = sorted(groups)
    for column in stacks.keys() - groups.keys():
        if any(r.role == "column" and r.table == table.code for r in refs(stacks[column][-1].text)):
            return {}, frozenset()  # results of a kind of case whose own label is lost
    for group in dict.fromkeys(groups[column] for column in columns):
        own = [column for column in columns if groups[column] == group]
        if len(own) > len(expected):
            own = [column for column in own if column in stacks]  # others are no columns
        codes = [
            column_of(stacks[column], table, expected) if column in stacks else None
            for column in own
        ]
        filled = fill(codes, expected)
        if filled is None or sum(code is not None for code in codes) < len(expected) - 2:
            return {}, frozenset()
        at.update({column: (group, code) for column, code in zip(own, filled, strict=True)})
    return at, frozenset(stacks)


def _spread(head: Head, table: Table) -> list[tuple[int, Piece]]:
    """Let group labels without spans (tabs, bars) reach to the next group of their row."""
    if any(piece.span > 1 for _, piece in head.pieces):
        return head.pieces
    last = max(piece.column for _, piece in head.pieces)
    spread: list[tuple[int, Piece]] = []
    for row, piece in head.pieces:
        tops = [
            other.column
            for other_row, other in head.pieces
            if other_row == row
            and other.column > piece.column
            and any(r.role in {"row", "corner"} and r.table == table.code for r in refs(other.text))
        ]
        is_top = any(
            r.role in {"row", "corner"} and r.table == table.code for r in refs(piece.text)
        )
        end = min(tops, default=last + 1)
        spread.append((row, piece._replace(span=end - piece.column) if is_top else piece))
    return spread
