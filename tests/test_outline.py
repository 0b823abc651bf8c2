from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gxkit import forms
from gxkit.parsing import prose
from gxkit.parsing.headings import section_of, split_heading
from gxkit.parsing.model import Section
from gxkit.parsing.outline import outline

sys.path.insert(0, str(Path(__file__).parent))
from narrative_lines import lines_of, lines_without_tables
from seeds import every_seed

FORM = forms.load("2021")
TABLES = (
    "二、主动公开政府信息情况\n<proactive>\n三、收到和处理政府信息公开申请情况\n<requests>\n"
    "四、政府信息公开行政复议、行政诉讼情况\n<disputes>\n"
)


def read(page: str) -> list[Section]:
    return outline(lines_of(page), FORM)[0]


def shape(page: str) -> list[tuple[int, int, str]]:
    return [(entry.section, entry.part, entry.heading) for entry in read(page)]


def text_of(page: str, section: int, part: int = 0) -> str:
    return next(
        entry.text for entry in read(page) if (entry.section, entry.part) == (section, part)
    )


def numbers(page: str) -> list[int]:
    return [entry.section for entry in read(page) if entry.part == 0]


def overview(page: str) -> list[str]:
    return [entry.heading for entry in read(page) if entry.section == 1 and entry.part]


def test_a_page_as_the_form_has_it() -> None:
    page = (
        "云河市林业局2022年政府信息公开工作年度报告\n现公布本局年度报告。\n一、总体情况\n"
        "2022年，我局落实条例。\n（一）主动公开\n公开信息12条。\n（二）依申请公开。收到申请3件。\n"
        + TABLES
        + "五、存在的主要问题及改进情况\n更新不及时。\n六、其他需要报告的事项\n无。\n云河市林业局\n2023年1月9日"
    )
    assert [(one.section, one.part, one.heading, one.text, one.where) for one in read(page)] == [
        (0, 0, "", "现公布本局年度报告。", "l2"),
        (1, 0, "总体情况", "2022年，我局落实条例。", "l3"),
        (1, 1, "主动公开", "公开信息12条。", "l5"),
        (1, 2, "依申请公开", "收到申请3件。", "l7"),
        (2, 0, "主动公开政府信息情况", "", "l8"),
        (3, 0, "收到和处理政府信息公开申请情况", "", "l10"),
        (4, 0, "政府信息公开行政复议、行政诉讼情况", "", "l12"),
        (5, 0, "存在的主要问题及改进情况", "更新不及时。", "l14"),
        (6, 0, "其他需要报告的事项", "无。", "l16"),
    ]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("总体情况:", 1),
        (" 总 体 情 况 ", 1),
        ("总体概述", 1),
        ("2023年政务公开总体情况", 1),
        ("政府信息公开工作的基本概况", 1),
        ("行政机关主动公开政府信息情况", 2),
        ("主动公开政府政府情况", 2),
        ("行政机关收到和处理政府信息公开申请情况", 3),
        ("依申请公开和不予公开情况", 3),
        ("政府信息依申请公开办理情况", 3),
        ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("行政复议行政诉讼", 4),
        ("申请行政复议及提起诉讼情况", 4),
        ("现存问题与改进举措", 5),
        ("政府信息公开工作存在的主要问题及改进情况", 5),
        ("存在问题和改进措施", 5),
        ("其它需要报告的事项", 6),
        ("其他报告事项", 6),
        ("需要说明的事项", 6),
        ("總體情況", 1),
        ("总体情况说明", 1),
        ("其他", 6),
    ],
)
def test_variants_of_headings(heading: str, section: int) -> None:
    assert section_of(heading) == (section, False)


@pytest.mark.parametrize(
    "words",
    [
        "本年新收政府信息公开申请数量",
        "上年结转政府信息公开申请数量",
        "本年度办理结果",
        "结转下年度继续办理",
        "加强主动公开工作",
        "主动公开意识不强",
        "主动公开力度不大",
        "依申请公开工作仍需加强",
        "平台建设滞后，主动公开信息偏少",
        "依申请公开答复质量有待提高",
        "2023年，我局收到申请9件。",
        "",
    ],
)
def test_what_is_no_heading(words: str) -> None:
    assert section_of(words) is None


def test_headings_glued_to_the_paragraph_before() -> None:
    page = "一、总体情况\n公布活动信息等。二、主动公开政府信息情况\n<proactive>\n三、收到和处理政府信息公开申请情况"
    assert numbers(page) == [1, 2, 3]
    assert text_of(page, 1) == "公布活动信息等。"


