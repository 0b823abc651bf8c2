"""Word files whose tables have no borders, as python-docx makes them by default, for LibreOffice to print."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from gxkit.forms import CellKey
from gxkit.synthetic import Published
from gxkit.synthetic.article import Para
from gxkit.synthetic.grids import Cell, Grid
from gxkit.synthetic.page import Page

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"


@dataclass(frozen=True, kw_only=True)
class Plain:
    """How a page is set; what is left out is as python-docx has it.

    `size` and `table_size` are those of the type in points; `across`, `labels` and `upright` say
    where numbers and labels stand in their cells; `wide` lays the sheet on its side, `margin` is
    in points. Without `merged` each table has one head row and one label a row, and with
    `flat_disputes` the third has a row for each kind of case. `lead` is how many times as wide as
    others the columns of labels are, `tight` takes the space between lines, `foot` prints a
    foot, and `blank_after` a blank line behind each table.
    """

    size: float | None = None
    table_size: float | None = None
    font: str = ""
    across: str = ""
    labels: str = ""
    upright: str = ""
    wide: bool = False
    margin: float | None = None
    merged: bool = True
    flat_disputes: bool = False
    lead: float = 1.0
    tight: bool = False
    foot: bool = False
    blank_after: bool = True


LOOKS = {
    "default": Plain(),
    "default_flat": Plain(merged=False, flat_disputes=True),
    "official": Plain(
        size=14, table_size=9, font=SERIF, across="CENTER", labels="CENTER", upright="CENTER",
        lead=1.6, tight=True, foot=True,
    ),
    "right": Plain(
        size=12, table_size=9, font=SANS, across="RIGHT", labels="LEFT", lead=1.6, tight=True,
    ),
    "wide_flat": Plain(
        size=12, table_size=9, font=SERIF, across="CENTER", labels="LEFT", wide=True, margin=60,
        merged=False, flat_disputes=True, lead=5.0, foot=True,
    ),
    "flat_right": Plain(
        size=10.5, table_size=8, font=SERIF, across="RIGHT", labels="CENTER", upright="CENTER",
        margin=50, merged=False, flat_disputes=True, lead=3.0, tight=True,
    ),
    "small": Plain(
        size=11, table_size=7.5, font=SANS, across="CENTER", upright="CENTER", margin=60, lead=1.3,
        blank_after=False,
    ),
}  # fmt: skip


def plain_docx(page: Page, look: Plain) -> bytes:
    """Write a page by python-docx."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    section = document.sections[0]
    if look.wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    if look.margin is not None:
        section.left_margin = section.right_margin = Pt(look.margin)
    if look.foot:
        section.footer.paragraphs[0].text = "— 青川 —"
    normal = document.styles["Normal"]
    if look.size:
        normal.font.size = Pt(look.size)
    if look.font:
        normal.font.name = look.font
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), look.font)
    for block in page.blocks:
        if isinstance(block, Para):
            if block.role == "title":
                document.add_heading(block.text, 0)
            else:
                document.add_paragraph(block.text)
        else:
            for grid in _grids(block, look):
                _table(document, grid, look)
                if look.blank_after:
                    document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _grids(grid: Grid, look: Plain) -> list[Grid]:
    if look.merged or grid.table == "proactive":
        return [grid]
    return [flattened(grid, look.flat_disputes)]


def flattened(grid: Grid, rows_for_disputes: bool) -> Grid:
    """Set a grid without merged cells: one head row, one label a row."""
    places = grid.covered()
    head = next(at for at, row in enumerate(grid.rows) if any(cell.key for cell in row))
    if grid.table == "disputes":
        columns = list(zip(*places[:head], strict=True))
        names = [
            "／".join(
                dict.fromkeys(
                    place[0].text.replace("\n", "") for place in stack if place and place[0].text
                )
            )
            for stack in columns
        ]
        line = [place[0] if place else Cell("") for place in places[head]]
        if not rows_for_disputes or len(line) != 15:
            return grid
        tops = [name.rpartition("／")[0] for name in names]
        leaves = [Cell(name.rpartition("／")[2]) for name in names[:5]]
        rows = [(Cell("类型"), *leaves)]
        rows += [(Cell(tops[at]), *line[at : at + 5]) for at in (0, 5, 10)]
        return Grid(grid.table, 6, tuple(rows))
    lead = next(at for at, place in enumerate(places[head]) if place and place[0].key)
    names = [
        next(place[0].text for place in reversed(stack) if place and place[0].text)
        if any(place and place[0].text for place in stack)
        else ""
        for stack in zip(*places[:head], strict=True)
    ][lead:]
    rows = [(Cell("项目"), *(Cell(name) for name in names))]
    for line in places[head:]:
        label = next((place[0].text for place in reversed(line[:lead]) if place), "")
        cells = [place[0] if place else Cell("") for place in line[lead:]]
        rows.append((Cell(label), *cells))
    return Grid(grid.table, 1 + grid.width - lead, tuple(rows))


