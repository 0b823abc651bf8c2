"""The label of a group of rows, printed over several lines beside them, is no row of its own."""

from __future__ import annotations

from reading import Found, found_in, read_page

HEAD = """云岭县档案局2023年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计
一、本年新收政府信息公开申请数量  4  0  0  0  0  0  4
二、上年结转政府信息公开申请数量  0  0  0  0  0  0  0
（一）予以公开  3  0  0  0  0  0  3
1.属于国家秘密  0  0  0  0  0  0  0
2.其他法律行政法规禁止公开  0  0  0  0  0  0  0
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请  0  0  0  0  0  0  0
"""
FOOT = """3.其他  1  0  0  0  0  0  1
（七）总计  4  0  0  0  0  0  4
四、结转下年度继续办理  0  0  0  0  0  0  0
"""
WRAPPED = """（六）其
2.申请人逾期未按收费通知要求缴纳费用、
他处理  5  0  0  0  0  0  5
行政机关不再处理其政府信息公开申请
"""
PART = "other.fee_unpaid"


def cells(text: str, code: str) -> Found:
    """Return the cells of a row of the requests."""
    return {key: told for key, told in found_in(read_page(text)).items() if key[1] == code}


def test_numbers_behind_half_a_label_are_of_a_row_beside_it_that_nobody_can_tell() -> None:
    """The wrapped row's numbers stand in the line of the group's label: 他处理 5 0 0."""
    text = HEAD + WRAPPED + FOOT
    assert [key for key, told in cells(text, "other").items() if told[1] == "number"] == []
    assert {told[1] for told in cells(text, PART).values()} == {"ambiguous"}
    assert cells(text, "other.other")["requests", "other.other", "total"] == (1.0, "number")


def test_a_row_with_its_whole_label_keeps_its_numbers() -> None:
    whole = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请  5  0  0  0  0  0  5\n"
    assert cells(HEAD + whole + FOOT, PART)["requests", PART, "total"] == (5.0, "number")


def test_the_blanks_of_a_group_stay_where_its_first_label_has_lost_a_character() -> None:
    """The figure of 1. beside the label of the group is no number of it."""
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    whole = {
        "一、本年新收政府信息公开申请数量": "", "二、上年结转政府信息公开申请数量": "",
        "（一）予以公开": "", "（七）总计": "", "四、结转下年度继续办理": "",
    }  # fmt: skip
    blanks = "<td></td>" * 7
    rows = [f"<tr><td colspan=2>{label}</td>{blanks}</tr>" for label in whole]
    parts = (
        "1.申请人无正当理由逾不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    )
    group = [f"<tr><td>{label}</td>{blanks}</tr>" for label in parts]
    group[0] = group[0].replace("<tr>", "<tr><td rowspan=3>（六）其他处理</td>")
    head = "<tr><td colspan=2></td>" + "".join(f"<td>{name}</td>" for name in names) + "</tr>"
    title = "云岭县档案局2023年政府信息公开工作年度报告"
    page = f"<p>{title}</p><p>三、收到和处理政府信息公开申请情况</p><table>{head}"
    html = page + "".join([*rows[:3], *group, *rows[3:]]) + "</table>"
    found = found_in(read_page(html, "page.html"))
    told = {key[1]: state for key, (_, state) in found.items() if key[1].startswith("other.")}
    assert told == dict.fromkeys(("other.not_corrected", PART, "other.other"), "blank")
