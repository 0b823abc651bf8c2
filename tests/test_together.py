"""Several documents that are one report: a page and what hangs at it, a page and its twin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pages import FIFTEEN, ROWS, TABLE, cell, disputes, html, requests, row_of, tabs
from reading import found_in, read_published
from typer.testing import CliRunner

from gxkit import read_report
from gxkit.cli import app
from gxkit.corpus.sources import Sources
from gxkit.documents import read
from gxkit.documents.together import together
from gxkit.errors import ReadError
from gxkit.report import Report
from gxkit.synthetic import make_page, make_truth, publish

TITLE = "云河市林业局2023年政府信息公开工作年度报告"
PAGE = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>
<p>一、总体情况</p><p>（一）主动公开。公开信息9条。</p>
<p>二、主动公开政府信息情况</p><p>见附件。</p>
<p>三、收到和处理政府信息公开申请情况</p><p>见附件。</p>
<p>四、政府信息公开行政复议、行政诉讼情况</p><p>见附件。</p>
<p>五、存在的主要问题及改进情况</p><p>存在的问题：公开不够及时。改进措施：加强督促。</p>
<p>六、其他需要报告的事项</p><p>没有。</p></body></html>"""
NEW = ("3", "1", "0", "0", "0", "0", "4")
GRANTED = ("2", "1", "0", "0", "0", "0", "3")


def tables(new: tuple[str, ...] = NEW, fifteen: tuple[str, ...] = FIFTEEN) -> str:
    rows = requests({"new": new, "granted": GRANTED})
    return f"收到和处理政府信息公开申请情况\n{tabs(rows)}\n\n行政复议、行政诉讼情况\n{tabs(disputes(fifteen))}\n"


