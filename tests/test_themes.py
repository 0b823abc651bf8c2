"""Themes: the codebook, taking clauses apart, coding in two layers."""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path

import pandas as pd
import pytest
import yaml

from gxkit.errors import ThemeError
from gxkit.themes import Codebook, code, evaluate
from gxkit.themes.clauses import Splitter
from gxkit.themes.exemplars import read_exemplars

ROOT = Path(__file__).parents[1]
SMALL = """
version: "7"
words: {few: 少|不足}
families: {I: {zh: 人与事, en: People}, II: {zh: 余, en: Rest}}
themes:
  A1: {side: problem, family: I, zh: 人少, en: Few, definition: 人少, core: 'true', patterns: ['人{few}']}
  A2:
    side: problem
    family: I
    zh: 培训
    en: Training
    definition: 培训
    patterns:
      - 培训
      - {all: [教, 学], none: [教育局]}
  A3: {side: problem, family: II, zh: 人, en: Person, definition: 人, patterns: [人]}
  A9: {side: problem, family: II, zh: 空, en: No, definition: 空, residual: 'true', patterns: [问题]}
  B1: {side: measure, family: I, zh: 配人, en: Hire, definition: 配人, patterns: [配人]}
map: {A1: [B1]}
"""


def book(tmp_path: Path, text: str = SMALL) -> Codebook:
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    return Codebook.load(path)


def themes(codes: pd.DataFrame) -> list[str | None]:
    return [None if pd.isna(theme) else theme for theme in codes["theme"]]


# The codebook.


def test_the_shipped_codebook_is_what_the_research_asks_for() -> None:
    shipped = Codebook.load()
    assert [theme.id for theme in shipped.of("measure")] == [f"M{n:02}" for n in range(1, 21)]
    problems = [theme.id for theme in shipped.of("problem")]
    assert sorted(problems) == [f"P{n:02}" for n in range(25)]
    core = {theme.id for theme in shipped.of("problem") if theme.core}
    assert core == {"P07", "P08", "P09", "P10", "P18", "P19", "P22", "P23"}
    assert set(shipped.measures) == set(problems) - {"P00"}  # what names nothing has no answer
    assert shipped.measures["P03"] == ("M03", "M04")


def test_the_shipped_codebook_has_nothing_to_mend() -> None:
    assert Codebook.load().lint().empty


def test_every_theme_has_exemplars_and_no_clause_stands_twice() -> None:
    shipped = Codebook.load()
    table = shipped.table().set_index("id")
    assert table["exemplars"].min() >= 40
    clauses = [(each.side, each.clause) for each in shipped.exemplars]
    assert len(clauses) == len(set(clauses))


def test_yaml_stays_text(tmp_path: Path) -> None:
    text = SMALL.replace("zh: 培训", "zh: no").replace('version: "7"', "version: 1.10")
    loaded = book(tmp_path, text)
    assert (loaded["A2"].zh, loaded.version) == ("no", "1.10")


def test_the_hash_follows_the_file(tmp_path: Path) -> None:
    first = book(tmp_path).hash
    assert book(tmp_path).hash == first
    assert book(tmp_path, SMALL.replace("人少, en", "缺人, en")).hash != first


def test_the_table_goes_to_an_appendix(tmp_path: Path) -> None:
    table = book(tmp_path).table("en")
    assert table["family"].tolist() == ["People", "People", "Rest", "Rest", "People"]
    assert table.loc[0, "measures"] == "B1"
    assert "| A1 " in table.to_markdown(index=False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("side: measure", "side: other"), "line 18: theme B1: its side is problem or measure"),
        (("family: II, zh: 空", "family: V, zh: 空"), "no family 'V'"),
        (("zh: 人, ", ""), "theme A3 has no zh"),
        (("core: 'true'", "core: 'yes'"), "core is true or false, not 'yes'"),
        (("residual:", "residue:"), "has 'residue', which means nothing here"),
        (("  A3:", "  A1:"), "'A1' stands twice"),
        (("themes:", "topics:"), "has no themes"),
    ],
)
def test_a_bad_codebook_says_where(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    with pytest.raises(ThemeError, match=message):
        book(tmp_path, SMALL.replace(*change))


def test_a_missing_codebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"none\.yaml: cannot be read"):
        Codebook.load(tmp_path / "none.yaml")


