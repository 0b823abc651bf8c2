"""Workbooks as Excel 2003 wrote them in XML; portals serve them under the name of .xls."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from gxkit.documents import limits
from gxkit.documents.model import Block, Note
from gxkit.documents.package import parse_xml
from gxkit.documents.sheet_grid import Merge, Sheet, blocks_of
from gxkit.documents.shown_numbers import show

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED: Final = {
    "General": "General",
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Short Date": "yyyy/m/d",
    "Long Date": 'yyyy"年"m"月"d"日"',
}
_EPOCH: Final = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 (cells have no zone)


def read_sheetxml(data: bytes, name: str) -> tuple[tuple[Block, ...], dict[str, str], list[Note]]:
    """Read a workbook in the XML of Excel 2003.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    tuple of (tuple of Paragraph or Table, dict of str to str, list of Note)
        As for .xlsx files.

    Raises
    ------
    ReadError, LimitError
        The XML is damaged, declares entities or has too many tags.

    Examples
    --------
    >>> row = "<Row><Cell><Data>规章</Data></Cell><Cell><Data>3</Data></Cell></Row>"
    >>> space = "urn:schemas-microsoft-com:office:spreadsheet"
    >>> book = f"<Workbook xmlns='{space}'><Worksheet><Table>{row}</Table></Worksheet></Workbook>"
    >>> read_sheetxml(book.encode(), "a.xls")[0][0].cells[1].text
    '3'
    """
    root = parse_xml(data, "the XML", name, "an Excel XML file")
    notes: list[Note] = []
    codes = {}
    for style in root.iterfind("{*}Styles/{*}Style"):
        setting = style.find("{*}NumberFormat")
        code = "" if setting is None else _get(setting, "Format")
        codes[_get(style, "ID")] = _NAMED.get(code, code) or "General"
    sheets = []
    for number, element in enumerate(root.iterfind("{*}Worksheet"), 1):
        title = _get(element, "Name") or str(number)
        if (element.findtext("{*}WorksheetOptions/{*}Visible") or "").startswith("Sheet"):
            message = f"sheet {title}: hidden, and so left out"
            notes.append(Note("read", "info", message, f"t{number}"))
        else:
            sheets.append(_sheet(element, Sheet(title, number), codes))
    return blocks_of(sheets, notes), {}, notes


def _sheet(element: _Element, sheet: Sheet, codes: dict[str, str]) -> Sheet:
    column = 0
    for each in element.iterfind("{*}Table/{*}Column"):
        column = _count(each, "Index") or column + 1
        span = min(_count(each, "Span"), limits.COLSPAN)
        if _get(each, "Hidden") == "1":
            sheet.out_columns.update(range(column, column + span + 1))
        column += span
    row = 0
    for line in element.iterfind("{*}Table/{*}Row"):
        row = _count(line, "Index") or row + 1
        if _get(line, "Hidden") == "1":
            sheet.out_rows.add(row)
        column = 0
        for cell in line.iterchildren(f"{_SPACE}Cell"):
            column = _count(cell, "Index") or column + 1
            text = _shown(cell, codes.get(_get(cell, "StyleID"), "General"))
            if text:
                sheet.texts[row, column] = text
            down, across = _count(cell, "MergeDown"), _count(cell, "MergeAcross")
            if down or across:
                sheet.merges.append(Merge(row, column, row + down, column + across))
            column += across
    return sheet


def _shown(cell: _Element, code: str) -> str:
    data = cell.find("{*}Data")
    if data is None:
        return ""
    text = "".join(map(str, data.itertext()))
    if _get(data, "Type") == "Number":
        return show(text, code)[0]
    if _get(data, "Type") == "DateTime":
        try:
            days = (datetime.datetime.fromisoformat(text) - _EPOCH).total_seconds() / 86_400
        except (ValueError, TypeError):
            return text
        return show(repr(days), code)[0] if code != "General" else text
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _get(element: _Element, name: str) -> str:
    return element.get(f"{_SPACE}{name}") or element.get(name) or ""


def _count(element: _Element, name: str) -> int:
    value = _get(element, name)
    return int(value[:7]) if value.isascii() and value.isdigit() else 0
