"""The frames that gxkit hands out: their columns and dtypes, declared once.

A frame has the same columns and dtypes whatever rows came back, and with no rows at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

META: Mapping[str, str] = {
    "agency": "string",
    "year": "Int64",
    "form": "string",
    "title": "string",
    "region_code": "string",
    "province": "string",
    "city": "string",
    "county": "string",
    "level": "string",
    "agency_type": "string",
    "scope": "string",
    "period_start": "string",
    "period_end": "string",
    "published": "string",
    "path": "string",
    "sha256": "string",
    "format": "string",
    "aliases": "string",
}
"""What is known of a report as a whole. Dates are ISO 8601; aliases are joined by ``;``."""

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "reports": {"report_id": "string", "unit_id": "string", **META},
    "cells": {
        "table": "string",
        "row": "string",
        "column": "string",
        "value": "Float64",
        "unit": "string",
        "state": "string",
        "how": "string",
        "raw": "string",
        "where": "string",
    },
    "sections": {
        "section": "Int64",
        "part": "Int64",
        "heading": "string",
        "text": "string",
        "where": "string",
    },
    "points": {"kind": "string", "order": "Int64", "text": "string", "where": "string"},
    "checks": {
        "rule": "string",
        "table": "string",
        "severity": "string",
        "ok": "boolean",
        "expected": "Float64",
        "found": "Float64",
        "cells": "string",
        "message": "string",
        "repair": "string",
        "cause": "string",
    },
    "statements": {
        "measure": "string",
        "value": "Float64",
        "approx": "boolean",
        "unit": "string",
        "period": "string",
        "text": "string",
        "where": "string",
        "scope": "string",
    },
    "notes": {"step": "string", "level": "string", "message": "string", "where": "string"},
    "corrections": {
        "table": "string",
        "row": "string",
        "column": "string",
        "value": "Float64",
        "state": "string",
        "reason": "string",
        "by": "string",
        "on": "string",
        "old_value": "Float64",
        "old_state": "string",
        "old_how": "string",
        "status": "string",
    },
    "review": {
        "agency": "string",
        "year": "Int64",
        "table": "string",
        "row": "string",
        "column": "string",
        "value": "Float64",
        "state": "string",
        "how": "string",
        "raw": "string",
        "reason": "string",
        "stake": "Float64",
        "proposal": "Float64",
        "rules": "string",
        "where": "string",
        "snippet": "string",
        "picture": "string",
    },
    "duplicates": {
        "group": "Int64",
        "unit_id": "string",
        "year": "Int64",
        "scope": "string",
        "kind": "string",
        "preferred": "boolean",
        "rule": "string",
        "reason": "string",
        "conflicts": "Int64",
    },
    "harmonised": {
        "unit_id": "string",
        "year": "Int64",
        "scope": "string",
        "series": "string",
        "value": "Float64",
        "unit": "string",
        "comparable": "string",
        "note": "string",
    },
    "comparability": {
        "series": "string",
        "zh": "string",
        "en": "string",
        "unit": "string",
        "comparable": "string",
        "cells_2019": "string",
        "cells_2021": "string",
        "reason_zh": "string",
        "reason_en": "string",
    },
}
"""Columns and dtypes of each frame, in order; from corrections on they are a corpus's only."""

