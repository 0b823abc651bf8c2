"""Agency × year with gaps as rows, and series over both forms: values worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from many_reports import AGENCY, report
from test_duplicates import TELLING, Stored

from gxkit import forms, frames
from gxkit.corpus import Corpus, comparability
from gxkit.corpus.comparable import series_declared
from gxkit.corpus.harmonised import harmonised
from gxkit.corpus.panel import panel
from gxkit.parsing.model import Parsed
from gxkit.report import Report

NEW = "requests/new/total"
OTHER = "丰泽市档案局"
UNIT, OTHER_UNIT = f"?/{AGENCY}", f"?/{OTHER}"


def small() -> Corpus:
    """Make 2019 and 2021 of one agency, 2020 and 2021 (twice, not the same) of another."""
    return Corpus(
        [
            report(2019, {NEW: 4}),
            report(2021, {NEW: 6}),
            report(2020, {NEW: None}, agency=OTHER),
            report(2021, {NEW: 8}, agency=OTHER),
            report(2021, {NEW: 9}, agency=OTHER, published="2022-01-20"),
        ]
    )


def test_every_agency_has_every_year_and_gaps_are_rows() -> None:
    found = small().panel(NEW)
    assert found[["unit_id", "year", "status", "n_reports"]].to_numpy().tolist() == [
        [OTHER_UNIT, 2019, "missing", 0],
        [OTHER_UNIT, 2020, "report", 1],
        [OTHER_UNIT, 2021, "conflict", 2],
        [UNIT, 2019, "report", 1],
        [UNIT, 2020, "missing", 0],
        [UNIT, 2021, "report", 1],
    ]
    # A blank is not 0, nor is a year without a report.
    assert found[NEW].tolist() == [pd.NA, pd.NA, 9.0, 4.0, pd.NA, 6.0]
    assert found[NEW].dtype == "Float64"
    assert found["form"].tolist() == [pd.NA, "2019", "2021", "2019", pd.NA, "2021"]


def test_an_agency_may_have_its_own_span() -> None:
    found = small().panel(NEW, years="unit")
    assert found[["unit_id", "year"]].to_numpy().tolist() == [
        [OTHER_UNIT, 2020],
        [OTHER_UNIT, 2021],
        [UNIT, 2019],
        [UNIT, 2020],
        [UNIT, 2021],
    ]


def test_units_and_years_that_are_asked_for_have_rows_whatever_there_is() -> None:
    found = small().panel(NEW, units=["?/无此机关", UNIT], years=[2022, 2021])
    assert found[["unit_id", "year", "status"]].to_numpy().tolist() == [
        ["?/无此机关", 2021, "missing"],
        ["?/无此机关", 2022, "missing"],
        [UNIT, 2021, "report"],
        [UNIT, 2022, "missing"],
    ]


def test_duplicates_kept_or_dropped() -> None:
    corpus = small()
    kept = corpus.panel(NEW, units=[OTHER_UNIT], years=[2021], duplicates="keep")
    assert sorted(kept[NEW]) == [8.0, 9.0]
    assert kept["status"].tolist() == ["conflict", "conflict"]
    (dropped,) = corpus.panel(NEW, units=[OTHER_UNIT], years=[2021], duplicates="drop").to_dict(
        "records"
    )
    assert (dropped["status"], dropped["n_reports"]) == ("conflict", 2)
    assert pd.isna(dropped[NEW])
    assert pd.isna(dropped["report_id"])


def test_reports_that_agree_are_duplicates_and_no_conflict() -> None:
    twice = Corpus([report(2021, TELLING), report(2021, TELLING, title="x")])
    found = twice.panel("requests")
    assert found["status"].tolist() == ["duplicate"]
    assert found["new/total"].tolist() == [9.0]


def test_what_a_city_counts_together_is_a_series_of_its_own() -> None:
    city = "青川市人民政府"
    corpus = Corpus(
        [
            report(2021, {NEW: 5}, agency=city, scope="own"),
            report(2021, {NEW: 50}, agency=city, scope="consolidated"),
            report(2022, {NEW: 6}, agency=city, scope="own"),
        ]
    )
    found = corpus.panel(NEW)
    assert found[["scope", "year", "status"]].to_numpy().tolist() == [
        ["consolidated", 2021, "report"],
        ["consolidated", 2022, "missing"],
        ["own", 2021, "report"],
        ["own", 2022, "report"],
    ]
    assert found[NEW].tolist() == [50.0, pd.NA, 5.0, 6.0]


def test_reports_that_nobody_can_place_are_named_and_in_no_row() -> None:
    known, no_place = report(2021, {NEW: 1}), report(2021, {NEW: 2}, agency="市教育局")
    parsed = Parsed("2021", {"agency": AGENCY}, (), (), ())
    no_year = Report(parsed, report(2020, agency="x").document)
    found = Corpus([known, no_place, no_year]).panel(NEW)
    assert found["report_id"].tolist() == [known.report_id]
    assert found.attrs["left_out"] == {
        no_place.report_id: "no place",
        no_year.report_id: "no year",
    }


def test_a_report_without_a_table_is_there_and_says_so() -> None:
    old = Report(
        Parsed(None, {"agency": AGENCY, "year": 2015}, (), (), ()),
        report(2015, form="2019").document,
    )
    found = Corpus([old]).panel("disputes")
    assert found["status"].tolist() == ["no form"]
    assert found.iloc[0, 8:].isna().all()


def test_a_table_has_the_columns_of_wide() -> None:
    corpus = small()
    assert corpus.panel("disputes").columns[8:].tolist() == (
        corpus.wide("disputes").columns[4:].tolist()
    )


@pytest.mark.parametrize("what", ["nothing", "requests/new/nobody", ["requests"]])
def test_what_there_is_not(what: str | list[str]) -> None:
    with pytest.raises(KeyError):
        small().panel(what)


def test_wrong_wishes() -> None:
    with pytest.raises(ValueError, match="'all'"):
        small().panel(years="all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'first'"):
        small().panel(duplicates="first")  # type: ignore[arg-type]


def test_panel_and_series_of_frames_alone() -> None:
    corpus = small()
    pd.testing.assert_frame_equal(panel(Stored(corpus), NEW), corpus.panel(NEW))
    pd.testing.assert_frame_equal(harmonised(Stored(corpus)), corpus.harmonised())


# ------------------------------------------------------------------ series over both forms


def only(corpus: Corpus, series: str) -> tuple[object, object]:
    """Return value and note of a series of the one report."""
    (row,) = corpus.harmonised(series).to_dict("records")
    value, note = row["value"], row["note"]
    return None if pd.isna(value) else value, None if pd.isna(note) else note


def with_rows(year: int, changes: dict[str, float | None], drop: tuple[str, ...]) -> Report:
    """Make a report of the other form's rows: those of `drop` are absent."""
    made = report(year, changes)
    facts = tuple(
        fact._replace(value=None, state="absent", how=None, raw=None) if fact.row in drop else fact
        for fact in made.parsed.facts
    )
    extra = tuple(
        made.parsed.facts[0]._replace(
            table="requests", row=row, column="total", value=value, raw=f"{value:g}"
        )
        for row, value in (("other", 7.0),)
    )
    parsed = Parsed(made.form, made.meta, facts + extra, (), ())
    return Report(parsed, made.document)


