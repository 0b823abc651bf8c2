"""Web pages: paragraphs in reading order, data tables on their grid, layout dissolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from lxml import etree

from gxkit.documents import limits
from gxkit.documents.grid import Box, Frame, place_spans
from gxkit.documents.model import Block, Note
from gxkit.documents.shown import clean, keep_lines, settle_styles, text_of
from gxkit.documents.stream import CELL, END, GROUP, LINE, OUT, ROW, TABLE, Assembly
from gxkit.errors import LimitError

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS: Final = (
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "marquee", "menu",
    "nav", "ol", "optgroup", "p", "pre", "section", "summary", "ul", "xmp",
)  # fmt: skip
_MARKS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(_BLOCKS, (LINE, LINE)),
    "br": ("", LINE),
    "table": (TABLE, END),
    "thead": (GROUP, OUT),
    "tbody": (GROUP, OUT),
    "tfoot": (GROUP, OUT),
    "caption": (OUT, ""),
    "tr": (ROW, ""),
    "td": (CELL, ""),
    "th": (CELL, ""),
}

_STRAY_TEXTS: Final = etree.XPath(
    " | ".join(
        f"//{name}/text()[normalize-space()]" for name in ("table", "thead", "tbody", "tfoot", "tr")
    )
)
_STRAY_ELEMENTS: Final = etree.XPath(
    "//tr/*[not(self::td or self::th)]"
    " | //tbody/*[not(self::tr or self::td or self::th)]"
    " | //table/*[not(self::tr or self::td or self::th or self::tbody or self::thead"
    " or self::tfoot or self::caption or self::colgroup or self::col)]"
)
_STRUCTURED: Final = re.compile(r"<(?:html|body|p|div|li|section|article|h[1-6])\b", re.IGNORECASE)
_LONG_PAGE: Final = 300_000
_LONG_TAG: Final = re.compile(r"<[^<>]{100000,}")
_ATTRIBUTES: Final = 5_000
"""A tag with more words than this would cost libxml2 quadratic time."""
_DEEP: Final = "Excessive depth"
_INLINE_TAG: Final = re.compile(
    rb"</?(?:font|span|b|i|u|em|strong|a|big|small|o:p)\b[^<>]*>", re.IGNORECASE
)
_DIVISION_TAG: Final = re.compile(
    rb"</?(?:div|section|article|center|form|blockquote|ul|ol|dl|main)\b[^<>]*>", re.IGNORECASE
)
_FOREIGN_MARK: Final = re.compile(
    r"&#(?:x0*fd[de][0-9a-f]|0*6(?:49(?:7[6-9]|[89]\d)|500[0-7]));?", re.IGNORECASE
)
_META: Final = {"articletitle": "title", "pubdate": "published", "contentsource": "source"}
_NUMBER: Final = re.compile(r"\s*\+?(\d{1,9})")


def read_html(text: str, name: str) -> tuple[tuple[Block, ...], dict[str, str], list[Note]]:
    """Read a web page.

    Parameters
    ----------
    text : str
        The decoded page.
    name : str
        The name of the file, for messages.

    Returns
    -------
    tuple of (tuple of Paragraph or Table, dict of str to str, list of Note)
        The blocks, the hints (``title``, ``published``, ``source``), and the diary.

    Raises
    ------
    LimitError
        The page has more tags than any report can need.

    Examples
    --------
    >>> page = "<p>一、概况<table><tr><td>规章<td>3</table>"
    >>> blocks, hints, notes = read_html(page, "page.html")
    >>> blocks[0].text, blocks[1].cells[1].text
    ('一、概况', '3')
    """
    if "&#" in text:
        text = _FOREIGN_MARK.sub("", text)
    source = text.encode("utf-8", "replace")
    if source.count(b"<") > limits.TAGS:
        raise LimitError(
            f"{name}: more than {limits.TAGS} tags in a page; save only the report's own page"
        )
    if len(text) > _LONG_PAGE and any(
        len(tag[0].split()) > _ATTRIBUTES for tag in _LONG_TAG.finditer(text)
    ):
        raise LimitError(f"{name}: a tag of absurd length; save the page again")
    root, notes = _parse(source)
    if root is None:
        return (), {}, notes
    hints = _hints(root)
    numbers = {table: number for number, table in enumerate(root.iter("table"), 1)}
    settle_styles(root, source, notes)
    clean(root, notes)
    if not _STRUCTURED.search(text):
        keep_lines(root)
    assembly = _assemble(root, numbers)
    blocks = assembly.blocks()
    return blocks, hints, notes + assembly.notes


def _parse(source: bytes) -> tuple[_Element | None, list[Note]]:
    """Parse a page; where its tags are nested beyond measure, leave out those that only style."""
    root, deep = _tree(source)
    if not deep:
        return root, []
    source = _DIVISION_TAG.sub(b"<br>", _INLINE_TAG.sub(b"", source))
    root, deep = _tree(source)
    message = "tags are nested too deeply (never closed?): the page was read without its styling"
    notes = [Note("read", "warning", message)]
    if deep:
        message = "tags are nested too deeply (never closed?): the rest of the page is not read"
        notes.append(Note("read", "error", message))
    return root, notes


def _tree(source: bytes) -> tuple[_Element | None, bool]:
    # huge_tree lifts libxml2's depth from 256, which pages with unclosed <font> do reach,
    # to 2048; HTML knows no entity declarations, so nothing can grow by it.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None, False  # nothing but white space or comments
    return root, any(_DEEP in error.message for error in parser.error_log)


def _hints(root: _Element) -> dict[str, str]:
    hints: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = _META.get((meta.get("name") or "").strip().lower())
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            hints.setdefault(key, content)
    title = root.find(".//title")
    if title is not None and "title" not in hints:
        content = " ".join(text_of(title).split())
        if content:
            hints["title"] = content
    return hints


def _assemble(root: _Element, numbers: Mapping[_Element, int]) -> Assembly:
    """Mark the tree, join its text in one call, and read the stream."""
    _mark_strays(root)
    frames: list[Frame] = []
    boxes: list[Box] = []
    drawn = len(numbers)
    for element in root.iter(*_MARKS):
        tag = element.tag
        before, after = _MARKS[tag]
        if before:
            text = element.text
            element.text = before + text if text else before
        if after:
            tail = element.tail
            element.tail = after + tail if tail else after
        if before == CELL:
            boxes.append(_box(element))
        elif before == TABLE:
            if element not in numbers:
                drawn += 1
            frames.append(Frame(numbers.get(element, drawn)))
    assembly = Assembly(frames, boxes, place_spans)
    assembly.run(etree.tostring(root, method="text", encoding="unicode", with_tail=False))
    return assembly


def _mark_strays(root: _Element) -> None:
    """Mark what stands in a table outside its cells, as broken markup has it."""
    for text in cast("list[Any]", _STRAY_TEXTS(root)):
        if text.is_tail:
            element = text.getparent()
            element.tail = OUT + element.tail.lstrip(OUT)
    for element in cast("list[_Element]", _STRAY_ELEMENTS(root)):
        element.text = OUT + (element.text or "")
        element.tail = OUT + (element.tail or "")


def _box(element: _Element) -> Box:
    down, across = element.get("rowspan"), element.get("colspan")
    rowspan = _span(down, 0) if down else 1
    if across and "%" in across:
        return Box(rowspan, limits.COLSPAN + 1)  # meant: as wide as the table is
    return Box(rowspan, _span(across, 1) if across else 1)


def _span(value: str, least: int) -> int:
    """Read a span as browsers do: its leading digits count, anything else is 1."""
    match = _NUMBER.match(value)
    return max(int(match[1]), least) if match else 1