def test_a_whole_page_on_one_line() -> None:
    page = (
        "云河市林业局2022年政府信息公开工作年度报告 根据条例编制。一、总体情况 2022年我局落实条例。"
        "（一）主动公开情况 公开信息12条。（二）监督保障情况 开展检查2次。二、主动公开政府信息情况 "
        "三、收到和处理政府信息公开申请情况 四、政府信息公开行政复议、行政诉讼情况 "
        "五、存在的主要问题及改进情况 更新不及时。六、其他需要报告的事项 无。"
    )
    assert shape(page)[1:4] == [
        (1, 0, "总体情况"),
        (1, 1, "主动公开情况"),
        (1, 2, "监督保障情况"),
    ]
    assert numbers(page) == [0, 1, 2, 3, 4, 5, 6]
    assert text_of(page, 1, 1) == "公开信息12条。"
    assert text_of(page, 5) == "更新不及时。"


def test_text_on_the_line_of_the_heading() -> None:
    page = "一、总体情况  2020年,全系统落实条例。\n六、其他需要报告的事项：无。"
    assert (text_of(page, 1), text_of(page, 6)) == ("2020年,全系统落实条例。", "无。")


def test_section_names_in_the_preamble_are_no_headings() -> None:
    page = (
        "本报告由总体情况、主动公开政府信息情况、其他需要报告的事项等六部分组成。\n"
        "全文包括：一、总体情况；二、主动公开政府信息情况；三、其他。\n一、总体情况\n我局落实条例。"
    )
    assert numbers(page) == [0, 1]
    assert text_of(page, 1) == "我局落实条例。"


def test_a_table_of_contents_is_passed_over() -> None:
    contents = "\n".join(
        f"{ordinal}、{section.zh} ...... {at}"
        for at, (ordinal, section) in enumerate(zip("一二三四五六", FORM.sections, strict=True), 1)
    )
    page = f"{contents}\n前言。\n一、总体情况\n我局落实条例。\n五、存在的主要问题及改进情况\n慢。\n六、其他需要报告的事项\n无。"
    assert (text_of(page, 1), text_of(page, 5)) == ("我局落实条例。", "慢。")
    assert numbers(page) == [0, 1, 5, 6]


def test_row_labels_left_over_are_no_headings() -> None:
    page = TABLES.replace("<requests>", "<requests>\n三、本年度办理结果\n四、结转下年度继续办理")
    assert numbers(page) == [2, 3, 4]


def test_numbers_may_be_wrong_or_missing() -> None:
    page = "总体情况\n甲。\n一、主动公开政府信息情况\n四、存在问题及改进措施\n乙。\n五、其他需要报告的事项\n丙。"
    assert numbers(page) == [1, 2, 5, 6]
    assert (text_of(page, 5), text_of(page, 6)) == ("乙。", "丙。")


def test_missing_headings_are_told_by_the_tables() -> None:
    page = (
        "一、总体情况\n甲。\n<proactive>\n<requests>\n注：含上年结转。\n<disputes>\n"
        "注：含上年。\n（一）主要问题\n更新慢。\n（二）改进措施\n加强检查。\n六、其他需要报告的事项\n无。"
    )
    assert shape(page) == [
        (1, 0, "总体情况"),
        (3, 0, ""),
        (4, 0, ""),
        (5, 0, ""),
        (5, 1, "主要问题"),
        (5, 2, "改进措施"),
        (6, 0, "其他需要报告的事项"),
    ]
    messages = [note.message for note in outline(lines_of(page), FORM)[1]]
    assert "heading of section 5 is missing" in messages
    assert "no section 2" in messages


def test_problems_of_last_year_open_section_five() -> None:
    page = (
        TABLES
        + "注：含上年结转。\n（一）2024年工作中存在问题的改进情况\n已完成整改。\n（二）下一步打算\n加强培训。"
    )
    assert shape(page)[-3:] == [
        (5, 0, ""),
        (5, 1, "2024年工作中存在问题的改进情况"),
        (5, 2, "下一步打算"),
    ]


def test_heading_one_is_missing() -> None:
    page = (
        "根据条例，现公布本局年度报告。\n2022年，我局落实条例，公开信息，回应关切，开展培训，加强检查。\n"
        "（一）主动公开\n公开信息12条。\n二、主动公开政府信息情况"
    )
    assert shape(page)[:3] == [(0, 0, ""), (1, 0, ""), (1, 1, "主动公开")]
    assert text_of(page, 0) == "根据条例，现公布本局年度报告。"


