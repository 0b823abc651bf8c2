"""The catalogue: every rule once, the page of rules, and what a clean report gives."""

from __future__ import annotations

import runpy
from collections import Counter
from math import ceil
from pathlib import Path

import pytest

from gxkit import forms, read_corpus
from gxkit.checks import RULES, Evidence, Finding, check, failures
from gxkit.checks.outcomes import together
from gxkit.documents import read_bytes
from gxkit.parsing import parse
from gxkit.parsing.model import Fact, Parsed
from gxkit.report import Report
from gxkit.synthetic import LAYOUTS, Published, make_report, make_truth

ROOT = Path(__file__).parents[1]
IDENTITIES = ("A1", "A2", "A3", "B1")
# Headers over other columns than they name: no reader could be blamed for what it finds there.
CLEAN = [
    name for name, entry in LAYOUTS.items() if entry.keeps_cells and name != "html_wrong_spans"
]


def test_the_page_of_rules_is_what_the_objects_say() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "write_rules.py"))
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == written["page"]()


def test_every_rule_is_declared_once_and_in_both_languages() -> None:
    # B4 and D1 look at one report, and again at the year before.
    scoped = Counter((rule.id, rule.scope) for rule in RULES)
    assert [key for key, count in scoped.items() if count > 1] == []
    ids = {rule.id for rule in RULES}
    wanted = [f"A{n}" for n in range(1, 14)] + [f"B{n}" for n in range(1, 6)]
    wanted += [f"C{n}" for n in range(1, 9)] + [f"D{n}" for n in range(1, 9)]
    wanted += [f"E{n}" for n in (1, 2, 4, 5, 6, 7, 8, 9)]  # E3 is C3
    wanted += [f"G{n}" for n in range(1, 5)] + [f"H{n}" for n in range(1, 6)]
    assert [id for id in wanted if id not in ids] == []
    for rule in RULES:
        assert any("\u4e00" <= char <= "\u9fff" for char in rule.zh), rule.id
        assert rule.en.isascii() or "分" in rule.en or "元" in rule.en, rule.id
        assert set(rule.forms) <= set(forms.ids()), rule.id


def test_findings_come_in_the_order_of_the_rules_identities_first() -> None:
    facts = tuple(
        Fact(*key, 0.0, "件", "number", "label", "0", "l1") for key in forms.load("2021").keys
    )
    findings = check(Evidence(Parsed("2021", {}, facts, (), ())))
    order = [rule.id for rule in RULES]
    assert [one.rule for one in findings] == sorted((one.rule for one in findings), key=order.index)
    assert [one.rule for one in findings[:42]] == ["A1"] * 25 + ["A2"] * 7 + ["A3"] * 7 + ["B1"] * 3


@pytest.mark.parametrize("form", forms.ids())
def test_a_rule_is_run_only_under_its_forms(form: str) -> None:
    own = {rule.id for rule in RULES if form in rule.forms}
    facts = tuple(
        Fact(*key, 0.0, "件", "number", "label", "0", "l1") for key in forms.load(form).keys
    )
    found = {one.rule for one in check(Evidence(Parsed(form, {}, facts, (), ())))}
    assert found - own == set()
    assert ("C7" in found, "C2" in found) == (form == "2019", form == "2021")


def test_a_file_that_is_no_report_has_no_findings() -> None:
    assert check(Evidence(Parsed(None, {}, (), (), ()))) == ()


@pytest.mark.parametrize(
    ("held", "unknown", "failed", "outcomes"),
    [(3, 0, 0, [True]), (3, 1, 0, [None]), (0, 2, 0, [None]), (3, 1, 2, [False, False])],
)
def test_instances_join_as_in_kleenes_logic(
    held: int, unknown: int, failed: int, outcomes: list[bool | None]
) -> None:
    one = Finding("A6", "requests", "identity", False, None, -1.0, "", "negative")
    found = together(
        "A6", "requests", "identity", "whole", held=held, unknown=unknown, failed=[one] * failed
    )
    assert [finding.ok for finding in found] == outcomes


