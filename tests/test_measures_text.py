"""Indicators of section five: frames of themes, tone and reuse that are handed in."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from many_reports import report
from measured import corpus, earlier, handed, main
from typer.testing import CliRunner

import gxkit.text
import gxkit.themes
from gxkit.cli import app
from gxkit.corpus import Corpus
from gxkit.errors import MeasureError
from gxkit.measures import FRAMES, INDICATORS, Indicator, indicators
from gxkit.report import Report
from gxkit.themes import frames_of, indicators_of

NEEDY = [id for id, one in INDICATORS.items() if one.frames]


def both(**frames: pd.DataFrame) -> pd.DataFrame:
    """Compute all that needs frames for the years 2022 and 2023, with all frames but these."""
    found = indicators(corpus(main(), earlier()), **{**handed(), **frames})
    found = found[found["indicator"].isin(NEEDY) & (found["year"] == 2023)]
    return found.set_index("indicator")


def changed(name: str, **values: object) -> dict[str, pd.DataFrame]:
    return {name: handed()[name].assign(**values)}


# ------------------------------------------------------------------ what is declared


def test_what_needs_frames_says_which() -> None:
    wanted = "G3 G4 G5 G6 G7 G8 G9 G10 G10s G11 G11s G12 G13a G13b G14 G15 G16 G17"
    assert " ".join(NEEDY) == wanted
    assert INDICATORS["G8"].frames == ("tone_points", "codes")
    assert INDICATORS["G16"].sources == ("cells", "codes")
    used = {name for id in NEEDY for name in INDICATORS[id].frames}
    assert used == set(FRAMES)


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("of(code, core)", "no frame code; there are codes"),
        ("of(matched, share)", "matched is not asked for share, but for problems, answered"),
        ("clauses(praise)", r"clauses\(\) takes first one of problem, improvement"),
        ("greatest(1)", r"greatest\(\) takes 2 to 99 arguments, not 1"),
    ],
)
def test_a_formula_over_a_frame_that_is_not_declared_is_refused(formula: str, told: str) -> None:
    with pytest.raises(MeasureError, match=told):
        Indicator("X", "甲", "first", formula, "件")


# ------------------------------------------------------------------ what is not handed in


def test_without_frames_all_is_na_and_says_what_to_give() -> None:
    found = indicators(corpus(main())).set_index("indicator").loc[NEEDY]
    assert found["value"].isna().all()
    assert found.loc["G4", "why"] == "needs codes: give codes=gxkit.themes.code(corpus)"
    assert found.loc["G12", "why"] == (
        "needs reuse_siblings: give reuse_siblings="
        'gxkit.text.reuse(gxkit.text.texts(corpus, "section5"), "siblings")'
    )
    assert found.loc["G8", "why"].startswith("needs tone_points: ")


def test_asked_for_by_name_without_its_frame_is_an_error_that_names_the_verb() -> None:
    told = (
        r"G8 具体度 needs codes: give codes=gxkit.themes.code\(corpus\); gxkit.themes.indicators_of"
    )
    points = handed()["tone_points"]
    with pytest.raises(MeasureError, match=told):
        indicators(corpus(main()), ["B1", "G8"], tone_points=points)


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        ({"code": pd.DataFrame()}, "takes no 'code'; near it is codes"),
        ({"zzz": pd.DataFrame()}, "takes no 'zzz'; frames are codes, matched"),
        ({"tone": [1]}, "tone is a frame: give tone=gxkit.text.tone"),
        ({"matched": pd.DataFrame({"report_id": []})}, "matched has no column 'problems'"),
        (
            {"matched": pd.concat([handed()["matched"]] * 2)},
            "matched has two rows for one report_id",
        ),
    ],
)
def test_a_frame_that_cannot_be_used_is_refused(frames: dict[str, pd.DataFrame], told: str) -> None:
    with pytest.raises(MeasureError, match=told):
        indicators(corpus(main()), ["B1"], **frames)


def test_the_settings_say_how_frames_were_made() -> None:
    codes = handed()["codes"]
    found = indicators(corpus(main()), ["G4"], codes=codes)
    assert found.attrs["settings"]["frames"] == {"codes": codes.attrs}


# ------------------------------------------------------------------ zero, blank, not there


def test_zero_denominators_of_frames_are_named() -> None:
    nothing = {
        name: frame.assign(**dict.fromkeys(frame.columns.drop("report_id"), 0))
        for name, frame in handed().items()
        if name not in ("codes", "tone_points")
    }
    codes = handed()["codes"].query("kind == 'improvement'")
    found = both(**nothing, codes=codes)
    told = found["why"].str.startswith("zero denominator: ").fillna(False)
    zero = "G3 G5 G6 G7 G9 G10s G11 G11s G12 G13a G13b G14 G15 G17"
    assert " ".join(told[told].index) == zero
    assert found.loc["G14", "why"] == "zero denominator: of(persistence, themes_before)"
    assert found.loc["G6", "why"] == "zero denominator: clauses(problem, themed)"
    assert found.loc[["G4", "G10", "G8"], "value"].tolist() == [0, 0, 1.5]


def test_a_report_without_a_row_is_not_known_and_not_zero() -> None:
    found = both(**{name: frame.iloc[:0] for name, frame in handed().items()})
    assert found["value"].isna().all()
    assert found.loc["G9", "why"] == "tone has no row for this report"
    assert found.loc["G4", "why"] == "no clause of this report is among the codes"


def test_what_a_frame_does_not_know_is_not_known_for_its_reason() -> None:
    lost = {"copied": pd.array([None], dtype="Int64"), "why": "no siblings"}
    found = both(**changed("reuse_siblings", **lost))
    assert found.loc[["G12", "G17"], "why"].tolist() == ["reuse_siblings: no siblings"] * 2
    assert found.loc["G11", "value"] == 0.25
    points = handed()["tone_points"].assign(concrete=pd.array([3, None], dtype="Int64"))
    assert both(tone_points=points).loc["G8", "why"] == "tone_points: not known"


def test_a_share_above_1_is_refused() -> None:
    found = both(**changed("matched", answered=9))
    assert found.loc["G3", "why"] == "outside 0 to 1: the page contradicts itself"


def test_novelty_is_what_is_left_of_the_greater_share() -> None:
    found = both(**changed("reuse_last_year", copied=90))
    assert found.loc["G17", "value"] == 0.25


def test_texts_of_last_year_count_only_where_the_series_goes_on() -> None:
    # 330105 拱墅区 took in another district in 2021.
    meta = {"agency": "拱墅区教育局", "region_code": "330105"}
    reports = Corpus([report(year, **meta, form="2021") for year in (2020, 2021)])
    frame = handed()["reuse_last_year"].assign(report_id=reports.reports["report_id"].iloc[1])
    found = indicators(reports, ["G11"], reuse_last_year=frame).query("year == 2021")
    assert found["why"].tolist() == ["the series breaks here"]


# ------------------------------------------------------------------ codes


def test_silence_ends_where_a_problem_speaks_of_requests_or_no_case_was_lost() -> None:
    codes = handed()["codes"]
    spoken = codes.assign(theme=codes["theme"].replace("P11", "P19"))
    spoken.attrs |= codes.attrs
    assert both(codes=spoken).loc["G16", "value"] == 0
    codes = codes.assign(report_id=report(2023).report_id)
    codes.attrs |= handed()["codes"].attrs
    won = indicators(corpus(report(2023)), ["G16"], codes=codes)
    assert won["value"].tolist() == [0]


def test_codes_of_another_codebook_are_not_asked_for_its_themes() -> None:
    codes = handed()["codes"]
    codes.attrs["themes"] = ["A", "P18"]
    found = both(codes=codes)
    assert found.loc["G16", "why"] == "the codebook has no theme P19"
    assert found.loc["G4", "value"] == 2


def test_codes_that_lost_their_settings_give_no_number_that_needs_them() -> None:
    codes = handed()["codes"]
    codes.attrs.clear()
    found = both(codes=codes)
    lost = ["G4", "G5", "G6", "G7", "G16"]
    assert found.loc[lost, "value"].isna().all()
    assert found.loc["G4", "why"] == (
        '.attrs["residual"] of codes is missing: hand in what gxkit.themes.code returns'
    )
    assert found.loc["G8", "value"] == 0.5


# ------------------------------------------------------------------ anything at all

NUMBERS = st.sampled_from([0.0, 0.0, None, 1.0, 2.0, 7.0])
OF = re.compile(r"of\((\w+), (\w+)\)")


@st.composite
def anything(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Draw frames full of zeros and blanks about the report on 2023."""
    id = main().report_id
    frames = {}
    for name, declared in FRAMES.items():
        if name == "codes":
            continue
        rows = draw(st.integers(0, 1))
        columns = {one: [draw(NUMBERS) for _ in range(rows)] for one in declared.columns}
        frame = pd.DataFrame(columns).astype("Float64")
        frames[name] = frame.assign(report_id=pd.array([id] * rows, dtype="string"))
    themes = st.sampled_from([None, "P00", "P07", "P18"])
    kinds = st.sampled_from(["problem", "improvement"])
    drawn = draw(st.lists(st.tuples(kinds, st.integers(1, 2), themes), max_size=5, unique=True))
    rows = [(id, kind, 1, clause, theme, theme == "P07") for kind, clause, theme in drawn]
    names = ["report_id", "kind", "order", "clause", "theme", "core"]
    codes = pd.DataFrame(rows, columns=names).astype({"theme": "string", "core": "boolean"})
    codes.attrs |= handed()["codes"].attrs
    return {**frames, "codes": codes}


