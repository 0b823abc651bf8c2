"""What gxkit status and gxkit export print and write."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from many_reports import report
from test_duplicates import Stored
from typer.testing import CliRunner

import gxkit.corpus
from gxkit import frames
from gxkit.cli import app
from gxkit.cli.opening import open_source
from gxkit.cli.status import status
from gxkit.corpus import Corpus, StoredCorpus, build_corpus
from gxkit.documents.model import Note
from gxkit.errors import ReadError
from gxkit.synthetic import make_report

NEW = "requests/new/total"


def corpus() -> Corpus:
    """Make two agencies: one with a sum that fails, one with a blank; a file was not read."""
    return Corpus(
        [
            # 7 is the sum of nothing: A1 of the row and A3 of the column fail, 40 of 42 hold.
            report(2021, {NEW: 7}, province="甲省"),
            # A blank of regulations is in no sum: 40 of 40 hold.
            report(2020, {"proactive/regulation/made": None}, province="甲省"),
            # A blank total: A1 and A3 cannot be tested.
            report(2021, {NEW: None}, agency="丰泽市档案局"),
        ],
        [("f" * 12, Note("read", "error", "坏文件"))],
    )


def blocks(text: str) -> dict[str, list[list[str]]]:
    """Return the tables of a status, by their heading, as rows of words."""
    parts = [[line.split() for line in part.splitlines()] for part in text.split("\n\n")]
    return {part[0][0]: part[1:] for part in parts}


def test_coverage_and_quality() -> None:
    text = status(corpus())
    told = blocks(text)
    assert text.splitlines()[:3] == [
        "3 reports of 2 agencies, 2020 to 2021",
        "  3 whose scope is not known: taken as the agency's own",
        "  1 files could not be read",
    ]
    assert told["year"] == [["2020", "1", "1", "2020"], ["2021", "2", "2", "2021"]]
    assert told["region"] == [["甲省", "2", "1", "2020–2021"], ["unknown", "1", "1", "2021"]]
    assert told["form"] == [["2019", "1", "1", "2020"], ["2021", "2", "2", "2021"]]
    assert "598 of 598 cells are known (100.0%)" in text
    assert told["state"] == [["number", "596", "99.7%"], ["blank", "2", "0.3%"]]
    # `report` ties every cell by label, blanks too.
    assert told["placed"] == [["label", "598", "100.0%"]]


def test_identities_are_counted_and_expectations_are_not() -> None:
    made = Stored(corpus())
    a, b = "a" * 12, "b" * 12
    rows = [
        *((id, "A1", "requests", "identity", ok) for id, ok in ((a, True), (a, False), (b, None))),
        *((id, "A3", "requests", "identity", ok) for id, ok in ((a, False), (b, True))),
        (b, "A9", "requests", "expected", False),
    ]
    full = [(*row, None, None, "", "", None, None) for row in rows]
    made.checks = frames.build("checks", full, corpus=True)
    text = status(made)
    assert blocks(text)["identities"] == [
        ["held", "2", "40.0%"],
        ["failed", "2", "40.0%"],
        ["not", "assessable", "1", "20.0%"],
    ]
    assert "1 report has an identity that fails" in text
    assert "review" not in text


def test_what_needs_review_is_listed_up_to_a_limit() -> None:
    made = corpus()
    queue = made.review()
    text = status(made, listed=1)
    assert f"{len(queue)} cells need review:" in text
    first = queue.iloc[0]
    assert f"{first['report_id']}  青川市档案局 2021  requests/" in text
    assert f"… and {len(queue) - 1} more: Corpus.review()" in text


def test_duplicates_and_gaps_of_meta_are_told() -> None:
    made = Corpus(
        [report(2021, {NEW: 7}), report(2021, {NEW: 8}, title="x"), report(2022, agency=None)]
    )
    head = status(made).split("\n\n", maxsplit=1)[0].splitlines()
    assert head[1:] == [
        "  1 whose agency is not known",
        "  3 whose scope is not known: taken as the agency's own",
        "  1 are there more than once",
        "  1 agency-years in conflict",
    ]


def folder_of(tmp_path: Path) -> Path:
    page = make_report(3, "html_clean", quirks=())
    tmp_path.joinpath("reports").mkdir()
    tmp_path.joinpath("reports", page.name).write_bytes(page.data)
    return tmp_path / "reports"


def test_the_commands(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    run = CliRunner().invoke
    shown = run(app, ["status", str(folder)])
    assert (shown.exit_code, shown.stdout.splitlines()[0][:25]) == (0, "1 report of 1 agency, 201")
    out = tmp_path / "data"
    wrote = run(app, ["export", str(folder), str(out), "--to", "csv, parquet", "--author", "甲"])
    assert (wrote.exit_code, wrote.stdout) == (
        0,
        f"wrote csv, parquet to {out}/: see {out}/README.md\n",
    )
    cells = pd.read_parquet(out / "parquet" / "cells.parquet")
    assert cells.equals(gxkit.corpus.read_corpus(folder).cells)
    refused = run(app, ["export", str(folder), str(folder), "--to", "csv"])
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"gxkit: {folder}: is no earlier export")


def test_a_corpus_that_was_built_is_opened(tmp_path: Path) -> None:
    sources, out = tmp_path / "pages", tmp_path / "built"
    sources.mkdir()
    for seed in (1, 2):
        made = make_report(seed, "html_clean", "none")
        sources.joinpath(f"{seed}.html").write_bytes(made.data)
    build_corpus(sources, out, workers=1, progress=False)
    assert isinstance(open_source(out), StoredCorpus)
    assert len(open_source(out)) == len(open_source(sources)) == 2


def test_a_folder_without_a_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no report in there"):
        open_source(tmp_path)


def test_corrections_count_in_every_command(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (made,) = gxkit.corpus.read_corpus(folder)
    table = tmp_path / "corrections.csv"
    table.write_text(
        "report_id,table,row,column,value,reason,by,on\n"
        f"{made.report_id},requests,new,total,977,misprint,甲,2025-01-02\n",
        encoding="utf-8",
    )
    run = CliRunner().invoke
    more = ["--corrections", str(table)]
    shown = run(app, ["indicators", str(folder), "--ids", "A1", "-f", "csv", *more])
    assert ",977.0," in shown.stdout
    assert "corrected" in run(app, ["status", str(folder), *more]).stdout
    out = tmp_path / "data"
    assert run(app, ["export", str(folder), str(out), "--to", "parquet", *more]).exit_code == 0
    cells = pd.read_parquet(out / "parquet" / "cells.parquet")
    assert cells.loc[cells["how"] == "corrected", "value"].tolist() == [977.0]


def test_aliases_of_a_built_corpus_are_its_own(tmp_path: Path) -> None:
    stored = gxkit.build_corpus(folder_of(tmp_path), tmp_path / "out", workers=0)
    table = tmp_path / "aliases.csv"
    table.write_text("x", encoding="utf-8")
    shown = CliRunner().invoke(app, ["status", str(stored.folder), "--aliases", str(table)])
    assert shown.exit_code == 2
    assert "was built with its own aliases; build again with --aliases" in shown.stderr


def test_check_writes_what_the_name_of_the_file_says(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    page = tmp_path / "found.html"
    CliRunner().invoke(app, ["check", str(folder), "-o", str(page)])
    assert page.read_text("utf-8").startswith("<!doctype html>")
    plain = tmp_path / "found.log"
    CliRunner().invoke(app, ["check", str(folder), "-o", str(plain)])
    assert "identity:" in plain.read_text("utf-8")
