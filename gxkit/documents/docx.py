"""Word files: the text as it prints after all tracked changes are accepted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from gxkit.documents import limits
from gxkit.documents.docx_styles import write_styles
from gxkit.documents.grid import Box, Frame, place_merges
from gxkit.documents.model import Block, Note
from gxkit.documents.numbering import write_labels
from gxkit.documents.package import MAIN, Package
from gxkit.documents.printed import JOINED, Printed
from gxkit.documents.stream import CELL, END, LINE, ROW, TABLE, Assembly
from gxkit.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_HEX: Final = re.compile("[0-9A-Fa-f]{1,6}")
_MARKS: Final = {"ptab": "\t", "br": LINE, "cr": LINE, "noBreakHyphen": "-"}
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def read_docx(data: bytes, name: str) -> tuple[tuple[Block, ...], dict[str, str], list[Note]]:
    """Read a Word file (.docx).

    Tracked changes count as accepted; hidden and struck text, headers, footers and notes
    are left out; automatic numbers stand before their paragraphs.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    tuple of (tuple of Paragraph or Table, dict of str to str, list of Note)
        The blocks, the hints (``title``), and the diary.

    Raises
    ------
    ReadError
        The file is truncated or damaged.
    FormatError
        It is encrypted, or another kind of zip.
    LimitError
        It asks for more time or memory than a report can need.

    Examples
    --------
    >>> import io, zipfile
    >>> body = '<w:p><w:r><w:t>一、概况</w:t></w:r></w:p>'
    >>> xml = f'<w:document xmlns:w="{_TRANSITIONAL}"><w:body>{body}</w:body></w:document>'
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as package:
    ...     package.writestr("word/document.xml", xml)
    >>> read_docx(file.getvalue(), "report.docx")[0][0].text
    '一、概况'
    """
    package = Package(data, name, None)
    main = package.main(MAIN)
    root = package.part(main)
    if root is None:  # the package has it, or it would have been refused
        raise ReadError(f"{name}: {main} is missing; save it again")
    namespace = etree.QName(root).namespace
    if namespace not in (_TRANSITIONAL, _STRICT):
        raise ReadError(f"{name}: {main} is no Word text; save it again with Word")
    space = f"{{{namespace}}}"
    write_styles(root, space, package, main)
    printed = Printed(root, space)
    printed.clean()
    write_labels(root, space, package)
    assembly = _Marker(root, space).assemble()
    return assembly.blocks(), _hints(package), printed.notes + assembly.notes


def _hints(package: Package) -> dict[str, str]:
    try:
        core = package.part("docProps/core.xml")
    except ReadError:
        return {}  # damaged properties are no reason to lose the text
    title = "" if core is None else " ".join((core.findtext(f".//{_TITLE}") or "").split())
    return {"title": title} if title else {}


class _Marker:
    """Marks what matters in a cleaned document tree."""

    def __init__(self, root: _Element, space: str) -> None:
        self.root = root
        self.space = space
        self.frames: list[Frame] = []
        self.boxes: list[Box] = []
        self.skip = 0

    def _tag(self, name: str) -> str:
        return self.space + name

    def _value(self, element: _Element | None, default: str = "") -> str:
        return default if element is None else element.get(self.space + "val") or default

    def assemble(self) -> Assembly:
        """Mark the tree, join its text in one call, and read the stream."""
        marks = {self._tag(name): mark for name, mark in _MARKS.items()}
        others = {
            self._tag("p"): self._paragraph,
            self._tag("tbl"): self._table,
            self._tag("tr"): self._row,
            self._tag("tc"): self._cell,
            self._tag("gridBefore"): self._skipped,
            self._tag("gridSpan"): self._span,
            self._tag("vMerge"): self._merge,
            self._tag("hMerge"): self._merge,
            self._tag("tab"): self._tab,
            self._tag("sym"): self._symbol,
            self._tag("vertAlign"): self._raised,
            self._tag("position"): self._raised,
        }
        for element in self.root.iter(*others, *marks):
            name = element.tag
            if name in others:
                others[name](element)
            else:
                element.text = marks[name]
        assembly = Assembly(self.frames, self.boxes, place_merges)
        stream = etree.tostring(self.root, method="text", encoding="unicode", with_tail=False)
        assembly.run(stream, keep_tabs=True)
        return assembly

    def _paragraph(self, element: _Element) -> None:
        # A deleted end mark lets the next paragraph go on in this one.
        if not len(element) or element[0].get(JOINED) is None:
            element.tail = LINE

    def _table(self, element: _Element) -> None:
        self.frames.append(Frame(len(self.frames) + 1))
        element.text = TABLE
        element.tail = END

    def _row(self, element: _Element) -> None:
        element.text = ROW
        self.skip = 0

    def _cell(self, element: _Element) -> None:
        element.text = CELL
        self.boxes.append(Box(skip=self.skip))
        self.skip = 0

    # The settings of a row or a cell come before what is in it.

    def _skipped(self, element: _Element) -> None:
        if self._belongs_to(element, "tr"):
            self.skip = _count(self._value(element), 0)

    def _span(self, element: _Element) -> None:
        if self._belongs_to(element, "tc"):
            self.boxes[-1].colspan = _count(self._value(element), 1)

    def _merge(self, element: _Element) -> None:
        if self._value(element, "continue") == "continue" and self._belongs_to(element, "tc"):
            self.boxes[-1].merge = "down" if element.tag == self._tag("vMerge") else "across"

    def _belongs_to(self, element: _Element, name: str) -> bool:
        """Tell the settings in force from those that a tracked change has replaced."""
        owner = next(element.iterancestors(self._tag(name), self._tag(f"{name}PrChange")), None)
        return owner is not None and owner.tag == self._tag(name)

    def _tab(self, element: _Element) -> None:
        parent = element.getparent()
        if parent is not None and parent.tag != self._tag("tabs"):  # those are tab stops
            element.text = "\t"

    def _symbol(self, element: _Element) -> None:
        code = element.get(self._tag("char")) or ""
        number = int(code, 16) if _HEX.fullmatch(code) else 0
        known = 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFDD0
        element.text = chr(number) if known else "\ufffd"

    def _raised(self, element: _Element) -> None:
        """Keep a raised note mark from becoming a digit of the number before it: 22[1]."""
        setting = element.getparent()
        owner = None if setting is None else setting.getparent()
        value = self._value(element)
        # Set higher by half points, as those do who know no other way.
        lifted = element.tag == self._tag("position") and value.isdigit() and int(value) > 0
        if owner is None or not (lifted or value in ("superscript", "subscript")):
            return
        text, before = owner.find(self._tag("t")), owner.getprevious()
        if owner.tag != self._tag("r") or text is None or before is None or not text.text:
            return
        if text.text.strip()[:1].isalpha():
            return
        if "".join(map(str, before.itertext())).rstrip()[-1:].isdigit():
            text.text = f"[{text.text}]"


def _count(value: str, least: int) -> int:
    if value.isascii() and value.isdigit():
        return min(max(int(value[:6]), least), limits.COLSPAN)
    return least
