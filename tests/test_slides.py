"""Slides: what is read, in which order, and what a file may not ask for."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from gxkit.documents import Document, Paragraph, Table, limits, read_bytes
from gxkit.errors import GxkitError, LimitError, ReadError

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    f'xmlns:r="{R}" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def deck(*slides: str, **parts: str) -> bytes:
    """Pack slides; other parts by name, ``__`` for a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        numbers = range(1, len(slides) + 1)
        ids = "".join(f'<p:sldId id="{n}" r:id="rId{n}"/>' for n in numbers)
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{R}/slide" Target="slides/slide{n}.xml"/>'
            for n in numbers
        )
        package.writestr(
            "ppt/presentation.xml",
            f"<p:presentation {NS}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        )
        package.writestr(
            "ppt/_rels/presentation.xml.rels", f"<Relationships>{links}</Relationships>"
        )
        for number, slide in zip(numbers, slides, strict=True):
            package.writestr(f"ppt/slides/slide{number}.xml", slide)
        for name, text in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


def slide(*shapes: str, show: str = "1") -> str:
    tree = f"<p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld>"
    return f'<p:sld {NS} show="{show}">{tree}</p:sld>'


def box(text: str, top: int = 0, left: int = 0, *, about: str = "", holder: str = "") -> str:
    place = (
        "" if holder else f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="9" cy="9"/></a:xfrm>'
    )
    lines = text if text.startswith("<") else f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="" {about}/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}</p:spPr><p:txBody>{lines}</p:txBody></p:sp>"
    )


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


CM = 360_000


def test_boxes_are_read_from_above_down_and_side_by_side_from_the_left() -> None:
    shapes = [box("丁", 9 * CM), box("丙", 3 * CM + 50_000, 9 * CM), box("甲", 0, 5 * CM)]
    shapes.insert(1, box("乙", 3 * CM + 90_000, 1 * CM))
    found = read_bytes(deck(slide(*shapes)), "x")
    assert texts(found) == ["甲", "乙", "丙", "丁"]
    assert found.at("p1 l3") == "丙"


def test_a_group_has_a_scale_of_its_own() -> None:
    # Inside, 0 to 100; on the slide, 10 cm to 20 cm: 50 is at 15 cm, between 14 and 16.
    group = (
        f'<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="{10 * CM}"/><a:ext cx="1" cy="{10 * CM}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="1" cy="100"/></a:xfrm></p:grpSpPr>{box("中", 50)}</p:grpSp>'
    )
    found = read_bytes(deck(slide(group, box("下", 16 * CM), box("上", 14 * CM))), "x")
    assert texts(found) == ["上", "中", "下"]


def test_what_is_hidden_and_what_repeats_is_left_out() -> None:
    number = box("<a:p><a:fld type='slidenum'><a:t>3</a:t></a:fld></a:p>")
    footer = box("页脚", holder='<p:ph type="ftr"/>')
    hidden = box("看不见", about='hidden="1"')
    found = read_bytes(
        deck(slide(number, footer, hidden, box("文")), slide(box("隐"), show="0")), "x"
    )
    assert texts(found) == ["文"]
    assert [note.where for note in found.notes] == ["p2"]


def test_a_placeholder_stands_where_its_layout_puts_it() -> None:
    holder = '<p:ph type="body" idx="7"/>'
    layout = f"<p:sldLayout {NS}><p:cSld><p:spTree>{box('提示', 9 * CM)}</p:spTree></p:cSld></p:sldLayout>"
    layout = layout.replace("<p:nvPr></p:nvPr>", f"<p:nvPr>{holder}</p:nvPr>")
    links = (
        f'<Relationships><Relationship Id="rId1" Type="{R}/slideLayout"'
        ' Target="../slideLayouts/slideLayout1.xml"/></Relationships>'
    )
    data = deck(
        slide(box("下", holder=holder), box("上", CM)), ppt__slideLayouts__slideLayout1=layout
    )
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("ppt/slides/_rels/slide1.xml.rels", links)
    assert texts(read_bytes(file.getvalue(), "x")) == ["上", "下"]


def test_a_table_keeps_its_merged_cells() -> None:
    def cell(text: str, spans: str = "") -> str:
        return f"<a:tc {spans}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"

    rows = [
        [cell("组", 'rowSpan="2"'), cell("头", 'gridSpan="2"'), cell("", 'hMerge="1"')],
        [cell("", 'vMerge="1"'), cell("0"), cell("")],
    ]
    lines = "".join(f"<a:tr>{''.join(row)}</a:tr>" for row in rows)
    frame = f"<p:graphicFrame><p:xfrm/><a:graphic><a:graphicData><a:tbl>{lines}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    found = read_bytes(deck(slide(box("文")), slide(frame)), "x")
    table = found.blocks[1]
    assert isinstance(table, Table)
    assert [tuple(each) for each in table.cells] == [
        (1, 1, 2, 1, "组"),
        (1, 2, 1, 2, "头"),
        (2, 2, 1, 1, "0"),
        (2, 3, 1, 1, ""),
    ]
    assert found.at("p2 t1 r2 c2") == "0"
    assert found.at("p2 t1 r2 c1") == "组"


