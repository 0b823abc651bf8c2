"""Runs of figures without anything between: how they can be cut into numbers and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from gxkit.parsing.normal import fold
from gxkit.parsing.numbers import read_number
from gxkit.parsing.pieces import Piece, part_of

Spans = tuple[tuple[int, int], ...]
"""Where the parts of a run of figures begin and end."""

_PART = re.compile(r"[+]?0/-?0|/+|—+|-+|[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

# A longer run of figures is no row of a table.
_LONGEST = 60
# More ways than this are not worth weighing: such a row is not known.
MOST = 4_000
# Decimals do not add up exactly.
_TOLERANCE = 1e-6


def sums(texts: Sequence[str]) -> bool:
    """Say whether the last number is the sum of those before it."""
    *others, total = [read_number(text).value or 0.0 for text in texts]
    return abs(sum(others) - total) < _TOLERANCE


def cuts(
    piece: Piece, most: int, *, summed: bool = False, limit: int = MOST
) -> Iterator[tuple[Piece, ...]]:
    """Cut a run of figures into at most `most` numbers and marks, none with a leading zero.

    One cut more than the `limit` is given where there are more, so that this can be seen. If
    `summed`, only cuts whose last number is the sum of the others are given, and none
    where there are too many cuts to weigh.
    """
    plain = fold(piece.text)
    if len(plain) > _LONGEST or len(plain) != len(piece.text) or not most:
        return
    # Each number or mark is made once: the cuts share them.
    parts: dict[tuple[int, int], Piece] = {}
    for cut in _summed_spans(plain, most) if summed else _spans(plain, most, limit):
        for first, last in cut:
            if (first, last) not in parts:
                parts[first, last] = part_of(piece, first, last)
        yield tuple([parts[span] for span in cut])


# A row of noughts and a row with one request are what most rows are: they are cut once.
@lru_cache(maxsize=2048)
def _summed_spans(plain: str, most: int) -> tuple[Spans, ...]:
    """Return the cuts whose last number is the sum of the others; none of too many to weigh."""
    size = len(plain)
    ends = _ends(plain)
    if not size or _count(ends, most) > MOST:
        return ()
    value = {
        (first, last): read_number(plain[first:last]).value or 0.0
        for first in range(size)
        for last in ends[first]
    }
    # The largest last number behind each place: a sum beyond it is none. A minus undoes that.
    largest = [0.0] * (size + 1)
    for first in range(size - 1, -1, -1):
        largest[first] = max(largest[first + 1], value.get((first, size), 0.0))
    bounded = "-" not in plain

    def walk(first: int, left: int, total: float) -> Iterator[Spans]:
        for last in ends[first]:
            if last == size:
                if abs(total - value[first, last]) < _TOLERANCE:
                    yield ((first, last),)
            elif left > 1:
                so_far = total + value[first, last]
                if not bounded or so_far < largest[last] + _TOLERANCE:
                    for rest in walk(last, left - 1, so_far):
                        yield ((first, last), *rest)

    return tuple(walk(0, most, 0.0))


@lru_cache(maxsize=128)  # an entry may take megabytes
def _spans(plain: str, most: int, limit: int) -> tuple[Spans, ...]:
    """Return where the parts of each cut begin and end, of one cut more than the limit."""
    size = len(plain)
    ends = _ends(plain)
    # In how few parts the rest behind each place can be cut: what takes more is not begun.
    fewest = [0] * (size + 1)
    for first in range(size - 1, -1, -1):
        fewest[first] = 1 + min((fewest[last] for last in ends[first]), default=most)

    def walk(first: int, left: int) -> Iterator[Spans]:
        for last in ends[first]:
            if last == size:
                yield ((first, last),)
            elif fewest[last] < left:
                for rest in walk(last, left - 1):
                    yield ((first, last), *rest)

    return tuple(islice(walk(0, most), limit + 1)) if plain else ()


def _ends(plain: str) -> list[list[int]]:
    """Return for each place of a run of figures where a number or mark from there can end."""
    return [
        [last for last in range(first + 1, len(plain) + 1) if _PART.fullmatch(plain, first, last)]
        for first in range(len(plain))
    ]


def _count(ends: list[list[int]], most: int) -> int:
    """Count the cuts into at most `most` parts."""
    size = len(ends)
    # By place, the number of ways to get there in the parts so far.
    ways = [1] + [0] * size
    found = 0
    for _ in range(most):
        after = [0] * (size + 1)
        for first in range(size):
            if ways[first]:
                for last in ends[first]:
                    after[last] += ways[first]
        found += after[size]
        ways = after
    return found
