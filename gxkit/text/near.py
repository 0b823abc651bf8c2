"""All near copies among many texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, log
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.comparing import Rows, Settings, rows_of
from gxkit.text.masking import KINDS, declared
from gxkit.text.shingled import Ints, Shingled
from gxkit.text.similarity import compared
from gxkit.text.tokens import grouped

Search = Literal["every", "minhash"]

COLUMNS = {
    "row": "object",
    "report_id": "string",
    "agency": "string",
    "year": "Int64",
    "other_row": "object",
    "other": "string",
    "other_agency": "string",
    "other_year": "Int64",
    "characters": "Int64",
    "copied": "Int64",
    "share": "Float64",
    "other_characters": "Int64",
    "other_copied": "Int64",
    "other_share": "Float64",
    "containment": "Float64",
    "jaccard": "Float64",
}
"""Columns and dtypes of `near_copies`."""

_MIX = np.uint64(0x9E3779B97F4A7C15)


def near_copies(
    texts: pd.Series | pd.DataFrame,
    share: float = 0.5,
    *,
    by: str | Sequence[str] | None = None,
    n: int | None = None,
    passage: int | None = None,
    mask: Sequence[str] = KINDS,
    names: Iterable[str] = (),
    search: Search = "every",
    seed: int = 0,
) -> pd.DataFrame:
    """Find all pairs of texts of which one has at least a share from the other.

    However they are looked for, each pair is counted exactly: nothing reported is an estimate.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, or a frame with the column ``text``; see `reuse`.
    share : float
        The share of the characters of one of the two that the other must have.
    by : str, sequence of str or None
        Columns in which two texts must agree to be compared, such as ``year``.
    n, passage, mask, names
        As for `similarity`.
    search : {"every", "minhash"}
        ``every`` holds each text against all that share a passage with it, and misses none.
        ``minhash`` looks only at pairs whose MinHashes (Broder 1997) agree in a band (Leskovec,
        Rajaraman and Ullman, Mining of Massive Datasets, chapter 3). It needs less time where
        all texts share long formulas, but misses pairs: of two texts of one length that share
        exactly `share` one in a hundred, of those that share more fewer; a short text in a long
        one often.
    seed : int
        Of the hashes.

    Returns
    -------
    pandas.DataFrame
        A row a pair, the most copied first: `row`, `report_id`, `agency`, `year` of the text
        that has the greater share from the other; `other_row`, `other`, `other_agency`,
        `other_year` of that one; and the columns of `similarity`. ``.attrs["near_copies"]`` tells
        how many pairs were looked at, and the chance to find one at the limit.

    Raises
    ------
    TextError
        The share is not above 0 and up to 1, or so many texts are alike that the pairs are too
        many; `by` makes them fewer.

    Examples
    --------
    >>> text = "公开内容不够全面，依申请公开答复不够规范，平台更新不及时。"
    >>> frame = pd.DataFrame({"text": [text, "人员力量不足，业务培训有待加强，队伍不稳定。", text]})
    >>> near_copies(frame)[["row", "other_row", "share"]]
       row other_row  share
    0    0         2    1.0
    """
    if search not in get_args(Search):
        raise TextError(f"{search!r} is not one of {', '.join(map(repr, get_args(Search)))}")
    if not 0 < share <= 1:
        raise TextError("share lies above 0 and up to 1")
    settings = Settings.of(n, passage, mask, names)
    rows = rows_of(texts, settings)
    group = grouped(rows.frame, by)[0]
    long = np.flatnonzero([len(text) >= settings.least for text in rows.masked])
    if search == "every":
        left, right = _every(rows.runs, group, share, long)
        told: dict[str, object] = {}
    else:
        left, right, told = _hashed(rows.sets, group, share, long, seed)
    found = _pairs(rows, left, right, share)
    named = by if by is None or isinstance(by, str) else list(by)
    more = {"share": share, "by": named, "search": search, "candidates": len(left)}
    found.attrs["near_copies"] = settings.told(**more, **told)
    return found


def _every(runs: Shingled, group: Ints, share: float, long: Ints) -> tuple[Ints, Ints]:
    """Pair each text with those of its group that have so much of it; none is missed."""
    count = len(group)
    found: list[Ints] = []
    total = 0
    enough = np.zeros(count, dtype=bool)
    enough[long] = True
    for text in long.tolist():
        others, copied = runs.sharers(text)
        kept = (copied >= share * runs.lengths[text]) & (others != text)
        kept &= enough[others] & (group[others] == group[text])
        others = others[kept]
        found.append(np.minimum(others, text) * count + np.maximum(others, text))
        total += len(others)
        _bound(total)
    left, right = np.divmod(_distinct(found), max(count, 1))
    return left, right


def _hashed(
    sets: Shingled, group: Ints, share: float, long: Ints, seed: int
) -> tuple[Ints, Ints, dict[str, object]]:
    """Pair the texts whose MinHashes agree in a band; some pairs may be missed."""
    likeness = share / (2 - share)  # of two texts of one length that share so much
    bands, width = _bands(likeness)
    digests = _digests(sets, bands * width, seed)[long]
    left, right = _candidates(digests, group[long], bands, width)
    chance = 1 - (1 - likeness**width) ** bands
    told: dict[str, object] = {
        "seed": seed,
        "hashes": bands * width,
        "bands": bands,
        "chance": chance,
    }
    return long[left], long[right], told


def _distinct(found: Sequence[Ints]) -> Ints:
    """Return numbers once each, sorted; numpy's unique takes a minute where this takes one second."""
    numbers = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *found]))
    once: Ints = numbers[np.diff(numbers, prepend=-1) != 0]
    return once


