"""Small pages with the third table, whose numbers stand in one line or a row a kind of case."""

from __future__ import annotations

from pages import (
    FIFTEEN,
    FOUR,
    SECTION_FOUR,
    Form,
    disputes,
    every_form,
    html,
    keeping,
    losing,
    numbers,
    page,
    row_of,
    tabs,
)


@every_form
def test_the_line_of_fifteen(form: Form) -> None:
    report = page(form(disputes(FIFTEEN)), SECTION_FOUR)
    assert row_of(report, "reconsideration", "disputes") == [1, 2, 0, 0, 3]
    assert row_of(report, "direct_suit", "disputes") == [0, 0, 4, 0, 4]
    assert row_of(report, "suit_after_reconsideration", "disputes") == [0, 0, 0, 5, 5]


@losing
def test_the_line_with_lost_cells_is_solved_where_it_can_be(form: Form) -> None:
    # 1 2 3 must be reconsideration (1 + 2 = 3); 4 4 and 5 5 could stand in several places.
    lost = ("1", "2", "", "", "3", "", "", "4", "", "4", "", "", "", "5", "5")
    report = page(form(disputes(lost)), SECTION_FOUR)
    for row, total in (("reconsideration", 3), ("direct_suit", 4)):
        assert row_of(report, row, "disputes")[4] == total
    assert row_of(report, "suit_after_reconsideration", "disputes")[4] == 5
    assert "ambiguous" in row_of(report, "direct_suit", "disputes")
    assert 4 not in row_of(report, "direct_suit", "disputes")[:4]


@keeping
def test_each_kind_of_case_in_a_table_of_its_own(form: Form) -> None:
    tables = [
        [("行政复议", "", "", "", ""), FOUR, FIFTEEN[:5]],
        [("未经复议直接起诉", "", "", "", ""), FOUR, FIFTEEN[5:10]],
        [("复议后起诉", "", "", "", ""), FOUR, FIFTEEN[10:]],
    ]
    report = page("\n".join(map(form, tables)), SECTION_FOUR)
    assert row_of(report, "reconsideration", "disputes") == [1, 2, 0, 0, 3]
    assert row_of(report, "direct_suit", "disputes") == [0, 0, 4, 0, 4]
    assert row_of(report, "suit_after_reconsideration", "disputes") == [0, 0, 0, 5, 5]


@keeping
def test_a_wrong_sum_in_the_line_stays_as_printed(form: Form) -> None:
    wrong = ("10", "1", "0", "0", "0", *["0"] * 10)
    report = page(form(disputes(wrong)), SECTION_FOUR)
    assert row_of(report, "reconsideration", "disputes") == [10, 1, 0, 0, 0]
    failed = [one.rule for one in report.findings if one.ok is False and one.table == "disputes"]
    assert failed == ["B1", "B3"]  # and 1 of 0 cases corrected is no rate


@every_form
def test_a_note_under_the_table_is_no_part_of_it(form: Form) -> None:
    note = "注：行政复议、行政诉讼数量含上年度结转数量3件。"
    text = form(disputes(FIFTEEN))
    note = f"<p>{note}</p>" if form is html else "\n" + note
    report = page(text + note, SECTION_FOUR)
    assert row_of(report, "suit_after_reconsideration", "disputes") == [0, 0, 0, 5, 5]
    assert len(numbers(report)) == 15


def test_a_head_whose_first_label_is_lost_in_prose_makes_no_blank_row() -> None:
    # 行政复议 ends a sentence; the two kinds of suit behind the totals are head, not rows.
    head = "引发的行政复议2件。行政复议 | 行政诉讼 |||| " + " | ".join(FOUR)
    groups = " | 未经复议直接起诉 | 复议后起诉 ||||||||| "
    text = head + groups + " | ".join([*FOUR, *FOUR]) + " |||||| " + " | ".join(FIFTEEN)
    report = page(text, SECTION_FOUR)
    for row, printed in (("direct_suit", [0, 0, 4, 0, 4]), ("reconsideration", [1, 2, 0, 0, 3])):
        for found, said in zip(row_of(report, row, "disputes"), printed, strict=True):
            assert found in {said, "ambiguous"}


def test_a_foreign_column_is_passed_over() -> None:
    rows = [
        ("行政复议", "", "", "", "", "备注", "行政诉讼", *[""] * 9),
        (*FOUR, "", "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4),
        (*[""] * 6, *FOUR, *FOUR),
        (*FIFTEEN[:5], "9", *FIFTEEN[5:]),
    ]
    report = page(html(rows), SECTION_FOUR)
    for found, said in zip(row_of(report, "direct_suit", "disputes"), [0, 0, 4, 0, 4], strict=True):
        assert found in {said, "ambiguous"}
    assert 9 not in {fact.value for fact in report.parsed.facts}


@keeping
def test_a_line_for_each_year_leaves_open_which_is_meant(form: Form) -> None:
    # Nobody reads the year before a line: 2022 stands first here and is not the report's.
    before = ("7", "1", "0", "0", "8", *["0"] * 10)
    head = [(first, *row) for first, row in zip(("年度", "", ""), disputes(FIFTEEN), strict=False)]
    report = page(form([*head, ("2022年", *before), ("2023年", *FIFTEEN)]), SECTION_FOUR)
    assert 7 not in {fact.value for fact in report.parsed.facts}
    assert row_of(report, "reconsideration", "disputes")[:2] == ["ambiguous"] * 2


def test_a_cell_that_is_no_number_is_not_blank_where_it_cuts_the_line() -> None:
    line = (*FIFTEEN[:7], "4*", *FIFTEEN[8:])
    report = page(tabs([*disputes(FIFTEEN)[:3], line]), SECTION_FOUR)
    assert "blank" not in row_of(report, "direct_suit", "disputes")
    assert 4 not in row_of(report, "direct_suit", "disputes")[:3]


def test_a_head_in_two_rows_whose_labels_are_spaced_out() -> None:
    kinds = "".join(
        f"<td colspan=5>{kind}</td>" for kind in ("行政复议", "未经复议直接起诉", "复议后起诉")
    )
    upper = (
        "".join(f"<td>{text}</td>" for text in ("结 果", "结 果", "其 他", "尚 未", "总 计")) * 3
    )
    lower = "".join(f"<td>{text}</td>" for text in ("维 持", "纠 正", "结 果", "审 结", "")) * 3
    line = "".join(f"<td>{number}</td>" for number in FIFTEEN)
    table = "".join(f"<tr>{row}</tr>" for row in (kinds, upper, lower, line))
    report = page(f"<table>{table}</table>", SECTION_FOUR)
    assert row_of(report, "reconsideration", "disputes") == [1, 2, 0, 0, 3]
    assert row_of(report, "direct_suit", "disputes") == [0, 0, 4, 0, 4]
    assert row_of(report, "suit_after_reconsideration", "disputes") == [0, 0, 0, 5, 5]
