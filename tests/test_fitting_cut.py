"""Grids that converters cut, shifted or filled: no printed number is lost or moved unmarked."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook
from pages import FIFTEEN, SECTION_FOUR, disputes, html, page, row_of
from reading import read_page

from gxkit.report import Report


def grids(rows: list[tuple[str, ...]]) -> list[Report]:
    """Read the rows of one table in a page and in a workbook."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([SECTION_FOUR])
    for row in rows:
        sheet.append([text or None for text in row])
    stream = BytesIO()
    book.save(stream)
    return [page(html(rows), SECTION_FOUR), read_page(stream.getvalue(), "page.xlsx")]


SPREAD = [
    ("行政复议", "", "", "", "", "行政诉讼", *[""] * 9),
    (*[""] * 5, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4),
    ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3,
    FIFTEEN,
]


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_empty_row_in_the_head_is_not_the_line_of_the_table(at: int) -> None:
    rows = [tuple(row) for row in SPREAD]
    rows.insert(at, ("",) * 15)
    report = page(html(rows), SECTION_FOUR)
    assert row_of(report, "reconsideration", "disputes") == [1, 2, 0, 0, 3]
    assert row_of(report, "direct_suit", "disputes") == [0, 0, 4, 0, 4]
    assert row_of(report, "suit_after_reconsideration", "disputes") == [0, 0, 0, 5, 5]


def test_an_empty_row_under_the_head_is_the_line_where_no_other_is() -> None:
    report = page(html([*disputes(("",) * 15)]), SECTION_FOUR)
    for row in ("reconsideration", "direct_suit", "suit_after_reconsideration"):
        assert row_of(report, row, "disputes") == ["blank"] * 5


def tables(*parts: list[tuple[str, ...]]) -> str:
    return "".join(html(part) for part in parts)


@pytest.mark.parametrize("at", range(16))
def test_a_line_in_a_grid_of_its_own_goes_on_with_the_head(at: int) -> None:
    # An empty column more shifts the line against its head: it is full, so its order tells.
    line = (*FIFTEEN[:at], "", *FIFTEEN[at:])
    for body in (FIFTEEN, line):
        report = page(tables(SPREAD[:3], [tuple(body)]), SECTION_FOUR)
        assert row_of(report, "reconsideration", "disputes") == [1, 2, 0, 0, 3]
        assert row_of(report, "direct_suit", "disputes") == [0, 0, 4, 0, 4]
        assert row_of(report, "suit_after_reconsideration", "disputes") == [0, 0, 0, 5, 5]


@pytest.mark.parametrize("at", range(16))
def test_a_shifted_line_with_blanks_is_not_read_under_other_heads(at: int) -> None:
    numbers = ("1", "2", "0", "0", "3", "0", "0", "4", "0", "4", *[""] * 5)
    line = (*numbers[:at], "", *numbers[at:])
    printed = {
        "reconsideration": [1, 2, 0, 0, 3],
        "direct_suit": [0, 0, 4, 0, 4],
        "suit_after_reconsideration": ["blank"] * 5,
    }
    for parts in (tables(SPREAD[:3], [line]), tables([*SPREAD[:3], line])):
        report = page(parts, SECTION_FOUR)
        for row, said in printed.items():
            found = row_of(report, row, "disputes")
            assert all(one in {other, "ambiguous"} for one, other in zip(found, said, strict=True))


def test_a_line_short_of_its_head_is_not_filled_up() -> None:
    line = ("0",) * 14
    for parts in (tables(SPREAD[:3], [line]), tables([*SPREAD[:3], line])):
        report = page(parts, SECTION_FOUR)
        for row in ("reconsideration", "direct_suit", "suit_after_reconsideration"):
            assert row_of(report, row, "disputes") == ["ambiguous"] * 5
