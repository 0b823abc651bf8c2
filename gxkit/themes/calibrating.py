"""From scores to probabilities, and from probabilities to themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    Grid = np.ndarray[Any, Any]

_STEPS = np.arange(0.2, 0.62, 0.02)
_BETA = 0.8
"""A little more for precision than for recall: exemplars carry more second themes than other clauses do."""


@dataclass(frozen=True, eq=False)
class Calibrated:
    """What makes probabilities of scores, and the probabilities from which a theme is given.

    Attributes
    ----------
    threshold, with_hit : float
        From here a theme is given; and where a pattern of the theme matches.
    scores : dict
        precision, recall and f1 (micro) on exemplars left out.
    """

    threshold: float
    with_hit: float
    scores: dict[str, float]
    _model: Any

    def probabilities(self, scores: Grid, hits: Grid) -> Grid:
        """Return how probable each theme is: a row a clause, a column a theme."""
        if not len(scores):
            return scores
        return _probable(self._model, scores, hits)

    def given(self, probable: Grid, hits: Grid) -> Grid:
        """Return which themes are given."""
        return np.asarray(probable >= np.where(hits > 0, self.with_hit, self.threshold))


def calibrated(scores: Grid, hits: Grid, wanted: Grid) -> Calibrated:
    """Learn what probability a score stands for, pooled over themes.

    A logistic regression (as in Platt 1999) that sees the score of a theme, how it stands among the
    scores of the others, and whether a pattern of the theme matches. Both thresholds are those with
    the best F (beta 0.8: van Rijsbergen 1979).

    Parameters
    ----------
    scores : array
        What was said of each exemplar by a model that had not seen it.
    hits : array
        Where patterns match (1) and where not (0); all 0 if they are not looked at.
    wanted : array
        The themes that the exemplars have.

    Returns
    -------
    Calibrated
        The same for the same input.

    Examples
    --------
    >>> import numpy as np
    >>> wanted = np.tile(np.eye(2), (50, 1))
    >>> made = calibrated(wanted * 0.8 + 0.1, wanted * 0, wanted)
    >>> made.scores["f1"], made.given(made.probabilities(np.array([[0.9, 0.1]]), np.zeros((1, 2))),
    ...                               np.zeros((1, 2))).tolist()
    (1.0, [[True, False]])
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=2000).fit(_standing(scores, hits), wanted.ravel())
    probable = _probable(model, scores, hits)
    best: tuple[float, float, float] = (-1.0, 0.5, 0.5)
    for threshold in _STEPS:
        for with_hit in _STEPS[threshold >= _STEPS] if hits.any() else (threshold,):
            chosen = probable >= np.where(hits > 0, with_hit, threshold)
            best = max(best, (_worth(chosen, wanted), float(threshold), float(with_hit)))
    _, threshold, with_hit = best
    chosen = probable >= np.where(hits > 0, with_hit, threshold)
    return Calibrated(round(threshold, 2), round(with_hit, 2), measured(chosen, wanted), model)


def measured(chosen: Grid, wanted: Grid) -> dict[str, float]:
    """Return precision, recall and F1 over all themes together.

    Examples
    --------
    >>> import numpy as np
    >>> measured(np.array([[1, 1, 0]]), np.array([[1, 0, 0]]))["precision"]
    0.5
    """
    right = float((chosen * wanted).sum())
    precision = right / max(float(chosen.sum()), 1.0)
    recall = right / max(float(wanted.sum()), 1.0)
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def _worth(chosen: Grid, wanted: Grid) -> float:
    figures = measured(chosen, wanted)
    below = _BETA**2 * figures["precision"] + figures["recall"]
    return (1 + _BETA**2) * figures["precision"] * figures["recall"] / below if below else 0.0


def _probable(model: Any, scores: Grid, hits: Grid) -> Grid:
    return np.asarray(model.predict_proba(_standing(scores, hits))[:, 1]).reshape(scores.shape)


def _standing(scores: Grid, hits: Grid) -> Grid:
    """Return what a probability is read from: a row for each clause and theme."""
    count = scores.shape[1]
    ranked = np.sort(scores, axis=1)
    top = ranked[:, -1:]
    second = ranked[:, -2:-1] if count > 1 else top
    rank = (-scores).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    columns = [
        scores,
        scores - np.where(scores == top, second, top),
        rank == 0,
        rank == 1,
        scores * (rank == 0),
        np.repeat(top, count, axis=1) * (rank > 0),
        np.repeat(scores.clip(0).sum(axis=1, keepdims=True), count, axis=1),
        hits,
        hits * scores,
        np.repeat(hits.sum(axis=1, keepdims=True), count, axis=1),
    ]
    return np.stack([np.asarray(column, dtype=float).ravel() for column in columns], axis=1)
