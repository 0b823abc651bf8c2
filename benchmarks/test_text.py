"""Words: segmentation beside bare jieba, and what is counted of 5,000 segmented reports."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from functools import cache
from time import perf_counter
from typing import Any

import pandas as pd
import pytest

from benchmarks.racing import Race, Result
from gxkit.synthetic import make_truth
from gxkit.text import (
    collocations,
    cooccurrence,
    frequency,
    keyness,
    keywords,
    network,
    segment,
)

TEXTS_A_ROUND, ROUNDS = 400, 9
REPORTS = 5000
SECONDS = 2.0
"""What keyness, collocations and the network may take; asserted."""


@cache
def bare() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@cache
def reports() -> list[str]:
    """Return section five of fictional reports: like real ones, they repeat each other."""
    return ["".join(make_truth(seed).prose.sections[4]) for seed in range(REPORTS)]


@cache
def strangers() -> list[str]:
    """Return texts of the same words, of which none repeats a clause of another."""
    chance = random.Random(5)
    tokenizer = bare()
    cut = (word for text in reports()[:300] for word in tokenizer.lcut(text, HMM=False))
    known = [word for word in cut if word.isalpha()]
    return [
        "".join(
            "".join(chance.choices(known, k=chance.randint(4, 9))) + chance.choice("，，。；、")
            for _ in range(20)
        )
        for _ in range(TEXTS_A_ROUND * (ROUNDS + 1))
    ]


Page = tuple[str, list[str], pd.Series]
"""Texts joined, whose length is shown, as a list, and as a Series."""


def rounds(texts: list[str]) -> list[list[Page]]:
    """Return a page a round, all of its texts in one, the first for warming up."""
    starts = range(0, TEXTS_A_ROUND * (ROUNDS + 1), TEXTS_A_ROUND)
    lists = [texts[start : start + TEXTS_A_ROUND] for start in starts]
    return [[("".join(each), each, pd.Series(each))] for each in lists]


def by_jieba(_joined: str, texts: list[str], _series: pd.Series) -> int:
    tokenizer = bare()
    return sum(len(tokenizer.lcut(text, HMM=False)) for text in texts)


def by_us(_joined: str, _texts: list[str], series: pd.Series) -> int:
    return len(segment(series))


def by_us_without_stop_words(_joined: str, _texts: list[str], series: pd.Series) -> int:
    return len(segment(series, stop=True, numbers=False))


def by_rjieba(_joined: str, _texts: list[str], series: pd.Series) -> int:
    return len(segment(series, engine="rjieba"))


@pytest.mark.parametrize("ours", [by_us, by_us_without_stop_words], ids=["words", "stop words out"])
@pytest.mark.parametrize("texts", [reports, strangers], ids=["reports", "no clause twice"])
def test_segment(race: Race, ours: Callable[..., int], texts: Callable[[], list[str]]) -> None:
    group = "Texts to words, beside bare jieba (HMM off)"
    name = f"{'stop words out' if ours is by_us_without_stop_words else 'words'}, {texts.__name__}"
    result = race(group, name, rounds(texts()), by_jieba, ours, limit=1 / 0.95)
    assert result.ratio < 1 / 0.95


def test_segment_by_rjieba(race: Race) -> None:
    group = "Texts to words by rjieba, beside bare jieba (HMM off)"
    result = race(group, "reports", rounds(reports()), by_jieba, by_rjieba, limit=1 / 15)
    assert result.ratio < 1 / 15


def test_segment_strangers_by_rjieba(race: Race) -> None:
    # Here rjieba itself, without anything around it, is hardly faster than its limit.
    group = "Texts to words by rjieba, beside bare jieba (HMM off)"
    result = race(group, "strangers", rounds(strangers()), by_jieba, by_rjieba)
    assert result.ratio < 1 / 3


@cache
def segmented(varied: bool) -> pd.DataFrame:
    """Return 5,000 segmented reports; varied ones have some 20,000 different words."""
    frame = pd.DataFrame({"text": reports(), "year": [2020 + at % 4 for at in range(REPORTS)]})
    cut = segment(frame, punctuation=True, pos=True)
    if varied:
        chance = random.Random(7)
        every = [word for word in bare().FREQ if len(word) == 2][:20_000]
        weights = [1 / (rank + 10) for rank in range(len(every))]
        words = [[*row, *chance.choices(every, weights, k=60)] for row in cut["words"]]
        tags = [[*row, *["n"] * 60] for row in cut["tags"]]
        cut = cut.assign(words=words, tags=tags)
    return cut


COUNTED: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "frequency by year": lambda frame: frequency(frame, by="year"),
    "keyness by year": lambda frame: keyness(frame, by="year"),
    "collocations": collocations,
    "collocations in five": lambda frame: collocations(frame, window=5),
    "edges and network": lambda frame: pd.DataFrame(network(cooccurrence(frame)).edges),
    "keywords by tf-idf": keywords,
}


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("varied", [False, True], ids=["as made", "20,000 words"])
def test_counting(board: list[Result], name: str, varied: bool) -> None:
    frame = segmented(varied)
    start = perf_counter()
    found = COUNTED[name](frame)
    seconds = perf_counter() - start
    group = f"{REPORTS} segmented reports, {'20,000 words' if varied else 'as made'}: milliseconds"
    board.append(Result(group, name, None, 0.0, 1000 * seconds, 0.0, 1000 * SECONDS, "ms"))
    assert len(found) >= 20
    assert seconds < SECONDS
