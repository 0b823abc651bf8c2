"""Scans and pictures: grids from ruled lines, cells read twice, doubt rather than a wrong digit."""

from __future__ import annotations

import io
import socket
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from printing_programs import CHROMIUM, NEEDED
from reading import found_in
from scanning import Scan, pages, printed, tiff

from gxkit.documents import read, read_bytes, scans
from gxkit.documents.crops import crop
from gxkit.documents.model import Cell, Document, Note, Paragraph, Table
from gxkit.errors import FormatError, LimitError, ReadError
from gxkit.parsing import parse
from gxkit.parsing.model import Fact, State
from gxkit.parsing.readings import doubted
from gxkit.report import Report
from gxkit.synthetic import Published, make_report

if scans.missing():
    pytest.skip(f"not installed: {', '.join(scans.missing())}", allow_module_level=True)

import cv2
import numpy as np

from gxkit.documents.scans.cells import _without_dust, _without_slivers
from gxkit.documents.scans.doubts import Line, Printed, unparted
from gxkit.documents.scans.doubts import doubt as doubt_of
from gxkit.documents.scans.doubts import settled as settled_by
from gxkit.documents.scans.engine import Reading
from gxkit.documents.scans.grid import Reach, RuledCell, _is_drawn, _Seen
from gxkit.documents.scans.joining import Placed, WholeTable, append, goes_on, whole
from gxkit.documents.scans.page import ScannedPage, ScannedTable, of_table
from gxkit.documents.scans.ruling import _is_text, _unfrayed, ruled_tables
from gxkit.documents.scans.seals import grey_of
from gxkit.documents.scans.sheet import Box, Sheet, darkness, lean_of, size_of_text, straighten
from gxkit.documents.scans.specks import repeated_specks
from gxkit.documents.scans.text import (
    TextLine,
    paragraphs,
    punctuated,
    usual_width,
    without_margins,
)

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=f"Chromium {NEEDED}")


def blank_page() -> Any:
    return np.full((900, 700), 255, np.uint8)


def drawn_table() -> Any:
    """Draw three rows: the first is one cell, the second and third have three, one is tall."""
    page = blank_page()
    for y in (100, 160, 220, 280):
        cv2.line(page, (60, y), (640, y), 0, 2)
    for x in (60, 640):
        cv2.line(page, (x, 100), (x, 280), 0, 2)
    for x in (260, 440):
        cv2.line(page, (x, 160), (x, 280), 0, 2)
    page[215:225, 64:257] = 255  # rows two and three share their first cell
    return page


def written(page: Any, text: str, at: tuple[int, int]) -> None:
    cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv2.LINE_AA)


def figures_page() -> Any:
    page = drawn_table()
    for text, at in (
        ("2023", (300, 142)), ("7", (140, 232)), ("12", (330, 200)), ("305", (500, 200)),
        ("0", (330, 262)),
    ):  # fmt: skip
        written(page, text, at)
    return page


def png(page: Any) -> bytes:
    return bytes(cv2.imencode(".png", page)[1])


def table_of(document: Document) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table))


def test_the_cells_of_a_ruled_table_with_spans() -> None:
    page = drawn_table()
    tables, left = ruled_tables(Sheet(page, darkness(page, 24), 24.0, np.eye(3)))
    assert [cell[:4] for cell in tables[0].cells] == [
        (1, 1, 1, 3), (2, 1, 2, 1), (2, 2, 1, 1), (2, 3, 1, 1), (3, 2, 1, 1), (3, 3, 1, 1),
    ]  # fmt: skip
    assert not left[110:270, 70:250].any()


def low_rows(page: Any, heights: tuple[int, ...], columns: tuple[int, ...]) -> list[int]:
    """Draw a table from y = 100 down and x = 60 to 640, its columns below its first row."""
    lines = [100 + sum(heights[:at]) for at in range(len(heights) + 1)]
    for y in lines:
        cv2.line(page, (60, y), (640, y), 0, 2)
    for x in (60, 640):
        cv2.line(page, (x, lines[0]), (x, lines[-1]), 0, 2)
    for x in columns:
        cv2.line(page, (x, lines[1]), (x, lines[-1]), 0, 2)
    return lines


