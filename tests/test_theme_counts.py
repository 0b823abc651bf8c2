"""Counting themes: by groups, by year, answered, named again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association, expected_freq

from gxkit.errors import ThemeError
from gxkit.themes import crosstab, match_measures, persistence, trends


def codes(
    rows: list[tuple[str, str, str]], kind: str = "problem", **columns: object
) -> pd.DataFrame:
    """Make codes of (report, group, themes), a clause each."""
    made = [
        {
            "report_id": report,
            "kind": kind,
            "order": place,
            "clause": 1,
            "level": level,
            "theme": theme,
            **columns,
        }
        for place, (report, level, themes) in enumerate(rows)
        for theme in themes.split() or [None]
    ]
    return pd.DataFrame(made).astype({"theme": "string"})


SPREAD = codes(
    [("a", "市", "P01")] * 12
    + [("b", "市", "P08 P01")] * 3
    + [("c", "县", "P01")] * 6
    + [("d", "县", "P08")] * 14
    + [("e", "乡", "")] * 9
    + [("f", "乡", "P08")] * 6
)


def test_crosstab_is_that_of_scipy() -> None:
    found = crosstab(SPREAD, "level")
    assert found["theme"].unique().tolist() == ["P01", "P08"]
    assert found.attrs["left_out"] == 0
    for theme, part in found.groupby("theme"):
        counts, sizes = part["count"].to_numpy(dtype=int), part["of"].to_numpy(dtype=int)
        table = np.array([counts, sizes - counts])
        chi2, p, freedom, _ = chi2_contingency(table, correction=False)
        assert part["chi2"].iloc[0] == pytest.approx(chi2), theme
        assert part["p"].iloc[0] == pytest.approx(p)
        assert part["df"].iloc[0] == freedom
        assert part["cramers_v"].iloc[0] == pytest.approx(association(table, method="cramer"))
        expected = expected_freq(table)
        assert part["expected"].tolist() == pytest.approx(expected[0].tolist())
        shares = table.sum(axis=1, keepdims=True) / table.sum(), table.sum(axis=0) / table.sum()
        residual = (table - expected) / np.sqrt(expected * (1 - shares[0]) * (1 - shares[1]))
        assert part["residual"].tolist() == pytest.approx(residual[0].tolist())


def test_clauses_without_a_theme_are_in_the_denominator() -> None:
    found = crosstab(SPREAD, "level").set_index(["level", "theme"])
    assert found.loc[("乡", "P08"), ["count", "of", "share"]].tolist() == [6, 15, 0.4]
    assert found.loc[("市", "P08"), ["count", "of"]].tolist() == [3, 15]


def test_reports_are_counted_once() -> None:
    found = crosstab(SPREAD, "level", unit="report").set_index(["level", "theme"])
    assert found.loc[("市", "P01"), ["count", "of"]].tolist() == [2, 2]
    assert found.loc[("乡", "P08"), ["count", "of"]].tolist() == [1, 2]


def test_a_group_that_is_not_known_is_left_out_and_said() -> None:
    some = SPREAD.assign(level=SPREAD["level"].where(SPREAD["report_id"] != "f"))
    found = crosstab(some, "level")
    assert found.attrs["left_out"] == 6
    assert found["of"].groupby(found["level"]).first().to_dict() == {"乡": 9, "县": 20, "市": 15}


def test_no_test_where_there_is_nothing_to_compare() -> None:
    alone = crosstab(SPREAD[SPREAD["level"] == "市"], "level")
    assert alone["chi2"].isna().all()
    assert set(alone["why"]) == {"one group only"}
    everywhere = crosstab(codes([("a", "市", "P01"), ("b", "县", "P01")]), "level")
    assert set(everywhere["why"]) == {"every unit has it"}


def test_no_codes_no_rows_same_columns() -> None:
    full, empty = crosstab(SPREAD, "level"), crosstab(SPREAD[:0], "level")
    assert empty.empty
    assert empty.columns.tolist() == full.columns.tolist()
    assert len(trends(SPREAD[:0].assign(year=2020))) == 0


def test_crosstab_says_what_is_missing() -> None:
    with pytest.raises(ThemeError, match="codes have no column 'region'"):
        crosstab(SPREAD, "region")
    with pytest.raises(ThemeError, match="unit is clause or report"):
        crosstab(SPREAD, "level", unit="page")  # type: ignore[arg-type]
    with pytest.raises(ThemeError, match="no column kind"):
        crosstab(SPREAD.drop(columns="kind"), "level")


def test_trends_by_hand() -> None:
    rows = [
        codes([("a", "市", "P01"), ("b", "市", "")], year=2020),
        codes([("c", "市", "P01"), ("d", "市", "P01")], year=2021),
        codes(
            [("e", "市", "P01"), ("f", "市", "P08"), ("g", "市", ""), ("h", "市", "")], year=2023
        ),
    ]
    found = trends(pd.concat(rows)).set_index(["theme", "year"])
    assert found.loc["P01", "share"].tolist() == [0.5, 1.0, 0.25]
    assert found.loc[("P01", 2021), "change"] == 0.5
    assert pd.isna(found.loc[("P01", 2023), "change"])
    assert found.loc[("P01", 2023), "why"] == "no reports of 2022"
    slope = np.polyfit([2020, 2021, 2023], [0.5, 1.0, 0.25], 1)[0]
    assert found.loc[("P01", 2020), "slope"] == pytest.approx(slope)


def test_measures_answer_problems() -> None:
    problems = codes(
        [("a", "市", "P01 P03"), ("b", "县", "P08"), ("c", "县", "P00"), ("d", "县", "P08")]
    )
    measures = codes([("a", "市", "M04"), ("b", "县", ""), ("d", "县", "M08")], kind="improvement")
    both = pd.concat([problems, measures])
    found = match_measures(both).set_index("report_id")
    assert found.loc["a", ["problems", "answered", "share", "unanswered"]].tolist() == [
        2,
        1,
        0.5,
        "P01",
    ]
    assert found.loc["b", ["answered", "unanswered"]].tolist() == [0, "P08"]
    assert pd.isna(found.loc["c", "share"])
    assert found.loc["c", "why"] == "no problem has a theme that the map knows"
    assert found.attrs["share"] == 0.5  # two of four, not the mean of shares
    per = match_measures(both, per="theme").set_index("theme")
    assert per.loc["P08", ["problems", "answered", "share"]].tolist() == [2, 1, 0.5]
    assert pd.isna(per.loc["P05", "share"])


def test_themes_that_stay() -> None:
    parts = [
        codes([("a", "市", "P01 P08 P00")], unit_id="x", year=2020),
        codes([("b", "市", "P08 P11")], unit_id="x", year=2021),
        codes([("c", "市", "P01")], unit_id="x", year=2023),
        codes([("d", "市", "P00")], unit_id="y", year=2020),
        codes([("e", "市", "P01")], unit_id="y", year=2021),
        codes([("f", "市", "P01")], unit_id=None, year=2021),
    ]
    found = persistence(pd.concat(parts)).set_index("report_id")
    assert found.loc["b", ["previous", "themes_before", "stayed", "share", "which"]].tolist() == [
        "a",
        2,
        1,
        0.5,
        "P08",
    ]
    assert found["share"].isna().tolist() == [True, False, True, True, True, True]
    assert found.loc[["a", "c", "e", "f"], "why"].tolist() == [
        "no report of 2019",
        "no report of 2022",
        "the report of 2020 names no theme",
        "its agency or year is not known",
    ]


def test_a_report_without_points_is_known_from_the_reports() -> None:
    some = codes([("b", "市", "P08")], unit_id="x", year=2021)
    reports = pd.DataFrame(
        {"report_id": ["a", "b", "c"], "unit_id": "x", "year": [2020, 2021, 2022], "scope": "own"}
    )
    found = persistence(some, reports).set_index("report_id")
    assert found.loc["c", ["themes", "stayed", "share"]].tolist() == [0, 0, 0.0]
    assert found.loc["b", "why"] == "the report of 2020 names no theme"
    doubled = pd.concat([reports, reports.assign(report_id=["a2", "b2", "c2"])])
    assert "2 reports of 2020" in persistence(some, doubled).set_index("report_id").loc["b", "why"]


def test_promises_are_looked_for_in_the_work_of_the_year_after() -> None:
    years = [("a", 2020), ("b", 2021), ("c", 2022)]
    promised = pd.concat(
        [
            codes([("a", "市", "M01 M03")], "improvement", unit_id="u", year=2020),
            codes([("b", "市", "M02")], "improvement", unit_id="u", year=2021),
            codes([("b", "市", "M01")], unit_id="u", year=2021),
        ]
    )
    done = codes([("b", "市", "M03 M09"), ("a", "市", "M01")]).drop(columns="kind")
    reports = pd.DataFrame(years, columns=["report_id", "year"]).assign(unit_id="u")
    found = persistence(promised, reports, side="measure", now=done).set_index("report_id")
    assert found.loc["b", ["themes", "themes_before", "stayed", "which"]].tolist() == [
        2,
        2,
        1,
        "M03",
    ]
    # Section one of 2022 was not coded: nothing read is not nothing done.
    assert found.loc["c", "why"] == "the report is not among the codes of now"
    assert found["share"].tolist() == [pd.NA, 0.5, pd.NA]
