"""The rules of the three tables, each broken on purpose and each left without an operand."""

from __future__ import annotations

import pytest
from evidence_pages import REQUESTS, fact, found, outcome, page, row
from pages import KEEPING, LOSING, Form, cell, requests
from pages import page as table_page

from gxkit.checks import Finding, failures
from gxkit.checks.identities import written_out
from gxkit.checks.requests import bound
from gxkit.parsing.model import Fact

WHOLE = ("A6", "B2", "C1")
NEW = ("requests", "new", "natural_person")
FEE = ("proactive", "fee", "amount")
LINES = (
    *("三、收到和处理政府信息公开申请情况", "一、本年新收政府信息公开申请数量 0"),
    *("四、政府信息公开行政复议、行政诉讼情况", "结果维持 结果纠正 其他结果 尚未审结 {}", "0"),
    "五、存在的主要问题及改进情况",
)


def test_a_page_of_zeros_fails_nothing() -> None:
    for form in ("2019", "2021"):
        assert [one.message for one in failures(found_all(form))] == []


def found_all(form: str) -> list:
    from gxkit.checks import check

    return list(check(page(form)))


@pytest.mark.parametrize(
    ("rule", "key", "value", "told"),
    [
        ("A6", NEW, -1.0, "requests/new/natural_person: -1 is negative"),
        ("A6", NEW, 1.5, "requests/new/natural_person: 1.5 is no whole number"),
        (
            "B2",
            ("disputes", "direct_suit", "total"),
            -2.0,
            "disputes/direct_suit/total: -2 is negative",
        ),
        (
            "C1",
            ("proactive", "licence", "decisions"),
            0.5,
            "proactive/licence/decisions: 0.5 is no whole number",
        ),
        ("C1", FEE, -3.0, "proactive/fee/amount: -3 is negative"),
    ],
)
def test_numbers_that_no_count_can_be(
    rule: str, key: tuple[str, str, str], value: float, told: str
) -> None:
    (one,) = found(page("2021", {key: value}), rule)
    assert (one.ok, one.severity, one.message, one.cells) == (
        False,
        "identity",
        told,
        "/".join(key),
    )


@pytest.mark.parametrize(
    ("value", "unit", "ok"),
    [
        (190.457379, "万元", True),
        (1.2345678, "万元", False),
        (251000.25, "元", True),
        (0.125, "元", False),
    ],
)
def test_money_is_no_finer_than_a_fen(value: float, unit: str, ok: bool) -> None:
    assert outcome(page("2021", {FEE: fact(FEE, value, unit=unit)}), "C1") is ok


def test_a_change_may_be_negative_in_the_form_of_2019() -> None:
    assert outcome(page("2019", {("proactive", "licence", "change"): -11.0}), "C1") is True
    assert outcome(page("2019", {("proactive", "licence", "decisions"): -11.0}), "C1") is False


def test_blanks_leave_open_whether_all_numbers_are_whole() -> None:
    (one,) = found(page("2021", {NEW: "blank"}), "A6")
    assert (one.ok, one.expected, one.found) == (None, 175.0, 174.0)


@pytest.mark.parametrize(("head", "rule"), [(True, "A4"), (False, "A5")])
def test_subtotals_are_not_added_up_and_the_rule_says_so(head: bool, rule: str) -> None:
    first = "一、本年新收政府信息公开申请数量 0"
    lines = ("自然人 小计 总计", first, "0") if head else ("自然人 总计", first, "小计 0")
    assert [(one.rule, one.ok) for one in found(page(lines=lines), rule)] == [(rule, None)]
    assert found(page(lines=lines), {"A4": "A5", "A5": "A4"}[rule]) == []
    assert found(page(lines=(first, "0")), rule) == []


def test_a_subtotal_in_another_section_is_none_of_the_requests() -> None:
    lines = (
        "总体情况",
        "发文小计3件",
        "收到和处理政府信息公开申请情况",
        "总计",
        "一、本年新收政府信息公开申请数量 0",
    )
    sections = {1: "发文小计3件", 3: ""}
    assert found(page(lines=lines, sections=sections), "A4") == []
    inside = (*lines[:3], "小计", *lines[3:])
    assert [one.ok for one in found(page(lines=inside, sections=sections), "A4")] == [None]


