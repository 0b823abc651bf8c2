"""What a table leaves open where its grid ends: a line or numbers that the next grid may hold."""

from __future__ import annotations

from gxkit.parsing.head import Head
from gxkit.parsing.numbers import read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.rows import SourceRow
from gxkit.parsing.sheet import Sheet
from gxkit.parsing.telling import LINE

# The line of a table stands in the next grid, or after a caption or the number of a page.
_NEAR = 3


class Hanging:
    """The table that a page break or a converter may have cut in two.

    Attributes
    ----------
    open : tuple of (Sheet, Head) or None
        A head without its line, which may follow in a grid of its own.
    """

    def __init__(self) -> None:
        self.open: tuple[Sheet, Head] | None = None
        # The sheet of rows that was left last.
        self._rows: Sheet | None = None

    def leave(self, sheet: Sheet, head: Head | None) -> None:
        """Remember a table whose grid ends here."""
        by_line = sheet.table == "disputes"
        if by_line and head is not None and not head.closed:
            self.open = sheet, head
        self._rows = None if by_line else sheet

    def line_of(self, row: SourceRow) -> tuple[Sheet, Head] | None:
        """Take a row without labels that stands in no table.

        Returns
        -------
        (Sheet, Head) or None
            The table whose line the row is, open again; None if it is of none. Numbers that
            may be of the table that ended just before are counted there.
        """
        numbers = [piece for piece in row.pieces if read_number(piece.text).state == "number"]
        if row.kind != "grid":
            return None
        self._count(numbers)
        if self.open is None or len(numbers) < LINE:
            return None
        (sheet, head), self.open = self.open, None
        if numbers[0].block - max(piece.block for _, piece in head.pieces) > _NEAR:
            sheet.strays.extend(numbers)
            return None
        if head.line:
            sheet.runs = [entry for entry in sheet.runs if entry[1] is not head.line]
        head.line, head.closed = [], False
        sheet.reach(numbers[0], grid=True)
        return sheet, head

    def _count(self, numbers: list[Piece]) -> None:
        """Count the numbers of a grid without labels for the table that ended just before."""
        if self._rows is None or len(numbers) < 2:
            return
        if numbers[0].block - self._rows.extents[-1][0] < _NEAR:
            self._rows.dropped += len(numbers)
            self._rows.tear()
        else:
            self._rows = None
