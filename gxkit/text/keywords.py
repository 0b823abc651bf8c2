"""The words that best tell what a text, or a group of texts, is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.candidates import candidates, tagged
from gxkit.text.frequency import counts_in, documents_of
from gxkit.text.lexicon import Stop
from gxkit.text.tables import typed
from gxkit.text.textrank import rank
from gxkit.text.tokens import Coded, Ints, coded, grouped

METHODS = ("tfidf", "textrank")
TEXTRANK_TAGS = ("ns", "n", "vn", "v")
"""The parts of speech that TextRank links by default, as in jieba."""

Idf = str | Mapping[str, float]


def keywords(
    texts: pd.Series | pd.DataFrame,
    method: str = "tfidf",
    *,
    by: str | Sequence[str] | None = None,
    top: int | None = 20,
    idf: Idf = "corpus",
    tags: Sequence[str] | None = None,
    window: int = 5,
    drop: Stop = True,
    min_length: int = 2,
    **settings: Any,
) -> pd.DataFrame:
    """Find the keywords of each text, or of each group of texts.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        As for `frequency`.
    method : {"tfidf", "textrank"}
        By how often a word stands there and how few texts have it (Spärck Jones, 1972), or by
        how well it is linked to the words around it (Mihalcea and Tarau, 2004).
    by : str or sequence of str, optional
        Columns of groups, such as ``"report_id"`` or ``"year"``; by default every text is its
        own.
    top : int, optional
        How many of each; None for all.
    idf : {"corpus", "jieba"} or mapping
        For TF-IDF, what a word weighs: ``ln((1 + n) / (1 + d)) + 1``, where d of the n texts
        given have it; or as in the list that comes with jieba; or by word, those it lacks
        weighing its median.
    tags : sequence of str, optional
        The parts of speech that are wanted; by default all for TF-IDF, and ns, n, vn and v for
        TextRank; ``()`` for all.
    window : int
        For TextRank, within how many words two must stand to be linked.
    drop : bool, "domain" or iterable of str
        Words that are no keywords; see `stop_words`. They stand between others all the same.
    min_length : int
        The characters that a keyword has at least.
    **settings
        As for `segment`, where the texts are not segmented yet.

    Returns
    -------
    pandas.DataFrame
        The columns of `by`, or `document`, the label of the text; then `word`, `score`, `count`,
        `documents` (of all texts, how many have it), `n_words` (candidates in the text or group)
        and `n_documents`; the best of each first. TF-IDF scores are count × idf / `n_words`; the
        best score of TextRank is 1. TextRank is as in jieba 0.42.1: ten rounds, damped by 0.85.

    Raises
    ------
    TextError
        There is no such method or list of weights, or parts of speech are wanted of texts that
        were segmented without.

    Examples
    --------
    >>> texts = pd.Series(["政策解读滞后，政策解读单一", "栏目更新滞后"])
    >>> keywords(texts, top=1)[["document", "word", "count", "documents"]].values.tolist()
    [[0, '政策解读', 2, 1], [1, '更新', 1, 1]]
    >>> keywords(texts, "textrank", top=1, tags=())["word"].tolist()
    ['政策解读', '滞后']
    """
    if method not in METHODS:
        raise TextError(f"no method {method!r}; choose one of {', '.join(METHODS)}")
    dropped = drop if isinstance(drop, bool | str) else sorted(drop)
    wanted = (TEXTRANK_TAGS if method == "textrank" else ()) if tags is None else tuple(tags)
    frame = tagged(texts, wanted, settings, signs=method == "textrank")
    rows = candidates(frame, wanted, dropped, min_length)
    words = coded([[word for word in row if word] for row in rows])
    if by is None:
        group_of, lead = np.arange(len(frame)), pd.DataFrame({"document": frame.index})
    else:
        group_of, lead = grouped(frame, by)
    group, code, count, _ = counts_in(words, group_of)
    documents = documents_of(words)
    n_words = np.bincount(group_of[words.texts], minlength=len(lead))
    if method == "tfidf":
        score = count * _weights(words, documents, len(frame), idf)[code] / n_words[group]
    else:
        score = _ranks(rows, group_of, words, (group, code), window)
    linked = ~np.isnan(score)
    group, code, count, score = group[linked], code[linked], count[linked], score[linked]
    order = np.lexsort((code, -score, group))
    places = order if top is None else order[_place_in_run(group[order]) < top]
    found = typed(
        "keywords",
        {
            "word": words.vocabulary[code[places]],
            "score": score[places],
            "count": count[places],
            "documents": documents[code[places]],
            "n_words": n_words[group[places]],
            "n_documents": np.full(len(places), len(frame)),
        },
        lead.iloc[group[places]],
    )
    asked = {"method": method, "idf": idf if isinstance(idf, str) else "given", "window": window}
    told = {**asked, "tags": list(wanted), "min_length": min_length, "drop": dropped}
    found.attrs.update({**frame.attrs, "keywords": told})
    return found


def _weights(words: Coded, documents: Ints, n: int, idf: Idf) -> Any:
    """Return what each word of the vocabulary weighs."""
    if idf == "corpus":
        return np.log((1 + n) / (1 + documents)) + 1
    if isinstance(idf, str) and idf != "jieba":
        raise TextError(f'idf takes "corpus", "jieba" or weights by word, not {idf!r}')
    given = jieba_idf() if isinstance(idf, str) else idf
    if not given:
        raise TextError("idf has no word; give weights by word")
    rest = sorted(given.values())[len(given) // 2]
    return np.array([given.get(word, rest) for word in words.vocabulary], dtype=np.float64)


@cache
def jieba_idf() -> Mapping[str, float]:
    """Return the inverse document frequencies that come with jieba.

    Examples
    --------
    >>> round(jieba_idf()["公开"], 3)
    5.614
    """
    text = files("jieba").joinpath("analyse", "idf.txt").read_text(encoding="utf-8")
    pairs = (line.split(" ") for line in text.splitlines())
    return MappingProxyType({word: float(weight) for word, weight in pairs})


def _ranks(
    rows: list[list[str]], group_of: Ints, words: Coded, found: tuple[Ints, Ints], window: int
) -> Any:
    """Return the rank of each word in its group; NaN where nothing stands near it."""
    texts: dict[int, list[list[str]]] = {}
    for number, row in zip(group_of.tolist(), rows, strict=True):
        texts.setdefault(number, []).append(row)
    ranks = {number: rank(of_group, window) for number, of_group in texts.items()}
    pairs = zip(found[0].tolist(), words.vocabulary[found[1]], strict=True)
    return np.array([ranks[group].get(word, np.nan) for group, word in pairs], dtype=np.float64)


def _place_in_run(sorted_groups: Ints) -> Ints:
    """Return 0, 1, 2 … within each run of the same group."""
    starts = np.flatnonzero(np.diff(sorted_groups, prepend=-1))
    return np.arange(len(sorted_groups)) - np.repeat(starts, np.diff([*starts, len(sorted_groups)]))
