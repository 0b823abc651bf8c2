"""A word cloud: words beside each other, larger where there is more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gxkit.plots.keywords import ranked
from gxkit.plots.room import packed
from gxkit.plots.sheet import SEQUENCE, drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_LEAST = 0.2
"""The smallest height of letters, as a share of the greatest: below, they could not be read."""


def wordcloud(
    frame: pd.DataFrame,
    *,
    value: str | None = None,
    top: int = 60,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw words around the greatest, the area of their letters by score or count.

    Heights go by the square root, so that areas are in proportion, down to a fifth of the
    greatest. Where a word stands means nothing; for reading off amounts see `keywords`. Nothing
    is random: the same words give the same cloud.

    Parameters
    ----------
    frame : pandas.DataFrame
        As in `keywords`.
    value : str, optional
        As in `keywords`.
    top : int
        How many words.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the rows that are drawn with `height`, `x` and `y`: the height
        of the letters, where the greatest have 1, and the middle of the word.

    Raises
    ------
    PlotError
        A column is missing, there is nothing to draw, or a word has several rows.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"word": ["更新", "解读"], "count": [1, 4]})
    >>> from gxkit.plots import data
    >>> data(wordcloud(frame))[["word", "height"]].to_numpy().tolist()
    [['解读', 1.0], ['更新', 0.5]]
    """
    column, shown = ranked(frame, value, top)
    numbers = shown[column].astype(float).to_numpy()
    heights = np.maximum(np.sqrt(numbers / numbers.max()), _LEAST)
    with drawing("wordcloud", ax, lang, size) as sheet:
        import matplotlib as mpl
        from matplotlib.font_manager import FontProperties
        from matplotlib.patches import PathPatch
        from matplotlib.textpath import TextPath
        from matplotlib.transforms import Affine2D

        font = FontProperties(family=sheet.family)
        paths = [TextPath((0, 0), word, size=1, prop=font) for word in shown["word"]]
        boxes = [path.get_extents() for path in paths]
        room = np.array([(box.width + 0.25, 1.15) for box in boxes]) * heights[:, None]
        middles = packed(room)
        colours = mpl.colormaps[SEQUENCE]
        for path, box, (x, y), height in zip(paths, boxes, middles, heights, strict=True):
            # 0.36: the middle of Chinese signs lies so far above the line they stand on.
            moved = (
                Affine2D().translate(-(box.x0 + box.x1) / 2, -0.36).scale(height).translate(x, y)
            )
            colour = colours(0.5 + 0.5 * height)
            sheet.ax.add_patch(PathPatch(moved.transform_path(path), color=colour, linewidth=0))
        low, high = (middles - room / 2).min(axis=0), (middles + room / 2).max(axis=0)
        sheet.ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xticks=[], yticks=[])
        sheet.ax.set_aspect("equal")
        shown = shown.assign(height=heights, x=middles[:, 0], y=middles[:, 1])
        named = sheet.word(column) if column in sheet.named else column
        note = sheet.word("note", what=named, most=f"{numbers.max():,.4g}")
        done = sheet.done(shown, title=title, x=note, grid="")
        done.spines[:].set_visible(False)
        return done
