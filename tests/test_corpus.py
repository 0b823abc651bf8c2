"""Reading folders, the frames of many reports, filling, writing out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import gxkit
from gxkit import forms, frames
from gxkit.corpus import FRAMES, Corpus, find_files, read_corpus, write_frames
from gxkit.corpus.identity import unit_id
from gxkit.documents.model import Document, Note, Paragraph
from gxkit.errors import FormatError, ReadError
from gxkit.parsing.model import Fact, Parsed, Section, State
from gxkit.report import Report

Maker = Callable[..., Report]


def made(agency: str = "青川市档案局", year: int = 2023, form: str | None = "2021") -> Report:
    """Make a report with a blank, a nil, an absent, an ambiguous and an unreadable cell."""
    states: list[State] = ["blank", "nil", "absent", "ambiguous", "unreadable"]
    facts = []
    for number, key in enumerate(forms.load(form).keys if form else ()):
        state: State = states[number] if number < len(states) else "number"
        known = state == "number"
        value = float(number) if known else None
        facts.append(Fact(*key, value, "件", state, "label" if known else None, "", "l1"))
    meta = {
        "agency": agency,
        "year": year,
        "region_code": "990100",
        "aliases": ("档案馆", "史志办"),
        "published": date(year + 1, 1, 20),
    }
    parsed = Parsed(
        form,
        meta,
        tuple(facts),
        (
            Section(1, 0, "一、总体情况", "文字", "l2"),
            Section(5, 0, "存在的问题", "主要问题：人手不足。", "l3"),
        ),
        (Note("fit", "info", "fits", "l4"),),
    )
    sha256 = hashlib.sha256(f"{agency}{year}".encode()).hexdigest()
    return Report(parsed, Document(f"{agency}{year}.txt", "text", sha256, ()))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files whose only line is ``agency year``; some words make the reading fail."""

    def read(path: str | os.PathLike[str], name: str | None = None) -> Document:
        data = Path(path).read_bytes()
        text = data.decode()
        if text == "pdf":
            raise FormatError(f"{path}: gxkit cannot read this kind of file")
        if text == "bug":
            raise ZeroDivisionError("division by zero")
        return Document(
            os.fspath(path), "text", hashlib.sha256(data).hexdigest(), (Paragraph(text, "l1"),)
        )

    def parse(document: Document) -> Parsed:
        agency, year = document.at("l1").split()
        return made(agency, int(year)).parsed

    monkeypatch.setattr("gxkit.corpus.store.opening.read", read)
    monkeypatch.setattr("gxkit.corpus.read.parse", parse)


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_files_are_found_in_order_and_what_is_no_report_is_passed_over(tmp_path: Path) -> None:
    names = [
        *("b.html", "a.txt", "A.docx", "c.MD", "old.pdf", "z/1.htm", "d/9.txt", "no_suffix"),
        *("README.md", "readme.zh.md", ".hidden.txt", "~$A.docx", "truth/cells.txt", "cells.csv"),
        *("Thumbs.db", "desktop.ini"),
        *("truth.json", "make.py", "b_files/frame.html", "b.files/x.htm", ".git/x.txt", "d/p.png"),
    ]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)]
    assert found == [
        "A.docx",
        "a.txt",
        "b.html",
        "c.MD",
        "no_suffix",
        "old.pdf",
        "d/9.txt",
        "z/1.htm",
    ]


def test_a_file_that_is_named_is_taken_whatever_its_kind_and_once(tmp_path: Path) -> None:
    write(tmp_path, README_dot_md="x", a_dot_txt="x")
    readme, other = tmp_path / "README.md", tmp_path / "a.txt"
    assert find_files(readme, other, tmp_path) == [readme, other]


def test_paths_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="nowhere: there is no such file or folder"):
        read_corpus(tmp_path / "nowhere")
    with pytest.raises(ReadError, match="no path was given"):
        read_corpus()


@pytest.mark.usefixtures("reader")
def test_reports_of_a_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_dot_txt="青川市档案局 2022",
        a_dot_txt="青川市档案局 2023",
        sub__c_dot_txt="云岭县教育局 2023",
    )
    corpus = read_corpus(tmp_path)
    assert len(corpus) == 3
    assert corpus.reports["year"].tolist() == [2023, 2022, 2023]
    digest = hashlib.sha256("青川市档案局 2022".encode()).hexdigest()
    assert corpus.reports["report_id"][1] == digest[:12]
    assert corpus.reports["unit_id"].tolist() == [
        *("990100/青川市档案局", "990100/青川市档案局", "990100/云岭县教育局"),
    ]
    assert [report.meta["year"] for report in corpus] == [2023, 2022, 2023]
    assert corpus[digest[:12]].meta["path"] == str(tmp_path / "b.txt")
    assert digest[:12] in corpus
    assert "0" * 12 not in corpus
    with pytest.raises(KeyError, match="no report 'x' here"):
        corpus["x"]


