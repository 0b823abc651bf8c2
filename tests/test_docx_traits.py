"""What of a Word file is printed: styles that hide, rows that are hidden, fields, changes."""

from __future__ import annotations

import io
import zipfile

import pytest

from gxkit.documents import Table, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES_ARE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
STYLES = f"""<w:styles {W}>
<w:style w:type="character" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Struck"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Gone"><w:basedOn w:val="Struck"/></w:style>
<w:style w:type="character" w:styleId="Mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def run(text: str, settings: str = "") -> str:
    return f"<w:r><w:rPr>{settings}</w:rPr><w:t>{text}</w:t></w:r>"


def row(content: str, settings: str = "") -> str:
    cells = f"<w:tc><w:p>{run('规章')}</w:p></w:tc><w:tc>{content}</w:tc>"
    return f"<w:tr><w:trPr>{settings}</w:trPr>{cells}</w:tr>"


def read(*rows: str) -> list[str]:
    """Return what the second column of a table shows."""
    body = f"<w:p>{run('一、总体情况')}</w:p><w:tbl>{''.join(rows)}</w:tbl>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        package.writestr("word/styles.xml", STYLES)
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="s" Type="{STYLES_ARE}"'
            ' Target="styles.xml"/></Relationships>',
        )
    (table,) = (
        block for block in read_bytes(file.getvalue(), "a.docx").blocks if isinstance(block, Table)
    )
    return [cell.text for cell in table.cells if cell.column == 2]


def field(order: str, result: str) -> str:
    """Write a field: its order, and what it shows."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return mark.format("begin") + order + mark.format("separate") + result + mark.format("end")


ORDER = "<w:r><w:instrText>IF 1 = </w:instrText></w:r>"
CHANGES = (
    "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>2</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:ins>"
)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (run("1") + run("9", '<w:rStyle w:val="Hidden"/>'), "1"),
        (run("1") + run("9", '<w:rStyle w:val="Gone"/>'), "1"),
        (run("1") + run("9", '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>'), "19"),
        (run("22") + run("1", '<w:rStyle w:val="Mark"/>'), "22[1]"),
        (run("22") + run("1", '<w:position w:val="10"/><w:sz w:val="12"/>'), "22[1]"),
        (run("22") + run("1", '<w:position w:val="0"/>'), "221"),
        (field(ORDER, run("33")), "33"),
        (field(ORDER + field(ORDER, run("99")), run("4")), "4"),
        (run("1") + CHANGES, "12"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("7"), "7"),
    ],
)
def test_what_a_cell_shows(content: str, shown: str) -> None:
    assert read(row(f"<w:p>{content}</w:p>")) == [shown]


def test_a_paragraph_may_be_hidden_by_its_style() -> None:
    hidden = f'<w:p><w:pPr><w:pStyle w:val="Unseen"/></w:pPr>{run("9")}</w:p>'
    assert read(row(hidden + f"<w:p>{run('1')}</w:p>")) == ["1"]


def test_rows_that_are_hidden_or_deleted_are_none() -> None:
    rows = [
        row(f"<w:p>{run(text)}</w:p>", setting)
        for text, setting in zip(
            "1234", ("", "<w:hidden/>", "<w:del/>", '<w:hidden w:val="0"/>'), strict=True
        )
    ]
    assert read(*rows) == ["1", "4"]


def test_a_picture_alone_in_a_cell_is_not_nothing() -> None:
    drawn = "http://schemas.openxmlformats.org/drawingml/2006/main"
    picture = f'<w:r><w:drawing><a:blip xmlns:a="{drawn}"/></w:drawing></w:r>'
    assert read(row(f"<w:p>{picture}</w:p>"), row(f"<w:p>{picture}{run('4')}</w:p>")) == [
        "[图]",
        "4",
    ]
