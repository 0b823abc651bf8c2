"""Every layout by name, in one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import NamedTuple

from gxkit.synthetic import text_pages as text
from gxkit.synthetic.docx_pages import docx_page
from gxkit.synthetic.html_pages import html_page
from gxkit.synthetic.page import Page
from gxkit.synthetic.pdf_pages import pdf_page
from gxkit.synthetic.pptx_pages import pptx_page
from gxkit.synthetic.xlsx_pages import xlsx_page

__all__ = ["LAYOUTS", "Layout"]


class Layout(NamedTuple):
    """A layout: how it writes a page, its kind, whether empty cells survive, and a line."""

    write: Callable[[Page, Random], bytes]
    kind: str
    keeps_cells: bool
    doc: str


def _text(
    function: Callable[..., str], *, encoding: str = "utf-8", newline: str = "\n", **options: str
) -> Callable[[Page, Random], bytes]:
    def write(page: Page, rng: Random) -> bytes:
        lines = function(page, rng, **options)
        if newline != "\n":
            lines = lines.replace("\n", newline)
        return lines.encode(encoding, errors="replace")

    return write


def _rows(dialect: str, **options: str) -> Callable[[Page, Random], bytes]:
    return _text(text.lines_page, dialect=dialect, **options)


def _html(**options: str | None) -> Callable[[Page, Random], bytes]:
    return partial(html_page, **options)  # type: ignore[arg-type]


def _docx(style: str) -> Callable[[Page, Random], bytes]:
    return partial(docx_page, style=style)


def _pptx(style: str) -> Callable[[Page, Random], bytes]:
    return partial(pptx_page, style=style)


LAYOUTS: dict[str, Layout] = {
    "tabs": Layout(_rows("tabs"), "text", True, "a row a line, tabs between, one for each column"),
    "tabs_ragged": Layout(
        _rows("tabs_ragged"), "text", True, "tabs, but labels fill one or two columns"
    ),
    "tabs_cut": Layout(
        _rows("tabs_cut"), "text", True, "tabs, a table cut by the foot of a printed page"
    ),
    "tab_cell_a_line": Layout(
        _rows("tab_cell_a_line"),
        "text",
        True,
        "a cell a line behind a tab, rows parted by blank lines",
    ),
    "bars": Layout(_rows("bars"), "text", True, "a | b | c | with trailing bars for spans"),
    "bars_closed": Layout(
        _rows("bars_closed"), "text", True, "a cell a line with its bar, rows closed by |||"
    ),
    "bars_tight": Layout(
        _rows("bars_tight"), "text", True, "a cell a line with its bar, bars for spans on the last"
    ),
    "bars_stray": Layout(
        _rows("bars_stray"), "text", True, "a cell a line with its bar, a bar a line for spans"
    ),
    "bar_opens": Layout(_rows("bar_opens"), "text", True, "a row opens with | on its own line"),
    "bar_around": Layout(_rows("bar_around"), "text", True, "| 规章⏎|⏎0⏎|"),
    "markdown": Layout(
        _text(text.markdown_page, dialect="markdown"),
        "text",
        True,
        "Markdown tables with outer bars",
    ),
    "markdown_bare": Layout(
        _text(text.markdown_page, dialect="markdown_bare"),
        "text",
        True,
        "Markdown tables without outer bars",
    ),
    "mixed": Layout(_text(text.mixed_page), "text", True, "each table in another dialect"),
    "one_line_barred": Layout(
        _text(text.one_line_page, dialect="words_barred"),
        "text",
        True,
        "the page on one line, cells between bars",
    ),
    "pipe_storm": Layout(
        _text(text.storm_page), "text", True, "hundreds of bars, the prose on one line"
    ),
    "text_gb18030": Layout(_rows("tabs", encoding="gb18030"), "text", True, "tabs, in GB 18030"),
    "text_utf8_sig": Layout(
        _rows("bars", encoding="utf-8-sig", newline="\r\n"),
        "text",
        True,
        "bars, with a BOM and CRLF",
    ),
    "text_utf16": Layout(
        _rows("tabs", encoding="utf-16", newline="\r\n"), "text", True, "tabs, in UTF-16 with CRLF"
    ),
    "cell_a_line": Layout(
        _rows("cell_a_line"), "text", False, "a cell a line; empty cells are gone"
    ),
    "cell_a_line_spaced": Layout(
        _rows("cell_a_line_spaced"), "text", False, "a cell a line, blank lines between"
    ),
    "spaces": Layout(_rows("spaces"), "text", False, "columns by spaces"),
    "one_line": Layout(
        _text(text.one_line_page, dialect="words"),
        "text",
        False,
        "the page on one line, single spaces",
    ),
    "glued": Layout(_rows("glued"), "text", False, "nothing between the cells of a row"),
    "html_clean": Layout(_html(), "html", True, "clean tables with rowspan and colspan"),
    "html_head": Layout(_html(table="head"), "html", True, "th, thead, caption, colgroup"),
    "html_word": Layout(_html(table="word", prose="word"), "html", True, "pasted from Word"),
    "html_nested": Layout(
        _html(frame="nested"), "html", True, "tables for layout around everything"
    ),
    "html_one_cell": Layout(
        _html(frame="one_cell", table="word"), "html", True, "the article in one table cell"
    ),
    "html_chrome": Layout(
        _html(frame="chrome"), "html", True, "menus, lists of other reports, scripts, footer"
    ),
    "html_broken": Layout(
        _html(table="broken", prose="broken"), "html", True, "closing tags left out, stray ones"
    ),
    "html_overflow": Layout(_html(table="overflow"), "html", True, "spans beyond the table"),
    "html_wrong_spans": Layout(
        _html(table="wrong_spans"), "html", True, "label cells with wrong colspans"
    ),
    "html_breaks": Layout(_html(prose="breaks"), "html", True, "paragraphs by br only"),
    "html_p_rows": Layout(_html(table="p_rows"), "html", True, "tables as paragraphs with bars"),
    "html_p_cells": Layout(_html(table="p_cells"), "html", False, "tables as a paragraph a cell"),
    "html_pre": Layout(_html(table="pre"), "html", True, "tables as tabs in pre"),
    "html_blocks": Layout(
        _html(table="blocks"), "html", True, "each block of the first table its own table"
    ),
    "html_cut": Layout(_html(table="cut"), "html", True, "the requests table cut in two"),
    "html_fragment": Layout(
        _html(frame="fragment", table="word", prose="word"),
        "html",
        True,
        "no html, head or body element",
    ),
    "html_gb18030": Layout(
        _html(encoding="gb18030", says="gb2312"), "html", True, "GB 18030, said to be gb2312"
    ),
    "html_gbk_says_utf8": Layout(
        _html(encoding="gb18030", says="utf-8", frame="chrome"),
        "html",
        True,
        "GB 18030, said to be utf-8",
    ),
    "html_utf8_says_gbk": Layout(_html(says="gbk"), "html", True, "utf-8, said to be gbk"),
    "html_no_meta": Layout(_html(says=None), "html", True, "utf-8, nothing said"),
    "html_utf8_sig": Layout(
        _html(encoding="utf-8-sig", says=None), "html", True, "utf-8 with a BOM"
    ),
    "html_utf16": Layout(_html(encoding="utf-16", says=None), "html", True, "UTF-16 with a BOM"),
    "docx_plain": Layout(_docx("plain"), "docx", True, "merged cells by gridSpan and vMerge"),
    "docx_headings": Layout(_docx("headings"), "docx", True, "heading styles"),
    "docx_runs": Layout(_docx("runs"), "docx", True, "texts and numbers split over runs"),
    "docx_tracked": Layout(
        _docx("tracked"), "docx", True, "tracked changes; the final state counts"
    ),
    "docx_boxes": Layout(_docx("boxes"), "docx", True, "title and signature in text boxes"),
    "docx_nested": Layout(_docx("nested"), "docx", True, "the whole report in a layout table"),
    "docx_cut": Layout(_docx("cut"), "docx", True, "the requests table cut in two"),
    "pdf_ruled": Layout(pdf_page, "pdf", True, "PDF with a text layer, tables cut by its pages"),
    "pptx_plain": Layout(_pptx("plain"), "pptx", True, "slides: a box of text or a table each"),
    "pptx_boxes": Layout(
        _pptx("boxes"), "pptx", True, "a box a paragraph, in any order in the file"
    ),
    "pptx_groups": Layout(_pptx("groups"), "pptx", True, "boxes in groups of another scale"),
    "pptx_cut": Layout(_pptx("cut"), "pptx", True, "long tables go on on the next slide"),
    "xlsx_sheets": Layout(
        partial(xlsx_page, style="sheets"), "xlsx", True, "a workbook: text, then a table a sheet"
    ),
    "xlsx_one": Layout(
        partial(xlsx_page, style="one"), "xlsx", True, "text and tables on one sheet"
    ),
}
"""Each layout by name."""

DRAWN: tuple[str, ...] = tuple(
    name for name, layout in LAYOUTS.items() if layout.kind in {"text", "html", "docx"}
)
"""The layouts that are drawn from where none is named: a seed keeps its report as kinds are added."""