def test_slides_repeat_headings() -> None:
    page = "# 一、总体情况\n我局落实条例。\n## （一）主动公开\n甲。\n# (一) 主动公开\n- 乙\n- 丙\n## (二) 依申请公开\n丁。"
    assert overview(page) == ["主动公开", "依申请公开"]
    assert text_of(page, 1, 1) == "甲。\n乙\n丙"


def test_cuts_within_a_sentence_are_healed() -> None:
    page = "一、总体情况\n严格执行《云\n\n河市公开办法》，落实责任，\n\n确保不泄密。\n\n开展培训。"
    assert text_of(page, 1) == "严格执行《云河市公开办法》，落实责任，确保不泄密。\n开展培训。"


def test_fragments_are_not_joined() -> None:
    rows = [
        "持续打造栏目清晰、检索方便、内容完整、更新及时的公开平台建设",
        "利用多种渠道，及时回应群众关切",
    ]
    assert prose.heal(rows) == rows


def test_the_outline_before_2019() -> None:
    page = (
        "一、概述\n甲。\n二、主动公开政府信息情况\n乙。\n三、依申请公开政府信息办理情况\n丙。\n四、收费及减免情况\n丁。\n"
        "五、行政复议、诉讼和申诉情况\n戊。\n六、存在的主要问题和改进措施\n己。\n七、需要说明的事项\n庚。"
    )
    assert [(one.section, one.part, one.heading, one.text) for one in read(page)] == [
        (1, 0, "概述", "甲。"),
        (2, 0, "主动公开政府信息情况", "乙。"),
        (3, 0, "依申请公开政府信息办理情况", "丙。"),
        (4, 0, "行政复议、诉讼和申诉情况", "戊。"),
        (5, 0, "存在的主要问题和改进措施", "己。"),
        (6, 0, "需要说明的事项", "庚。"),
        (6, 1, "收费及减免情况", "丁。"),
    ]


def test_problems_and_measures_in_two_sections() -> None:
    page = "五、存在的主要问题\n更新慢。\n六、改进措施\n加强检查。\n七、其他需要报告的事项\n无。"
    assert shape(page) == [
        (5, 0, "存在的主要问题"),
        (5, 1, "改进措施"),
        (6, 0, "其他需要报告的事项"),
    ]


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("（二）依申请公开情况\n甲。\n（三）监督保障\n乙。", ["依申请公开情况", "监督保障"]),
        ("1.主动公开情况。甲。\n2.依申请公开情况。乙。", ["主动公开情况", "依申请公开情况"]),
        (
            "1.扎实做好主动公开。公开12条。 2.规范依申请公开办理。收到3件。",
            ["扎实做好主动公开", "规范依申请公开办理"],
        ),
        ("1、强化领导\n甲。\n2、健全制度\n乙。", ["强化领导", "健全制度"]),
        ("一是主动公开。二是依申请公开。", []),
        ("1.公开信息12条，其中网站8条。\n2.办理建议3件，全部办结。", []),
        ("主动公开情况\n甲。\n依申请公开情况\n乙。", ["主动公开情况", "依申请公开情况"]),
        (
            "(一)主动公开方面，公开12条。(二)依申请公开方面，收到3件。",
            ["主动公开方面", "依申请公开方面"],
        ),
        ("（一）平台建设：升级网站。", ["平台建设"]),
        ("依据第二十条第（一）项公开。", []),
        ("(四)府信息公开平台建设情况\n甲。", ["府信息公开平台建设情况"]),
        ("（一）主动公开情况2022年，公开12条。", ["主动公开情况"]),
        ("（一）依申请公开全年收到申请3件，均按时办结。", ["依申请公开"]),
        ("(一)主动公开.公开12条.(二)依申请公开.2022年收到3件.", ["主动公开", "依申请公开"]),
        ("（一）主动公开——公开12条。", ["主动公开"]),
        ("主动公开：公开12条。\n监督保障：开展培训。", ["主动公开", "监督保障"]),
        ("（1）主动公开情况。甲。\n（2）监督保障情况。乙。", ["主动公开情况", "监督保障情况"]),
        (
            "1.坚持高位推动，夯实基础。成立小组。\n2.聚焦关切，扩大公开。公开12条。",
            ["坚持高位推动，夯实基础", "聚焦关切，扩大公开"],
        ),
        ("（一） 2022 年公开情况：公开12条。", ["2022 年公开情况"]),
    ],
)
def test_parts_of_section_one(body: str, parts: list[str]) -> None:
    assert overview("一、总体情况\n2022年，我局落实条例。\n" + body) == parts


