"""The frames of themes: their columns and dtypes, declared once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "codebook": {
        "id": "string",
        "side": "string",
        "family": "string",
        "zh": "string",
        "en": "string",
        "definition": "string",
        "core": "boolean",
        "patterns": "Int64",
        "exemplars": "Int64",
        "measures": "string",
    },
    "lint": {
        "fault": "string",
        "theme": "string",
        "other": "string",
        "pattern": "string",
        "line": "Int64",
        "message": "string",
    },
    "codes": {
        "clause": "Int64",
        "text": "string",
        "theme": "string",
        "family": "string",
        "core": "boolean",
        "how": "string",
        "matched": "string",
        "start": "Int64",
        "end": "Int64",
        "probability": "Float64",
        "reasons": "string",
    },
    "crosstab": {
        "theme": "string",
        "zh": "string",
        "count": "Int64",
        "of": "Int64",
        "share": "Float64",
        "expected": "Float64",
        "residual": "Float64",
        "chi2": "Float64",
        "df": "Int64",
        "p": "Float64",
        "cramers_v": "Float64",
        "why": "string",
    },
    "trends": {
        "theme": "string",
        "zh": "string",
        "count": "Int64",
        "of": "Int64",
        "share": "Float64",
        "change": "Float64",
        "slope": "Float64",
        "why": "string",
    },
    "matched": {
        "report_id": "string",
        "problems": "Int64",
        "answered": "Int64",
        "share": "Float64",
        "unanswered": "string",
        "why": "string",
    },
    "matched_themes": {
        "theme": "string",
        "zh": "string",
        "measures": "string",
        "problems": "Int64",
        "answered": "Int64",
        "share": "Float64",
    },
    "persistence": {
        "report_id": "string",
        "unit_id": "string",
        "year": "Int64",
        "previous": "string",
        "themes": "Int64",
        "themes_before": "Int64",
        "stayed": "Int64",
        "share": "Float64",
        "which": "string",
        "why": "string",
    },
    "agreement": {
        "theme": "string",
        "zh": "string",
        "units": "Int64",
        "coders": "Int64",
        "used": "Int64",
        "percent": "Float64",
        "kappa": "Float64",
        "kappa_low": "Float64",
        "kappa_high": "Float64",
        "alpha": "Float64",
        "alpha_low": "Float64",
        "alpha_high": "Float64",
        "why": "string",
    },
    "evaluation": {
        "theme": "string",
        "zh": "string",
        "true_positive": "Int64",
        "false_positive": "Int64",
        "false_negative": "Int64",
        "precision": "Float64",
        "recall": "Float64",
        "f1": "Float64",
        "why": "string",
    },
}
"""Columns and dtypes of each frame, in order; groups and ids of the input stand before them."""


def build(name: str, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Build a frame from rows of plain values in the declared order; None where one is missing.

    Parameters
    ----------
    name : str
        A key of `COLUMNS`.
    rows : iterable of sequences
        One a row.

    Returns
    -------
    pandas.DataFrame
        The declared columns and dtypes, also with no rows.

    Examples
    --------
    >>> build("lint", []).dtypes["line"]
    Int64Dtype()
    """
    columns = COLUMNS[name]
    values: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pd.DataFrame(
        {
            column: pd.array(list(each), dtype=dtype)  # type: ignore[call-overload]
            for (column, dtype), each in zip(columns.items(), values, strict=True)
        }
    )
