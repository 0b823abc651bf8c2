"""Tables of a PDF that stay lines: a label whose figures stand on another line is not blank."""

from __future__ import annotations

import pytest
from reading import found_in, read_page

from gxkit.documents import Document, Paragraph, Table, read_bytes
from gxkit.documents.furniture import Sheet, find_furniture
from gxkit.documents.lines import Line, Word
from gxkit.parsing.model import Fact
from gxkit.parsing.untaken import without_neighbours
from gxkit.synthetic.pdf_pages import pdf_file, put

HEAD = "自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计"
FULL = "1  0  0  0  0  0  1"


def states(*lines: str) -> dict[str, set[str]]:
    """Print lines under one another and return the states of each row of requests."""
    printed = ["某某市某某局2022年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    text = [*printed, *lines, "四、政府信息公开行政复议、行政诉讼情况"]
    page = b"".join(put(line, 60, 780 - 16 * at, 9) for at, line in enumerate(text))
    found = found_in(read_page(pdf_file([page]), "a.pdf"))
    rows: dict[str, set[str]] = {}
    for (table, row, _), (_, state) in found.items():
        if table == "requests":
            rows.setdefault(row, set()).add(state)
    return rows


def table(*lines: str) -> dict[str, set[str]]:
    return states(
        HEAD,
        f"一、本年新收政府信息公开申请数量  {FULL}",
        f"二、上年结转政府信息公开申请数量  {FULL}",
        f"1.信访举报投诉类申请  {FULL}",
        f"2.重复申请  {FULL}",
        *lines,
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("4.无正当理由", "0  0  0  0", "大量反复申请"),
        ("4.无正当理由  0  0  0  0", "大量反复申请"),
        ("4.无正当理由  0  0  0  0", "大量反复申请", "5.要求行政机关确认或重新出具已获取信息"),
    ],
)
def test_a_label_set_around_its_figures_is_not_blank(lines: tuple[str, ...]) -> None:
    found = table(*lines)
    assert "blank" not in found["not_processed.excessive"]
    assert found["new"] == {"number"}


def test_a_label_without_figures_about_is_blank() -> None:
    found = table("3.要求提供公开出版物", f"4.无正当理由大量反复申请  {FULL}")
    assert found["not_processed.publication"] == {"blank"}
    assert found["not_processed.excessive"] == {"number"}


def cells(state: str, value: float | None, raw: str, where: str) -> tuple[Fact, ...]:
    how = "label"
    return (Fact("requests", "granted", "total", value, "件", state, how, raw, where),)


def document(*texts: str) -> Document:
    lines = tuple(Paragraph(text, f"p1 l{at}") for at, text in enumerate(texts, 1))
    return Document("a.pdf", "pdf", "0" * 64, lines)


def test_the_rest_of_torn_numbers_is_no_number() -> None:
    """439816 is set in two lines, and its first part stands above the label."""
    page = document("（一）予以公开", "0  6", "43981")
    (fact,) = without_neighbours(cells("number", 6, "6", "p1 l2"), page)
    assert (fact.state, fact.value, fact.how) == ("ambiguous", None, None)


def test_numbers_beside_their_label_stay() -> None:
    page = document("（一）予以公开  0  6", "43981")
    facts = cells("number", 6, "6", "p1 l1")
    assert without_neighbours(facts, page) == facts


def sheet(page: int, *words: str) -> Sheet:
    parts = tuple(Word(word, 100 * at, 100 * at + 9) for at, word in enumerate(words, 1))
    body = Line(page, 1, 60, 400, 400, 10, "正文", (), 5)
    foot = Line(page, 2, 60, 400, 800, 10, "  ".join(words), parts, 5)
    return Sheet(page, 842, [body, foot])


def test_rows_of_figures_at_the_foot_of_pages_are_no_furniture() -> None:
    assert find_furniture([sheet(1, "41", "0"), sheet(2, "812", "72")]) == set()
    assert find_furniture([sheet(1, "6", "0", "8"), sheet(2, "8", "0", "8")]) == set()
    assert find_furniture([sheet(3, "-", "3", "-")]) == {(3, 2)}


def test_a_long_line_of_figures_costs_little() -> None:
    page = document("（一）予以公开", "1  " * 20_000 + "x")
    facts = cells("blank", None, "", "p1 l1")
    assert without_neighbours(facts, page)[0].state == "blank"


def grids(*rows: tuple[tuple[float, str], ...]) -> list[str]:
    """Print rows of texts, each where it begins; return the first cells of tables found."""
    page = b"".join(
        put(text, x, 700 - 18 * at, 10) for at, row in enumerate(rows) for x, text in row
    )
    blocks = read_bytes(pdf_file([page]), "a.pdf").blocks
    return [cell.text for block in blocks if isinstance(block, Table) for cell in block.cells]


COUNTED = [((80, f"{at}.属于事项"), (205, "1"), (305, "2")) for at in range(2, 8)]
LABELS = ((80, "事项"), (200, "自然人"), (300, "企业"))


def test_what_a_page_tore_off_is_no_blank_row() -> None:
    assert "2.属于事项" in grids(LABELS, *COUNTED)
    assert grids(LABELS, ((80, "相关政府信息"),), *COUNTED) == []


def test_an_indented_label_in_the_middle_has_its_number_at_its_foot() -> None:
    """The first line is moved to the right by half the indent."""
    rows = (((80, "信息内"), (200, "处理决定")), ((85, "行政罚"),), ((90, "款"), (205, "19")))
    assert grids(*rows, ((80, "行政强"), (205, "7"))) == []
