"""Calamine in a process of its own: a damaged workbook makes it ask for all memory and abort.

Run by its path, with the workbook on standard input; imports nothing of gxkit, so that it is
quick. Prints the sheets as JSON: name, number, whether shown, rows of values, merged cells.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any


def sheets_of(data: bytes, most: int) -> list[dict[str, Any]]:
    """Read the sheets of a workbook; `most` cells in one, or it is told as too large."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found: list[dict[str, Any]] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for number, about in enumerate(book.sheets_metadata, 1):
            told: dict[str, Any] = {"name": about.name, "number": number, "rows": [], "merges": []}
            told["shown"] = about.visible == SheetVisibleEnum.Visible
            found.append(told)
            if not told["shown"] or about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            told["size"] = [sheet.total_height, sheet.total_width]
            if sheet.total_height * sheet.total_width <= most:
                told["rows"] = sheet.to_python(skip_empty_area=False)
                told["merges"] = sheet.merged_cell_ranges or []
    return found


def _limit_memory(size: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        return  # Windows has no such limit; the process is still not ours


if __name__ == "__main__":
    _limit_memory(int(sys.argv[2]))
    json.dump(sheets_of(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout, default=str)
