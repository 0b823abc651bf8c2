"""Counts of words, keywords, keyness, collocations and networks: by hand and against others."""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from math import log, log2
from types import SimpleNamespace
from typing import Any

import jieba
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from sklearn.feature_extraction.text import TfidfTransformer

from gxkit.errors import TextError
from gxkit.text import (
    collocations,
    cooccurrence,
    dtm,
    frequency,
    keyness,
    keywords,
    network,
    ngrams,
    segment,
)
from gxkit.text.tables import COLUMNS
from gxkit.text.textrank import rank

# Words given as they are: what is tested here is counting, not cutting.
FRAME = pd.DataFrame(
    {
        "year": [2022, 2022, 2023, 2023],
        "level": ["市", "县", "市", None],
        "words": [
            ["更新", "滞后", "更新", "，", "解读"],
            ["解读", "单一"],
            ["解读", "单一", "，", "更新", "滞后"],
            [],
        ],
    },
    index=["a", "b", "c", "d"],
)
PLAIN = FRAME.assign(words=[[word for word in row if word != "，"] for row in FRAME["words"]])
TEXTS = pd.Series(
    [
        "政策解读形式单一，栏目更新不够及时，队伍力量薄弱，政策解读质量有待提高。",
        "依申请公开答复不够规范，政策解读形式不够多样，业务培训不足。",
        "栏目更新滞后，网站检索不便，群众查找信息困难，栏目设置有待优化。",
    ]
)


