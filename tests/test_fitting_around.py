"""What stands around a table, and looks like a part of it, changes no cell."""

from __future__ import annotations

import pytest
from pages import (
    LABELS,
    ROWS,
    SECTION_FOUR,
    Form,
    a_cell_a_line,
    disputes,
    every_form,
    html,
    keeping,
    numbers,
    page,
    requests,
    row_of,
    tabs,
)
from reading import read_page

PROSE = """云岭县档案局2023年政府信息公开工作年度报告
本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六部分组成。
一、总体情况
本年新收政府信息公开申请12件，上年结转1件，予以公开9件，部分公开2件，结转下年度继续办理2件。
二、主动公开政府信息情况
规章0件，行政规范性文件7件；行政许可35件，行政处罚4件，行政强制1件，行政事业性收费20万元。
三、收到和处理政府信息公开申请情况
自然人8件，商业企业4件，科研机构0件。总计12件。
四、政府信息公开行政复议、行政诉讼情况
行政复议2件，其中结果维持1件，结果纠正1件。行政诉讼0件。
五、存在的主要问题及改进情况
公开内容不够全面。
六、其他需要报告的事项
无。
"""


def test_tables_told_in_prose_are_absent() -> None:
    report = read_page(PROSE)
    assert report.form == "2021"
    assert {fact.state for fact in report.parsed.facts} == {"absent"}


def test_tables_told_in_prose_line_by_line_are_absent() -> None:
    report = read_page(PROSE.replace("，", "，\n").replace("；", "；\n").replace("。", "。\n"))
    assert numbers(report) == []


def test_a_table_of_contents_is_no_table() -> None:
    contents = "\n".join(
        ["目录", *(f"{n}{LABELS[row]}......{n}" for n, row in enumerate(ROWS[:4], 1))]
    )
    report = read_page(contents + "\n" + PROSE)
    assert numbers(report) == []


def test_prose_before_the_table_does_not_enter_it() -> None:
    before = "本年度本单位行政处罚处理决定数量39件。\n现行有效行政规范性文件7个。\n"
    rows = [
        ("信息内容", "本年处理决定数量"),
        ("行政处罚", "40"),
        ("行政强制", "0"),
    ]
    report = page(before + tabs(rows), "二、主动公开政府信息情况")
    assert row_of(report, "penalty", "proactive") == [40]
    assert row_of(report, "normative_document", "proactive") == ["absent"] * 3


@every_form
def test_a_page_number_between_rows_is_no_cell(form: Form) -> None:
    """A foot of a page between two rows, where a source keeps no cells, may not shift a row."""
    rows = requests({"new": ("1", "0", "0", "0", "0", "0", "1")})
    foot = "<p>第2页</p>" if form is html else "\n第2页\n"
    report = page(form(rows[:6]) + foot + form(rows[6:]))
    assert row_of(report, "new") == [1, 0, 0, 0, 0, 0, 1]
    found = {row: row_of(report, row) for row in ROWS[5:]}
    assert [row for row, cells in found.items() if set(cells) - {0, "ambiguous"}] == []


def test_labels_in_a_list_of_other_reports_are_no_table() -> None:
    menu = "规章\n行政规范性文件\n行政许可\n行政处罚\n行政强制\n行政事业性收费\n其他"
    report = read_page(f"{menu}\n{PROSE}\n{menu}\n2023\n12\n7\n")
    assert numbers(report) == []


def test_a_telephone_number_is_no_cell() -> None:
    text = tabs(requests()) + "\n（联系电话：5551234，邮编100000）"
    report = page(text)
    assert {fact.value for fact in report.parsed.facts if fact.state == "number"} == {0}
    assert len(numbers(report)) == 175


BLANKS = ("", "", "1", "", "1", "1", "", "", "", "1", "", "", "1", "", "1")
BEHIND = [
    "##",
    "***",
    "——",
    "－",
    "*",
    "待定",
    "3",
    "- 3 -",
    "/",
    "无",
    "##  五、存在的主要问题及改进情况",
]


