"""Who is who across years: places that were renamed or merged, and tables that people give."""

from __future__ import annotations

from pathlib import Path

import pytest
from many_reports import report

from gxkit.corpus import Aliases, Corpus, read_aliases
from gxkit.corpus.identity import unit_id
from gxkit.corpus.places import merger_years, name_in_place, successor
from gxkit.errors import AliasError

HEAD = "agency,region_code,from_year,to_year,unit_id,kind\n"
CARRIED = {"requests/carried_forward/total": 4, "requests/carried_forward/natural_person": 4}


def table(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "aliases.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("agency", "code", "unit"),
    [
        ("密云县教育局", "110228", "110118/教育局"),  # made 密云区 in 2015
        ("北京市密云区教育局", "110118", "110118/教育局"),
        ("区教育局", "110118", "110118/教育局"),
        ("崇文区教育局", "110103", "110103/教育局"),  # merged into 东城区: a series of its own
        ("东城区教育局", "110101", "110101/教育局"),
        ("襄樊市教育局", "420600", "420600/教育局"),  # renamed 襄阳市, code kept
        ("襄阳市教育局", "420600", "420600/教育局"),
        ("国家税务总局密云区税务局", "110118", "110118/国家税务总局税务局"),
        ("青川市档案局", "990100", "990100/青川市档案局"),
        ("鼓楼区教育局", None, "?/鼓楼区教育局"),
    ],
)
def test_an_agency_keeps_its_name_when_its_place_is_renamed(
    agency: str, code: str | None, unit: str
) -> None:
    assert unit_id({"agency": agency, "region_code": code}) == unit


def test_mergers_break_the_series_of_the_place_that_stays() -> None:
    assert successor("110103") == "110103"
    assert successor("120107") == "120107"  # 塘沽区, with two others, became 滨海新区
    assert merger_years("110101") == {2009, 2010}  # 崇文区 joined it in 2010, by the code book
    assert merger_years("330105") == {2021}  # 下城区 joined 拱墅区; from 2019 on dates are exact
    assert merger_years("110118") == frozenset()
    assert merger_years("?") == frozenset()
    corpus = Corpus(
        [
            report(2020, CARRIED, agency="拱墅区教育局", region_code="330105"),
            report(2021, agency="拱墅区教育局", region_code="330105"),
        ]
    )
    checks = corpus.checks.query("rule in ['E1', 'E9']")
    assert checks["ok"].isna().tolist() == [True, True]


def test_a_county_made_a_district_goes_on() -> None:
    corpus = Corpus(
        [
            report(2020, CARRIED, agency="孟津县教育局", region_code="410322"),
            report(2019, agency="孟津县教育局", region_code="410322"),
        ]
    )
    failed = corpus.checks.query("rule == 'E1'")
    assert failed["ok"].tolist() == [True]  # 2019 → 2020, whatever the order of files
    assert len(set(corpus.reports["unit_id"])) == 1


@pytest.mark.parametrize(
    ("agency", "known"),
    [
        ("鼓楼区教育局", False),  # which 鼓楼区?
        ("市教育局", False),
        ("教育局", False),
        ("市场监督管理局", False),
        ("住房和城乡建设局", False),
        ("云岭县教育局", True),
        ("青川市场监督管理局", False),
        ("国家档案局", True),
    ],
)
def test_an_agency_without_its_place_may_be_any_of_that_name(agency: str, known: bool) -> None:
    assert (name_in_place({"agency": agency, "region_code": None}) is not None) is known
    pair = [report(2021, CARRIED, agency=agency), report(2022, agency=agency)]
    failed = Corpus(pair).checks.query("rule == 'E1' and ok == False")
    assert len(failed) == (2 if known else 0)  # the total and 自然人


def test_a_renamed_agency_is_one_series(tmp_path: Path) -> None:
    path = table(tmp_path, "云岭县史志办,,,2021,?/云岭县档案局,same")
    pair = [report(2021, CARRIED, agency="云岭县史志办"), report(2022, agency="云岭县档案局")]
    assert Corpus(pair).checks.query("rule == 'E1'").empty
    corpus = Corpus(pair, aliases=read_aliases(path))
    assert corpus.reports["unit_id"].tolist() == ["?/云岭县档案局"] * 2
    assert corpus.checks.query("rule == 'E1'")["ok"].tolist() == [False, False]
    (said,) = corpus.checks.query("rule == 'E9'")["message"]
    assert said == "2021 → 2022: 云岭县史志办 goes on as 云岭县档案局"
    assert corpus.fill("na").reports["unit_id"].tolist() == ["?/云岭县档案局"] * 2
    # from 2022 on the old name is somebody else's
    later = Corpus([report(2022, agency="云岭县史志办")], aliases=read_aliases(path))
    assert later.reports["unit_id"].tolist() == ["?/云岭县史志办"]


