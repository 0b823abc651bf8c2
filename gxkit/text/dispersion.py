"""How evenly words are spread over texts or groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.tokens import coded, grouped, tokens_of

COLUMNS = {
    "word": "string",
    "count": "Int64",
    "range": "Int64",
    "parts": "Int64",
    "dp": "Float64",
    "dp_norm": "Float64",
    "juilland_d": "Float64",
}
"""Columns and dtypes of `dispersion`."""


def dispersion(
    texts: pd.Series | pd.DataFrame,
    words: Iterable[str] | None = None,
    *,
    by: str | Sequence[str] | None = None,
    least: int = 5,
    **settings: Any,
) -> pd.DataFrame:
    """Measure how evenly words are spread over the parts of a corpus.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, a frame with a column ``text``, or one that `segment` returned.
    words : iterable of str, optional
        The words to measure, also those that do not occur; by default all that occur often
        enough.
    by : str, sequence of str or None
        Columns whose groups are the parts; by default each text is one. Parts without a word
        are no parts.
    least : int
        How often a word occurs at least, where `words` are not given.
    **settings
        As for `segment`, where the texts are not segmented.

    Returns
    -------
    pandas.DataFrame
        A row a word, the most uneven first: `count`; `range`, in how many of the `parts` it
        stands; and with s the share that a part has of all words, v the share that it has of the
        occurrences of the word:

        - `dp` = ½ Σ ``|v − s|``: 0 is as even as the parts allow, near 1 all in a small part
          (Gries 2008, Dispersions and adjusted frequencies in corpora, IJCL 13(4));
        - `dp_norm` = dp / (1 − the smallest s) (Lijffijt and Gries 2012, IJCL 17(1));
        - `juilland_d` = 1 − V / √(n − 1), with V the coefficient of variation of the word's
          relative frequencies in the n parts (Juilland et al. 1970, as in Gries 2008): 1 is even.
          NA with one part.

    Raises
    ------
    TextError
        A column is missing, or a setting cannot be used.

    Examples
    --------
    >>> frame = pd.DataFrame({"words": [["公开", "公开", "解读"], ["解读", "培训", "解读"]]})
    >>> dispersion(frame, least=2)[["word", "count", "range", "dp"]]
      word  count  range        dp
    0   公开      2      1       0.5
    1   解读      3      2  0.166667
    """
    if isinstance(words, str):
        raise TextError(f"words takes a list of words, not the text {words!r}")
    frame = tokens_of(texts, **settings)
    part, _ = grouped(frame, by) if by is not None else (np.arange(len(frame)), None)
    numbered = coded(frame["words"])
    vocabulary = {word: code for code, word in enumerate(numbered.vocabulary)}
    wanted = (
        [word for word, count in zip(vocabulary, numbered.counts, strict=True) if count >= least]
        if words is None
        else list(dict.fromkeys(words))
    )
    owner = part[numbered.texts]
    sizes = np.bincount(owner, minlength=1).astype(float)
    there = np.flatnonzero(sizes)
    place = np.cumsum(sizes > 0) - 1
    counts = _counts(
        numbered.codes, place[owner], [vocabulary.get(w, -1) for w in wanted], len(there)
    )
    found = pd.DataFrame(_measures(wanted, counts, sizes[there])).astype(COLUMNS)
    order = np.lexsort((found["word"].to_numpy(str), -_plain(found["count"]), -_plain(found["dp"])))
    found = found.iloc[order].reset_index(drop=True)
    found.attrs.update(frame.attrs)
    named = by if by is None or isinstance(by, str) else list(by)
    found.attrs["dispersion"] = {"by": named, "least": least, "parts": len(there)}
    return found


def _counts(codes: Any, owner: Any, wanted: Sequence[int], parts: int) -> Any:
    """Return a sparse table of how often each wanted word stands in each part."""
    from scipy.sparse import csr_array

    size = int(codes.max(initial=-1)) + 2
    every = csr_array((np.ones(len(codes)), (codes, owner)), shape=(size, max(parts, 1)))
    every.sum_duplicates()
    return every[[code if code >= 0 else size - 1 for code in wanted]]


def _measures(words: Sequence[str], counts: Any, sizes: Any) -> dict[str, Any]:
    """Work the measures out; parts without the word are reckoned together."""
    parts = len(sizes)
    share = sizes / sizes.sum() if parts else sizes
    total = np.asarray(counts.sum(axis=1)).ravel() if len(words) else np.zeros(0)
    row = (
        np.repeat(np.arange(len(words)), np.diff(counts.indptr)) if len(words) else np.zeros(0, int)
    )
    column, value = (counts.indices, counts.data) if len(words) else (row, row)
    own = share[column] if parts else np.zeros(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        v = value / total[row]
        # Σ|v − s| over all parts: where the word is absent it is s, and all s make 1.
        dp = (np.bincount(row, np.abs(v - own) - own, len(words)) + 1) / 2
        dp[total == 0] = np.nan
        relative = value / sizes[column] if parts else np.zeros(0)
        mean = np.bincount(row, relative, len(words)) / max(parts, 1)
        square = np.bincount(row, relative**2, len(words)) / max(parts, 1)
        spread = np.sqrt(np.maximum(square - mean**2, 0)) / mean
        juilland = 1 - spread / np.sqrt(parts - 1) if parts > 1 else np.full(len(words), np.nan)
        norm = dp / (1 - share.min()) if parts > 1 else np.full(len(words), np.nan)
    return {
        "word": list(words),
        "count": total.astype(np.int64),
        "range": np.bincount(row, minlength=len(words)).astype(np.int64),
        "parts": np.full(len(words), parts),
        "dp": pd.array(dp, dtype="Float64"),
        "dp_norm": pd.array(norm, dtype="Float64"),
        "juilland_d": pd.array(juilland, dtype="Float64"),
    }


def _plain(values: pd.Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    return values.to_numpy(dtype=np.float64, na_value=-1.0)
