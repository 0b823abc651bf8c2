"""Slides (.pptx): text boxes and tables of each slide in reading order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from gxkit.documents import limits
from gxkit.documents.grid import Box, Frame, Item, settle
from gxkit.documents.model import Block, Note, Paragraph
from gxkit.documents.package import Package, relation_of
from gxkit.documents.slide_shapes import Shape, in_reading_order, shapes_of
from gxkit.documents.slide_text import lines_of
from gxkit.errors import LimitError, ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN: Final = "ppt/presentation.xml"
_KIND: Final = "a PowerPoint file"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_DIAGRAM: Final = "diagramData"
_SHOWN_POINTS: Final = (None, "node")
"""Kinds of points in a diagram that print their text; others say how it is drawn."""


def read_pptx(data: bytes, name: str) -> tuple[tuple[Block, ...], dict[str, str], list[Note]]:
    """Read slides.

    Text boxes, tables and the text of diagrams come slide by slide, from above down and
    from left to right. Hidden slides, numbers of slides, footers, charts, pictures and the
    speaker's notes are left out.

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
        It is encrypted.
    LimitError
        It asks for more time or memory than a report can need.

    Examples
    --------
    >>> from gxkit.synthetic import make_report
    >>> blocks, hints, notes = read_pptx(make_report(3, "pptx_plain", "none").data, "a.pptx")
    >>> blocks[0].where
    'p1 l1'
    """
    deck = _Deck(Package(data, name, MAIN, _KIND))
    for number, part in enumerate(deck.slides(), 1):
        deck.read_slide(number, part)
    return tuple(deck.blocks), deck.hints(), deck.notes


class _Deck:
    """The slides of a file and what has been read of them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.lines = 0
        self.tables = 0
        self.bytes = 0
        self._layouts: dict[str, _Element | None] = {}

    def part(self, path: str) -> _Element | None:
        """Parse a part, as long as all parts together are no bomb."""
        data = self.package.raw(path)
        if data is None:
            return None
        self.bytes += len(data)
        if self.bytes > limits.SLIDES_BYTES:
            raise LimitError(
                f"{self.package.name}: slides of more than {limits.SLIDES_BYTES // limits.MEGABYTE}"
                " MB of XML; this is no report"
            )
        return self.package.parse(data, path)

    def slides(self) -> list[str]:
        """Name the parts of the slides as they are shown."""
        root = self.part(MAIN)
        related = self.package.related(MAIN)
        order = () if root is None else root.iterfind("{*}sldIdLst/{*}sldId")
        found = [related.get(relation_of(element), ("", ""))[1] for element in order]
        if len(found) > limits.SLIDES:
            raise LimitError(f"{self.package.name}: {len(found)} slides; this is no report")
        return found

    def hints(self) -> dict[str, str]:
        """Read the title of the file, if it gives one."""
        try:
            core = self.part("docProps/core.xml")
        except ReadError:
            return {}  # damaged properties are no reason to lose the text
        title = "" if core is None else " ".join((core.findtext(f".//{_TITLE}") or "").split())
        return {"title": title} if title else {}

    def read_slide(self, number: int, part: str) -> None:
        """Add the blocks of a slide."""
        root = self.part(part)
        if root is None:
            self._note("warning", number, "missing from the file")
            return
        if (root.get("show") or "1") in ("0", "false"):
            self._note("info", number, "hidden, and so left out")
            return
        related = self.package.related(part)
        shapes = shapes_of(root, self._behind(related))
        before = len(self.blocks)
        for shape in in_reading_order(shapes):
            if shape.kind == "table":
                self._add(self._table(shape.element), number)
            elif shape.kind == "text":
                self._add([*lines_of(shape.element, self.notes)], number)
            elif shape.kind == "diagram":
                self._add(self._diagram(shape, related), number)
        self._note_unread(shapes, number, empty=len(self.blocks) == before)

    def _behind(self, related: dict[str, tuple[str, str]]) -> list[_Element]:
        """Return the layout of a slide and its master: they place what the slide does not."""
        found: list[_Element] = []
        for wanted in ("slideLayout", "slideMaster"):
            path = next((path for kind, path in related.values() if kind == wanted), "")
            if path and path not in self._layouts:
                self._layouts[path] = self.part(path)
            root = self._layouts.get(path)
            if root is None:
                break
            found.append(root)
            related = self.package.related(path)
        return found

    def _add(self, items: list[Item], slide: int) -> None:
        for item in items:
            if len(self.blocks) >= limits.LINES:
                return
            if isinstance(item, str):
                self.lines += 1
                self.blocks.append(Paragraph(item, f"p{slide} l{self.lines}"))
            else:
                self.blocks.append(replace(item, pages=(slide,) * item.height))

    def _table(self, element: _Element) -> list[Item]:
        self.tables += 1
        frame = Frame(self.tables)
        for row, line in enumerate(element.iterfind("{*}tr"), 1):
            boxes: list[Box] = []
            for column, cell in enumerate(line.iterfind("{*}tc"), 1):
                if _is_set(cell, "hMerge") or _is_set(cell, "vMerge"):
                    continue
                frame.count += 1
                if frame.count > limits.TABLE_CELLS:
                    message = f"table {frame.number}: only its first {limits.TABLE_CELLS} cells"
                    self.notes.append(Note("read", "warning", f"{message} were read"))
                    return settle(frame)
                items: list[Item] = [*lines_of(cell, self.notes, in_cell=True)]
                down, across = _span(cell, "rowSpan"), _span(cell, "gridSpan")
                boxes.append(Box(down, across, row=row, column=column, items=items))
            frame.rows.append(boxes)
        return settle(frame)

    def _diagram(self, shape: Shape, related: dict[str, tuple[str, str]]) -> list[Item]:
        items: list[Item] = []
        for key in shape.relations:
            kind, path = related.get(key, ("", ""))
            root = self.part(path) if kind == _DIAGRAM else None
            for point in () if root is None else root.iterfind("{*}ptLst/{*}pt"):
                if point.get("type") in _SHOWN_POINTS:
                    items += lines_of(point, self.notes)
        return items

    def _note_unread(self, shapes: list[Shape], slide: int, *, empty: bool) -> None:
        """Say what of a slide is not read, where it could hold more than a decoration."""
        kinds = {shape.kind for shape in shapes}
        if "chart" in kinds:
            self._note("info", slide, "a chart is not read")
        if "object" in kinds:
            self._note("warning", slide, "an embedded object is not read")
        if empty and "picture" in kinds:
            self._note("warning", slide, "nothing but pictures, which are not read")

    def _note(self, level: Literal["info", "warning"], slide: int, message: str) -> None:
        self.notes.append(Note("read", level, f"slide {slide}: {message}", f"p{slide}"))


def _is_set(element: _Element, name: str) -> bool:
    return (element.get(name) or "0") in ("1", "true")


def _span(element: _Element, name: str) -> int:
    value = element.get(name) or ""
    number = int(value[:6]) if value.isascii() and value.isdigit() else 1
    return min(max(number, 1), limits.TABLE_CELLS if name == "rowSpan" else limits.COLSPAN)
