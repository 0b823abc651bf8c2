"""How strong the checks are: errors put into reports that are right, caught and located.

The figures are printed. What is asserted follows from the form: every cell of the requests and
disputes tables stands in an identity, and no two cells of the requests table in the same ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import pytest

from gxkit import forms
from gxkit.checks import Evidence, check, failures, identities
from gxkit.checks.repair import explanations
from gxkit.documents import read_bytes
from gxkit.forms.model import CellKey
from gxkit.parsing import parse
from gxkit.parsing.model import Fact, Parsed
from gxkit.synthetic import LAYOUTS, make_report, make_truth

REPORTS = 200

Report = dict[CellKey, float]
Tell = Callable[[str], None]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    def say(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}")

    return say


@cache
def reports() -> tuple[tuple[str, Report], ...]:
    """Reports that are right, a form after the other; most offices here have some requests."""
    sizes = ("few", "dozens", "dozens", "hundreds")
    made = [
        make_truth(
            seed,
            form=form,
            year={"2019": 2020, "2021": 2023}[form],
            size=sizes[seed % 4],
            unofficial=False,
        )
        for seed in range(REPORTS // 2)
        for form in ("2021", "2019")
    ]
    return tuple(
        (one.form, {key: float(value) for key, value in one.cells.items()}) for one in made
    )


def evidence(form: str, cells: Report) -> Evidence:
    facts = tuple(
        Fact(*key, value, "件", "number", "label", f"{value:g}", "l1")
        for key, value in cells.items()
    )
    return Evidence(Parsed(form, {}, facts, (), ()))


def errors(value: float) -> Iterator[tuple[str, float]]:
    """Spoil a number as typists do, where it allows that."""
    yield "one more", value + 1
    if value < 0:
        return  # a change, in the form of 2019
    if value >= 1:
        yield "one less", value - 1
    digits = f"{value:.0f}"
    if value != int(value) or len(digits) < 2:
        return
    swapped = digits[0] + digits[2] + digits[1] + digits[3:] if len(digits) > 2 else digits[::-1]
    if float(swapped) != value:
        yield "digits swapped", float(swapped)
    yield "digit lost", float(digits[:-1])


def spoilt() -> Iterator[tuple[str, str, CellKey, float, Report]]:
    """Spoil each cell of each report in each way: some 45,000 reports with one error."""
    for form, cells in reports():
        for key in cells:
            for kind, wrong in errors(cells[key]):
                yield kind, form, key, cells[key], {**cells, key: wrong}


def test_reports_without_an_error_fail_nothing() -> None:
    for form, cells in reports():
        assert [
            one.message
            for one in identities(forms.load(form), evidence(form, cells).parsed.facts)
            if not one.ok
        ] == []


def test_every_single_error_is_caught_and_in_the_requests_table_located(tell: Tell) -> None:
    tried, caught, located, listed = Counter(), Counter(), Counter(), Counter()
    met: set[tuple[str, CellKey]] = set()
    for kind, form, key, true, cells in spoilt():
        table = key[0]
        met.add((form, key))
        if table == "proactive":
            continue
        page = evidence(form, cells)
        tried[table, kind] += 1
        found = explanations(page, table)
        caught[table, kind] += bool(found)
        candidates = [(one.cell, one.wanted) for each in found for one in each.singles]
        located[table, kind] += candidates == [(key, true)]
        listed[table, kind] += (key, true) in candidates
    assert met == {(form, key) for form in forms.ids() for key in forms.load(form).keys}
    for table, kind in tried:
        share = located[table, kind] / tried[table, kind]
        tell(
            f"{table} {kind}: {tried[table, kind]} errors, {caught[table, kind]} caught, "
            f"true value among the candidates {listed[table, kind]}, alone {share:.1%}"
        )
    assert caught == tried
    assert listed == tried
    for table, kind in tried:
        if table == "requests":
            assert located[table, kind] >= 0.99 * tried[table, kind]


def test_errors_in_the_table_without_identities_are_seldom_caught(tell: Tell) -> None:
    tried, caught = Counter(), Counter()
    for kind, form, key, _, cells in spoilt():
        if key[0] == "proactive":
            tried[kind] += 1
            findings = failures(check(evidence(form, cells)))
            caught[kind] += any(one.table == "proactive" for one in findings)
    for kind, count in tried.items():
        tell(f"proactive {kind}: {count} errors, {caught[kind]} break a rule")
    # No sum holds this table together: a rule is broken only where a number leaves its bounds.
    assert 0 < caught.total() < tried.total() / 2


def test_pairs_of_errors(tell: Tell) -> None:
    rng = Random(20)
    outcome: Counter[str] = Counter()
    for form, cells in reports():
        keys = [key for key in cells if key[0] == "requests"]
        for _ in range(6):
            pair = rng.sample(keys, 2)
            wrong = {key: cells[key] + rng.choice((1, 2, 10)) for key in pair}
            found = explanations(evidence(form, {**cells, **wrong}), "requests")
            true = {(key, cells[key]) for key in pair}
            named = [{(one.cell, one.wanted) for one in each} for f in found for each in f.pairs]
            if not found:
                outcome["not caught"] += 1
            elif len(found) == 2:
                # Far enough apart that each is a failure of its own.
                right = {(one.cell, one.wanted) for f in found for one in f.singles} == true
                outcome["each located" if right else "each located wrongly"] += 1
            elif found[0].singles:
                outcome["one cell, wrongly"] += 1
            elif named == [true]:
                outcome["the pair alone"] += 1
            elif true in named:
                outcome["the pair among several"] += 1
            else:
                outcome["other pairs" if named else "none named"] += 1
    tell(f"pairs of errors in the requests table: {dict(outcome.most_common())}")
    assert outcome.total() == 6 * REPORTS
    # Two errors by which some cell's identities all change alike would be taken for one error.
    assert outcome["not caught"] == outcome["one cell, wrongly"] == 0
    assert outcome["other pairs"] == outcome["each located wrongly"] == 0


def swaps(which: int) -> Iterator[tuple[str, str, str, Report, Report]]:
    """Exchange the numbers of two rows (1) or columns (2) that differ, under their labels."""
    rng = Random(which)
    for form, cells in reports():
        codes = list(dict.fromkeys(key[which] for key in cells if key[0] == "requests"))
        for _ in range(5):
            one, other = rng.sample(codes, 2)
            moved = dict(cells)
            for key in cells:
                if key[0] == "requests" and key[which] in (one, other):
                    across = list(key)
                    across[which] = other if key[which] == one else one
                    moved[key] = cells[across[0], across[1], across[2]]
            if moved != cells:
                yield form, one, other, cells, moved


@pytest.mark.parametrize(("which", "what"), [(1, "rows"), (2, "columns")])
def test_numbers_swapped_under_their_labels(which: int, what: str, tell: Tell) -> None:
    sums = {"new", "carried_over", "total", "carried_forward"}
    tried = caught = blind = blind_caught = 0
    for form, one, other, _, moved in swaps(which):
        failed = bool(explanations(evidence(form, moved), "requests"))
        tried, caught = tried + 1, caught + failed
        # Two outcomes, two kinds of applicant, new and carried over: a sum either way.
        same = not {one, other} & (sums if which == 1 else {"total"})
        if same or {one, other} == {"new", "carried_over"}:
            blind, blind_caught = blind + 1, blind_caught + failed
    tell(f"{what} swapped under their labels: {caught} of {tried} break an identity")
    assert blind > 0
    assert blind_caught == 0
    assert caught == tried - blind


@pytest.mark.parametrize(
    "layout", ["tabs", "bars", "markdown", "cell_a_line", "html_clean", "docx_plain"]
)
def test_rows_swapped_with_their_labels_keep_their_numbers(layout: str) -> None:
    moved = 0
    for seed in range(8):
        made = make_report(seed, layout, ["rows_shuffled"])
        read = {fact[:3]: fact for fact in parse(read_bytes(made.data, made.name)).facts}
        for key, (value, state) in made.expected.items():
            if state == "number" and key[0] == "requests":
                assert (read[key].value, read[key].state) == (value, "number")
        failed = check(Evidence(parse(read_bytes(made.data, made.name))))
        moved += any(one.rule == "A8" and one.ok is False for one in failed)
    assert (layout in LAYOUTS, moved) == (True, 8)
