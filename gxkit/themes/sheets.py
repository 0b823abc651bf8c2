"""Sheets for people to code by hand: written with the machine's codes hidden, and read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.errors import ThemeError
from gxkit.themes.codebook import SIDE_OF, Codebook
from gxkit.themes.units import NAMES

if TYPE_CHECKING:
    import pandas as pd

CHOICES = ("theme1", "theme2", "theme3")
"""The columns that a person fills in; more themes may stand in one, parted by spaces."""
NOTHING = "NONE"
"""What a person writes for a clause that has no theme; an empty row was not coded."""
_HEAD = 1
_PARTS = re.compile(r"[\s,;，；、/]+")


def coding_sheet(
    items: pd.DataFrame,
    n: int,
    path: str | Path,
    *,
    by: str | Sequence[str] | None = None,
    seed: int = 0,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Write an Excel sheet of clauses for a person to code.

    Parameters
    ----------
    items : DataFrame
        Clauses with a column `text`: what `code` returned, or any other frame. Only text, kind and
        the columns that lead back (report_id, kind, order, clause, or all columns but those of the
        machine where it has none of these) go into the sheet; the machine's codes do not.
    n : int
        How many clauses; all there are if there are fewer.
    path : str or Path
        The ``.xlsx`` to write. It must not exist: a person's work is never overwritten.
    by : str or sequence of str, optional
        Columns to stratify by: each group gets its share of the sheet (largest remainders), and at
        least one clause where n allows.
    seed : int
        The same seed gives the same sheet.
    codebook : Codebook, optional
        Whose themes stand in the drop-down and on the second sheet.

    Returns
    -------
    DataFrame
        What stands in the sheet, a row a clause, in its order.

    Raises
    ------
    ThemeError
        A column is missing, n is not positive, the file exists or cannot be written.

    Examples
    --------
    >>> import pandas as pd
    >>> clauses = pd.DataFrame({"id": [1, 2], "kind": "problem", "text": ["人手不足", "更新慢"]})
    >>> coding_sheet(clauses, 1, "unused.csv")
    Traceback (most recent call last):
        ...
    gxkit.errors.ThemeError: unused.csv: a coding sheet is an .xlsx file
    """
    book = Codebook.load() if codebook is None else codebook
    target = Path(path)
    groups = [by] if isinstance(by, str) else list(by or ())
    lacking = [name for name in ("text", *groups) if name not in items.columns]
    if lacking:
        raise ThemeError(
            f"no column {lacking[0]!r}; there are {', '.join(map(str, items.columns))}"
        )
    if n < 1:
        raise ThemeError(f"a sheet of {n} clauses is none; ask for at least 1")
    if target.suffix.lower() != ".xlsx":
        raise ThemeError(f"{target}: a coding sheet is an .xlsx file")
    if target.exists():
        raise ThemeError(f"{target}: is there already; name another file")
    clauses = _clauses(items, groups)
    drawn = _drawn(clauses, n, groups, seed)
    shown = drawn.drop(columns=[name for name in groups if name not in _ids(items)])
    _write(shown, target, book, {"seed": seed, "by": " ".join(groups), "codebook": book.hash})
    shown.attrs.update(seed=seed, by=groups, codebook=book.hash)
    return shown


def read_sheet(
    path: str | Path, *, codebook: Codebook | None = None, coder: str | None = None
) -> pd.DataFrame:
    """Read a sheet that a person filled in.

    Parameters
    ----------
    path : str or Path
        The ``.xlsx``.
    codebook : Codebook, optional
        Whose themes may be used.
    coder : str, optional
        Who coded; by default the name of the file.

    Returns
    -------
    DataFrame
        A row for each theme of each clause that was coded: the columns of the sheet that lead back,
        text, theme (NA where the person wrote NONE) and coder. A row left empty is not among them.

    Raises
    ------
    ThemeError
        The file cannot be read, a column is missing, or a theme is unknown, of the other side, or
        stands beside NONE; the message names the cell.

    Examples
    --------
    >>> read_sheet("nowhere.xlsx")
    Traceback (most recent call last):
        ...
    gxkit.errors.ThemeError: nowhere.xlsx: there is no such file
    """
    import pandas as pd

    book = Codebook.load() if codebook is None else codebook
    source = Path(path)
    header, rows = _sheet(source)
    lacking = [name for name in ("text", CHOICES[0]) if name not in header]
    if lacking:
        raise ThemeError(f"{source}: row 1 has no column {lacking[0]!r}; keep the head as it was")
    own = [name for name in header if name and name not in (*CHOICES, "remark")]
    found: list[dict[str, Any]] = []
    for number, row in rows:
        facts = dict(zip(header, row, strict=True))
        for theme in _themes(facts, header, number, source, book):
            found.append({**{name: facts[name] for name in own}, "theme": theme})
    frame = pd.DataFrame(found, columns=[*own, "theme"])
    for name in frame.columns:
        whole = name in ("order", "clause")
        frame[name] = frame[name].astype("Int64" if whole else "string")
    frame["coder"] = pd.Series([coder or source.stem] * len(frame), dtype="string")
    frame.attrs.update(codebook=book.hash, path=str(source))
    return frame