def _bands(likeness: float) -> tuple[int, int]:
    """Choose the bands: the widest that find a pair of such a Jaccard with the chance declared."""
    told = declared("near")
    missed = log(1 - told["chance"])
    best = (max(1, min(told["hashes"], ceil(missed / log(1 - min(likeness, 0.99))))), 1)
    for width in range(2, 9):
        bands = ceil(missed / log(1 - min(likeness, 0.99) ** width))
        if bands * width <= told["hashes"]:
            best = (bands, width)
    return best


def _digests(sets: Shingled, hashes: int, seed: int) -> npt.NDArray[np.uint64]:
    """Return the MinHashes of each text."""
    from rensa import RMinHash

    ids, starts = sets.sets()
    # Numbers in a row are no hashes yet.
    mixed = ids.astype(np.uint64) * _MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(32)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        mixed, starts.astype(np.uint64), hashes, seed
    )
    found = np.asarray(matrix.to_rows(), dtype=np.uint64)
    return found.reshape(len(starts) - 1, hashes)


def _candidates(
    digests: npt.NDArray[np.uint64], group: Ints, bands: int, width: int
) -> tuple[Ints, Ints]:
    """Pair the texts of one group that have all hashes of a band in common."""
    count, total = len(digests), 0
    found: list[Ints] = []
    for band in range(bands):
        key = group.astype(np.uint64)
        for column in range(band * width, (band + 1) * width):
            key = (key ^ digests[:, column]) * _MIX
            key ^= key >> np.uint64(31)
        order = np.argsort(key, kind="stable")
        same = np.flatnonzero(np.diff(key[order], prepend=~key[order][:1]))
        sizes = np.diff([*same, count])
        total += int((sizes * (sizes - 1) // 2).sum())
        if total > 2 * declared("near")["pairs"]:
            found = [_distinct(found)]  # pairs that several bands found
            total = len(found[0]) + int((sizes * (sizes - 1) // 2).sum())
        _bound(total)
        for at, size in zip(same, sizes, strict=True):
            if size > 1:
                found.append(_all_pairs(np.sort(order[at : at + size]), count))
    left, right = np.divmod(_distinct(found), max(count, 1))
    return left, right


def _bound(pairs: int) -> None:
    """Refuse to hold more pairs than memory has room for."""
    most = declared("near")["pairs"]
    if pairs > 2 * most:
        raise TextError(
            f"more than {most} pairs of texts are alike: compare fewer, or only within "
            'groups with by="year" or by=["year", "province"]'
        )


def _all_pairs(members: Ints, count: int) -> Ints:
    one, other = np.triu_indices(len(members), 1)
    return np.asarray(members[one] * count + members[other], dtype=np.int64)


def _pairs(rows: Rows, left: Ints, right: Ints, share: float) -> pd.DataFrame:
    """Count each pair and keep those that share enough."""
    runs = rows.runs
    own = runs.covered(left, right) / np.maximum(runs.lengths[left], 1)
    back = runs.covered(right, left) / np.maximum(runs.lengths[right], 1)
    kept = np.maximum(own, back) >= share
    left, right, turned = left[kept], right[kept], (back > own)[kept]
    left, right = np.where(turned, right, left), np.where(turned, left, right)
    found = compared(rows, left, right).drop(columns="why")
    labels = rows.frame.index.to_numpy()
    columns: dict[str, Any] = {"row": labels[left], "other_row": labels[right], **found}
    for name, source in (("report_id", "report_id"), ("agency", "agency"), ("year", "year")):
        other = "other" if name == "report_id" else f"other_{name}"
        there = source in rows.frame
        values = rows.frame[source].astype("object").to_numpy() if there else None
        columns[name] = [None] * len(left) if values is None else values[left]
        columns[other] = [None] * len(left) if values is None else values[right]
    frame = pd.DataFrame({name: pd.Series(columns[name]) for name in COLUMNS}).astype(COLUMNS)
    keys = ["share", "jaccard"]
    return frame.sort_values(keys, ascending=False, kind="stable", ignore_index=True)
