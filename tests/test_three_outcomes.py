"""Every rule about one report where it holds, where it fails, and where nothing can be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from evidence_pages import fact, found, page

from gxkit.checks import RULES, Evidence
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact, Line

CLEAN = page()
NEW, TOTAL = ("requests", "new", "natural_person"), ("requests", "new", "total")
SUIT = ("disputes", "direct_suit", "total")
LICENCE, FEE = ("proactive", "licence", "decisions"), ("proactive", "fee", "amount")
ISSUED = ("proactive", "regulation", "issued")
SIX = dict.fromkeys(range(1, 7), "某事项的说明若干。" * 6)
HEADS = (
    *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"),
    "六、其他需要报告的事项",
)
LINES = (*HEADS[:3], "一、本年新收政府信息公开申请数量 0", HEADS[3])


def cells(*keys: CellKey, as_: float | str = "blank") -> Evidence:
    return page("2021", dict.fromkeys(keys, as_))


def absent(table: str) -> Evidence:
    return page("2021", {key: "absent" for key in CLEAN.facts if key[0] == table})


def old(**values: float | str) -> Evidence:
    """A page in the form of 2019, with one row of documents or purchases."""
    wanted = {("proactive", *name.split("__")): value for name, value in values.items()}
    return page("2019", wanted)


def told(text: str, known: Mapping[CellKey, float | str] = {}) -> Evidence:
    """A page of zeros beside a line of narrative, with other cells."""
    evidence = page("2021", known, meta={"year": 2023, "agency": "青川市档案局"})
    return Evidence(replace(evidence.parsed, lines=(Line(text, "l1"),)))


def beside(row_code: str, column: str, value: float | None, whole: float | str) -> Evidence:
    """A page that prints one subtotal, over one part that is not 0."""
    own = ("requests", "refused.process", "total") if row_code == "refused" else (*NEW[:2], "other")
    evidence = page("2021", {own: whole, **({TOTAL: whole} if column == "legal" else {})})
    sums = (Fact("requests", row_code, column, value, "件", "number", "label", "3", "l7"),)
    return Evidence(replace(evidence.parsed, subtotals=sums))


def disputes(labels: str) -> Evidence:
    lines = (*HEADS[2:4], f"结果维持 结果纠正 其他结果 尚未审结 {labels}", HEADS[4])
    return page(lines=lines, sections={3: "", 4: "", 5: ""})


def about(**meta: object) -> Evidence:
    return page(meta=meta)


def signed(name: str, year: str = "2024年1月20日") -> Evidence:
    lines = ("根据有关规定编制本报告。", name, year)
    return page(meta={"agency": "青川市档案局"}, sections={0: lines[0]}, lines=lines)


def second(*readings: Fact) -> Evidence:
    return page(second={one[:3]: one for one in readings})


POLICE = {"agency": "青川市公安局"}
EVERY_HEAD = page(sections=SIX, lines=HEADS)
CASES: dict[str, tuple[Evidence | None, Evidence | None, Evidence | None]] = {
    "A1": (CLEAN, cells(NEW, as_=1.0), cells(NEW)),
    "A2": (
        CLEAN,
        cells(("requests", "granted", "total"), as_=1.0),
        cells(("requests", "granted", "total")),
    ),
    "A3": (CLEAN, cells(TOTAL, as_=1.0), cells(TOTAL)),
    "A4": (
        beside("new", "legal", 3.0, 3.0),
        beside("new", "legal", 4.0, 3.0),
        beside("new", "legal", 3.0, "blank"),
    ),
    "A5": (
        beside("refused", "total", 3.0, 3.0),
        beside("refused", "total", 4.0, 3.0),
        beside("refused", "total", 3.0, "blank"),
    ),
    "A6": (CLEAN, cells(NEW, as_=-1.0), cells(NEW)),
    "A7": (cells(NEW), page("2021", {TOTAL: "nil", NEW: 1.0}), cells(TOTAL)),
    "A8": (
        CLEAN,
        page("2021", {key: "absent" for key in CLEAN.facts if key[1] == "granted"}),
        absent("requests"),
    ),
    "A9": (CLEAN, cells(NEW), absent("requests")),
    "A10": (CLEAN, cells(NEW, as_="nil"), absent("requests")),
    "A11": (
        told("全年收到政府信息公开申请0件。"),
        told("全年收到政府信息公开申请9件。"),
        told("开展培训9次。"),
    ),
    "A12": (None, None, None),
    "A13": (CLEAN, None, page("2021", {NEW: fact(NEW, how="order")})),
    "B1": (CLEAN, cells(SUIT, as_=1.0), cells(SUIT)),
    "B2": (CLEAN, cells(SUIT, as_=0.5), cells(SUIT)),
    "B3": (CLEAN, page("2021", {SUIT: 2.0, (*SUIT[:2], "corrected"): 3.0}), cells(SUIT)),
    "B4": (CLEAN, None, cells(("disputes", "suit_after_reconsideration", "total"), as_=1.0)),
    "B5": (disputes("总计 总计 总计"), disputes("尚未 审结"), disputes("总计")),
    "C1": (CLEAN, cells(FEE, as_=-1.0), cells(FEE)),
    "C2": (CLEAN, cells(ISSUED, as_=1.0), cells(ISSUED)),
    "C4": (
        page(
            "2021",
            {ISSUED: 1.0},
            meta={"agency": "某市政府", "level": "city", "agency_type": "government"},
        ),
        page(
            "2021",
            {ISSUED: 1.0},
            meta={"agency": "某县政府", "level": "county", "agency_type": "government"},
        ),
        page("2021", {ISSUED: 1.0}, meta={"agency": "某机关", "level": None, "agency_type": None}),
    ),
    "C5": (CLEAN, page("2021", {FEE: fact(FEE, 2_000_000.0, unit="万元")}), cells(FEE)),
    "C6": (
        page("2021", {LICENCE: 1.0}, meta=POLICE),
        page(meta=POLICE),
        page("2021", {LICENCE: "blank"}, meta=POLICE),
    ),
    "C7": (old(), old(regulation__newly_public=1.0), old(regulation__newly_public="blank")),
    "C7b": (old(), old(regulation__newly_public=1.0), old(regulation__made="blank")),
    "C7c": (old(), old(procurement__projects=1.0), old(procurement__amount="blank")),
    "C8": (CLEAN, page("2019", {FEE: fact(FEE, 3.0)}), None),
    "D1": (CLEAN, None, cells(SUIT, as_=1.0)),
    "D2": (
        page(sections={6: "无。"}),
        page("2021", {("requests", "other.fee_unpaid", "total"): 1.0}, sections={6: "无。"}),
        CLEAN,
    ),
    "D3": (page(sections={6: "本机关未收取信息处理费。"}), page(sections={6: "无。"}), CLEAN),
    "D4": (about(year=2023), about(year=2020), about(year=None)),
    "D5": (
        about(year=2023, title="青川市档案局2023年报告"),
        about(year=2023, title="青川市档案局2022年报告"),
        about(year=2023),
    ),
    "D5b": (
        about(year=2023, published="2024-01-31", agency_type="department"),
        about(year=2023, published="2024-02-01", agency_type="department"),
        about(year=2023, published=None),
    ),
    "D6": (signed("青川市档案局"), signed("青川市水利局"), signed("主办单位")),
    "D7": (EVERY_HEAD, page(sections={1: "某事。"}), CLEAN),
    "D7b": (
        EVERY_HEAD,
        page(
            sections=SIX, lines=(*HEADS[:3], "五、政府信息公开行政复议、行政诉讼情况", *HEADS[4:])
        ),
        page(sections=SIX, lines=tuple(head[2:] for head in HEADS)),
    ),
    "D8": (page(sections={5: "问" * 40}), page(sections={5: "无。"}), CLEAN),
    "F1": (
        told("收到政府信息公开申请3件。", {TOTAL: 3.0}),
        told("收到政府信息公开申请3件。"),
        told("收到政府信息公开申请3件。", {TOTAL: "blank"}),
    ),
    "F2": tuple(
        told("办结申请3件。", {("requests", "total", "total"): value})
        for value in (3.0, 0.0, "blank")
    ),
    "F3": tuple(
        told("不予公开3件。", {("requests", "refused.process", "total"): value})
        for value in (3.0, 0.0, "nil")
    ),
    "F4": tuple(told("自然人申请3件。", {NEW: value}) for value in (3.0, 0.0, "ambiguous")),
    "F5": tuple(
        told("因信息公开被提起行政诉讼3件。", {SUIT: value}) for value in (3.0, 0.0, "blank")
    ),
    "F6": tuple(told("制发规章3件。", {ISSUED: value}) for value in (3.0, 0.0, "blank")),
    "F7": tuple(told("作出行政许可决定3件。", {LICENCE: value}) for value in (3.0, 0.0, "blank")),
    "F8": (
        told("网站发布信息9条，其中动态6条，其他3条。"),
        told("网站发布信息9条，其中动态6条，其他4条。"),
        None,
    ),
    "F9": tuple(told("未收到政府信息公开申请。", {TOTAL: value}) for value in (0.0, 3.0, "blank")),
    "F10": (
        told("收到申请9件，其中网站6件，信函3件。"),
        told("收到申请9件，其中网站6件，信函4件。"),
        None,
    ),
    "F11": (told("收到申请9件，共收到申请9件。"), told("收到申请9件，共收到申请8件。"), None),
    "F12": tuple(
        told(
            "予以公开3件，占75%。",
            {
                ("requests", "granted", "total"): 3.0,
                **dict.fromkeys((TOTAL, ("requests", "total", "total")), value),
            },
        )
        for value in (4.0, 5.0, "blank")
    ),
    "H1": (CLEAN, cells(SUIT, as_="ambiguous"), absent("disputes")),
    "H2": (
        CLEAN,
        page("2021", {SUIT: fact(SUIT, where=None)}),
        page("2021", dict.fromkeys(CLEAN.facts, "blank")),
    ),
    "H3": (second(fact(SUIT)), second(fact(SUIT, 1.0)), second()),
    "H4": (
        CLEAN,
        page("2021", {LICENCE: fact(LICENCE, None, "unreadable", raw="1 362")}),
        page("2021", dict.fromkeys(CLEAN.facts, "blank")),
    ),
    "H5": (None, None, None),
}
"""By rule: a page on which it holds, one on which it fails, one that leaves it open."""
WORDS = {True: "holds", False: "fails", None: "not assessable"}


def joined(evidence: Evidence, rule: str) -> set[bool | None]:
    return {one.ok for one in found(evidence, rule)}


@pytest.mark.parametrize("outcome", [True, False, None])
@pytest.mark.parametrize("rule", CASES)
def test_each_outcome_of_each_rule(rule: str, outcome: bool | None) -> None:
    evidence = CASES[rule][(True, False, None).index(outcome)]
    declared = next(one for one in RULES if one.id == rule and one.scope == "report")
    impossible = declared.never.partition(":")[0].split(", ")
    assert (evidence is None) == (WORDS[outcome] in impossible), "say so in Rule.never"
    if evidence is None:
        return
    got = joined(evidence, rule)
    assert outcome in got
    # What holds fails nowhere, and fails or is open in one instance at least where it does.
    assert outcome is not True or got == {True}
    assert outcome is not None or False not in got


def test_no_rule_about_one_report_is_left_out() -> None:
    assert set(CASES) == {rule.id for rule in RULES if rule.scope == "report"}
