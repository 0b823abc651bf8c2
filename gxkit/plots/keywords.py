"""Keywords as bars."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from gxkit.errors import PlotError
from gxkit.plots.sheet import PALETTE, Sheet, drawing, need, tall_for

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SOURCE = "give what keywords() or frequency() of gxkit.text returns"


def keywords(
    frame: pd.DataFrame,
    *,
    value: str | None = None,
    top: int = 20,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw the words with the greatest score or count as bars, with their counts beside them.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `gxkit.text.keywords` or `gxkit.text.frequency`, of one text or group: `word`, the
        column `value`, and `count` and `documents` where it has them.
    value : str, optional
        What the bars show; by default `score` if there is one, else `count`.
    top : int
        How many words.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the rows of `frame` that are drawn, the greatest first.

    Raises
    ------
    PlotError
        A column is missing, there is nothing to draw, or a word has several rows.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"word": ["更新", "解读"], "count": [2, 5], "documents": [2, 3]})
    >>> from gxkit.plots import data
    >>> data(keywords(frame))["word"].tolist()
    ['解读', '更新']
    """
    column, shown = ranked(frame, value, top)
    with drawing("keywords", ax, lang, size, tall=tall_for(shown["word"], 0.055, 5)) as sheet:
        numbers = shown[column].astype(float)
        sheet.ax.barh(range(len(shown)), numbers, color=PALETTE[0])
        for at, number in enumerate(numbers):
            told = _told(sheet, shown.iloc[at].to_dict())
            sheet.ax.annotate(f" {told}", (number, at), va="center", annotation_clip=False)
        sheet.bars(shown["word"].tolist())
        sheet.ax.set_xlim(0, float(numbers.max()))
        x = sheet.word(column) if column in sheet.named else column
        return sheet.done(shown, title=title, x=x, grid="x")


def ranked(frame: pd.DataFrame, value: str | None, top: int) -> tuple[str, pd.DataFrame]:
    """Return which column is shown, and the rows with its `top` greatest numbers above 0.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row a word.
    value : str, optional
        Which column; by default `score` if there is one, else `count`.
    top : int
        How many rows.

    Raises
    ------
    PlotError
        A column is missing, there is nothing to draw, or a word has several rows.

    Examples
    --------
    >>> import pandas as pd
    >>> ranked(pd.DataFrame({"word": ["更新", "解读"], "count": [2, 5]}), None, 1)[1]["word"].item()
    '解读'
    """
    column = value or ("score" if "score" in frame.columns else "count")
    need(frame, ("word", column), SOURCE)
    if frame["word"].duplicated().any():
        word = frame["word"][frame["word"].duplicated()].iloc[0]
        raise PlotError(f"{word!r} has several rows; choose one text or group of the frame")
    known = frame[frame[column].gt(0).fillna(value=False)]
    if not len(known):
        raise PlotError(f"no word has {column} above 0, so there is nothing to draw")
    order = known.sort_values([column, "word"], ascending=[False, True], ignore_index=True)
    return column, order.head(top)


def _told(sheet: Sheet, row: Mapping[Hashable, Any]) -> str:
    """Say the counts of a row, as far as it has them."""
    if "count" not in row:
        return ""
    word = "documents" if "documents" in row else "told"
    return sheet.word(word, count=f"{row['count']:,}", documents=f"{row.get('documents', 0):,}")
