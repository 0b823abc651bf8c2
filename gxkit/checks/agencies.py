"""What can be said of reports beside those of other agencies: the rules of scope ``agencies``.

Each test takes the `Evidence` of all reports, in any order, and costs time in proportion to their
number: reports meet only in buckets of one place, one group of peers, one hash or one name.
"""

from __future__ import annotations

from gxkit.checks.agencies_copies import copied, same_tables
from gxkit.checks.agencies_digits import last_digits
from gxkit.checks.agencies_peers import outliers
from gxkit.checks.agencies_sums import consolidated
from gxkit.checks.model import Rule

AGENCY_RULES: tuple[Rule, ...] = (
    Rule(
        id="E7",
        zh="正文不照抄其他机关的报告",
        en="The narrative is not another agency's, with its name left inside",
        severity="expected",
        scope="agencies",
        formula=(
            "another agency's name in the text and |S ∩ S'| / |S| >= 0.8 with that agency's "
            "sections 1 and 5 of the same year, S = masked 5-character shingles"
        ),
        test=copied,
        never="not assessable: narratives too short to compare are no instance",
    ),
    Rule(
        id="G1",
        zh="汇总报告不少于下级报告之和",
        en="The reports below a consolidated one add up to no more than it says",
        severity="expected",
        scope="agencies",
        formula=(
            "sum of direct children's cells <= the consolidated government report's cell, same "
            "year; holds at equality, below it not assessable, with the coverage"
        ),
        test=consolidated,
    ),
    Rule(
        id="G2",
        zh="比率不在同类机关漏斗图之外",
        en="Rates lie within the funnel of the agency's peers",
        severity="expected",
        scope="agencies",
        formula=(
            "fails where P(X <= x) or P(X >= x) < 0.001 for X ~ Binomial(n, p), n >= 10, "
            "p = (sum of peers' x + 0.5) / (sum of peers' n + 1), and |z| > 3.09 max(1, phi), "
            "phi = root mean square of the group's z, a tenth winsorised; peers = same year, "
            "level, type and scope, at least 10"
        ),
        test=outliers,
        never="not assessable: a rate of fewer than ten, or with fewer than ten peers, is no instance",
    ),
    Rule(
        id="G3",
        zh="没有两份报告的申请办理表完全相同",
        en="No two reports print the same table of requests",
        severity="hint",
        scope="agencies",
        formula="the numbers ≠ 0 of the table of requests differ, from 10 requests on",
        test=same_tables,
        never="holds, not assessable: only tables that are the same are told",
    ),
    Rule(
        id="G4",
        zh="数字末位分布均匀",
        en="Last digits are evenly spread",
        severity="hint",
        scope="agencies",
        formula=(
            "chi-square (9 df) of the last digits of >= 500 integers >= 100 in tables three and "
            "four, one of each value a report, <= 27.877, or sqrt(chi-square / n) < 0.1"
        ),
        test=last_digits,
        never="not assessable: fewer numbers are no instance",
    ),
)
"""The rules that compare reports of several agencies."""
