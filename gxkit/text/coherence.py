"""Whether topics can be believed: do their words go together, and do they come again?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def coherence(there: npt.NDArray[np.bool_]) -> float:
    """Return the mean NPMI of words: `there` tells, a row a text, which of them stand in it.

    Words that all stand in every text tell nothing, and count 0.

    Examples
    --------
    >>> coherence(np.array([[True, True], [True, True], [False, False], [False, False]]))
    1.0
    """
    share = there.mean(axis=0)
    values = []
    for one in range(there.shape[1]):
        for other in range(one + 1, there.shape[1]):
            both = float((there[:, one] & there[:, other]).mean())
            if both in (0.0, 1.0):
                values.append(both - 1 if both == 0 else 0.0)
            else:
                values.append(np.log(both / (share[one] * share[other])) / -np.log(both))
    return float(np.mean(values)) if values else float("nan")


def stability(tops: list[list[int]], others: Sequence[list[list[int]]]) -> list[float | None]:
    """Match the topics with those of each other model, and tell how alike they are.

    Parameters
    ----------
    tops : list of list of int
        The top words of each topic.
    others : sequence of such lists
        Those of the other models; None for each topic where there are none.

    Examples
    --------
    >>> stability([[1, 2], [3, 4]], [[[4, 3], [1, 5]]])
    [0.3333333333333333, 1.0]
    """
    from scipy.optimize import linear_sum_assignment

    if not others:
        return [None] * len(tops)
    total = np.zeros(len(tops))
    for other in others:
        alike = np.array([[_jaccard(one, each) for each in other] for one in tops])
        left, right = linear_sum_assignment(-alike)
        total[left] += alike[left, right]
    return [float(each) for each in total / len(others)]


def _jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    return len(set(one) & set(other)) / len(set(one) | set(other))
