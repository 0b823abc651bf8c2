"""Placing by arithmetic, on tables small enough to try every placing by hand."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxkit.forms.equations import Equation
from gxkit.parsing.pieces import Piece
from gxkit.parsing.runs import cuts, sums
from gxkit.parsing.solve import Vector, possible

COLUMNS = ("a", "b", "total")
Options = dict[str, list[Vector]]


def row_sum(row: str) -> Equation:
    """a + b = total, in one row."""
    return Equation("row", (("t", row, "a"), ("t", row, "b")), (("t", row, "total"),))


def balance(column: str, left: tuple[str, ...], right: tuple[str, ...]) -> Equation:
    """Rows add up to others, in one column."""
    return Equation(
        "column",
        tuple(("t", row, column) for row in left),
        tuple(("t", row, column) for row in right),
    )


def two_fives() -> list[Vector]:
    """5 5 with one empty cell lost: three ways, of which two have the right sum."""
    return [(5, 5, 0), (5, 0, 5), (0, 5, 5)]


def test_a_row_alone_keeps_what_adds_up() -> None:
    assert possible({"r": two_fives()}, COLUMNS, [row_sum("r")]) == {"r": [1, 2]}


def test_a_row_alone_with_one_way_to_add_up() -> None:
    # 3 2 5 is whole; 3 3 with a zero total can only be wrong; 2 2 4 has no empty cell.
    options: list[Vector] = [(3, 2, 5), (2, 3, 5), (3, 5, 2)]
    assert possible({"r": options[:1] + options[2:]}, COLUMNS, [row_sum("r")]) == {"r": [0]}


def test_a_column_settles_what_rows_leave_open() -> None:
    # x + y = z in every column, and z is known to be 5 0 5: both fives of x stand under a.
    rows: Options = {"x": two_fives(), "y": [(0, 0, 0)], "z": [(5, 0, 5)]}
    rules = [row_sum("x"), *(balance(column, ("x", "y"), ("z",)) for column in COLUMNS)]
    assert possible(rows, COLUMNS, rules) == {"x": [1], "y": [0], "z": [0]}


def test_two_open_rows_settle_each_other() -> None:
    # z = 5 5 10: one of x and y stands under a and the other under b, so both stay open;
    # with z = 10 0 10 both stand under a.
    rules = [row_sum("x"), row_sum("y"), *(balance(c, ("x", "y"), ("z",)) for c in COLUMNS)]
    half: Options = {"x": two_fives(), "y": two_fives(), "z": [(5, 5, 10)]}
    assert possible(half, COLUMNS, rules) == {"x": [1, 2], "y": [1, 2], "z": [0]}
    whole: Options = {"x": two_fives(), "y": two_fives(), "z": [(10, 0, 10)]}
    assert possible(whole, COLUMNS, rules) == {"x": [1], "y": [1], "z": [0]}


def test_no_way_adds_up() -> None:
    assert possible({"r": [(5, 3, 0), (5, 0, 3), (0, 5, 3)]}, COLUMNS, [row_sum("r")]) is None
    rows: Options = {"x": two_fives(), "z": [(1, 0, 1)]}
    rules = [row_sum("x"), *(balance(column, ("x",), ("z",)) for column in COLUMNS)]
    assert possible(rows, COLUMNS, rules) is None


def test_an_equation_with_a_missing_row_says_nothing() -> None:
    rules = [row_sum("x"), balance("a", ("x", "gone"), ("z",))]
    rows: Options = {"x": two_fives(), "z": [(0, 0, 0)]}
    assert possible(rows, COLUMNS, rules) == {"x": [1, 2], "z": [0]}


def test_an_equation_with_an_unknown_number_says_nothing() -> None:
    rows: Options = {"x": two_fives(), "z": [(None, 0, 5)]}
    rules = [row_sum("x"), balance("a", ("x",), ("z",))]
    assert possible(rows, COLUMNS, rules) == {"x": [1, 2], "z": [0]}
    unknown: Options = {"x": [(None, 1, 2), (1, None, 2)]}
    assert possible(unknown, COLUMNS, [row_sum("x")]) == {"x": [0, 1]}


def test_without_equations_everything_is_possible() -> None:
    assert possible({"r": two_fives()}, COLUMNS, []) == {"r": [0, 1, 2]}


def test_decimals_add_up() -> None:
    rows: Options = {"r": [(0.1, 0.2, 0.3), (0.1, 0.3, 0.2)]}
    assert possible(rows, COLUMNS, [row_sum("r")]) == {"r": [0]}


def texts_of(run: str, most: int, *, summed: bool) -> list[tuple[str, ...]]:
    found = cuts(Piece(run, "l1", 1, glued=True), most, summed=summed)
    return [tuple(piece.text for piece in cut) for cut in found]


def test_a_run_of_decimals_is_cut_where_they_add_up() -> None:
    # 0.1 + 0.2 is a little more than 0.3 in binary.
    assert texts_of("0.10.20.3", 3, summed=True) == [("0.1", "0.2", "0.3")]
    assert texts_of("1.854316.6361.48", 9, summed=True) == [("1.85", "43", "16.63", "61.48")]


@given(
    st.lists(st.sampled_from(["0", "1", "2.9", "0.1", "0.2", "0.3", "-3", "/", "12"]), max_size=5)
)
def test_cuts_that_add_up_are_all_that_do(parts: list[str]) -> None:
    run = "".join(parts)
    every = texts_of(run, 6, summed=False)
    assert texts_of(run, 6, summed=True) == [cut for cut in every if sums(cut)]


def test_large_numbers_add_up_to_the_last_digit() -> None:
    # Beyond 2**53 millionths a float no longer counts each of them.
    x, y = 3_700_000_000_008, 48_100_000_000_008
    rows: Options = {"x": [(x, 0, 0), (x + 1, 0, 0)], "y": [(y, 0, 0)], "z": [(x + y, 0, 0)]}
    rules = [balance("a", ("x", "y"), ("z",))]
    assert possible(rows, COLUMNS, rules) == {"x": [0], "y": [0], "z": [0]}


def test_a_search_that_is_too_large_settles_nothing() -> None:
    """Fifty rows with a dozen odd moves each: soon done, and every row left open, no guess."""
    rows: Options = {
        f"r{at}": [(float(7**power + at * 13**power), 0.0, 0.0) for power in range(12)]
        for at in range(50)
    }
    names = tuple(rows)
    # The fourth option of every row is a solution, so no row may lose it.
    rows["z"] = [(sum(options[3][0] or 0.0 for options in rows.values()), 0.0, 0.0)]
    began = time.perf_counter()
    found = possible(rows, COLUMNS, [balance("a", names, ("z",))])
    assert time.perf_counter() - began < 10
    assert found is None or {row: kept for row, kept in found.items() if 3 not in kept} == {
        "z": [0]
    }


NUMBERS = st.integers(min_value=0, max_value=4)
VECTORS = st.tuples(NUMBERS, NUMBERS, NUMBERS)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_the_names_of_rows_do_not_matter(rows: int) -> None:
    options: Options = {f"r{at}": two_fives() for at in range(rows)}
    rules = [row_sum(row) for row in options]
    assert possible(options, COLUMNS, rules) == {row: [1, 2] for row in options}


@given(st.lists(st.lists(VECTORS, min_size=1, max_size=4), min_size=3, max_size=3))
def test_it_keeps_what_trying_every_table_keeps(choices: list[list[Vector]]) -> None:
    rows: Options = dict(zip(("x", "y", "z"), choices, strict=True))
    rules = [row_sum(row) for row in rows]
    rules += [balance(column, ("x", "y"), ("z",)) for column in COLUMNS]
    kept: dict[str, set[int]] = {code: set() for code in rows}
    for at in product(*(range(len(options)) for options in rows.values())):
        x, y, z = (rows[code][index] for code, index in zip(rows, at, strict=True))
        tables_sum = all(one[0] + one[1] == one[2] for one in (x, y, z))
        columns_sum = all(a + b == c for a, b, c in zip(x, y, z, strict=True))
        if tables_sum and columns_sum:
            for code, index in zip(rows, at, strict=True):
                kept[code].add(index)
    wanted = {code: sorted(found) for code, found in kept.items()}
    assert possible(rows, COLUMNS, rules) == (wanted if any(kept.values()) else None)
