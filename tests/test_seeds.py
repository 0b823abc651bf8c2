"""The five real reports that stand beside the project, against what people read in them.

The gold was made by hand: every cell, who and when, the parts of section one, the points of
section five. Everything is compared exactly. Where the folder is absent the tests skip.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from seeds import SEEDS

from gxkit import forms
from gxkit.reading import read_report
from gxkit.report import Report

META = ("agency", "year", "form", "region_code", "title")


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest, shared: Path) -> tuple[Report, dict[str, Any]]:
    gold = shared / "gold" / f"{request.param}.json"
    page = shared / "seeds" / f"{request.param}.txt"
    if not (gold.is_file() and page.is_file()):
        pytest.skip(f"no {request.param} in seeds/ and gold/ of shared/")
    return read_report(page), json.loads(gold.read_text(encoding="utf-8"))


def test_the_gold_holds_998_cells(shared: Path) -> None:
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in shared.glob("gold/*.json")]
    # Four reports on the form of 2021 (200 cells) and one on that of 2019 (198 cells).
    assert sum(len(gold["facts"]) for gold in golds) == 998


def test_every_cell_of_the_seed(seed: tuple[Report, dict[str, Any]]) -> None:
    report, gold = seed
    expected = {
        (table, row, column): (value, "blank" if value is None else "number")
        for table, row, column, value in gold["facts"]
    }
    found = {
        (fact.table, fact.row, fact.column): (fact.value, fact.state)
        for fact in report.parsed.facts
    }
    assert set(expected) == set(forms.load(gold["form"]).keys)
    assert {
        key: (value, found[key]) for key, value in expected.items() if found[key] != value
    } == {}
    # Nothing stands in a cell that people did not see.
    assert found.keys() - expected.keys() == set()


def test_every_number_of_the_seed_leads_back(seed: tuple[Report, dict[str, Any]]) -> None:
    report, _ = seed
    numbers = [fact for fact in report.parsed.facts if fact.state == "number"]
    assert [fact for fact in numbers if fact.raw not in report.source(str(fact.where))] == []


def test_the_masthead_of_the_seed(seed: tuple[Report, dict[str, Any]]) -> None:
    report, gold = seed
    assert {key: report.meta[key] for key in META} == {key: gold[key] for key in META}


def test_the_parts_of_the_overview_of_the_seed(seed: tuple[Report, dict[str, Any]]) -> None:
    report, gold = seed
    parts = [part for part in report.parsed.sections if part.section == 1 and part.part > 0]
    assert [part.heading for part in parts] == gold["overview"]


@pytest.mark.parametrize("kind", ["problem", "improvement"])
def test_the_points_of_the_seed(seed: tuple[Report, dict[str, Any]], kind: str) -> None:
    report, gold = seed
    points = [point.text for point in report.parsed.points if point.kind == kind]
    assert points == gold[f"{kind}s"]
