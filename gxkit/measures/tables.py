"""The frames of measures: their columns and dtypes, declared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "indicators": {
        "report_id": "string",
        "unit_id": "string",
        "agency": "string",
        "year": "Int64",
        "scope": "string",
        "indicator": "string",
        "value": "Float64",
        "numerator": "Float64",
        "denominator": "Float64",
        "why": "string",
    },
    "aggregate": {
        "indicator": "string",
        "value": "Float64",
        "numerator": "Float64",
        "denominator": "Float64",
        "low": "Float64",
        "high": "Float64",
        "interval": "string",
        "reports": "Int64",
        "zero": "Int64",
        "na": "Int64",
        "left_out": "Int64",
        "why": "string",
    },
    "scores": {
        "report_id": "string",
        "unit_id": "string",
        "agency": "string",
        "year": "Int64",
        "score": "Float64",
        "why": "string",
    },
    "sensitivity": {
        "report_id": "string",
        "unit_id": "string",
        "agency": "string",
        "year": "Int64",
        "score": "Float64",
        "rank": "Int64",
        "rank_low": "Float64",
        "rank_high": "Float64",
        "best": "Int64",
        "worst": "Int64",
        "same": "Float64",
    },
}
"""Columns and dtypes of each frame, in order. `aggregate` has its groups before them."""

ALLOWED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("aggregate", "interval"): ("wilson", "bootstrap"),
}
"""The only words that may stand in a column."""


def typed(name: str, columns: Mapping[str, Any], lead: Sequence[str] = ()) -> pd.DataFrame:
    """Make a frame of `columns` by name, in the declared order and dtypes, after those in `lead`.

    Examples
    --------
    >>> typed("scores", {name: [] for name in COLUMNS["scores"]}).dtypes["year"]
    Int64Dtype()
    """
    frame = pd.DataFrame({each: columns[each] for each in [*lead, *COLUMNS[name]]})
    return frame.astype(dict(COLUMNS[name]))
