"""Walking through the pieces of a document: heads, rows and the values that follow them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.parsing.hanging import Hanging
from gxkit.parsing.head import Head
from gxkit.parsing.labels import Ref, refs
from gxkit.parsing.normal import fold, label_key, without_brackets
from gxkit.parsing.numbers import read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.placing import RowFound
from gxkit.parsing.rows import SourceRow, keeps_cells
from gxkit.parsing.sheet import Sheet
from gxkit.parsing.telling import (
    LINE,
    LONGEST,
    begins_line,
    begins_table,
    choose,
    ends_table,
    has_values,
    is_heading,
    is_other_row,
    join,
    many_numbers,
    match,
    stands_for_value,
)

_PROSE = re.compile(r"[。；;！？]|，.*，")
# A note in brackets behind a number; an ordinal in brackets begins a label.
_NOTE = re.compile(r"\s*\((?![一二三四五六七八九十\d]{1,3}\)).*\)\s*", re.DOTALL)
_FIGURE = re.compile(r"[0-9０-９]")
# Labels that more than one thing bears name nothing outside their own table.
_WEAK = 2


class Scan:
    """A walk through source rows that sorts pieces into sheets.

    Every stretch of a document in which labels of one table follow one another makes a
    sheet of its own; which sheets are tables of the form is decided afterwards.
    """

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._sheet: Sheet | None = None
        self._head: Head | None = None
        self._row: RowFound | None = None
        self._block_label = ""
        self._last: Ref | None = None
        # The ordinal of the group of rows whose label was read last: (三).
        self._group = ""
        self._run: list[Piece] | None = None
        # Whether the current source row has labels; whether the run fills a row of its own.
        self._labelled = self._apart = False
        # Labels that name nothing alone, seen before any sheet was open.
        self._ahead: list[tuple[int, Piece]] = []
        self._cut = Hanging()
        # Numbers of the current grid row that no label took.
        self._before: list[Piece] = []
        # Whether lines of cells show an empty one before a printed one: then none was dropped.
        self._keeps = False
        # An unknown text in the head and the empty pieces behind it.
        self._pending: list[Piece] = []

    def walk(self, rows: Sequence[SourceRow]) -> list[Sheet]:
        """Read all rows and return the sheets in reading order."""
        block = -1
        self._keeps = keeps_cells(rows)
        for index, row in enumerate(rows):
            if row.kind == "grid" and row.pieces and row.pieces[0].block != block:
                block = row.pieces[0].block
                self._leave()
            self._feed(index, row)
        self._leave()
        return self.sheets

    def _feed(self, index: int, row: SourceRow) -> None:
        if row.kind != "line":
            self._feed_cells(index, row)
            return
        pieces = row.pieces
        at = 0
        while at < len(pieces):
            size, found = match(pieces, at)
            if found:
                joined = pieces[at] if size == 1 else join(pieces[at : at + size])
                self._label(index, row, joined, found)
            else:
                self._other(index, row, pieces[at])
            at += size

    def _feed_cells(self, index: int, row: SourceRow) -> None:
        """Sort the pieces of a row that keeps its cells apart: each is a whole one."""
        self._end_row()
        self._end_run()
        self._pending = []
        self._before = []
        sheet = self._sheet
        if sheet is not None and sheet.table == "disputes" and self._empty_line(row):
            return
        known = [refs(piece.text) for piece in row.pieces]
        self._labelled = any(known)
        if self._sheet is None and not self._labelled:
            self._take_up(row)
        self._open_unlabelled(row)
        self._tear(row)
        for piece, found in zip(row.pieces, known, strict=True):
            begun = self._row
            if found:
                if piece.shared != 2:
                    self._label(index, row, piece, found)
            elif begun is not None and begun.code and not begun.group:
                # Most pieces of a report come here: a value behind a label in its own row.
                begun.values.append(piece)
                if row.kind != "grid" and self._sheet is not None:
                    self._sheet.reach(piece, grid=False)
            else:
                self._other(index, row, piece)
                if self._row is None and read_number(piece.text).state == "number":
                    self._before.append(piece)
        if self._before and self._sheet is not None and row.kind == "grid":
            self._sheet.orphans.extend(self._before)
        self._end_row()
        self._end_run()

    def _take_up(self, row: SourceRow) -> None:
        """Go on with the table whose line stands in a grid of its own."""
        taken = self._cut.line_of(row)
        if taken is not None:
            self._sheet, self._head = taken

    def _empty_line(self, row: SourceRow) -> bool:
        """Keep a row without any text: the line of the table, if none is printed after it.

        Converters leave such rows inside a head too, so that it does not end there.
        """
        own = [piece for piece in row.pieces if piece.shared != 2]
        if any(piece.text for piece in own):
            return False
        if self._head is not None and not self._head.closed and len(own) >= LINE:
            self._head.line = own
        return True

    def _open_unlabelled(self, row: SourceRow) -> None:
        """Open a row without a label: its numbers stand in the table all the same."""
        sheet = self._sheet
        if sheet is None or sheet.table == "disputes" or row.kind != "grid" or self._labelled:
            return
        printed = [piece for piece in row.pieces if piece.text and piece.shared != 2]
        if all(stands_for_value(piece) for piece in printed) and printed and sheet.rows:
            self._open(row, printed[0]._replace(text=""), None, group=False)

    def _tear(self, row: SourceRow) -> None:
        """Doubt the empty row before a line of numbers without a label: a page may part them."""
        sheet = self._sheet
        if sheet is None or row.kind != "cells" or self._labelled:
            return
        printed = [piece for piece in row.pieces if piece.text]
        if len(printed) > 1 and all(read_number(p.text).state == "number" for p in printed):
            sheet.tear()

    def _label(self, index: int, row: SourceRow, piece: Piece, found: tuple[Ref, ...]) -> None:
        sheet = self._sheet
        own = [ref for ref in found if sheet and ref.table == sheet.table]
        bare = "".join(piece.text.split())
        weak = len(found) > 1 and len(bare) <= _WEAK and len({r.role for r in found}) > 1
        if not own:
            if weak or len({ref.table for ref in found}) > 1:
                self._ahead.append((index, piece))
                self._other(index, row, piece)
                return
            sheet = self._enter(found[0].table, row.kind == "grid")
            own = list(found)
            self._take_ahead(index, row, piece)
        assert sheet is not None
        in_head = self._head is not None and not self._head.closed
        ref = choose(own, self._last, in_head=in_head)
        if (ref.role == "row" and not is_other_row(ref, piece)) or (
            ref.role == "extra" and in_head
        ):
            self._unknown(index, row, piece)
            return
        if self._row is not None and self._row.code == ref.code and not self._row.values:
            return  # a merged label that was exported once a cell
        # 小计 has no ordinal in the lexicon, but the page may print that of its group.
        ordinal = label_key(piece.text)[0] if ref.role == "extra" else ""
        if (ordinal or ref.ordinal)[:1] == "(":
            self._group = ordinal or ref.ordinal
        sheet.names.add((ref.role, ref.code))
        sheet.forms.append(ref.forms)
        sheet.reach(piece, grid=row.kind == "grid")
        lined = sheet.table == "disputes" and not has_values(row, piece, ref, self._head)
        if ref.role in {"column", "corner", "block"} or lined:
            self._to_head(index, piece, ref)
        else:
            self._end_row()
            self._open(
                row, piece, ref, group=any(other.role in {"group", "extra"} for other in own)
            )
        self._last = ref

    def _to_head(self, index: int, piece: Piece, ref: Ref) -> None:
        self._pending = []
        self._end_row()
        if (
            self._run
            and not any(blank.text for blank in self._run)
            and not begins_line(ref, self._head)
        ):
            if self._head is not None:
                self._head.blanks += len(self._run)
            self._run = None  # empty cells of the head
        self._end_run()
        if self._head is not None and self._head.line and begins_table(ref, piece, self._head):
            self._end_empty()
        if self._head is None or self._head.closed or ref.role == "block":
            self._head = Head()
        if ref.role == "block":
            self._block_label = ref.code
        else:
            self._head.pieces.append((index, piece))

    def _take_ahead(self, index: int, row: SourceRow, piece: Piece) -> None:
        """Put labels that name nothing alone (总计) and stand just before into the head."""
        near = [
            entry
            for entry in self._ahead
            if (entry[0] == index if row.kind != "line" else entry[1].block >= piece.block - 2)
        ]
        self._ahead.clear()
        if near:
            self._head = Head(near)

    def _open(self, row: SourceRow, piece: Piece, ref: Ref | None, *, group: bool) -> None:
        if self._head is not None:
            self._head.closed = True
        self._row = RowFound(
            ref.code if ref and ref.role == "row" else None,
            piece,
            kept=row.kind == "grid" or (row.kind == "cells" and self._keeps),
            grid=row.kind == "grid",
            group=group,
            under=self._group,
            before=tuple(self._before) if row.kind == "grid" else (),
            cells=len(row.pieces) if row.kind == "cells" else 0,
        )

    def _other(self, index: int, row: SourceRow, piece: Piece) -> None:
        """Take a piece that is no label: a value, an unknown label, a note, or prose."""
        sheet = self._sheet
        if sheet is None:
            return
        value = stands_for_value(piece)
        if self._row is not None:
            own = not self._row.group or bool(self._row.values)
            apart = row.kind != "line" and self._row.code and own
            if apart or value:
                self._take_value(sheet, row, piece, self._row)
                return
            if row.kind != "line" and self._row.code and _FIGURE.search(label_key(piece.text)[1]):
                sheet.torn.append(self._row)  # 约3 or a damaged label: nobody can say
        elif sheet.table == "disputes" and value:
            if piece.text or row.kind == "line" or self._run or not self._labelled:
                if self._run is None:
                    self._run, self._apart = [], row.kind != "line"
                self._run.append(piece)
                sheet.reach(piece, grid=row.kind == "grid")
            return
        elif value:
            self._behind_unknown(row, piece)
            return
        behind = self._run or (self._row and self._row.values)
        if behind and row.kind == "line" and _NOTE.fullmatch(fold(piece.text)):
            return
        self._unknown(index, row, piece)

    def _take_value(self, sheet: Sheet, row: SourceRow, piece: Piece, found: RowFound) -> None:
        """Append a value to the open row, unless it stands alone below a row on one line."""
        one_line = found.values and found.values[0].block == found.label.block
        if row.kind == "line" and one_line and piece.block != found.label.block:
            found.broken = True  # a page number, or the rest of the row: nobody can say
            sheet.dropped += 1
            return
        found.values.append(piece)
        sheet.reach(piece, grid=row.kind == "grid")

    def _unknown(self, index: int, row: SourceRow, piece: Piece) -> None:
        """Take text that no form has: a damaged label, or the end of the table."""
        text = piece.text
        if row.kind == "grid" and self._sheet is not None and many_numbers(text):
            self._sheet.orphans.append(piece)
        if _FIGURE.search(text) and self._sheet is not None and row.kind != "grid":
            self._sheet.loose += not is_heading(text)
            if self._row is not None:
                self._row.broken = True
        prose = row.kind == "line" and _PROSE.search(without_brackets(text))
        if len(text) > LONGEST or prose:
            if row.kind != "grid":
                self._leave()
            return
        self._end_row()
        if self._run and any(value.text for value in self._run):
            self._end_run()
        sheet = self._sheet
        if (
            sheet
            and (sheet.rows or sheet.runs)
            and row.kind == "line"
            and ends_table(text, sheet.table)
        ):
            self._leave()
            return
        if self._head is not None and not self._head.closed:
            self._pending = [piece]
            if not is_heading(text) or row.kind != "line":
                self._head.pieces.append((index, piece))
            return
        self._open(row, piece, None, group=False)

    def _behind_unknown(self, row: SourceRow, piece: Piece) -> None:
        """Take a value behind a text in the head: that text was the label of a first row."""
        number = read_number(piece.text).state == "number"
        if number and self._sheet is not None and not self._sheet.grid:
            if self._sheet.rows:
                self._sheet.dropped += 1
            else:
                self._sheet.strays.append(piece)
        if not self._pending or self._head is None or self._head.closed:
            return
        if not piece.text:
            self._pending.append(piece)
            return
        if not number:
            return
        label, *blanks = self._pending
        if not any(refs(known.text) for _, known in self._head.pieces):
            return
        self._head.pieces = [entry for entry in self._head.pieces if entry[1] is not label]
        self._open(row, label, None, group=False)
        assert self._row is not None
        assert self._sheet is not None
        self._sheet.strays.clear()
        self._row.values = [*blanks, piece]
        self._sheet.reach(label, grid=row.kind == "grid")
        self._sheet.reach(piece, grid=row.kind == "grid")

    def _enter(self, table: str, grid: bool) -> Sheet:
        self._leave()
        self._cut.open = None
        self._sheet = Sheet(table, grid=grid)
        self.sheets.append(self._sheet)
        return self._sheet

    def _leave(self) -> None:
        self._end_row()
        self._end_run()
        if self._sheet is not None and self._sheet.grid:
            self._cut.leave(self._sheet, self._head)
        self._end_empty()
        self._pending = []
        self._sheet = self._head = self._last = None
        self._block_label = self._group = ""

    def _end_row(self) -> None:
        row, self._row = self._row, None
        if row is not None and self._sheet is not None and (row.code or row.values):
            self._sheet.rows.append((row, self._head, self._block_label))
        if self._run is not None and self._sheet is not None and self._sheet.grid:
            self._end_run()

    def _end_empty(self) -> None:
        """Take the empty row under a head that is still open for its line."""
        head = self._head
        if head is not None and head.line and not head.closed and self._sheet is not None:
            head.closed = True
            self._sheet.runs.append((head, head.line, True))

    def _end_run(self) -> None:
        if self._run is None:
            return
        run, self._run = self._run, None
        told = len(run) >= LINE or any(piece.text for piece in run)
        if told and self._sheet is not None and self._head is not None:
            self._head.closed = True
            self._sheet.runs.append((self._head, run, self._apart))
