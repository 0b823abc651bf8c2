"""What a document is: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

_PLACE = re.compile(r"(?:p\d+ )?(?:(l\d+|\d+,\d+,\d+,\d+)|t(\d+) r(\d+) c(\d+))")
_PART = re.compile(r"d(\d+)(?: (.+))?")


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the diary of a reading."""

    step: str
    level: Literal["info", "warning", "error"]
    message: str
    where: str = ""


Box: TypeAlias = tuple[float, float, float, float]


class Paragraph(NamedTuple):
    """A line of text and its place, ``l143``, on a page or a slide ``p4 l143``.

    In a text file the number counts the lines of the file and `text` is the line as it
    stands, with its tabs and bars. In a page or a Word file it counts the paragraphs. In a
    PDF it counts the printed lines of a page outside its tables; a paragraph has the place
    of its first line.
    """

    text: str
    where: str


class Cell(NamedTuple):
    """A cell of a table: its origin in the grid (from 1), its spans and its text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


@dataclass(frozen=True)
class Table:
    """A table with a grid: `number` counts the tables of the file in document order.

    `pages` gives the page or the slide of each row, where the file has such. `boxes` holds
    where on its page a cell is printed (left, top, right, bottom in points), and `second`
    what another reading of a cell found where it differs in a figure; both by the row and
    the column of the cell. `elsewhere` is the page of a box that is not that of its row: the
    foot of a page may tear a row.
    """

    number: int
    cells: tuple[Cell, ...]
    pages: tuple[int, ...] = ()
    boxes: Mapping[tuple[int, int], Box] = field(default_factory=dict)
    second: Mapping[tuple[int, int], str] = field(default_factory=dict)
    elsewhere: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def where(self, cell: Cell) -> str:
        """Name the place of a cell: ``t2 r7 c5``, on a page ``p4 t2 r7 c5``."""
        return self.place(cell.row, cell.column)

    def place(self, row: int, column: int) -> str:
        """Name the place of a row and a column from 1."""
        if self.pages:
            page = self.elsewhere.get((row, column), self.pages[row - 1])
            return f"p{page} t{self.number} r{row} c{column}"
        return f"t{self.number} r{row} c{column}"

    @cached_property
    def height(self) -> int:
        """The number of grid rows."""
        return max((cell.row + cell.rowspan - 1 for cell in self.cells), default=0)

    @cached_property
    def width(self) -> int:
        """The number of grid columns."""
        return max((cell.column + cell.colspan - 1 for cell in self.cells), default=0)


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """The content of a file, whatever its kind was.

    `hints` holds what the file says of itself outside its text, if anything: the keys
    ``title`` (HTML title, Word properties), ``published``, ``source`` (meta tags).
    `parts` are the documents that this one was put together from, if it was: places
    then begin with their number, ``d2 t1 r3 c2`` (`gxkit.documents.together`). `file` is
    where its bytes lay when they were read, if `path` is only what it is called.
    """

    path: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    hints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    parts: tuple[Document, ...] = ()
    file: str = field(default="", compare=False)

    def at(self, where: str) -> str:
        """Return the text that stands at a place.

        Parameters
        ----------
        where : str
            ``l143`` (line or paragraph) or ``t2 r7 c5`` (table, row, column from 1); in files
            with pages or slides ``p4 l143`` and ``p4 t2 r7 c5``, in one of several documents
            ``d2 t2 r7 c5``; in scans ``p4 120,300,140,312``, a box in points.

        Returns
        -------
        str
            The text of that line or of the cell that covers that place; of ``d2`` alone
            the path of that document.

        Raises
        ------
        KeyError
            The document has no such place.
        """
        if self.parts:
            return self._in_part(where)
        match = _PLACE.fullmatch(where)
        if match is None:
            raise KeyError(f"{where!r} is no place; places look like 'l143' or 't2 r7 c5'")
        if match[1]:
            for block in self.blocks:
                if isinstance(block, Paragraph) and block.where == where:
                    return block.text
            raise KeyError(f"{self.path} has no place {where!r}")
        number, row, column = (int(match[group]) for group in (2, 3, 4))
        for block in self.blocks:
            if isinstance(block, Table) and block.number == number:
                for cell in block.cells:
                    if (
                        0 <= row - cell.row < cell.rowspan
                        and 0 <= column - cell.column < cell.colspan
                    ):
                        return cell.text
        raise KeyError(f"{self.path} has no place {where!r}")

    def _in_part(self, where: str) -> str:
        match = _PART.fullmatch(where)
        if match is None or not 1 <= int(match[1]) <= len(self.parts):
            raise KeyError(f"{self.path} has no place {where!r}; places here begin with d1, d2 …")
        part = self.parts[int(match[1]) - 1]
        return part.at(match[2]) if match[2] else part.path
