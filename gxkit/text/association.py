"""What a two by two table of counts says: tests, and sizes of effects.

Counts come as arrays, one entry a table. A table is::

                  word        other words
    target          a            n1 - a
    reference       b            n2 - b
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gxkit.errors import TextError

Floats = np.ndarray[Any, np.dtype[np.float64]]

CORRECTIONS = ("none", "bonferroni", "holm", "bh")


def _floats(*values: Any) -> tuple[Floats, ...]:
    return tuple(np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values)))


def _part(observed: Floats, expected: Floats) -> Floats:
    """Return observed · ln(observed / expected), which is 0 where nothing was observed."""
    found = np.zeros_like(expected)
    some = observed > 0
    found[some] = observed[some] * np.log(observed[some] / expected[some])
    return found


def g2(a: Any, b: Any, n1: Any, n2: Any, *, terms: int = 4) -> Floats:
    """Return the log-likelihood ratio G².

    Parameters
    ----------
    a, b : array of int
        The word's counts in target and reference.
    n1, n2 : array of int
        All words of target and reference.
    terms : {4, 2}
        4: over the four cells of the table (Dunning, 1993), which is the test of independence;
        2: over the two cells of the word (Rayson and Garside, 2000), a little less.

    Returns
    -------
    numpy.ndarray
        G², 0 or more; with four terms distributed as chi-square with one degree of freedom.

    Examples
    --------
    >>> g2(10, 5, 100, 100).round(4).tolist(), g2(10, 5, 100, 100, terms=2).round(4).tolist()
    (1.8341, 1.699)
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    if terms not in (2, 4):
        raise TextError(f"terms must be 2 or 4, not {terms}")
    share = (a + b) / (n1 + n2)
    found = _part(a, n1 * share) + _part(b, n2 * share)
    if terms == 4:
        found += _part(n1 - a, n1 * (1 - share)) + _part(n2 - b, n2 * (1 - share))
    return np.maximum(2 * found, 0.0)


def chi2(a: Any, b: Any, n1: Any, n2: Any) -> Floats:
    """Return Pearson's chi-square of the table, without Yates's correction.

    Parameters
    ----------
    a, b, n1, n2 : array of int
        As for `g2`.

    Returns
    -------
    numpy.ndarray
        Chi-square; NaN where the word is all there is.

    Examples
    --------
    >>> chi2(10, 5, 100, 100).round(4).tolist()
    1.8018
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    both, rest = a + b, n1 + n2 - a - b
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (n1 + n2) * (a * (n2 - b) - b * (n1 - a)) ** 2 / (n1 * n2 * both * rest)
    return found


def log_ratio(a: Any, b: Any, n1: Any, n2: Any) -> Floats:
    """Return the binary logarithm of the ratio of relative frequencies (Hardie, 2014).

    Parameters
    ----------
    a, b, n1, n2 : array of int
        As for `g2`. A count of 0 is taken as 0.5, as Hardie does.

    Returns
    -------
    numpy.ndarray
        1: twice as frequent in the target; -1: half as frequent.

    Examples
    --------
    >>> log_ratio([8, 1], [1, 0], 100, 100).tolist()
    [3.0, 1.0]
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    found: Floats = np.log2((np.where(a == 0, 0.5, a) / n1) / (np.where(b == 0, 0.5, b) / n2))
    return found


