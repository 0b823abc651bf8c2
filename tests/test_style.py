"""Concordance, dispersion, diversity and tone: against published examples and by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from gxkit.errors import TextError
from gxkit.text import dispersion, diversity, kwic, segment, tone, tone_matches
from gxkit.text.diversity import hdd, mattr, mtld, readability
from gxkit.text.tone import kinds

GRIES = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t"]  # fmt: skip
"""The corpus of five parts by which Gries (2008) explains dispersion, IJCL 13(4)."""


def of_words(*parts: str, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"words": [part.split() for part in parts], **columns})


def test_dispersion_is_that_of_gries() -> None:
    found = dispersion(of_words(*GRIES), ["a", "e", "x", "zz"]).set_index("word")
    one = found.loc["a"]
    assert (one["count"], one["range"], one["parts"]) == (15, 5, 5)
    assert one["dp"] == pytest.approx(0.18, abs=1e-9)  # as published
    assert one["juilland_d"] == pytest.approx(0.785, abs=5e-4)  # as published
    assert one["dp_norm"] == pytest.approx(0.18 / (1 - 9 / 50))
    # e once a part: ½(|.2−.18| + 3·0 + |.2−.22|); x only in the last part, of 11 words of 50.
    assert found.loc["e", "dp"] == pytest.approx(0.02)
    assert found.loc["x", "dp"] == pytest.approx(1 - 11 / 50)
    assert found.loc["x", "dp_norm"] == pytest.approx((1 - 11 / 50) / (1 - 9 / 50))
    assert found.loc["zz", "count"] == 0
    assert pd.isna(found.loc["zz", "dp"])


def test_groups_can_be_the_parts_and_empty_texts_are_none() -> None:
    frame = of_words("a a", "b b", "", "a b c d", year=[1, 1, 2, 3])
    by_year = dispersion(frame, ["a"], by="year").iloc[0]
    # Parts of 4 and 4 words; a stands 2 and 1 times: ½(|2/3−½| + |1/3−½|).
    assert (by_year["parts"], by_year["range"]) == (2, 2)
    assert by_year["dp"] == pytest.approx(1 / 6)
    alone = dispersion(of_words("a a b"), least=1)
    assert alone["dp"].tolist() == [0.0, 0.0]
    assert alone[["dp_norm", "juilland_d"]].isna().to_numpy().all()
    none = dispersion(of_words())
    assert none.dtypes.tolist() == alone.dtypes.tolist()
    with pytest.raises(TextError, match="'month'"):
        dispersion(frame, by="month")


def test_mtld_is_that_of_its_authors() -> None:
    # McCarthy and Jarvis (2010): the ratio falls to .667 at the sixth word: one factor, and three
    # words that leave nothing over. Backwards it falls to .6 at the fifth.
    assert mtld(["of", "the", "people", "by", "the", "people", "for", "the", "people"]) == 9.0
    # 甲乙 甲: 2/3 < .72 is a factor; then 丙 丙: ½ is one; 乙 leaves nothing: 6 / 2. Backwards
    # 乙丙丙 is a factor at 2/3, 甲乙甲 another: 6 / 2.
    assert mtld(list("甲乙甲丙丙乙")) == pytest.approx(3.0)
    # 甲乙丙甲 stays at .75: a part of a factor, (1 − .75) / (1 − .72), both ways.
    assert mtld(list("甲乙丙甲")) == pytest.approx(4 / (0.25 / 0.28))
    assert mtld(list("甲乙丙")) is None
    assert mtld([]) is None


def test_mattr_and_hdd_by_hand() -> None:
    # Windows 甲乙甲 乙甲甲 甲甲丙: 2 types of 3 in each.
    assert mattr(list("甲乙甲甲丙"), 3) == pytest.approx(2 / 3)
    assert mattr(list("甲乙"), 3) is None
    # Of 甲甲乙丙 two drawn: 甲 is absent in (2·1)/(4·3), 乙 in (3·2)/(4·3), 丙 as well.
    assert hdd(list("甲甲乙丙"), 2) == pytest.approx((10 / 12 + 6 / 12 + 6 / 12) / 2)
    words = list("甲乙丙丁戊" * 20 + "己")
    by_scipy = sum(1 - math.comb(101 - n, 42) / math.comb(101, 42) for n in (20,) * 5 + (1,)) / 42
    assert hdd(words) == pytest.approx(by_scipy)


def test_diversity_says_why_a_value_is_missing() -> None:
    frame = of_words("甲 乙 甲", "", note=["x", "y"])
    found = diversity(frame)
    assert found["ttr"].tolist()[0] == pytest.approx(2 / 3)
    assert found["why"].tolist() == ["hdd: fewer than 42 words", "no words"]
    assert found[["mattr", "hdd"]].isna().to_numpy().all()
    assert found["note"].tolist() == ["x", "y"]
    assert diversity(frame.iloc[:0]).dtypes.tolist() == found.dtypes.tolist()


def test_readability_by_hand() -> None:
    found = readability("公开不及时，更新慢。平台旧！\n")
    assert (found["characters"], found["sentences"], found["clauses"]) == (11, 2, 3)
    assert found["sentence_length"] == 5.5
    # 龢 is not in GB/T 2312; 瞿 is of level two, 公 of level one.
    assert readability("公瞿龢A1")["common"] == pytest.approx(1 / 3)
    assert readability("")["sentence_length"] is None
    assert readability("123")["common"] is None


def test_kwic_finds_signs_patterns_and_words() -> None:
    frame = pd.DataFrame(
        {"text": ["依申请公开不规范，公开内容少。", None, "主动\n公开及时"], "agency": list("xyz")}
    )
    found = kwic(frame, "公开", window=3)
    assert found["left"].tolist() == ["依申请", "规范，", "主动 "]
    assert found["right"].tolist() == ["不规范", "内容少", "及时"]
    assert found["agency"].tolist() == ["x", "x", "z"]
    assert found["start"].tolist() == [3, 9, 3]
    assert kwic(frame, "不规范|及时", how="regex")["keyword"].tolist() == ["不规范", "及时"]
    assert kwic(frame, "公开", how="word")["start"].tolist() == [9, 3]
    assert kwic(segment(frame), "公开", how="word")["start"].tolist() == [9, 3]
    # By the sign next to the keyword: 请 U+8BF7, ， U+FF0C, and the blank before both.
    assert kwic(frame, "公开", window=3, sort="left")["start"].tolist() == [3, 3, 9]
    assert kwic(frame, "公开", window=3, sort="left")["agency"].tolist() == ["z", "x", "x"]
    assert kwic(frame, "公开", window=3, sort="right")["right"].tolist() == [
        "不规范",
        "内容少",
        "及时",
    ]
    assert kwic(frame, "无").dtypes.tolist() == found.dtypes.tolist()


@pytest.mark.parametrize(("keyword", "how"), [("", "text"), ("(", "regex"), ("甲*", "regex")])
def test_keywords_that_cannot_be_looked_for(keyword: str, how: str) -> None:
    with pytest.raises(TextError, match=r"keyword|regular|everywhere"):
        kwic(pd.Series(["甲"]), keyword, how=how)  # type: ignore[arg-type]


TONES = [
    ("平台建设有待进一步加强", "hedge", ["有待进一步加强"]),
    ("公开还不够全面，个别栏目更新慢", "hedge", ["还不够", "个别"]),
    ("部分公开5件", "hedge", []),  # a kind of decision, no hedge
    ("下一步，我局将继续完善制度", "promise", ["下一步", "将", "继续"]),
    ("即将到期的文件", "promise", []),
    ("拟定方案", "promise", []),
    ("信息公开工作取得了一定的成效", "praise", ["取得了一定的成效"]),
    ("共收到申请12件，制定《公开指南》", "concrete", ["12件", "《公开指南》"]),
    (
        "2023年6月底前组织三次以上培训，每季度一次",
        "concrete",
        ["2023年6月底前", "三次", "每季度一次"],
    ),
    ("每个单位一个口径，一件一策，十一项", "concrete", ["十一项"]),
    ("将于明年更新，将在五月公开", "promise", ["将", "明年", "将"]),
    ("公开内容不全面", "concrete", []),
]


@pytest.mark.parametrize(("text", "kind", "wanted"), TONES)
def test_tone_finds_the_longest(text: str, kind: str, wanted: list[str]) -> None:
    found = tone_matches(pd.Series([text]))
    assert found.loc[found["kind"] == kind, "text"].tolist() == wanted
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text


def test_tone_counts_for_100_characters() -> None:
    frame = pd.DataFrame({"text": ["部分栏目有待完善", "", None], "year": [1, 2, 3]})
    found = tone(frame)
    assert found["hedge"].tolist() == [2, 0, 0]
    assert found["hedge_per_100"].tolist()[0] == 25.0
    assert found["hedge_per_100"].isna().tolist() == [False, True, True]
    assert found["why"].tolist()[1:] == ["no text", "no text"]
    assert np.asarray(tone(frame.iloc[:0]).dtypes).tolist() == found.dtypes.tolist()


def test_a_preface_is_praise_before_something_else() -> None:
    said = [
        "工作总体良好。但人员不足。",
        "人员不足。工作总体良好。",
        "工作总体良好。",
        "  总体平稳，\n人少",
    ]
    assert tone(pd.Series(said))["preface"].tolist() == [True, False, False, True]


def test_a_heading_is_no_sentence_before_the_praise() -> None:
    said = ["一、存在的问题\n（一）总体\n工作总体良好。人少。", "总体情况良好\n人少。", "\n"]
    found = tone(pd.Series(said))
    assert found["preface"].tolist() == [True, False, pd.NA]
    assert found["preface_characters"].tolist() == [6, 0, pd.NA]


def test_patterns_match_something() -> None:
    assert all(not pattern.search("") for each in kinds().values() for pattern in each)
