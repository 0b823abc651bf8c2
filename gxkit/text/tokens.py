"""One way in for all that counts words: texts, a frame of texts, or one already segmented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.segment import segment

Ints = np.ndarray[Any, np.dtype[np.int64]]


def tokens_of(texts: pd.Series | pd.DataFrame, **settings: Any) -> pd.DataFrame:
    """Return a frame with a column ``words``, segmenting the texts unless that was done.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, a frame with a column ``text``, or a frame that `segment` returned.
    **settings
        As for `segment`; not together with a segmented frame.

    Returns
    -------
    pandas.DataFrame
        As `segment` returns it, on the index of what was given.

    Raises
    ------
    TextError
        What was given holds no texts, or it was segmented already and `settings` say how.

    Examples
    --------
    >>> done = tokens_of(pd.Series(["政策解读形式单一"]))
    >>> tokens_of(done)["words"][0]
    ['政策解读', '形式', '单一']
    """
    if isinstance(texts, pd.DataFrame) and "words" in texts.columns:
        if settings:
            raise TextError(
                f"the texts are segmented already; {', '.join(settings)} must be said to segment()"
            )
        return texts.copy(deep=False)
    return segment(texts, **settings)


@dataclass(frozen=True)
class Coded:
    """The words of many texts as numbers.

    `vocabulary` holds every word once, sorted; `codes` the words one after the other, as places
    in the vocabulary; `starts` where each text begins, and at its end where the last one ends.
    """

    vocabulary: np.ndarray[Any, np.dtype[Any]]
    codes: Ints
    starts: Ints

    @property
    def texts(self) -> Ints:
        """The place of the text that each word stands in."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @property
    def counts(self) -> Ints:
        """How often each word of the vocabulary stands in all texts."""
        return np.bincount(self.codes, minlength=len(self.vocabulary)).astype(np.int64)


def coded(words: Sequence[Sequence[str]] | pd.Series, *, signs: bool = False) -> Coded:
    """Number the words of texts.

    Parameters
    ----------
    words : sequence of sequences of str
        The words of each text.
    signs : bool
        Whether punctuation marks among them are numbered too; else they are left out.

    Returns
    -------
    Coded
        The same as numbers.

    Examples
    --------
    >>> coded([["公开", "解读"], [], ["公开"]])
    Coded(vocabulary=array(['公开', '解读'], dtype=object), codes=array([0, 1, 0]), starts=array([0, 2, 2, 3]))
    """
    rows = list(words)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    flat = np.empty(int(starts[-1]), dtype=object)
    flat[:] = list(chain.from_iterable(rows))
    codes, vocabulary = pd.factorize(flat, sort=True)
    every = Coded(np.asarray(vocabulary, dtype=object), codes.astype(np.int64), starts)
    is_word = words_among(every.vocabulary)
    if signs or is_word.all():
        return every
    kept = is_word[every.codes]
    counts = np.bincount(every.texts[kept], minlength=len(rows))
    places = np.cumsum(is_word) - 1
    starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    return Coded(every.vocabulary[is_word], places[every.codes[kept]], starts)


def words_among(tokens: Iterable[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell of each token whether it is a word, and no punctuation mark.

    Examples
    --------
    >>> words_among(["公开", "，", "A4"]).tolist()
    [True, False, True]
    """
    return np.array([any(map(str.isalnum, token)) for token in tokens], dtype=bool)


def distinct(keys: Ints) -> Ints:
    """Return each key once, sorted; on millions of keys faster than numpy's hashing.

    Examples
    --------
    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(keys)
    found: Ints = ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]
    return found


def grouped(frame: pd.DataFrame, by: str | Sequence[str] | None) -> tuple[Ints, pd.DataFrame]:
    """Return the group of each row, and the groups: a frame of the columns in `by`.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows with the columns of `by`.
    by : str, sequence of str or None
        Columns; None puts all rows into one group without columns.

    Returns
    -------
    (numpy.ndarray, pandas.DataFrame)
        The number of its group for each row, and a row a group, sorted; NA is a group too.

    Raises
    ------
    TextError
        There is no such column.

    Examples
    --------
    >>> numbers, groups = grouped(pd.DataFrame({"year": [2023, 2022, 2023]}), "year")
    >>> numbers.tolist(), groups["year"].tolist()
    ([1, 0, 1], [2022, 2023])
    """
    names = columns_of(frame, by)
    if not names:
        return np.zeros(len(frame), dtype=np.int64), pd.DataFrame(index=range(1))
    groups = frame.groupby(names, dropna=False, sort=True, observed=True)
    numbers = groups.ngroup().to_numpy()
    first = frame[names].iloc[np.unique(numbers, return_index=True)[1]]
    return np.asarray(numbers, dtype=np.int64), first.reset_index(drop=True)


def columns_of(frame: pd.DataFrame, by: str | Sequence[str] | None) -> list[str]:
    """Return the columns that `by` names; TextError if one is not there.

    Examples
    --------
    >>> columns_of(pd.DataFrame({"year": []}), "year")
    ['year']
    """
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    for name in names:
        if name not in frame.columns:
            there = ", ".join(map(str, frame.columns))
            raise TextError(f"cannot group by {name!r}; the columns are {there}")
    return names
