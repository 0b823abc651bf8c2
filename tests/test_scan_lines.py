"""Lines of scanned text: several readings put together."""

from __future__ import annotations

from typing import Any

import pytest

from gxkit.documents import scans

if scans.missing():
    pytest.skip(f"not installed: {', '.join(scans.missing())}", allow_module_level=True)

from gxkit.documents.scans.engine import Reading
from gxkit.documents.scans.voting import voted


def reading(text: str, *scores: float) -> Reading:
    return Reading(text, min(scores), tuple(range(len(text))), scores)


@pytest.mark.parametrize(
    ("readings", "text", "score"),
    [
        # Two of three, though the third is the surest.
        ([("门", 0.95), ("内", 0.6), ("内", 0.7)], "内", 0.6),
        # One against one: the surer.
        ([("门", 0.6), ("内", 0.7)], "内", 0.7),
        # All agree: as sure as the surest.
        ([("门户", 0.6, 0.9), ("门户", 0.8, 0.7), ("内户", 0.5, 0.9)], "门户", 0.6),
        # What has lost a character says nothing of the others' places.
        ([("收到3件", 0.9, 0.9, 0.5, 0.9), ("收到8件", 0.9, 0.9, 0.7, 0.9), ("收到件", 1, 1, 1)],
         "收到8件", 0.7),
        # No two alike in length: the plainest.
        ([("收到3件", 0.9, 0.9, 0.5, 0.9), ("收到件", 1, 1, 1)], "收到3件", 0.5),
    ],
)  # fmt: skip
def test_readings_of_a_line_vote_character_by_character(
    readings: list[tuple[Any, ...]], text: str, score: float
) -> None:
    told = voted([reading(*one) for one in readings])
    assert (told.text, told.score) == (text, score)


def test_a_line_that_all_read_alike_stays_as_it_is_read_first() -> None:
    first = reading("公开", 0.5, 0.6)
    assert voted([first, reading("公开", 0.9, 0.9)]) is first