def test_a_finding_names_a_table_of_the_form_or_none() -> None:
    checks = read_corpus(ROOT / "corpus" / "reports", progress=False).checks
    assert set(checks["table"].dropna()) == {"proactive", "requests", "disputes"}
    whole = set(checks["rule"][checks["table"].isna()])
    assert {"D1", "D7", "E6"} <= whole


def alarms(made: Published) -> dict[str, Finding]:
    document = read_bytes(made.data, made.name)
    report = Report(parse(document), document)
    return {finding.rule: finding for finding in failures(report.findings)}


def true_alarms(made: Published) -> set[str]:
    """Name the rules that the fiction itself breaks, worked out from its truth alone.

    Its numbers are drawn without regard to the law: townships issue regulations, and section six
    may keep silent on fees. One report in twenty is made in the form of the years before.
    """
    truth, cells = made.truth, made.truth.cells
    found = set()
    documents = [
        cells.get(("proactive", "regulation", column))
        for column in ("made", "issued", "repealed", "in_force")
    ]
    if any(documents) and truth.agency.level == "town":
        found.add("C4")
    told = "".join(truth.prose.sections[5])
    if cells.get(("requests", "other.fee_unpaid", "total")) and "费" not in told:
        found.add("D2")
    if (truth.year >= 2021) != (truth.form == "2021"):
        found.add("D4")
    return found


@pytest.mark.parametrize("layout", CLEAN)
def test_clean_reports_raise_no_false_alarm(layout: str) -> None:
    for number in range(ceil(2000 / len(CLEAN))):  # 2,000 reports, all layouts together
        made = make_report(CLEAN.index(layout) * 101 + number, layout, "none")
        found = alarms(made)
        if found.get("D8"):  # section five of the fiction may be as short as two short points
            told = [text for text in made.truth.prose.sections[4] if "。" in text]
            assert sum(map(len, told)) < 60
            del found["D8"]
        assert set(found) == true_alarms(made), [one.message for one in found.values()]


def test_one_row_of_the_other_form_raises_no_alarm() -> None:
    for form, rows in (
        ("2021", {"other"}),
        ("2019", {"other.not_corrected", "other.fee_unpaid", "other.other"}),
    ):
        truth = make_truth(
            5, form=form, year=2021 if form == "2021" else 2020, unofficial=True, size="dozens"
        )
        assert truth.unofficial == rows
        absent = [key for key in forms.load(form).keys if key not in truth.cells]
        facts = [
            Fact(*key, float(value), "件", "number", "label", str(value), "l1")
            for key, value in truth.cells.items()
        ]
        facts += [Fact(*key, None, "件", "absent", None, None, None) for key in absent]
        findings = check(Evidence(Parsed(form, {}, tuple(facts), (), ())))
        assert [one.message for one in failures(findings)] == []
        assert {one.ok for one in findings if one.rule in {*IDENTITIES, "A6", "A8", "H1"}} == {True}
        counted = [one for one in findings if one.rule == "H1" and one.table == "requests"]
        assert [one.expected for one in counted] == [{"2021": 161.0, "2019": 175.0}[form]]


@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("000", {"D7"}),  # it has no section six
        ("001", {"B5"}),  # 尚未 | 审结 where 尚未审结 | 总计 should be
        ("002", {"A11", "F2"}),  # its text tells of 19 requests, its table of none
        ("003", {"A9"}),  # the row 上年结转 is empty
        ("004", {"F8"}),
    ],
)
def test_the_failures_of_real_reports_are_those_that_a_reader_finds(
    shared: Path, name: str, failed: set[str]
) -> None:
    from gxkit import read_report

    (path,) = (shared / "seeds").glob(f"{name}_*.txt")
    assert {one.rule for one in failures(read_report(path).findings)} == failed