def test_parts_larger_than_their_whole_beside_a_blank() -> None:
    # 3 natural persons and a blank: whatever the blank is, they are not 2 in all.
    cells = {**row("granted", 3, 0, 0, 0, 0, 0, 2), ("requests", "granted", "other"): "blank"}
    (failed,) = [
        one
        for one in found(page("2021", cells), "A7")
        if "/granted/" in one.cells.split()[0]
        and one.cells.split()[0].endswith("natural_person")
        and "A1" in one.message
    ]
    assert (failed.ok, failed.found, failed.expected) == (False, 3.0, 2.0)
    cells |= {
        ("requests", "granted", "total"): 3.0,
        ("requests", "total", "total"): 3.0,
        ("requests", "total", "natural_person"): 3.0,
    }
    assert outcome(page("2021", cells), "A7") is True
    assert found(page(), "A7") == []  # every identity can be tested: they say it better


def test_a_balance_with_a_blank_is_bounded_by_its_known_side() -> None:
    # 5 new, none carried over; 7 handled, and how many go on to next year is not told.
    cells = {**row("new", 5, 0, 0, 0, 0, 0, 5), **row("total", 7, 0, 0, 0, 0, 0, 7)}
    cells |= {("requests", "carried_forward", column): "blank" for column in REQUESTS}
    failed = [one for one in found(page("2021", cells), "A7") if one.ok is False]
    assert [(one.expected, one.found) for one in failed] == [(5.0, 7.0), (5.0, 7.0)]


PARTS_AND_TOTAL = [
    # A part is not known: what is known must not be more than the total.
    *(((3.0, gap), 5.0, True) for gap in ("blank", "nil", "ambiguous", "absent")),
    *(((3.0, gap), 3.0, True) for gap in ("blank", "nil", "ambiguous", "absent")),
    *(((3.0, gap), 2.0, False) for gap in ("blank", "nil", "ambiguous", "absent")),
    # No part is known: a mark may say that nobody counted them apart.
    *(((gap, gap), 5.0, None) for gap in ("blank", "nil", "ambiguous", "absent")),
    *(((gap, gap), 0.0, None) for gap in ("blank", "ambiguous", "absent")),
    (("nil", "nil"), 0.0, True),
    # A total that is marked as none cannot stand over parts that are some.
    *(((3.0, part), "nil", False) for part in (2.0, 0.0, "nil", "blank", "ambiguous")),
    # Over nothing but zeros and marks it says the same as they; else who knows.
    *(((part, part), "nil", True) for part in (0.0, "nil")),
    *(((0.0, part), "nil", True if part == "nil" else None) for part in ("nil", "blank")),
    *(((part, part), "nil", None) for part in ("blank", "ambiguous", "absent")),
    # A total that was left out or cannot be read says nothing of its parts.
    *(((3.0, 2.0), gap, None) for gap in ("blank", "ambiguous", "absent", "unreadable")),
    *(((0.0, 0.0), gap, None) for gap in ("blank", "ambiguous", "absent", "unreadable")),
    *((("nil", "blank"), gap, None) for gap in ("blank", "ambiguous", "absent", "unreadable")),
]
"""Two of the parts (the other four are as the second), the total over them, and what holds."""


@pytest.mark.parametrize(("parts", "total", "ok"), PARTS_AND_TOTAL)
def test_every_kind_of_total_over_every_kind_of_parts(
    parts: tuple[float | str, float | str], total: float | str, ok: bool | None
) -> None:
    rest = parts[1] if isinstance(parts[1], str) else 0.0
    kinds = dict.fromkeys(REQUESTS, rest)
    kinds |= {"natural_person": parts[0], "enterprise": parts[1], "total": total}
    evidence = page("2021", {("requests", "granted", column): kinds[column] for column in kinds})
    (own,) = [
        each
        for each in written_out(evidence, "requests")
        if each.rule == "A1" and each.left[0][1] == "granted"
    ]
    got = bound(own, evidence)
    assert (got.ok if isinstance(got, Finding) else got) is ok


