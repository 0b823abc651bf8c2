"""Rules over reports of many agencies, on figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from many_reports import evidence

from gxkit.checks.agencies import AGENCY_RULES
from gxkit.checks.agencies_peers import tails
from gxkit.checks.model import Evidence, Finding

RULES = {rule.id: rule for rule in AGENCY_RULES}
NEW, DONE = "requests/new/total", "requests/total/total"
TEXT = "".join(chr(0x4E00 + number * 7 % 3001) for number in range(600))


def found(rule: str, *reports: Evidence) -> list[Finding]:
    return list(RULES[rule].test(reports))


def test_rules_are_declared() -> None:
    assert [rule.id for rule in AGENCY_RULES] == ["E7", "G1", "G2", "G3", "G4"]
    assert {rule.scope for rule in AGENCY_RULES} == {"agencies"}
    assert [one for rule in AGENCY_RULES for one in rule.test([])] == []


# ------------------------------------------------------------------ consolidated


def government(code: str, new: float | None, **rest: object) -> Evidence:
    name = {"990000": "青岭省人民政府", "990100": "青川市人民政府"}.get(code, f"{code}县人民政府")
    meta = {"scope": "consolidated", "region_code": code, "agency": name, **rest}
    return evidence(2022, {NEW: new}, **meta)  # type: ignore[arg-type]


def bureau(code: str, number: int, new: float) -> Evidence:
    return evidence(2022, {NEW: new}, agency=f"青川市第{number}局", region_code=code, scope="own")


def of_new(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [(one.ok, one.expected, one.found) for one in findings if NEW in one.cells.split()]


def test_children_add_up_to_no_more_than_the_parent() -> None:
    children = [bureau("990100", number, 10) for number in range(3)]
    assert of_new(found("G1", government("990100", 29), *children)) == [(False, 30.0, 29.0)]
    (one,) = found("G1", government("990100", 30), *children)
    assert one.ok is True
    (one, *rest) = found("G1", government("990100", 120), *children)
    assert (one.ok, len(rest)) == (None, 0)
    assert "of 3 reports below (25% covered)" in one.message


def test_only_direct_children_count() -> None:
    county, city = government("990101", 40), government("990100", 100)
    below = [bureau("990101", number, 30) for number in range(2)]
    # The county's bureaus stand in the county's report: 30 + 30 > 40 there, 40 < 100 above.
    findings = found("G1", city, county, *below)
    assert [(one.ok, one.report_id) for one in findings if one.ok is False] == [
        (False, county.report_id)
    ]
    # A county stands under its province only where no report of its city comes between.
    province = government("990000", 10)
    assert found("G1", province, county, *below)[0].report_id == county.report_id
    assert of_new(found("G1", province, city)) == [(False, 100.0, 10.0)]


def test_central_bodies_other_years_and_own_reports_do_not_count() -> None:
    parent = government("990100", 5)
    tax = evidence(2022, {NEW: 9}, agency="国家税务总局青川市税务局", region_code="990100")
    other = evidence(2021, {NEW: 9}, agency="青川市第一局", region_code="990100", form="2021")
    assert found("G1", parent, tax, other) == []
    own = government("990100", 5, scope="own")
    assert found("G1", own, bureau("990100", 1, 10)) == []
    two = government("990100", 6, published="2023-03-01")
    assert found("G1", parent, two, bureau("990100", 1, 10)) == []  # which of them counts?


def test_a_report_that_is_there_twice_counts_once() -> None:
    parent, child = government("990100", 15), bureau("990100", 1, 10)
    again = evidence(
        2022,
        {NEW: 10},
        agency="青川市第1局",
        region_code="990100",
        scope="own",
        published="2023-01-09",
    )
    (one,) = found("G1", parent, child, again)  # 10 of 15, not 20
    assert (one.ok, "1 reports below (67% covered)" in one.message) == (None, True)
    other = evidence(
        2022,
        {NEW: 11},
        agency="青川市第1局",
        region_code="990100",
        scope="own",
        published="2023-01-09",
    )
    assert found("G1", parent, child, other) == []  # which of them counts?
    (one,) = found("G1", parent, child, other, bureau("990100", 2, 3))
    assert "1 reports below (20% covered)" in one.message


def test_one_report_in_two_files_is_no_copy_of_another() -> None:
    one, again = (
        bureau("990100", 1, 12),
        evidence(
            2022, {NEW: 12}, agency="青川市第1局", region_code="990100", published="2023-01-09"
        ),
    )
    assert found("G3", one, again) == []
    told = found("G3", one, again, bureau("990100", 2, 12))
    assert [each.report_id for each in told][:2] == [one.report_id, again.report_id]
    assert told[0].message.endswith("in the same cells as 青川市第2局 2022")


# ------------------------------------------------------------------------- peers


@pytest.mark.parametrize(("part", "whole"), [(0, 12), (3, 12), (11, 12), (12, 12), (40, 90)])
def test_tails_are_the_exact_binomial_sums(part: int, whole: int) -> None:
    rate = Fraction(3, 10)
    terms = [comb(whole, k) * rate**k * (1 - rate) ** (whole - k) for k in range(whole + 1)]
    low, high = tails(part, whole, 0.3)
    assert low == pytest.approx(float(sum(terms[: part + 1])), rel=1e-9)
    assert high == pytest.approx(float(sum(terms[part:])), rel=1e-9)


def test_tails_of_endless_numbers_take_no_time() -> None:
    low, high = tails(5 * 10**11, 10**12, 0.5)
    assert (low, high) == pytest.approx((0.5, 0.5), abs=1e-5)
    # 3 standard deviations of 500,000 each above the middle: 0.13 % lie beyond
    assert tails(5 * 10**11 + 1_500_000, 10**12, 0.5)[1] == pytest.approx(0.00135, abs=1e-5)
    exact, normal = tails(500_700, 1_000_000, 0.5), tails(500_701, 1_000_001, 0.5)
    assert exact == pytest.approx(normal, rel=0.01)


def test_tails_at_the_ends() -> None:
    assert tails(0, 10, 0.0) == (1.0, 1.0)
    assert tails(1, 10, 0.0) == (1.0, 0.0)
    assert tails(10, 10, 1.0) == (1.0, 1.0)


def peer(number: int, granted: float, handled: float = 100) -> Evidence:
    cells = {"requests/granted/total": granted, DONE: handled, NEW: handled}
    meta = {"level": "county", "agency_type": "department", "scope": "own"}
    return evidence(2022, cells, agency=f"青川{number:02}县教育局", **meta)


def test_a_rate_outside_the_funnel() -> None:
    peers = [peer(number, 50 + (number % 3) - 1) for number in range(12)]
    assert [one.ok for one in found("G2", *peers)] == [True] * 12
    odd = peer(99, 20)
    findings = found("G2", *peers, odd)
    (one,) = [one for one in findings if one.ok is False]
    assert (one.report_id, one.found) == (odd.report_id, 0.2)
    # four each of 49, 50 and 51: (600 + 0.5) / (1200 + 1) = 0.5
    assert one.expected == 0.5
    assert one.message == "2022: 公开率 20/100 = 20.0%, 12 peers together 50.0%"


def test_small_numbers_and_few_peers_say_nothing() -> None:
    peers = [peer(number, 50) for number in range(12)]
    assert [one.ok for one in found("G2", *peers, peer(99, 0, 9))].count(False) == 0
    assert found("G2", *peers[:9], peer(99, 20)) == []
    elsewhere = evidence(2022, {DONE: 100, NEW: 100}, agency="青岭省教育厅", level="province")
    assert [one.ok for one in found("G2", *peers, elsewhere)].count(False) == 0


def test_peers_that_differ_widely_widen_the_funnel() -> None:
    wide = [peer(number, 5 + 8 * number) for number in range(12)]
    assert [one.ok for one in found("G2", *wide, peer(99, 20))].count(False) == 0


# ------------------------------------------------------------------------ copies


def test_a_text_with_the_name_of_another_agency_left_inside() -> None:
    source = evidence(2022, agency="云岭县教育局", sections={1: TEXT, 5: TEXT[:200]})
    left = f"云岭县教育局{TEXT[:300]}"
    copy = evidence(2022, agency="青川市档案局", sections={1: left, 5: TEXT[:200]})
    (one,) = found("E7", source, copy)
    assert (one.ok, one.report_id, one.expected) == (False, copy.report_id, 0.8)
    # All but the runs over the foreign name: 4 with its characters and 2 at its edges at most.
    assert 0.95 < (one.found or 0) < 1
    assert one.message.startswith("2022: names 云岭县教育局, in whose report 9")


def test_naming_another_agency_is_no_copy_nor_is_a_copy_without_a_name() -> None:
    source = evidence(2022, agency="云岭县教育局", sections={1: TEXT})
    named = evidence(2022, agency="青川市档案局", sections={1: "云岭县教育局" + TEXT[::-1]})
    assert [one.ok for one in found("E7", source, named)] == [True]
    plain = evidence(2022, agency="青川市档案局", sections={1: TEXT})
    assert found("E7", source, plain) == []
    below = evidence(2022, agency="云岭县教育局考试院", sections={1: "云岭县教育局考试院" + TEXT})
    assert found("E7", source, below) == []  # its own name holds the other
    above = evidence(
        2022, agency="云岭县教育局考试院", sections={1: "云岭县教育局考试院是云岭县教育局的" + TEXT}
    )
    assert found("E7", source, above) == []  # it may well name the body that it is part of
    later = evidence(2023, agency="青川市档案局", sections={1: "云岭县教育局" + TEXT})
    assert found("E7", source, later) == []  # E6 and E8 look at other years


CELLS = {NEW: 10, "requests/new/natural_person": 10, DONE: 10, "requests/granted/total": 10}


def test_the_same_table_in_two_reports() -> None:
    one, two = evidence(2022, CELLS), evidence(2022, CELLS, agency="云岭县教育局")
    other = evidence(2022, {**CELLS, "requests/granted/total": 9}, agency="海青县教育局")
    findings = found("G3", one, two, other)
    assert [(each.ok, each.severity, each.report_id) for each in findings] == [
        (False, "hint", one.report_id),
        (False, "hint", two.report_id),
    ]
    assert findings[0].message == "2022: 10 requests in the same cells as 云岭县教育局 2022"
    few = {NEW: 9, DONE: 9}
    assert found("G3", evidence(2022, few), evidence(2022, few, agency="云岭县教育局")) == []


def test_a_table_two_years_running_is_told_once() -> None:
    assert found("G3", evidence(2021, CELLS), evidence(2022, CELLS)) == []  # E8 tells it
    assert [one.ok for one in found("G3", evidence(2021, CELLS), evidence(2023, CELLS))] == [
        *(False, False),
    ]


# ------------------------------------------------------------------------ digits

ROWS = ("new", "carried_over", "granted", "partly_granted", "total", "carried_forward")
COLUMNS = ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other")
PLACES = [f"requests/{row}/{column}" for row in ROWS for column in COLUMNS][:25]


def numbered(step: int) -> list[Evidence]:
    """Make twenty reports of 25 different numbers from 100 on: last digits 0–9 or, by 10, 0."""
    return [
        evidence(
            2022,
            dict(zip(PLACES, range(100, 100 + 25 * step, step), strict=True)),
            agency=f"青川第{n}局",
        )
        for n in range(20)
    ]


def test_last_digits() -> None:
    # 100…124 has each digit twice and 0–4 once more: 60 × 5 + 40 × 5 = 500, chi-square 20
    (one,) = found("G4", *numbered(1))
    assert (one.ok, one.found, one.report_id) == (True, 20.0, None)
    # all end in 0: (500 - 50)² / 50 + 9 × 50 = 4500
    (one,) = found("G4", *numbered(10))
    assert (one.ok, one.severity, one.found) == (False, "hint", 4500.0)
    assert one.message.endswith("most often 0 (100.0%)")
    assert found("G4", *numbered(10)[:19]) == []  # 475 numbers are too few
