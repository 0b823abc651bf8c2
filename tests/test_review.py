"""The review queue, with stakes worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from many_reports import report

from gxkit import frames, read_corpus
from gxkit.checks.model import Finding
from gxkit.corpus import Corpus
from gxkit.corpus.review import review
from gxkit.corpus.sources import Sources
from gxkit.documents.model import Cell, Document, Paragraph, Table
from gxkit.report import Report

ROOT = Path(__file__).parents[1]
KEY = ("disputes", "direct_suit", "upheld")
NAME = "disputes/direct_suit/upheld"


def changed(one: Report, key: tuple[str, str, str], **fields: object) -> Report:
    facts = [fact._replace(**fields) if fact[:3] == key else fact for fact in one.parsed.facts]  # type: ignore[arg-type]
    return Report(replace(one.parsed, facts=tuple(facts)), one.document)


def finding(rule: str, cells: str, **fields: object) -> Finding:
    return Finding(rule, "disputes", "identity", False, 1.0, 2.0, cells, "said", **fields)  # type: ignore[arg-type]


def test_nothing_to_review() -> None:
    empty = Corpus([report(2022)]).review()
    assert len(empty) == 0
    frames.validate(empty, "review", corpus=True)
    frames.validate(Corpus([]).review(), "review", corpus=True)


def test_a_failed_sum_puts_its_cells_in_doubt_by_their_size() -> None:
    # 未经复议直接起诉: 6 + 0 + 0 + 2 ≠ 10
    cells = {NAME: 6, "disputes/direct_suit/pending": 2, "disputes/direct_suit/total": 10}
    queue = Corpus([report(2022, cells)]).review()
    frames.validate(queue, "review", corpus=True)
    # one identity of five cells: 0.2 each; one of five may be mended: 0.9 / 5; 1 - 0.8 × 0.82 = 0.344
    # what is at stake of the largest number, 10: the total, 8 for 6, 4 for 2, and 2 for each 0
    assert queue["column"].tolist() == ["total", "upheld", "pending", "corrected", "other"]
    assert queue["stake"].tolist() == pytest.approx(
        [0.344, 0.344 * 0.82, 0.344 * 0.46, 0.344 * 0.28, 0.344 * 0.28]
    )
    assert queue["reason"].unique().tolist() == ["failed B1; repair"]
    assert queue["rules"].unique().tolist() == ["B1"]
    assert queue["agency"].unique().tolist() == ["青川市档案局"]
    assert queue["year"].unique().tolist() == [2022]


def test_reasons_join_as_if_independent() -> None:
    one = changed(report(2022, {NAME: 4, "disputes/direct_suit/total": 4}), KEY, how="order")
    findings = [
        finding("F5", NAME, report_id=one.report_id),  # the text says another number: 0.6 / 2
        finding("B1", NAME, repair=f"{NAME}=40", report_id=one.report_id),  # 1 / 2, repair 0.9
    ]
    (row,) = review([one], findings).to_dict("records")
    # 1 - 0.9 × 0.7 × 0.5 × 0.1 = 0.9685, and the 40 proposed is the largest number
    assert row["stake"] == pytest.approx(0.9685)
    assert row["reason"] == "placed by order; narrative F5; failed B1; repair"
    assert (row["rules"], row["proposal"], row["value"]) == ("F5 B1", 40.0, 4.0)


def test_states_and_ways_of_placing() -> None:
    one = report(2022, {"disputes/direct_suit/total": 10, "disputes/direct_suit/upheld": 10})
    one = changed(one, KEY, value=None, state="ambiguous", how=None, raw="1 0")
    one = changed(one, ("proactive", "fee", "amount"), value=None, state="unreadable", how=None)
    one = changed(one, ("disputes", "direct_suit", "total"), how="order")
    one = changed(one, ("disputes", "direct_suit", "other"), how="arithmetic")
    queue = review([one])
    said = queue[["row", "column", "reason"]].to_numpy().tolist()
    assert said == [
        ["fee", "amount", "unreadable"],
        ["direct_suit", "upheld", "ambiguous"],
        ["direct_suit", "total", "placed by order"],
        ["direct_suit", "other", "placed by arithmetic"],
    ]
    # unknown values could be anything: size 1; the others 10 of 10 and 0 of 10
    assert queue["stake"].tolist() == pytest.approx([0.5, 0.5, 0.1, 0.005])
    assert len(review([one], limit=2)) == 2


def test_two_proposals_are_none_and_hints_are_no_doubt() -> None:
    one = report(2022)
    other = "disputes/direct_suit/other"
    findings = [
        finding("B1", NAME, repair=f"{NAME}=1", report_id=one.report_id),
        finding("A2", NAME, repair=f"{NAME}=2", report_id=one.report_id),
        finding("G3", other, report_id=one.report_id)._replace(severity="hint"),
        finding("E1", other, report_id=one.report_id)._replace(ok=None),
        finding("E1", other, report_id="another"),
    ]
    queue = review([one], findings)
    assert queue["column"].tolist() == ["upheld"]
    assert queue["proposal"].isna().tolist() == [True]


def test_a_cell_in_two_pairs_with_two_numbers_has_no_proposal() -> None:
    one = report(2022)
    total, other = "disputes/direct_suit/total", "disputes/direct_suit/other"
    repair = f"{NAME}=1 {total}=2;{NAME}=3 {other}=4"
    queue = review([one], [finding("B1", NAME, repair=repair, report_id=one.report_id)])
    proposals = dict(zip(queue["column"], queue["proposal"].fillna(-1), strict=True))
    assert proposals == {"upheld": -1, "total": 2, "other": 4}


def test_what_was_corrected_is_out() -> None:
    one = changed(report(2022), KEY, value=None, state="ambiguous", how=None)
    corpus = Corpus([one])
    assert corpus.review()["column"].tolist() == ["upheld"]
    after = corpus.correct(str(one.report_id), *KEY, 0, reason="看过", by="甲")
    assert len(after.review()) == 0
    back = after.undo(str(one.report_id), *KEY)
    assert back.review()["column"].tolist() == ["upheld"]


def test_a_corrected_cell_is_out_even_where_its_sum_still_fails() -> None:
    one = report(2022, {NAME: 6, "disputes/direct_suit/total": 10})
    after = Corpus([one]).correct(str(one.report_id), *KEY, 7, reason="看过", by="甲")
    assert after.review()["column"].tolist() == ["total", "corrected", "other", "pending"]


def test_the_source_around_a_place() -> None:
    grid = Table(2, (Cell(1, 1, 2, 1, "规章"), Cell(1, 2, 1, 1, "0"), Cell(2, 2, 1, 1, "1\n2")))
    long = "前" * 300 + "42" + "后" * 300
    page = Document(
        "a", "html", "0" * 64, (Paragraph("一  二\t三", "l7"), grid, Paragraph(long, "l9"))
    )
    source = Sources(page)
    assert source.around("l7", "二", 160) == "一 二 三"
    assert source.around("t2 r1 c2", "0", 160) == "规章 | 0"
    assert source.around("t2 r2 c2", "1", 160) == "规章 | 1 2"
    assert source.around("p4 t2 r1 c2", "0", 160) == "规章 | 0"
    assert source.around("l9", "42", 10) == "…前前前前前42后后后…"
    assert source.around("l9", None, 4) == "前前前前…"
    assert source.around("l8", None, 160) is None
    assert source.around("t3 r1 c1", None, 160) is None
    assert source.around(None, None, 160) is None
    assert Sources(None).around("l7", None, 160) is None


def test_the_teaching_corpus_puts_its_misprint_first() -> None:
    corpus = read_corpus(ROOT / "corpus" / "reports")
    first = corpus.review(1).iloc[0]
    assert Path(corpus[first["report_id"]].meta["path"]).name == "a11_2020.html"
    assert (first["row"], first["column"], first["value"]) == ("carried_over", "legal_service", 2.0)
    assert first["snippet"].endswith("| 0 | 0 | 0 | 0 | 2 | 0 | 0")
