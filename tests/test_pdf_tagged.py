"""Tables of a PDF without rules: what its tags say, believed where the print agrees."""

from __future__ import annotations

import re
from random import Random

import pytest
from pdf_judging import judge
from publishing_pdf import Sheet, needs_chromium, print_pages, reports
from reading import found_in, read_page
from tagged_pdf import Td, tagged_pdf

from gxkit.documents import Paragraph, Table, read_bytes
from gxkit.synthetic.pdf_pages import put

HEAD = [Td("事项", 80, 700), Td("自然人", 200, 700), Td("企业", 300, 700), Td("总计", 400, 700)]


def row(label: str, y: float, *numbers: str, page: int = 0) -> list[Td]:
    """A label, and numbers under the columns of the head; blank ones have no tag."""
    cells = [Td(label, 80, y, page=page)]
    return cells + [
        Td(number, 205 + 100 * at, y, page=page) for at, number in enumerate(numbers) if number
    ]


def table_of(data: bytes) -> list[list[str]] | None:
    """Return the texts of the one table of a PDF by row; None where it has none."""
    found = [block for block in read_bytes(data, "a.pdf").blocks if isinstance(block, Table)]
    if not found:
        return None
    (table,) = found
    return [
        [cell.text for cell in table.cells if cell.row == number]
        for number in range(1, table.height + 1)
    ]


def test_cells_are_those_of_the_tags() -> None:
    rows = [HEAD, row("规章", 680, "1", "2", "3"), row("行政许可", 660, "4", "5", "9")]
    document = read_bytes(tagged_pdf(rows), "a.pdf")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert document.at("p1 t1 r2 c3") == "2"
    assert document.at("p1 t1 r3 c4") == "9"
    assert table.boxes[2, 3][0] == pytest.approx(305, abs=1)


def test_a_blank_cell_that_the_tags_leave_out_has_its_place_from_the_print() -> None:
    rows = [HEAD, row("规章", 680, "1", "2", "3"), row("行政许可", 660, "4", "", "9")]
    assert table_of(tagged_pdf(rows)) == [
        ["事项", "自然人", "企业", "总计"],
        ["规章", "1", "2", "3"],
        ["行政许可", "4", "", "9"],
    ]


def test_a_blank_cell_in_the_head_leaves_its_column_where_it_stands() -> None:
    head = [HEAD[0], HEAD[2], HEAD[3]]
    rows = [head, row("规章", 680, "1", "2", "3")]
    assert table_of(tagged_pdf(rows)) == [["事项", "", "企业", "总计"], ["规章", "1", "2", "3"]]


def test_a_number_that_stands_under_two_columns_makes_the_table_lines() -> None:
    """Between two columns, one cell left out: nobody knows which."""
    short = [Td("行政许可", 80, 660), Td("4", 205, 660), Td("9", 360, 660)]
    rows = [HEAD, row("规章", 680, "1", "2", "3"), short]
    assert table_of(tagged_pdf(rows)) is None


def test_tags_that_the_print_denies_are_not_believed() -> None:
    swapped = row("规章", 680, "1", "2", "3")
    swapped[1], swapped[2] = swapped[2], swapped[1]
    document = read_bytes(tagged_pdf([HEAD, swapped]), "a.pdf")
    assert all(isinstance(block, Paragraph) for block in document.blocks)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][-1] == (
        "规章  1  2  3"
    )


def test_a_figure_without_a_tag_among_the_cells_makes_the_table_lines() -> None:
    rows = [HEAD, row("规章", 680, "1", "", "3")]
    assert table_of(tagged_pdf(rows)) == [
        ["事项", "自然人", "企业", "总计"],
        ["规章", "1", "", "3"],
    ]
    assert table_of(tagged_pdf(rows, more=put("7", 305, 680, 10))) is None


def test_spans_and_a_table_over_two_pages() -> None:
    rows = [
        [Td("事项", 80, 60, 1, 2), Td("自然人", 200, 60), Td("总计", 300, 60)],
        [Td("（三）不予公开", 60, 40, 2), Td("1.甲", 140, 40), Td("6", 205, 40), Td("7", 305, 40)],
        [Td("2.乙", 140, 780, page=1), Td("8", 305, 780, page=1)],
    ]
    document = read_bytes(tagged_pdf(rows, pages=2), "a.pdf")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.pages == (1, 1, 2)
    assert [document.at(f"p2 t1 r3 c{column}") for column in range(1, 5)] == [
        "（三）不予公开",
        "2.乙",
        "",
        "8",
    ]


LOOKS = {
    "flush right": "table{width:100%} td{padding:2px 6px;text-align:right}",
    "three rules": "table{border-collapse:collapse;width:100%;border-top:2px solid;border-bottom:2px"
    " solid} tr:first-child td{border-bottom:1px solid} td{padding:3px;font-size:10pt}",
    "flat rules": "table{border-collapse:collapse;width:100%} td{border-top:1px solid;border-bottom:"
    "1px solid;padding:3px 5px;text-align:center;font-size:10pt}",
    "shade": "*{-webkit-print-color-adjust:exact} tr:nth-child(odd) td{background:#dde}"
    "table{width:100%} td{padding:3px;text-align:center;font-size:10pt}",
}


@needs_chromium
@pytest.mark.parametrize("look", list(LOOKS))
def test_a_browser_prints_tables_without_rules(look: str) -> None:
    """Every number right in every look, blanks among them; none wrong."""
    rng, sheet = Random(look), Sheet(LOOKS[look] + "body{font-size:11pt}")
    made = reports(1, 7300 + len(look), "html_clean")
    for published, data in zip(made, print_pages([one.data for one in made], sheet), strict=True):
        verdict = judge(published, data)
        assert verdict.wrong == []
        assert len(verdict.missed) <= 0.02 * verdict.cells
    blanked = [
        re.sub(
            rb"(<td[^>]*>)[\d.]+</td>",
            lambda cell: cell[1] + b"</td>" if rng.random() < 0.5 else cell[0],
            one.data,
        )
        for one in made
    ]
    for page, data in zip(blanked, print_pages(blanked, sheet), strict=True):
        truth, found = found_in(read_page(page, "a.html")), found_in(read_page(data, "a.pdf"))
        numbers = {key for key, told in truth.items() if told[1] == "number"}
        assert len(numbers) > 5
        assert {key for key, told in found.items() if told[1] == "number"} <= numbers
        missed = [key for key in truth if found[key] != truth[key]]
        assert all(found[key][1] == "ambiguous" for key in missed)
        assert len(missed) <= 0.05 * len(truth)
