"""What must hold between the reports of one agency: the rules of scope ``years``.

Each test takes the `Evidence` of one agency's reports sorted by year, at most one a year. A year is
compared with the one before it, never with the last that is there; a number that is missing on
either side makes a finding that cannot be assessed. Findings are about the later report.
"""

from __future__ import annotations

from gxkit.checks.model import Rule
from gxkit.checks.years_course import breaks, far_years, jumps
from gxkit.checks.years_numbers import (
    carried_over,
    disputes_and_answers,
    in_force,
    items,
    pending,
    suits_after_review,
)
from gxkit.checks.years_text import copied, stale

YEARS_RULES: tuple[Rule, ...] = (
    Rule(
        id="E1",
        zh="上年结转等于上一年度报告的结转下年度继续办理",
        en="Requests carried over are those that last year carried forward",
        severity="identity",
        scope="years",
        formula="carried_over[j](y) = carried_forward[j](y-1), j = 7 columns",
        test=carried_over,
    ),
    Rule(
        id="E2",
        zh="上年尚未审结的案件计入本年总计",
        en="Cases pending last year are among those of this year",
        severity="expected",
        scope="years",
        formula="total[g](y) >= pending[g](y-1), g = 3 kinds of case",
        test=pending,
    ),
    Rule(
        id="C3",
        zh="现行有效件数等于上年现行有效件数加本年制发减本年废止",
        en="Documents in force follow from last year's, those issued and those repealed (also E3)",
        severity="identity",
        scope="years",
        formula="in_force(y) = in_force(y-1) + issued(y) - repealed(y); expected for 行政规范性文件",
        test=in_force,
        forms=("2021",),
    ),
    Rule(
        id="C7d",
        zh="上一年项目数量等于上年报告的上一年项目数量加本年增/减",
        en="The items of the year before are those that last year's report leaves",
        severity="identity",
        scope="years",
        formula="previous_items[r](y) = previous_items[r](y-1) + change[r](y-1), r = 5 rows",
        test=items,
        forms=("2019",),
    ),
    Rule(
        id="B4",
        zh="复议后起诉不多于已办结或上年未审结的复议",
        en="Suits after reconsideration follow reviews of this year or the last",
        severity="expected",
        scope="years",
        formula=(
            "suit_after_reconsideration total(y) <= reconsideration (upheld + corrected + other)"
            "(y, y-1) + reconsideration pending(y-1) + suit_after_reconsideration pending(y-1)"
        ),
        test=suits_after_review,
    ),
    Rule(
        id="D1",
        zh="新增复议诉讼不多于当年申请与上年答复",
        en="There are no more new cases than requests that they can be about",
        severity="hint",
        scope="years",
        formula=(
            "sum of totals(y) - sum of pending(y-1) <= new(y) + carried_over(y) + handled(y-1); "
            "expected where there was no request in y and y-1"
        ),
        test=disputes_and_answers,
    ),
    Rule(
        id="E4",
        zh="与上年相比没有突变",
        en="No number jumps from one year to the next",
        severity="expected",
        scope="years",
        formula="0.2 <= x(y)/x(y-1) <= 5 wherever max(x(y), x(y-1)) >= 20",
        test=jumps,
    ),
    Rule(
        id="E5",
        zh="与本机关其他年度相比没有异常",
        en="No year is far from the agency's other years",
        severity="expected",
        scope="years",
        formula=(
            "|log1p x(y) - median| / (1.4826 MAD + 0.1) <= 4 over at least 4 years, "
            "wherever max(x, median) >= 20"
        ),
        test=far_years,
    ),
    Rule(
        id="E6",
        zh="正文不照抄上一年度报告",
        en="The narrative is not that of last year",
        severity="expected",
        scope="years",
        formula="|S(y) ∩ S(y-1)| / |S(y)| < 0.9, S = masked 5-character shingles of sections 1, 5",
        test=copied,
    ),
    Rule(
        id="E8",
        zh="年份和申请办理表不是上一年度的",
        en="Neither the year named nor the table of requests is last year's",
        severity="expected",
        scope="years",
        formula=(
            "table of requests(y) ≠ that of y-1 from 10 requests on; no sentence that opens with "
            "y-1 is left from last year's report in a section that never names y"
        ),
        test=stale,
    ),
    Rule(
        id="E9",
        zh="机构更名不是突变，合并则序列中断",
        en="A rename is no jump; at a merger the series breaks",
        severity="hint",
        scope="years",
        formula="agency(y) ≠ agency(y-1) in one unit: renamed; merged: not compared",
        test=breaks,
        never="fails: a rename and a merger are told, not judged",
    ),
)
"""The rules that compare an agency's reports with each other."""
