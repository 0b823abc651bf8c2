"""Indicators: every one worked out by hand, and what makes one not known."""

from __future__ import annotations

import runpy
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from many_reports import report
from measured import CELLS, corpus, earlier, handed, main, oldest, told

from gxkit import forms
from gxkit.corpus import Corpus, read_corpus
from gxkit.errors import MeasureError
from gxkit.measures import COLUMNS, GROUPS, INDICATORS, PENDING, Indicator, indicators
from gxkit.parsing.model import Fact, Parsed
from gxkit.report import Report

ROOT = Path(__file__).parents[1]
POPULATION = pd.DataFrame({"report_id": [main().report_id], "population": [200_000]})

# Worked out by hand from the numbers in measured.py: indicator, value, numerator, denominator.
TRUTH_2023 = """
A1 40 40 -; A2 50 50 -; A3 0.25 8 32; A4 0 0 1; A5 2 400000 200000; A6 0.5 20 40; A7 0.25 10 40
A8 0.075 3 40; A9 0.66875 - -
B1 0.25 12 48; B2 0.375 18 48; B3 0.125 6 48; B4 0.3333333333 16 48; B5 0.125 6 48
B6 0.1041666667 5 48; B7 0.0625 3 48; B8 0.5294117647 18 34; B9 0.45 18 40
B10 0.0625 1 16; B11 0.125 2 16; B12 0.0625 1 16; B13 0.1875 3 16; B14 0.125 2 16
B15 0.25 4 16; B16 0.125 2 16; B17 0.0625 1 16; B18 0.6666666667 4 6; B19 0.1666666667 1 6
B20 0.1666666667 1 6; B21 0.4 2 5; B22 0.2 1 5; B23 0.2 1 5; B24 0.2 1 5; B25 0 0 5
B26 0.5925925926 16 27; B27 0.2222222222 6 27; B28 0.25 4 16; B29 0.1875 3 16; B30 0.5 8 16
B31 0.0416666667 2 48; B32 0.0416666667 2 48; B33 0.1041666667 5 48
B34 0.1 - -; B34e 0.5 5 10; B34n 0.4 10 25; B35 0.2196180556 - -
C1 0.96 48 50; C2 0.04 2 50; C3 0.2 10 50; C4 -8 -8 -
D1 0.25 12 48; D2 0.2083333333 10 48; D3 0.4583333333 22 48; D4 0.3 3 10; D4n 0.25 3 12
D5 0.6 6 10; D6 0.25 1 4; D7 0.25 1 4; D8 0.25 2 8; D9 0.2777777778 5 18
D10 0.1818181818 4 22; D11 0.5 5 10; D12 0.1111111111 2 18; D13 16.6666666667 500 30
E1 8 8 -; E2 4 4 -; E3 36 36 -; E4 0.1 4 40; E5a 1 1 -; E5b 1 1 -; E5c 9 9 -; E5d 0.1 1 10
E6 200 200 -; E7 50 50 -; E8 7 7 -; E9 0.25 50 200; E10 12.5 12.5 -
E14 1200 1200 -; E15a 300 300 -; E15b 50 50 -; E15c 70 70 -; E16 8 8 -; E17 2 2 -; E19a 3 3 -
E18 60 60 -; E19b 120 120 -
F1 0.5 3 6; F2 0.995 199 200; F3 0 0 1; F5 1 1 1; F6 1 1 1; F7 1 1 1; F8 1 1 1; F9 5 - -
F10 1 1 1; F13c 1 1 1; F11a 67 67 -; F11b 0.6865671642 46 67; F12 1.4925373134 100 67; G1 2 2 -; G2 3 3 -
G3 0.3333333333 1 3; G4 2 - -; G5 0.5555555556 - -; G6 0.5 1 2; G7 0.5 2 4; G8 0.5 3 6; G9 5 300 60
G10 1 1 1; G10s 0.25 15 60; G11 0.25 30 120; G11s 0.8 80 100; G12 0.5 60 120; G13a 0.25 1 4
G13b 0.75 3 4; G14 0.5 1 2; G15 0.75 3 4; G16 1 1 1; G17 0.5 - -
"""
TRUTH_2019 = """
E11a 2 2 -; E11b 1 1 -; E11c 12 12 -; E11d 5 5 -; E11e 4 4 -; E11f 30 30 -; E12a -3 -3 -
E12b 4 4 -; E12c 2 2 -; E12d -1 -1 -; E12e 5 5 -; E13a 6 6 -; E13b 350 350 -
"""
# 25 rows, 7 columns twice and 3 kinds of case are 42 identities; the row and the column of the
# one request do not add up.
TRUTH_ONE_REQUEST = "F4 0.9523809524 40 42"