def spans_in(page: Any) -> list[tuple[int, int, int, int]]:
    [table], _ = ruled_tables(Sheet(page, darkness(page, 24), 24.0, np.eye(3)))
    return [(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells]


def test_a_border_that_text_all_but_touches_is_a_border() -> None:
    page = blank_page()
    lines = low_rows(page, (30, 30, 30), (450,))
    for top in lines[:-1]:
        for x in range(70, 440, 10):  # strokes of letters, close below a border
            page[top + 4 : top + 22, x : x + 4] = 0
    assert spans_in(page) == [
        (1, 1, 1, 2), (2, 1, 1, 1), (2, 2, 1, 1), (3, 1, 1, 1), (3, 2, 1, 1),
    ]  # fmt: skip


def test_a_line_that_only_faint_strokes_of_text_make_whole_is_none() -> None:
    text = np.zeros((200, 400), np.uint8)
    for x in range(20, 380, 20):
        text[90:110, x : x + 8] = 255
        text[99:102, x : x + 14] = 255
    line = np.zeros_like(text)
    line[100, 20:380] = 255  # what is neither ink nor a line, but darker than above and below
    box = Box(20, 99, 380, 102)
    assert _is_text(line, text, box, 24.0)
    assert not _is_text(line, text | line, box, 24.0)


@pytest.mark.parametrize(("height", "size", "thick"), [(30, 12, 1), (34, 13, 2)])
def test_a_bracket_in_a_low_head_is_no_border_of_the_columns_below(
    height: int, size: int, thick: int
) -> None:
    page = blank_page()
    low_rows(page, (height, 34, 34), (350,))
    # It is bent, and its ends all but touch the lines.
    middle = (344, 100 + height // 2)
    cv2.ellipse(page, middle, (6, size), 0, -75, 75, 0, thick, cv2.LINE_AA)
    assert spans_in(page)[0] == (1, 1, 1, 2)


def test_strokes_above_each_other_in_a_cell_are_no_border() -> None:
    page = blank_page()
    low_rows(page, (34, 60, 34), (250, 440))
    for top in (139, 165):  # two characters, below each other, with an upright stroke each
        page[top : top + 22, 330:333] = 0
    assert [cell for cell in spans_in(page) if cell[0] == 2] == [
        (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("height", [30, 60])
def test_a_border_of_one_row_alone_is_a_border(height: int) -> None:
    page = blank_page()
    lines = low_rows(page, (34, height, 34), ())
    cv2.line(page, (350, lines[1]), (350, lines[2]), 0, 1)
    assert [cell for cell in spans_in(page) if cell[0] == 2] == [(2, 1, 1, 1), (2, 2, 1, 1)]


def test_between_double_borders_that_overlap_a_line_is_drawn_or_not_by_its_ink() -> None:
    one, other = Reach(282, 276, 292), Reach(290, 288, 298)
    for inked in (True, False):
        band = np.full((9, 600), inked)
        assert _is_drawn(_Seen(band, band, band), one, other, 24.0, strict=False) is inked


@pytest.mark.parametrize(("letters", "size"), [(100, 16.0), (12, 30.0)])
def test_a_table_has_its_own_size_of_characters_where_it_holds_enough(
    letters: int, size: float
) -> None:
    page = blank_page()
    low_rows(page, (60, 60, 60, 60), (350,))
    for number in range(letters):
        down, across = divmod(number, 25)
        page[122 + 60 * down :, 70 + 22 * across :][:16, :16] = 0
    sheet = Sheet(page, darkness(page, 30), 30.0, np.eye(3))
    [table], left = ruled_tables(sheet)
    assert of_table(sheet, left, table).em == pytest.approx(size, abs=2.5)


def test_figures_are_read_and_an_empty_cell_stays_empty() -> None:
    document = read_bytes(png(figures_page()), "page.png")
    texts = {cell[:2]: cell.text for cell in table_of(document).cells}
    assert texts == {
        (1, 1): "2023", (2, 1): "7", (2, 2): "12", (2, 3): "305", (3, 2): "0", (3, 3): "",
    }  # fmt: skip
    assert document.format == "scan"
    assert document.at("p1 t1 r2 c3") == "305"


def test_every_cell_tells_how_sure_the_engine_is_and_where_it_stands() -> None:
    document = read_bytes(png(figures_page()), "page.png")
    notes = {note.where: note.message for note in document.notes if " t1 " in note.where}
    assert len(notes) == len(table_of(document).cells)
    assert notes["p1 t1 r3 c3"].startswith("no ink at p1 ")
    certain, place = notes["p1 t1 r2 c3"].removeprefix("certainty ").split(" at p1 ")
    left, top, right, bottom = (int(side) for side in place.split(","))
    assert 0.8 < float(certain) <= 1
    assert (496 <= left <= 508, 170 <= top <= 182, 545 <= right <= 560, 196 <= bottom <= 206) == (
        True, True, True, True,
    )  # fmt: skip


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_box_leads_back_to_the_page_as_it_came(turn: int) -> None:
    page = figures_page()
    sheet = straighten(np.ascontiguousarray(np.rot90(page, -turn)), turn, 24.0)
    assert sheet.grey.shape == page.shape
    high, wide = page.shape
    x, y = (sheet.back @ np.array([500.0, 200.0, 1.0]))[:2]
    expected = {1: (high - 200, 500), 2: (wide - 500, high - 200), 3: (200, wide - 500)}[turn]
    assert (round(x), round(y)) == expected


@pytest.mark.parametrize("lean", [-4.6, -1.25, 0.0, 2.4, 5.0])
def test_how_a_page_leans(lean: float) -> None:
    turn = cv2.getRotationMatrix2D((350, 450), lean, 1.0)
    page = cv2.warpAffine(figures_page(), turn, (700, 900), borderValue=255)
    assert lean_of(darkness(np.asarray(page, np.uint8), 24)) == pytest.approx(-lean, abs=0.15)


def test_ink_that_nobody_can_read_is_never_blank() -> None:
    page = figures_page()
    rng = np.random.default_rng(4)
    page[236:266, 500:580] = rng.integers(0, 2, (30, 80), np.uint8) * 255
    document = read_bytes(png(page), "page.png")
    cell = next(cell for cell in table_of(document).cells if cell[:2] == (3, 3))
    assert cell.text != ""


@pytest.mark.parametrize(
    ("text", "again", "score", "pieces", "width", "doubt", "other"),
    [
        ("447", "447", 0.99, 3, 50, "", None),
        ("447", "117", 0.99, 3, 50, "read again: '117'", "117"),
        ("447", "", 0.99, 3, 50, "read again: ''", "?"),
        ("30", "30", 0.5, 2, 34, "the engine is not sure", "?"),
        ("11", "11", 0.99, 3, 50, "3 pieces of ink side by side", "?"),
        ("1111", "1111", 0.99, 2, 15, "2 pieces of ink side by side", "?"),
        ("1,234", "1，234", 0.99, 5, 80, "", None),
        ("规章", "规早", 0.4, 2, 50, "", None),
    ],
)
def test_what_two_readings_say_of_a_number(
    text: str, again: str, score: float, pieces: int, width: int, doubt: str, other: str | None
) -> None:
    line = Line(0, Box(0, 0, width, 20), pieces)
    assert doubt_of(text, again, score, line) == (doubt, other)


def test_marks_for_nothing_are_told_by_their_shape() -> None:
    page = drawn_table()
    cv2.line(page, (335, 200), (355, 176), 0, 2)  # a slash
    cv2.line(page, (500, 190), (524, 190), 0, 2)  # a dash
    written(page, "2023", (300, 142))
    for text, x in (("1", 340), ("7", 510)):
        written(page, text, (x, 262))
    texts = {cell[:2]: cell.text for cell in table_of(read_bytes(png(page), "a.png")).cells}
    assert [texts[2, 2], texts[2, 3], texts[3, 2], texts[3, 3]] == ["/", "—", "1", "7"]


def test_a_sliver_of_a_border_is_no_part_of_a_number() -> None:
    figure, sliver = Box(4, 5, 16, 23), Box(86, 4, 88, 20)
    assert _without_slivers([figure, sliver], 92, 24.0) == [figure]
    # Alone in a cell it may be a 1, and so may what stands beside a figure.
    assert _without_slivers([sliver], 92, 24.0) == [sliver]
    assert _without_slivers([Box(68, 5, 80, 23), sliver], 92, 24.0) == [Box(68, 5, 80, 23), sliver]


def test_what_frays_from_a_ruled_line_goes_with_it_unless_it_is_as_long_as_a_figure() -> None:
    ink, lines = np.zeros((120, 60), np.uint8), np.zeros((120, 60), np.uint8)
    lines[:, 20:23] = 255
    ink[:, 20:23] = 255
    ink[5:50, 23] = 255  # twice as long as a figure
    ink[70:86, 23] = 255  # as long as one
    ink[10:26, 40:42] = 255  # a thin 1, away from the line
    left = _unfrayed(ink, lines, 24.0)
    assert (left[5:50, 23].any(), left[70:86, 23].all(), left[10:26, 40:42].all()) == (
        False, True, True,
    )  # fmt: skip


def test_a_figure_that_a_border_may_hide_in_part_is_doubted() -> None:
    page = figures_page()
    page[224:276, 262:438] = page[224:276, 446:630] = 255
    for text, x in (("6", 257), ("8", 438)):
        cv2.putText(page, text, (x, 262), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 1, cv2.LINE_AA)
    texts = {cell[:2]: cell.text for cell in table_of(read_bytes(png(page), "a.png")).cells}
    # The border runs through their left sides: what is left looks like a 5 and a 3.
    second = table_of(read_bytes(png(page), "a.png")).second
    for place in ((3, 2), (3, 3)):
        assert place in second or texts[place].startswith("?")


def test_figures_on_two_lines_of_a_cell_are_no_number_and_their_row_stays() -> None:
    page = figures_page()
    for text, y in (("5", 243), ("9", 271)):
        written(page, text, (500, y))
    texts = {cell[:2]: cell.text for cell in table_of(read_bytes(png(page), "a.png")).cells}
    assert (texts[3, 2], texts[3, 3]) == ("0", "?5 9")


def test_a_dash_of_two_strokes_is_a_mark() -> None:
    page = figures_page()
    for start in (500, 516):
        cv2.line(page, (start, 250), (start + 12, 250), 0, 2)
    texts = {cell[:2]: cell.text for cell in table_of(read_bytes(png(page), "a.png")).cells}
    assert (texts[3, 2], texts[3, 3]) == ("0", "—")


def test_a_slash_that_is_read_as_a_1_or_a_7_twice_is_not_known() -> None:
    slash = Line(0, Box(0, 0, 9, 20), 1, "", None, -0.82)
    upright = Line(0, Box(0, 0, 9, 20), 1, "", None, 0.1)
    assert doubt_of("1", "1", 1.0, slash) == ("a 1 that leans like a slash", "?")
    assert doubt_of("1", "1", 1.0, upright) == ("", None)
    assert doubt_of("7", "7", 1.0, slash) == ("a 7 that leans like a slash", "?")
    seven = Line(0, Box(0, 0, 9, 20), 1, "", None, -0.5)
    assert doubt_of("7", "7", 1.0, seven) == ("", None)
    assert doubt_of("4", "4", 1.0, slash) == ("", None)


def test_hyphens_that_borders_have_eaten_are_no_dust() -> None:
    left = np.zeros((300, 200), np.uint8)
    cells = [(number, Box(10, 40 * number, 90, 40 * number + 40)) for number in range(5)]
    for number in range(4):
        left[40 * number + 18 : 40 * number + 21, 13:17] = 255
    left[165:169, 60:64] = 255  # dust
    marks = repeated_specks(cells, left, 24.0)
    assert [number for number, _ in marks] == [0, 1, 2, 3]
    assert marks[0][1] == Box(13, 18, 17, 21)
    assert repeated_specks(cells[2:], left, 24.0) == []


def test_numbers_of_a_table_whose_rows_run_together_are_not_known() -> None:
    def cell(row: int, high: int, text: str) -> Printed:
        return Printed(RuledCell(row, 1, high, 1, Box(0, 0, 9, 9)), text, 1.0, Box(0, 0, 9, 9))

    told = unparted([cell(1, 2, "有效件数\n0"), cell(3, 1, "37"), cell(4, 1, "规章")])
    assert [(one.text, one.other) for one in told[1:]] == [("37", "?"), ("规章", None)]
    whole = [cell(1, 2, "三、本年\n度办理结\n果"), cell(3, 1, "37")]
    assert unparted(whole) == whole


def test_a_speck_behind_a_number_is_no_point_and_a_point_between_figures_is_one() -> None:
    strong = [Box(10, 10, 20, 28), Box(26, 10, 36, 28)]
    inside, behind = Box(22, 26, 24, 28), Box(40, 26, 42, 28)
    assert _without_dust([*strong, inside, behind], strong, 24.0) == [*strong, inside]


@pytest.mark.parametrize("top", [162, 200])
def test_a_faint_border_parts_two_cells_where_the_grid_has_it_elsewhere(top: int) -> None:
    page = drawn_table()
    page[top:219, 438:443] = 255
    page[top:219, 439:442] = 225  # of the border between 12 and 305, or its foot, little is left
    tables, _ = ruled_tables(Sheet(page, darkness(page, 24), 24.0, np.eye(3)))
    assert [cell[:4] for cell in tables[0].cells if cell.row == 2] == [
        (2, 1, 2, 1), (2, 2, 1, 1), (2, 3, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("readings", "settled"),
    [
        ([("0", 0.6), ("0", 0.7), ("0", 0.99), ("0", 0.95)], "0"),
        ([("8", 0.9), ("3", 0.6), ("3", 0.99), ("3", 0.99)], "3"),
        ([("33", 0.9), ("33", 0.7), ("83", 0.99), ("83", 0.99)], None),  # no early one agrees
        ([("3", 0.6), ("3", 0.7), ("3", 0.99), ("8", 0.99)], None),
        ([("0 件", 0.5), ("0件", 0.6), ("0件", 0.99), ("0件", 0.95)], "0件"),
        ([("3", 0.6), ("3", 0.7), ("3", 0.99), ("3", 0.8)], None),
        ([("a", 0.6), ("a", 0.7), ("a", 0.99), ("a", 0.99)], None),
    ],
)
def test_a_doubt_is_settled_by_two_cleaned_readings_that_agree_with_an_early_one(
    readings: list[tuple[str, float]], settled: str | None
) -> None:
    width = 12 * len(readings[0][0])
    told = settled_by(
        [Reading(text, score, ()) for text, score in readings],
        Line(0, Box(0, 0, width, 20), len(readings[0][0])),
    )
    assert (told.text if told else None) == settled


def placed(row: int, column: int, text: str, *, high: int = 1, wide: int = 1) -> Placed:
    return Placed(row, column, high, wide, text, 1.0, "", None, 1, (0, 0, 9, 9))


def test_a_label_that_the_foot_of_a_page_cuts_is_healed() -> None:
    edges, sides = (0.0, 0.2, 0.6, 1.0), (0.1, 0.9)
    first = [placed(1, 1, "（四）无"), placed(1, 2, "1.不掌握"), placed(1, 3, "3")]
    rest = [placed(1, 1, "法提供", high=2), placed(1, 2, "2.没有"), placed(1, 3, "5")]
    rest += [placed(2, 2, "3.补正"), placed(2, 3, "8")]
    table = WholeTable([1], first, edges, sides)
    part = WholeTable([2, 2], rest, (0.001, 0.2, 0.601, 1.0), (0.11, 0.91))
    assert goes_on(table, part)
    append(table, part)
    assert [(cell.row, cell.column, cell.rowspan, cell.text) for cell in table.cells] == [
        (1, 1, 3, "（四）无法提供"), (1, 2, 1, "1.不掌握"), (1, 3, 1, "3"), (2, 2, 1, "2.没有"),
        (2, 3, 1, "5"), (3, 2, 1, "3.补正"), (3, 3, 1, "8"),
    ]  # fmt: skip
    assert table.pages == [1, 2, 2]


def test_a_row_whose_label_goes_on_behind_the_cut_is_one_row() -> None:
    edges, sides = (0.0, 0.4, 0.6, 0.8, 1.0), (0.1, 0.9)
    first = [
        placed(1, 1, "2.逾期未按要求"),
        placed(1, 2, "0"),
        placed(1, 3, "4"),
        placed(1, 4, "4"),
    ]
    rest = [placed(1, 1, "缴纳费用"), placed(1, 2, ""), placed(1, 3, ""), placed(1, 4, "")]
    rest += [placed(2, 1, "3.其他"), placed(2, 2, "1"), placed(2, 3, ""), placed(2, 4, "1")]
    table = WholeTable([1], first, edges, sides)
    append(table, WholeTable([2, 2], rest, edges, sides))
    texts = [cell.text for cell in table.cells]
    assert texts == ["2.逾期未按要求缴纳费用", "0", "4", "4", "3.其他", "1", "", "1"]


def test_a_row_without_numbers_behind_the_cut_stays_a_row() -> None:
    edges, sides = (0.0, 0.4, 0.6, 0.8, 1.0), (0.1, 0.9)
    first = [placed(1, 1, "一、本年新收"), placed(1, 2, "0"), placed(1, 3, "4"), placed(1, 4, "4")]
    rest = [placed(1, 1, "二、上年结转"), placed(1, 2, ""), placed(1, 3, ""), placed(1, 4, "")]
    table = WholeTable([1], first, edges, sides)
    append(table, WholeTable([2], rest, edges, sides))
    assert [cell.text for cell in table.cells if cell.column == 1] == [
        "一、本年新收",
        "二、上年结转",
    ]


def test_a_head_that_the_cut_tears_is_one_row() -> None:
    edges, sides = (0.0, 0.3, 0.6, 1.0), (0.1, 0.9)
    first = [placed(1, 1, "结果", high=2), placed(1, 2, "诉讼", wide=2)]
    first += [placed(2, 2, "其他"), placed(2, 3, "尚未")]
    rest = [placed(1, 1, "维持"), placed(1, 2, "结果"), placed(1, 3, "审结")]
    rest += [placed(2, 1, "4"), placed(2, 2, "0"), placed(2, 3, "1")]
    table = WholeTable([1, 1], first, edges, sides)
    append(table, WholeTable([2, 2], rest, edges, sides))
    assert [(cell.row, cell.rowspan, cell.text) for cell in table.cells] == [
        (1, 2, "结果维持"), (1, 1, "诉讼"), (2, 1, "其他结果"), (2, 1, "尚未审结"), (3, 1, "4"),
        (3, 1, "0"), (3, 1, "1"),
    ]  # fmt: skip
    assert table.pages == [1, 1, 2]


def test_what_reaches_further_down_is_torn_with_its_row() -> None:
    edges, sides = (0.0, 0.3, 0.5, 0.7, 1.0), (0.1, 0.9)
    first = [placed(1, 1, "结果", high=2), placed(1, 2, "诉讼", wide=3)]
    first += [placed(2, 2, "其"), placed(2, 3, "尚"), placed(2, 4, "总")]
    rest = [placed(1, 1, "维持", high=2), placed(1, 2, "他"), placed(1, 3, "未")]
    rest += [placed(1, 4, "计"), placed(2, 2, "结果"), placed(2, 3, "审结"), placed(2, 4, "")]
    rest += [placed(3, 1, "4"), placed(3, 2, "0"), placed(3, 3, "1"), placed(3, 4, "1")]
    table = WholeTable([1, 1], first, edges, sides)
    append(table, WholeTable([2, 2, 2], rest, edges, sides))
    assert [(cell.row, cell.rowspan, cell.text) for cell in table.cells] == [
        (1, 3, "结果维持"), (1, 1, "诉讼"), (2, 1, "其他"), (2, 1, "尚未"), (2, 1, "总计"),
        (3, 1, "结果"), (3, 1, "审结"), (3, 1, ""), (4, 1, "4"), (4, 1, "0"), (4, 1, "1"),
        (4, 1, "1"),
    ]  # fmt: skip


@pytest.mark.parametrize(("at_foot", "rows"), [(True, 1), (False, 2)])
def test_an_empty_last_row_is_a_strip_only_where_a_page_ends(at_foot: bool, rows: int) -> None:
    def cell(row: int, column: int, text: str) -> Printed:
        box = Box(50 * column, 20 * row, 50 * column + 50, 20 * row + 20)
        return Printed(RuledCell(row, column, 1, 1, box), text, 1.0, box)

    cells = (cell(1, 1, "维持"), cell(1, 2, "纠正"), cell(2, 1, ""), cell(2, 2, ""))
    table = ScannedTable(Box(50, 20, 150, 60), cells, (0.0, 0.5, 1.0))
    page = ScannedPage(1, (800, 600), 10.0, np.eye(3), 1.0, tables=(table,))
    assert whole(page, table, at_foot=at_foot).height == rows


def test_numbers_that_the_foot_of_a_page_parts_from_their_head_are_no_rest_of_it() -> None:
    edges, sides = (0.0, 0.3, 0.6, 1.0), (0.1, 0.9)
    head = [placed(1, 1, "结果维持", high=2), placed(1, 2, "诉讼", wide=2)]
    head += [placed(2, 2, "其他"), placed(2, 3, "总计")]
    rest = [placed(1, 1, "23"), placed(1, 2, "0"), placed(1, 3, "14件")]
    table = WholeTable([1, 1], head, edges, sides)
    append(table, WholeTable([2], rest, edges, sides))
    assert [(cell.row, cell.text) for cell in table.cells] == [
        (1, "结果维持"), (1, "诉讼"), (2, "其他"), (2, "总计"), (3, "23"), (3, "0"), (3, "14件"),
    ]  # fmt: skip


@pytest.mark.parametrize("figures", [("", "0", ""), ("", "", "")])
def test_blanks_below_a_head_that_the_foot_of_a_page_parts_from_them_stay(
    figures: tuple[str, ...],
) -> None:
    edges, sides = (0.0, 0.4, 0.6, 0.8, 1.0), (0.1, 0.9)
    head = [placed(1, 1, "申请人", high=2), placed(1, 2, "自然人", high=2)]
    head += [placed(1, 3, "法人", wide=2), placed(2, 3, "企业"), placed(2, 4, "其他")]
    rest = [placed(1, 1, "一、本年新收"), placed(1, 2, ""), placed(1, 3, "0"), placed(1, 4, "")]
    rest += [placed(2, 1, "二、上年结转")]
    rest += [placed(2, 2 + at, text) for at, text in enumerate(figures)]
    table = WholeTable([1, 1], head, edges, sides)
    append(table, WholeTable([2, 2], rest, edges, sides))
    third = [cell for cell in table.cells if cell.row == 3]
    assert [(cell.column, cell.text) for cell in third] == [
        (1, "一、本年新收"), (2, ""), (3, "0"), (4, ""),
    ]  # fmt: skip


def test_rows_not_filled_in_on_both_sides_of_a_cut_stay_two() -> None:
    edges, sides = (0.0, 0.4, 0.6, 0.8, 1.0), (0.1, 0.9)
    first = [placed(1, 1, "规章"), *(placed(1, column, "") for column in (2, 3, 4))]
    rest = [placed(1, 1, "行政规范性文件"), *(placed(1, column, "") for column in (2, 3, 4))]
    table = WholeTable([1], first, edges, sides)
    append(table, WholeTable([2], rest, edges, sides))
    assert [cell.text for cell in table.cells if cell.text] == ["规章", "行政规范性文件"]


def test_numbers_that_nothing_places_leave_no_cell_of_a_scan_blank() -> None:
    fact = Fact("disputes", "direct_suit", "total", None, "件", "blank", None, None, None)
    table = Table(1, (Cell(1, 1, 1, 1, "结呆"), Cell(2, 1, 1, 1, "4")), (1, 1))
    [told] = doubted([fact], Document("a.png", "scan", "0" * 64, (table,)))
    assert (told.state, told.value) == ("ambiguous", None)
    marked = Table(1, (Cell(1, 1, 1, 1, "结呆"), Cell(2, 1, 1, 1, "—")), (1, 1))
    [told] = doubted([fact], Document("a.png", "scan", "0" * 64, (marked,)))
    assert told.state == "ambiguous"
    empty = Table(1, (Cell(1, 1, 1, 1, "结果"), Cell(2, 1, 1, 1, "")), (1, 1))
    assert doubted([fact], Document("a.png", "scan", "0" * 64, (empty,))) == (fact,)


def test_what_a_scan_has_outside_of_ruled_tables_is_not_known() -> None:
    def fact(value: float | None, state: State, where: str) -> Fact:
        return Fact("proactive", "licence", "decisions", value, "件", state, "label", "10", where)

    inside, beside = "p1 t1 r1 c2", "p1 97,300,825,330"
    table = Table(1, (Cell(1, 1, 1, 1, "行政许可"), Cell(1, 2, 1, 1, "10")), (1,))
    notes = (Note("ocr", "info", "read by OCR", "p1"),)
    document = Document("a.png", "scan", "0" * 64, (table,), {}, notes)
    facts = [fact(10.0, "number", inside), fact(10.0, "number", beside)]
    facts += [fact(None, "blank", beside)]
    told = [(one.state, one.value) for one in doubted(facts, document)]
    assert told == [("number", 10.0), ("ambiguous", None), ("ambiguous", None)]
    # A page of text in the same file was not read by OCR.
    text = Document("a.pdf", "scan", "0" * 64, (table,), {}, ())
    assert doubted(facts[:2], text) == tuple(facts[:2])


def line(top: int, left: int, right: int, text: str) -> TextLine:
    return TextLine(Box(left, top, right, top + 26), text, 1.0)


def test_lines_become_paragraphs_by_where_they_stand() -> None:
    lines = [
        line(100, 300, 600, "某局年度报告"),
        line(150, 148, 900, "全年主动公开信息十二条，"),
        line(190, 100, 500, "比上年多三条。"),
        line(230, 148, 700, "未收到申请。"),
    ]
    told = [block.text for block in paragraphs(lines, 24.0)]
    assert told == ["某局年度报告", "全年主动公开信息十二条，比上年多三条。", "未收到申请。"]


FULL_LINE = Reading("公开，及时", 1.0, (0.0, 1.0, 1.6, 3.0, 4.0))
HALF_LINE = Reading("公开，及时", 1.0, (0.0, 1.0, 1.6, 2.3, 3.3))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FULL_LINE] * 3, True),
        ([HALF_LINE] * 3, False),
        ([FULL_LINE] * 2, None),  # too few to tell
        ([FULL_LINE] * 3 + [HALF_LINE], None),
    ],
)
def test_how_wide_the_marks_of_a_page_are(lines: list[Reading], expected: bool | None) -> None:
    assert usual_width(lines) is expected


@pytest.mark.parametrize(
    ("read", "usual", "expected"),
    [
        ("回应关切,", True, "回应关切，"),  # at the end of a line: no room is seen
        ("《办法》,并", True, "《办法》，并"),
        ("《办法》，并", False, "《办法》,并"),
        ("1,234", True, "1,234"),
        ("共12,并", True, "共12,并"),
        ("回应关切,", None, "回应关切,"),
    ],
)
def test_a_mark_whose_room_cannot_be_told_is_as_wide_as_others_of_its_page(
    read: str, usual: bool | None, expected: str
) -> None:
    assert punctuated(read, [float(at) for at in range(len(read))], usual) == expected


def test_page_numbers_and_running_heads_are_left_out() -> None:
    body = [line(500, 100, 900, "正文三十条。")]
    told = [
        (1000, [line(20, 300, 600, "某局文件"), *body, line(960, 480, 520, f"- {number} -")])
        for number in (1, 2, 3)
    ]
    assert without_margins(told) == [body, body, body]


@needs_chromium
@pytest.mark.parametrize(
    ("seed", "how"),
    [
        (2, Scan(150, lean=1.3, noise=8, quality=70, blur=0.5)),
        (3, Scan(200, lean=-4.0, noise=8, quality=60, turn=2)),
    ],
)
def test_a_scanned_report_is_read(seed: int, how: Scan) -> None:
    published = make_report(seed, "html_clean", "none")
    document = read_bytes(tiff(pages(printed(published, collapsed=True), how)), "scan.tif")
    report = Report(parse(document), document)
    _assert_honest(report, published)
    assert (report.meta["year"], report.form) == (published.year, published.form)
    numbers = [fact for fact in report.parsed.facts if fact.value is not None]
    assert all(report.source(str(fact.where)) == fact.raw for fact in numbers)


def _assert_honest(report: Report, published: Published) -> None:
    found = found_in(report)
    wrong = [
        (key, expected, found[key])
        for key, expected in published.expected.items()
        if found[key] != expected and found[key][1] not in ("ambiguous", "unreadable")
    ]
    right = sum(found[key] == expected for key, expected in published.expected.items())
    assert wrong == []
    assert right >= 0.99 * len(published.expected)


def picture_pdf(pictures: list[Any], dpi: int) -> bytes:
    from PIL import Image

    first, *rest = [Image.fromarray(picture) for picture in pictures]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi)
    return out.getvalue()


