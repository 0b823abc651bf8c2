"""Rates against volume, with limits within which chance alone would leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gxkit.errors import PlotError
from gxkit.measures import INDICATORS
from gxkit.measures.vectors import Floats
from gxkit.plots.lines import broken, width_of
from gxkit.plots.room import beside
from gxkit.plots.sheet import PALETTE, Sheet, drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LEVELS = (0.95, 0.998)
"""The limits that are drawn, as shares of the reports that chance leaves inside."""

_NAMED = 8
"""More names than these hide each other."""


def funnel(
    frame: pd.DataFrame,
    *,
    label: str | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw a rate of each report or agency against its denominator.

    The limits are binomial, as D. J. Spiegelhalter (2005), Funnel plots for comparing
    institutional performance, Statistics in Medicine 24: 1185-1202, sets them: if every office
    had the rate of all together, 95 and 99.8 of 100 would lie inside. So a small office does
    not look extreme by chance.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of one indicator that is a proportion, from `gxkit.measures.indicators` or `aggregate`:
        `indicator`, `numerator`, `denominator`. Rows without a denominator are left out.
    label : str, optional
        A column that names what lies outside the outer limits, the eight farthest.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives `denominator`, `numerator`, `value`, and `low` and `high` of the
        outer limits at that denominator, `outside` whether the value lies beyond them.

    Raises
    ------
    PlotError
        A column is missing, there are several indicators, or it is no proportion.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"indicator": "B1", "numerator": [5.0, 45.0], "denominator": [10.0, 50.0]}
    ... )
    >>> from gxkit.plots import data
    >>> data(funnel(frame))["outside"].tolist()
    [False, False]
    """
    for name in ("indicator", "numerator", "denominator", *([label] if label else [])):
        if name not in frame.columns:
            raise PlotError(f"no column {name!r}; give what indicators() or aggregate() returns")
    ids = frame["indicator"].dropna().unique()
    if len(ids) != 1:
        raise PlotError(f"{len(ids)} indicators; choose one: frame.query(\"indicator == 'B2'\")")
    indicator = INDICATORS[ids[0]]
    if indicator.kind != "proportion":
        raise PlotError(f"{indicator.id} is no proportion: chance sets it no such limits")
    known = frame.dropna(subset=["numerator", "denominator"])
    known = known[known["denominator"] > 0].astype({"numerator": float, "denominator": float})
    if not len(known):
        raise PlotError("no row has a denominator above 0, so there is nothing to draw")
    pooled = float(known["numerator"].sum() / known["denominator"].sum())
    shown = known[["denominator", "numerator", *([label] if label else [])]].reset_index(drop=True)
    shown["value"] = shown["numerator"] / shown["denominator"]
    shown["low"], shown["high"] = _limits(pooled, shown["denominator"].to_numpy(), LEVELS[-1])
    shown["outside"] = ~shown["value"].between(shown["low"], shown["high"])
    from matplotlib.ticker import NullFormatter

    with drawing("funnel", ax, lang, size) as sheet:
        colours = np.where(shown["outside"], PALETTE[5], PALETTE[0])
        sheet.ax.scatter(
            shown["denominator"], shown["value"], s=(sheet.text * 0.42) ** 2, c=colours, alpha=0.75
        )
        sheet.ax.axhline(pooled, color="#666666", linewidth=0.9)
        top = max(2.0, float(shown["denominator"].max()))
        volumes = np.geomspace(1, top * 1.1, 200)
        for level, style in zip(LEVELS, ("--", "-"), strict=True):
            told = sheet.word("limits", level=f"{level * 100:g}")
            for at, limit in enumerate(_limits(pooled, volumes, level)):
                sheet.ax.plot(
                    volumes,
                    limit,
                    style,
                    color="#666666",
                    linewidth=0.8,
                    label=None if at else told,
                )
        sheet.ax.set_xscale("log")
        sheet.ax.xaxis.set_major_formatter("{x:,.0f}")
        sheet.ax.yaxis.set_major_formatter("{x:.0%}")
        sheet.ax.xaxis.set_minor_formatter(NullFormatter())
        sheet.ax.set(xlim=(0.8, top * 1.4), ylim=(-0.03, 1.03))
        if label:
            _name(sheet, shown, label)
        sheet.ax.legend(title=sheet.word("pooled", value=f"{pooled:.1%}"), loc="best")
        named = getattr(indicator, lang)
        heading = sheet.word("title", indicator=named) if title is None else title
        volume = sheet.word("volume", what=sheet.word("denominator"))
        return sheet.done(shown, title=heading, x=volume, y=named)


def _name(sheet: Sheet, shown: pd.DataFrame, label: str) -> None:
    """Name the points farthest outside, beside them where there is room, and no two on one place."""
    outside = shown[shown["outside"]]
    away = (outside["low"] - outside["value"]).clip(0) + (outside["value"] - outside["high"]).clip(
        0
    )
    chosen = outside.loc[away.nlargest(_NAMED).index]
    # From the right, where there is least room.
    chosen = chosen.sort_values("denominator", ascending=False, kind="stable")
    if not len(chosen):
        return
    names = [broken(str(name), 28) for name in chosen[label]]
    box, points = sheet.ax.bbox, 72 / sheet.ax.figure.dpi
    corner, room = np.array([box.x0, box.y0]), np.array([box.width, box.height]) * points
    wide = [max(width_of(line) for line in name.split("\n")) * 0.5 + 0.4 for name in names]
    high = [1.3 * (name.count("\n") + 1) for name in names]
    sizes = np.column_stack([wide, high]) * sheet.text * 0.85

    def places(rows: pd.DataFrame) -> Floats:
        found = sheet.ax.transData.transform(rows[["denominator", "value"]].to_numpy(dtype=float))
        placed: Floats = (np.asarray(found, dtype=float) - corner) * points
        return placed

    at = places(chosen)
    middles = beside(at, sizes, room, places(shown), gap=sheet.text * 0.45)
    for name, own, middle, (_, row) in zip(names, at, middles, chosen.iterrows(), strict=True):
        _write(sheet, name, (row["denominator"], row["value"]), middle - own)


def _write(sheet: Sheet, name: str, at: tuple[float, float], away: Floats) -> None:
    from matplotlib.patheffects import withStroke

    sheet.ax.annotate(
        name,
        at,
        (float(away[0]), float(away[1])),
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize="small",
        # The limits may pass behind a name, not through it.
        path_effects=[withStroke(linewidth=2.5, foreground="white")],
        arrowprops={"arrowstyle": "-", "color": "#AAAAAA", "linewidth": 0.5, "shrinkB": 3},
        annotation_clip=False,
        zorder=4,
    )


def _limits(rate: float, volumes: Floats, level: float) -> tuple[Floats, Floats]:
    """Return between which shares the binomial distribution leaves `level` of the cases."""
    from scipy.stats import binom

    whole = np.floor(volumes)
    low, high = (binom.ppf((1 + side * level) / 2, whole, rate) / whole for side in (-1, 1))
    return low, high