def test_three_rows_of_one_form_are_one_of_the_other() -> None:
    rows = {
        "requests/other.not_corrected/total": 1,
        "requests/other.fee_unpaid/total": 2,
        "requests/other.other/total": 4,
    }
    assert only(Corpus([report(2021, rows)]), "requests/other/total") == (7.0, None)
    assert only(Corpus([report(2020, {"requests/other/total": 7})]), "requests/other/total") == (
        7.0,
        None,
    )


def test_a_sum_with_a_blank_is_not_known_and_filling_is_the_analysts() -> None:
    corpus = Corpus([report(2021, {"requests/other.fee_unpaid/total": None})])
    assert only(corpus, "requests/other/total") == (None, "blank requests/other.fee_unpaid/total")
    assert only(corpus.fill("zero"), "requests/other/total") == (0.0, None)


def test_a_page_of_2021_with_one_row_six() -> None:
    three = ("other.not_corrected", "other.fee_unpaid", "other.other")
    assert only(Corpus([with_rows(2021, {}, three)]), "requests/other/total") == (7.0, None)


def test_two_ways_to_count_that_disagree_are_not_known() -> None:
    # The three rows say 0, the row above them 7.
    assert only(Corpus([with_rows(2021, {}, ())]), "requests/other/total") == (
        None,
        "two ways to count it disagree",
    )