def truth() -> list[tuple[str, str, float, float | None, float | None]]:
    named = {
        "青川市档案局": TRUTH_2023,
        "临溪市司法局": TRUTH_2019,
        "临溪市水利局": TRUTH_ONE_REQUEST,
    }
    found = []
    for agency, text in named.items():
        for entry in text.replace("\n", ";").split(";"):
            if entry.strip():
                id, value, *sides = entry.split()
                top, bottom = (None if side == "-" else float(side) for side in sides)
                found.append((agency, id, float(value), top, bottom))
    return found


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    frame = indicators(corpus(), given=POPULATION, **handed())
    frame = frame[frame["year"] != 2022]
    return frame.set_index(["agency", "indicator"])


@pytest.mark.parametrize(("agency", "id", "value", "top", "bottom"), truth(), ids=str)
def test_value_worked_out_by_hand(
    values: pd.DataFrame,
    agency: str,
    id: str,
    value: float,
    top: float | None,
    bottom: float | None,
) -> None:
    found = values.loc[(agency, id)]
    assert pd.isna(found["why"])
    assert found["value"] == pytest.approx(value, abs=1e-9)
    for side, wanted in (("numerator", top), ("denominator", bottom)):
        assert pd.isna(found[side]) if wanted is None else found[side] == pytest.approx(wanted)


def test_every_indicator_has_a_value_worked_out_by_hand() -> None:
    assert sorted(id for _, id, *_ in truth()) == sorted(INDICATORS)


# ------------------------------------------------------------------ the list


def test_the_page_of_indicators_is_what_the_list_says() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "write_indicators.py"))
    assert (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8") == written["page"]()


def test_every_indicator_is_declared_whole() -> None:
    assert [id for id in INDICATORS if id[0] not in GROUPS] == []
    assert set(INDICATORS) & set(PENDING) == set()
    for one in [*INDICATORS.values(), *PENDING.values()]:
        assert any("\u4e00" <= char <= "\u9fff" for char in one.zh), one.id
        assert one.en.isascii(), one.id
    names = [one.zh for one in INDICATORS.values()]
    assert len(set(names)) == len(names)


def test_a_formula_reads_as_it_is_written() -> None:
    assert {id: str(one.tree) for id, one in INDICATORS.items()} == {
        id: one.formula for id, one in INDICATORS.items()
    }


def test_shares_lie_between_0_and_1_and_flags_too() -> None:
    wrong = [
        one.id
        for one in INDICATORS.values()
        if (one.unit in ("share", "flag")) != (one.kind in ("proportion", "flag"))
        or (one.unit == "share" and (one.low, one.high) != (0, 1))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("requests/new/totl", "no form has requests/new/totl"),
        ("1 + ", "something is missing at its end"),
        ("(1 + 2", r"'\)' is missing before 'its end'"),
        ("1 2", "'2' is not expected"),
        ("exec(1)", "no function exec"),
        ("__import__", "is no cell and no function"),
        ("last()", r"last\(\) takes 1 argument, not 0"),
        ("points(1 + 2)", r"points\(\) takes names, not formulas"),
        ("1 ; 2", "cannot read '; 2'"),
        ("x.y", "cannot read '.y'"),
    ],
)
def test_a_formula_that_cannot_be_used_is_refused(formula: str, told: str) -> None:
    with pytest.raises(MeasureError, match=told):
        Indicator("X", "甲", "first", formula, "件")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("2 + 3 × 4", 14),
        ("(2 + 3) × 4", 20),
        ("8 - 3 - 2", 3),
        ("8 - (3 - 2)", 7),
        ("100 ÷ 5 ÷ 2", 10),
        ("1 + 1 = 2", 1),
        ("2 = 3", 0),
        ("concentration(1, 3)", 0.625),  # (1/4)² + (3/4)²
        ("diversity(1, 3)", 0.375),
    ],
)
def test_a_formula_is_computed_as_it_reads(formula: str, value: float) -> None:
    from gxkit.measures.evaluate import compute
    from gxkit.measures.sources import Sources

    one = Indicator("X", "甲", "first", formula, "件", low=-100, high=100)
    found = compute(one, Sources(corpus(main()), "na", None))
    assert found.value.value.tolist() == pytest.approx([value])
    assert str(Indicator("Y", "甲", "first", str(one.tree), "件").tree) == str(one.tree)


