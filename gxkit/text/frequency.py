"""How often words and runs of words stand in texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.tables import typed
from gxkit.text.tokens import Coded, Ints, coded, grouped, tokens_of, words_among


def frequency(
    texts: pd.Series | pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    **settings: Any,
) -> pd.DataFrame:
    """Count words.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, a frame with a column ``text``, or a frame that `segment` returned.
    by : str or sequence of str, optional
        Columns of groups to count in; a missing value is a group of its own.
    **settings
        As for `segment`, where the texts are not segmented yet.

    Returns
    -------
    pandas.DataFrame
        The columns of `by`, then `word`, `count`, `per_thousand` (the count a thousand words of
        the group), `documents` (texts that have the word), `share` (of the group's texts),
        `n_words` and `n_documents` (of the group); the most frequent word of each group first.

    Raises
    ------
    TextError
        There is no such column, or no texts.

    Examples
    --------
    >>> counted = frequency(pd.Series(["解读形式单一", "解读不及时"]))
    >>> print(counted[["word", "count", "documents", "n_words"]].head(1).to_string(index=False))
    word  count  documents  n_words
      解读      2          2        6
    """
    frame = tokens_of(texts, **settings)
    return _table("frequency", "word", coded(frame["words"]), frame, by)


def ngrams(
    texts: pd.Series | pd.DataFrame,
    n: int = 2,
    *,
    by: str | Sequence[str] | None = None,
    min_count: int = 1,
    **settings: Any,
) -> pd.DataFrame:
    """Count runs of `n` words.

    No run goes over a punctuation mark. A frame that is segmented already must therefore have
    been segmented with ``punctuation=True``; else words on both sides of a comma count as
    neighbours. Likewise words that were left out (`stop`) make neighbours of those around them.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        As for `frequency`.
    n : int
        How many words.
    by : str or sequence of str, optional
        As for `frequency`.
    min_count : int
        The least count, in a group, that is shown; the rates are those of all runs.
    **settings
        As for `segment`, where the texts are not segmented yet.

    Returns
    -------
    pandas.DataFrame
        As `frequency`, with `ngram`, the words with a blank between, instead of `word`;
        `n_words` counts the runs.

    Raises
    ------
    TextError
        `n` is less than 1, or as for `frequency`.

    Examples
    --------
    >>> counted = ngrams(pd.Series(["解读形式单一，解读形式陈旧"]))
    >>> print(counted[["ngram", "count", "n_words"]].head(1).to_string(index=False))
    ngram  count  n_words
    解读 形式      2        4
    """
    if n < 1:
        raise TextError(f"n must be 1 or more, not {n}")
    frame = tokens_of(texts, **with_signs(texts, settings))
    runs = _runs(coded(frame["words"], signs=True), n)
    counted = _table("ngrams", "ngram", runs, frame, by)
    shown = counted[counted["count"] >= min_count].reset_index(drop=True)
    shown.attrs.update({**counted.attrs, "n": n, "min_count": min_count})
    return shown


def with_signs(texts: pd.Series | pd.DataFrame, settings: dict[str, Any]) -> dict[str, Any]:
    """Ask for punctuation, unless the texts are segmented already.

    Examples
    --------
    >>> with_signs(pd.Series(["公开"]), {"stop": True})
    {'punctuation': True, 'stop': True}
    """
    done = isinstance(texts, pd.DataFrame) and "words" in texts.columns
    return settings if done else {"punctuation": True, **settings}


def _runs(words: Coded, n: int) -> Coded:
    """Return the runs of `n` words that no sign breaks, as if each were a word."""
    size = max(len(words.codes) - n + 1, 0)
    at = np.arange(size)
    text, good = words.texts, words_among(words.vocabulary)[words.codes]
    whole = text[at] == text[at + n - 1] if size else np.zeros(0, dtype=bool)
    for step in range(n):
        whole &= good[at + step]
    at = at[whole]
    keys = words.codes[at]
    for step in range(1, n):
        # Numbered anew at each step, so that long runs of a large vocabulary do not overflow.
        pairs = keys * len(words.vocabulary) + words.codes[at + step]
        keys = np.unique(pairs, return_inverse=True)[1]
    distinct, first, codes = np.unique(keys, return_index=True, return_inverse=True)
    spelt = [" ".join(words.vocabulary[words.codes[place : place + n]]) for place in at[first]]
    counts = np.bincount(text[at], minlength=len(words.starts) - 1)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    vocabulary = np.empty(len(distinct), dtype=object)
    vocabulary[:] = spelt
    return Coded(vocabulary, codes.astype(np.int64), starts)


def _table(
    name: str, what: str, words: Coded, frame: pd.DataFrame, by: str | Sequence[str] | None
) -> pd.DataFrame:
    group_of, groups = grouped(frame, by)
    group, code, count, documents = counts_in(words, group_of)
    n_words = np.bincount(group_of[words.texts], minlength=len(groups))
    n_documents = np.bincount(group_of, minlength=len(groups))
    counted = typed(
        name,
        {
            what: words.vocabulary[code],
            "count": count,
            "per_thousand": 1000 * count / n_words[group],
            "documents": documents,
            "share": documents / n_documents[group],
            "n_words": n_words[group],
            "n_documents": n_documents[group],
        },
        groups.iloc[group],
        {"count": False, what: True},
    )
    counted.attrs.update(frame.attrs)
    return counted


def counts_in(words: Coded, group_of: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Count every word in every group.

    Parameters
    ----------
    words : Coded
        The words of texts.
    group_of : numpy.ndarray
        The number of the group of each text.

    Returns
    -------
    tuple of numpy.ndarray
        Group, word (its place in the vocabulary), count, and in how many of the group's texts
        it stands: an entry for each word that a group has.

    Examples
    --------
    >>> counts_in(coded([["公开", "公开"], ["解读"]]), np.array([0, 0]))
    (array([0, 0]), array([0, 1]), array([2, 1]), array([1, 1]))
    """
    size = max(len(words.vocabulary), 1)
    in_text, often = np.unique(words.texts * size + words.codes, return_counts=True)
    key = group_of[in_text // size] * size + in_text % size
    keys, place = np.unique(key, return_inverse=True)
    count = np.bincount(place, weights=often, minlength=len(keys)).astype(np.int64)
    documents = np.bincount(place, minlength=len(keys)).astype(np.int64)
    return keys // size, keys % size, count, documents


def documents_of(words: Coded) -> Ints:
    """Return in how many texts each word of the vocabulary stands.

    Examples
    --------
    >>> documents_of(coded([["公开", "公开"], ["公开", "解读"]])).tolist()
    [2, 1]
    """
    everywhere = np.zeros(len(words.starts) - 1, dtype=np.int64)
    return counts_in(words, everywhere)[3]
