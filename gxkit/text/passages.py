"""The passages that two texts have in common, and the sentences that many texts have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.comparing import Settings, rows_of
from gxkit.text.masking import KINDS, Masked, masked

PASSAGES = {
    "length": "Int64",
    "text": "string",
    "start": "Int64",
    "end": "Int64",
    "other_text": "string",
    "other_start": "Int64",
    "other_end": "Int64",
}
"""Columns and dtypes of `passages`."""

SENTENCES = {
    "sentence": "string",
    "texts": "Int64",
    "units": "Int64",
    "years": "Int64",
    "first_year": "Int64",
    "last_year": "Int64",
    "rows": "object",
}
"""Columns and dtypes of `sentences_reused`."""


class Run(NamedTuple):
    """A run of signs that stands in two masked texts."""

    start: int
    other: int
    length: int


def passages(
    a: str,
    b: str,
    *,
    passage: int | None = None,
    mask: Sequence[str] = KINDS,
    names: Iterable[str] = (),
    other_names: Iterable[str] = (),
) -> pd.DataFrame:
    """Find the passages of a text that stand in another too.

    Parameters
    ----------
    a, b : str
        The texts.
    passage : int, optional
        The characters of the shortest passage, masked; 10 by default.
    mask : sequence of str
        As for `similarity`.
    names, other_names : iterable of str
        Names to mask in `a` and in `b`, such as `gxkit.text.names_of` gives.

    Returns
    -------
    pandas.DataFrame
        A row a passage, the longest first: `length` in masked signs; `text`, `start` and `end`
        in `a` as printed, ``a[start:end] == text``; the same of `b` in `other_text`,
        `other_start` and `other_end`. A passage cannot be made longer on either side, and lies
        in no other of `a`; where it stands in `b` more than once the first place is given.
        Together they cover what `similarity` counts as `copied`.

    Raises
    ------
    TextError
        A setting cannot be used.

    Examples
    --------
    >>> found = passages("二是人员力量不足，公开内容不全面。", "一、公开内容不全面；", passage=6)
    >>> found[["length", "text", "start", "other_start"]]
       length     text  start  other_start
    0       7  公开内容不全面      9            2
    """
    settings = Settings.of(None, passage, mask, names)
    one = masked(a, settings.names, settings.mask)
    other = masked(b, tuple(other_names), settings.mask)
    runs = sorted(runs_of(one.text, other.text, settings.passage), key=lambda run: -run.length)
    records = [_printed(run, one, other) for run in runs]
    found = pd.DataFrame(records, columns=list(PASSAGES)).astype(PASSAGES)
    found.attrs["passages"] = settings.told()
    return found


def _printed(run: Run, one: Masked, other: Masked) -> tuple[int, str, int, int, str, int, int]:
    start, end = one.span(run.start, run.start + run.length)
    other_start, other_end = other.span(run.other, run.other + run.length)
    texts = one.source[start:end], other.source[other_start:other_end]
    return run.length, texts[0], start, end, texts[1], other_start, other_end


def runs_of(one: str, other: str, least: int) -> list[Run]:
    """Find the runs of at least so many signs that stand in both, in the order of the first.

    Examples
    --------
    >>> runs_of("甲乙丙丁", "乙丙戊甲乙", 2)
    [Run(start=0, other=3, length=2), Run(start=1, other=0, length=2)]
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(other) - least + 1):
        places[other[at : at + least]].append(at)
    found: list[Run] = []
    for start in range(len(one) - least + 1):
        best = Run(start, 0, 0)
        for at in places.get(one[start : start + least], ()):
            if start and at and one[start - 1] == other[at - 1]:
                continue  # part of a run that began before
            length = _reach(one, other, start, at, least)
            if length > best.length:
                best = Run(start, at, length)
        # A run that ends inside the one before it lies in that one whole.
        if best.length and (not found or start + best.length > _end(found)):
            found.append(best)
    return found


def _end(found: list[Run]) -> int:
    return found[-1].start + found[-1].length


def _reach(one: str, other: str, start: int, at: int, length: int) -> int:
    """Return how long a run can be made that begins with so many signs in common."""
    most = min(len(one) - start, len(other) - at)
    while length < most and one[start + length] == other[at + length]:
        length += 1
    return length


def sentences_reused(
    texts: pd.Series | pd.DataFrame,
    least: int = 2,
    *,
    mask: Sequence[str] = KINDS,
    names: Iterable[str] = (),
) -> pd.DataFrame:
    """Find the sentences that stand in several texts word for word.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, or a frame with the column ``text``; see `reuse`.
    least : int
        In how many texts a sentence stands at least.
    mask, names
        As for `similarity`: names, dates and numbers apart, sentences are the same.

    Returns
    -------
    pandas.DataFrame
        A row a sentence of 8 signs or more, the most used first: `sentence`, as the first text
        prints it; `texts`, how many have it; `units`, how many different `unit_id`; `years`,
        `first_year`, `last_year`; `rows`, the index of each text that has it. What the frame
        does not tell is NA.

    Raises
    ------
    TextError
        A setting cannot be used.

    Examples
    --------
    >>> said = ["2022年公开内容不够全面。平台更新较慢。", "2023年，公开内容不够全面。"]
    >>> sentences_reused(pd.Series(said))[["sentence", "texts"]]
           sentence  texts
    0  2022年公开内容不够全面      2
    """
    if least < 1:
        raise TextError("least is 1 text or more")
    settings = Settings.of(None, None, mask, names)
    rows = rows_of(texts, settings)
    where: dict[str, dict[int, str]] = defaultdict(dict)
    for row, own in enumerate(rows.sentences):
        for sentence, printed in own:
            where[sentence].setdefault(row, printed)
    kept = [each for each in where.values() if len(each) >= least]
    frame = rows.frame
    records = []
    for each in kept:
        at = list(each)
        units = frame["unit_id"].iloc[at].dropna() if "unit_id" in frame else None
        years = frame["year"].iloc[at].dropna() if "year" in frame else pd.Series(dtype="Int64")
        ends = (years.min(), years.max()) if len(years) else (None, None)
        counts = (None if units is None else units.nunique(), years.nunique() or None)
        labels = frame.index[np.asarray(at)].tolist()
        records.append((next(iter(each.values())), len(at), *counts, *ends, labels))
    found = pd.DataFrame(records, columns=list(SENTENCES)).astype(SENTENCES)
    order = np.lexsort((found["sentence"].to_numpy(str), -found["texts"].to_numpy(np.int64)))
    found = found.iloc[order].reset_index(drop=True)
    found.attrs["sentences_reused"] = settings.told(least=least)
    return found
