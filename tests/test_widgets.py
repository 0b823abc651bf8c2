"""The desks, driven in Python: what is typed and pressed, and what comes of it."""

from __future__ import annotations

import asyncio
import csv
import re
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from many_reports import report

from gxkit.corpus import Corpus, read_corrections
from gxkit.errors import ThemeError, WidgetError
from gxkit.measures import indicators
from gxkit.themes import agreement
from gxkit.widgets import coding_desk, concordance, explorer, read_codes, review_desk
from gxkit.widgets.numbers import MOST, Wish
from gxkit.widgets.parts import Words, _table

# Requests of 青川市档案局: 2022 fits together, in 2023 the total says 9 where persons are 7.
GOOD = {"requests/new/natural_person": 6, "requests/new/total": 6}
GOOD |= {"requests/granted/natural_person": 3, "requests/granted/total": 3}
GOOD |= {
    "requests/refused.state_secret/natural_person": 3,
    "requests/refused.state_secret/total": 3,
}
GOOD |= {"requests/total/natural_person": 6, "requests/total/total": 6}
BAD = {"requests/new/natural_person": 7, "requests/new/total": 9}
BAD |= {"requests/granted/natural_person": 7, "requests/granted/total": 7}
BAD |= {"requests/total/natural_person": 7, "requests/total/total": 7}
CELL = ("requests", "new", "total")


@pytest.fixture
def corpus() -> Corpus:
    return Corpus(
        [
            report(2022, GOOD, level="city", province="青江省"),
            report(2023, BAD, level="city", province="青江省"),
            report(2023, GOOD, agency="澜岭县教育局", level="county"),
        ]
    )


def row_of(desk: object, cell: tuple[str, str, str]) -> int:
    queue = desk.queue  # type: ignore[attr-defined]
    return next(row for row in range(len(queue.rows)) if queue.cell(row) == cell)


def lines(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1:]


def test_a_correction_is_in_the_csv_and_its_checks_turn_green(
    corpus: Corpus, tmp_path: Path
) -> None:
    path = tmp_path / "corrections.csv"
    desk = review_desk(corpus, path, by="甲")
    desk.items.value = row_of(desk, CELL)
    wrong = {one.rule for one, _, now in desk.queue.checks(desk.items.value) if now is False}
    assert wrong == {"A1", "A3"}  # 7 persons are not 9; 9 + 0 is not 7 + 0
    desk.value.value, desk.reason.value = "7", "原件第 8 行为 7"
    desk.buttons["correct"].click()
    assert [row[1:7] for row in lines(path)] == [[*CELL, "7", "原件第 8 行为 7", "甲"]]
    verdict = {one.rule: (was, now) for one, was, now in desk.queue.checks(desk.items.value)}
    assert verdict["A1"] == verdict["A3"] == (False, True)
    assert "由 9 改为 7；2 项检查由不符变为相符，0 项变为不符" in desk.message
    later = desk.corpus[desk.queue.rows[desk.items.value]["report_id"]]
    assert later.table("requests", "code").loc["new", "total"] == 7
    assert corpus.corrections.empty  # what was given stays as it was
    assert desk.items.options[desk.items.index][0].startswith("〔已改〕")


