"""Files that LibreOffice converts: every cell comes back, and nothing that goes wrong lasts."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from compounds import compound
from publishing_office import needs_office, saved_as
from reading import found_in, read_page

from gxkit.corpus import build_corpus
from gxkit.documents import limits, office, read_bytes, soffice
from gxkit.errors import FormatError, GxkitError, LimitError, MissingError, ReadError
from gxkit.synthetic import Published, make_reports


def judged(reports: list[Published], made: dict[str, bytes], kind: str) -> tuple[int, list[object]]:
    """Read files of a kind; return how many cells there are, and which are not as published."""
    cells, wrong = 0, []
    for report in reports:
        read = read_page(made[f"{report.name}.{kind}"], report.name)
        found = found_in(read)
        for key, expected in report.expected.items():
            cells += 1
            may_be_open = key in report.doubtful and found[key][1] in ("ambiguous", "blank")
            if found[key] != expected and not may_be_open:
                wrong.append((kind, report.name, key, found[key], expected))
        for name, points in (("problem", report.problems), ("improvement", report.improvements)):
            said = tuple(point.text for point in read.parsed.points if point.kind == name)
            if said != points:
                wrong.append((kind, report.name, name, said, points))
    return cells, wrong


@needs_office
@pytest.mark.parametrize(
    ("targets", "layouts"),
    [
        (("doc", "odt", "rtf"), ("docx_plain", "docx_headings", "docx_boxes", "docx_cut")),
        (("ppt",), ("pptx_plain", "pptx_boxes", "pptx_groups")),
        (("xls", "ods"), ("xlsx_sheets", "xlsx_one")),
    ],
)
def test_every_cell_comes_back(targets: tuple[str, ...], layouts: tuple[str, ...]) -> None:
    reports = make_reports(4, seed=41, layouts=layouts)
    published = {report.name: report.data for report in reports}
    made = {
        f"{name}.{target}": data
        for target in targets
        for name, data in saved_as(target, published).items()
    }
    with office.together(made.items()):
        for target in targets:
            cells, wrong = judged(reports, made, target)
            assert wrong == []
            assert cells > 600


@needs_office
def test_what_was_converted_is_told_and_places_lead_back() -> None:
    report = make_reports(1, seed=42, layouts=("docx_plain",), quirks="none")[0]
    made = saved_as("doc", {"a.docx": report.data})["a.docx"]
    read = read_page(made, "报告.docx")  # a .doc, whatever its name
    assert read.document is not None
    assert read.document.format == "doc"
    first = read.document.notes[0]
    assert first.message.startswith("converted to .docx by LibreOffice ")
    for fact in read.parsed.facts:
        if fact.where is not None and fact.state == "number":
            assert fact.raw == read.document.at(fact.where)


@needs_office
def test_a_build_reads_old_word_files_together(tmp_path, monkeypatch) -> None:
    reports = make_reports(3, seed=43, layouts=("docx_plain",), quirks="none")
    made = saved_as("doc", {report.name: report.data for report in reports})
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, data in made.items():
        folder.joinpath(name).with_suffix(".doc").write_bytes(data)
    folder.joinpath("broken.doc").write_bytes(compound({"WordDocument": b"x" * 9000}))
    calls = []
    monkeypatch.setattr(
        office, "convert", lambda files: calls.append(len(files)) or soffice.convert(files)
    )
    corpus = build_corpus([folder], tmp_path / "out", workers=0, progress=False)
    assert sorted(corpus.reports["agency"]) == sorted(report.agency for report in reports)
    assert calls == [4]


# A LibreOffice that is not there, hangs, or says nothing


def program(folder: Path, lines: str) -> None:
    file = folder / "soffice"
    file.write_text(f"#!/bin/sh\n{lines}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a program of the test's own before all others, and watch the temporary folder."""
    places, temporary = tmp_path / "bin", tmp_path / "tmp"
    places.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("PATH", f"{places}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 0.5)
    monkeypatch.setattr(limits, "OFFICE_SECONDS_EACH", 0.1)
    return places


RTF = rb"{\rtf1 text}"


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    # What has ended and waits for its parent to notice runs no more.
    return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at /proc")
def test_a_libreoffice_that_hangs_is_stopped_with_all_that_it_started(fake, tmp_path) -> None:
    told = tmp_path / "told"
    program(fake, f"sleep 300 &\necho $! $$ > {told}\nwait")
    began = time.perf_counter()
    with pytest.raises(LimitError, match=r"x\.rtf: LibreOffice did not finish within 0.5 seconds"):
        read_bytes(RTF, "x.rtf")
    assert time.perf_counter() - began < 5
    deadline = time.perf_counter() + 5
    numbers = [int(number) for number in told.read_text().split()]
    while any(map(is_running, numbers)) and time.perf_counter() < deadline:
        time.sleep(0.05)
    assert [number for number in numbers if is_running(number)] == []
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at /proc")
def test_libreoffice_ends_with_a_process_that_is_killed(fake, tmp_path) -> None:
    """Killed, nobody can end what he started: it ends by itself, and its folder goes too."""
    told = tmp_path / "told"
    program(fake, f"sleep 300 &\necho $! $$ > {told}.new\nmv {told}.new {told}\nwait")
    file = tmp_path / "x.rtf"
    file.write_bytes(RTF)
    code = f"import gxkit.documents\ngxkit.documents.read({str(file)!r})"
    temporary = tempfile.gettempdir()
    worker = subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {"TMPDIR": temporary}, start_new_session=True
    )
    deadline = time.perf_counter() + 30
    while not told.exists() and time.perf_counter() < deadline:
        time.sleep(0.05)
    numbers = [int(number) for number in told.read_text().split()]
    assert all(map(is_running, numbers))
    worker.kill()
    assert worker.wait() == -signal.SIGKILL
    deadline = time.perf_counter() + 10
    while time.perf_counter() < deadline and (
        any(map(is_running, numbers)) or any(Path(temporary).iterdir())
    ):
        time.sleep(0.05)
    assert [number for number in numbers if is_running(number)] == []
    assert list(Path(temporary).iterdir()) == []


