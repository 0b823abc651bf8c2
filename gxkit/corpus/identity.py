"""A report as a row: who it is of, across years, and what its meta says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gxkit import frames
from gxkit.corpus.aliases import Aliases, shipped
from gxkit.report import Report


def unit_id(meta: Mapping[str, Any], aliases: Aliases | None = None) -> str | None:
    """Name an agency across years: its name within its region; None if it is unknown.

    Parameters
    ----------
    meta : mapping
        Who reports, and on which year.
    aliases : Aliases, optional
        Who is who across years; by default what gxkit knows itself. The code is today's: a
        county that was made a district is the same place.

    Examples
    --------
    >>> unit_id({"agency": "青川市档案局", "region_code": None})
    '?/青川市档案局'
    >>> unit_id({"agency": "密云县教育局", "region_code": "110228"})
    '110118/教育局'
    >>> unit_id({"agency": "北京市密云区教育局", "region_code": "110118"})
    '110118/教育局'
    """
    return (shipped() if aliases is None else aliases).unit(meta)


def report_row(report: Report, aliases: Aliases) -> tuple[Any, ...]:
    """Return the row of a `report` in the frame ``reports``; `aliases` say who it is of.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> report_row(Report(Parsed("2021", {"year": 2023}, (), (), ())), Aliases())[:4]
    (None, None, None, 2023)
    """
    own = (_plain(report.meta[key]) for key in frames.META)
    return (report.report_id, unit_id(report.meta, aliases), *own)


def _plain(value: Any) -> Any:
    """Make a value of meta fit for a frame: aliases joined, dates as ISO 8601."""
    if isinstance(value, tuple | list):
        return ";".join(map(str, value)) or None
    return value.isoformat() if hasattr(value, "isoformat") else value