@pytest.mark.usefixtures("reader")
def test_a_bad_file_costs_a_note_and_never_the_run(tmp_path: Path) -> None:
    write(tmp_path, a_dot_pdf="pdf", b_dot_txt="bug", c_dot_txt="青川市档案局 2023")
    corpus = read_corpus(tmp_path)
    assert len(corpus) == 1
    errors = corpus.notes[corpus.notes["level"] == "error"]
    assert errors["message"].tolist() == [
        f"{tmp_path / 'a.pdf'}: gxkit cannot read this kind of file",
        f"{tmp_path / 'b.txt'}: unexpected ZeroDivisionError: division by zero; please report this",
    ]
    assert errors["report_id"].tolist() == [
        hashlib.sha256(text).hexdigest()[:12] for text in (b"pdf", b"bug")
    ]
    assert "2 files not read" in repr(corpus)


@pytest.mark.usefixtures("reader")
def test_a_file_that_vanishes_is_a_note_without_an_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxkit.corpus.store.items.find_files", lambda *_: [tmp_path / "gone.txt"])
    notes = read_corpus(tmp_path).notes
    assert notes["report_id"].isna().tolist() == [True]
    assert notes["level"].tolist() == ["error"]
    frames.validate(notes, "notes", corpus=True)


@pytest.mark.usefixtures("reader")
def test_the_same_bytes_twice_are_one_report(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt="青川市档案局 2023", b_dot_txt="青川市档案局 2023")
    corpus = read_corpus(tmp_path)
    assert len(corpus) == 1
    (message,) = corpus.notes.query("level == 'warning'")["message"]
    assert message == f"{tmp_path / 'b.txt'}: the same bytes as {tmp_path / 'a.txt'}, kept once"


@pytest.mark.usefixtures("reader")
def test_progress_is_shown_when_asked_for_and_not_in_a_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, a_dot_txt="青川市档案局 2023")
    read_corpus(tmp_path)
    assert capsys.readouterr() == ("", "")
    read_corpus(tmp_path, progress=True)
    assert "reading: 100%" in capsys.readouterr().err


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("reports", [[], [made()], [made(), made(year=2020, form="2019")]])
def test_frames_keep_to_their_declaration_whatever_came(name: str, reports: list[Report]) -> None:
    frame = getattr(Corpus(reports), name)
    pd.testing.assert_frame_equal(frames.validate(frame, name, corpus=name != "reports"), frame)
    wanted = frames.columns(name, corpus=name != "reports")
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == wanted
    assert frame.columns[0] == "report_id"


def test_frames_of_a_corpus_are_those_of_its_reports() -> None:
    one, two = made(), made(year=2020, form="2019")
    corpus = Corpus([one, two])
    for name in FRAMES[1:]:
        frame = getattr(corpus, name)
        assert getattr(corpus, name) is frame
        for report in (one, two):
            part = frame[frame["report_id"] == report.report_id].drop(columns="report_id")
            pd.testing.assert_frame_equal(part.reset_index(drop=True), getattr(report, name))
    assert len(corpus.cells) == 200 + 198


def test_reports_have_all_of_meta() -> None:
    reports = Corpus([made(), made(form=None, year=2012)]).reports
    assert reports.columns.tolist() == ["report_id", "unit_id", *frames.META]
    assert reports["aliases"].tolist() == ["档案馆;史志办"] * 2
    assert reports["published"].tolist() == ["2024-01-20", "2013-01-20"]
    assert reports["form"].isna().tolist() == [False, True]
    assert reports["province"].isna().all()


def test_an_agency_is_named_within_its_region() -> None:
    assert unit_id({"agency": "教育局", "region_code": "990100"}) == "990100/教育局"
    assert unit_id({"agency": "教育局"}) == "?/教育局"
    assert unit_id({"agency": None, "region_code": "990100"}) is None


@pytest.mark.parametrize(
    ("wishes", "filled"),
    [
        ({"blank": "zero"}, {"blank": 0.0}),
        ({"blank": "zero", "nil": "zero"}, {"blank": 0.0, "nil": 0.0}),
        ({"blank": "na", "nil": "zero"}, {"nil": 0.0}),
        ({"blank": "na"}, {}),
    ],
)
def test_only_what_the_analyst_says_counts_as_zero(
    wishes: dict[str, str], filled: dict[str, float]
) -> None:
    corpus = Corpus([made()], provenance={"sources": ["folder"]})
    after = corpus.fill(**wishes)  # type: ignore[arg-type]
    first = after.cells.head(5)
    assert first["state"].tolist() == ["blank", "nil", "absent", "ambiguous", "unreadable"]
    values = first.set_index("state")["value"].dropna().to_dict()
    assert values == filled
    assert after.cells["value"].iloc[5:].tolist() == corpus.cells["value"].iloc[5:].tolist()
    decided = {"blank": "na", "nil": "na", **wishes}
    assert after.cells.attrs == {"sources": ["folder"], "fill": decided}
    assert after.provenance["fill"] == decided
    assert corpus.cells["value"].head(5).isna().all()  # the corpus itself stays as it was
    assert "fill" not in corpus.provenance
    assert str(after.cells["value"].dtype) == "Float64"
    pd.testing.assert_frame_equal(after.checks, corpus.checks)


