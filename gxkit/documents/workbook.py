"""Workbooks (.xlsx): what each cell shows, hidden sheets, rows and columns left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gxkit.documents.decode import drop_unseen
from gxkit.documents.model import Block, Note
from gxkit.documents.package import Package, relation_of
from gxkit.documents.sheet_grid import Merge, Sheet, blocks_of
from gxkit.documents.shown_numbers import code_of, show

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN: Final = "xl/workbook.xml"
BINARY: Final = "xl/workbook.bin"
_KIND: Final = "an Excel workbook"
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_TRUE: Final = ("1", "true")
_HIDDEN: Final = ("hidden", "veryHidden")
_COLUMNS: Final = 16_384
_GAP: Final = "_x000D_"


def read_xlsx(data: bytes, name: str) -> tuple[tuple[Block, ...], dict[str, str], list[Note]]:
    """Read a workbook.

    Numbers come as their cells show them, by the formats of the cells; formulas with the
    result that the file keeps. Hidden sheets, rows and columns, charts, comments and
    headers for printing are left out.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    tuple of (tuple of Paragraph or Table, dict of str to str, list of Note)
        The blocks, no hints, and the diary. The number of a table is that of its sheet.

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
    >>> blocks, hints, notes = read_xlsx(make_report(3, "xlsx_sheets", "none").data, "a.xlsx")
    >>> blocks[0].where
    'l1'
    """
    package = Package(data, name, None, _KIND)
    if MAIN not in package.parts and BINARY in package.parts:
        from gxkit.documents.workbook_old import read_old_workbook

        return read_old_workbook(data, name)
    package.require(MAIN)
    book = _Book(package)
    return blocks_of(book.sheets(), book.notes), {}, book.notes


class _Book:
    """What the sheets of a workbook share: texts, formats, the way that days are counted."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.notes: list[Note] = []
        self.root = package.part(MAIN)
        self.related = package.related(MAIN)
        self.shared = self._shared_texts()
        self.codes = self._formats()
        setting = None if self.root is None else self.root.find("{*}workbookPr")
        self.since_1904 = setting is not None and setting.get("date1904") in _TRUE

    def _part_of(self, kind: str) -> _Element | None:
        path = next((path for found, path in self.related.values() if found == kind), "")
        return self.package.part(path) if path else None

    def _shared_texts(self) -> list[str]:
        root = self._part_of("sharedStrings")
        return [] if root is None else [_text(item) for item in root.iterfind("{*}si")]

    def _formats(self) -> list[str]:
        root = self._part_of("styles")
        if root is None:
            return []
        custom = {
            _number(each.get("numFmtId")): each.get("formatCode") or ""
            for each in root.iterfind("{*}numFmts/{*}numFmt")
        }
        return [
            code_of(_number(each.get("numFmtId")), custom)
            for each in root.iterfind("{*}cellXfs/{*}xf")
        ]

    def sheets(self) -> list[Sheet]:
        """Read the sheets that are shown, in their order."""
        found = []
        named = [] if self.root is None else list(self.root.iterfind("{*}sheets/{*}sheet"))
        for number, element in enumerate(named, 1):
            name = element.get("name") or str(number)
            kind, path = self.related.get(relation_of(element), ("", ""))
            if element.get("state") in _HIDDEN:
                message = f"sheet {name}: hidden, and so left out"
                self.notes.append(Note("read", "info", message, f"t{number}"))
            elif kind == "worksheet" and (root := self.package.part(path)) is not None:
                found.append(_SheetReader(self, Sheet(name, number)).read(root))
        return found


class _SheetReader:
    """Reads one sheet."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.zeros = True
        self.unknown: list[str] = []
        self.stored: list[str] = []

    def read(self, root: _Element) -> Sheet:
        """Read everything that the sheet shows."""
        view = root.find("{*}sheetViews/{*}sheetView")
        self.zeros = view is None or (view.get("showZeros") or "1") in _TRUE
        for each in root.iterfind("{*}cols/{*}col"):
            if each.get("hidden") in _TRUE:
                last = min(_number(each.get("max")), _COLUMNS)
                self.sheet.out_columns.update(range(_number(each.get("min")), last + 1))
        row = 0
        for element in root.iterfind("{*}sheetData/{*}row"):
            row = _number(element.get("r")) or row + 1
            if element.get("hidden") in _TRUE:
                self.sheet.out_rows.add(row)
            column = 0
            for cell in element.iterchildren("{*}c"):
                place = _place(cell.get("r") or "")
                column = place[1] if place else column + 1
                text = self._shown(cell, f"t{self.sheet.number} r{row} c{column}")
                if text:
                    self.sheet.texts[row, column] = text
        for each in root.iterfind("{*}mergeCells/{*}mergeCell"):
            corners = [_place(part) for part in (each.get("ref") or "").split(":")]
            if len(corners) == 2 and corners[0] and corners[1]:
                self.sheet.merges.append(Merge(*corners[0], *corners[1]))
        self._tell()
        return self.sheet

    def _shown(self, cell: _Element, where: str) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _text(inline)
        value = cell.findtext("{*}v")
        if value is None:
            if cell.find("{*}f") is None:
                return ""
            self.unknown.append(where)
            return "=?"
        if kind == "s":
            number = _number(value)
            return self.book.shared[number] if number < len(self.book.shared) else "�"
        if kind in ("str", "e", "d"):
            return _tidy(value)
        if kind == "b":
            return "TRUE" if value.strip() in _TRUE else "FALSE"
        style = _number(cell.get("s"))
        code = self.book.codes[style] if style < len(self.book.codes) else "General"
        text, known = show(value, code, since_1904=self.book.since_1904)
        if not known:
            self.stored.append(where)
        if not self.zeros and text and not text.strip("-0."):
            return ""
        return text

    def _tell(self) -> None:
        notes, number = self.book.notes, self.sheet.number
        if self.unknown:
            message = f"sheet {self.sheet.name}: {len(self.unknown)} formulas without a result;"
            message += " open the workbook and save it"
            notes.append(Note("read", "warning", message, self.unknown[0]))
        if self.stored:
            message = f"sheet {self.sheet.name}: {len(self.stored)} numbers have an unusual format"
            message += (
                "; as they are stored, with a question mark where they may be shown otherwise"
            )
            notes.append(Note("read", "warning", message, self.stored[0]))
        if not self.zeros:
            message = f"sheet {self.sheet.name} hides its zeros: such cells are blank"
            notes.append(Note("read", "warning", message, f"t{number}"))


def _text(item: _Element) -> str:
    """Join the text of a cell, without the reading of its characters."""
    parts = [
        element.text or ""
        for element in item.iterfind(".//{*}t")
        if not str(getattr(element.getparent(), "tag", "")).endswith("}rPh")
    ]
    return _tidy("".join(parts))


def _tidy(text: str) -> str:
    lines = text.replace(_GAP, "").replace("\xa0", " ").split("\n")
    return drop_unseen("\n".join(" ".join(line.split()) for line in lines).strip())


def _place(name: str) -> tuple[int, int] | None:
    match = _PLACE.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), min(column, _COLUMNS)


def _number(value: str | None) -> int:
    value = (value or "").strip()
    return int(value[:9]) if value.isascii() and value.isdigit() else 0
