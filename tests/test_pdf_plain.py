"""Tables of a PDF that space alone draws: no rules, no tags, cells in the order of the file."""

from __future__ import annotations

from random import Random

import pytest
from pdf_judging import judge
from publishing_pdf import needs_libreoffice, print_words, reports
from publishing_plain import LOOKS, any_look, blanked, enlarged, plain_docx

from gxkit.documents import Table, read_bytes
from gxkit.synthetic.pdf_pages import pdf_file, put

SEED = 7700
HEAD = ((80, "事项"), (200, "自然人"), (300, "企业"), (400, "总计"))


def line(y: float, *texts: tuple[float, str]) -> bytes:
    """Print texts side by side: where each begins, and what it is."""
    return b"".join(put(text, x, y, 10) for x, text in texts)


def read(*pages: bytes) -> list[object]:
    """Return the text of each paragraph, and the rows of each table with their columns."""
    found: list[object] = []
    for block in read_bytes(pdf_file(pages), "a.pdf").blocks:
        if not isinstance(block, Table):
            found.append(block.text)
            continue
        rows: list[dict[int, str]] = [{} for _ in range(block.height)]
        for cell in block.cells:
            rows[cell.row - 1][cell.column] = cell.text
        found.append(rows)
    return found


def row(*texts: str) -> dict[int, str]:
    return dict(enumerate(texts, 1))


@needs_libreoffice
@pytest.mark.parametrize("look", list(LOOKS))
def test_tables_that_python_docx_makes(look: str) -> None:
    made = reports(3, SEED, "docx_plain")
    files = [plain_docx(one.page, LOOKS[look]) for one in made]
    missed = 0
    for published, data in zip(made, print_words(files), strict=True):
        verdict = judge(published, data)
        assert verdict.cells >= 100
        assert verdict[2:] == ([], [], []), (look, published.quirks)
        # A last row that is blank, alone on the next page, is no part of its table.
        assert len(verdict.missed) <= 0.05 * verdict.cells
        missed += len(verdict.missed)
    assert missed <= 5


@needs_libreoffice
def test_blank_cells_and_long_numbers_are_never_wrong() -> None:
    """In any look: anywhere blank, whole rows and a whole column, numbers of six digits."""
    rng = Random(SEED)
    made = [blanked(one, rng, 0.3) for one in reports(4, SEED, "docx_plain", "none")]
    made += [enlarged(one, rng) for one in reports(4, SEED + 50, "docx_plain", "none")]
    files = [plain_docx(one.page, any_look(rng)) for one in made]
    for published, data in zip(made, print_words(files), strict=True):
        assert judge(published, data).wrong == []


@needs_libreoffice
@pytest.mark.parametrize("look", ["default", "official", "wide_flat"])
def test_blank_cells_stay_blank(look: str) -> None:
    rng = Random(look)
    made = [blanked(one, rng, 0.3) for one in reports(3, SEED + 90, "docx_plain", "none")]
    files = [plain_docx(one.page, LOOKS[look]) for one in made]
    for published, data in zip(made, print_words(files), strict=True):
        verdict = judge(published, data)
        assert verdict.wrong == []
        # Blocks of the first table without any number in them are left open.
        assert [key for key in verdict.missed if key[0] != "proactive"] == []


# Single traits, each on a page written by hand: 595 by 842 points, y counted from the foot.


def test_a_blank_cell_stays_blank_in_its_column() -> None:
    page = line(700, *HEAD) + line(680, (80, "规范性文件"), (205, "1"), (305, "2"), (405, "3"))
    page += line(660, (80, "行政许可"), (205, "4"), (405, "9"))
    page += line(640, (80, "行政处罚")) + line(620, (80, "行政强制"), (305, "7"))
    assert read(page) == [
        [
            row("事项", "自然人", "企业", "总计"),
            row("规范性文件", "1", "2", "3"),
            row("行政许可", "4", "", "9"),
            row("行政处罚", "", "", ""),
            row("行政强制", "", "7", ""),
        ]
    ]


def test_a_blank_column_moves_no_number() -> None:
    page = line(700, *HEAD)
    page += line(680, (80, "规章"), (205, "1"), (405, "3"))
    page += line(660, (80, "行政许可"), (205, "4"), (405, "9"))
    (table,) = read(page)
    assert table == [
        row("事项", "自然人", "企业", "总计"),
        row("规章", "1", "", "3"),
        row("行政许可", "4", "", "9"),
    ]


def test_a_number_between_two_columns_leaves_lines() -> None:
    head = ((80, "事项"), (190, "自然人"), (310, "企业"), (400, "总计"))
    page = line(700, *head) + line(680, (80, "规章"), (205, "1"), (315, "2"), (405, "3"))
    page += line(660, (80, "行政许可"), (205, "4"), (360, "9"))
    assert read(page) == [
        "事项  自然人  企业  总计",
        "规章  1  2  3",
        "行政许可  4  9",
    ]


