"""Corpora in which several files are one report, as their manifest says."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_corpora import same, unread
from pages import FIFTEEN, cell, disputes, tabs

from gxkit import build_corpus, open_corpus, read_corpus, read_report
from gxkit.corpus.store.manifest import load_manifest

PAGE = """<html><body><h1>云河市林业局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>公开9条。</p>
<p>四、政府信息公开行政复议、行政诉讼情况</p><p>见附件。</p>
<p>五、存在的主要问题及改进情况</p><p>公开不够及时。</p></body></html>"""
TABLE = f"行政复议、行政诉讼情况\n{tabs(disputes(FIFTEEN))}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a page, its table, and another report."""
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.html").write_text(PAGE, encoding="utf-8")
    (made / "a_1.txt").write_text(TABLE, encoding="utf-8")
    (made / "b.html").write_text(PAGE.replace("林业局", "水利局"), encoding="utf-8")
    (made / "manifest.csv").write_text(
        "path,year,group\na.html,,one\na_1.txt,,one\nb.html,2023,\n", encoding="utf-8"
    )
    return made


def test_files_of_one_group_are_one_report(folder: Path, tmp_path: Path) -> None:
    corpus = read_corpus(folder, manifest=folder / "manifest.csv")
    assert corpus.reports["agency"].tolist() == ["云河市林业局", "云河市水利局"]
    one = next(iter(corpus))
    pair = read_report([folder / "a.html", folder / "a_1.txt"])
    assert one.to_dict() == pair.to_dict()
    assert one.meta["path"] == f"{folder / 'a.html'} + {folder / 'a_1.txt'}"
    assert cell(one, "disputes", "direct_suit", "total") == ("number", 4)
    stored = build_corpus(folder, tmp_path / "out", manifest=folder / "manifest.csv", workers=0)
    same(stored, corpus)
    again = open_corpus(tmp_path / "out")[one.report_id]
    assert again.to_dict() == one.to_dict()
    places = [fact.where for fact in again.parsed.facts if fact.value is not None]
    assert {place[:3] for place in places} == {"d2 "}
    assert all(again.source(place) for place in places)


def test_without_a_manifest_they_are_three(folder: Path) -> None:
    assert read_corpus(folder).reports["agency"].isna().tolist() == [False, True, False]


def test_a_group_is_read_again_when_one_of_its_files_changes(folder: Path, tmp_path: Path) -> None:
    out, manifest = tmp_path / "out", folder / "manifest.csv"
    first = build_corpus(folder, out, manifest=manifest, workers=0)
    build_corpus(folder, out, manifest=manifest, workers=0)
    assert load_manifest(out).said["read"] == 0
    build_corpus(folder, out, manifest=manifest, workers=0, verify=True)
    assert load_manifest(out).said["read"] == 0
    (folder / "a_1.txt").write_text(TABLE.replace("行政复议", "行 政复议"), encoding="utf-8")
    after = build_corpus(folder, out, manifest=manifest, workers=0)
    assert load_manifest(out).said["read"] == 1
    assert len(after) == 2
    assert set(after.reports["report_id"]) & set(first.reports["report_id"]) == {
        read_report(folder / "b.html").report_id
    }
    manifest.write_text("path,group\na.html,\n", encoding="utf-8")
    assert len(build_corpus(folder, out, manifest=manifest, workers=0)) == 3


def test_a_file_that_cannot_be_read_does_not_cost_its_group(folder: Path) -> None:
    (folder / "a_1.txt").write_bytes(b"Rar!\x1a\x07\x00")
    corpus = read_corpus(folder, manifest=folder / "manifest.csv")
    one = next(iter(corpus))
    assert one.report_id == read_report(folder / "a.html").report_id
    ((step, message),) = [
        (note.step, note.message) for note in one.parsed.notes if note.level == "error"
    ]
    assert step == "together"
    assert message == f"{folder / 'a_1.txt'}: a RAR archive; unpack it first"
    (folder / "a.html").write_bytes(b"")
    assert list(unread(read_corpus(folder, manifest=folder / "manifest.csv")).values()) == [
        "empty; download or save it again"
    ]


def test_what_the_manifest_says_of_any_file_fills_the_report(folder: Path) -> None:
    (folder / "a.html").write_text(PAGE.replace("云河市林业局2023年", ""), encoding="utf-8")
    (folder / "manifest.csv").write_text(
        "path,agency,year,group\na.html,,,one\na_1.txt,云河市林业局,2023,one\n", encoding="utf-8"
    )
    corpus = read_corpus(folder, manifest=folder / "manifest.csv")
    assert corpus.reports["year"].tolist() == [2023, 2023]
    assert corpus.provenance["manifest"] == str(folder / "manifest.csv")
    assert len(corpus) == 2
