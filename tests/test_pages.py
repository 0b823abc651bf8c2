"""Places in files that have pages or slides."""

from __future__ import annotations

import pytest

from gxkit.documents import Cell, Document, Paragraph, Table

PAGES = Document(
    "slides.pptx",
    "pptx",
    "0" * 64,
    (
        Paragraph("一、概况", "p1 l1"),
        Table(1, (Cell(1, 1, 1, 2, "规章"), Cell(2, 1, 1, 1, "3"), Cell(2, 2, 1, 1, "4")), (2, 3)),
    ),
)


def test_the_place_of_a_cell_says_its_page() -> None:
    table = PAGES.blocks[1]
    assert isinstance(table, Table)
    assert [table.where(cell) for cell in table.cells] == [
        "p2 t1 r1 c1",
        "p3 t1 r2 c1",
        "p3 t1 r2 c2",
    ]


def test_every_place_leads_back_to_its_text() -> None:
    assert PAGES.at("p1 l1") == "一、概况"
    assert PAGES.at("p3 t1 r2 c2") == "4"
    assert PAGES.at("p2 t1 r1 c2") == "规章"  # what a merged cell covers
    with pytest.raises(KeyError, match="no place 'p1 l2'"):
        PAGES.at("p1 l2")
