"""An indicator over the years, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gxkit.errors import PlotError
from gxkit.measures import INDICATORS
from gxkit.plots.lines import percent
from gxkit.plots.sheet import drawing, legend_tall

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


SHADES = 6
"""Intervals of more lines than these hide each other, and are not drawn."""


def trends(
    frame: pd.DataFrame,
    *,
    by: str | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw an indicator over the years, a line a group, with its interval as a shade, if there are not many.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `gxkit.measures.aggregate` with ``by="year"`` or by year and another column: of one
        indicator, with `year`, `value`, `low` and `high`. Where a value is NA the line breaks.
    by : str, optional
        The column that makes the lines.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a figure of its own.
    lang : {"zh", "en"}
        The language of its words.
    size : {"print", "slide"}
        What it is for, if it is made here.
    title : str, optional
        Another title; an empty one shows none.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` of it gives what is drawn: the columns named above.

    Raises
    ------
    PlotError
        A column is missing, or there are several indicators.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"year": [2021, 2022], "indicator": "B2", "value": [0.4, 0.5],
    ...      "low": [0.3, 0.4], "high": [0.5, 0.6]}
    ... )
    >>> trends(frame, lang="en").get_xlabel()
    'Year'
    """
    wanted = ["year", "indicator", "value", "low", "high", *([by] if by else [])]
    for name in wanted:
        if name not in frame.columns:
            raise PlotError(f"no column {name!r}; give what aggregate(…, by='year') returns")
    ids = frame["indicator"].dropna().unique()
    if len(ids) != 1:
        raise PlotError(f"{len(ids)} indicators; choose one: frame.query(\"indicator == 'B2'\")")
    indicator = INDICATORS[ids[0]]
    shown = frame[wanted].sort_values([*([by] if by else []), "year"], ignore_index=True)
    lines = shown.groupby(by or "indicator", sort=True)
    tall = 1 + legend_tall([str(key) for key, _ in lines]) if by else 1.0
    shaded = len(lines) <= SHADES
    with drawing("trends", ax, lang, size, tall=tall) as sheet:
        for key, group in lines:
            line = group.astype({"value": float, "low": float, "high": float})
            (drawn,) = sheet.ax.plot(line["year"], line["value"], marker="o", label=str(key))
            if not shaded:
                continue
            looks: Any = {"color": drawn.get_color(), "linewidth": 0.8, "alpha": 0.5}
            sheet.ax.vlines(line["year"], line["low"], line["high"], **looks)
            sheet.ax.fill_between(
                line["year"].astype(float),
                line["low"],
                line["high"],
                color=drawn.get_color(),
                alpha=0.18,
                linewidth=0,
            )
        first, last = int(shown["year"].min()), int(shown["year"].max())
        sheet.ax.set_xlim(first - 0.25, last + 0.25)
        sheet.ax.set_xticks(range(first, last + 1, (last - first) // 9 + 1))
        if shown["value"].isna().all():
            middle = ((first + last) / 2, 0.5)
            sheet.ax.annotate(sheet.word("unknown"), middle, ha="center", va="center")
            sheet.ax.set_ylim(0, 1)
        if indicator.unit == "share":
            sheet.ax.yaxis.set_major_formatter(lambda share, _: percent(share))
        if by:
            sheet.legend()
        named = getattr(indicator, lang)
        heading = sheet.word("title", indicator=named) if title is None else title
        note = sheet.word("interval") if shaded and shown["low"].notna().any() else ""
        done = sheet.done(shown, title=heading, x=sheet.word("year"), y=named)
        done.annotate(note, (1, 1.02), xycoords="axes fraction", ha="right", color="#666666")
        return done
