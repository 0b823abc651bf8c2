"""Bad files: a clear error of one line or a bounded reading, never a crash, never a guess."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest

from gxkit.documents import Table, limits, read, read_bytes
from gxkit.errors import FormatError, GxkitError, LimitError, ReadError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pack(**parts: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def document(body: str, head: str = "") -> str:
    return f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def complaint(kind: type[GxkitError], data: bytes) -> str:
    with pytest.raises(kind) as caught:
        read_bytes(data, "虚构.xyz")
    message = str(caught.value)
    assert message.startswith("虚构.xyz: ")
    assert "\n" not in message
    return message


# Files


def test_a_missing_file(tmp_path) -> None:
    with pytest.raises(ReadError, match="no such file; check the path") as caught:
        read(tmp_path / "none.html")
    assert isinstance(caught.value, OSError)


def test_a_folder(tmp_path) -> None:
    with pytest.raises(ReadError, match=r"folder|plain file"):
        read(tmp_path)


def test_an_empty_file(tmp_path) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(b"")
    with pytest.raises(ReadError, match="empty; download or save it again"):
        read(file)


@pytest.mark.parametrize("data", [b" \n\t\n", "\ufeff".encode(), "\u3000\n".encode()])
def test_nothing_but_white_space(data: bytes) -> None:
    assert "nothing but white space" in complaint(ReadError, data)


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes(seed: int) -> None:
    assert "binary data" in complaint(FormatError, random.Random(seed).randbytes(5000))


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"7z\xbc\xaf\x27\x1c", "7z archive; unpack"),
        (b"Rar!\x1a\x07", "RAR archive; unpack"),
        (b"MIME-Version: 1.0\r\n", "without a page; save the page again"),
    ],
)
def test_other_kinds_are_named(start: bytes, words: str) -> None:
    assert words in complaint(FormatError, start + b"padding " * 20)


# Pages


def test_a_page_of_100_megabytes_is_refused_before_it_is_read(tmp_path) -> None:
    file = tmp_path / "huge.html"
    with file.open("wb") as out:
        out.write(b"<html><body>" + b"<p>text</p>" * 9000)
        out.truncate(100 * limits.MEGABYTE)
    began = time.perf_counter()
    with pytest.raises(LimitError, match="100 MB, more than the 30 MB"):
        read(file)
    assert time.perf_counter() - began < 0.5


def test_more_tags_than_a_report_can_need(monkeypatch) -> None:
    monkeypatch.setattr(limits, "TAGS", 100)
    assert "more than 100 tags" in complaint(LimitError, b"<p>" * 101)


@pytest.mark.parametrize("tag", ["div", "span", "font", "b", "blockquote", "center"])
def test_ten_thousand_nested_tags_lose_no_text(tag: str) -> None:
    cells = "<table><tr><td>规章<td>3</table>"
    found = read_bytes(("<html>" + f"<{tag}>" * 10_000 + "甲" + cells).encode(), "x.html")
    assert found.at("l1") == "甲"
    assert found.at("t1 r1 c2") == "3"
    assert found.notes[0].level == "warning"


@pytest.mark.parametrize("tags", ["<table><tr><td>", "<table>", "<ruby>", "<x>", "<td>", "<tr>"])
def test_ten_thousand_other_nested_tags_end_in_a_note_or_in_text(tags: str) -> None:
    began = time.perf_counter()
    found = read_bytes(("<html><p>首" + tags * 10_000 + "尾").encode(), "x.html")
    assert time.perf_counter() - began < 5
    assert found.at("l1").startswith("首")
    tail = found.blocks[-1]
    whole = getattr(tail, "text", "").endswith("尾")
    assert whole or any("not read" in note.message for note in found.notes)


def test_tables_nested_to_the_limit_and_beyond_keep_their_text() -> None:
    depth = limits.TABLE_DEPTH + 20
    html = "<table><tr><td>" * depth + "底" + "</table>" * depth + "<p>尾"
    assert [block.text for block in read_bytes(html.encode(), "x").blocks] == ["底", "尾"]


def test_a_table_of_100000_rows_is_cut_with_a_note() -> None:
    rows = "".join(f"<tr><td>{i}<td>a<td>b<td>c<td>d" for i in range(100_000))
    began = time.perf_counter()
    found = read_bytes(f"<table>{rows}</table><p>尾".encode(), "x.html")
    assert time.perf_counter() - began < 10
    table = found.blocks[0]
    assert isinstance(table, Table)
    assert len(table.cells) == limits.TABLE_CELLS
    assert found.at("t1 r10000 c1") == "9999"
    assert found.at("l1") == "尾"
    assert [note.where for note in found.notes] == ["t1 r10001 c1"]


def test_absurd_spans_cost_nothing() -> None:
    cells = "<td rowspan=999999999 colspan=999999999>a" * 200
    began = time.perf_counter()
    found = read_bytes(f"<table>{f'<tr>{cells}</tr>' * 50}</table>".encode(), "x.html")
    assert time.perf_counter() - began < 5
    assert sum(isinstance(block, Table) for block in found.blocks) == 1


def test_too_many_lines_are_cut_with_a_note(monkeypatch) -> None:
    monkeypatch.setattr(limits, "LINES", 3)
    found = read_bytes("甲\n乙\n丙\n丁\n戊".encode(), "x.txt")
    assert [block.text for block in found.blocks] == ["甲", "乙", "丙"]
    assert found.notes[0].where == "l3"
    found = read_bytes("<p>甲<p>乙<p>丙<p>丁".encode(), "x.html")
    assert [block.text for block in found.blocks] == ["甲", "乙", "丙"]
    assert found.notes[0].where == "l3"


def test_pages_of_random_tags_never_crash() -> None:
    rng = random.Random(7)
    words = [
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td",
        "rowspan=2>",
        "<td",
        "colspan=3>",
        "<td>",
        "</td>",
        "<th>",
        "<tbody>",
        "</tbody>",
        "<thead>",
        "<tfoot>",
        "<caption>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<span>",
        "</span>",
        "<br>",
        "<pre>",
        "</pre>",
        "<sup>1</sup>",
        "<s>",
        "</s>",
        "<input",
        "value=3>",
        "<style>",
        "</style>",
        "<!--x-->",
        "<![endif]>",
        "甲",
        "12",
        "&nbsp;",
        "\n",
        "<",
        ">",
        "&#xfdd5;",
        "<div",
        "style=display:table>",
        "<div",
        "style=display:none>",
        "<form>",
        "<body>",
        "</html>",
        "<td",
        "hidden>",
    ]
    for _ in range(500):
        source = "<body>" + "".join(rng.choice(words) for _ in range(rng.randrange(80)))
        found = read_bytes(source.encode(), "x.html")
        for block in found.blocks:
            if isinstance(block, Table):
                for cell in block.cells:
                    assert cell.row + cell.rowspan - 1 <= block.height
                    assert cell.rowspan > 0 < cell.colspan
                    assert found.at(block.where(cell)) == cell.text
            else:
                assert found.at(block.where) == block.text
                assert block.text.strip()


# Word files


def test_a_truncated_word_file() -> None:
    data = pack(word__document=document("<w:p/>" * 50))
    assert "truncated or damaged" in complaint(ReadError, data[: len(data) // 2])


def test_a_word_file_with_bad_bytes_inside() -> None:
    data = bytearray(pack(word__document=document("".join(f"<w:p>{i}</w:p>" for i in range(500)))))
    data[200:240] = bytes(40)
    assert "truncated or damaged" in complaint(ReadError, bytes(data))


def test_a_word_file_whose_xml_is_broken() -> None:
    assert "word/document.xml is truncated" in complaint(ReadError, pack(word__document="<w:a"))


def test_a_zip_that_is_no_word_file() -> None:
    assert "an archive with 2 files that can be reports (x.xml, y.xml)" in complaint(
        FormatError, pack(x="1", y="2")
    )
    assert "an OFD file" in complaint(FormatError, pack(OFD="<a/>"))


def test_an_entity_bomb() -> None:
    lines = ['<!DOCTYPE b [<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)]
    bomb = document("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", "".join(lines) + "]>")
    began = time.perf_counter()
    assert "declares entities" in complaint(LimitError, pack(word__document=bomb))
    declared = '<?xml version="1.0" encoding="utf-16"?>' + bomb
    data = pack(word__document=declared.encode("utf-16"))
    assert "declares entities" in complaint(LimitError, data)
    assert time.perf_counter() - began < 1


def test_an_external_entity_is_never_fetched(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("12345")
    head = f'<!DOCTYPE b [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    data = pack(word__document=document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head))
    assert "declares entities" in complaint(LimitError, data)


def test_a_zip_bomb() -> None:
    data = pack(word__document=document(" " * 30_000_000))
    assert len(data) < 100_000
    began = time.perf_counter()
    assert "zip bomb" in complaint(LimitError, data)
    assert time.perf_counter() - began < 1


def test_a_zip_that_lies_about_its_size() -> None:
    data = bytearray(pack(word__document=document(" " * 30_000_000)))
    real = len(document(" " * 30_000_000)).to_bytes(4, "little")
    assert data.count(real) == 2
    lie = bytes(data).replace(real, (1000).to_bytes(4, "little"))
    assert "truncated or damaged" in complaint(ReadError, lie)


def test_a_zip_of_too_many_files(monkeypatch) -> None:
    monkeypatch.setattr(limits, "ZIP_ENTRIES", 2)
    data = pack(word__document=document(""), a="", b="")
    assert "3 files in a Word file" in complaint(LimitError, data)


def test_word_tags_nested_beyond_measure() -> None:
    body = "<w:sdt>" * 10_000 + "</w:sdt>" * 10_000
    assert "nested too deeply" in complaint(LimitError, pack(word__document=document(body)))


def test_damaged_properties_do_not_cost_the_text() -> None:
    body = document("<w:p><w:r><w:t>文</w:t></w:r></w:p>")
    found = read_bytes(pack(word__document=body, docProps__core="<a"), "x.docx")
    assert found.at("l1") == "文"
    assert found.hints == {}


def test_a_word_table_of_100000_rows_is_bounded() -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr>"
    body = f"<w:tbl>{''.join(row.format(i) for i in range(100_000))}</w:tbl>"
    began = time.perf_counter()
    found = read_bytes(pack(word__document=document(body)), "x.docx")
    assert time.perf_counter() - began < 10
    table = found.blocks[0]
    assert isinstance(table, Table)
    assert len(table.cells) == limits.TABLE_CELLS
    assert found.notes[0].where == "t1 r25001 c1"
