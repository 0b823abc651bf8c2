"""Files that hold one report behind another, and those that only look like it."""

from __future__ import annotations

import time

import pytest
from pages import Cells, Form, html, requests, row_of, tabs
from reading import read_page

from gxkit.documents.model import Document, Paragraph
from gxkit.parsing.several import first_report
from gxkit.report import Report

ONE = ("1", "0", "0", "0", "0", "0", "1")
TWO = ("2", "0", "0", "0", "0", "0", "2")


def one(title: str, new: Cells, form: Form) -> list[str]:
    """A report by its lines, its table among them."""
    return [
        *title.split("\n"),
        "根据条例编制本报告。",
        "一、总体情况",
        "我局认真公开。",
        "三、收到和处理政府信息公开申请情况",
        form(requests({"new": new})),
        "五、存在的主要问题及改进情况",
        "更新较慢。",
        "六、其他需要报告的事项",
        "无。",
    ]


def read(lines: list[str], form: Form) -> Report:
    if form is tabs:
        return read_page("\n".join(lines))
    body = "".join(line if line.startswith("<table") else f"<p>{line}</p>" for line in lines)
    return read_page(f"<html><body>{body}</body></html>", "page.html")


FIRST = "云河市林业局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize("form", [tabs, html])
@pytest.mark.parametrize(
    "second",
    [
        "云河市林业局2022年政府信息公开工作年度报告",
        "云河市水利局2023年政府信息公开工作年度报告",
        "云河市水利局\n2023年政府信息公开工作年度报告",
    ],
)
def test_of_two_reports_in_a_file_the_first_is_read(form: Form, second: str) -> None:
    report = read([*one(FIRST, ONE, form), *one(second, TWO, form)], form)
    assert (report.meta["agency"], report.meta["year"]) == ("云河市林业局", 2023)
    assert row_of(report, "new") == [1, 0, 0, 0, 0, 0, 1]
    assert [point.text for point in report.parsed.points] == ["更新较慢"]
    (note,) = [note for note in report.parsed.notes if "another report" in note.message]
    assert note.level == "error"
    assert note.message.endswith(second.replace("\n", ""))


@pytest.mark.parametrize("form", [tabs, html])
@pytest.mark.parametrize(
    "before",
    [
        [
            "云河市林业局2022年政府信息公开工作年度报告",
            "目录",
            "一、总体情况",
            "三、收到和处理申请情况",
        ],
        [FIRST, "目录", "一、总体情况", "二、主动公开政府信息情况", "六、其他"],
        ["云河市水利局2021年政府信息公开工作年度报告"],
    ],
)
def test_contents_and_links_are_no_report_of_their_own(form: Form, before: list[str]) -> None:
    links = [
        "云河市水利局2022年政府信息公开工作年度报告",
        "云河市林业局2021年政府信息公开工作年度报告",
    ]
    report = read([*before, *one(FIRST, ONE, form), *links], form)
    assert row_of(report, "new") == [1, 0, 0, 0, 0, 0, 1]
    assert not [note for note in report.parsed.notes if "another report" in note.message]


def test_a_file_of_ten_thousand_titles_and_headings_is_read_soon() -> None:
    titles = [
        line
        for at in range(10_000)
        for line in (f"云河市第{at}局2023年政府信息公开工作年度报告", "一、总体情况")
    ]
    document = Document("a.txt", "text", "0" * 64, tuple(
        Paragraph(text, f"l{at}") for at, text in enumerate(titles, 1)
    ))  # fmt: skip
    began = time.process_time()
    assert first_report(document) == (document, [])
    assert time.process_time() - began < 5


@pytest.mark.parametrize("form", [tabs, html])
def test_the_same_report_twice_is_compared_with_itself(form: Form) -> None:
    report = read([*one(FIRST, ONE, form), *one(FIRST, TWO, form)], form)
    assert row_of(report, "new") == ["ambiguous"] * 7