ALLOWED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("reports", "scope"): ("own", "consolidated"),
    ("cells", "state"): ("number", "blank", "nil", "absent", "ambiguous", "unreadable"),
    ("cells", "how"): ("label", "order", "arithmetic", "corrected"),
    ("points", "kind"): ("problem", "improvement"),
    ("checks", "severity"): ("identity", "expected", "hint"),
    ("checks", "cause"): ("parse", "document"),
    ("statements", "period"): ("year", "previous", "change", "cumulative"),
    ("notes", "level"): ("info", "warning", "error"),
    ("corrections", "state"): ("number", "blank"),
    ("corrections", "status"): ("applied", "conflict", "no report", "no cell"),
    ("duplicates", "scope"): ("own", "consolidated"),
    ("duplicates", "kind"): ("agency", "cells"),
    ("harmonised", "scope"): ("own", "consolidated"),
    ("harmonised", "comparable"): ("yes", "partly", "no"),
    ("comparability", "comparable"): ("yes", "partly", "no"),
}
"""The only words that may stand in a column, by frame and column."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "reports": ("report_id",),
    "cells": ("table", "row", "column", "state"),
    "sections": ("section", "part", "text"),
    "points": ("kind", "order", "text"),
    "checks": ("rule", "severity", "message"),
    "statements": ("measure", "value", "approx", "period", "text", "where"),
    "notes": ("step", "level", "message"),
    "corrections": ("table", "row", "column", "state", "reason", "by", "status"),
    "review": ("table", "row", "column", "state", "reason", "stake"),
    "duplicates": ("group", "kind", "preferred", "rule", "reason", "conflicts"),
    "harmonised": ("series", "comparable"),
    "comparability": ("series", "zh", "en", "comparable", "reason_zh", "reason_en"),
}
"""Columns that are never NA."""

UNIQUE: Mapping[str, tuple[str, ...]] = {
    "reports": ("report_id",),
    "cells": ("table", "row", "column"),
    "sections": ("section", "part"),
    "points": ("kind", "order"),
    "review": ("table", "row", "column"),
    "duplicates": (),
    "harmonised": ("series",),
    "comparability": ("series",),
}
"""Columns that name a row, within its report."""


def columns(name: str, *, corpus: bool = False) -> dict[str, str]:
    """Return the columns of a frame and their dtypes, in order.

    Parameters
    ----------
    name : str
        ``"cells"``, ``"sections"``, ``"points"``, ``"checks"``, ``"statements"``, ``"notes"``
        or ``"reports"``.
    corpus : bool
        Whether the frame belongs to a corpus, where `report_id` stands first.

    Examples
    --------
    >>> list(columns("points", corpus=True))
    ['report_id', 'kind', 'order', 'text', 'where']
    """
    declared = dict(COLUMNS[name])
    return {"report_id": "string", **declared} if corpus else declared


def build(name: str, rows: Iterable[Sequence[Any]], *, corpus: bool = False) -> pd.DataFrame:
    """Build a frame from rows of plain values in the declared order of columns.

    Parameters
    ----------
    name : str
        As for `columns`.
    rows : iterable of sequences
        One sequence a row, None where a value is missing.
    corpus : bool
        As for `columns`.

    Returns
    -------
    pandas.DataFrame
        The declared columns with the declared dtypes, also with no rows.

    Examples
    --------
    >>> build("points", [("problem", 1, "公开不及时", "l9")])["order"].dtype
    Int64Dtype()
    >>> build("points", []).shape
    (0, 4)
    """
    import pandas as pd

    declared = columns(name, corpus=corpus)
    values: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(declared)
    return pd.DataFrame(
        {
            column: pd.array(list(each), dtype=dtype)  # type: ignore[call-overload]
            for (column, dtype), each in zip(declared.items(), values, strict=True)
        }
    )


def schema(name: str, *, corpus: bool = False) -> pa.DataFrameSchema:
    """Return the pandera schema of a frame: columns, order, dtypes, words, keys.

    Parameters
    ----------
    name, corpus
        As for `columns`.

    Examples
    --------
    >>> schema("cells").columns["value"].nullable
    True
    """
    import pandera.pandas as pa

    # A note of a corpus may be about a file that could not be read, a check about all reports.
    own = ("report_id",) if corpus and name not in ("notes", "checks") else ()
    required = (*own, *REQUIRED[name])
    key = [*(["report_id"] if corpus else []), *UNIQUE.get(name, ())]
    rules = [pa.Check(_numbers_only, error="a value stands only where state is number")]
    return pa.DataFrameSchema(
        {
            column: pa.Column(
                dtype,
                checks=[pa.Check.isin(words)] if (words := ALLOWED.get((name, column))) else [],
                nullable=column not in required,
            )
            for column, dtype in columns(name, corpus=corpus).items()
        },
        strict=True,
        ordered=True,
        unique=key if name in UNIQUE else None,
        checks=rules if name == "cells" else [],
    )


def validate(frame: pd.DataFrame, name: str, *, corpus: bool = False) -> pd.DataFrame:
    """Return `frame` if it keeps to its declaration.

    Parameters
    ----------
    frame : pandas.DataFrame
        A frame of a report or a corpus as it was read; one that was filled no longer
        keeps to the rule that only printed numbers have a value.
    name, corpus
        As for `columns`.

    Raises
    ------
    pandera.errors.SchemaError
        It does not; the message names the column.

    Examples
    --------
    >>> validate(build("notes", []), "notes").empty
    True
    """
    return schema(name, corpus=corpus).validate(frame)


def _numbers_only(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["value"].notna() == (frame["state"] == "number")
