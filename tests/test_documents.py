"""The readers: what comes out of text, pages and Word files, worked out by hand."""

from __future__ import annotations

import io
import zipfile

import pytest

from gxkit.documents import Document, Paragraph, Table, read, read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PROSE = "某局公布本年度工作情况,全部内容均为虚构。"


def page(html: str, encoding: str = "utf-8") -> Document:
    return read_bytes(html.encode(encoding), "page.html")


def shape(document: Document) -> list[object]:
    """Paragraphs as their text, tables as (number, cells as row, column, spans, text)."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else (block.number, [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in block.cells])
        for block in document.blocks
    ]


def grid(table: object) -> list[list[str | None]]:
    """The table as rows of texts; None where no cell stands."""
    assert isinstance(table, Table)
    rows: list[list[str | None]] = [[None] * table.width for _ in range(table.height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                assert rows[row - 1][column - 1] is None
                rows[row - 1][column - 1] = cell.text
    return rows


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def grids_of(document: Document) -> list[list[list[str | None]]]:
    return [grid(table) for table in tables(document)]


def grids(html: str) -> list[list[list[str | None]]]:
    return grids_of(page(html))


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


# Text


def test_text_keeps_every_line_as_it_stands() -> None:
    document = read_bytes("\ufeff一、概况\r\n\r\n\t规章\t3 \r决定|4\n".encode(), "a.txt")
    assert document.format == "text"
    assert shape(document) == ["一、概况", "", "\t规章\t3 ", "决定|4"]
    assert [block.where for block in document.blocks if isinstance(block, Paragraph)] == [
        "l1",
        "l2",
        "l3",
        "l4",
    ]
    assert document.at("l3") == "\t规章\t3 "
    assert document.notes == ()


def test_text_counts_all_kinds_of_line_ends_and_no_other() -> None:
    document = read_bytes("甲\r\n乙\r丙\n\n\f丁\u2028戊\x0b己\u200b庚".encode(), "a.txt")
    assert shape(document) == ["甲", "乙", "丙", "", " 丁 戊 己庚"]


def test_markdown_with_a_few_tags_stays_text() -> None:
    document = read_bytes("| 规章<br> | 3 |\n|---|---|\n<!--[if !x]-->注".encode(), "a.md")
    assert document.format == "text"
    assert document.at("l1") == "| 规章<br> | 3 |"


def test_markdown_whose_tables_are_html_keeps_its_lines() -> None:
    text = (
        "# 一、概况\n第一行\n\n<table><tr><td>规\n章</td><td>3</td></tr></table>\n\n# 二、其他\n完"
    )
    document = read_bytes(text.encode(), "a.md")
    assert document.format == "html"
    assert shape(document) == [
        "# 一、概况",
        "第一行",
        (1, [(1, 1, 1, 1, "规 章"), (1, 2, 1, 1, "3")]),
        "# 二、其他",
        "完",
    ]


def test_sha256_and_path_are_those_of_the_file(tmp_path) -> None:
    file = tmp_path / "report.xyz"
    file.write_bytes(b"abc")
    document = read(file)
    assert document.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert document.path == str(file)


# Encodings

SENTENCE = "政务公开年度报告，全年公开信息一百条。镕䶮"


@pytest.mark.parametrize("kind", ["text", "html"])
@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-8", ""),
        ("utf-8", "gbk"),
        ("gb18030", "gb2312"),
        ("gb18030", ""),
        ("gb18030", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
        ("utf-32", ""),
    ],
)
def test_encodings_are_told_by_evidence(encoding: str, label: str, kind: str) -> None:
    meta = f'<meta charset="{label}">' if label else ""
    text = SENTENCE if kind == "text" else f"<html><head>{meta}</head><body><p>{SENTENCE}</p>"
    document = read_bytes((text + "\n").encode(encoding), "x")
    assert (document.format, shape(document)) == (kind, [SENTENCE])
    assert document.notes == ()


def test_plain_gbk_with_a_gbk_label() -> None:
    assert shape(page('<meta charset="gbk"><p>规章，决定。', "gbk")) == ["规章，决定。"]


def test_big5_is_told_from_gb18030_by_its_punctuation() -> None:
    text = "本年度的資訊公開工作，依照規定辦理，年底完成。一切順利。"
    assert shape(read_bytes(text.encode("big5"), "x")) == [text]


def test_a_file_cut_in_its_last_character_stays_utf8() -> None:
    document = read_bytes("规章三件".encode()[:-1], "x")
    assert shape(document) == ["规章三\ufffd"]
    assert "UTF-8" in document.notes[0].message.upper()


def test_a_stray_byte_does_not_turn_utf8_into_gb18030() -> None:
    data = (PROSE * 3).encode() + b"\xc4" + PROSE.encode()
    document = read_bytes(data, "x")
    assert shape(document) == [PROSE * 3 + "\ufffd" + PROSE]
    assert document.notes[0].level == "warning"
    assert document.notes[0].message.startswith("1 places")


def test_a_stray_byte_does_not_turn_gb18030_into_something_else() -> None:
    data = (PROSE * 3).encode("gb18030") + b"\xff\n" + (PROSE * 3).encode("gb18030")
    assert shape(read_bytes(data, "x"))[1] == PROSE * 3


def test_a_short_gbk_text_that_happens_to_be_utf8() -> None:
    assert shape(read_bytes("联通".encode("gbk"), "x")) == ["联通"]


def test_invisible_characters_go_and_digits_do_not_join_over_a_control() -> None:
    document = page("<p>1\u200b2\ufeff&#8203;3</p><p>5\x0c6</p>\ufdd5&#xfdd5;&#64981;<p>尾</p>")
    assert shape(document) == ["123", "5 6", "尾"]


def test_signs_that_would_pass_for_marks_of_ours_are_taken_out() -> None:
    # Unicode keeps them for programs' own use: they stand in no text.
    marks = "".join(map(chr, range(0xFDD0, 0xFDDA)))
    for mark in (*marks, marks):
        cells = f"<td>{mark}5{mark}0{mark}<td colspan='{mark}2'>8<tr><td>1<td>2<td>3"
        document = page(f"<table><tr>{cells}</table>")
        assert grids_of(document) == [[["50", "8", "8"], ["1", "2", "3"]]]


@pytest.mark.parametrize(
    "mark", ["&#x&#xfdd0;fdd1;", "&#&#64976;64981;", "&#x&#x&#xfdd0;fdd1;fdd4;"]
)
def test_marks_are_not_made_by_what_is_taken_out(mark: str) -> None:
    document = page(f"<table><tr><td>规章{mark}<td>8<tr><td>1<td>2</table>")
    rows = grids_of(document)[0]
    assert [len(rows), rows[0][1], rows[1]] == [2, "8", ["1", "2"]]


# Paragraphs of a page


def test_page_paragraphs_in_reading_order() -> None:
    document = page(
        "<html><head><title>标 题</title><style>p{}</style><script>var a='<p>x'</script></head>"
        "<body><!-- c --><h1>报&nbsp;告</h1>头<p>一<b>二</b> <i>三</i>\n四</p>"
        "<ul><li>甲<li>乙</ul>丙<br>丁<div><div></div>戊</div><noscript>无</noscript>"
        "<p> &nbsp; </p><select><option>选</select>尾</body></html>"
    )
    assert shape(document) == [
        "报 告",
        "头",
        "一二 三 四",
        "甲",
        "乙",
        "丙",
        "丁",
        "戊",
        "尾",
    ]
    assert document.at("l3") == "一二 三 四"
    assert document.hints == {"title": "标 题"}


def test_hints_come_from_meta_tags() -> None:
    document = page(
        '<head><meta name="ArticleTitle" content="虚构市年报"><meta name="PubDate" '
        'content="2023-01-05 10:00"><META NAME="ContentSource" CONTENT="虚构市"><title>别的</title>'
        "<meta name=SiteName content=x></head><p>文"
    )
    assert dict(document.hints) == {
        "title": "虚构市年报",
        "published": "2023-01-05 10:00",
        "source": "虚构市",
    }


def test_word_markup_and_conditional_comments() -> None:
    document = page(
        "<p><!--[if gte mso 9]><xml><w:x>秘</w:x></xml><![endif]-->"
        "<![if !supportLists]><span>一、</span><![endif]>总<o:p>况</o:p>"
        "<?xml:namespace prefix = o />完</p>"
    )
    assert shape(document) == ["一、总况完"]


def test_hidden_and_struck_text_is_left_out() -> None:
    document = page(
        "<p>甲<span style='DISPLAY: none'>乙</span>丙</p><div hidden>丁</div>"
        "<table><tr><td>数</td><td><s>3</s>5</td><td style='display:none'>9</td>"
        "<td><span style='text-decoration: line-through'>7</span>8</td></tr></table>"
    )
    assert shape(document) == [
        "甲丙",
        (1, [(1, 1, 1, 1, "数"), (1, 2, 1, 1, "5"), (1, 3, 1, 1, "8")]),
    ]
    assert any("struck" in note.message for note in document.notes)


def test_what_a_sheet_of_the_page_hides_in_a_cell_is_left_out() -> None:
    sheet = (
        "<style>.h, td.i > b{display:none !important} #x .h{display:inline} .v{visibility:hidden}"
    )
    sheet += "@media print{.p{display:none}} @media screen{ .q{ display : NONE } }</style>"
    (row, last) = grids(
        f"{sheet}<table><tr><td>规章<td>3<span class='a h'>9</span><td class=i>4<b>9</b>"
        "<td class=v>9<td class=p>5<td class=q>9<td>6<tr class=h><td>甲<td>9<tr><td>乙<td>7</table>"
    )[0]
    assert (row, last) == (["规章", "3", "4", "", "5", "6"], ["乙", "7", *[None] * 4])


def test_what_a_sheet_raises_strikes_or_leaves_without_size_is_no_digit() -> None:
    """Word and Excel write note marks so: 3 and a raised 9 are no 39."""
    sheet = "<style>.f6{vertical-align: super} .s{text-decoration:underline line-through}"
    sheet += ".n{font-size:0px} .t{font-size:0.9em; vertical-align:middle}</style>"
    marked = page(
        f"{sheet}<table><tr><td>规章<td>3<font class=f6>9</font><td>4<b class=s>9</b><td>5"
        "<i class=n>9</i><td>6<i class=t>9</i><td><font class=f6>7</font></table>"
    )
    table = next(block for block in marked.blocks if isinstance(block, Table))
    found = [cell.text for cell in table.cells]
    assert "39" not in found[1]
    assert [found[0], *found[2:]] == ["规章", "4", "5", "69", "7"]


def test_of_two_rules_of_a_sheet_the_closer_one_counts() -> None:
    sheet = "<style><!-- td .h{display:inline} .h{display:none} .k{display:none}\n/* } */"
    (row,) = grids(
        f"{sheet} .k{{display:block}}--></style><table><tr><td>1<b class=h>2</b><td>3<b class=k>4</b>"
        "<td>5<b class=h style='display:none'>6</b></table>"
    )
    assert row == [["12", "34", "5"]]


def test_what_scripts_may_show_is_read_though_a_sheet_hides_it() -> None:
    page_with_tabs = "<style>.tab{display:none}</style><div class=tab><p>一、概况</p></div>"
    assert shape(page(page_with_tabs)) == ["一、概况"]
    folded = "<table><tr><td><div class=tab><table><tr><td>规章<td>3</table></div></table>"
    assert ["规章", "3"] in [row for table in grids(page_with_tabs + folded) for row in table]


def test_tables_drawn_by_classes_of_a_sheet_are_tables() -> None:
    sheet = "<style>.t{display:table} .t .r{display:table-row} .r>div{display:table-cell}</style>"
    drawn = "<div class=t><div class=r><div>规章</div><div></div><div>2</div></div></div>"
    assert grids(sheet + drawn) == [[["规章", "", "2"]]]


def test_a_cell_that_cannot_be_seen_keeps_its_place() -> None:
    assert grids(
        "<table><tr><td>规章<td style='visibility:hidden' colspan=1>9<td>2"
        "<tr style='visibility:hidden'><td>甲<td>8<td>8<tr><td>乙<td>4<td>5</table>"
    ) == [[["规章", "", "2"], ["", "", ""], ["乙", "4", "5"]]]


def test_raised_marks_do_not_become_digits() -> None:
    assert grids("<table><tr><td>22<sup>1</sup><td>m<sup>2</sup><td><sup>3</sup></table>") == [
        [["22[1]", "m2", "3"]]
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "<a href='#f1'><sup>1</sup></a>",
        "<a name=r1></a><a href='#f1'><span><sup>1</sup></span></a>",
        "<span style='font-size:9px;vertical-align:super'>1</span>",
        "<b><font style='VERTICAL-ALIGN: super'>1</font></b>",
    ],
)
def test_marks_raised_inside_links_and_by_style_do_not_become_digits(mark: str) -> None:
    (row,) = grids(f"<table><tr><td>规章<td>22{mark}</table>")
    assert row == [["规章", "22[1]"]]
    (row,) = grids(f"<table><tr><td>规章<td>甲<br>{mark}</table>")
    assert row == [["规章", "甲\n1"]]


def test_text_without_size_is_left_out_but_not_what_has_a_size_inside_it() -> None:
    (row,) = grids(
        "<table><tr><td><span style='font-size:0px'>7</span>8"
        "<td><span style='font-size:0'><b style='font-size:12px'>5</b></span>"
        "<td><span style='font-size:0.9em'>6</span></table>"
    )
    assert row == [["8", "5", "6"]]


def test_a_picture_alone_in_a_cell_is_not_nothing() -> None:
    (row,) = grids(
        "<table><tr><td>规章<td><img src=0.png><td><p><img src=a.gif>4</p>"
        "<td><img src=images/spacer.gif><td><img src=x.gif width=1 height=9></table>"
    )
    assert row == [["规章", "[图]", "4", "", ""]]
    assert shape(page("<table><tr><td><img src=logo.png></table><p>甲</p>")) == ["甲"]


def test_pre_keeps_its_lines() -> None:
    assert shape(page("<p>头\n部</p><pre>甲  1\n乙 2</pre>\n尾")) == [
        "头 部",
        "甲  1",
        "乙 2",
        "尾",
    ]


def test_values_of_form_fields_in_tables_are_printed() -> None:
    html = "<input value=搜><table><tr><td>规章<td><input type=text value=3 readonly></table>"
    assert shape(page(html)) == [(1, [(1, 1, 1, 1, "规章"), (1, 2, 1, 1, "3")])]


# Tables of a page


ROWS = [["12", "3"], ["4", "5"]]


@pytest.mark.parametrize(
    "tag", ["font", "label", "nobr", "h2", "figure", "ins", "x-y", "st1:chsdate"]
)
def test_tags_never_closed_cost_no_table(tag: str) -> None:
    document = page(f"<p>甲{f'<{tag}>' * 900}<table><tr><td>12<td>3<tr><td>4<td>5</table>")
    assert [grid(table) for table in tables(document)] == [ROWS]
    assert [note.level for note in document.notes] == ["warning"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='display:none'>7</span>",
        "<i hidden>7</i>",
        "<b style='visibility: hidden'>7</b>",
        "<s>7</s>",
    ],
)
def test_what_is_hidden_stays_so_where_tags_are_never_closed(hidden: str) -> None:
    cells = f"<tr><td>12{hidden}<td>{hidden}3<tr><td>4<td>5</table>"
    for many in (0, 900):
        document = page(f"<body>{'<font>' * many}<table>{cells}")
        assert [grid(table) for table in tables(document)] == [ROWS]


def test_a_caption_in_a_cell_is_the_caption_of_the_table() -> None:
    # Browsers end the cell before it: 1 and 2 must not become 12.
    document = page("<table><tr><td>1<caption>2</caption></td><td>5<tr><td>3<td>4</table>")
    assert shape(document) == [
        "2",
        (1, [(1, 1, 1, 1, "1"), (1, 2, 1, 1, "5"), (2, 1, 1, 1, "3"), (2, 2, 1, 1, "4")]),
    ]


def test_a_grid_with_spans() -> None:
    html = (
        "<table><caption>表一</caption><thead><tr><th rowspan=2>甲<th colspan=2>乙</thead>"
        "<tbody><tr><td rowspan='2'>丙<td>1<td>2<tr><td colspan=2>3</tbody></table>"
    )
    document = page(html)
    assert shape(document) == [
        "表一",
        (
            1,
            [
                (1, 1, 1, 1, "甲"),  # its second row would be outside the thead
                (1, 2, 1, 2, "乙"),
                (2, 1, 2, 1, "丙"),
                (2, 2, 1, 1, "1"),
                (2, 3, 1, 1, "2"),
                (3, 2, 1, 2, "3"),
            ],
        ),
    ]
    assert document.at("t1 r3 c1") == "丙"
    assert document.at("t1 r3 c3") == "3"


def test_spans_that_overflow_or_make_no_sense() -> None:
    html = (
        "<table><tr><td rowspan=9 colspan=1>甲<td rowspan=0>乙<td colspan='99999999'>丙</tr>"
        "<tr><td rowspan=x>1<td colspan=-3>2<tr><td rowspan='1.9'>3<td colspan=''>4</table>"
    )
    assert grids(html) == [
        [["甲", "乙", "丙", "丙"], ["甲", "乙", "1", "2"], ["甲", "乙", "3", "4"]]
    ]


def test_a_full_width_row_is_as_wide_as_the_others() -> None:
    html = "<table><tr><td colspan='100%'>表头<tr><td>a<td>b<td>c<tr><td colspan=12>尾</table>"
    assert grids(html) == [[["表头"] * 3, ["a", "b", "c"], ["尾"] * 3]]


def test_a_colspan_stops_before_a_cell_from_above() -> None:
    html = "<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=2>d<td>e</table>"
    cells = tables(page(html))[0].cells
    assert [(c.text, c.row, c.column, c.colspan) for c in cells] == [
        ("a", 1, 1, 1),
        ("b", 1, 2, 1),
        ("c", 1, 3, 1),
        ("d", 2, 1, 1),
        ("e", 2, 3, 1),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>1<td>2<tr><td>3<td>4</table>",
        "<table><td>1<td>2<tr><td>3</td><td>4</table>",
        "<table><tr><td>1</td></td><td>2</tr><tr><th>3</th><td><span>4</td></tr>",
        "<table><form><tr><td><p>1<td><font>2</font></tr><tr><td>3<td>4</form></table>",
        "<TABLE><TBODY><TR><TD>1<BR></TD><TD><B>2</TD><TR><TD><DIV>3</DIV><TD>4",
    ],
)
def test_broken_markup_gives_the_same_grid(html: str) -> None:
    assert grids(html) == [[["1", "2"], ["3", "4"]]]


def test_text_between_cells_does_not_enter_a_cell() -> None:
    html = (
        "<table>前<tr><td>1</td>中<td>2</td></tr>后<tr><td>3</td><p>外</p><td>4</td></tr></table>"
    )
    document = page(html)
    assert [grid(table) for table in tables(document)] == [[["1", "2"], ["3", "4"]]]
    assert sorted(lines(document)) == sorted(["前", "中", "后", "外"])


def test_cell_text_has_lines_for_breaks_and_blocks() -> None:
    html = "<table><tr><td>甲<td>商业<br>企业<p>一</p><div> 二&nbsp;三\n四</div></td><td>\n&nbsp;</td></table>"
    assert grids(html) == [[["甲", "商业\n企业\n一\n二 三 四", ""]]]


def test_tfoot_before_tbody_is_shown_last() -> None:
    html = "<table><tfoot><tr><td>计<td>3</tfoot><tbody><tr><td>甲<td>3</tbody></table>"
    assert grids(html) == [[["甲", "3"], ["计", "3"]]]


def test_a_layout_table_dissolves_and_numbers_stay() -> None:
    inner = "<table><tr><td>甲<td>1<td>2<tr><td>乙<td>3<td>4</table>"
    html = f"<table><tr><td>导航<td><table><tr><td>标题<tr><td>{inner}</table>尾</table>{inner}"
    document = page(html)
    want = [["甲", "1", "2"], ["乙", "3", "4"]]
    assert [b if isinstance(b, str) else b[0] for b in shape(document)] == [
        "导航",
        "标题",
        3,
        "尾",
        4,
    ]
    assert [grid(table) for table in tables(document)] == [want, want]


def test_a_trivial_nested_table_is_part_of_its_cell() -> None:
    small = "<table><tr><td>3</td></tr></table>"
    html = f"<table><tr><td>甲<td>乙<td>丙<tr><td>规章<td>{small}<td>4</table>"
    assert grids(html) == [[["甲", "乙", "丙"], ["规章", "3", "4"]]]


def test_prose_in_a_table_comes_as_paragraphs_and_the_rows_around_as_tables() -> None:
    prose = "".join(f"<p>{PROSE * 4}</p>" for _ in range(3))
    html = f"<table><tr><td>甲<td>1<tr><td colspan=2>{prose}<tr><td>乙<td>2</table>"
    document = page(html)
    assert shape(document) == [
        (1, [(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "1")]),
        *[PROSE * 4] * 3,
        (1, [(3, 1, 1, 1, "乙"), (3, 2, 1, 1, "2")]),
    ]
    assert document.at("t1 r3 c2") == "2"


def test_one_column_or_margins_are_no_table_but_an_unfilled_form_is() -> None:
    assert shape(page("<table><tr><td>甲<tr><td>乙</table>")) == ["甲", "乙"]
    assert shape(page("<table><tr><td>&nbsp;<td>甲<td>&nbsp;</table>")) == ["甲"]
    assert grids("<table><tr><td>规章<td><td><tr><td>决定<td><td></table>") == [
        [["规章", "", ""], ["决定", "", ""]]
    ]


def test_tables_drawn_by_style_or_role() -> None:
    html = (
        "<table><tr><td>甲<td>1</table><div style='display:table'>"
        "<div style='display: table-row'><span style='display:table-cell'>乙</span>"
        "<span style='display:table-cell;'>2</span></div></div>"
        '<div role="table"><div role="row"><span role="cell">丙</span><span role="cell">3</span>'
        "</div></div>"
    )
    document = page(html)
    assert [table.number for table in tables(document)] == [1, 2, 3]
    assert [grid(table) for table in tables(document)] == [
        [["甲", "1"]],
        [["乙", "2"]],
        [["丙", "3"]],
    ]


def test_hidden_tables_count_in_the_numbering() -> None:
    html = (
        "<div style='display:none'><table><tr><td>x<td>y</table></div><table><tr><td>a<td>b</table>"
    )
    assert shape(page(html)) == [(2, [(1, 1, 1, 1, "a"), (1, 2, 1, 1, "b")])]


# Word files


def word(body: str, namespace: str = W, **parts: str) -> Document:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        head = (
            f'<w:document xmlns:w="{namespace}" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:v="urn:v" xmlns:wps="urn:wps" xmlns:a="urn:a">'
        )
        package.writestr("word/document.xml", f"{head}<w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            path = "docProps/core.xml" if name == "core" else f"word/{name}.xml"
            package.writestr(path, text)
    return read_bytes(file.getvalue(), "report.docx")


@pytest.mark.parametrize("mark", ["&#xfdd1;", "&#64981;", "\ufdd5", "\ufdd0", "&#xfdd2;"])
def test_signs_of_a_word_file_do_not_pass_for_marks(mark: str) -> None:
    row = f"<w:tr>{f'<w:tc><w:p><w:r><w:t>1{mark}2</w:t></w:r></w:p></w:tc>' * 2}</w:tr>"
    document = word(f"<w:p><w:r><w:t>规章{mark}</w:t></w:r></w:p><w:tbl>{row}{row}</w:tbl>")
    assert lines(document) == ["规章"]
    assert [grid(table) for table in tables(document)] == [[["12", "12"], ["12", "12"]]]


def run(text: str, properties: str = "") -> str:
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*runs: str, properties: str = "") -> str:
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{''.join(runs)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    tcpr = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{tcpr}{par(run(text))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_word_built_by_python_docx(tmp_path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "虚构县年报"
    document.add_paragraph("一、概况")
    built = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            built.cell(row, column).text = f"{row}{column}"
    built.cell(0, 0).merge(built.cell(1, 0)).text = "合"
    built.cell(2, 1).merge(built.cell(2, 2)).text = "并"
    document.add_paragraph("尾")
    file = tmp_path / "report.docx"
    document.save(file)
    read_back = read(file)
    assert read_back.format == "docx"
    assert read_back.hints == {"title": "虚构县年报"}
    assert shape(read_back) == [
        "一、概况",
        (
            1,
            [
                (1, 1, 2, 1, "合"),
                (1, 2, 1, 1, "01"),
                (1, 3, 1, 1, "02"),
                (2, 2, 1, 1, "11"),
                (2, 3, 1, 1, "12"),
                (3, 1, 1, 1, "20"),
                (3, 2, 1, 2, "并"),
            ],
        ),
        "尾",
    ]


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_word_text_tabs_breaks_and_fields(namespace: str) -> None:
    body = (
        par("<w:r><w:t>规章</w:t><w:tab/><w:t>3</w:t><w:br/><w:t>次行</w:t></w:r>",
            properties='<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>')
        + par(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("2023年")
            + '<w:hyperlink><w:smartTag>' + run("链接") + "</w:smartTag></w:hyperlink>"
            + '<w:r><w:sym w:font="宋体" w:char="25A1"/><w:noBreakHyphen/></w:r>'
            '<w:r><w:footnoteReference w:id="1"/></w:r>'
        )
        + "<w:sdt><w:sdtContent>" + par(run("控件")) + "</w:sdtContent></w:sdt>" + par()
    )  # fmt: skip
    assert shape(word(body, namespace)) == ["规章\t3", "次行", "2023年链接□-", "控件"]


def test_word_merges_horizontal_vertical_and_left_out() -> None:
    body = table(
        cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙", '<w:gridSpan w:val="2"/>'),
        cell("旧", "<w:vMerge/>") + cell("1") + cell("2"),
        cell("丙", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("3"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("4") + cell("5"),
    )
    assert grid(tables(word(body))[0]) == [
        ["甲", "乙", "乙"],
        ["甲", "1", "2"],
        ["丙", "丙", "3"],
        [None, "4", "5"],
    ]


def test_word_vertical_merge_with_nothing_above_is_a_cell_of_its_own() -> None:
    assert grid(tables(word(table(cell("甲", "<w:vMerge/>") + cell("1"))))[0]) == [["甲", "1"]]


def test_word_tracked_changes_are_accepted() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>9</w:delText></w:r></w:del>'
    body = (
        par(f"<w:ins>{run('1')}</w:ins>", gone, run("5"))
        + par(f"<w:moveFrom>{run('移')}</w:moveFrom>")
        + par(f"<w:moveTo>{run('移')}</w:moveTo>")
        + par(run("前"), properties="<w:rPr><w:del/></w:rPr>")
        + par(run("后"))
        + table(
            cell("甲") + cell("1"),
            "<w:trPr><w:del/></w:trPr>" + cell("乙") + cell("2"),
            "<w:trPr><w:ins/></w:trPr>" + cell("丙") + cell("x", "<w:cellDel/>") + cell("3"),
        )
    )
    document = word(body)
    assert lines(document) == ["15", "移", "前后"]
    assert grid(tables(document)[0]) == [["甲", "1"], ["丙", "3"]]


def test_word_hidden_and_struck_runs_are_left_out() -> None:
    old = "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"
    document = word(
        par(
            run("甲"),
            run("9", "<w:vanish/>"),
            run("8", "<w:strike/>"),
            run("7", '<w:strike w:val="0"/>'),
            run("6", old),
            run("1", '<w:vertAlign w:val="superscript"/>'),
        )
    )
    assert lines(document) == ["甲76[1]"]
    assert [note.message for note in document.notes] == ["struck-out text was left out"]


def test_word_text_boxes_come_once() -> None:
    box = f"<w:txbxContent>{par(run('框'))}{par(run('二'))}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:off>77</a:off><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    legacy = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert lines(word(par(run("前"), drawing, run("后")) + par(legacy))) == [
        "前后",
        "框",
        "二",
        "框",
        "二",
    ]


def test_word_nested_tables() -> None:
    small = f"<w:tc>{table(cell('3'))}{par()}</w:tc>"
    data = table(cell("甲") + cell("乙") + cell("丙"), cell("规章") + small + cell("4"))
    document = word(data)
    assert grid(tables(document)[0]) == [["甲", "乙", "丙"], ["规章", "3", "4"]]
    inner = table(*(cell(f"{row}") + cell("1") + cell("2") for row in "甲乙"))
    document = word(table(f"<w:tc>{par(run('题'))}{inner}{par()}</w:tc>" + cell("侧")))
    assert lines(document) == ["题", "侧"]
    assert [found.number for found in tables(document)] == [2]


def numbering(*levels: tuple[str, str], extra: str = "") -> str:
    lvls = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (fmt, text) in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{lvls}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}</w:numbering>'
    )


def item(text: str, level: int, number: int = 1) -> str:
    setting = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return par(run(text), properties=setting)


def test_word_automatic_numbers_stand_before_their_text() -> None:
    lists = numbering(
        ("chineseCounting", "%1、"),
        ("chineseCountingThousand", "（%2）"),
        ("decimal", "%3."),
        extra='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>',
    )
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="K"><w:basedOn w:val="H"/></w:style></w:styles>'
    )
    body = (
        item("甲", 0) + item("子", 1) + item("丑", 1) + item("5万元", 2)
        + par(run("乙"), properties='<w:pStyle w:val="K"/>')
        + item("寅", 1) + item("戊", 0, 2) + par(run("无"), properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
    )  # fmt: skip
    assert lines(word(body, numbering=lists, styles=styles)) == [
        "一、甲",
        "（一）子",
        "（二）丑",
        "1. 5万元",
        "二、乙",
        "（一）寅",
        "五、戊",
        "无",
    ]


def test_word_bullets_give_no_label() -> None:
    assert lines(word(item("甲", 0), numbering=numbering(("bullet", "\uf0b7")))) == ["甲"]


def test_word_table_of_contents_is_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{par(run('一、概况 1'))}</w:sdtContent></w:sdt>"
    assert lines(word(body + par(run("正文")))) == ["正文"]


def test_what_stands_behind_the_end_of_a_page_is_read_too() -> None:
    page = "<body><div><td></html><p>一、总体情况</p><table><tr><td>规章<td>3</table>"
    blocks = read_bytes(page.encode(), "page.html").blocks
    assert blocks[0] == Paragraph("一、总体情况", "l1")
    assert [cell.text for cell in blocks[1].cells] == ["规章", "3"]


def test_the_text_of_a_word_file_is_where_the_package_says() -> None:
    # Word on the web calls it document2.xml.
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    text = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "<w:p><w:r><w:t>一、概况</w:t></w:r></w:p>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", f'<Types><Override ContentType="{text}"/></Types>')
        package.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="r" Type="{kind}" Target="word/document2.xml"/>'
            "</Relationships>",
        )
        package.writestr(
            "word/document2.xml",
            f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    found = read_bytes(file.getvalue(), "x")
    assert (found.format, found.at("l1")) == ("docx", "一、概况")