def test_a_mark_for_nothing_over_parts_that_are_some() -> None:
    cells = {
        ("requests", "granted", "natural_person"): 3.0,
        ("requests", "granted", "total"): "nil",
    }
    for row_code in ("new", "total"):
        cells |= {("requests", row_code, column): 3.0 for column in ("natural_person", "total")}
    failed = [one for one in found(page("2021", cells), "A7") if one.ok is False]
    assert [(one.expected, one.found, one.severity) for one in failed] == [(None, 3.0, "identity")]
    assert failed[0].message == (
        "（一）予以公开: 总计 prints a mark for nothing, but the numbers known of 自然人…其他之和 add up to 3"
    )
    assert failed[0].cells.split()[-1] == "requests/granted/total"
    assert outcome(page("2021", {("requests", "granted", "total"): "nil"}), "A7") is True
    assert outcome(page("2021", {("requests", "granted", "total"): "blank"}), "A7") is None


def test_a_balance_has_no_total_that_a_mark_could_contradict() -> None:
    """Nothing new and nothing carried over are two marks; what was handled may be older."""
    cells = {
        ("requests", code, column): "nil" for code in ("new", "carried_over") for column in REQUESTS
    }
    cells |= {("requests", "granted", column): 2.0 for column in ("natural_person", "total")}
    cells |= {("requests", "total", column): 2.0 for column in ("natural_person", "total")}
    assert outcome(page("2021", cells), "A7") is None


def absent(*keys: tuple[str, str, str]) -> dict:
    return {key: Fact(*key, None, "件", "absent", None, None, None) for key in keys}


def test_rows_and_columns_that_are_not_there() -> None:
    gone = [("requests", "refused.process", column) for column in REQUESTS]
    (one,) = found(page("2021", absent(*gone)), "A8")
    assert one.ok is False
    assert one.message.startswith("（三）不予公开 6.属于四类过程性信息: the page has no such row")
    assert one.cells.split() == ["/".join(key) for key in gone]
    every = [key for key in page().facts if key[0] == "requests"]
    column = [key for key in every if key[2] == "research"]
    (one,) = found(page("2021", absent(*column)), "A8")
    assert (one.ok, one.message.split(":")[0], len(one.cells.split())) == (False, "科研机构", 25)
    (one,) = found(page("2021", absent(*every)), "A8")
    assert (one.ok, one.expected) == (None, 32.0)


@pytest.mark.parametrize("form", [*KEEPING, *LOSING])
def test_a_row_that_is_printed_twice(form: Form) -> None:
    numbers = {"granted": ("2", "0", "0", "0", "0", "0", "2")}
    rows = requests(numbers)
    assert [one.ok for one in table_page(form(rows)).findings if one.rule == "A8"] == [True]
    again = next(at for at, line in enumerate(rows) if line[0] == "（一）予以公开")
    report = table_page(form([*rows[: again + 2], rows[again], *rows[again + 2 :]]))
    (one,) = [each for each in report.findings if each.rule == "A8" and each.ok is False]
    assert one.message.startswith("（一）予以公开: printed twice")
    assert one.cells.split()[-1] == "requests/granted/total"
    assert cell(report, "requests", "granted", "total") == ("number", 2.0)


def test_rows_in_another_order() -> None:
    places = {"new": "t2 r5 c3", "carried_over": "t2 r4 c3"}
    cells = {
        key: fact(key, 0.0, where=places.get(key[1], "t2 r10 c3"))
        for key in page().facts
        if key[0] == "requests"
    }
    (one,) = found(page("2021", cells), "A8")
    assert one.message == (
        "二、上年结转政府信息公开申请数量: printed before 一、本年新收政府信息公开申请数量"
    )
    places["carried_over"] = "t2 r6 c3"
    cells |= {
        key: fact(key, 0.0, where=places[key[1]]) for key in cells if key[1] == "carried_over"
    }
    assert outcome(page("2021", cells), "A8") is True


