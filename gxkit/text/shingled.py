"""Many texts as numbered shingles: how much of one stands in another, exactly, for many pairs.

Shingles are numbered by sorting them, not by hashing: two have one number only if they are the
same, so what is counted here is never an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_WORD = 62
"""Bits of a number into which signs are packed before it is ranked."""
_PARTNERS = 2000
"""How many texts are held against one at a time: more would only take memory."""


class Shingled:
    """Texts, cut into all their runs of so many characters.

    Parameters
    ----------
    texts : sequence of str
        The texts, masked or as they are.
    size : int
        The characters of a shingle.

    Examples
    --------
    >>> both = Shingled(["甲乙丙丁", "乙丙丁戊"], 2)
    >>> both.common([0], [1]).tolist(), both.covered([0], [1]).tolist()
    ([2], [3])
    """

    def __init__(self, texts: Sequence[str], size: int) -> None:
        self.size = size
        self.lengths: Ints = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        counts = np.maximum(self.lengths - size + 1, 0)
        self.starts: Ints = np.concatenate([[0], np.cumsum(counts)])
        first = np.cumsum(self.lengths) - self.lengths
        place = np.arange(self.starts[-1]) + np.repeat(first - self.starts[:-1], counts)
        self.ids: Ints = _numbered("".join(texts), size, place)
        self.kinds = int(self.ids.max()) + 1 if len(self.ids) else 0

    @cached_property
    def _sets(self) -> tuple[Ints, Ints]:
        """Return the different shingles of each text, and where those of each start."""
        owner = np.repeat(np.arange(len(self.lengths)), np.diff(self.starts))
        keys = np.sort(owner * max(self.kinds, 1) + self.ids)
        keys = keys[np.diff(keys, prepend=-1) != 0]
        owner, ids = np.divmod(keys, max(self.kinds, 1))
        return ids, np.searchsorted(owner, np.arange(len(self.lengths) + 1))

    @property
    def distinct(self) -> Ints:
        """How many different shingles each text has."""
        return np.diff(self._sets[1])

    def sets(self) -> tuple[Ints, Ints]:
        """Return the different shingles of all texts in a row, and where those of each start."""
        return self._sets

    @cached_property
    def _owners(self) -> tuple[Ints, Ints]:
        """Return the texts that have each shingle, and where those of each shingle start."""
        ids, starts = self._sets
        owner = np.repeat(np.arange(len(self.lengths)), np.diff(starts))
        order = np.argsort(ids, kind="stable")
        return owner[order], np.searchsorted(ids[order], np.arange(self.kinds + 1))

    def sharers(self, text: int) -> tuple[Ints, Ints]:
        """Find all texts that share a shingle with one, and its characters covered by each.

        Examples
        --------
        >>> three = Shingled(["甲乙丙丁", "乙丙丁戊", "己庚"], 2)
        >>> [each.tolist() for each in three.sharers(0)]
        [[0, 1], [4, 3]]
        """
        own = self.ids[self.starts[text] : self.starts[text + 1]]
        owners, starts = self._owners
        sizes = starts[own + 1] - starts[own]
        ends = np.cumsum(sizes)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts[own] - ends + sizes, sizes)
        place, owner = np.repeat(np.arange(len(own)), sizes), owners[at]
        order = np.argsort(owner, kind="stable")
        owner = owner[order]
        first = np.diff(owner, prepend=-1) != 0
        found = owner[first]
        return found, _covered(place[order], np.cumsum(first) - 1, len(found), self.size)

    def common(self, left: Sequence[int] | Ints, right: Sequence[int] | Ints) -> Ints:
        """Count the different shingles that each text of `left` shares with its one of `right`."""
        ids, starts = self._sets
        found = np.zeros(len(left), dtype=np.int64)
        for pairs, hits, bounds in self._hits(left, right, ids, starts):
            found[pairs] = _sums(hits.astype(np.int64), bounds)
        return found

    def covered(self, left: Sequence[int] | Ints, right: Sequence[int] | Ints) -> Ints:
        """Count the characters of each text of `left` that lie in a shingle of that of `right`."""
        found = np.zeros(len(left), dtype=np.int64)
        for pairs, hits, bounds in self._hits(left, right, self.ids, self.starts):
            places = np.flatnonzero(hits)
            owner = np.searchsorted(bounds, places, side="right") - 1
            found[pairs] = _covered(places, owner, len(pairs), self.size)
        return found

    def _hits(
        self, left: Sequence[int] | Ints, right: Sequence[int] | Ints, ids: Ints, starts: Ints
    ) -> Iterator[tuple[Ints, npt.NDArray[np.bool_], Ints]]:
        """Go through the texts of `right`; tell which shingles of their partners they have."""
        one, other = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
        order = np.argsort(other, kind="stable")
        if not len(other):
            return
        marked = np.zeros(self.kinds, dtype=bool)
        targets, begins = np.unique(other[order], return_index=True)
        for target, pairs in zip(targets, np.split(order, begins[1:]), strict=True):
            own = ids[starts[target] : starts[target + 1]]
            marked[own] = True
            for part in np.split(pairs, range(_PARTNERS, len(pairs), _PARTNERS)):
                partners = one[part]
                sizes = starts[partners + 1] - starts[partners]
                bounds = np.concatenate([[0], np.cumsum(sizes)])
                at = np.arange(bounds[-1]) + np.repeat(starts[partners] - bounds[:-1], sizes)
                yield part, marked[ids[at]], bounds
            marked[own] = False


def _numbered(text: str, size: int, place: Ints) -> Ints:
    """Number the runs of `size` signs that start at the places, the same runs alike."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    there = np.zeros(int(points.max(initial=0)) + 1, dtype=bool)
    there[points] = True
    signs = np.cumsum(there)
    codes = (signs - 1)[points]
    bits = int(signs[-1]).bit_length()
    number = codes[place]
    used = bits
    for ahead in range(1, size):
        if used + bits > _WORD:
            number = _ranked(number)
            used = max(1, int(number.max(initial=0)).bit_length())
        number = (number << bits) | codes[place + ahead]
        used += bits
    return _ranked(number)


def _ranked(values: Ints) -> Ints:
    """Number values by their order; unlike numpy's unique, without a table of them."""
    order = np.argsort(values)
    ahead = values[order]
    ranks = np.empty_like(values)
    ranks[order] = np.cumsum(np.diff(ahead, prepend=ahead[:1]) != 0)
    return ranks


def _sums(values: Ints, bounds: Ints) -> Ints:
    """Sum the values between the bounds up."""
    total = np.concatenate([[0], np.cumsum(values)])
    return np.asarray(total[bounds[1:]] - total[bounds[:-1]], dtype=np.int64)


def _covered(places: Ints, owner: Ints, count: int, size: int) -> Ints:
    """Count the characters under shingles that start at the places, by their owner, in order."""
    if not len(places):
        return np.zeros(count, dtype=np.int64)
    reach = np.full(len(places), size, dtype=np.int64)
    same = owner[1:] == owner[:-1]
    reach[:-1][same] = np.minimum(np.diff(places)[same], size)
    return np.bincount(owner, weights=reach, minlength=count).astype(np.int64)