def test_numbers_beside_their_labels_keep_one_distance_from_them() -> None:
    """Flush right under labels flush left: none stands under its own label."""
    page = line(700, *HEAD)
    page += line(680, (80, "规章"), (260, "1"), (360, "2"), (460, "3"))
    page += line(660, (80, "行政许可"), (260, "4"), (460, "9"))
    (table,) = read(page)
    assert table == [
        row("事项", "自然人", "企业", "总计"),
        row("规章", "1", "2", "3"),
        row("行政许可", "4", "", "9"),
    ]


def test_a_column_without_a_label_is_one_of_its_own() -> None:
    page = line(700, *HEAD[:3]) + line(680, (80, "规章"), (205, "1"), (305, "2"), (405, "3"))
    page += line(660, (80, "行政许可"), (305, "6"), (405, "6"))
    assert read(page) == [
        [
            row("事项", "自然人", "企业", ""),
            row("规章", "1", "2", "3"),
            row("行政许可", "", "6", "6"),
        ]
    ]


def test_labels_that_wrap_go_together_beside_their_numbers() -> None:
    """Numbers level with the middle of a label of three lines; the row before is blank."""
    page = line(700, *HEAD)
    page += (
        line(680, (80, "1.属于国家秘")) + line(668, (80, "密的")) + line(656, (80, "2.其他法律行"))
    )
    page += (
        line(644, (80, "政法规禁止公")) + line(632, (80, "开")) + line(644, (205, "4"), (405, "4"))
    )
    page += line(620, (80, "3.危及安全稳"), (205, "1"), (305, "2"), (405, "3"))
    (table,) = read(page)
    assert table == [
        row("事项", "自然人", "企业", "总计"),
        row("1.属于国家秘密的", "", "", ""),
        row("2.其他法律行政法规禁止公开", "4", "", "4"),
        row("3.危及安全稳", "1", "2", "3"),
    ]


def test_a_file_that_prints_line_by_line_leaves_lines() -> None:
    """What is left of a label comes after its numbers: it may be that of a blank row."""
    page = line(700, *HEAD)
    page += line(680, (80, "本机关不掌握"), (205, "4"), (405, "4")) + line(
        668, (80, "相关政府信息")
    )
    page += line(656, (80, "没有现成信息"), (205, "1"), (405, "3")) + line(
        644, (80, "需要另行制作")
    )
    assert all(isinstance(block, str) for block in read(page))


def test_a_head_of_three_rows_spans_what_stands_under_it() -> None:
    page = line(700, (100, "行政复议"), (300, "行政诉讼"))
    page += line(688, (100, "维持"), (160, "纠正"), (300, "直接起诉"), (420, "复议后起诉"))
    page += line(676, (300, "维持"), (360, "纠正"), (420, "维持"), (480, "纠正"))
    page += line(664, *((x, str(at)) for at, x in enumerate((100, 160, 300, 360, 420, 480))))
    document = read_bytes(pdf_file([page]), "a.pdf")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [(cell.text, cell.column, cell.colspan) for cell in table.cells[:6]] == [
        ("行政复议", 1, 2),
        ("行政诉讼", 3, 4),
        ("维持", 1, 1),
        ("纠正", 2, 1),
        ("直接起诉", 3, 2),
        ("复议后起诉", 5, 2),
    ]
    assert [cell.text for cell in table.cells if cell.row == 4] == list("012345")


def test_a_table_that_a_page_cuts_is_one_and_a_torn_label_whole() -> None:
    first = line(90, *HEAD) + line(70, (80, "1.没有现成信"), (205, "1"), (305, "2"), (405, "3"))
    second = line(780, (80, "息的")) + line(760, (80, "2.重复申请的"), (305, "5"), (405, "5"))
    document = read_bytes(pdf_file([first, second]), "a.pdf")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.pages == (1, 1, 2)
    assert [document.at(f"p1 t1 r2 c{at}") for at in range(1, 5)] == [
        "1.没有现成信息的",
        "1",
        "2",
        "3",
    ]
    assert [document.at(f"p2 t1 r3 c{at}") for at in range(1, 5)] == ["2.重复申请的", "", "5", "5"]
    assert table.boxes[3, 3] == pytest.approx((305, 72, 310, 84.5), abs=1)


def test_prose_and_lists_are_no_tables() -> None:
    columns = b"".join(
        line(700 - 14 * at, (72, "左栏说的是公开工作做得怎样"), (320, "右栏说的是申请办得怎样"))
        for at in range(4)
    )
    contact = line(600, (72, "联系人：王某"), (250, "电话：0123-4567890"), (430, "邮编：650000"))
    points = b"".join(line(500 - 14 * at, (72, "办结"), (120, f"{at}")) for at in range(4))
    assert all(isinstance(block, str) for block in read(columns + contact + points))


