"""Rules of the disputes table beside its identities: rates, suits after review, its head."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.checks.identities import summed
from gxkit.checks.model import Evidence, Finding, Rule, figure
from gxkit.checks.outcomes import outcome
from gxkit.checks.places import section_text
from gxkit.parsing import cues

_TABLE = "disputes"
_GROUPS = ("reconsideration", "direct_suit", "suit_after_reconsideration")


def derived(evidence: Evidence) -> Iterator[Finding]:
    """B3: all suits, and the share of decided cases that were corrected, within 0 and 1."""
    values = evidence.values
    suits = summed([(_TABLE, group, "total") for group in _GROUPS[1:]], values)
    rates, wrong, missing = [], [], suits is None
    for group in _GROUPS:
        total, pending, corrected = (
            values.get((_TABLE, group, column)) for column in ("total", "pending", "corrected")
        )
        if total is None or pending is None or corrected is None:
            missing = True
        elif total - pending != 0:
            rate = corrected / (total - pending)
            rates.append(f"{group} {rate:.1%}")
            if not 0 <= rate <= 1:
                wrong.append(group)
        elif corrected:
            wrong.append(group)
    ok = False if wrong else None if missing else True
    told = f"suits {'unknown' if suits is None else figure(suits)}; corrected of those decided: "
    told += ", ".join(rates) or "no case was decided"
    cells = " ".join(f"{_TABLE}/{group}/corrected" for group in wrong)
    yield outcome("B3", _TABLE, "hint", ok, told, found=suits, cells=cells)


def suits_after_review(evidence: Evidence) -> Iterator[Finding]:
    """B4: suits after review are no more than reviews closed without correction.

    Where this year's reviews do not suffice, those of the year before may; that is for the
    rules across years, and here nothing can be said.
    """
    keys = [(_TABLE, _GROUPS[0], "upheld"), (_TABLE, _GROUPS[0], "other")]
    closed = summed(keys, evidence.values)
    suits = evidence.values.get((_TABLE, _GROUPS[2], "total"))
    if closed is None or suits is None:
        ok, told = None, "not assessable: a number is missing"
    elif suits <= closed:
        ok, told = True, f"{figure(suits)} ≤ {figure(closed)} reviews closed this year"
    else:
        ok = None
        told = f"{figure(suits)} suits, {figure(closed)} reviews closed this year; the rest may be older"
    cells = f"{_TABLE}/{_GROUPS[2]}/total"
    yield outcome(
        "B4",
        _TABLE,
        "expected",
        ok,
        f"复议后起诉: {told}",
        expected=closed,
        found=suits,
        cells=cells,
    )


def head(evidence: Evidence) -> Iterator[Finding]:
    """B5: the head names a total for each kind of case."""
    form = evidence.form
    if form is None or all(fact.value is None for fact in evidence.by_table[_TABLE]):
        return
    total = form.table[_TABLE].column["total"]
    cells = " ".join(f"{_TABLE}/{group}/total" for group in _GROUPS)
    text = section_text(evidence, form.table[_TABLE].section)
    if text is None:
        told = "the head of the table is not known apart from the rest of the page"
        yield outcome("B5", _TABLE, "expected", None, told)
        return
    labels = (total.zh, *total.variants)
    count = sum(text.count(label) for label in labels)
    if count < len(_GROUPS):  # a label may be torn, or in traditional characters
        plain = cues.squeezed(text)
        count = sum(plain.count(label) for label in labels)
    # A table with a row for each kind of case names its total once.
    ok = True if count >= len(_GROUPS) else None if count else False
    told = f"the section prints the label {total.zh} {count} times"
    if not count:
        told += ": the last number of each group is taken for its total by its place"
    yield outcome(
        "B5",
        _TABLE,
        "expected",
        ok,
        told,
        expected=float(len(_GROUPS)),
        found=float(count),
        cells="" if ok else cells,
    )


RULES = (
    Rule(
        "B3",
        "复议诉讼：诉讼总数与纠正率可算且在 0 与 1 之间",
        "Disputes: the number of suits and the rates of correction, between 0 and 1",
        "hint",
        "report",
        "诉讼总 = 直接起诉总计 + 复议后起诉总计; 0 ≤ 纠正/(总计 − 未审结) ≤ 1（分母为 0 则无）",
        derived,
    ),
    Rule(
        "B4",
        "复议后起诉不多于已结复议（维持与其他）",
        "Suits after review are no more than reviews closed without correction",
        "expected",
        "report",
        "复议后起诉总计 ≤ 复议维持 + 复议其他（不足时待上年数据）",
        suits_after_review,
        never="fails: only last year can tell",
    ),
    Rule(
        "B5",
        "复议诉讼表头：各组第五栏为总计",
        "Disputes: the head names a total in each group",
        "expected",
        "report",
        "表头“总计”出现 ≥ 3 次; 0 次为损坏",
        head,
    ),
)
"""What else must hold in the disputes table."""
