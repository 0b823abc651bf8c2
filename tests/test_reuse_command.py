"""The command ``gxkit reuse`` on a folder of reports."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gxkit import synthetic
from gxkit.cli import app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the reports of one agency on two years, with one narrative."""
    truths = synthetic.make_series(3, [2022, 2023])
    first = synthetic.publish(synthetic.make_page(truths[0], 1), "html_clean", 1)
    # The same page a year on: whoever reports, the narrative is last year's.
    second = first.data.decode().replace("2023", "2024").replace("2022", "2023").encode()
    tmp_path.joinpath("first.html").write_bytes(first.data)
    tmp_path.joinpath("second.html").write_bytes(second)
    return tmp_path


def test_a_copied_year_is_listed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    done = CliRunner().invoke(app, ["reuse", str(folder), "-o", str(out)])
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["year"], row["share"], row["why"]) for row in rows] == [
        ("2023", "1.0", ""),
        ("2022", "", "no last year"),
    ]
    assert rows[0]["other"] == rows[1]["report_id"]


def test_pairs_and_the_table(folder: Path) -> None:
    done = CliRunner().invoke(app, ["reuse", str(folder), "--against", "near", "--share", "0.9"])
    lines = done.output.splitlines()
    assert lines[0].split()[:3] == ["agency", "year", "share"]
    assert len(lines) == 2
    kept = CliRunner().invoke(app, ["reuse", str(folder), "--share", "0.9"])
    assert "no last year" not in kept.output
    assert len(kept.output.splitlines()) == 2


@pytest.mark.parametrize("wish", [["--against", "twins"], ["--part", "section9"], ["--share", "2"], ["-f", "xml"]])  # fmt: skip
def test_wishes_that_cannot_be_met(folder: Path, wish: list[str]) -> None:
    done = CliRunner().invoke(app, ["reuse", str(folder), *wish])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
