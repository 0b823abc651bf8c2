"""PDF with a text layer: fictional reports as three programs make them, and single traits."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from pdf_judging import judge
from publishing_pdf import (
    BARE,
    PAPERS,
    SHEETS,
    exported,
    needs_chromium,
    needs_libreoffice,
    printed,
    reports,
)
from reading import found_in, read_page

from gxkit.documents import Table, read_bytes
from gxkit.documents.model import Block
from gxkit.parsing import parse
from gxkit.report import Report
from gxkit.synthetic.pdf_pages import pdf_file, pdf_page, put

SEED = 7100


@needs_chromium
@pytest.mark.parametrize("sheet", list(SHEETS))
def test_pages_printed_by_a_browser(sheet: str) -> None:
    for published, data in printed(sheet, 2, SEED):
        verdict = judge(published, data)
        assert verdict.cells >= 100
        assert verdict[1:] == ([], [], [], []), (sheet, published.quirks)


@needs_libreoffice
@pytest.mark.parametrize("paper", list(PAPERS))
def test_word_files_exported_by_an_office(paper: str) -> None:
    for published, data in exported(paper, 3, SEED):
        verdict = judge(published, data)
        assert verdict.cells >= 100
        assert verdict[1:] == ([], [], [], []), (paper, published.quirks)


@needs_chromium
def test_tables_without_rules_give_no_wrong_number() -> None:
    for published, data in printed(next(iter(BARE)), 2, SEED):
        verdict = judge(published, data)
        assert verdict.wrong == []
        assert verdict.meta == []


def test_pages_written_by_hand() -> None:
    cells = 0
    for published in reports(25, SEED, "docx_plain"):
        verdict = judge(published, pdf_page(published.page, Random(published.year)))
        cells += verdict.cells
        assert verdict[1:] == ([], [], [], []), published.quirks
    assert cells > 4_000


def test_every_place_leads_back() -> None:
    page = reports(1, SEED, "docx_plain")[0].page
    report = read_page(pdf_page(page, Random(1)), "report.pdf")
    facts = [fact for fact in report.parsed.facts if fact.state == "number"]
    assert len(facts) > 100
    pages = set()
    for fact in facts:
        assert fact.where is not None
        assert fact.raw in report.source(fact.where)
        pages.add(fact.where.split()[0])
    assert len(pages) > 1
    assert report.source("p1 l1").startswith((page.title or "")[:6])
    with pytest.raises(KeyError, match="p9 l1"):
        report.source("p9 l1")


# Single traits, each on a page written by hand: 595 by 842 points, y counted from the foot.


def rule(*boxes: tuple[float, float, float, float]) -> bytes:
    """Draw frames: left, foot, width, height."""
    return b"".join(b"%g %g %g %g re S\n" % box for box in boxes)


def texts(*pages: bytes, box: str = "0 0 595 842", extra: bytes = b"") -> list[object]:
    """Return the text of each paragraph, and the rows of each table."""
    return [shown(block) for block in read_bytes(pdf_file(pages, box, extra), "a.pdf").blocks]


def shown(block: Block) -> object:
    if not isinstance(block, Table):
        return block.text
    rows: list[list[str]] = [[] for _ in range(block.height)]
    for cell in block.cells:
        rows[cell.row - 1].append(cell.text)
    return rows


PAIR = rule((100, 670, 100, 30), (200, 670, 100, 30))
ROW = put("规章", 110, 680, 12) + put("12", 215, 680, 12) + PAIR
BODY = put("一、总体情况", 72, 740, 12) + ROW
READ = ["一、总体情况", [["规章", "12"]]]


@pytest.mark.parametrize(
    ("matrix", "box", "extra"),
    [
        (b"1 0 0 1 0 0", "0 0 595 842", b""),
        (b"1 0 0 1 50 50", "50 50 645 892", b""),
        (b"0 1 -1 0 842 0", "0 0 842 595", b"/Rotate 90"),
        (b"0 1 -1 0 842 0", "0 0 842 595", b""),
        (b"0 -1 1 0 0 595", "0 0 842 595", b"/Rotate 270"),
        (b"-1 0 0 -1 595 842", "0 0 595 842", b"/Rotate 180"),
        (b"1 0 0 1 0 0", "0 0 595 842", b"/Rotate 90"),
    ],
)
def test_a_sheet_may_be_shifted_or_turned(matrix: bytes, box: str, extra: bytes) -> None:
    data = pdf_file([matrix + b" cm\n" + BODY], box, extra)
    document = read_bytes(data, "a.pdf")
    assert [shown(block) for block in document.blocks] == READ
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert table.boxes[1, 2] == pytest.approx((200, 142, 300, 172), abs=0.5)
    assert document.at("p1 t1 r1 c2") == "12"


def test_what_lies_beside_the_sheet_is_not_read() -> None:
    assert texts(BODY + put("删去", -90, 700, 12) + put("3", 215, 900, 12)) == READ


def test_type_printed_twice_to_look_bold_is_read_once() -> None:
    assert texts(BODY + put("12", 215.4, 680, 12)) == READ


def test_a_raised_note_mark_is_no_digit() -> None:
    content = ROW + put("1", 227, 684, 6)
    assert texts(content) == [[["规章", "12[1]"]]]
    # Word processors raise marks by half a line, and notes may have two digits.
    assert texts(ROW + put("15", 227, 687, 6)) == [[["规章", "12[15]"]]]
    # Two lines of a cell in one size are no number with its note.
    assert texts(ROW + put("1", 227, 692, 12)) == [[["规章", "1\n12"]]]


def test_a_word_that_a_rule_cuts_is_read_in_two_ways() -> None:
    content = put("规章", 110, 680, 12) + put("12", 246, 680, 12)
    content += rule((100, 670, 100, 30), (200, 670, 51, 30), (251, 670, 100, 30))
    document = read_bytes(pdf_file([content]), "a.pdf")
    table = document.blocks[0]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["规章", "1", "2"]
    assert table.second == {(1, 2): "", (1, 3): "12"}
    notes = [(note.level, note.where) for note in document.notes]
    assert notes == [("warning", "p1 t1 r1 c2"), ("warning", "p1 t1 r1 c3")]


def test_a_cell_read_in_two_ways_is_not_known() -> None:
    page = reports(1, SEED, "docx_plain")[0].page
    document = read_bytes(pdf_page(page, Random(1)), "report.pdf")
    before = Report(parse(document), document)
    fact = next(fact for fact in before.parsed.facts if fact[:3] == ("requests", "new", "total"))
    assert fact.state == "number"
    at = next(
        (table, cell)
        for table in document.blocks
        if isinstance(table, Table)
        for cell in table.cells
        if table.where(cell) == fact.where
    )
    doubted = replace(at[0], second={(at[1].row, at[1].column): "987654"})
    blocks = tuple(doubted if block is at[0] else block for block in document.blocks)
    after = Report(parse(replace(document, blocks=blocks)), replace(document, blocks=blocks))
    found, other = found_in(before), found_in(after)
    assert {key for key in found if found[key] != other[key]} == {fact[:3]}
    assert other["requests", "new", "total"] == (None, "ambiguous")
    (finding,) = (one for one in after.findings if one.rule == "H3")
    assert (finding.ok, finding.cells) == (False, "requests/new/total")
    (agreed,) = (one for one in before.findings if one.rule == "H3")
    assert (agreed.ok, agreed.found) == (True, 0.0)


def test_frames_around_text_are_no_tables() -> None:
    frame = rule((60, 500, 470, 300))
    said = ["没有遗漏。", "按期答复。", "公开信息三十条，按期答复。"]
    lines = b"".join(put(text, 72, 760 - 20 * at, 12) for at, text in enumerate(said))
    assert texts(frame + lines) == said
    # A strip as high as a row of a table, that no table goes on with, is none either.
    assert texts(rule((60, 740, 470, 30)) + put("附件", 72, 750, 12)) == ["附件"]


def test_vertical_labels_and_numbers_broken_by_their_cell() -> None:
    label = b"".join(put(letter, 104, 690 - 13 * at, 12) for at, letter in enumerate("三、本年度"))
    number = put("11398", 126, 690, 12) + put("889", 126, 677, 12)
    two = put("3", 182, 690, 12) + put("5", 182, 660, 12)
    content = label + number + two
    content += rule((100, 630, 20, 80), (120, 630, 40, 80), (160, 630, 60, 80))
    assert texts(content) == [[["三、本年度", "11398889", "3\n5"]]]


def test_a_table_cut_by_the_foot_of_a_page_is_one_again() -> None:
    """Head repeated, a group's label torn in two, page numbers and running heads between."""
    head = put("事项", 105, 785, 12) + put("本年", 170, 785, 12) + put("总计", 230, 785, 12)
    head += rule((100, 780, 60, 20), (160, 780, 60, 20), (220, 780, 60, 20))
    first = (
        head + put("（四）无", 105, 765, 12) + put("1.甲", 165, 765, 12) + put("3", 240, 765, 12)
    )
    first += rule((100, 760, 60, 20), (160, 760, 60, 20), (220, 760, 60, 20))
    second = head + put("法提供", 105, 765, 12) + put("2.乙", 165, 765, 12) + put("4", 240, 765, 12)
    second += put("3.丙", 165, 745, 12) + put("5", 240, 745, 12)
    second += rule((100, 740, 60, 40), (160, 760, 60, 20), (220, 760, 60, 20))
    second += rule((160, 740, 60, 20), (220, 740, 60, 20))
    furniture = [
        put("青川市档案局", 250, 815, 9) + put(f"第 {page} 页 共 2 页", 270, 30, 9)
        for page in (1, 2)
    ]
    document = read_bytes(pdf_file([first + furniture[0], second + furniture[1]]), "a.pdf")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert shown(table) == [
        ["事项", "本年", "总计"],
        ["（四）无法提供", "1.甲", "3"],
        ["2.乙", "4"],
        ["3.丙", "5"],
    ]
    assert table.pages == (1, 1, 2, 2)
    assert document.at("p2 t1 r4 c3") == "5"
    assert document.at("p1 t1 r3 c1") == "（四）无法提供"
    (note,) = document.notes
    assert note.message == "4 running heads, feet and page numbers were left out"


