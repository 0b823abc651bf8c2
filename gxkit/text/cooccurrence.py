"""Words that stand in the same texts: a list of edges, and a network of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from gxkit.errors import TextError
from gxkit.text.association import pmi
from gxkit.text.tables import COLUMNS, typed
from gxkit.text.tokens import Coded, Ints, coded, distinct, tokens_of

if TYPE_CHECKING:
    import pandas as pd
    from networkx import Graph


def cooccurrence(
    texts: pd.Series | pd.DataFrame,
    *,
    vocabulary: int | Iterable[str] = 150,
    min_count: int = 2,
    **settings: Any,
) -> pd.DataFrame:
    """Count in how many texts two words stand together.

    What a text is, is up to what is given: a report's problems, a point, a sentence.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        As for `frequency`.
    vocabulary : int or iterable of str
        How many words, those that stand in most texts; or which.
    min_count : int
        In how many texts two words must stand together to be an edge.
    **settings
        As for `segment`, where the texts are not segmented yet; ``stop="domain"`` leaves out
        what nearly every report repeats.

    Returns
    -------
    pandas.DataFrame
        A row an edge: `source` and `target` (in the order of their characters), `count` of
        texts with both, `jaccard` (of those with either), `npmi` (Bouma, 2009; 0 by chance, 1
        never apart), `documents_source`, `documents_target` and `n_documents`. The greatest
        `jaccard` comes first.

    Raises
    ------
    TextError
        A word is in no text, or as for `frequency`.

    Examples
    --------
    >>> import pandas as pd
    >>> texts = pd.Series(["解读单一", "解读单一，更新慢", "更新慢"])
    >>> found = cooccurrence(texts)
    >>> found[["source", "target", "count", "jaccard"]].values.tolist()
    [['单一', '解读', 2, 1.0], ['慢', '更新', 2, 1.0]]
    """
    frame = tokens_of(texts, **settings)
    every = coded(frame["words"])
    text, word = _occurrences(every)
    documents = np.bincount(word, minlength=len(every.vocabulary)).astype(np.int64)
    chosen = _chosen(every, documents, vocabulary)
    one, other, count = _together(text, word, chosen, len(frame))
    one, other, count = (part[count >= min_count] for part in (one, other, count))
    n, left, right = len(frame), documents[one], documents[other]
    found = typed(
        "cooccurrence",
        {
            "source": every.vocabulary[one],
            "target": every.vocabulary[other],
            "count": count,
            "jaccard": count / np.maximum(left + right - count, 1),
            "npmi": pmi(count, left, right, n)[1],
            "documents_source": left,
            "documents_target": right,
            "n_documents": np.full(len(count), n),
        },
        sort={"jaccard": False, "count": False, "source": True, "target": True},
    )
    asked = vocabulary if isinstance(vocabulary, int) else sorted(every.vocabulary[chosen])
    told = {"vocabulary": asked, "min_count": min_count}
    found.attrs.update({**frame.attrs, "cooccurrence": told})
    return found


def network(edges: pd.DataFrame, *, top: int | None = 60, by: str = "jaccard") -> Graph:
    """Make a network of the strongest edges.

    Parameters
    ----------
    edges : pandas.DataFrame
        What `cooccurrence` returned, or part of it.
    top : int, optional
        How many edges; None for all.
    by : {"jaccard", "npmi", "count"}
        What makes an edge strong; it becomes its ``weight``.

    Returns
    -------
    networkx.Graph
        Words as nodes with ``documents``; edges with ``weight``, ``count``, ``jaccard`` and
        ``npmi``.

    Raises
    ------
    TextError
        These are no such edges, or `by` is none of these.

    Examples
    --------
    >>> import pandas as pd
    >>> graph = network(cooccurrence(pd.Series(["解读单一", "解读单一"])))
    >>> graph.edges(data="weight")
    EdgeDataView([('单一', '解读', 1.0)])
    """
    import networkx as nx

    if by not in ("jaccard", "npmi", "count"):
        raise TextError(f"by takes jaccard, npmi or count, not {by!r}")
    missing = [name for name in COLUMNS["cooccurrence"] if name not in edges.columns]
    if missing:
        raise TextError(
            f"these are no edges of cooccurrence(): the column {missing[0]!r} is missing"
        )
    strongest = edges.sort_values([by, "source", "target"], ascending=[False, True, True])
    graph = nx.Graph(n_documents=int(edges["n_documents"].max()) if len(edges) else 0)
    for edge in strongest.head(top if top is not None else len(edges)).to_dict("records"):
        for end in ("source", "target"):
            graph.add_node(edge[end], documents=int(edge[f"documents_{end}"]))
        measures = {name: edge[name] for name in ("count", "jaccard", "npmi")}
        graph.add_edge(edge["source"], edge["target"], weight=float(edge[by]), **measures)
    return graph


def _occurrences(words: Coded) -> tuple[Ints, Ints]:
    """Return each word of each text once."""
    size = max(len(words.vocabulary), 1)
    pairs = distinct(words.texts * size + words.codes)
    return pairs // size, pairs % size


def _chosen(every: Coded, documents: Ints, words: int | Iterable[str]) -> Ints:
    """Return the places of the words that edges may have, in order."""
    if isinstance(words, int):
        # Sorted stably, so that of words as frequent the first by character is taken.
        return np.sort(np.argsort(-documents, kind="stable")[:words][: int((documents > 0).sum())])
    wanted = sorted({words} if isinstance(words, str) else set(words))
    place = {word: at for at, word in enumerate(every.vocabulary)}
    missing = [word for word in wanted if word not in place]
    if missing:
        raise TextError(
            f"no text has the word {missing[0]!r}; is it cut in pieces, or a stop word?"
        )
    return np.array([place[word] for word in wanted], dtype=np.int64)


def _together(text: Ints, word: Ints, chosen: Ints, n: int) -> tuple[Ints, Ints, Ints]:
    """Count the texts that have each two of the chosen words."""
    from scipy.sparse import csr_matrix, triu

    column = np.full(int(max(word.max(initial=-1), chosen.max(initial=-1))) + 1, -1, dtype=np.int64)
    column[chosen] = np.arange(len(chosen))
    known = column[word] >= 0
    cells = (np.ones(int(known.sum()), dtype=np.int64), (text[known], column[word[known]]))
    has = csr_matrix(cells, shape=(n, len(chosen)))
    both = triu(has.T @ has, k=1).tocoo()
    return chosen[both.row], chosen[both.col], both.data.astype(np.int64)
