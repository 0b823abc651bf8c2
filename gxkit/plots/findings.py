"""What the checks found: held, failed and not assessable, a bar a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.checks import RULES
from gxkit.plots.sheet import PALETTE, drawing, need, tall_for

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_OUTCOMES = (("failed", PALETTE[5]), ("unknown", "#BBBBBB"), ("held", PALETTE[2]))


def findings(
    checks: pd.DataFrame,
    *,
    failing: bool = True,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw how many instances of each rule failed, held, or could not be assessed.

    Parameters
    ----------
    checks : pandas.DataFrame
        `Report.checks` or `Corpus.checks`: `rule`, `ok`.
    failing : bool
        Whether only rules are shown that fail somewhere.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives a row a rule: `rule`, `failed`, `unknown`, `held`.

    Raises
    ------
    PlotError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> checks = pd.DataFrame({"rule": ["A1", "A1", "A2"], "ok": [False, True, None]})
    >>> from gxkit.plots import data
    >>> data(findings(checks, failing=False))["failed"].tolist()
    [1, 0]
    """
    need(checks, ("rule", "ok"), "give the checks of a corpus")
    told = checks["ok"].astype("object").map({True: "held", False: "failed"}).fillna("unknown")
    counts = checks.groupby(["rule", told]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[name for name, _ in _OUTCOMES], fill_value=0)
    # A rule that holds within a report and across years stands there twice.
    known = dict.fromkeys(rule.id for rule in RULES if rule.id in counts.index)
    order = [*known, *(rule for rule in counts.index if rule not in known)]
    shown = counts.loc[order].rename_axis(columns=None).reset_index()
    if failing:
        shown = shown[shown["failed"] > 0].reset_index(drop=True)
    titles = {rule.id: str(getattr(rule, "en" if lang == "en" else "zh")) for rule in RULES}
    labels = [f"{rule} {titles.get(rule, '')}" for rule in shown["rule"]]
    tall = tall_for(labels, 0.07, 5)
    with drawing("findings", ax, lang, size, tall=tall) as sheet:
        left = shown["failed"] * 0
        for name, colour in _OUTCOMES:
            sheet.ax.barh(shown.index, shown[name], left=left, color=colour)
            left = left + shown[name]
        for at, (failed, total) in enumerate(zip(shown["failed"], left, strict=True)):
            counted = sheet.word("of", failed=f"{failed:,}", total=f"{total:,}")
            sheet.ax.annotate(f" {counted}", (total, at), va="center", annotation_clip=False)
        sheet.bars(labels)
        sheet.ax.set_xlim(0, max(float(left.max()), 1.0) * 1.16 if len(shown) else 1.0)
        sheet.ax.xaxis.set_major_formatter("{x:,.0f}")
        if not len(shown):
            sheet.ax.annotate(sheet.word("none"), (0.5, 0), ha="center", va="center")
        sheet.legend({sheet.word(name): colour for name, colour in _OUTCOMES})
        return sheet.done(shown, title=title, x=sheet.word("count"), grid="x")