# ------------------------------------------------------------------ what is not known


def reason(frame: pd.DataFrame, id: str, agency: str | None = None) -> str | None:
    rows = frame[frame["indicator"] == id]
    if agency:
        rows = rows[rows["agency"] == agency]
    (row,) = rows.to_dict("records")
    assert pd.isna(row["value"])
    return str(row["why"])


ZERO = [
    id
    for id, one in INDICATORS.items()
    if one.cells and (one.kind in ("proportion", "ratio") or id in ("A9", "B34", "B35"))
]


@pytest.mark.parametrize("form", forms.ids())
def test_a_zero_denominator_is_na_with_its_reason(form: str) -> None:
    year = 2020 if form == "2019" else 2023
    one = Corpus([report(year), report(year - 1)])
    people = pd.DataFrame({"report_id": [each.report_id for each in one], "population": [0, 0]})
    frame = indicators(one, given=people)
    frame = frame[(frame["year"] == year) & frame["indicator"].isin(ZERO)]
    told = frame.set_index("indicator")
    assert told["value"].isna().all()
    for id in ZERO:
        asked = form in INDICATORS[id].forms
        wanted = "zero denominator: " if asked else "not in this form: "
        assert told.loc[id, "why"].startswith(wanted), id
    assert told.loc["B1", "why"] == "zero denominator: requests/total/total"
    assert (told.loc["B1", "numerator"], told.loc["B1", "denominator"]) == (0, 0)


def test_nothing_to_check_and_no_text_are_zero_denominators_too() -> None:
    frame = indicators(Corpus([Report(Parsed("2021", {"sha256": "0" * 64}, (), (), ()))]))
    assert reason(frame, "F4") == "zero denominator: assessed(A1, A2, A3, B1)"
    assert reason(frame, "F12") == "no section was found"
    empty = indicators(Corpus([report(2023, sections={1: "", 5: ""})]), ["F11b", "F12"])
    assert reason(empty, "F11b") == "zero denominator: characters()"
    assert reason(empty, "F12") == "zero denominator: characters()"


def test_a_blank_is_named_and_never_zero() -> None:
    cells = {**CELLS, "requests/partly_granted/total": None}
    one = Corpus([report(2023, cells)])
    frame = indicators(one)
    blank = "blank: requests/partly_granted/total"
    assert reason(frame, "B2") == blank
    assert reason(frame, "B9") == blank
    found = frame[frame["indicator"] == "B1"]["value"].tolist()
    assert found == [0.25]
    filled = indicators(one, ["B2"], on_blank="zero")
    assert filled["value"].tolist() == [0.25]
    assert filled.attrs["settings"]["on_blank"] == "zero"
    assert indicators(one.fill("zero"), ["B2"])["value"].tolist() == [0.25]
    assert indicators(one.fill("zero"), ["B2"]).attrs["fill"] == {"blank": "zero", "nil": "na"}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("nil", "a mark and no number"),
        ("absent", "absent from the page"),
        ("ambiguous", "ambiguous"),
        ("unreadable", "unreadable"),
    ],
)
def test_any_other_state_is_named_and_never_filled(state: str, told: str) -> None:
    facts = tuple(
        fact._replace(value=None, state=state) if fact.row == "new" else fact
        for fact in main().parsed.facts
    )
    one = main()
    changed = Corpus([Report(Parsed("2021", one.parsed.meta, facts, (), ()), one.document)])
    frame = indicators(changed, ["A1"], on_blank="zero")
    assert reason(frame, "A1") == f"{told}: requests/new/total"


def test_a_contradiction_is_na_and_keeps_its_sides() -> None:
    frame = indicators(Corpus([report(2023, {**CELLS, "requests/granted/total": 60})]), ["B1"])
    assert reason(frame, "B1") == "outside 0 to 1: the page contradicts itself"
    assert frame[["numerator", "denominator"]].to_numpy().tolist() == [[60, 48]]


