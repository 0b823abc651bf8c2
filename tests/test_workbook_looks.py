"""Workbooks, new and old: what the cells show counts, not what is stored; hidden rows are none."""

from __future__ import annotations

import io
import zipfile

import pytest
from publishing_office import needs_office, saved_as

from gxkit.documents import Table, read_bytes
from gxkit.documents.model import Document

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CODES = ("General", "0", "#,##0", "0.0%", "0.00", "0&quot;件&quot;", "0;-0;&quot;-&quot;")
ROWS = (
    ("规章", ("0.5", 1), ("9", 0), ("1234", 2)),
    ("规章", ("7", 0), ("9", 0), ("8", 0)),
    ("许可", ("0.123", 3), ("9", 0), ("12", 5)),
    ("处罚", ("0", 6), ("9", 0), ("3.14159", 4)),
    ("强制", ("1", 0), ("9", 0), ("2", 0)),
)
"""A text, then numbers with their formats; the second row and the third column are hidden."""
SHOWN = [
    ["规章", "1", "1,234"],
    ["许可", "12.3%", "12件"],
    ["处罚", "-", "3.14"],
    ["强制", "1", "2"],
]


def workbook(zeros: str = "1") -> bytes:
    """Write the workbook."""
    lines = ""
    for number, (label, *cells) in enumerate(ROWS, 1):
        hidden = ' hidden="1"' if number == 2 else ""
        line = f'<c r="A{number}" t="inlineStr"><is><t>{label}</t></is></c>'
        for column, (value, look) in zip("BCD", cells, strict=True):
            line += f'<c r="{column}{number}" s="{look}"><v>{value}</v></c>'
        lines += f'<row r="{number}"{hidden}>{line}</row>'
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(CODES)
    )
    looks = "".join(
        f'<xf numFmtId="{164 + at}" applyNumberFormat="1" fontId="0" fillId="0" borderId="0"/>'
        for at in range(len(CODES))
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{TYPES}.sheet.main+xml"/><Override PartName="/xl/sheet.xml" '
        f'ContentType="{TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{TYPES}.styles+xml"/></Types>',
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations(worksheet="sheet.xml", styles="styles.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a"'
        ' sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(CODES)}">{formats}'
        '</numFmts><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill/>'
        '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
        f'</cellStyleXfs><cellXfs count="{len(CODES)}">{looks}</cellXfs></styleSheet>',
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView showZeros="{zeros}"'
        ' workbookViewId="0"/></sheetViews><cols><col min="3" max="3" width="9" hidden="1"/>'
        f"</cols><sheetData>{lines}</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def relations(**targets: str) -> str:
    """Write what a part is related to."""
    each = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{each}</Relationships>'


def rows_of(document: Document) -> list[list[str]]:
    """Return the texts of the one table by row."""
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def test_cells_are_what_they_show_and_a_hidden_row_parts_no_table() -> None:
    assert rows_of(read_bytes(workbook(), "a.xlsx")) == SHOWN


@needs_office
@pytest.mark.parametrize("zeros", ["1", "0"])
def test_an_old_workbook_shows_what_the_new_one_does(zeros: str) -> None:
    new = workbook(zeros)
    old = saved_as("xls:MS Excel 97", {"a.xlsx": new})["a.xlsx"]
    document = read_bytes(old, "a.xls")
    assert document.format == "xls"
    assert rows_of(document) == rows_of(read_bytes(new, "a.xlsx"))
    told = [note.message for note in document.notes]
    assert "sheet a: 8 cells in hidden rows and columns were left out" in told
    assert ("sheet a hides its zeros: such cells are blank" in told) == (zeros == "0")
