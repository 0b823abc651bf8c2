"""Frames as tables of one DuckDB file, with the codebook as comments and views that join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gxkit.corpus.codebook import Column, frame_labels

if TYPE_CHECKING:
    import pandas as pd

_TYPES = {"string": "VARCHAR", "Int64": "BIGINT", "Float64": "DOUBLE", "boolean": "BOOLEAN"}

VIEWS: Mapping[str, tuple[str, str]] = {
    "numbers": (
        "每个已知数字连同机关与年度 Every known number with its agency and year",
        (
            "SELECT r.unit_id, r.agency, r.year, r.form, r.province, r.level, r.scope, c.* "
            'FROM cells c JOIN reports r USING (report_id) WHERE c."value" IS NOT NULL'
        ),
    ),
    "labelled_cells": (
        "单元格连同中英文标签 Cells with their labels",
        (
            "SELECT c.*, b.label_zh, b.label_en FROM cells c JOIN reports r USING (report_id) "
            "LEFT JOIN codebook b ON b.kind = 'cell' AND b.form = r.form "
            'AND b.code = c."table" || \'/\' || c."row" || \'/\' || c."column"'
        ),
    ),
    "failed_checks": (
        "不成立的核对 Checks that fail",
        'SELECT r.unit_id, r.agency, r.year, k.* FROM checks k LEFT JOIN reports r USING (report_id) WHERE NOT k."ok"',
    ),
}
"""Views by name: what they are, and their SQL."""


def write_duckdb(
    path: Path, tables: Mapping[str, pd.DataFrame], columns: Mapping[str, Sequence[Column]]
) -> None:
    """Write frames as the tables of a DuckDB file.

    Parameters
    ----------
    path : Path
        The file; it must not exist.
    tables : mapping of str to pandas.DataFrame
        The frames by name.
    columns : mapping of str to sequence of Column
        What their columns are: their labels become comments, and their dtypes types.
    """
    import duckdb
    import pyarrow as pa

    with duckdb.connect(str(path)) as connection:
        for name, frame in tables.items():
            connection.register("given", pa.Table.from_pandas(frame, preserve_index=False))
            chosen = ", ".join(
                f"CAST({quoted(each.name)} AS {_TYPES[each.dtype]}) AS {quoted(each.name)}"
                for each in columns[name]
            )
            connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT {chosen} FROM given")
            connection.unregister("given")
            label = " ".join(frame_labels(name))
            connection.execute(f"COMMENT ON TABLE {quoted(name)} IS {_literal(label)}")
            for each in columns[name]:
                at = f"{quoted(name)}.{quoted(each.name)}"
                label = _literal(f"{each.zh} {each.en}")
                connection.execute(f"COMMENT ON COLUMN {at} IS {label}")
        for name, (label, sql) in VIEWS.items():
            connection.execute(f"CREATE VIEW {quoted(name)} AS {sql}")
            connection.execute(f"COMMENT ON VIEW {quoted(name)} IS {_literal(label)}")


def quoted(name: str) -> str:
    """Write a name as SQL does, since many of ours (``table``, ``where``) are words of SQL.

    Examples
    --------
    >>> print(quoted("where"))
    "where"
    """
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
