"""The fictional reports: true to the forms, the same for the same seed, printed as promised."""

from __future__ import annotations

import csv
import io
import re
import runpy
import zipfile
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from lxml import etree, html

from gxkit import forms
from gxkit.documents import Paragraph, read_bytes
from gxkit.forms.equations import equations
from gxkit.synthetic import (
    FICTIONAL,
    LAYOUTS,
    QUIRKS,
    Page,
    Published,
    Truth,
    make_page,
    make_report,
    make_reports,
    make_series,
    make_truth,
    publish,
)
from gxkit.synthetic.grids import Cell, Grid
from gxkit.synthetic.html_tables import TABLES
from gxkit.synthetic.quirks import choose_quirks
from gxkit.synthetic.text_rows import DIALECTS
from gxkit.synthetic.words import traditional, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ROOT = Path(__file__).parents[1]


def broken_equations(truth: Truth) -> list[object]:
    return [
        equation
        for table in forms.load(truth.form).tables
        for equation in equations(table, truth.unofficial)
        if sum(truth.cells[key] for key in equation.left)
        != sum(truth.cells[key] for key in equation.right)
    ]


def shown(report: Published) -> str:
    """What a person sees of a file, without white space and bars."""
    if report.kind == "html":
        entry = report.layout
        encoding = "utf-16" if entry == "html_utf16" else "utf-8-sig"
        if entry in {"html_gb18030", "html_gbk_says_utf8"}:
            encoding = "gb18030"
        tree = html.fromstring(report.data.decode(encoding))
        for gone in tree.xpath("//script | //style | //comment()"):
            gone.drop_tree()
        text = tree.text_content()
    elif report.kind == "docx":
        with zipfile.ZipFile(io.BytesIO(report.data)) as archive:
            body = etree.fromstring(archive.read("word/document.xml"))
        for fallback in body.iter(f"{MC}Fallback"):
            fallback.clear()
        text = "".join(part.text or "" for part in body.iter(f"{W}t"))
    elif report.kind == "pdf":
        # What pages print beside the text, and in which order, is looked at in test_pdf.py.
        text = "".join(
            block.text
            if isinstance(block, Paragraph)
            else "".join(cell.text for cell in block.cells)
            for block in read_bytes(report.data, report.name).blocks
        )
    elif report.kind in ("pptx", "xlsx"):
        text = "".join(read_parts(report.data))
    else:
        encoding = {"text_gb18030": "gb18030", "text_utf16": "utf-16"}.get(
            report.layout, "utf-8-sig"
        )
        text = report.data.decode(encoding)
    return squeezed(text)


