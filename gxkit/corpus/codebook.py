"""The codebook: what every column, cell, word and rule of a data set means, in Chinese and English.

The words stand in ``gxkit/data/codebook.toml``, the labels of cells in the forms.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from gxkit import forms, frames

if TYPE_CHECKING:
    import pandas as pd

_LONGEST = 32
"""The longest name of a variable in Stata."""

TYPES = {"string": "string", "Int64": "integer", "Float64": "number", "boolean": "boolean"}
"""What a Table Schema calls our dtypes."""


class Column(NamedTuple):
    """A column of a data set: its labels, dtype, unit, and the words that may stand in it."""

    name: str
    zh: str
    en: str
    dtype: str
    unit: str | None
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Any]:
    """Return the declarations of the codebook.

    Examples
    --------
    >>> declared()["words"]["state"]["blank"][0]
    '空白'
    """
    return tomllib.loads(files("gxkit.data").joinpath("codebook.toml").read_text("utf-8"))


def frame_labels(name: str) -> tuple[str, str]:
    """Return what a frame is called in Chinese and English.

    Examples
    --------
    >>> frame_labels("notes")[0]
    '读取日志'
    """
    zh, en = declared()["frames"].get(name, (name, name))
    return zh, en


def describe(name: str, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Say of each column of a frame what it is.

    Parameters
    ----------
    name : str
        The frame: one of `gxkit.frames.COLUMNS`, ``codebook``, or a table and ``_wide``.
    frame : pandas.DataFrame
        The frame itself.

    Examples
    --------
    >>> describe("points", frames.build("points", []))[0].words
    ('problem', 'improvement')
    """
    cells = _cell_labels(name.removesuffix("_wide")) if name.endswith("_wide") else {}
    return tuple(
        Column(str(each), *_labels(name, str(each), cells), str(dtype), _unit(each, cells), words)
        for each, dtype in frame.dtypes.items()
        for words in [_words(name, str(each))]
    )


def word_labels(column: str, word: str) -> tuple[str, str]:
    """Return what a word of a coded column means in Chinese and English.

    Examples
    --------
    >>> word_labels("how", "corrected")
    ('人工更正', 'corrected by a person')
    """
    zh, en = declared()["words"].get(column, {}).get(word, (word, word))
    return zh, en


def stata_name(column: str) -> str:
    """Return the name of a column in Stata: at most 32 letters, digits and underscores.

    Examples
    --------
    >>> stata_name("refused.administrative_query/natural_person"), stata_name("value")
    ('refused_administrative_query_np', 'value')
    """
    row, *rest = column.split("/")
    if rest:
        short = declared()["stata"]
        row = short["short_rows"].get(row, row)
        rest = [short["short_columns"].get(part, part) for part in rest]
    return re.sub(r"\W", "_", "_".join((row, *rest)), flags=re.ASCII)[:_LONGEST]


def codebook(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the codebook of a data set.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Its frames, by name.

    Returns
    -------
    pandas.DataFrame
        A row an entry, all strings: `kind` (``column``, ``word``, ``cell`` or ``rule``), `frame`,
        `column`, `code`, `label_zh`, `label_en`, `type`, `unit`, `form`, `name_in_stata` and
        `number_in_stata`.

    Examples
    --------
    >>> book = codebook({"points": frames.build("points", [], corpus=True)})
    >>> book.loc[book["kind"] == "word", "label_zh"].tolist()
    ['问题', '改进']
    """
    import pandas as pd

    names = ("kind", "frame", "column", "code", "label_zh", "label_en", "type", "unit", "form")
    columns = (*names, "name_in_stata", "number_in_stata")
    rows = [*_of_columns(tables), *_of_cells(), *_of_rules()]
    return pd.DataFrame(rows, columns=list(columns)).astype("string")


def _of_columns(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[object, ...]]:
    for name, frame in tables.items():
        for each in describe(name, frame):
            kind = TYPES[each.dtype]
            stata = stata_name(each.name)
            yield (
                "column",
                name,
                each.name,
                None,
                each.zh,
                each.en,
                kind,
                each.unit,
                None,
                stata,
                None,
            )
            first = 0 if each.dtype == "boolean" else 1
            for number, word in enumerate(each.words, first):
                zh, en = word_labels(each.name, word)
                yield ("word", name, each.name, word, zh, en, None, None, None, stata, str(number))


def _of_cells() -> Iterator[tuple[object, ...]]:
    for id in forms.ids():
        for table in forms.load(id).tables:
            for row in table.rows:
                for code in row.columns:
                    column = table.column[code]
                    zh = " / ".join((table.zh, *row.path, row.zh, column.zh))
                    en = f"{table.en} / {row.en} / {column.en}"
                    key = f"{table.code}/{row.code}/{code}"
                    stata = stata_name(f"{row.code}/{code}")
                    yield (
                        "cell",
                        "cells",
                        None,
                        key,
                        zh,
                        en,
                        "number",
                        column.unit,
                        id,
                        stata,
                        None,
                    )


def _of_rules() -> Iterator[tuple[object, ...]]:
    from gxkit import checks

    seen: set[str] = set()
    for rule in getattr(checks, "RULES", ()):
        if rule.id not in seen:
            seen.add(rule.id)
            told = " ".join(rule.forms)
            yield (
                "rule",
                "checks",
                "rule",
                rule.id,
                rule.zh,
                rule.en,
                None,
                None,
                told,
                None,
                None,
            )


def _labels(
    name: str, column: str, cells: Mapping[str, tuple[str, str, str | None]]
) -> tuple[str, str]:
    if column in cells:
        return cells[column][:2]
    own = declared()["columns_of"].get(name, {})
    zh, en = own.get(column) or declared()["columns"].get(column, (column, column))
    return zh, en


def _unit(column: object, cells: Mapping[str, tuple[str, str, str | None]]) -> str | None:
    if column in cells:
        return cells[str(column)][2]
    unit: str | None = declared()["units"].get(column)
    return unit


def _words(name: str, column: str) -> tuple[str, ...]:
    if frames.COLUMNS.get(name, {}).get(column) == "boolean":
        return ("False", "True")
    return frames.ALLOWED.get((name, column), ())


def _cell_labels(table: str) -> Mapping[str, tuple[str, str, str | None]]:
    """Return labels and unit of each cell of a table, by ``row/column``; the latest form counts."""
    found: dict[str, tuple[str, str, str | None]] = {}
    for form in (forms.load(id) for id in forms.ids()):
        for row in form.table[table].rows:
            for code in row.columns:
                column = form.table[table].column[code]
                label = (f"{row.zh} · {column.zh}", f"{row.en} · {column.en}", column.unit)
                if f"{row.code}/{code}" not in found or not row.instead_of:
                    found[f"{row.code}/{code}"] = label
    return found


def one_line(text: str, longest: int) -> str:
    """Cut a label to a length, with a sign that it was cut.

    Examples
    --------
    >>> one_line("一二三四五", 4)
    '一二三…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def names_in_stata(columns: Iterable[str]) -> dict[str, str]:
    """Return the names of columns in Stata, each once.

    Raises
    ------
    ValueError
        Two columns would have one name.

    Examples
    --------
    >>> names_in_stata(["new/total"])
    {'new/total': 'new_tot'}
    """
    found = {column: stata_name(column) for column in columns}
    if len(set(found.values())) != len(found):
        raise ValueError("two columns have one name in Stata; give one of them a shorter word")
    return found