def rows(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    return [list(row) for row in frame[list(columns)].itertuples(index=False)]


# ------------------------------------------------------------------ frequency


def test_frequency_by_hand() -> None:
    found = frequency(PLAIN)
    assert rows(found, "word", "count", "documents") == [
        ["更新", 3, 2],
        ["解读", 3, 3],
        ["单一", 2, 2],
        ["滞后", 2, 2],
    ]
    assert found["per_thousand"].tolist() == [300, 300, 200, 200]
    assert found["share"].tolist() == [0.5, 0.75, 0.5, 0.5]
    assert rows(found, "n_words", "n_documents") == [[10, 4]] * 4


def test_frequency_by_group() -> None:
    found = frequency(PLAIN, by="year")
    assert rows(found, "year", "word", "count", "n_words", "n_documents") == [
        [2022, "更新", 2, 6, 2],
        [2022, "解读", 2, 6, 2],
        [2022, "单一", 1, 6, 2],
        [2022, "滞后", 1, 6, 2],
        [2023, "单一", 1, 4, 2],
        [2023, "更新", 1, 4, 2],
        [2023, "滞后", 1, 4, 2],
        [2023, "解读", 1, 4, 2],
    ]
    assert found["per_thousand"][0] == pytest.approx(1000 / 3)
    two = frequency(PLAIN, by=["year", "level"])
    assert rows(two.drop_duplicates(["year", "level"]), "year", "level", "n_words") == [
        [2022, "县", 2],
        [2022, "市", 4],
        [2023, "市", 4],
    ]


def test_a_missing_group_is_a_group() -> None:
    told = PLAIN.assign(words=[["解读"]] * 4)
    found = frequency(told, by="level")
    assert found["level"].isna().tolist() == [False, False, True]
    assert found["count"].tolist() == [1, 2, 1]


def test_groups_that_are_not_there_or_clash() -> None:
    with pytest.raises(TextError, match="cannot group by 'province'; the columns are year, level"):
        frequency(PLAIN, by="province")
    with pytest.raises(TextError, match="cannot be called 'count' here; rename it"):
        frequency(PLAIN.rename(columns={"year": "count"}), by="count")


@pytest.mark.parametrize("given", [pd.Series([], dtype="string"), pd.Series(["", None])])
def test_without_words_the_frames_are_the_same(given: pd.Series) -> None:
    found = {
        "frequency": frequency(given),
        "ngrams": ngrams(given),
        "keywords": keywords(given),
        "collocations": collocations(given),
        "cooccurrence": cooccurrence(given),
    }
    for name, frame in found.items():
        own = frame.drop(columns="document", errors="ignore")
        assert {each: str(dtype) for each, dtype in own.dtypes.items()} == COLUMNS[name]
        assert frame.empty
    assert keywords(given, "textrank").empty
    assert dtm(given).shape == (len(given), 0)
    assert nx.number_of_nodes(network(found["cooccurrence"])) == 0


def test_punctuation_is_not_counted_as_words() -> None:
    pd.testing.assert_frame_equal(frequency(FRAME, by="year"), frequency(PLAIN, by="year"))
    assert dtm(FRAME).matrix.toarray().tolist() == dtm(PLAIN).matrix.toarray().tolist()
    one = keyness(FRAME.loc[["a"]], FRAME.loc[["b", "c"]])
    pd.testing.assert_frame_equal(one, keyness(PLAIN.loc[["a"]], PLAIN.loc[["b", "c"]]))


# ------------------------------------------------------------------ n-grams


def test_ngrams_do_not_go_over_a_sign_or_a_text() -> None:
    found = ngrams(FRAME)
    assert rows(found, "ngram", "count", "documents", "n_words") == [
        ["更新 滞后", 2, 2, 5],
        ["解读 单一", 2, 2, 5],
        ["滞后 更新", 1, 1, 5],
    ]


def test_longer_ngrams_by_group() -> None:
    found = ngrams(FRAME, 3, by="year")
    assert rows(found, "year", "ngram", "count", "per_thousand") == [
        [2022, "更新 滞后 更新", 1, 1000.0]
    ]
    assert ngrams(FRAME, 4).empty
    assert ngrams(FRAME, 2, min_count=2)["count"].tolist() == [2, 2]
    with pytest.raises(TextError, match="n must be 1 or more"):
        ngrams(FRAME, 0)


def test_ngrams_of_one_word_are_words() -> None:
    ones = ngrams(PLAIN, 1, by="year").rename(columns={"ngram": "word"})
    pd.testing.assert_frame_equal(ones, frequency(PLAIN, by="year"))


def test_long_ngrams_of_a_large_vocabulary() -> None:
    # 3,000 words to the power of 8 are more than fit into 64 bits.
    words = [f"w{number}" for number in range(3000)]
    found = ngrams(pd.DataFrame({"words": [[*words, *words[:8]]]}), 8)
    assert found.iloc[0][["ngram", "count"]].tolist() == [" ".join(words[:8]), 2]
    assert (len(found), found["count"].sum()) == (3000, 3001)


# ------------------------------------------------------------------ matrix and keywords


def test_dtm_by_hand() -> None:
    found = dtm(PLAIN)
    assert found.vocabulary.tolist() == ["单一", "更新", "滞后", "解读"]
    assert found.index.tolist() == ["a", "b", "c", "d"]
    assert found.matrix.toarray().tolist() == [
        [0, 2, 1, 1],
        [1, 0, 0, 1],
        [1, 1, 1, 1],
        [0, 0, 0, 0],
    ]
    by_year = dtm(PLAIN, by="year")
    assert by_year.matrix.toarray().tolist() == [[1, 2, 1, 2], [1, 1, 1, 1]]
    assert by_year.index.tolist() == [2022, 2023]
    assert dtm(PLAIN, by=["year", "level"]).index.nlevels == 2
    assert dtm(PLAIN, min_documents=3).vocabulary.tolist() == ["解读"]
    assert dtm(PLAIN, max_share=0.5).vocabulary.tolist() == ["单一", "更新", "滞后"]
    assert dtm(PLAIN).frame().loc["a", "更新"] == 2


@pytest.mark.parametrize("norm", ["l2", "l1", None])
def test_tfidf_is_that_of_scikit_learn(norm: str | None) -> None:
    counts = np.array([[0, 2, 1, 1], [1, 0, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0]])
    wanted = TfidfTransformer(norm=norm).fit_transform(counts).toarray()
    assert dtm(PLAIN).tfidf(norm=norm).matrix.toarray() == pytest.approx(wanted)


def test_tfidf_keywords_are_those_of_scikit_learn() -> None:
    weights = TfidfTransformer(norm=None).fit_transform(dtm(PLAIN).matrix).toarray()
    found = keywords(PLAIN, drop=False)
    assert len(found) == 9
    for document, word, score, n in rows(found, "document", "word", "score", "n_words"):
        place = "abcd".index(document), ["单一", "更新", "滞后", "解读"].index(word)
        assert score == pytest.approx(weights[place] / n)


def test_keywords_of_groups_weigh_by_texts() -> None:
    found = keywords(PLAIN, by="year", top=1, drop=False)
    # 更新: 2 of 6 words, in 2 of 4 texts; 解读: 2 of 6, in 3 texts.
    assert rows(found, "year", "word", "count", "documents", "n_words") == [
        [2022, "更新", 2, 2, 6],
        [2023, "单一", 1, 2, 4],
    ]
    assert found["score"][0] == pytest.approx(2 / 6 * (log(5 / 3) + 1))


class Given:
    """Stands where jieba.analyse cuts, and hands out words and tags that were cut already."""

    def __init__(self, words: Sequence[Any]) -> None:
        self.words = words

    def cut(self, _text: str) -> Iterator[Any]:
        return iter(self.words)


@pytest.fixture(scope="module")
def analyse() -> Any:
    """Return jieba's own keyword extractors."""
    jieba.setLogLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # jieba leaves its files open
        module = importlib.import_module("jieba.analyse")
        return SimpleNamespace(tfidf=module.TFIDF(), textrank=module.TextRank())


def test_tfidf_keywords_are_those_of_jieba(analyse: Any) -> None:
    frame = segment(TEXTS)
    extractor = analyse.tfidf
    extractor.stop_words = set()
    for number, words in enumerate(frame["words"]):
        extractor.tokenizer = Given(words)
        wanted = dict(extractor.extract_tags("", topK=None, withWeight=True))
        found = keywords(frame, idf="jieba", top=None, drop=False)
        own = found[found["document"] == number]
        assert dict(rows(own, "word", "score")) == pytest.approx(wanted)
        assert len(wanted) > 5


@pytest.mark.parametrize("window", [2, 5])
@pytest.mark.parametrize("tags", [("ns", "n", "vn", "v"), ("n",), ()])
def test_textrank_is_that_of_jieba(analyse: Any, window: int, tags: tuple[str, ...]) -> None:
    frame = segment(TEXTS, pos=True, punctuation=True)
    posseg = importlib.import_module("jieba.posseg")
    extractor = analyse.textrank
    extractor.stop_words = {"有待"}
    extractor.span = window
    found = keywords(
        frame, "textrank", tags=tags, window=window, top=None, drop=["有待", "，", "。"]
    )
    for number, (words, told) in enumerate(zip(frame["words"], frame["tags"], strict=True)):
        extractor.tokenizer = Given(list(map(posseg.pair, words, told)))
        allowed = tags or tuple(set(told))
        wanted = dict(extractor.textrank("", topK=None, withWeight=True, allowPOS=allowed))
        own = found[found["document"] == number]
        assert dict(rows(own, "word", "score")) == pytest.approx(wanted)
        assert own["score"].tolist() == sorted(own["score"], reverse=True)
    assert found["score"].max() == pytest.approx(1)


def test_textrank_by_hand() -> None:
    # Two words that only meet each other: both start at 1/2, the first becomes
    # .15 + .85/2 = .575, the second .15 + .85 · .575 …, and both go towards 1.
    low, high = 0.5, 0.5
    for _ in range(10):
        low = 0.15 + 0.85 * high
        high = 0.15 + 0.85 * low
    found = rank([["乙", "甲"]])
    assert found["甲"] == pytest.approx(1)
    first, second = low, high  # 乙 sorts first, so it is reckoned first
    assert found["乙"] == pytest.approx((first - first / 10) / (second - first / 10))


def test_keywords_say_what_they_cannot_do() -> None:
    with pytest.raises(TextError, match="choose one of tfidf, textrank"):
        keywords(TEXTS, "yake")
    with pytest.raises(TextError, match="segmented without pos=True"):
        keywords(segment(TEXTS), "textrank")
    with pytest.raises(TextError, match='takes "corpus", "jieba" or weights'):
        keywords(TEXTS, idf="wiki")
    with pytest.raises(TextError, match="no word; give weights"):
        keywords(TEXTS, idf={})


def test_own_weights() -> None:
    found = keywords(PLAIN, idf={"滞后": 8.0, "更新": 1.0, "别的": 2.0}, drop=False)
    first = found[found["document"] == "a"]
    # of 4 words: 滞后 1 · 8, 更新 2 · 1, 解读 1 · the median, 2
    assert dict(rows(first, "word", "score")) == {"滞后": 2.0, "更新": 0.5, "解读": 0.5}


# ------------------------------------------------------------------ keyness


def test_keyness_counts_beside_scores() -> None:
    found = keyness(PLAIN.loc[["a"]], PLAIN.loc[["b", "c"]]).set_index("word")
    assert found.loc["更新", ["target", "reference", "n_target", "n_reference"]].tolist() == [
        2,
        1,
        4,
        6,
    ]
    table = [[2, 2], [1, 5]]
    wanted = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert found.loc["更新", "g2"] == pytest.approx(wanted.statistic)
    assert found.loc["更新", "p"] == pytest.approx(wanted.pvalue)
    assert found.loc["更新", "log_ratio"] == pytest.approx(log2((2 / 4) / (1 / 6)))
    assert found.loc["更新", "percent_diff"] == pytest.approx(200)
    assert found.loc["更新", "target_per_thousand"] == 500
    assert found["side"].to_dict() == {
        "更新": "target",
        "单一": "reference",
        "滞后": "target",
        "解读": "reference",
    }
    assert found["g2"].tolist() == sorted(found["g2"], reverse=True)
    lacking = keyness({"甲": 3, "乙": 1}, {"乙": 2}).set_index("word")["percent_diff"]
    assert pd.isna(lacking).to_dict() == {"甲": True, "乙": False}


def test_keyness_takes_frequency_lists() -> None:
    whole = keyness(PLAIN.loc[["a"]], PLAIN.loc[["b", "c"]])
    listed = frequency(PLAIN.loc[["b", "c"]], by="level")
    for reference in (
        {"单一": 2, "解读": 2, "更新": 1, "滞后": 1},
        pd.Series({"单一": 2, "解读": 2, "更新": 1, "滞后": 1}),
        listed,
    ):
        pd.testing.assert_frame_equal(keyness(PLAIN.loc[["a"]], reference), whole)
    pd.testing.assert_frame_equal(keyness(frequency(PLAIN.loc[["a"]]), listed), whole)


def test_keyness_of_each_group_against_the_others() -> None:
    found = keyness(PLAIN, by="year")
    for year in (2022, 2023):
        one = keyness(PLAIN[PLAIN["year"] == year], PLAIN[PLAIN["year"] != year])
        own = found[found["year"] == year].drop(columns="year").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, one)