def test_signature_attachments_and_chrome_are_no_text() -> None:
    page = "六、其他需要报告的事项\n无收费。\n云河县青石镇人民政府\n2021年1月8日\n附件：年报.docx\n【打印】【关闭】"
    assert text_of(page, 6) == "无收费。"


def test_a_signature_glued_to_the_last_sentence_is_cut_off() -> None:
    assert text_of("六、其他需要报告的事项\n无收费。 云河县水利局 2021年1月8日", 6) == "无收费。"


def test_tables_restart_the_numbering() -> None:
    page = (
        "一、总体情况\n甲。\n二、存在问题及改进措施\n慢。\n一、主动公开政府信息情况\n<proactive>\n"
        "二、收到和处理政府信息公开申请情况\n<requests>\n五、其他需要报告的事项\n无。"
    )
    assert numbers(page) == [1, 2, 3, 5, 6]
    assert (text_of(page, 5), text_of(page, 6)) == ("慢。", "无。")


def test_a_heading_over_two_lines() -> None:
    page = (
        "四、政府信息公开行政复议、\n行政诉讼情况\n<disputes>\n五、存在的主要问题及改进情况\n慢。"
    )
    assert shape(page)[0] == (4, 0, "政府信息公开行政复议、行政诉讼情况")


@pytest.mark.parametrize(
    "heading", ["五存在的主要问题及改进情况", "第五部分 存在的主要问题及改进情况"]
)
def test_an_ordinal_without_a_point_still_heads(heading: str) -> None:
    page = f"一、总体情况\n甲。\n{heading}\n更新慢。"
    assert (numbers(page), text_of(page, 5)) == ([1, 5], "更新慢。")


def test_an_item_and_the_label_below_it_are_no_heading() -> None:
    page = "五、存在的主要问题及改进情况\n二、更新不够快.\n改进的措施:\n加强检查."
    assert text_of(page, 5) == "二、更新不够快.\n改进的措施:\n加强检查."


def test_lines_that_a_page_cut_are_healed() -> None:
    rows = [
        "公开意识有待提高。个别单位主要负责同志对政务",
        "公开重视不够。",
        "下一步加强培训，",
        "2024年全部完成。",
    ]
    assert prose.heal(rows) == [
        "公开意识有待提高。个别单位主要负责同志对政务公开重视不够。",
        "下一步加强培训，2024年全部完成。",
    ]


def test_a_preamble_under_heading_one_stays_there() -> None:
    page = "一、总体情况\n根据条例编制本报告，统计期限为2022年1月1日至12月31日。"
    assert numbers(page) == [1]


def test_a_page_without_anything() -> None:
    assert outline([], FORM) == ([], [])


def test_heading_and_text_of_a_part() -> None:
    assert split_heading("推进平台建设。完成升级。") == ("推进平台建设", "完成升级。")
    assert split_heading("监督保障。") == ("监督保障", "")


@every_seed
def test_overviews_of_real_reports(shared: Path, stem: str) -> None:
    gold = json.loads((shared / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    lines = lines_without_tables((shared / "seeds" / f"{stem}.txt").read_text(encoding="utf-8"))
    sections, _ = outline(lines, forms.load(gold["form"]))
    parts = [entry.heading for entry in sections if entry.section == 1 and entry.part]
    assert parts == gold["overview"]
    numbers = [entry.section for entry in sections if entry.part == 0 and entry.section]
    assert numbers == ([1, 2, 3, 4, 5] if stem.startswith("000") else [1, 2, 3, 4, 5, 6])


@pytest.mark.parametrize(
    "item",
    [
        "4.总结复议诉讼案例，防范答复风险。",
        "3.推行依申请公开网上办理",
        "三、依申请公开答复不规范。",
        "四、复议诉讼风险上升",
    ],
)
def test_an_item_of_section_five_is_no_heading_of_an_earlier_section(item: str) -> None:
    page = f"一、总体情况\n概述。\n{TABLES}五、存在的主要问题及改进情况\n1.人员不足。\n{item}\n5.解读少。\n"
    assert text_of(page, 5) == f"1.人员不足。\n{item}\n5.解读少。"
    assert numbers(page) == [1, 2, 3, 4, 5]


def test_an_outline_that_begins_anew_repeats_the_words_of_the_form() -> None:
    page = (
        f"一、总体情况\n{TABLES}五、存在的主要问题及改进情况\n人员不足。\n一、总体情况\n又一段。\n"
    )
    assert text_of(page, 1) == "又一段。"
    assert text_of(page, 5) == "人员不足。"
