"""Texts as sets of short runs of characters, and how much two texts share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

# Signs of private use stand for what is masked until the punctuation is gone.
_NAME, _NUMBER = "\ue000", "\ue001"
_MARKS = {ord(_NAME): "@", ord(_NUMBER): "#"}
_REST = re.compile(rf"[^\w{_NAME}{_NUMBER}]+|_+")
# Written and Arabic numbers count the same: a copied text is no other for its new numbers.
_NUMBERS = re.compile(r"[\d〇零一二三四五六七八九十百千万两]+")


def shingles(text: str, size: int = 5) -> frozenset[str]:
    """Return every run of `size` characters of `text`; of a shorter text, nothing.

    Examples
    --------
    >>> sorted(shingles("abcd", 3))
    ['abc', 'bcd']
    >>> shingles("ab", 3)
    frozenset()
    """
    return frozenset(text[at : at + size] for at in range(len(text) - size + 1))


def containment(inner: AbstractSet[str], outer: AbstractSet[str]) -> float:
    """Return the share of the shingles of `inner` that stand in `outer`; 0 for no shingles.

    Examples
    --------
    >>> containment({"ab", "bc"}, {"bc", "cd", "de"})
    0.5
    """
    return len(inner & outer) / len(inner) if inner else 0.0


def jaccard(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return how many shingles `one` and `other` share, of all that either has; 0 for none.

    Examples
    --------
    >>> jaccard({"ab", "bc"}, {"bc", "cd", "de"})
    0.25
    """
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Make a text comparable: without `names`, numbers, years, spaces and punctuation.

    Parameters
    ----------
    text : str
        The text.
    names : iterable of str
        Names to mask, whichever stand in it: of the agency, its place, its region.

    Returns
    -------
    str
        The text with ``@`` for a name and ``#`` for a number, and nothing between words.

    Examples
    --------
    >>> masked("2023年，青川市档案局收到申请十二件。", ["青川市档案局"])
    '#年@收到申请#件'
    """
    known = frozenset(name for name in names if len(name) > 1)
    if known:
        text = _pattern(known).sub(_NAME, text)
    return _REST.sub("", _NUMBERS.sub(_NUMBER, text)).translate(_MARKS)


@lru_cache(maxsize=512)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    # The longest first, so that a place is not masked inside the name of its agency.
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))
