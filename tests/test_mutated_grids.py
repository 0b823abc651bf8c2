"""Grids of every file kind, mutated: no printed number is lost in silence, none is wrong."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st
from mutated_grids import (
    Mutation,
    below,
    cut,
    in_place,
    packed,
    with_column,
    with_row,
    without_column,
)

from gxkit.documents import read_bytes
from gxkit.documents.model import Document, Table
from gxkit.forms import CellKey
from gxkit.parsing import parse
from gxkit.synthetic import make_page, make_truth, publish

LAYOUTS = ("html_clean", "html_cut", "docx_cut", "xlsx_one", "pptx_cut", "pdf_ruled")
Place = tuple[int, int]
Printed = dict[Place, tuple[CellKey, float | None]]


@cache
def published(seed: int, layout: str) -> tuple[Document, tuple[tuple[Table, Printed], ...]]:
    """Return a fictional report and its tables, with the cell and the number at each place."""
    page = publish(make_page(make_truth(seed), seed, ("row_blank",)), layout, seed)
    document = read_bytes(page.data, page.name)
    cells = {
        fact.where: (fact[:3], page.expected[fact[:3]][0])
        for fact in parse(document).facts
        if fact.where and fact.state == "number"
    }
    tables = [block for block in document.blocks if isinstance(block, Table)]
    told = [
        (
            table,
            {
                (c.row, c.column): cells[table.where(c)]
                for c in table.cells
                if table.where(c) in cells
            },
        )
        for table in tables
    ]
    return document, tuple((table, places) for table, places in told if places and table.height > 2)


def _empty_row(table: Table, first: int, rng: Random) -> list[Table]:
    at = rng.randint(1, table.height)
    return [with_row(table, at, through=rng.random() < 0.3, cells=table.width)]


def _empty_row_in_head(table: Table, first: int, rng: Random) -> list[Table]:
    return [with_row(table, rng.randint(1, first), through=False, cells=table.width)]


def _column_more_below(table: Table, first: int, rng: Random) -> list[Table]:
    upper, lower = cut(table, rng.randint(2, table.height))
    parts = [upper, with_column(lower, rng.randint(1, table.width))]
    return parts if rng.random() < 0.5 else [below(parts)]


def _column_more_above(table: Table, first: int, rng: Random) -> list[Table]:
    upper, lower = cut(table, rng.randint(2, table.height))
    return [with_column(upper, rng.randint(1, table.width)), lower]


def _other_spans_below(table: Table, first: int, rng: Random) -> list[Table]:
    upper, lower = cut(table, rng.randint(2, table.height))
    return [upper, packed(lower)]


def _head_apart(table: Table, first: int, rng: Random) -> list[Table]:
    if first < 2:
        return [table]
    head, body = cut(table, first)
    return [head, with_column(body, rng.randint(1, table.width))]


def _column_more(table: Table, first: int, rng: Random) -> list[Table]:
    return [with_column(table, rng.randint(1, table.width))]


MUTATIONS: tuple[Mutation, ...] = (
    _empty_row,
    _empty_row_in_head,
    _column_more_below,
    _column_more_above,
    _other_spans_below,
    _head_apart,
    _column_more,
)


def wrong(seed: int, layout: str, mutation: Mutation, taken: int | None = None) -> list[object]:
    """Mutate each table of a report in turn; name the numbers lost in silence, and the wrong."""
    document, tables = published(seed, layout)
    rng = Random(f"{seed} {layout}")
    found: list[object] = []
    for table, places in tables:
        first = min(row for row, _ in places)
        facts = {
            fact[:3]: fact
            for fact in parse(in_place(document, table, mutation(table, first, rng))).facts
        }
        for key, value in places.values():
            fact = facts.get(key)
            if fact is None or fact.state in {"blank", "nil", "absent"}:
                found.append((key, value, fact and fact.state))
            elif fact.state == "number" and fact.value != value:
                found.append((key, value, fact.value))
    return found


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 400),
    layout=st.sampled_from(LAYOUTS),
    mutation=st.sampled_from(MUTATIONS),
)
@example(seed=1, layout="html_clean", mutation=_empty_row_in_head)
@example(seed=1, layout="docx_cut", mutation=_head_apart)
@example(seed=135, layout="pptx_cut", mutation=_column_more_below)
@example(seed=314, layout="xlsx_one", mutation=_empty_row)
@example(seed=2, layout="pptx_cut", mutation=_column_more)
def test_no_printed_number_is_lost_or_moved(seed: int, layout: str, mutation: Mutation) -> None:
    assert wrong(seed, layout, mutation) == []


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 400), layout=st.sampled_from(LAYOUTS), data=st.data())
def test_a_part_that_lost_a_column_has_no_wrong_number(
    seed: int, layout: str, data: st.DataObject
) -> None:
    document, tables = published(seed, layout)
    for table, places in tables:
        column = data.draw(st.sampled_from(sorted({column for _, column in places})))
        last = max(row for row, _ in places)
        first = data.draw(st.integers(min(min(row for row, _ in places) + 1, last), last))
        upper, lower = cut(table, first)
        parts = [upper, without_column(lower, column)]
        found = {fact[:3]: fact for fact in parse(in_place(document, table, parts)).facts}
        for (row, at), (key, value) in places.items():
            if at != column or row < first:
                fact = found[key]
                assert fact.state in {"number", "ambiguous"}, key
                assert fact.value in {value, None}, key
