"""Every number's place leads back to it: someone can put a finger on it."""

from __future__ import annotations

import re

import pytest
from lxml import html
from reading import read_published

from gxkit.parsing.model import Fact
from gxkit.report import Report
from gxkit.synthetic import LAYOUTS, Published, make_report, make_reports

REPORTS = 2 * len(LAYOUTS)


def numbers_of(report: Report) -> list[Fact]:
    return [fact for fact in report.parsed.facts if fact.state == "number"]


@pytest.fixture(scope="module")
def read() -> list[tuple[Published, Report]]:
    return [(one, read_published(one)) for one in make_reports(REPORTS, seed=11)]


def test_every_number_stands_where_its_place_says(read: list[tuple[Published, Report]]) -> None:
    assert REPORTS > 100
    checked = 0
    for published, report in read:
        for fact in numbers_of(report):
            assert fact.where is not None, (published.layout, fact)
            assert fact.raw, (published.layout, fact)
            assert fact.raw in report.source(fact.where), (published.layout, fact)
            checked += 1
    assert checked > REPORTS * 150


def test_marks_and_remarks_lead_back_too(read: list[tuple[Published, Report]]) -> None:
    checked = 0
    for published, report in read:
        for fact in report.parsed.facts:
            if fact.state in {"nil", "unreadable"}:
                assert fact.raw in report.source(str(fact.where)), (published.layout, fact)
                checked += 1
    assert checked > 50


def test_only_what_was_read_has_a_place(read: list[tuple[Published, Report]]) -> None:
    for published, report in read:
        absent = [fact for fact in report.parsed.facts if fact.state == "absent"]
        assert {(fact.raw, fact.where) for fact in absent} <= {(None, None)}, published.layout


PLAIN = ["tabs", "bars", "bars_closed", "bar_opens", "markdown", "cell_a_line", "spaces", "glued"]


@pytest.mark.parametrize("layout", PLAIN)
def test_a_line_number_counts_the_lines_of_the_file(layout: str) -> None:
    for seed in range(3):
        published = make_report(seed, layout, "none")
        lines = published.data.decode().split("\n")
        for fact in numbers_of(read_published(published)):
            match = re.fullmatch(r"l(\d+)", str(fact.where))
            assert match is not None, fact
            assert str(fact.raw) in lines[int(match[1]) - 1], fact


@pytest.mark.parametrize("layout", ["html_clean", "html_head", "html_chrome", "html_blocks"])
def test_a_place_in_a_page_counts_its_tables_and_rows(layout: str) -> None:
    for seed in range(3):
        published = make_report(seed, layout, "none")
        tables = html.fromstring(published.data.decode()).findall(".//table")
        for fact in numbers_of(read_published(published)):
            match = re.fullmatch(r"t(\d+) r(\d+) c(\d+)", str(fact.where))
            assert match is not None, fact
            row = tables[int(match[1]) - 1].findall(".//tr")[int(match[2]) - 1]
            assert str(fact.raw) in [cell.text_content().strip() for cell in row], fact


def test_a_report_without_its_file_has_no_places() -> None:
    report = Report(read_published(make_report(1, "tabs", "none")).parsed)
    with pytest.raises(KeyError, match="not read from a file"):
        report.source(str(numbers_of(report)[0].where))


def test_a_place_that_is_not_there() -> None:
    report = read_published(make_report(1, "tabs", "none"))
    for where in ("l99999", "t9 r1 c1", "somewhere"):
        with pytest.raises(KeyError, match=where.split()[0]):
            report.source(where)
