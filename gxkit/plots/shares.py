"""Bars of shares, stacked: the form's own groups side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING

from gxkit.plots.sheet import PALETTE, Sheet, need

if TYPE_CHECKING:
    import pandas as pd


def sums(
    cells: pd.DataFrame, by: str, groups: Sequence[str], keep: Mapping[str, str], part: str
) -> pd.DataFrame:
    """Add up cells to a table of counts, a row a value of `by`, a column one of `groups`.

    Parameters
    ----------
    cells : pandas.DataFrame
        `table`, `row`, `column`, `value` and the column `by`.
    by : str
        What makes the rows.
    groups : sequence of str
        The columns, in order: codes of rows or columns of the form; a row counts for the group
        that its code begins with.
    keep : mapping of str to str
        Which cells: a column of `cells` and the code that stands in it.
    part : {"row", "column"}
        Which column of `cells` tells the group.

    Raises
    ------
    PlotError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame(
    ...     {"table": "requests", "row": ["other.overdue_fee", "granted"], "column": "total",
    ...      "value": [2.0, 5.0], "year": 2023}
    ... )
    >>> sums(cells, "year", ["granted", "other"], {"column": "total"}, "row").to_numpy().tolist()
    [[5.0, 2.0]]
    """
    wanted = ("table", "row", "column", "value", by)
    need(cells, wanted, "give cells, with columns of corpus.reports merged by report_id")
    kept = cells[cells["table"] == "requests"]
    for name, code in keep.items():
        kept = kept[kept[name] == code]
    kept = kept.assign(_group=kept[part].str.split(".").str[0])
    kept = kept[kept["_group"].isin(groups)]
    # Where no number is known the sum is not known either: a blank is no zero.
    counts = kept.groupby([by, "_group"])["value"].sum(min_count=1).astype(float).unstack()
    return counts.reindex(columns=list(groups))


def stacked(sheet: Sheet, counts: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Draw a bar of shares a row of `counts`, and return what is drawn in long form.

    Parameters
    ----------
    sheet : Sheet
        Where.
    counts : pandas.DataFrame
        A row a bar, a column a part of it; NaN is not known. A row without any has no bar.
    labels : mapping of str to str
        What the columns are called.
    """
    totals = counts.sum(axis=1, min_count=1)
    shares = counts.div(totals.where(totals > 0), axis=0)
    left = totals.fillna(0) * 0
    for colour, group in zip(PALETTE, counts.columns, strict=False):
        sheet.ax.barh(
            range(len(shares)),
            shares[group],
            left=left,
            color=colour,
        )
        left = left + shares[group].fillna(0)
    for at, total in enumerate(totals):
        told = sheet.word("unknown" if isnan(total) else "many", count=f"{total:,.0f}")
        sheet.ax.annotate(told, (1.01, at), va="center", annotation_clip=False)
    sheet.bars(list(shares.index))
    sheet.ax.set_xlim(0, 1)
    sheet.ax.xaxis.set_major_formatter("{x:.0%}")
    sheet.legend(
        {labels[str(group)]: colour for colour, group in zip(PALETTE, counts.columns, strict=False)}
    )
    data = counts.melt(ignore_index=False, var_name="group", value_name="count").reset_index()
    data["share"] = shares.melt(value_name="share")["share"]
    return data.sort_values(str(counts.index.name), kind="stable", ignore_index=True)
