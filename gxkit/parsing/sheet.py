"""What a walk through a document collects of one table of the form."""

from __future__ import annotations

from dataclasses import dataclass, field

from gxkit.parsing.head import Head
from gxkit.parsing.pieces import Piece
from gxkit.parsing.placing import RowFound


@dataclass(slots=True)
class Sheet:
    """All that was found of one table of the form: heads and rows in reading order.

    `extents` are the stretches of the document that it takes up, as
    (block, start, end); an end of -1 is the whole block. `strays` are figures that stand
    before any label, `loose` counts texts with figures that no row could take, `dropped`
    numbers that stood where none could be. `orphans` are numbers of a grid that no label took.
    `torn` are rows without numbers at whose end numbers without a label stand.
    """

    table: str
    rows: list[tuple[RowFound, Head | None, str]] = field(default_factory=list)
    runs: list[tuple[Head, list[Piece], bool]] = field(default_factory=list)
    names: set[tuple[str, str]] = field(default_factory=set)
    forms: list[frozenset[str]] = field(default_factory=list)
    extents: list[tuple[int, int, int]] = field(default_factory=list)
    grid: bool = False
    strays: list[Piece] = field(default_factory=list)
    orphans: list[Piece] = field(default_factory=list)
    torn: list[RowFound] = field(default_factory=list)
    loose: int = 0
    dropped: int = 0

    def reach(self, piece: Piece, *, grid: bool) -> None:
        """Note that a piece is of this table; a table of the source is so as a whole."""
        extent = (piece.block, piece.start, -1 if grid else piece.end)
        if not self.extents or self.extents[-1] != extent:
            self.extents.append(extent)  # the pieces of a grid all have one and the same

    def tear(self) -> None:
        """Note that numbers without a label follow: they may be those of the empty last rows."""
        for row, _, _ in reversed(self.rows):
            if any(piece.text for piece in row.values):
                return
            self.torn.append(row)
