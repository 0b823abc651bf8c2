"""Corrections: an overlay that is told, checked anew, undone and never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from many_reports import report

from gxkit import frames, read_corpus
from gxkit.corpus import FRAMES, Corpus, read_corrections, write_frames
from gxkit.errors import CorrectionError

HEAD = "report_id,table,row,column,value,reason,by,on\n"
TOTAL = ("requests", "new", "total")
# 3 natural persons of 5 new requests: the sum is wrong until one of them is corrected
CELLS = {
    "requests/new/natural_person": 3,
    "requests/new/total": 5,
    "requests/granted/natural_person": 5,
    "requests/granted/total": 5,
    "requests/total/natural_person": 5,
    "requests/total/total": 5,
    "proactive/fee/amount": None,
}
NATURAL = ("requests", "new", "natural_person")
ROOT = Path(__file__).parents[1]


def corpus() -> Corpus:
    return Corpus([report(2021), report(2022, CELLS)])


def second(one: Corpus) -> str:
    return str(one.reports["report_id"][1])


def cell(one: Corpus, *key: str) -> pd.Series[object]:
    frame = one.cells[one.cells["report_id"] == second(one)]
    return frame.set_index(["table", "row", "column"]).loc[key]


def failed(one: Corpus) -> list[str]:
    return sorted(one.checks.loc[one.checks["ok"] == False, "rule"])  # noqa: E712


def table(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "corrections.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8-sig")
    return path


def same_frames(one: Corpus, other: Corpus) -> None:
    for name in (*FRAMES, "corrections"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_a_correction_shows_and_everything_is_checked_anew() -> None:
    before = corpus()
    assert failed(before) == ["A1", "A3"]
    after = before.correct(
        second(before), *NATURAL, 5, reason="扫描件模糊", by="甲", on=date(2024, 5, 31)
    )
    assert failed(after) == []
    now = cell(after, *NATURAL)
    assert (now["value"], now["state"], now["how"]) == (5.0, "number", "corrected")
    assert (now["raw"], now["where"]) == ("3", cell(before, *NATURAL)["where"])
    assert cell(before, *NATURAL)["how"] == "label"  # the corpus itself stays as it was
    assert failed(before) == ["A1", "A3"]
    assert after.corrections.iloc[0].tolist() == [
        *(second(before), *NATURAL, 5.0, "number", "扫描件模糊", "甲", "2024-05-31"),
        *(3.0, "number", "label", "applied"),
    ]
    (note,) = after.notes.query("step == 'correct'")["message"]
    assert note == "requests/new/natural_person: corrected to 5 (扫描件模糊; 甲, 2024-05-31)"
    for name in FRAMES:
        frames.validate(getattr(after, name), name, corpus=name != "reports")
    frames.validate(after.corrections, "corrections", corpus=True)
    frames.validate(before.corrections, "corrections", corpus=True)


def test_a_cell_that_prints_nothing_and_one_that_was_blank() -> None:
    one = corpus()
    id = second(one)
    for nothing in (None, "blank"):
        after = one.correct(id, *TOTAL, nothing, reason="空格", by="甲")  # type: ignore[arg-type]
        now = cell(after, *TOTAL)
        assert (pd.isna(now["value"]), now["state"], now["how"]) == (True, "blank", "corrected")
        assert after.corrections["state"].tolist() == ["blank"]
        # 3 + 0 ≠ 5; the row's sum lacks its total now, and one blank stands among zeros
    assert failed(after) == ["A3", "A9"]
    after = one.correct(id, "proactive", "fee", "amount", 0.5, reason="漏读", by="甲")
    assert cell(after, "proactive", "fee", "amount")["value"] == 0.5
    assert after.corrections["old_state"].tolist() == ["blank"]
    assert after.corrections["on"].tolist() == [date.today().isoformat()]  # noqa: DTZ011


def test_corrections_reach_the_rules_between_years() -> None:
    one = corpus()
    first = str(one.reports["report_id"][0])
    key = ("requests", "carried_forward", "total")
    after = one.correct(first, *key, 1, reason="漏读", by="甲")
    assert [rule for rule in failed(after) if rule == "E1"] == ["E1"]
    assert [rule for rule in failed(one) if rule == "E1"] == []


def test_filling_keeps_corrections_and_correcting_keeps_filling() -> None:
    one = corpus()
    id = second(one)
    both = one.fill("zero").correct(id, *NATURAL, 5, reason="漏读", by="甲")
    other = one.correct(id, *NATURAL, 5, reason="漏读", by="甲").fill("zero")
    same_frames(both, other)
    assert cell(both, "proactive", "fee", "amount")["value"] == 0.0


def test_a_second_correction_takes_the_place_of_the_first() -> None:
    one = corpus()
    id = second(one)
    twice = one.correct(id, *NATURAL, 4, reason="一读", by="甲").correct(
        id, *NATURAL, 5, reason="二读", by="乙"
    )
    assert twice.corrections[["value", "old_value", "by"]].to_numpy().tolist() == [[5.0, 3.0, "乙"]]
    same_frames(twice.undo(id, *NATURAL), one)


KEYS = [fact[:3] for fact in report(2022, CELLS).parsed.facts]
VALUES = st.one_of(st.none(), st.integers(0, 9999).map(float))


@given(st.lists(st.tuples(st.sampled_from(KEYS), VALUES), min_size=1, max_size=4))
def test_what_is_undone_was_never_done(wishes: list[tuple[tuple[str, str, str], float]]) -> None:
    one = changed = corpus()
    id = second(one)
    for key, value in wishes:
        changed = changed.correct(id, *key, value, reason="试", by="甲", on="2024-05-31")
    last = dict(wishes)
    stood = {key: cell(changed, *key)["value"] for key in last}
    assert {key: None if pd.isna(value) else value for key, value in stood.items()} == last
    for key in last:
        changed = changed.undo(id, *key)
    same_frames(changed, one)


def test_corrections_are_saved_and_read_again(tmp_path: Path) -> None:
    one = corpus()
    id = second(one)
    one = one.correct(id, *NATURAL, 5, reason='扫描件, "模糊"', by="甲", on="2024-05-31")
    one = one.correct(id, *TOTAL, None, reason="空格", by="乙", on="2024-06-01")
    one = one.correct(id, "proactive", "fee", "amount", 0.1 + 0.2, reason="漏", by="丙")
    path = one.save_corrections(tmp_path / "corrections.csv")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeff" + HEAD)
    assert f'{id},requests,new,natural_person,5,"扫描件, ""模糊""",甲,2024-05-31\n' in text
    assert f"{id},requests,new,total,blank,空格,乙,2024-06-01\n" in text
    again = Corpus([*corpus()], corrections=read_corrections(path))
    same_frames(again, one)
    assert [file.name for file in tmp_path.iterdir()] == ["corrections.csv"]


