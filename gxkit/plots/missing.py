"""Which reports are there, and which are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gxkit.plots.grids import cells, rows_tall
from gxkit.plots.sheet import drawing, need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DOUBTFUL = ("no form", "conflict")
"""What `Corpus.panel` says of a report that is there and does not serve."""

_MARKS = {0.0: ("×", "#B00020"), 0.5: ("?", "#222222")}


def missing(
    panel: pd.DataFrame,
    *,
    status: str = "status",
    rows: str | None = None,
    columns: str = "year",
    names: str = "agency",
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw which agency has a report on which year.

    Parameters
    ----------
    panel : pandas.DataFrame
        A row an agency and year, as `Corpus.panel` gives it; without the column `status`, a row
        that has a `report_id` is there, and one that has none is a gap. What has no row was not
        asked for, and is grey.
    status, columns : str
        Which columns of `panel` are used.
    rows : str, optional
        What makes the rows; by default `unit_id` if there is one, else `agency`.
    names : str
        What the rows are called: the last of this column that is known, else as `rows` says.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the table that is drawn: 1 there, 0 missing, 0.5 there, but
        without an official table or in conflict with another; NaN not asked for.

    Raises
    ------
    PlotError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> panel = pd.DataFrame(
    ...     {"agency": ["甲局", "甲局"], "year": [2022, 2023], "report_id": ["a", None]}
    ... )
    >>> from gxkit.plots import data
    >>> data(missing(panel)).loc["甲局"].tolist()
    [1.0, 0.0]
    """
    unit = rows or ("unit_id" if "unit_id" in panel.columns else "agency")
    told = status if status in panel.columns else "report_id"
    need(panel, (told, unit, columns), "give what Corpus.panel() returns")
    there = panel[told].notna().astype(float)
    if told == status:
        there = there.mask(panel[status].isin(DOUBTFUL).to_numpy(dtype=bool), 0.5)
        there = there.mask(
            panel[status].eq("missing").fillna(value=False).to_numpy(dtype=bool), 0.0
        )
    known = panel.assign(_there=there)
    table = known.pivot_table(index=unit, columns=columns, values="_there", aggfunc="max")
    table = table.reindex(list(dict.fromkeys(known[unit].dropna())))
    if names in panel.columns:
        table.index = _named(known, unit, names, columns, list(table.index))
    with drawing("missing", ax, lang, size, tall=rows_tall(table)) as sheet:
        cells(sheet, table, "Blues", None, vmin=-0.3, vmax=1.4)
        for at, row in enumerate(table.to_numpy()):
            for place, found in enumerate(row):
                if found in _MARKS:
                    mark, colour = _MARKS[found]
                    looks: Any = {"ha": "center", "va": "center", "color": colour}
                    sheet.ax.annotate(mark, (place, at), **looks)
        counts = {word: int((table == value).to_numpy().sum()) for word, value in _COUNTED}
        note = sheet.word("note", all=int(table.notna().to_numpy().sum()), **counts)
        if counts["doubtful"]:
            note += sheet.word("doubtful", doubtful=counts["doubtful"])
        return sheet.done(table, title=title, x=note, grid="")


_COUNTED = (("gaps", 0.0), ("doubtful", 0.5))


def _named(
    known: pd.DataFrame, unit: str, names: str, columns: str, units: list[str]
) -> pd.Index[str]:
    """Call each unit by the last name that is known of it; two of one name by their ids too."""
    import pandas as pd

    last = known.dropna(subset=[names]).sort_values(columns).groupby(unit)[names].last()
    called = [str(last.get(each, each)) for each in units]
    return pd.Index(
        [
            name if called.count(name) == 1 else f"{name} {each}"
            for name, each in zip(called, units, strict=True)
        ],
        name=names,
    )
