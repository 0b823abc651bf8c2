"""Words that set texts apart from others, to both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gxkit.errors import PlotError
from gxkit.plots.sheet import PALETTE, Sheet, drawing, need, tall_for

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WANTED = ("word", "side", "g2", "log_ratio", "p_adjusted", "target", "reference")
_CHANCE = 0.05


def keyness(
    frame: pd.DataFrame,
    *,
    top: int = 12,
    names: tuple[str, str] | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw how many times as frequent words are in a target or in a reference.

    Bars show the size of the difference (the log ratio), words are chosen by how sure it is
    (G²); those whose corrected p is 0.05 or more are grey.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `gxkit.text.keyness`, of one comparison.
    top : int
        How many words of each side, those with the greatest G².
    names : tuple of str, optional
        What target and reference are called.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the rows that are drawn, from the top: `word`, `side`, `g2`,
        `log_ratio`, `p_adjusted`, the counts `target` and `reference`.

    Raises
    ------
    PlotError
        A column is missing, there is nothing to draw, or a word has several rows.

    Examples
    --------
    >>> from gxkit.plots import data
    >>> from gxkit.text import keyness as compared
    >>> found = compared({"更新": 8, "解读": 2}, {"更新": 2, "解读": 8})
    >>> data(keyness(found))[["word", "log_ratio"]].to_numpy().tolist()
    [['更新', 2.0], ['解读', -2.0]]
    """
    need(frame, _WANTED, "give what gxkit.text.keyness() returns")
    if frame["word"].duplicated().any():
        raise PlotError("words have several rows; choose one group of the frame")
    first = frame.sort_values(["g2", "word"], ascending=[False, True]).groupby("side").head(top)
    shown = first.sort_values(["log_ratio", "g2"], ascending=False, ignore_index=True)
    shown = shown[list(_WANTED)]
    with drawing("keyness", ax, lang, size, tall=tall_for(shown["word"], 0.055, 6)) as sheet:
        ratios = shown["log_ratio"].astype(float)
        sure = shown["p_adjusted"].astype(float) < _CHANCE
        here = shown["side"] == "target"
        words = _words(sheet, names)
        groups = ((here & sure, PALETTE[0]), (~here & sure, PALETTE[5]), (~sure, "#BBBBBB"))
        told: dict[str, str] = {}
        for word, (which, colour) in zip(words, groups, strict=True):
            told[word] = colour
            sheet.ax.barh(np.flatnonzero(which), ratios[which], color=colour)
        for at, row in shown.iterrows():
            _tell(sheet, int(str(at)), row)
        reach = float(ratios.abs().max()) * 1.7 or 1.0
        sheet.ax.set_xlim(-reach, reach)
        sheet.ax.axvline(0, color="#222222", linewidth=0.8)
        sheet.bars(shown["word"].tolist())
        sheet.legend(told)
        return sheet.done(shown, title=title, x=sheet.word("x"), grid="x")


def _words(sheet: Sheet, names: tuple[str, str] | None) -> tuple[str, str, str]:
    """Return the words of the legend."""
    if names is None:
        return sheet.word("target"), sheet.word("reference"), sheet.word("chance")
    target, reference = (sheet.word("more", name=name) for name in names)
    return target, reference, sheet.word("chance")


def _tell(sheet: Sheet, at: int, row: pd.Series) -> None:
    """Write G² and the counts at the end of a bar."""
    counts = {"target": f"{row['target']:,}", "reference": f"{row['reference']:,}"}
    told = sheet.word("many", g2=f"{row['g2']:.1f}", **counts)
    right = float(row["log_ratio"]) >= 0
    sheet.ax.annotate(
        told,
        (float(row["log_ratio"]), at),
        (3 if right else -3, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize="small",
        annotation_clip=False,
    )
