"""One table of many reports, a row a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit import forms, frames

if TYPE_CHECKING:
    import pandas as pd


def wide_table(table: str, cells: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Turn the cells of one table into a row a report.

    Parameters
    ----------
    table : {"proactive", "requests", "disputes"}
        The table.
    cells, reports : pandas.DataFrame
        Those of a corpus.

    Returns
    -------
    pandas.DataFrame
        As `gxkit.corpus.Corpus.wide` says.

    Raises
    ------
    KeyError
        No form has such a table.

    Examples
    --------
    >>> cells, reports = frames.build("cells", [], corpus=True), frames.build("reports", [])
    >>> wide_table("disputes", cells, reports).columns[:5].tolist()
    ['unit_id', 'agency', 'year', 'form', 'reconsideration/upheld']
    """
    known = {code for id in forms.ids() for code in forms.load(id).table}
    if table not in known:
        raise KeyError(f"no table {table!r}; the forms have {', '.join(sorted(known))}")
    own = cells[cells["table"] == table]
    lead = reports.set_index("report_id")[["unit_id", "agency", "year", "form"]]
    # Not pivot_table, which would average; a cell of a report is there once.
    values = own.assign(
        name=own["row"] + "/" + own["column"], value=_in_form_units(own, lead["form"])
    ).pivot(index="report_id", columns="name", values="value")
    values = values.reindex(index=lead.index, columns=_cell_names(table)).astype("Float64")
    values.columns.name = None
    return lead.join(values)


def _in_form_units(cells: pd.DataFrame, form: pd.Series[str]) -> pd.Series[float]:
    """Return the values, with money in the unit of the report's form."""
    value = cells["value"].copy()
    for place in cells.index[cells["unit"].isin(list(frames.MONEY)) & value.notna()]:
        cell = cells.loc[place]
        table = forms.load(form[cell["report_id"]]).table[cell["table"]]
        wanted = table.column[cell["column"]].unit
        value[place] = frames.in_unit(float(value[place]), cell["unit"], wanted)
    return value


def _cell_names(table: str) -> list[str]:
    tables = (forms.load(id).table.get(table) for id in reversed(forms.ids()))
    names = (
        f"{row.code}/{column}"
        for each in tables
        if each is not None
        for row in each.rows
        for column in row.columns
    )
    return list(dict.fromkeys(names))
