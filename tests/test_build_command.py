"""The command ``gxkit build``, and the commands that take what it built."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from built_corpora import same, write_reports
from typer.testing import CliRunner

from gxkit import open_corpus, read_corpus
from gxkit.cli import app


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("command") / "reports"
    write_reports(made, 3)
    return made


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_build_says_what_it_did_and_what_comes_next(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = run("build", folder, out, "--workers", 0)
    assert (code, said.splitlines()) == (
        0,
        ["15 files: 15 read, 0 as before, 0 gone", f"{out}: 15 reports; next: gxkit status {out}"],
    )
    same(open_corpus(out), read_corpus(folder))
    assert run("build", folder, out, "--workers", 0)[1].startswith("15 files: 0 read, 15 as before")
    code, said = run("status", out)
    assert (code, said.splitlines()[0]) == (0, "15 reports of 3 agencies, 2019 to 2023")
    code, said = run("export", out, tmp_path / "data", "--to", "csv")
    assert code == 0
    cells = pd.read_csv(tmp_path / "data" / "csv" / "cells.csv", dtype={"report_id": "string"})
    assert cells["report_id"].tolist() == open_corpus(out).cells["report_id"].tolist()


def test_files_that_are_not_read_are_named_and_no_failure(folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    for number in range(7):
        (bad / f"{number}.docx").write_bytes(b"")
    code, said = run("build", folder, bad, tmp_path / "out", "--workers", 0)
    lines = said.splitlines()
    assert code == 0
    assert lines[0] == "22 files: 22 read, 0 as before, 0 gone"
    assert lines[2] == f"not read: {bad / '0.docx'}: empty; download or save it again"
    assert lines[-1] == "… and 2 more: see the notes of the corpus"
    code, said = run("build", folder, tmp_path / "out", "--workers", 0)
    assert code == 2
    assert f"also holds what {bad} held; name it too" in said
    code, said = run("build", folder, tmp_path / "out", "--workers", 0, "--drop")
    assert (code, said.splitlines()[0]) == (0, "15 files: 0 read, 15 as before, 7 gone")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["out"], "only out is named; name what to read, and last the corpus to build"),
        (["nowhere", "out"], "nowhere: there is no such file or folder"),
        ([".", "out", "--manifest", "none.csv"], "none.csv: cannot be read"),
        ([".", "out", "--aliases", "none.csv"], "none.csv: cannot be read"),
        ([".", "out", "--workers", "-2"], "-2 workers; give 1 or more"),
    ],
)
def test_mistakes_are_told_in_a_line(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run("build", *arguments)
    assert code == 2
    assert told in said
    assert len(said.strip().splitlines()) == 1