def test_lint_finds_each_fault_and_its_line(tmp_path: Path) -> None:
    text = SMALL.replace("patterns: [配人]", "patterns: ['配人(', '{nobody}多', 'x*', '新来']")
    text = text.replace("      - 培训\n", "      - 培训\n      - 培训不足|人{few}\n      - 训不\n")
    text = text.replace("map: {A1: [B1]}", "map: {A1: [B7]}")
    found = book(tmp_path, text).lint(["培训不足", "人少", "教学", "有问题", "教训不多"])
    said = {(row.fault, row.theme, row.line) for row in found.itertuples()}
    assert said == {
        ("shadowed", "A2", 14),  # by 培训不足, of the same theme
        ("duplicate", "A2", 15),  # 人{few} is of A1
        ("regex", "B1", 20),
        ("dead", "B1", 20),
        ("unknown", "B7", 21),
    }
    assert found["fault"].value_counts()["regex"] == 3
    text = SMALL.replace("patterns: ['人{few}']", "patterns: ['人{few}', 训]")
    found = book(tmp_path, text).lint(["培训", "人少", "教学", "有问题", "配人"])
    assert found[["fault", "theme", "other"]].to_numpy().tolist() == [["shadowed", "A1", "A2"]]


# Clauses.


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("人手不足；更新滞后。", ["人手不足", "更新滞后"]),
        ("一是人手紧缺，二是更新滞后", ["一是人手紧缺", "二是更新滞后"]),
        # Each piece says what is wanting.
        ("内容不够丰富，群众的参与度不高", ["内容不够丰富", "群众的参与度不高"]),
        # The piece before is no matter of its own.
        ("结合本单位工作实际，网站栏目有待优化", ["结合本单位工作实际，网站栏目有待优化"]),
        # A short piece joins its neighbour.
        ("更新滞后，不及时", ["更新滞后，不及时"]),
        ("  \n。；", []),
    ],
)
def test_clauses_of_problems(text: str, clauses: list[str]) -> None:
    found = Codebook.load().splitter.split(text, "problem")
    assert [clause.text for clause in found] == clauses
    assert all(text[one.start : one.start + len(one.text)] == one.text for one in found)


def test_clauses_of_measures() -> None:
    text = "完善公开工作机制，加强各科室之间的配合，以求实效。组织1,200人培训"
    found = Codebook.load().splitter.split(text, "measure")
    assert [clause.text for clause in found] == [
        "完善公开工作机制",
        "加强各科室之间的配合，以求实效",
        "组织1,200人培训",
    ]


def test_a_splitter_that_cannot_be_used_says_so() -> None:
    with pytest.raises(ThemeError, match="under clauses is no use"):
        Splitter.of({"comma": "("}, "here")


# Patterns.


def test_the_longest_match_wins_in_a_family_and_families_stand_side_by_side(tmp_path: Path) -> None:
    points = pd.DataFrame(
        {"kind": ["problem"] * 4, "text": ["人少", "培训时人少", "教与学", "教育局教学"]}
    )
    codes = code(points, book(tmp_path))
    assert themes(codes) == ["A1", "A3", "A1", "A2", "A3", "A2", None]
    assert codes.loc[5, ["matched", "start", "end"]].tolist() == ["教与学", 0, 3]
    longer = SMALL.replace("patterns: ['人{few}']", "patterns: [训时]")
    assert themes(code(points[1:2], book(tmp_path, longer.replace("- 培训", "- 培训时")))) == [
        "A2",
        "A3",
    ]


def test_a_residual_theme_stands_alone(tmp_path: Path) -> None:
    texts = pd.Series(["存在一些问题", "人少的问题"])
    assert themes(code(texts, book(tmp_path), side="problem")) == ["A9", "A1", "A3"]


def test_codes_point_at_what_was_matched() -> None:
    points = pd.DataFrame(
        {
            "report_id": ["a", "b"],
            "kind": ["problem", "improvement"],
            "order": [1, 1],
            "text": ["政策解读形式单一。专职人员偏少", "今后一如既往"],
        }
    )
    codes = code(points, how="pattern")
    assert codes.columns[:5].tolist() == ["report_id", "kind", "order", "clause", "text"]
    assert themes(codes) == ["P11", "P01", None]
    given = codes.dropna(subset=["theme"])
    assert [row.text[row.start : row.end] for row in given.itertuples()] == given[
        "matched"
    ].tolist()
    assert codes["clause"].tolist() == [1, 2, 1]
    assert codes["probability"].isna().all()
    assert codes.attrs["layers"] == ["pattern"]
    assert codes.attrs["codebook"] == Codebook.load().hash


def test_no_rows_have_the_same_columns(tmp_path: Path) -> None:
    points = pd.DataFrame({"report_id": ["a"], "kind": ["problem"], "text": ["人手不足"]})
    full, empty = code(points), code(points[:0])
    assert empty.empty
    assert empty.columns.tolist() == full.columns.tolist()
    assert empty.dtypes["start"] == full.dtypes["start"]
    assert themes(code(points.assign(text=pd.NA))) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"texts": pd.Series(["a"])}, "say side="),
        ({"texts": pd.DataFrame({"words": ["a"]})}, "no column text; the frame has words"),
        ({"texts": pd.DataFrame({"kind": ["x"], "text": ["a"]})}, "no kind 'x'"),
        ({"texts": "人手不足"}, "takes a frame, a Series or a corpus, not str"),
        ({"texts": pd.Series(["a"]), "side": "both"}, "side is problem or measure"),
        ({"texts": pd.Series(["a"]), "side": "problem", "how": "magic"}, "no layer 'magic'"),
    ],
)
def test_bad_input_says_what_to_do(given: dict[str, object], message: str) -> None:
    with pytest.raises(ThemeError, match=message):
        code(**given)  # type: ignore[arg-type]


