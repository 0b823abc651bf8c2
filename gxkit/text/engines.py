"""The two segmenters, with the same lexicon, made to cut the same words.

A number is one word as it is printed (3.5%, 1,200, 0539-8726680): it is taken out before either
sees the text, since they would cut it in different places. All else is theirs. Without the HMM,
and but for what they do with a run of Latin letters, they then agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from gxkit.errors import TextError
from gxkit.text.lexicon import lexicon

ENGINES = ("jieba", "rjieba")

Cut = Callable[[str], Iterable[Any]]
"""Cuts a piece of text into words, or into (word, tag) where parts of speech are wanted."""

# Digits that either segmenter would tear apart. Not after a Latin letter: PM2.5 is no number.
PRINTED_NUMBER = re.compile(
    r"(?<![A-Za-z\d])(\d+(?:-\d+)+|\d+(?:[.,]\d+)+[%％]?|\d+[%％])(?![A-Za-z\d])"
)
# What jieba itself cuts one after the other; any other letter or sign is a word of its own.
_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+|\S")

_REMEMBERED = 2**16
"""Blocks (between two commas) whose words are remembered: reports repeat themselves."""


@lru_cache(maxsize=8)
def cutter(engine: str, hmm: bool, pos: bool, words: tuple[str, ...]) -> Cut:
    """Return what cuts text, with the lexicon and the user's `words`.

    Parameters
    ----------
    engine : {"jieba", "rjieba"}
        The segmenter.
    hmm : bool
        Whether words that no dictionary has are guessed.
    pos : bool
        Whether words come with their part of speech.
    words : tuple of str
        Further words that must stay whole.

    Raises
    ------
    TextError
        There is no such engine, or it is not installed.

    Examples
    --------
    >>> list(cutter("jieba", False, False, ())("推进依申请公开"))
    ['推进', '依申请公开']
    """
    if engine not in ENGINES:
        raise TextError(f"no engine {engine!r}; choose one of {', '.join(ENGINES)}")
    return _jieba(hmm, pos, words) if engine == "jieba" else _rjieba(hmm, pos, words)


def _jieba(hmm: bool, pos: bool, words: tuple[str, ...]) -> Cut:
    tokenizer = _tokenizer(words)
    if pos:
        from jieba.posseg import POSTokenizer

        tagger = POSTokenizer(tokenizer)

    @lru_cache(maxsize=_REMEMBERED)
    def remembered(block: str) -> tuple[Any, ...]:
        if pos:
            return tuple((pair.word, pair.flag) for pair in tagger.lcut(block, HMM=hmm))
        return tuple(tokenizer.lcut(block, HMM=hmm))

    def by_block(text: str) -> list[Any]:
        return [word for block in _BLOCK.findall(text) for word in remembered(block)]

    return by_block


@lru_cache(maxsize=4)
def _tokenizer(words: tuple[str, ...]) -> Any:
    """Make a tokenizer of jieba of our own: the user's own ``jieba.dt`` stays as it is."""
    import jieba

    own = jieba.Tokenizer()
    if words:
        base = _tokenizer(())
        own.FREQ, own.total = dict(base.FREQ), base.total
        own.user_word_tag_tab = dict(base.user_word_tag_tab)
    else:
        # Not by initialize(): that would read and write a cache in a folder that all share.
        own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    for entry in _entries(words) if words else lexicon():
        own.add_word(*entry)
    return own


def _rjieba(hmm: bool, pos: bool, words: tuple[str, ...]) -> Cut:
    try:
        import rjieba
    except ImportError:
        raise TextError(
            'engine="rjieba" needs the package rjieba: pip install "gxkit[rjieba]"'
        ) from None
    own = rjieba.Jieba()
    for entry in (*lexicon(), *_entries(words)):
        own.add_word(*entry)
    cut = own.tag if pos else own.cut

    def whole(text: str) -> Any:
        return cut(text, hmm)

    return whole


def _entries(words: tuple[str, ...]) -> list[tuple[str, int, str]]:
    """Return the user's words as entries, as frequent as those of the lexicon."""
    often = max(entry.frequency for entry in lexicon())
    return [(word, often, "n") for word in words]


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
