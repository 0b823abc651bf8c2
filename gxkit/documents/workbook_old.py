"""Old and binary workbooks (.xls, .xlsb): values by calamine; of .xls how cells show them, too."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from gxkit.documents import limits
from gxkit.documents.model import Block, Note
from gxkit.documents.package import Package
from gxkit.documents.sheet_grid import Merge, Sheet, blocks_of
from gxkit.documents.shown_numbers import plain, show
from gxkit.documents.workbook_biff import Looks, looks_of
from gxkit.errors import LimitError, MissingError, ReadError

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
        As for .xlsx files; of .xlsb a note says that formats of numbers are not known.

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
    looks = looks_of(data)
    notes = [] if looks else [Note("read", "info", _STORED)]
    sheets = []
    for told in _read(data, name):
        if not told["shown"]:
            message = f"sheet {told['name']}: hidden, and so left out"
            notes.append(Note("read", "info", message, f"t{told['number']}"))
        else:
            sheets.append(_sheet(told, name, looks.get(told["number"]), notes))
    return blocks_of(sheets, notes), {}, notes


def _read(data: bytes, name: str) -> list[dict[str, Any]]:
    """Let a process of its own read the values: what it dies of does not kill us."""
    if importlib.util.find_spec("python_calamine") is None:
        raise MissingError(f"{name}: needs python-calamine; pip install python-calamine")
    command = [sys.executable, "-P", str(Path(__file__).with_name("workbook_child.py"))]
    command += [str(limits.SHEET_CELLS), str(limits.CHILD_BYTES)]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.CHILD_SECONDS,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        message = (
            f"{name}: a workbook that takes more than {limits.CHILD_SECONDS:g} seconds to read"
        )
        raise LimitError(f"{message}; save it again") from error
    except (subprocess.CalledProcessError, ValueError, OSError) as error:
        message = f"{name}: a workbook that is truncated or damaged; download or save it again"
        raise ReadError(message) from error
    return found


def _sheet(told: dict[str, Any], name: str, looks: Looks | None, notes: list[Note]) -> Sheet:
    height, width = told.get("size", (0, 0))
    if height * width > limits.SHEET_CELLS:
        raise LimitError(f"{name}: a sheet of {height} rows and {width} columns; this is no report")
    sheet = Sheet(told["name"], told["number"])
    if looks is not None:
        sheet.out_rows, sheet.out_columns = looks.rows, looks.columns
        if not looks.zeros:
            message = f"sheet {sheet.name} hides its zeros: such cells are blank"
            notes.append(Note("read", "warning", message, f"t{sheet.number}"))
    for row, values in enumerate(told["rows"], 1):
        for column, value in enumerate(values, 1):
            text = _shown(value, looks, (row, column))
            if text:
                sheet.texts[row, column] = text
    for (top, left), (bottom, right) in told["merges"]:
        sheet.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    return sheet


def _shown(value: object, looks: Looks | None, place: tuple[int, int]) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if looks is None:
            return plain(value)
        text = show(repr(value), looks.codes.get(place, "General"))[0]
        return "" if not looks.zeros and not text.strip("-0.") else text
    return "\n".join(" ".join(line.split()) for line in str(value or "").split("\n")).strip()
