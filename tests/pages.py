"""Small fictional pages: a table of the form, published in many layouts, and its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from reading import read_page

from gxkit import forms
from gxkit.report import Report

TABLE = forms.load("2021").table["requests"]
ROWS = [row.code for row in TABLE.official_rows]
LABELS = {row.code: row.zh for row in TABLE.rows}
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
COLUMNS = [column.code for column in TABLE.columns]
ZEROS = ("0",) * 7
FOUR = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

Cells = Sequence[str]
Said = tuple[str, object]


def cell(report: Report, table: str, row: str, column: str) -> Said:
    """Return the state of a cell, and its number if it has one."""
    (fact,) = (
        fact
        for fact in report.parsed.facts
        if (fact.table, fact.row, fact.column) == (table, row, column)
    )
    return (fact.state, fact.value) if fact.state == "number" else (fact.state, None)


def row_of(report: Report, row: str, table: str = "requests") -> list[object]:
    """Return the cells of a row: numbers as they are, other states by name."""
    facts = [fact for fact in report.parsed.facts if (fact.table, fact.row) == (table, row)]
    return [fact.value if fact.state == "number" else fact.state for fact in facts]


def hows(report: Report, row: str, table: str = "requests") -> set[str | None]:
    facts = [fact for fact in report.parsed.facts if (fact.table, fact.row) == (table, row)]
    return {fact.how for fact in facts}


def numbers(report: Report) -> list[tuple[str, str, str]]:
    return [(f.table, f.row, f.column) for f in report.parsed.facts if f.state == "number"]


Form = Callable[[Sequence[Cells]], str]


def tabs(rows: Sequence[Cells]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def bars(rows: Sequence[Cells]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def markdown(rows: Sequence[Cells]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def html(rows: Sequence[Cells]) -> str:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def a_cell_a_line(rows: Sequence[Cells]) -> str:
    """As a crawler leaves a table: empty cells are gone."""
    return "\n".join(text for row in rows for text in row if text)


def spaces(rows: Sequence[Cells]) -> str:
    return "\n".join("  ".join(text for text in row if text) for row in rows)


def glued(rows: Sequence[Cells]) -> str:
    return "\n".join("".join(row) for row in rows)


KEEPING: list[Form] = [tabs, bars, markdown, html]
LOSING: list[Form] = [a_cell_a_line, spaces]
every_form = pytest.mark.parametrize("form", [*KEEPING, *LOSING])
keeping = pytest.mark.parametrize("form", KEEPING)
losing = pytest.mark.parametrize("form", LOSING)


def requests(
    numbers: Mapping[str, Cells] | None = None,
    labels: Mapping[str, str] | None = None,
    rows: Sequence[str] = ROWS,
    head: Cells = ("", *APPLICANTS),
) -> list[Cells]:
    """A table of requests: zeros, but for the rows given; its labels but for those given."""
    numbers, labels = numbers or {}, labels or {}
    body = [(labels.get(row, LABELS[row]), *numbers.get(row, ZEROS)) for row in rows]
    return [head, *body]


def page(tables: str, section: str = "三、收到和处理政府信息公开申请情况") -> Report:
    """Read a page with one section."""
    if tables.startswith("<table"):
        body = (
            f"<html><body><p>{section}</p>{tables}<p>五、存在的主要问题及改进情况</p></body></html>"
        )
        return read_page(body, "page.html")
    return read_page(f"{section}\n{tables}\n五、存在的主要问题及改进情况\n")


def disputes(numbers: Cells) -> list[Cells]:
    return [
        ("行政复议", "", "", "", "", "行政诉讼", *[""] * 9),
        (*FOUR, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4),
        (*[""] * 5, *FOUR, *FOUR),
        tuple(numbers),
    ]


SECTION_FOUR = "四、政府信息公开行政复议、行政诉讼情况"
FIFTEEN = ("1", "2", "0", "0", "3", "0", "0", "4", "0", "4", "0", "0", "0", "5", "5")
