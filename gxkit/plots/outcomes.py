"""What became of requests: the six outcomes of the form as shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.plots.shares import stacked, sums
from gxkit.plots.sheet import drawing, tall_for

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
        `gxkit.plots.data` gives a row a bar and outcome: `by`, `group`, `count`, `share`;
        NaN where no cell has a number.

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
    >>> data(outcomes(cells))[["group", "share"]].head(3).to_numpy().tolist()
    [['granted', 0.75], ['partly_granted', nan], ['refused', 0.25]]
    """
    counts = sums(cells, by, GROUPS, {"column": "total"}, "row")
    tall = tall_for(map(str, counts.index), 0.14 if len(counts) <= 8 else 0.085, 3)
    with drawing("outcomes", ax, lang, size, tall=tall) as sheet:
        shown = stacked(sheet, counts, {group: sheet.word(group) for group in GROUPS})
        return sheet.done(shown, title=title, x=sheet.word("share"), grid="x")