@settings(max_examples=40, deadline=None)
@given(anything())
def test_no_frame_makes_a_number_of_nothing(frames: dict[str, pd.DataFrame]) -> None:
    found = indicators(corpus(main(), earlier()), NEEDY, **frames)
    assert (found["value"].isna() == found["why"].notna()).all()
    assert found[found["year"] == 2022]["value"].isna().all()
    for row in found[found["year"] == 2023].itertuples():
        one = INDICATORS[row.indicator]
        assert pd.isna(row.value) or one.low <= row.value <= one.high
        known = [
            len(frames[name]) == 1 and not pd.isna(frames[name][column].iloc[0])
            for name, column in OF.findall(one.formula)
        ]
        assert all(known) or pd.isna(row.value), row
        if "codes" in one.frames and frames["codes"].empty:
            assert pd.isna(row.value)
        if pd.isna(row.value) and all(known):
            assert row.why.startswith(("zero denominator", "outside", "no clause of")), row


# ------------------------------------------------------------------ with what the rooms make


def office(year: int, five: str, one: str, agency: str = "青川市档案局") -> Report:
    cells = {"disputes/reconsideration/corrected": 1.0}
    meta = {"level": "市", "province": "云岭省"}
    return report(year, cells, sections={1: one, 5: five}, agency=agency, **meta)