def test_a_codebook_without_exemplars_has_one_layer(tmp_path: Path) -> None:
    own = book(tmp_path)
    assert code(pd.Series(["人少"]), own, side="problem").attrs["layers"] == ["pattern"]
    with pytest.raises(ThemeError, match="has no exemplars to learn from"):
        code(pd.Series(["人少"]), own, "learned", side="problem")


# What is learned.


def test_what_no_pattern_knows_is_learned() -> None:
    text = "股室里就一个人管公开，另有一摊子业务要忙"
    points = pd.DataFrame({"kind": ["problem"], "text": [text]})
    assert themes(code(points, how="pattern", split=False)) == [None]
    row = code(points, split=False).iloc[0]
    assert (row["theme"], row["how"]) == ("P01", "learned")
    assert 0.3 < row["probability"] <= 1
    assert any(
        each.clause in row["reasons"] for each in Codebook.load().exemplars if "P01" in each.codes
    )


def test_coding_twice_gives_the_same() -> None:
    texts = pd.Series(["经办人员不熟悉业务，答复不规范", "公众号内容单一", "尚无不足"])
    first, second = (code(texts, side="problem") for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_exemplars_that_cannot_be_used_name_their_line() -> None:
    for text, message in [
        ("P08 更新慢", "line 1: needs codes, a tab and a clause"),
        ("\n# a note\nP77\t更新慢", "line 3: no theme P77"),
        ("NONE P08\t更新慢", "line 1: NONE stands beside other codes"),
        ("P08\t慢\nM08\t快", "has themes of both sides"),
    ]:
        with pytest.raises(ThemeError, match=message):
            read_exemplars(text, "here", {"P08": "problem", "M08": "measure"})


def dev_clauses() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = (ROOT / "tests" / "theme_clauses_dev.tsv").read_text(encoding="utf-8").splitlines()[1:]
    parts = [row.split("\t") for row in rows]
    texts = pd.DataFrame(
        [(place, side, clause) for place, (side, _, clause) in enumerate(parts)],
        columns=["id", "kind", "text"],
    )
    person = pd.DataFrame(
        [
            (place, None if theme == "NONE" else theme)
            for place, (_, codes, _) in enumerate(parts)
            for theme in codes.split()
        ],
        columns=["id", "theme"],
    )
    return texts, person


@pytest.mark.parametrize(("how", "least"), [("pattern", 0.80), ("learned", 0.75), (None, 0.82)])
def test_clauses_in_other_words(how: str | None, least: float) -> None:
    texts, person = dev_clauses()
    figures = evaluate(code(texts, how=how, split=False), person, on=["id"])  # type: ignore[arg-type]
    assert figures.loc[0, ["precision", "recall"]].min() >= least


# The real reports.


def test_the_points_of_the_real_reports(shared: Path) -> None:
    import json

    read = tomllib.loads((ROOT / "tests" / "seed_themes.toml").read_text(encoding="utf-8"))
    wrong, right, extra = [], 0, 0
    for point in read["points"]:
        gold = json.loads((shared / "gold" / f"{point['seed']}.json").read_text(encoding="utf-8"))
        texts = gold["problems" if point["kind"] == "problem" else "improvements"]
        codes = code(pd.DataFrame({"kind": [point["kind"]], "text": [texts[point["order"] - 1]]}))
        found = set(codes["theme"].dropna()) - set(point.get("may", ()))
        right += len(found & set(point["codes"]))
        extra += len(found - set(point["codes"]))
        wrong += [(point["seed"][:3], theme) for theme in set(point["codes"]) - found]
    assert len(read["points"]) == 21
    total = right + len(wrong)
    assert right / total >= 0.85, wrong
    assert right / (right + extra) >= 0.85


# What is written from the codebook.


def test_the_page_of_themes_is_up_to_date() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "write_themes.py"))
    assert (ROOT / "docs" / "themes.md").read_text(encoding="utf-8") == written["page"]()


def test_the_codebook_is_plain_yaml() -> None:
    text = (ROOT / "gxkit" / "data" / "themes.yaml").read_text(encoding="utf-8")
    assert list(yaml.safe_load(text)) == [
        "version",
        "words",
        "families",
        "themes",
        "map",
        "clauses",
    ]
