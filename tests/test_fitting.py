"""Small pages written by hand, one a rule of fitting: which number stands in which cell.

Every expected cell was worked out by hand from the page above it. The pages are fictional.
"""

from __future__ import annotations

import pytest
from pages import (
    APPLICANTS,
    LABELS,
    ROWS,
    TABLE,
    Cells,
    Form,
    bars,
    every_form,
    glued,
    hows,
    html,
    keeping,
    losing,
    numbers,
    page,
    requests,
    row_of,
    tabs,
)
from reading import read_page

# 2. Tied by label, never by order alone


@every_form
def test_numbers_stand_under_their_labels(form: Form) -> None:
    seven = ("1", "2", "3", "4", "5", "6", "21")
    report = page(form(requests({"new": seven, "granted": seven, "total": seven})))
    assert row_of(report, "new") == [1, 2, 3, 4, 5, 6, 21]
    assert row_of(report, "granted") == [1, 2, 3, 4, 5, 6, 21]
    assert row_of(report, "carried_over") == [0] * 7
    assert hows(report, "new") == {"label"}
    assert {finding.ok for finding in report.findings if finding.table == "requests"} == {True}


@every_form
def test_swapped_rows_keep_their_numbers(form: Form) -> None:
    order = ["carried_over", "new", *ROWS[2:]]
    report = page(form(requests({"new": ("5", "0", "0", "0", "0", "0", "5")}, rows=order)))
    assert row_of(report, "new") == [5, 0, 0, 0, 0, 0, 5]
    assert row_of(report, "carried_over") == [0] * 7


