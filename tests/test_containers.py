"""Pages that stand in something: MHTML, zip, the folder that a browser saves beside a page."""

from __future__ import annotations

import base64
import gzip
import io
import quopri
import random
import zipfile
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from built_corpora import same, unread
from pages import FIFTEEN, cell, disputes, html
from reading import found_in, read_page, read_published
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from gxkit import build_corpus, read_corpus, read_report
from gxkit.documents import limits, read_bytes
from gxkit.errors import FormatError, GxkitError, LimitError, ReadError
from gxkit.synthetic import LAYOUTS, make_report

TITLE = "云河市林业局2023年政府信息公开工作年度报告"
TABLE = html(disputes(FIFTEEN))
SECTION = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{SECTION}{TABLE}</body></html>"
)
SHELL = PAGE.replace(TABLE, '<iframe src="{}"></iframe>')
INNER = f"<html><body>{TABLE}</body></html>"
TOTAL = ("disputes", "direct_suit", "total")


def blink(*parts: tuple[str, str, bytes, str], end: bool = True, start: str = "") -> bytes:
    """Write an MHTML as browsers do: (kind, head lines, content, packing) a part."""
    mark = "----MultipartBoundary--x7Q"
    lines = [
        "From: <Saved by Blink>",
        "Snapshot-Content-Location: http://www.yunhe.example/2023.html",
        f"Subject: =?utf-8?B?{base64.b64encode(TITLE.encode()).decode()}?=",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";{start}\r\n\tboundary="{mark}"',
        "",
        "",
    ]
    data = "\r\n".join(lines).encode()
    for kind, head, content, packing in parts:
        packed = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}
        inner = packed[packing](content) if packing in packed else content
        told = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {packing}\r\n{head}\r\n\r\n"
        data += (
            f"--{mark}\r\n{told}".encode()
            + inner.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            + b"\r\n"
        )
    return data + (f"--{mark}--\r\n".encode() if end else b"")


MAIN = "Content-ID: <frame-1@mhtml.blink>\r\nContent-Location: http://www.yunhe.example/2023.html"
PICTURE = (
    "image/png",
    "Content-Location: http://www.yunhe.example/a.png",
    b"\x89PNG" * 99,
    "base64",
)