def test_a_row_torn_by_the_foot_of_a_page_is_healed() -> None:
    widths = ((100, 40), (140, 60))
    first = put("2.没有", 104, 785, 10) + put("现成信", 104, 773, 10)
    first += b"".join(rule((x, 768, wide, 32)) for x, wide in widths) + put("7", 165, 785, 10)
    second = put("息", 104, 785, 10) + put("3.补正", 104, 765, 10) + put("8", 165, 765, 10)
    second += b"".join(rule((x, y, wide, 20)) for x, wide in widths for y in (760, 780))
    assert texts(first, second) == [[["2.没有现成信息", "7"], ["3.补正", "8"]]]


def test_two_tables_with_the_same_sides_stay_two_where_text_is_between() -> None:
    second = put("四、行政复议", 72, 790, 12) + ROW
    assert texts(ROW, second) == [[["规章", "12"]], "四、行政复议", [["规章", "12"]]]


def test_a_table_that_stands_on_another_is_one_of_its_own() -> None:
    above = rule(*((60 + 120 * at, 700, 120, 20) for at in range(4)))
    below = rule(*((60 + 80 * at, 660, 80, 40) for at in range(6)))
    numbers = b"".join(put(str(at), 70 + 80 * at, 670, 12) for at in range(6))
    told = b"".join(put(letter, 70 + 120 * at, 705, 12) for at, letter in enumerate("甲乙丙丁"))
    assert texts(above + below + numbers + told) == [
        [["甲", "乙", "丙", "丁"]],
        [["0", "1", "2", "3", "4", "5"]],
    ]


