"""Who asks: natural persons and the kinds of bodies, as shares of new requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit import forms
from gxkit.plots.shares import stacked, sums
from gxkit.plots.sheet import drawing, tall_for

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def applicants(
    cells: pd.DataFrame,
    *,
    by: str = "year",
    row: str = "new",
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw the shares of the kinds of applicants, a bar a group.

    Parameters
    ----------
    cells : pandas.DataFrame
        The cells of reports with the column `by`, as `outcomes` takes them.
    by : str
        The column that makes the bars.
    row : str
        Which row of the table of requests: by default those received this year.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives a row a bar and kind: `by`, `group`, `count`, `share`;
        NaN where no cell has a number.

    Raises
    ------
    PlotError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame(
    ...     {"table": "requests", "row": "new", "column": ["natural_person", "enterprise"],
    ...      "value": [3.0, 1.0], "year": 2023}
    ... )
    >>> from gxkit.plots import data
    >>> data(applicants(cells, lang="en"))["share"].head(2).tolist()
    [0.75, 0.25]
    """
    columns = [
        each for each in forms.load("2021").table["requests"].columns if each.code != "total"
    ]
    counts = sums(cells, by, [each.code for each in columns], {"row": row}, "column")
    tall = tall_for(map(str, counts.index), 0.14 if len(counts) <= 8 else 0.085, 3)
    with drawing("applicants", ax, lang, size, tall=tall) as sheet:
        labels = {each.code: str(getattr(each, sheet.lang)) for each in columns}
        shown = stacked(sheet, counts, labels)
        return sheet.done(shown, title=title, x=sheet.word("share"), grid="x")
