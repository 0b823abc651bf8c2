"""The frames of counted words: their columns and dtypes, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gxkit.errors import TextError

_COUNTS = {
    "count": "Int64",
    "per_thousand": "Float64",
    "documents": "Int64",
    "share": "Float64",
    "n_words": "Int64",
    "n_documents": "Int64",
}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "frequency": {"word": "string", **_COUNTS},
    "ngrams": {"ngram": "string", **_COUNTS},
    "keywords": {
        "word": "string",
        "score": "Float64",
        "count": "Int64",
        "documents": "Int64",
        "n_words": "Int64",
        "n_documents": "Int64",
    },
    "keyness": {
        "word": "string",
        "side": "string",
        "g2": "Float64",
        "log_ratio": "Float64",
        "p": "Float64",
        "p_adjusted": "Float64",
        "target": "Int64",
        "reference": "Int64",
        "n_target": "Int64",
        "n_reference": "Int64",
        "target_per_thousand": "Float64",
        "reference_per_thousand": "Float64",
        "chi2": "Float64",
        "percent_diff": "Float64",
        "log_odds": "Float64",
        "z": "Float64",
    },
    "collocations": {
        "first": "string",
        "second": "string",
        "count": "Int64",
        "llr": "Float64",
        "pmi": "Float64",
        "npmi": "Float64",
        "expected": "Float64",
        "count_first": "Int64",
        "count_second": "Int64",
        "n_pairs": "Int64",
    },
    "cooccurrence": {
        "source": "string",
        "target": "string",
        "count": "Int64",
        "jaccard": "Float64",
        "npmi": "Float64",
        "documents_source": "Int64",
        "documents_target": "Int64",
        "n_documents": "Int64",
    },
}
"""Columns and dtypes of each frame, in order; groups stand before them."""

ALLOWED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("keyness", "side"): ("target", "reference"),
}
"""The only words that may stand in a column."""


def typed(
    name: str,
    columns: Mapping[str, Any],
    lead: pd.DataFrame | None = None,
    sort: Mapping[str, bool] | None = None,
) -> pd.DataFrame:
    """Make a frame of `columns` by name, in the declared order and dtypes.

    Parameters
    ----------
    name : str
        Which of `COLUMNS`.
    columns : mapping
        The values by column; NaN becomes NA.
    lead : pandas.DataFrame, optional
        Columns that stand before, such as groups.
    sort : mapping of str to bool, optional
        What to sort by, and whether upwards, after the columns of `lead`; without it the rows
        stay as they are. They are numbered anew.

    Raises
    ------
    TextError
        A column of `lead` is called as one of the frame's own.

    Examples
    --------
    >>> empty = typed("frequency", {name: [] for name in COLUMNS["frequency"]})
    >>> empty.dtypes["count"]
    Int64Dtype()
    """
    frame = pd.DataFrame(
        {each: _array(columns[each], dtype) for each, dtype in COLUMNS[name].items()}
    )
    first = [] if lead is None else list(lead.columns)
    taken = [each for each in first if each in COLUMNS[name]]
    if taken:
        raise TextError(f"a column of groups cannot be called {taken[0]!r} here; rename it")
    if lead is not None and first:
        frame = pd.concat([lead.reset_index(drop=True), frame], axis=1)
    if sort:
        by = {**dict.fromkeys(first, True), **sort}
        frame = frame.sort_values(list(by), ascending=list(by.values()), kind="stable")
    return frame.reset_index(drop=True)


def _array(values: Any, dtype: str) -> Any:
    if dtype == "Float64":
        plain = np.asarray(values, dtype=np.float64)
        return pd.arrays.FloatingArray(np.nan_to_num(plain), np.isnan(plain))
    if dtype == "Int64":
        return pd.array(np.asarray(values, dtype=np.int64), dtype="Int64")
    return pd.array(np.asarray(values, dtype=object), dtype="string")
