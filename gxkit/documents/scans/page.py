"""One scanned page: what it prints, and where on the page as it came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gxkit.documents.scans.cells import read_cells
from gxkit.documents.scans.doubts import Printed
from gxkit.documents.scans.engine import Engine
from gxkit.documents.scans.grid import Ruled
from gxkit.documents.scans.ruling import ruled_tables
from gxkit.documents.scans.sheet import (
    Box,
    Matrix,
    Picture,
    Sheet,
    size_in,
    size_of_text,
    straighten,
)
from gxkit.documents.scans.text import TextLine, read_lines
from gxkit.documents.scans.upright import quarter_turns

_WORD: Final = 2
_SMALLEST: Final = 0.55
"""The characters of a table are not smaller than this share of those of its page."""


@dataclass(frozen=True)
class ScannedTable:
    """A table of one page: its cells as read, and its grid lines from 0 (left) to 1 (right).

    `open` are the columns, from 1, that no line closes at the foot.
    """

    box: Box
    cells: tuple[Printed, ...]
    edges: tuple[float, ...]
    open: tuple[int, ...] = ()


@dataclass(frozen=True)
class ScannedPage:
    """What one page prints.

    `number` counts the pages from 1. `size` is that of the straightened page in pixels, `em`
    the size of its characters; `back` and `per_point` lead to points of the page as it came.
    """

    number: int
    size: tuple[int, int]
    em: float
    back: Matrix
    per_point: float
    lines: tuple[TextLine, ...] = ()
    tables: tuple[ScannedTable, ...] = ()
    turned: int = 0
    lean: float = 0.0

    def points(self, box: Box) -> tuple[float, float, float, float]:
        """Give the rectangle around a box on the page as it came, in points from the top left."""
        corners = np.array(
            [(x, y, 1.0) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        )
        placed = np.maximum(corners @ self.back.T / self.per_point, 0)
        (left, top, _), (right, bottom, _) = placed.min(axis=0), placed.max(axis=0)
        return round(float(left)), round(float(top)), round(float(right)), round(float(bottom))

    def place(self, box: Box) -> str:
        """Name the place of a box: ``p4 120,300,140,312``."""
        return f"p{self.number} " + ",".join(f"{side:.0f}" for side in self.points(box))


def read_page(grey: Picture, number: int, engine: Engine, per_point: float = 1.0) -> ScannedPage:
    """Read one page.

    Parameters
    ----------
    grey : array of uint8
        The page, however it lies.
    number : int
        Its number, from 1.
    engine : Engine
        What recognises text.
    per_point : float
        Pixels a point; 1 where the size of the page is not known.

    Returns
    -------
    ScannedPage
        Its tables and the lines of text around them.
    """
    em = size_of_text(grey)
    if not em:
        return ScannedPage(number, (grey.shape[0], grey.shape[1]), 0.0, np.eye(3), per_point)
    turned = quarter_turns(grey, em, engine)
    sheet = straighten(grey, turned, em)
    drawn, left = ruled_tables(sheet)
    tables = []
    for table in drawn:
        cells = read_cells(of_table(sheet, left, table), left, table, engine)
        if (len(cells) > 1 and any(cell.text for cell in cells)) or _is_told(cells):
            tables.append(ScannedTable(table.box, tuple(cells), _edges(table), table.open))
    lines = read_lines(sheet, drawn, engine)
    return _page(sheet, number, per_point, lines, tables)


def of_table(sheet: Sheet, left: Picture, table: Ruled) -> Sheet:
    """Give the page with the size of the characters of a table, which are mostly smaller.

    By the size of the prose around it a hyphen of a table would be dust.
    """
    box = table.box
    own = size_in(left[box.top : box.bottom, box.left : box.right])
    return replace(sheet, em=max(own, _SMALLEST * sheet.em)) if 0 < own < sheet.em else sheet


def _is_told(cells: list[Printed]) -> bool:
    """Say whether a single cell holds words: what else looks like one is a smear."""
    return sum(letter > "\u2e80" for cell in cells for letter in cell.text) >= _WORD


def _edges(table: Ruled) -> tuple[float, ...]:
    first, last = table.columns[0], table.columns[-1]
    return tuple((place - first) / (last - first) for place in table.columns)


def _page(
    sheet: Sheet,
    number: int,
    per_point: float,
    lines: list[TextLine],
    tables: list[ScannedTable],
) -> ScannedPage:
    return ScannedPage(
        number,
        (sheet.grey.shape[0], sheet.grey.shape[1]),
        sheet.em,
        sheet.back,
        per_point,
        tuple(lines),
        tuple(tables),
        sheet.turned,
        sheet.lean,
    )
