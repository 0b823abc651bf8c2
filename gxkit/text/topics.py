"""Topic models of texts: LDA, and DMR with groups; their coherence and stability."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.coherence import coherence, stability
from gxkit.text.tokens import columns_of, grouped, tokens_of

FEW = 200
"""Texts below which topics are hardly ever the same twice."""

TOPICS = {
    "topic": "Int64",
    "share": "Float64",
    "words": "string",
    "npmi": "Float64",
    "stability": "Float64",
    "texts": "Int64",
}
WORDS = {"topic": "Int64", "word": "string", "probability": "Float64", "texts": "Int64"}
GROUPS = {"topic": "Int64", "share": "Float64", "prior": "Float64", "texts": "Int64"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Topics:
    """The topics of texts.

    Attributes
    ----------
    topics : pandas.DataFrame
        A row a topic, the greatest first: `topic`, its number; `share` of all words; its top
        `words`; `npmi`, their coherence; `stability` over other seeds; `texts`, of how many it is
        the greatest topic. ``.attrs["topics"]`` holds the settings.
    texts : pandas.DataFrame
        A row a text on its own index: the columns that were there, `topic_1` … `topic_k`, the
        shares of the topics, and `topic`, the greatest. NA where a text has no words left.
    words : pandas.DataFrame
        A row a topic and top word: `topic`, `word`, `probability`, `texts`, in how many it stands.
    groups : pandas.DataFrame
        With `by`, a row a group and topic: the columns of `by`, `topic`, `share`, the mean over
        the `texts` of the group, and `prior`, what the model expects of a text of that group.
    """

    topics: pd.DataFrame
    texts: pd.DataFrame
    words: pd.DataFrame
    groups: pd.DataFrame

    def _repr_html_(self) -> str:
        table: str = self.topics.to_html(index=False, na_rep="")
        return table


@dataclass(frozen=True)
class _Fit:
    """One fitted model, its topics in the order of their share."""

    words: Floats  # a row a topic, a column a word
    texts: Floats  # a row a text, a column a topic
    shares: Floats
    priors: dict[str, Floats]

    def top(self, count: int) -> list[list[int]]:
        order = np.argsort(-self.words, axis=1, kind="stable")[:, :count]
        return [[int(word) for word in row] for row in order]


def topics(
    texts: pd.Series | pd.DataFrame,
    k: int = 10,
    *,
    by: str | Sequence[str] | None = None,
    top: int = 10,
    least: int = 5,
    iterations: int = 1000,
    repeats: int = 4,
    seed: int = 0,
    **settings: Any,
) -> Topics:
    """Fit a topic model: LDA, or DMR where groups may differ in what they write of.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, a frame with a column ``text``, or one that `segment` returned.
    k : int
        How many topics.
    by : str, sequence of str or None
        Columns that the topics of a text may depend on, such as ``level``: the model is then
        Dirichlet-multinomial regression (Mimno and McCallum 2008), else latent Dirichlet
        allocation (Blei, Ng and Jordan 2003).
    top : int
        The top words of a topic, which it is named, judged and compared by.
    least : int
        In how many texts a word stands at least.
    iterations : int
        Of Gibbs sampling.
    repeats : int
        How many more models are fitted with other seeds, to see which topics come again.
    seed : int
        The same texts, settings and seed give the same topics, on one kind of processor.
    **settings
        As for `segment`, where the texts are not segmented; stop words are left out unless
        ``stop=False`` is said.

    Returns
    -------
    Topics
        Frames of topics, texts, words and groups. `npmi` is the mean of ``ln(p(a,b) / p(a)p(b)) /
        −ln p(a,b)`` over the pairs of top words, p the share of texts they stand in; −1 for a pair
        never together (Bouma 2009; Lau, Newman and Baldwin 2014). `stability` is the mean over the
        repeats of the Jaccard of the top words with those of the topic that it is matched with
        (Greene, O'Callaghan and Cunningham 2014): 1 comes again word for word.

    Raises
    ------
    TextError
        tomotopy is not installed, there are fewer texts than topics, or a setting cannot be used.

    Warns
    -----
    UserWarning
        There are fewer than 200 texts: look at `stability` before any topic is believed.

    Examples
    --------
    >>> import warnings
    >>> frame = pd.DataFrame({"words": [["网站", "栏目"], ["培训", "队伍"]] * 30})
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     found = topics(frame, 2, top=2, iterations=100, repeats=1)
    >>> sorted(found.topics["words"])
    ['培训 队伍', '栏目 网站']
    """
    if min(k, top, least, iterations) < 1 or repeats < 0 or top < 2:
        raise TextError(
            "k, least and iterations are 1 or more, top is 2 or more, repeats 0 or more"
        )
    if not isinstance(texts, pd.DataFrame) or "words" not in texts.columns:
        settings.setdefault("stop", True)
    frame = tokens_of(texts, **settings)
    named = columns_of(frame, by)
    vocabulary, kept, rows = _kept(frame["words"], least)
    if len(rows) < max(k, 2):
        raise TextError(
            f"{len(rows)} texts have words that stand in {least} texts or more: too few for {k} topics"
        )
    if len(rows) < FEW:
        said = f"{len(rows)} texts are few for a topic model (below {FEW}); see the stability"
        warnings.warn(said, UserWarning, stacklevel=2)
    group, groups = grouped(frame, named)
    labels = [str(group[row]) for row in rows] if named else None
    fits = [
        _fitted(kept, labels, vocabulary, k, iterations, seed + at) for at in range(repeats + 1)
    ]
    first, *others = fits
    there = _there(kept, vocabulary)
    tops = first.top(top)
    table = {
        "topic": range(1, k + 1),
        "share": first.shares,
        "words": [" ".join(vocabulary[word] for word in row) for row in tops],
        "npmi": [coherence(there[:, row]) for row in tops],
        "stability": stability(tops, [each.top(top) for each in others]),
        "texts": np.bincount(first.texts.argmax(axis=1), minlength=k),
    }
    found = Topics(
        pd.DataFrame(table).astype(TOPICS),
        _of_texts(frame, rows, first),
        _of_words(tops, first, vocabulary, there),
        _of_groups(groups, group[rows], first, named),
    )
    told = {"k": k, "by": named, "top": top, "least": least, "iterations": iterations}
    more = {
        "repeats": repeats,
        "seed": seed,
        "texts": len(rows),
        "left_out": len(frame) - len(rows),
    }
    for each in (found.topics, found.texts, found.words, found.groups):
        each.attrs.update(frame.attrs)
        each.attrs["topics"] = {"model": "dmr" if named else "lda", **told, **more}
    return found


def _kept(words: pd.Series, least: int) -> tuple[list[str], list[list[str]], list[int]]:
    """Leave out rare words, and texts that have none then; tell which texts are left."""
    counts: dict[str, int] = {}
    for row in words:
        for word in set(row):
            counts[word] = counts.get(word, 0) + 1
    vocabulary = sorted(word for word, count in counts.items() if count >= least)
    known = set(vocabulary)
    left = [[word for word in row if word in known] for row in words]
    rows = [at for at, row in enumerate(left) if row]
    return vocabulary, [left[at] for at in rows], rows


def _fitted(
    texts: Sequence[Sequence[str]],
    labels: Sequence[str] | None,
    vocabulary: Sequence[str],
    k: int,
    iterations: int,
    seed: int,
) -> _Fit:
    try:
        import tomotopy
    except ImportError as error:
        said = 'topics needs tomotopy; install it with pip install "gxkit[topics]"'
        raise TextError(said) from error
    kind = tomotopy.LDAModel if labels is None else tomotopy.DMRModel
    model = kind(k=k, seed=seed)
    for at, text in enumerate(texts):
        more = {} if labels is None else {"metadata": labels[at]}
        model.add_doc(text, **more)
    # One worker: with several the order of their work would change the result.
    model.train(iterations, workers=1)
    place = {word: at for at, word in enumerate(model.used_vocabs)}
    columns = [place[word] for word in vocabulary]
    words = np.asarray([model.get_topic_word_dist(topic) for topic in range(k)], dtype=float)
    shares = np.asarray(model.get_count_by_topics(), dtype=float)
    order = np.argsort(-shares, kind="stable")
    rows = np.asarray([each.get_topic_dist() for each in model.docs], dtype=float)
    priors = {
        label: np.asarray(model.get_topic_prior(label), dtype=float)[order]
        for label in sorted(set(labels or ()))
    }
    return _Fit(words[order][:, columns], rows[:, order], shares[order] / shares.sum(), priors)


def _there(texts: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> npt.NDArray[np.bool_]:
    place = {word: at for at, word in enumerate(vocabulary)}
    there = np.zeros((len(texts), len(vocabulary)), dtype=bool)
    for row, words in enumerate(texts):
        there[row, [place[word] for word in words]] = True
    return there


def _of_texts(frame: pd.DataFrame, rows: Sequence[int], fit: _Fit) -> pd.DataFrame:
    found = frame.drop(columns=["text", "words", "tags"], errors="ignore")
    shares = np.full((len(frame), fit.texts.shape[1]), np.nan)
    shares[rows] = fit.texts
    greatest = np.full(len(frame), np.nan)
    greatest[rows] = fit.texts.argmax(axis=1) + 1
    for at in range(shares.shape[1]):
        found[f"topic_{at + 1}"] = pd.array(shares[:, at], dtype="Float64")
    found["topic"] = pd.array(greatest, dtype="Int64")
    return found


def _of_words(
    tops: list[list[int]], fit: _Fit, vocabulary: Sequence[str], there: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    texts = there.sum(axis=0)
    records = [
        (topic + 1, vocabulary[word], fit.words[topic, word], texts[word])
        for topic, row in enumerate(tops)
        for word in row
    ]
    return pd.DataFrame(records, columns=list(WORDS)).astype(WORDS)


def _of_groups(groups: pd.DataFrame, of: Any, fit: _Fit, named: Sequence[str]) -> pd.DataFrame:
    pieces = []
    for number in np.unique(of) if named else ():
        shares = fit.texts[of == number]
        prior = fit.priors[str(number)]
        piece = pd.DataFrame(
            {
                "topic": range(1, shares.shape[1] + 1),
                "share": shares.mean(axis=0),
                "prior": prior / prior.sum(),
                "texts": len(shares),
            }
        )
        own = groups.iloc[[number] * len(piece)].reset_index(drop=True)
        pieces.append(pd.concat([own, piece], axis=1))
    empty = groups.iloc[:0].assign(**{name: [] for name in GROUPS})
    found = pd.concat(pieces, ignore_index=True) if pieces else empty
    return found.astype(GROUPS)