def test_groups_of_reasons_are_summed() -> None:
    cells = {
        f"requests/refused.{name}/total": n
        for n, name in enumerate(("state_secret", "law_prohibits", "third_party"), 1)
    }
    assert only(Corpus([report(2020, cells)]), "requests/refused/total") == (6.0, None)
    assert only(Corpus([report(2022, cells)]), "requests/refused/total") == (6.0, None)


def test_money_is_in_ten_thousands_or_not_known() -> None:
    def paid(value: float, unit: str | None) -> Corpus:
        made = report(2019, {"proactive/procurement/amount": value})
        facts = tuple(
            fact._replace(unit=unit) if fact.column == "amount" else fact
            for fact in made.parsed.facts
        )
        return Corpus([Report(Parsed("2019", made.meta, facts, (), ()), made.document)])

    assert only(paid(251000, "元"), "proactive/procurement/amount") == (25.1, None)
    assert only(paid(25.1, "万元"), "proactive/procurement/amount") == (25.1, None)
    assert only(paid(25.1, None), "proactive/procurement/amount") == (
        None,
        "no unit is printed proactive/procurement/amount",
    )


def test_a_series_that_a_form_has_not_has_no_row() -> None:
    corpus = Corpus([report(2020), report(2021)])
    found = corpus.harmonised(["proactive/normative_document/in_force", "proactive/fee/change"])
    assert found[["year", "series"]].to_numpy().tolist() == [
        [2020, "proactive/fee/change"],
        [2021, "proactive/normative_document/in_force"],
    ]
    assert set(found["comparable"]) == {"no"}


def test_harmonised_keeps_to_its_declaration() -> None:
    corpus = Corpus([report(2020), report(2021), report(2021, title="x")])
    found = corpus.harmonised()
    frames.validate(found, "harmonised", corpus=True)
    # 22 + 4 rows of requests × 7 columns, 15 disputes, 22 and 10 cells of table two; 3 more rows × 7 in 2021.
    counts = found.groupby("year").size().to_dict()
    assert counts == {2020: 26 * 7 + 15 + 22, 2021: 29 * 7 + 15 + 10}
    assert len(corpus.harmonised(duplicates="keep")) == counts[2020] + 2 * counts[2021]
    with pytest.raises(KeyError, match="requests/nothing"):
        corpus.harmonised("requests/nothing")


def test_every_cell_of_both_forms_is_in_a_series() -> None:
    for id in forms.ids():
        told = {
            key
            for one in series_declared().values()
            for keys in one.cells.get(id, ())
            for key in keys
        }
        assert set(forms.load(id).keys) - told == set()
        rows = {
            (t.code, r.code, c) for t in forms.load(id).tables for r in t.rows for c in r.columns
        }
        assert told - rows == set()


def test_what_the_forms_count_otherwise_is_never_joined() -> None:
    found = comparability().set_index("series")
    frames.validate(comparability(), "comparability")
    two = found[found.index.str.startswith("proactive/")]
    joined = two.index[two["cells_2019"].notna() & two["cells_2021"].notna()].tolist()
    assert joined == [
        "proactive/licence/decisions",
        "proactive/penalty/decisions",
        "proactive/compulsion/decisions",
    ]
    assert set(two.loc[joined, "comparable"]) == {"partly"}
    assert set(two.drop(joined)["comparable"]) == {"no"}
    assert (
        "对外公开总数量不是现行有效件数"
        in found.loc["proactive/regulation/total_public", "reason_zh"]
    )
    one_form = found["cells_2019"].isna() | found["cells_2021"].isna()
    assert set(found.loc[one_form, "comparable"]) == {"no"}


def test_a_wish_for_a_table_that_no_form_has() -> None:
    with pytest.raises(KeyError, match="no table 'budget'; the forms have disputes"):
        small().panel("budget")
