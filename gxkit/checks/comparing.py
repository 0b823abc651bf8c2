"""What the rules that compare reports look at, read from ``gxkit/data/comparing.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from gxkit.checks.model import Evidence
from gxkit.forms.model import CellKey


@lru_cache(maxsize=1)
def lines() -> dict[str, Any]:
    """Read the lines that the rules draw, by the name of their part."""
    return tomllib.loads(files("gxkit.data").joinpath("comparing.toml").read_text("utf-8"))


@lru_cache(maxsize=256)
def key(name: str) -> CellKey:
    """Return the cell that ``table/row/column`` names.

    Examples
    --------
    >>> key("requests/new/total")
    ('requests', 'new', 'total')
    """
    table, row, column = name.split("/")
    return table, row, column


def label(evidence: Evidence, cell: CellKey) -> str:
    """Name a cell as the report's form does: its row and, where there are several, its column.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> report = Evidence(Parsed("2021", {}, (), (), ()))
    >>> label(report, ("disputes", "reconsideration", "pending"))
    '行政复议 尚未审结'
    """
    if evidence.form is None:
        return "/".join(cell)
    table = evidence.form.table[cell[0]]
    row, column = table.row.get(cell[1]), table.column.get(cell[2])
    if row is None or column is None:
        return "/".join(cell)
    # A numbered reason says nothing without its group; the groups above that add nothing.
    return " ".join((*row.path[1:], row.zh, column.zh))


def year_of(evidence: Evidence) -> int | None:
    """Return the year that a report is about."""
    year = evidence.meta.get("year")
    return None if year is None else int(year)
