"""Texts to words."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from typing import Any

import pandas as pd

from gxkit.errors import TextError
from gxkit.text.engines import ENGINES, PRINTED_NUMBER, cutter, version
from gxkit.text.lexicon import Stop, lexicon, stop_words

_BATCH = 500
"""Texts that a worker is given at a time."""


def segment(
    texts: pd.Series | pd.DataFrame,
    *,
    engine: str = "jieba",
    hmm: bool = False,
    pos: bool = False,
    stop: Stop = False,
    words: Iterable[str] = (),
    numbers: bool = True,
    punctuation: bool = False,
    workers: int | None = 1,
) -> pd.DataFrame:
    """Cut texts into words.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, or a frame with a column ``text``.
    engine : {"jieba", "rjieba"}
        The segmenter: jieba, or its faster twin (``pip install "gxkit[rjieba]"``), with the
        same lexicon and the same words.
    hmm : bool
        Whether to guess words that neither jieba's dictionary nor the lexicon has. Off by
        default: guesses change with the context, and names of agencies come out in pieces.
    pos : bool
        Whether to tell the part of speech of each word. Some six times slower.
    stop : bool, "domain" or iterable of str
        The words to leave out; see `stop_words`.
    words : iterable of str
        Further words that must stay whole, beside the lexicon's.
    numbers : bool
        Whether to keep numbers, in digits or Chinese numerals.
    punctuation : bool
        Whether to keep punctuation, each sign a word. Blanks are always left out.
    workers : int, optional
        How many processes; None for one a core. Worth it from some ten thousand texts on, or
        with `pos`.

    Returns
    -------
    pandas.DataFrame
        The columns of the frame (of a Series, ``text``) and `words`, a list of str a row; with
        `pos` also `tags`, as long as `words`. The index is that of the texts; a missing text has
        no words. ``.attrs["segmentation"]`` holds the settings.

    Raises
    ------
    TextError
        There are no texts in what was given, the engine is not there, or a setting cannot be
        used.

    Examples
    --------
    >>> texts = pd.Series(["依申请公开答复不够规范，2023年收到申请3.5万件。"])
    >>> segment(texts)["words"][0]
    ['依申请公开', '答复', '不够', '规范', '2023', '年', '收到', '申请', '3.5', '万件']
    >>> segment(texts, stop=True, numbers=False)["words"][0]
    ['依申请公开', '答复', '不够', '规范', '收到', '申请', '万件']
    """
    frame = as_frame(texts)
    if isinstance(words, str):
        raise TextError(f"words takes a list of words, not the text {words!r}")
    asked = Settings(engine, hmm, pos, stop_words(stop), tuple(words), numbers, punctuation)
    asked.cutter()  # a mistake is told here rather than in a worker
    found = list(_cut(frame["text"].tolist(), asked, workers))
    frame["words"] = pd.Series([row[0] for row in found], index=frame.index, dtype=object)
    if pos:
        frame["tags"] = pd.Series([row[1] for row in found], index=frame.index, dtype=object)
    frame.attrs["segmentation"] = asked.told(stop)
    return frame


def as_frame(texts: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Return texts as a frame with the column ``text``; what was given is left as it is.

    Examples
    --------
    >>> as_frame(pd.Series(["公开"], index=["a"])).columns.tolist()
    ['text']
    """
    if isinstance(texts, pd.Series):
        return texts.to_frame("text")
    if not isinstance(texts, pd.DataFrame):
        raise TextError(f"texts must be a Series or a frame, not {type(texts).__name__}")
    if "text" not in texts.columns:
        there = ", ".join(map(str, texts.columns))
        raise TextError(f"the frame has no column 'text'; it has {there}")
    return texts.copy(deep=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """How texts are cut; what a worker is given."""

    engine: str
    hmm: bool
    pos: bool
    stop: frozenset[str]
    words: tuple[str, ...]
    numbers: bool
    punctuation: bool

    def cutter(self) -> Callable[[str], Iterable[Any]]:
        """Return what cuts a text without numbers."""
        return cutter(self.engine, self.hmm, self.pos, self.words)

    def told(self, stop: Stop) -> dict[str, object]:
        """Return the settings as they are written into the attributes of a frame."""
        import gxkit

        entries = "\n".join(entry.word for entry in lexicon())
        return {
            "gxkit": gxkit.__version__,
            "engine": self.engine,
            "engine_version": version(self.engine),
            "lexicon": hashlib.sha256(entries.encode()).hexdigest()[:12],
            "hmm": self.hmm,
            "pos": self.pos,
            "stop": stop if isinstance(stop, bool | str) else sorted(self.stop),
            "words": list(self.words),
            "numbers": self.numbers,
            "punctuation": self.punctuation,
        }


class _Kept(dict[str, bool]):
    """Whether a word is kept, worked out once a word."""

    def __init__(self, asked: Settings) -> None:
        super().__init__()
        self.asked = asked

    def __missing__(self, word: str) -> bool:
        self[word] = kept = self._is_kept(word)
        return kept

    def _is_kept(self, word: str) -> bool:
        if word in self.asked.stop or word.isspace():
            return False
        if not any(map(str.isalnum, word)):
            return self.asked.punctuation
        return self.asked.numbers or not _is_number(word)


def _is_number(word: str) -> bool:
    """Tell whether a word is a number: 2023, 3.5%, 二十, 〇."""
    return all(char.isnumeric() or char in ".,%％-" for char in word)


def _cut(texts: Sequence[object], asked: Settings, workers: int | None) -> Iterable[Any]:
    if workers is None:
        workers = os.cpu_count() or 1
    if workers <= 1 or len(texts) <= _BATCH:
        return cut_batch(texts, asked)
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    # Not by fork: the locks of the threads that Arrow keeps would be copied as they stand.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(chain.from_iterable(pool.map(cut_batch, batches, [asked] * len(batches))))


def cut_batch(texts: Sequence[object], asked: Settings) -> list[tuple[list[str], list[str]]]:
    """Cut some texts; a text that is missing has no words.

    Parameters
    ----------
    texts : sequence
        Texts; what is no str counts as missing.
    asked : Settings
        How to cut.

    Returns
    -------
    list of (list of str, list of str)
        Words and tags of each text; no tags unless they were asked for.

    Examples
    --------
    >>> plain = Settings("jieba", False, False, frozenset(), (), True, False)
    >>> cut_batch(["公开 3.5%", None], plain)
    [(['公开', '3.5%'], []), ([], [])]
    """
    cut, kept = asked.cutter(), _Kept(asked)
    one = _tagged if asked.pos else _plain
    return [one(text, cut, kept) if isinstance(text, str) else ([], []) for text in texts]


def _plain(
    text: str, cut: Callable[[str], Iterable[str]], kept: _Kept
) -> tuple[list[str], list[str]]:
    pieces = PRINTED_NUMBER.split(text)
    if len(pieces) == 1:
        return [word for word in cut(text) if kept[word]], []
    words: list[str] = []
    for at, piece in enumerate(pieces):
        words += [word for word in ([piece] if at % 2 else cut(piece)) if kept[word]]
    return words, []


def _tagged(
    text: str, cut: Callable[[str], Iterable[tuple[str, str]]], kept: _Kept
) -> tuple[list[str], list[str]]:
    words: list[str] = []
    tags: list[str] = []
    for at, piece in enumerate(PRINTED_NUMBER.split(text)):
        for word, tag in [(piece, "m")] if at % 2 else cut(piece):
            if kept[word]:
                words.append(word)
                tags.append("m" if word.isdigit() else tag)  # jieba calls digits English
    return words, tags


__all__ = ["ENGINES", "Settings", "as_frame", "cut_batch", "segment"]
