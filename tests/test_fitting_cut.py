"""Grids that converters cut, shifted or filled: no printed number is lost or moved unmarked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages import FIFTEEN, SECTION_FOUR, disputes, html, page, row_of, tabs

from gxkit.report import Report

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


HEAD = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
FIRST = [
    ("一、本年新收政府信息公开申请数量", "5", "1", "0", "0", "0", "0", "6"),
    ("二、上年结转政府信息公开申请数量", "0", "0", "0", "0", "0", "0", "0"),
    ("（一）予以公开", "1", "0", "0", "0", "0", "0", "1"),
    ("（二）部分公开", "1", "0", "0", "0", "0", "0", "1"),
]
SECOND = [
    ("1.属于国家秘密", "2", "1", "0", "0", "0", "0", "3"),
    ("2.其他法律行政法规禁止公开", "0", "0", "0", "0", "0", "0", "0"),
    ("3.危及“三安全一稳定”", "1", "", "", "", "", "", "1"),
]
SECRET, LAW, STABILITY = (
    "refused.state_secret",
    "refused.law_prohibits",
    "refused.security_stability",
)
BLANKS = [1, *["blank"] * 5, 1]


def cut_page(second: list[tuple[str, ...]]) -> Report:
    return page(tables([HEAD, *FIRST], second))


def test_a_part_in_the_same_grid_stands_under_the_head_of_the_first() -> None:
    report = cut_page(SECOND)
    assert row_of(report, SECRET) == [2, 1, 0, 0, 0, 0, 3]
    assert row_of(report, STABILITY) == BLANKS


@pytest.mark.parametrize("at", range(2, 9))
def test_a_part_with_a_column_more_is_realigned(at: int) -> None:
    report = cut_page([(*row[:at], "", *row[at:]) for row in SECOND])
    assert row_of(report, SECRET) == [2, 1, 0, 0, 0, 0, 3]
    assert row_of(report, LAW) == [0] * 7
    assert row_of(report, STABILITY) == BLANKS


@pytest.mark.parametrize("at", range(1, 8))
def test_a_part_with_a_column_less_is_open(at: int) -> None:
    report = cut_page([(*row[:at], *row[at + 1 :]) for row in SECOND])
    for row in (SECRET, LAW, STABILITY):
        assert row_of(report, row) == ["ambiguous"] * 7


def test_a_row_short_of_its_own_head_is_open_where_sums_do_not_tell() -> None:
    zeros = ("2.其他法律行政法规禁止公开", *["0"] * 6)
    report = page(html([HEAD, *FIRST, zeros]))
    assert row_of(report, LAW) == ["ambiguous"] * 7


def test_numbers_left_of_their_labels_are_not_blank() -> None:
    report = cut_page([(*row[1:], row[0]) for row in SECOND])
    for row in (SECRET, LAW, STABILITY):
        assert row_of(report, row) == ["ambiguous"] * 7
    assert sum("stand in no row" in note.message for note in report.parsed.notes) == 3


def test_a_part_with_a_single_row_belongs_to_the_table() -> None:
    blocks = [
        [
            ("第二十条第（一）项", "", "", ""),
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", "1", "2", "3"),
            ("行政规范性文件", "4", "5", "6"),
        ],
        [("第二十条第（八）项", ""), ("信息内容", "本年收费金额（单位：万元）")],
        [("行政事业性收费", "7")],
    ]
    report = page(tables(*blocks), "二、主动公开政府信息情况")
    assert row_of(report, "fee", "proactive") == [7]


def test_a_part_without_labels_leaves_the_other_rows_open() -> None:
    report = cut_page([row[1:] for row in SECOND])
    assert row_of(report, "granted") == [1, 0, 0, 0, 0, 0, 1]
    for row in (SECRET, LAW, STABILITY, "total"):
        assert row_of(report, row) == ["ambiguous"] * 7


def test_sums_refute_a_head_over_a_part_in_another_order() -> None:
    # The total stands first in the second part, which has as many columns as the first.
    second = [(row[0], row[-1], *row[1:-1]) for row in SECOND[:2]]
    second.append(("3.危及“三安全一稳定”", "3", "1", "2", "0", "0", "0", "0"))
    report = cut_page(second)
    assert row_of(report, SECRET) == ["ambiguous"] * 7
    assert row_of(report, "granted") == [1, 0, 0, 0, 0, 0, 1]


def test_one_wrong_sum_in_a_later_part_stays_as_printed() -> None:
    wrong = ("1.属于国家秘密", "2", "1", "0", "0", "0", "0", "4")
    report = cut_page([wrong, *SECOND[1:]])
    assert row_of(report, SECRET) == [2, 1, 0, 0, 0, 0, 4]
    assert row_of(report, LAW) == [0] * 7


def test_a_numbered_row_that_is_blank_has_no_number() -> None:
    rows = [(row[0], str(at), *row[1:]) for at, row in enumerate(FIRST, 1)]
    rows[1] = (rows[1][0], "2", *[""] * 7)
    head = "<tr><td colspan=2></td>" + "".join(f"<td>{text}</td>" for text in HEAD[1:]) + "</tr>"
    body = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in rows)
    report = page(f"<table>{head}{body}</table>")
    assert 2 not in row_of(report, "carried_over")


def test_a_row_torn_between_its_label_and_its_numbers_is_not_blank() -> None:
    torn = (SECOND[0][0], *[""] * 7)
    numbers = ("", *SECOND[0][1:])
    for report in (
        page(tables([HEAD, *FIRST, torn], [numbers, *SECOND[1:]])),
        page(tables([HEAD, *FIRST, torn], [numbers]) + html(SECOND[1:])),
        page(tabs([HEAD, *FIRST, torn, numbers, *SECOND[1:]])),
    ):
        assert row_of(report, SECRET) == ["ambiguous"] * 7
        assert row_of(report, "granted") == [1, 0, 0, 0, 0, 0, 1]
        assert row_of(report, LAW) == [0] * 7


def test_an_empty_row_before_a_part_with_labels_is_blank() -> None:
    empty = (SECOND[0][0], *[""] * 7)
    report = page(tables([HEAD, *FIRST, empty], SECOND[1:]))
    assert row_of(report, SECRET) == ["blank"] * 7
    assert row_of(report, LAW) == [0] * 7


def test_rows_that_a_converter_made_one_are_not_absent() -> None:
    one = tuple("\n".join(column) for column in zip(*SECOND, strict=True))
    report = page(html([HEAD, *FIRST, one]).replace("\n", "<br>"))
    for row in (SECRET, LAW, STABILITY):
        assert row_of(report, row) == ["ambiguous"] * 7
    assert row_of(report, "granted") == [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("form", [html, tabs])
def test_a_cell_that_is_no_number_leaves_no_blanks_in_a_row_named_like_its_group(
    form: Callable[..., str],
) -> None:
    label = "（六）其他处理"
    report = page(form([HEAD, *FIRST, (label, "3", "约2", *["0"] * 4, "5")]))
    assert row_of(report, "other") == [3, "unreadable", 0, 0, 0, 0, 5]
    report = page(form([HEAD, *FIRST, (label, "约3", "2", *["0"] * 4, "5")]))
    parts = ("not_corrected", "fee_unpaid", "other")
    assert all(row_of(report, f"other.{part}") == ["ambiguous"] * 7 for part in parts)


def test_a_line_short_by_cells_that_were_made_one_is_not_filled_up() -> None:
    # 0, 0 and 0 stand in one cell: the last number is the total, not 法律服务机构.
    report = page(tabs([HEAD, *FIRST, (SECOND[0][0], "1", "0", "0", "0 0 0", "1")]))
    assert row_of(report, SECRET) == ["ambiguous"] * 7
    assert row_of(report, "granted") == [1, 0, 0, 0, 0, 0, 1]
