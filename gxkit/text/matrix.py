"""Texts against words: a sparse matrix that says what its rows and columns are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gxkit.text.frequency import counts_in, documents_of
from gxkit.text.tokens import coded, grouped, tokens_of


@dataclass(frozen=True, eq=False)
class DTM:
    """A document-term matrix.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix
        A row a text or group, a column a word.
    index : pandas.Index
        What the rows are: labels of the texts, or the groups.
    vocabulary : pandas.Index
        What the columns are: the words, sorted.
    settings : mapping
        How it came to be.

    Examples
    --------
    >>> dtm(pd.Series(["公开", "公开解读"])).frame().to_numpy().tolist()
    [[1, 0], [1, 1]]
    """

    matrix: Any
    index: pd.Index
    vocabulary: pd.Index
    settings: Mapping[Hashable, Any]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return len(self.index), len(self.vocabulary)

    def frame(self) -> pd.DataFrame:
        """Return the matrix as a sparse frame, for pandas, R and others."""
        sparse: Any = pd.DataFrame.sparse  # which pandas' own types do not know
        found: pd.DataFrame = sparse.from_spmatrix(self.matrix, self.index, self.vocabulary)
        found.attrs.update(self.settings)
        return found

    def tfidf(self, *, norm: str | None = "l2") -> DTM:
        """Weigh the counts by how few texts have the word.

        Each count is multiplied by ``ln((1 + n) / (1 + d)) + 1``, where d of n rows have the
        word (the smooth inverse document frequency of scikit-learn, after Spärck Jones, 1972).

        Parameters
        ----------
        norm : {"l2", "l1", None}
            Whether to bring the rows to length 1, by squares or by sums.

        Returns
        -------
        DTM
            The weights, with the same rows and columns.

        Examples
        --------
        >>> weighted = dtm(pd.Series(["公开", "公开解读"])).tfidf(norm=None)
        >>> weighted.matrix.toarray().round(4).tolist()
        [[1.0, 0.0], [1.0, 1.4055]]
        """
        from sklearn.feature_extraction.text import TfidfTransformer

        weights = TfidfTransformer(norm=norm).fit_transform(self.matrix)
        settings = {
            **self.settings,
            "weights": {"tfidf": "ln((1 + n) / (1 + d)) + 1", "norm": norm},
        }
        return replace(self, matrix=weights.tocsr(), settings=settings)

    def __repr__(self) -> str:
        rows, columns = self.shape
        return f"<DTM {rows} × {columns}, {self.matrix.nnz} not zero>"


def dtm(
    texts: pd.Series | pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    min_documents: int = 1,
    max_share: float = 1.0,
    **settings: Any,
) -> DTM:
    """Count words by text, or by group of texts, into a sparse matrix.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, a frame with a column ``text``, or a frame that `segment` returned.
    by : str or sequence of str, optional
        Columns of groups: a row a group instead of a row a text.
    min_documents : int
        In how many texts a word must stand.
    max_share : float
        In what share of the texts it may stand at most.
    **settings
        As for `segment`, where the texts are not segmented yet.

    Returns
    -------
    DTM
        `matrix` (counts, scipy.sparse), `index`, `vocabulary` and `settings`.

    Raises
    ------
    TextError
        There is no such column, or no texts.

    Examples
    --------
    >>> counted = dtm(pd.Series(["公开解读", "解读"], index=["a", "b"]))
    >>> counted, counted.vocabulary.tolist()
    (<DTM 2 × 2, 3 not zero>, ['公开', '解读'])
    """
    from scipy.sparse import csr_matrix

    frame = tokens_of(texts, **settings)
    words = coded(frame["words"])
    documents = documents_of(words)
    kept = (documents >= min_documents) & (documents <= max_share * max(len(frame), 1))
    if by is None:
        row_of, index = np.arange(len(frame)), frame.index
    else:
        row_of, groups = grouped(frame, by)
        index = (
            pd.Index(groups.iloc[:, 0])
            if groups.shape[1] == 1
            else pd.MultiIndex.from_frame(groups)
        )
    row, code, count, _ = counts_in(words, row_of)
    shown = kept[code]
    column = np.cumsum(kept) - 1
    cells = (count[shown], (row[shown], column[code[shown]]))
    matrix = csr_matrix(cells, shape=(len(index), int(kept.sum())), dtype=np.int64)
    told = {**frame.attrs, "min_documents": min_documents, "max_share": max_share}
    return DTM(matrix, index, pd.Index(words.vocabulary[kept], dtype="str"), told)
