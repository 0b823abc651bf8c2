"""Old and binary workbooks (.xls, .xlsb) by calamine: values, not how they are shown."""

from __future__ import annotations

import datetime
import io
from typing import Any, Final

from gxkit.documents import limits
from gxkit.documents.model import Block, Note
from gxkit.documents.package import Package
from gxkit.documents.sheet_grid import Merge, Sheet, blocks_of
from gxkit.documents.shown_numbers import plain
from gxkit.errors import LimitError, ReadError

_ZIP: Final = b"PK"
_STORED: Final = (
    "numbers and dates are as the file stores them: how its cells show them is not read"
)


def read_old_workbook(
    data: bytes, name: str
) -> tuple[tuple[Block, ...], dict[str, str], list[Note]]:
    """Read a workbook of an older kind.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    tuple of (tuple of Paragraph or Table, dict of str to str, list of Note)
        As for .xlsx files; a note says that formats of numbers are not known.

    Raises
    ------
    ReadError
        The file is truncated or damaged.
    LimitError
        It asks for more time or memory than a report can need.

    Examples
    --------
    >>> read_old_workbook(b"nothing of the kind", "a.xls")
    Traceback (most recent call last):
    gxkit.errors.ReadError: a.xls: a workbook that is truncated or damaged; download or save it again
    """
    if data.startswith(_ZIP):
        package = Package(data, name, None, "a workbook")
        for part in package.parts:
            if part.endswith((".xml", ".bin", ".rels")):
                package.raw(part)  # refuses what unpacks to more than a report can need
    notes = [Note("read", "info", _STORED)]
    try:
        sheets = _sheets(data, name, notes)
    except (ReadError, LimitError):
        raise
    except BaseException as error:  # what calamine meets in a damaged file may be a panic of Rust
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        message = f"{name}: a workbook that is truncated or damaged; download or save it again"
        raise ReadError(message) from error
    return blocks_of(sheets, notes), {}, notes


def _sheets(data: bytes, name: str, notes: list[Note]) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for number, about in enumerate(book.sheets_metadata, 1):
            if about.visible != SheetVisibleEnum.Visible:
                message = f"sheet {about.name}: hidden, and so left out"
                notes.append(Note("read", "info", message, f"t{number}"))
            elif about.typ == SheetTypeEnum.WorkSheet:
                found.append(_sheet(book.get_sheet_by_name(about.name), number, name))
    return found


def _sheet(read: Any, number: int, name: str) -> Sheet:
    if read.total_height * read.total_width > limits.SHEET_CELLS:
        raise LimitError(
            f"{name}: a sheet of {read.total_height} rows and {read.total_width} columns; this is"
            " no report"
        )
    sheet = Sheet(read.name, number)
    for row, values in enumerate(read.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            text = _shown(value)
            if text:
                sheet.texts[row, column] = text
    for (top, left), (bottom, right) in read.merged_cell_ranges or ():
        sheet.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    return sheet


def _shown(value: object) -> str:
    if isinstance(value, str):
        return "\n".join(" ".join(line.split()) for line in value.split("\n")).strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return plain(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return "" if value is None else str(value)
