"""``gxkit lab``: JupyterLab starts at the first notebook, or it is told why it cannot."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gxkit.cli import app
from gxkit.cli.demo import next_steps
from gxkit.cli.lab import START, checkout, options
from gxkit.errors import ReadError

ROOT = Path(__file__).parents[1]


def test_the_start_page_is_there() -> None:
    assert checkout() == ROOT
    book = json.loads(ROOT.joinpath(START).read_text(encoding="utf-8"))
    assert book["cells"][0]["source"][0] == "# 00 · Start here\n"


def test_options_of_jupyterlab_are_passed_on() -> None:
    assert options(Path("copy"), ["--no-browser", "--port=1"])[-2:] == ["--no-browser", "--port=1"]


def test_without_notebooks_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxkit.__file__", str(tmp_path / "gxkit" / "__init__.py"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReadError, match="run this in a copy of the repository"):
        checkout()
    done = CliRunner().invoke(app, ["lab"])
    assert (done.exit_code, done.stderr[:24]) == (2, "gxkit: no notebooks/00_s")


def test_the_things_to_open_after_the_demonstration_are_there(tmp_path: Path) -> None:
    told = [line.split() for line in next_steps(tmp_path).splitlines()[1:]]
    assert [words[0] for words in told] == ["gxkit", f"{tmp_path}/cells.csv", "docs/rules.md"]
    assert ROOT.joinpath("docs/rules.md").is_file()


@pytest.mark.slow
def test_the_server_leads_to_the_start_page(tmp_path: Path) -> None:
    log = tmp_path / "log"
    settings = {"JUPYTER_CONFIG_DIR": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path)}
    started = [sys.executable, "-m", "gxkit.cli", "lab", "--no-browser", "--allow-root", "--port=0"]
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [*started, "--ip=127.0.0.1"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
            stderr=out,
            stdout=out,
        ) as server,
    ):
        try:
            page = _address(log)
            with _answer(page) as answer:
                status = answer.status
            name = page.replace("/lab/tree/", "/api/contents/").replace("?", "?content=0&")
            with urllib.request.urlopen(name) as answer:
                found = json.load(answer)
        finally:
            server.terminate()
    assert (status, found["path"]) == (200, START.as_posix())


def _answer(page: str) -> Any:
    """Ask until the server listens: it says where it will be a moment before."""
    for _ in range(100):
        try:
            return urllib.request.urlopen(page)
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"nobody answers at {page}")


def _address(log: Path) -> str:
    """Wait until the server says where it is."""
    for _ in range(300):
        said = re.search(r"http://127\S+/lab/tree/\S+", log.read_text(errors="replace"))
        if said:
            return said[0]
        time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))