def test_one_file_that_hangs_does_not_cost_the_others(fake) -> None:
    # Copies each file as its result, and hangs at the one that says so.
    make = "import sys,zipfile,time,pathlib\n"
    make += "out=pathlib.Path(sys.argv[sys.argv.index('--outdir')+1])\n"
    make += "for f in map(pathlib.Path, sys.argv[sys.argv.index('--outdir')+2:]):\n"
    make += "  time.sleep(300 if b'hang' in f.read_bytes() else 0)\n"
    make += "  zipfile.ZipFile(out/(f.stem+'.docx'),'w').writestr('a',f.read_bytes())\n"
    script = fake / "make.py"
    script.write_text(make)
    program(fake, f'exec {sys.executable} {script} "$@"')
    limits_ = {f"{n}.rtf": RTF for n in range(4)} | {"1.rtf": rb"{\rtf1 hang}"}
    results = soffice.convert(
        {name: soffice.Source(".rtf", "docx", data) for name, data in limits_.items()}
    )
    kinds = {name: type(result).__name__ for name, result in results.items()}
    assert kinds == {"0.rtf": "bytes", "1.rtf": "LimitError", "2.rtf": "bytes", "3.rtf": "bytes"}


def test_a_libreoffice_that_always_hangs_is_given_up(fake) -> None:
    program(fake, "sleep 300")
    began = time.perf_counter()
    files = {f"{n}.rtf": soffice.Source(".rtf", "docx", RTF) for n in range(20)}
    results = soffice.convert(files)
    assert {type(result) for result in results.values()} == {LimitError}
    assert len(results) == 20
    assert time.perf_counter() - began < 12


def test_a_libreoffice_that_makes_nothing_is_told(fake) -> None:
    program(fake, "exit 0")
    with pytest.raises(ReadError, match=r"x\.rtf: LibreOffice cannot read it"):
        read_bytes(RTF, "x.rtf")
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


def test_without_libreoffice_the_message_names_the_package(monkeypatch) -> None:
    monkeypatch.setattr(soffice, "find", lambda: None)
    with pytest.raises(MissingError, match=r"x\.rtf: needs LibreOffice.*apt-get install.*writer"):
        read_bytes(RTF, "x.rtf")


