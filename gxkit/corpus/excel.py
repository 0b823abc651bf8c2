"""Frames as sheets of one Excel workbook: texts are texts, whatever they begin with.

A sheet holds 1,048,576 rows and a cell 32,767 characters. A longer frame goes on in further sheets
(``cells``, ``cells 2``); a longer text is cut, and the cut is marked in the cell and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.corpus.codebook import Column

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 1_048_576
"""The rows of a sheet, its head among them."""

MOST_CHARACTERS = 32_767
"""The characters of a cell."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "#", "\t", "\r")
_WIDEST = 48
_SAMPLE = 200


def write_excel(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    columns: Mapping[str, Sequence[Column]],
    about: Sequence[str] = (),
    most_rows: int = MOST_ROWS,
) -> dict[str, int]:
    """Write frames as the sheets of a workbook.

    Parameters
    ----------
    path : Path
        The file.
    tables : mapping of str to pandas.DataFrame
        The frames by name.
    columns : mapping of str to sequence of Column
        What their columns are.
    about : sequence of str
        Lines for a first sheet, README; none without them.
    most_rows : int
        The rows of a sheet, the head among them.

    Returns
    -------
    dict
        How many texts had to be changed: ``cut`` and ``control characters replaced``.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    changed = {"cut": 0, "control characters replaced": 0}
    if about:
        sheet = book.create_sheet("README")
        sheet.column_dimensions["A"].width = 120
        for line in about:
            sheet.append([_text(sheet, line, changed)])
    for name, frame in tables.items():
        for number, start in enumerate(range(0, max(1, len(frame)), most_rows - 1), 1):
            piece = frame.iloc[start : start + most_rows - 1]
            sheet = book.create_sheet(name if number == 1 else f"{name} {number}")
            _lay_out(sheet, piece, columns[name])
            for row in _rows(sheet, piece, columns[name], changed):
                sheet.append(row)
    book.save(path)
    return changed


def _lay_out(sheet: Any, frame: pd.DataFrame, columns: Sequence[Column]) -> None:
    """Freeze the head, set widths, and make columns of texts text for whoever types into them."""
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(at)]
        shown = [column.name, *frame.iloc[:_SAMPLE, at - 1].dropna().astype(str)]
        # A Chinese character takes the room of two others.
        widest = max(len(each) + sum(char > "\u2e7f" for char in each) for each in shown)
        dimension.width = min(_WIDEST, max(8, widest + 2))
        if column.dtype == "string":
            dimension.number_format = "@"


def _rows(
    sheet: Any, frame: pd.DataFrame, columns: Sequence[Column], changed: dict[str, int]
) -> Iterator[list[Any]]:
    yield [_bold(sheet, column.name) for column in columns]
    texts = [column.dtype == "string" for column in columns]
    values = frame.astype(object).where(frame.notna(), None)
    for row in values.itertuples(index=False, name=None):
        yield [
            _text(sheet, value, changed) if text and value is not None else value
            for value, text in zip(row, texts, strict=True)
        ]


def _text(sheet: Any, value: str, changed: dict[str, int]) -> Any:
    """Return a text as a cell that stays one: no formula, no number, no error."""
    from openpyxl.cell import WriteOnlyCell

    if _CONTROL.search(value):
        changed["control characters replaced"] += 1
        value = _CONTROL.sub("\ufffd", value)
    if len(value) > MOST_CHARACTERS:
        changed["cut"] += 1
        sign = f"…〔已截断，全文{len(value)}字，见其他格式 cut: {len(value)} characters, whole in the other formats〕"
        value = value[: MOST_CHARACTERS - len(sign)] + sign
    if not value.startswith(_FORMULA):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True  # so that it stays a text when somebody edits it
    return cell


def _bold(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=value)
    cell.font = Font(bold=True)
    return cell