def _themes(
    facts: dict[str, Any], header: Sequence[str], number: int, source: Path, book: Codebook
) -> list[str | None]:
    """Return the themes of one row; none at all if it was left empty."""
    found: list[str | None] = []
    side = SIDE_OF.get(str(facts.get("kind", "")))
    for column in (name for name in CHOICES if name in header):
        cell = f"{source}, row {number}, cell {_letter(header.index(column))}{number}"
        for word in _PARTS.split(str(facts[column] or "").strip()):
            code = word.split("·")[0].strip().upper()
            if not code:
                continue
            if code != NOTHING and code not in book.themes:
                raise ThemeError(f"{cell}: no theme {word!r}; see the sheet themes")
            if code != NOTHING and side is not None and book[code].side != side:
                raise ThemeError(
                    f"{cell}: {code} is a theme of {book[code].side}s, the row of a {side}"
                )
            theme = None if code == NOTHING else code
            if theme not in found:
                found.append(theme)
    if None in found and len(found) > 1:
        raise ThemeError(f"{source}, row {number}: NONE stands beside themes; keep one of them")
    return found


def _sheet(source: Path) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    """Return the head, and the other rows with their numbers."""
    from zipfile import BadZipFile

    import openpyxl

    if not source.is_file():
        raise ThemeError(f"{source}: there is no such file")
    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise ThemeError(f"{source}: is no Excel file that can be read ({error})") from None
    except openpyxl.utils.exceptions.InvalidFileException:
        raise ThemeError(f"{source}: is no .xlsx file") from None
    try:
        lines = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
    if not lines:
        raise ThemeError(f"{source}: its first sheet is empty")
    header = ["" if name is None else str(name).strip() for name in lines[0]]
    rows = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(line)]
    return header, rows


def _ids(items: pd.DataFrame) -> list[str]:
    from gxkit.themes.tables import COLUMNS

    own = [name for name in NAMES if name in items.columns]
    machine = {*COLUMNS["codes"], "where"}
    return own if set(own) - {"kind"} else [c for c in items.columns if c not in machine]


def _clauses(items: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Return a row a clause, without the machine's codes."""
    names = list(dict.fromkeys([*_ids(items), *groups, "text"]))
    return items[names].drop_duplicates().dropna(subset=["text"]).reset_index(drop=True)


def _drawn(clauses: pd.DataFrame, n: int, groups: Sequence[str], seed: int) -> pd.DataFrame:
    """Draw n clauses, each group its share; mixed, so that no group is coded in one go."""
    import numpy as np

    draw = np.random.default_rng(seed)
    n = min(n, len(clauses))
    if groups:
        parts = [
            list(part.index) for _, part in clauses.groupby(list(groups), dropna=False, sort=True)
        ]
    else:
        parts = [list(clauses.index)]
    sizes = _shares([len(part) for part in parts], n)
    places = [
        int(place)
        for part, size in zip(parts, sizes, strict=True)
        for place in draw.choice(part, size=size, replace=False)
    ]
    return clauses.loc[draw.permutation(places)].reset_index(drop=True)


def _shares(sizes: Sequence[int], n: int) -> list[int]:
    """Share n out by size (largest remainders), at least one each where n allows.

    Examples
    --------
    >>> _shares([90, 9, 1], 10), _shares([5, 5], 3)
    ([8, 1, 1], [2, 1])
    """
    total = sum(sizes)
    least = 1 if n >= len(sizes) else 0
    shares = [max(least, n * size // total) for size in sizes]
    rest = [n * size % total for size in sizes]
    order = sorted(range(len(sizes)), key=lambda place: (-rest[place], place))
    while sum(shares) < n:
        for place in order:
            if sum(shares) < n and shares[place] < sizes[place]:
                shares[place] += 1
    while sum(shares) > n:
        shares[max(range(len(sizes)), key=lambda place: shares[place])] -= 1
    return shares


def _write(shown: pd.DataFrame, target: Path, book: Codebook, origin: dict[str, Any]) -> None:
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    work = openpyxl.Workbook()
    sheet = work.active
    sheet.title = "coding"
    header = [*shown.columns, *CHOICES, "remark"]
    sheet.append(header)
    for row in shown.astype("object").where(shown.notna(), None).itertuples(index=False):
        sheet.append([*(_plain(value) for value in row), *[None] * 4])
        for cell in sheet[sheet.max_row]:
            if cell.data_type == "f":  # a text that begins with = is no formula
                cell.data_type = "s"
    for number, name in enumerate(header):
        sheet.cell(_HEAD, number + 1).font = Font(bold=True)
        sheet.column_dimensions[_letter(number)].width = 70 if name == "text" else 14
    for cell in sheet[_letter(header.index("text"))]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    listed = work.create_sheet("themes")
    listed.append(["id", "side", "zh", "en", "definition", "choice"])
    for theme in book.themes.values():
        listed.append(
            [theme.id, theme.side, theme.zh, theme.en, theme.definition, f"{theme.id}·{theme.zh}"]
        )
    listed.append([NOTHING, None, "没有主题", "no theme", "这一句不涉及任何主题", NOTHING])
    last = len(book.themes) + 2
    # Excel refuses a list longer than 255 characters in the cell, but not one on another sheet.
    choice = DataValidation(type="list", formula1=f"=themes!$F$2:$F${last}", allow_blank=True)
    choice.showErrorMessage = False  # several codes in one cell are allowed
    sheet.add_data_validation(choice)
    first, final = (_letter(header.index(CHOICES[place])) for place in (0, -1))
    choice.add(f"{first}2:{final}{max(len(shown), 1) + 1}")
    about = work.create_sheet("origin")
    for each in origin.items():
        about.append(list(each))
    try:
        work.save(target)
    except OSError as error:
        raise ThemeError(f"{target}: cannot be written ({error.strerror})") from None


def _plain(value: Any) -> Any:
    """Return what Excel can hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)
    return value.item() if hasattr(value, "item") else value


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number + 1))
