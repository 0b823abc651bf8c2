"""The command line, in this process and in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import gxkit
from gxkit import forms
from gxkit.cli import app
from gxkit.cli.demo import agreement, summary
from gxkit.corpus import Corpus
from gxkit.documents.model import Document, Note, Paragraph
from gxkit.errors import ReadError
from gxkit.parsing.model import Fact, Parsed, Section
from gxkit.report import Report

ROOT = Path(__file__).parents[1]
TRUTH = "file,agency,year,form,table,row,column,value,state\n"


def parsed() -> Parsed:
    """Make a report of which one row does not add up and one cell is blank."""
    keys = forms.load("2021").keys
    blank = ("proactive", "licence", "decisions")
    off = ("disputes", "direct_suit", "total")
    facts = [
        Fact(*key, None, "件", "blank", None, "", "l9")
        if key == blank
        else Fact(*key, 3.0 if key == off else 0.0, "件", "number", "label", "0", "l8")
        for key in keys
    ]
    meta = {"agency": "青川市档案局", "year": 2023, "title": "青川市档案局2023年度报告"}
    texts = {
        5: "本机关政府信息公开工作虽有进步，但与群众的期待相比还存在以下问题和不足之处：一是人手不足。",
        6: "本年度未收取信息处理费。",
    }
    sections = tuple(
        Section(each.number, 0, each.zh, texts.get(each.number, ""), f"l{each.number}")
        for each in forms.load("2021").sections
    )
    return Parsed("2021", meta, tuple(facts), sections, (Note("fit", "info", "fits", "l4"),))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: str | Path, name: str | None = None) -> Document:
        text = Path(path).read_text(encoding="utf-8")
        if text == "bad":
            raise ReadError(f"{path}: the file is damaged;\nsave the page again")
        if text == "bug":
            raise ZeroDivisionError("division by zero")
        return Document(str(path), "text", text * 64, (Paragraph(text, "l1"),))

    for place in ("gxkit.reading.read", "gxkit.corpus.store.opening.read"):
        monkeypatch.setattr(place, read)
    for place in ("gxkit.reading.parse", "gxkit.corpus.read.parse"):
        monkeypatch.setattr(place, lambda _: parsed())


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def page(folder: Path, text: str = "a", name: str = "a.txt") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("reader")
def test_read_prints_the_card(tmp_path: Path) -> None:
    done = run("read", page(tmp_path))
    lines = done.stdout.splitlines()
    assert (done.exit_code, done.stderr) == (0, "")
    assert lines[0] == "青川市档案局，2023"
    assert "200 格：有数 199，空白 1" in lines
    told = "  B1 复议诉讼各组：四种结果之和等于总计。未经复议直接起诉：0 ≠ 3（相差 +3）；"
    assert [line.startswith(told) for line in lines].count(True) == 1
    assert "  说明：fits（l4）" in lines
    assert "\x1b" not in done.stdout


@pytest.mark.usefixtures("reader")
def test_read_prints_the_card_in_english(tmp_path: Path) -> None:
    done = run("read", page(tmp_path), "--lang", "en")
    lines = done.stdout.splitlines()
    assert lines[0] == "青川市档案局, 2023"
    assert "200 cells: 199 number, 1 blank" in lines
    assert [line for line in lines if " checks: " in line and " 1 fails, " in line] != []
    told = (
        "  B1 Disputes, each kind of case: the four results add up to the total. "
        "Suit without reconsideration: 0 ≠ 3 (difference +3); "
    )
    assert [line.startswith(told) for line in lines].count(True) == 1
    assert "  info: fits (l4)" in lines


@pytest.mark.usefixtures("reader")
def test_read_as_json(tmp_path: Path) -> None:
    file = page(tmp_path)
    plain = json.loads(run("read", file, "--json").stdout)
    assert (plain["meta"]["agency"], plain["meta"]["path"]) == ("青川市档案局", str(file))
    assert len(plain["cells"]) == 200
    assert plain["cells"][-1]["value"] == 0.0
    assert plain["points"] == [
        {"kind": "problem", "order": 1, "text": "人手不足", "where": "l5"},
    ]
    failed = [check for check in plain["checks"] if check["ok"] is False]
    assert [(check["rule"], check["expected"], check["found"]) for check in failed] == [
        ("B1", 0.0, 3.0)
    ]
    assert "(difference +3)" in failed[0]["message"]


@pytest.mark.usefixtures("reader")
def test_an_error_is_one_line_and_code_2(tmp_path: Path) -> None:
    file = page(tmp_path, "bad")
    done = run("read", file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"gxkit: {file}: the file is damaged; save the page again\n"


@pytest.mark.usefixtures("reader")
def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = run("read", page(tmp_path, "bad"), "--debug")
    assert done.exit_code == 2
    assert done.stderr.startswith("Traceback (most recent call last):")
    assert done.stderr.splitlines()[-1].startswith("gxkit: ")


@pytest.mark.usefixtures("reader")
def test_a_mistake_of_ours_is_one_line_too(tmp_path: Path) -> None:
    done = run("read", page(tmp_path, "bug"))
    assert done.exit_code == 2
    assert done.stderr == (
        "gxkit: unexpected ZeroDivisionError: division by zero; "
        "run again with --debug and report what it shows\n"
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("read", tmp_path / "nowhere.txt")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert "nowhere.txt" in done.stderr


def test_version_and_help() -> None:
    assert run("--version").stdout == f"gxkit {gxkit.__version__}\n"
    shown = run("--help").stdout
    assert "read " in shown
    assert "demo " in shown


@pytest.mark.usefixtures("reader")
def test_demo_sums_up_and_writes_the_frames(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    page(corpus, "a", "x/a.txt")
    page(corpus, "bad", "b.txt")
    rows = [
        "x/a.txt,青川市档案局,2023,2021,proactive,licence,decisions,,blank",
        "x/a.txt,青川市档案局,2023,2021,proactive,penalty,decisions,0,number",
        "x/a.txt,青川市档案局,2023,2021,proactive,compulsion,decisions,4,number",
        "b.txt,云岭县教育局,2023,2021,proactive,compulsion,decisions,4,number",
    ]
    page(corpus, TRUTH + "\n".join(rows) + "\n", "truth/cells.csv")
    done = run("demo", "--corpus", corpus, "--out", out)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "1 reports, 0 files without a form, 1 not read"
    table = {tuple(line.rsplit(maxsplit=1)) for line in lines}
    assert {("2023", "1"), ("2021", "1"), ("text", "1"), ("number", "199"), ("blank", "1")} <= table
    assert {("failed", "1"), ("label", "199")} <= table
    at = lines.index("held against truth/cells.csv: 2 of 4 cells agree")
    assert lines[at + 1 : at + 5] == [
        "  0 marked as not known",
        "  1 wrong numbers",
        "  1 not read",
        "  wrong: x/a.txt proactive compulsion decisions: read 0, true 4.0 (number)",
    ]
    assert len(list(out.iterdir())) == 14
    assert [line for line in lines if f"wrote 14 files to {out}/" in line] != []


@pytest.mark.usefixtures("reader")
def test_demo_without_truth_says_nothing_of_it(tmp_path: Path) -> None:
    page(tmp_path / "corpus")
    done = run("demo", "--corpus", tmp_path / "corpus", "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert "held against" not in done.stdout


def test_demo_without_a_corpus_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gxkit, "__file__", str(tmp_path / "gxkit" / "__init__.py"))
    monkeypatch.chdir(tmp_path)
    done = run("demo")
    assert done.exit_code == 2
    assert done.stderr == "gxkit: no folder corpus/ here; name a folder of reports with --corpus\n"
    done = run("demo", "--corpus", "nowhere")
    assert done.exit_code == 2
    assert "nowhere: there is no such file or folder" in done.stderr


def corpus_in(folder: Path) -> Corpus:
    document = Document(str(folder / "x" / "a.txt"), "text", "a" * 64, ())
    return Corpus([Report(parsed(), document)])


def test_a_cell_that_claims_no_number_is_not_wrong(tmp_path: Path) -> None:
    rows = [
        "x/a.txt,,2023,2021,proactive,licence,decisions,5,number",  # read as blank
        "x/a.txt,,2023,2021,disputes,direct_suit,total,,ambiguous",  # read as 3
        "x/a.txt,,2023,2021,disputes,direct_suit,upheld,0,number",
    ]
    truth = page(tmp_path, TRUTH + "\n".join(rows), "truth/cells.csv")
    found = agreement(corpus_in(tmp_path), tmp_path, truth)
    assert (found.right, found.marked, found.missing, found.total) == (1, 1, 0, 3)
    assert found.wrong == ("x/a.txt disputes direct_suit total: read 3, true None (ambiguous)",)


def test_a_truth_that_lacks_a_column_is_told(tmp_path: Path) -> None:
    truth = page(tmp_path, "file,table,row,column,value\n", "truth/cells.csv")
    with pytest.raises(ReadError, match="lacks the column state"):
        agreement(corpus_in(tmp_path), tmp_path, truth)


def test_long_lists_of_wrong_numbers_are_cut(tmp_path: Path) -> None:
    keys = forms.load("2021").keys[10:30]
    rows = [f"x/a.txt,,2023,2021,{','.join(key)},9,number" for key in keys]
    page(tmp_path, TRUTH + "\n".join(rows), "truth/cells.csv")
    text = summary(corpus_in(tmp_path), tmp_path)
    assert "  20 wrong numbers" in text
    assert text.count("  wrong: ") == 10
    assert text.endswith("  …")


def command(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "gxkit.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        check=False,
    )


def test_the_command_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = command("--version")
    assert (done.returncode, done.stdout) == (0, f"gxkit {gxkit.__version__}\n".encode())
    done = command("read", tmp_path / "nowhere.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
    done = command("read", tmp_path / "nowhere.txt", "--debug")
    assert b"Traceback" in done.stderr


def test_a_terminal_that_knows_no_chinese_does_not_stop_it(tmp_path: Path) -> None:
    letter = page(tmp_path, "今天天气很好。")
    done = command("read", letter, "--lang", "en", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"no official form recognised" in done.stdout
    done = command("read", letter, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_demo_on_the_shipped_corpus(tmp_path: Path) -> None:
    done = command("demo", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "60 reports, 0 files without a form, 0 not read"
    assert "  0 wrong numbers" in lines
    assert "  0 not read" in lines
    assert (tmp_path / "out" / "cells.parquet").is_file()