LONG = "本机关全年主动公开政府信息三百二十条并按期答复全部申请"


def test_lines_go_together_to_paragraphs() -> None:
    """Indents, a short last line, a wider gap, another size, an ordinal: each ends one."""
    size, left = 12, 72
    lines = [
        (0, 760, "政府信息公开工作年度报告", 18),
        (24, 730, LONG[:26], 12),
        (0, 712, LONG + "，", 12),
        (0, 694, "没有遗漏。", 12),
        (24, 676, LONG[:26], 12),
        (0, 658, LONG + "。", 12),
        (0, 640, "一、" + LONG[:24] + "。", 12),
        (0, 600, LONG, 12),
    ]
    assert size * len(LONG) == 324
    content = b"".join(put(text, left + x, y, points) for x, y, text, points in lines)
    assert texts(content) == [
        "政府信息公开工作年度报告",
        LONG[:26] + LONG + "，没有遗漏。",
        LONG[:26] + LONG + "。",
        "一、" + LONG[:24] + "。",
        LONG,
    ]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first = put(LONG, 72, 760, 12) + put(LONG, 72, 742, 12) + put("- 1 -", 280, 40, 10)
    second = put("且无遗漏。", 72, 760, 12) + put("- 2 -", 280, 40, 10)
    assert texts(first, second) == [LONG + LONG + "且无遗漏。"]


def test_figures_at_the_foot_are_page_numbers_only_where_they_count_the_pages() -> None:
    assert texts(put("甲", 72, 700, 12) + put("1", 290, 40, 10)) == ["甲"]
    assert texts(put("甲", 72, 700, 12) + put("2019", 290, 40, 10)) == ["甲", "2019"]
