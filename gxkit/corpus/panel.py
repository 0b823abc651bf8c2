"""Agency × year: every agency, every year, and what is known of it.

A gap is a row that says ``missing``, never a row that is not there. Reports whose agency or year
is not known stand in no row; ``.attrs["left_out"]`` names them. Where an agency has reports of its
own and consolidated ones (全市汇总), each is a series, told apart by `scope`: they are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from gxkit import forms
from gxkit.corpus.agencies import SERIES, placed
from gxkit.corpus.duplicates import Choice, not_preferred
from gxkit.corpus.duplicates import duplicates as find_duplicates
from gxkit.corpus.harmonised import harmonised
from gxkit.corpus.interface import Frames
from gxkit.corpus.wide import wide_table

if TYPE_CHECKING:
    import pandas as pd

Span = Literal["corpus", "unit"]

STATUS = ("report", "duplicate", "conflict", "no form", "missing")
"""What can be said of an agency-year, in the column `status`."""

LEAD = ("unit_id", "year", "scope", "status", "report_id", "agency", "form", "n_reports")
"""The columns that stand before the numbers."""


def panel(
    corpus: Frames,
    what: str | Sequence[str] = "requests",
    *,
    units: Iterable[str] | None = None,
    years: Span | Iterable[int] = "corpus",
    duplicates: Choice = "prefer",
) -> pd.DataFrame:
    """Return agency × year with every gap as a row.

    Parameters
    ----------
    corpus : Corpus
        A corpus, in memory or stored.
    what : str or sequence of str
        One of the three tables, whose cells then are the columns ``row/column``, as ``wide``
        has them; or series that run over both forms, as ``comparability()`` names them.
    units : iterable of str, optional
        The agencies, by `unit_id`, in the order wanted; all by default. One that has no report
        here gets its rows too: all ``missing``.
    years : {"corpus", "unit"} or iterable of int
        ``corpus``: from the first year of the corpus to its last, for every agency; ``unit``:
        from the agency's own first year to its last; or the years that are wanted.
    duplicates : {"prefer", "keep", "drop"}
        What to do with several reports of one agency and year (``duplicates()``): take the
        preferred one; keep a row for each; or take no number where their numbers differ.

    Returns
    -------
    pandas.DataFrame
        A row an agency, scope and year: `unit_id`, `year`, `scope`, `status`, `report_id`,
        `agency` (as that report prints it), `form`, `n_reports`, then the numbers, Float64.
        `status` is ``report``; ``duplicate`` where there are several that do not contradict
        each other; ``conflict`` where their numbers differ; ``no form`` where the report has no
        official table; ``missing`` where the corpus has none (which does not say that none was
        published). Blank is never 0: what is not known is NA.

    Raises
    ------
    KeyError
        There is no such table or series.
    ValueError
        There is no such span of years or way to treat duplicates.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> panel(Corpus([]), "disputes").columns[:4].tolist()
    ['unit_id', 'year', 'scope', 'status']
    """
    found = find_duplicates(corpus)
    out = not_preferred(found, duplicates)
    series = placed(corpus.reports)
    inside = series[series["left_out"].isna()]
    if units is not None:
        units = list(dict.fromkeys(units))
        inside = inside[inside["unit_id"].isin(units)]
    counts = inside.groupby(list(SERIES), dropna=False).size().rename("n_reports")
    grid = _grid(inside, units, years, series["year"]).join(counts, on=list(SERIES))
    grid["n_reports"] = grid["n_reports"].fillna(0).astype("Int64")
    chosen = inside[~inside.index.isin(out)].reset_index()
    rows = grid.merge(chosen.drop(columns="left_out"), on=list(SERIES), how="left")
    told = corpus.reports.set_index("report_id")[["scope", "agency", "form"]]
    rows = rows.join(told, on="report_id")
    # A series of one scope keeps it in its gaps too.
    rows["scope"] = rows["scope"].fillna(rows["series_scope"])
    rows["status"] = _status(rows, found)
    values = _numbers(corpus, what, duplicates)
    answer = rows[list(LEAD)].join(values, on="report_id")
    answer = answer.astype(dict.fromkeys(values.columns, "Float64") | {"report_id": "string"})
    answer.attrs.update(corpus.provenance)
    answer.attrs |= {
        "duplicates": duplicates,
        "left_out": series["left_out"].dropna().to_dict(),
    }
    return answer


def _grid(
    inside: pd.DataFrame,
    units: list[str] | None,
    years: Span | Iterable[int],
    known: pd.Series[int],
) -> pd.DataFrame:
    """Return every agency-year that is asked for."""
    import pandas as pd

    lines = inside[["unit_id", "series_scope"]].drop_duplicates()
    if units is None:
        lines = lines.sort_values(["unit_id", "series_scope"])
    else:
        lines = pd.DataFrame({"unit_id": units}).merge(lines, on="unit_id", how="left")
    lines = lines.astype({"unit_id": "string", "series_scope": "string"}).reset_index(drop=True)
    if isinstance(years, str):
        if years not in ("corpus", "unit"):
            raise ValueError(f'years are "corpus", "unit" or a list of years, not {years!r}')
        spans = inside.groupby("unit_id")["year"].agg(["min", "max"])
        whole = known.dropna()
        all_years = _between(whole.min(), whole.max()) if len(whole) else []
        of_each = [
            _between(*spans.loc[unit]) if years == "unit" and unit in spans.index else all_years
            for unit in lines["unit_id"]
        ]
    else:
        wanted = sorted(set(years))
        of_each = [wanted] * len(lines)
    lines["year"] = pd.Series(of_each, dtype=object)
    grid = lines.explode("year", ignore_index=True).dropna(subset="year")
    return grid.astype({"year": "Int64"})


def _between(first: int, last: int) -> list[int]:
    return list(range(int(first), int(last) + 1))


def _status(rows: pd.DataFrame, found: pd.DataFrame) -> pd.Series[str]:
    """Say what is known of each agency-year."""
    import pandas as pd

    status = pd.Series("report", index=rows.index, dtype="string")
    status[rows["form"].isna()] = "no form"
    several = (rows["n_reports"] > 1).fillna(value=False)
    status[several] = "duplicate"
    told = found.set_index("report_id")
    differing = told.loc[told["conflicts"] > 0, "group"]
    quarrel = told.index[told["group"].isin(differing)]
    # Where all of them were left out, there were several that differ.
    status[several & (rows["report_id"].isna() | rows["report_id"].isin(quarrel))] = "conflict"
    status[rows["n_reports"] == 0] = "missing"
    return status


def _numbers(corpus: Frames, what: str | Sequence[str], duplicates: Choice) -> pd.DataFrame:
    """Return what is asked for, a row a report."""
    tables = {code for id in forms.ids() for code in forms.load(id).table}
    if isinstance(what, str) and what in tables:
        return wide_table(what, corpus.cells, corpus.reports).drop(
            columns=["unit_id", "agency", "year", "form"]
        )
    names = [what] if isinstance(what, str) else list(what)
    if isinstance(what, str) and "/" not in what:
        raise KeyError(f"no table {what!r}; the forms have {', '.join(sorted(tables))}")
    tidy = harmonised(corpus, names, duplicates=duplicates)
    values = tidy.pivot(index="report_id", columns="series", values="value")
    values.columns.name = None
    return values.reindex(columns=list(dict.fromkeys(names))).astype("Float64")