def test_outcomes_of_no_denominator_are_refused_too() -> None:
    cells = {"requests/total/total": 1, "requests/not_processed.petition/total": 3}
    frame = indicators(Corpus([report(2023, cells)]), ["B9"])
    told = "requests/total/total - requests/not_processed+other/total"
    assert reason(frame, "B9") == f"negative denominator: {told}"


def with_other(form: str, cells: dict[str, float | None]) -> Report:
    """Make a report of one agency whose rows of （六） are exactly `cells`."""
    facts = [
        Fact(
            *key,
            8.0 if key == ("requests", "total", "total") else 0.0,
            "件",
            "number",
            "label",
            "0",
            "l1",
        )
        for key in forms.load(form).keys
        if not key[1].startswith("other") or key[0] != "requests"
    ]
    for row, value in cells.items():
        state = "blank" if value is None else "number"
        facts.append(Fact("requests", row, "total", value, "件", state, "label", "", "l2"))
    meta = {"agency": "青川市档案局", "year": 2023, "sha256": "a" * 64}
    return Report(Parsed(form, meta, tuple(facts), (), ()))


@pytest.mark.parametrize("form", forms.ids())
def test_rows_of_the_other_form_are_taken_where_they_are_printed(form: str) -> None:
    one = indicators(Corpus([with_other(form, {"other": 2})]), ["B7"])
    assert one["numerator"].tolist() == [2]
    parts = {"other.not_corrected": 1, "other.fee_unpaid": 1, "other.other": 4}
    three = indicators(Corpus([with_other(form, parts)]), ["B7"])
    assert three["numerator"].tolist() == [6]
    lacking = {**parts, "other.fee_unpaid": None}
    told = reason(indicators(Corpus([with_other(form, lacking)]), ["B7"]), "B7")
    assert told == "blank: requests/other.fee_unpaid/total"


def test_money_without_a_unit_is_not_known_unless_it_is_0() -> None:
    frame = indicators(corpus(oldest(None)), ["E13b"])
    assert reason(frame, "E13b") == "its unit is not printed: proactive/procurement/amount"
    none = told(report(2019), units={"procurement/amount": None})
    assert indicators(corpus(none), ["E13b"])["value"].tolist() == [0]
    fee = told(main(), units={"fee/amount": "元"})
    assert indicators(corpus(fee), ["E10"])["value"].tolist() == [0.00125]


def test_a_file_that_is_no_report_has_rows_that_say_so() -> None:
    other = Report(Parsed(None, {"sha256": "b" * 64}, (), (), ()))
    frame = indicators(Corpus([other]))
    assert frame["value"].isna().all()
    assert frame["why"].notna().all()
    assert reason(frame, "B1") == "follows no form of report"


# ------------------------------------------------------------------ the year before


def growth(*reports: Report) -> str | None:
    return reason(indicators(Corpus(reports), ["A3"]).query("year == 2023"), "A3")


def test_growth_needs_the_year_before_of_the_same_body() -> None:
    assert growth(main()) == "no report on the year before"
    assert growth(main(), report(2021)) == "no report on the year before"
    blank = report(2022, {"requests/new/total": None})
    assert growth(main(), blank) == "year before: blank: requests/new/total"
    both = told(main(), scope="own"), report(2022, scope="consolidated")
    assert growth(*both) == "one of two years is consolidated"
    twice = earlier(), report(2022, {"requests/new/total": 5.0}, title="又一份")
    assert growth(main(), *twice) == "several reports on the year before"
    zero = report(2022)
    assert growth(main(), zero) == "zero denominator: last(requests/new/total)"


def test_two_copies_of_the_year_before_are_one() -> None:
    copy = report(
        2022,
        {
            "requests/new/total": 32.0,
            "requests/carried_forward/total": 10.0,
            "proactive/normative_document/in_force": 32.0,
        },
        title="副本",
    )
    frame = indicators(Corpus([main(), earlier(), copy]), ["A3"])
    assert frame[frame["year"] == 2023]["value"].tolist() == [0.25]


def test_a_body_that_its_name_does_not_tell_apart_has_no_year_before() -> None:
    reports = [report(year, agency="市教育局") for year in (2022, 2023)]
    assert growth(*reports) == "whose report on which year is not known"


def test_a_merger_breaks_the_series() -> None:
    # 330105 拱墅区 took in another district in 2021.
    meta = {"agency": "拱墅区教育局", "region_code": "330105"}
    reports = [report(year, **meta, form="2021") for year in (2020, 2021)]
    frame = indicators(Corpus(reports), ["F5"]).query("year == 2021")
    assert reason(frame, "F5") == "the series breaks here"


