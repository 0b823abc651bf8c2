"""Workbooks: numbers as their cells show them, and what a file may not ask for."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from compounds import compound

from gxkit.documents import Document, Paragraph, Table, limits, read_bytes
from gxkit.documents.shown_numbers import plain, show
from gxkit.errors import GxkitError, LimitError, ReadError
from gxkit.parsing.numbers import read_number

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(*sheets: str, styles: str = "", state: str = "visible", shared: str = "") -> bytes:
    """Pack sheets (what is inside <worksheet>); `state` is that of the last one."""
    file = io.BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        named = "".join(
            f'<sheet name="表{n}" r:id="rId{n}" state="{state if n == len(sheets) else "visible"}"/>'
            for n in numbers
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SPACE}" xmlns:r="{R}"><sheets>{named}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{R}/worksheet" Target="/xl/worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        for kind in ("styles", "sharedStrings"):
            links += f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>'
        package.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        package.writestr("xl/styles.xml", f'<styleSheet xmlns="{SPACE}">{styles}</styleSheet>')
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPACE}">{shared}</sst>')
        for number, sheet in zip(numbers, sheets, strict=True):
            package.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{SPACE}">{sheet}</worksheet>',
            )
    return file.getvalue()


def rows(*lines: list[str]) -> str:
    """Write rows: numbers as numbers, ``<…>`` as it stands, anything else as text."""
    out = ""
    for row, line in enumerate(lines, 1):
        cells = ""
        for column, value in zip("ABCDEFGHIJ", line, strict=False):
            if value.startswith("<"):
                cells += value.replace("<c", f'<c r="{column}{row}"', 1)
            elif value.replace(".", "").isdigit():
                cells += f'<c r="{column}{row}"><v>{value}</v></c>'
            elif value:
                cells += f'<c r="{column}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
        out += f'<row r="{row}">{cells}</row>'
    return f"<sheetData>{out}</sheetData>"


def grid(document: Document, number: int = 1) -> list[tuple[int, int, int, int, str]]:
    return [
        tuple(cell)
        for block in document.blocks
        if isinstance(block, Table) and block.number == number
        for cell in block.cells
    ]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("12.0", "General", "12"),
        ("12", "0.00", "12.00"),
        ("0.1", "0%", "10%"),
        ("1234567.891", "#,##0.0", "1,234,567.9"),
        ("0", '#,##0;-#,##0;"-"', "-"),
        ("0", "#", ""),
        ("-7", "0_ ", "-7"),
        ("-7", "0_);[Red](0)", "-7"),  # red or in brackets: the sign is what counts
        ("12", '0"件"', "12件"),
        ("12", "G/通用格式", "12"),
        ("8", "00", "08"),
        ("251000", '0,"千元"', "251千元"),
        ("45322", "yyyy/m/d", "2024/1/31"),
        ("45322", "[$-804]yyyy\\年mm\\月;@", "2024年01月"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("45322.75", "h:mm", "18:00"),
        ("0.1234567891234", "General", "0.1234567891234"),
        ("149168.728425", "General", "149168.728425"),
        ("11398889", "General", "11398889"),
        ("2.5", "0", "3"),
        ("9", "#,##0.###", "9"),
        ("9.5", "#,##0.###", "9.5"),
    ],
)
def test_a_number_is_what_its_cell_shows(value: str, code: str, shown: str) -> None:
    assert show(value, code)[0] == shown


@pytest.mark.parametrize("code", ["# ?/?", "[>=100]0", "0.0E+00", "[h]:mm"])
def test_formats_that_are_not_followed_give_no_number(code: str) -> None:
    """What is stored may not be what is printed: 123456 may be shown as 12.3万."""
    assert show("12.50", code) == ("12.5?", False)
    assert read_number("12.5?").state == "unreadable"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("0", '[=0]"";General', ""),
        ("5", '[=0]"";General', "5"),
        ("12", '[<10]0;[>=10]"多"', "多"),
        ("1234567", "0.0,,", "1.2"),
        ("-0.4", "0", "0"),
        ("12", "0!件", "12件"),
    ],
)
def test_conditions_and_scales_are_followed(value: str, code: str, shown: str) -> None:
    assert show(value, code) == (shown, True)


def test_a_float_without_a_format() -> None:
    assert [plain(value) for value in (12.0, -3.0, 190.457379, 1e15)] == [
        "12",
        "-3",
        "190.457379",
        "1000000000000000",
    ]


def test_formats_shared_texts_and_formulas() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="0&quot;件&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs>'
    )
    shared = (
        "<si><t>规章</t></si><si><r><t>行政</t></r><r><t>许可</t></r><rPh><t>xuke</t></rPh></si>"
    )
    line = [
        '<c t="s"><v>0</v></c>',
        '<c s="1"><v>3</v></c>',
        '<c s="2"><f>A1/2</f><v>0.5</v></c>',
        '<c t="str"><f>A1</f><v>甲</v></c>',
        "<c><f>SUM(B1:B9)</f></c>",
        '<c t="e"><v>#DIV/0!</v></c>',
    ]
    found = read_bytes(
        book(rows(line, ['<c t="s"><v>1</v></c>', "4"]), styles=styles, shared=shared), "x"
    )
    shown = [cell[4] for cell in grid(found)]
    assert shown[:6] == ["规章", "3件", "50.00%", "甲", "=?", "#DIV/0!"]
    assert shown[6:8] == ["行政许可", "4"]
    assert [(note.level, note.where) for note in found.notes] == [("warning", "t1 r1 c5")]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    sheet = rows(["规章", "3", "9", "4"], ["密", "7", "7", "7"], ["决定", "5", "9", "6"])
    sheet = '<cols><col min="3" max="3" hidden="1"/></cols>' + sheet.replace(
        '<row r="2"', '<row r="2" hidden="1"'
    )
    found = read_bytes(book(sheet, rows(["隐", "1"]), state="veryHidden"), "x")
    assert [cell[:2] + cell[4:] for cell in grid(found)] == [
        (1, 1, "规章"), (1, 2, "3"), (1, 4, "4"), (3, 1, "决定"), (3, 2, "5"), (3, 4, "6"),
    ]  # fmt: skip
    assert found.at("t1 r3 c2") == "5"
    assert sorted(note.where for note in found.notes) == ["t1", "t2"]


def test_zeros_that_a_sheet_hides_are_blank_and_told() -> None:
    sheet = '<sheetViews><sheetView showZeros="0"/></sheetViews>' + rows(["规章", "0", "3"])
    found = read_bytes(book(sheet), "x")
    assert [cell[4] for cell in grid(found)] == ["规章", "", "3"]
    assert [note.level for note in found.notes] == ["warning"]


def test_headings_part_tables_and_labels_of_blank_rows_do_not() -> None:
    sheet = rows(
        ["二、主动公开政府信息情况"],
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "3"],
        ["行政规范性文件"],
        ["三、收到和处理申请情况"],
        ["全年收到申请。都已答复。"],
        ["申请人", "自然人"],
        ["总计", "1"],
    )
    merged = "".join(f'<mergeCell ref="A{row}:D{row}"/>' for row in (1, 2, 6, 7))
    found = read_bytes(book(f"{sheet}<mergeCells>{merged}</mergeCells>"), "x")
    assert texts(found) == [
        "二、主动公开政府信息情况",
        "三、收到和处理申请情况",
        "全年收到申请。都已答复。",
    ]
    first, second = (block for block in found.blocks if isinstance(block, Table))
    assert first.cells[0] == (2, 1, 1, 4, "第二十条第（一）项")
    assert [tuple(cell) for cell in first.cells if cell.row == 5] == [
        (5, 1, 1, 1, "行政规范性文件"), (5, 2, 1, 1, ""), (5, 3, 1, 1, ""), (5, 4, 1, 1, ""),
    ]  # fmt: skip
    assert second.cells[-1] == (9, 2, 1, 1, "1")
    assert found.at("t1 r9 c2") == "1"


def test_text_in_cells_that_are_not_merged_parts_tables_too() -> None:
    sheet = rows(
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "3"],
        ["行政强制"],
        ["五、存在问题"],
        ["（一）问题"],
        ["1.更新慢。"],
        ["2.解读少；"],
        ["六、其他事项"],
        ["没有。"],
    )
    found = read_bytes(book(sheet), "x")
    assert texts(found) == [
        "五、存在问题", "（一）问题", "1.更新慢。", "2.解读少；", "六、其他事项", "没有。",
    ]  # fmt: skip
    assert grid(found)[-1] == (3, 2, 1, 1, "")


def test_the_xml_of_excel_2003() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    data = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="s1"><NumberFormat
    ss:Format="Standard"/></Style></Styles><Worksheet ss:Name="表"><Table>
    <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">头</Data></Cell>
      <Cell><Data ss:Type="String">尾</Data></Cell></Row>
    <Row ss:Index="3"><Cell ss:Index="2" ss:StyleID="s1"><Data ss:Type="Number">1234</Data></Cell>
      <Cell><Data ss:Type="Number">12.0</Data></Cell></Row></Table></Worksheet></Workbook>"""
    found = read_bytes(data.encode(), "报告.xls")
    assert found.format == "sheetxml"
    assert (found.at("t1 r1 c2"), found.at("t1 r1 c3")) == ("头", "尾")
    assert (found.at("t1 r3 c2"), found.at("t1 r3 c3")) == ("1,234.00", "12")