def percent_diff(a: Any, b: Any, n1: Any, n2: Any) -> Floats:
    """Return by how many per cent the word is more frequent in the target.

    The %DIFF of Gabrielatos and Marchi (2012).

    Parameters
    ----------
    a, b, n1, n2 : array of int
        As for `g2`.

    Returns
    -------
    numpy.ndarray
        Per cent; NaN where the reference does not have the word, since nothing can be divided
        by none.

    Examples
    --------
    >>> percent_diff([3, 1], [2, 0], 100, 100).round(6).tolist()
    [50.0, nan]
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = 100 * (a / n1 - b / n2) / (b / n2)
    return np.where(b == 0, np.nan, found)


def log_odds(a: Any, b: Any, n1: Any, n2: Any, prior: Any) -> tuple[Floats, Floats]:
    """Return the log-odds ratio with an informative Dirichlet prior, and its z-score.

    By Monroe, Colaresi and Quinn (2008), "Fightin' Words", with their estimate of the variance.

    Parameters
    ----------
    a, b, n1, n2 : array of int
        As for `g2`.
    prior : array of float
        The pseudo-count of each word, over 0. Give all words that stand in either: the sums of
        the priors count too.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        The difference of the log odds, and it divided by its standard error.

    Examples
    --------
    >>> ratio, z = log_odds([3, 1], [1, 3], 4, 4, [1, 1])
    >>> ratio.round(4).tolist(), z.round(4).tolist()
    ([1.3863, -1.3863], [1.6008, -1.6008])
    """
    a, b, n1, n2, prior = _floats(a, b, n1, n2, prior)
    whole = prior.sum()
    one, other = a + prior, b + prior
    with np.errstate(divide="ignore"):
        ratio = np.log(one / (n1 + whole - one)) - np.log(other / (n2 + whole - other))
    return ratio, ratio / np.sqrt(1 / one + 1 / other)


def chance(statistic: Any) -> Floats:
    """Return the chance of a chi-square with one degree of freedom as large or larger.

    Parameters
    ----------
    statistic : array of float
        G² or chi-square.

    Examples
    --------
    >>> chance([0, 3.841459]).round(4).tolist()
    [1.0, 0.05]
    """
    from scipy.special import erfc

    found: Floats = erfc(np.sqrt(np.asarray(statistic, dtype=np.float64) / 2))
    return found


def corrected(p: Any, correction: str) -> Floats:
    """Correct p-values for there being many.

    Parameters
    ----------
    p : array of float
        P-values, one a test.
    correction : {"holm", "bonferroni", "bh", "none"}
        Holm (1979) and Bonferroni keep the chance of any false finding, Benjamini and Hochberg
        (1995) the share of false ones among the findings.

    Returns
    -------
    numpy.ndarray
        Adjusted p-values, at most 1, in the same order.

    Raises
    ------
    TextError
        There is no such correction.

    Examples
    --------
    >>> corrected([0.01, 0.04, 0.03], "holm").round(4).tolist()
    [0.03, 0.06, 0.06]
    """
    if correction not in CORRECTIONS:
        raise TextError(f"no correction {correction!r}; choose one of {', '.join(CORRECTIONS)}")
    (p,) = _floats(p)
    size = len(p)
    if correction == "none" or not size:
        return np.array(p, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    raised: Floats
    if correction == "bonferroni":
        raised = p[order] * size
    elif correction == "holm":
        raised = np.maximum.accumulate(p[order] * np.arange(size, 0, -1))
    else:
        raised = np.minimum.accumulate((p[order] * size / np.arange(1, size + 1))[::-1])[::-1]
    found = np.empty(size, dtype=np.float64)
    found[order] = np.minimum(raised, 1.0)
    return found


def pmi(both: Any, first: Any, second: Any, n: Any) -> tuple[Floats, Floats]:
    """Return pointwise mutual information, and the same between -1 and 1.

    Parameters
    ----------
    both : array of int
        How often the two come together, over 0.
    first, second : array of int
        How often each comes.
    n : int
        How many chances there were.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        PMI in bits (Church and Hanks, 1990), and NPMI (Bouma, 2009): PMI divided by -log2 of
        the share of both, 1 where neither comes without the other, 0 by chance.

    Examples
    --------
    >>> [found.round(4).tolist() for found in pmi([2, 1], [2, 2], [2, 2], 8)]
    [[2.0, 1.0], [1.0, 0.3333]]
    """
    both, first, second, n = _floats(both, first, second, n)
    found: Floats = np.log2(both * n / (first * second))
    with np.errstate(invalid="ignore", divide="ignore"):
        normed = found / -np.log2(both / n)
    # What comes every time comes with everything: its NPMI is 0/0, and by its limit 1.
    return found, np.where(both == n, 1.0, normed)
