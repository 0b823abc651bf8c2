"""What a file is told to be, by its content: portals put any name on any file."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from compounds import compound

from gxkit.documents import read_bytes, sniff
from gxkit.errors import FormatError, ReadError


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


OPEN_XML = "application/vnd.openxmlformats-officedocument."
TYPES = '<Types><Override PartName="/a.xml" ContentType="{}+xml"/></Types>'


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word/document.xml": ""}, "docx"),
        ({"[Content_Types].xml": TYPES.format(OPEN_XML + "wordprocessingml.document.main")}, "docx"),
        ({"[Content_Types].xml": TYPES.format("application/vnd.ms-word.document.macroEnabled.main")}, "docx"),
        ({"[Content_Types].xml": TYPES.format(OPEN_XML + "presentationml.slideshow.main")}, "pptx"),
        ({"[Content_Types].xml": TYPES.format(OPEN_XML + "spreadsheetml.sheet.main")}, "xlsx"),
        ({"xl/workbook.bin": ""}, "xlsx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, "odt"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ods"),
        ({"mimetype": "application/epub+zip", "META-INF/container.xml": ""}, "epub"),
        ({"OFD.xml": ""}, "ofd"),
        ({"报告.docx": "", "附件/表.xlsx": ""}, "zip"),
    ],
)  # fmt: skip
def test_zips_are_told_by_what_is_in_them(parts: dict[str, str], kind: str) -> None:
    assert sniff.sniff(packed(parts), "报告.txt") == kind


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        ({"WordDocument": b"", "1Table": b""}, "doc"),
        ({"WordDocument": b"", "WpsCustomData": b""}, "wps"),
        ({"Workbook": b""}, "xls"),
        ({"Book": b""}, "xls"),
        ({"PowerPoint Document": b"", "Current User": b""}, "ppt"),
        ({"__properties_version1.0": b""}, "msg"),
        ({"Contents": b""}, "ole"),
    ],
)
def test_old_office_files_are_told_by_their_streams(streams: dict[str, bytes], kind: str) -> None:
    assert sniff.sniff(compound(streams), "报告.docx") == kind


def test_a_workbook_inside_a_word_file_tells_nothing() -> None:
    # A storage of that name is what an embedded object lies in, not a stream of the file.
    data = compound({"WordDocument": b""}, storages=("ObjectPool",))
    assert sniff.sniff(data, "x") == "doc"


LOCKED_WORD = b"\xec\xa5\xc1\0" + bytes(6) + b"\x00\x01"
LOCKED_EXCEL = b"\x09\x08\x02\0\0\0" + b"\x2f\0\x02\0\0\0"


@pytest.mark.parametrize(
    "streams",
    [
        {"EncryptedPackage": b"", "EncryptionInfo": b""},
        {"WordDocument": LOCKED_WORD},
        {"Workbook": LOCKED_EXCEL},
        {"PowerPoint Document": b"", "EncryptedSummary": b""},
    ],
)
def test_a_password_is_told(streams: dict[str, bytes]) -> None:
    with pytest.raises(FormatError, match="x: an Office file under a password; save it without"):
        read_bytes(compound(streams), "x")


def test_a_word_file_without_a_password_is_not_locked() -> None:
    assert sniff.sniff(compound({"WordDocument": LOCKED_WORD[:11] + b"\x12"}), "x") == "doc"


@pytest.mark.parametrize("size", [8, 100, 511, 512, 600, 1000, 1100, 1535])
def test_a_cut_compound_file_is_damaged(size: int) -> None:
    data = compound({"Streams": b"", "And": b"", "More": b"", "Of": b"", "Them": b""})
    with pytest.raises(ReadError, match="x: an old Office file that is truncated or damaged"):
        read_bytes(data[:size].ljust(min(size, 60), b" "), "x")


@pytest.mark.parametrize("name", ["WordDocument", "1Table", "Workbook"])
def test_a_stream_that_is_cut_is_damaged(name: str) -> None:
    data = compound({"Other": b"", name: b"x" * 9000})
    with pytest.raises(ReadError, match="x: an old Office file that is truncated or damaged"):
        sniff.sniff(data[:-1024], "x")


def test_a_chain_that_runs_in_circles_ends() -> None:
    data = bytearray(compound({"WordDocument": b""}))
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory goes on with itself
    assert sniff.sniff(bytes(data), "x") == "doc"


def test_a_cut_zip_is_damaged() -> None:
    with pytest.raises(ReadError, match="x: the zip is truncated or damaged"):
        read_bytes(packed({"xl/workbook.xml": "<a/>" * 50})[:-30], "x")


MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
BLINK = (
    b"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/related;\n\ttype=text/html\n\n"
)
MAIL = (
    b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\n<html>"
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", "pdf"),
        (b"<html><body>%PDF-1.4 is not to be had; log in", "text"),
        (b" {\\rtf1\\ansi", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"MM\0*", "tif"),
        (b"BM" + bytes([90, 0, 0, 0, 0, 0, 0, 0]), "bmp"),
        (b"RIFF\0\0\0\0WEBP", "webp"),
        (b"RIFF\0\0\0\0WAVE", "riff"),
        (MHTML, "mhtml"),
        (BLINK, "mhtml"),
        (MAIL, "eml"),
        (b"WARC/1.0\r\n", "warc"),
        (gzip.compress(b"WARC/1.0\r\n"), "warc"),
        (gzip.compress(b"<html>"), "gz"),
        (b"\x1f\x8b not gzip at all", "gz"),
        ("标题: 年度报告\nMIME-Version: 1.0".encode(), "text"),
        (b"Title: x\nText: MIME-Version is a header", "text"),
        (b"BMW", "text"),
    ],
)
def test_other_kinds_are_told_by_how_they_begin(data: bytes, kind: str) -> None:
    assert sniff.sniff(data, "报告.doc") == kind


@pytest.mark.parametrize("name", ["报告.doc", "报告.xls", "报告.pdf", "报告.docx"])
def test_a_page_is_a_page_whatever_its_name(name: str) -> None:
    found = read_bytes(b"<html><body><table><tr><td>a<td>3</table></html>", name)
    assert (found.format, found.at("t1 r1 c2")) == ("html", "3")


def test_the_xml_of_excel_and_word_is_no_page() -> None:
    start = '<?xml version="1.0"?>\n<?mso-application progid="{}"?>\n<{}/>'
    assert sniff.sniff_text(start.format("Excel.Sheet", "Workbook")) == "sheetxml"
    assert sniff.sniff_text(start.format("Word.Document", "w:wordDocument")) == "wordxml"
    bare = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    assert sniff.sniff_text(bare) == "sheetxml"
    # Excel's own HTML names the same namespace.
    page = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>3</table>'
    assert sniff.sniff_text(page) == "html"
