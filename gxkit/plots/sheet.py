"""What every figure shares: sizes, colours, words in two languages, and the data behind it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, get_args
from weakref import WeakKeyDictionary

from gxkit.errors import PlotError
from gxkit.plots.font import families, use_font
from gxkit.plots.lines import broken, columns_of, width_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Lang = Literal["zh", "en"]
Size = Literal["print", "slide"]

PALETTE = (
    *("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"),
    *("#F0E442", "#666666", "#000000"),
)
"""Colours that people who see no red or green tell apart (Okabe and Ito 2008), strongest first."""

SEQUENCE = "YlGnBu"
"""The colour map of amounts (Harrower and Brewer 2003): more is darker, in grey as well."""

CONTRAST = "RdBu_r"
"""The colour map of what is more or less than expected."""

# Millimetres, as a column of a journal and as half a slide; points of text.
_SIZES: Mapping[str, tuple[float, float, float]] = {
    "print": (160.0, 95.0, 9.0),
    "slide": (254.0, 143.0, 15.0),
}

_behind: WeakKeyDictionary[Axes, pd.DataFrame] = WeakKeyDictionary()


@dataclass
class Sheet:
    """A figure while it is drawn: its axes, and its words in the language asked for.

    Attributes
    ----------
    ax : matplotlib.axes.Axes
        Where.
    lang : {"zh", "en"}
        The language of its words.
    family : list of str
        The families of its fonts, the first that has a sign.
    text : float
        The size of its text, in points.
    own : bool
        Whether the figure was made here, and so belongs to these axes alone.
    named : mapping
        Its words.
    """

    ax: Axes
    lang: Lang
    family: list[str]
    text: float
    own: bool
    named: Mapping[str, Any]

    def word(self, name: str, /, **filled: object) -> str:
        """Return a word or sentence of the figure, from ``gxkit/data/plots.toml``."""
        return str(self.named[name][self.lang]).format(**filled)

    def bars(self, labels: Sequence[object]) -> None:
        """Name the bars that lie at 0, 1, 2 and so on, the first at the top."""
        self.ax.set_yticks(range(len(labels)), [broken(str(label)) for label in labels])
        self.ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)

    def legend(self, colours: Mapping[str, str] | None = None) -> None:
        """Put a legend below, in as many columns as have room: of `colours`, else of lines.

        It stands outside the axes, and below the figure if that is ours: others may have more
        axes in theirs.
        """
        from matplotlib.patches import Patch

        handles, labels = self.ax.get_legend_handles_labels()
        if colours is not None:
            labels = list(colours)
            handles = [Patch(color=colour) for colour in colours.values()]
        if not handles:
            return
        points = 72 / self.ax.figure.dpi
        room = (self.ax.figure if self.own else self.ax).bbox.width * points / (self.text * 0.45)
        told = {"ncols": columns_of([width_of(label) for label in labels], room)}
        if self.own:
            self.ax.figure.legend(handles, labels, loc="outside lower center", **told)
        else:
            # The padding leaves room for the names of the ticks and of the axis.
            self.ax.legend(
                handles,
                labels,
                loc="upper center",
                bbox_to_anchor=(0.5, 0),
                borderaxespad=4,
                **told,
            )

    def done(
        self, data: pd.DataFrame, *, title: str | None, x: str = "", y: str = "", grid: str = "y"
    ) -> Axes:
        """Label the axes, and keep the `data` that they show; an empty `title` shows none."""
        ax = self.ax
        ax.set_title(broken(self.word("title") if title is None else title, 64), loc="left")
        ax.set_xlabel(x)
        ax.set_ylabel(broken(y))
        # Ticks are made when a figure is shown, when the settings of drawing are gone.
        ax.tick_params(labelfontfamily=self.family, labelsize=self.text * 0.95)
        ax.spines[["top", "right"]].set_visible(False)
        if grid:
            ax.grid(axis=grid, color="#DDDDDD", linewidth=0.6)  # type: ignore[arg-type]
            ax.set_axisbelow(True)
        _behind[ax] = data.copy()
        return ax


@contextmanager
def drawing(
    name: str, ax: Axes | None, lang: str, size: str, *, tall: float = 1.0
) -> Iterator[Sheet]:
    """Give a sheet to draw a figure on.

    Parameters
    ----------
    name : str
        The figure's name in ``gxkit/data/plots.toml``, where its words stand.
    ax : matplotlib.axes.Axes or None
        Where to draw; None makes a figure of its own.
    lang : {"zh", "en"}
        The language of its words.
    size : {"print", "slide"}
        What it is for, if it is made here.
    tall : float
        Its height, as a multiple of the usual one.

    Raises
    ------
    PlotError
        There is no such language or size.
    """
    import matplotlib.pyplot as plt
    from cycler import cycler

    for wish, words in ((lang, get_args(Lang)), (size, get_args(Size))):
        if wish not in words:
            raise PlotError(f"{wish!r} is not one of {', '.join(map(repr, words))}")
    width, height, text = _SIZES[size]
    use_font()
    family = families()
    settings: Any = {
        "font.family": family,
        "font.size": text,
        "axes.titlesize": text * 1.15,
        "axes.labelsize": text,
        "legend.fontsize": text * 0.9,
        "legend.frameon": False,
        "lines.linewidth": text / 6,
        "lines.markersize": text * 0.45,
        "axes.prop_cycle": cycler(linestyle=["-", "--", ":", "-."]) * cycler(color=PALETTE[:6]),
        "text.parse_math": False,  # two $ in a name are no formula
    }
    own = ax is None
    # Outside the settings: the first figure of a session chooses how figures are shown, and in a
    # notebook that would be undone with the settings, so that no later figure would appear.
    figure = (
        plt.figure(figsize=(width / 25.4, height * tall / 25.4), dpi=120, layout="constrained")
        if own
        else None
    )
    with plt.rc_context(settings):
        if figure is not None:
            ax = figure.subplots()
        yield Sheet(ax, lang, family, text, own, _words()[name])  # type: ignore[arg-type]


def ink(colour: Sequence[float]) -> str:
    """Return what to write with on a colour, so that it can be read: black or white.

    Parameters
    ----------
    colour : sequence of float
        Red, green and blue from 0 to 1. The contrast is that of WCAG 2.1.

    Examples
    --------
    >>> ink((1.0, 1.0, 0.8)), ink((0.1, 0.2, 0.5))
    ('black', 'white')
    """
    linear = [
        (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4)
        for each in colour[:3]
    ]
    light = sum(
        weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "black"


def tall_for(labels: Iterable[str], row: float, least: int) -> float:
    """Return how high a figure is that has a row a label, as a multiple of the usual height.

    Parameters
    ----------
    labels : iterable of str
        What names the rows.
    row : float
        The height of a row whose label has one line.
    least : int
        For how many rows there is room at least.

    Examples
    --------
    >>> round(tall_for(["甲局", "乙局"], 0.1, 4), 2)
    0.75
    """
    lines = [broken(label).count("\n") + 1 for label in labels]
    return 0.35 + row * max(len(lines), least) * (0.4 + 0.6 * max(lines, default=1))


def need(frame: pd.DataFrame, names: Iterable[str], source: str) -> None:
    """Refuse a `frame` that lacks a column of `names` or has no rows; `source` says what to give.

    Raises
    ------
    PlotError
        A column is missing, or there is no row.

    Examples
    --------
    >>> import pandas as pd
    >>> need(pd.DataFrame({"word": []}), ["word"], "give what frequency() returns")
    Traceback (most recent call last):
        ...
    gxkit.errors.PlotError: the frame has no rows, so there is nothing to draw
    """
    for name in names:
        if name not in frame.columns:
            there = ", ".join(map(str, frame.columns))
            raise PlotError(f"no column {name!r}; {source} (the frame has {there})")
    if not len(frame):
        raise PlotError("the frame has no rows, so there is nothing to draw")


def legend_tall(labels: Sequence[str]) -> float:
    """Return how much higher a figure is for a legend below it, as a part of the usual height.

    Examples
    --------
    >>> legend_tall(["甲局", "乙局"]) < legend_tall(["县人民政府办公室" * 4] * 6)
    True
    """
    if not labels:
        return 0.0
    room = 453 / (9 * 0.45)  # of a figure to be printed; slides are alike
    return 0.06 * -(-len(labels) // columns_of([width_of(label) for label in labels], room))


def data(ax: Axes) -> pd.DataFrame:
    """Return the numbers behind a figure.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        What a function of this room returned.

    Returns
    -------
    pandas.DataFrame
        A copy of what is drawn.

    Raises
    ------
    PlotError
        The axes are not from here.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> data(plt.subplots()[1])
    Traceback (most recent call last):
        ...
    gxkit.errors.PlotError: these axes were not drawn by gxkit.plots, so no data is behind them
    >>> plt.close()
    """
    if ax not in _behind:
        raise PlotError("these axes were not drawn by gxkit.plots, so no data is behind them")
    return _behind[ax].copy()


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("gxkit.data").joinpath("plots.toml").read_text("utf-8"))
