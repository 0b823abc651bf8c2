"""Words that stand beside each other more often than chance would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gxkit.errors import TextError
from gxkit.text.association import g2, pmi
from gxkit.text.frequency import with_signs
from gxkit.text.lexicon import Stop, stop_words
from gxkit.text.tables import typed
from gxkit.text.tokens import Coded, Ints, coded, tokens_of, words_among

if TYPE_CHECKING:
    import pandas as pd


def collocations(
    texts: pd.Series | pd.DataFrame,
    *,
    window: int = 1,
    min_count: int = 3,
    drop: Stop = True,
    **settings: Any,
) -> pd.DataFrame:
    """Count pairs of words, the one after the other, and how much more than by chance they come.

    Pairs only, since measures for longer runs are not settled. A pair does not go over a
    punctuation mark: give texts, or segment them with ``punctuation=True``.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        As for `frequency`.
    window : int
        How many words after the first the second may stand; 1: right after it.
    min_count : int
        How often a pair must come to be shown: PMI makes much of rare ones.
    drop : bool, "domain" or iterable of str
        Words whose pairs are not shown; see `stop_words`. They count all the same, and part
        those around them.
    **settings
        As for `segment`, where the texts are not segmented yet.

    Returns
    -------
    pandas.DataFrame
        `first`, `second`, `count`; `llr`, the log-likelihood ratio of Dunning (1993), negative
        where the pair is rarer than by chance; `pmi` in bits; `npmi` (Bouma, 2009); the count
        `expected` by chance; `count_first` and `count_second`, how many pairs begin and end so,
        of `n_pairs`. The greatest `llr` comes first.

    Raises
    ------
    TextError
        The window is less than 1, or as for `frequency`.

    Examples
    --------
    >>> import pandas as pd
    >>> found = collocations(pd.Series(["政策解读质量不高，政策解读质量待提升"]), min_count=2)
    >>> found[["first", "second", "count", "n_pairs"]].values.tolist()
    [['政策解读', '质量', 2, 6]]
    """
    if window < 1:
        raise TextError(f"the window must be 1 or more, not {window}")
    frame = tokens_of(texts, **with_signs(texts, settings))
    words = coded(frame["words"], signs=True)
    first, second, count, firsts, seconds, n = _pairs(words, window)
    left_out = stop_words(drop)
    shown = np.array([word not in left_out for word in words.vocabulary], dtype=bool)
    kept = (count >= min_count) & shown[first] & shown[second]
    first, second, count = first[kept], second[kept], count[kept]
    one, other = firsts[first], seconds[second]
    bits, normed = pmi(count, one, other, n)
    expected = one * other / max(n, 1)
    llr = g2(count, other - count, one, n - one)
    found = typed(
        "collocations",
        {
            "first": words.vocabulary[first],
            "second": words.vocabulary[second],
            "count": count,
            "llr": np.where(count < expected, -llr, llr),
            "pmi": bits,
            "npmi": normed,
            "expected": expected,
            "count_first": one,
            "count_second": other,
            "n_pairs": np.full(len(count), n),
        },
        sort={"llr": False, "first": True, "second": True},
    )
    dropped = drop if isinstance(drop, bool | str) else sorted(left_out)
    asked = {"window": window, "min_count": min_count, "drop": dropped}
    found.attrs.update({**frame.attrs, "collocations": asked})
    return found


def _pairs(words: Coded, window: int) -> tuple[Ints, Ints, Ints, Ints, Ints, int]:
    """Count pairs within the window that no sign parts; all that begin and end with each word."""
    size, width = len(words.codes), len(words.vocabulary)
    text, good = words.texts, words_among(words.vocabulary)[words.codes]
    # Words between the same two signs have the same number.
    stretch = np.cumsum(~good)
    keys = []
    for step in range(1, min(window, max(size - 1, 0)) + 1):
        whole = good[:-step] & good[step:]
        whole &= (text[:-step] == text[step:]) & (stretch[:-step] == stretch[step:])
        at = np.flatnonzero(whole)
        keys.append(words.codes[at] * width + words.codes[at + step])
    every = np.concatenate([np.empty(0, dtype=np.int64), *keys])
    pairs, count = np.unique(every, return_counts=True)
    first, second = pairs // max(width, 1), pairs % max(width, 1)
    firsts = np.bincount(first, weights=count, minlength=width).astype(np.int64)
    seconds = np.bincount(second, weights=count, minlength=width).astype(np.int64)
    return first, second, count.astype(np.int64), firsts, seconds, len(every)
