"""The two segmenters, with the same lexicon, made to cut the same words.

A number is one word as it is printed (3.5%, 1,200, 0539-8726680): it is taken out before either
sees the text, since they would cut it in different places. All else is theirs. They then agree,
but for cuts that are exactly as likely (of a character three times, 开开开); with the HMM on, also
except where signs join Latin letters (e-mail, A_4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from gxkit.errors import TextError
from gxkit.text.lexicon import lexicon
from gxkit.text.route import cut_by, weights

ENGINES = ("jieba", "rjieba")

Cut = Callable[[str], Iterable[str]]
"""Cuts a text without printed numbers into words, signs and blanks."""

PRINTED_NUMBER = re.compile(
    r"(?<![A-Za-z\d])(\d+(?:-\d+)+|\d+(?:[.,]\d+)+[%％]?|\d+[%％])(?![A-Za-z\d])"
    # The ordinal of a line that begins with a year is no part of it: 1.2023年
    r"(?!(?<=\.(?:19|20)\d\d)年)"
)
"""Digits that either segmenter would tear apart. Not after a Latin letter: PM2.5 is no number."""

TORN = re.compile("[0-9][-.,%％]")
"""What every such number has, and few texts have: the pattern above is slow to say that."""

# What jieba itself cuts one after the other; any other letter or sign is a word of its own.
_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+|\S")


@lru_cache(maxsize=8)
def cutter(engine: str, hmm: bool, words: tuple[str, ...]) -> Cut:
    """Return what cuts text, with the lexicon and the user's `words`.

    Parameters
    ----------
    engine : {"jieba", "rjieba"}
        The segmenter.
    hmm : bool
        Whether words that no dictionary has are guessed.
    words : tuple of str
        Further words that must stay whole.

    Raises
    ------
    TextError
        There is no such engine, or it is not installed.

    Examples
    --------
    >>> list(cutter("jieba", False, ())("推进依申请公开"))
    ['推进', '依申请公开']
    """
    if engine not in ENGINES:
        raise TextError(f"no engine {engine!r}; choose one of {', '.join(ENGINES)}")
    return _jieba(hmm, words) if engine == "jieba" else _rjieba(hmm, words)


def _jieba(hmm: bool, words: tuple[str, ...]) -> Cut:
    tokenizer = _tokenizer(words)
    if hmm:
        cut: Callable[[str], list[str]] = tokenizer.lcut
    else:
        cut = cut_by(weights(tokenizer.FREQ, tokenizer.total), tokenizer.total)

    def by_block(text: str) -> list[str]:
        return list(chain.from_iterable(map(cut, _BLOCK.findall(text))))

    return by_block


@lru_cache(maxsize=4)
def _tokenizer(words: tuple[str, ...]) -> Any:
    """Make a tokenizer of jieba of our own: the user's own ``jieba.dt`` stays as it is."""
    import jieba

    own = jieba.Tokenizer()
    if words:
        base = _tokenizer(())
        own.FREQ, own.total = dict(base.FREQ), base.total
    else:
        # Not by initialize(): that would read and write a cache in a folder that all share.
        own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    for entry in _entries(words) if words else lexicon():
        own.add_word(*entry)
    return own


def _rjieba(hmm: bool, words: tuple[str, ...]) -> Cut:
    try:
        import rjieba
    except ImportError:
        raise TextError(
            'engine="rjieba" needs the package rjieba: pip install "gxkit[rjieba]"'
        ) from None
    own = rjieba.Jieba()
    for entry in (*lexicon(), *_entries(words)):
        own.add_word(*entry)

    def whole(text: str) -> list[str]:
        found: list[str] = own.cut(text, hmm)
        return found

    return whole


def _entries(words: tuple[str, ...]) -> list[tuple[str, int, str]]:
    """Return the user's words as entries, as frequent as those of the lexicon, or as needed."""
    if not words:
        return []
    often, base = max(entry.frequency for entry in lexicon()), _tokenizer(())
    return [(word, max(often, base.suggest_freq(word)), "n") for word in words]


@lru_cache(maxsize=4)
def tags(words: tuple[str, ...]) -> dict[str, str]:
    """Return the part of speech of every word that jieba's dictionary, the lexicon or `words` have.

    It is looked up after the cutting, so that asking for it does not change the words. A word
    that stands nowhere is ``m`` in digits, ``eng`` in Latin letters, else ``x``; see `tag_of`.

    Examples
    --------
    >>> tags(("青川办",))["政务公开"], tags(("青川办",))["青川办"]
    ('n', 'n')
    """
    import jieba

    with jieba.Tokenizer().get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    known = {word: tag for word, _, tag in (line.split(" ") for line in lines)}
    return known | {word: tag for word, _, tag in (*lexicon(), *_entries(words))}


def tag_of(word: str, known: dict[str, str]) -> str:
    """Return the part of speech of a word.

    Examples
    --------
    >>> [tag_of(word, {"解读": "v"}) for word in ("解读", "3.5%", "App", "，")]
    ['v', 'm', 'eng', 'x']
    """
    if word in known:
        return known[word]
    if word[0].isdigit():
        return "m"
    return "eng" if word.isascii() and word.isalpha() else "x"


@cache
def version(engine: str) -> str:
    """Return the version of an engine.

    Examples
    --------
    >>> version("jieba")
    '0.42.1'
    """
    from importlib.metadata import version as installed

    return installed(engine)
