"""What the foot of a page cuts off a scanned table, and what stands in its cells by chance or wide."""

from __future__ import annotations

import pytest

from gxkit.documents import scans

if scans.missing():
    pytest.skip(f"not installed: {', '.join(scans.missing())}", allow_module_level=True)

import cv2
import numpy as np

from gxkit.documents.scans import upright
from gxkit.documents.scans.cells import _lines
from gxkit.documents.scans.doubts import Line, Printed
from gxkit.documents.scans.engine import Reading
from gxkit.documents.scans.grid import RuledCell
from gxkit.documents.scans.overhang import with_overhang
from gxkit.documents.scans.page import ScannedTable
from gxkit.documents.scans.ruling import ruled_tables
from gxkit.documents.scans.sheet import Box, Sheet, darkness
from gxkit.documents.scans.text import TextLine
from gxkit.documents.scans.widths import unspaced
from gxkit.documents.scans.wrapped import unwrapped

EM = 24.0
TABLE = ScannedTable(
    Box(50, 100, 450, 200),
    (
        Printed(RuledCell(1, 1, 1, 2, Box(50, 100, 450, 150)), "行政复议", 0.9, Box(60, 110, 160, 130)),
        Printed(RuledCell(2, 1, 1, 1, Box(50, 150, 250, 200)), "结果", 0.9, Box(60, 170, 110, 195)),
        Printed(RuledCell(2, 2, 1, 1, Box(250, 150, 450, 200)), "总计", 0.9, Box(260, 165, 310, 190)),
    ),
    (0.0, 0.5, 1.0),
    (1,),
)  # fmt: skip


def line(text: str, left: int, top: int) -> TextLine:
    return TextLine(Box(left, top, left + 50, top + 24), text, 0.8)


