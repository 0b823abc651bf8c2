"""Sums that pages print beside the cells: carried along, checked, and no cell moves for them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pages import KEEPING, LOSING, Form, glued, page, requests, row_of
from reading import found_in, read_published

from gxkit.forms import CellKey, load
from gxkit.report import Report
from gxkit.synthetic import LAYOUTS, make_page, make_truth, publish

ROWS, COLUMN = "subtotal_rows", "subtotal_column"
TABLE = load("2021").table["requests"]
PLACED = [name for name in LAYOUTS if name not in {"html_wrong_spans", "glued"}]
"""Layouts in which a page without blanks tells of every number where it stands."""


def sums(report: Report) -> dict[tuple[str, str], tuple[float | None, str]]:
    """Return the subtotals of a report by row and column: value and state."""
    return {fact[1:3]: (fact.value, fact.state) for fact in report.parsed.subtotals}


def truth_of(cells: dict[CellKey, float], row: str, column: str) -> float:
    """Add up what a subtotal should be, from the truth alone."""
    rows = [key[1] for key in cells if key[1].startswith(f"{row}.")] if "." not in row else [row]
    columns = TABLE.subtotals[0].of if column == "legal" else (column,)
    return sum(cells["requests", one, each] for one in set(rows or [row]) for each in columns)


@pytest.mark.parametrize("quirks", [(ROWS,), (COLUMN,), (ROWS, COLUMN)])
@pytest.mark.parametrize("layout", PLACED)
def test_the_cells_are_the_same_with_and_without_subtotals(
    layout: str, quirks: tuple[str, ...]
) -> None:
    told = 0
    for seed in range(4):
        truth = make_truth(seed, size="dozens" if seed % 2 else None)
        plain = read_published(publish(make_page(truth, seed, ()), layout, seed))
        odd = read_published(publish(make_page(truth, seed, quirks), layout, seed))
        assert found_in(odd) == found_in(plain), (layout, seed)
        assert sums(plain) == {}
        for (row, column), (value, state) in sums(odd).items():
            if state == "number":
                assert value == truth_of(dict(truth.cells), row, column), (layout, seed, row)
                told += 1
        rules = {one.rule: one.ok for one in odd.findings if one.rule in {"A4", "A5"}}
        assert False not in rules.values(), (layout, seed)
    assert told > 50, "no subtotal was carried along"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_beside_blanks_no_number_is_another_one(layout: str) -> None:
    for seed in range(4):
        truth = make_truth(seed, size="dozens")
        quirks = (ROWS, COLUMN, "nil_marks" if seed % 2 else "zeros_blank", "groups_torn")
        published = publish(make_page(truth, seed, quirks), layout, seed)
        report = read_published(published)
        for key, (value, state) in found_in(report).items():
            if state == "number":
                assert (value, state) == published.expected[key], (layout, seed, key)
        for (row, column), (value, state) in sums(report).items():
            if state == "number":
                assert value == truth_of(dict(truth.cells), row, column), (layout, seed, row)


GROUP = {"refused.state_secret": "2", "refused.process": "1"}
HEAD = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def table(subtotal: str = "3", *, label: str = "小计", at: int = -1) -> list[Sequence[str]]:
    """A table with three refusals of natural persons, and a subtotal of them."""
    numbers = {row: (n, *"00000", n) for row, n in GROUP.items()}
    rows = requests(numbers, head=HEAD)
    first = next(at for at, row in enumerate(rows) if row[0] == "1.属于国家秘密")
    line = (label, subtotal, *"00000", subtotal)
    places = {-1: first + 8, 0: first}
    return [*rows[: places[at]], line, *rows[places[at] :]]


def outcomes(report: Report, rule: str) -> list[bool | None]:
    return [one.ok for one in report.findings if one.rule == rule]


@pytest.mark.parametrize("form", [*KEEPING, *LOSING])
@pytest.mark.parametrize(
    ("label", "at"), [("（三）不予公开", 0), ("（三）不予公开小计", -1), ("（三）小计", -1)]
)
def test_a_printed_subtotal_of_a_group(form: Form, label: str, at: int) -> None:
    right = page(form(table("3", label=label, at=at)))
    assert row_of(right, "refused.state_secret") == [2, 0, 0, 0, 0, 0, 2]
    assert sums(right)["refused", "total"] == (3, "number")
    assert outcomes(right, "A5") == [True]
    wrong = page(form(table("4", label=label, at=at)))
    assert found_in(wrong) == found_in(right)
    failed = [one for one in wrong.findings if one.rule == "A5"]
    assert [(one.ok, one.expected, one.found) for one in failed] == [(False, 3, 4)] * 2
    assert failed[0].cells.split()[0] == "requests/refused.state_secret/natural_person"
    assert "（三）不予公开" in failed[0].message
    assert outcomes(page(form(table("/", label=label, at=at))), "A5") == [None]


@pytest.mark.parametrize("form", [*KEEPING, *LOSING])
def test_a_subtotal_under_no_label_of_a_group_is_none_of_the_next(form: Form) -> None:
    """Whether 小计 between two groups is below the one or above the other nobody can say."""
    report = page(form(table("9")))
    assert (sums(report), outcomes(report, "A5")) == ({}, [None])


def across(numbers: dict[str, tuple[str, ...]], at: int, sign: str = "") -> list[Sequence[str]]:
    """A table with a column 小计 behind 自然人 or behind 其他."""
    rows = requests(numbers, head=HEAD)
    return [
        (
            *row[:at],
            "小计" if row[1] == "自然人" else sign or str(sum(map(int, row[2:7]))),
            *row[at:],
        )
        for row in rows
    ]


@pytest.mark.parametrize("form", [*KEEPING, *LOSING])
@pytest.mark.parametrize("at", [2, 7])
def test_a_printed_subtotal_of_organisations(form: Form, at: int) -> None:
    numbers = {"new": ("2", "1", "0", "0", "0", "3", "6"), "total": (*"2100036",)[:7]}
    right = page(form(across(numbers, at)))
    assert row_of(right, "new") == [2, 1, 0, 0, 0, 3, 6]
    assert sums(right)["new", "legal"] == (4, "number")
    assert outcomes(right, "A4") == [True]
    rows = across(numbers, at)
    rows[1] = tuple("5" if place == at else text for place, text in enumerate(rows[1]))
    wrong = page(form(rows))
    assert found_in(wrong) == found_in(right)
    failed = [one for one in wrong.findings if one.rule == "A4"]
    assert [(one.ok, one.expected, one.found) for one in failed] == [(False, 4, 5), (False, 7, 6)]
    assert failed[1].cells == "requests/new/natural_person requests/new/total"
    assert outcomes(page(form(across(numbers, at, "/"))), "A4") == [None]


@pytest.mark.parametrize("label", ["小计", "合计", "总计"])
@pytest.mark.parametrize("first", [False, True])
def test_a_sum_under_the_heading_of_organisations_is_not_the_total(label: str, first: bool) -> None:
    """合计 is a name of the total too: what stands over it tells which it is."""
    kinds = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    kinds.insert(0 if first else 5, label)
    head = (
        "<tr><td rowspan=3></td><td colspan=8>申请人情况</td></tr><tr><td rowspan=2>自然人</td>"
        "<td colspan=6>法人或其他组织</td><td rowspan=2>总计</td></tr>"
        f"<tr>{''.join(f'<td>{kind}</td>' for kind in kinds)}</tr>"
    )
    rows = across({"new": ("2", "1", "0", "0", "0", "3", "6")}, 2 if first else 7)[1:]
    lines = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    report = page(f"<table>{head}{''.join(f'<tr>{line}</tr>' for line in lines)}</table>")
    assert row_of(report, "new") == [2, 1, 0, 0, 0, 3, 6]
    assert sums(report)["new", "legal"] == (4, "number")


def test_subtotals_keep_their_raw_text_and_place() -> None:
    report = page("\n".join("\t".join(row) for row in table("3件", label="（三）小计")))
    (fact,) = [one for one in report.parsed.subtotals if one.column == "total"]
    assert (fact.table, fact.row, fact.raw, fact.value) == ("requests", "refused", "3件", 3.0)
    assert fact.where == "l15"  # a heading, the head, four rows, eight reasons, and this line
    assert len(report.cells) == 200


def test_another_place_of_a_subtotal_is_not_guessed() -> None:
    """In a glued row, and in a column between others, no number is what it is not."""
    numbers = {"new": ("2", "1", "0", "0", "0", "3", "6")}
    for rows, form in ((across(numbers, 7), glued), (across(numbers, 4), KEEPING[0])):
        report = page(form(rows))
        assert row_of(report, "new") in ([2, 1, 0, 0, 0, 3, 6], ["ambiguous"] * 7)
        told = {key: value for key, (value, state) in sums(report).items() if state == "number"}
        assert ("new", "legal") not in told
        assert set(told.values()) <= {0.0}  # rows of zeros
        assert set(outcomes(report, "A4")) <= {None}
