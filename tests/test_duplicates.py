"""The same report more than once: what is one report, and which of them is preferred."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from many_reports import report

from gxkit import frames
from gxkit.corpus import Corpus, read_corpus
from gxkit.corpus.duplicates import duplicates, not_preferred
from gxkit.documents.model import Document
from gxkit.report import Report
from gxkit.synthetic import make_page, make_truth, publish

# Twelve numbers other than 0, five of them different: 7 natural + 2 enterprise = 9 in all, of which
# 4 + 1 granted and 3 + 1 partly granted.
TELLING = {
    "requests/new/natural_person": 7,
    "requests/new/enterprise": 2,
    "requests/new/total": 9,
    "requests/granted/natural_person": 4,
    "requests/granted/enterprise": 1,
    "requests/granted/total": 5,
    "requests/partly_granted/natural_person": 3,
    "requests/partly_granted/enterprise": 1,
    "requests/partly_granted/total": 4,
    "requests/total/natural_person": 7,
    "requests/total/enterprise": 2,
    "requests/total/total": 9,
}


def filed(one: Report, kind: str = "html", mark: str = "") -> Report:
    """Return the report as if read from a file of another kind."""
    digits = random.Random(f"{one.meta['sha256']}{kind}{mark}").randbytes(32).hex()
    return Report(one.parsed, Document(f"{digits}.{kind}", kind, digits, ()))  # type: ignore[arg-type]


def best(*reports: Report) -> tuple[str, str]:
    """Return the kind of file that is preferred, and the rule."""
    corpus = Corpus(reports)
    found = corpus.duplicates()
    (chosen,) = found.loc[found["preferred"], "report_id"]
    return str(corpus[chosen].meta["format"]), str(found["rule"].iloc[0])


def test_html_and_pdf_of_one_report_are_one_and_text_is_preferred() -> None:
    one = report(2023, TELLING)
    corpus = Corpus([filed(one, "pdf"), filed(one, "html")])
    found = corpus.duplicates()
    assert found["group"].tolist() == [1, 1]
    assert found["preferred"].tolist() == [True, False]
    assert found["kind"].tolist() == ["agency", "agency"]
    assert found["rule"].tolist() == ["file kind", "file kind"]
    assert found["conflicts"].tolist() == [0, 0]
    assert corpus[found["report_id"].iloc[0]].meta["format"] == "html"
    assert frames.validate(found, "duplicates", corpus=True).shape == (2, 10)


@pytest.mark.parametrize(
    ("worse", "rule"),
    [
        # One cell blank: two row sums, an outcome sum, … cannot be tested, none fails.
        ({"requests/new/research": None}, "identities held"),
        # A wrong total: row A1 and column A3 fail.
        ({"requests/new/total": 8}, "identities held"),
    ],
)
def test_a_scan_with_better_sums_beats_a_page_with_worse(
    worse: dict[str, float | None], rule: str
) -> None:
    good, bad = report(2023, TELLING), report(2023, {**TELLING, **worse})
    assert best(filed(bad, "html"), filed(good, "image")) == ("image", rule)


def test_fewer_failures_count_where_as_many_identities_hold() -> None:
    # Both make A1 of the row and A3 of a column say nothing or fail: 40 of 42 hold in each.
    unknown = report(2023, {**TELLING, "requests/carried_over/total": None})
    wrong = report(2023, {**TELLING, "requests/carried_over/total": 5})
    assert best(filed(wrong, "html"), filed(unknown, "pdf")) == ("pdf", "identities failed")


def test_more_cells_count_where_the_sums_say_the_same() -> None:
    # Regulations stand in no identity.
    less = report(2023, {**TELLING, "proactive/regulation/issued": None})
    facts = tuple(
        fact._replace(state="ambiguous") if fact.state == "blank" else fact
        for fact in less.parsed.facts
    )
    lost = Report(
        type(less.parsed)("2021", less.meta, facts, (), (), ()),
        less.document,
    )
    assert best(filed(lost, "html"), filed(report(2023, TELLING), "pdf")) == ("pdf", "cells known")


def test_the_later_of_two_pages_may_be_the_corrected_one() -> None:
    early = report(2023, TELLING, published="2024-01-20")
    late = report(2023, {**TELLING, "proactive/licence/decisions": 3}, published="2024-03-01")
    corpus = Corpus([early, late])
    found = corpus.duplicates()
    assert found["report_id"].tolist() == [late.report_id, early.report_id]
    assert found["rule"].tolist() == ["published", "published"]
    assert found["conflicts"].tolist() == [0, 1]


def test_where_nothing_tells_the_choice_can_be_repeated() -> None:
    one = report(2023, TELLING)
    copies = [filed(one, "html", mark) for mark in "abcd"]
    first = Corpus(copies).duplicates()
    second = Corpus(copies[::-1]).duplicates()
    assert first["report_id"].tolist() == sorted(str(each.report_id) for each in copies)
    assert second["report_id"].tolist() == first["report_id"].tolist()
    assert set(first["rule"]) == {"order"}


def test_other_years_agencies_and_scopes_are_other_reports() -> None:
    reports = [
        report(2022, TELLING),
        report(2023, TELLING),
        report(2023, TELLING, agency="丰泽市档案局"),
        report(2023, TELLING, agency="青川市人民政府", scope="own"),
        report(2023, {"requests/new/total": 3}, agency="青川市人民政府", scope="consolidated"),
    ]
    assert Corpus(reports).duplicates().empty


def test_a_government_that_never_says_its_scope_is_one() -> None:
    said = report(2023, TELLING, agency="青川市人民政府", scope="consolidated")
    unsaid = report(2023, TELLING, agency="青川市人民政府", title="x")
    assert set(Corpus([said, unsaid]).duplicates()["report_id"]) == {
        said.report_id,
        unsaid.report_id,
    }


def test_a_mirror_whose_agency_is_not_known_is_found_by_its_cells() -> None:
    known = report(2023, TELLING)
    mirror = report(2023, TELLING, agency="档案局")
    nameless = report(2023, TELLING, agency=None)
    found = Corpus([mirror, nameless, known]).duplicates().set_index("report_id")
    assert found["preferred"].to_dict() == {
        known.report_id: True,
        mirror.report_id: False,
        nameless.report_id: False,
    }
    assert set(found["kind"]) == {"cells"}
    assert found.loc[known.report_id, "rule"] == "named"


@pytest.mark.parametrize(
    ("agency", "year", "cells"),
    [
        ("教育局", 2023, TELLING),  # another name
        ("档案局", 2022, TELLING),  # another year
        ("档案局", 2023, {**TELLING, "disputes/direct_suit/total": 1}),  # another number
    ],
)
def test_what_is_no_mirror(agency: str, year: int, cells: dict[str, float | None]) -> None:
    reports = [report(2023, TELLING), report(year, cells, agency=agency)]
    assert Corpus(reports).duplicates().empty


def test_few_numbers_may_be_the_same_by_chance() -> None:
    few = {name: value for name, value in TELLING.items() if "enterprise" not in name}
    assert Corpus([report(2023, few), report(2023, few, agency="档案局")]).duplicates().empty


def test_of_two_agencies_with_the_same_cells_nobody_knows_whose_a_mirror_is() -> None:
    reports = [report(2023, TELLING), report(2023, TELLING, agency="丰泽市档案局")]
    assert Corpus([*reports, report(2023, TELLING, agency="档案局")]).duplicates().empty


def test_two_bodies_of_a_name_without_a_place_are_not_one() -> None:
    a = report(2023, TELLING, agency="市教育局")
    b = report(2023, {"requests/new/total": 40}, agency="市教育局", title="x")
    assert Corpus([a, b]).duplicates().empty


def test_choices() -> None:
    a, b = report(2023, TELLING), report(2023, TELLING, title="x")
    c = report(2022, TELLING)
    d = report(2022, {**TELLING, "proactive/licence/decisions": 3}, published="2023-02-01")
    found = Corpus([a, b, c, d]).duplicates()
    twin = max(str(a.report_id), str(b.report_id))
    assert not_preferred(found, "keep") == frozenset()
    assert not_preferred(found) == {twin, c.report_id}
    assert not_preferred(found, "drop") == {twin, c.report_id, d.report_id}
    with pytest.raises(ValueError, match="'first'"):
        not_preferred(found, "first")  # type: ignore[arg-type]


def test_published_pages_of_one_truth(tmp_path: Path) -> None:
    truth = make_truth(11, year=2023)
    for layout in ("html_clean", "docx_plain", "tabs"):
        page = publish(make_page(truth, 11, quirks=()), layout, 11)
        tmp_path.joinpath(f"{layout}-{page.name}").write_bytes(page.data)
    corpus = read_corpus(tmp_path)
    found = corpus.duplicates()
    kinds = [corpus[id].meta["format"] for id in found["report_id"]]
    assert kinds == ["html", "docx", "text"]
    assert found["preferred"].tolist() == [True, False, False]
    assert set(found["group"]) == {1}


class Stored:
    """The frames of a corpus, and nothing else of it."""

    def __init__(self, corpus: Corpus) -> None:
        self.reports, self.cells, self.checks = corpus.reports, corpus.cells, corpus.checks
        self.provenance: dict[str, Any] = dict(corpus.provenance)


def test_frames_are_all_that_is_asked_for() -> None:
    corpus = Corpus([report(2023, TELLING), report(2023, TELLING, title="x")])
    assert duplicates(Stored(corpus)).equals(corpus.duplicates())
