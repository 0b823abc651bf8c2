"""Reading bytes as a report, for tests that look at cells."""

from __future__ import annotations

from gxkit.documents import read_bytes
from gxkit.forms import CellKey
from gxkit.parsing import parse
from gxkit.report import Report
from gxkit.synthetic import Published

Found = dict[CellKey, tuple[float | None, str]]


def read_page(page: str | bytes, name: str = "page.txt") -> Report:
    """Read a page as if it stood in a file of that name."""
    document = read_bytes(page.encode() if isinstance(page, str) else page, name)
    return Report(parse(document), document)


def read_published(published: Published) -> Report:
    """Read a fictional report."""
    return read_page(published.data, published.name)


def found_in(report: Report) -> Found:
    """Return the value and state of every cell."""
    return {
        (fact.table, fact.row, fact.column): (fact.value, fact.state)
        for fact in report.parsed.facts
    }
