"""Frames as Stata files of version 118, with Chinese labels of variables and values.

Words such as the states of a cell become integers with labels ("blank 空白"); codes of tables, rows
and columns stay strings, since nobody wants to look up what 17 is. A missing string is "" in Stata,
which knows no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.corpus.codebook import Column, declared, names_in_stata, one_line, word_labels

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_LABEL = 80
"""The longest label of a variable or data set in Stata, in characters."""

_LONGEST_TEXT = 244
"""The most bytes of a string that is no strL: every row takes as many as the longest."""


def write_stata(
    path: Path, frame: pd.DataFrame, columns: Sequence[Column], label: str, when: datetime
) -> None:
    """Write a frame as a Stata file.

    Parameters
    ----------
    path : Path
        The file.
    frame : pandas.DataFrame
        The frame.
    columns : sequence of Column
        What its columns are, in their order.
    label : str
        What the data set is called.
    when : datetime
        The time to stamp it with.
    """
    import pandas as pd

    names = names_in_stata(column.name for column in columns)
    values = {names[column.name]: _values(frame[column.name], column) for column in columns}
    pd.DataFrame(values).to_stata(
        path,
        version=118,
        write_index=False,
        time_stamp=when.replace(tzinfo=None),
        data_label=one_line(label, _LONGEST_LABEL),
        variable_labels={
            names[column.name]: one_line(column.zh, _LONGEST_LABEL) for column in columns
        },
        value_labels={
            names[column.name]: value_labels(column) for column in columns if column.words
        },
        convert_strl=[
            names[column.name] for column in columns if _is_long(values[names[column.name]], column)
        ],
    )


def value_labels(column: Column) -> dict[float, str]:
    """Return the labels of the integers that stand for words.

    Parameters
    ----------
    column : Column
        A column with words.

    Examples
    --------
    >>> value_labels(Column("ok", "", "", "boolean", None, ("False", "True")))
    {0: 'no 不成立', 1: 'yes 成立'}
    """
    if column.dtype == "boolean":
        said = zip(("no", "yes"), column.words, strict=True)
        return {
            number: f"{name} {word_labels(column.name, word)[0]}"
            for number, (name, word) in enumerate(said)
        }
    return {
        number: f"{word} {word_labels(column.name, word)[0]}"
        for number, word in enumerate(column.words, 1)
    }


def _values(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Return a column as Stata can hold it."""
    if column.dtype == "boolean":
        return values.astype("Int8")
    if column.words:
        # Version 118 has no labelled strings: 1 is the first word, in the order of the codebook.
        numbers = {word: number for number, word in enumerate(column.words, 1)}
        return values.astype(object).map(numbers).astype("Int8")
    if column.dtype == "string":
        return values.astype(object).where(values.notna(), "").astype(object)
    if column.dtype == "Float64":
        return values.astype("Float64").astype("float64")
    return values


def _is_long(values: pd.Series[Any], column: Column) -> bool:
    if column.dtype != "string" or column.words:
        return False
    # A file without rows would get no strings at all.
    long: list[str] = declared()["stata"]["long"]
    bytes_ = max((len(str(each).encode()) for each in values), default=0)
    return len(values) > 0 and (column.name in long or bytes_ > _LONGEST_TEXT)
