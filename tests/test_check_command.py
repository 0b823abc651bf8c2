"""The command ``gxkit check``: its formats, its exit codes, and the page for a person."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import html as lxml_html
from many_reports import report
from typer.testing import CliRunner, Result

from gxkit import forms, frames
from gxkit.cli import app
from gxkit.cli.check import as_html, as_json, as_table, checked
from gxkit.corpus import Corpus
from gxkit.synthetic import make_report

ROWS = [row.code for row in forms.load("2021").table["requests"].official_rows][2:14]


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


def test_the_page_shows_the_only_cell_that_would_mend_the_sums() -> None:
    cells = dict.fromkeys(("new", "total", "granted"), 12)
    made = report(
        2023,
        {
            f"requests/{row}/{column}": value
            for row, value in cells.items()
            for column in ("natural_person", "total")
        }
        | {"requests/total/natural_person": 21},
    )
    page = lxml_html.fromstring(as_html(checked(Corpus([made])), [], everything=False))
    mended = [cell for cell in page.iterfind(".//td[@class]") if "gx-mended" in cell.get("class")]
    (cell,) = mended
    assert cell.get("title").split("\n")[0] == "requests/total/natural_person"
    assert cell.text_content() == "21!→12"
    assert "→ 唯一能使各项相符的改法" in page.text_content()
    assert "建议：“（七）总计 × 自然人” 改为 12" in page.text_content()
    english = lxml_html.fromstring(
        as_html(checked(Corpus([made])), [], everything=False, lang="en")
    ).text_content()
    assert "→ the only change that would mend the sums" in english
    assert "Repair: [Total handled × Natural persons] to 12" in english


def test_the_page_speaks_the_language_asked_for(wrong: Path) -> None:
    zh, en = (run(wrong, "-f", "html", "--lang", lang).stdout for lang in ("zh", "en"))
    assert zh == run(wrong, "-f", "html").stdout
    assert "B1</b> 复议诉讼各组：四种结果之和等于总计" in zh
    assert "行政复议：1 + 1 + 1 ≠ 8（相差 +5）" in zh
    assert "Administrative reconsideration: 1 + 1 + 1 ≠ 8 (difference +5)" in en
    assert "<h1>1 report, 1 with failed checks</h1>" in en
    done = run(wrong, "-f", "html", "--lang", "fr")
    assert done.exit_code == 2


def test_files_that_cannot_be_read_are_told_and_cost_nothing_else(wrong: Path) -> None:
    empty = wrong.with_name("empty.txt")
    empty.write_bytes(b"")
    done = run(wrong.parent)
    assert done.exit_code == 1
    assert done.stdout.startswith(f"not read: {empty}: empty")
    done = run(wrong.parent, "-f", "json")
    assert [row["rule"] for row in json.loads(done.stdout)].count("B1") == 1
    assert done.stderr.startswith("not read: ")


def test_a_table_of_aliases_ties_the_years_of_a_renamed_agency(wrong: Path, tmp_path: Path) -> None:
    # 8 cases of reconsideration in 2023, and 50 in 2024 under a new name: more than five times 8.
    after = disputes(50).replace("青川市档案局2023", "青川市档案馆2024")
    wrong.with_name("after.txt").write_text(after, encoding="utf-8")
    table = tmp_path / "aliases.csv"
    table.write_text(
        "agency,region_code,from_year,to_year,unit_id,kind\n青川市档案馆,,,,?/青川市档案局,same\n",
        encoding="utf-8",
    )
    jump = "2023 → 2024: 行政复议 总计 8 → 50"
    assert jump not in run(wrong.parent).stdout
    assert jump in run(wrong.parent, "--aliases", table).stdout


def test_a_correction_that_is_not_applied_is_told(wrong: Path, tmp_path: Path) -> None:
    table = tmp_path / "corrections.csv"
    table.write_text(
        "report_id,table,row,column,value,reason,by,on\n"
        "ffffffffffff,disputes,reconsideration,total,3,看过原件,甲,2024-05-31\n",
        encoding="utf-8",
    )
    said = "correction of ffffffffffff disputes/reconsideration/total (line 2) not applied: "
    assert run(wrong, "--corrections", table).stdout.startswith(said)
    assert run(wrong, "-f", "csv", "--corrections", table).stderr.startswith(said)
    assert said in run(wrong, "-f", "html", "--corrections", table).stdout


def test_two_reports_on_one_year_that_are_not_compared_are_told(wrong: Path) -> None:
    wrong.with_name("other.txt").write_text(disputes(7), encoding="utf-8")
    lines = run(wrong.parent).stdout.splitlines()
    told = [line for line in lines if "has 2 reports on 2023 with other numbers" in line]
    assert len(told) == 1  # once, although it is a note of both


def test_a_file_that_follows_no_form_is_told_and_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "other.txt"
    file.write_text("青川市档案局开放日活动通知\n请于周五前报名。\n", encoding="utf-8")
    said = f"{file}: no official form recognised, nothing was checked"
    assert run(file).stdout.splitlines()[0] == said
    assert run(file, "-f", "json").stderr == f"{said}\n"
    assert said in run(file, "-f", "html", "--lang", "en").stdout
    assert f"{file}：未认出官方格式，没有检查" in run(file, "-f", "html").stdout


def test_what_is_found_in_all_reports_together_is_told() -> None:
    # 600 numbers between 105 and 3105 that all end in 5: no honest counts do.
    made = [
        report(
            2023,
            {
                f"requests/{row}/enterprise": 105 + 10 * (12 * at + number)
                for number, row in enumerate(ROWS)
            },
            agency=f"青川市第{at}局",
        )
        for at in range(50)
    ]
    reports = checked(Corpus(made))
    text = as_table(reports, [], everything=False)
    assert "\nall reports\n  G4   hint: last digits of 600 numbers" in text
    assert text.splitlines()[-1].startswith("50 reports, ")
    (row,) = [
        row for row in json.loads(as_json(reports, [], everything=False)) if row["rule"] == "G4"
    ]
    assert (row["report_id"], row["agency"], row["ok"]) == (None, None, False)
    assert "<h1>50 份报告" in as_html(reports, [], everything=False)


def test_mistakes_of_the_user_are_one_line_and_code_2(wrong: Path, tmp_path: Path) -> None:
    done = run(wrong, "--format", "pdf")
    assert done.exit_code == 2
    assert done.stderr == "gxkit: no format 'pdf'; choose one of table, json, csv, html\n"
    done = run(tmp_path / "nowhere")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    folder = tmp_path / "bare"
    folder.mkdir()
    assert run(folder).stderr == f"gxkit: {folder}: no report in there\n"
    table = tmp_path / "corrections.csv"
    table.write_text(
        "report_id,table,row,column,value,reason,by,on\nffffffffffff,a,b,c,3,看过原件,甲,\n",
        encoding="utf-8",
    )
    done = run(folder, "--corrections", table)
    assert done.stderr == f"gxkit: {folder}: no report in there\n"


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