def test_raised_marks_struck_text_breaks_and_numbers() -> None:
    def run(text: str, setting: str = "") -> str:
        return f"<a:r><a:rPr {setting}/><a:t>{text}</a:t></a:r>"

    raised, struck = run("1", 'baseline="30000"'), run("删", 'strike="sngStrike"')
    one = f"<a:p>{run('22')}{raised}</a:p>"
    two = f"<a:p>{struck}{run('上')}<a:br/>{run('下')}</a:p>"
    numbers = "".join(
        f"<a:p><a:pPr><a:buAutoNum type='{kind}'/></a:pPr>{run(text)}</a:p>"
        for kind, text in (("arabicPeriod", "甲"), ("arabicPeriod", "乙"))
    )
    chinese = f"<a:p><a:pPr><a:buAutoNum type='ea1ChsPeriod' startAt='3'/></a:pPr>{run('丙')}</a:p>"
    found = read_bytes(
        deck(slide(box(one), box(two, CM), box(numbers, 2 * CM), box(chinese, 3 * CM))), "x"
    )
    assert texts(found) == ["22[1]", "上", "下", "1.甲", "2.乙", "三.丙"]
    assert [note.message for note in found.notes] == ["struck-out text was left out"]


def test_charts_are_left_alone_and_pictures_are_told() -> None:
    chart = '<p:graphicFrame><p:xfrm/><a:graphic><a:graphicData><c:chart r:id="rId9"/></a:graphicData></a:graphic></p:graphicFrame>'
    picture = "<p:pic><p:nvPicPr><p:cNvPr id='1' name=''/></p:nvPicPr><p:spPr/></p:pic>"
    found = read_bytes(deck(slide(chart, box("文")), slide(picture)), "x")
    assert texts(found) == ["文"]
    assert [(note.level, note.where) for note in found.notes] == [("info", "p1"), ("warning", "p2")]


# Files that mean no good


def complaint(kind: type[GxkitError], data: bytes) -> str:
    began = time.perf_counter()
    with pytest.raises(kind) as caught:
        read_bytes(data, "虚构.pptx")
    assert time.perf_counter() - began < 3
    message = str(caught.value)
    assert message.startswith("虚构.pptx: ")
    assert "\n" not in message
    return message


def test_bombs() -> None:
    assert "zip bomb" in complaint(LimitError, deck(" " * 30_000_000))
    entities = '<!DOCTYPE b [<!ENTITY a "ha">]>' + slide()
    assert "declares entities, which a PowerPoint file" in complaint(LimitError, deck(entities))
    deep = slide("<p:grpSp>" * 10_000 + "</p:grpSp>" * 10_000)
    assert "nested too deeply" in complaint(LimitError, deck(deep))


def test_groups_in_groups_end(monkeypatch) -> None:
    inner = "<p:grpSp>" * 100 + box("底") + "</p:grpSp>" * 100
    assert texts(read_bytes(deck(slide(box("上"), inner)), "x")) == ["上"]


def test_too_many_slides_and_too_much_xml(monkeypatch) -> None:
    monkeypatch.setattr(limits, "SLIDES", 2)
    assert "3 slides" in complaint(LimitError, deck(slide(), slide(), slide()))
    monkeypatch.setattr(limits, "SLIDES_BYTES", 2000)
    assert "MB of XML" in complaint(LimitError, deck(slide(box("x" * 3000))))


def test_a_truncated_file_and_a_missing_slide() -> None:
    data = deck(slide(box("文")), slide(box("章")))
    assert "truncated or damaged" in complaint(ReadError, data[: len(data) // 2])
    assert "slide1.xml is truncated" in complaint(ReadError, deck("<p:sld"))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if not name.endswith("slide1.xml"):
                new.writestr(name, old.read(name))
    found = read_bytes(file.getvalue(), "x")
    assert texts(found) == ["章"]
    assert found.notes[0].message == "slide 1: missing from the file"


def test_a_path_that_climbs_out_of_the_package_leads_nowhere(tmp_path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(slide(box("秘密")))
    data = deck(slide(box("文")))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, content.replace("slides/slide1.xml", f"../../../../..{secret}"))
    found = read_bytes(file.getvalue(), "x")
    assert texts(found) == []
