"""Where requests come from and where they go: new and carried over, outcomes and carried forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gxkit.errors import PlotError
from gxkit.plots.lines import broken
from gxkit.plots.outcomes import GROUPS
from gxkit.plots.sheet import PALETTE, Sheet, drawing, need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_GAP = 0.045


def backlog(
    cells: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw the flow of requests: what came in, and what became of it.

    Parameters
    ----------
    cells : pandas.DataFrame
        The cells of one or many reports: `table`, `row`, `column`, `value`. Where they do not
        balance (reports that carry errors, or blanks), the two sides differ in height.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives `side` in or out, `flow`, `count`; NaN where no cell has a number.

    Raises
    ------
    PlotError
        A column is missing, or there is nothing to show.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame(
    ...     {"table": "requests", "row": ["new", "carried_over", "granted", "carried_forward"],
    ...      "column": "total", "value": [9.0, 1.0, 8.0, 2.0]}
    ... )
    >>> from gxkit.plots import data
    >>> data(backlog(cells))[["flow", "count"]].head(2).to_numpy().tolist()
    [['new', 9.0], ['carried_over', 1.0]]
    """
    need(cells, ("table", "row", "column", "value"), "give the cells of a corpus")
    totals = cells[(cells["table"] == "requests") & (cells["column"] == "total")]
    totals = totals.assign(flow=totals["row"].str.split(".").str[0])
    counts = totals[totals["row"] != "total"].groupby("flow")["value"].sum(min_count=1)
    sides = {"in": ("new", "carried_over"), "out": (*GROUPS, "carried_forward")}
    import pandas as pd

    shown = pd.DataFrame(
        [
            (side, flow, float(counts.astype(float).get(flow, float("nan"))))
            for side, flows in sides.items()
            for flow in flows
        ],
        columns=["side", "flow", "count"],
    )
    if not shown["count"].sum():
        raise PlotError("no request is counted in these cells; there is nothing to draw")
    with drawing("backlog", ax, lang, size, tall=1.1) as sheet:
        most = float(shown.groupby("side")["count"].sum().max())
        for side in sides:
            _side(sheet, shown[shown["side"] == side], side, most)
        sheet.ax.annotate(sheet.word("handled"), (0.5, 1.04), ha="center", annotation_clip=False)
        sheet.ax.set(xlim=(0, 1), ylim=(-0.02, 1.08), xticks=[], yticks=[])
        missing = [sheet.word(flow) for flow in shown["flow"][shown["count"].isna()]]
        note = sheet.word("unknown", names=", ".join(missing)) if missing else ""
        done = sheet.done(shown, title=title, x=broken(note, 70), grid="")
        done.spines[:].set_visible(False)
        return done


def _side(sheet: Sheet, flows: pd.DataFrame, side: str, most: float) -> None:
    """Draw the flows of one side as bands between an edge and the middle."""
    edge, middle = (0.2, 0.46) if side == "in" else (0.8, 0.54)
    colours = PALETTE if side == "out" else ("#0072B2", "#666666")
    there = flows[flows["count"] > 0]
    gaps = _GAP * (len(there) - 1)
    at_edge, at_middle = 1.0, 1.0
    for colour, flow, count in zip(colours, flows["flow"], flows["count"], strict=False):
        if not count > 0:
            continue
        high = count / most
        thin = high * (1 - gaps)
        _band(sheet, (edge, middle), (at_edge, at_middle), (thin, high), colour)
        told = sheet.word("flow", name=sheet.word(flow), count=f"{count:,.0f}")
        sheet.ax.annotate(
            told,
            (edge + (-0.01 if side == "in" else 0.01), at_edge - thin / 2),
            ha="right" if side == "in" else "left",
            va="center",
            annotation_clip=False,
        )
        at_edge -= thin + _GAP
        at_middle -= high


def _band(
    sheet: Sheet,
    across: tuple[float, float],
    tops: tuple[float, float],
    heights: tuple[float, float],
    colour: str,
) -> None:
    t = np.linspace(0, 1, 60)
    eased = t * t * (3 - 2 * t)
    x = across[0] + (across[1] - across[0]) * t
    top = tops[0] + (tops[1] - tops[0]) * eased
    thick = heights[0] + (heights[1] - heights[0]) * eased
    sheet.ax.fill_between(x, top - thick, top, color=colour, alpha=0.75, linewidth=0.8)
