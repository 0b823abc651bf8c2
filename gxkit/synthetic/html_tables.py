"""Grids as HTML, in each way that publishers' editors write a table."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from gxkit.synthetic.grids import Cell, Grid

__all__ = [
    "TABLES",
    "broken_table",
    "clean_table",
    "cut_table",
    "head_table",
    "overflowing_table",
    "paragraph_cells",
    "paragraph_rows",
    "preformatted",
    "split_blocks",
    "word_table",
    "wrong_span_table",
]

_BLANKS = ("", "&nbsp;", "<p>&nbsp;</p>", "　", " ")
Shape = Callable[[Cell], tuple[int, int]]


def inner(text: str) -> str:
    """Write the text of a cell: a line break where it has one."""
    return escape(text, quote=False).replace("\n", "<br/>")


def _spans(cell: Cell) -> tuple[int, int]:
    return cell.rowspan, cell.colspan


def _open(cell: Cell, shape: Shape, tag: str = "td", extra: str = "") -> str:
    rowspan, colspan = shape(cell)
    down = f' rowspan="{rowspan}"' if rowspan != 1 else ""
    right = f' colspan="{colspan}"' if colspan != 1 else ""
    return f"<{tag}{extra}{down}{right}>"


def clean_table(grid: Grid, rng: Random) -> str:
    """Rows and cells with right spans and nothing else."""
    blank = rng.choice(_BLANKS)
    rows = (
        "".join(f"{_open(cell, _spans)}{inner(cell.text) or blank}</td>" for cell in row)
        for row in grid.rows
    )
    return (
        "<table border='1'><tbody>"
        + "".join(f"<tr>{row}</tr>\n" for row in rows)
        + "</tbody></table>"
    )


def head_table(grid: Grid, rng: Random) -> str:
    """th, thead, caption and colgroup."""
    body = next(
        (at for at, row in enumerate(grid.rows) if any(cell.key is not None for cell in row)), 0
    )
    if grid.table == "proactive":
        body = 1
    lines = []
    for row in grid.rows:
        tags = ["th" if cell.head else "td" for cell in row]
        lines.append(
            "<tr>"
            + "".join(
                f"{_open(c, _spans, t)}{inner(c.text)}</{t}>"
                for c, t in zip(row, tags, strict=True)
            )
            + "</tr>"
        )
    columns = "<colgroup>" + '<col width="60"/>' * grid.width + "</colgroup>"
    return (
        f"<table>{'<caption>统计表</caption>'}{columns}<thead>{''.join(lines[:body])}</thead>"
        f"<tbody>{''.join(lines[body:])}</tbody></table>"
    )


def word_table(grid: Grid, rng: Random) -> str:
    """Markup pasted from Word: classes, styles, o:p, conditional comments, spans."""
    frame = (
        'class="MsoNormalTable" border="0" style="border-collapse:collapse;mso-yfti-tbllook:1184"'
    )
    cell_style = ' width="57" valign="top" style="border:solid windowtext 1.0pt;padding:0cm 5.4pt"'
    span = '<span lang="EN-US" style="font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体">'
    out = [f'<div align="center"><table {frame}>']
    for number, row in enumerate(grid.rows):
        out.append(f"<tr style='mso-yfti-irow:{number};height:15.0pt'>")
        for cell in row:
            text = _word_runs(cell, rng) if cell.text else "<o:p>&nbsp;</o:p>"
            out.append(_open(cell, _spans, extra=cell_style))
            out.append(f'<p class="MsoNormal" align="center">{span}{text}</span></p></td>')
        out.append("</tr>\n<!--[if !supportMisalignedColumns]--><!--[endif]-->\n")
    return "".join([*out, "</table></div>"])


def _word_runs(cell: Cell, rng: Random) -> str:
    """Split a text over spans in the middle of a number or a word, as Word does."""
    text = cell.text
    if "\n" not in text and len(text) > 1 and rng.random() < 0.3:
        at = rng.randrange(1, len(text))
        first, second = inner(text[:at]), inner(text[at:])
        return f"<span>{first}</span><span style='color:black'>{second}</span><o:p></o:p>"
    return inner(text) + "<o:p></o:p>"


def broken_table(grid: Grid, rng: Random) -> str:
    """Closing tags left out, attributes without quotes, a stray closing tag."""
    out = ["<TABLE border=1>"]
    for row in grid.rows:
        out.append("<TR>" if rng.random() < 0.8 else "<tr valign=top>")
        for cell in row:
            rowspan, colspan = _spans(cell)
            spans = f" rowspan={rowspan}" if rowspan > 1 else ""
            spans += f" colspan='{colspan}'" if colspan > 1 else ""
            close = "</td>" if rng.random() < 0.4 else ""
            stray = "</span>" if rng.random() < 0.05 else ""
            out.append(f"<td{spans}><p>{inner(cell.text)}{stray}{close}")
        out.append("\n" if rng.random() < 0.6 else "</tr>\n")
    return "".join([*out, "</TABLE>"])


def overflowing_table(grid: Grid, rng: Random) -> str:
    """Spans that reach beyond the table or the head; a browser cuts them off there."""
    head = next((at for at, row in enumerate(grid.rows) if any(c.key for c in row)), 1)
    out = ["<table>", "<thead>"]
    for number, row in enumerate(grid.rows):
        if number == head:
            out.append("</thead><tbody>")
        out.append("<tr>")
        for at, cell in enumerate(row):
            rowspan, colspan = _spans(cell)
            if number + rowspan in (head, len(grid.rows)) and rng.random() < 0.7:
                rowspan += rng.choice((1, 5, 60))
            if at == len(row) - 1 and colspan > 1 and rng.random() < 0.7:
                colspan += rng.choice((1, 3, 90))
            out.append(f'<td rowspan="{rowspan}" colspan="{colspan}">{inner(cell.text)}</td>')
        out.append("</tr>")
    return "".join([*out, "</tbody></table>"])


def wrong_span_table(grid: Grid, rng: Random) -> str:
    """Label cells of one column where they should span two or three; colspan=0."""

    def shape(cell: Cell) -> tuple[int, int]:
        if cell.head and cell.rowspan == 1 and cell.colspan in (2, 3) and grid.table == "requests":
            return 1, 1
        if grid.table == "proactive" and cell.colspan > 1:
            return 1, rng.choice((1, cell.colspan - 1, cell.colspan + 1))
        return cell.rowspan, cell.colspan

    rows = (
        "".join(f"{_open(cell, shape)}{inner(cell.text)}</td>" for cell in row) for row in grid.rows
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def paragraph_cells(grid: Grid, rng: Random) -> str:
    """A table flattened by an editor: a paragraph a cell."""
    tag = rng.choice(("p", "div"))
    return "\n".join(
        f"<{tag}>{inner(cell.text) or '&nbsp;'}</{tag}>" for row in grid.rows for cell in row
    )


def paragraph_rows(grid: Grid, rng: Random) -> str:
    """A table flattened by an editor: a paragraph a row, cells between bars."""
    return "\n".join(
        "<p>"
        + " | ".join(escape(cell.text.replace("\n", ""), quote=False) for cell in row)
        + " |</p>"
        for row in grid.rows
    )


def preformatted(grid: Grid, rng: Random) -> str:
    """Tabs in a pre element."""
    lines = (
        "\t".join("" if cell is None else cell.text.replace("\n", "") for cell in row)
        for row in grid.expanded()
    )
    return "<pre>" + escape("\n".join(lines), quote=False) + "</pre>"


def split_blocks(grid: Grid, rng: Random) -> str:
    """Each block of the first table as a table of its own."""
    if grid.table != "proactive":
        return clean_table(grid, rng)
    starts = [at for at, row in enumerate(grid.rows) if len(row) == 1 and row[0].head] or [0]
    if starts[0] != 0:
        starts.insert(0, 0)
    pieces = zip(starts, [*starts[1:], len(grid.rows)], strict=True)
    return "<p></p>".join(
        clean_table(Grid(grid.table, grid.width, grid.rows[start:stop]), rng)
        for start, stop in pieces
    )


def cut_table(grid: Grid, rng: Random) -> str:
    """A table cut in two by a page break, at a row that opens a group."""
    if grid.table != "requests":
        return clean_table(grid, rng)
    # A cut where no span crosses it, or the second half would lose its labels.
    head = next((at for at, row in enumerate(grid.rows) if any(c.key for c in row)), 1)
    free = [
        at
        for at in range(head + 1, len(grid.rows))
        if all(number + c.rowspan <= at for number in range(at) for c in grid.rows[number])
    ]
    if not free:
        return clean_table(grid, rng)
    at = rng.choice(free)
    halves = (grid.rows[:at], grid.rows[at:])
    return "<p>&nbsp;</p>".join(
        clean_table(Grid(grid.table, grid.width, half), rng) for half in halves
    )


TABLES: dict[str, Callable[[Grid, Random], str]] = {
    "clean": clean_table,
    "head": head_table,
    "word": word_table,
    "broken": broken_table,
    "overflow": overflowing_table,
    "wrong_spans": wrong_span_table,
    "p_cells": paragraph_cells,
    "p_rows": paragraph_rows,
    "pre": preformatted,
    "blocks": split_blocks,
    "cut": cut_table,
}
"""Each way to write a grid."""
