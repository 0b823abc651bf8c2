"""The cells of many reports as one sheet: a row a report, a column a cell of any form."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gxkit import forms
from gxkit.forms import CellKey
from gxkit.forms.money import MONEY
from gxkit.measures.formulas import Cells
from gxkit.measures.vectors import Flags, Reasons, Vector, joined, objects

OnBlank = Literal["na", "zero"]

_STATES = ("number", "blank", "nil", "absent", "ambiguous", "unreadable")
_NOT_THERE = -1
_GONE = _STATES.index("absent")
_TOLD = {
    "blank": "blank",
    "nil": "a mark and no number",
    "absent": "absent from the page",
    "ambiguous": "ambiguous",
    "unreadable": "unreadable",
}
_MONEY = "万元"


class _Option(NamedTuple):
    """One way to read a row or a group: its parts, added up."""

    sum: Vector
    official: Flags
    there: Flags


class Sheet:
    """The cells of the reports of a corpus.

    Parameters
    ----------
    reports, cells : pandas.DataFrame
        Those of a corpus.
    reasons : Reasons
        Where reasons get their codes.
    on_blank : {"na", "zero"}
        What an empty cell counts as.
    """

    def __init__(
        self, reports: pd.DataFrame, cells: pd.DataFrame, reasons: Reasons, on_blank: OnBlank
    ) -> None:

        self._reasons = reasons
        self.forms = objects(reports["form"])
        self.keys = _keys()
        self._at = {key: place for place, key in enumerate(self.keys)}
        shape = (len(reports), len(self.keys))
        self.numbers = np.full(shape, np.nan)
        self.states = np.full(shape, _NOT_THERE, dtype=np.int8)
        rows = places(cells["report_id"], list(reports["report_id"]))
        columns = _columns(cells, self._at)
        known = (rows >= 0) & (columns >= 0)
        rows, columns = rows[known], columns[known]
        state = places(cells["state"], list(_STATES))[known]
        value = _values(cells, columns, known, self.keys)
        if on_blank == "zero":
            value[state == _STATES.index("blank")] = 0.0
        self.states[rows, columns] = state
        self.numbers[rows, columns] = value

    def __len__(self) -> int:
        return len(self.forms)

    def cells(self, node: Cells) -> Vector:
        """Return the sum of the cells that a formula names."""
        parts = [self._row(node.table, row, column) for row in node.rows for column in node.columns]
        return joined(parts, lambda *values: sum(values[1:], values[0]))

    def _row(self, table: str, row: str, column: str) -> Vector:
        """Return a row's cell, or the sum of a group: as the form has it, else as it is printed.

        The 2021 form has three rows for what the 2019 form asks in one, and pages mix them.
        """
        beside = [key for key in self.keys if (key[0], key[2]) == (table, column)]
        itself = [key for key in beside if key[1] == row]
        group = [key for key in beside if key[1].startswith(f"{row}.")]
        options = [self._option(keys) for keys in (itself, group) if keys]
        best = options[0]
        score = _score(best)
        value, why = best.sum
        for other in options[1:]:
            better = _score(other) > score
            value = np.where(better, other.sum.value, value)
            why = np.where(better, other.sum.why, why)
            score = np.maximum(score, _score(other))
        name = f"{table}/{row}/{column}"
        neither = (score == 0) & (why != 0)  # no form of these reports has it, nor does the page
        why = np.where(neither, self._reasons.code(f"not in this form: {name}"), why)
        no_form = np.array([form is None for form in self.forms], dtype=bool)
        why = np.where(no_form, self._reasons.code("follows no form of report"), why)
        return Vector(value, why.astype(np.int32))

    def _option(self, keys: list[CellKey]) -> _Option:

        official = np.zeros(len(self), dtype=bool)
        for id in forms.ids():
            if set(keys) <= set(forms.load(id).keys):
                official |= self.forms == id
        at = [self._at[key] for key in keys]
        there = ((self.states[:, at] != _NOT_THERE) & (self.states[:, at] != _GONE)).any(axis=1)
        total = joined(
            [self._cell(key) for key in keys], lambda *values: sum(values[1:], values[0])
        )
        return _Option(total, official, there)

    def _cell(self, key: CellKey) -> Vector:

        at, name = self._at[key], "/".join(key)
        value, state = self.numbers[:, at], self.states[:, at]
        why = np.zeros(len(self), dtype=np.int32)
        for code in np.unique(state[np.isnan(value)]):
            told = _TOLD["absent"] if code == _NOT_THERE else _TOLD.get(_STATES[code])
            told = told or "its unit is not printed"
            why[np.isnan(value) & (state == code)] = self._reasons.code(f"{told}: {name}")
        return Vector(value, why)

    @cached_property
    def printed(self) -> Vector:
        """How many cells have something printed in them."""
        empty = [_NOT_THERE, _GONE, _STATES.index("blank")]
        return self._counted((~np.isin(self.states, empty)).sum(axis=1))

    @cached_property
    def expected(self) -> Vector:
        """How many cells the report has by its form, or by the rows it prints instead."""
        return self._counted((self.states != _NOT_THERE).sum(axis=1))

    @cached_property
    def nonzero(self) -> Vector:
        """How many numbers are not 0; not known where all known ones are and some are not."""
        unknown = (np.isnan(self.numbers) & (self.states != _NOT_THERE)).any(axis=1)
        counted = self._counted((np.nan_to_num(self.numbers) != 0).sum(axis=1))
        code = self._reasons.code("not every cell holds a number")
        unsure = (counted.value == 0) & unknown & (counted.why == 0)
        return Vector(counted.value, np.where(unsure, np.int32(code), counted.why))

    def _counted(self, counts: npt.NDArray[np.int64]) -> Vector:

        code = self._reasons.code("follows no form of report")
        none = (self.states == _NOT_THERE).all(axis=1)
        return Vector(counts.astype(float), np.where(none, code, 0).astype(np.int32))


def places(column: pd.Series[str], names: list[str]) -> npt.NDArray[np.intp]:
    """Return where each entry of a `column` stands in the list `names`; -1 where it does not.

    Examples
    --------
    >>> import pandas as pd
    >>> places(pd.Series(["b", "a", None], dtype="string"), ["a", "b"]).tolist()
    [1, 0, -1]
    """
    codes, found = pd.factorize(column)
    at = pd.Index(names, dtype="object").get_indexer(pd.Index(found.astype("object")))
    return np.append(at, -1)[codes]


def _keys() -> tuple[CellKey, ...]:
    """Every cell of every form, with the rows that pages print in place of others."""
    return tuple(
        dict.fromkeys(
            (table.code, row.code, column)
            for id in forms.ids()
            for table in forms.load(id).tables
            for row in table.rows
            for column in row.columns
        )
    )


def _columns(cells: pd.DataFrame, at: dict[CellKey, int]) -> npt.NDArray[np.intp]:
    """Return the column of the sheet that each cell belongs to; -1 for one of no form."""
    codes, names = zip(
        *(pd.factorize(cells[name]) for name in ("table", "row", "column")), strict=True
    )
    lookup = np.full([len(found) + 1 for found in names], -1, dtype=np.intp)
    index = [{str(name): place for place, name in enumerate(found)} for found in names]
    for key, place in at.items():
        if all(part in each for part, each in zip(key, index, strict=True)):
            lookup[tuple(each[part] for part, each in zip(key, index, strict=True))] = place
    # A missing code is -1, which is the last place: no key was put there.
    return lookup[codes]


def _values(
    cells: pd.DataFrame, columns: npt.NDArray[np.intp], known: Flags, keys: tuple[CellKey, ...]
) -> npt.NDArray[np.float64]:
    """Return the values, money in 万元; NaN for money in no known unit, unless it is 0."""
    value = cells["value"].to_numpy(dtype=float, na_value=np.nan)[known].copy()
    worth = cells["unit"].map(dict(MONEY)).to_numpy(dtype=float, na_value=np.nan)[known]
    money = np.isfinite(worth)
    value[money] *= worth[money] / MONEY[_MONEY]
    unnamed = [_unit(key) is None for key in keys]
    value[np.asarray(unnamed, dtype=bool)[columns] & ~money & (value != 0)] = np.nan
    return value


def _unit(key: CellKey) -> str | None:
    """Return the unit that the forms name for a cell; None where they name none."""
    table, _, column = key
    having = [form.table[table] for form in map(forms.load, forms.ids()) if _has(form, key)]
    return next((unit for each in having if (unit := each.units[column])), None)


def _has(form: forms.Form, key: CellKey) -> bool:
    table, row, column = key
    rows = form.table[table].row if table in form.table else {}
    return row in rows and column in rows[row].columns


def _score(option: _Option) -> npt.NDArray[np.int64]:
    """Rank the ways to read a row: known before printed before asked for."""
    return np.asarray(4 * (option.sum.why == 0) + 2 * option.there + 1 * option.official)
