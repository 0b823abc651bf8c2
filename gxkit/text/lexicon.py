"""The words that must stay whole, and those that say little: both are files in gxkit/data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from gxkit.errors import TextError

Stop = bool | str | Iterable[str]
"""What may be asked of `segment` about stop words."""


class Entry(NamedTuple):
    """A word of the lexicon, its frequency and its part of speech, as jieba reads them."""

    word: str
    frequency: int
    tag: str


@cache
def lexicon() -> tuple[Entry, ...]:
    """Return the domain's words that must stay whole.

    Returns
    -------
    tuple of Entry
        Word, frequency and part of speech, in the order of ``gxkit/data/lexicon.txt``.

    Examples
    --------
    >>> next(entry for entry in lexicon() if entry.word == "依申请公开")
    Entry(word='依申请公开', frequency=200000, tag='n')
    """
    return tuple(
        Entry(word, int(frequency), tag)
        for word, frequency, tag in map(str.split, _lines("lexicon.txt"))
    )


def stop_words(stop: Stop = True) -> frozenset[str]:
    """Return the words that `segment` leaves out.

    Parameters
    ----------
    stop : bool, "domain" or iterable of str
        False: none; True: function words of official prose; ``"domain"``: these and words that
        nearly every report repeats, such as 工作 and 进一步; else the words themselves.

    Returns
    -------
    frozenset of str
        The words.

    Raises
    ------
    TextError
        A single word that is none of these was given.

    Examples
    --------
    >>> "的" in stop_words(), "工作" in stop_words(), "工作" in stop_words("domain")
    (True, False, True)
    >>> sorted(stop_words(["我市", "我区"]))
    ['我区', '我市']
    """
    if stop is True:
        return frozenset(_lines("stopwords.txt"))
    if stop is False:
        return frozenset()
    if stop == "domain":
        return frozenset((*_lines("stopwords.txt"), *_lines("stopwords_domain.txt")))
    if isinstance(stop, str):
        raise TextError(f'stop takes True, False, "domain" or a list of words, not {stop!r}')
    return frozenset(stop)


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = files("gxkit").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
