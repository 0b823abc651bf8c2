"""Web archives: what is read of them, what is passed over, and what is told of broken ones."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from built_corpora import same, unread
from pages import FIFTEEN, cell, disputes, tabs
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from gxkit import build_corpus, read_corpus, read_report
from gxkit.corpus.store.manifest import load_manifest
from gxkit.documents import limits
from gxkit.documents.unpacking import Ended, Place, Unpacking
from gxkit.documents.warc import WebArchive
from gxkit.errors import FormatError, GxkitError, LimitError, ReadError

SITE = "http://www.yunhe.example/art/"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def report(year: int) -> bytes:
    return (
        f"<html><body><h1>云河市林业局{year}年政府信息公开工作年度报告</h1>"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p><pre>{tabs(disputes(FIFTEEN))}</pre>"
        "<p>五、存在的主要问题及改进情况</p><p>公开不够及时。</p></body></html>"
    ).encode()


class Crawl:
    """A WARC as a crawler writes it, by warcio."""

    def __init__(self, packed: bool = True) -> None:
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=packed)

    def answer(
        self, url: str, body: bytes, status: str = "200 OK", kind: str = "response", **more: str
    ) -> Crawl:
        fields = {**HTML, **{key.replace("_", "-"): value for key, value in more.items()}}
        warc = {key: fields.pop(key) for key in list(fields) if key.startswith("WARC-")}
        http = StatusAndHeaders(status, list(fields.items()), protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http if kind != "resource" else None,
            warc_headers_dict={"WARC-Date": "2024-02-01T08:00:00Z", **warc},
        )
        self.writer.write_record(record)
        return self

    @property
    def data(self) -> bytes:
        return self.file.getvalue()

    def put(self, folder: Path, name: str = "crawl.warc.gz") -> Path:
        path = folder / name
        path.write_bytes(self.data)
        return path


def site(packed: bool = True) -> Crawl:
    crawl = Crawl(packed)
    crawl.writer.write_record(crawl.writer.create_warcinfo_record("crawl", {"software": "x"}))
    crawl.answer(SITE + "2022.html", report(2022))
    crawl.answer(SITE + "moved.html", b"", "301 Moved", Location="/")
    crawl.answer(SITE + "lost.html", b"<p>404</p>", "404 Not Found")
    crawl.answer(SITE + "logo", b"\x89PNG", Content_Type="image/png")
    crawl.answer(SITE + "style.css", b"p {}", Content_Type="text/plain")
    crawl.answer("http://www.yunhe.example/robots.txt", b"User-agent: *", Content_Type="text/plain")
    crawl.answer(SITE + "2022.html", b"", kind="revisit")
    crawl.answer(SITE + "2023.html", report(2023))
    return crawl


@pytest.mark.parametrize("packed", [True, False])
def test_a_crawl_is_a_corpus_of_its_answers(tmp_path, packed: bool) -> None:
    path = site(packed).put(tmp_path, "crawl.warc.gz" if packed else "crawl.warc")
    corpus = read_corpus(path)
    assert corpus.reports["path"].tolist() == [
        f"{path}!/{SITE}2022.html",
        f"{path}!/{SITE}2023.html",
    ]
    assert corpus.reports["year"].tolist() == [2022, 2023]
    assert [cell(each, "disputes", "reconsideration", "total") for each in corpus] == [
        ("number", 3),
        ("number", 3),
    ]
    told = corpus.notes.query("level == 'info' and report_id.isna()", engine="python")
    assert told["message"].tolist() == [
        f"{path}: passed over 2 answers other than 200, 3 of other kinds, 1 revisits"
    ]
    page = tmp_path / "page.html"
    page.write_bytes(report(2022))
    assert corpus.reports["report_id"][0] == read_report(page).report_id


def test_a_build_reads_a_crawl_as_memory_does_and_not_again(tmp_path) -> None:
    crawls = tmp_path / "crawls"
    crawls.mkdir()
    site().put(crawls)
    stored = build_corpus(crawls, tmp_path / "out", workers=0, batch=1)
    same(stored, read_corpus(crawls))
    assert stored.files["status"].tolist() == ["read", "read", "told"]
    build_corpus(crawls, tmp_path / "out", workers=0)
    assert load_manifest(tmp_path / "out").said["read"] == 0
    report_id = stored.reports["report_id"][1]
    assert stored[report_id].meta["year"] == 2023
    assert stored[report_id].source("l1") == "云河市林业局2023年政府信息公开工作年度报告"


def test_an_address_that_was_fetched_again_is_named_by_its_time(tmp_path) -> None:
    crawl = Crawl().answer(SITE, report(2022))
    crawl.answer(SITE, report(2023), WARC_Date="2025-03-01T09:00:00Z")
    crawl.answer(SITE, report(2024), WARC_Date="2025-03-01T09:00:00Z")
    with WebArchive(io.BytesIO(crawl.data), "a").look() as archive:
        assert list(archive.members) == [
            SITE,
            f"{SITE} (2025-03-01T09:00:00Z)",
            f"{SITE} (2025-03-01T09:00:00Z, 2)",
        ]
        assert archive.read(f"{SITE} (2025-03-01T09:00:00Z)") == report(2023)


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflated(data: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(data) + packer.flush()


PAGE = report(2023)
ENCODED = {
    "chunked": (chunked(PAGE), {"Transfer_Encoding": "chunked"}),
    "gzip": (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
    "both": (
        chunked(gzip.compress(PAGE)),
        {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
    ),
    "deflate": (deflated(PAGE, 15), {"Content_Encoding": "deflate"}),
    "deflate_bare": (deflated(PAGE, -15), {"Content_Encoding": "deflate"}),
    "unpacked_under_its_old_head": (
        PAGE,
        {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
    ),
    "br_unpacked": (PAGE, {"Content_Encoding": "br"}),
    "gb18030": (PAGE.decode().encode("gb18030"), {"Content_Type": "text/html; charset=gb2312"}),
    "lies": (PAGE, {"Content_Type": "application/msword"}),
    "says_nothing": (PAGE, {"Content_Type": ""}),
}


@pytest.mark.parametrize("how", ENCODED)
def test_answers_are_unpacked(how: str, tmp_path) -> None:
    body, fields = ENCODED[how]
    read = read_report(Crawl().answer(SITE, body, **fields).put(tmp_path))
    assert read.meta["path"] == f"{tmp_path / 'crawl.warc.gz'}!/{SITE}"
    assert (read.meta["year"], read.meta["agency"]) == (2023, "云河市林业局")
    assert cell(read, "disputes", "direct_suit", "total") == ("number", 4)


@pytest.mark.parametrize(
    ("body", "fields", "error", "told"),
    [
        (gzip.compress(PAGE)[:-20], {"Content_Encoding": "gzip"}, ReadError, "middle of its pack"),
        (chunked(PAGE)[:500], {"Transfer_Encoding": "chunked"}, ReadError, "middle of what was"),
        (b"\x1b\x07\x00\xf8", {"Content_Encoding": "br"}, FormatError, "packed as br"),
        (gzip.compress(bytes(5_000_000)), {"Content_Encoding": "gzip"}, LimitError, "no report"),
    ],
)
def test_half_an_answer_is_none(body, fields, error, told, tmp_path) -> None:
    with pytest.raises(error, match=told):
        read_report(Crawl().answer(SITE, body, **fields).put(tmp_path))


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("lost", [1, 30, 300])
def test_of_a_crawl_that_is_cut_off_the_whole_answers_are_read(
    lost: int, packed: bool, tmp_path
) -> None:
    crawl = site(packed)
    # Behind the last answer stand four bytes that end its record.
    path = tmp_path / ("cut.warc.gz" if packed else "cut.warc")
    path.write_bytes(crawl.data[: -lost - 4])
    corpus = read_corpus(path)
    assert corpus.reports["year"].tolist() == [2022]
    ((_name, message),) = unread(corpus).items()
    assert "cut off after 8 whole records; fetch the file again" in message
    stored = build_corpus(path, tmp_path / "out", workers=0)
    same(stored, corpus)
    with pytest.raises(ReadError, match="read_corpus and build_corpus take what is whole"):
        read_report(path)


def test_a_crawl_packed_as_one_gzip_is_read(tmp_path) -> None:
    path = tmp_path / "one.warc.gz"
    path.write_bytes(gzip.compress(site(packed=False).data))
    stored = build_corpus(path, tmp_path / "out", workers=0, batch=1)
    assert stored.reports["year"].tolist() == [2022, 2023]


def test_a_crawl_damaged_in_the_middle_says_so(tmp_path) -> None:
    first, second, third = (
        Crawl(packed=False).answer(f"{SITE}{year}", report(year)).data
        for year in (2022, 2023, 2024)
    )
    path = tmp_path / "a.warc"
    path.write_bytes(first + second + third.replace(b"WARC/1.0", b"WARX/1.0", 1))
    corpus = read_corpus(path)
    # What follows the second is no record, so that its own length may be a lie.
    assert corpus.reports["year"].tolist() == [2022]
    assert "no record begins where one should" in next(iter(unread(corpus).values()))
    packed = bytearray(b"".join(map(gzip.compress, (first, second, third))))
    packed[-400:-300] = bytes(100)
    path = tmp_path / "b.warc.gz"
    path.write_bytes(packed)
    corpus = read_corpus(path)
    assert 2022 in corpus.reports["year"].tolist()
    assert 2024 not in corpus.reports["year"].tolist()
    assert "damaged" in next(iter(unread(corpus).values()))


def test_what_the_crawler_cut_short_is_marked(tmp_path) -> None:
    crawl = Crawl().answer(SITE, report(2023), WARC_Truncated="length")
    notes = read_corpus(crawl.put(tmp_path)).notes.query("level == 'warning'")["message"].tolist()
    assert "the crawler cut the answer short (WARC-Truncated: length)" in notes


def test_a_resource_is_its_own_content_and_requests_are_none(tmp_path) -> None:
    crawl = Crawl().answer(SITE, report(2023), kind="resource")
    crawl.answer(SITE + "asked", b"q=1", status="GET / HTTP/1.1", kind="request")
    crawl.answer("dns:yunhe.example", b"1.1.1.1", kind="resource")
    assert read_corpus(crawl.put(tmp_path)).reports["year"].tolist() == [2023]


def test_several_reports_are_not_one(tmp_path) -> None:
    with pytest.raises(FormatError, match=r"2 files that can be reports .*read_corpus"):
        read_report(site().put(tmp_path))
    empty = Crawl().answer(SITE, b"", "404 Not Found").put(tmp_path, "empty.warc.gz")
    with pytest.raises(FormatError, match="nothing in it that can be a report"):
        read_report(empty)


def test_an_archive_in_an_archive_is_not_opened(tmp_path) -> None:
    inner = Crawl().answer(SITE + "inner", report(2022)).data
    crawl = Crawl().answer(SITE, inner, Content_Type="application/warc").put(tmp_path)
    with pytest.raises(FormatError, match="an archive inside an archive"):
        read_report(crawl)
    assert "an archive inside an archive" in next(iter(unread(read_corpus(crawl)).values()))


def test_traps_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "DOCX_BYTES", 2_000_000)
    head = b"WARC/1.0\r\nWARC-Type: response\r\n"
    long = gzip.compress(head + b"X: " + bytes(300_000))
    for name, data, told in (
        ("line", long, "a line of absurd length"),
        (
            "bomb",
            gzip.compress(head + b"Content-Length: 20000000\r\n\r\n" + bytes(20_000_000)),
            "no archive of reports is like that",
        ),
        ("length", head + b"Content-Length: -1\r\n\r\n", "a record without a length"),
        ("wide", head + b"Content-Length: 99999999999999999999\r\n\r\n", "without a length"),
        ("missing", head + b"Content-Length: 9999999999\r\n\r\nabc", "cut off"),
    ):
        path = tmp_path / f"{name}.warc.gz"
        path.write_bytes(data)
        corpus = read_corpus(path)
        assert len(corpus) == 0
        assert told in next(iter(unread(corpus).values()))
    big = Crawl().answer(SITE, b"<p>" + bytes(range(256)) * 9000).put(tmp_path, "big.warc.gz")
    assert "no report is like that" in next(iter(unread(read_corpus(big)).values()))


def test_nothing_leads_out_and_nothing_is_fetched(tmp_path) -> None:
    crawl = Crawl().answer("http://a.example/../../etc/passwd", report(2023))
    crawl.answer("file:///etc/../x.html", report(2022), kind="resource")
    corpus = read_corpus(crawl.put(tmp_path))
    assert corpus.reports["year"].tolist() == [2023, 2022]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crawl.warc.gz"]


def test_bytes_are_unpacked_from_any_place() -> None:
    members = [b"one" * 50_000, b"", b"two", b"three" * 90_000]
    packed = b"".join(map(gzip.compress, members))
    stream = Unpacking(io.BytesIO(packed), "a")
    everything = b"".join(members)
    assert stream.read(200_000) == everything[:200_000]
    place = stream.place()
    assert Unpacking(io.BytesIO(packed), "a", place).read(10**9) == everything[200_000:]
    assert stream.read(10**9) == everything[200_000:]
    plain = Unpacking(io.BytesIO(b"ab\ncd"), "a", Place(1, 0))
    assert (plain.readline(9), plain.place(), plain.readline(1), plain.readline(9)) == (
        b"b\n",
        Place(3, 0),
        b"c",
        b"d",
    )
    with pytest.raises(Ended):
        Unpacking(io.BytesIO(packed[:-9]), "a").read(10**9)
    with pytest.raises(GxkitError, match="damaged"):
        Unpacking(io.BytesIO(packed + b"more"), "a").read(10**9)
    padded = Unpacking(io.BytesIO(packed + bytes(9)), "a")
    assert len(padded.read(10**9)) == len(everything)
