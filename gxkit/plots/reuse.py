"""Who has copied from whom, or which year from which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.errors import PlotError
from gxkit.plots.grids import cells, rows_tall
from gxkit.plots.lines import width_of
from gxkit.plots.sheet import SEQUENCE, drawing, need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BY = ("agency", "year")
_NUMBERED = 8
"""Names wider than this stand at the rows only; columns have their numbers."""


def reuse(
    pairs: pd.DataFrame,
    *,
    by: str = "agency",
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw the greatest share that a text of the row has from a text of the column.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From `gxkit.text.near_copies`, or `gxkit.text.reuse`: `by` and ``other_`` `by`, `share`,
        and `other_share` where it tells the other direction too. What is in neither of its rows
        is empty: not compared, or less than was looked for.
    by : {"agency", "year"}
        What makes rows and columns. Agencies that copy from each other stand together.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the table that is drawn: a row who copies, a column from whom.

    Raises
    ------
    PlotError
        A column is missing, nothing is copied, or `by` is neither of the two.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"agency": ["甲局"], "other_agency": ["乙局"], "share": [0.9],
    ...                       "other_share": [0.6]})
    >>> from gxkit.plots import data
    >>> table = data(reuse(pairs))
    >>> table.loc["甲局"].tolist(), table.loc["乙局"].tolist()
    ([0.9, nan], [nan, 0.6])
    """
    if by not in BY:
        raise PlotError(f"{by!r} is not one of {', '.join(map(repr, BY))}")
    other = f"other_{by}"
    need(pairs, (by, other, "share"), "give what near_copies() or reuse() of gxkit.text returns")
    table = _table(pairs, by, other)
    names = [str(name) for name in table.index]
    numbered = max(map(width_of, names)) > _NUMBERED
    shown = table.set_axis(names, axis=0).set_axis(names, axis=1)
    if numbered:
        marks = [str(at) for at in range(1, len(names) + 1)]
        rows = [f"{name} {mark}" for name, mark in zip(names, marks, strict=True)]
        shown = shown.set_axis(rows, axis=0).set_axis(marks, axis=1)
    with drawing("reuse", ax, lang, size, tall=rows_tall(shown)) as sheet:
        cells(sheet, shown, SEQUENCE, "{:.0%}".format, vmin=0.0, vmax=1.0)
        return sheet.done(table, title=title, x=sheet.word(by), grid="")


def _table(pairs: pd.DataFrame, by: str, other: str) -> pd.DataFrame:
    """Return the greatest share by who has it from whom, both in one order."""
    import pandas as pd

    ends = [pairs[[by, other, "share"]].set_axis(["who", "whom", "share"], axis=1)]
    if "other_share" in pairs.columns:
        back = pairs[[other, by, "other_share"]]
        ends.append(back.set_axis(["who", "whom", "share"], axis=1))
    known = pd.concat(ends, ignore_index=True).dropna()
    if not len(known):
        raise PlotError("no text has anything from another, so there is nothing to draw")
    known = known.astype({"share": float})
    order = sorted(set(known["who"]) | set(known["whom"])) if by == "year" else _together(known)
    table = known.pivot_table(index="who", columns="whom", values="share", aggfunc="max")
    table = table.reindex(index=order, columns=order)
    return table.rename_axis(index=by, columns=other)


def _together(known: pd.DataFrame) -> list[str]:
    """Order agencies so that those with the most from each other stand together."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(set(known["who"]) | set(known["whom"])))
    best = known.groupby(["who", "whom"])["share"].max()
    for who, whom in best[best >= best.max() / 2].index:
        graph.add_edge(who, whom)
    found = sorted(nx.connected_components(graph), key=lambda names: (-len(names), min(names)))
    return [name for names in found for name in sorted(names)]
