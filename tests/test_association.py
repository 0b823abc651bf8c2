"""Measures of association against published tables, scipy, statsmodels, and by hand."""

from __future__ import annotations

from math import log, log2, sqrt

import numpy as np
import pytest
from scipy.stats import chi2 as chi2_distribution
from scipy.stats import chi2_contingency
from statsmodels.stats.multitest import multipletests

from gxkit.errors import TextError
from gxkit.text.association import (
    chance,
    chi2,
    corrected,
    g2,
    log_odds,
    log_ratio,
    percent_diff,
    pmi,
)

# Dunning (1993), "Accurate Methods for the Statistics of Surprise and Coincidence", table of
# bigrams of a text on banks: -2 log λ, k(A B), k(A ~B), k(~A B), k(~A ~B).
DUNNING = [
    (270.72, 110, 2442, 111, 29114),  # the swiss
    (263.90, 29, 13, 123, 31612),  # can be
    (256.84, 31, 23, 139, 31584),  # previous year
    (167.23, 10, 0, 3, 31764),  # mineral water
    (157.21, 76, 104, 2476, 29121),  # at the
]

TABLES = [(20, 7, 1000, 1500), (0, 9, 300, 800), (5, 0, 40, 1000), (3, 3, 10, 10), (9, 1, 9, 400)]


@pytest.mark.parametrize(("published", "both", "first", "second", "rest"), DUNNING)
def test_g2_is_that_of_dunning(
    published: float, both: int, first: int, second: int, rest: int
) -> None:
    found = float(g2(both, second, both + first, second + rest))
    assert found == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(("a", "b", "n1", "n2"), TABLES)
def test_g2_and_chi2_are_those_of_scipy(a: int, b: int, n1: int, n2: int) -> None:
    table = [[a, n1 - a], [b, n2 - b]]
    likelihood = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    pearson = chi2_contingency(table, correction=False)
    assert float(g2(a, b, n1, n2)) == pytest.approx(likelihood.statistic)
    assert float(chi2(a, b, n1, n2)) == pytest.approx(pearson.statistic)
    assert float(chance(likelihood.statistic)) == pytest.approx(likelihood.pvalue)


def test_g2_of_two_terms_is_that_of_rayson_and_garside() -> None:
    # Their formula (2000): E1 = c(a+b)/(c+d), E2 = d(a+b)/(c+d), LL = 2(a ln(a/E1) + b ln(b/E2)).
    # 40 in 10,000 against 20 in 20,000: E1 = 20, E2 = 40, LL = 2(40 ln 2 - 20 ln 2) = 40 ln 2.
    assert float(g2(40, 20, 10_000, 20_000, terms=2)) == pytest.approx(40 * log(2))
    # 0 in 10,000 against 30 in 20,000: the first term is 0, E2 = 20, LL = 60 ln 1.5.
    assert float(g2(0, 30, 10_000, 20_000, terms=2)) == pytest.approx(60 * log(1.5))
    with pytest.raises(TextError, match="2 or 4, not 3"):
        g2(1, 2, 3, 4, terms=3)


def test_the_same_share_says_nothing() -> None:
    assert g2([5, 50], [10, 100], 100, 200).tolist() == pytest.approx([0, 0], abs=1e-12)
    assert chi2([5], [10], 100, 200).tolist() == [0]
    assert log_ratio([5], [10], 100, 200).tolist() == [0]


def test_log_ratio_is_that_of_hardie() -> None:
    # Hardie (2014): each point is a doubling of the relative frequency; 0 counts as 0.5.
    found = log_ratio([16, 4, 6, 0], [2, 8, 0, 4], 1000, 1000)
    assert found.tolist() == pytest.approx([3, -1, log2(12), -3])
    assert float(log_ratio(10, 10, 1000, 4000)) == pytest.approx(2)


def test_percent_diff_is_that_of_gabrielatos_and_marchi() -> None:
    # (NF1 - NF2) · 100 / NF2, for 30 in 1,000 against 20 in 2,000: (3 - 1) · 100 / 1 = 200.
    found = percent_diff([30, 0, 5], [20, 20, 0], 1000, 2000)
    assert found[:2].tolist() == pytest.approx([200, -100])
    assert np.isnan(found[2])


def test_log_odds_by_hand() -> None:
    # Monroe et al. (2008): y = (6, 4) of 10 against (2, 18) of 20, prior (1, 3), which adds 4.
    # δ of the first word: ln(7 / (14 - 7)) - ln(3 / (24 - 3)) = ln 7; σ² = 1/7 + 1/3.
    ratio, z = log_odds([6, 4], [2, 18], 10, 20, [1, 3])
    assert ratio.tolist() == pytest.approx([log(7), -log(7)])
    assert z.tolist() == pytest.approx(
        [log(7) / sqrt(1 / 7 + 1 / 3), -log(7) / sqrt(1 / 7 + 1 / 21)]
    )


def test_a_strong_prior_shrinks_rare_words() -> None:
    weak = log_odds([3, 97], [0, 100], 100, 100, [0.015, 0.985])[1][0]
    strong = log_odds([3, 97], [0, 100], 100, 100, [15, 985])[1][0]
    assert 0 < strong < 1 < log_odds([300, 9700], [0, 10_000], 10_000, 10_000, [15, 985])[1][0]
    assert weak == pytest.approx(
        (log(3.015 / 97.985) - log(0.015 / 100.985)) / sqrt(1 / 3.015 + 1 / 0.015)
    )


@pytest.mark.parametrize(
    ("ours", "theirs"), [("holm", "holm"), ("bh", "fdr_bh"), ("bonferroni", "bonferroni")]
)
def test_corrections_are_those_of_statsmodels(ours: str, theirs: str) -> None:
    p = np.random.default_rng(3).uniform(size=60) ** 4
    p[:5] = p[5]  # ties
    assert corrected(p, ours).tolist() == pytest.approx(multipletests(p, method=theirs)[1].tolist())
    assert corrected([], ours).tolist() == []


def test_no_correction_and_one_that_is_not_known() -> None:
    assert corrected([0.5, 0.01], "none").tolist() == [0.5, 0.01]
    with pytest.raises(TextError, match="choose one of none, bonferroni, holm, bh"):
        corrected([0.5], "sidak")


def test_chance_of_a_large_statistic_does_not_vanish() -> None:
    assert float(chance(400.0)) == pytest.approx(float(chi2_distribution.sf(400.0, 1)), rel=1e-9)


def test_npmi_is_that_of_bouma() -> None:
    # Bouma (2009): p(x,y) = 1/8, p(x) = p(y) = 1/4: PMI = log2(1/8 · 16) = 1, NPMI = 1/3.
    # Only together: NPMI 1. By chance: 0. Half as often as by chance, p(x,y) = 1/8, p(x) = p(y)
    # = 1/2: PMI -1, NPMI -1/3. In every one: 1, the limit.
    bits, normed = pmi([2, 4, 4, 2, 16], [4, 4, 8, 8, 16], [4, 4, 8, 8, 16], 16)
    assert bits.tolist() == pytest.approx([1, 2, 0, -1, 0])
    assert normed.tolist() == pytest.approx([1 / 3, 1, 0, -1 / 3, 1])
