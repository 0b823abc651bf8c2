"""The sample for classes: what is read is what its truth says, and each story is found by its verb."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from gxkit import Corpus, measures, read_corpus, read_report, themes
from gxkit.text import reuse, texts

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "sample"
TRUTH = SAMPLE / "truth"
# What `Report.meta` calls a kind of file, where it is another word.
READ_AS = {"zip": "docx", "pdf_office": "pdf", "pdf_browser": "pdf", "scan": "pdf"}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(SAMPLE / "reports", aliases=SAMPLE / "aliases.csv", progress=False)


@pytest.fixture(scope="module")
def files(corpus: Corpus) -> pd.DataFrame:
    """The frame of reports with the name of each file as the truth has it."""
    names = corpus.reports["path"].str.extract(r"(reports/[^!]*)", expand=False)
    return corpus.reports.assign(file=names)


@pytest.fixture(scope="module")
def listed() -> pd.DataFrame:
    return pd.read_csv(TRUTH / "reports.csv")


@pytest.fixture(scope="module")
def stories() -> pd.DataFrame:
    return pd.read_csv(TRUTH / "stories.csv")


def cells_of(file: pd.Series) -> pd.DataFrame:
    cells = pd.read_parquet(TRUTH / "cells.parquet").astype({"file": str})
    return cells[cells["file"].isin(file)].astype(dict.fromkeys(["table", "row", "column"], str))


def failed(corpus: Corpus, *rules: str) -> set[tuple[str, int]]:
    """The unit and year of every report that fails one of these rules."""
    checks = corpus.checks[corpus.checks["rule"].isin(rules) & (corpus.checks["ok"] == False)]  # noqa: E712
    found = checks.merge(corpus.reports[["report_id", "unit_id", "year"]], on="report_id")
    return {(str(unit), int(year)) for unit, year in found[["unit_id", "year"]].to_numpy()}


def told(stories: pd.DataFrame, *names: str) -> set[tuple[str, int]]:
    rows = stories[stories["story"].isin(names)]
    return {(str(unit), int(year)) for unit, year in rows[["unit_id", "year"]].to_numpy()}


def test_every_file_is_listed_and_small(listed: pd.DataFrame) -> None:
    there = [path for path in SAMPLE.rglob("*") if path.is_file()]
    names = {path.relative_to(SAMPLE).as_posix() for path in there}
    reports = {name for name in names if name.startswith(("reports/", "other_kinds/"))}
    assert reports == set(listed["file"])
    assert all(name.isascii() for name in names)
    assert sum(path.stat().st_size for path in there) < 15_000_000


def test_sixty_bodies_over_seven_years(listed: pd.DataFrame) -> None:
    own = listed[listed["file"].str.startswith("reports/")]
    assert len(pd.read_csv(SAMPLE / "agencies.csv")) == 60
    assert own.groupby("year").size().tolist() == [59, 59, 59, 59, 59, 58, 59]
    assert listed["kind"].value_counts()[["doc", "odt", "scan", "xlsx", "zip"]].tolist() == [
        3,
        3,
        3,
        5,
        4,
    ]
    assert set(listed["form"]) == {2019, 2021}


def test_what_is_read_is_what_is_printed(files: pd.DataFrame, corpus: Corpus) -> None:
    truth = cells_of(files["file"])
    read = corpus.cells.merge(files[["report_id", "file"]], on="report_id")
    both = truth.merge(
        read, on=["file", "table", "row", "column"], how="left", suffixes=("", "_read")
    )
    same = both["state"].astype(str).eq(both["state_read"]) & (
        both["value"].eq(both["value_read"]) | (both["value"].isna() & both["value_read"].isna())
    ).fillna(False)
    number = both["state_read"].eq("number")
    assert (len(both), int((~same & number).sum())) == (len(truth), 0)
    # A PDF may leave cells open; no other kind of file does.
    exact = ~both["file"].str.endswith(".pdf")
    assert both[~same & exact].empty


def test_who_reports_on_which_year(files: pd.DataFrame, listed: pd.DataFrame) -> None:
    both = listed.merge(files, on="file", suffixes=("_true", ""))
    assert len(both) == len(files) == 412
    for column in ("agency", "year", "unit_id"):
        assert both.loc[both[f"{column}_true"] != both[column], "file"].tolist() == []
    kinds = both["kind"].replace(READ_AS)
    assert both.loc[kinds != both["format"], "file"].tolist() == []
    whole = both["scope"].eq("consolidated").fillna(False)
    assert set(both.loc[whole, "agency"]) == {"青榆市人民政府"}


def test_points_of_section_five(files: pd.DataFrame, corpus: Corpus) -> None:
    truth = pd.read_csv(TRUTH / "points.csv")
    read = corpus.points.merge(files[["report_id", "file"]], on="report_id")
    exact = read[~read["file"].str.endswith(".pdf")]
    truth = truth[truth["file"].isin(exact["file"])]
    key = ["file", "kind", "text"]
    wrong = exact.merge(truth[key], on=key, how="left", indicator=True)["_merge"].eq("left_only")
    lost = truth.merge(exact[key], on=key, how="left", indicator=True)["_merge"].eq("left_only")
    # A point numbered as a section, with that section's words in it, is taken for its heading.
    assert wrong.sum() <= 3
    assert lost.mean() < 0.005


def test_it_says_that_it_is_fictional() -> None:
    silent = []
    for path in (SAMPLE / "reports").rglob("*"):
        if path.suffix in {".html", ".txt", ".md"}:
            data = re.sub(rb"<[^>]*>|\s", b"", path.read_bytes())
            if not any("本报告纯属虚构".encode(code) in data for code in ("utf-8", "gb18030")):
                silent.append(path.name)
    assert silent == []


def test_growing_demand(corpus: Corpus, stories: pd.DataFrame) -> None:
    found = measures.indicators(corpus, ["A1"])
    found = found[found["unit_id"] == "?/霁岚市自然资源局"].sort_values("year")
    assert found["value"].tolist() == stories.query("story == 'growth'")["printed"].tolist()
    assert found["value"].tolist() == [32, 48, 59, 80, 116, 158, 204]


def test_wrong_sums_are_the_only_ones(corpus: Corpus, stories: pd.DataFrame) -> None:
    assert failed(corpus, "A1", "A2", "A3", "B1") == told(stories, "wrong_sum")
    repairs = set(corpus.checks.query("rule == 'A1'")["repair"].dropna())
    assert repairs == {"requests/granted/total=11"}


def test_narrative_against_tables(corpus: Corpus, stories: pd.DataFrame) -> None:
    wanted = told(stories, "contradicted", "told_anyway")
    assert failed(corpus, "F1", "F2", "F3", "F4", "F5", "F9", "F11") == wanted
    assert failed(corpus, "A11") == told(stories, "told_anyway")


def test_open_cases_come_back(corpus: Corpus, stories: pd.DataFrame) -> None:
    whole = {("?/青榆市人民政府", 2023), ("?/青榆市人民政府", 2024)}
    assert failed(corpus, "E1") == told(stories, "forgotten") | whole
    assert failed(corpus, "E2", "B4", "E4", "D1") <= whole
    assert failed(corpus, "C3") == whole


def test_copied_texts(corpus: Corpus, stories: pd.DataFrame) -> None:
    first = min(told(stories, "own_copy"), key=lambda each: each[1])
    assert failed(corpus, "E6") == told(stories, "own_copy") - {first}
    assert failed(corpus, "E7") == told(stories, "sibling_copy")
    found = reuse(texts(corpus, "section5"), "last_year").head(4)
    assert set(found["unit_id"]) == {first[0]}
    assert sorted(found["year"]) == [2021, 2022, 2023, 2024]


def test_single_faults(corpus: Corpus, stories: pd.DataFrame) -> None:
    assert failed(corpus, "C5") == told(stories, "fee_in_yuan")
    assert failed(corpus, "E8") == told(stories, "same_table")
    assert failed(corpus, "D4") == told(stories, "old_form")
    assert failed(corpus, "D5b") == told(stories, "late")
    assert told(stories, "blank_row") <= failed(corpus, "A9")


def test_missing_years(corpus: Corpus, stories: pd.DataFrame) -> None:
    panel = corpus.panel(years=range(2019, 2026))
    gaps = panel[panel["report_id"].isna()]
    missing = {(str(unit), int(year)) for unit, year in gaps[["unit_id", "year"]].to_numpy()}
    ended = {("?/望禾市体育局", year) for year in range(2022, 2026)}
    assert missing == told(stories, "missing") | ended


def test_renamed_and_merged(corpus: Corpus, stories: pd.DataFrame) -> None:
    names = corpus.reports.groupby("unit_id")["agency"].nunique()
    assert set(names.index[names == 2]) == {unit for unit, _ in told(stories, "renamed", "merged")}
    messages = corpus.checks.query("rule == 'E9'")
    assert len(messages) == 4


def test_the_reform(corpus: Corpus) -> None:
    bodies = pd.read_csv(SAMPLE / "agencies.csv")[["unit_id", "province"]]
    found = measures.indicators(corpus, ["B1", "B6"]).merge(bodies, on="unit_id")
    found["reform"] = found["province"].eq("云砚省")
    found["after"] = found["year"] >= 2022
    sums = found.groupby(["indicator", "reform", "after"])[["numerator", "denominator"]].sum()
    rate = (sums["numerator"] / sums["denominator"]).astype(float)
    change = {
        name: rate[name, True, True]
        - rate[name, True, False]
        - rate[name, False, True]
        + rate[name, False, False]
        for name in ("B1", "B6")
    }
    assert change == pytest.approx({"B1": 0.186, "B6": -0.083}, abs=0.01)


def test_the_consolidated_report(corpus: Corpus, stories: pd.DataFrame) -> None:
    members = [
        "?/青榆市自然资源局",
        "?/青榆市卫生健康委员会",
        "?/青榆市溪黎区人民政府办公室",
        "?/青榆市溪黎区教育局",
        "?/溪黎区柳砚镇人民政府",
    ]
    new = measures.indicators(corpus, ["A1"]).set_index(["unit_id", "year"])["value"]
    rows = stories.query("story == 'consolidated'").set_index("year")
    for year, (printed, right) in rows[["printed", "right"]].iterrows():
        assert new["?/青榆市人民政府", year] == printed
        assert sum(new[each, year] for each in members) == right
        assert (right > printed) == (year == 2023)


def test_silence_on_lost_cases(corpus: Corpus, stories: pd.DataFrame) -> None:
    units = corpus.reports[["report_id", "unit_id"]]
    chosen = units[
        units["unit_id"].isin(stories.query("story in ('silent', 'speaking')")["unit_id"])
    ]
    codes = themes.code(corpus.points.query("kind == 'problem'").merge(chosen, on="report_id"))
    speaks = set(codes.loc[codes["theme"].isin(["P18", "P19"]), "report_id"])
    share = (
        chosen.assign(speaks=chosen["report_id"].isin(speaks)).groupby("unit_id")["speaks"].mean()
    )
    silent = [unit for unit, _ in told(stories, "silent")]
    speaking = [unit for unit, _ in told(stories, "speaking")]
    assert share[silent].max() < 0.3
    assert share[speaking].min() > 0.8


def test_problems_and_measures(corpus: Corpus, stories: pd.DataFrame) -> None:
    units = corpus.reports[["report_id", "unit_id"]]
    both = {name: next(iter(told(stories, name)))[0] for name in ("answers", "never_answers")}
    chosen = units[units["unit_id"].isin(both.values())]
    found = themes.match_measures(themes.code(corpus.points.merge(chosen, on="report_id")))
    share = found.merge(units, on="report_id").groupby("unit_id")[["answered", "problems"]].sum()
    rate = share["answered"] / share["problems"]
    assert rate[both["never_answers"]] < 0.35
    assert rate[both["answers"]] > 0.8


def test_themes_move_from_people_to_data(files: pd.DataFrame) -> None:
    points = pd.read_csv(TRUTH / "points.csv").query("kind == 'problem'")
    points = points[points["file"].isin(files["file"])]
    themes_by_year = points.assign(theme=points["themes"].str.split()).explode("theme")
    counts = themes_by_year.groupby(["theme", "year"]).size().unstack(fill_value=0)
    assert counts.loc[["P01", "P08"], 2019].tolist() == [19, 16]
    assert counts.loc[["P01", "P08"], 2025].tolist() == [4, 9]
    assert counts.loc["P17", [2019, 2025]].tolist() == [2, 17]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice reads these kinds")
@pytest.mark.parametrize("name", ["shuwu_transport_2024.odt", "luting_civil_2025.doc"])
def test_a_slow_kind(name: str) -> None:
    report = read_report(SAMPLE / "other_kinds" / name)
    truth = cells_of(pd.Series([f"other_kinds/{name}"])).set_index(["table", "row", "column"])
    read = report.cells.set_index(["table", "row", "column"])
    assert read["value"].to_dict() == truth["value"].to_dict()


def test_it_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_sample.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True)
    made = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".parquet"]
    assert len(made) == 412 - 18 + 5
    for path in made:
        kept = (SAMPLE / path.relative_to(tmp_path)).read_bytes()
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(kept).digest(), (
            path.name
        )
    cells = "truth/cells.parquet"
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / cells), pd.read_parquet(SAMPLE / cells)
    )
