"""What real PDF files do to a number: text over cells, text unseen, fonts without letters, forms."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

import pytest
from tagged_pdf import updated

from gxkit.documents import Table, read_bytes, scans
from gxkit.documents.model import Block, Document, Note, Paragraph
from gxkit.documents.pdf_pages import read_pages
from gxkit.documents.pdf_pictures import is_scan
from gxkit.errors import FormatError
from gxkit.parsing.numbers import read_number
from gxkit.synthetic.pdf_pages import pdf_file, put

WORDS = ("规章", "12", "3")


def rows_of(document: Document) -> list[list[str]]:
    """Return the texts of all tables by row."""
    return [
        [cell.text for cell in table.cells if cell.row == row]
        for table in document.blocks
        if isinstance(table, Table)
        for row in range(1, table.height + 1)
    ]


def frames(rows: int = 2) -> bytes:
    """Draw a ruled table of three columns, 20 points a row, its head at 700."""
    return b"".join(
        b"%d %d 100 20 re S\n" % (100 + 100 * column, 680 - 20 * row)
        for row in range(rows)
        for column in range(3)
    )


def words(y: float, *texts: str) -> bytes:
    """Print a row of texts in it."""
    return b"".join(put(text, 110 + 100 * at, y, 10) for at, text in enumerate(texts))


TABLE = frames() + words(686, "事项", "制发", "废止") + words(666, *WORDS)
READ = [["事项", "制发", "废止"], ["规章", "12", "3"]]


def test_a_watermark_that_runs_aslant_is_in_no_cell() -> None:
    turn = radians(45)
    matrix = b"%.4f %.4f %.4f %.4f 180 640 cm\n" % (cos(turn), sin(turn), -sin(turn), cos(turn))
    mark = b"q " + matrix + put("内部资料2023", 0, 0, 30) + b"Q\n"
    document = read_bytes(pdf_file([TABLE + mark]), "a.pdf")
    assert rows_of(document) == READ
    (note,) = document.notes
    assert note.message.startswith("8 characters of page 1 that run aslant, are struck out")


def test_a_stamp_in_large_type_over_cells_is_in_none() -> None:
    document = read_bytes(pdf_file([TABLE + put("20", 208, 662, 60)]), "a.pdf")
    assert rows_of(document) == READ


def test_text_that_cannot_be_seen_is_not_read() -> None:
    unseen = b"3 Tr\n" + put("7", 222, 666, 10) + b"0 Tr\n"
    document = read_bytes(pdf_file([TABLE + unseen]), "a.pdf")
    assert rows_of(document) == READ


def test_figures_set_wide_or_apart() -> None:
    content = frames(3) + words(686, "事项", "制发", "废止") + words(666, "规章", "１２", "1,234")
    content += words(646, "行政许可", "1 234", "5")
    document = read_bytes(pdf_file([content]), "a.pdf")
    assert rows_of(document)[1:] == [["规章", "１２", "1,234"], ["行政许可", "1 234", "5"]]


def test_glyphs_set_one_by_one_are_one_number() -> None:
    """Some offices place every figure by itself, in any order."""
    content = frames() + words(686, "事项", "制发", "废止") + words(666, "规章")
    content += put("2", 215, 666, 10) + put("3", 310, 666, 10) + put("1", 210, 666, 10)
    assert rows_of(read_bytes(pdf_file([content]), "a.pdf")) == READ


def test_a_label_that_fills_its_cell_up_to_the_rule_takes_no_number_from_behind_it() -> None:
    tight = (
        put("事项（甲乙丙）", 129.3, 666, 10) + put("12", 200.7, 666, 10) + put("3", 310, 666, 10)
    )
    document = read_bytes(
        pdf_file([frames() + words(686, "事项", "制发", "废止") + tight]), "a.pdf"
    )
    assert rows_of(document) == [READ[0], ["事项（甲乙丙）", "12", "3"]]
    assert document.notes == ()
    # Half of a closing bracket is empty: programs set the rule and the next cell into it.
    tight = put("事项（甲乙丙）", 132, 666, 10) + put("12", 201, 666, 10) + put("3", 310, 666, 10)
    document = read_bytes(
        pdf_file([frames() + words(686, "事项", "制发", "废止") + tight]), "a.pdf"
    )
    assert (rows_of(document)[1], document.notes) == (["事项（甲乙丙）", "12", "3"], ())
    # A rule through a number is not the end of a word.
    cut = put("事项", 110, 666, 10) + put("12", 194.9, 666, 10) + put("3", 310, 666, 10)
    document = read_bytes(pdf_file([frames() + words(686, "事项", "制发", "废止") + cut]), "a.pdf")
    assert any("two readings" in note.message for note in document.notes)


def test_a_table_in_a_frame_of_its_own_is_read() -> None:
    frame = b"90 640 320 75 re S\n"
    assert rows_of(read_bytes(pdf_file([frame + TABLE]), "a.pdf")) == READ


def without_letters(content: bytes) -> bytes:
    """Write a PDF whose font does not say which letters its drawings are."""
    data = pdf_file([content])
    data = data.replace(b"UniGB-UCS2-H", b"Identity-H  ")
    return data.replace(b"(GB1)/Supplement 4", b"(Identity)        ")


def test_a_font_without_letters_gives_no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers of drawings in a font look like letters and figures; they are none."""
    lines = b"".join(put("本机关全年主动公开政府信息", 72, 600 - 20 * at, 12) for at in range(6))
    data = without_letters(TABLE + lines)
    (page,) = read_pages(data, "a.pdf")
    assert len(page.chars) > 80
    assert [char.text for char in page.chars if char.text.isdigit()] == []
    assert is_scan(page)
    monkeypatch.setattr(scans, "missing", lambda: ["rapidocr"])
    with pytest.raises(FormatError, match=r"gxkit\[ocr\]"):
        read_bytes(data, "a.pdf")


