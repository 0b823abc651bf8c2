"""Texts to words."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import pandas as pd

from gxkit.errors import TextError
from gxkit.text.engines import PRINTED_NUMBER, TORN, Cut, cutter, tag_of, tags, version
from gxkit.text.lexicon import Stop, lexicon, stop_words
from gxkit.workers import Workers

_BATCH = 500
"""Texts that a worker is given at a time."""
_REMEMBERED = 2**16
"""Clauses whose words are remembered, and words that are known to be kept or not."""
_SAMPLE = 100
"""Texts of a batch that tell whether its clauses repeat each other."""
_REPEATING = 0.6
"""The share of new clauses above which remembering them costs more than it saves."""
_CLAUSE = re.compile(r"[^，。；、：\n]+")
_CLAUSE_OR_SIGN = re.compile(r"[^，。；、：\n]+|[，。；、：]")


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
        Whether to tell the part of speech of each word, as jieba's dictionary has it. The words
        stay the same.
    stop : bool, "domain" or iterable of str
        The words to leave out; see `stop_words`.
    words : iterable of str
        Further words that must stay whole, beside the lexicon's; without punctuation.
    numbers : bool
        Whether to keep numbers, in digits or Chinese numerals.
    punctuation : bool
        Whether to keep punctuation, each sign a word. Blanks are always left out.
    workers : int, optional
        How many processes; None for one a core. Worth it from some ten thousand texts on.

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
    asked = Settings(
        engine, hmm, stop_words(stop), tuple(sorted({*words} - {""})), numbers, punctuation
    )
    asked.check()  # a mistake is told here rather than in a worker
    found = _cut(frame["text"].tolist(), asked, workers)
    frame["words"] = pd.Series(found, index=frame.index, dtype=object)
    if pos:
        known = tags(asked.words)
        told = [[tag_of(word, known) for word in row] for row in found]
        frame["tags"] = pd.Series(told, index=frame.index, dtype=object)
    frame.attrs["segmentation"] = asked.told(stop, pos)
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
    stop: frozenset[str]
    words: tuple[str, ...]
    numbers: bool
    punctuation: bool

    def cutter(self) -> Cut:
        """Return what cuts a text without numbers."""
        return cutter(self.engine, self.hmm, self.words)

    def check(self) -> None:
        """Raise TextError if texts cannot be cut like this."""
        clauses = _clauses(self)
        for word in self.words:
            if len(_CLAUSE_OR_SIGN.findall(word)) != 1 or list(clauses.words(word)) != [word]:
                raise TextError(
                    f"{word!r} cannot be kept whole; words may not have punctuation or decimals"
                )

    def told(self, stop: Stop, pos: bool) -> dict[str, object]:
        """Return the settings as they are written into the attributes of a frame."""
        import gxkit

        entries = "\n".join(entry.word for entry in lexicon())
        return {
            "gxkit": gxkit.__version__,
            "engine": self.engine,
            "engine_version": version(self.engine),
            "lexicon": hashlib.sha256(entries.encode()).hexdigest()[:12],
            "hmm": self.hmm,
            "pos": pos,
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
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = kept = self._is_kept(word)
        return kept

    def _is_kept(self, word: str) -> bool:
        if word in self.asked.stop:
            return False
        if word.isalnum() or any(map(str.isalnum, word)):
            return self.asked.numbers or not _is_number(word)
        return self.asked.punctuation and not word.isspace()


def _is_number(word: str) -> bool:
    """Tell whether a word is a number: 2023, 3.5%, 二十, 〇."""
    return all(char.isnumeric() or char in ".,%％-" for char in word)


def _cut(texts: Sequence[object], asked: Settings, workers: int | None) -> list[list[str]]:
    if workers is None:
        workers = os.cpu_count() or 1
    if workers <= 1 or len(texts) <= _BATCH:
        return cut_batch(texts, asked)
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    with Workers(workers) as pool:
        try:
            return list(chain.from_iterable(pool.map(cut_batch, batches, [asked] * len(batches))))
        except BrokenExecutor:
            raise TextError(
                "no worker could be started; in a script, segment under `if __name__ == "
                "'__main__':`, since each worker imports it, or with workers=1"
            ) from None


def cut_batch(texts: Sequence[object], asked: Settings) -> list[list[str]]:
    """Cut some texts; a text that is missing has no words.

    Parameters
    ----------
    texts : sequence
        Texts; what is no str counts as missing.
    asked : Settings
        How to cut.

    Returns
    -------
    list of list of str
        The words of each text.

    Examples
    --------
    >>> cut_batch(["公开 3.5%", None], Settings("jieba", False, frozenset(), (), True, False))
    [['公开', '3.5%'], []]
    """
    known = _clauses(asked)
    given = [text if isinstance(text, str) else "" for text in texts]
    clauses = (_CLAUSE_OR_SIGN if asked.punctuation else _CLAUSE).findall
    sample = list(chain.from_iterable(map(clauses, given[:: 1 + len(given) // _SAMPLE])))
    if len(known.new(sample)) > _REPEATING * len(sample):
        return [list(filter(known.kept.__getitem__, known.words(text))) for text in given]
    words_of = known.__getitem__
    return [list(chain.from_iterable(map(words_of, clauses(text)))) for text in given]


@lru_cache(maxsize=2)
def _clauses(asked: Settings) -> _Clauses:
    return _Clauses(asked)


class _Clauses(dict[str, tuple[str, ...]]):
    """The words of what stands between two commas, cut once: reports repeat each other.

    Signs part clauses for the segmenters too, so a whole text gives the same words.
    """

    def __init__(self, asked: Settings) -> None:
        super().__init__()
        self.cut = asked.cutter()
        self.kept = _Kept(asked)

    def __missing__(self, clause: str) -> tuple[str, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[clause] = words = tuple(filter(self.kept.__getitem__, self.words(clause)))
        return words

    def new(self, clauses: list[str]) -> set[str]:
        """Return the clauses that are not known yet, each once."""
        return {*clauses} - self.keys()

    def words(self, text: str) -> Iterable[str]:
        """Return the words, signs and blanks of a clause or a whole text."""
        if not TORN.search(text):
            return self.cut(text)
        first, *pieces = PRINTED_NUMBER.split(text)
        words = list(self.cut(first))
        for number, piece in zip(pieces[::2], pieces[1::2], strict=True):
            words += [number, *self.cut(piece)]
        return words
