"""The rules across tables, of masthead and outline, and of the reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from evidence_pages import fact, found, outcome, page, row
from reading import read_page

from gxkit.checks import Evidence, Finding
from gxkit.parsing.model import Section

SIX = dict.fromkeys(range(1, 7), "某事项的说明若干。" * 6)
HEADINGS = (
    *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"),
    "六、其他需要报告的事项",
)
AGENCY = {"agency": "青川市档案局"}
TITLE = "青川市档案局2023年政府信息公开工作年度报告"
SAID = "某事项的说明若干，另有说明若干。"


def only(evidence: Any, rule: str) -> Finding:
    (one,) = found(evidence, rule)
    return one


def test_more_cases_than_requests_may_be_of_earlier_years() -> None:
    cells = {
        ("disputes", "direct_suit", "total"): 3.0,
        ("disputes", "reconsideration", "total"): 1.0,
    }
    one = only(page("2021", cells | row("new", 2, 0, 0, 0, 0, 0, 2)), "D1")
    assert (one.ok, one.severity, one.found, one.expected) == (None, "hint", 4.0, 2.0)
    assert outcome(page("2021", cells | row("new", 4, 0, 0, 0, 0, 0, 4)), "D1") is True
    assert outcome(page("2021", {("disputes", "direct_suit", "total"): "blank"}), "D1") is None


UNPAID = ("requests", "other.fee_unpaid", "total")


@pytest.mark.parametrize(
    ("unpaid", "requests", "text", "ok"),
    [
        *((0.0, 0.0, "本年度无其他事项。", True), (2.0, 3.0, "本年度无其他事项。", False)),
        (2.0, 3.0, "本机关未收取信息处理费。", True),
        (0.0, 0.0, "本年度收取信息处理费120元。", False),
        (0.0, 3.0, "本年度收取信息处理费120元。", True),
        (0.0, 0.0, "本年度未收取信息处理费，共0元。", True),
        (0.0, 0.0, "本年度收取信息处理费0元。", True),
    ],
)
def test_fees_in_the_table_and_in_section_six(
    unpaid: float, requests: float, text: str, ok: bool
) -> None:
    cells = {UNPAID: unpaid, **row("new", requests, 0, 0, 0, 0, 0, requests)}
    assert outcome(page("2021", cells, sections={6: text}), "D2") is ok


def test_fees_cannot_be_compared_without_section_six() -> None:
    assert outcome(page("2021", {UNPAID: 2.0}), "D2") is None
    assert outcome(page("2019", sections={6: "无。"}), "D2") is None  # its form has one row （六）


@pytest.mark.parametrize(
    ("text", "ok", "amount"),
    [
        *(("本机关未收取信息处理费。", True, None), ("本年度共收取信息处理费35.5元。", True, 35.5)),
        ("办理建议3件。", False, None),
    ],
)
def test_section_six_states_the_fees(text: str, ok: bool, amount: float | None) -> None:
    one = only(page(sections={6: text}), "D3")
    assert (one.ok, one.found, one.severity) == (ok, amount, "hint")
    assert outcome(page(sections={1: text}), "D3") is False
    assert outcome(page(), "D3") is None


@pytest.mark.parametrize(
    ("form", "year", "ok"),
    [
        ("2021", 2021, True),
        ("2021", 2025, True),
        ("2019", 2020, True),
        ("2019", 2021, False),
        ("2021", 2020, False),
        ("2021", None, None),
        ("2019", 2012, None),
    ],
)
def test_the_form_is_that_of_the_year(form: str, year: int | None, ok: bool | None) -> None:
    assert outcome(page(form, meta={"year": year}), "D4") is ok


@pytest.mark.parametrize(
    ("title", "period_end", "year", "ok"),
    [
        ("青川市档案局2023年度报告", "2023-12-31", 2023, True),
        ("青川市档案局2023年度报告", "2022-12-31", 2023, False),
        ("青川市档案局２０２２年度报告", None, 2023, False),
        ("青川市档案局报告", None, 2023, None),
        ("2021-2022年度报告", "2022-12-31", 2022, True),
    ],
)
def test_the_years_of_a_report(
    title: str, period_end: str | None, year: int, ok: bool | None
) -> None:
    meta = {"title": title, "period_end": period_end, "year": year}
    one = only(page(meta=meta), "D5")
    assert (one.ok, one.severity) == (ok, "identity")


@pytest.mark.parametrize(
    ("published", "kind", "ok"),
    [
        *(("2024-01-31", "department", True), ("2024-02-01", "department", False)),
        *(("2024-03-31", "government", True), ("2024-04-01", "government", False)),
        *(
            ("2024-02-01", None, True),
            ("2023-12-30", "department", False),
            (None, "department", None),
        ),
    ],
)
def test_a_report_is_published_in_time(
    published: str | None, kind: str | None, ok: bool | None
) -> None:
    meta = {"year": 2023, "published": published, "agency_type": kind}
    assert outcome(page(meta=meta), "D5b") is ok


@pytest.mark.parametrize(
    ("preamble", "end", "ok"),
    [
        ("现公布青川市档案局2023年政府信息公开工作年度报告。", (), True),
        ("现公布青川市水利局2023年政府信息公开工作年度报告。", (), False),
        ("现公布青川市档案局办公室2023年政府信息公开工作年度报告。", (), True),
        ("根据有关规定编制本报告。", (), None),
        ("根据有关规定编制本报告。", ("青川市档案局", "2024年1月20日"), True),
        ("根据有关规定编制本报告。", ("青川市水利局", "2024年1月20日"), False),
        ("根据有关规定编制本报告。", ("青川市水利局", "主办单位"), None),
    ],
)
def test_one_body_reports(preamble: str, end: tuple[str, ...], ok: bool | None) -> None:
    evidence = page(meta=AGENCY, sections={0: preamble}, lines=(preamble, *end))
    assert outcome(evidence, "D6") is ok
    assert outcome(page(sections={0: preamble}), "D6") is None


def test_six_sections() -> None:
    assert outcome(page(sections=SIX), "D7") is True
    one = only(page(sections={number: text for number, text in SIX.items() if number != 6}), "D7")
    assert (one.ok, one.message, one.found) == (False, "no heading of section 六", 5.0)
    assert outcome(page(), "D7") is None
    moved = (*HEADINGS[:2], HEADINGS[3], HEADINGS[2], *HEADINGS[4:])
    one = only(page(sections=SIX, lines=moved), "D7")
    assert one.message == "section 四 stands before the one it follows"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            (*HEADINGS[:3], HEADINGS[2], *HEADINGS[3:]),
            "heading of section 三 is printed again (l8)",
        ),
        (
            (*HEADINGS[:4], "三、政府信息公开申请办理情况", *HEADINGS[4:]),
            "heading of section 三 is printed again (l10)",
        ),
        ((*HEADINGS, HEADINGS[1]), "heading of section 二 is printed again (l14)"),
    ],
)
def test_a_heading_that_is_printed_again(lines: tuple[str, ...], told: str) -> None:
    report = read_page("\n".join([TITLE, *(f"{line}\n{SAID}" for line in lines)]))
    (one,) = [each for each in report.findings if each.rule == "D7"]
    assert (one.ok, one.found, one.message) == (False, 6.0, told)


@pytest.mark.parametrize(
    "lines",
    [
        HEADINGS,
        # The caption of a table, and two headings of section five.
        (*HEADINGS[:3], "收到和处理政府信息公开申请情况", *HEADINGS[3:]),
        (*HEADINGS[:4], "五、存在的主要问题", "五、改进情况", HEADINGS[5]),
    ],
)
@pytest.mark.parametrize("contents", [(), HEADINGS])
def test_what_is_no_heading_printed_again(
    lines: tuple[str, ...], contents: tuple[str, ...]
) -> None:
    body = (f"{line}\n{SAID}" for line in lines)
    report = read_page("\n".join([TITLE, *contents, *body]))
    assert [each.ok for each in report.findings if each.rule == "D7"] == [True]


@pytest.mark.parametrize(
    ("headings", "ok"),
    [
        ({1: "2023年总体情况"}, True),
        ({1: "2022年总体情况"}, False),
        ({1: "总体情况", 2: "２０２２年度主动公开政府信息情况"}, False),
        # Plans and last year's problems are told under other years, and so are spans of years.
        ({5: "2022年存在问题的整改情况"}, None),
        ({6: "2024年工作打算"}, None),
        ({1: "2019-2023年总体情况"}, None),
        ({1: "2019年以来总体情况"}, None),
    ],
)
def test_the_years_of_headings(headings: dict[int, str], ok: bool | None) -> None:
    evidence = page(meta={"year": 2023}, sections=dict.fromkeys(headings, "某事。"))
    parts = tuple(Section(number, 0, text, "某事。", "l1") for number, text in headings.items())
    told = Evidence(replace(evidence.parsed, sections=parts))
    assert outcome(told, "D5") is ok


def test_numbers_of_headings() -> None:
    assert outcome(page(sections=SIX, lines=HEADINGS), "D7b") is True
    wrong = (*HEADINGS[:3], "五、政府信息公开行政复议、行政诉讼情况", *HEADINGS[4:])
    one = only(page(sections=SIX, lines=wrong), "D7b")
    assert (one.ok, one.message) == (False, "section 四 is numbered 五 (l4)")
    plain = tuple(heading[2:] for heading in HEADINGS)
    assert outcome(page(sections=SIX, lines=plain), "D7b") is None


@pytest.mark.parametrize(
    ("text", "ok"), [("无。", False), ("问" * 39, False), ("问" * 40, True), ("", False)]
)
def test_section_five_says_something(text: str, ok: bool) -> None:
    one = only(page(sections={5: text}), "D8")
    assert (one.ok, one.expected, one.found) == (ok, 40.0, len(text))


def test_no_section_five_is_no_short_one() -> None:
    assert outcome(page(sections={1: "某事。"}), "D8") is None


def test_label_evidence_by_row() -> None:
    assert [one.ok for one in found(page(), "A13")] == [True] * 3
    key = ("requests", "new", "total")
    loose = found(page("2021", {key: fact(key, 0.0, how="arithmetic")}), "A13")
    assert [(one.table, one.ok) for one in loose] == [
        *(("proactive", True), ("requests", None), ("disputes", True)),
    ]
    assert (loose[1].expected, loose[1].found, loose[1].cells) == (7.0, 6.0, "requests/new/total")
    assert loose[1].message.endswith("6 of 7 numbers are tied by labels, 1 by arithmetic")


def test_every_cell_is_accounted_for() -> None:
    assert [(one.expected, one.ok) for one in found(page("2019"), "H1")] == [
        *((22.0, True), (161.0, True), (15.0, True)),
    ]
    key = ("disputes", "direct_suit", "total")
    for state, ok in (
        ("blank", True),
        ("nil", True),
        ("ambiguous", False),
        ("unreadable", False),
        ("absent", False),
    ):
        assert found(page("2021", {key: state}), "H1")[2].ok is ok
    gone = {key: "absent" for key in page().facts if key[0] == "disputes"}
    assert found(page("2021", gone), "H1")[2].ok is None


def test_every_number_can_be_found_again() -> None:
    key = ("disputes", "direct_suit", "total")
    assert outcome(page(), "H2") is True
    one = only(page("2021", {key: fact(key, 0.0, where=None)}), "H2")
    assert (one.ok, one.cells) == (False, "/".join(key))
    assert outcome(page("2021", {key: fact(key, 0.0, raw=None, how="corrected")}), "H2") is True


def test_two_readings_are_compared_where_there_are_two() -> None:
    key = ("disputes", "direct_suit", "total")
    assert found(page(), "H3") == []
    assert outcome(page(second={key: fact(key, 0.0)}), "H3") is True
    one = only(page(second={key: fact(key, 1.0)}), "H3")
    assert (one.ok, one.cells, one.found) == (False, "/".join(key), 1.0)


@pytest.mark.parametrize(
    ("raw", "damaged"),
    [
        ("1 362", True),
        ("39857 58", True),
        ("- 4 -", True),
        ("007", True),
        ("详见附件", False),
        ("第3款", False),
    ],
)
def test_digits_split_or_run_together(raw: str, damaged: bool) -> None:
    key = ("proactive", "licence", "decisions")
    one = only(page("2021", {key: fact(key, None, "unreadable", raw=raw)}), "H4")
    assert (one.ok, one.severity) == (not damaged, "hint")
