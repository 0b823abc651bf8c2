from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from gxkit import forms
from gxkit.parsing import dates
from gxkit.parsing.agencies import kind_of_body
from gxkit.parsing.masthead import masthead
from gxkit.parsing.outline import outline

sys.path.insert(0, str(Path(__file__).parent))
from narrative_lines import lines_of, lines_without_tables
from seeds import every_seed

BODY = "\n一、总体情况\n我局认真落实条例。\n六、其他需要报告的事项\n无。"

# (what the row guards, page, agency, year, title)
CASES: list[tuple[str, str, str | None, int | None, str | None]] = [
    (
        "one line",
        "云河市教育局2023年政府信息公开工作年度报告",
        "云河市教育局",
        2023,
        "云河市教育局2023年政府信息公开工作年度报告",
    ),
    (
        "two lines",
        "云河市公安局东湖分局\n2024年政府信息公开工作年度报告",
        "云河市公安局东湖分局",
        2024,
        "云河市公安局东湖分局2024年政府信息公开工作年度报告",
    ),
    (
        "cut inside a phrase",
        "青山新城柳林街道办事处2023年度政府\n信息公开工作年度报告",
        "青山新城柳林街道办事处",
        2023,
        "青山新城柳林街道办事处2023年度政府信息公开工作年度报告",
    ),
    (
        "cut before its last word",
        "云河县民政局2020年政府信息公开工作\n年度报告",
        "云河县民政局",
        2020,
        "云河县民政局2020年政府信息公开工作年度报告",
    ),
    (
        "three lines",
        "云河县水利局\n2022年度\n政府信息公开工作年度报告",
        "云河县水利局",
        2022,
        "云河县水利局2022年度政府信息公开工作年度报告",
    ),
    (
        "year first, a department",
        "2020年云河市民政局政府信息公开工作年度报告",
        "云河市民政局",
        2020,
        "2020年云河市民政局政府信息公开工作年度报告",
    ),
    (
        "year first, a township",
        "2022年度青石镇政府信息公开工作年度报告",
        "青石镇人民政府",
        2022,
        "2022年度青石镇政府信息公开工作年度报告",
    ),
    (
        "year first, a city: its government reports",
        "2022年云河市政府信息公开工作年度报告",
        "云河市人民政府",
        2022,
        "2022年云河市政府信息公开工作年度报告",
    ),
    (
        "government spelled out runs into the noun",
        "云河市人民政府2023年政府信息公开工作年度报告",
        "云河市人民政府",
        2023,
        "云河市人民政府2023年政府信息公开工作年度报告",
    ),
    (
        "政府 shared with the noun",
        "2021年云河县人民政府信息公开工作年度报告",
        "云河县人民政府",
        2021,
        "2021年云河县人民政府信息公开工作年度报告",
    ),
    (
        "other noun: work report",
        "云河市公安局2024年度政府信息公开工作报告",
        "云河市公安局",
        2024,
        "云河市公安局2024年度政府信息公开工作报告",
    ),
    (
        "other noun: short",
        "青石乡2020年信息公开年报",
        "青石乡人民政府",
        2020,
        "青石乡2020年信息公开年报",
    ),
    (
        "other noun: 政务",
        "云河区卫生健康局2021年政务公开工作年度报告",
        "云河区卫生健康局",
        2021,
        "云河区卫生健康局2021年政务公开工作年度报告",
    ),
    (
        "doubled 年度",
        "柳林镇2019年度政府信息公开工作年度报告",
        "柳林镇人民政府",
        2019,
        "柳林镇2019年度政府信息公开工作年度报告",
    ),
    (
        "nav copy without agency, then the title",
        "2022年政府信息公开年报\n云河县统计局2022年政府信息公开工作年度报告",
        "云河县统计局",
        2022,
        "云河县统计局2022年政府信息公开工作年度报告",
    ),
    (
        "second copy lacks the year",
        "云河县统计局2020年政府信息公开工作年度报告\n云河县统计局政府信息公开工作年度报告",
        "云河县统计局",
        2020,
        "云河县统计局2020年政府信息公开工作年度报告",
    ),
    (
        "Markdown, English line, agency twice",
        "云河市商务局\n\nBureau of Commerce of **Yunhe**\n\n# 云河市商务局\n\n## 2023年度政府信息公开工作报告\n\n【2024年1月】",
        "云河市商务局",
        2023,
        "云河市商务局2023年度政府信息公开工作报告",
    ),
    (
        "title in a table cell",
        "标题: | 云河县林业局2018年政府信息公开工作年度报告 | ||\n---|---|---|---\n索 引 号 | 0123/2019-4 | 分类 | 其他",
        "云河县林业局",
        2018,
        "云河县林业局2018年政府信息公开工作年度报告",
    ),
    (
        "spaces inside",
        "云河市 审计局 2025 年 政府信息公开 工作年度报告",
        "云河市审计局",
        2025,
        "云河市审计局2025年政府信息公开工作年度报告",
    ),
    (
        "picture edition",
        "云河市审计局2024年政府信息公开工作年度报告（图片版）",
        "云河市审计局",
        2024,
        "云河市审计局2024年政府信息公开工作年度报告",
    ),
    (
        "Chinese year on the next line",
        "云河区园林局政府信息公开工作年度报告\n（二○二一年度）",
        "云河区园林局",
        2021,
        "云河区园林局政府信息公开工作年度报告（二○二一年度）",
    ),
    (
        "alias in the title, full name in the signature",
        "市财政局2019年度政府信息公开工作年度报告" + BODY + "\n云河市财政局\n2020年1月20日",
        "云河市财政局",
        2019,
        "市财政局2019年度政府信息公开工作年度报告",
    ),
    (
        "alias in the title, full name in the preamble",
        "县政府办2022年度政府信息公开工作年度报告\n根据条例，现公布云河县人民政府办公室2022年政府信息公开工作年度报告。"
        + BODY,
        "云河县人民政府办公室",
        2022,
        "县政府办2022年度政府信息公开工作年度报告",
    ),
    (
        "alias in the title and nothing fuller: as printed",
        "市财政局2019年度政府信息公开工作年度报告" + BODY,
        "市财政局",
        2019,
        "市财政局2019年度政府信息公开工作年度报告",
    ),
    (
        "region left out, full name in the contact",
        "民政局2020年政府信息公开工作年度报告\n本报告由民政局编制。如有疑问，请与云河县民政局联系，电话：0000-1234567。"
        + BODY,
        "云河县民政局",
        2020,
        "民政局2020年政府信息公开工作年度报告",
    ),
    (
        "no agency in the title, signature",
        "2019年政府信息公开工作年度报告" + BODY + "\n云河市生态环境局\n2020年1月8日",
        "云河市生态环境局",
        2019,
        "2019年政府信息公开工作年度报告",
    ),
    (
        "no title: preamble",
        "根据条例规定，现公布云河县档案馆2023年政府信息公开工作年度报告。本报告数据统计期限为2023年1月1日至2023年12月31日。"
        + BODY,
        "云河县档案馆",
        2023,
        None,
    ),
    (
        "no title: 由…编制",
        "本报告由云河县应急管理局编制，统计期限自2022年1月1日至12月31日。" + BODY,
        "云河县应急管理局",
        2022,
        None,
    ),
    (
        "no title: alias in the preamble, name in the signature",
        "现公布区政府办公室2021年政府信息公开工作年度报告。"
        + BODY
        + "\n东湖区人民政府办公室\n2022年1月19日",
        "东湖区人民政府办公室",
        2021,
        None,
    ),
    (
        "no title, no preamble: only signature and its date",
        "一、总体情况\n我镇认真落实条例。\n六、其他需要报告的事项\n无。\n云河县青石镇人民政府\n2023年1月12日",
        "云河县青石镇人民政府",
        2022,
        None,
    ),
    (
        "no title: subject of section one",
        "一、总体情况\n2022年，云河市体育局认真贯彻条例，公开信息90条。",
        "云河市体育局",
        2022,
        None,
    ),
    (
        "nothing at all: nobody and never",
        "一、总体情况\n我局认真落实条例。",
        None,
        None,
        None,
    ),
    (
        "breadcrumb and source are not the title",
        "首页 > 政务公开 > 云河市水利局2020年政府信息公开工作年度报告\n来源：云河市政府网 发布时间：2023-01-17 10:01\n云河市住房和城乡建设局2022年政府信息公开工作年度报告",
        "云河市住房和城乡建设局",
        2022,
        "云河市住房和城乡建设局2022年政府信息公开工作年度报告",
    ),
    (
        "publication date is not the year",
        "发布时间：2025-08-03\n云河县司法局2023年政府信息公开工作年度报告",
        "云河县司法局",
        2023,
        "云河县司法局2023年政府信息公开工作年度报告",
    ),
    (
        "a stale year in the body loses to the title",
        "东湖区教育局2023年政府信息公开工作年度报告\n一、总体情况\n2022年，东湖区教育局认真落实条例。",
        "东湖区教育局",
        2023,
        "东湖区教育局2023年政府信息公开工作年度报告",
    ),
    (
        "source in the meta line, when nothing else tells",
        "发布机构：云河市气象局\n一、总体情况\n2020年认真落实。",
        "云河市气象局",
        2020,
        None,
    ),
    (
        "preamble against signature: not known",
        "现公布云河县农业农村局2020年政府信息公开工作年度报告。"
        + BODY
        + "\n山阳县水利局\n2021年1月9日",
        None,
        2020,
        None,
    ),
    (
        "preamble's year against the period: not known",
        "现公布云河县民政局2022年政府信息公开工作年度报告。统计期限为2021年1月1日至2021年12月31日。"
        + BODY,
        "云河县民政局",
        None,
        None,
    ),
    (
        "bracketed alias",
        "云河市外事办公室（云河市港澳事务办公室）2022年政府信息公开工作年度报告",
        "云河市外事办公室",
        2022,
        "云河市外事办公室（云河市港澳事务办公室）2022年政府信息公开工作年度报告",
    ),
    (
        "bracket in the middle",
        "云河高新区（经开区）管委会2021年政府信息公开工作年度报告",
        "云河高新区管委会",
        2021,
        "云河高新区（经开区）管委会2021年政府信息公开工作年度报告",
    ),
    (
        "scope in the title: customs district",
        "云河海关关区2023年政府信息公开工作年度报告",
        "云河海关",
        2023,
        "云河海关关区2023年政府信息公开工作年度报告",
    ),
    (
        "traditional characters",
        "雲河縣財政局2022年政府信息公開工作年度報告",
        "云河县财政局",
        2022,
        "雲河縣財政局2022年政府信息公開工作年度報告",
    ),
    (
        "chrome and title before a page on one line",
        "首页 > 政务公开 > 政府信息公开年报 登录 | 注册 云河县统计局2021年政府信息公开工作年度报告 责任编辑：某某 根据条例，编制本报告，现予公布。请予监督。一、总体情况 我局认真落实。",
        "云河县统计局",
        2021,
        "云河县统计局2021年政府信息公开工作年度报告",
    ),
    (
        "two years in the title of a university",
        "云河大学2021-2022学年信息公开工作年度报告",
        "云河大学",
        None,
        "云河大学2021-2022学年信息公开工作年度报告",
    ),
    (
        "named before 编制",
        "为推进公开，东湖区司法局编制了2023年度政府信息公开工作年度报告，现予公布。" + BODY,
        "东湖区司法局",
        2023,
        None,
    ),
    (
        "a report on … 的报告",
        "云河市林业局关于2022年度政府信息公开工作情况的报告" + BODY,
        "云河市林业局",
        2022,
        "云河市林业局关于2022年度政府信息公开工作情况的报告",
    ),
    (
        "signed at the end of a page on one line, with a remark behind",
        "一、总体情况 我局认真落实条例，公开各类信息一千二百条，回应群众留言三百余件，开展培训六次，解读政策十二件，办理申请二十一件，组织检查四次。六、其他需要报告的事项 无。 云河县粮食局 2021年1月23日 （完）",
        "云河县粮食局",
        None,
        None,
    ),
    (
        "the agency on the line below",
        "2022年度政府信息公开工作年度报告\n云河市民政局\n根据条例编制本报告。",
        "云河市民政局",
        2022,
        "2022年度政府信息公开工作年度报告",
    ),
    (
        "year in brackets first",
        "【2022年度】云河市统计局政府信息公开工作年度报告",
        "云河市统计局",
        2022,
        "【2022年度】云河市统计局政府信息公开工作年度报告",
    ),
    (
        "date behind the title",
        "云河县教育局2022年政府信息公开工作年度报告  2023-01-18",
        "云河县教育局",
        2022,
        "云河县教育局2022年政府信息公开工作年度报告",
    ),
    (
        "quoted title",
        "《云河县教育局2022年政府信息公开工作年度报告》",
        "云河县教育局",
        2022,
        "云河县教育局2022年政府信息公开工作年度报告",
    ),
    (
        "colon behind the agency",
        "云河县教育局：2022年政府信息公开工作年度报告",
        "云河县教育局",
        2022,
        "云河县教育局：2022年政府信息公开工作年度报告",
    ),
    (
        "year inside the noun",
        "云河县教育局政府信息公开2022年年度报告",
        "云河县教育局",
        2022,
        "云河县教育局政府信息公开2022年年度报告",
    ),
    (
        "agency in brackets behind",
        "2022年度政府信息公开工作年度报告（云河县教育局）",
        "云河县教育局",
        2022,
        "2022年度政府信息公开工作年度报告（云河县教育局）",
    ),
    (
        "survey team",
        "国家统计局云河调查队2022年政府信息公开工作年度报告",
        "国家统计局云河调查队",
        2022,
        "国家统计局云河调查队2022年政府信息公开工作年度报告",
    ),
    (
        "sumu",
        "云河旗青石苏木2022年政府信息公开工作年度报告",
        "云河旗青石苏木人民政府",
        2022,
        "云河旗青石苏木2022年政府信息公开工作年度报告",
    ),
    (
        "short name in the title, long one in the signature",
        "区发改局2023年政府信息公开工作年度报告"
        + BODY
        + "\n云河市东湖区发展和改革局\n2024年1月22日",
        "云河市东湖区发展和改革局",
        2023,
        "区发改局2023年政府信息公开工作年度报告",
    ),
    (
        "an office of the bureau answers for it",
        "2022年政府信息公开工作年度报告\n如有疑问，请与云河市林业局办公室联系（电话：0000-0000000）。"
        + BODY,
        "云河市林业局",
        2022,
        "2022年政府信息公开工作年度报告",
    ),
    (
        "a notice that publishes the report",
        "云河县统计局关于公布2021年政府信息公开工作年度报告的公告\n根据条例编制本报告。",
        "云河县统计局",
        2021,
        "云河县统计局关于公布2021年政府信息公开工作年度报告的公告",
    ),
    (
        "the publisher's name in a field above the title",
        "发布机构：云河县市场监督管理局\n云河县市场监督管理局2021年政府信息公开工作年度报告\n根据条例编制本报告。",
        "云河县市场监督管理局",
        2021,
        "云河县市场监督管理局2021年政府信息公开工作年度报告",
    ),
    (
        "the publisher's name above a title that begins with the year",
        "云河县市场监督管理局\n2021年云河县市场监督管理局政府信息公开工作年度报告\n根据条例编制本报告。",
        "云河县市场监督管理局",
        2021,
        "2021年云河县市场监督管理局政府信息公开工作年度报告",
    ),
    (
        "a whole page on one line",
        "云河县统计局2021年政府信息公开工作年度报告 根据条例编制本报告。一、总体情况 我局认真落实。",
        "云河县统计局",
        2021,
        "云河县统计局2021年政府信息公开工作年度报告",
    ),
]


