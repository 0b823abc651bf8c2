"""A report on the publisher's desk: what will be printed in every cell and label."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from gxkit import forms
from gxkit.forms import CellKey, Form, Table
from gxkit.forms.equations import present_rows
from gxkit.synthetic.truth import Truth

__all__ = ["Draft", "Extra", "Printed", "draft_of", "number_text"]


class Printed(NamedTuple):
    """What stands in a cell, and what an honest reader makes of it."""

    text: str
    state: str
    value: int | float | None = None
    unit: str | None = None


class Extra(NamedTuple):
    """A row that no form has: its label, the groups above it, its printed numbers."""

    label: str
    path: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass
class Draft:
    """A report that quirks may still change.

    `rows` and `columns` hold, by table, the codes in the order of printing; a code may
    be there twice or not at all, and a key of `extra` may stand among the rows.
    `labels` are printed labels by (table, row or "", column or ""); `groups` those of
    the groups of rows. `dropped` cells are not even empty. `doubtful` are cells that an
    honest reader may leave open, whatever the layout. `beside` holds what is printed in
    columns that no form has.
    """

    truth: Truth
    form: Form
    rng: Random
    printed: dict[CellKey, Printed]
    rows: dict[str, list[str]]
    columns: dict[str, list[str]]
    labels: dict[CellKey, str]
    groups: dict[str, str]
    extra: dict[str, Extra] = field(default_factory=dict)
    beside: dict[CellKey, str] = field(default_factory=dict)
    dropped: set[CellKey] = field(default_factory=set)
    doubtful: set[CellKey] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    def label(self, table: str, row: str = "", column: str = "") -> str:
        """The printed label of a row or column."""
        return self.labels[table, row, column]

    def numbers(self, *tables: str) -> list[CellKey]:
        """The cells of some tables (all by default) that are printed as numbers."""
        return [
            key
            for key, printed in self.printed.items()
            if printed.state == "number" and (not tables or key[0] in tables)
        ]

    def row_keys(self, table: str, row: str) -> list[CellKey]:
        """The cells of a row, in the form's order of columns."""
        return [(table, row, column) for column in self.form.table[table].row[row].columns]


def number_text(value: float) -> str:
    """Print a number plainly.

    Examples
    --------
    >>> number_text(0), number_text(113.96), number_text(-11)
    ('0', '113.96', '-11')
    """
    return str(value)


def draft_of(truth: Truth, rng: Random) -> Draft:
    """Lay a report on the desk as the form wants it, with nothing odd about it."""
    form = forms.load(truth.form)
    printed = {key: Printed(str(value), "number", value) for key, value in truth.cells.items()}
    rows = {table.code: list(present_rows(table, truth.unofficial)) for table in form.tables}
    columns = {table.code: [column.code for column in table.columns] for table in form.tables}
    return Draft(truth, form, rng, printed, rows, columns, _labels(form), _groups(form))


def _labels(form: Form) -> dict[CellKey, str]:
    labels: dict[CellKey, str] = {}
    for table in form.tables:
        labels.update(_table_labels(table))
    return labels


def _table_labels(table: Table) -> dict[CellKey, str]:
    labels = {(table.code, row.code, ""): row.zh for row in table.rows}
    labels.update({(table.code, "", column.code): column.zh for column in table.columns})
    return labels


def _groups(form: Form) -> dict[str, str]:
    return {label: label for table in form.tables for row in table.rows for label in row.path}