def read_parts(data: bytes) -> list[str]:
    """Return the texts and values of slides and sheets in the order of the file's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if re.search(r"/(slide|sheet)\d+\.xml$", n)]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    parts = [part.text or "" for root in roots for part in root.iter("{*}t", "{*}v")]
    # Sums leave a tail that the format of their cell hides.
    return [re.sub(r"^(-?\d+)\.0+1?$", r"\1", part) for part in parts]


def squeezed(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def test_truth_obeys_every_identity() -> None:
    truths = [make_truth(seed) for seed in range(150)]
    assert [truth.seed for truth in truths if broken_equations(truth)] == []
    # Both forms, both ways to print （六）, small offices and large ones.
    assert {(truth.form, bool(truth.unofficial)) for truth in truths} == {
        ("2019", False),
        ("2019", True),
        ("2021", False),
        ("2021", True),
    }
    new = [truth.cells["requests", "new", "total"] for truth in truths]
    assert new.count(0) > 40
    assert max(new) >= 100


def test_the_old_form_is_met_in_later_years_and_never_the_new_one_before() -> None:
    pairs = {(truth.form, truth.year) for truth in (make_truth(seed) for seed in range(200))}
    assert any(form == "2019" and year > 2020 for form, year in pairs)
    assert not any(form == "2021" and year < 2021 for form, year in pairs)


def test_unofficial_rows_stand_in_place_of_official_ones() -> None:
    truth = make_truth(1, form="2021", unofficial=True)
    expected = make_page(truth, 1, "none").expected
    assert expected["requests", "other", "total"][1] == "number"
    assert expected["requests", "other.fee_unpaid", "total"] == (None, "absent")
    assert len(expected) == 207


def test_the_same_seed_gives_the_same_report() -> None:
    for layout in LAYOUTS:
        first, again = (make_report(5, layout, "many") for _ in range(2))
        assert first == again
    assert make_report(5, "tabs").data != make_report(6, "tabs").data


def test_without_quirks_the_page_prints_the_truth() -> None:
    truth = make_truth(12, form="2021", unofficial=False)
    page = make_page(truth, 12, "none")
    assert page.expected == {key: (value, "number") for key, value in truth.cells.items()}
    assert page.doubtful == frozenset()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_is_to_be_seen_in_every_layout(layout: str) -> None:
    for seed in (1, 2, 3, 4):
        report = make_report(seed, layout, "some")
        text, at = shown(report), 0
        for block in report.page.blocks:
            if not isinstance(block, Grid):
                continue
            for row in block.rows:
                line = squeezed("".join(cell.text for cell in row))
                found = text.find(line, at)
                assert found >= 0, (seed, line)
                at = found + len(line)
        assert squeezed(FICTIONAL) in text or "traditional" in report.quirks


@pytest.mark.parametrize("name", QUIRKS)
def test_every_quirk_changes_the_page(name: str) -> None:
    changed = 0
    for seed in range(8):
        truth = make_truth(seed, form="2019" if seed % 2 else "2021", size="dozens")
        plain, odd = make_page(truth, seed, "none"), make_page(truth, seed, [name])
        changed += plain.blocks != odd.blocks
        assert odd.quirks == (name,)
        assert set(odd.expected) >= set(forms.load(truth.form).keys)
        for value, state in odd.expected.values():
            assert (value is not None) == (state == "number")
    assert changed > 0


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError, match="no quirk nonsense"):
        choose_quirks(["nonsense"], Random(1))
    with pytest.raises(KeyError, match="no set of quirks"):
        choose_quirks("lots", Random(1))
    with pytest.raises(KeyError, match="no layout 'papyrus'"):
        make_report(1, "papyrus")


def test_quirks_that_exclude_each_other_never_meet() -> None:
    assert choose_quirks(["no_title", "title_twice"], Random(1)) == ("no_title",)
    for seed in range(60):
        chosen = choose_quirks("many", Random(seed))
        assert not [
            (one, other) for one in chosen for other in QUIRKS[one].excludes if other in chosen
        ]


def page_with(quirk: str, form: str = "2021", seeds: int = 30) -> list[Page]:
    return [
        make_page(make_truth(seed, form=form, size="dozens", unofficial=False), seed, [quirk])
        for seed in range(seeds)
    ]


def test_a_blank_is_not_a_zero() -> None:
    for page in page_with("row_blank"):
        blank = [key for key, (_, state) in page.expected.items() if state == "blank"]
        assert len({key[:2] for key in blank}) == 1
        printed = {
            c.key: c.text for b in page.blocks if isinstance(b, Grid) for r in b.rows for c in r
        }
        assert {printed[key] for key in blank} == {""}


def test_units_in_the_cell_change_the_value_with_the_unit() -> None:
    key = ("proactive", "fee", "amount")
    for page in page_with("unit_yuan"):
        value, state = page.expected[key]
        assert (state, page.units[key]) == ("number", "元")
        assert value == round(page.truth.cells[key] * 10000)
    assert {page.units[key] for page in page_with("unit_wanyuan")} == {"万元"}


def test_changes_keep_their_sign_in_every_spelling() -> None:
    seen: dict[str, float | None] = {}
    for page in page_with("deltas", form="2019", seeds=60):
        for block in page.grids("proactive"):
            for cell in (cell for row in block.rows for cell in row):
                if cell.key is not None and cell.key[2] == "change":
                    seen[cell.text] = page.expected[cell.key][0]
    assert (seen["+19"], seen["+1"], seen["-1"], seen["0/0"]) == (19, 1, -1, 0)
    assert (seen["增加19"], seen["减少1"]) == (19, -1)


def test_a_note_in_a_cell_is_not_its_number() -> None:
    texts = []
    for page in page_with("bracket_note"):
        for row in page.grids("proactive")[0].rows:
            for cell in row:
                if (
                    cell.key is not None
                    and len(re.findall(r"\d+", cell.text)) > 1
                    and "." not in cell.text
                ):
                    texts.append(cell.text)
                    assert page.expected[cell.key][0] == int(re.findall(r"\d+", cell.text)[0])
    assert texts


def test_shuffled_columns_take_their_labels_along() -> None:
    for page in page_with("columns_shuffled"):
        (grid,) = page.grids("requests")
        keyed = [[cell.key[2] for cell in row if cell.key] for row in grid.rows]
        order = next(codes for codes in keyed if codes)
        table = forms.load("2021").table["requests"]
        heads = [
            cell.text for row in grid.rows[1:3] for cell in row if cell.text != "法人或其他组织"
        ]
        assert sorted(heads) == sorted(column.zh for column in table.columns)
        inner = [code for code in order if code not in {"natural_person", "total"}]
        assert [cell.text for cell in grid.rows[2]] == [table.column[code].zh for code in inner]


def test_wrong_sums_are_printed_as_the_publisher_wrote_them() -> None:
    for page in page_with("wrong_sum"):
        off = [k for k, (value, _) in page.expected.items() if value != page.truth.cells[k]]
        assert 1 <= len(off) <= 4


def test_a_missing_table_leaves_its_cells_absent() -> None:
    for page in page_with("table_missing"):
        absent = {key[0] for key, (_, state) in page.expected.items() if state == "absent"}
        assert len(absent) == 1
        assert page.grids(absent.pop()) == []


def test_a_missing_row_is_absent_and_not_printed() -> None:
    for page in page_with("row_missing"):
        absent = {key for key, (_, state) in page.expected.items() if state == "absent"}
        printed = {c.key for b in page.blocks if isinstance(b, Grid) for r in b.rows for c in r}
        assert absent
        assert not absent & printed


SMALL = Grid(
    "proactive",
    4,
    (
        (Cell("第二十条第（一）项", 1, 4, None, True),),
        (Cell("规章"), Cell("0"), Cell(""), Cell("12")),
        (Cell("行政许可"), Cell("3", 1, 3)),
    ),
)


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("tabs", "第二十条第（一）项\t\t\t⏎规章\t0\t\t12⏎行政许可\t3\t\t"),
        ("bars", "第二十条第（一）项 ||||⏎规章 | 0 |  | 12 |⏎行政许可 | 3 |||"),
        ("bars_closed", "第二十条第（一）项 |⏎||||⏎规章 |⏎0 |⏎|⏎12 |⏎|⏎行政许可 |⏎3"),
        ("bars_tight", "第二十条第（一）项 ||||⏎规章 |⏎0 |⏎|⏎12 |⏎行政许可 |⏎3 |||"),
        ("bars_stray", "第二十条第（一）项 |⏎|⏎|⏎|⏎规章 |⏎0 |⏎|⏎12 |⏎行政许可 |⏎3 |⏎|⏎|"),
        ("bar_opens", "|⏎第二十条第（一）项 |⏎|⏎规章 |⏎0 |⏎|⏎12 |⏎|⏎行政许可 |⏎3 |"),
        ("bar_around", "| 第二十条第（一）项⏎|⏎| 规章⏎|⏎0⏎|⏎⏎|⏎12⏎|⏎| 行政许可⏎|⏎3⏎|"),
        ("tab_cell_a_line", "\t第二十条第（一）项⏎⏎\t规章⏎\t0⏎\t⏎\t12⏎⏎\t行政许可⏎\t3⏎"),
        ("cell_a_line", "第二十条第（一）项⏎规章⏎0⏎12⏎行政许可⏎3"),
        ("words", "第二十条第（一）项 规章 0 12 行政许可 3"),
        ("glued", "第二十条第（一）项⏎规章012⏎行政许可3"),
        (
            "markdown_bare",
            "第二十条第（一）项 |  |  |⏎---|---|---|---⏎规章 | 0 |  | 12⏎行政许可 | 3 |  |",
        ),
        # The widest text of the first column takes 8 places, so numbers begin in the 11th.
        ("spaces", "第二十条第（一）项⏎规章      0    12⏎行政许可  3"),
    ],
)
def test_a_small_table_in_each_dialect(dialect: str, text: str) -> None:
    # Worked by hand; the empty cell of 规章 is there or gone as the layout says.
    assert "⏎".join(DIALECTS[dialect](SMALL, Random(1))) == text


def test_spans_of_a_grid() -> None:
    grid = Grid("requests", 3, ((Cell("组", 2), Cell("甲"), Cell("1")), (Cell("乙"), Cell("2"))))
    texts = [[cell and cell.text for cell in row] for row in grid.expanded()]
    assert texts == [["组", "甲", "1"], [None, "乙", "2"]]
    assert TABLES["pre"](grid, Random(1)) == "<pre>组\t甲\t1\n\t乙\t2</pre>"


def test_where_empty_cells_are_lost_their_rows_are_doubtful() -> None:
    truth = make_truth(3, form="2021", size="none")
    page = make_page(truth, 3, ["last_total_missing"])
    row = {key for key in page.expected if key[1] == "carried_forward"}
    assert page.doubtful == row
    blank = make_page(truth, 4, ["row_blank"])
    key = next(key for key, (_, state) in blank.expected.items() if state == "blank")
    assert key in publish(blank, "cell_a_line").doubtful
    assert publish(blank, "tabs").doubtful == frozenset()


def test_tracked_changes_hide_nothing_of_the_final_state() -> None:
    data = make_report(8, "docx_tracked", "none").data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "<w:delText" in body
    assert "<w:ins " in body


def test_points_and_parts_are_printed_word_for_word() -> None:
    for report in make_reports(80, layouts=("tabs",)):
        text = "\n".join(b.text for b in report.page.blocks if not isinstance(b, Grid))
        for part in (*report.overview, *report.problems, *report.improvements):
            assert part in text
        assert not [point for point in report.problems if re.match(r"[\d（(]|.是", point)]


def test_a_series_hands_over_from_year_to_year() -> None:
    series = make_series(4, range(2019, 2024), requests=60)
    assert [truth.form for truth in series] == ["2019", "2019", "2021", "2021", "2021"]
    assert [truth.year for truth in series if broken_equations(truth)] == []
    open_cases: float = 0
    for before, after in pairwise(series):
        for column in forms.load("2021").table["requests"].column:
            left = before.cells["requests", "carried_forward", column]
            assert after.cells["requests", "carried_over", column] == left
            open_cases += left
    assert open_cases > 0
    last, this = series[3].cells, series[4].cells
    for row in ("regulation", "normative_document"):
        added = this["proactive", row, "issued"] - this["proactive", row, "repealed"]
        assert this["proactive", row, "in_force"] == last["proactive", row, "in_force"] + added


def test_no_real_place_is_named() -> None:
    real = {
        *("北京", "上海", "天津", "重庆", "河北", "山西", "辽宁", "吉林", "江苏", "浙江", "安徽"),
        *("福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南"),
        *("陕西", "甘肃", "青海", "广州", "深圳", "沈阳", "临沂", "朔州", "武汉", "成都", "南京"),
    }
    names = [name for kind in words()["places"].values() for name in kind]
    assert len(names) == len(set(names)) > 30
    assert [(name, place) for name in names for place in real if place in name] == []


def test_traditional_characters_map_one_for_one() -> None:
    assert traditional("主动公开、行政复议、结转下年度") == "主動公開、行政復議、結轉下年度"
    assert traditional("abc 123 自然人") == "abc 123 自然人"


def test_the_corpus_is_what_the_script_writes(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "build_corpus.py"))
    assert script["build"](tmp_path) == 60
    for path in sorted(tmp_path.rglob("*.*")):
        shipped = ROOT / "corpus" / path.relative_to(tmp_path)
        assert shipped.read_bytes() == path.read_bytes(), path.name
    with (tmp_path / "truth" / "reports.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["agency"] for row in rows}) == 12
    assert {row["year"] for row in rows} == {"2019", "2020", "2021", "2022", "2023"}
    assert {row["file"].rsplit(".")[-1] for row in rows} == {"txt", "md", "html", "docx"}
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.*")) < 3_000_000
