"""A data set is read back by what others use, and equals the frames.

R's haven is not at hand; pyreadstat reads Stata files with the same library, ReadStat.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pyreadstat
import pytest
import yaml
from many_reports import report
from test_duplicates import TELLING

import gxkit
from gxkit import forms, frames
from gxkit.corpus import FRAMES, Corpus
from gxkit.corpus.codebook import codebook, declared, describe, names_in_stata
from gxkit.corpus.excel import write_excel
from gxkit.corpus.read import find_files, read_corpus
from gxkit.corpus.release import FORMATS, export, release_tables
from gxkit.corpus.stata import value_labels
from gxkit.documents.model import Note
from gxkit.errors import ExportError
from gxkit.parsing.model import Section
from gxkit.report import Report

EVIL = '=HYPERLINK("http://example.invalid","点此")'
LONG = "长" * 3000


def corpus() -> Corpus:
    """Make reports of both forms with every state, long and evil texts, a duplicate and a correction."""
    one = report(2023, TELLING, region_code="012345", published="2024-01-20")
    states = ("blank", "nil", "absent", "ambiguous", "unreadable")
    facts = tuple(
        fact._replace(
            value=None, state=state, how=None, raw="+甲" if state == "unreadable" else None
        )
        for state, fact in zip(states, one.parsed.facts, strict=False)
    )
    parsed = replace(
        one.parsed,
        facts=(*facts, *one.parsed.facts[len(facts) :]),
        sections=(
            Section(1, 0, EVIL, '第一行\n第二行“引号",逗号', "l2"),
            Section(4, 0, "", LONG, "l3"),
            Section(5, 1, "主要问题", "=人手不足", "l4"),
            Section(5, 2, "改进措施", "@培训", "l5"),
        ),
        notes=(Note("fit", "info", "合适", "l6"),),
    )
    reports = [
        Report(parsed, one.document),
        report(2023, TELLING, region_code="012345", title="转载"),
        report(2020, {"proactive/licence/change": -3, "proactive/fee/change": 2.5}),
    ]
    made = Corpus(reports, [("f" * 12, Note("read", "error", "坏文件"))], {"sources": ["甲"]})
    return made.correct(
        str(reports[2].report_id),
        "requests",
        "new",
        "total",
        12,
        reason="扫描件",
        by="乙",
        on="2025-01-01",
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, pd.DataFrame]]:
    made = corpus()
    folder = made.export(tmp_path_factory.mktemp("release") / "data", title="试验", authors=["甲"])
    return folder, release_tables(made)


def plain(frame: pd.DataFrame, empty: bool = False) -> list[list[Any]]:
    """Return the rows with None for what is missing; "" too where a format cannot tell."""
    missing = (None, "") if empty else (None,)
    values = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [[None if value in missing else value for value in row] for row in values]


def test_it_holds_every_frame_in_every_format(whole: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, tables = whole
    assert set(FRAMES) < set(tables)
    for kind, suffix in (("csv", ".csv"), ("stata", ".dta"), ("parquet", ".parquet")):
        assert {path.stem for path in folder.joinpath(kind).iterdir()} == set(tables)
        assert {path.suffix for path in folder.joinpath(kind).iterdir()} == {suffix}
    assert {path.name for path in folder.iterdir()} == {
        *FORMATS,
        *("README.md", "CITATION.cff", "provenance.json", "datapackage.json"),
        *("codebook.csv", "codebook.md", "codebook.html"),
    }


def test_parquet_comes_back(whole: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, tables = whole
    for name, frame in tables.items():
        back = pd.read_parquet(folder / "parquet" / f"{name}.parquet")
        pd.testing.assert_frame_equal(back, frame)


def test_csv_comes_back_and_begins_as_excel_wants(
    whole: tuple[Path, dict[str, pd.DataFrame]],
) -> None:
    folder, tables = whole
    for name, frame in tables.items():
        path = folder / "csv" / f"{name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        back = pd.read_csv(
            path, dtype=frame.dtypes.to_dict(), keep_default_na=False, na_values=[""]
        )
        assert plain(back) == plain(frame, empty=True), name


def test_excel_comes_back_with_texts_as_texts(whole: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, tables = whole
    book = openpyxl.load_workbook(folder / "xlsx" / "gxkit.xlsx")
    assert book.sheetnames == ["README", *tables]
    for name, frame in tables.items():
        head, *rows = book[name].iter_rows(values_only=True)
        assert list(head) == frame.columns.tolist()
        assert [list(row) for row in rows] == plain(frame, empty=True), name
        assert book[name].freeze_panes == "A2"
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    (evil,) = [cell for row in book["sections"].iter_rows() for cell in row if cell.value == EVIL]
    assert (evil.data_type, evil.quotePrefix) == ("s", True)
    book = folder / "xlsx" / "gxkit.xlsx"
    codes = pd.read_excel(book, sheet_name="reports", dtype=str, engine="openpyxl")
    assert codes["region_code"].tolist()[:2] == ["012345", "012345"]


def test_stata_comes_back_by_pandas_and_readstat(
    whole: tuple[Path, dict[str, pd.DataFrame]],
) -> None:
    folder, tables = whole
    for name, frame in tables.items():
        columns = describe(name, frame)
        names = names_in_stata(frame.columns)
        wanted = frame.astype(object).where(frame.notna(), None)
        for column in columns:
            if column.words:
                first = 0 if column.dtype == "boolean" else 1
                numbers = {word: n for n, word in enumerate(column.words, first)}
                wanted[column.name] = [
                    None if value is None else numbers[str(value)] for value in wanted[column.name]
                ]
        path = folder / "stata" / f"{name}.dta"
        by_pandas = pd.read_stata(path, convert_categoricals=False, convert_missing=False)
        by_readstat, meta = pyreadstat.read_dta(path)
        for back in (by_pandas, by_readstat):
            assert back.columns.tolist() == list(names.values())
            assert plain(back, empty=True) == plain(wanted, empty=True), name
        assert meta.column_names_to_labels == {
            names[column.name]: column.zh if len(column.zh) <= 80 else column.zh[:79] + "…"
            for column in columns
        }
        assert meta.variable_value_labels == {
            names[column.name]: value_labels(column) for column in columns if column.words
        }


def test_labels_in_stata_are_chinese(whole: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, _ = whole
    cells, meta = pyreadstat.read_dta(folder / "stata" / "cells.dta", apply_value_formats=True)
    assert meta.column_names_to_labels["value"] == "数值（空白不是0）"
    assert cells["state"].astype(str).tolist()[:3] == [
        "blank 空白",
        "nil 无",
        "absent 页面无此单元格",
    ]
    _, wide = pyreadstat.read_dta(folder / "stata" / "requests_wide.dta")
    assert wide.column_names_to_labels["new_np"] == "一、本年新收政府信息公开申请数量 · 自然人"
    assert max(map(len, wide.column_names)) <= 32
    with folder.joinpath("stata", "cells.dta").open("rb") as stream:
        assert b"<release>118</release>" in stream.read(80)


def test_duckdb_comes_back_with_comments_and_views(
    whole: tuple[Path, dict[str, pd.DataFrame]],
) -> None:
    folder, tables = whole
    with duckdb.connect(str(folder / "duckdb" / "gxkit.duckdb"), read_only=True) as connection:
        for name, frame in tables.items():
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            assert [list(row) for row in rows] == plain(frame), name
        (comment,) = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'cells' AND column_name = 'state'"
        ).fetchone()
        assert comment == "单元格状态 State of the cell"
        known = int(tables["cells"]["value"].notna().sum())
        assert connection.execute("SELECT count(*) FROM numbers").fetchone() == (known,)
        label = connection.execute(
            "SELECT DISTINCT label_zh FROM labelled_cells "
            """WHERE "table" = 'disputes' AND "row" = 'direct_suit' AND "column" = 'upheld'"""
        ).fetchall()
        assert (
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况 / 行政诉讼 / 未经复议直接起诉 / 结果维持",
        ) in label
        failed = int((~tables["checks"]["ok"]).fillna(value=False).sum())
        assert connection.execute("SELECT count(*) FROM failed_checks").fetchone() == (failed,)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_the_data_package_is_valid(
    whole: tuple[Path, dict[str, pd.DataFrame]], offline: None
) -> None:
    folder, tables = whole
    told = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert told.flatten(["title", "message"]) == []
    tabular = {task.name for task in told.tasks if task.type == "table"}
    assert tabular == {*tables, "codebook-top"}


def test_the_data_package_would_tell(tmp_path: Path, offline: None) -> None:
    folder = export(corpus(), tmp_path / "data", ["csv"])
    cells = folder / "csv" / "cells.csv"
    text = cells.read_text("utf-8-sig").replace(",blank,", ",leer,")
    first = text.splitlines()[1].split(",")[0]
    cells.write_text(text.replace(first, "0" * 12, 1), "utf-8-sig")
    package = json.loads(folder.joinpath("datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "cells":
            resource.pop("hash"), resource.pop("bytes")
    folder.joinpath("datapackage.json").write_text(json.dumps(package), "utf-8")
    kinds = frictionless.Package(str(folder / "datapackage.json")).validate().flatten(["type"])
    assert ["constraint-error"] in kinds
    assert ["foreign-key"] in kinds


def test_provenance(whole: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, tables = whole
    told = json.loads(folder.joinpath("provenance.json").read_text("utf-8"))
    form = Path(forms.__file__).with_name("form2021.toml").read_bytes()
    assert told["gxkit"] == gxkit.__version__
    assert told["forms"]["2021"] == hashlib.sha256(form).hexdigest()
    assert told["sources"] == tables["reports"][["report_id", "path", "sha256"]].to_dict("records")
    (correction,) = told["corrections"]
    assert (correction["value"], correction["by"], correction["status"]) == (12.0, "乙", "applied")
    assert told["fill"] is None
    assert re.fullmatch("[0-9a-f]{12}", told["parser"])
    assert told["rows"]["cells"] == len(tables["cells"]) == 200 + 200 + 198
    written = datetime.strptime(told["written"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - written).total_seconds()) < 600


def test_texts_like_formulas_are_counted_and_told(
    whole: tuple[Path, dict[str, pd.DataFrame]],
) -> None:
    folder, _ = whole
    told = json.loads(folder.joinpath("provenance.json").read_text("utf-8"))
    # The heading, the sections and points that begin with = and with @, and the raw +甲.
    assert told["csv_texts_like_formulas"] == 6
    assert "CSV 中有 6 处文字" in folder.joinpath("README.md").read_text("utf-8")


def test_a_data_set_is_no_report_and_says_what_was_not_read(tmp_path: Path) -> None:
    tmp_path.joinpath("empty.html").write_bytes(b"")
    read_corpus(tmp_path).export(tmp_path / "data", ["csv"])
    told = json.loads(tmp_path.joinpath("data", "provenance.json").read_text("utf-8"))
    assert told["not_read"] == [f"{tmp_path / 'empty.html'}: empty; download or save it again"]
    page = tmp_path.joinpath("data", "README.md").read_text("utf-8")
    assert "1 file could not be read: see `not_read` in `provenance.json`" in page
    # the pages of a data set lie where reports may lie too
    assert find_files(tmp_path) == [tmp_path / "empty.html"]


def test_a_filled_corpus_says_so(tmp_path: Path) -> None:
    folder = corpus().fill("zero").export(tmp_path / "data", ["parquet"])
    told = json.loads(folder.joinpath("provenance.json").read_text("utf-8"))
    assert told["fill"] == {"blank": "zero", "nil": "na"}
    assert "状态为 blank 的单元格数值记为 0" in folder.joinpath("README.md").read_text("utf-8")
    cells = pd.read_parquet(folder / "parquet" / "cells.parquet")
    assert cells.loc[cells["state"] == "blank", "value"].tolist() == [0.0]


def test_the_citation_is_yaml(whole: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, _ = whole
    told = yaml.safe_load(folder.joinpath("CITATION.cff").read_text("utf-8"))
    assert (told["title"], told["authors"], told["type"]) == ("试验", [{"name": "甲"}], "dataset")


def test_the_codebook_explains_every_column_and_word() -> None:
    tables = release_tables(Corpus([]))
    book = codebook(tables)
    columns = book[book["kind"] == "column"]
    assert list(zip(columns["frame"], columns["column"], strict=True)) == [
        (name, column) for name, frame in tables.items() for column in frame
    ]
    words = book[book["kind"] == "word"]
    for (frame, column), allowed in frames.ALLOWED.items():
        if frame in tables:
            own = words[(words["frame"] == frame) & (words["column"] == column)]
            assert own["code"].tolist() == list(allowed)
    known = set(declared()["columns"]).union(*declared()["columns_of"].values())
    for name, declared_columns in frames.COLUMNS.items():
        assert set(declared_columns) - known == set(), name
        assert name in declared()["frames"]
    for (_, column), allowed in frames.ALLOWED.items():
        assert set(allowed) <= set(declared()["words"][column]), column
    cells = book[book["kind"] == "cell"]
    for id in forms.ids():
        own = set(cells.loc[cells["form"] == id, "code"])
        assert {"/".join(key) for key in forms.load(id).keys} <= own


def test_the_codebook_can_be_read(whole: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, tables = whole
    page = folder.joinpath("codebook.html").read_text("utf-8")
    text = folder.joinpath("codebook.md").read_text("utf-8")
    for row in ("空白", "the cell is there and empty; not 0", "new_np"):
        assert row in page
        assert row in text
    assert page.count("<tr>") == len(tables["codebook"]) + tables["codebook"]["kind"].nunique()


# ------------------------------------------------------------------------------- Excel's limits


def sheet_of(texts: list[str], tmp_path: Path, most_rows: int = 100) -> tuple[Any, dict[str, int]]:
    frame = pd.DataFrame({"text": pd.array(texts, dtype="string")})
    path = tmp_path / "a.xlsx"
    changed = write_excel(
        path, {"points": frame}, {"points": describe("points", frame)}, (), most_rows
    )
    return openpyxl.load_workbook(path), changed


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    book, _ = sheet_of([f"第{n}" for n in range(5)], tmp_path, most_rows=3)
    assert {
        name: [row[0] for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames
    } == {
        "points": ["text", "第0", "第1"],
        "points 2": ["text", "第2", "第3"],
        "points 3": ["text", "第4"],
    }


def test_what_a_cell_cannot_hold_is_marked(tmp_path: Path) -> None:
    book, changed = sheet_of(["文" * 40_000, "a\x0bb", "#N/A", "文" * 32_767], tmp_path)
    long, control, error, fits = (
        row[0] for row in list(book["points"].iter_rows(values_only=True))[1:]
    )
    assert changed == {"cut": 1, "control characters replaced": 1}
    assert (len(long), long[:2], "40000" in long[-80:]) == (32_767, "文文", True)
    assert (control, error, fits) == ("a\ufffdb", "#N/A", "文" * 32_767)


# -------------------------------------------------------------------------- whole or not at all


def test_a_failure_leaves_nothing_and_the_old_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, target = corpus(), tmp_path / "data"
    made.export(target, ["csv"])
    before = {path: path.read_bytes() for path in target.rglob("*.*")}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gxkit.corpus.release.write_parquet", full)
    for folder in (target, tmp_path / "new"):
        with pytest.raises(ExportError, match="No space left on device"):
            made.export(folder, ["csv", "parquet"])
    assert {path: path.read_bytes() for path in target.rglob("*.*")} == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_an_earlier_export_is_replaced_and_anything_else_is_not(tmp_path: Path) -> None:
    made, target = Corpus([report(2023, TELLING)]), tmp_path / "data"
    made.export(target, ["csv", "stata"])
    made.export(target, ["csv"])
    assert not target.joinpath("stata").exists()
    target.joinpath("analysis.do").write_text("use cells", "utf-8")
    with pytest.raises(ExportError, match=r"holds analysis\.do"):
        made.export(target, ["csv"])
    made.export(target, ["csv"], overwrite=True)
    assert not target.joinpath("analysis.do").exists()


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"made_by": "gxkit export"}', "no json"])
def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, content: str) -> None:
    target = tmp_path / "work"
    target.mkdir()
    target.joinpath("provenance.json").write_text(content, "utf-8")
    target.joinpath("datapackage.json").write_text(content, "utf-8")
    with pytest.raises(ExportError, match="no earlier export"):
        Corpus([]).export(target, ["csv"])
    assert target.joinpath("provenance.json").read_text("utf-8") == content


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert Corpus([]).export(tmp_path / "a", ["csv"]).joinpath("README.md").is_file()
    tmp_path.joinpath("b").mkdir()
    assert Corpus([]).export(tmp_path / "b", ["csv"]).joinpath("csv", "cells.csv").is_file()


def test_the_folder_one_stands_in_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.joinpath("a", "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    for folder in (".", "..", "~"):
        with pytest.raises(ExportError, match="name another"):
            Corpus([]).export(folder, ["csv"], overwrite=True)


def test_wrong_wishes(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="'sas'; give some of csv"):
        Corpus([]).export(tmp_path / "a", ["csv", "sas"])
    with pytest.raises(ExportError, match="nothing; give some of csv"):
        Corpus([]).export(tmp_path / "a", [])
    tmp_path.joinpath("file").write_text("x", "utf-8")
    with pytest.raises(ExportError, match="is a file"):
        Corpus([]).export(tmp_path / "file")
    with pytest.raises(ExportError, match="cannot be written"):
        Corpus([]).export(tmp_path / "file" / "below")


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_corpus_can_be_written(tmp_path: Path, kind: str) -> None:
    folder = Corpus([]).export(tmp_path / "a", kind)  # type: ignore[arg-type]
    assert any(folder.joinpath(kind).iterdir())
    assert json.loads(folder.joinpath("provenance.json").read_text("utf-8"))["formats"] == [kind]


def test_an_empty_stata_file_keeps_its_types(tmp_path: Path) -> None:
    folder = Corpus([]).export(tmp_path / "a", ["stata"])
    _, meta = pyreadstat.read_dta(folder / "stata" / "cells.dta")
    kinds = meta.readstat_variable_types
    assert {name: kinds[name] for name in ("raw", "value", "state")} == {
        "raw": "string",
        "value": "double",
        "state": "int8",
    }