@needs_chromium
def test_a_pdf_of_text_and_scanned_pages_is_read_page_by_page() -> None:
    import pypdfium2

    published = make_report(4, "html_clean", "none")
    text = pypdfium2.PdfDocument(printed(published, collapsed=True))
    count = len(text)
    scanned = pypdfium2.PdfDocument(picture_pdf(pages(text_bytes(text), Scan(150)), 150))
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(text, [0])
    mixed.import_pages(scanned, list(range(1, count)))
    out = io.BytesIO()
    mixed.save(out)
    document = read_bytes(out.getvalue(), "mixed.pdf")
    report = Report(parse(document), document)
    assert document.format == "scan"
    assert {note.where for note in document.notes if note.message.startswith("read by OCR")} == {
        f"p{number}" for number in range(2, count + 1)
    }
    found = found_in(report)
    wrong = {
        key: (expected, found[key])
        for key, expected in published.expected.items()
        if found[key][0] is not None and found[key] != expected
    }
    assert wrong == {}
    assert sum(found[key] == told for key, told in published.expected.items()) > 150
    named = [note.where for note in document.notes if note.message.startswith("certainty")]
    assert len(named) == len({where for where in named if document.at(where)})


def text_bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    from gxkit.documents.scans import engine

    engine.engine.cache_clear()
    assert table_of(read_bytes(png(figures_page()), "page.png")).height == 3