def test_words_below_an_open_foot_are_of_the_cell_above() -> None:
    table, taken = with_overhang(TABLE, [line("维持", 60, 198)], EM)
    assert taken
    assert [(one.text, one.score) for one in table.cells] == [
        ("行政复议", 0.9), ("结果\n维持", 0.8), ("总计", 0.9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "below",
    [
        [line("维持", 260, 198)],  # a border closes that column
        [line("维3", 60, 198)],  # a number
        [line("维持", 60, 198), line("五、存在的问题", 60, 290)],  # the page goes on
        [line("维持", 480, 198)],  # beside the table
    ],
)
def test_other_text_below_a_table_stays_where_it_is(below: list[TextLine]) -> None:
    assert with_overhang(TABLE, below, EM) == (TABLE, False)


def test_columns_that_no_line_closes_at_the_foot_are_told() -> None:
    grey = np.full((420, 620), 235, np.uint8)
    for y, start in ((60, 60), (140, 60), (230, 300)):
        cv2.line(grey, (start, y), (560, y), 60, 2)
    for x, stop in ((60, 230), (180, 230), (300, 230), (430, 230), (560, 230)):
        cv2.line(grey, (x, 60), (x, stop), 60, 2)
    (table,), _ = ruled_tables(Sheet(grey, darkness(grey, EM), EM, np.eye(3)))
    assert table.open == (1, 2)


@pytest.mark.parametrize(("words", "lines"), [(60, 1), (14, 2)])
def test_a_speck_below_words_is_dust_and_beside_a_figure_it_stays(words: int, lines: int) -> None:
    ink = np.zeros((150, 150), np.uint8)
    ink[20:42, 20 : 20 + words] = 255
    ink[80:87, 60:66] = 255
    cell = RuledCell(1, 1, 2, 1, Box(0, 0, 150, 150))
    sheet = Sheet(255 - ink, ink, EM, np.eye(3))
    assert len(_lines(0, cell, sheet, ink)) == lines


def test_lines_of_text_are_found_between_borders_that_stand_close() -> None:
    """They tell which way up a page lies; joined to the borders they would be no lines."""
    grey = np.full((330, 620), 255, np.uint8)
    for x in (60, 300, 540):
        cv2.line(grey, (x, 60), (x, 252), 0, 2)
    for row, y in enumerate(range(60, 253, 48)):
        cv2.line(grey, (60, y), (540, y), 0, 2)
        for x in (66, 306) if row < 4 else ():
            cv2.putText(grey, "government", (x, y + 32), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    found = upright._lines(grey, darkness(grey, EM), EM)
    assert [(picture.shape[1] > 150, picture.shape[0] < 40) for picture in found] == [
        (True, True)
    ] * 8


@pytest.mark.parametrize(("above", "rows"), [(5, 2), (1, 1)])
def test_the_borders_of_a_row_that_a_page_cuts_above_are_its_borders(above: int, rows: int) -> None:
    """One line alone that goes on is a stroke that touches it."""
    grey = np.full((300, 620), 235, np.uint8)
    for y in (100, 130):
        cv2.line(grey, (60, y), (560, y), 60, 2)
    for at, x in enumerate((60, 180, 300, 430, 560)):
        cv2.line(grey, (x, 74 if at < above else 100), (x, 130), 60, 2)
    (table,), _ = ruled_tables(Sheet(grey, darkness(grey, EM), EM, np.eye(3)))
    assert max(cell.row for cell in table.cells) == rows


@pytest.mark.parametrize(
    ("texts", "widths", "told"),
    [
        (["9 2", "1 0 4", "7"], [36, 60, 12], ["92", "104", "7"]),
        (["9 2", "38", "7"], [38, 35, 12], ["92", "38", "7"]),  # the gap is not always read
        (["9 2", "7", "0"], [36, 12, 12], ["9 2", "7", "0"]),  # one alone
        (["9 2", "1 0", "38"], [38, 37, 30], ["9 2", "1 0", "38"]),  # another stands close
        (["9 2", "0 3", "1 0"], [36, 36, 36], ["9 2", "0 3", "1 0"]),  # two cells without a border
        (["9 2", "1 0", "7"], [36, 90, 12], ["9 2", "1 0", "7"]),  # too far apart
    ],
)
def test_digits_of_full_width_are_one_number(
    texts: list[str], widths: list[int], told: list[str]
) -> None:
    cell = RuledCell(1, 1, 1, 1, Box(0, 0, 200, 40))
    cells = [
        Printed(cell, text, 0.99, Box(10, 10, 10 + wide, 30))
        for text, wide in zip(texts, widths, strict=True)
    ]
    assert [one.text for one in unspaced(cells, EM)] == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["192 2", "7", "0"], ["1922", "7", "0"]),
        (["27, 755", "0", "557 70"], ["27755", "0", "55770"]),
        (["192 2", "557 70", "204 8"], ["?", "?", "?"]),  # two rows, perhaps
        (["192 2", "0 5", "0"], ["?", "?", "0"]),  # and here: 0 leaves room
        (["192 2", "7", "4821"], ["1922", "7", "4821"]),
        (["19 2", "7", "0"], ["?", "7", "0"]),  # there is room for one more
        (["192 22", "7", "0"], ["?", "7", "0"]),  # the readings differ
    ],
)
def test_a_number_too_wide_for_its_cell_goes_on_below(row: list[str], told: list[str]) -> None:
    cells, lines = [], []
    for at, text in enumerate(row):
        box = Box(100 * at, 0, 100 * at + 80, 80)
        own = []
        for number, part in enumerate(text.split()):
            place = Box(
                box.left + 10, 5 + 30 * number, box.left + 10 + 15 * len(part), 27 + 30 * number
            )
            again = "23" if part == "22" else part
            line = Line(at, place, len(part.strip(",")))
            own.append((line, Reading(part, 0.99, ()), Reading(again, 0.99, ())))
        open_ = len(own) > 1
        cell = RuledCell(1, 1 + at, 1, 1, box)
        cells.append(
            Printed(cell, "?" if open_ else text, 0.99, box, "figures on several lines" * open_)
        )
        lines.append(own)
    found = unwrapped(cells, lines, EM)
    assert [one.text.replace(",", "") for one in found] == told
    assert [bool(one.doubt) for one in found] == [text == "?" for text in told]
