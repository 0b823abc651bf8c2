"""The official forms as data: every cell, label, unit and identity, against codes.csv."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from gxkit import forms
from gxkit.forms import Form
from gxkit.forms.equations import Equation, equations, present_rows

IDS = ("2019", "2021")


@pytest.fixture(params=IDS)
def form(request: pytest.FixtureRequest) -> Form:
    return forms.load(request.param)


@pytest.mark.parametrize("id", IDS)
def test_the_cells_are_those_of_the_code_list(id: str, shared: Path) -> None:
    with (shared / "codes.csv").open(encoding="utf-8-sig", newline="") as file:
        wanted = [row for row in csv.DictReader(file) if row["form"] == id]
    columns = ["form", "table", "row", "column", "row_label", "column_label"]
    found = forms.load(id).cells[columns].to_dict("records")
    assert found == wanted


@pytest.mark.parametrize(("id", "tables"), [("2019", (22, 161, 15)), ("2021", (10, 175, 15))])
def test_how_many_cells_a_form_has(id: str, tables: tuple[int, int, int]) -> None:
    keys = forms.load(id).keys
    assert Counter(table for table, _, _ in keys) == dict(
        zip(("proactive", "requests", "disputes"), tables, strict=True)
    )
    assert len(set(keys)) == len(keys) == sum(tables)
    assert forms.load(id).cells.shape == (sum(tables), 9)


@pytest.mark.parametrize(("id", "counts"), [("2019", (0, 37, 3)), ("2021", (0, 39, 3))])
def test_how_many_identities_a_form_has(id: str, counts: tuple[int, int, int]) -> None:
    """42 in a report on the form of 2021, 40 on that of 2019."""
    assert tuple(len(equations(table)) for table in forms.load(id).tables) == counts
    assert sum(counts) == {"2019": 40, "2021": 42}[id]


@pytest.mark.parametrize(
    ("id", "rules"),
    [
        ("2019", {"A1": 23, "A2": 7, "A3": 7, "B1": 3}),
        ("2021", {"A1": 25, "A2": 7, "A3": 7, "B1": 3}),
    ],
)
def test_how_many_identities_of_each_rule(id: str, rules: dict[str, int]) -> None:
    found = Counter(rule.rule for table in forms.load(id).tables for rule in equations(table))
    assert found == rules


def rule_of(id: str, rule: str, at: int, printed: tuple[str, ...] = ()) -> Equation:
    """Return one equation of the requests table by its rule and its place among those."""
    table = forms.load(id).table["requests"]
    return [one for one in equations(table, printed) if one.rule == rule][at]


def test_a_row_adds_up_to_its_total() -> None:
    rule = rule_of("2021", "A1", 0)
    assert [key[1:] for key in rule.left] == [
        ("new", "natural_person"),
        ("new", "enterprise"),
        ("new", "research"),
        ("new", "public_welfare"),
        ("new", "legal_service"),
        ("new", "other"),
    ]
    assert rule.right == (("requests", "new", "total"),)


def test_new_and_old_requests_balance_with_handled_and_open_ones() -> None:
    rule = rule_of("2019", "A3", 6)
    assert [key[1:] for key in rule.left] == [("new", "total"), ("carried_over", "total")]
    assert [key[1:] for key in rule.right] == [("total", "total"), ("carried_forward", "total")]


@pytest.mark.parametrize(("id", "count"), [("2019", 19), ("2021", 21)])
def test_the_outcomes_add_up_to_all_that_is_handled(id: str, count: int) -> None:
    rule = rule_of(id, "A2", 0)
    assert len(rule.left) == count
    assert {key[1] for key in rule.left}.isdisjoint({"new", "carried_over", "carried_forward"})
    assert rule.right == (("requests", "total", "natural_person"),)


def test_a_single_row_six_takes_the_place_of_three() -> None:
    rule = rule_of("2021", "A2", 0, ("other",))
    rows = [key[1] for key in rule.left]
    assert len(rows) == 19
    assert [row for row in rows if row.startswith("other")] == ["other"]
    assert len(equations(forms.load("2021").table["requests"], ("other",))) == 37


def test_three_rows_under_the_old_form_take_the_place_of_one() -> None:
    three = ("other.not_corrected", "other.fee_unpaid", "other.other")
    rows = [key[1] for key in rule_of("2019", "A2", 0, three).left]
    assert {row for row in rows if row.startswith("other")} == set(three)
    assert len(equations(forms.load("2019").table["requests"], three)) == 39


def test_rows_in_force_keep_the_order_of_the_form() -> None:
    table = forms.load("2021").table["requests"]
    rows = present_rows(table, ())
    assert rows[:3] == ("new", "carried_over", "granted")
    assert rows[-2:] == ("total", "carried_forward")
    assert len(rows) == 25


def test_every_label_is_unlike_its_neighbours(form: Form) -> None:
    """Two things of one table with the same printed path could not be told apart."""
    for table in form.tables:
        labels = [(*row.path, row.zh) for row in table.official_rows]
        assert len(set(labels)) == len(labels), table.code
        assert len({column.zh for column in table.columns}) == len(table.columns), table.code


def test_every_row_names_columns_that_its_table_has(form: Form) -> None:
    for table in form.tables:
        for row in table.rows:
            assert set(row.columns) <= set(table.column), row.code
            assert set(row.instead_of) <= set(table.row), row.code


def test_identities_name_rows_and_columns_that_are_there(form: Form) -> None:
    for table in form.tables:
        for identity in table.identities:
            known = table.column if identity.over == "rows" else table.row
            assert {*identity.left, *identity.right} <= set(known), identity.rule


@pytest.mark.parametrize(
    ("id", "key", "unit"),
    [
        ("2021", ("proactive", "fee", "amount"), "万元"),
        ("2021", ("proactive", "regulation", "issued"), "件"),
        ("2021", ("requests", "new", "total"), "件"),
        ("2021", ("disputes", "direct_suit", "upheld"), "件"),
        ("2019", ("proactive", "procurement", "amount"), None),
    ],
)
def test_units(id: str, key: tuple[str, str, str], unit: str | None) -> None:
    frame = forms.load(id).cells.set_index(["table", "row", "column"])
    found = frame.loc[key, "unit"]
    assert (None if pd.isna(found) else found) == unit


@pytest.mark.parametrize(
    ("year", "id"),
    [(2008, None), (2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")],
)
def test_the_form_in_force(year: int, id: str | None) -> None:
    form = forms.for_year(year)
    assert (form.id if form else None) == id


def test_a_form_that_there_is_not() -> None:
    with pytest.raises(KeyError, match="no form '1999'; gxkit knows 2019, 2021"):
        forms.load("1999")


def test_every_cell_has_labels_in_both_languages(form: Form) -> None:
    labels = form.cells[["row_label", "column_label", "row_label_en", "column_label_en"]]
    assert not labels.isna().to_numpy().any()
    assert not (labels == "").to_numpy().any()
    # English labels hold no Chinese.
    english = labels[["row_label_en", "column_label_en"]].to_numpy().ravel()
    assert [text for text in english if any("一" <= sign <= "龥" for sign in text)] == []
