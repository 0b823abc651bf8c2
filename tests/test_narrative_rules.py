"""The rules F1 to F12 on reports whose every number is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from gxkit import forms
from gxkit.checks.model import Evidence, Finding
from gxkit.checks.narrative import NARRATIVE_RULES
from gxkit.documents import read_bytes
from gxkit.documents.model import Document, Paragraph
from gxkit.forms import CellKey
from gxkit.parsing import parse
from gxkit.parsing.model import Fact, Line, Parsed, Section
from gxkit.synthetic import LAYOUTS, make_report

CELLS: dict[CellKey, float | None] = {
    ("requests", "new", "total"): 23,
    ("requests", "new", "natural_person"): 20,
    ("requests", "new", "enterprise"): 3,
    ("requests", "carried_over", "total"): 2,
    ("requests", "total", "total"): 24,
    ("requests", "carried_forward", "total"): 1,
    ("requests", "granted", "total"): 15,
    ("requests", "refused.state_secret", "total"): 2,
    ("requests", "refused.process", "total"): 3,
    ("requests", "other.other", "total"): 4,
    ("disputes", "reconsideration", "total"): 2,
    ("disputes", "reconsideration", "upheld"): 2,
    ("disputes", "direct_suit", "total"): 1,
    ("disputes", "suit_after_reconsideration", "total"): 1,
    ("proactive", "normative_document", "issued"): 8,
    ("proactive", "licence", "decisions"): 1286,
    ("proactive", "fee", "amount"): 12.35,
}


def evidence(
    *texts: str, cells: Mapping[CellKey, float | None] = {}, agency: str = "青川市档案局"
) -> Evidence:
    """Return a report with the numbers of CELLS, zeros elsewhere; None makes a cell blank."""
    form = forms.load("2021")
    values = {**dict.fromkeys(form.keys, 0.0), **CELLS, **cells}
    facts = tuple(
        Fact(
            *key,
            value,
            form.table[key[0]].column[key[2]].unit,
            "blank" if value is None else "number",
            "label",
            None,
            "l99",
        )
        for key, value in values.items()
    )
    lines = tuple(Line(text, f"l{number}") for number, text in enumerate(texts, 1))
    return Evidence(Parsed("2021", {"year": 2023, "agency": agency}, facts, (), (), lines))


def findings(told: Evidence) -> list[Finding]:
    return [finding for rule in NARRATIVE_RULES for finding in rule.test(told)]


def outcomes(*texts: str, **known: Mapping[CellKey, float | None]) -> list[tuple[str, bool | None]]:
    return [(each.rule, each.ok) for each in findings(evidence(*texts, **known))]


def test_the_rules_are_f1_to_f12() -> None:
    assert [rule.id for rule in NARRATIVE_RULES] == [f"F{number}" for number in range(1, 13)]
    assert {rule.scope for rule in NARRATIVE_RULES} == {"report"}


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("F1", "收到政府信息公开申请23件。", "收到政府信息公开申请26件。"),
        ("F1", "收到申请25件（含上年结转2件）。", "收到申请24件（含上年结转）。"),
        ("F2", "办结申请24件。", "办结申请23件。"),
        ("F2", "上年结转申请2件。", "上年结转申请3件。"),
        ("F2", "1件申请结转下年度办理。", "2件申请结转下年度办理。"),
        ("F3", "不予公开5件。", "不予公开4件。"),
        ("F3", "其他处理4件。", "其他处理3件。"),
        ("F3", "予以公开或部分公开15件。", "予以公开或部分公开16件。"),
        ("F4", "自然人申请20件。", "自然人申请21件。"),
        ("F4", "法人或其他组织提出申请3件。", "法人或其他组织提出申请4件。"),
        ("F5", "因信息公开被申请行政复议2件。", "因信息公开被申请行政复议3件。"),
        ("F5", "因信息公开被提起行政诉讼2件。", "因信息公开被提起行政诉讼1件。"),
        ("F6", "制发行政规范性文件8件。", "制发行政规范性文件11件。"),
        ("F7", "作出行政许可决定1,286件。", "作出行政许可决定1,285件。"),
        ("F7", "行政事业性收费123500元。", "行政事业性收费12.5万元。"),
        ("F9", "未制发规章。", "未收到政府信息公开申请。"),
        ("F9", "没有行政处罚。", "全年没有发生行政复议。"),
        ("F9", "作出行政强制0件。", "办结申请0件。"),
    ],
)
def test_a_statement_against_the_table(rule: str, right: str, wrong: str) -> None:
    assert (rule, True) in outcomes(right)
    assert {ok for _, ok in outcomes(right)} == {True}
    assert (rule, False) in outcomes(wrong)


def test_a_finding_names_both_numbers_cells_and_place() -> None:
    (found,) = findings(evidence("一、总体情况", "2023年收到申请26件。"))
    assert (found.expected, found.found, found.cells) == (23, 26, "requests/new/total")
    assert found.message == "l2「2023年收到申请26件」 says 26, but the table has 23"
    assert (found.table, found.severity, found.cause) == ("requests", "identity", None)


def test_last_years_cases_may_be_in_the_number() -> None:
    # 23 new and 2 carried over: 25 may count both, 26 cannot.
    severity = {
        said: findings(evidence(f"收到申请{said}件。"))[0].severity for said in (23, 25, 26)
    }
    assert severity == {23: "identity", 25: "expected", 26: "identity"}


def test_a_blank_cell_makes_a_statement_not_assessable() -> None:
    key = ("requests", "new", "total")
    (found,) = findings(evidence("未收到政府信息公开申请。", cells={key: None}))
    assert (found.rule, found.ok, found.expected) == ("F9", None, None)
    assert "requests/new/total is blank" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "全市共收到政府信息公开申请320件。",
        "市公安局收到申请30件。",
        "去年收到申请18件。",
        "收到的申请同比增加5件。",
        "自2019年以来，累计受理政府信息公开申请156件。",
        "收到关于土地征收的申请12件。",
        "发布政策文件11件。",
        "2023年上半年收到申请9件。",
        "没有向申请人收取费用。",
    ],
)
def test_what_is_not_held_against_the_tables(text: str) -> None:
    assert outcomes(text) == []


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("作出行政许可决定1280余件。", True),
        ("作出行政许可决定1270余件。", False),
        ("作出行政许可决定1200余件。", True),
        ("作出行政许可决定约1300件。", True),
        ("作出行政许可决定约1500件。", False),
        ("作出行政许可决定超过1000件。", True),
        ("作出行政许可决定1300件以上。", False),
        ("作出行政许可决定0.13万件。", True),
        ("作出行政许可决定1200至1300件。", True),
        ("作出行政许可决定1300至1400件。", False),
    ],
)
def test_inexact_numbers_have_their_tolerance(text: str, ok: bool) -> None:
    assert outcomes(text) == [("F7", ok)]


def test_a_list_that_says_it_is_complete_adds_up() -> None:
    right = "网站发布信息100条，其中动态60条，公告30条，其他10条。"
    (held,) = findings(evidence(right))
    assert (held.rule, held.ok, held.expected, held.found) == ("F8", True, 100, 100)
    (failed,) = findings(evidence(right.replace("60", "66")))
    assert (failed.ok, failed.expected, failed.found) == (False, 100, 106)
    assert (failed.severity, failed.cause) == ("identity", "document")


WRONG = "网站发布信息100条，其中动态66条，公告30条，其他10条。"


def causes(told: Evidence) -> list[tuple[str, str | None, str]]:
    return [
        (each.rule, each.cause, each.message.partition("; ")[2])
        for each in findings(told)
        if each.ok is False and each.rule in {"F8", "F10"}
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (WRONG, ""),
        (WRONG.replace("66条", "66 条"), ""),
        # Digits set apart may be two numbers or one; glued ones may be two.
        (WRONG.replace("66条", "96 6条"), "stands right beside other signs"),
        (WRONG.replace("30条", "3 80条"), "stands right beside other signs"),
        (WRONG.replace("公告30", "公告A30"), "stands right beside other signs"),
        # Where the line ends the list may go on in the next.
        (WRONG.rstrip("。"), "ends within the sentence"),
        # Which of the numbers are parts of the whole, and which parts of a part?
        (WRONG.replace("公告30条", "公告30条（图片8条）"), ""),
        ("收到申请23件，其中自然人20件，科研机构5份，法人6件。", "which of them are parts"),
        (WRONG.replace("公告30条", "公告30"), "bears no unit"),
    ],
)
def test_who_erred_is_not_known_where_the_reading_is_in_doubt(text: str, doubt: str) -> None:
    ((rule, cause, why),) = causes(evidence(text))
    assert (rule, cause) == ("F8", None if doubt else "document")
    assert doubt in why
    assert bool(why) == bool(doubt)


def test_channels_in_doubt_have_no_cause_either() -> None:
    text = "收到申请23件，其中网站18件，信函6件。"
    assert causes(evidence(text)) == [("F10", "document", "")]
    assert [cause for _, cause, _ in causes(evidence(text.rstrip("。")))] == [None]


@pytest.mark.parametrize(
    "format", ["text", "html", "docx", "pdf", "html+docx", "scan", "html+scan"]
)
def test_only_files_of_characters_put_the_blame_on_the_document(format: str) -> None:
    told = evidence(WRONG)
    read = Evidence(replace(told.parsed, meta={**told.parsed.meta, "format": format}))
    exact = "scan" not in format  # a text layer stands as it is
    assert causes(read)[0][1] == ("document" if exact else None)


def test_a_sentence_cut_out_of_a_flattened_page_is_in_doubt() -> None:
    told = evidence(WRONG)

    def printed(text: str) -> Evidence:
        return Evidence(told.parsed, Document("a.txt", "text", "0" * 64, (Paragraph(text, "l1"),)))

    assert causes(printed(WRONG)) == [("F8", "document", "")]
    ((_, cause, why),) = causes(printed(f"三、申请情况 一、本年新收 0 0 0 {WRONG}"))
    assert (cause, why) == (None, "who erred is not known: the line was cut out of a longer one")
    parts = tuple(Section(number, 0, "", "", "l1") for number in (1, 2))
    one = Evidence(replace(told.parsed, sections=parts))
    ((_, cause, why),) = causes(one)
    assert (cause, why) == (None, "who erred is not known: several sections stand on one line")


@pytest.mark.parametrize(
    "text",
    [
        "网站发布信息100条，其中动态60条，公告30条。",
        "网站发布信息100条，其中动态60条，公告50条。",
        "网站发布信息100条，其中动态60条，公告30条，其他10余条。",
        "网站发布信息100余条，其中动态60条，公告30条，其他20条。",
        "网站发布信息100条，其中动态60条，视频5个，其他10条。",
        "网站发布信息100条，其中动态等60条，公告30条等。",
        "网站发布信息100条。微信发布信息30条，其他20条。",
    ],
)
def test_an_open_list_is_no_contradiction(text: str) -> None:
    assert outcomes(text) == []


def test_natural_and_legal_persons_are_all_applicants() -> None:
    text = "收到申请23件，其中自然人20件，法人或其他组织2件。"
    assert ("F8", False) in outcomes(text)
    assert ("F8", True) in outcomes(text.replace("2件。", "3件。"))
    assert "F8" not in {rule for rule, _ in outcomes("收到申请23件，其中自然人20件，企业2件。")}


def test_channels_add_up_to_the_requests() -> None:
    assert ("F10", True) in outcomes("收到申请23件，其中网站18件，信函5件，无当面申请。")
    more = "收到申请23件，其中网站18件，信函6件。"
    assert [each.severity for each in findings(evidence(more)) if each.rule == "F10"] == [
        "expected"
    ]
    assert ("F10", False) in outcomes(more)
    assert "F10" not in {rule for rule, _ in outcomes("收到申请23件，其中网站8件，信函6件。")}


def test_a_number_told_twice() -> None:
    assert ("F11", True) in outcomes("收到申请23件。", "2023年共收到申请23件。")
    assert ("F11", False) in outcomes("收到申请23件。", "2023年共收到申请24件。")
    assert "F11" not in {rule for rule, _ in outcomes("收到申请23件。", "全市收到申请99件。")}


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("办结申请24件，其中予以公开15件，占62.5%，不予公开5件，占20.8%。", {True}),
        ("办结申请24件，其中予以公开15件，占65%，不予公开5件，占20.83%。", {True, False}),
        ("予以公开15件，占办结总数的120%。", {False}),
        ("去年收到申请20件，今年收到申请23件，同比增长15%。", {True}),
        ("去年收到申请20件，今年收到申请23件，同比增长25%。", {False}),
        ("收到申请23件，同比增长350%。", set()),
    ],
)
def test_percentages(text: str, ok: set[bool]) -> None:
    assert {each.ok for each in findings(evidence(text)) if each.rule == "F12"} == ok


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        # 23 new and 2 carried over, 24 handled: 15 granted (62.5 %, 65.2 %, 60 %), 20 by persons.
        ("收到申请23件，同比增长15%（上年20件）。", [True]),
        ("收到申请23件，同比增长50%（上年20件）。", [False]),
        ("收到申请23件，同比下降8%（去年25件）。", [True]),
        ("申请量同比增长50%（上年20件）。", []),
        ("予以公开15件，占62.5%。", [True]),
        ("予以公开15件，占65.2%。", [True]),
        ("予以公开15件，占60%。", [True]),
        ("予以公开15件，占63%。", [True]),
        ("予以公开15件，占90%。", [False]),
        ("予以公开15件，占办结总数的62.5%。", [True]),
        ("予以公开15件，占办结总数的60%。", [False]),
        ("予以公开15件，占收到申请总数的65.22%。", [True]),
        ("自然人申请20件，占87%。", [True]),
        ("自然人申请20件，占90%。", [False]),
        ("自然人占87%。", [True]),
        ("网络申请18件，占申请总数的78.3%。", [True]),
        ("网络申请18件，占申请总数的83.7%。", [False]),
        ("不予公开5件，其中属于国家秘密2件，占40%。", [True]),
        ("收到申请23件，予以公开率65.2%。", [True]),
        ("收到申请23件，公开率62.5%。", [True]),
        ("收到申请23件，公开率95%。", [False]),
        # Of what it is a share, or of what it is a rate, these do not say.
        ("收到申请23件，占全市的12%。", []),
        ("予以公开15件，占同类申请事项的90%。", []),
        ("收到申请23件，占90%。", []),
        ("作出行政许可决定1286件，占95%。", []),
        ("信息主动公开率100%。", []),
        ("重点领域公开率100%。", []),
        ("予以公开15件，约占90%。", []),
    ],
)
def test_percentages_against_the_tables(text: str, ok: list[bool]) -> None:
    assert [each.ok for each in findings(evidence(text)) if each.rule == "F12"] == ok


def test_a_share_of_what_is_not_said_is_only_expected() -> None:
    def severity(text: str) -> list[str]:
        return [each.severity for each in findings(evidence(text)) if each.rule == "F12"]

    assert severity("予以公开15件，占90%。") == ["expected"]
    assert severity("予以公开15件，占办结总数的90%。") == ["identity"]


def test_a_share_of_a_blank_is_not_assessable() -> None:
    blank = dict.fromkeys(("requests", row, "total") for row in ("total", "new"))
    (found,) = [
        each
        for each in findings(evidence("予以公开15件，占62.5%。", cells=blank))
        if each.rule == "F12"
    ]
    assert (found.ok, found.expected, found.found) == (None, None, 62.5)
    assert outcomes("予以公开15件，占62.5%。", cells={("requests", "new", "total"): None})[-1] == (
        "F12",
        True,
    )
    assert outcomes("予以公开15件，占90%。", cells={("requests", "new", "total"): None})[-1] == (
        "F12",
        None,
    )


def test_cases_of_every_kind_are_only_a_warning() -> None:
    (found,) = findings(evidence("全年办理行政复议案件300件。", agency="青川市司法局"))
    assert (found.rule, found.ok, found.severity) == ("F5", False, "expected")


@pytest.mark.parametrize("part", range(4))
def test_no_false_alarm_on_fictional_reports(part: int) -> None:
    layouts = list(LAYOUTS)
    failed: list[str] = []
    held = 0
    for seed in range(part * 75, part * 75 + 75):
        published = make_report(seed, layout=layouts[seed % len(layouts)])
        told = Evidence(parse(read_bytes(published.data, published.name)))
        found = findings(told)
        held += sum(each.ok is True for each in found)
        failed += [each.message for each in found if each.ok is False]
    assert failed == []
    assert held > 50
