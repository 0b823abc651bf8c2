"""Problems and the measures that answer them, two columns tied by bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gxkit.errors import PlotError
from gxkit.plots.lines import broken
from gxkit.plots.sheet import PALETTE, Sheet, drawing, need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from gxkit.themes import Codebook


def answers(
    codes: pd.DataFrame,
    *,
    top: int = 12,
    codebook: Codebook | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw which problems are answered in the same report, and by which measures.

    Left are themes of problems, with in how many reports they are answered and named; right the
    measures that the codebook maps to them. A line is broader where more reports have both.

    Parameters
    ----------
    codes : pandas.DataFrame
        What `gxkit.themes.code` returned of problems and improvements, with `report_id`.
    top : int
        How many problems, those that most reports name.
    codebook : Codebook, optional
        Its map says which measures answer a problem; by default that of gxkit.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives a row a problem and measure of its: `problem`, `measure`,
        `reports` that have both, and of the problem `named` and `answered`, as
        `gxkit.themes.match_measures` counts them.

    Raises
    ------
    PlotError
        A column is missing, or no problem of the map is named.

    Examples
    --------
    >>> import pandas as pd
    >>> codes = pd.DataFrame({"report_id": "a", "kind": ["problem", "improvement"],
    ...                       "theme": ["P02", "M02"]})
    >>> from gxkit.plots import data
    >>> data(answers(codes)).query("reports > 0").iloc[0].to_dict()
    {'problem': 'P02', 'measure': 'M02', 'reports': 1, 'named': 1, 'answered': 1}
    """
    need(codes, ("report_id", "kind", "theme"), "give what gxkit.themes.code() returns")
    from gxkit.themes import Codebook

    book = Codebook.load() if codebook is None else codebook
    shown = _table(codes, book, top)
    if not len(shown):
        raise PlotError("no problem that the codebook has measures for is named")
    left = list(dict.fromkeys(shown["problem"]))
    counts = shown.groupby("measure")["reports"].sum()
    right = _beside(shown, left)
    tall = 0.4 + 0.085 * max(len(left), len(right), 4)
    with drawing("answers", ax, lang, size, tall=tall) as sheet:
        heights = {
            side: _heights(names, max(len(left), len(right)))
            for side, names in (("left", left), ("right", right))
        }
        _ties(sheet, shown, heights)
        problems = shown.groupby("problem").first()
        for theme, at in heights["left"].items():
            row = problems.loc[theme]
            told = {"answered": row["answered"], "named": row["named"]}
            _name(sheet, 0, at, sheet.word("problem", name=_called(book, theme, lang), **told))
        for theme, at in heights["right"].items():
            name = _called(book, theme, lang)
            _name(sheet, 1, at, sheet.word("measure", name=name, count=f"{counts[theme]:,}"))
        sheet.ax.set(xlim=(-0.02, 1.02), xticks=[], yticks=[])
        sheet.ax.set_ylim(max(len(left), len(right)) - 0.4, -1.2)
        for x, word in ((0, "problems"), (1, "measures")):
            _name(sheet, x, -0.9, sheet.word(word), color="#666666")
        done = sheet.done(shown, title=title, grid="")
        done.spines[:].set_visible(False)
        return done


def _table(codes: pd.DataFrame, book: Codebook, top: int) -> pd.DataFrame:
    """Count the reports that have a problem and a measure that answers it."""
    import pandas as pd

    from gxkit.themes import match_measures

    matched = match_measures(codes, per="theme", codebook=book)
    matched = matched[matched["problems"] > 0]
    matched = matched.sort_values(["problems", "theme"], ascending=[False, True]).head(top)
    known = codes.dropna(subset=["report_id", "theme"])
    having = {theme: set(ids) for theme, ids in known.groupby("theme")["report_id"]}
    rows = [
        (
            each["theme"],
            measure,
            len(having[each["theme"]] & having.get(measure, set())),
            each["problems"],
            each["answered"],
        )
        for each in matched.to_dict("records")
        for measure in each["measures"].split()
    ]
    columns = ["problem", "measure", "reports", "named", "answered"]
    return pd.DataFrame(rows, columns=columns)


def _beside(shown: pd.DataFrame, left: list[str]) -> list[str]:
    """Order the measures by where their problems stand, so that fewer lines cross."""
    place = {theme: at for at, theme in enumerate(left)}
    weights = shown.assign(at=shown["problem"].map(place), weight=shown["reports"] + 0.01)
    middle = {
        str(measure): float((part["at"] * part["weight"]).sum() / part["weight"].sum())
        for measure, part in weights.groupby("measure")
    }
    return sorted(middle, key=lambda measure: (middle[measure], measure))


def _heights(names: list[str], rows: int) -> dict[str, float]:
    """Spread names over the rows."""
    step = rows / len(names)
    return {name: (at + 0.5) * step - 0.5 for at, name in enumerate(names)}


def _ties(sheet: Sheet, shown: pd.DataFrame, heights: dict[str, dict[str, float]]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    most = max(int(shown["reports"].max()), 1)
    curve = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    order = {theme: at for at, theme in enumerate(heights["left"])}
    for row in shown[shown["reports"] > 0].to_dict("records"):
        start, end = heights["left"][row["problem"]], heights["right"][row["measure"]]
        path = Path([(0, start), (0.45, start), (0.55, end), (1, end)], curve)
        width = 0.6 + sheet.text * 0.8 * row["reports"] / most
        colour = PALETTE[order[row["problem"]] % 6]
        line = {"edgecolor": colour, "alpha": 0.55, "linewidth": width}
        sheet.ax.add_patch(PathPatch(path, facecolor="none", capstyle="butt", **line))


def _name(sheet: Sheet, x: int, at: float, told: str, **looks: Any) -> None:
    align = "right" if x == 0 else "left"
    sheet.ax.annotate(
        broken(told, 40),
        (x, at),
        (-5 if x == 0 else 5, 0),
        textcoords="offset points",
        ha=align,
        va="center",
        annotation_clip=False,
        **looks,
    )


def _called(book: Codebook, theme: str, lang: str) -> str:
    return book[theme].en if lang == "en" else book[theme].zh
