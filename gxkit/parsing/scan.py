"""Walking through the pieces of a document: heads, rows and the values that follow them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.parsing.header import Head
from gxkit.parsing.labels import Ref, may_begin, refs
from gxkit.parsing.normal import fold, label_key, without_brackets
from gxkit.parsing.numbers import is_remark, read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.placing import RowFound
from gxkit.parsing.rows import SourceRow
from gxkit.parsing.sheet import Sheet

# A label is never longer: what is longer, or reads as prose, ends a table.
_LONGEST = 90
_PROSE = re.compile(r"[。；;！？]|，.*，")
# A note in brackets behind a number; an ordinal in brackets begins a label.
_NOTE = re.compile(r"\s*\((?![一二三四五六七八九十\d]{1,3}\)).*\)\s*", re.DOTALL)
_HEADING = re.compile(r"\s*#*\s*(?:[一二三四五六七八]\s*[、.．]|\d{1,2}\s*[、.．]\s*\D+$)")
_LETTER = re.compile(r"[^\W\d_]")
_FIGURE = re.compile(r"[0-9０-９]")
# Labels that more than one thing bears name nothing outside their own table.
_WEAK = 2
# As many empty cells in a row are a line of the table, not the rest of its head.
_LINE = 5
# A label may be broken over so many pieces (a vertical one has a character a line).
_JOINED = 7


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
        self._run: list[Piece] | None = None
        # Whether the current source row has labels; whether the run fills a row of its own.
        self._labelled = self._apart = False
        # Labels that name nothing alone, seen before any sheet was open.
        self._ahead: list[tuple[int, Piece]] = []
        # An unknown text in the head and the empty pieces behind it.
        self._pending: list[Piece] = []

    def walk(self, rows: Sequence[SourceRow]) -> list[Sheet]:
        """Read all rows and return the sheets in reading order."""
        block = -1
        for index, row in enumerate(rows):
            if row.kind == "grid" and row.pieces and row.pieces[0].block != block:
                block = row.pieces[0].block
                self._leave()
            self._feed(index, row)
        self._leave()
        return self.sheets

    def _feed(self, index: int, row: SourceRow) -> None:
        pieces = row.pieces
        apart = row.kind != "line"
        known: list[tuple[Ref, ...]] = []
        if apart:
            self._end_row()
            self._end_run()
            self._pending = []
            known = [refs(piece.text) for piece in pieces]
            self._labelled = any(known)
            self._open_unlabelled(row)
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            size, found = (1, known[at]) if apart else self._match(pieces, at)
            if found and piece.shared != 2:
                joined = piece if size == 1 else _join(pieces[at : at + size])
                self._label(index, row, joined, found)
            elif not found:
                self._other(index, row, piece)
            at += size
        if apart:
            self._end_row()
            self._end_run()

    def _open_unlabelled(self, row: SourceRow) -> None:
        """Open a row without a label: its numbers stand in the table all the same."""
        sheet = self._sheet
        if sheet is None or sheet.table == "disputes" or row.kind != "grid" or self._labelled:
            return
        printed = [piece for piece in row.pieces if piece.text and piece.shared != 2]
        if all(_stands_for_value(piece) for piece in printed) and printed and sheet.rows:
            self._open(row, printed[0]._replace(text=""), None, group=False)

    def _match(self, pieces: Sequence[Piece], at: int) -> tuple[int, tuple[Ref, ...]]:
        """Match a label at a piece of a line, over the longest run of pieces that make one."""
        text = pieces[at].text
        if len(text) > _LONGEST:
            return 1, refs(text)
        if not may_begin(text):
            return 1, ()
        if _stands_for_value(pieces[at]):
            return 1, refs(text)
        run = [text]
        for piece in pieces[at + 1 : at + _JOINED]:
            if (
                len(piece.text) > _LONGEST
                or _stands_for_value(piece)
                or not _LETTER.search(piece.text)
            ):
                break
            run.append(piece.text)
        for size in range(len(run), 1, -1):
            found = refs("".join(run[:size]))
            if found:
                return size, found
        return 1, refs(text)

    def _label(self, index: int, row: SourceRow, piece: Piece, found: tuple[Ref, ...]) -> None:
        sheet = self._sheet
        own = [ref for ref in found if sheet and ref.table == sheet.table]
        weak = len(found) > 1 and len(piece.text) <= _WEAK and len({r.role for r in found}) > 1
        if not own:
            if weak or len({ref.table for ref in found}) > 1:
                self._ahead.append((index, piece))
                self._other(index, row, piece)
                return
            sheet = self._enter(found[0].table, row.kind == "grid")
            own = list(found)
            self._take_ahead(index, row, piece)
        assert sheet is not None
        ref = self._choose(own)
        in_head = self._head is not None and not self._head.closed
        if (ref.role == "row" and not self._is_other_row(ref, piece)) or (
            ref.role == "extra" and in_head
        ):
            self._unknown(index, row, piece)
            return
        if self._row is not None and self._row.code == ref.code and not self._row.values:
            return  # a merged label that was exported once a cell
        sheet.names.add((ref.role, ref.code))
        sheet.forms.append(ref.forms)
        self._extend(row, piece)
        lined = sheet.table == "disputes" and not self._has_values(row, piece, ref)
        if ref.role in {"column", "corner", "block"} or lined:
            self._to_head(index, piece, ref)
        else:
            self._end_row()
            self._open(
                row, piece, ref, group=any(other.role in {"group", "extra"} for other in own)
            )
        self._last = ref

    def _has_values(self, row: SourceRow, piece: Piece, ref: Ref) -> bool:
        """Say whether a kind of case has its results behind it in a row of its own."""
        if ref.role != "row" or self._head is None:
            return False
        if row.kind == "line":
            named = [
                other.role
                for _, known in self._head.pieces
                for other in refs(known.text)
                if other.table == ref.table
            ]
            return named.count("column") >= _LINE and "row" not in named
        behind = row.pieces[row.pieces.index(piece) + 1 :]
        return any(other.text for other in behind) and not any(refs(o.text) for o in behind)

    def _choose(self, own: Sequence[Ref]) -> Ref:
        """Choose among the things one label may name, by what came before."""
        if len(own) == 1:
            return own[0]
        last = self._last
        in_head = self._head is not None and not self._head.closed
        wanted = "column" if in_head or (last and last.role == "column") else "row"
        same = [ref for ref in own if ref.role == wanted] or list(own)
        if wanted == "row" and len(same) > 1 and last:
            stem = last.code.split(".")[0]
            after = [ref for ref in same if stem == "other" and ref.code.startswith("other.")]
            plain = [ref for ref in same if ref.code == "total"]
            same = after or plain or same
        return same[0]

    def _is_other_row(self, ref: Ref, piece: Piece) -> bool:
        """Say whether 其他, which many rows could be called, may be the row （六）其他处理."""
        ordinal, words, _ = label_key(piece.text)
        return ref.code != "other" or ordinal == "(六)" or words not in {"其他", "其它"}

    def _to_head(self, index: int, piece: Piece, ref: Ref) -> None:
        self._pending = []
        self._end_row()
        if self._run and not any(blank.text for blank in self._run) and not self._line_of(ref):
            if self._head is not None:
                self._head.blanks += len(self._run)
            self._run = None  # empty cells of the head
        self._end_run()
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

    def _line_of(self, ref: Ref) -> bool:
        """Say whether the empty cells before a label are a line, not the rest of the head.

        They are where all results of a group were named and the label begins another.
        """
        named = sum(
            any(other.role == "column" for other in refs(piece.text))
            for _, piece in (self._head.pieces if self._head else ())
        )
        return ref.role != "column" and named >= _LINE

    def _open(self, row: SourceRow, piece: Piece, ref: Ref | None, *, group: bool) -> None:
        if self._head is not None:
            self._head.closed = True
        self._row = RowFound(
            ref.code if ref and ref.role == "row" else None,
            piece,
            kept=row.kind != "line",
            grid=row.kind == "grid",
            group=group,
        )

    def _other(self, index: int, row: SourceRow, piece: Piece) -> None:
        """Take a piece that is no label: a value, an unknown label, a note, or prose."""
        sheet = self._sheet
        if sheet is None:
            return
        value = _stands_for_value(piece)
        if self._row is not None:
            apart = row.kind != "line" and self._row.code and not self._row.group
            if apart or value:
                self._take_value(row, piece, self._row)
                return
        elif sheet.table == "disputes" and value:
            if piece.text or row.kind == "line" or self._run or not self._labelled:
                if self._run is None:
                    self._run, self._apart = [], row.kind != "line"
                self._run.append(piece)
                self._extend(row, piece)
            return
        elif value:
            self._behind_unknown(row, piece)
            return
        behind = self._run or (self._row and self._row.values)
        if behind and row.kind == "line" and _NOTE.fullmatch(fold(piece.text)):
            return
        self._unknown(index, row, piece)

    def _take_value(self, row: SourceRow, piece: Piece, found: RowFound) -> None:
        """Append a value to the open row, unless it stands alone below a row on one line."""
        one_line = found.values and found.values[0].block == found.label.block
        if row.kind == "line" and one_line and piece.block != found.label.block:
            found.broken = True  # a page number, or the rest of the row: nobody can say
            if self._sheet is not None:
                self._sheet.dropped += 1
            return
        found.values.append(piece)
        self._extend(row, piece)

    def _unknown(self, index: int, row: SourceRow, piece: Piece) -> None:
        """Take text that no form has: a damaged label, or the end of the table."""
        text = piece.text
        if _FIGURE.search(text) and self._sheet is not None and row.kind != "grid":
            self._sheet.loose += not _HEADING.match(text)
            if self._row is not None:
                self._row.broken = True
        prose = row.kind == "line" and _PROSE.search(without_brackets(text))
        if len(text) > _LONGEST or prose:
            if row.kind != "grid":
                self._leave()
            return
        self._end_row()
        if self._run and any(value.text for value in self._run):
            self._end_run()
        if self._head is not None and not self._head.closed:
            self._pending = [piece]
            if not _HEADING.match(text) or row.kind != "line":
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
        self._extend(row, label)
        self._extend(row, piece)

    def _enter(self, table: str, grid: bool) -> Sheet:
        self._leave()
        self._sheet = Sheet(table, grid=grid)
        self.sheets.append(self._sheet)
        return self._sheet

    def _leave(self) -> None:
        self._end_row()
        self._end_run()
        self._pending = []
        self._sheet = self._head = self._last = None
        self._block_label = ""

    def _end_row(self) -> None:
        row, self._row = self._row, None
        if row is not None and self._sheet is not None and (row.code or row.values):
            self._sheet.rows.append((row, self._head, self._block_label))
        if self._run is not None and self._sheet is not None and self._sheet.grid:
            self._end_run()

    def _end_run(self) -> None:
        run, self._run = self._run, None
        whole = len(run or ()) >= _LINE
        printed = any(piece.text for piece in run or ())
        if run and (printed or whole) and self._sheet is not None and self._head is not None:
            self._head.closed = True
            self._sheet.runs.append((self._head, run, self._apart))

    def _extend(self, row: SourceRow, piece: Piece) -> None:
        assert self._sheet is not None
        extents = self._sheet.extents
        extent = (piece.block, piece.start, -1 if row.kind == "grid" else piece.end)
        if not extents or extents[-1] != extent:
            extents.append(extent)  # the pieces of a table all have one and the same


def _join(pieces: Sequence[Piece]) -> Piece:
    first, last = pieces[0], pieces[-1]
    text = "".join(piece.text for piece in pieces)
    return first._replace(text=text, span=last.column - first.column + 1, end=last.end, glued=False)


def _stands_for_value(piece: Piece) -> bool:
    return piece.glued or read_number(piece.text).state != "unreadable" or is_remark(piece.text)
