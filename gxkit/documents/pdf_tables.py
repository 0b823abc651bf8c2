"""The ruled tables of one page: what stands in their cells, read twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from gxkit.documents.lines import Line, cell_text, lines_of
from gxkit.documents.pdf_pages import Char, PdfPage
from gxkit.documents.ruled import Box, Ruled, find_ruled

_PROSE: Final = 150
_PROSE_LINES: Final = 4
"""A row with a single cell over all columns is prose from so many characters and lines on."""
_STRIP: Final = 80.0
_STAMP: Final = 1.8
"""Heights of a cell from which a character in it is not its own: its line may be cut by a page."""
_GAP: Final = 0.08
"""Heights of a character that part it from one before it, where a rule stands between them."""
_CLOSING: Final = ("）", ")", "】", "》", "”", "」")
_FILLS: Final = 0.9
"""Share of a cell from which a shape in it is its background."""
_DIGIT: Final = re.compile(r"\d")


@dataclass
class PieceCell:
    """A cell of a table on one page.

    `second` is what the order of the file's text puts there, where that differs; `open`
    tells that no line closes it at the foot of the page.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    page: int
    lines: Sequence[Line] = ()
    text: str = ""
    second: str | None = None
    open: bool = False

    @property
    def last_row(self) -> int:
        """The last row that it reaches into."""
        return self.row + self.rowspan - 1


@dataclass
class Piece:
    """A table, or the part of one that stands on a page."""

    page: int
    xs: tuple[float, ...]
    top: float
    bottom: float
    height: int
    cells: list[PieceCell] = field(default_factory=list)
    ruled: bool = True


def find_tables(page: PdfPage) -> tuple[list[Piece], list[Char]]:
    """Read the ruled tables of a page.

    Parameters
    ----------
    page : PdfPage
        The page.

    Returns
    -------
    tuple of (list of Piece, list of Char)
        Its tables from top to bottom, and the characters outside them. Frames around text,
        which have one column, are no tables; what the foot or the head of a page leaves of
        a table may have one, too.
    """
    tables = find_ruled(page.across, page.down) if len(page.down) > 1 else []
    tables = [table for table in tables if len(table.xs) > 2 or _is_strip(table)]
    if not tables:
        return [], page.chars
    inside: list[dict[int, list[Char]]] = [{} for _ in tables]
    rest: list[Char] = []
    # A table that stands in a cell of another one comes first.
    order = sorted(range(len(tables)), key=lambda at: _area(tables[at].box))
    for char in page.chars:
        for at in order:
            place = tables[at].covering(*char.middle)
            if place is not None and _has_room(tables[at].places[place].box, char):
                inside[at].setdefault(place, []).append(char)
                break
        else:
            rest.append(char)
    rest = _below(tables, inside, rest)
    pieces = []
    for table, chars in zip(tables, inside, strict=True):
        found, prose = _pieces(page.number, table, chars)
        pieces.extend(found)
        rest.extend(prose)
    _read_again(page, tables, order, pieces)
    _mark_drawn(page, pieces)
    return pieces, rest


def _mark_drawn(page: PdfPage, pieces: Sequence[Piece]) -> None:
    """Say that cells in which something is drawn and nothing written are not blank.

    Some programs draw the outlines of letters; some people paste a picture of a number.
    """
    bare = (
        [cell for piece in pieces for cell in piece.cells if not cell.text] if page.shapes else []
    )
    for cell in bare:
        left, top, right, bottom = cell.box
        # What fills a cell is its background, what reaches out of it a seal.
        if any(
            left - 1 < x0 and x1 < right + 1 and top - 1 < y0 and y1 < bottom + 1
            and (x1 - x0 < _FILLS * (right - left) or y1 - y0 < _FILLS * (bottom - top))
            for x0, y0, x1, y1 in page.shapes
        ):  # fmt: skip
            cell.text = "\ufffd"


def _has_room(box: Box, char: Char) -> bool:
    """Tell whether a character can stand in a cell; a stamp in large type lies over several."""
    return char.height < _STAMP * (box[3] - box[1])


def _below(
    tables: Sequence[Ruled], inside: Sequence[dict[int, list[Char]]], rest: list[Char]
) -> list[Char]:
    """Give an open cell at the foot of a page the lines that run out of it."""
    if not any(table.open for table in tables):
        return rest
    at, table = max(enumerate(tables), key=lambda entry: entry[1].ys[-1])
    bottom, left = table.ys[-1], []
    for char in rest:
        x, _ = char.middle
        place = table.covering(x, bottom - 0.1) if char.base > bottom else None
        above = inside[at].get(place, []) if place in table.open else []
        last = max((one.base for one in above), default=0.0)
        alike = above and abs(above[-1].height - char.height) < 0.15 * char.height
        if place is not None and alike and -1 < char.base - last < 1.9 * char.height:
            inside[at][place].append(char)
        else:
            left.append(char)
    return left