def test_undo_takes_it_back_also_in_the_csv(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    desk = review_desk(corpus, path, by="甲", lang="en")
    desk.items.value = row_of(desk, CELL)
    desk.value.value, desk.reason.value = "blank", "the page prints none"
    desk.correct()
    assert [row[4] for row in lines(path)] == ["blank"]
    desk.value.value = "7"
    desk.correct()
    assert [row[4] for row in lines(path)] == ["7"]
    desk.buttons["undo"].click()
    assert [row[4] for row in lines(path)] == ["blank"]
    desk.buttons["undo"].click()
    assert lines(path) == []
    desk.buttons["undo"].click()
    assert desk.message == "Nothing was corrected here yet."


@pytest.mark.parametrize(
    ("value", "reason", "by", "said"),
    [
        ("", "x", "甲", "请写正确的数"),
        ("十二", "x", "甲", "“十二”不是数字"),
        ("nan", "x", "甲", "“nan”不是数字"),
        ("7", " ", "甲", "请写明理由"),
        ("7", "x", "", "请写明核对人"),
    ],
)
def test_what_is_missing_is_told_in_words(
    corpus: Corpus, tmp_path: Path, value: str, reason: str, by: str, said: str
) -> None:
    path = tmp_path / "corrections.csv"
    desk = review_desk(corpus, path)
    desk.value.value, desk.reason.value, desk.by.value = value, reason, by
    desk.correct()
    assert desk.message.startswith(said)
    assert 'role="alert"' in desk.status.value
    assert not path.exists()


def test_a_table_that_cannot_be_written_changes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    desk = review_desk(corpus, tmp_path / "no folder" / "corrections.csv", by="甲")
    desk.items.value = row_of(desk, CELL)
    desk.value.value, desk.reason.value = "7", "x"
    desk.correct()
    assert desk.message.startswith("未做成：")
    assert "no folder" in desk.message
    assert desk.queue.count() == 0
    assert desk.corpus is corpus


def test_a_table_that_is_there_is_laid_over_and_kept(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    id = next(one.report_id for one in corpus if one.meta["year"] == 2023)
    corpus.correct(id, *CELL, 7, reason="早先", by="乙").save_corrections(path)
    desk = review_desk(corpus, path, by="甲")
    assert CELL not in {desk.queue.cell(row) for row in range(len(desk.queue.rows))}
    assert [one.by for one in read_corrections(path)] == ["乙"]
    assert desk.queue.count() == 1
    other = corpus.correct(id, *CELL, 8, reason="别的", by="丙")
    with pytest.raises(WidgetError, match="another value"):
        review_desk(other, path)
    path.write_text(path.read_text("utf-8-sig").replace(id or "", "0" * 12), "utf-8-sig")
    with pytest.raises(WidgetError, match="would be lost"):
        review_desk(corpus, path)


def test_the_explorer_shows_what_indicators_says(corpus: Corpus) -> None:
    desk = explorer(corpus)
    desk.indicator.value = "B1"
    assert desk.shown is not None
    assert (desk.shown.value, desk.shown.reports) == (10 / 13, 2)  # 7 of 7 and 3 of 6
    desk.agency.value = next(unit for label, unit in desk.agency.options if "档案局" in label)
    known = indicators(corpus, "B1").set_index(["agency", "year"])["value"]
    assert desk.shown.value == known["青川市档案局", 2023] == 1.0
    desk.year.value = 2022
    assert desk.shown.value == known["青川市档案局", 2022] == 0.5
    assert "50.0%" in desk._number.value
    assert "青川市档案局 · 2022" in desk._card.value
    assert desk._image.value[:4] == b"\x89PNG"
    desk.level.value = "county"
    assert [label for label, _ in desk.agency.options] == ["〔所选范围合计〕", "澜岭县教育局"]
    assert desk.message == "这里没有报告。"  # none of 2022
    desk.year.value = "*"
    assert desk.shown.value == 0.5


def test_the_explorer_says_why_there_is_no_value() -> None:
    desk = explorer(Corpus([report(2023, {"requests/granted/total": None})]), "en", ids="B1")
    desk.agency.value = desk.agency.options[1][1]
    assert desk.shown is not None
    assert desk.shown.value is None
    assert "no value" in desk._number.value
    assert "because: " + str(desk.shown.why) in desk._number.value
    assert "requests/granted/total" in str(desk.shown.why)


def test_a_long_list_of_agencies_is_cut_and_says_so() -> None:
    many = [
        report(2023, known=False, agency=f"青川市第{number:03}局") for number in range(MOST + 5)
    ]
    desk = explorer(Corpus(many), ids="A1")
    assert len(desk.agency.options) == MOST + 2
    assert desk.agency.options[-1][0] == "…… 另有 5 个：请缩小范围"
    desk.search.value = "第00"
    assert [label for label, _ in desk.agency.options][1:] == [
        f"青川市第00{number}局" for number in range(10)
    ]
    assert len(desk.numbers.matching(Wish(name="青川 01"))) == 13  # 001, 010 … 019, 101, 201


TEXTS = pd.DataFrame(
    {
        "report_id": ["a", "b", "c"],
        "agency": ["甲局", "乙局", "丙局"],
        "year": [2021, 2022, 2023],
        "text": ["更新不够及时", "不及时回应，解读不及时", "人手不足"],
    }
)


def test_the_concordance_finds_sorts_and_marks() -> None:
    desk = concordance(TEXTS)
    desk.keyword.value = "及时"
    desk.buttons["go"].click()
    assert desk.message == "“及时”：3 处，在 2 段文字中。"
    assert desk.found["agency"].tolist() == ["甲局", "乙局", "乙局"]
    desk.sort.value = "right"  # nothing, nothing, 回应…
    assert desk.found["right"].tolist() == ["", "", "回应，解读不及时"]
    desk.items.value = 2
    assert desk._full.value == "不<mark>及时</mark>回应，解读不及时"
    desk.buttons["card"].click()
    assert desk.message.startswith("这些文字没有 report_id，或没有给出语料库")
    desk.keyword.value = "不(够)?及时"
    desk.how.value = "regex"
    assert sorted(desk.found["keyword"]) == ["不及时", "不及时", "不够及时"]
    desk.keyword.value = "("
    desk.look()
    assert desk.message.startswith("未做成：")


def test_a_search_for_a_word_cuts_only_texts_that_can_have_it() -> None:
    texts = pd.DataFrame({"text": ["依申请公开不规范", "公开不全面", "人手不足"]})
    desk = concordance(texts)
    desk.keyword.value = "公开"
    desk.look()
    assert desk.found["start"].tolist() == [3, 0]
    desk.how.value = "word"
    # In the first text it is a part of the term 依申请公开.
    assert desk.found["start"].tolist() == [0]
    assert desk._hits.of == 2
    assert desk.message == "“公开”：1 处，在 1 段文字中。"


def test_hits_come_little_by_little_and_another_search_stops_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gxkit.widgets.hits._AT_ONCE", {"text": 2})
    module = import_module("gxkit.widgets.concordance")
    monkeypatch.setattr(module, "_BREATH", 0.0)
    desk = concordance(pd.Series(["公开"] * 7 + ["解读"] * 3))

    async def search() -> tuple[list[str], int]:
        said = []
        desk.keyword.value = "公开"
        desk.look()
        said.append(desk.message)
        shown = len(desk.items.options)
        desk.keyword.value = "解读"
        desk.look()
        for _ in range(20):
            said.append(desk.message)
            await asyncio.sleep(0.02)
        return said, shown

    said, shown = asyncio.run(search())
    assert said[0] == "正在检索“公开”：7 段文字中已看 2 段，找到 2 处……"
    assert shown == 2  # at once, not at the end
    assert said[1] == "正在检索“解读”：3 段文字中已看 2 段，找到 2 处……"
    assert said[-1] == "“解读”：3 处，在 3 段文字中。"
    assert len(desk.items.options) == 3
    assert not [message for message in said[1:] if "公开" in message]


def test_the_concordance_opens_the_card_of_a_report() -> None:
    one = report(2023, sections={5: "更新不够及时"})
    desk = concordance(Corpus([one]), part="section5")
    desk.keyword.value = "更新"
    desk.look()
    desk.open_card()
    assert desk.message == "青川市档案局 2023 的卡片在下面。"
    assert "青川市档案局 · 2023" in desk._card.value


CLAUSES = pd.DataFrame(
    {
        "report_id": ["a", "a", "a", "b"],
        "kind": ["problem", "problem", "problem", "improvement"],
        "order": [1, 2, 2, 1],
        "clause": [1, 1, 1, 1],
        "text": ["更新慢", "人手不足，更新慢", "人手不足，更新慢", "加强培训"],
        "theme": ["P08", "P01", "P08", "M02"],
    }
)


def test_the_coding_desk_writes_what_was_coded_at_each_step(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    desk = coding_desk(CLAUSES, path, "甲")
    for written, said in (
        ("p08", "已存：P08。还有 2 句"),
        ("P01，P14", "已存：P01 P14。还有 1 句"),
    ):
        desk.field.value = written
        desk.buttons["save"].click()
        assert desk.message.startswith(said)
    assert [row[4:] for row in lines(path)] == [
        ["更新慢", "P08", "甲"],
        ["人手不足，更新慢", "P01 P14", "甲"],
    ]
    again = coding_desk(CLAUSES, path, "甲")
    assert again.row == 2  # where it was left
    again.field.value = "NONE"
    again.save()
    assert again.message == "已存：NONE。全部编完。"
    codes = read_codes(path)
    assert codes["theme"].fillna("-").tolist() == ["P08", "P01", "P14", "-"]
    pd.testing.assert_frame_equal(codes, again.codes, check_dtype=False)
    found = agreement(codes, CLAUSES, draws=0).set_index("theme")
    pd.testing.assert_series_equal(
        found["percent"], again.agreement().set_index("theme")["percent"]
    )
    assert found.loc["P01", "percent"] == 1.0
    assert found.loc["P08", "percent"] == pytest.approx(
        2 / 3
    )  # the second clause: only the machine
    assert "主题完全相同：33%" in again._agreement.value
    with pytest.raises(WidgetError, match="holds the codes of 甲"):
        coding_desk(CLAUSES, path, "乙")
    with pytest.raises(WidgetError, match="would be lost"):
        coding_desk(CLAUSES[:1], path, "甲")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "请写主题代码"),
        ("P99", "没有主题 P99"),
        ("M01", "M01 属于另一类"),
        ("NONE P08", "NONE 不能与别的主题并列"),
    ],
)
def test_codes_that_cannot_be_are_told_and_not_kept(
    tmp_path: Path, written: str, said: str
) -> None:
    path = tmp_path / "codes.csv"
    desk = coding_desk(CLAUSES, path, "甲")
    desk.field.value = written
    desk.save()
    assert desk.message.startswith(said)
    assert desk.row == 0
    assert not path.exists()


def test_the_coding_desk_hides_what_the_machine_said(tmp_path: Path) -> None:
    desk = coding_desk(CLAUSES, tmp_path / "codes.csv", "甲")
    assert "P08" not in desk._clause.value + desk.field.value
    assert desk._agreement.value == "编了双方都有的句子以后，这里显示一致程度。"


def test_codes_that_are_not_of_a_desk_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("id,text\n1,x\n", "utf-8")
    with pytest.raises(ThemeError, match="no column 'themes'"):
        read_codes(path)


def test_every_word_is_there_in_both_languages_with_the_same_blanks() -> None:
    blanks = {
        (desk, name): [set(re.findall(r"{(\w+)", words[lang])) for lang in ("zh", "en")]
        for desk, table in _table().items()
        for name, words in table.items()
    }
    assert [place for place, (zh, en) in blanks.items() if zh != en] == []
    with pytest.raises(WidgetError, match="fr"):
        Words("explorer", "fr")