def test_a_reference_that_cannot_be_one() -> None:
    with pytest.raises(TextError, match="the reference has no words"):
        keyness(PLAIN, PLAIN.loc[["d"]])
    with pytest.raises(TextError, match="the target has no words"):
        keyness(PLAIN.loc[["d"]], PLAIN)
    with pytest.raises(TextError, match="the reference has no words"):
        keyness(PLAIN, {})
    with pytest.raises(TextError, match="1 texts of the target stand in the reference too"):
        keyness(PLAIN.loc[["a"]], PLAIN)
    with pytest.raises(TextError, match="4 texts of the target stand in the reference too"):
        keyness(PLAIN, PLAIN)
    with pytest.raises(TextError, match="name either a reference or columns"):
        keyness(PLAIN)
    with pytest.raises(TextError, match="name either a reference or columns"):
        keyness(PLAIN, PLAIN, by="year")
    with pytest.raises(TextError, match="only one group by 'year'"):
        keyness(PLAIN.loc[["a", "b"]], by="year")
    with pytest.raises(TextError, match="a count is negative"):
        keyness({"甲": -1}, {"乙": 2})


def test_the_same_report_may_be_on_both_sides() -> None:
    said = {"report_id": ["r1", "r1", "r2"], "kind": ["problem", "improvement", "problem"]}
    points = pd.DataFrame(
        {**said, "order": [1, 1, 1], "words": [["更新"], ["培训"], ["更新"]]}, index=[0, 1, 2]
    )
    problems, improvements = (points[points["kind"] == kind] for kind in ("problem", "improvement"))
    found = keyness(problems, improvements)
    assert rows(found, "word", "target", "reference") == [["培训", 0, 1], ["更新", 2, 0]]
    with pytest.raises(TextError, match="2 texts of the target"):
        keyness(problems, points.reset_index(drop=True))


