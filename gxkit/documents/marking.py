"""The tree of a page as a marked stream of text: a stylesheet, so that libxml2 does the walking."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from gxkit.documents import limits
from gxkit.documents.grid import Box
from gxkit.documents.stream import CELL, END, GROUP, LINE, OUT, ROW, TABLE

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS: Final = (
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "marquee", "menu",
    "nav", "ol", "optgroup", "p", "pre", "section", "summary", "ul", "xmp",
)  # fmt: skip
"""The elements that stand on lines of their own."""
SPAN: Final = "\ufdd9"
"""Stands before, between and behind the spans of a cell that has any."""

_BELOW: Final = "<x:apply-templates/>"
_TEXT: Final = '<x:value-of select="."/>'
_SPANS_OF_CELL: Final = (
    f'<x:if test="@rowspan | @colspan">{SPAN}<x:value-of select="@rowspan"/>{SPAN}'
    f'<x:value-of select="@colspan"/>{SPAN}</x:if>'
)
_SPANS: Final = re.compile(f"{CELL}(?:{SPAN}([^{SPAN}]*){SPAN}([^{SPAN}]*){SPAN})?")
_NUMBER: Final = re.compile(r"\s*\+?(\d{1,9})")


def marked(root: _Element) -> tuple[str, list[Box]]:
    """Join the text of a page, with a mark wherever a line, a table or a cell begins or ends.

    Parameters
    ----------
    root : Element
        The tree of a page without what is never shown.

    Returns
    -------
    tuple of (str, list of Box)
        The stream, and a box with its spans for each mark of a cell in it.

    Examples
    --------
    >>> page = etree.fromstring("<table><tr><td colspan='2'>规章</td></tr></table>")
    >>> stream, boxes = marked(page)
    >>> stream == f"{TABLE}{ROW}{CELL}规章{END}", boxes[0].colspan
    (True, 2)
    """
    stream = str(_stylesheet()(root))
    spans = _SPANS.findall(stream)
    boxes = [_box(down, across) if down or across else Box() for down, across in spans]
    return (_SPANS.sub(CELL, stream) if SPAN in stream else stream), boxes


@cache
def _stylesheet() -> etree.XSLT:
    inside = '<x:apply-templates mode="in"/>'
    cell = f"{CELL}{_SPANS_OF_CELL}{_BELOW}"
    rules = [
        _rule("|".join(BLOCKS), f"{LINE}{_BELOW}{LINE}"),
        _rule("br", LINE),
        _rule("table", f"{TABLE}{inside}{END}"),
        # Broken markup puts texts, tables and other things into a table outside its cells.
        _rule("table", f"{TABLE}{OUT}{inside}{END}{OUT}", mode="in"),
        _rule("*", f'{OUT}<x:apply-templates select="."/>{OUT}', mode="in"),
        _rule("text()", f'<x:if test="normalize-space()">{OUT}{_TEXT}</x:if>', mode="in"),
    ]
    for mode in ("", "in"):
        rules.append(_rule("caption", f"{OUT}{_BELOW}", mode=mode))  # even inside a cell
        rules.append(_rule("thead | tbody | tfoot", f"{GROUP}{inside}{OUT}", mode=mode))
        rules.append(_rule("tr", f"{ROW}{inside}", mode=mode))
        rules.append(_rule("td | th", cell, mode=mode))
    sheet = (
        '<x:stylesheet version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform">'
        f'<x:output method="text"/>{"".join(rules)}</x:stylesheet>'
    )
    return etree.XSLT(etree.fromstring(sheet))


def _rule(elements: str, content: str, *, mode: str = "") -> str:
    """Write the rule for elements; those directly in a table, a group or a row are ``in`` it."""
    named = f' mode="{mode}"' if mode else ""
    return f'<x:template match="{elements}"{named}>{content}</x:template>'


def _box(down: str, across: str) -> Box:
    rowspan = _span(down, 0) if down else 1
    if across and "%" in across:
        return Box(rowspan, limits.COLSPAN + 1)  # meant: as wide as the table is
    return Box(rowspan, _span(across, 1) if across else 1)


def _span(value: str, least: int) -> int:
    """Read a span as browsers do: its leading digits count, anything else is 1."""
    match = _NUMBER.match(value)
    return max(int(match[1]), least) if match else 1
