"""A page to a checked `Report`, against bare lxml that parses it and expands its tables."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

import pytest
from lxml import html

from benchmarks.racing import Race, Result, checked_report, pages_of, whole

KINDS = (
    "html_clean",
    "html_head",
    "html_word",
    "html_fragment",
    "html_one_cell",
    "html_nested",
    "html_chrome",
    "html_broken",
    "html_overflow",
    "html_cut",
    "html_gb18030",
    "html_utf8_sig",
)
GROUP = "HTML page to a checked Report"
LIMIT = 5.0
"""At most so many times what bare lxml needs (the issue on the spine)."""
MARGIN = 1.1
"""What two runs on a busy machine differ by."""


def bare_lxml(data: bytes, _name: str) -> list[list[list[str]]]:
    """Parse a page and give its tables as lists of rows, spans expanded."""
    encoding = "gb18030" if b"charset=gb" in data else "utf-8"
    root = html.fromstring(data, parser=html.HTMLParser(encoding=encoding))
    return [list(expanded(table)) for table in root.iter("table")]


def expanded(table: html.HtmlElement) -> Iterator[list[str]]:
    below: dict[int, tuple[int, str]] = {}  # by column: for how many more rows, and the text
    for line in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        row: list[str] = []
        for cell in line.iterchildren("td", "th"):
            fill(row, below)
            text = cell.text_content().strip()
            down = int(cell.get("rowspan") or 1)
            for _ in range(int(cell.get("colspan") or 1)):
                if down > 1:
                    below[len(row)] = (down - 1, text)
                row.append(text)
        fill(row, below)
        yield row


def fill(row: list[str], below: dict[int, tuple[int, str]]) -> None:
    while len(row) in below:
        left, text = below.pop(len(row))
        if left > 1:
            below[len(row)] = (left - 1, text)
        row.append(text)


@pytest.mark.parametrize("kind", KINDS)
def test_page(race: Race, kind: str) -> None:
    pages = pages_of(kind)
    race(GROUP, kind, pages, bare_lxml, checked_report)
    assert whole(checked_report(*pages[0][0]))


def test_pages_overall(board: list[Result]) -> None:
    pages = [result for result in board if result.group == GROUP]
    if len(pages) < len(KINDS):
        pytest.skip("not every kind of page was raced")
    bare = fsum(page.bare for page in pages) / len(pages)
    ours = fsum(page.ours for page in pages) / len(pages)
    board.append(Result(GROUP, "overall", None, bare, ours, ours / bare, LIMIT, "×"))
    assert ours / bare <= LIMIT * MARGIN
