"""Where pictures of rows are shown: the review queue, corpora on disk, the page of the checks."""

from __future__ import annotations

import hashlib
import zipfile
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from evidence_pages import fact, found, page
from lxml import html as lxml_html
from PIL import Image

from gxkit import build_corpus, open_corpus, read_corpus
from gxkit.card import checked as cards
from gxkit.card import pictured
from gxkit.checks import check
from gxkit.cli.check import as_html, checked
from gxkit.documents.model import Cell, Document, Table
from gxkit.errors import ReadError
from gxkit.synthetic import make_page, make_truth
from gxkit.synthetic.pdf_pages import pdf_page

PNG = b"\x89PNG\r\n\x1a\n"
SEED = 0
"""A report whose sums a slip of its publisher breaks: a row and a column, by one cell."""


@pytest.fixture(scope="module")
def data() -> bytes:
    return pdf_page(make_page(make_truth(SEED), SEED, ["wrong_sum"]), Random(SEED))


@pytest.fixture
def folder(tmp_path: Path, data: bytes) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.pdf").write_bytes(data)
    return made


def test_the_review_queue_says_what_can_be_shown(folder: Path) -> None:
    corpus = read_corpus(folder)
    queue = corpus.review()
    assert len(queue) > 5
    assert queue["picture"].tolist() == queue["where"].tolist()
    first = queue.iloc[0]
    shown = corpus.picture(first["report_id"], first["picture"])
    assert shown is not None
    assert shown.startswith(PNG)
    assert shown == corpus[first["report_id"]].picture(first["where"])


def test_a_corpus_on_disk_shows_what_one_in_memory_does(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    build_corpus("reports", "out", workers=0)
    memory = read_corpus("reports")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    stored = open_corpus(tmp_path / "out")
    queue = stored.review(3)
    assert queue["picture"].tolist() == memory.review(3)["picture"].tolist()
    assert stored.review()["picture"].isna().all()  # without a limit no file is read again
    id, where = queue.loc[0, "report_id"], queue.loc[0, "picture"]
    assert stored.picture(id, where) == memory.picture(id, where)
    with pytest.raises(KeyError, match="no report"):
        stored.picture("0" * 12, where)
    (folder / "a.pdf").unlink()
    with pytest.raises(ReadError, match="not there any more"):
        stored.picture(id, where)
    with pytest.raises(ReadError, match="not there any more"):
        memory.picture(id, where)


def test_a_member_of_an_archive_of_reports(tmp_path: Path, folder: Path, data: bytes) -> None:
    archive = tmp_path / "many.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("2023/a.pdf", data)
        out.writestr("2023/b.txt", "今天天气很好。")
    build_corpus(archive, tmp_path / "out", workers=0)
    stored, plain = open_corpus(tmp_path / "out"), read_corpus(folder)
    first = plain.review(1).iloc[0]
    shown = plain.picture(first["report_id"], first["picture"])
    assert shown is not None
    for corpus in (stored, read_corpus(archive)):
        queue = corpus.review(1)
        pd.testing.assert_frame_equal(queue, plain.review(1))
        assert corpus.picture(first["report_id"], first["picture"]) == shown


def images(text: str) -> list[tuple[str, bytes]]:
    found = lxml_html.fromstring(text).xpath("//img")
    heads = {one.get("src").split(",")[0] for one in found}
    assert heads <= {"data:image/png;base64"}
    return [(one.get("alt"), b64decode(one.get("src").split(",")[1])) for one in found]


def test_the_page_of_the_checks_shows_the_row_of_the_cell_to_mend(folder: Path) -> None:
    corpus = read_corpus(folder)
    (report,) = corpus
    failing = [one for one in report.findings if one.ok is False and one.severity == "identity"]
    (repair,) = {one.repair for one in failing}
    assert repair is not None
    named = repair.split("=")[0]
    (cell,) = [one for one in report.parsed.facts if "/".join(one[:3]) == named]
    assert len(failing) == 2
    # Both findings name the same cell: its row is shown once.
    ((alt, shown),) = images(as_html(checked(corpus), [], everything=False))
    assert shown == report.picture(str(cell.where))
    row = str(cell.where).rsplit(" ", 1)[0]
    assert alt == f"原页，{row}：{named} {cell.raw}"


def test_pictures_on_a_page_are_limited(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = checked(read_corpus(folder))
    for limit in ("PICTURES", "PICTURE_BYTES", "BYTES"):
        with monkeypatch.context() as patched:
            patched.setattr(pictured, limit, 0)
            text = as_html(found, [], everything=False)
        assert images(text) == []
        assert "1 幅原页图像从略" in text
    assert "图像从略" not in as_html(found, [], everything=False)


def test_without_its_file_a_report_has_no_pictures_and_says_so(folder: Path) -> None:
    found = checked(read_corpus(folder))
    (folder / "a.pdf").unlink()
    text = as_html(found, [], everything=False)
    assert images(text) == []
    assert text.count("无原页图像：") == 1
    assert "a.pdf: the file is not there any more" in text


def test_what_a_cell_prints_is_escaped(tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    Image.new("L", (400, 300), 255).save(file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    table = Table(1, (Cell(1, 1, 1, 1, "7"),), (1,), {(1, 1): (50, 100, 200, 130)})
    document = Document(str(file), "scan", digest, (table,))
    key = ("disputes", "direct_suit", "total")
    total = fact(key, 7.0)._replace(where="p1 t1 r1 c1", raw='7"><script>')
    evidence = replace(page("2021", {key: total}, meta={"format": "scan"}), document=document)
    assert [one.ok for one in found(evidence, "B1")].count(False) == 1
    text = cards.page([cards.Checked(evidence, check(evidence))])
    assert "<script>" not in text
    ((alt, shown),) = images(text)
    assert alt.endswith('disputes/direct_suit/total 7"><script>')
    assert shown.startswith(PNG)
