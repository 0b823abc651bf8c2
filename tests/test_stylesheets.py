"""Style sheets inside pages: whose word counts, and sheets that would never come to an end."""

from __future__ import annotations

import time

import pytest

from gxkit.documents import Document, Table, read_bytes

SECONDS = 10
ROW = "<table><tr><td>规章<td>3<b class=h>9</b><td>4</table>"
HIDDEN, SHOWN = ["规章", "3", "4"], ["规章", "39", "4"]


def read(html: str) -> Document:
    return read_bytes(html.encode(), "page.html")


def cells(document: Document) -> list[str]:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [cell.text for cell in table.cells]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("<style media='screen, print'>.h{display:none}", HIDDEN),
        ("<style media=print>.h{display:none}", SHOWN),
        ("<style>@media screen, print{.h{display:none}}", HIDDEN),
        ("<style>@media all{@media print{.h{display:none}}}", SHOWN),
        ("<style>@media print{@media all{.h{display:none}} .h{display:none}}", SHOWN),
        ("<style>@media print{.x{color:red}} .h{display:none}", HIDDEN),
        ("<style>@import 'x.css'; .h{display:none}", HIDDEN),
        ("<style>.h{color:red;display:none", HIDDEN),  # browsers close what nobody has
        ("<style>.h{display:none} /* .h{display:block}", HIDDEN),
        ("<style>/* .h{display:none} */ .h{color:red}", SHOWN),
        ("<style>.h:hover{display:none} [title].h{display:none}", SHOWN),
    ],
)
def test_rules_that_hold_on_every_screen_hide(sheet: str, expected: list[str]) -> None:
    assert cells(read(f"{sheet}</style>{ROW}")) == expected


def test_rules_for_what_a_page_does_not_have_take_no_room() -> None:
    """Whole toolkits are put into pages; the page's own rule comes after a thousand of theirs."""
    toolkit = "".join(f".col-{at}{{display:block}}" for at in range(1_000))
    document = read(f"<style>{toolkit} .h{{display:none}}</style>{ROW}")
    assert (cells(document), document.notes) == (HIDDEN, ())


@pytest.mark.parametrize(
    "style", ["display:none;visibility:hidden", "visibility:hidden;display:none"]
)
def test_a_cell_that_is_not_displayed_has_no_place(style: str) -> None:
    assert cells(read(f"<table><tr><td>规章<td style='{style}'>9<td>4</table>")) == ["规章", "4"]


MANY = 1_000_000


@pytest.mark.parametrize(
    "sheet",
    [
        "/*a" * MANY,
        "a" * 5 * MANY,
        "@{}" * MANY,
        "@media all{" * (MANY // 2),
        ".h{" * MANY,
        ".h{display:none" + " " * 5 * MANY + "x}",
        "b{display:none}" * (MANY // 4),
        "td " * MANY + "b{display:none}",
        "td b{display:none}," * (MANY // 4),
    ],
    ids=["comments", "words", "empty", "nested", "open", "blanks", "rules", "links", "lists"],
)
def test_endless_sheets_come_to_an_end(sheet: str) -> None:
    began = time.process_time()
    document = read(f"<style>.z{{display:none}} {sheet}</style>{ROW}")
    assert time.process_time() - began < SECONDS
    assert cells(document) in (HIDDEN, SHOWN)


def test_more_rules_than_are_followed_are_told() -> None:
    rules = "".join(f".h.h{at}{{display:none}}" for at in range(1_000))
    classes = " ".join(f"h{at}" for at in range(1_000))
    row = ROW.replace("class=h", f"class='h {classes}'")
    document = read(f"<style>{rules}</style>{row}")
    assert [note.message for note in document.notes] == [
        "the page's style sheets are too long: what they hide may have been read"
    ]


def test_many_rules_and_many_elements_come_to_an_end() -> None:
    rules = "".join("div " * 30 + f"b.x{at},b{{display:none}}" for at in range(250))
    deep = "<div>" * 200 + "<b>1</b>" * 100_000 + "</div>" * 200
    began = time.process_time()
    document = read(f"<style>{rules}</style>{deep}{ROW}")
    assert time.process_time() - began < 3 * SECONDS
    assert any("style sheets are too long" in note.message for note in document.notes)


def test_a_row_of_pictures_is_read_soon() -> None:
    began = time.process_time()
    row = "<td><img src=0.png>" * 20_000
    read(
        f"<table><tr>{row}</table><table><tr><td>甲<td>{'<i></i><img src=a.png>' * 20_000}</table>"
    )
    assert time.process_time() - began < SECONDS
