"""The identities of the forms, on tables worked out by hand."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from gxkit import forms
from gxkit.checks import Finding, figure, identities
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact, State


def facts_of(
    form_id: str,
    values: dict[CellKey, float] | None = None,
    states: dict[CellKey, State] | None = None,
) -> list[Fact]:
    """Make a report of zeros with certain other values and states."""
    form = forms.load(form_id)
    values, states = values or {}, states or {}
    found = []
    for key in (*form.keys, *(key for key in values if key not in form.keys)):
        state = states.get(key, "number")
        value = values.get(key, 0.0) if state == "number" else None
        found.append(Fact(*key, value, "件", state, "label", str(value), "l1"))
    return found


def row(code: str, *numbers: float) -> dict[CellKey, float]:
    """Name the seven numbers of a row of the requests table."""
    columns = [column.code for column in forms.load("2021").table["requests"].columns]
    return {
        ("requests", code, column): number for column, number in zip(columns, numbers, strict=True)
    }


def only(findings: tuple[Finding, ...], ok: bool | None) -> list[Finding]:
    return [finding for finding in findings if finding.ok is ok]


@pytest.mark.parametrize(("form_id", "count"), [("2021", 42), ("2019", 40)])
def test_every_identity_is_tested_once(form_id: str, count: int) -> None:
    findings = identities(forms.load(form_id), facts_of(form_id))
    assert len(findings) == count
    assert len({(finding.rule, finding.cells) for finding in findings}) == count
    rows = {"2021": 25, "2019": 23}[form_id]
    assert Counter(finding.rule for finding in findings) == {"A1": rows, "A2": 7, "A3": 7, "B1": 3}
    assert {finding.severity for finding in findings} == {"identity"}


def test_a_report_that_adds_up_fails_nothing() -> None:
    values = {
        **row("new", 6, 2, 0, 0, 0, 1, 9),
        **row("carried_over", 1, 0, 0, 0, 0, 0, 1),
        **row("granted", 4, 1, 0, 0, 0, 1, 6),
        **row("refused.process", 2, 0, 0, 0, 0, 0, 2),
        **row("total", 6, 1, 0, 0, 0, 1, 8),
        **row("carried_forward", 1, 1, 0, 0, 0, 0, 2),
        ("disputes", "direct_suit", "pending"): 2.0,
        ("disputes", "direct_suit", "total"): 2.0,
    }
    findings = identities(forms.load("2021"), facts_of("2021", values))
    assert [finding.ok for finding in findings] == [True] * 42
    (new,) = [one for one in findings if one.rule == "A1" and "/new/" in one.cells]
    assert (new.expected, new.found) == (9.0, 9.0)
    assert new.message == "一、本年新收政府信息公开申请数量: 自然人…其他之和 9 = 总计 9"


def test_a_row_that_does_not_add_up_is_told_with_its_numbers() -> None:
    values = row("granted", 1, 1, 0, 0, 0, 1, 5)
    findings = only(identities(forms.load("2021"), facts_of("2021", values)), False)
    rules = [(finding.rule, finding.expected, finding.found) for finding in findings]
    # One row, and the columns of 自然人, 商业企业, 其他 and 总计, whose outcomes no longer add up.
    assert rules == [
        ("A1", 3.0, 5.0),
        ("A2", 1.0, 0.0),
        ("A2", 1.0, 0.0),
        ("A2", 1.0, 0.0),
        ("A2", 5.0, 0.0),
    ]
    assert findings[0].message == "（一）予以公开: 自然人…其他之和 3 ≠ 总计 5 (difference +2)"
    assert findings[0].cells.split() == [
        f"requests/granted/{column}"
        for column in (
            *("natural_person", "enterprise", "research", "public_welfare"),
            *("legal_service", "other", "total"),
        )
    ]
    assert findings[1].message == (
        "自然人: （一）予以公开…（六）其他处理 3.其他之和 1 ≠ （七）总计 0 (difference -1)"
    )
    assert (findings[0].repair, findings[0].cause) == (None, None)


def test_the_balance_of_a_column() -> None:
    values = {("requests", "carried_over", "total"): 4.0}
    findings = only(identities(forms.load("2021"), facts_of("2021", values)), False)
    assert [(finding.rule, finding.expected, finding.found) for finding in findings] == [
        ("A1", 0.0, 4.0),
        ("A3", 4.0, 0.0),
    ]
    assert findings[1].cells == (
        "requests/new/total requests/carried_over/total "
        "requests/total/total requests/carried_forward/total"
    )


def test_disputes_stand_each_for_themselves() -> None:
    values = {("disputes", "suit_after_reconsideration", "upheld"): 5.0}
    (failed,) = only(identities(forms.load("2019"), facts_of("2019", values)), False)
    assert (failed.rule, failed.table, failed.expected, failed.found) == ("B1", "disputes", 5, 0)
    assert failed.message == "复议后起诉: 结果维持…尚未审结之和 5 ≠ 总计 0 (difference -5)"


@pytest.mark.parametrize("state", ["blank", "nil", "absent", "ambiguous", "unreadable"])
def test_a_cell_without_a_number_is_never_taken_for_zero(state: State) -> None:
    key = ("requests", "granted", "research")
    findings = identities(forms.load("2021"), facts_of("2021", states={key: state}))
    unknown = only(findings, None)
    assert [(finding.rule, finding.expected, finding.found) for finding in unknown] == [
        ("A1", None, 0.0),
        ("A2", None, 0.0),
    ]
    assert unknown[0].message == f"（一）予以公开: not assessable, 科研机构 is {state}"
    assert only(findings, False) == []


def test_many_cells_without_numbers_are_counted() -> None:
    states: dict[CellKey, State] = dict.fromkeys(row("new", *[0] * 7), "blank")
    findings = identities(forms.load("2021"), facts_of("2021", states=states))
    assert findings[0].message.endswith(
        "not assessable, 自然人 is blank, 商业企业 is blank, 科研机构 is blank and 4 more"
    )
    assert (findings[0].expected, findings[0].found) == (None, None)
    assert len(only(findings, None)) == 8  # the row, and the balance of each column


def test_facts_that_are_not_there_are_absent() -> None:
    findings = identities(forms.load("2021"), [])
    assert [finding.ok for finding in findings] == [None] * 42
    assert "自然人 is absent" in findings[0].message


def test_one_row_of_other_handling_takes_the_place_of_three() -> None:
    values = {
        **row("new", 2, 0, 0, 0, 0, 0, 2),
        **row("other", 2, 0, 0, 0, 0, 0, 2),
        **row("total", 2, 0, 0, 0, 0, 0, 2),
    }
    gone = ("other.not_corrected", "other.fee_unpaid", "other.other")
    states: dict[CellKey, State] = {key: "absent" for code in gone for key in row(code, *[0] * 7)}
    findings = identities(forms.load("2021"), facts_of("2021", values, states))
    assert [finding.ok for finding in findings] == [True] * 40  # two rows fewer to add up
    outcomes = next(finding for finding in findings if finding.rule == "A2")
    assert "requests/other/natural_person" in outcomes.cells.split()
    assert "requests/other.other/natural_person" not in outcomes.cells.split()


def test_an_unofficial_row_that_is_absent_changes_nothing() -> None:
    states: dict[CellKey, State] = dict.fromkeys(row("other", *[0] * 7), "absent")
    facts = facts_of("2021", dict.fromkeys(states, 0.0), states)
    assert len(identities(forms.load("2021"), facts)) == 42


def test_three_rows_of_other_handling_under_the_form_of_2019() -> None:
    values = {
        **row("other.not_corrected", 1, 0, 0, 0, 0, 0, 1),
        **row("other.fee_unpaid", 0, 0, 0, 0, 0, 0, 0),
        **row("other.other", 1, 0, 0, 0, 0, 0, 1),
        **row("total", 3, 0, 0, 0, 0, 0, 3),
    }
    states: dict[CellKey, State] = dict.fromkeys(row("other", *[0] * 7), "absent")
    findings = identities(forms.load("2019"), facts_of("2019", values, states))
    assert len(findings) == 42
    outcomes = [finding for finding in only(findings, False) if finding.rule == "A2"]
    assert [(finding.expected, finding.found) for finding in outcomes] == [(2, 3), (2, 3)]


def test_decimals_that_binary_fractions_only_approach_add_up() -> None:
    values = row("new", 0.1, 0.2, 0, 0, 0, 0, 0.3)
    findings = identities(forms.load("2021"), facts_of("2021", values))
    assert (findings[0].rule, findings[0].ok) == ("A1", True)
    values = row("new", 0.1, 0.2, 0, 0, 0, 0, 0.3001)
    assert identities(forms.load("2021"), facts_of("2021", values))[0].ok is False


def test_large_numbers_are_told_apart_and_written_out() -> None:
    values = row("new", 123456789012, 0, 0, 0, 0, 0, 123456789013)
    failed = only(identities(forms.load("2021"), facts_of("2021", values)), False)[0]
    assert "123456789012 ≠ 总计 123456789013 (difference +1)" in failed.message


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (-11.0, "-11"), (190.457379, "190.457379"), (1e15, "1" + "0" * 15)],
)
def test_figures(value: float, written: str) -> None:
    assert figure(value) == written


def test_how_a_number_was_placed_does_not_matter() -> None:
    facts = [fact._replace(how="arithmetic") for fact in facts_of("2021")]
    assert [finding.ok for finding in identities(forms.load("2021"), facts)] == [True] * 42


def test_the_checks_cost_far_less_than_reading() -> None:
    form, facts = forms.load("2021"), facts_of("2021")
    identities(form, facts)
    best = float("inf")
    for _ in range(20):
        start = time.perf_counter()
        identities(form, facts)
        best = min(best, time.perf_counter() - start)
    assert best < 0.001