def test_texts_that_are_only_numbered_alike_are_not_the_same() -> None:
    one, other = pd.Series(["更新滞后", "无"]), pd.Series(["解读单一", "无"])
    assert keyness(one, other)["n_target"].tolist() == [3] * 5


def test_keyness_settings() -> None:
    counts = {"甲": 40, "乙": 60}, {"甲": 20, "乙": 180}
    two = keyness(*counts, terms=2).set_index("word")
    four = keyness(*counts).set_index("word")
    assert (two["g2"] < four["g2"].reindex(two.index)).all()
    rare = keyness({"甲": 40, "乙": 60, "丙": 1}, counts[1], min_count=2, correction="bonferroni")
    assert sorted(rare["word"]) == ["乙", "甲"]
    assert rare["p_adjusted"].tolist() == pytest.approx((2 * rare["p"]).tolist())
    assert rare["n_target"].tolist() == [101, 101]  # what is not compared counts all the same
    given = keyness(*counts, prior={"甲": 1, "乙": 3}).set_index("word")
    wanted = log(41 / 63) - log(21 / 183)
    assert given.loc["甲", "log_odds"] == pytest.approx(wanted)
    assert given.loc["甲", "z"] == pytest.approx(wanted / (1 / 41 + 1 / 21) ** 0.5)
    # 1,000 words' worth, as the words of both together are spread: 60 and 240 of 300
    spread = keyness(*counts, prior=1000).set_index("word")
    assert spread.loc["甲", "log_odds"] == pytest.approx(log(240 / 860) - log(220 / 980))
    with pytest.raises(TextError, match="more than 0, not 0"):
        keyness(*counts, prior=0)
    with pytest.raises(TextError, match="no count over 0 for '乙'"):
        keyness(*counts, prior={"甲": 1})