@pytest.mark.parametrize("line", BEHIND)
@keeping
def test_what_stands_behind_the_line_of_fifteen_does_not_shift_it(form: Form, line: str) -> None:
    """A rule, a page number or a Markdown mark below a table is no sixteenth cell of it."""
    text = form(disputes(BLANKS)) + (f"<p>{line}</p>" if form is html else f"\n{line}\n")
    report = page(text, SECTION_FOUR)
    said = [
        ("blank", "blank", 1, "blank", 1),
        (1, "blank", "blank", "blank", 1),
        ("blank", "blank", 1, "blank", 1),
    ]
    rows = ("reconsideration", "direct_suit", "suit_after_reconsideration")
    for row, cells in zip(rows, said, strict=True):
        for found, cell_said in zip(row_of(report, row, "disputes"), cells, strict=True):
            # Leaving it open is honest; another number or place is not.
            assert found in {cell_said, "ambiguous"}, (row, line)


@pytest.mark.parametrize("line", BEHIND)
@every_form
def test_what_stands_behind_a_table_does_not_shift_its_last_row(form: Form, line: str) -> None:
    last = ("1", "2", "0", "0", "0", "0", "3")
    own = {"new": last, "carried_forward": last}
    text = form(requests(own)) + (f"<p>{line}</p>" if form is html else f"\n{line}\n")
    found = row_of(page(text), "carried_forward")
    assert found in ([1, 2, 0, 0, 0, 0, 3], ["ambiguous"] * 7)


@pytest.mark.parametrize("said", ["无", "/", "无。", "0"])
@every_form
def test_what_section_five_says_is_no_cell(form: Form, said: str) -> None:
    last = ("1", "2", "0", "0", "0", "0", "3")
    text = form(requests({"carried_forward": last}))
    heading = "五、存在的主要问题及改进情况"
    text += f"<p>{heading}</p><p>{said}</p>" if form is html else f"\n{heading}\n{said}\n"
    report = page(text)
    assert row_of(report, "carried_forward") == [1, 2, 0, 0, 0, 0, 3]
    assert [s.text for s in report.parsed.sections if s.section == 5][:1] in ([said], [])


