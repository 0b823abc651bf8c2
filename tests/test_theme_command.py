"""``gxkit themes`` on a folder of reports and on files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from gxkit.cli import app

PAGE = """青川市教育局2023年政府信息公开工作年度报告

五、存在的主要问题及改进情况

（一）存在的问题：一是政策解读形式单一；二是专职人员偏少。
（二）改进措施：一是开展业务培训；二是丰富政策解读形式。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    reports.joinpath("one.txt").write_text(PAGE, encoding="utf-8")
    return reports


def run(*arguments: object) -> tuple[int, str]:
    outcome = CliRunner().invoke(app, ["themes", *map(str, arguments)])
    return outcome.exit_code, outcome.output


def test_themes_are_counted(folder: Path) -> None:
    code, said = run(folder, "--how", "pattern")
    assert code == 0
    lines = [line.split() for line in said.splitlines()]
    assert lines[0] == ["theme", "zh", "count", "of", "share"]
    assert ["P11", "政策解读", "1", "2", "0.500"] in lines
    assert ["M02", "业务培训", "1", "2", "0.500"] in lines


def test_codes_are_written(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "codes.csv"
    code, said = run(folder, "--codes", "-o", target)
    assert (code, said) == (0, "")
    written = pd.read_csv(target)
    assert written["theme"].tolist() == ["P11", "P01", "M02", "M09"]
    assert written["year"].tolist() == [2023] * 4


def test_what_cannot_be_asked(folder: Path) -> None:
    assert run(folder, "--how", "magic") == (
        2,
        "gxkit: no layer 'magic'; choose one of both, pattern, learned\n",
    )
    code, said = run(folder, "--by", "colour", "--how", "pattern")
    assert code == 2
    assert "codes have no column 'colour'" in said
