"""The card in a notebook and in a terminal: the official layout, marks, escaping."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from gxkit import card, forms
from gxkit.card.grid import Slot, layout
from gxkit.card.page import MOST_NOTES
from gxkit.card.signs import failed_cells, show, tally
from gxkit.card.terminal import align, width
from gxkit.card.told import said
from gxkit.checks import Finding
from gxkit.documents.model import Note
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact, How, Parsed, Section, State
from gxkit.report import Report

EVIL = '<script>alert("x")</script>&\'"'


def fact(key: CellKey, value: float | None = 0.0, state: State = "number", **rest: object) -> Fact:
    how: How | None = "label" if state == "number" else None
    made = Fact(*key, value if state == "number" else None, "件", state, how, "raw", "t1 r2 c3")
    return made._replace(**rest)


def report(form_id: str = "2021", *facts: Fact, **rest: object) -> Report:
    """Make a report of zeros with certain other facts."""
    by_key = {key: fact(key) for key in forms.load(form_id).keys}
    by_key |= {(one.table, one.row, one.column): one for one in facts}
    made = Parsed(form_id, {"agency": "青川市档案局", "year": 2023}, tuple(by_key.values()), (), ())
    return Report(replace(made, **rest))  # type: ignore[arg-type]


def drawn(one: Report) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(one._repr_html_())


def expand(table: lxml_html.HtmlElement) -> list[list[str]]:
    """Lay out spans as a browser does; a hole or an overlap would show as a ragged row."""
    grid: dict[tuple[int, int], str] = {}
    for y, line in enumerate(table.iter("tr")):
        x = 0
        for cell in line:
            while (y, x) in grid:
                x += 1
            spans = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            for key in ((y + dy, x + dx) for dy in range(spans[0]) for dx in range(spans[1])):
                assert key not in grid
                grid[key] = cell.text_content()
    height, across = (1 + max(key[axis] for key in grid) for axis in (0, 1))
    assert len(grid) == height * across
    return [[grid[y, x] for x in range(across)] for y in range(height)]


def test_the_table_of_requests_looks_as_the_form_has_it() -> None:
    key = ("requests", "refused.process", "enterprise")
    grid = expand(drawn(report("2021", fact(key, 7.0))).findall(".//table")[1])
    assert len(grid) == 3 + 25
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert grid[0] == [note] * 3 + ["申请人情况"] * 7
    assert grid[1] == [note] * 3 + ["自然人", *["法人或其他组织"] * 5, "总计"]
    assert grid[2][3:] == [
        *("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    ]
    assert grid[3][:3] == ["一、本年新收政府信息公开申请数量"] * 3
    assert grid[12] == [
        *("三、本年度办理结果", "（三）不予公开", "6.属于四类过程性信息"),
        *("0!", "7!", "0!", "0!", "0!", "0!", "0!"),  # the row no longer adds up
    ]
    assert [line[0] for line in grid[3:]].count("三、本年度办理结果") == 22
    assert [line[1] for line in grid].count("（五）不予处理") == 5
    assert grid[-2][:3] == ["三、本年度办理结果", "（七）总计", "（七）总计"]


def test_the_table_of_disputes_looks_as_the_form_has_it() -> None:
    grid = expand(drawn(report("2021")).findall(".//table")[2])
    assert grid[0] == ["行政复议"] * 5 + ["行政诉讼"] * 10
    assert grid[1] == ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    assert grid[2] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    assert grid[3:] == [["0"] * 15]


def test_the_first_table_has_the_blocks_of_its_form() -> None:
    new = expand(drawn(report("2021")).findall(".//table")[0])
    assert new[:3] == [
        ["第二十条第（一）项"] * 4,
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
    ]
    assert len(new) == 4 + 3 + 4 + 3
    old = expand(drawn(report("2019")).findall(".//table")[0])
    assert len(old) == 4 + 4 + 4 + 3 + 3
    assert old[-2] == ["信息内容", "采购项目数量", "采购总金额", "采购总金额"]


def test_rows_in_place_of_official_ones_are_drawn_instead() -> None:
    columns = [column.code for column in forms.load("2021").table["requests"].columns]
    gone = ("other.not_corrected", "other.fee_unpaid", "other.other")
    facts = [
        fact(("requests", code, column), state="absent") for code in gone for column in columns
    ]
    facts += [fact(("requests", "other", column)) for column in columns]
    one = report("2021", *facts)
    grid = expand(drawn(one).findall(".//table")[1])
    assert len(grid) == 3 + 23
    assert grid[-3][:3] == ["三、本年度办理结果", "（六）其他处理", "（六）其他处理"]
    assert "逾期" not in card.text(one.parsed, one.findings)


def test_money_in_another_unit_than_the_head_says_has_its_own() -> None:
    key = ("proactive", "fee", "amount")
    one = report("2021", fact(key, 251000.0, unit="元"))
    assert re.search(r"行政事业性收费 +251000元\n", card.text(one.parsed, one.findings))
    (cell,) = drawn(one).xpath(".//th[.='行政事业性收费']/following-sibling::td")
    assert cell.text_content() == "251000元"
    (plain,) = drawn(report("2021", fact(key, 25.1, unit="万元"))).xpath(".//td[.='25.1']")
    assert plain.text_content() == "25.1"


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_every_cell_of_the_form_has_its_place(form_id: str) -> None:
    form = forms.load(form_id)
    slots = [slot for table in form.tables for line in layout(table) for slot in line]
    assert [slot.key for slot in slots if slot.key] == list(form.keys)


@pytest.mark.parametrize(
    ("state", "raw", "sign"),
    [
        ("blank", "", "_"),
        ("nil", "—", "—"),
        ("nil", " / ", "/"),
        ("nil", None, "/"),
        ("absent", None, "x"),
        ("ambiguous", "5110", "?"),
        ("unreadable", "见附件", "??"),
    ],
)
def test_every_state_has_its_sign_and_its_meaning(state: State, raw: str | None, sign: str) -> None:
    key = ("proactive", "licence", "decisions")
    one = report("2021", fact(key, state=state, raw=raw))
    (cell,) = drawn(one).findall(f".//td[@class='gx-{state}']")
    assert cell.text_content() == sign
    text = card.text(one.parsed, one.findings)
    assert re.search(rf"行政许可 +{re.escape(sign)}\n", text)
    meaning = {
        "blank": ("原文有此格，未填", "leaves it empty"),
        "nil": ("原文印的是符号，不是数", "prints a mark"),
        "absent": ("原文没有此格", "has no such cell"),
        "ambiguous": ("分不清各在哪一格", "not which cell each is in"),
        "unreadable": ("原文有字，不是数", "text that is no number"),
    }[state]
    for told, lang in zip(meaning, ("zh", "en"), strict=True):
        assert told in card.text(one.parsed, one.findings, lang)
        assert told in one.card(lang)._repr_html_()
        assert told not in card.text(report().parsed, report().findings, lang)


@pytest.mark.parametrize(("how", "mark"), [("order", "~"), ("arithmetic", "*"), ("corrected", "+")])
def test_a_number_that_was_not_placed_by_its_labels_is_marked(how: How, mark: str) -> None:
    one = report("2021", fact(("proactive", "penalty", "decisions"), 12.0, how=how))
    (cell,) = drawn(one).findall(f".//td[@class='gx-number gx-how-{how}']")
    assert cell.text_content() == f"12{mark}"
    assert re.search(rf"行政处罚 +12{re.escape(mark)}\n", card.text(one.parsed, one.findings))


def test_the_cells_of_a_failed_identity_are_lit() -> None:
    one = report("2021", fact(("disputes", "direct_suit", "total"), 2.0))
    lit = [cell.text_content() for cell in drawn(one).iter("td") if "gx-lit" in cell.get("class")]
    assert lit == ["0!", "0!", "0!", "0!", "2!"]
    message = "B1 复议诉讼各组：四种结果之和等于总计。未经复议直接起诉：0 ≠ 2（相差 +2）"
    assert message in one._repr_html_()
    text = card.text(one.parsed, one.findings)
    assert f"  {message}" in text
    assert "，不符 1，" in text
    english = (
        "B1 Disputes, each kind of case: the four results add up to the total. "
        "Suit without reconsideration: 0 ≠ 2 (difference +2)"
    )
    assert english in one.card("en")._repr_html_()
    assert f"  {english}" in repr(one.card("en"))
    assert " hold, 1 fails, " in repr(one.card("en"))


def test_a_sum_shows_its_numbers_but_not_its_zeros() -> None:
    row = "disputes", "reconsideration"
    numbers = {"upheld": 3.0, "pending": 4.0, "total": 8.0}
    one = report("2021", *(fact((*row, column), value) for column, value in numbers.items()))
    assert "行政复议：3 + 4 ≠ 8（相差 +1）" in card.text(one.parsed, one.findings)
    new = ("requests", "new", "total")
    one = report("2021", fact(new, 9.0))
    text = card.text(one.parsed, one.findings, "en")
    assert "New requests received this year: 0 ≠ 9 (difference +9)" in text
    assert "Total: 9 ≠ 0 (difference -9)" in text  # A3: 9 + 0 on the left, 0 + 0 on the right


def test_what_no_sum_is_said_in_the_language_with_the_labels_of_the_form() -> None:
    one = report("2021", fact(("requests", "granted", "enterprise"), 1.5))
    zh, en = (card.text(one.parsed, one.findings, lang) for lang in ("zh", "en"))
    assert "“（一）予以公开 × 商业企业”：1.5 不是整数" in zh
    assert "[Granted × Commercial enterprises]: 1.5 is no whole number" in en


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        (
            "申请表: all 0; the narrative states 19 requests",
            "申请表：全部为 0；正文却说有 19 件申请",
        ),
        (
            "一、本年新收政府信息公开申请数量: the subtotal 5 ('5', l12) ≠ 4, the sum of its parts",
            "一、本年新收政府信息公开申请数量：小计 5（l12）≠ 各项之和 4",
        ),
        (
            (
                "only disputes/direct_suit/total explains all 2 failed identities: 0 in place of 2; "
                "who erred is not known: OCR was not sure of disputes/direct_suit/total"
            ),
            (
                "只有“未经复议直接起诉 × 总计”能解释全部 2 个不成立的等式：应为 0，而非 2；"
                "不能断定是读错还是原文有误：文字识别没有把握：“未经复议直接起诉 × 总计”"
            ),
        ),
        (
            "form 2019, report on 2021: the form in force is that of 2021",
            "2021 年的报告用了2019年格式：当时有效的是2021年格式",
        ),
        (
            "years: title 2023, period 2022, report 2023",
            "所写年度：标题 2023，统计时段 2022，报告 2023",
        ),
        (
            "no heading of section 一; section 四 is numbered 五 (l4)",
            "缺第一部分的标题；第四部分的序号印作“五”（l4）",
        ),
        (
            "2022: names 云岭县教育局, in whose report 97% of its sections one and five stand",
            "2022：文中写着云岭县教育局，而第一、五部分有 97% 见于该机关的报告",
        ),
        ("a digit is lost: 12 for 120", "少了一位数字：120 成了 12"),
        (
            "行政复议: not assessable, 结果维持 is blank and 3 more",
            "行政复议：无从检查，结果维持空白等，另有 3 格",
        ),
    ],
)
def test_messages_of_checks_are_said_in_chinese(message: str, chinese: str) -> None:
    assert said(message, "2021", "zh") == chinese


def test_what_is_quoted_stays_as_it_is_printed() -> None:
    message = "l1「企业2件, 总计; who」 says 2, but the table has 3"
    assert said(message, "2021", "zh") == "l1「企业2件, 总计; who」说 2，而表中为 3"
    assert said(message, "2021", "en") == message
    assert said("总计局 says 2", "2021", "en") == "总计局 says 2"  # no label, but part of a name


def test_an_english_card_has_english_labels_in_the_same_places() -> None:
    one = report("2021", fact(("requests", "refused.process", "enterprise"), 7.0))
    zh, en = (lxml_html.fromstring(one.card(lang)._repr_html_()) for lang in ("zh", "en"))
    for left, right in zip(zh.iter("table"), en.iter("table"), strict=True):
        shapes = [
            [
                [(cell.get("rowspan"), cell.get("colspan")) for cell in row]
                for row in each.iter("tr")
            ]
            for each in (left, right)
        ]
        assert shapes[0] == shapes[1]
        assert set(re.findall("[\u4e00-\u9fff]", right.text_content())) <= {"件"}  # a unit
    grid = expand(en.findall(".//table")[1])
    assert grid[12][:3] == [
        *("Handled this year", "Refused", "four kinds of process information"),
    ]
    text = card.text(one.parsed, one.findings, "en")
    assert set(re.findall("[\u4e00-\u9fff]+", text)) == {"青川市档案局", "件"}


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_every_heading_of_a_group_has_english_words(form_id: str) -> None:
    for table in forms.load(form_id).tables:
        rows = {row.code for row in table.rows if row.instead_of}
        for unofficial in (set(), rows):
            texts = [slot.text for line in layout(table, unofficial, "en") for slot in line]
            assert [text for text in texts if re.search("[\u4e00-\u9fff]", text)] == []


def test_a_card_speaks_no_other_language() -> None:
    with pytest.raises(ValueError, match="no language 'fr'; a card speaks zh, en"):
        report().card("fr")  # type: ignore[arg-type]


def test_a_hint_is_counted_apart_and_lights_no_cell() -> None:
    sums = Finding("B1", "disputes", "identity", False, 0, 2, "disputes/direct_suit/total", "sum")
    late = Finding("D5b", None, "expected", False, None, None, "disputes/direct_suit/other", "late")
    hint = Finding("D3", None, "hint", False, None, None, "disputes/direct_suit/pending", "fees")
    open_ = Finding("D8", None, "expected", None, None, None, "", "no section five")
    found = [sums, late, hint, open_, sums._replace(ok=True)]
    assert tally(found) == "4 项检查：相符 1，不符 2，无从检查 1；提示 1 条"
    assert tally(found, "en") == "4 checks: 1 hold, 2 fail, 1 not assessable; 1 hint"
    assert tally([open_], "en") == "1 checks: 0 hold, 0 fail, 1 not assessable"
    assert failed_cells(found) == {"disputes/direct_suit/total"}
    text = card.text(report().parsed, found)
    assert "。late\n" in text
    assert "fees" not in text


def test_a_cell_says_where_it_is_from_when_pointed_at() -> None:
    key = ("proactive", "fee", "amount")
    one = report("2021", fact(key, 25.1, raw="251000元", where="t1 r9 c2", how="order"))
    (cell,) = drawn(one).findall(".//td[@class='gx-number gx-how-order']")
    assert cell.get("title").split("\n") == [
        "proactive/fee/amount",
        "状态：有数",
        "原文：“251000元”",
        "位置：t1 r9 c2",
        "归位：仅按次序",
    ]
    english = lxml_html.fromstring(one.card("en")._repr_html_())
    (cell,) = english.findall(".//td[@class='gx-number gx-how-order']")
    assert cell.get("title").split("\n") == [
        "proactive/fee/amount",
        "state: number",
        "printed: '251000元'",
        "where: t1 r9 c2",
        "how: order",
    ]


def test_nothing_of_a_page_reaches_the_notebook_as_markup() -> None:
    key = ("proactive", "licence", "decisions")
    one = report(
        "2021",
        fact(key, state="nil", raw=EVIL, where=EVIL),
        fact(("proactive", "fee", "amount"), state="unreadable", raw=EVIL),
        meta=dict.fromkeys(("agency", "title", "province", "path"), EVIL),
        sections=(
            Section(5, 1, "主要问题", EVIL, "l1"),
            Section(5, 2, "改进措施", EVIL, "l2"),
        ),
        notes=(Note("fit", "warning", EVIL, EVIL),),
    )
    tree = drawn(one)
    assert tree.findall(".//script") == []
    assert {name for node in tree.iter() for name in node.attrib if name.startswith("on")} == set()
    assert [item.text_content() for item in tree.findall(".//ol/li")] == [EVIL, EVIL]
    assert tree.find("h3").text_content().startswith(EVIL)
    assert one._repr_html_().count("<style>") == 1


def test_the_style_touches_nothing_outside_the_card() -> None:
    css = re.search(r"<style>(.*?)</style>", report()._repr_html_(), re.DOTALL)[1]  # type: ignore[index]
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = [
        part.strip() for rule in re.findall(r"([^{}]+)\{", css) for part in rule.split(",")
    ]
    assert [one for one in selectors if not one.startswith(".gxkit-card")] == []
    assert "url(" not in css
    assert "@import" not in css


def test_a_file_that_is_no_report_has_a_card_too() -> None:
    one = Report(Parsed(None, {}, (), (), (Note("form", "warning", "no table fits"),)))
    assert "机关未知 · 年度未知" in one._repr_html_()
    assert "注意：no table fits" in one._repr_html_()
    assert "agency unknown · year unknown" in one.card("en")._repr_html_()
    assert drawn(one).findall(".//table") == []
    assert card.text(one.parsed, one.findings).splitlines() == [
        "机关未知，年度未知",
        "未认出官方格式",
        "",
        "读取记录：1 条",
        "  注意：no table fits",
    ]
    assert card.text(one.parsed, one.findings, "en").splitlines() == [
        "agency unknown, year unknown",
        "no official form recognised",
        "",
        "notes: 1",
        "  warning: no table fits",
    ]


def test_points_of_a_report_without_tables_are_shown() -> None:
    one = Report(
        Parsed(None, {}, (), (Section(5, 0, "存在的问题", "主要问题：人手不足。", "l4"),), ())
    )
    assert "人手不足" in one._repr_html_()
    assert "存在的问题：1 条\n  1. 人手不足" in card.text(one.parsed, one.findings)
    assert "problems: 1\n  1. 人手不足" in card.text(one.parsed, one.findings, "en")


def test_a_long_diary_is_cut_in_the_card() -> None:
    notes = tuple(Note("fit", "info", f"note {number}") for number in range(MOST_NOTES + 3))
    page = report(notes=notes)._repr_html_()
    assert "…… 另有 3 条，见 .notes" in page
    assert "… and 3 more in .notes" in report(notes=notes).card("en")._repr_html_()
    assert f"note {MOST_NOTES - 1}<" in page
    assert f"note {MOST_NOTES}<" not in page
    assert "<details>" in page
    assert "<details open>" in report(notes=(Note("fit", "error", "broken"),))._repr_html_()


def test_columns_of_the_text_card_stand_below_one_another() -> None:
    one = report("2021", fact(("requests", "new", "total"), 1362.0))
    lines = card.text(one.parsed, one.findings).splitlines()
    head = next(line for line in lines if line.endswith("法律服务机构  其他   总计"))
    new = next(line for line in lines if line.startswith("一、本年新收"))
    assert new.endswith("  1362!")
    assert width(new) == width(head)
    assert width(head[: head.index("自然人") + 3]) == width(new[: new.index("0!") + 2])


def test_widths() -> None:
    assert (width(""), width("abc"), width("（一）"), width("规章 1")) == (0, 3, 6, 6)
    assert align([["", "总计"], ["规章", "12*"]]) == ["      总计", "规章   12*"]


def test_control_characters_do_not_reach_the_terminal() -> None:
    sections = (Section(5, 1, "主要问题", "first\x1b[31mred second", "l1"),)
    one = report(sections=sections, meta={"agency": "\x1b]0;x\x07局", "title": "a\nb"})
    text = card.text(one.parsed, one.findings)
    assert "\x1b" not in text
    assert "  1. first [31mred second" in text


def test_what_is_drawn_for_a_number() -> None:
    key = ("proactive", "fee", "amount")
    assert show(fact(key, 59237.2449), failed=False).sign == "59237.2449"
    assert show(fact(key, -11.0), failed=False).sign == "-11"
    assert show(fact(key, 11398889.0), failed=True).marks == "!"
    assert show(fact(key, state="nil", raw="不适用于本机关"), failed=False).sign == "不适用…"


def test_a_form_without_groups_of_columns_can_be_drawn() -> None:
    plain = replace(forms.load("2021").table["requests"], corner=("项目",))
    head = layout(plain)[0]
    assert head[0] == Slot("head", "项目", rowspan=1, colspan=3)
    assert [slot.text for slot in head[1:3]] == ["自然人", "商业企业"]
