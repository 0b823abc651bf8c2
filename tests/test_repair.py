"""Locating the wrong cell: on tables worked out by hand."""

from __future__ import annotations

import pytest
from evidence_pages import REQUESTS, fact, found, page, row

from gxkit.checks import check
from gxkit.checks.repair import explanations
from gxkit.forms.model import CellKey
from gxkit.parsing.model import State

# 9 new, 1 carried over; 6 granted, 2 refused; 2 carried forward. Everything adds up.
SOUND = {
    **row("new", 6, 2, 0, 0, 0, 1, 9),
    **row("carried_over", 1, 0, 0, 0, 0, 0, 1),
    **row("granted", 4, 1, 0, 0, 0, 1, 6),
    **row("refused.process", 2, 0, 0, 0, 0, 0, 2),
    **row("total", 6, 1, 0, 0, 0, 1, 8),
    **row("carried_forward", 1, 1, 0, 0, 0, 0, 2),
}


def spoilt(**cells: float | State) -> dict[CellKey, object]:
    """Change cells of the sound table, named ``row__column`` (a dot is ``_dot_``)."""
    named = {tuple(name.replace("_dot_", ".").split("__")): value for name, value in cells.items()}
    return {**SOUND, **{("requests", *name): value for name, value in named.items()}}


def test_a_sound_table_needs_no_explanation() -> None:
    assert explanations(page("2021", SOUND), "requests") == ()


@pytest.mark.parametrize(
    ("cell", "wrong", "rules"),
    [
        ("granted/natural_person", 5.0, {"A1", "A2"}),
        ("granted/total", 7.0, {"A1", "A2"}),
        ("new/enterprise", 0.0, {"A1", "A3"}),
        ("carried_forward/total", 12.0, {"A1", "A3"}),
        ("total/other", 11.0, {"A1", "A2", "A3"}),
        ("total/total", 0.0, {"A1", "A2", "A3"}),
    ],
)
def test_one_wrong_cell_is_named_with_its_value(cell: str, wrong: float, rules: set[str]) -> None:
    key = ("requests", *cell.split("/"))
    right = SOUND[key]  # type: ignore[index]
    failed = [
        one
        for one in check(page("2021", {**SOUND, key: wrong}))  # type: ignore[dict-item]
        if one.ok is False and one.rule in {"A1", "A2", "A3"}
    ]
    assert {one.rule for one in failed} == rules
    assert {one.repair for one in failed} == {f"requests/{cell}={right:g}"}
    told = f"only requests/{cell} explains all {len(failed)} failed identities: {right:g} in place of {wrong:g}"
    assert all(told in one.message for one in failed)


def test_the_cells_themselves_stay_as_printed() -> None:
    evidence = page("2021", spoilt(granted__total=7.0))
    check(evidence)
    assert evidence.values["requests", "granted", "total"] == 7.0


def test_a_held_identity_rules_a_candidate_out() -> None:
    # Two rows are wrong and every column adds up: no single cell is to blame. Of two cells only
    # such as stand in one column, one too large and one too small, and none less than nothing.
    evidence = page(
        "2021", spoilt(granted__natural_person=5.0, refused_dot_process__natural_person=1.0)
    )
    (one,) = explanations(evidence, "requests")
    assert [written.rule for written in one.failed] == ["A1", "A1"]
    assert one.singles == ()
    assert {(first.cell[2], first.wanted, second.wanted) for first, second in one.pairs} == {
        ("natural_person", 4.0, 2.0),
        ("enterprise", 0.0, 1.0),
        ("other", 0.0, 1.0),
        ("total", 7.0, 1.0),
    }


def test_the_sums_of_a_group_of_cases_have_five_suspects() -> None:
    numbers = dict(
        zip(("upheld", "corrected", "other", "pending", "total"), (3, 1, 0, 2, 4), strict=True)
    )
    evidence = page(
        "2021",
        {("disputes", "direct_suit", column): float(value) for column, value in numbers.items()},
    )
    (failed,) = [one for one in found(evidence, "B1") if one.ok is False]
    # 3 + 1 + 0 + 2 = 6, not 4: two less in one part, if it has two, or a total of 6.
    assert failed.repair == (
        "disputes/direct_suit/upheld=1;disputes/direct_suit/pending=0;disputes/direct_suit/total=6"
    )
    assert "one of 3 cells explains this" in failed.message


