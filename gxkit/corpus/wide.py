"""One table of many reports, a row a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit import forms
from gxkit.forms.money import MONEY

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
    >>> from gxkit import frames
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


def in_units(
    value: pd.Series[float], unit: pd.Series[str], wanted: pd.Series[str]
) -> pd.Series[float]:
    """Turn money into the units `wanted`, as `gxkit.forms.money.in_unit` does with one number.

    Examples
    --------
    >>> import pandas as pd
    >>> in_units(*(pd.Series(each) for each in ([251000.0, 3.0], ["元", "件"], ["万元", "件"]))).tolist()
    [25.1, 3.0]
    """
    worth, goal = (each.astype(object).map(MONEY).astype("Float64") for each in (unit, wanted))
    other = worth.notna() & goal.notna() & (worth != goal) & value.notna()
    return value.where(~other, value * worth / goal)


def _in_form_units(cells: pd.DataFrame, form: pd.Series[str]) -> pd.Series[float]:
    """Return the values, with money in the unit of the report's form."""
    money = cells[cells["unit"].isin(list(MONEY)) & cells["value"].notna()]
    keys = zip(money["report_id"].map(form), money["table"], money["column"], strict=True)
    wanted = money["unit"].astype(object)
    wanted[:] = [forms.load(id).table[table].column[column].unit for id, table, column in keys]
    value = cells["value"].copy()
    value.loc[money.index] = in_units(money["value"], money["unit"], wanted)
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