# ------------------------------------------------------------------ collocations


def test_collocations_by_hand() -> None:
    # Pairs: 更新 滞后, 滞后 更新 | 解读 单一 | 解读 单一, 更新 滞后: 5 in all.
    found = collocations(FRAME, min_count=1, drop=False).set_index(["first", "second"])
    told = found.loc[("解读", "单一")]
    assert told[["count", "count_first", "count_second", "n_pairs"]].tolist() == [2, 2, 2, 5]
    assert told["expected"] == pytest.approx(0.8)
    assert told["pmi"] == pytest.approx(log2(5 / 2))
    assert told["npmi"] == pytest.approx(1)
    wanted = chi2_contingency([[2, 0], [0, 3]], correction=False, lambda_="log-likelihood")
    assert told["llr"] == pytest.approx(wanted.statistic)
    assert found.loc[("更新", "滞后"), "count"] == 2
    assert ("解读", "更新") not in found.index


def test_collocations_in_a_window() -> None:
    frame = pd.DataFrame({"words": [["甲", "乙", "丙", "，", "甲"], ["甲", "丁", "丙"]]})
    found = collocations(frame, window=2, min_count=1, drop=False)
    assert sorted(rows(found, "first", "second", "count")) == [
        ["丁", "丙", 1],
        ["乙", "丙", 1],
        ["甲", "丁", 1],
        ["甲", "丙", 2],
        ["甲", "乙", 1],
    ]
    assert found["n_pairs"].tolist() == [6] * 5
    assert len(collocations(frame, window=50, min_count=1, drop=False)) == 5
    with pytest.raises(TextError, match="1 or more, not 0"):
        collocations(frame, window=0)