def test_without_the_extra_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "missing", lambda: ("rapidocr",))
    with pytest.raises(FormatError, match=r"page\.png.*rapidocr.*pip install 'gxkit\[ocr\]'"):
        read_bytes(png(blank_page()), "page.png")


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999))
    with pytest.raises(LimitError, match=r"bomb\.png.*pixels"):
        read_bytes(bomb + chunk(b"IEND", b""), "bomb.png")


def test_a_pdf_of_too_many_scanned_pages_is_refused() -> None:
    with pytest.raises(LimitError, match=r"long\.pdf: 101 scanned pages"):
        scans.read_pages(b"", range(1, 102), "long.pdf")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP"])
def test_pictures_of_other_kinds_are_read(kind: str) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(figures_page()).save(out, kind)
    texts = {cell[:2]: cell.text for cell in table_of(read_bytes(out.getvalue(), "page")).cells}
    assert (texts[1, 1], texts[2, 2], texts[2, 3]) == ("2023", "12", "305")


def test_a_tiff_is_read_page_by_page_and_an_animation_is_one_page() -> None:
    from PIL import Image

    other = figures_page()
    written(other, "41", (330, 400))
    first, second = Image.fromarray(figures_page()), Image.fromarray(other)
    told = {}
    for kind in ("TIFF", "GIF"):
        out = io.BytesIO()
        first.save(out, kind, save_all=True, append_images=[second])
        document = read_bytes(out.getvalue(), "page")
        told[kind] = [note.where for note in document.notes if note.message == "read by OCR"]
    assert told == {"TIFF": ["p1", "p2"], "GIF": ["p1"]}