def test_merged_agencies_break_the_series_and_keep_their_own(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "云岭县旅游局,,,2021,?/云岭县文旅局,merged",
        "云岭县文化局,,,2021,?/云岭县文旅局,merged",
    )
    reports = [
        report(2021, CARRIED, agency="云岭县文旅局"),
        report(2021, CARRIED, agency="云岭县旅游局"),
        report(2022, agency="云岭县文旅局"),
    ]
    assert (Corpus(reports).checks.query("rule == 'E1'")["ok"] == False).all()  # noqa: E712
    corpus = Corpus(reports, aliases=read_aliases(path))
    assert corpus.reports["unit_id"].nunique() == 2
    assert corpus.checks.query("rule == 'E1'")["ok"].isna().tolist() == [True]
    assert corpus.checks.query("rule == 'E9'")["ok"].isna().tolist() == [True]


def test_a_merger_in_a_year_without_a_report_breaks_the_series_too(tmp_path: Path) -> None:
    path = table(tmp_path, "云岭县旅游局,,,2020,?/云岭县文旅局,merged")
    years = {2018: 100, 2019: 110, 2020: 105, 2022: 900, 2023: 950}
    reports = [
        report(year, {"requests/new/total": value}, agency="云岭县文旅局")
        for year, value in years.items()
    ]
    assert len(Corpus(reports).checks.query("rule == 'E5'")) == 5
    corpus = Corpus(reports, aliases=read_aliases(path))
    assert corpus.checks.query("rule == 'E5'").empty  # three years and two


def test_two_reports_on_a_year_are_not_compared_unless_they_agree() -> None:
    before = report(2021, CARRIED)
    one, two = report(2022), report(2022, {"requests/new/total": 1}, published="2023-02-01")
    corpus = Corpus([before, one, two])
    assert corpus.checks.query("rule == 'E1'").empty
    notes = corpus.notes.query("step == 'years'")
    assert set(notes["report_id"]) == {one.report_id, two.report_id}
    assert "has 2 reports on 2022 with other numbers" in notes["message"].iloc[0]
    same = report(2022, published="2023-02-01")
    corpus = Corpus([before, one, same])
    assert corpus.checks.query("rule == 'E1'")["report_id"].unique().tolist() == [one.report_id]
    assert corpus.notes.query("step == 'years'").empty


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,,,?/云岭县档案局,same", "line 2: agency is empty"),
        ("云岭县史志办,,,,,same", "line 2: unit_id is empty"),
        ("云岭县史志办,9901,,,?/x,same", "line 2: region_code '9901'; give six digits"),
        (
            "云岭县史志办,９９０１０１,,,?/x,same",
            "line 2: region_code '９９０１０１'; give six digits",
        ),
        ("云岭县史志办,,,2021,?/x,same,又名", "line 2: more fields than columns; put quotes"),
        ("云岭县史志办,,21,,?/x,same", "line 2: from_year '21'; give a year"),
        ("云岭县史志办,,2022,2021,?/x,same", "line 2: from_year 2022 is after to_year 2021"),
        ("云岭县史志办,,,,?/x,renamed", "line 2: kind 'renamed'; write same or merged"),
        ("云岭县史志办,,,,?/x,merged", "line 2: a merged agency needs to_year"),
        (
            "云岭县史志办,,,2021,?/x,same\n云岭县史志办,,2021,,?/y,same",
            "line 3: 云岭县史志办 is \\?/y here and \\?/x on line 2 for the same years",
        ),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_what_to_do(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(AliasError, match=f"aliases.csv, {said}"):
        read_aliases(table(tmp_path, row))


def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match=r"cannot be read .*check the path"):
        read_aliases(tmp_path / "none.csv")
    with pytest.raises(AliasError, match="line 1: no column region_code, unit_id"):
        read_aliases(table(tmp_path, head="agency,from_year,to_year\n"))
    with pytest.raises(AliasError, match="separated by ;; separate them by commas"):
        read_aliases(table(tmp_path, head=HEAD.replace(",", ";")))
    with pytest.raises(
        AliasError, match=r"aliases.csv: no CSV \(field larger .*save it as CSV UTF-8"
    ):
        read_aliases(table(tmp_path, "x" * 200_000))
    path = tmp_path / "gbk.csv"
    path.write_bytes((HEAD + "云岭县史志办,,,,x,same\n").encode("gb18030"))
    with pytest.raises(AliasError, match="not UTF-8; save it as CSV UTF-8"):
        read_aliases(path)


def test_the_same_name_in_two_regions_or_times_is_no_conflict(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "县史志办,990101,,,?/x,",
        "县史志办,990102,,,?/y,",
        "云岭县史志办,,,2020,?/x,same",
        "云岭县史志办,,2021,,?/y,same",
    )
    aliases = read_aliases(path)
    assert aliases.unit({"agency": "县史志办", "region_code": "990102", "year": 2020}) == "?/y"
    assert aliases.unit({"agency": "云岭县史志办", "year": 2020}) == "?/x"
    assert aliases.unit({"agency": "云岭县史志办", "year": 2021}) == "?/y"
    assert Aliases().unit({"agency": None}) is None