def _is_strip(table: Ruled) -> bool:
    """Tell whether a frame is no higher than the rows that a page may cut off a table."""
    return table.ys[-1] - table.ys[0] < _STRIP


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _pieces(
    number: int, table: Ruled, chars: dict[int, list[Char]]
) -> tuple[list[Piece], list[Char]]:
    """Make the cells of a table; rows of prose that a frame holds are given back."""
    lines = {at: lines_of(inside, number) for at, inside in chars.items()}
    prose: set[int] = set()
    width = len(table.xs) - 1
    for at, place in enumerate(table.places):
        found = lines.get(at, [])
        length = sum(len(line.text) for line in found)
        if place.colspan == width and length > _PROSE and len(found) >= _PROSE_LINES:
            prose.update(range(place.row, place.row + place.rowspan))
    given_back: list[Char] = []
    pieces: list[Piece] = []
    piece: Piece | None = None
    first = 1
    for at, place in sorted(enumerate(table.places), key=lambda entry: entry[1][:2]):
        if place.row in prose:
            given_back.extend(chars.get(at, ()))
            piece = None
            continue
        if piece is None:
            piece = Piece(number, table.xs, place.box[1], place.box[3], 0)
            first = place.row
            pieces.append(piece)
        box = place.box
        found = lines.get(at, [])
        cell = PieceCell(
            place.row - first + 1, place.column, place.rowspan, place.colspan, box, number, found
        )
        cell.text = cell_text(found, box[2] - box[0])
        cell.open = at in table.open
        piece.cells.append(cell)
        piece.bottom = max(piece.bottom, box[3])
        piece.height = max(piece.height, cell.last_row)
    return [one for one in pieces if any(cell.text for cell in one.cells)], given_back


def _read_again(
    page: PdfPage, tables: Sequence[Ruled], order: Sequence[int], pieces: Sequence[Piece]
) -> None:
    """Read the cells a second time: whole words, in the order that the file has them in.

    The first reading puts each character into the cell over it. Where that cuts a word in
    two, or mixes words, the digits of a cell differ between the readings.
    """
    cells = {(cell.box[0], cell.box[1]): cell for piece in pieces for cell in piece.cells}
    told: dict[tuple[float, float], list[str]] = {key: [] for key in cells}
    for run in [part for whole in _runs(page.chars) for part in _apart(whole, tables)]:
        x = sum(char.middle[0] for char in run) / len(run)
        y = sum(char.middle[1] for char in run) / len(run)
        for at in order:
            place = tables[at].covering(x, y)
            if place is not None and _has_room(tables[at].places[place].box, run[0]):
                key = tables[at].places[place].box[:2]
                if key in told:
                    told[key].append("".join(char.text for char in run))
                break
    for key, cell in cells.items():
        again = "".join(told[key])
        if _DIGIT.findall(again) != _DIGIT.findall(cell.text.replace("[", "")):
            cell.second = again


def _apart(run: Sequence[Char], tables: Sequence[Ruled]) -> list[Sequence[Char]]:
    """Part a run where a label ends at a rule and a number begins behind it: a word ends there.

    Nothing is parted inside a number, and nowhere that the characters touch; but a bracket is
    as wide as any sign, and what is behind it may be set into its empty half.
    """
    parts: list[Sequence[Char]] = []
    begin = 0
    for at, (before, char) in enumerate(pairwise(run), 1):
        loose = char.x0 - before.x1 > _GAP * char.height or before.text in _CLOSING
        if loose and not (_DIGIT.match(before.text) and _DIGIT.match(char.text)):
            held = [
                (table.covering(*before.middle), table.covering(*char.middle)) for table in tables
            ]
            if any(one != other and None not in (one, other) for one, other in held):
                parts.append(run[begin:at])
                begin = at
    return [*parts, run[begin:]]


def _runs(chars: Sequence[Char]) -> list[list[Char]]:
    runs: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char.order):
        if char.breaks or not runs or abs(char.base - runs[-1][-1].base) > char.height / 2:
            runs.append([char])
        else:
            runs[-1].append(char)
    return runs
