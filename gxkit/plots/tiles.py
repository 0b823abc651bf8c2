"""Provinces as tiles: where they lie roughly, without boundaries."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import isnan
from typing import TYPE_CHECKING, Any

from gxkit.errors import PlotError
from gxkit.plots.lines import compact
from gxkit.plots.sheet import SEQUENCE, drawing, ink

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_NOTHING = "#EEEEEE"


@cache
def layout() -> Mapping[str, Any]:
    """Return the tiles: by the first two digits of a code, names and place.

    Examples
    --------
    >>> layout()["21"]["short"], len(layout())
    ('辽', 34)
    """
    text = files("gxkit.data").joinpath("tiles.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["tiles"])


def tiles(
    frame: pd.DataFrame,
    *,
    value: str = "value",
    province: str = "province",
    share: bool = True,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw a value of each province as the colour of its tile.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row a province.
    value : str
        The column that is shown; what is NA, or has no row, is grey.
    province : str
        The column that names provinces, by name (辽宁省) or code (210000).
    share : bool
        Whether values are shares, written as per cent.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives `code`, `province`, `value`.

    Raises
    ------
    PlotError
        A column is missing, a province is unknown, or has two rows.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"province": ["辽宁省", "山东省"], "value": [0.4, 0.6]})
    >>> from gxkit.plots import data
    >>> data(tiles(frame))["code"].tolist()
    ['21', '37']
    """
    for name in (value, province):
        if name not in frame.columns:
            raise PlotError(f"no column {name!r}; the frame has {', '.join(map(str, frame))}")
    known = frame.dropna(subset=[province])
    codes = [_code(str(each)) for each in known[province]]
    if len(set(codes)) < len(codes):
        raise PlotError("a province has two rows; aggregate by province first")
    shown = known[[province, value]].set_axis(["province", "value"], axis=1).assign(code=codes)
    shown = shown[["code", "province", "value"]].sort_values("code", ignore_index=True)
    values = dict(zip(shown["code"], shown["value"].astype(float), strict=True))
    with drawing("tiles", ax, lang, size, tall=1.35) as sheet:
        import matplotlib as mpl
        from matplotlib.patches import Rectangle

        seen = [each for each in values.values() if not isnan(each)]
        norm = mpl.colors.Normalize(min(seen, default=0.0), max(seen, default=1.0))
        colours = mpl.colormaps[SEQUENCE]
        for code, tile in layout().items():
            row, column = tile["at"]
            number = values.get(code, float("nan"))
            there = not isnan(number)
            colour = colours(norm(number)) if there else _NOTHING
            sheet.ax.add_patch(Rectangle((column, row), 0.94, 0.94, color=colour, linewidth=0))
            dark = ink(colours(norm(number))) if there else "#222222"
            name = tile["short" if lang == "zh" else "en"]
            told = "" if not there else f"{number:.0%}" if share else compact(number)
            place = (column + 0.47, row + (0.36 if told else 0.47))
            sheet.ax.annotate(name, place, ha="center", va="center", color=dark)
            if told:
                sheet.ax.annotate(
                    told,
                    (column + 0.47, row + 0.72),
                    ha="center",
                    va="center",
                    color=dark,
                    fontsize="small",
                )
        sheet.ax.set(xlim=(-0.1, 9.1), ylim=(9.1, -0.1), aspect="equal", xticks=[], yticks=[])
        done = sheet.done(shown, title=title, grid="")
        done.spines[:].set_visible(False)
        return done


@cache
def _names() -> Mapping[str, str]:
    import csv

    text = files("gxkit.data").joinpath("regions.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["level"] == "province"]
    return {row[name]: row["code"][:2] for row in rows for name in ("name", "short", "code")}


def _code(province: str) -> str:
    found = _names().get(province)
    if found is None or found not in layout():
        raise PlotError(
            f"no province {province!r}; give its name, as 辽宁省, or its code, as 210000"
        )
    return found