def test_blanks_beside_zeros() -> None:
    (one,) = found(page("2021", {NEW: "blank"}), "A9")
    assert (one.ok, one.severity, one.found, one.cells) == (False, "expected", 1.0, "/".join(NEW))
    whole = {("requests", "carried_over", column): "blank" for column in REQUESTS}
    (one,) = found(page("2021", whole), "A9")
    assert one.message == "二、上年结转政府信息公开申请数量: the whole row is blank"
    every = {key: "blank" for key in page().facts if key[0] == "requests"}
    (one,) = found(page("2021", every), "A9")
    assert (one.ok, one.message) == (False, "申请表: the whole table is blank")
    # A page that leaves every zero blank uses one notation; what is blank is still no zero.
    (one,) = found(page("2021", every | {NEW: 2.0, ("requests", "new", "total"): 2.0}), "A9")
    assert (one.ok, one.found) == (True, 173.0)
    assert outcome(page(), "A9") is True


def test_two_notations_for_nothing() -> None:
    assert outcome(page("2021", {NEW: "nil"}), "A10") is False
    assert outcome(page("2021", dict.fromkeys(page().facts, "nil")), "A10") is True
    assert outcome(page(), "A10") is True


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("全年共收到政府信息公开申请19件。", False),
        ("办理申请人提出的政府信息公开申请３件，均已答复。", False),
        ("全年收到政府信息公开申请0件。", True),
        ("开展培训12次。", None),
        ("近三年累计收到申请19件。", None),
        ("收到申请后5日内登记。", None),
        ("全市共收到政府信息公开申请19件。", None),
        ("上年结转政府信息公开申请2件。", False),
        ("政府信息公开申请办结率100%。", None),
    ],
)
def test_a_table_of_zeros_beside_a_text_that_tells_of_requests(text: str, ok: bool | None) -> None:
    assert outcome(page(sections={1: text}), "A11") is ok
    assert outcome(page("2021", {NEW: 1.0}, sections={1: text}), "A11") is True
    assert (
        found(page("2021", {("requests", "new", "total"): "blank"}, sections={1: text}), "A11")
        == []
    )


def disputes(row_code: str, **numbers: float) -> dict:
    return {("disputes", row_code, column): number for column, number in numbers.items()}


def test_rates_of_correction() -> None:
    cells = disputes("reconsideration", corrected=1, upheld=3, pending=2, total=6)
    (one,) = found(page("2021", cells | disputes("direct_suit", total=2, upheld=2)), "B3")
    assert (one.ok, one.severity, one.found) == (True, "hint", 2.0)
    assert "reconsideration 25.0%, direct_suit 0.0%" in one.message
    assert outcome(page("2021", disputes("direct_suit", corrected=3, total=2)), "B3") is False
    assert outcome(page("2021", {("disputes", "direct_suit", "total"): "blank"}), "B3") is None


def test_suits_after_review() -> None:
    closed = disputes("reconsideration", upheld=2, other=1, total=3)
    assert (
        outcome(page("2021", closed | disputes("suit_after_reconsideration", total=3)), "B4")
        is True
    )
    (one,) = found(page("2021", closed | disputes("suit_after_reconsideration", total=4)), "B4")
    assert (one.ok, one.expected, one.found) == (
        None,
        3.0,
        4.0,
    )  # last year's reviews may explain it


@pytest.mark.parametrize(
    ("labels", "ok"),
    [("总计 总计 总计", True), ("总 计 合计 總計", True), ("总计", None), ("尚未 审结", False)],
)
def test_the_head_of_the_disputes_table(labels: str, ok: bool | None) -> None:
    lines = tuple(line.format(labels) for line in LINES)
    texts = {3: "", 4: "", 5: ""}
    assert outcome(page(lines=lines, sections=texts), "B5") is ok
    assert outcome(page(sections=texts), "B5") is None


