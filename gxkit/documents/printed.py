"""What of a Word file is printed: tracked changes accepted, hidden and struck text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from gxkit.documents.model import Note
from gxkit.documents.pictures import PICTURE

if TYPE_CHECKING:
    from lxml.etree import _Element

JOINED: Final = "joined"
"""Attribute set on the properties of a paragraph whose end mark is deleted."""

_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_GONE: Final = (
    "del", "moveFrom", "instrText", "delText", "delInstrText", "drawing", "pict", "object", "rt",
)  # fmt: skip
"""Elements whose text is no more, or that hold other text than the printed one."""
_FALSE: Final = ("0", "false", "off", "none")


class Printed:
    """Takes out of a document tree, in place, everything that is not printed.

    Parameters
    ----------
    root : lxml element
        The root of ``word/document.xml``.
    space : str
        The WordprocessingML namespace in braces.
    """

    def __init__(self, root: _Element, space: str) -> None:
        self.root = root
        self.space = space
        self.notes: list[Note] = []

    def _tag(self, name: str) -> str:
        return self.space + name

    def _value(self, element: _Element, default: str = "") -> str:
        return element.get(self.space + "val") or default

    def clean(self) -> None:
        """Take out everything that is not printed."""
        self._choose_alternatives()
        self._lift_text_boxes()
        self._drop_marked()
        self._drop_orders()
        self._mark_pictures()
        etree.strip_elements(self.root, *map(self._tag, _GONE), with_tail=False)
        for name in ("altChunk", "subDoc"):
            for _ in self.root.iter(self._tag(name)):
                message = "a part of the text is an embedded file, which is not read"
                self.notes.append(Note("read", "warning", message))

    def _choose_alternatives(self) -> None:
        """Keep one of the two forms in which Word stores a text box or a shape."""
        for element in list(self.root.iter(f"{_COMPATIBLE}AlternateContent")):
            choices = element.findall(f"{_COMPATIBLE}Choice")
            fallback = element.find(f"{_COMPATIBLE}Fallback")
            told = [part for part in choices if self._has_text(part)]
            keep = told[0] if told else fallback if fallback is not None else None
            for part in list(element):
                if part is not keep:
                    element.remove(part)

    def _has_text(self, element: _Element) -> bool:
        return next(element.iter(self._tag("t"), self._tag("sym")), None) is not None

    def _lift_text_boxes(self) -> None:
        """Put the paragraphs of a text box after the paragraph that it hangs on."""
        paragraph = self._tag("p")
        last: dict[_Element, _Element] = {}
        for box in list(self.root.iter(self._tag("txbxContent"))):
            host = next(box.iterancestors(paragraph), None)
            if host is None:
                continue
            parent = box.getparent()
            if parent is not None:
                parent.remove(box)
            last.get(host, host).addnext(box)
            last[host] = box

    def _drop_marked(self) -> None:
        """Take out deleted rows and cells, hidden and struck runs, the table of contents."""
        struck = False
        for element in list(
            self.root.iter(
                *map(self._tag, ("vanish", "strike", "dstrike", "cellDel", "del", "hidden"))
            )
        ):
            if self._value(element, "1") in _FALSE:
                continue
            holder = element.getparent()
            owner = None if holder is None else holder.getparent()
            if holder is None or owner is None:
                continue
            kind = (etree.QName(element).localname, etree.QName(holder).localname)
            if kind[1] == "rPr" and kind[0] != "del" and owner.tag == self._tag("r"):
                struck = struck or kind[0] != "vanish"
                self._drop(owner)
            elif kind in (("del", "trPr"), ("hidden", "trPr"), ("cellDel", "tcPr")):
                self._drop(owner)
            elif kind == ("del", "rPr") and owner.tag == self._tag("pPr"):
                owner.set(JOINED, "1")
        if struck:
            self.notes.append(Note("read", "info", "struck-out text was left out"))
        for gallery in list(self.root.iter(self._tag("docPartGallery"))):
            block = next(gallery.iterancestors(self._tag("sdt")), None)
            if block is not None and self._value(gallery) == "Table of Contents":
                self._drop(block)
                self.notes.append(Note("read", "info", "the table of contents was left out"))

    def _mark_pictures(self) -> None:
        """Put a sign into cells that hold a picture and no text: what they show is not known."""
        named = [f"{_DRAWN}blip", f"{_VML}imagedata"]
        for picture in list(self.root.iter(*named)):
            cell = next(picture.iterancestors(self._tag("tc")), None)
            run = next(picture.iterancestors(self._tag("r")), None)
            if cell is None or run is None or self._has_text(cell):
                continue
            etree.SubElement(run, self._tag("t")).text = PICTURE

    def _drop_orders(self) -> None:
        """Take out what stands in the orders of fields: the results of the fields inside them."""
        orders: list[bool] = []  # of the fields around: whether their result has not begun
        within: list[_Element] = []
        for element in self.root.iter(self._tag("fldChar"), self._tag("t")):
            kind = element.get(self._tag("fldCharType"))
            if element.tag == self._tag("t"):
                if any(orders):
                    within.append(element)
            elif kind == "begin":
                orders.append(True)
            elif kind == "separate" and orders:
                orders[-1] = False
            elif kind == "end" and orders:
                orders.pop()
        if orders:
            return  # a field without an end would take the rest of the text with it
        for element in within:
            element.text = None

    @staticmethod
    def _drop(element: _Element) -> None:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