@keeping
def test_a_row_of_another_form_in_the_first_table_is_passed_over(form: Form) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "0", "0"),
        ("行政规范性文件", "7", "1", "30"),
        ("政府集中采购", "5", "6", "7"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert report.form == "2021"
    assert row_of(report, "normative_document", "proactive") == [7, 1, 30]
    assert {fact.value for fact in report.parsed.facts} & {5, 6} == set()


@keeping
def test_the_number_of_a_row_is_no_cell_of_it(form: Form) -> None:
    rows = [
        ("序号", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("1", "规章", "12", "13", "14"),
        ("2", "行政规范性文件", "15", "16", "17"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    for row, said in (("regulation", [12, 13, 14]), ("normative_document", [15, 16, 17])):
        found = row_of(report, row, "proactive")
        assert found in (said, ["ambiguous"] * 3)


def test_heads_of_a_list_below_do_not_turn_the_table_above() -> None:
    own = requests({"new": ("3", "0", "0", "0", "0", "0", "3")})
    rows = [
        *own,
        ("乡镇", "规章", "行政许可", "行政处罚", "行政强制", "行政事业性收费"),
        ("云岭镇", "1", "2", "3", "4", "5"),
    ]
    report = page(html(rows))
    assert row_of(report, "new") == [3, 0, 0, 0, 0, 0, 3]
    assert row_of(report, "carried_forward") == [0] * 7


def test_a_table_says_how_many_of_its_cells_are_not_known() -> None:
    lost = {"new": ("2", "", "2", "", "", "", "4"), "carried_over": ("2", "", "2", "", "", "", "4")}
    report = page(a_cell_a_line(requests(lost, rows=["new", "carried_over", "granted", "total"])))
    doubtful = sum(fact.state == "ambiguous" for fact in report.parsed.facts)
    assert doubtful > 0
    told = f"{doubtful} of 175 cells of requests (收到和处理政府信息公开申请情况) are ambiguous"
    assert told in {note.message for note in report.parsed.notes}


@keeping
def test_a_row_that_only_the_second_list_has_is_not_absent(form: Form) -> None:
    rows = [
        ("执法类别", "本年处理决定数量", "", ""),
        ("行政许可", "1", "", ""),
        ("行政处罚", "2", "", ""),
        ("行政强制", "3", "", ""),
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "12", "13", "14"),
        ("行政规范性文件", "15", "16", "17"),
        ("信息内容", "本年处理决定数量", "", ""),
        ("行政许可", "18", "", ""),
        ("行政处罚", "19", "", ""),
        ("行政强制", "20", "", ""),
        ("信息内容", "本年收费金额（单位：万元）", "", ""),
        ("行政事业性收费", "21", "", ""),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert row_of(report, "fee", "proactive") in ([21], ["ambiguous"])
    assert row_of(report, "licence", "proactive") == ["ambiguous"]


@keeping
def test_a_row_that_may_bear_the_label_of_its_neighbour_is_open(form: Form) -> None:
    rows = [
        ("信息内容", "本年处理决定数量"),
        ("行政许可", "18"),
        ("信息内容", "本年处理决定数量"),
        ("行政处罚", "19"),
        ("行政处罚", "20"),
    ]
    report = page(form(rows), "二、主动公开政府信息情况")
    assert row_of(report, "licence", "proactive") == [18]
    assert row_of(report, "penalty", "proactive") == ["ambiguous"]
    assert row_of(report, "compulsion", "proactive") == ["ambiguous"]


def test_a_list_of_years_before_the_table_takes_no_row_from_it() -> None:
    own = requests(dict.fromkeys(("new", "total"), ("3", "0", "0", "0", "0", "0", "3")))
    years = [
        ("年度", "本年新收政府信息公开申请数量", "予以公开", "部分公开", "总计"),
        ("2022年", "8", "5", "3", "8"),
    ]
    change = [
        ("项目", "2022年", "2023年"),
        ("本年新收政府信息公开申请数量", "8", "3"),
        ("上年结转政府信息公开申请数量", "1", "0"),
        ("予以公开", "5", "0"),
        ("部分公开", "3", "0"),
        ("总计", "8", "0"),
    ]
    report = page(html(years) + html(own) + html(change))
    for row, said in (("total", [3, 0, 0, 0, 0, 0, 3]), ("carried_forward", [0] * 7)):
        assert row_of(report, row) in (said, ["ambiguous"] * 7)


def test_a_row_that_only_the_table_of_another_year_has_is_open() -> None:
    ours = requests({"new": ("3", "0", "0", "0", "0", "0", "3")}, rows=ROWS[:5] + ROWS[6:])
    other = requests({ROWS[5]: ("8", "0", "0", "0", "0", "0", "8")})
    report = page(html(ours) + html(other))
    assert row_of(report, ROWS[5]) == ["ambiguous"] * 7


def test_a_caption_of_last_year_ends_where_one_of_this_year_begins() -> None:
    """Both tables in lines of text, the small one of last year right above ours."""
    rows = tabs(requests({"new": ("1", "0", "0", "0", "0", "0", "1")}))
    small = "2022年收到申请情况表\n指标\t数量\n收到\t8"
    title = "云河市林业局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况"
    report = read_page(f"{title}\n{small}\n2023年收到申请情况表\n{rows}\n五、存在问题\n")
    assert row_of(report, "new") == [1, 0, 0, 0, 0, 0, 1]


YEARS = [
    ("2022年政府信息公开申请情况表", True),
    ("上年度收到和处理申请情况如下：", True),
    ("（2022年）", True),
    ("2023年政府信息公开申请情况表", False),
    ("2022年至2023年政府信息公开申请情况表", False),
    ("我局2022年收到申请3件，2023年的情况见下。", False),
    ("截至上年结转的申请", False),
    ("单位：件", False),
]


@pytest.mark.parametrize(("caption", "another"), YEARS)
@pytest.mark.parametrize("place", ["above", "inside", "text"])
def test_a_table_captioned_for_another_year_is_not_this_years(
    caption: str, another: bool, place: str
) -> None:
    rows = requests({"new": ("1", "0", "0", "0", "0", "0", "1")})
    table = tabs(rows) if place == "text" else html(rows)
    if place == "inside":
        table = table.replace("<table>", f"<table><tr><td colspan=8>{caption}</td></tr>", 1)
        assert caption in table
    elif place == "above":
        table = f"<p>{caption}</p>{table}"
    else:
        table = f"{caption}\n{table}"
    title = "云河市林业局2023年政府信息公开工作年度报告"
    heading = "三、收到和处理政府信息公开申请情况"
    if place == "text":
        report = read_page(f"{title}\n{heading}\n{table}\n五、存在问题\n")
    else:
        report = read_page(f"<p>{title}</p><p>{heading}</p>{table}<p>五、存在问题</p>", "a.html")
    assert report.meta["year"] == 2023
    found = row_of(report, "new")
    assert found == (["ambiguous"] * 7 if another else [1, 0, 0, 0, 0, 0, 1])
    assert any("another year" in note.message for note in report.parsed.notes) == another
