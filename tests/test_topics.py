"""Topics: planted ones are found, coherence is as by hand, and chance is seeded."""

from __future__ import annotations

import math
import sys
from random import Random

import numpy as np
import pandas as pd
import pytest

from gxkit.errors import TextError
from gxkit.text import topics
from gxkit.text.coherence import coherence

pytest.importorskip("tomotopy")

PLANTED = (
    ["网站", "栏目", "检索", "页面", "链接", "首页", "导航", "更新"],
    ["培训", "人员", "业务", "队伍", "兼职", "流动", "编制", "学习"],
    ["答复", "申请", "期限", "补正", "文书", "复议", "诉讼", "送达"],
)


def made(count: int) -> pd.DataFrame:
    """Write texts of which each is mostly of one topic; counties write of the first more often."""
    rows = []
    for seed in range(count):
        rng = Random(seed)
        level = rng.choice(("county", "city"))
        chances = (5, 3, 2) if level == "county" else (2, 3, 5)
        own = rng.choices(PLANTED, chances)[0]
        words = [rng.choice(own if rng.random() < 0.9 else rng.choice(PLANTED)) for _ in range(30)]
        rows.append({"words": words, "level": level, "own": PLANTED.index(own)})
    return pd.DataFrame(rows)


def test_planted_topics_are_found_and_stay() -> None:
    frame = made(240)
    found = topics(frame, 3, top=8, iterations=200, repeats=2)
    sets = [frozenset(words.split()) for words in found.topics["words"]]
    assert set(sets) == set(map(frozenset, PLANTED))
    assert found.topics["stability"].tolist() == [1.0, 1.0, 1.0]
    assert found.topics["share"].is_monotonic_decreasing
    assert found.topics["share"].sum() == pytest.approx(1)
    number = {sets.index(frozenset(words)) + 1: at for at, words in enumerate(PLANTED)}
    right = found.texts["topic"].map(number) == frame["own"]
    assert right.mean() >= 0.99
    again = topics(frame, 3, top=8, iterations=200, repeats=2)
    pd.testing.assert_frame_equal(found.texts, again.texts)
    pd.testing.assert_frame_equal(found.topics, again.topics)


def test_groups_differ_as_they_were_made_to() -> None:
    found = topics(made(240), 3, by="level", top=8, iterations=200, repeats=0)
    first = set(PLANTED[0])
    web = next(row.topic for row in found.topics.itertuples() if set(row.words.split()) == first)
    groups = found.groups[found.groups["topic"] == web].set_index("level")
    assert groups.loc["county", "share"] > 0.4
    assert groups.loc["city", "share"] < 0.3
    assert groups.loc["county", "prior"] > groups.loc["city", "prior"]
    assert found.groups.groupby("level")["share"].sum().tolist() == pytest.approx([1, 1])
    assert found.topics["stability"].isna().all()
    assert found.topics.attrs["topics"]["model"] == "dmr"


def test_coherence_by_hand() -> None:
    # Of 8 texts a stands in 4, b in 4, both in 3; c in 2, never with a, once with b.
    a = [1, 1, 1, 1, 0, 0, 0, 0]
    b = [1, 1, 1, 0, 1, 0, 0, 0]
    c = [0, 0, 0, 0, 1, 1, 0, 0]
    there = np.array([a, b, c], dtype=bool).T
    ab = math.log((3 / 8) / (1 / 2 * 1 / 2)) / -math.log(3 / 8)
    bc = math.log((1 / 8) / (1 / 2 * 1 / 4)) / -math.log(1 / 8)
    assert ab == pytest.approx(0.4134, abs=1e-4)
    assert bc == 0  # as often together as by chance
    assert coherence(there) == pytest.approx((ab + bc - 1) / 3)
    assert coherence(np.ones((4, 2), dtype=bool)) == 0


def test_few_texts_are_warned_of_and_empty_ones_have_no_topic() -> None:
    frame = made(40)
    frame["words"] = [[] if row == 3 else words for row, words in enumerate(frame["words"])]
    with pytest.warns(UserWarning, match="39 texts are few"):
        found = topics(frame, 2, iterations=20, repeats=0)
    assert found.texts.loc[3, ["topic_1", "topic_2", "topic"]].isna().all()
    assert found.topics.attrs["topics"]["left_out"] == 1
    assert found.topics["texts"].sum() == 39


def test_what_cannot_be_done_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TextError, match="too few for 5 topics"):
        topics(made(4), 5, least=1)
    with pytest.raises(TextError, match="'month'"):
        topics(made(4), 2, by="month")
    with pytest.raises(TextError, match="top is 2 or more"):
        topics(made(4), 2, top=1)
    monkeypatch.setitem(sys.modules, "tomotopy", None)
    with (
        pytest.raises(TextError, match=r"pip install \"gxkit\[topics\]\""),
        pytest.warns(UserWarning, match="few"),
    ):
        topics(made(40), 2)
