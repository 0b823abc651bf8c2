"""The official forms of the annual report, as data.

A form is a TOML file in this folder: sections, tables, rows, columns, labels, the
variants of labels seen on pages, units, and the identities that the form imposes.
A new form of the State Council is a new file and no new code.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from gxkit.forms.model import CellKey, Column, Form, Identity, Row, Section, Subtotal, Table

__all__ = [
    "CellKey",
    "Column",
    "Form",
    "Identity",
    "Row",
    "Section",
    "Subtotal",
    "Table",
    "ids",
    "load",
]


@cache
def ids() -> tuple[str, ...]:
    """Name the forms that gxkit knows, oldest first.

    Examples
    --------
    >>> ids()
    ('2019', '2021')
    """
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(
        sorted(name[4:-5] for name in names if name.startswith("form") and name.endswith(".toml"))
    )


@cache
def load(id: str) -> Form:
    """Load an official form.

    Parameters
    ----------
    id : str
        ``"2019"`` (reports on 2019 and 2020) or ``"2021"`` (reports on 2021 and later).

    Returns
    -------
    Form
        The form; its ``cells`` are a frame of one row a cell.

    Raises
    ------
    KeyError
        There is no such form; the message names those there are.

    Examples
    --------
    >>> load("2021").citation
    '国办公开办函〔2021〕30号'
    """
    if id not in ids():
        raise KeyError(f"no form {id!r}; gxkit knows {', '.join(ids())}")
    data = tomllib.loads(files(__name__).joinpath(f"form{id}.toml").read_text(encoding="utf-8"))
    return Form(
        id=data["id"],
        title=data["title"],
        citation=data["citation"],
        first_year=data["first_year"],
        last_year=data.get("last_year"),
        sections=tuple(Section(**_frozen(section)) for section in data["sections"]),
        tables=tuple(_table(table) for table in data["tables"]),
    )


def for_year(year: int) -> Form | None:
    """Return the form in force for reports on `year`, or None before 2019.

    Examples
    --------
    >>> for_year(2020).id, for_year(2024).id, for_year(2012)
    ('2019', '2021', None)
    """
    for id in ids():
        form = load(id)
        if form.first_year <= year and (form.last_year is None or year <= form.last_year):
            return form
    return None


def _table(data: dict[str, Any]) -> Table:
    unit = data.pop("unit", None)
    columns = tuple(Column(**{"unit": unit, **_frozen(column)}) for column in data["columns"])
    every = tuple(column.code for column in columns)
    rows = tuple(Row(**{"columns": every, **_frozen(row)}) for row in data["rows"])
    identities = tuple(Identity(**_frozen(entry)) for entry in data.get("identities", ()))
    subtotals = tuple(_subtotal(entry, rows) for entry in data.get("subtotals", ()))
    built: dict[str, Any] = {
        "columns": columns,
        "rows": rows,
        "identities": identities,
        "subtotals": subtotals,
    }
    rest = {key: value for key, value in data.items() if key not in built}
    return Table(**built, **_frozen(rest))


def _subtotal(data: dict[str, Any], rows: tuple[Row, ...]) -> Subtotal:
    """Build a subtotal; that of a group of rows adds up those whose codes begin with its own."""
    inside = tuple(row.code for row in rows if row.code.startswith(f"{data['code']}."))
    return Subtotal(**{"of": inside, **_frozen(data)})


def _frozen(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