@every_form
def test_swapped_columns_keep_their_numbers(form: Form) -> None:
    head = ("", "自然人", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他", "总计")
    report = page(form(requests({"new": ("1", "2", "3", "0", "0", "0", "6")}, head=head)))
    assert row_of(report, "new") == [1, 3, 2, 0, 0, 0, 6]


@keeping
def test_the_total_may_come_first(form: Form) -> None:
    head = ("", "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    report = page(form(requests({"new": ("6", "1", "2", "3", "0", "0", "0")}, head=head)))
    assert row_of(report, "new") == [1, 2, 3, 0, 0, 0, 6]


@every_form
def test_a_missing_row_is_absent_and_its_neighbours_stay(form: Form) -> None:
    order = [row for row in ROWS if row != "refused.law_prohibits"]
    third = ("3", "0", "0", "0", "0", "0", "3")
    report = page(form(requests({"refused.security_stability": third}, rows=order)))
    assert row_of(report, "refused.law_prohibits") == ["absent"] * 7
    assert row_of(report, "refused.security_stability") == [3, 0, 0, 0, 0, 0, 3]


@every_form
def test_a_damaged_label_is_healed(form: Form) -> None:
    own = ("0", "4", "0", "0", "0", "0", "4")
    labels = {"refused.law_prohibits": "2.其他法律行政止公开"}
    report = page(form(requests({"refused.law_prohibits": own}, labels)))
    assert row_of(report, "refused.law_prohibits") == [0, 4, 0, 0, 0, 0, 4]


@every_form
def test_short_labels(form: Form) -> None:
    labels = {
        "other.not_corrected": "1.逾期不补正",
        "other.fee_unpaid": "2.逾期不缴费",
        "partly_granted": "（二）部分公开",
    }
    own = {row: (str(n), "0", "0", "0", "0", "0", str(n)) for n, row in enumerate(labels, 1)}
    report = page(form(requests(own, labels)))
    assert [row_of(report, row)[0] for row in labels] == [1, 2, 3]


@keeping
def test_labels_that_name_nothing_give_no_numbers(form: Form) -> None:
    """A row called 数据1 may be any row: its numbers are not placed by guess."""
    labels = {"not_processed.petition": "数据1", "not_processed.repeated": "数据2"}
    own = dict.fromkeys(labels, ("8", "0", "0", "0", "0", "0", "8"))
    report = page(form(requests(own, labels)))
    assert not {8.0} & set(map(str, row_of(report, "not_processed.petition")))
    assert "not_processed.petition" not in {row for _, row, _ in numbers(report)}
    assert "not_processed.repeated" not in {row for _, row, _ in numbers(report)}


@keeping
def test_an_extra_row_moves_nothing(form: Form) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "1", "2", "3"),
        ("其他主动公开文件", "77", "78", "79"),
        ("行政规范性文件", "4", "5", "6"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert row_of(report, "regulation", "proactive") == [1, 2, 3]
    assert row_of(report, "normative_document", "proactive") == [4, 5, 6]
    assert len(numbers(report)) == 6


@keeping
def test_a_row_printed_twice_with_other_numbers_is_open(form: Form) -> None:
    rows = requests({"granted": ("1", "0", "0", "0", "0", "0", "1")})
    twice = [*rows, (LABELS["granted"], "2", "0", "0", "0", "0", "2")]
    report = page(form(twice))
    assert row_of(report, "granted") == ["ambiguous"] * 7
    messages = [note.message for note in report.parsed.notes]
    assert [message for message in messages if "twice" in message] != []


@every_form
def test_a_row_printed_twice_alike_is_one_row(form: Form) -> None:
    own = {"granted": ("1", "0", "0", "0", "0", "0", "1")}
    rows = requests(own)
    report = page(form([*rows[:4], rows[3], *rows[4:]]))
    assert row_of(report, "granted") == [1, 0, 0, 0, 0, 0, 1]


# 1 and 4. Blank is not zero; lost blanks are solved or stay open


@keeping
def test_a_blank_is_blank(form: Form) -> None:
    own = {"new": ("0", "", "", "", "", "", "0"), "carried_over": ("",) * 7}
    report = page(form(requests(own)))
    assert row_of(report, "new") == [0, "blank", "blank", "blank", "blank", "blank", 0]
    assert row_of(report, "carried_over") == ["blank"] * 7


@losing
def test_a_row_without_any_number_is_blank(form: Form) -> None:
    report = page(form(requests({"carried_over": ("",) * 7})))
    assert row_of(report, "carried_over") == ["blank"] * 7
    assert row_of(report, "new") == [0] * 7


@losing
def test_the_only_placing_that_adds_up_is_arithmetic(form: Form) -> None:
    # new prints 2 3 5; columns say where: granted and total print 2 3 0 0 0 0 5 whole.
    whole = ("2", "3", "0", "0", "0", "0", "5")
    own = {"new": ("2", "3", "", "", "", "", "5"), "granted": whole, "total": whole}
    report = page(form(requests(own)))
    assert row_of(report, "new") == [2, 3, "blank", "blank", "blank", "blank", 5]
    assert hows(report, "new") == {"arithmetic"}


@losing
def test_several_placings_are_ambiguous(form: Form) -> None:
    # Two rows of outcomes print 2 2; the total has 2 and 2 under two applicants: one row each.
    total = ("2", "2", "0", "0", "0", "0", "4")
    part = ("2", "", "", "", "", "", "2")
    own = {"new": total, "granted": part, "partly_granted": part, "total": total}
    report = page(form(requests(own)))
    for row in ("granted", "partly_granted"):
        states = row_of(report, row)
        assert states[:2] == ["ambiguous"] * 2
        # What is the same in both placings is known: the rest is empty, the total is 2.
        assert states[2:] == ["blank", "blank", "blank", "blank", 2]


@losing
def test_no_placing_is_ambiguous_and_a_check_fails_or_is_open(form: Form) -> None:
    # 2 3 and 9: nothing adds up, wherever they stand.
    report = page(form(requests({"new": ("2", "3", "", "", "", "", "9")})))
    assert set(row_of(report, "new")) == {"ambiguous"}
    first = next(finding for finding in report.findings if finding.rule == "A1")
    assert first.ok is not True


@losing
def test_documents_obey_no_sum_so_a_lone_number_stays_open(form: Form) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "", "", ""),
        ("行政规范性文件", "", "", "3"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert row_of(report, "regulation", "proactive") == ["blank"] * 3
    assert row_of(report, "normative_document", "proactive") == ["ambiguous"] * 3


@keeping
def test_documents_with_empty_cells_kept(form: Form) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "", "", ""),
        ("行政规范性文件", "", "", "3"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert row_of(report, "regulation", "proactive") == ["blank"] * 3
    assert row_of(report, "normative_document", "proactive") == ["blank", "blank", 3]


def test_glued_digits_with_one_reading() -> None:
    # 5110108: 5 1 1 0 1 0 8 adds up (8 in all); 51 10 10 8 and the like do not.
    whole = ("5", "1", "1", "0", "1", "0", "8")
    report = page(glued(requests({"new": whole, "granted": whole, "total": whole})))
    assert row_of(report, "new") == [5, 1, 1, 0, 1, 0, 8]
    assert row_of(report, "total") == [5, 1, 1, 0, 1, 0, 8]
    assert row_of(report, "carried_forward") == [0] * 7


def test_glued_digits_of_two_figures() -> None:
    # 10 2 0 0 0 0 12: 102000012 has no other cut into seven that adds up.
    whole = ("10", "2", "0", "0", "0", "0", "12")
    report = page(glued(requests({"new": whole, "granted": whole, "total": whole})))
    found = row_of(report, "new")
    assert [value for value in found if value not in {10, 2, 0, 12, "ambiguous"}] == []
    assert found[-1] in {12, "ambiguous"}


def test_glued_zeros_of_the_first_table() -> None:
    rows = [("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "0", "0", "0")]
    rows += [("行政规范性文件", "1", "2", "0")]
    report = page(glued(rows), "二、主动公开政府信息情况")
    assert row_of(report, "regulation", "proactive") == [0, 0, 0]
    # 120 may be 1 2 0, or 12 and 0, or 1 and 20, or 120.
    assert row_of(report, "normative_document", "proactive") == ["ambiguous"] * 3


@pytest.mark.parametrize("form", [tabs, bars])
def test_rows_that_lost_their_empty_cells_are_not_read_from_the_left(form: Form) -> None:
    rows = [("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "2", "1", "0")]
    section = "二、主动公开政府信息情况"
    report = page(form([*rows, ("行政规范性文件", "3")]), section)
    assert row_of(report, "regulation", "proactive") == [2, 1, 0]
    assert row_of(report, "normative_document", "proactive") == ["ambiguous"] * 3
    # Where the page does show an empty cell before a number, only the last ones can be missing.
    report = page(form([rows[0], ("规章", "", "1", "0"), ("行政规范性文件", "3")]), section)
    assert row_of(report, "normative_document", "proactive")[0] == 3


def test_lines_of_the_same_number_of_cells_end_with_their_last_column() -> None:
    table: list[Cells] = [("", "", "", *APPLICANTS)]
    for code in ROWS:
        label = ["", "", ""]
        label[len(TABLE.row[code].path)] = LABELS[code]
        table.append((*label, "", "", "", "", "", "", "0"))
    report = page(tabs(table))
    for code in ("new", "granted", "refused.process"):
        assert row_of(report, code) == [*["blank"] * 6, 0]


def test_a_grid_row_with_fewer_cells_than_a_head_that_does_not_stand_over_it() -> None:
    """The head names seven columns in its order, and five are printed: which, nobody can tell."""
    head = "<tr><td>自然人<td>法人或其他组织<td>总计<tr>" + "".join(
        f"<td>{name}" for name in APPLICANTS[1:-1]
    )
    rows = "".join(f"<tr><td>{LABELS[code]}<td>3<td><td>1<td><td>4" for code in ROWS)
    report = page(f"<table><tr><td>申请人情况{head}{rows}</table>")
    assert {value for code in ROWS for value in row_of(report, code)} == {"ambiguous"}


@keeping
def test_a_head_with_a_column_twice_ties_nothing(form: Form) -> None:
    """法人或其他组织 may be what was cut in two; which 其他 is the column, no sum can tell."""
    head = ("申请人情况", "自然人", "法人", "其他", *APPLICANTS[1:])
    report = page(form(requests({"new": ("1", "2", "3", "4", "5", "6", "21")}, head=head)))
    assert row_of(report, "new") == ["ambiguous"] * 7


def test_a_head_whose_labels_stand_at_different_heights_ties_nothing() -> None:
    """Set in the middle of its cell, 自然人 is a line below 法人或其他组织, and left of it."""
    seven = ("1", "2", "3", "4", "5", "6", "21")
    rows = ["  ".join(cells) for cells in requests({"new": seven})[-len(ROWS) :]]
    for head in (
        ("申请人情况", "法人或其他组织", "  ".join(APPLICANTS)),
        ("申请人情况", "法人或其他组织", "自然人", "  ".join(APPLICANTS[1:])),
        ("法人或其他组织", "  ".join((*APPLICANTS[:5], "总计")), "其他"),
        ("自然人  科研机构  法律服务机构  总计", "商业企业  社会公益组织  其他"),
    ):
        found = row_of(page("\n".join([*head, *rows])), "new")
        assert found in ([1, 2, 3, 4, 5, 6, 21], ["ambiguous"] * 7), head


def test_a_first_column_whose_label_ran_into_the_corner_is_there() -> None:
    """Six numbers under six labels are not theirs: one may stand under the seventh, lost one."""
    head = "项目自然人  商业企业  科研机构社会公益组织法律服务机构其他  总计"
    rows = [f"{LABELS[code]}  34  9  0  1  0  44" for code in ROWS]
    report = page("\n".join([head, *rows]))
    assert row_of(report, "new")[1:3] in ([9, "ambiguous"], ["ambiguous"] * 2)


def test_a_long_number_between_bars_is_one_number() -> None:
    rows = [("信息内容", "采购项目数量", "采购总金额", ""), ("政府集中采购", "0", "11398889", "")]
    report = page(bars([("第二十条第（九）项", "", "", ""), *rows]), "二、主动公开政府信息情况")
    assert row_of(report, "procurement", "proactive") == [0, 11398889]


def test_the_last_row_without_its_total() -> None:
    rows = requests()
    short = [*rows[:-1], rows[-1][:-1]]
    report = page(tabs(short))
    assert row_of(report, "carried_forward")[-1] in {"blank", "ambiguous"}
    assert row_of(report, "total") == [0] * 7


# Publishers' own arithmetic


@keeping
def test_a_wrong_sum_stays_as_printed(form: Form) -> None:
    report = page(form(requests({"new": ("1", "0", "0", "0", "0", "0", "9")})))
    assert row_of(report, "new") == [1, 0, 0, 0, 0, 0, 9]
    sums = [finding for finding in report.findings if finding.table == "requests"]
    failed = {finding.rule for finding in sums if finding.ok is False}
    assert failed == {"A1", "A3"}


@keeping
def test_arithmetic_never_moves_a_number_of_a_whole_row(form: Form) -> None:
    # The columns are printed the other way than the sums would like: labels win.
    report = page(form(requests({"new": ("5", "1", "0", "0", "0", "4", "0")})))
    assert row_of(report, "new") == [5, 1, 0, 0, 0, 4, 0]


# 7. Numbers, marks, notes, units


@keeping
def test_marks_notes_and_units_in_cells(form: Form) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "/", "—", "无"),
        ("行政规范性文件", "22（其中修订16件）", "３", "1,234件"),
        ("信息内容", "本年处理决定数量", "", ""),
        ("行政许可", "详见附件", "", ""),
        ("信息内容", "本年收费金额（单位：万元）", "", ""),
        ("行政事业性收费", "251000元", "", ""),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert row_of(report, "regulation", "proactive") == ["nil"] * 3
    assert row_of(report, "normative_document", "proactive") == [22, 3, 1234]
    assert row_of(report, "licence", "proactive") == ["unreadable"]
    (fee,) = (fact for fact in report.parsed.facts if fact.row == "fee")
    assert (fee.value, fee.unit, fee.raw) == (251_000, "元", "251000元")


@keeping
def test_changes_of_the_old_form(form: Form) -> None:
    rows = [
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        ("行政许可", "55", "+19", "120"),
        ("其他对外管理服务事项", "7", "减少2", "0"),
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        ("行政处罚", "30", "-11", "4"),
        ("行政强制", "3", "0", "0"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert report.form == "2019"
    assert row_of(report, "licence", "proactive") == [55, 19, 120]
    assert row_of(report, "other_service", "proactive") == [7, -2, 0]
    assert row_of(report, "penalty", "proactive") == [30, -11, 4]


# 3. Which form


OLD = [
    ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
    ("规章", "1", "2", "3"),
    ("规范性文件", "4", "5", "6"),
]


@every_form
def test_the_old_table_in_a_new_year(form: Form) -> None:
    """The heads say which form it is, whatever the year and the circular that is cited."""
    heading = (
        "柳溪镇2022年政府信息公开工作年度报告\n根据国办公开办函〔2021〕30号要求编制。\n"
        "一、总体情况\n二、主动公开政府信息情况"
    )
    report = page(form(OLD), heading)
    assert (report.form, report.meta["year"]) == ("2019", 2022)
    told = "the tables follow form 2019, which is not the form for reports on 2022"
    assert told in {note.message for note in report.parsed.notes}
    assert row_of(report, "regulation", "proactive") == [1, 2, 3]
    assert row_of(report, "normative_document", "proactive") == [4, 5, 6]


@every_form
def test_a_single_row_six_in_the_new_form(form: Form) -> None:
    order = [row for row in ROWS if not row.startswith("other.")]
    order.insert(order.index("total"), "other")
    own = {"other": ("3", "0", "0", "0", "0", "0", "3")}
    proactive = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "0", "0"),
    ]
    heading = "二、主动公开政府信息情况"
    text = form(proactive) + "\n" + form(requests(own, rows=order))
    report = page(text, heading)
    assert report.form == "2021"
    assert row_of(report, "other") == [3, 0, 0, 0, 0, 0, 3]
    assert "other.other" not in {row for _, row, _ in numbers(report)}


# Heads


def test_a_head_split_over_two_rows_of_bars() -> None:
    rows = [
        ("", "自然人", "商业", "科研", "社会公益", "法律服务", "其他", "总计"),
        ("", "", "企业", "机构", "组织", "机构", "", ""),
    ]
    body = requests({"new": ("1", "2", "3", "4", "5", "6", "21")})[1:]
    report = page(bars([*rows, *body]))
    assert row_of(report, "new") == [1, 2, 3, 4, 5, 6, 21]


@keeping
def test_one_label_of_the_head_is_lost(form: Form) -> None:
    head = ("", *APPLICANTS[:-1], "")
    one = ("1", "0", "0", "0", "0", "0", "1")
    report = page(form(requests({"new": one, "granted": one, "total": one}, head=head)))
    assert row_of(report, "new") == [1, 0, 0, 0, 0, 0, 1]


@keeping
def test_a_head_cut_short_in_the_first_table(form: Form) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年度止件数", "现行有效件"),
        ("规章", "1", "2", "3"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert row_of(report, "regulation", "proactive") == [1, 2, 3]


def test_notes_with_numbers_in_the_head_are_no_numbers() -> None:
    rows = [
        (
            "信息内容",
            "上一年项目数量（指2018年12月31日的事项数）",
            "本年增/减（如-8）",
            "处理决定数量",
        ),
        ("行政许可", "55", "1", "120"),
    ]
    report = page(html(rows), "二、主动公开政府信息情况")
    assert row_of(report, "licence", "proactive") == [55, 1, 120]


HEADED_HTML = """<html><body><p>三、收到和处理政府信息公开申请情况</p><table>
<tr><td rowspan="3" colspan="2">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>
<td colspan="7">申请人情况</td></tr>
<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>
<tr><td>商业<br>企业</td><td>科研<br>机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>
<tr><td colspan="2">一、本年新收政府信息公开申请数量</td>
<td>4</td><td>1</td><td>&nbsp;</td><td></td><td></td><td>2</td><td>7</td></tr>
<tr><td colspan="2">二、上年结转政府信息公开申请数量</td>
<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
<tr><td rowspan="3">三、本年度办理结果</td><td>（一）予以公开</td>
<td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td><td>6</td></tr>
<tr><td>（二）部分公开</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td><td>1</td></tr>
<tr><td>（七）总计</td><td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>2</td><td>7</td></tr>
<tr><td colspan="2">四、结转下年度继续办理</td>
<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
</table></body></html>"""


def test_spans_of_labels_and_heads() -> None:
    report = read_page(HEADED_HTML, "page.html")
    assert row_of(report, "new") == [4, 1, "blank", "blank", "blank", 2, 7]
    assert row_of(report, "granted") == [4, 1, 0, 0, 0, 1, 6]
    assert row_of(report, "partly_granted") == [0, 0, 0, 0, 0, 1, 1]
    assert row_of(report, "total") == [4, 1, 0, 0, 0, 2, 7]
    assert row_of(report, "refused.process") == ["absent"] * 7


def test_one_number_across_two_columns_is_in_neither() -> None:
    wide = "<td>0</td><td colspan='2'>5</td><td>0</td><td>0</td><td>0</td><td>5</td>"
    plain = "<td>4</td><td>1</td><td>&nbsp;</td><td></td><td></td><td>2</td><td>7</td>"
    assert plain in HEADED_HTML
    report = read_page(HEADED_HTML.replace(plain, wide), "page.html")
    assert set(row_of(report, "new")) == {"ambiguous"}


def test_one_number_down_two_rows_is_in_neither() -> None:
    old = "<td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td><td>6</td></tr>"
    shared = "<td rowspan='2'>4</td>" + old.removeprefix("<td>4</td>")
    second = "<tr><td>（二）部分公开</td><td>0</td>"
    assert old in HEADED_HTML
    assert second in HEADED_HTML
    text = HEADED_HTML.replace(old, shared).replace(second, "<tr><td>（二）部分公开</td>")
    report = read_page(text, "page.html")
    assert row_of(report, "granted")[0] == "ambiguous"
    assert row_of(report, "partly_granted")[0] == "ambiguous"
    assert row_of(report, "granted")[1:] == [1, 0, 0, 0, 1, 6]


# 6. Cut tables, torn labels


@pytest.mark.parametrize("form", [tabs, bars, html])
def test_a_table_cut_by_a_page(form: Form) -> None:
    own = {row: (str(n), "0", "0", "0", "0", "0", str(n)) for n, row in enumerate(ROWS)}
    rows = requests(own)
    cut = form(rows[:12]) + ("<p>- 3 -</p>" if form is html else "\n\n- 3 -\n\n") + form(rows[12:])
    report = page(cut)
    found = {row: row_of(report, row)[0] for row in ROWS}
    assert found == {row: float(n) for n, row in enumerate(ROWS)}


@pytest.mark.parametrize("form", [tabs, html])
def test_a_head_repeated_after_the_cut(form: Form) -> None:
    own = {row: (str(n), "0", "0", "0", "0", "0", str(n)) for n, row in enumerate(ROWS)}
    rows = requests(own)
    report = page(form(rows[:12]) + "\n" + form([rows[0], *rows[12:]]))
    assert [row_of(report, row)[0] for row in ROWS] == [float(n) for n in range(len(ROWS))]


def test_labels_torn_from_their_numbers() -> None:
    """Labels above, numbers below, as some extractors leave a table: by order, if sums agree."""
    whole = ("2", "3", "0", "0", "0", "0", "5")
    rows = requests({"new": whole, "granted": whole, "total": whole})
    labels = "\n".join(row[0] for row in rows[1:])
    cells = "\n".join(text for row in rows[1:] for text in row[1:])
    report = page("\n".join(APPLICANTS) + "\n" + labels + "\n" + cells)
    found = row_of(report, "new")
    assert found in ([2, 3, 0, 0, 0, 0, 5], ["ambiguous"] * 7, ["blank"] * 7)
    assert "label" not in {fact.how for fact in report.parsed.facts if fact.state == "number"}


def test_labels_torn_from_too_few_numbers_give_none() -> None:
    """One number is missing in the heap: nobody can say which."""
    rows = requests({"new": ("2", "3", "0", "0", "0", "0", "5")})
    labels = "\n".join(row[0] for row in rows[1:])
    cells = [text for row in rows[1:] for text in row[1:]]
    report = page("\n".join(APPLICANTS) + "\n" + labels + "\n" + "\n".join(cells[:-3]))
    assert numbers(report) == []


def test_group_labels_in_pieces() -> None:
    own = {"granted": ("1", "0", "0", "0", "0", "0", "1")}
    rows = [("", *row) for row in requests(own)]
    start = next(n for n, row in enumerate(rows) if row[1] == LABELS["granted"])
    for n, sign in enumerate("三、本年度"):
        rows[start + n] = (sign, *rows[start + n][1:])
    report = page(tabs(rows))
    assert row_of(report, "granted") == [1, 0, 0, 0, 0, 0, 1]
    assert row_of(report, "partly_granted") == [0] * 7
