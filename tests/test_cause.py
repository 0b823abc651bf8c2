"""Whose error it is: evidence for the reading, for the document, and for neither."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from evidence_pages import fact, found, page, row

from gxkit.checks import Finding
from gxkit.checks.model import Evidence
from gxkit.documents import read_bytes
from gxkit.documents.model import Note, Table
from gxkit.parsing import parse
from gxkit.report import Report
from gxkit.synthetic import LAYOUTS, make_page, make_report, make_truth
from gxkit.synthetic.pdf_pages import pdf_page

SUITS = ("upheld", "corrected", "other", "pending", "total")


def suits(*numbers: float, **page_options: Any) -> Evidence:
    """Make a page whose direct suits are these five numbers; facts replace some of them."""
    cells = {
        ("disputes", "direct_suit", column): float(number)
        for column, number in zip(SUITS, numbers, strict=True)
    }
    return page("2021", cells | page_options.pop("cells", {}), **page_options)


def failed(evidence: Evidence) -> Finding:
    (one,) = [one for one in found(evidence, "B1") if one.ok is False]
    return one


def key(column: str) -> tuple[str, str, str]:
    return ("disputes", "direct_suit", column)


def test_a_wrong_sum_that_is_read_cleanly_is_the_documents() -> None:
    one = failed(suits(3, 1, 0, 2, 7))
    assert one.cause == "document"
    assert one.message.endswith("every cell is tied by labels and prints one number")


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((3, 1, 0, 2, 0), "a total of 0 for parts that are not"),
        ((3, 1, 0, 2, 4), "the total is the sum without 尚未审结"),
        ((3, 1, 0, 2, 5), "the total is the sum without 结果纠正"),
    ],
)
def test_the_slips_of_publishers_are_named(numbers: tuple[float, ...], told: str) -> None:
    assert failed(suits(*numbers)).message.endswith(told)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (12, 21, "two digits change places: 21 for 12"),
        (120, 12, "a digit is lost: 12 for 120"),
        (12, 122, "a digit is doubled or added: 122 for 12"),
    ],
)
def test_the_slips_of_typists_are_named(right: float, wrong: float, told: str) -> None:
    cells = row("new", right, 0, 0, 0, 0, 0, right) | row("granted", right, 0, 0, 0, 0, 0, right)
    cells |= row("total", right, 0, 0, 0, 0, 0, right) | {
        ("requests", "new", "natural_person"): wrong
    }
    sums = [one for one in found(page("2021", cells), "A3") if one.ok is False]
    assert [one.cause for one in sums] == ["document"]
    assert told in sums[0].message


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"how": "order"}, "disputes/direct_suit/pending is placed by order"),
        ({"how": "arithmetic"}, "disputes/direct_suit/pending is placed by arithmetic"),
        ({"raw": "2*"}, "disputes/direct_suit/pending prints '2*'"),
        ({"raw": "2（注）"}, "disputes/direct_suit/pending prints '2（注）'"),
        ({"raw": None}, "disputes/direct_suit/pending prints None"),
    ],
)
def test_thin_evidence_blames_nobody(change: dict[str, Any], told: str) -> None:
    doubtful = fact(key("pending"), 2.0)._replace(**change)
    one = failed(suits(3, 1, 0, 2, 7, cells={key("pending"): doubtful}))
    assert one.cause is None
    assert f"who erred is not known: {told}" in one.message


def test_a_table_with_cells_that_are_not_known_blames_nobody() -> None:
    for state in ("ambiguous", "unreadable"):
        one = failed(suits(3, 1, 0, 2, 7, cells={("disputes", "reconsideration", "other"): state}))
        assert (one.cause, f"1 cells of the table are {state}" in one.message) == (None, True)


def test_notes_of_the_fitting_blame_nobody() -> None:
    note = Note("fitting", "warning", "numbers stand before their labels", "l8")
    one = failed(suits(3, 1, 0, 2, 7, notes=(note,)))
    assert (one.cause, one.message.endswith("numbers stand before their labels")) == (None, True)


def test_what_the_page_itself_shows_is_an_error_of_the_reading() -> None:
    # The parts are 3 + 1 + 0 + 2 = 6; the cell of the total prints a 6 beside the 7.
    for raw in ("7（应为6）", "7 6"):
        total = fact(key("total"), 7.0)._replace(raw=raw)
        one = failed(suits(3, 1, 0, 2, 7, cells={key("total"): total}))
        assert one.cause == "parse"
        assert f"disputes/direct_suit/total prints {raw!r}, which holds 6" in one.message
    # Digits that were set apart: 1 362 read as 1.
    total = fact(key("total"), 1.0)._replace(raw="1 362")
    assert failed(suits(1362, 0, 0, 0, 1, cells={key("total"): total})).cause == "parse"


def test_a_persons_correction_is_no_error_of_the_reading() -> None:
    # The person says 5 where the page prints 1 and 3; the sum wants 3.
    wrong = fact(key("total"), 5.0, how="corrected", raw="1 (3)")
    one = failed(suits(3, 0, 0, 0, 3, cells={key("total"): wrong}))
    assert one.cause is None
    assert one.message.endswith("who erred is not known: disputes/direct_suit/total was corrected")


def test_kinds_of_file_whose_digits_may_be_mistaken_blame_nobody() -> None:
    one = failed(suits(3, 1, 0, 2, 7, meta={"format": "scan"}))
    assert (one.cause, "digits of scan files may be mistaken" in one.message) == (None, True)
    assert failed(suits(3, 1, 0, 2, 7, meta={"format": "html"})).cause == "document"


def test_a_second_reading_decides() -> None:
    cells = row("new", 4, 0, 0, 0, 0, 0, 4) | row("granted", 4, 0, 0, 0, 0, 0, 4)
    cells |= row("total", 4, 0, 0, 0, 0, 0, 4)
    wrong = ("requests", "new", "natural_person")
    for value, cause in ((4.0, "parse"), (9.0, "document")):
        evidence = page(
            "2021", cells | {wrong: 9.0}, meta={"format": "pdf"}, second={wrong: fact(wrong, value)}
        )
        sums = [one for one in found(evidence, "A1") if one.ok is False]
        assert [(one.cause, one.repair) for one in sums] == [
            (cause, "requests/new/natural_person=4")
        ]


def test_two_readings_that_agree_do_not_say_where_a_number_belongs() -> None:
    cells = row("new", 4, 0, 0, 0, 0, 0, 4) | row("granted", 4, 0, 0, 0, 0, 0, 4)
    cells |= row("total", 4, 0, 0, 0, 0, 0, 4)
    wrong = ("requests", "new", "natural_person")
    for how, other in (("order", 9.0), ("corrected", 9.0), ("corrected", 5.0)):
        evidence = page(
            "2021",
            cells | {wrong: fact(wrong, 9.0, how=how)},
            meta={"format": "pdf"},
            second={wrong: fact(wrong, other)},
        )
        sums = [one for one in found(evidence, "A1") if one.ok is False]
        assert [one.cause for one in sums] == [None]
        assert "requests/new/natural_person" in sums[0].message


def scanned(place: str, level: str = "warning") -> Finding:
    """Let OCR say something of a cell of a scan whose parts are 3 + 1 + 0 + 2 = 6, its total 7."""
    cells = {
        key(column): fact(key(column), number)._replace(where=f"p4 t3 r4 c{11 + at}")
        for at, (column, number) in enumerate(zip(SUITS, (3.0, 1.0, 0.0, 2.0, 7.0), strict=True))
    }
    note = Note("ocr", level, "certainty 0.41 at p4 400,300,440,320", place)  # type: ignore[arg-type]
    return failed(suits(3, 1, 0, 2, 7, cells=cells, notes=(note,), meta={"format": "scan"}))


def test_a_cell_that_ocr_was_not_sure_of_is_an_error_of_the_reading() -> None:
    one = scanned("p4 t3 r4 c14")
    assert one.cause == "parse"
    assert one.message.endswith("OCR was not sure of disputes/direct_suit/pending")
    # Of another cell, or sure of this one: nothing is known, and never is it the publisher.
    for other in (scanned("p4 t3 r4 c3"), scanned("p4 t3 r4 c14", "info")):
        assert (other.cause, "digits of scan files may be mistaken" in other.message) == (
            None,
            True,
        )


def test_a_cell_of_a_pdf_that_two_readings_differ_on_is_never_the_documents() -> None:
    made = pdf_page(
        next(
            make_page(make_truth(seed), seed, ["wrong_sum"])
            for seed in range(20)
            if make_truth(seed).form == "2021"
        ),
        Random(1),
    )
    document = read_bytes(made, "report.pdf")
    before = Report(parse(document), document)
    sums = [one for one in before.findings if one.ok is False and one.severity == "identity"]
    assert {one.cause for one in sums} <= {"document", None}
    assert "document" in {one.cause for one in sums}
    where = {
        fact.where
        for fact in before.parsed.facts
        if any("/".join(fact[:3]) in one.cells.split() for one in sums)
    }
    blocks = tuple(
        replace(
            block,
            second={
                (cell.row, cell.column): "98765"
                for cell in block.cells
                if block.where(cell) in where
            },
        )
        if isinstance(block, Table)
        else block
        for block in document.blocks
    )
    twice = replace(document, blocks=blocks)
    after = Report(parse(twice), twice)
    states = {fact.state for fact in after.parsed.facts if fact.where in where}
    assert states == {"ambiguous"}
    causes = {one.cause for one in after.findings if one.ok is False and one.severity == "identity"}
    assert "document" not in causes


def test_numbers_placed_by_order_that_must_change_places_were_read_wrongly() -> None:
    cells = row("new", 5, 2, 0, 0, 0, 0, 7) | row("granted", 5, 2, 0, 0, 0, 0, 7)
    cells |= row("total", 5, 2, 0, 0, 0, 0, 7)
    one, other = (("requests", "new", column) for column in ("natural_person", "enterprise"))
    swapped = {one: fact(one, 2.0, how="order"), other: fact(other, 5.0, how="order")}
    sums = [each for each in found(page("2021", cells | swapped), "A3") if each.ok is False]
    assert [each.cause for each in sums] == ["parse", "parse"]
    assert {each.repair for each in sums} == {
        "requests/new/enterprise=2 requests/new/natural_person=5"
    }
    labelled = {one: 2.0, other: 5.0}
    sums = [each for each in found(page("2021", cells | labelled), "A3") if each.ok is False]
    assert [each.cause for each in sums] == ["document", "document"]


def test_many_failures_blame_nobody() -> None:
    cells = row("new", 1, 2, 3, 4, 5, 6, 99) | row("granted", 9, 8, 7, 6, 5, 4, 3)
    sums = [one for one in found(page("2021", cells), "A1") if one.ok is False]
    assert {one.cause for one in sums} == {None}
    assert "more than 2 cells would have to change" in sums[0].message


@pytest.mark.parametrize("layout", [name for name, entry in LAYOUTS.items() if entry.keeps_cells])
def test_publishers_wrong_sums_are_never_laid_at_the_readings_door(layout: str) -> None:
    causes = set()
    for seed in range(6):  # in cut tables, sums that fail may leave the cells open instead
        made = make_report(seed, layout, ["wrong_sum"])
        document = read_bytes(made.data, made.name)
        report = Report(parse(document), document)
        sums = [
            one
            for one in report.findings
            if one.ok is False and one.rule in {"A1", "A2", "A3", "B1"}
        ]
        causes |= {one.cause for one in sums}
    assert causes != set()
    assert "parse" not in causes
    assert layout == "html_wrong_spans" or "document" in causes
