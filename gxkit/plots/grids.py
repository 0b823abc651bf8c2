"""Figures made of cells: agencies by years, and one report matched with another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gxkit.errors import PlotError
from gxkit.plots.lines import broken, compact, width_of
from gxkit.plots.sheet import SEQUENCE, Sheet, drawing, ink, need, tall_for

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

UNKNOWN = "#EEEEEE"
"""The colour of what is not known."""

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
        `gxkit.plots.data` gives the table that is drawn. What is not known is grey and empty.

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
    need(frame, (value, rows, columns), "name the columns by value, rows and columns")
    known = frame.dropna(subset=[rows, columns])
    if known.duplicated([rows, columns]).any():
        raise PlotError(f"two values for one {rows} and {columns}; aggregate first")
    order = list(dict.fromkeys(known[rows]))
    table = known.pivot_table(
        index=rows, columns=columns, values=value, dropna=False, observed=False
    )
    table = table.astype(float).reindex(order)
    with drawing("heatmap", ax, lang, size, tall=rows_tall(table)) as sheet:
        limits: dict[str, Any] = {"vmin": 0.0, "vmax": 1.0} if share else {}
        cells(sheet, table, SEQUENCE, "{:.0%}".format if share else compact, **limits)
        return sheet.done(table, title=title, x=sheet.word("x"), grid="")


def cells(
    sheet: Sheet,
    table: pd.DataFrame,
    colours: str,
    written: Callable[[float], str] | None,
    told: Sequence[Sequence[str]] | None = None,
    **limits: Any,
) -> None:
    """Draw a table as coloured cells; NA is empty.

    Parameters
    ----------
    sheet : Sheet
        Where.
    table : pandas.DataFrame
        The numbers.
    colours : str
        The name of a colour map.
    written : callable, optional
        How a number is written into its cell, where there is room; where there is none, a bar
        beside the cells tells what the colours mean. None writes none, and needs no bar.
    told : sequence of sequence of str, optional
        What is written instead.
    **limits
        ``vmin`` and ``vmax``, the numbers of the first and last colour.
    """
    from matplotlib.ticker import FuncFormatter

    values = np.ma.masked_invalid(table.to_numpy(dtype=float))
    if values.mask.all():
        limits = {"vmin": 0.0, "vmax": 1.0}  # no number says from where to where colours go
    image = sheet.ax.imshow(values, aspect="auto", cmap=colours, **limits)
    high, wide = table.shape
    # Names take up to a third of the width; letters are about half as wide as high.
    room = sheet.ax.bbox.width * 72 / sheet.ax.figure.dpi * 0.56 / wide / (sheet.text * 0.45)
    _columns(sheet, [str(each) for each in table.columns], room)
    named = [broken(str(each)) for each in table.index] if high <= _READABLE else []
    sheet.ax.set_yticks(range(high) if named else [], named)
    sheet.ax.set_xticks(np.arange(wide - 1) + 0.5, minor=True)
    sheet.ax.set_yticks(np.arange(high - 1) + 0.5 if named else [], minor=True)
    sheet.ax.grid(which="minor", color="white", linewidth=1.2)
    sheet.ax.tick_params(which="both", length=0)
    sheet.ax.spines[:].set_visible(False)
    sheet.ax.set_facecolor(UNKNOWN)
    if written is None:
        return
    texts = {
        (at, place): told[at][place] if told is not None else written(float(values[at, place]))
        for at, place in zip(*np.nonzero(~np.ma.getmaskarray(values)), strict=True)
    }
    widest = max(
        (width_of(line) for text in texts.values() for line in text.split("\n")), default=0
    )
    if not named or widest > room:
        sheet.ax.figure.colorbar(image, ax=sheet.ax, format=FuncFormatter(lambda x, _: written(x)))
        return
    for (at, place), text in texts.items():
        colour = ink(list(image.to_rgba(np.array(float(values[at, place])))))
        looks: Any = {"ha": "center", "va": "center", "color": colour, "fontsize": "small"}
        sheet.ax.annotate(text, (place, at), **looks)


def _columns(sheet: Sheet, names: list[str], room: float) -> None:
    """Name the columns: upright where names are wider than they, and each n-th where they are many."""
    lines = [broken(name, 16) for name in names]
    if max(width_of(line) for name in lines for line in name.split("\n")) + 1.5 <= room:
        sheet.ax.set_xticks(range(len(names)), lines)
        return
    step = max(1, int(np.ceil(2.4 / room)))
    shown = [name.replace("\n", " ") for name in names[::step]]
    sheet.ax.set_xticks(range(0, len(names), step), shown, rotation=90)


def rows_tall(table: pd.DataFrame) -> float:
    """Return how high a figure with the rows of a table is; too many to be named are narrow.

    Examples
    --------
    >>> import pandas as pd
    >>> rows_tall(pd.DataFrame(index=range(200))) < 4
    True
    """
    if len(table) > _READABLE:
        return 3.6
    return tall_for(map(str, table.index), 0.055, 8)