def test_documents_issued_in_force_and_repealed() -> None:
    cells = {
        ("proactive", "regulation", column): value
        for column, value in (("issued", 3.0), ("in_force", 1.0), ("repealed", 1.0))
    }
    (one,) = found(page("2021", cells), "C2")
    assert (one.ok, one.found, one.expected) == (False, 3.0, 2.0)
    assert one.message == "规章: 本年制发件数 3 > 现行有效件数 + 本年废止件数 2"
    assert (
        outcome(page("2021", cells | {("proactive", "regulation", "repealed"): 2.0}), "C2") is True
    )
    assert outcome(page("2021", {("proactive", "regulation", "repealed"): "nil"}), "C2") is None


@pytest.mark.parametrize(
    ("level", "kind", "ok"),
    [
        *(
            ("city", "government", True),
            ("province", "general_office", True),
            ("national", "department", True),
        ),
        *(
            ("county", "government", False),
            ("township", "township", False),
            ("city", "department", False),
        ),
        *((None, "government", None), ("city", None, None)),
    ],
)
def test_who_may_make_regulations(level: str | None, kind: str | None, ok: bool | None) -> None:
    meta = {"agency": "青川市某机关", "level": level, "agency_type": kind}
    made = {("proactive", "regulation", "issued"): 1.0}
    assert outcome(page("2021", made, meta=meta), "C4") is ok
    assert outcome(page("2021", meta=meta), "C4") is True
    assert (
        outcome(page("2021", {("proactive", "regulation", "issued"): "nil"}, meta=meta), "C4")
        is None
    )
    # What is public may be others' regulations.
    assert (
        outcome(page("2019", {("proactive", "regulation", "total_public"): 9.0}, meta=meta), "C4")
        is True
    )


@pytest.mark.parametrize(
    ("value", "unit", "ok"),
    [
        (1_000_000.0, "万元", False),
        (999_999.0, "万元", True),
        (1_250_000.5, "万元", True),
        (1_250_000.0, "元", True),
    ],
)
def test_a_fee_that_looks_like_yuan(value: float, unit: str, ok: bool) -> None:
    assert outcome(page("2021", {FEE: fact(FEE, value, unit=unit)}), "C5") is ok


def test_bodies_that_always_decide() -> None:
    police = {"agency": "青川市公安局"}
    (one,) = found(page(meta=police), "C6")
    assert (one.ok, one.severity) == (False, "hint")
    assert (
        outcome(page("2021", {("proactive", "penalty", "decisions"): 4.0}, meta=police), "C6")
        is True
    )
    assert (
        outcome(page("2021", {("proactive", "penalty", "decisions"): "blank"}, meta=police), "C6")
        is None
    )
    assert found(page(meta={"agency": "青川市档案局"}), "C6") == []


def test_the_form_of_2019_has_rules_of_its_own() -> None:
    documents = {
        ("proactive", "normative_document", column): value
        for column, value in (("made", 2.0), ("newly_public", 3.0), ("total_public", 2.0))
    }
    evidence = page("2019", documents)
    assert (outcome(evidence, "C7"), found(evidence, "C7")[0].severity) == (False, "identity")
    assert (outcome(evidence, "C7b"), found(evidence, "C7b")[0].severity) == (False, "expected")
    assert found(evidence, "C2") == found(evidence, "C5") == []


@pytest.mark.parametrize(
    ("projects", "amount", "ok"),
    [
        (0.0, 0.0, True),
        (2.0, 35.5, True),
        (2.0, 0.0, False),
        (0.0, 35.5, False),
        (2.0, "blank", None),
    ],
)
def test_purchases_and_their_amount(projects: float, amount: float | str, ok: bool | None) -> None:
    cells = {
        ("proactive", "procurement", "projects"): projects,
        ("proactive", "procurement", "amount"): amount,
    }
    assert outcome(page("2019", cells), "C7c") is ok


def test_cells_of_another_form_are_none_of_this_one() -> None:
    assert outcome(page("2019"), "C8") is True
    strange = fact(("proactive", "fee", "amount"), 3.0)  # a fee in money, in the form of 2019
    (one,) = found(page("2019", {strange[:3]: strange}), "C8")
    assert (one.ok, one.severity, one.cells) == (False, "identity", "proactive/fee/amount")
