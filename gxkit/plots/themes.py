"""Themes by year, level or other groups: as cells or as lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from math import isnan
from typing import TYPE_CHECKING

from gxkit.errors import PlotError
from gxkit.plots.grids import cells
from gxkit.plots.lines import percent
from gxkit.plots.sheet import SEQUENCE, Sheet, drawing, legend_tall, need, tall_for

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from gxkit.themes import Codebook

KINDS = ("cells", "lines")
_MARKERS = "osD^vP"


def themes(
    frame: pd.DataFrame,
    *,
    by: str | Sequence[str] = "year",
    kind: str = "cells",
    top: int | None = None,
    codebook: Codebook | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw which share of clauses or reports has each theme, by group.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `gxkit.themes.crosstab` or `gxkit.themes.trends`: `theme`, `zh`, `count`, `of`,
        `share` and the columns `by`.
    by : str or sequence of str
        The columns of groups; for lines one, which lies on the axis in its order.
    kind : {"cells", "lines"}
        ``cells``: a row a theme, with shares and counts; ``lines``: a line a theme.
    top : int, optional
        How many themes, the most frequent first; by default 20 in cells, 6 as lines.
    codebook : Codebook, optional
        Where English names are, if it is not the one of gxkit.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the rows of `frame` that are drawn, the most frequent theme
        first: `by`, `theme`, `label`, `count`, `of`, `share`.

    Raises
    ------
    PlotError
        A column is missing, a group and theme have several rows, or there is no such kind.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"year": [2022, 2023], "theme": "P01", "zh": "人员力量",
    ...                       "count": [1, 3], "of": 4, "share": [0.25, 0.75]})
    >>> from gxkit.plots import data
    >>> data(themes(frame, lang="en"))[["label", "share"]].to_numpy().tolist()
    [['Staffing', 0.25], ['Staffing', 0.75]]
    """
    if kind not in KINDS:
        raise PlotError(f"{kind!r} is not one of {', '.join(map(repr, KINDS))}")
    groups = [by] if isinstance(by, str) else list(by)
    need(frame, [*groups, "theme", "zh", "count", "of", "share"], "give what crosstab() returns")
    if frame.duplicated([*groups, "theme"]).any():
        raise PlotError(f"several rows for a theme and {' and '.join(groups)}; name all groups by")
    if kind == "lines" and len(groups) > 1:
        raise PlotError("lines lie along one column; choose one group of the others")
    least = 20 if kind == "cells" else 6
    shown = _shown(frame, groups, least if top is None else top)
    labels = _labels(shown, lang, codebook)
    shown.insert(len(groups) + 1, "label", shown["theme"].map(labels))
    draw = _cells if kind == "cells" else _lines
    names = list(labels.values())
    tall = tall_for(names, 0.085, 4) if kind == "cells" else 1 + legend_tall(names)
    with drawing("themes", ax, lang, size, tall=tall) as sheet:
        draw(sheet, shown, groups)
        unit = str(frame.attrs.get("unit", "share"))
        share = sheet.word(unit if unit in ("clause", "report") else "share")
        x, y = (share, "") if kind == "cells" else (_named(sheet, groups[0]), share)
        return sheet.done(shown, title=title, x=x, y=y, grid="" if kind == "cells" else "y")


def _shown(frame: pd.DataFrame, groups: list[str], top: int) -> pd.DataFrame:
    """Return the rows of the most frequent themes."""
    totals = frame.groupby("theme")["count"].sum().sort_values(ascending=False, kind="stable")
    order = {theme: at for at, theme in enumerate(totals.index[:top])}
    known = frame[frame["theme"].isin(order)]
    known = known.assign(_at=known["theme"].map(order)).sort_values(["_at", *groups])
    return known[[*groups, "theme", "zh", "count", "of", "share"]].reset_index(drop=True)


def _labels(shown: pd.DataFrame, lang: str, codebook: Codebook | None) -> dict[str, str]:
    """Return what themes are called: in English as the codebook says, if it has them."""
    named = {str(theme): str(zh) for theme, zh in zip(shown["theme"], shown["zh"], strict=True)}
    if lang != "en":
        return named
    from gxkit.themes import Codebook

    book = Codebook.load() if codebook is None else codebook
    english = {each.id: each.en for side in ("problem", "measure") for each in book.of(side)}
    return {theme: english.get(theme, zh) for theme, zh in named.items()}


def _cells(sheet: Sheet, shown: pd.DataFrame, groups: list[str]) -> None:
    order = list(dict.fromkeys(shown["label"]))
    joined = [" · ".join(map(str, key)) for key in zip(*(shown[g] for g in groups), strict=True)]
    every = shown.assign(_group=joined)
    sizes = every.groupby(groups, sort=True)[["_group", "of"]].first()
    table = every.pivot(index="label", columns="_group", values="share").astype(float)
    counts = every.pivot(index="label", columns="_group", values="count")
    columns = sizes["_group"].tolist()
    table, counts = table.loc[order, columns], counts.loc[order, columns]
    told = [
        [
            "" if isnan(number) else sheet.word("cell", share=f"{number:.0%}", count=count)
            for number, count in zip(numbers, row, strict=True)
        ]
        for numbers, row in zip(table.to_numpy(), counts.to_numpy(), strict=True)
    ]
    table.columns = [
        sheet.word("group", name=name, of=f"{of:,}") for name, of in sizes.to_numpy().tolist()
    ]
    cells(sheet, table, SEQUENCE, "{:.0%}".format, told=told, vmin=0.0)


def _lines(sheet: Sheet, shown: pd.DataFrame, groups: list[str]) -> None:
    from pandas.api.types import is_numeric_dtype

    order = sorted(shown[groups[0]].dropna().unique())
    numbers = is_numeric_dtype(shown[groups[0]])
    for (label, line), marker in zip(shown.groupby("label", sort=False), cycle(_MARKERS)):
        by_group = line.set_index(groups[0])["share"].reindex(order).astype(float)
        places = order if numbers else range(len(order))
        sheet.ax.plot(places, by_group, marker=marker, label=str(label))
    sheet.ax.set_xticks(order if numbers else range(len(order)), [str(each) for each in order])
    sheet.ax.set_ylim(0, None)
    sheet.ax.yaxis.set_major_formatter(lambda share, _: percent(share))
    sheet.legend()


def _named(sheet: Sheet, column: str) -> str:
    return sheet.word(column) if column in sheet.named else column
