"""What of a page is shown: scripts, hidden and struck text out, text from fields in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from gxkit.documents.model import Note
from gxkit.documents.stream import LINE, TAB, WIDE
from gxkit.documents.stylesheets import apply_sheets

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN: Final = (
    "head", "script", "style", "noscript", "template", "title", "select", "button", "iframe",
    "object", "svg", "math", "canvas", "audio", "video", "datalist", "textarea", "rt", "rp",
)  # fmt: skip
_STRUCK: Final = ("del", "s", "strike")
NOT_SHOWN: Final = (*_UNSEEN, *_STRUCK)
"""The elements whose content is not read."""
_STYLED: Final = etree.XPath(
    "//*[@style and (contains(@style,'isplay') or contains(@style,'ISPLAY')"
    " or contains(@style,'isibility') or contains(@style,'line-through')"
    " or contains(@style,'super') or contains(@style,'size:0') or contains(@style,'size: 0'))]"
)
_STYLE_WORDS: Final = (
    b"isplay", b"ISPLAY", b"isibility", b"line-through", b"super", b"size:0", b"size: 0",
)  # fmt: skip
_SHEET_WORDS: Final = (*_STYLE_WORDS, b"ISIBILITY")
_NAMED: Final = etree.XPath("//*[@hidden or @role]")
_NAMED_WORDS: Final = (b"hidden", b"HIDDEN", b'role="row"', b"role='row'")
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE
)
_GONE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*collapse", re.IGNORECASE)
"""What leaves no place for a cell; one that cannot be seen otherwise keeps its own."""
_CELLS: Final = ("td", "th", "tr")
_SHEET: Final = re.compile(rb"<style\b", re.IGNORECASE)
_AS_TABLE: Final = re.compile(
    r"display\s*:\s*(?:inline-)?(table(?:-row|-cell)?)\s*(?:;|$|!)", re.IGNORECASE
)
_RAISED: Final = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_NO_SIZE: Final = re.compile(r"font-size\s*:\s*0+(?:px|pt|r?em|%)?\s*(?:;|$|!)", re.IGNORECASE)
_IN_LINE: Final = ("a", "b", "em", "font", "i", "small", "span", "strong", "u")
_WIDE: Final = re.compile(" {2,}")
_LINE_THROUGH: Final = re.compile(r"text-decoration[a-z-]*\s*:[^;:]*line-through", re.IGNORECASE)
_TABLE_ROLES: Final = {
    "table": "table",
    "grid": "table",
    "table-row": "tr",
    "row": "tr",
    "table-cell": "td",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "td",
    "rowheader": "td",
}
_TABLE_TAGS: Final = ("div", "span", "section", "ul", "li", "p")
_TRIES: Final = 100
_HIDDEN_MUCH: Final = 200


def settle_styles(root: _Element, source: bytes, notes: list[Note]) -> None:
    """Take out what the page hides or strikes, and name the tables that it draws by style."""
    styled: list[_Element] = []
    sheets = _SHEET.search(source) is not None and any(word in source for word in _SHEET_WORDS)
    if sheets and not apply_sheets(root):
        message = "the page's style sheets are too long: what they hide may have been read"
        notes.append(Note("read", "warning", message))
    if sheets or _in_a_tag(source, _STYLE_WORDS):
        styled += cast("list[_Element]", _STYLED(root))
    if _in_a_tag(source, _NAMED_WORDS):
        styled += cast("list[_Element]", _NAMED(root))
    length = _length(root) if styled else 0
    for element in styled:
        style = element.get("style") or ""
        if element.get("hidden") is not None or _HIDING.search(style):
            _hide(element, gone=element.get("hidden") is not None or bool(_GONE.search(style)))
        elif _LINE_THROUGH.search(style):
            element.tag = "s"
        elif element.tag in _IN_LINE and _NO_SIZE.search(style) and not _sized(element):
            _empty(element)
        elif element.tag in _IN_LINE and _RAISED.search(style):
            element.tag = "sup"
        elif element.tag in _TABLE_TAGS:
            match = _AS_TABLE.search(style)
            role = match[1].lower() if match else element.get("role") or ""
            element.tag = _TABLE_ROLES.get(role, element.tag)
    hidden = length - _length(root) if styled else 0
    if hidden > _HIDDEN_MUCH:
        message = f"{hidden} characters that the page hides were left out"
        notes.append(Note("read", "info", message))


def _sized(element: _Element) -> bool:
    """Say whether something inside may have a size of its own, and be seen by it."""
    return any(
        inner.tag == "font" or "font" in (inner.get("style") or "") or inner.get("class")
        for inner in element.iterdescendants("*")
    )


def _length(root: _Element) -> int:
    return len(etree.tostring(root, method="text", encoding="unicode"))


def _hide(element: _Element, *, gone: bool) -> None:
    """Take out what is hidden, with its place or, in a table where that is kept, without."""
    if element.tag in _CELLS and not gone:
        _blank(element)
    else:
        _empty(element)


def _empty(element: _Element) -> None:
    """Leave nothing of an element but the text after it.

    Taking it out would leave runs of text nodes, which lxml joins in quadratic time.
    """
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = "span"


def _blank(element: _Element) -> None:
    """Take out what stands in a cell, or in the cells of a row, and leave their places."""
    for cell in [*element.iter("td", "th")]:
        spans = {name: cell.get(name) for name in ("colspan", "rowspan") if cell.get(name)}
        tail = cell.tail
        cell.clear()
        cell.tail = tail
        for name, value in spans.items():
            cell.set(name, str(value))


def _in_a_tag(source: bytes, words: tuple[bytes, ...]) -> bool:
    """Tell whether a word stands inside a tag: asking each element would cost far more."""
    for word in words:
        position = source.find(word)
        tries = 0
        while position >= 0:
            tries += 1
            if tries > _TRIES or source.rfind(b"<", 0, position) > source.rfind(b">", 0, position):
                return True
            position = source.find(word, position + 1)
    return False


def clean(root: _Element, notes: list[Note]) -> None:
    """Take out what is never shown, and put in what stands in fields and raised marks."""
    met = list(root.iter("input", "sup", "sub", *NOT_SHOWN))
    for element in met:
        if element.tag == "input":
            _fill(element)
        elif element.tag in ("sup", "sub"):
            _part_from_number(element)
    out = [element for element in met if element.tag not in ("input", "sup", "sub")]
    if any(element.tag in _STRUCK for element in out):
        notes.append(Note("read", "info", "struck-out text was left out"))
    for element in out:
        _empty(element)
    for foot in root.iter("tfoot"):
        parent = foot.getparent()
        if parent is not None and foot.getnext() is not None:
            parent.append(foot)
            break
    for pre in root.iter("pre", "xmp"):
        keep_lines(pre)


def _fill(field: _Element) -> None:
    """Let a field in a table show what is typed in it."""
    shown = (field.get("type") or "text").lower() in ("text", "number")
    if shown and next(field.iterancestors("td", "th"), None) is not None:
        field.text = field.get("value")


def _part_from_number(small: _Element) -> None:
    """Keep a raised note mark from becoming a digit of the number before it: 22[1]."""
    text = _text_before(small)
    mark = next((piece.strip() for piece in map(str, small.itertext()) if piece.strip()), "")
    if text.rstrip()[-1:].isdigit() and mark and not mark[0].isalpha():
        small.text = "[" + (small.text or "")
        small.tail = "]" + (small.tail or "")


def _text_before(element: _Element) -> str:
    """Return the text that stands right before an element on its line."""
    text = ""
    while not text.strip():
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            element, text = before, before.tail or _last_text(before)
        elif parent is not None:
            element, text = parent, parent.text or ""
        else:
            break
        if element.tag not in _IN_LINE:
            break
    return text


def _last_text(element: _Element) -> str:
    while len(element):
        element = element[-1]
        if element.tail:
            return element.tail
    return element.text or ""


def keep_lines(root: _Element) -> None:
    """Make the line feeds, tabs and wide spaces outside tables count, as <pre> does."""
    inside = set(root.iterfind(".//table//*"))
    for element in root.iter():
        if element in inside:
            continue
        if element.tag != "table" and element.text:
            element.text = _as_it_stands(element.text)
        if element is not root and element.tail:
            element.tail = _as_it_stands(element.tail)


def _as_it_stands(text: str) -> str:
    return _WIDE.sub(WIDE, text.replace("\n", LINE).replace("\t", TAB))


def text_of(element: _Element) -> str:
    """Join all text of an element."""
    return "".join(map(str, element.itertext()))