def test_a_heading_over_a_table_stays_a_heading() -> None:
    page = line(720, (72, "二、主动公开")) + line(700, *HEAD)
    page += line(680, (80, "规章"), (205, "1"), (305, "2"), (405, "3"))
    page += line(660, (72, "三、申请"))
    assert read(page) == [
        "二、主动公开",
        [row("事项", "自然人", "企业", "总计"), row("规章", "1", "2", "3")],
        "三、申请",
    ]


def test_a_foreign_text_among_the_cells_leaves_lines() -> None:
    page = line(700, *HEAD) + line(680, (80, "规章"), (205, "1"), (305, "2"), (405, "3"))
    page += line(660, (80, "行政许可"), (205, "4"), (305, "5"), (405, "9"))
    assert isinstance(read(page)[0], list)
    assert all(isinstance(block, str) for block in read(page + line(670, (330, "7"))))


def test_digits_that_a_page_may_have_torn_off_make_a_number_unknown() -> None:
    """What stands alone at the head of a page may be its number, or the end of 4718 2."""
    first = line(90, *HEAD) + line(70, (80, "规章"), (205, "4718"), (305, "2"), (405, "3"))
    for figure, doubted in (((210, "2"), {(2, 2): "47182"}), ((260, "2"), {})):
        second = line(800, figure) + line(760, (72, "没有遗漏。"))
        document = read_bytes(pdf_file([first, second]), "a.pdf")
        (table, _) = document.blocks
        assert isinstance(table, Table)
        told = [note for note in document.notes if note.message.endswith("of a number: 47182")]
        assert [note.where for note in told] == ["p1"] * len(doubted)
        assert [cell.text for cell in table.cells if cell.row == 2] == ["规章", "4718", "2", "3"]
        assert table.second == doubted


def test_numbers_at_the_foot_of_labels_leave_lines() -> None:
    """What stands over the last line of a label may be its beginning, or that of a blank row."""
    page = line(700, *HEAD)
    page += line(680, (80, "本机关不掌握")) + line(668, (80, "的"), (205, "4"), (405, "4"))
    page += line(656, (80, "没有现成信息")) + line(644, (80, "的"), (205, "1"), (405, "3"))
    assert all(isinstance(block, str) for block in read(page))


def test_numbers_at_the_foot_of_an_indented_label_leave_lines() -> None:
    """The first line is indented so far that the second does not stand under it."""
    page = line(700, *HEAD) + line(680, (100, "规章"), (205, "1"), (305, "2"), (405, "3"))
    page += line(668, (100, "规范性"))
    page += line(656, (80, "文件"), (205, "4"), (305, "5"), (405, "9"))
    assert all(isinstance(block, str) for block in read(page))


def test_a_number_that_touches_its_label_leaves_lines() -> None:
    """Those behind it would be one column further left than they are."""
    page = line(700, *HEAD)
    page += line(680, (150, "规章1"), (262, "2"), (362, "3"))
    page += line(660, (130, "行政许可4"), (262, "5"), (362, "9"))
    assert all(isinstance(block, str) for block in read(page))


def test_numbers_side_by_side_without_a_wider_gap_leave_lines() -> None:
    """A number that fills its column stands close to the next: 12345 and 6 are no 123456."""
    head = ((80, "事项"), (200, "甲类"), (300, "乙类"), (400, "总计"))
    page = line(700, *head) + line(680, (80, "规章"), (205, "1"), (305, "2"), (405, "3"))
    page += line(660, (80, "行政许可"), (275, "12345"), (303.5, "6"), (405, "9"))
    assert all(isinstance(block, str) for block in read(page))


def test_a_head_under_itself_leaves_lines() -> None:
    """One that the next page repeats, and that of the next part of the table right below it."""
    page = line(700, (80, "信息内容"), (240, "制作数量"), (340, "公开数量"), (440, "对外数量"))
    page += line(684, (80, "信息内容"), (190, "上年数量"), (290, "增减"), (390, "处理数量"))
    page += line(668, (80, "行政许可"), (240, "1"), (340, "2"), (440, "3"))
    page += line(652, (80, "行政处罚"), (240, "4"), (340, "5"), (440, "6"))
    assert all(isinstance(block, str) for block in read(page))


def test_labels_that_reach_over_one_another_at_both_ends_are_no_head() -> None:
    page = line(700, *((x, "甲乙丙丁戊己庚") for x in (90, 170, 250)))
    page += line(688, *((x, "子丑寅卯辰巳午") for x in (50, 130, 330)))
    page += line(676, (10, "规章"), (200, "1"))
    assert all(isinstance(block, str) for block in read(page))


def test_numbers_left_in_columns_of_their_own_widths_are_not_moved() -> None:
    """Labels flush right, numbers flush left: each begins right behind the label before its own."""
    head = ((80, "事项"), (170, "自然人"), (290, "企业"), (360, "其他"), (460, "总计"))
    page = line(700, *head)
    page += line(680, (80, "规章"), (204, "1"), (314, "2"))
    page += line(660, (80, "行政许可"), (204, "4"), (314, "9"))
    assert all(isinstance(block, str) for block in read(page))
