"""What the checks found: which rules fail, how often, and of how many tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.checks import RULES
from gxkit.errors import PlotError
from gxkit.plots.sheet import PALETTE, Sheet, drawing, need, tall_for

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_OUTCOMES = (("failed", PALETTE[5]), ("unknown", "#BBBBBB"), ("held", PALETTE[2]))


def findings(
    checks: pd.DataFrame,
    *,
    failing: bool = True,
    top: int | None = 12,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw how often each rule fails, and of how many instances that could be assessed.

    Parameters
    ----------
    checks : pandas.DataFrame
        `Report.checks` or `Corpus.checks`: `rule`, `ok`.
    failing : bool
        Whether only rules are shown that fail somewhere, the most often failing first, as bars
        of what fails; else all rules in their order, as bars of all instances.
    top : int, optional
        How many of the failing rules are shown; the figure says how many more there are.
        None shows all.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives a row a rule that is shown: `rule`, `failed`, `unknown`, `held`.

    Raises
    ------
    PlotError
        A column is missing, or `top` is less than 1.

    Examples
    --------
    >>> import pandas as pd
    >>> checks = pd.DataFrame({"rule": ["A1", "A1", "A2"], "ok": [False, True, None]})
    >>> from gxkit.plots import data
    >>> data(findings(checks))["rule"].tolist()
    ['A1']
    >>> data(findings(checks, failing=False))["failed"].tolist()
    [1, 0]
    """
    need(checks, ("rule", "ok"), "give the checks of a corpus")
    if top is not None and top < 1:
        raise PlotError(f"top is {top}; give 1 or more, or None for all")
    shown, more = _counted(checks), 0
    if failing:
        found = shown[shown["failed"] > 0].sort_values("failed", ascending=False, kind="stable")
        shown = found.head(len(found) if top is None else top).reset_index(drop=True)
        more = len(found) - len(shown)
    titles = {rule.id: str(getattr(rule, "en" if lang == "en" else "zh")) for rule in RULES}
    labels = [f"{rule} {titles.get(rule, '')}".strip() for rule in shown["rule"]]
    tall = tall_for(labels, 0.07, 5)
    with drawing("findings", ax, lang, size, tall=tall) as sheet:
        (_failures if failing else _stacks)(sheet, shown)
        sheet.bars(labels)
        sheet.ax.xaxis.set_major_formatter("{x:,.0f}")
        if not len(shown):
            sheet.ax.annotate(sheet.word("none"), (0.5, 0), ha="center", va="center")
        named = sheet.word("fails" if failing else "count")
        named += sheet.word("more", count=more) if more else ""
        return sheet.done(shown, title=title, x=named, grid="x")


def _counted(checks: pd.DataFrame) -> pd.DataFrame:
    """Count the outcomes of each rule, in the order of the rules."""
    told = checks["ok"].astype("object").map({True: "held", False: "failed"}).fillna("unknown")
    counts = checks.groupby(["rule", told]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[name for name, _ in _OUTCOMES], fill_value=0)
    # A rule that holds within a report and across years stands there twice.
    known = dict.fromkeys(rule.id for rule in RULES if rule.id in counts.index)
    order = [*known, *(rule for rule in counts.index if rule not in known)]
    return counts.loc[order].rename_axis(columns=None).reset_index()


def _failures(sheet: Sheet, shown: pd.DataFrame) -> None:
    """Draw what fails; most rules hold nearly everywhere, and beside that it could not be seen."""
    from matplotlib.ticker import MaxNLocator

    sheet.ax.barh(shown.index, shown["failed"], color=_OUTCOMES[0][1], height=0.7)
    tested = shown["failed"] + shown["held"]
    for at, (failed, total) in enumerate(zip(shown["failed"], tested, strict=True)):
        told = {"failed": f"{failed:,}", "total": f"{total:,}", "share": _share(failed / total)}
        counted = sheet.word("share", **told)
        sheet.ax.annotate(f" {counted}", (failed, at), va="center", annotation_clip=False)
    most = float(shown["failed"].max()) if len(shown) else 0.0
    sheet.ax.set_xlim(0, most * 1.55 if most else 1.0)
    sheet.ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))


def _share(share: float) -> str:
    """Write a share so that a small one does not look like none."""
    return f"{share:.0%}" if share >= 0.1 else f"{share:.2%}"


def _stacks(sheet: Sheet, shown: pd.DataFrame) -> None:
    left = shown["failed"] * 0
    for name, colour in _OUTCOMES:
        sheet.ax.barh(shown.index, shown[name], left=left, color=colour)
        left = left + shown[name]
    for at, (failed, total) in enumerate(zip(shown["failed"], left, strict=True)):
        counted = sheet.word("of", failed=f"{failed:,}", total=f"{total:,}")
        sheet.ax.annotate(f" {counted}", (total, at), va="center", annotation_clip=False)
    sheet.ax.set_xlim(0, max(float(left.max()), 1.0) * 1.16 if len(shown) else 1.0)
    sheet.legend({sheet.word(name): colour for name, colour in _OUTCOMES})