def read(page: str, hints: dict[str, str] | None = None, name: str = "page.txt") -> dict[str, Any]:
    lines = lines_of(page)
    sections, _ = outline(lines, forms.load("2021"))
    return masthead(hints or {}, lines, sections, name, "2021")[0]


@pytest.mark.parametrize(
    ("page", "agency", "year", "title"),
    [case[1:] for case in CASES],
    ids=[case[0].replace(" ", "-") for case in CASES],
)
def test_who_and_when(page: str, agency: str | None, year: int | None, title: str | None) -> None:
    meta = read(page)
    assert (meta["agency"], meta["year"], meta["title"]) == (agency, year, title)


@every_seed
def test_mastheads_of_real_reports(shared: Path, stem: str) -> None:
    gold = json.loads((shared / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    lines = lines_without_tables((shared / "seeds" / f"{stem}.txt").read_text(encoding="utf-8"))
    sections, _ = outline(lines, forms.load(gold["form"]))
    meta, _ = masthead({}, lines, sections, f"{stem}.txt", gold["form"])
    wanted = ("agency", "year", "title", "region_code")
    assert {key: meta[key] for key in wanted} == {key: gold[key] for key in wanted}


def test_title_of_the_page_where_the_text_has_none() -> None:
    hints = {"title": "云河市林业局2022年政府信息公开工作年度报告_云河市人民政府门户网站"}
    meta = read("一、总体情况\n我局认真落实条例。", hints)
    assert (meta["agency"], meta["year"]) == ("云河市林业局", 2022)
    assert meta["title"] == "云河市林业局2022年政府信息公开工作年度报告"


def test_file_name_is_the_last_to_ask() -> None:
    name = "云河市林业局2022年政府信息公开工作年度报告.docx"
    meta = read("一、总体情况\n我局认真落实条例。", name=name)
    assert (meta["agency"], meta["year"], meta["title"]) == ("云河市林业局", 2022, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("统计期限为2023年1月1日至2023年12月31日", ("2023-01-01", "2023-12-31", False)),
        ("统计期限自 2023年 1 月 1 日 起至 2023 年12月31日止", ("2023-01-01", "2023-12-31", False)),
        ("数据统计时限：2020年1月1日—12月31日", ("2020-01-01", "2020-12-31", False)),
        # Recognition takes a dash for the figure.
        ("统计周期：2022年1月1日一2022年12月31日", ("2022-01-01", "2022-12-31", False)),
        ("统计周期为2022年1月1日～2022年12月30日", ("2022-01-01", "2022-12-30", False)),
        ("统计期限自20231月1日起至202312月31日止", ("2023-01-01", "2023-12-31", True)),
        ("统计期限为202111日至1231日", ("2021-01-01", "2021-12-31", True)),
        ("统计期限为2023 11日到1231日", ("2023-01-01", "2023-12-31", True)),
        ("数据统计截止至2010年12月31日", (None, "2010-12-31", False)),
        ("国办公开办函〔202130号", None),
        ("统计期限为2023年2月30日至2023年12月31日", None),
    ],
)
def test_periods(text: str, found: tuple[str | None, str | None, bool] | None) -> None:
    assert dates.period(text) == found


@pytest.mark.parametrize(
    ("page", "published"),
    [
        ("发布时间：2021年01月29日\n" + BODY, "2021-01-29"),
        ("来源：政府网 时间：2017-01-12 10:01\n" + BODY, "2017-01-12"),
        (BODY + "\n云河市林业局\n2022年2月3日", "2022-02-03"),
        (BODY + "\n二〇二二年一月十五日", "2022-01-15"),
        ("【2024年1月】\n" + BODY, None),
    ],
)
def test_publication(page: str, published: str | None) -> None:
    assert read(page)["published"] == published


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("云河市林业局（本级）2022年政府信息公开工作年度报告", "own"),
        ("云河海关关区2023年政府信息公开工作年度报告", "consolidated"),
        ("云河市2023年政府信息公开工作年度报告（全市汇总）", "consolidated"),
        ("云河市林业局2022年政府信息公开工作年度报告", "own"),
        ("云河市人民政府2022年政府信息公开工作年度报告", None),
    ],
)
def test_scope(title: str, scope: str | None) -> None:
    assert read(title + BODY)["scope"] == scope


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("云河市人民政府", "government"),
        ("云河市人民政府办公室", "general_office"),
        ("云河市教育局", "department"),
        ("云河市人民政府外事办公室", "department"),
        ("云河县青石镇人民政府", "township"),
        ("柳林街道办事处", "township"),
        ("云河市公安局东湖分局", "branch"),
        ("云河海关", "branch"),
        ("云河市疾病预防控制中心", "public_institution"),
        ("云河市中级人民法院", "court"),
    ],
)
def test_kinds_of_bodies(name: str, kind: str) -> None:
    assert kind_of_body(name) == kind


def test_region_and_aliases_come_along() -> None:
    page = (
        "现公布大连市水务局（以下简称市水务局）2023年政府信息公开工作年度报告（以下简称年度报告）。"
        + BODY
    )
    meta = read(page)
    assert meta["aliases"] == ("市水务局",)
    assert (meta["region_code"], meta["province"], meta["level"]) == ("210200", "辽宁省", "city")


def test_a_weak_year_that_the_tables_contradict_is_not_known() -> None:
    page = "一、总体情况\n我局认真落实条例。\n云河市林业局\n2020年1月9日"
    assert read(page)["year"] is None
