"""People against the machine: sheets, agreement, evaluation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from gxkit.errors import ThemeError
from gxkit.themes import agreement, code, coding_sheet, evaluate, read_sheet
from gxkit.themes.coefficients import cohen_kappa, krippendorff_alpha, masi, masi_alpha
from gxkit.themes.sheets import _shares

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers,
# twelve units, missing data; nominal alpha is 0.743.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def units() -> list[list[str]]:
    columns = zip(*(row.split() for row in OBSERVERS), strict=True)
    return [[value for value in unit if value != "."] for unit in columns]


def codes(given: dict[int, str]) -> pd.DataFrame:
    rows = [(id, theme) for id, themes in given.items() for theme in themes.split() or [None]]
    return pd.DataFrame(rows, columns=["id", "theme"])


def test_alpha_of_the_worked_example() -> None:
    assert krippendorff_alpha(units()) == pytest.approx(0.743, abs=0.0005)


def test_alpha_without_disagreement_or_without_choice() -> None:
    assert krippendorff_alpha([[1, 1], [2, 2]]) == 1.0
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1], []]) is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kappa_is_that_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 3, 60)
    second = np.where(rng.random(60) < 0.6, first, rng.integers(0, 3, 60))
    assert cohen_kappa(first.tolist(), second.tolist()) == pytest.approx(
        cohen_kappa_score(first, second)
    )


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("ab", "ab", 0.0),
        ("", "", 0.0),
        ("a", "ab", 1 - 1 / 2 * 2 / 3),  # one holds the other: Jaccard 1/2, monotonicity 2/3
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),  # they overlap: Jaccard 1/3, monotonicity 1/3
        ("a", "b", 1.0),
        ("", "a", 1.0),
    ],
)
def test_masi_by_its_definition(one: str, other: str, distance: float) -> None:
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert masi(frozenset(other), frozenset(one)) == pytest.approx(distance)


def test_alpha_with_masi_by_hand() -> None:
    a, b, ab = frozenset("a"), frozenset("b"), frozenset("ab")
    # Values a a | ab b: n = 4, distances a–b 1, a–ab 2/3, ab–b 2/3.
    # Observed 2 · 2/3; expected 2 · (2·1·1 + 2·1·2/3 + 1·1·2/3) = 8; alpha = 1 - 3 · (4/3) / 8.
    assert masi_alpha([[a, a], [ab, b]]) == pytest.approx(0.5)


def test_agreement_theme_by_theme() -> None:
    one = codes({1: "P01", 2: "P01 P02", 3: "", 4: "P02"})
    other = codes({1: "P01", 2: "P02", 3: "", 4: "P02", 9: "P08"})
    found = agreement(one, other, on=["id"], draws=200).set_index("theme")
    assert found.index.tolist() == ["P01", "P02"]  # 9 was coded once
    assert found.loc["P01", ["units", "used", "percent", "kappa"]].tolist() == [4, 3, 0.75, 0.5]
    assert found.loc["P02", "alpha"] == 1.0
    assert (
        found.loc["P01", "alpha_low"] <= found.loc["P01", "alpha"] <= found.loc["P01", "alpha_high"]
    )
    again = agreement(one, other, on=["id"], draws=200)
    assert found.reset_index().equals(again)
    assert again.attrs["masi"] == pytest.approx((0 + 2 / 3 + 0 + 0) / 4)


def test_agreement_of_three_with_gaps() -> None:
    coders = [codes({1: "P01", 2: ""}), codes({1: "P01"}), codes({2: "P01", 1: ""})]
    found = agreement(*coders, on=["id"], draws=0).iloc[0]
    # Unit 1: yes yes no (one pair of three agrees); unit 2: no yes (no pair agrees).
    assert found["percent"] == pytest.approx(1 / 4)
    assert pd.isna(found["kappa"])
    assert "two coders" in found["why"]
    # Values yes 3, no 2: D_o = 4/2 + 2/1 = 4, D_e = 25 - 9 - 4 = 12, alpha = 1 - 4 · 4/12.
    assert found["alpha"] == pytest.approx(-1 / 3)


def test_agreement_that_chance_makes_certain_is_not_one() -> None:
    same = codes({1: "P01", 2: "P01"})
    found = agreement(same, same, on=["id"]).iloc[0]
    assert found["percent"] == 1.0
    assert pd.isna(found["alpha"])
    assert "certain" in found["why"]


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        ([codes({1: "P01"})], "two coders or more"),
        ([codes({1: "P01"}), codes({2: "P01"})], "no unit was coded twice"),
        ([codes({1: "P77"}), codes({1: "P01"})], "no theme 'P77'"),
    ],
)
def test_agreement_says_what_is_wrong(frames: list[pd.DataFrame], message: str) -> None:
    with pytest.raises(ThemeError, match=message):
        agreement(*frames, on=["id"])


def test_evaluation_by_hand() -> None:
    machine = codes({1: "P01 P02", 2: "P02", 3: "", 4: "P08", 5: "P01"})
    person = codes({1: "P01", 2: "P02", 3: "P08", 4: "P08"})  # 5 was not coded
    found = evaluate(machine, person, on=["id"]).set_index("theme")
    assert found.loc["micro", ["precision", "recall"]].tolist() == [0.75, 0.75]
    assert found.loc["P02", ["precision", "recall"]].tolist() == [0.5, 1.0]
    assert found.loc["P08", ["precision", "recall"]].tolist() == [1.0, 0.5]
    assert found.loc["macro", "f1"] == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    assert pd.isna(found.loc["P03", "f1"])
    assert found.loc["P03", "why"] == "neither gave it"
    with pytest.raises(ThemeError, match="1 units are not among the machine's, first: id 9"):
        evaluate(machine, codes({9: "P01"}), on=["id"])


# Sheets.


def clauses(count: int = 40) -> pd.DataFrame:
    points = pd.DataFrame(
        {
            "report_id": [f"r{place:02}" for place in range(count)],
            "kind": ["problem", "improvement"] * (count // 2),
            "order": 1,
            "level": ["市"] * 4 + ["县"] * (count - 4),
            "text": [f"第{place}科人手不足" for place in range(count)],
        }
    )
    return code(points, how="pattern")


def test_shares_are_fair() -> None:
    assert _shares([90, 9, 1], 10) == [8, 1, 1]
    assert _shares([5, 5], 3) == [2, 1]
    assert _shares([1, 1, 1], 2) == [1, 1, 0]


def test_a_sheet_hides_the_machine_and_leads_back(tmp_path: Path) -> None:
    path = tmp_path / "coding.xlsx"
    shown = coding_sheet(clauses(), 10, path, by="level", seed=3)
    sheet = openpyxl.load_workbook(path)["coding"]
    head = [cell.value for cell in sheet[1]]
    ids = ["report_id", "kind", "order", "clause", "text"]
    assert head == [*ids, "theme1", "theme2", "theme3", "remark"]
    assert sheet.max_row == 11
    everything = " ".join(str(cell.value) for row in sheet for cell in row)
    assert "P01" not in everything
    assert sheet.data_validations.dataValidation[0].formula1 == "=themes!$F$2:$F$47"
    levels = clauses().drop_duplicates("report_id").set_index("report_id")["level"]
    assert levels[shown["report_id"]].value_counts().to_dict() == {"县": 9, "市": 1}
    again = coding_sheet(clauses(), 10, tmp_path / "again.xlsx", by="level", seed=3)
    pd.testing.assert_frame_equal(shown, again)
    other = coding_sheet(clauses(), 10, tmp_path / "other.xlsx", by="level", seed=4)
    assert shown["report_id"].tolist() != other["report_id"].tolist()


def filled(path: Path, rows: dict[int, tuple[str, ...]]) -> Path:
    work = openpyxl.load_workbook(path)
    sheet = work["coding"]
    first = [cell.value for cell in sheet[1]].index("theme1") + 1
    for row, themes in rows.items():
        for place, theme in enumerate(themes):
            sheet.cell(row, first + place, theme)
    work.save(path)
    return path


def test_a_sheet_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "ann.xlsx"
    machine = clauses()
    problems = machine[machine["kind"] == "problem"]
    shown = coding_sheet(problems, 4, path)
    read = read_sheet(filled(path, {2: ("P01·人员力量", "p02"), 3: ("NONE",), 4: ("P08 P01",)}))
    assert read["theme"].fillna("-").tolist() == ["P01", "P02", "-", "P08", "P01"]
    assert read["report_id"].tolist() == [
        shown["report_id"].iloc[place] for place in (0, 0, 1, 2, 2)
    ]
    assert set(read["coder"]) == {"ann"}
    assert evaluate(machine, read).loc[0, "true_positive"] == 2
    laid = code(problems.drop(columns="theme"), how="pattern", person=read)
    theirs = laid[laid["how"] == "person"]
    assert theirs["theme"].fillna("-").value_counts().to_dict() == {
        "P01": 2,
        "P02": 1,
        "P08": 1,
        "-": 1,
    }
    assert set(laid.loc[laid["how"] != "person", "theme"]) == {"P01"}


@pytest.mark.parametrize(
    ("themes", "message"),
    [
        (("P99",), r"row 3, cell F3: no theme 'P99'"),
        (("", "P01 人手"), r"row 3, cell G3: no theme '人手'"),
        (("M01",), r"cell F3: M01 is a theme of measures, the row of a problem"),
        (("NONE", "P01"), r"row 3: NONE stands beside themes"),
    ],
)
def test_a_wrong_code_is_named_by_its_cell(
    tmp_path: Path, themes: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "sheet.xlsx"
    machine = clauses()
    coding_sheet(machine[machine["kind"] == "problem"], 3, path)
    with pytest.raises(ThemeError, match=message):
        read_sheet(filled(path, {3: themes}))


def test_sheets_that_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_text("no sheet", encoding="utf-8")
    with pytest.raises(ThemeError, match="is there already"):
        coding_sheet(clauses(), 3, path)
    with pytest.raises(ThemeError, match="is no Excel file that can be read"):
        read_sheet(path)
    with pytest.raises(ThemeError, match="no column 'region'"):
        coding_sheet(clauses(), 3, tmp_path / "b.xlsx", by="region")
    with pytest.raises(ThemeError, match="at least 1"):
        coding_sheet(clauses(), 0, tmp_path / "b.xlsx")


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    coding_sheet(pd.DataFrame({"id": [1], "text": ["=1+1不足"]}), 1, path)
    assert openpyxl.load_workbook(path)["coding"]["B2"].data_type == "s"