def test_stop_words_part_what_stands_around_them() -> None:
    frame = pd.DataFrame({"words": [["政策", "的", "解读"]] * 3})
    assert collocations(frame).empty
    shown = collocations(frame, drop=False)
    assert rows(shown, "first", "second", "n_pairs") == [["政策", "的", 6], ["的", "解读", 6]]


def test_a_pair_rarer_than_by_chance_is_negative() -> None:
    frame = pd.DataFrame({"words": [["甲", "乙"]] * 9 + [["丙", "丁"]] * 9 + [["甲", "丁"]]})
    found = collocations(frame, min_count=1, drop=False).set_index(["first", "second"])
    assert found.loc[("甲", "丁"), "llr"] < 0 < found.loc[("甲", "乙"), "llr"]
    assert found.index[-1] == ("甲", "丁")


# ------------------------------------------------------------------ networks


def test_cooccurrence_by_hand() -> None:
    found = cooccurrence(FRAME, min_count=1)
    # 单一: b c; 更新: a c; 滞后: a c; 解读: a b c; of four texts.
    told = found.set_index(["source", "target"])
    assert told["count"].to_dict() == {
        ("更新", "滞后"): 2,
        ("单一", "解读"): 2,
        ("更新", "解读"): 2,
        ("滞后", "解读"): 2,
        ("单一", "更新"): 1,
        ("单一", "滞后"): 1,
    }
    assert told.loc[("更新", "滞后"), "jaccard"] == 1
    assert told.loc[("更新", "滞后"), "npmi"] == pytest.approx(1)
    assert told.loc[("单一", "解读"), "jaccard"] == pytest.approx(2 / 3)
    assert told.loc[("单一", "解读"), "npmi"] == pytest.approx(log2(4 / 3))
    assert told.loc[("单一", "更新"), "jaccard"] == pytest.approx(1 / 3)
    assert told.loc[("单一", "更新"), "npmi"] == pytest.approx(0)
    assert found["n_documents"].tolist() == [4] * 6


def test_which_words_an_edge_may_have() -> None:
    most = cooccurrence(FRAME, vocabulary=2, min_count=1)
    assert rows(most, "source", "target") == [["单一", "解读"]]  # of three as frequent the first
    named = cooccurrence(FRAME, vocabulary=["滞后", "更新"], min_count=1)
    assert rows(named, "source", "target") == [["更新", "滞后"]]
    with pytest.raises(TextError, match="no text has the word '公文'"):
        cooccurrence(FRAME, vocabulary=["公文"])


def test_network_of_the_strongest_edges() -> None:
    edges = cooccurrence(FRAME, min_count=1)
    graph = network(edges, top=2)
    assert sorted(map(sorted, graph.edges)) == [["单一", "解读"], ["更新", "滞后"]]
    assert graph.edges["更新", "滞后"] == {"weight": 1.0, "count": 2, "jaccard": 1.0, "npmi": 1.0}
    assert graph.nodes["解读"] == {"documents": 3}
    assert network(edges, top=None).number_of_edges() == 6
    assert network(edges, by="count").edges["单一", "解读"]["weight"] == 2
    with pytest.raises(TextError, match="takes jaccard, npmi or count"):
        network(edges, by="weight")
    with pytest.raises(TextError, match="the column 'source' is missing"):
        network(frequency(PLAIN))


def test_settings_of_the_segmentation_travel() -> None:
    for found in (
        frequency(TEXTS, stop=True),
        ngrams(TEXTS, stop=True),
        keywords(TEXTS, stop=True),
        keyness(TEXTS[:1], TEXTS[1:], stop=True),
        collocations(TEXTS, stop=True),
        cooccurrence(TEXTS, stop=True),
    ):
        assert found.attrs["segmentation"]["stop"] is True
    assert ngrams(TEXTS).attrs["segmentation"]["punctuation"] is True
    assert keyness(TEXTS[:1], TEXTS[1:]).attrs["keyness"] == {
        "terms": 4,
        "correction": "holm",
        "min_count": 1,
        "prior": 500.0,
    }