def with_numbered_drawings(*contents: bytes, told: str = "") -> bytes:
    """Write a PDF whose first page has a font /G that does not say which letters it draws.

    Or it says what is `told`: the lines of a map from drawings to letters.
    """
    bare = pdf_file(contents)
    page = bare[bare.index(b"6 0 obj\n") + 8 :].split(b"\nendobj")[0].decode()
    font = "<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[21 0 R]>>"
    own = "<</Type/Font/Subtype/CIDFontType0/BaseFont/Own/DW 500/FontDescriptor 5 0 R"
    own += "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    both = page.replace("/F 3 0 R", "/F 3 0 R/G 20 0 R")
    letters = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
    letters += f"endcodespacerange {told} endcmap end"
    stream = f"<</Length {len(letters)}>>stream\n{letters}\nendstream"
    font = font.replace(">>", "/ToUnicode 22 0 R>>") if told else font
    return updated(bare, {6: both, 20: font, 21: own, 22: stream}, 23)


@pytest.mark.parametrize("codes", ["0003", "000A", "0020", "0032", "00050009"])
def test_figures_whose_letters_nobody_knows_leave_no_blank(
    codes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of a drawing may look like a space or another figure."""
    monkeypatch.setattr(scans, "missing", lambda: ["rapidocr"])
    content = frames() + words(686, "事项", "制发", "废止") + words(666, "规章", "", "3")
    content += b"BT /G 10 Tf 210 666 Td <" + codes.encode() + b"> Tj ET\n"
    texts = rows_of(read_bytes(with_numbered_drawings(content), "a.pdf"))
    assert texts[1] == ["规章", "\ufffd" * (len(codes) // 4), "3"]
    assert read_number(texts[1][1]).state == "unreadable"


def test_numbers_of_drawings_given_as_letters_leave_no_blank(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In many fonts the figures are the drawings 19 to 28."""
    monkeypatch.setattr(scans, "missing", lambda: ["rapidocr"])
    content = frames() + words(686, "事项", "制发", "废止") + words(666, "规章", "", "3")
    content += b"BT /G 10 Tf 210 666 Td <0013001C> Tj ET\n"
    data = with_numbered_drawings(content, told="1 beginbfrange <0001> <00FF> <0001> endbfrange")
    assert rows_of(read_bytes(data, "a.pdf"))[1] == ["规章", "\ufffd\ufffd", "3"]


def test_pages_with_tables_are_pictures_where_cells_lack_their_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def seen(
        _: bytes, numbers: Sequence[int], __: str
    ) -> tuple[dict[int, list[Block]], list[Note]]:
        asked.append(list(numbers))
        return {number: [Paragraph("seen", f"p{number}")] for number in numbers}, []

    monkeypatch.setattr(scans, "missing", list)
    monkeypatch.setattr(scans, "read_pages", seen)
    torn = TABLE + b"BT /G 10 Tf 230 666 Td <0032> Tj ET\n"
    data = with_numbered_drawings(torn, put("一、总体情况", 72, 700, 12), TABLE)
    document = read_bytes(data, "a.pdf")
    assert asked == [[1, 3]]
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == ["seen", "一、总体情况", "seen"]
    assert document.format == "scan"


@pytest.mark.parametrize("look", ["drawn", "left to the reader", "a note typed over the page"])
def test_what_stands_in_the_fields_of_a_form_is_printed(look: str) -> None:
    content = frames() + words(686, "事项", "制发", "废止") + words(666, "规章", "", "3")
    bare = pdf_file([content])
    page = bare[bare.index(b"6 0 obj\n") + 8 :].split(b">>\nendobj")[0].decode()
    drawn = "BT /F 10 Tf 10 6 Td <00310032> Tj ET"
    kind = "/Subtype/FreeText/DA(/F 10 Tf)/Contents(12)"
    if look != "a note typed over the page":
        kind = "/Subtype/Widget/FT/Tx/T(a)/V(12)/DA(/H 10 Tf 0 g)"
    shown = "" if look == "left to the reader" else "/AP<</N 9 0 R>>"
    helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    form = f"<</Fields[8 0 R]/NeedAppearances true/DR<</Font<</H {helvetica}>>>>>>"
    data = updated(
        bare,
        {
            1: f"<</Type/Catalog/Pages 2 0 R/AcroForm {form}>>",
            6: f"{page}/Annots[8 0 R]>>",
            8: f"<</Type/Annot{kind}/F 4/Rect[200 660 300 680]{shown}>>",
            9: (
                "<</Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 3 0 R>>>>"
                f"/Length {len(drawn)}>>stream\n{drawn}\nendstream"
            ),
        },
        10,
    )
    assert rows_of(read_bytes(data, "a.pdf")) == READ


def test_rules_drawn_as_dots_and_as_dashes() -> None:
    dots = [
        b"%.1f %.1f 0.8 0.8 re f\n" % (100 + 2 * at, y)
        for y in (660, 680, 700)
        for at in range(150)
    ]
    dashes = [
        b"%d %d m %d %d l S\n" % (x, 660 + 5 * at, x, 663 + 5 * at)
        for x in (100, 200, 300, 400)
        for at in range(8)
    ]
    text = words(686, "事项", "制发", "废止") + words(666, *WORDS)
    assert rows_of(read_bytes(pdf_file([b"".join(dots + dashes) + text]), "a.pdf")) == READ


SHADES = [
    b"1 1 0.9 rg %d %d 98 18 re f\n" % (101 + 100 * column, 681 - 20 * row)
    for row in range(4)
    for column in range(3)
]
SHADED = words(686, "事项", "制发", "废止") + b"".join(
    words(686 - 20 * row, f"{row}.甲", str(row), str(9 - row)) for row in (1, 2, 3)
)


def test_cells_that_are_shaded_one_by_one_make_a_table() -> None:
    content = b"0 g 100 620 300 80 re f\n" + b"".join(SHADES) + b"0 g\n" + SHADED
    assert rows_of(read_bytes(pdf_file([content]), "a.pdf")) == [
        ["事项", "制发", "废止"],
        ["1.甲", "1", "8"],
        ["2.甲", "2", "7"],
        ["3.甲", "3", "6"],
    ]


@pytest.mark.parametrize("shaded", [SHADES[:3], SHADES[:3] + SHADES[6:9]])
def test_a_shaded_head_or_every_other_row_makes_no_table_of_its_own(shaded: list[bytes]) -> None:
    """The print tells the whole table, with the rows that have no shade."""
    document = read_bytes(pdf_file([b"".join(shaded) + b"0 g\n" + SHADED]), "a.pdf")
    assert rows_of(document) == [
        ["事项", "制发", "废止"],
        ["1.甲", "1", "8"],
        ["2.甲", "2", "7"],
        ["3.甲", "3", "6"],
    ]


def test_what_a_line_strikes_out_is_not_read() -> None:
    """As Word prints a change that nobody accepted: 1, then 5 struck out, then 2."""
    content = frames() + words(686, "事项", "制发", "废止") + words(666, "规章", "152", "3")
    line = b"0.6 w 215 669.5 m 220 669.5 l S\n"
    document = read_bytes(pdf_file([content + line]), "a.pdf")
    assert rows_of(document)[1] == ["规章", "1 2", "3"]  # with a gap it is no number: not known
    assert read_number("1 2").state == "unreadable"


def test_a_line_under_a_figure_or_across_a_table_strikes_nothing_out() -> None:
    under, across = b"210 664 m 220 664 l S\n", b"100 669 m 400 669 l S\n"
    assert rows_of(read_bytes(pdf_file([TABLE + under]), "a.pdf")) == READ
    document = read_bytes(pdf_file([TABLE + across]), "a.pdf")
    assert "12" in [text for row in rows_of(document) for text in row]


OUTLINE = b"212 666 m 217 676 l 220 670 l 216 664 l f\n"
"""A letter as a designer's program leaves it."""


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (OUTLINE, "\ufffd"),
        (b"200 660 100 20 re f\n", ""),  # a background
        (b"150 640 m 260 700 l 280 640 l f\n", ""),  # a seal over several cells
    ],
)
def test_a_number_that_is_drawn_and_not_written_is_no_blank(
    drawn: bytes, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "missing", lambda: ["rapidocr"])
    content = frames() + words(686, "事项", "制发", "废止") + words(666, "规章", "", "3") + drawn
    assert rows_of(read_bytes(pdf_file([content]), "a.pdf"))[1] == ["规章", text, "3"]


def test_a_page_whose_letters_are_all_drawn_is_a_picture() -> None:
    (page,) = read_pages(pdf_file([frames() + OUTLINE * 120]), "a.pdf")
    assert is_scan(page)
    (page,) = read_pages(pdf_file([frames(40)]), "a.pdf")
    assert not is_scan(page)
