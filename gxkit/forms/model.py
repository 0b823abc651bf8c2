"""What an official form is: sections, tables of labelled rows and columns, identities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import pandas as pd

CellKey: TypeAlias = tuple[str, str, str]
"""(table, row, column), in the codes of the form."""

Layout = Literal["blocks", "matrix", "line"]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections of a report."""

    number: int
    zh: str
    en: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its code, its labels and the unit of its numbers."""

    code: str
    zh: str
    en: str
    variants: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    `path` holds the labels of the groups above it. `instead_of` names the official
    rows in whose place pages are seen to print this one (a single row （六） under the
    2021 form, its three rows under the 2019 form); an official row has none.
    """

    code: str
    zh: str
    en: str
    path: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation that the form imposes: the cells `left` add up to the cells `right`.

    `over` says what varies: an identity over rows holds in every row, between columns.
    """

    rule: str
    over: Literal["rows", "columns"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A sum that pages are seen to print beside the cells of the form, which has none.

    `of` are the codes of the rows or columns (`over`) that it adds up, `zh` the heading of
    their group. `labels` name it in a cell of its own.
    """

    code: str
    over: Literal["rows", "columns"]
    zh: str
    labels: tuple[str, ...]
    of: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)  # forms are constants: a table is equal to itself, hashed as such
class Table:
    """One of the three tables of a form.

    `corner` holds the texts of the head that name no column, the heading of the label
    column first; `extras` the labels of rows that pages add and the form does not have,
    `subtotals` the sums among them.
    """

    code: str
    section: int
    zh: str
    en: str
    layout: Layout
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    identities: tuple[Identity, ...] = ()
    corner: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()

    @cached_property
    def official_rows(self) -> tuple[Row, ...]:
        """The rows that the form itself has, in its order."""
        return tuple(row for row in self.rows if not row.instead_of)

    @cached_property
    def column(self) -> dict[str, Column]:
        """The columns by code."""
        return {column.code: column for column in self.columns}

    @cached_property
    def row(self) -> dict[str, Row]:
        """The rows by code."""
        return {row.code: row for row in self.rows}

    @cached_property
    def units(self) -> dict[str, str | None]:
        """The units of the columns by code."""
        return {column.code: column.unit for column in self.columns}


@dataclass(frozen=True, eq=False)
class Form:
    """An official form of the annual report."""

    id: str
    title: str
    citation: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]

    @cached_property
    def table(self) -> dict[str, Table]:
        """The tables by code."""
        return {table.code: table for table in self.tables}

    @cached_property
    def keys(self) -> tuple[CellKey, ...]:
        """Every cell of the form, in its order."""
        return tuple(
            (table.code, row.code, column)
            for table in self.tables
            for row in table.official_rows
            for column in row.columns
        )

    @property
    def cells(self) -> pd.DataFrame:
        """Every cell of the form as a frame, in the form's order.

        Returns
        -------
        pandas.DataFrame
            One row a cell (200 in the 2021 form, 198 in the 2019 form) with the string
            columns `form`, `table`, `row`, `column` (codes), `row_label`,
            `column_label` (Chinese, as the form prints them), `row_label_en`,
            `column_label_en` and `unit` (NA where the form names none).

        Examples
        --------
        >>> from gxkit import forms
        >>> forms.load("2021").cells.shape
        (200, 9)
        """
        import pandas as pd

        records = [
            {
                "form": self.id,
                "table": table.code,
                "row": row.code,
                "column": code,
                "row_label": " / ".join((*row.path, row.zh)),
                "column_label": table.column[code].zh,
                "row_label_en": row.en,
                "column_label_en": table.column[code].en,
                "unit": table.column[code].unit,
            }
            for table in self.tables
            for row in table.official_rows
            for code in row.columns
        ]
        return pd.DataFrame.from_records(records).astype("string")
