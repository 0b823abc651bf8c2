"""Corrections by a person: an overlay over what was read, never written into it.

A table of corrections is a CSV with the columns of `COLUMNS`. `value` is the number that the page
prints, in the unit that the frame ``cells`` gives for the cell, or ``blank`` where it prints
nothing. `reason` and `by` say why and who; `on` is a date, 2024-05-31.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from os import PathLike
from pathlib import Path

from gxkit.corpus.given import rows_of
from gxkit.corpus.whole import write_whole
from gxkit.errors import CorrectionError
from gxkit.forms.model import CellKey

COLUMNS = ("report_id", "table", "row", "column", "value", "reason", "by", "on")
BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says that a page prints in a cell; `value` None where it prints nothing.

    `line` counts the lines of the file that it came from; it is None for one made in memory.
    """

    report_id: str
    table: str
    row: str
    column: str
    value: float | None
    reason: str
    by: str
    on: str | None
    line: int | None = None

    @property
    def cell(self) -> CellKey:
        """The cell of the form."""
        return self.table, self.row, self.column

    @property
    def place(self) -> str:
        """The cell and its report, for messages."""
        return f"{self.report_id} {'/'.join(self.cell)}"

    def told(self) -> str:
        """Say what was corrected, why and by whom."""
        value = BLANK if self.value is None else f"{self.value:.15g}"
        when = f", {self.on}" if self.on else ""
        return f"{'/'.join(self.cell)}: corrected to {value} ({self.reason}; {self.by}{when})"


def make_correction(
    report_id: str,
    cell: CellKey,
    value: float | str | None,
    *,
    reason: str,
    by: str,
    on: date | str | None,
) -> Correction:
    """Make a correction of what a person gives.

    Parameters
    ----------
    report_id : str
        The report.
    cell : (str, str, str)
        Table, row and column, in the codes of the form.
    value : float, str or None
        A number, also as text; None or ``"blank"`` where the page prints nothing.
    reason, by : str
        Why, and who says so.
    on : date, str or None
        When, ISO 8601.

    Raises
    ------
    CorrectionError
        Something of it cannot be used; the message says what to give instead.

    Examples
    --------
    >>> cell = ("requests", "new", "total")
    >>> make_correction("0123456789ab", cell, "12", reason="扫描件", by="甲", on=None).value
    12.0
    """
    given: tuple[object, ...] = (report_id, *cell, reason, by)
    # What a frame has in place of a text (NA, nan) is none.
    texts = [part.strip() if isinstance(part, str) else "" for part in given]
    names = [name for name in COLUMNS if name not in ("value", "on")]
    empty = [name for name, text in zip(names, texts, strict=True) if not text]
    if empty:
        raise CorrectionError(f"{', '.join(empty)} is empty; say which cell, why, and who says so")
    report_id, table, row, column, reason, by = texts
    return Correction(report_id, table, row, column, _value(value), reason, by, _date(on))


def _value(value: float | str | None) -> float | None:
    if value is None:
        return None
    text = str(value).strip()
    if text.lower() == BLANK:
        return None
    if not text:
        raise CorrectionError("value is empty; give a number, or blank where the page prints none")
    try:
        number = math.nan if isinstance(value, bool) or "_" in text else float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CorrectionError(
            f"value {text!r} is no number; give one such as 12 or 0.5, or blank where the page "
            "prints none"
        )
    return number


def _date(on: date | str | None) -> str | None:
    text = on.isoformat() if isinstance(on, date) else str(on or "").strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise CorrectionError(f"on {text!r} is no date; write it as 2024-05-31") from None


def read_corrections(path: str | PathLike[str]) -> tuple[Correction, ...]:
    r"""Read a table of corrections.

    Parameters
    ----------
    path : str or path
        A CSV in UTF-8, with or without a mark, with the columns of `COLUMNS`; others are
        passed over.

    Raises
    ------
    CorrectionError
        The file cannot be read, lacks a column, or a row of it cannot be used; the message
        names the file, the line and what to do.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "corrections.csv")
    >>> row = "0123456789ab,requests,new,total,12,扫描件模糊,甲,2024-05-31"
    >>> _ = file.write_text(",".join(COLUMNS) + "\n" + row, encoding="utf-8-sig")
    >>> read_corrections(file)[0].value
    12.0
    """
    rows = rows_of(Path(path), COLUMNS, CorrectionError)
    return tuple(_row(path, line, each) for line, each in rows)


def _row(path: str | PathLike[str], line: int, record: Mapping[str, str]) -> Correction:
    # An exported frame leaves the value empty and says blank in `state`.
    value = record["value"] or (BLANK if record.get("state") == BLANK else "")
    cell = (record["table"], record["row"], record["column"])
    try:
        made = make_correction(
            record["report_id"],
            cell,
            value,
            reason=record["reason"],
            by=record["by"],
            on=record["on"],
        )
    except CorrectionError as error:
        raise CorrectionError(f"{path}, line {line}: {error}") from None
    return replace(made, line=line)


def write_corrections(corrections: Iterable[Correction], path: str | PathLike[str]) -> Path:
    """Write `corrections` to the CSV `path`, whole or not at all; `read_corrections` takes it.

    Raises
    ------
    CorrectionError
        The file cannot be written.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> write_corrections([], pathlib.Path(tempfile.mkdtemp(), "corrections.csv")).name
    'corrections.csv'
    """
    path = Path(path)

    def write(draft: Path) -> None:
        with draft.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(COLUMNS)
            for each in corrections:
                # repr of a float is exact, and a whole number needs no point.
                value = BLANK if each.value is None else repr(each.value).removesuffix(".0")
                told = (value, each.reason, each.by, each.on or "")
                writer.writerow((each.report_id, *each.cell, *told))

    try:
        return write_whole(path, write)
    except OSError as error:
        said = f"{path}: cannot be written ({error.strerror}); choose another place"
        raise CorrectionError(said) from error