@pytest.mark.parametrize("packing", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_in_mhtml(packing: str, encoding: str) -> None:
    data = blink(("text/html", MAIN, PAGE.encode(encoding), packing), PICTURE)
    report = read_page(data, "a.mhtml")
    assert report.meta["format"] == "mhtml"
    assert (report.meta["year"], report.meta["agency"]) == (2023, "云河市林业局")
    assert cell(report, *TOTAL) == ("number", 4)
    assert report.source("t1 r4 c15") == "5"
    assert [note.message for note in report.parsed.notes if note.step == "read"] == []


def test_mhtml_by_another_program() -> None:
    message = MIMEMultipart("related", type="text/html", start="<page>")
    other = MIMEText("<html><body><p>广告</p></body></html>", "html", "utf-8")
    other.add_header("Content-Location", "http://ads.example/")
    page = MIMEText(PAGE, "html", "utf-8")
    page.add_header("Content-ID", "<page>")
    inner = MIMEMultipart("alternative")
    inner.attach(MIMEText("年度报告", "plain", "utf-8"))
    inner.attach(page)
    for part in (other, MIMEImage(b"\x89PNG\r\n\x1a\n", "png"), inner):
        message.attach(part)
    report = read_page(message.as_bytes(), "a.mht")
    assert cell(report, *TOTAL) == ("number", 4)
    assert "广告" not in "".join(line.text for line in report.parsed.lines)


@pytest.mark.parametrize(
    ("address", "head"),
    [
        ("cid:frame-2@mhtml.blink", "Content-ID: <frame-2@mhtml.blink>"),
        ("http://www.yunhe.example/t.html", "Content-Location: http://www.yunhe.example/t.html"),
        ("t.html", "Content-Location: http://www.yunhe.example/t.html"),
    ],
)
def test_what_a_frame_shows_stands_where_the_frame_stands(address: str, head: str) -> None:
    main = ("text/html", MAIN, SHELL.format(address).encode(), "quoted-printable")
    report = read_page(blink(main, ("text/html", head, INNER.encode(), "base64")), "a.mhtml")
    assert cell(report, *TOTAL) == ("number", 4)
    assert read_page(blink(main), "a.mhtml").form == "2021"
    assert cell(read_page(blink(main), "a.mhtml"), *TOTAL) == ("absent", None)


def test_an_mhtml_that_is_cut_off() -> None:
    main = ("text/html", MAIN, PAGE.encode(), "quoted-printable")
    for data in (blink(main, end=False), blink(main)[:-900]):
        with pytest.raises(ReadError, match="truncated within the page"):
            read_bytes(data, "a.mhtml")
    report = read_page(blink(main, PICTURE, end=False), "a.mhtml")
    assert cell(report, *TOTAL) == ("number", 4)
    assert "the web archive is cut off behind the page" in [n.message for n in report.parsed.notes]
    with pytest.raises(FormatError, match="without a page"):
        read_bytes(blink(PICTURE), "a.mhtml")
    with pytest.raises(ReadError, match="the page in it is empty"):
        read_bytes(blink(("text/html", MAIN, b" ", "8bit")), "a.mhtml")


def test_an_mhtml_that_is_a_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"<p>3</p>"
    for depth in range(20):
        mark = b"x%d" % depth
        data = b"Content-Type: multipart/related; boundary=%s\r\n\r\n--%s\r\n%s\r\n--%s--" % (
            mark,
            mark,
            data,
            mark,
        )
    with pytest.raises(LimitError, match="parts inside parts"):
        read_bytes(b"MIME-Version: 1.0\r\n" + data, "a.mhtml")
    monkeypatch.setattr(limits, "ZIP_ENTRIES", 50)
    with pytest.raises(LimitError, match="more than 50 parts"):
        read_bytes(blink(*[PICTURE] * 60), "a.mhtml")


def test_frames_that_show_themselves_end() -> None:
    shell = SHELL.format("http://www.yunhe.example/2023.html")
    report = read_page(blink(("text/html", MAIN, shell.encode(), "8bit")), "a.mhtml")
    told = [note.message for note in report.parsed.notes if "is read with the page" in note.message]
    assert len(told) == 3


def test_a_mail_is_none(tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(
        b"From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"
        + PAGE.encode()
    )
    with pytest.raises(FormatError, match="a mail; save its attachment"):
        read_report(mail)


def saved(folder: Path, page: str, **others: bytes | str) -> Path:
    """Write a page as a browser saves it, complete."""
    file = folder / "年报.html"
    (folder / "年报_files").mkdir(parents=True)
    file.write_text(page, encoding="utf-8")
    for name, content in others.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / "年报_files" / name.replace("_dot_", ".")).write_bytes(data)
    return file


@pytest.mark.parametrize(
    "address", ["./年报_files/inner.html", "%E5%B9%B4%E6%8A%A5_files/inner.html?a=b#c"]
)
def test_a_page_saved_complete(tmp_path: Path, address: str) -> None:
    file = saved(tmp_path / "a", SHELL.format(address), inner_dot_html=INNER, x_dot_css="p {}")
    report = read_report(file)
    assert cell(report, *TOTAL) == ("number", 4)
    assert report.source("t1 r4 c5") == "3"
    corpus = read_corpus(tmp_path / "a")
    assert corpus.reports["path"].tolist() == [str(file)]
    # The same shell around another page is another report.
    other = saved(tmp_path / "b", SHELL.format(address), inner_dot_html=INNER.replace(">4<", ">6<"))
    assert read_report(other).report_id != report.report_id


def test_what_lies_beside_a_page_is_no_report_but_told(tmp_path: Path) -> None:
    file = saved(tmp_path, PAGE, b_dot_docx=b"x", a_dot_pdf=b"x", ad_dot_html="<p>广告</p>")
    report = read_report(file)
    assert [note.message for note in report.parsed.notes if note.step == "read"] == [
        (
            "beside the page lie 年报_files/a.pdf, 年报_files/b.docx: "
            "name them with it if they are its tables"
        )
    ]
    assert cell(report, *TOTAL) == ("number", 4)
    assert len(read_corpus(tmp_path)) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("../secret.html", "年报_files/../../secret.html", "/secret.html", "file:///secret.html"),
        *(
            "http://a.example/年报_files/inner.html",
            "//a.example/x_files/a.html",
            "年报_files/link.html",
        ),
        *("secret.html", "年报_files", "", "年报_files/\0.html", "C:\\年报_files\\inner.html"),
    ],
)
def test_frames_lead_nowhere_else(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.html").write_text(INNER, encoding="utf-8")
    file = saved(tmp_path / "a", SHELL.format(address.replace("\0", "&#0;")), inner_dot_html=INNER)
    (tmp_path / "a" / "secret.html").write_text(INNER, encoding="utf-8")
    (tmp_path / "a" / "年报_files" / "link.html").symlink_to(tmp_path / "secret.html")
    assert cell(read_report(file), *TOTAL) == ("absent", None)


def zipped(**members: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def test_the_one_report_of_a_zip(tmp_path: Path) -> None:
    shell = SHELL.format("./a_files/inner.html")
    members = {
        "x__a_dot_html": shell,
        "x__a_files__inner.html": INNER,
        "x__logo_dot_png": b"\x89PNG",
    }
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(**members))
    report = read_report(path)
    assert report.meta["path"] == f"{path}!/x/a.html"
    assert cell(report, *TOTAL) == ("number", 4)
    corpus = read_corpus(path)
    assert corpus.reports["report_id"].tolist() == [report.report_id]
    same(build_corpus(path, tmp_path / "out", workers=0), corpus)
    with pytest.raises(
        FormatError, match=r"3 files that can be reports \(a.html, b.html, c.html\); give"
    ):
        read_bytes(zipped(**{"a.html": PAGE, "b.html": PAGE, "c.html": PAGE}), "a.zip")
    with pytest.raises(FormatError, match="nothing in it that can be a report"):
        read_bytes(zipped(**{"a.png": b"x", "a_files/b.html": PAGE}), "a.zip")
    with pytest.raises(FormatError, match="an archive inside an archive"):
        read_bytes(zipped(**{"b.zip": zipped(**{"a.html": PAGE})}), "a.zip")
    with pytest.raises(ReadError, match="leads out of the archive"):
        read_bytes(zipped(**{"../a.html": PAGE}), "a.zip")
    with pytest.raises(LimitError, match="no report is like that"):
        read_bytes(zipped(**{"a.html": PAGE + " " * 9_000_000}), "a.zip")


def test_a_zip_by_name_that_is_a_word_file(tmp_path: Path) -> None:
    published = make_report(3, layout="docx_plain")
    path = tmp_path / "a.zip"
    path.write_bytes(published.data)
    corpus = read_corpus(path)
    assert corpus.reports["format"].tolist() == ["docx"]
    assert corpus.reports["path"].tolist() == [str(path)]
    assert found_in(next(iter(corpus))) == found_in(read_published(published))


def test_damaged_archives_cost_a_note(tmp_path: Path) -> None:
    whole = zipped(**{"a.html": PAGE, "b.html": PAGE.replace("2023", "2022")})
    (tmp_path / "cut.zip").write_bytes(whole[:-40])
    (tmp_path / "ok.zip").write_bytes(whole)
    corpus = read_corpus(tmp_path)
    assert corpus.reports["year"].tolist() == [2023, 2022]
    ((_name, message),) = unread(corpus).items()
    assert "no zip archive that can be read" in message


def in_warc(data: bytes, packed: bool) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    fields = [("Content-Type", "text/html")]
    if packed:
        data, fields = gzip.compress(data), [*fields, ("Content-Encoding", "gzip")]
    head = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "http://a.example/b.html",
            "response",
            payload=io.BytesIO(data),
            length=len(data),
            http_headers=head,
        )
    )
    return file.getvalue()