def _table(document: Any, grid: Grid, look: Plain) -> None:
    table = document.add_table(len(grid.rows), grid.width)
    leads = {10: 3, 15: 0, 5: 0}.get(grid.width, 1)
    if look.lead != 1.0 and leads:
        whole = sum(cell.width for cell in table.rows[0].cells)
        shares = [look.lead] * leads + [1.0] * (grid.width - leads)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = int(whole * share / sum(shares))
            for cell in column.cells:
                cell.width = int(whole * share / sum(shares))
    rows = [list(row.cells) for row in table.rows]
    for number, line in enumerate(grid.covered()):
        last = None
        for at, place in enumerate(line):
            if place is None or not place[1] or place[0] is last:
                last = place[0] if place else None
                continue
            cell = last = place[0]
            target = rows[number][at]
            if cell.rowspan > 1 or cell.colspan > 1:
                bottom = min(len(rows), number + cell.rowspan) - 1
                target = target.merge(rows[bottom][min(grid.width, at + cell.colspan) - 1])
            _fill(target, cell, look, head=cell.head or number == 0)


def _fill(target: Any, cell: Cell, look: Plain, *, head: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.shared import Pt

    target.text = cell.text
    paragraph = target.paragraphs[0]
    align = look.across if cell.key else look.labels
    if align:
        paragraph.alignment = getattr(WD_PARAGRAPH_ALIGNMENT, align)
    if look.upright:
        target.vertical_alignment = getattr(WD_CELL_VERTICAL_ALIGNMENT, look.upright)
    if look.tight:
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1.0
    if look.table_size:
        for run in paragraph.runs:
            run.font.size = Pt(look.table_size)


def any_look(rng: Random) -> Plain:
    """Draw a look."""
    size = rng.choice((None, 10.5, 12.0, 14.0, 16.0))
    merged = rng.random() < 0.5
    return Plain(
        size=size,
        merged=merged,
        table_size=rng.choice((None, 9.0, 8.0, 7.5, 10.5)),
        font=rng.choice(("", SERIF, SANS)),
        across=rng.choice(("", "LEFT", "CENTER", "RIGHT")),
        labels=rng.choice(("", "CENTER", "LEFT", "CENTER")),
        upright=rng.choice(("", "CENTER", "TOP")),
        wide=rng.random() < 0.3,
        margin=rng.choice((None, 50.0, 72.0)),
        flat_disputes=rng.random() < 0.5,
        lead=rng.choice((1.0, 1.5, 2.5) if merged else (1.0, 2.0, 4.0)),
        tight=rng.random() < 0.5,
        foot=rng.random() < 0.5,
        blank_after=rng.random() < 0.7,
    )


def blanked(published: Published, rng: Random, share: float) -> Published:
    """Leave numbers out: some of them anywhere, whole rows, and a whole column."""
    keys = [key for key in published.expected if published.expected[key][1] == "number"]
    rows = {key[:2] for key in keys if rng.random() < share / 4}
    columns = {
        ("requests", rng.choice(("research", "legal_service", "natural_person", "other", "total")))
    }
    gone = {
        key
        for key in keys
        if rng.random() < share or key[:2] in rows or (key[0], key[2]) in columns
    }
    return _reprinted(published, dict.fromkeys(gone))


def enlarged(published: Published, rng: Random) -> Published:
    """Print numbers of many digits."""
    return _reprinted(
        published,
        {
            key: rng.randrange(10 ** rng.randrange(1, 7))
            for key, (_, state) in published.expected.items()
            if state == "number" and rng.random() < 0.5
        },
    )


def _reprinted(published: Published, numbers: Mapping[CellKey, int | None]) -> Published:
    """Print other numbers in some cells; None leaves one blank."""
    texts = {key: "" if number is None else str(number) for key, number in numbers.items()}
    blocks = [
        block
        if isinstance(block, Para)
        else replace(
            block,
            rows=tuple(
                tuple(
                    cell._replace(text=texts[cell.key]) if cell.key in texts else cell
                    for cell in row
                )
                for row in block.rows
            ),
        )
        for block in published.page.blocks
    ]
    changed = {
        key: (number, "blank" if number is None else "number") for key, number in numbers.items()
    }
    expected = {**published.expected, **changed}
    page = replace(published.page, blocks=tuple(blocks), expected=expected)
    return replace(published, page=page, expected=expected)
