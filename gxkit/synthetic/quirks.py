"""Every quirk by name, in one table: what publishers, extractors and typists do to a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from gxkit.synthetic import quirks_cells as cells
from gxkit.synthetic import quirks_labels as labels
from gxkit.synthetic import quirks_subtotals as sums
from gxkit.synthetic.draft import Draft

__all__ = ["QUIRKS", "Quirk", "choose_quirks"]

Change = Callable[[Draft, Random], None]


class Quirk(NamedTuple):
    """A quirk: what it does to the draft, how often, and with what it cannot stand.

    A quirk of the page (`change` None) is a flag that the article is written by. One of
    weight 0 is printed only when it is asked for by name, and takes no part in the draw.
    """

    doc: str
    weight: float
    change: Change | None = None
    excludes: tuple[str, ...] = ()


QUIRKS: dict[str, Quirk] = {
    # Rows and columns, before what stands in them.
    "row_missing": Quirk("one or two rows of a table are not there", 0.06, labels.row_missing),
    "rows_shuffled": Quirk("rows of a group in another order", 0.05, labels.rows_shuffled),
    "columns_shuffled": Quirk(
        "columns in another order, with their labels", 0.05, labels.columns_shuffled
    ),
    "row_doubled": Quirk("a row is printed twice", 0.04, labels.row_doubled),
    "extra_row": Quirk("a row 其他主动公开文件 that no form has", 0.04, labels.extra_row),
    "subtotals": Quirk("a row 小计 under （三）, with the sums of its rows", 0.01, sums.subtotals),
    "table_missing": Quirk(
        "a table is not there (an image, an attachment)", 0.03, labels.table_missing
    ),
    "suits_apart": Quirk(
        "reconsideration and each kind of suit in tables of their own", 0.05, labels.suits_apart
    ),
    "subtotal_rows": Quirk(
        "the sums of every group: below its rows, above them or in its heading",
        0,
        sums.subtotal_rows,
        ("subtotals",),
    ),
    "subtotal_column": Quirk(
        "a column 小计 under 法人或其他组织, as its first or its last", 0, sums.subtotal_column
    ),
    # Cells.
    "wrong_sum": Quirk("the publisher's own sums are wrong", 0.08, cells.wrong_sum),
    "decimals": Quirk("amounts of money with needless decimals", 0.08, cells.decimals),
    "thousands": Quirk("1,234", 0.06, cells.thousands),
    "unit_yuan": Quirk("251000元 under a header that says 万元", 0.05, cells.unit_yuan),
    "unit_wanyuan": Quirk("113.96万元", 0.05, cells.unit_wanyuan, ("unit_yuan",)),
    "deltas": Quirk("changes as +19, -11, 增加5 or 0/0 (2019 form)", 0.25, cells.deltas),
    "unit_jian": Quirk("0件 in the cells", 0.05, cells.unit_jian),
    "fullwidth": Quirk("full-width digits", 0.05, cells.fullwidth),
    "bracket_note": Quirk("22（其中修订16件） in a cell", 0.08, cells.bracket_note),
    "unreadable": Quirk("text that is no number in a cell", 0.04, cells.unreadable),
    "nil_marks": Quirk("zeros printed as / — 无 -", 0.08, cells.nil_marks),
    "zeros_blank": Quirk("zeros left blank", 0.12, cells.zeros_blank),
    "row_blank": Quirk("a whole row left blank", 0.08, cells.row_blank),
    "table_blank": Quirk("a table, or all, with labels and no numbers", 0.03, cells.table_blank),
    "last_total_missing": Quirk("the last row lacks its last cell", 0.03, cells.last_total_missing),
    # Labels.
    "label_damaged": Quirk(
        "a label lost or changed a character",
        0.08,
        labels.label_damaged,
        ("rows_shuffled", "row_missing", "subtotals", "subtotal_rows"),
    ),
    "short_labels": Quirk(
        "labels shortened: 1.逾期不补正", 0.06, labels.short_labels, ("label_damaged",)
    ),
    "long_labels": Quirk(
        "labels with explanations that name other labels", 0.06, labels.long_labels
    ),
    "ordinals_missing": Quirk(
        "ordinals 1. 2. left out of the labels", 0.05, labels.ordinals_missing
    ),
    "ordinals_changed": Quirk(
        "1、 or （1） in place of 1.", 0.08, labels.ordinals_changed, ("ordinals_missing",)
    ),
    "header_torn": Quirk("商业⏎企业, 结果⏎维持", 0.08, labels.header_torn),
    "header_two_rows": Quirk(
        "a header torn over two rows of the table", 0.06, labels.header_two_rows, ("header_torn",)
    ),
    "header_cut": Quirk(
        "本年新 | 本年新, 本年度止件数", 0.08, labels.header_cut, ("columns_shuffled",)
    ),
    "header_notes": Quirk(
        "headers with notes that hold numbers", 0.06, labels.header_notes, ("header_cut",)
    ),
    "header_total_lost": Quirk(
        "the header 总计 is empty", 0.04, labels.header_total_lost, ("columns_shuffled",)
    ),
    "header_unit": Quirk(
        "a unit in the header of the money, 元 or 万元", 0.06, labels.header_unit, ("header_notes",)
    ),
    "groups_torn": Quirk("（三）⏎不予公开, or a character a line", 0.06, labels.groups_torn),
    "groups_lost": Quirk(
        "the cells of （三）（四）… are empty", 0.03, labels.groups_lost, ("groups_torn",)
    ),
    "glosses": Quirk("公(gōng)开 in labels", 0.02, labels.glosses),
    "caption_row": Quirk("the first row of the first table is its name", 0.05, labels.caption_row),
    "group_caption_missing": Quirk(
        "a row 第二十条第（一）项 is missing", 0.05, labels.group_caption_missing
    ),
    "table_note": Quirk("a note with numbers under a table", 0.08, labels.table_note),
    # The page.
    "no_title": Quirk("no title in the text", 0.25, None, ()),
    "title_two_lines": Quirk("the title on two lines, cut anywhere", 0.1, None, ("no_title",)),
    "title_year_first": Quirk("2022年 before the agency", 0.08, None, ("no_title",)),
    "title_noun": Quirk("政府信息公开工作报告, 信息公开年报 …", 0.1, None, ("no_title",)),
    "title_twice": Quirk(
        "the title in the navigation and again in the body", 0.06, None, ("no_title",)
    ),
    "title_doubled_degree": Quirk(
        "…年度政府信息公开工作年度报告 with spaces in the year", 0.04, None, ("no_title",)
    ),
    "title_alias": Quirk("an alias in brackets after the agency", 0.04, None, ("no_title",)),
    "title_month": Quirk("【2024年1月】 under the title", 0.03, None, ("no_title",)),
    "chrome": Quirk("breadcrumbs, buttons and menus", 0.15),
    "meta": Quirk("source, time and index number lines", 0.2),
    "contact": Quirk("address, post code and telephone in the preamble", 0.2),
    "no_preamble": Quirk("no preamble", 0.1, None, ("no_title", "contact")),
    "preamble_names": Quirk(
        "the preamble lists the names of the sections", 0.15, None, ("no_preamble",)
    ),
    "preamble_under_one": Quirk(
        "the preamble stands under heading one", 0.08, None, ("no_preamble",)
    ),
    "citation_wrong": Quirk(
        "the preamble cites the other form's circular", 0.06, None, ("no_preamble",)
    ),
    "dates_damaged": Quirk("20231月1日, 1231日", 0.06, None, ("no_preamble",)),
    "heading_variants": Quirk("the section headings worded otherwise", 0.3),
    "heading_missing": Quirk("a section heading is missing", 0.04),
    "heading_renumbered": Quirk("a number of a heading left out or given twice", 0.04),
    "heading_glued": Quirk("a heading glued to the paragraph before it", 0.05),
    "narrative_numbers": Quirk("sections two to four tell the tables' numbers in prose", 0.2),
    "signature": Quirk("agency and date at the end", 0.25),
    "attachments": Quirk("names of attached files at the end", 0.08),
    "traditional": Quirk("traditional characters", 0.04),
    "halfwidth": Quirk("half-width brackets and punctuation", 0.2),
}
"""Each quirk by name; draft-changing ones take place in this order."""

_SETS = {"none": 0.0, "some": 1.0, "many": 3.0}


def choose_quirks(quirks: str | Iterable[str], rng: Random) -> tuple[str, ...]:
    """Choose the quirks of a page.

    Parameters
    ----------
    quirks : str or iterable of str
        ``"none"``, ``"some"`` (each at its own rate), ``"many"`` (three times as often)
        or names of quirks.
    rng : random.Random
        The source of chance.

    Returns
    -------
    tuple of str
        Names in the order of the table; of quirks that exclude each other, the first.

    Examples
    --------
    >>> choose_quirks("none", Random(1)), choose_quirks(["traditional", "no_title"], Random(1))
    ((), ('no_title', 'traditional'))
    """
    if isinstance(quirks, str):
        if quirks not in _SETS:
            raise KeyError(f"no set of quirks {quirks!r}; there are {', '.join(_SETS)}")
        factor = _SETS[quirks]
        wanted = {
            name
            for name, quirk in QUIRKS.items()
            if quirk.weight and rng.random() < quirk.weight * factor
        }
    else:
        wanted = set(quirks)
        unknown = wanted - QUIRKS.keys()
        if unknown:
            raise KeyError(f"no quirk {', '.join(sorted(unknown))}; see QUIRKS for their names")
    chosen: list[str] = []
    for name, quirk in QUIRKS.items():
        if name not in wanted:
            continue
        if not any(other in chosen for other in quirk.excludes) and not any(
            name in QUIRKS[other].excludes for other in chosen
        ):
            chosen.append(name)
    return tuple(chosen)