# ------------------------------------------------------------------ narrative


@pytest.mark.parametrize(
    ("lines", "told_why"),
    [
        ((), "not told: website_posts"),
        (("全年通过门户网站发布信息约1200条。",), "told only as about: website_posts"),
        (
            ("全年通过门户网站发布信息1200条。", "全年通过门户网站发布信息1300条。"),
            "told in two ways: website_posts",
        ),
    ],
)
def test_a_number_of_the_narrative_counts_only_if_it_is_exact_and_one(
    lines: tuple[str, ...], told_why: str
) -> None:
    frame = indicators(corpus(told(report(2023), *lines)), ["E14"])
    assert reason(frame, "E14") == told_why


def test_a_number_of_another_body_does_not_count() -> None:
    lines = ("各镇街门户网站发布信息900条。",)
    one = corpus(told(report(2023), *lines))
    assert one.statements[["measure", "scope"]].to_numpy().tolist() == [["website_posts", "各镇街"]]
    assert reason(indicators(one, ["E14"]), "E14") == "not told: website_posts"


def test_section_five_without_points_is_not_known() -> None:
    frame = indicators(corpus(report(2023, sections={5: ""})), ["G1"])
    assert reason(frame, "G1") == "no point was found in section five"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("如有疑问，请联系办公室，电话：0571-8726680。", 1),
        ("联系电话（办公室）：（0571）87266800", 1),
        ("咨询热线：１２３４５。", 1),
        ("受理电话申请12件，网站浏览1234567次。", 0),
        ("电话回访群众。共收到12345678件。", 0),
        ("邮编：310000。", 0),
        ("接听电话咨询，网站浏览量1234567次，全年12345条。", 0),
    ],
)
def test_a_telephone_number_is_one_that_is_called_one(text: str, given: int) -> None:
    one = corpus(report(2023, sections={0: text, 1: "略。"}))
    assert indicators(one, ["F13c"])["value"].tolist() == [given]


def test_a_telephone_number_is_not_missed_where_nothing_was_read() -> None:
    assert reason(indicators(corpus(report(2023)), ["F13c"]), "F13c") == "no section was found"


@pytest.mark.parametrize(
    ("kind", "published", "days"),
    [
        ("department", "2024-01-31", 0),
        ("department", "2024-01-20", -11),
        ("government", "2024-04-01", 1),
        (None, "2024-03-31", 0),
    ],
)
def test_days_after_the_deadline(kind: str | None, published: str, days: int) -> None:
    one = report(2023, agency_type=kind, published=published)
    assert indicators(corpus(one), ["F9"])["value"].tolist() == [days]


def test_a_zero_report_is_one_of_printed_zeros_alone() -> None:
    blank = {"requests/carried_over/total": None}
    for cells, value in (({}, 1), (CELLS, 0), ({**CELLS, **blank}, 0)):
        assert indicators(corpus(report(2023, cells)), ["F3"])["value"].tolist() == [value]
    unsure = indicators(corpus(report(2023, blank)), ["F3"])
    assert reason(unsure, "F3") == "not every cell holds a number"


# ------------------------------------------------------------------ the frame


def test_the_frame_keeps_its_declaration_with_and_without_rows() -> None:
    for frame in (indicators(Corpus([])), indicators(corpus())):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == COLUMNS["indicators"]
    frame = indicators(corpus(), ["D4", "A1"], keep=["form", "level"])
    assert frame["indicator"].tolist() == ["D4"] * 4 + ["A1"] * 4
    assert frame.columns.tolist()[5:8] == ["form", "level", "indicator"]
    assert frame.attrs["settings"]["formulas"]["A1"] == "requests/new/total"
    assert (frame["value"].isna() == frame["why"].notna()).all()


def test_the_user_gives_numbers_by_agency_and_year() -> None:
    people = pd.DataFrame({"unit_id": ["?/青川市档案局"], "year": [2022], "population": [16_000]})
    frame = indicators(corpus(main(), earlier()), ["A5"], given=people)
    assert frame["value"].tolist() == [pd.NA, 20]
    assert reason(frame.query("year == 2023"), "A5") == "not given: population"
    with pytest.raises(MeasureError, match="two rows for one unit_id and year"):
        indicators(corpus(), ["A5"], given=pd.concat([people, people]))
    with pytest.raises(MeasureError, match="needs the column report_id, or unit_id and year"):
        indicators(corpus(), ["A5"], given=people[["population"]])