def three() -> Corpus:
    before = "主要问题：一是业务培训不足；二是政策解读形式单一。改进措施：一是组织业务培训。"
    now = (
        "总体良好。主要问题：一是业务培训不足；二是答复告知书不够规范。改进措施：一是组织业务培训。"
    )
    other = "主要问题：一是栏目更新不及时。改进措施：一是在6月底前更新12条。"
    return Corpus(
        [
            office(2022, before, "召开会议。"),
            office(2023, now, "全年组织业务培训3次。"),
            office(2023, other, "召开会议。", "临溪市档案局"),
        ]
    )


def test_one_call_codes_compares_and_computes() -> None:
    found = indicators_of(three(), how="pattern")
    assert found["indicator"].nunique() == len(INDICATORS)
    found = found[found["agency"] == "青川市档案局"].set_index(["indicator", "year"])["value"]
    assert found["G3", 2022] == 0.5  # trainings are answered, 政策解读 is not
    assert found["G4", 2022] == 2
    assert found["G14", 2023] == 0.5  # trainings again, 政策解读 no more
    assert found["G15", 2023] == 1  # trainings were promised, and held
    assert (found["G16", 2022], found["G16", 2023]) == (1, 0)
    assert (found["G10", 2022], found["G10", 2023]) == (0, 1)
    assert 0.5 < found["G11", 2023] < 1
    assert found["G12", 2023] < found["G11", 2023]
    assert found["G17", 2023] == pytest.approx(1 - found["G11", 2023])


def test_every_declared_verb_makes_what_is_made_in_one_call() -> None:
    one = three()
    made = frames_of(one, codes=gxkit.themes.code(one, how="pattern"), how="pattern")
    assert list(made) == list(FRAMES)
    # The shipped layers are both; here patterns alone, which need no training.
    known = {"gxkit": gxkit, "corpus": one, "codes": made["codes"]}
    for name, frame in FRAMES.items():
        if "themes.code(" not in frame.verb:
            pd.testing.assert_frame_equal(eval(frame.verb, known), made[name])
        assert {"report_id", *frame.columns} <= set(made[name].columns), name


def test_only_what_is_needed_is_made() -> None:
    found = indicators_of(three(), ["G11", "A1"])
    assert list(found.attrs["settings"]["frames"]) == ["reuse_last_year"]


def test_the_command_makes_what_a_named_indicator_needs() -> None:
    result = CliRunner().invoke(app, ["indicators", "corpus/reports", "--ids", "G9", "-f", "csv"])
    assert result.exit_code == 0, result.output
    head, first, *_ = result.output.splitlines()
    value = dict(zip(head.split(","), first.split(","), strict=True))
    share = 100 * float(value["numerator"]) / 100 / float(value["denominator"])
    assert float(value["value"]) == pytest.approx(share)
