"""Text and Word files to checked Reports: milliseconds a report, beside a bare baseline."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from lxml import etree

from benchmarks.racing import Race, checked_report, pages_of, whole

TEXTS = (
    "tabs",
    "bars",
    "bars_closed",
    "bars_stray",
    "bar_around",
    "markdown",
    "cell_a_line",
    "spaces",
    "one_line_barred",
    "one_line",
    "pipe_storm",
    "glued",
    "text_gb18030",
)
WORD = ("docx_plain", "docx_runs", "docx_tracked", "docx_boxes", "docx_nested")
LIMIT = 6.0
"""Milliseconds a report on the machine of the issue: shown beside the result, not asserted."""

_SEPARATOR = re.compile(r"\t|\||  +")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bare_text(data: bytes, _name: str) -> list[list[str]]:
    """Decode a text and split it into lines and cells."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [[cell.strip() for cell in _SEPARATOR.split(line)] for line in text.splitlines()]


def bare_word(data: bytes, _name: str) -> tuple[list[str], list[list[list[str]]]]:
    """Unzip a Word file, parse its XML, and join the text of its paragraphs and cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    paragraphs = [_text(paragraph) for paragraph in root.iter(_W + "p")]
    tables = [
        [
            [_text(cell) for cell in row.iterchildren(_W + "tc")]
            for row in table.iterchildren(_W + "tr")
        ]
        for table in root.iter(_W + "tbl")
    ]
    return paragraphs, tables


def _text(element: etree._Element) -> str:
    return "".join(run.text or "" for run in element.iter(_W + "t"))


@pytest.mark.parametrize("layout", TEXTS)
def test_text(race: Race, layout: str) -> None:
    group = "Text file to a checked Report, beside reading and splitting it"
    pages = pages_of(layout)
    race(group, layout, pages, bare_text, checked_report, limit=LIMIT, unit="ms")
    assert whole(checked_report(*pages[0][0]))


@pytest.mark.parametrize("layout", WORD)
def test_word(race: Race, layout: str) -> None:
    group = "Word file to a checked Report, beside zipfile and lxml"
    pages = pages_of(layout)
    race(group, layout, pages, bare_word, checked_report, limit=LIMIT, unit="ms")
    assert whole(checked_report(*pages[0][0]))