@pytest.mark.parametrize(
    ("wish", "told_why"),
    [
        ({"ids": ["B22x"]}, "no indicator 'B22x'; near it are B22"),
        ({"ids": ["予以公开率"]}, "no indicator '予以公开率'; near it are B1"),
        ({"ids": "F13a"}, "F13a 附图 is not computed yet: needs pictures"),
        ({"ids": "G4"}, "G4 主题数 needs codes: give codes=gxkit.themes.code"),
        ({"on_blank": "nought"}, 'on_blank takes "na" or "zero", not \'nought\''),
        ({"keep": ["provinz"]}, "the reports have no column 'provinz'; there are report_id"),
    ],
)
def test_what_cannot_be_had_is_told(wish: dict[str, object], told_why: str) -> None:
    with pytest.raises(MeasureError, match=told_why):
        indicators(corpus(main()), **wish)


def test_the_teaching_corpus_has_no_contradiction_without_a_mark() -> None:
    read = read_corpus(ROOT / "corpus" / "reports")
    frame = indicators(read)
    assert len(frame) == len(read) * len(INDICATORS)
    bounds = {id: (one.low, one.high) for id, one in INDICATORS.items()}
    low, high = (
        frame["indicator"].map({id: each[at] for id, each in bounds.items()}) for at in (0, 1)
    )
    known = frame["value"].notna()
    assert frame[known & ((frame["value"] < low) | (frame["value"] > high))].empty


# ------------------------------------------------------------------ anything at all

STATES = ("blank", "nil", "absent", "ambiguous", "unreadable")
NUMBERS = st.sampled_from([0.0, 0.0, 0.0, 1.0, 2.0, 7.0, 1e6, -1.0, 0.5])


@st.composite
def pages(draw: st.DrawFn) -> Corpus:
    """Draw two years of one agency, full of zeros and of cells that hold no number."""
    reports = []
    form = draw(st.sampled_from(forms.ids()))
    for year in (2022, 2023):
        usual = draw(NUMBERS)
        keys = list(forms.load(form).keys)
        odd = draw(
            st.dictionaries(st.sampled_from(keys), NUMBERS | st.sampled_from(STATES), max_size=25)
        )
        facts = []
        for key in keys:
            drawn = odd.get(key, usual)
            state = "number" if isinstance(drawn, float) else drawn
            value = drawn if isinstance(drawn, float) else None
            facts.append(Fact(*key, value, None, state, None, "", "l1"))
        meta = {"agency": "青川市档案局", "year": year, "sha256": f"{year}" * 16}
        reports.append(Report(Parsed(form, meta, tuple(facts), (), ())))
    return Corpus(reports)


def cells_known(one: Report, name: str) -> bool:
    """Tell whether a cell, or every cell of a group, holds a number; written anew for the test."""
    table, row, column = name.split("/")
    known = {
        fact.row: fact.state == "number"
        for fact in one.parsed.facts
        if (fact.table, fact.column) == (table, column)
    }
    if row in known:
        return known[row]
    group = [each for code, each in known.items() if code.startswith(f"{row}.")]
    return bool(group) and all(group)


@settings(max_examples=60)
@given(pages())
def test_no_page_makes_a_number_of_nothing(drawn: Corpus) -> None:
    frame = indicators(drawn)
    numbers = frame[["value", "numerator", "denominator"]].to_numpy(dtype=float, na_value=0.0)
    assert pd.Series(numbers.ravel()).abs().max() < 1e12
    assert (frame["value"].isna() == frame["why"].notna()).all()
    for row in frame.itertuples():
        one = INDICATORS[row.indicator]
        if not pd.isna(row.value):
            assert one.low <= row.value <= one.high, row
        if one.cells and "last" not in one.sources and not one.frames:
            whole = all(cells_known(drawn[row.report_id], name) for name in one.cells)
            assert whole or pd.isna(row.value), row
            if whole and pd.isna(row.value):
                told_why = (
                    "zero denominator",
                    "negative denominator",
                    "outside",
                    "its unit",
                    "not given",
                )
                assert row.why.startswith(told_why), row
