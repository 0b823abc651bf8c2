"""Parsing and all checks inside a report, beside parsing alone."""

from __future__ import annotations

from collections import deque

import pytest

from benchmarks.racing import Race, checked_report, pages_of, whole
from gxkit.documents import read_bytes
from gxkit.parsing import parse
from gxkit.parsing.model import Parsed
from gxkit.report import Report

LAYOUTS = (
    "tabs",
    "bars_closed",
    "markdown",
    "one_line_barred",
    "html_clean",
    "html_word",
    "docx_plain",
)
LIMIT = 1.3
"""What checks may add to reading and parsing; shown beside the result, not asserted."""


def parsed(data: bytes, name: str) -> Parsed:
    """Read and parse a report: cells, masthead, outline, points, and the narrative's numbers.

    Points and statements are read on demand, so they are asked for; nothing is checked until
    the findings are.
    """
    return read_whole(data, name).parsed


def read_whole(data: bytes, name: str) -> Report:
    document = read_bytes(data, name)
    report = Report(parse(document), document)
    deque(report.rows("points"), maxlen=0)
    deque(report.rows("statements"), maxlen=0)
    return report


def parsed_and_checked(data: bytes, name: str) -> int:
    """The same, with every rule inside a report."""
    return len(read_whole(data, name).findings)


def read_plainly(data: bytes, name: str) -> Parsed:
    """Read and parse a report, but not the numbers that its narrative says."""
    document = read_bytes(data, name)
    report = Report(parse(document), document)
    deque(report.rows("points"), maxlen=0)
    return report.parsed


@pytest.mark.parametrize("layout", LAYOUTS)
def test_checks_and_the_numbers_of_the_narrative(race: Race, layout: str) -> None:
    # Beside the other race, for whoever counts the reading of statements as checking.
    group = "Statements and every check, beside reading and parsing without them"
    result = race(group, layout, pages_of(layout), read_plainly, parsed_and_checked)
    assert 1 < result.ratio < 3 * LIMIT


@pytest.mark.parametrize("layout", LAYOUTS)
def test_checks(race: Race, layout: str) -> None:
    group = "File to a Report with every check, beside reading and parsing it"
    pages = pages_of(layout)
    result = race(group, layout, pages, parsed, parsed_and_checked, limit=LIMIT)
    assert whole(checked_report(*pages[0][0]))
    assert result.ratio < 2 * LIMIT  # wide: another process may have the machine
