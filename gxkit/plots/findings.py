"""What the checks found: held, failed and not assessable, a bar a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.checks import RULES
from gxkit.errors import PlotError
from gxkit.plots.sheet import PALETTE, drawing

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
    for name in ("rule", "ok"):
        if name not in checks.columns:
            raise PlotError(f"no column {name!r}; give the checks of a corpus")
    told = checks["ok"].astype("object").map({True: "held", False: "failed"}).fillna("unknown")
    counts = checks.groupby(["rule", told]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[name for name, _ in _OUTCOMES], fill_value=0)
    order = [rule.id for rule in RULES if rule.id in counts.index]
    shown = counts.loc[order].rename_axis(columns=None).reset_index()
    if failing:
        shown = shown[shown["failed"] > 0].reset_index(drop=True)
    titles = {rule.id: str(getattr(rule, "en" if lang == "en" else "zh")) for rule in RULES}
    with drawing("findings", ax, lang, size, tall=0.35 + 0.11 * max(len(shown), 5)) as sheet:
        labels = [sheet.wrapped(f"{rule} {titles[rule]}") for rule in shown["rule"]]
        left = shown["failed"] * 0
        for name, colour in _OUTCOMES:
            sheet.ax.barh(labels, shown[name], left=left, color=colour, label=sheet.word(name))
            left = left + shown[name]
        sheet.ax.invert_yaxis()
        sheet.ax.figure.legend(loc="outside lower center", ncols=3)
        return sheet.done(shown, title=title, x=sheet.word("count"), grid="x")
