"""How far coders agree: kappa, alpha, MASI, by their definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import combinations


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Return Cohen's kappa of two coders (Cohen 1960): (p_o - p_e) / (1 - p_e).

    Parameters
    ----------
    first, second : sequence
        What each said of the same units.

    Returns
    -------
    float or None
        None where both always said one and the same thing, or there are no units.

    Examples
    --------
    >>> cohen_kappa([1, 1, 0, 0], [1, 0, 0, 0])
    0.5
    """
    n = len(first)
    if not n:
        return None
    agreed = sum(one == other for one, other in zip(first, second, strict=True)) / n
    left, right = Counter(first), Counter(second)
    chance = sum(left[value] * right[value] for value in left) / n**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def krippendorff_alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha for nominal data (Krippendorff 2011, Computing alpha).

    Parameters
    ----------
    units : sequence of sequences
        For each unit the values that coders gave it; a coder who gave none is left out, and so is a
        unit with fewer than two values.

    Returns
    -------
    float or None
        ``1 - (n - 1) * disagreement / expected`` over the coincidences; None where all values are
        the same, or no unit has two.

    Examples
    --------
    >>> krippendorff_alpha([[1, 1], [0, 0], [1, 0], [1, 1]])
    0.5333333333333333
    """
    paired = [Counter(unit) for unit in units if len(unit) > 1]
    totals: Counter[Hashable] = Counter()
    disagreed = 0.0
    for counts in paired:
        size = sum(counts.values())
        totals.update(counts)
        same = sum(count * (count - 1) for count in counts.values())
        disagreed += (size * (size - 1) - same) / (size - 1)
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    return None if not expected else 1 - (n - 1) * disagreed / expected


def masi(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the MASI distance of two sets (Passonneau 2006): 1 - Jaccard * monotonicity.

    Monotonicity is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, 0 where
    they do not. Two empty sets are equal.

    Examples
    --------
    >>> masi(frozenset("ab"), frozenset("ab")), masi(frozenset("a"), frozenset("b"))
    (0.0, 1.0)
    """
    if first == second:
        return 0.0
    shared = first & second
    if not shared:
        return 1.0
    monotone = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - len(shared) / len(first | second) * monotone


def mean_masi(units: Sequence[Sequence[frozenset[str]]]) -> float | None:
    """Return the mean MASI distance over all pairs of coders of all units.

    Examples
    --------
    >>> mean_masi([[frozenset("a"), frozenset("b")], [frozenset("a"), frozenset("a")]])
    0.5
    """
    found = [masi(one, other) for unit in units for one, other in combinations(unit, 2)]
    return sum(found) / len(found) if found else None


def masi_alpha(units: Sequence[Sequence[frozenset[str]]]) -> float | None:
    """Return Krippendorff's alpha with the MASI distance over sets of themes.

    Examples
    --------
    >>> masi_alpha([[frozenset("a"), frozenset("a")], [frozenset("b"), frozenset("b")]])
    1.0
    """
    paired = [unit for unit in units if len(unit) > 1]
    totals: Counter[frozenset[str]] = Counter(value for unit in paired for value in unit)
    n = sum(totals.values())
    observed = sum(
        2 * sum(masi(one, other) for one, other in combinations(unit, 2)) / (len(unit) - 1)
        for unit in paired
    )
    expected = 2 * sum(
        totals[one] * totals[other] * masi(one, other)
        for one, other in combinations(sorted(totals, key=sorted), 2)
    )
    return None if not expected else 1 - (n - 1) * observed / expected
