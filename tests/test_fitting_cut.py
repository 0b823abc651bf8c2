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