def test_filling_an_empty_corpus_and_with_other_words() -> None:
    assert Corpus([]).fill("zero").cells.empty
    with pytest.raises(ValueError, match='fill takes "zero" or "na", not 0'):
        Corpus([]).fill(0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not 'blank'"):
        Corpus([]).fill("na", nil="blank")  # type: ignore[arg-type]


def test_a_table_of_all_reports_side_by_side() -> None:
    new, old = made(), made(year=2020, form="2019")
    wide = Corpus([new, old, made(form=None, year=2012)]).wide("proactive")
    assert wide.columns[:4].tolist() == ["unit_id", "agency", "year", "form"]
    assert wide["year"].tolist() == [2023, 2020, 2012]
    assert wide.loc[new.report_id, "fee/amount"] == 9.0
    assert pd.isna(wide.loc[old.report_id, "fee/amount"])
    assert wide.loc[old.report_id, "procurement/amount"] == 21.0
    assert pd.isna(wide.loc[new.report_id, "regulation/issued"])  # blank
    assert wide.iloc[2, 4:].isna().all()
    assert set(map(str, wide.dtypes.iloc[4:])) == {"Float64"}
    filled = Corpus([new]).fill("zero").wide("proactive")
    assert filled.loc[new.report_id, "regulation/issued"] == 0.0
    assert filled.attrs["fill"] == {"blank": "zero", "nil": "na"}
    with pytest.raises(KeyError, match="no table 'four'"):
        Corpus([]).wide("four")


def test_money_stands_side_by_side_in_the_unit_of_the_form() -> None:
    key = ("proactive", "fee", "amount")
    reports = []
    for year, value, unit in ((2021, 251000.0, "元"), (2022, 25.1, "万元"), (2023, 0.5, "亿元")):
        printed = Fact(*key, value, unit, "number", "label", f"{value}{unit}", "l1")
        base = made(year=year)
        reports.append(Report(replace(base.parsed, facts=(printed,)), base.document))
    corpus = Corpus(reports)
    assert corpus.wide("proactive")["fee/amount"].tolist() == [25.1, 25.1, 5000.0]
    assert reports[0].table("proactive", lang="code").loc["fee", "amount"] == 25.1
    cells = corpus.cells.query("row == 'fee'")
    assert cells["value"].tolist() == [251000.0, 25.1, 0.5]  # as printed
    assert cells["unit"].tolist() == ["元", "万元", "亿元"]


def test_a_wide_table_has_the_same_columns_with_no_reports() -> None:
    none, one = Corpus([]).wide("requests"), Corpus([made()]).wide("requests")
    pd.testing.assert_series_equal(none.dtypes, one.dtypes)
    assert len(none) == 0


def test_reports_must_have_ids_of_their_own() -> None:
    with pytest.raises(ValueError, match="has no report_id"):
        Corpus([Report(Parsed(None, {}, (), (), ()))])
    with pytest.raises(ValueError, match="two reports have the report_id"):
        Corpus([made(), made()])


def test_a_corpus_says_what_it_is() -> None:
    corpus = Corpus([made(), made(year=2012, form=None)])
    assert repr(corpus) == (
        "<Corpus 1 reports, 1 without a form, 0 files not read, 200 cells, 195 numbers>"
    )
    assert "<th>numbers</th><td>195</td>" in corpus._repr_html_()


def test_frames_are_written_for_excel_and_for_pandas(tmp_path: Path) -> None:
    corpus = Corpus([made(), made(year=2020, form="2019")])
    out = tmp_path / "new" / "out"
    written = write_frames(corpus, out)
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{name}.{kind}" for name in FRAMES for kind in ("csv", "parquet")
    )
    assert len(written) == 14
    assert (out / "cells.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
    for name in FRAMES:
        back = pd.read_parquet(out / f"{name}.parquet")
        pd.testing.assert_frame_equal(back, getattr(corpus, name))
    csv = pd.read_csv(out / "cells.csv", dtype=frames.columns("cells", corpus=True))
    assert csv["value"].isna().sum() == 10
    assert csv["value"].sum() == corpus.cells["value"].sum()


def test_writing_again_replaces_and_a_failure_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_frames(Corpus([made()]), tmp_path)
    before = (tmp_path / "cells.csv").read_bytes()

    def fail(self: pd.DataFrame, path: Path, **options: object) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(ReadError, match=r"cannot write there.*No space left"):
        write_frames(Corpus([]), tmp_path)
    assert (tmp_path / "cells.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ReadError, match="choose another folder"):
        write_frames(Corpus([]), tmp_path / "file" / "out")


def test_the_public_names_are_those_of_the_rooms() -> None:
    assert gxkit.Corpus is Corpus
    assert gxkit.read_corpus is read_corpus
    assert gxkit.Report is Report
    assert set(gxkit.__all__) <= set(dir(gxkit))
    with pytest.raises(AttributeError, match="has no attribute 'build_everything'"):
        gxkit.build_everything  # noqa: B018
