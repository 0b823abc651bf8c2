"""Why requests are not granted: each reason of the form as a bar."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from gxkit import forms
from gxkit.plots.sheet import PALETTE, drawing, need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GROUPS = ("refused", "unavailable", "not_processed", "other")
"""The outcomes that come with reasons."""

_COLOURS = PALETTE[2:6]


def reasons(
    cells: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw how often each reason for not granting a request is given, in the form's order.

    Parameters
    ----------
    cells : pandas.DataFrame
        The cells of reports: `table`, `row`, `column`, `value`. Blanks count for nothing.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives a row a reason: `row`, `label`, `group`, `count`, and `share` of
        all that were not granted; NaN where no cell has a number.

    Raises
    ------
    PlotError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame(
    ...     {"table": "requests", "row": ["refused.state_secret", "unavailable.not_held"],
    ...      "column": "total", "value": [1.0, 3.0]}
    ... )
    >>> from gxkit.plots import data
    >>> data(reasons(cells, lang="en")).query("count > 0")["share"].tolist()
    [0.25, 0.75]
    """
    need(cells, ("table", "row", "column", "value"), "give the cells of a corpus")
    rows = [
        each
        for each in forms.load("2021").table["requests"].rows
        if each.code.split(".")[0] in GROUPS and not each.instead_of
    ]
    totals = cells[(cells["table"] == "requests") & (cells["column"] == "total")]
    counts = totals.groupby("row")["value"].sum(min_count=1).astype(float)
    shown = _table(rows, counts, lang)
    most = float(shown["count"].max())
    from matplotlib.ticker import MaxNLocator

    with drawing("reasons", ax, lang, size, tall=2.1) as sheet:
        for colour, group in zip(_COLOURS, GROUPS, strict=True):
            part = shown[shown["group"] == group]
            sheet.ax.barh(part.index, part["count"], color=colour)
        for at, (count, share) in enumerate(zip(shown["count"], shown["share"], strict=True)):
            told = sheet.word("many", count=f"{count:,.0f}", share=f"{share:.0%}")
            if isnan(share):
                told = sheet.word("unknown") if isnan(count) else f"{count:,.0f}"
            sheet.ax.annotate(f" {told}", (0 if isnan(count) else count, at), va="center")
        sheet.bars(shown["label"].tolist())
        sheet.ax.set_xlim(0, (most if most > 0 else 1.0) * 1.25)
        sheet.ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        sheet.ax.xaxis.set_major_formatter("{x:,.0f}")
        sheet.legend(dict(zip(map(sheet.word, GROUPS), _COLOURS, strict=True)))
        return sheet.done(shown, title=title, x=sheet.word("count"), grid="x")


def _table(rows: list[forms.Row], counts: pd.Series[float], lang: str) -> pd.DataFrame:
    import pandas as pd

    found = pd.DataFrame(
        {
            "row": [each.code for each in rows],
            "label": [str(getattr(each, "en" if lang == "en" else "zh")) for each in rows],
            "group": [each.code.split(".")[0] for each in rows],
            "count": [float(counts.get(each.code, float("nan"))) for each in rows],
        }
    )
    total = float(found["count"].sum())
    return found.assign(share=found["count"] / total if total else float("nan"))
