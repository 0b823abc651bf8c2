"""Whose report it is: the series of an agency, as far as the frame of reports can tell.

An agency is one series. Only where it has reports of its own *and* consolidated ones (全市汇总)
is each scope a series: what a city counts together is never set beside, or added to, what its
government counts for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.corpus.aliases import Aliases
from gxkit.corpus.places import name_in_place

if TYPE_CHECKING:
    import pandas as pd

SERIES = ("unit_id", "series_scope", "year")
"""What names an agency-year among reports."""


def placed(reports: pd.DataFrame) -> pd.DataFrame:
    """Say of each report which series it stands in.

    Parameters
    ----------
    reports : pandas.DataFrame
        That of a corpus.

    Returns
    -------
    pandas.DataFrame
        Indexed by `report_id`: `unit_id`, `series_scope` (NA unless the agency has reports of
        both scopes), `year`, and `left_out`: why the report stands in no series (``no agency``,
        ``no year``, or ``no place`` for a name such as 市教育局 that many agencies have), NA
        where it stands in one.

    Examples
    --------
    >>> from gxkit import frames
    >>> placed(frames.build("reports", [])).columns.tolist()
    ['unit_id', 'series_scope', 'year', 'left_out']
    """
    import pandas as pd

    own = reports.set_index("report_id")
    both = _with_both_scopes(own)
    why = pd.Series(pd.NA, index=own.index, dtype="string")
    # The names are few beside the reports of many years.
    names = own[["agency", "region_code", "unit_id"]].drop_duplicates()
    known = {tuple(row): _tells_apart(*row) for row in names.itertuples(index=False, name=None)}
    keys = zip(own["agency"], own["region_code"], own["unit_id"], strict=True)
    why[[not known[key] for key in keys]] = "no place"
    why[own["unit_id"].isna()] = "no agency"
    why[own["year"].isna()] = "no year"
    return pd.DataFrame(
        {
            "unit_id": own["unit_id"],
            "series_scope": own["scope"].where(own["unit_id"].isin(both), pd.NA),
            "year": own["year"],
            "left_out": why,
        }
    )


def _with_both_scopes(reports: pd.DataFrame) -> list[str]:
    scopes = reports[["unit_id", "scope"]].dropna().drop_duplicates()
    counts = scopes["unit_id"].value_counts()
    return [str(unit) for unit in counts.index[counts > 1]]


def _tells_apart(agency: object, region_code: object, unit_id: object) -> bool:
    """Tell whether a name is that of one agency: by its place, or because a table says so."""
    meta = {
        key: value if isinstance(value, str) else None
        for key, value in (("agency", agency), ("region_code", region_code))
    }
    if not isinstance(unit_id, str):
        return False
    return name_in_place(meta) is not None or unit_id != Aliases().unit(meta)
