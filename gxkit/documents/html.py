"""Web pages: paragraphs in reading order, data tables on their grid, layout dissolved."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from lxml import etree

from gxkit.documents import limits
from gxkit.documents.grid import Frame, place_spans
from gxkit.documents.marking import BLOCKS, marked
from gxkit.documents.model import Block, Note
from gxkit.documents.pictures import mark_pictures
from gxkit.documents.shown import NOT_SHOWN, clean, keep_lines, settle_styles, text_of
from gxkit.documents.stream import Assembly
from gxkit.errors import LimitError

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gxkit.documents.frames import Frames

_STRUCTURED: Final = re.compile(r"<(?:html|body|p|div|li|section|article|h[1-6])\b", re.IGNORECASE)
_FRAME: Final = re.compile(r"<i?frame\b", re.IGNORECASE)
_LONG_PAGE: Final = 300_000
_LONG_TAG: Final = re.compile(r"<[^<>]{100000,}")
_ATTRIBUTES: Final = 5_000
"""A tag with more words than this would cost libxml2 quadratic time."""
_DEEP: Final = re.compile("Excessive depth|huge")
_HIDES: Final = rb"(?=[^<>]*(?:\shidden|display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)))"
_HIDDEN: Final = re.compile(
    rb"<([a-z][\w:-]*+)" + _HIDES + rb"[^<>]*>[^<>]*</\1\s*>", re.IGNORECASE
)
_KEPT: Final = ("body", "hr", "li", "p", "pre", "xmp")
_DIVISION_TAG: Final = re.compile(
    rf"</?(?:{'|'.join(sorted({*BLOCKS} - {*_KEPT}))})(?![\w:-])[^<>]*>".encode(), re.IGNORECASE
)
_STYLING_TAG: Final = re.compile(
    rf"</?(?!(?:{'|'.join((*_KEPT, *NOT_SHOWN))}|html|meta|base|link|br|input|sup|sub|table|caption"
    r"|col|colgroup|thead|tbody|tfoot|tr|td|th)(?![\w:-]))"
    r"[a-z](?![^<>]*line-through)[^<>]*>".encode(),
    re.IGNORECASE,
)
"""Any tag that makes neither a block nor a cell, and does not keep its content from being seen."""
_FOREIGN_MARK: Final = re.compile(
    r"&#(?:x0*fd[de][0-9a-f]|0*6(?:49(?:7[6-9]|[89]\d)|500[0-7]));?", re.IGNORECASE
)
_NO_WIDTH: Final = "\u200b"
"""Stands for what is taken out of a source, so that what was around it makes nothing new."""
_META: Final = {"articletitle": "title", "pubdate": "published", "contentsource": "source"}


def read_html(
    text: str, name: str, frames: Frames | None = None
) -> tuple[tuple[Block, ...], dict[str, str], list[Note]]:
    """Read a web page.

    Parameters
    ----------
    text : str
        The decoded page.
    name : str
        The name of the file, for messages.
    frames : Frames, optional
        What its frames show, as far as that was saved with it.

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
    source = _source(text)
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
    if frames is not None and _FRAME.search(text):
        frames.fill(root, lambda inner: _parse(_source(inner)), notes)
        source = b"".join((source, *frames.used))
        if _depth(root) > limits.TAG_DEPTH:
            raise LimitError(f"{name}: frames nested beyond measure; save the page again")
    numbers = {table: number for number, table in enumerate(root.iter("table"), 1)}
    settle_styles(root, source, notes)
    clean(root, notes)
    if b"<img" in source or b"<IMG" in source:
        mark_pictures(root)
    if not _STRUCTURED.search(text):
        keep_lines(root)
    assembly = _assemble(root, numbers)
    blocks = assembly.blocks()
    return blocks, hints, notes + assembly.notes


def _source(text: str) -> bytes:
    if "&#" in text:
        text = _FOREIGN_MARK.sub(_NO_WIDTH, _FOREIGN_MARK.sub("", text))
    return text.encode("utf-8", "replace")


def _parse(source: bytes) -> tuple[_Element | None, list[Note]]:
    """Parse a page; where its tags are nested beyond measure, leave out those that only style."""
    root, deep = _tree(source)
    if not deep:
        return root, []
    # Pages with unclosed <font> do reach libxml2's own limit; HTML has no entities to grow by.
    root, deep = _tree(source, huge=True)
    if not deep:
        return root, []
    nothing = _NO_WIDTH.encode()
    source = _DIVISION_TAG.sub(b"<br>", _HIDDEN.sub(nothing, source))
    source = _STYLING_TAG.sub(nothing, source)
    root, deep = _tree(source, huge=True)
    message = "tags are nested too deeply (never closed?): the page was read without its styling"
    notes = [Note("read", "warning", message)]
    if deep:
        root, _ = _tree(source)
        message = "tags are nested too deeply (never closed?): the rest of the page is not read"
        notes.append(Note("read", "error", message))
    return root, notes


def _tree(source: bytes, *, huge: bool = False) -> tuple[_Element | None, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge, no_network=True
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None, False  # nothing but white space or comments
    for rest in list(root.itersiblings("*")):
        root.append(rest)  # what stands behind a </html> in the middle of a page
    if huge and _depth(root) > limits.TAG_DEPTH:
        return root, True
    return root, any(_DEEP.search(error.message) for error in parser.error_log)


def _depth(root: _Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


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
    """Read the page as a marked stream; tables that style draws are numbered behind the others."""
    stream, boxes = marked(root)
    drawn = itertools.count(len(numbers) + 1)
    frames = [Frame(numbers.get(table) or next(drawn)) for table in root.iter("table")]
    assembly = Assembly(frames, boxes, place_spans)
    assembly.run(stream)
    return assembly
