"""Rules across the tables of a report, and between tables and section six."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit import forms
from gxkit.checks.declared import pattern
from gxkit.checks.identities import summed
from gxkit.checks.model import Evidence, Finding, Rule, figure
from gxkit.checks.outcomes import outcome
from gxkit.parsing import cues

_REQUESTS = [("requests", "new", "total"), ("requests", "carried_over", "total")]
_CASES = [
    ("disputes", row, "total")
    for row in ("reconsideration", "direct_suit", "suit_after_reconsideration")
]
_UNPAID = ("requests", "other.fee_unpaid", "total")


def cases(evidence: Evidence) -> Iterator[Finding]:
    """D1: no more cases than requests, as far as one year can tell."""
    brought = summed(_CASES, evidence.values)
    requests = summed(_REQUESTS, evidence.values)
    if brought is None or requests is None:
        ok, told = None, "a number is missing"
    else:
        # Last year's answers may be contested this year: that is for the rules across years.
        ok = True if brought <= requests else None
        told = f"{figure(brought)} cases, {figure(requests)} requests"
        told += "" if ok else "; the others may be about answers of earlier years"
    cells = "" if ok else " ".join("/".join(key) for key in (*_CASES, *_REQUESTS))
    yield outcome(
        "D1",
        None,
        "hint",
        ok,
        f"复议诉讼与申请: {told}",
        expected=requests,
        found=brought,
        cells=cells,
    )


def fees(evidence: Evidence) -> Iterator[Finding]:
    """D2: who was asked to pay is matched by a word on fees, and fees by requests."""
    text = cues.squeezed(evidence.texts.get(6, ""))
    unpaid = evidence.values.get(_UNPAID)
    requests = summed(_REQUESTS, evidence.values)
    collected = _collected(text)
    cells, known = "", unpaid is not None and requests is not None and 6 in evidence.texts
    ok: bool | None = True if known else None
    told = "fees asked for and fees reported do not contradict each other"
    if unpaid and 6 in evidence.texts and not pattern("fee").search(text):
        ok, cells = False, "/".join(_UNPAID)
        told = f"逾期未缴费 {figure(unpaid)}: section six says nothing of fees"
    elif collected and requests == 0:
        ok, cells = False, " ".join("/".join(key) for key in _REQUESTS)
        told = f"section six reports fees of {figure(collected)} where there was no request"
    elif not known:
        told = "a number or section six is missing"
    yield outcome("D2", None, "expected", ok, told, found=unpaid, cells=cells)


def _collected(text: str) -> float | None:
    match = pattern("fee_collected").search(text) if "收取" in text else None
    return float(match[1]) if match else None


def fee_stated(evidence: Evidence) -> Iterator[Finding]:
    """D3: section six states what was collected for information, or that nothing was."""
    if 6 not in evidence.texts:
        told = "there is no section six"
        yield outcome("D3", None, "hint", None if not evidence.texts else False, told)
        return
    text = cues.squeezed(evidence.texts[6])
    stated = pattern("fee").search(text) is not None
    amount = _collected(text)
    told = "section six says nothing of fees for information"
    if stated:
        told = "section six speaks of fees for information"
        told += f", {figure(amount)} collected" if amount else ""
    yield outcome("D3", None, "hint", stated, told, found=amount)


def form_of_year(evidence: Evidence) -> Iterator[Finding]:
    """D4: the tables follow the form in force in the year."""
    year, form = evidence.meta.get("year"), evidence.form
    usual = forms.for_year(year) if year else None
    if form is None or usual is None:
        # A report on a year before 2019 may have been made again in a later form.
        told = f"form {form.id if form else 'unknown'}; the year or its form is not known"
        yield outcome("D4", None, "expected", None, told)
        return
    told = f"form {form.id}, report on {year}: the form in force is that of {usual.id}"
    yield outcome("D4", None, "expected", usual.id == form.id, told)


RULES = (
    Rule(
        "D1",
        "复议诉讼新案不多于可争议的申请",
        "No more cases than requests that they could be about",
        "hint",
        "report",
        "复议总计 + 诉讼总计 ≤ 本年新收 + 上年结转（不足时待上年数据）",
        cases,
        never="fails: only last year can tell",
    ),
    Rule(
        "D2",
        "逾期未缴费与第六部分收费情况相符",
        "Fees asked for in the table and fees told in section six agree",
        "expected",
        "report",
        "逾期未缴费 > 0 ⇒ 第六部分提及收费; 收费 > 0 ⇒ 本年新收 + 上年结转 > 0",
        fees,
    ),
    Rule(
        "D3",
        "第六部分说明信息处理费",
        "Section six states the fees for information",
        "hint",
        "report",
        "第六部分提及信息处理费：金额或未收取",
        fee_stated,
    ),
    Rule(
        "D4",
        "报告年度与所用格式一致",
        "The tables follow the form in force in the year",
        "expected",
        "report",
        "2019–2020 年 ⇔ 2019 年格式; 2021 年起 ⇔ 2021 年格式",
        form_of_year,
    ),
)
"""What must hold between the parts of a report."""