def test_a_file_that_waits_for_libreoffice_is_read_by_a_later_build(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    folder.joinpath("a.rtf").write_bytes(RTF)
    monkeypatch.setattr(soffice, "find", lambda: None)
    corpus = build_corpus([folder], tmp_path / "out", workers=0, progress=False)
    assert "needs LibreOffice" in corpus.notes["message"].iloc[0]
    asked = []
    monkeypatch.setattr(
        office, "convert", lambda files: asked.extend(files) or soffice.convert(files)
    )
    build_corpus([folder], tmp_path / "out", workers=0, progress=False)
    assert [Path(name).name for name in asked][:1] == ["a.rtf"]


# Files that mean no good


def open_document(content: str, **parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        for name, text in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


def complaint(kind: type[GxkitError], data: bytes) -> str:
    began = time.perf_counter()
    with pytest.raises(kind) as caught:
        read_bytes(data, "虚构.odt")
    assert time.perf_counter() - began < 2
    message = str(caught.value)
    assert message.startswith("虚构.odt: ")
    return message


def test_bombs_in_opendocument_files_never_reach_libreoffice(monkeypatch) -> None:
    monkeypatch.setattr(soffice, "find", lambda: pytest.fail("asked for LibreOffice"))
    assert "zip bomb" in complaint(LimitError, open_document(" " * 30_000_000))
    entities = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><b>&b;</b>'
    assert "declares entities" in complaint(LimitError, open_document(entities))
    assert "declares entities" in complaint(LimitError, open_document("<a/>", styles=entities))


def test_an_opendocument_file_under_a_password_is_told() -> None:
    data = open_document("", **{"META-INF__manifest": "<m:encryption-data m:checksum='x'/>"})
    assert "under a password; save it without one" in complaint(FormatError, data)


def test_a_truncated_rtf_file_is_told() -> None:
    assert "truncated" in complaint(ReadError, rb"{\rtf1 {\b text} more and {more")


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:dom="http://www.w3.org/2001/xml-events" office:version="1.2"'
)


@needs_office
def test_no_macro_is_run_and_no_picture_fetched(tmp_path) -> None:
    made = tmp_path / "macro was here"
    basic = "http://openoffice.org/2000/script"
    library = f'<library:library xmlns:library="{basic}" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="M"/></library:library>'
    libraries = f'<library:libraries xmlns:library="{basic}" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>'
    module = f'<script:module xmlns:script="{basic}" script:name="M" script:language="StarBasic">Sub Main\nOpen "{made}" For Output As #1\nClose #1\nEnd Sub</script:module>'
    link = "vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"
    content = f"""<office:document-content {SPACES}><office:scripts><office:event-listeners>
      <script:event-listener script:language="ooo:script" script:event-name="dom:load"
        xlink:href="{link}" xlink:type="simple"/></office:event-listeners></office:scripts>
      <office:body><office:text><text:p>一、概况<draw:frame><draw:image xlink:type="simple"
        xlink:href="http://127.0.0.1:9/a.png"/></draw:frame></text:p></office:text></office:body>
      </office:document-content>"""
    listed = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (
            ("/", "application/vnd.oasis.opendocument.text"),
            ("content.xml", "text/xml"),
            ("Basic/script-lc.xml", "text/xml"),
            ("Basic/Standard/script-lb.xml", "text/xml"),
            ("Basic/Standard/M.xml", "text/xml"),
        )
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    parts = {
        "Basic__script-lc": libraries,
        "Basic__Standard__script-lb": library,
        "Basic__Standard__M": module,
        "META-INF__manifest": f'<m:manifest xmlns:m="{space}">{listed}</m:manifest>',
    }
    data = open_document(content, **parts)
    assert read_bytes(data, "x.odt").at("l1") == "一、概况"
    # Also where the macro does reach LibreOffice.
    found = soffice.convert({"x": soffice.Source(".odt", "docx", data)})["x"]
    assert isinstance(found, bytes)
    assert not made.exists()