# Files that mean no good


def complaint(kind: type[GxkitError], data: bytes) -> str:
    began = time.perf_counter()
    with pytest.raises(kind) as caught:
        read_bytes(data, "虚构.xlsx")
    assert time.perf_counter() - began < 3
    message = str(caught.value)
    assert message.startswith("虚构.xlsx: ")
    assert "\n" not in message
    return message


def test_bombs() -> None:
    assert "zip bomb" in complaint(LimitError, book(" " * 30_000_000))
    entities = io.BytesIO()
    with zipfile.ZipFile(entities, "w") as package:
        package.writestr(
            "xl/workbook.xml", '<!DOCTYPE b [<!ENTITY a "ha">]><workbook>&a;</workbook>'
        )
    assert "declares entities, which an Excel workbook" in complaint(
        LimitError, entities.getvalue()
    )


def test_merged_cells_of_a_whole_sheet_cost_nothing() -> None:
    sheet = rows(["甲", "1", "2"], ["乙", "3", "4"])
    refs = [f"{column}{row}:XFD1048576" for row in range(1, 300) for column in "ABCDEFGHIJ"]
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    began = time.perf_counter()
    found = read_bytes(book(f"{sheet}<mergeCells>{merged}</mergeCells>"), "x")
    assert time.perf_counter() - began < 3
    assert sum(1 for _ in grid(found)) < limits.TABLE_CELLS


