"""The series that run over both forms, as declared: of which cells each is made, and how far they compare."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gxkit import forms, frames
from gxkit.forms.model import CellKey

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Comparable:
    """A series: its cells in each form that has it, and whether the forms count the same.

    `cells` holds by form the alternatives; the series is the sum of the cells of the first
    that is known. `reason` says in Chinese and English why it is comparable or not.
    """

    id: str
    zh: str
    en: str
    unit: str | None
    comparable: str
    reason: tuple[str, str]
    cells: Mapping[str, tuple[tuple[CellKey, ...], ...]]


@lru_cache(maxsize=1)
def series_declared() -> Mapping[str, Comparable]:
    """Return every series by its id, in the order of the forms' tables.

    Examples
    --------
    >>> series_declared()["requests/other/total"].cells["2019"][0]
    (('requests', 'other', 'total'),)
    """
    text = files("gxkit.data").joinpath("harmonised.toml").read_text("utf-8")
    found = [one for entry in tomllib.loads(text)["series"] for one in _of_entry(entry)]
    tables = [table.code for table in forms.load(forms.ids()[-1]).tables]
    found.sort(key=lambda one: tables.index(one.id.split("/")[0]))
    by_id = {one.id: one for one in found}
    if len(by_id) != len(found):
        raise ValueError("harmonised.toml declares a series twice")
    return by_id


def comparability() -> pd.DataFrame:
    """Say what can be compared over the forms of 2019 and 2021, and what cannot.

    Returns
    -------
    pandas.DataFrame
        A row a series: `series`, its labels `zh` and `en`, `unit`, `comparable` (yes, partly, no),
        `cells_2019` and `cells_2021` (the cells it is made of, joined by ``+``, alternatives by
        ``|``; NA where the form has none) and the reason in Chinese and English.

    Examples
    --------
    >>> found = comparability().set_index("series")
    >>> found.loc["proactive/normative_document/in_force", "comparable"]
    'no'
    >>> found.loc["requests/other/total", "cells_2021"].count("+")
    2
    """
    rows = (
        (
            *(one.id, one.zh, one.en, one.unit, one.comparable),
            *(_written(one.cells.get(form, ())) for form in forms.ids()),
            *one.reason,
        )
        for one in series_declared().values()
    )
    return frames.build("comparability", rows)


def _written(alternatives: tuple[tuple[CellKey, ...], ...]) -> str | None:
    return " | ".join(" + ".join("/".join(key) for key in keys) for keys in alternatives) or None


def _of_entry(entry: Mapping[str, Any]) -> Iterator[Comparable]:
    """Make the series of an entry of the declaration."""
    known = entry.get("forms", list(forms.ids()))
    table = forms.load(known[-1]).table[entry["table"]]
    for row in entry["rows"]:
        parts = {form: entry.get("parts", {}).get(form, [[row]]) for form in known}
        first = table.row[parts[known[-1]][0][0]]
        label = table.row.get(row)
        zh = entry.get("zh") or (label.zh if label else row)
        en = entry.get("en") or (label.en if label else row)
        for code in entry.get("columns", first.columns):
            column = table.column[code]
            yield Comparable(
                id=f"{table.code}/{row}/{code}",
                zh=f"{zh} · {column.zh}",
                en=f"{en} · {column.en}",
                unit=entry.get("unit", column.unit),
                comparable=entry["comparable"],
                reason=(entry["reason_zh"], entry["reason_en"]),
                cells={
                    form: tuple(
                        tuple((table.code, part, code) for part in sum_of) for sum_of in options
                    )
                    for form, options in parts.items()
                },
            )
