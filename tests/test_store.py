"""A corpus on disk beside the same reports in memory: selection, SQL, fill, corrections, review."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from built_corpora import same, write_reports

from gxkit import build_corpus, frames, open_corpus, read_corpus
from gxkit.checks.agencies import AGENCY_RULES
from gxkit.corpus import FRAMES, Corpus, StoredCorpus, read_corrections
from gxkit.errors import CorrectionError, QueryError, ReadError

CELL = ("requests", "new", "natural_person")
INDICATOR = {"table": "requests", "row": "new", "column": "total"}
QUERY = """
    SELECT year, count(*) AS reports, sum(value) AS requests
    FROM cells JOIN reports USING (report_id)
    WHERE "table" = 'requests' AND row = 'new' AND "column" = ?
    GROUP BY year ORDER BY year
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sources") / "reports"
    write_reports(made, 12)
    return made


@pytest.fixture(scope="module")
def out(folder: Path) -> Path:
    build_corpus(folder, folder.parent / "out", workers=0, batch=8)
    return folder.parent / "out"


@pytest.fixture
def stored(out: Path) -> StoredCorpus:
    return open_corpus(out)


@pytest.fixture(scope="module")
def memory(folder: Path) -> Corpus:
    return read_corpus(folder)


def equal(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(left, right)


def test_frames_keep_to_their_declaration(stored: StoredCorpus, memory: Corpus) -> None:
    same(stored, memory)
    for name in FRAMES:
        frames.validate(getattr(stored, name), name, corpus=name != "reports")
    nothing = stored.select(year=1990)
    for name in FRAMES:
        frames.validate(getattr(nothing, name), name, corpus=name != "reports")
        assert getattr(nothing, name).empty


SELECTIONS = [
    {"year": 2021},
    {"year": range(2020, 2022), "level": "township"},
    {"year": [2019, 2023]},
    {"level": ["city", "township"]},
]


@pytest.mark.parametrize("wish", SELECTIONS)
def test_a_selection_is_the_same_on_disk_and_in_memory(
    stored: StoredCorpus, memory: Corpus, wish: dict[str, object]
) -> None:
    few, others = stored.select(**wish), memory.select(**wish)  # type: ignore[arg-type]
    assert 0 < len(few) < len(stored)
    same(few, others)
    assert len(few) == len(others)
    assert repr(few) == repr(others)
    assert [report.report_id for report in few] == [report.report_id for report in others]


def test_a_selection_by_agency_and_what_its_checks_are(
    stored: StoredCorpus, memory: Corpus
) -> None:
    name = memory.reports["agency"][0]
    unit = memory.reports["unit_id"][0]
    few = stored.select(agency=name, year=2021)
    assert len(few) == 1
    same(few, memory.select(agency=name, year=2021))
    assert stored.select(agency=unit).reports["agency"].unique().tolist() == [name]
    # one year alone, and yet it was compared with the year before
    (id,) = few.reports["report_id"]
    assert "E1" in few.checks["rule"].tolist()
    assert few.checks["report_id"].eq(id).all()  # and nothing is said of all reports
    assert len(stored.select(agency="no such body")) == 0
    assert stored.select(agency=[name]).select(year=2021).reports["report_id"].tolist() == [id]


def test_a_selection_by_region(tmp_path: Path) -> None:
    places = {
        "a": ("辽宁省教育厅", "210000"),
        "b": ("沈阳市教育局", "210100"),
        "c": ("沈阳市辽中区教育局", "210115"),
        "d": ("临沂市教育局", "371300"),
    }
    folder = tmp_path / "reports"
    folder.mkdir()
    for key, (agency, _) in places.items():
        title = f"{agency}2022年政府信息公开工作年度报告"
        (folder / f"{key}.txt").write_text(f"{title}\n一、总体情况\n做好公开。", encoding="utf-8")
    memory = read_corpus(folder)
    stored = build_corpus(folder, tmp_path / "out", workers=0)
    assert memory.reports["region_code"].tolist() == [code for _, code in places.values()]
    for region, wanted in {
        "210000": "abc",
        "210100": "bc",
        "210115": "c",
        "沈阳市": "bc",
        "辽中区": "c",
        "山东省": "d",
        "2": "abc",
        "999999": "",
    }.items():
        for corpus in (stored, memory):
            paths = corpus.select(region=region).reports["path"]
            assert [Path(path).stem for path in paths] == list(wanted)
    assert len(stored.select(region=["210115", "山东省"])) == 2


@pytest.mark.parametrize("corpus", ["stored", "memory"])
def test_columns_and_rows_of_a_frame(corpus: str, request: pytest.FixtureRequest) -> None:
    one: Corpus = request.getfixturevalue(corpus)
    found = one.frame("cells", ["value", "report_id"], INDICATOR)
    assert found.columns.tolist() == ["value", "report_id"]
    assert found["report_id"].tolist() == one.reports["report_id"].tolist()
    assert {column: str(dtype) for column, dtype in found.dtypes.items()} == {
        "value": "Float64",
        "report_id": "string",
    }
    cells = one.cells
    few = cells[cells["state"].isin(["blank", "nil"]) & cells["how"].isna()]
    equal(
        one.frame("cells", where={"state": ["blank", "nil"], "how": None}),
        few.reset_index(drop=True),
    )
    assert one.frame("cells", where={"state": []}).empty
    assert one.frame("reports", where={"year": 2021})["year"].eq(2021).all()
    with pytest.raises(KeyError, match="no frame 'cell'; there are reports, cells"):
        one.frame("cell")
    with pytest.raises(KeyError, match="points has no column 'kinds'; it has report_id, kind"):
        one.frame("points", where={"kinds": "problem"})


def test_sql_is_the_same_on_disk_and_in_memory(stored: StoredCorpus, memory: Corpus) -> None:
    found = stored.sql(QUERY, ["total"])
    equal(found, memory.sql(QUERY, ["total"]))
    assert found["year"].tolist() == [2019, 2020, 2021, 2022, 2023]
    assert found["reports"].tolist() == [12] * 5
    # worked out by hand of the frames
    joined = memory.frame("cells", where=INDICATOR).merge(memory.reports, on="report_id")
    assert found["requests"].tolist() == joined.groupby("year")["value"].sum().tolist()
    assert list(map(str, found.dtypes)) == ["Int64", "Int64", "Float64"]
    few = stored.select(year=2021).sql(QUERY, ["total"])
    assert few["year"].tolist() == [2021]
    equal(few, memory.select(year=2021).sql(QUERY, ["total"]))
    assert stored.sql("select sum(year) as s, 1.5::decimal(4, 1) as d from reports")[
        "s"
    ].tolist() == [memory.reports["year"].sum()]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select * from nowhere", "the query cannot be answered: .*nowhere"),
        ("selct 1", "the query cannot be answered: .*selct"),
        ("", "the query answers nothing; begin it with select"),
        ("select value / 0 from cells where error('x')", "the query cannot be answered"),
    ],
)
@pytest.mark.parametrize("corpus", ["stored", "memory"])
def test_queries_that_cannot_be_answered(
    corpus: str, query: str, said: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(QueryError, match=said):
        request.getfixturevalue(corpus).sql(query)


def test_filling_is_the_same_everywhere(stored: StoredCorpus, memory: Corpus) -> None:
    left, right = stored.fill("zero", nil="zero"), memory.fill("zero", nil="zero")
    same(left, right)
    equal(left.wide("requests"), right.wide("requests"))
    count = "select count(value) as n from cells"
    assert left.sql(count)["n"][0] == right.cells["value"].notna().sum()
    assert left.sql(count)["n"][0] > stored.sql(count)["n"][0]
    assert left.provenance["fill"] == {"blank": "zero", "nil": "zero"}


def test_a_table_side_by_side(stored: StoredCorpus, memory: Corpus) -> None:
    for table in ("proactive", "requests", "disputes"):
        equal(stored.wide(table), memory.wide(table))


def test_what_else_a_corpus_says_is_the_same(stored: StoredCorpus, memory: Corpus) -> None:
    assert repr(stored) == repr(memory)
    assert stored._repr_html_() == memory._repr_html_()
    equal(stored.panel("requests"), memory.panel("requests"))
    equal(stored.duplicates(), memory.duplicates())
    equal(stored.review(5), memory.review(5))
    told = ["snippet", "picture"]
    quick = stored.review(5, snippets=False)
    assert quick[told].isna().all(axis=None)
    equal(quick.drop(columns=told), memory.review(5, snippets=False).drop(columns=told))
    without = stored.review().drop(columns="snippet")
    equal(without, memory.review().drop(columns="snippet"))
    id = memory.reports["report_id"][3]
    assert stored.findings(id) == memory.findings(id)
    with pytest.raises(KeyError, match="no report 'x' here"):
        stored.findings("x")


def test_a_report_is_read_from_its_file_again(folder: Path, tmp_path: Path) -> None:
    sources = shutil.copytree(folder, tmp_path / "reports")
    stored = build_corpus(sources, tmp_path / "out", workers=0)
    path, other = sorted(sources.iterdir())[:2]
    id, second = stored.reports["report_id"][:2]
    report = stored[id]
    assert report.meta["path"] == str(path)
    assert report.source(str(report.cells["where"][0])) != ""
    assert id in stored
    assert "x" not in stored
    with pytest.raises(KeyError, match=r"no report 'x' here; see \.reports"):
        stored["x"]
    path.unlink()
    with pytest.raises(ReadError, match=rf"{path}: the file is not there any more; report {id}"):
        stored[id]
    other.write_bytes(other.read_bytes() + b" ")
    with pytest.raises(ReadError, match=r"the file has changed; build again to read it anew"):
        stored[second]
    assert len(stored.cells) > 0  # the frames need no files


def test_paths_count_from_the_folder_of_the_build(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    stored = build_corpus("reports", tmp_path / "out", workers=0)
    same(stored, read_corpus("reports"))
    monkeypatch.chdir(tmp_path)
    id = stored.reports["report_id"][0]
    assert open_corpus("out")[id].meta["path"] == stored.reports["path"][0]


def corrected(one: Corpus, id: str) -> Corpus:
    after = one.correct(id, *CELL, 999, reason="扫描件", by="甲", on="2024-05-31")
    return after.correct(
        id, "requests", "new", "total", None, reason="空格", by="乙", on="2024-06-01"
    )


def agree(left: Corpus, right: Corpus) -> None:
    """Claim that a corrected corpus on disk is as one in memory, but for rules over agencies."""
    for name in (*FRAMES, "corrections"):
        one, other = getattr(left, name), getattr(right, name)
        if name == "checks":
            agencies = [rule.id for rule in AGENCY_RULES]
            one, other = (each[~each["rule"].isin(agencies)] for each in (one, other))
            one, other = one.reset_index(drop=True), other.reset_index(drop=True)
        pd.testing.assert_frame_equal(one, other, obj=name)


def test_corrections_lie_over_a_corpus_on_disk(stored: StoredCorpus, memory: Corpus) -> None:
    id = str(memory.reports["report_id"][2])
    left, right = corrected(stored, id), corrected(memory, id)
    agree(left, right)
    cell = left.frame("cells", where={"report_id": id, "how": "corrected"})
    assert cell["value"].tolist() == [999.0, pd.NA] or cell["state"].tolist() == ["number", "blank"]
    query = "select count(*) as n from cells where how = 'corrected'"
    assert left.sql(query)["n"].tolist() == [2]
    assert stored.sql(query)["n"].tolist() == [0]
    assert left[id].cells.equals(right[id].cells)
    assert left.sql("select * from corrections").shape == (2, left.corrections.shape[1])
    same(left.undo(id, *CELL).undo(id, "requests", "new", "total"), stored)
    agree(left.fill("zero"), right.fill("zero"))
    agree(left.select(year=2021), right.select(year=2021))


def test_corrections_from_a_table_and_those_that_cannot_be_applied(
    out: Path, folder: Path, memory: Corpus, tmp_path: Path
) -> None:
    id = str(memory.reports["report_id"][2])
    table = tmp_path / "corrections.csv"
    corrected(memory, id).save_corrections(table)
    with table.open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 12},requests,new,total,1,旧文件,甲,\n")
        file.write(f"{id},requests,nowhere,total,1,笔误,甲,\n")
    left, right = open_corpus(out, corrections=table), read_corpus(folder, corrections=table)
    agree(left, right)
    assert left.corrections["status"].tolist() == ["applied"] * 2 + ["no report", "no cell"]
    assert left.provenance["corrections"] == str(table)
    assert read_corrections(left.save_corrections(tmp_path / "again.csv")) != ()
    table.write_text("x", encoding="utf-8")
    with pytest.raises(CorrectionError, match="line 1: no column"):
        open_corpus(out, corrections=table)


def test_without_its_file_a_corrected_report_is_checked_as_far_as_can_be(
    folder: Path, tmp_path: Path, memory: Corpus
) -> None:
    sources = shutil.copytree(folder, tmp_path / "reports")
    stored = build_corpus(sources, tmp_path / "out", workers=0)
    id = str(memory.reports["report_id"][2])
    right = corrected(memory, id).checks
    Path(stored.reports["path"][2]).unlink()
    left = corrected(stored, id).checks
    own, real = (each[each["report_id"] == id] for each in (left, right))
    stands = own["message"].str.endswith("(as built: not checked anew)")
    # sums need no page: they are as in memory
    sums = ["A1", "A2", "A3"]
    pd.testing.assert_frame_equal(
        own[own["rule"].isin(sums)].reset_index(drop=True),
        real[real["rule"].isin(sums)].reset_index(drop=True),
    )
    assert not stands[own["rule"].isin(sums)].any()
    # all that is not marked is what the page would have said
    marked = set(own.loc[stands, "rule"])
    same_rules = own[~own["rule"].isin(marked)].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        same_rules, real[~real["rule"].isin(marked)].reset_index(drop=True)
    )
    assert len(same_rules) > 20


def test_opening_reads_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a part was read")

    monkeypatch.setattr("gxkit.corpus.store.views.connect", refuse)
    monkeypatch.setattr("gxkit.corpus.store.views.at_hand", refuse)
    monkeypatch.setattr("gxkit.corpus.store.parts.read_part", refuse)
    assert isinstance(open_corpus(out).select, Callable)
    with pytest.raises(AssertionError, match="a part was read"):
        open_corpus(out).cells  # noqa: B018
