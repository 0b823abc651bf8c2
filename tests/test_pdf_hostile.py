"""PDFs that lie, lock, break off or burst: a clear error each, soon, and nothing left behind."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from publishing_pdf import SOFFICE, needs_libreoffice

from gxkit.documents import read, read_bytes, scans
from gxkit.errors import FormatError, GxkitError, LimitError, ReadError
from gxkit.synthetic import make_report
from gxkit.synthetic.pdf_pages import pdf_file, put

TEXT = put("一、总体情况", 72, 700, 12)
WHOLE = pdf_file([TEXT])
SECONDS = 10


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (WHOLE[: len(WHOLE) // 2], ReadError, "truncated or damaged PDF"),
        (WHOLE[:-40], ReadError, "download it again"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 40, ReadError, "truncated or damaged PDF"),
        (pdf_file([TEXT] * 5_000), LimitError, "5000 pages, more than the 300"),
        (pdf_file([b""]), FormatError, "without text"),
        (pdf_file([b"0 0 m 9 9 l S\n" * 2_000_000]), LimitError, "more than 20 MB of drawing"),
        (pdf_file([]), ReadError, "damaged|without pages"),
    ],
    ids=["half", "end", "rubbish", "pages", "empty", "bomb", "none"],
)
def test_what_cannot_be_read_says_so_soon(
    data: bytes, error: type[GxkitError], message: str
) -> None:
    began = time.monotonic()
    with pytest.raises(error, match=message) as caught:
        read_bytes(data, "report.pdf")
    assert str(caught.value).startswith("report.pdf: ")
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("box", ["0 0 2000000 2000000", "0 0 0 0", "0 0 -5 1e99", "0 0 a b"])
def test_absurd_sheets(box: str) -> None:
    document = read_bytes(pdf_file([TEXT], box), "report.pdf")
    assert [block.text for block in document.blocks if hasattr(block, "text")] == ["一、总体情况"]


def test_a_page_full_of_lines_is_read_soon() -> None:
    across = b"".join(b"10 %d m 580 %d l S\n" % (y, y) for y in range(9, 830))
    down = b"".join(b"%d 10 m %d 800 l S\n" % (x, x) for x in range(10, 590))
    began = time.monotonic()
    document = read_bytes(pdf_file([TEXT + across + down, TEXT]), "report.pdf")
    assert time.monotonic() - began < SECONDS
    assert document.at("p2 l1") == "一、总体情况"


def test_a_page_of_200000_characters_without_rules_is_read_soon() -> None:
    """Cells of many lines, a hundred side by side: rows of a table without end."""
    cells = b"".join(
        put("数" if row % 9 else "3", 6 * column, 835 - 0.4 * row, 0.35)
        for column in range(100)
        for row in range(2_000)
    )
    began = time.process_time()
    document = read_bytes(pdf_file([cells, TEXT]), "report.pdf")
    assert time.process_time() - began < SECONDS
    assert "page 1 holds more than was read" in [note.message for note in document.notes]
    assert document.at("p2 l1") == "一、总体情况"


def test_pages_that_take_too_long_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gxkit.documents.limits.PDF_SECONDS", 0.0)
    with pytest.raises(LimitError, match="its first 0 pages took"):
        read_bytes(pdf_file([TEXT] * 3), "report.pdf")


def test_a_kind_is_told_by_content(tmp_path: Path) -> None:
    lie = tmp_path / "report.pdf"
    lie.write_bytes(make_report(3, "html_clean").data)
    assert read(lie).format == "html"
    lie = tmp_path / "report.html"
    lie.write_bytes(WHOLE)
    assert read(lie).format == "pdf"


@needs_libreoffice
def test_a_password_is_asked_for() -> None:
    options = (
        'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
        '"DocumentOpenPassword":{"type":"string","value":"secret"}}'
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.docx")
        source.write_bytes(make_report(3, "docx_plain").data)
        command = [str(SOFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", options, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        data = Path(folder, "a.pdf").read_bytes()
    with pytest.raises(FormatError, match="under a password; save it without one"):
        read_bytes(data, "report.pdf")


def test_pages_that_are_pictures_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "missing", lambda: ("rapidocr",))
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    with pytest.raises(FormatError, match=r"1 pages are pictures without text.*gxkit\[ocr\]"):
        read_bytes(pdf_file([picture]), "report.pdf")
    document = read_bytes(pdf_file([TEXT, picture]), "report.pdf")
    (note,) = document.notes
    assert (note.level, note.where) == ("warning", "p2")
    assert "pages 2 are pictures" in note.message
