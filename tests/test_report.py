"""Report: its frames, its tables, its places, from parsed content made by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest

import gxkit
from gxkit import forms, frames
from gxkit.documents.model import Cell, Document, Note, Paragraph, Table
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact, Line, Parsed, Section, State
from gxkit.report import Report

NAMES = ("cells", "sections", "points", "checks", "statements", "notes")
META = {"agency": "青川市档案局", "year": 2023, "region_code": "990100", "aliases": ("青川档案",)}


def fact(
    key: CellKey, value: float | None, state: State = "number", raw: str | None = None
) -> Fact:
    how = "label" if state == "number" else None
    return Fact(*key, value, "件", state, how, raw if raw is not None else f"{value}", "l9")


def zeros(form_id: str) -> list[Fact]:
    return [fact(key, 0.0) for key in forms.load(form_id).keys]


def parsed(form: str | None = "2021", facts: tuple[Fact, ...] = ()) -> Parsed:
    return Parsed(
        form,
        META,
        facts,
        (
            Section(1, 0, "一、总体情况", "今年有新进展。", "l3"),
            Section(1, 1, "（一）", "文字", "l4"),
            Section(5, 1, "主要问题", "栏目更新不勤", "l20"),
            Section(5, 2, "改进措施", "按月检查", "l22"),
        ),
        (Note("fit", "warning", "a row has no label", "l11"),),
        (Line("收到政府信息公开申请3件。", "l5"),),
    )


def document() -> Document:
    table = Table(1, (Cell(1, 1, 1, 1, "规章"), Cell(1, 2, 1, 2, " 7 ")))
    return Document(
        "folder/a.html",
        "html",
        "ab" * 32,
        (Paragraph("一、总体情况", "l1"), table),
        notes=(Note("read", "info", "read as gb18030"),),
    )


@pytest.mark.parametrize(("form_id", "count"), [("2021", 200), ("2019", 198)])
def test_every_cell_of_the_form_is_there_once_and_in_order(form_id: str, count: int) -> None:
    shuffled = tuple(reversed(zeros(form_id)))
    cells = Report(parsed(form_id, shuffled)).cells
    assert len(cells) == count
    keys = list(cells[["table", "row", "column"]].itertuples(index=False, name=None))
    assert keys == list(forms.load(form_id).keys)
    assert set(cells["state"]) == {"number"}


def test_cells_that_the_parser_does_not_name_are_absent() -> None:
    key = ("disputes", "reconsideration", "total")
    cells = Report(parsed(facts=(fact(key, 3.0, raw="3件"),))).cells
    assert cells["state"].value_counts().to_dict() == {"absent": 199, "number": 1}
    row = cells.set_index(["table", "row", "column"]).loc[key]
    assert (row["value"], row["raw"], row["where"], row["how"]) == (3.0, "3件", "l9", "label")
    absent = cells.iloc[0]
    assert absent[["value", "how", "raw", "where"]].isna().tolist() == [True] * 4
    assert absent["unit"] == "件"


def test_a_row_in_place_of_official_ones_stands_where_they_do() -> None:
    columns = [column.code for column in forms.load("2021").table["requests"].columns]
    facts = [one for one in zeros("2021") if not one.row.startswith("other.")]
    facts += [fact(("requests", "other", column), 2.0) for column in columns]
    report = Report(parsed(facts=tuple(facts)))
    rows = report.cells.query("table == 'requests'")["row"].drop_duplicates().tolist()
    assert rows[-6:] == [
        *("other.not_corrected", "other.fee_unpaid", "other.other"),
        *("other", "total", "carried_forward"),
    ]
    assert len(report.cells) == 207
    assert sum(one.rule in {"A1", "A2", "A3", "B1"} for one in report.findings) == 40
    table = report.table("requests", lang="code")
    assert "other.fee_unpaid" not in table.index
    assert table.loc["other"].tolist() == [2.0] * 7


def test_an_unofficial_row_that_is_nowhere_printed_is_left_out() -> None:
    facts = (*zeros("2021"), fact(("requests", "other", "total"), None, "absent"))
    report = Report(parsed(facts=facts))
    assert len(report.cells) == 200
    assert len(report.table("requests")) == 25


def test_a_cell_read_twice_is_refused_rather_than_chosen() -> None:
    key = ("disputes", "direct_suit", "total")
    with pytest.raises(ValueError, match="a cell of the form was read twice"):
        Report(parsed(facts=(fact(key, 1.0), fact(key, 2.0))))


def test_a_cell_that_the_form_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="form 2021 has no cell proactive/licence/projects"):
        Report(parsed(facts=(fact(("proactive", "licence", "projects"), 1.0),)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("full", [True, False])
def test_frames_keep_to_their_declaration_whatever_came(name: str, full: bool) -> None:
    report = Report(parsed(facts=tuple(zeros("2021"))) if full else Parsed(None, {}, (), (), ()))
    frame = getattr(report, name)
    assert frame.empty is not full
    pd.testing.assert_frame_equal(frames.validate(frame, name), frame)
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == frames.columns(name)


@pytest.mark.parametrize("name", NAMES)
def test_frames_are_built_once_and_only_when_asked_for(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    build = frames.build
    monkeypatch.setattr(frames, "build", lambda what, rows: built.append(what) or build(what, rows))
    report = Report(parsed())
    assert built == []
    pd.testing.assert_frame_equal(getattr(report, name), getattr(report, name))
    assert built == [name]


def test_what_breaks_a_declaration_is_refused() -> None:
    cells = Report(parsed(facts=tuple(zeros("2021")))).cells
    for column, value in (("state", "empty"), ("how", "guess")):
        wrong = cells.copy()
        wrong.loc[0, column] = value
        with pytest.raises(pandera.errors.SchemaError, match=column):
            frames.validate(wrong, "cells")
    hidden = cells.copy()
    hidden.loc[0, "state"] = "blank"  # and keeps its value
    with pytest.raises(pandera.errors.SchemaError, match="only where state is number"):
        frames.validate(hidden, "cells")
    with pytest.raises(pandera.errors.SchemaError, match="unit"):
        frames.validate(cells.drop(columns="unit"), "cells")
    with pytest.raises(pandera.errors.SchemaError, match=r"unique|duplicate"):
        frames.validate(pd.concat([cells, cells], ignore_index=True), "cells")


def test_a_file_that_is_no_report() -> None:
    report = Report(Parsed(None, {}, (), (), (Note("form", "warning", "no table"),)), document())
    assert report.form is None
    assert (len(report.cells), len(report.checks)) == (0, 0)
    assert report.notes["message"].tolist() == ["read as gb18030", "no table"]
    assert repr(report) == "<Report agency unknown year unknown: no official form recognised>"
    assert report.table("requests").empty


def test_meta_has_every_key_and_the_file() -> None:
    report = Report(parsed(), document())
    assert tuple(report.meta) == tuple(frames.META)
    assert report.meta["agency"] == "青川市档案局"
    assert (report.meta["form"], report.meta["format"]) == ("2021", "html")
    assert (report.meta["path"], report.meta["sha256"]) == ("folder/a.html", "ab" * 32)
    assert report.meta["published"] is None
    assert report.report_id == "ab" * 6
    assert Report(parsed()).report_id is None
    with pytest.raises(TypeError):
        report.meta["year"] = 2024  # type: ignore[index]


def test_the_diary_of_the_file_comes_first_and_once() -> None:
    file_note = Note("read", "info", "read as gb18030")
    fitted = Note("fit", "info", "three tables")
    report = Report(Parsed(None, {}, (), (), (fitted, file_note)), document())
    assert report.notes["step"].tolist() == ["read", "fit"]


def test_checks_have_na_where_nothing_can_be_said() -> None:
    report = Report(parsed(facts=(fact(("disputes", "direct_suit", "total"), 1.0),)))
    identities = report.checks[report.checks["rule"].isin(["A1", "A2", "A3", "B1"])]
    assert len(identities) == 42
    assert identities["ok"].isna().all()
    found = identities.dropna(subset="found")
    assert found["found"].tolist() == [1.0]


def test_source_puts_a_finger_on_the_place() -> None:
    report = Report(parsed(), document())
    assert report.source("l1") == "一、总体情况"
    assert report.source("t1 r1 c3") == " 7 "
    for where in ("l2", "t2 r1 c1"):
        with pytest.raises(KeyError, match=f"has no place '{where}'"):
            report.source(where)
    with pytest.raises(KeyError, match="places look like 'l143' or 't2 r7 c5'"):
        report.source("page 4")
    with pytest.raises(KeyError, match="not read from a file"):
        Report(parsed()).source("l1")


def test_a_table_is_laid_out_as_the_form_has_it() -> None:
    values = {
        ("proactive", "regulation", "in_force"): 4.0,
        ("proactive", "fee", "amount"): 1.25,
        ("disputes", "direct_suit", "pending"): 2.0,
    }
    facts = [fact(key, values.get(key, 0.0)) for key in forms.load("2021").keys]
    report = Report(parsed(facts=tuple(facts)))
    proactive = report.table("proactive")
    assert proactive.shape == (6, 5)
    assert proactive.loc["规章", "现行有效件数"] == 4.0
    assert proactive.loc["行政事业性收费"].dropna().to_dict() == {
        "本年收费金额（单位：万元）": 1.25
    }
    disputes = report.table("disputes", lang="en")
    assert disputes.loc["Suit without reconsideration", "Pending"] == 2.0
    requests = report.table("requests")
    assert requests.shape == (25, 7)
    assert requests.index[[0, -2, -1]].tolist() == [
        *("一、本年新收政府信息公开申请数量", "（七）总计", "四、结转下年度继续办理"),
    ]
    assert set(map(str, requests.dtypes)) == {"Float64"}
    assert requests.attrs == {"table": "requests", "form": "2021", "lang": "zh"}
    with pytest.raises(
        KeyError, match="no table 'two'; the form has proactive, requests, disputes"
    ):
        report.table("two")


@pytest.mark.parametrize("form_id", ["2019", "2021"])
@pytest.mark.parametrize("lang", ["zh", "en", "code"])
def test_labels_name_rows_and_columns_uniquely(form_id: str, lang: str) -> None:
    report = Report(parsed(form_id))
    tables = [report.table(code, lang=lang) for code in ("proactive", "requests", "disputes")]  # type: ignore[arg-type]
    assert [(each.index.is_unique, each.columns.is_unique) for each in tables] == [(True, True)] * 3


def test_a_report_says_in_one_line_what_it_is() -> None:
    facts = [fact(key, 0.0) for key in forms.load("2021").keys]
    facts[10] = fact(forms.load("2021").keys[10], 5.0)  # new requests of natural persons
    report = Report(parsed(facts=tuple(facts)))
    # The row and the balance of natural persons; the page has two sections of six, the
    # fifth of a few words; and its text tells of 3 requests where the table has none.
    assert repr(report) == (
        "<Report 青川市档案局 2023, form 2021: 200 of 200 cells are numbers, 5 checks failed>"
    )


def test_a_report_in_one_line_counts_what_is_not_known() -> None:
    facts = [fact(key, 0.0) for key in forms.load("2021").keys]
    facts[40:43] = [f._replace(value=None, state="ambiguous", how=None) for f in facts[40:43]]
    # The page has two sections of six, the fifth of a few words; its text tells of 3 requests, which
    # F1 and A11 find nowhere in the table.
    assert "197 of 200 cells are numbers, 3 are ambiguous, 4 checks failed" in repr(
        Report(parsed(facts=tuple(facts)))
    )


def test_an_unknown_language_is_told_which_there_are() -> None:
    with pytest.raises(ValueError, match="no language 'cn'; labels come as zh, en, code"):
        Report(parsed()).table("requests", lang="cn")  # type: ignore[arg-type]


def test_everything_as_plain_values_for_json() -> None:
    with_date = Parsed("2021", {"published": date(2024, 1, 20)}, (), (), ())
    plain = json.loads(json.dumps(Report(with_date).to_dict(), default=str))
    assert (plain["form"], plain["meta"]["published"]) == ("2021", "2024-01-20")
    assert (len(plain["cells"]), [one["rule"] for one in plain["checks"]].count("A1")) == (200, 25)
    assert plain["cells"][0] == {
        "table": "proactive",
        "row": "regulation",
        "column": "issued",
        "value": None,
        "unit": "件",
        "state": "absent",
        "how": None,
        "raw": None,
        "where": None,
    }


def test_reading_a_file_goes_through_reader_and_parser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[object] = []

    def parse(read: Document) -> Parsed:
        seen.append(read.path)
        return parsed()

    monkeypatch.setattr("gxkit.reading.read", lambda _: document())
    monkeypatch.setattr("gxkit.reading.parse", parse)
    report = gxkit.read_report(tmp_path / "any.html")
    assert seen == ["folder/a.html"]
    assert report.meta["year"] == 2023


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(gxkit.ReadError, match="nowhere"):
        gxkit.read_report(tmp_path / "nowhere.txt")


def test_the_contract_of_columns() -> None:
    assert {name: " ".join(frames.COLUMNS[name]) for name in NAMES} == {
        "cells": "table row column value unit state how raw where",
        "sections": "section part heading text where",
        "points": "kind order text where",
        "checks": "rule table severity ok expected found cells message repair cause",
        "statements": "measure value approx unit period text where scope",
        "notes": "step level message where",
    }
    assert " ".join(frames.META) == (
        "agency year form title region_code province city county level agency_type scope "
        "period_start period_end published path sha256 format aliases"
    )