PAGES = sorted(name for name, layout in LAYOUTS.items() if layout.kind == "html")


@pytest.mark.parametrize("seed", range(48))
def test_a_container_changes_nothing(seed: int) -> None:
    published = make_report(seed, layout=PAGES[seed % len(PAGES)])
    bare = read_published(published)
    # Lines of text are packed as lines; UTF-16 has no such lines.
    packing = "quoted-printable" if seed % 2 and "utf16" not in published.layout else "base64"
    for data in (
        blink(("text/html", MAIN, published.data, packing), PICTURE),
        zipped(**{published.name: published.data, "style.css": "p {}"}),
        in_warc(published.data, bool(seed % 2)),
    ):
        held = read_page(data, published.name)
        assert held.parsed.facts == bare.parsed.facts
        assert held.parsed.sections == bare.parsed.sections
        assert held.meta["agency"] == bare.meta["agency"]
        assert held.meta["year"] == bare.meta["year"]


CONTAINERS = {
    "mhtml": blink(("text/html", MAIN, PAGE.encode(), "quoted-printable"), PICTURE),
    "mhtml_base64": blink(("text/html", MAIN, PAGE.encode(), "base64"), PICTURE),
    "zip": zipped(**{"a.html": PAGE, "b.css": "p {}"}),
    "warc": in_warc(PAGE.encode(), packed=False),
    "warc_gz": in_warc(PAGE.encode(), packed=True),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_of_half_a_container_nothing_wrong_is_read(kind: str) -> None:
    whole = CONTAINERS[kind]
    truth = found_in(read_page(whole))
    assert truth[TOTAL] == (4, "number")
    read = 0
    for length in range(1, len(whole), 7):
        try:
            report = read_page(whole[:length])
        except GxkitError:
            continue
        numbers = {key: said for key, said in found_in(report).items() if said[1] == "number"}
        assert numbers.items() <= truth.items()
        read += bool(numbers)
    # Only what is cut off behind the page is read at all.
    assert read < len(whole) / 7 / 2


@pytest.mark.parametrize("kind", CONTAINERS)
def test_damaged_containers_raise_nothing_else(kind: str) -> None:
    rng = random.Random(kind)
    truth = found_in(read_page(CONTAINERS[kind]))
    packed = kind in ("zip", "warc_gz")
    for _ in range(150):
        data = bytearray(CONTAINERS[kind])
        for _ in range(3):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            found = found_in(read_page(bytes(data)))
        except GxkitError:
            continue
        if packed:  # a checksum stands behind what is packed
            numbers = {key: said for key, said in found.items() if said[1] == "number"}
            assert numbers.items() <= truth.items()


def zip_of(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


ONE_PAGE = "<html><body><p>一、总体情况</p></body></html>".encode()
A_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.mark.parametrize(
    ("members", "taken"),
    [
        ({"a__jpg": ONE_PAGE, "b__css": b"p{color:red}"}, "a.jpg"),
        ({"a__csv": ONE_PAGE, "photo__png": A_PICTURE}, "a.csv"),
        ({"a__html": ONE_PAGE, "b__doc": A_PICTURE}, "a.html"),
        ({"a__html": ONE_PAGE, "photo__png": A_PICTURE}, "a.html"),
    ],
)
def test_of_an_archive_the_member_is_read_that_is_a_page_by_its_content(members, taken) -> None:
    document = read_bytes(zip_of(**members), "a.zip")
    assert (document.path, document.at("l1")) == (f"a.zip!/{taken}", "一、总体情况")


@pytest.mark.parametrize("second", [ONE_PAGE + b" ", "规章 3".encode()])
def test_of_two_that_may_be_the_report_none_is_guessed(second) -> None:
    with pytest.raises(FormatError, match="2 files that can be reports"):
        read_bytes(zip_of(a__html=ONE_PAGE, b__txt=second), "a.zip")
