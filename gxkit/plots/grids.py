"""Figures made of cells: agencies by years, and one report matched with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gxkit.errors import PlotError
from gxkit.plots.sheet import SEQUENCE, Sheet, drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_READABLE = 60
"""More rows than these cannot be named on a page."""


def heatmap(
    frame: pd.DataFrame,
    *,
    value: str = "value",
    rows: str = "agency",
    columns: str = "year",
    share: bool = True,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw a value by agency and year as colours.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row an agency and year, such as `gxkit.measures.indicators` of one indicator.
    value, rows, columns : str
        Which columns of `frame` are shown, and what makes the rows and columns of the figure.
    share : bool
        Whether values are shares, written as per cent and coloured from 0 to 1.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the table that is drawn. What is not known is white and empty.

    Raises
    ------
    PlotError
        A column is missing, or a row and column have two values.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"agency": ["甲局", "乙局"], "year": 2023, "value": [0.5, None]})
    >>> from gxkit.plots import data
    >>> data(heatmap(frame))[2023].tolist()
    [0.5, nan]
    """
    for name in (value, rows, columns):
        if name not in frame.columns:
            raise PlotError(f"no column {name!r}; the frame has {', '.join(map(str, frame))}")
    known = frame.dropna(subset=[rows, columns])
    if known.duplicated([rows, columns]).any():
        raise PlotError(f"two values for one {rows} and {columns}; aggregate first")
    order = list(dict.fromkeys(known[rows]))
    table = known.pivot_table(
        index=rows, columns=columns, values=value, dropna=False, observed=False
    )
    table = table.astype(float).reindex(order)
    with drawing("heatmap", ax, lang, size, tall=0.3 + 0.055 * max(len(table), 8)) as sheet:
        limits = {"vmin": 0.0, "vmax": 1.0} if share else {}
        _cells(sheet, table, SEQUENCE, "{:.0%}" if share else "{:g}", **limits)
        return sheet.done(table, title=title, x=sheet.word("x"), grid="")


def missing(
    panel: pd.DataFrame,
    *,
    status: str = "status",
    rows: str = "agency",
    columns: str = "year",
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw which agency has a report on which year.

    Parameters
    ----------
    panel : pandas.DataFrame
        A row an agency and year, as `Corpus.panel` gives it; without the column `status`, a row
        that has a `report_id` is there, and one that has none is a gap.
    status, rows, columns : str
        Which columns of `panel` are used.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the table that is drawn: 1 there, 0 missing.

    Raises
    ------
    PlotError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> panel = pd.DataFrame(
    ...     {"agency": ["甲局", "甲局"], "year": [2022, 2023], "report_id": ["a", None]}
    ... )
    >>> from gxkit.plots import data
    >>> data(missing(panel)).loc["甲局"].tolist()
    [1.0, 0.0]
    """
    seen = status if status in panel.columns else "report_id"
    for name in (seen, rows, columns):
        if name not in panel.columns:
            raise PlotError(f"no column {name!r}; give what Corpus.panel() returns")
    there = panel.assign(_there=panel[seen].notna().astype(float))
    order = list(dict.fromkeys(there[rows].dropna()))
    table = there.pivot_table(index=rows, columns=columns, values="_there", aggfunc="max")
    table = table.reindex(order).fillna(0.0)
    with drawing("missing", ax, lang, size, tall=0.3 + 0.055 * max(len(table), 8)) as sheet:
        _cells(sheet, table, "Blues", "", vmin=-0.3, vmax=1.4)
        for at, row in enumerate(table.to_numpy()):
            for place, found in enumerate(row):
                if not found:
                    sheet.ax.annotate("×", (place, at), ha="center", va="center", color="#B00020")
        gaps = int((table == 0).to_numpy().sum())
        note = sheet.word("note", gaps=gaps, all=table.size)
        return sheet.done(table, title=title, x=note, grid="")


def _cells(sheet: Sheet, table: pd.DataFrame, colours: str, written: str, **limits: Any) -> None:
    image = sheet.ax.imshow(table.to_numpy(), aspect="auto", cmap=colours, **limits)
    sheet.ax.set_xticks(range(table.shape[1]), [str(each) for each in table.columns])
    if len(table) <= _READABLE:
        sheet.ax.set_yticks(range(table.shape[0]), [str(each) for each in table.index])
    else:
        sheet.ax.set_yticks([])
    sheet.ax.tick_params(length=0)
    if written and table.size <= 12 * _READABLE and len(table) <= _READABLE:
        for at, row in enumerate(table.to_numpy()):
            for place, value in enumerate(row):
                if not np.isnan(value):
                    dark = sum(image.to_rgba(np.array(value))[:3]) < 1.4
                    sheet.ax.annotate(
                        written.format(value),
                        (place, at),
                        ha="center",
                        va="center",
                        color="white" if dark else "black",
                        fontsize="small",
                    )