def test_two_groups_of_cases_are_explained_apart() -> None:
    evidence = page(
        "2021",
        {("disputes", "direct_suit", "total"): 2.0, ("disputes", "reconsideration", "upheld"): 1.0},
    )
    repairs = [one.repair for one in found(evidence, "B1") if one.ok is False]
    assert len(repairs) == 2
    assert "disputes/reconsideration/total=1" in (repairs[0] or "").split(";")
    assert "disputes/direct_suit/upheld=2" in (repairs[1] or "").split(";")


def test_what_cannot_be_tested_leaves_several_suspects() -> None:
    # The total row is blank, so no column can be added up: each cell of the row may be wrong.
    blank = {("requests", "total", column): "blank" for column in REQUESTS}
    evidence = page("2021", {**spoilt(granted__total=7.0), **blank})
    (one,) = explanations(evidence, "requests")
    assert [written.rule for written in one.failed] == ["A1"]
    wanted = {(change.cell[2], change.wanted) for change in one.singles}
    assert wanted == {
        *(("natural_person", 5.0), ("enterprise", 2.0), ("research", 1.0)),
        *(("public_welfare", 1.0), ("legal_service", 1.0), ("other", 2.0), ("total", 6.0)),
    }


def test_a_count_is_never_repaired_to_less_than_nothing_or_a_fraction() -> None:
    blank = {("requests", "total", column): "blank" for column in REQUESTS}
    less = page("2021", {**spoilt(granted__total=2.0), **blank})  # the parts are 4 + 1 + 1
    (one,) = explanations(less, "requests")
    assert {(change.cell[2], change.wanted) for change in one.singles} == {
        *(("natural_person", 0.0), ("total", 6.0)),
    }
    half = page("2021", {**spoilt(granted__natural_person=4.5), **blank})
    (one,) = explanations(half, "requests")
    assert {(change.cell[2], change.wanted) for change in one.singles} == {("natural_person", 4.0)}


def test_two_wrong_cells_are_a_pair() -> None:
    evidence = page("2021", spoilt(granted__natural_person=5.0, refused_dot_process__total=12.0))
    failed = [one for one in check(evidence) if one.ok is False and one.rule in {"A1", "A2"}]
    assert {one.rule for one in failed} == {"A1", "A2"}
    assert {one.repair for one in failed} == {
        "requests/granted/natural_person=4 requests/refused.process/total=2"
    }
    assert (
        "no single cell explains all 4 failed identities, 1 pair of cells would"
        in failed[0].message
    )


def test_errors_that_cancel_out_in_a_sum_are_explained_together() -> None:
    # One more granted and one more in all: the outcomes still add up, rows and balance do not.
    evidence = page("2021", spoilt(granted__natural_person=5.0, total__natural_person=7.0))
    (one,) = explanations(evidence, "requests")
    assert sorted(written.rule for written in one.failed) == ["A1", "A1", "A3"]
    assert one.repair == "requests/granted/natural_person=4 requests/total/natural_person=6"


def test_three_wrong_cells_are_not_guessed_at() -> None:
    evidence = page(
        "2021",
        spoilt(granted__natural_person=5.0, refused_dot_process__enterprise=3.0, total__other=8.0),
    )
    failed = [one for one in check(evidence) if one.ok is False and one.rule == "A1"]
    assert {one.repair for one in failed} == {None}
    assert "no single cell and no small number of pairs explains all 7" in failed[0].message


def test_a_single_row_of_other_handling_is_part_of_the_sums() -> None:
    three = ("other.not_corrected", "other.fee_unpaid", "other.other")
    cells = {("requests", code, column): "absent" for code in three for column in REQUESTS}
    cells |= {
        ("requests", "other", column): fact(("requests", "other", column)) for column in REQUESTS
    }
    cells |= row("new", 2, 0, 0, 0, 0, 0, 2) | row("total", 2, 0, 0, 0, 0, 0, 2)
    cells |= row("other", 3, 0, 0, 0, 0, 0, 2)
    (one,) = explanations(page("2021", cells), "requests")
    assert one.repair == "requests/other/natural_person=2"
