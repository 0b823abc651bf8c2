"""Indicators of many reports: sums, intervals, scores, and the command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from many_reports import report
from measured import corpus, earlier, main, one_request
from statsmodels.stats.proportion import proportion_confint
from typer.testing import CliRunner, Result

from gxkit.cli import app
from gxkit.corpus import Corpus
from gxkit.errors import MeasureError
from gxkit.measures import COLUMNS, aggregate, bootstrap, composite, indicators, wilson
from gxkit.report import Report

ROOT = Path(__file__).parents[1]
CODES = ("330102", "330106", "330108")


def handled(at: int, granted: int, total: int | None, year: int = 2023, **rest: object) -> Report:
    """Make a report of an agency, one of three, with so many requests granted of so many."""
    cells = {
        "requests/granted/total": float(granted),
        "requests/total/total": None if total is None else float(total),
        "requests/new/total": 5.0 * at,
        "disputes/reconsideration/total": 2.0,
        "proactive/normative_document/in_force": 10.0,
    }
    form = "2021"
    known = {"region_code": CODES[at], "agency": "教育局", **rest}
    return report(year, cells, form=form, **known)


def values(*reports: Report, ids: tuple[str, ...] = ("B1",), **rest: object) -> pd.DataFrame:
    return indicators(Corpus(reports), ids, **rest)


def only(frame: pd.DataFrame, id: str = "B1") -> dict[str, object]:
    (row,) = frame[frame["indicator"] == id].to_dict("records")
    return row


# ------------------------------------------------------------------ sums


def test_shares_are_ratios_of_sums_and_means_only_if_asked() -> None:
    frame = values(handled(0, 9, 10), handled(1, 10, 90))
    row = only(aggregate(frame))
    assert (row["numerator"], row["denominator"], row["value"]) == (19, 100, 0.19)
    assert only(aggregate(frame, how="mean"))["value"] == pytest.approx((0.9 + 1 / 9) / 2)


def test_reports_that_are_not_known_and_those_with_no_request_are_counted() -> None:
    frame = values(handled(0, 9, 10), handled(1, 0, None), handled(2, 0, 0))
    row = only(aggregate(frame))
    assert (row["value"], row["reports"], row["zero"], row["na"]) == (0.9, 2, 1, 1)
    mean = only(aggregate(frame, how="mean"))
    assert (mean["value"], mean["reports"], mean["zero"], mean["na"]) == (0.9, 1, 0, 2)


def test_cases_without_requests_are_no_part_and_count() -> None:
    frame = values(handled(0, 0, 10), handled(1, 0, 0), ids=("D1",))
    row = only(aggregate(frame), "D1")
    assert (row["numerator"], row["denominator"], row["value"]) == (4, 10, 0.4)
    # 3 granted of none handled is a contradiction, and counts nowhere.
    wrong = only(aggregate(values(handled(0, 5, 10), handled(1, 3, 0))))
    assert (wrong["numerator"], wrong["reports"], wrong["na"]) == (5, 1, 1)


def test_counts_are_added_up_flags_are_shares_of_reports() -> None:
    frame = values(handled(0, 1, 1), handled(1, 1, 1), handled(2, 1, 1), ids=("A1", "A4"))
    found = aggregate(frame, "year")
    assert found["year"].tolist() == [2023, 2023]
    row, flag = only(found, "A1"), only(found, "A4")
    assert row["value"] == 15
    assert pd.isna(row["denominator"])
    assert pd.isna(row["low"])
    assert (flag["numerator"], flag["denominator"]) == (1, 3)
    assert flag["interval"] == "wilson"


def test_growth_compares_the_same_agencies() -> None:
    both = [handled(2, 0, 0, year) for year in (2022, 2023)]
    alone = handled(1, 0, 0)
    new = [handled(0, 0, 0, 2022), told_new(handled(0, 0, 0, 2023))]
    frame = values(*both, alone, *new, ids=("A3",))
    row = only(aggregate(frame[frame["year"] == 2023]), "A3")
    # From 10 to 10 and from 0 to 6; the agency of one year is left aside.
    assert (row["numerator"], row["denominator"], row["na"]) == (6, 10, 1)


def told_new(one: Report) -> Report:
    return report(
        2023, {"requests/new/total": 6.0}, form="2021", region_code=CODES[0], agency="教育局"
    )


def test_a_stock_is_not_added_up_over_years() -> None:
    frame = values(handled(0, 0, 0), handled(0, 0, 0, 2022), handled(1, 0, 0), ids=("E3",))
    row = only(aggregate(frame), "E3")
    assert pd.isna(row["value"])
    assert row["why"] == "a stock is not added up over years; add year to by"
    assert aggregate(frame, ["year"])["value"].tolist() == [10, 20]


def test_an_index_has_no_ratio_of_sums() -> None:
    frame = indicators(corpus(main()), ["A9"])
    row = only(aggregate(frame), "A9")
    assert pd.isna(row["value"])
    assert row["why"] == 'no ratio of sums; how="mean" gives the mean of the reports'
    assert only(aggregate(frame, how="mean"), "A9")["value"] == pytest.approx(0.66875)


def test_nothing_but_zeros_together_is_a_zero_denominator() -> None:
    row = only(aggregate(values(handled(0, 0, 0), handled(1, 0, 0))))
    assert pd.isna(row["value"])
    assert row["why"] == "zero denominator: all reports together"
    assert only(aggregate(values(handled(0, 0, None))))["why"] == "no report has a value"


def test_consolidated_reports_are_never_added_to_their_members() -> None:
    whole = handled(2, 19, 100, scope="consolidated", level="city")
    frame = values(handled(0, 9, 10), handled(1, 10, 90), whole, keep=["level"])
    row = only(aggregate(frame))
    assert (row["numerator"], row["denominator"], row["left_out"]) == (19, 100, 1)
    found = aggregate(frame, ["level"], scope="consolidated")
    city = found[found["level"] == "city"].to_dict("records")[0]
    assert (city["numerator"], city["reports"], city["left_out"]) == (19, 1, 0)
    with pytest.raises(MeasureError, match="add level to by"):
        aggregate(frame, scope="consolidated")


def test_an_agency_counts_once_a_year() -> None:
    one, copy = handled(0, 9, 10), handled(0, 9, 10, title="副本")
    row = only(aggregate(values(one, copy, handled(1, 1, 10))))
    assert (row["numerator"], row["reports"], row["left_out"]) == (10, 2, 1)
    other = handled(0, 8, 10, title="另一份")
    row = only(aggregate(values(one, copy, other, handled(1, 1, 10))))
    assert (row["numerator"], row["reports"], row["left_out"]) == (1, 1, 3)


def test_bodies_whose_place_is_not_known_are_not_taken_for_one() -> None:
    reports = [handled(0, 9, 10, region_code=None, agency="市教育局", title=str(n)) for n in "ab"]
    row = only(aggregate(values(*reports)))
    assert (row["reports"], row["left_out"]) == (2, 0)


def test_the_sums_keep_their_declaration() -> None:
    for frame in (indicators(Corpus([])), indicators(corpus())):
        found = aggregate(frame, ["year", "scope"])
        dtypes = {name: str(dtype) for name, dtype in found.dtypes.items()}
        assert dtypes == {"year": "Int64", "scope": "string", **COLUMNS["aggregate"]}
        assert found.attrs["aggregate"]["by"] == ["year", "scope"]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"by": "province"}, r"cannot group by 'province'; indicators\(\.\.\., keep="),
        ({"by": "value"}, "cannot group by 'value'"),
        ({"interval": "normal"}, "'normal' is not one of 'wilson', 'bootstrap', None"),
        ({"how": "median"}, "'median' is not one of 'ratio_of_sums', 'mean'"),
        ({"scope": "all"}, "'all' is not one of 'own', 'consolidated'"),
        ({"level": 95}, "level lies between 0 and 1"),
    ],
)
def test_sums_that_cannot_be_had_are_told(wish: dict[str, object], told: str) -> None:
    with pytest.raises(MeasureError, match=told):
        aggregate(values(handled(0, 1, 2)), **wish)


def test_a_frame_of_another_kind_is_refused() -> None:
    with pytest.raises(MeasureError, match="no column 'indicator'"):
        aggregate(corpus().reports.assign(value=1))
    with pytest.raises(MeasureError, match="no indicator 'Z9'"):
        aggregate(values(handled(0, 1, 2)).assign(indicator="Z9"))


# ------------------------------------------------------------------ intervals


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
@pytest.mark.parametrize(
    ("part", "whole"), [(0, 1), (1, 1), (0, 20), (20, 20), (1, 10), (19, 100), (333, 1000)]
)
def test_wilson_is_that_of_statsmodels(part: int, whole: int, level: float) -> None:
    low, high = wilson(np.array([float(part)]), np.array([float(whole)]), level)
    wanted = proportion_confint(part, whole, alpha=1 - level, method="wilson")
    assert (low[0], high[0]) == pytest.approx(wanted, abs=1e-12)


def test_a_share_of_requests_has_wilsons_interval() -> None:
    row = only(aggregate(values(handled(0, 9, 10), handled(1, 10, 90))))
    assert row["interval"] == "wilson"
    wanted = proportion_confint(19, 100, method="wilson")
    assert (row["low"], row["high"]) == pytest.approx(wanted, abs=1e-12)


def test_the_bootstrap_draws_whole_reports() -> None:
    """Of two reports one draws both, or one of them twice: the ends are their own shares."""
    frame = values(handled(0, 9, 10), handled(1, 10, 90))
    row = only(aggregate(frame, interval="bootstrap"))
    assert row["interval"] == "bootstrap"
    assert (row["low"], row["high"]) == pytest.approx((10 / 90, 9 / 10))
    again = aggregate(frame.iloc[::-1], interval="bootstrap")
    assert only(again) == row
    none = only(aggregate(frame, interval=None))
    assert pd.isna(none["low"])
    assert pd.isna(none["interval"])


def test_the_bootstrap_comes_near_the_known_spread_of_a_mean() -> None:
    rng = np.random.default_rng(5)
    sample = rng.normal(10, 2, size=400)
    low, high = bootstrap(sample[:, None], np.ones((400, 1)), draws=4000, seed=1)
    error = 1.959964 * sample.std(ddof=1) / 20
    assert low[0] == pytest.approx(sample.mean() - error, abs=0.03)
    assert high[0] == pytest.approx(sample.mean() + error, abs=0.03)


def test_one_report_has_no_bootstrap() -> None:
    row = only(aggregate(values(handled(0, 0, 10), ids=("D1",))), "D1")
    assert row["value"] == 0.2
    assert pd.isna(row["low"])
    assert pd.isna(row["interval"])


# ------------------------------------------------------------------ scores


def scored(**numbers: list[float | None]) -> pd.DataFrame:
    """Make a frame of indicators of agencies 甲, 乙, 丙…"""
    rows = []
    for id, each in numbers.items():
        for name, value in zip("甲乙丙丁戊", each, strict=False):
            rows.append((name, name, name, 2023, id, value))
    columns = ["report_id", "unit_id", "agency", "year", "indicator", "value"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"value": "Float64", "year": "Int64"})


def test_a_score_worked_out_by_hand() -> None:
    frame = scored(B1=[0.2, 0.4, 0.6], D4=[10.0, 20.0, 0.0])
    scores, table = composite(frame, {"B1": 3, "D4": -1}, "minmax")
    # (3 × 0 - 0.5) / 4, (3 × 0.5 - 1) / 4, 3 / 4
    assert scores["score"].tolist() == pytest.approx([-0.125, 0.125, 0.75])
    assert table["rank"].tolist() == [3, 2, 1]
    assert table["without_B1"].tolist() == [2, 3, 1]
    assert table["without_D4"].tolist() == [3, 2, 1]
    # z = ±1.2247 for B1; D4: 0, 1.2247, -1.2247
    z = 1.5**0.5
    scores, _ = composite(frame, {"B1": 3, "D4": -1})
    assert scores["score"].tolist() == pytest.approx([-3 * z / 4, -z / 4, z])
    scores, _ = composite(frame, {"B1": 3, "D4": -1}, "rank")
    # Shares below and half of those alike: 1/6, 1/2, 5/6; D4: 1/2, 5/6, 1/6.
    assert scores["score"].tolist() == pytest.approx([0, 1 / 6, 14 / 24])
    scores, _ = composite(frame, {"D4": 2}, None)
    assert scores["score"].tolist() == [10, 20, 0]


def test_a_report_that_lacks_an_indicator_has_no_score() -> None:
    frame = scored(B1=[0.2, None, 0.6], D4=[1.0, 2.0, 3.0])
    scores, table = composite(frame, {"B1": 1, "D4": 1})
    assert scores["score"].isna().tolist() == [False, True, False]
    assert scores["why"].tolist() == [pd.NA, "no value: B1", pd.NA]
    assert table["agency"].tolist() == ["甲", "丙"]


def test_ranks_change_only_where_weights_can_change_them() -> None:
    firm = composite(scored(B1=[0.0, 0.5, 1.0], D4=[0.0, 0.5, 1.0]), {"B1": 1, "D4": 1})
    assert firm.sensitivity[["best", "worst"]].to_numpy().tolist() == [[3, 3], [2, 2], [1, 1]]
    assert firm.sensitivity["same"].tolist() == [1, 1, 1]
    # Of two reports that lead in one indicator each, either is first under half of the weights.
    even = scored(B1=[1.0, 0.0], D4=[0.0, 1.0])
    table = composite(even, {"B1": 1, "D4": 1}, "minmax", draws=2000).sensitivity
    assert table["rank"].tolist() == [1, 1]
    assert table[["best", "worst"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    sure = composite(even, {"B1": 2, "D4": 1}, "minmax", perturb=0.2).sensitivity
    assert sure["same"].tolist() == [1, 1]
    close = composite(even, {"B1": 1.1, "D4": 1}, "minmax", draws=2000).sensitivity
    assert 0.5 < close["same"].iloc[0] < 0.9
    assert close.equals(composite(even, {"B1": 1.1, "D4": 1}, "minmax", draws=2000).sensitivity)
    other = composite(even, {"B1": 1.1, "D4": 1}, "minmax", draws=2000, seed=1).sensitivity
    assert other["same"].tolist() != close["same"].tolist()


def test_equal_scores_share_a_rank_and_what_does_not_vary_counts_nothing() -> None:
    frame = scored(B1=[0.5, 0.5, 0.1], C1=[0.9, 0.9, 0.9])
    for how in ("zscore", "minmax", "rank"):
        scores, table = composite(frame, {"B1": 1, "C1": 5}, how)
        assert table["rank"].tolist() == [1, 1, 3]
        assert np.isfinite(scores["score"]).all()


def test_reports_are_compared_within_groups() -> None:
    one = scored(B1=[0.1, 0.9])
    two = scored(B1=[0.2, 0.3]).assign(year=2022)
    two["report_id"] += "2022"
    frame = pd.concat([one, two], ignore_index=True)
    scores, table = composite(frame, {"B1": 1}, "minmax", by="year")
    assert scores["score"].tolist() == [0, 1, 0, 1]
    assert table["rank"].tolist() == [2, 1, 2, 1]


@pytest.mark.parametrize(
    ("weights", "rest", "told"),
    [
        ({}, {}, "not all of them 0"),
        ({"B1": 0}, {}, "not all of them 0"),
        ({"B1": float("nan")}, {}, "weights are finite numbers"),
        ({"B1": "viel"}, {}, "a weight is no number"),
        ({"B1": 1, "C1": 1}, {}, "the frame has no C1"),
        ({"B1x": 1}, {}, "no indicator 'B1x'; near it are B1"),
        ({"B1": 1}, {"standardise": "log"}, "standardise is 'zscore', 'minmax', 'rank' or None"),
        ({"B1": 1}, {"perturb": 2}, "perturb lies between 0 and 1"),
        ({"B1": 1}, {"by": "province"}, "no column 'province'"),
    ],
)
def test_scores_that_cannot_be_had_are_told(
    weights: dict[str, float], rest: dict[str, object], told: str
) -> None:
    with pytest.raises(MeasureError, match=told):
        composite(scored(B1=[0.1, 0.2]), weights, **rest)


def test_a_report_that_is_there_twice_has_no_score() -> None:
    frame = scored(B1=[0.1, 0.2])
    with pytest.raises(MeasureError, match="a report has two values of one indicator"):
        composite(pd.concat([frame, frame]), {"B1": 1})


def test_scores_keep_their_declaration() -> None:
    for frame in (indicators(Corpus([])), indicators(corpus(main(), earlier(), one_request()))):
        scores, table = composite(frame, {"A1": 1, "F2": 1})
        assert {name: str(each) for name, each in scores.dtypes.items()} == COLUMNS["scores"]
        assert {name: str(each) for name, each in table.dtypes.items()} == {
            **COLUMNS["sensitivity"],
            "without_A1": "Int64",
            "without_F2": "Int64",
        }


# ------------------------------------------------------------------ the command


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["indicators", *(str(argument) for argument in arguments)])


def test_the_command_prints_indicators_of_each_report() -> None:
    done = run(ROOT / "corpus" / "reports", "--ids", "A1,B2", "--format", "csv")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 1 + 2 * 60
    assert lines[0] == ",".join(COLUMNS["indicators"])
    table = run(ROOT / "corpus" / "reports", "--ids", "A1").stdout.splitlines()
    assert table[0].split() == ["agency", "year", "indicator", "value", "of", "why"]
    assert len(table) == 61


def test_the_command_sums_up_and_writes_files(tmp_path: Path) -> None:
    out = tmp_path / "sums.csv"
    done = run(
        ROOT / "corpus" / "reports", "--ids", "A1, A4", "--by", "year", "-f", "csv", "-o", out
    )
    assert (done.exit_code, done.stdout) == (0, "")
    written = pd.read_csv(out, encoding="utf-8-sig")
    assert written["year"].tolist() == [year for year in range(2019, 2024) for _ in "ab"]
    assert written.columns.tolist() == ["year", *COLUMNS["aggregate"]]
    table = run(ROOT / "corpus" / "reports", "--ids", "A4", "--by", "year").stdout.splitlines()
    assert table[1].split()[:7] == ["2019", "A4", "零申请", "0.0833", "1", "/", "12"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("corpus/reports", "--ids", "B22x"), "no indicator 'B22x'; near it are B22"),
        (("corpus/reports", "--ids", "F13a"), "F13a 附图 is not computed yet"),
        (("corpus/reports", "--ids", "A1", "--by", "provinz"), "cannot group by 'provinz'"),
        (("corpus/reports", "--format", "xml"), "no format 'xml'; choose one of table, csv"),
    ],
)
def test_the_command_tells_what_it_cannot_do(arguments: tuple[str, ...], told: str) -> None:
    path, *rest = arguments
    done = run(ROOT / path, *rest)
    assert done.exit_code == 2
    assert told in done.stderr
