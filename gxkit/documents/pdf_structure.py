"""Tables as the tags of a PDF tell them: browsers and Word write down rows, cells and spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import addressof, c_float, create_string_buffer
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from gxkit.documents import limits

Path: TypeAlias = tuple[int, ...]
"""Which child of which child: the same element has the same path on each of its pages."""

_DEPTH: Final = 60
_SECTIONS: Final = ("THead", "TBody", "TFoot")
_CELLS: Final = ("TD", "TH")
_NAME: Final = 64


@dataclass
class TaggedCell:
    """A cell: the spans that it asks for, and the marks of what it shows on this page."""

    rowspan: int = 1
    colspan: int = 1
    marks: list[int] = field(default_factory=list)


@dataclass
class TaggedTable:
    """A table, as far as one page shows it.

    `rows` has a path for each row; its cells are None where nothing of them is on this page,
    and a row has none where the whole row is elsewhere or blank. `others` are children that
    are no rows.
    """

    path: Path
    rows: dict[Path, list[TaggedCell | None]] = field(default_factory=dict)
    others: set[Path] = field(default_factory=set)


def tagged_tables(page: Any) -> list[TaggedTable]:
    """Read the tables that the tags of a page name.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        An open page.

    Returns
    -------
    list of TaggedTable
        Those without tables inside them: tables around others only lay out a page. None
        where the file has no tags.
    """
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        reader = _Reader()
        for at in range(min(raw.FPDF_StructTree_CountChildren(tree), limits.TABLE_CELLS)):
            child = raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            if child:
                reader.walk(child, (at,))
        return [] if reader.left <= 0 else reader.tables
    finally:
        raw.FPDF_StructTree_Close(tree)


class _Reader:
    def __init__(self) -> None:
        self.tables: list[TaggedTable] = []
        self.left = limits.PDF_OBJECTS

    def _children(self, element: Any) -> Iterator[tuple[int, Any]]:
        """Yield the elements inside another one with their numbers, None for what is elsewhere."""
        from pypdfium2 import raw

        for at in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
            self.left -= 1
            if self.left <= 0:
                return
            yield at, raw.FPDF_StructElement_GetChildAtIndex(element, at) or None

    def walk(self, element: Any, path: Path) -> bool:
        """Collect the tables in an element; tell whether there is one."""
        if len(path) > _DEPTH:
            return False
        if _kind(element) == "Table":
            table = TaggedTable(path)
            if self._table(element, path, table):
                if any(table.rows.values()):
                    self.tables.append(table)
                return True
        inside = False
        for at, child in self._children(element):
            if child is not None:
                inside |= self.walk(child, (*path, at))
        return inside

    def _table(self, element: Any, path: Path, table: TaggedTable) -> bool:
        """Read the rows of a table; False where another table stands in a cell of it."""
        from pypdfium2 import raw

        for at, child in self._children(element):
            own = (*path, at)
            kind = "" if child is None else _kind(child)
            if kind == "TR":
                if not self._row(child, own, table):
                    return False
            elif kind in _SECTIONS:
                if not self._table(child, own, table):
                    return False
            elif child or raw.FPDF_StructElement_GetChildMarkedContentID(element, at) >= 0:
                table.others.add(own)
            else:
                table.rows[own] = []
        return True

    def _row(self, element: Any, path: Path, table: TaggedTable) -> bool:
        cells: list[TaggedCell | None] = []
        for _, child in self._children(element):
            if child is None:
                cells.append(None)
            elif _kind(child) in _CELLS:
                cell = TaggedCell(*_spans(child))
                if not self._marks(child, cell.marks, len(path)):
                    return False
                cells.append(cell)
        table.rows[path] = cells
        return True

    def _marks(self, element: Any, marks: list[int], depth: int) -> bool:
        """Collect the marks of what an element shows on this page; False where it has a table."""
        from pypdfium2 import raw

        for at, child in self._children(element):
            if child is None:
                mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
                if mark >= 0:
                    marks.append(mark)
            elif (
                depth > _DEPTH
                or _kind(child) == "Table"
                or not self._marks(child, marks, depth + 1)
            ):
                return False
        return True


def _kind(element: Any) -> str:
    from pypdfium2 import raw

    buffer = create_string_buffer(_NAME)
    size = raw.FPDF_StructElement_GetType(element, buffer, _NAME)
    return buffer.raw[: max(0, min(size, _NAME) - 2)].decode("utf-16-le", "replace")


def _spans(element: Any) -> tuple[int, int]:
    """Read over how many rows and columns a cell reaches."""
    from pypdfium2 import raw

    spans = [1, 1]
    value = c_float()
    for at in range(max(0, raw.FPDF_StructElement_GetAttributeCount(element))):
        attributes = raw.FPDF_StructElement_GetAttributeAtIndex(element, at)
        for place, name in enumerate((b"RowSpan", b"ColSpan")):
            found = raw.FPDF_StructElement_Attr_GetValue(attributes, name)
            if found and raw.FPDF_StructElement_Attr_GetNumberValue(found, value):
                spans[place] = max(1, min(int(value.value), limits.TABLE_CELLS))
    return spans[0], min(spans[1], limits.COLSPAN)


def marks_of(text: Any, order: Iterable[int]) -> dict[int, int]:
    """Return the marks of the characters of a page that have one, by their numbers there."""
    from pypdfium2 import raw

    known: dict[int, int] = {}
    marks: dict[int, int] = {}
    for at in order:
        item = raw.FPDFText_GetTextObject(text, at)
        if not item:
            continue
        place = addressof(item.contents)
        if place not in known:
            known[place] = raw.FPDFPageObj_GetMarkedContentID(item)
        if known[place] >= 0:
            marks[at] = known[place]
    return marks