def test_a_red_seal_is_taken_off_and_a_red_heading_stays() -> None:
    grey = figures_page()
    page = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    red = (214, 40, 48)
    stamp = np.full_like(page, 255)
    cv2.circle(stamp, (515, 195), 90, red, 6, cv2.LINE_AA)
    cv2.putText(stamp, "2023", (60, 70), cv2.FONT_HERSHEY_SIMPLEX, 1.6, red, 3, cv2.LINE_AA)
    page = (page.astype(np.uint16) * stamp // 255).astype(np.uint8)
    cleaned = grey_of(page)
    ring = cv2.circle(np.zeros_like(grey), (515, 195), 90, 255, 4) > 0
    assert cleaned[ring & (grey == 255)].min() > 225
    assert cleaned[ring & (grey == 0)].max() < 60
    assert cleaned[30:75, 60:180].min() < 120
    data = bytes(cv2.imencode(".png", page[:, :, ::-1])[1])
    texts = {cell[:2]: cell.text for cell in table_of(read_bytes(data, "a.png")).cells}
    assert (texts[2, 2], texts[2, 3]) == ("12", "305")


@pytest.mark.parametrize("kind", [".png", ".jpg", ".tif"])
def test_a_damaged_picture_says_so(kind: str) -> None:
    whole = bytes(cv2.imencode(kind, figures_page())[1])
    with pytest.raises(ReadError, match=f"torn{kind}.*damaged"):
        read_bytes(whole[: len(whole) // 3], f"torn{kind}")


def test_a_page_without_ink_is_no_report() -> None:
    document = read_bytes(png(blank_page()), "blank.png")
    assert document.blocks == ()
    assert [note.message for note in document.notes] == ["no text was found on this page"]


def test_the_size_of_characters_does_not_count_the_frames_of_cells() -> None:
    assert 14 < size_of_text(figures_page()) < 24


def test_paragraphs_have_their_box_as_their_place() -> None:
    page = blank_page()
    written(page, "ABC 2023", (100, 300))
    document = read_bytes(png(page), "page.png")
    [block] = document.blocks
    assert isinstance(block, Paragraph)
    assert (document.at(block.where), block.text) == ("ABC 2023", "ABC 2023")
    assert block.where.startswith("p1 ")


def test_the_row_of_a_cell_is_shown_as_the_picture_has_it(tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    file.write_bytes(png(figures_page()))
    document = read(file)
    table = table_of(document)
    (cell,) = (cell for cell in table.cells if cell.text == "305")
    shown = crop(document, table.where(cell))
    assert shown is not None
    found = cv2.imdecode(np.frombuffer(shown, np.uint8), cv2.IMREAD_COLOR).astype(int)
    # The frame is red around the 305, which stands at 500 and on a line 200 from the top.
    ys, xs = np.nonzero(found[:, :, 2] - found[:, :, 0] > 100)
    assert found[ys.min() + 2 : ys.max() - 1, xs.min() + 2 : xs.max() - 1].min() < 60
    # Both numbers of the row are in it, 330 and 500 from the left; the rows above are not.
    assert found.shape[1] > 200
    assert found.shape[0] < 120
