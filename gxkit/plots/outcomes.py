"""What became of requests: shares of the outcomes, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.errors import PlotError
from gxkit.plots.sheet import PALETTE, drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GROUPS = ("granted", "partly_granted", "refused", "unavailable", "not_processed", "other")
"""The six outcomes of the form, in its order."""


def outcomes(
    cells: pd.DataFrame,
    *,
    by: str = "year",
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw the shares of the six outcomes of requests, a bar a group.

    Parameters
    ----------
    cells : pandas.DataFrame
        The cells of reports (`table`, `row`, `column`, `value`) with the column `by`, such as
        ``corpus.cells.merge(corpus.reports[["report_id", "year"]])``. Only numbers are added
        up: a blank counts for nothing, and is no zero.
    by : str
        The column that makes the bars.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives a row a group and outcome: `by`, `outcome`, `count`, `share`.

    Raises
    ------
    PlotError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame(
    ...     {"table": "requests", "row": ["granted", "refused.state_secret"], "column": "total",
    ...      "value": [3.0, 1.0], "year": 2023}
    ... )
    >>> from gxkit.plots import data
    >>> data(outcomes(cells))[["outcome", "share"]].head(3).to_numpy().tolist()
    [['granted', 0.75], ['partly_granted', 0.0], ['refused', 0.25]]
    """
    for name in ("table", "row", "column", "value", by):
        if name not in cells.columns:
            raise PlotError(f"no column {name!r}; merge it from corpus.reports by report_id")
    totals = cells[(cells["table"] == "requests") & (cells["column"] == "total")]
    totals = totals.assign(outcome=totals["row"].str.split(".").str[0])
    totals = totals[totals["outcome"].isin(GROUPS)]
    counts = (
        totals.pivot_table(index=by, columns="outcome", values="value", aggfunc="sum")
        .astype(float)
        .reindex(columns=list(GROUPS))
        .fillna(0.0)
    )
    shares = counts.div(counts.sum(axis=1).where(lambda total: total > 0), axis=0)
    with drawing("outcomes", ax, lang, size, tall=max(0.6, 0.16 * len(shares) + 0.3)) as sheet:
        left = shares["granted"] * 0
        names = [str(name) for name in shares.index]
        for colour, outcome in zip(PALETTE, GROUPS, strict=False):
            label = sheet.word(outcome)
            sheet.ax.barh(names, shares[outcome], left=left, color=colour, label=label)
            left = left + shares[outcome].fillna(0)
        for at, total in enumerate(counts.sum(axis=1)):
            told = sheet.word("many", count=f"{total:,.0f}")
            sheet.ax.annotate(told, (1.01, at), va="center", annotation_clip=False)
        sheet.ax.set_xlim(0, 1)
        sheet.ax.invert_yaxis()
        sheet.ax.xaxis.set_major_formatter("{x:.0%}")
        sheet.ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=6)
        data = counts.melt(ignore_index=False, value_name="count").reset_index()
        data["share"] = shares.melt(value_name="share")["share"]
        data = data.sort_values(by, kind="stable", ignore_index=True)
        return sheet.done(data, title=title, x=sheet.word("share"), grid="x")