def test_exported_beside_the_data_and_taken_back(tmp_path: Path) -> None:
    one = corpus()
    id = second(one)
    one = one.correct(id, *NATURAL, 5, reason="漏读", by="甲", on="2024-05-31")
    one = one.correct(id, *TOTAL, None, reason="空格", by="甲", on="2024-05-31")
    write_frames(one, tmp_path)
    back = pd.read_parquet(tmp_path / "corrections.parquet")
    pd.testing.assert_frame_equal(back, one.corrections)
    again = Corpus([*corpus()], corrections=read_corrections(tmp_path / "corrections.csv"))
    same_frames(again, one)


def test_reading_a_folder_with_corrections(tmp_path: Path) -> None:
    file = ROOT / "corpus" / "reports" / "a11_2020.html"
    id = str(read_corpus(file).reports["report_id"][0])
    path = table(
        tmp_path,
        f"{id},requests,carried_over,legal_service,0,网页有误,甲,2024-05-31",
        f"{'0' * 12},requests,new,total,1,旧文件,甲,",
        f"{id},requests,nowhere,total,1,笔误,甲,",
    )
    one = read_corpus(file, corrections=path)
    assert one.provenance["corrections"] == str(path)
    assert one.corrections["status"].tolist() == ["applied", "no report", "no cell"]
    assert one.corrections["old_value"].tolist()[0] == 2.0
    notes = one.notes.query("step == 'correct' and level == 'warning'")["message"].tolist()
    report_gone, cell_gone = notes
    assert report_gone == (
        f"correction of {'0' * 12} requests/new/total (line 3) not applied: no such report here; "
        "if its file changed, look its new report_id up in .reports"
    )
    assert cell_gone == (
        f"correction of {id} requests/nowhere/total (line 4) not applied: the report has no such "
        "cell; take its codes from .cells"
    )
    # what could not be applied is kept
    saved = one.save_corrections(tmp_path / "again.csv")
    assert [each.report_id for each in read_corrections(saved)] == [id, "0" * 12, id]


def test_two_values_for_one_cell_are_a_conflict_and_neither_counts(tmp_path: Path) -> None:
    id = second(corpus())
    place = ",".join((id, *NATURAL))
    path = table(
        tmp_path, f"{place},4,一读,甲,", f"{place},5,二读,乙,", f"{id},{','.join(TOTAL)},3,读,甲,"
    )
    one = Corpus([*corpus()], corrections=read_corrections(path))
    assert one.corrections["status"].tolist() == ["conflict", "conflict", "applied"]
    assert cell(one, *NATURAL)["value"] == 3.0
    assert cell(one, *NATURAL)["how"] == "label"
    notes = one.notes.query("step == 'correct' and level == 'warning'")["message"]
    assert notes.str.contains("line [23]. not applied: another correction gives another").all()
    settled = one.correct(id, *NATURAL, 5, reason="三读", by="丙")
    assert settled.corrections["status"].tolist() == ["applied", "applied"]
    same = table(tmp_path, f"{place},5,一读,甲,", f"{place},5.0,二读,乙,")
    agreed = Corpus([*corpus()], corrections=read_corrections(same))
    assert agreed.corrections["status"].tolist() == ["applied", "applied"]
    assert cell(agreed, *NATURAL)["value"] == 5.0