def put(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = folder / (name + (".html" if text.startswith("<") else ".txt"))
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def messages(report: Report, step: str = "together", level: str = "warning") -> list[str]:
    return [
        note.message for note in report.parsed.notes if (note.step, note.level) == (step, level)
    ]


def test_a_page_and_the_tables_that_hang_at_it(tmp_path) -> None:
    page, attachment = put(tmp_path, page=PAGE, tables=tables())
    report = read_report([page, attachment])
    assert (report.form, report.meta["year"], report.meta["agency"]) == (
        "2021",
        2023,
        "云河市林业局",
    )
    assert row_of(report, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert cell(report, "disputes", "direct_suit", "total") == ("number", 4)
    assert cell(report, "proactive", "regulation", "issued") == ("absent", None)
    cells = report.cells.set_index(["table", "row", "column"])
    assert cells.loc[("requests", "new", "natural_person"), "where"].startswith("d2 l")
    assert "\t3\t1\t" in report.source(cells.loc[("requests", "new", "natural_person"), "where"])
    sections = report.sections[report.sections["part"] == 0]
    assert sections["section"].tolist() == [1, 2, 3, 4, 5, 6]
    assert {place.split()[0] for place in sections["where"]} == {"d1"}
    assert report.points["kind"].tolist() == ["problem", "improvement"]
    assert messages(report) == []
    assert not [one for one in report.findings if one.rule == "D7" and one.ok is False]


def test_the_same_documents_in_another_order_are_the_same_report(tmp_path) -> None:
    page, attachment = put(tmp_path, page=PAGE, tables=tables())
    one, other = read_report([page, attachment]), read_report([attachment, page])
    assert one.report_id == other.report_id
    assert one.report_id not in (read_report(page).report_id, read_report(attachment).report_id)
    assert found_in(one) == found_in(other)
    assert one.meta["path"] == f"{page} + {attachment}"
    assert one.meta["format"] == "html+text"
    assert other.meta["agency"] == "云河市林业局"


def test_numbers_that_contradict_are_left_open_and_named(tmp_path) -> None:
    otherwise = ("5", "1", "0", "0", "0", "0", "6")
    paths = put(tmp_path, page=PAGE, first=tables(), second=tables(otherwise))
    report = read_report(paths)
    assert row_of(report, "new") == ["ambiguous", 1, 0, 0, 0, 0, "ambiguous"]
    assert messages(report) == [
        "requests/new/natural_person: d2 prints 3, d3 prints 5; left open",
        "requests/new/total: d2 prints 4, d3 prints 6; left open",
    ]
    fact = next(f for f in report.parsed.facts if f[:3] == ("requests", "new", "natural_person"))
    assert fact.raw == "3 | 5"
    assert fact.how is None
    assert fact.value is None
    assert row_of(report, "granted") == [2, 1, 0, 0, 0, 0, 3]


def test_a_number_goes_before_an_empty_cell_and_says_so(tmp_path) -> None:
    gap = ("", "1", "0", "0", "0", "0", "4")
    paths = put(tmp_path, page=PAGE, first=tables(gap), second=tables())
    report = read_report(paths)
    assert row_of(report, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert messages(report) == [
        "requests/new/natural_person: d2 leaves it empty, d3 prints 3; taken from d3"
    ]


def test_empty_in_all_is_empty(tmp_path) -> None:
    gap = ("", "1", "0", "0", "0", "0", "4")
    report = read_report(put(tmp_path, page=PAGE, a=tables(gap), b=tables(gap) + "\n附件二"))
    assert row_of(report, "new") == ["blank", 1, 0, 0, 0, 0, 4]
    assert messages(report) == []


def test_labels_without_numbers_do_not_speak_against_numbers(tmp_path) -> None:
    empty = html(
        [(*row[:1], *[""] * (len(row) - 1)) if at else row for at, row in enumerate(requests())]
    )
    page = PAGE.replace("情况</p><p>见附件。</p>\n<p>四", f"情况</p>{empty}\n<p>四")
    report = read_report(put(tmp_path, page=page, tables=tables()))
    assert row_of(report, "new") == [3, 1, 0, 0, 0, 0, 4]
    (told,) = messages(report)
    assert "d1 prints no number" in told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (TITLE.replace("2023", "2022"), "is on 2022, d1 on 2023: nothing is taken from it"),
        (
            TITLE.replace("林业局", "水利局"),
            "is of 云河市水利局, d1 of 云河市林业局: nothing is taken from it",
        ),
    ],
)
def test_a_document_of_another_report_gives_nothing(tmp_path, title: str, told: str) -> None:
    page, other = put(tmp_path, page=PAGE, other=f"{title}\n\n{tables()}")
    report = read_report([page, other])
    assert (report.meta["year"], report.meta["agency"]) == (2023, "云河市林业局")
    assert {fact.state for fact in report.parsed.facts} == {"absent"}
    assert messages(report) == [f"d2 ({other}) {told}"]


def test_the_other_form_gives_no_cell(tmp_path) -> None:
    old = "主动公开政府信息情况\n" + tabs(
        [
            ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
            ("行政许可", "7", "1", "9"),
            ("其他对外管理服务事项", "3", "0", "2"),
        ]
    )
    report = read_report(put(tmp_path, tables=tables(), old=old, page=PAGE))
    assert report.form == "2021"
    assert cell(report, "proactive", "licence", "decisions") == ("absent", None)
    assert messages(report, "form") == [
        "d2 follows form 2019, d1 form 2021: no cell is taken from d2"
    ]


def test_tables_that_hang_one_by_one_follow_the_form_of_the_first(tmp_path) -> None:
    """The second table of 2019 alone, with one row 其他处理, does not tell which form it is of."""
    first = "主动公开政府信息情况\n" + tabs(
        [
            ("第二十条第（五）项", "", "", ""),
            ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
            ("行政许可", "7", "1", "9"),
            ("其他对外管理服务事项", "3", "0", "2"),
        ]
    )
    rows = [*[row for row in ROWS if not row.startswith("other.")], "other"]
    granted = {"new": NEW, "granted": GRANTED, "other": ("1", "0", "0", "0", "0", "0", "1")}
    second = f"收到和处理政府信息公开申请情况\n{tabs(requests(granted, rows=rows))}\n"
    third = f"行政复议、行政诉讼情况\n{tabs(disputes(FIFTEEN))}\n"
    page = PAGE.replace("2023", "2020")
    report = read_report(put(tmp_path, page=page, first=first, second=second, third=third))
    assert (report.form, report.meta["year"]) == ("2019", 2020)
    assert cell(report, "proactive", "licence", "change") == ("number", 1)
    assert row_of(report, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert row_of(report, "other") == [1, 0, 0, 0, 0, 0, 1]
    assert cell(report, "disputes", "direct_suit", "total") == ("number", 4)
    assert messages(report, "form") == []


def test_tables_that_may_follow_either_form_follow_that_of_the_year(tmp_path) -> None:
    third = f"行政复议、行政诉讼情况\n{tabs(disputes(FIFTEEN))}\n"
    report = read_report(put(tmp_path, page=PAGE.replace("2023", "2020"), third=third))
    assert report.form == "2019"
    assert cell(report, "disputes", "direct_suit", "total") == ("number", 4)


def test_sections_come_from_the_document_that_has_words_in_them(tmp_path) -> None:
    first = "一、总体情况\n公开信息9条。\n二、主动公开政府信息情况\n五、存在的主要问题及改进情况"
    second = "五、存在的主要问题及改进情况\n存在的问题：公开不够及时。\n六、其他需要报告的事项\n收费0元。"
    report = read_report(put(tmp_path, a=f"{TITLE}\n\n{first}", b=second))
    told = {
        part.section: (part.where[:2], part.text)
        for part in report.parsed.sections
        if part.section in (1, 5, 6)
    }
    assert {number: place for number, (place, _) in told.items()} == {1: "d1", 5: "d2", 6: "d2"}
    assert told[6][1] == "收费0元。"
    assert [(point.kind, point.where[:2]) for point in report.parsed.points] == [("problem", "d2")]
    assert {"section 1 from d1", "section 2 from d1"} <= set(messages(report, level="info"))
    # The heading of section two stands in another document than that of five: no order is broken.
    assert not any("stands before" in one.message for one in report.findings)


def test_money_in_two_units_is_one_amount(tmp_path) -> None:
    from gxkit.parsing.merging_cells import settled
    from gxkit.parsing.model import Fact

    key = ("proactive", "administrative_fees", "amount")
    yuan = Fact(*key, 251000.0, "元", "number", "label", "251000元", "d1 l1")
    same = Fact(*key, 25.1, "万元", "number", "label", "25.1", "d2 l1")
    less = same._replace(value=251000.0)
    fact, note = settled(key, [(1, yuan), (2, same)], "万元")
    assert (fact.value, fact.unit, note) == (251000.0, "元", None)
    assert settled(key, [(1, yuan), (2, less)], "万元")[0].state == "ambiguous"
    cases = Fact("a", "b", "c", 3.0, "件", "number", "order", "3", "d1 l1")
    fact, _ = settled(
        ("a", "b", "c"),
        [(1, cases), (2, cases._replace(unit="条", how="label", where="d2 l1"))],
        "件",
    )
    assert (fact.value, fact.where) == (3.0, "d2 l1")


def test_the_same_bytes_twice_are_one_document(tmp_path) -> None:
    page, twice = put(tmp_path, page=PAGE, twice=PAGE)
    report = read_report([page, twice])
    assert report.report_id == read_report(page).report_id
    assert messages(report) == [f"{twice}: the same bytes as {page}, taken once"]
    assert read_report([page]).to_dict() == read_report(page).to_dict()


def test_none_at_all() -> None:
    with pytest.raises(ReadError, match="no document was given"):
        read_report([])


def test_places_lead_back(tmp_path) -> None:
    page, attachment = put(tmp_path, page=PAGE, tables=f"<p>附件</p>{html(requests({'new': NEW}))}")
    document = together([read(page), read(attachment)])
    assert document.at("d2 t1 r2 c2") == "3"
    assert document.at("d1") == str(page)
    assert document.blocks[-1].where(document.blocks[-1].cells[0]) == "d2 t1 r1 c1"
    assert Sources(document).around("d2 t1 r2 c2", "3", 99).split(" | ")[1:4] == ["3", "1", "0"]
    for wrong in ("l1", "d3 l1", "t1 r1 c1", "d0"):
        with pytest.raises(KeyError):
            document.at(wrong)


@pytest.mark.parametrize("seed", range(20))
def test_a_twin_adds_no_wrong_number(seed: int, tmp_path) -> None:
    page = make_page(make_truth(seed), seed)
    pair = [publish(page, layout, seed) for layout in ("cell_a_line", "html_clean")]
    if seed % 2:
        pair.reverse()
    paths = []
    for number, each in enumerate(pair):
        paths.append(tmp_path / f"{number}{Path(each.name).suffix}")
        paths[-1].write_bytes(each.data)
    merged = read_report(paths)
    expected = pair[0].expected
    found = found_in(merged)
    assert {key: said for key, said in found.items() if said[1] == "number"}.items() <= {
        key: tuple(said) for key, said in expected.items()
    }.items()
    best = max(
        sum(state == "number" for _, state in found_in(read_published(each)).values())
        for each in pair
    )
    assert sum(state == "number" for _, state in found.values()) >= best
    for fact in merged.parsed.facts:
        if fact.value is not None:
            assert fact.raw in merged.source(fact.where)
    assert not [one for one in messages(merged) if "left open" in one]


def test_rows_in_place_of_others_are_not_counted_beside_them(tmp_path) -> None:
    three = ("overdue_correction", "overdue_fee", "other_three")
    rows = [row.code for row in TABLE.rows]
    replaced = next(row for row in TABLE.rows if row.instead_of)
    one_row = [code for code in ROWS if code not in replaced.instead_of]
    at = ROWS.index(replaced.instead_of[0])
    one_row.insert(at, replaced.code)
    seven = ("7", "0", "0", "0", "0", "0", "7")
    first = "\n".join(
        ("收到和处理政府信息公开申请情况", tabs(requests({replaced.code: seven}, rows=one_row)))
    )
    second = "\n".join(
        (
            "收到和处理政府信息公开申请情况",
            tabs(requests({replaced.instead_of[0]: seven, "new": NEW})),
        )
    )
    assert len(replaced.instead_of) == len(three)
    assert set(one_row) < set(rows)
    report = read_report(put(tmp_path, page=PAGE, first=first, second=second))
    # The third document has more numbers: its rows stand, and not the one beside them.
    assert row_of(report, replaced.instead_of[0]) == [7, 0, 0, 0, 0, 0, 7]
    assert row_of(report, replaced.code) == []
    assert row_of(report, "new") == ["ambiguous", "ambiguous", 0, 0, 0, 0, "ambiguous"]
    assert any("prints other rows than d3; not taken" in told for told in messages(report))


def test_the_command_reads_a_page_with_its_attachments(tmp_path) -> None:
    page, attachment = put(tmp_path, page=PAGE, tables=tables())
    done = CliRunner().invoke(app, ["read", str(page), str(attachment), "--json"])
    told = json.loads(done.stdout)
    cells = {(one["table"], one["row"], one["column"]): one for one in told["cells"]}
    cell_of = cells["requests", "new", "total"]
    assert (cell_of["value"], cell_of["where"][:3]) == (4, "d2 ")
    assert told["meta"]["agency"] == "云河市林业局"