def test_cells_far_away_cost_nothing() -> None:
    far = '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
    far += '<row r="1048576"><c r="A1048576"><v>3</v></c><c r="B1048576"><v>4</v></c></row></sheetData>'
    began = time.perf_counter()
    found = read_bytes(book(far), "x")
    assert time.perf_counter() - began < 3
    assert found.at("t1 r1048576 c2") == "4"
    assert "only its first 300 columns" in found.notes[0].message


def test_a_sheet_of_more_cells_than_a_table_may_have(monkeypatch) -> None:
    monkeypatch.setattr(limits, "TABLE_CELLS", 10)
    found = read_bytes(book(rows(*[["甲", "1", "2"]] * 6)), "x")
    assert len(grid(found)) == 9
    assert found.notes[0].where == "t1 r4 c1"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook(share: float) -> None:
    data = book(rows(["规章", "3"]))
    assert "truncated or damaged" in complaint(ReadError, data[: int(len(data) * share)])
    assert "sheet1.xml is truncated" in complaint(ReadError, book("<row"))


def test_a_damaged_old_workbook_is_an_error_and_kills_nobody(monkeypatch) -> None:
    # Calamine takes the length of a chain in a damaged file for the size of what to read.
    data = compound({"Workbook": b"\x09\x08\x10\0\0\6\5\0" + b"\xff" * 9000})
    with pytest.raises(ReadError, match="a workbook that is truncated or damaged"):
        read_bytes(data, "虚构.xls")
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.0)
    with pytest.raises(LimitError, match="takes more than 0 seconds"):
        read_bytes(data, "虚构.xls")