def good(**changes: str) -> str:
    row = {
        "report_id": "0" * 12,
        "table": "requests",
        "row": "new",
        "column": "total",
        "value": "1",
        "reason": "漏读",
        "by": "甲",
        "on": "2024-05-31",
    }
    return ",".join((row | changes).values())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (good(value=""), "value is empty; give a number, or blank where"),
        (good(value="十二"), "value '十二' is no number; give one such as 12"),
        (good(value="nan"), "value 'nan' is no number"),
        (good(value="inf"), "value 'inf' is no number"),
        (good(value="1_000"), "value '1_000' is no number"),
        (good(value='"1,000"'), "value '1,000' is no number"),
        (good(reason=""), "reason is empty; say which cell, why, and who says so"),
        (good(by=" "), "by is empty"),
        (good(report_id="", table=""), "report_id, table is empty"),
        (good(on="31.5.2024"), "on '31.5.2024' is no date; write it as 2024-05-31"),
        (good(on="2024-05-312"), "on '2024-05-312' is no date; write it as 2024-05-31"),
        (good(reason="一,二"), "more fields than columns; put quotes"),
    ],
)
def test_a_row_that_cannot_be_used_says_where_and_what_to_do(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(CorrectionError) as told:
        read_corrections(table(tmp_path, good(), row))
    assert str(told.value).startswith(f"{tmp_path / 'corrections.csv'}, line 3: {said}")


def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match=r"none.csv: cannot be read .*check the path"):
        read_corpus(ROOT / "corpus" / "truth", corrections=tmp_path / "none.csv")
    with pytest.raises(CorrectionError, match="line 1: no column report_id, reason"):
        read_corrections(table(tmp_path, head="table,row,column,value,by,on\n"))
    with pytest.raises(CorrectionError, match="line 1: no column"):
        read_corrections(table(tmp_path, head=""))
    with pytest.raises(CorrectionError, match="separated by ;; separate them by commas"):
        read_corrections(table(tmp_path, head=HEAD.replace(",", ";")))
    with pytest.raises(CorrectionError, match=r"line 1: two columns value; keep one"):
        read_corrections(table(tmp_path, head=HEAD.replace("\n", ",value\n")))
    path = tmp_path / "gbk.csv"
    path.write_bytes((HEAD + good()).encode("gb18030"))
    with pytest.raises(CorrectionError, match="not UTF-8; save it as CSV UTF-8"):
        read_corrections(path)
    path.write_text(HEAD + "x" * 200_000, encoding="utf-8")
    with pytest.raises(CorrectionError, match="no CSV"):
        read_corrections(path)


def test_empty_lines_and_columns_beside_are_passed_over(tmp_path: Path) -> None:
    path = table(tmp_path, "", good() + ",x", ",,,,,,,,", head="".join((HEAD[:-1], ",mine\n")))
    (one,) = read_corrections(path)
    assert (one.value, one.line, one.on) == (1.0, 3, "2024-05-31")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            lambda one, _: one.correct("f" * 12, *TOTAL, 1, reason="读", by="甲"),
            "no report 'ffffffffffff' here; see .reports",
        ),
        (
            lambda one, id: one.correct(id, "requests", "other", "total", 1, reason="读", by="甲"),
            "requests/other/total: no such cell; take its codes from .cells",
        ),
        (lambda one, id: one.correct(id, *TOTAL, "x", reason="读", by="甲"), "'x' is no number"),
        (
            lambda one, id: one.correct(id, *TOTAL, True, reason="读", by="甲"),
            "'True' is no number",
        ),
        (lambda one, id: one.correct(id, *TOTAL, 1, reason="", by="甲"), "reason is empty"),
        (lambda one, id: one.correct(id, *TOTAL, 1, reason="读", by=""), "by is empty"),
        (
            lambda one, id: one.correct(id, *TOTAL, 1, reason="读", by="甲", on="昨天"),
            "on '昨天' is no date",
        ),
        # What a frame has in place of a text is no reason, and no person.
        (
            lambda one, id: one.correct(id, *TOTAL, 1, reason=float("nan"), by=pd.NA),
            "reason, by is empty",
        ),
        (lambda one, _: one.correct(pd.NA, *TOTAL, 1, reason="读", by="甲"), "report_id is empty"),
        (lambda one, id: one.undo(id, *TOTAL), "requests/new/total was not corrected"),
        (lambda one, _: one.save_corrections("/proc/none/c.csv"), "choose another place"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(
    act: Callable[[Corpus, str], object], said: str
) -> None:
    one = corpus()
    with pytest.raises(CorrectionError, match=said):
        act(one, second(one))
