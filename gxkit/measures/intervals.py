"""Intervals: Wilson's for a proportion, the bootstrap for any other ratio of sums."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from gxkit.measures.vectors import Floats

_CHUNK = 2_000_000
"""How many drawn reports are held in memory at once."""


def wilson(part: Floats, whole: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's score interval of proportions, without continuity correction.

    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22: 209-212.

    Parameters
    ----------
    part, whole : array
        How many of how many; NaN where `whole` is 0.
    level : float
        The level of confidence.

    Examples
    --------
    >>> low, high = wilson(np.array([1.0]), np.array([10.0]))
    >>> round(low[0], 4), round(high[0], 4)
    (np.float64(0.0179), np.float64(0.4042))
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = part / whole
        scale = 1 + z**2 / whole
        middle = (share + z**2 / (2 * whole)) / scale
        half = z * np.sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2)) / scale
    # At 0 and 1 the bound is the share itself, which rounding may miss.
    low = np.where(part == 0, 0.0, middle - half)
    high = np.where(part == whole, 1.0, middle + half)
    return np.where(whole > 0, low, np.nan), np.where(whole > 0, high, np.nan)


def bootstrap(
    tops: Floats, bottoms: Floats, level: float = 0.95, draws: int = 1000, seed: int = 0
) -> tuple[Floats, Floats]:
    """Return percentile intervals of ratios of sums, drawing reports with replacement.

    B. Efron (1979), Bootstrap methods: another look at the jackknife, Annals of Statistics 7:
    1-26; the percentile interval.

    Parameters
    ----------
    tops, bottoms : array of shape (reports, ratios)
        The two sides of each ratio, both 0 where a report does not count. All ratios are
        computed of the same draws.
    level : float
        The level of confidence.
    draws : int
        How often reports are drawn.
    seed : int
        Of the draws.

    Returns
    -------
    tuple of array
        Low and high of each ratio; NaN where a report or none tells nothing of spread, and
        where a draw may hold no denominator in more than one of twenty cases.

    Examples
    --------
    >>> one = np.array([[1.0], [1.0], [1.0]])
    >>> low, high = bootstrap(one, 2 * one)
    >>> low[0], high[0]
    (np.float64(0.5), np.float64(0.5))
    """
    count, ratios = tops.shape
    drawn = np.full((draws, ratios), np.nan)
    if count < 2:
        nothing = np.full(ratios, np.nan)
        return nothing, nothing
    rng = np.random.default_rng(seed)
    step = max(1, _CHUNK // count)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        places = rng.integers(count, size=(size, count))
        places += np.arange(size)[:, None] * count
        times = np.bincount(places.ravel(), minlength=size * count).reshape(size, count)
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn[start : start + size] = (times @ tops) / (times @ bottoms)
    drawn[~np.isfinite(drawn)] = np.nan
    usable = (np.isnan(drawn).mean(axis=0) <= 0.05) & ((bottoms != 0).sum(axis=0) > 1)
    low, high = np.full(ratios, np.nan), np.full(ratios, np.nan)
    if usable.any():
        tails = [(1 - level) / 2, (1 + level) / 2]
        low[usable], high[usable] = np.nanquantile(drawn[:, usable], tails, axis=0)
    return low, high
