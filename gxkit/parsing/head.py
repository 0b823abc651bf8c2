"""The head of a table as it was collected, and the columns that it was understood to name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gxkit.parsing.pieces import Piece

PART = "申请人情况"
"""The heading over all applicants."""
GROUP = "法人或其他组织"
"""The heading over the applicants that are organisations."""
FOREIGN = "?"
"""Begins the code of a printed column that the form does not have."""
LONGEST = 12
"""What is longer is a note, a caption or a heading, not the name of a column."""
ANOTHER_YEAR = re.compile(r"上年|上一年|去年|同期|20\d\d\s*年?$")
"""A year in a head means another year's column, unless the form's own label has it."""


@dataclass(slots=True)
class Head:
    """The printed pieces of a head, as collected, with the source row of each.

    `blanks` counts the empty pieces between them, where lines were cut at bars. `line` is an
    empty row below them, which is the line of the table if nothing is printed after it.
    """

    pieces: list[tuple[int, Piece]] = field(default_factory=list)
    closed: bool = False
    blanks: int = 0
    line: list[Piece] = field(default_factory=list)

    def shape(self) -> tuple[tuple[int, Piece], ...]:
        """Return what of the pieces says which columns they name, the same on like pages.

        Their places are told apart, but not where on the page the table stands.
        """
        top = self.pieces[0][0] if self.pieces else 0
        return tuple(
            [
                (row - top, Piece(piece.text, piece.where, 0, piece.column, piece.span))
                for row, piece in self.pieces
            ]
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a head from left to right.

    `codes` are the form's codes as printed, with `FOREIGN` ones between where the page
    has columns that the form has not. `at` maps grid columns to codes where the source
    has a grid, `foreign` holds the grid columns that are not the form's. `tied` says
    that labels tell the order; otherwise only the form. `doubt` says that the labels
    leave two orders open: 总计 as the last or as the first column. `carried` says that the
    head stands in another part of the table.
    """

    codes: tuple[str, ...]
    at: dict[int, str]
    tied: bool
    doubt: bool = False
    foreign: frozenset[int] = frozenset()
    carried: bool = False


UNKNOWN = Columns((), {}, tied=False)
"""A head that nobody can read."""
