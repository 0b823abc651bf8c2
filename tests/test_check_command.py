"""The command ``gxkit check``: its formats, its exit codes, and the page for a person."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import html as lxml_html
from typer.testing import CliRunner, Result

from gxkit import frames
from gxkit.cli import app
from gxkit.synthetic import make_report


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *(str(argument) for argument in arguments)])


def disputes(total: int) -> str:
    """Write a report of a few lines; its reconsideration adds up to 3."""
    outcomes = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
    return "\n".join(
        [
            "青川市档案局2023年政府信息公开工作年度报告",
            "一、总体情况",
            "本年度共受理行政复议案件9件。",
            "四、政府信息公开行政复议、行政诉讼情况",
            "行政复议\t\t\t\t\t行政诉讼",
            "\t\t\t\t\t未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t",
            "\t".join([outcomes] * 3),
            f"1\t1\t1\t0\t{total}\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0",
        ]
    )


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "reports" / "wrong.txt"
    file.parent.mkdir()
    file.write_text(disputes(8), encoding="utf-8")
    return file


def test_a_failed_identity_is_told_with_its_repair_and_code_1(wrong: Path) -> None:
    done = run(wrong)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == f"青川市档案局 2023  {wrong}"
    (at,) = [number for number, line in enumerate(lines) if line.startswith("  B1   identity: ")]
    assert "结果维持…尚未审结之和 3 ≠ 总计 8 (difference +5)" in lines[at]
    assert lines[at + 1].startswith("       repair: ")
    assert "disputes/reconsideration/total=3" in lines[at + 1]
    assert lines[-1].startswith("1 report, 1 with a failed identity; identity: ")


def test_what_holds_ends_with_code_0(tmp_path: Path) -> None:
    clean = make_report(7, "html_clean", "none")
    file = tmp_path / clean.name
    file.write_bytes(clean.data)
    done = run(file, "--all")
    assert done.exit_code == 0
    held = [line for line in done.stdout.splitlines() if line.startswith("  A1   identity hold: ")]
    rows = {"2021": 25, "2019": 23}[clean.truth.form]
    assert len(held) == rows
    assert run(file).stdout.splitlines()[-1] == done.stdout.splitlines()[-1]


def test_json_and_csv_hold_the_columns_of_the_frame(wrong: Path, tmp_path: Path) -> None:
    told = json.loads(run(wrong, "--format", "json").stdout)
    columns = ["path", "agency", "year", *frames.columns("checks", corpus=True)]
    assert list(told[0]) == columns
    (sums,) = [row for row in told if row["rule"] == "B1"]
    assert (sums["year"], sums["ok"], sums["expected"], sums["found"]) == (2023, False, 3.0, 8.0)
    out = tmp_path / "findings.csv"
    done = run(wrong, "--format", "csv", "--out", out)
    assert (done.exit_code, done.stdout) == (1, "")
    assert out.read_bytes().startswith("\ufeff".encode())  # for Excel
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [row["rule"] for row in rows] == [row["rule"] for row in told]


def test_the_page_lights_the_cell_and_quotes_the_sentence(wrong: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert run(wrong, "--format", "html", "-o", out).exit_code == 1
    page = lxml_html.fromstring(out.read_bytes())
    lit = [
        cell.get("title").split("\n")[0]
        for cell in page.iterfind(".//td[@class]")
        if "gx-lit" in cell.get("class")
    ]
    assert "disputes/reconsideration/total" in lit
    (table,) = [each for each in page.iterfind(".//table") if "行政复议" in each.text_content()]
    beside = table.getparent().getnext()
    assert beside.get("class") == "gx-findings"
    (mark,) = beside.iterfind(".//mark")
    assert mark.text_content() == "9件"
    assert mark.getparent().text_content().startswith("本年度共受理行政复议案件9件。")
    assert page.findall(".//script") == []
    assert [link.get("href") for link in page.iterfind(".//table//a")] == ["#r0"]


def test_files_that_cannot_be_read_are_told_and_cost_nothing_else(wrong: Path) -> None:
    empty = wrong.with_name("empty.txt")
    empty.write_bytes(b"")
    done = run(wrong.parent)
    assert done.exit_code == 1
    assert done.stdout.startswith(f"not read: {empty}: empty")
    done = run(wrong.parent, "-f", "json")
    assert [row["rule"] for row in json.loads(done.stdout)].count("B1") == 1
    assert done.stderr.startswith("not read: ")


def test_mistakes_of_the_user_are_one_line_and_code_2(wrong: Path, tmp_path: Path) -> None:
    done = run(wrong, "--format", "pdf")
    assert done.exit_code == 2
    assert done.stderr == "gxkit: no format 'pdf'; choose one of table, json, csv, html\n"
    done = run(tmp_path / "nowhere")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    folder = tmp_path / "bare"
    folder.mkdir()
    assert run(folder).stderr == f"gxkit: {folder}: no report in there\n"


def test_corrections_are_laid_over_before_checking(wrong: Path, tmp_path: Path) -> None:
    told = json.loads(run(wrong, "-f", "json").stdout)
    table = tmp_path / "corrections.csv"
    cell = "disputes,reconsideration,total"
    table.write_text(
        "report_id,table,row,column,value,reason,by,on\n"
        f"{told[0]['report_id']},{cell},3,看过原件,甲,2024-05-31\n",
        encoding="utf-8",
    )
    rules = [
        row["rule"] for row in json.loads(run(wrong, "-f", "json", "--corrections", table).stdout)
    ]
    assert "B1" in [row["rule"] for row in told]
    assert "B1" not in rules
