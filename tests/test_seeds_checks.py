"""What the narratives of the real reports say, against their tables and their own sums.

Each failure here was read on the page: it is the publisher's.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from seeds import SEEDS

from gxkit.checks.model import Evidence, Finding
from gxkit.checks.narrative import NARRATIVE_RULES
from gxkit.documents import read
from gxkit.parsing import parse


def findings(shared: Path, number: int) -> list[Finding]:
    page = shared / "seeds" / f"{SEEDS[number]}.txt"
    if not page.is_file():
        pytest.skip(f"no {page.name} in seeds/ of shared/")
    told = Evidence(parse(read(page)))
    return [finding for rule in NARRATIVE_RULES for finding in rule.test(told)]


def sums(shared: Path, number: int) -> list[tuple[str, bool | None, float | None, float | None]]:
    return [
        (each.rule, each.ok, each.expected, each.found)
        for each in findings(shared, number)
        if each.rule in {"F8", "F10"}
    ]


def failures(shared: Path, number: int) -> list[tuple[str, float | None, float | None]]:
    return [
        (each.rule, each.expected, each.found)
        for each in findings(shared, number)
        if each.ok is False
    ]


def test_1094_is_5_and_1089(shared: Path) -> None:
    assert sums(shared, 0) == [("F8", True, 1094, 1094)]
    assert failures(shared, 0) == []


def test_two_requests_and_no_dispute(shared: Path) -> None:
    held = [(each.rule, each.ok, each.cells) for each in findings(shared, 1)]
    assert ("F1", True, "requests/new/total") in held
    assert ("F9", True, "disputes/reconsideration/total") in held
    assert failures(shared, 1) == []


def test_19_requests_are_told_where_the_table_has_none(shared: Path) -> None:
    assert failures(shared, 2) == [("F2", 0, 19)]
    assert sums(shared, 2) == [("F10", True, 19, 19)]  # 18 + 1 + 0


def test_no_request_in_2020(shared: Path) -> None:
    assert [(each.rule, each.ok) for each in findings(shared, 3)] == [("F9", True)]


def test_559_is_said_to_be_made_of_562(shared: Path) -> None:
    assert failures(shared, 4) == [("F8", 559, 562)]
    assert sums(shared, 4) == [("F8", True, 167, 167), ("F8", False, 559, 562)]
