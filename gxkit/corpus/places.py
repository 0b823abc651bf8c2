"""What the table of divisions knows of places across years: renamed, or merged into others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from gxkit.checks.comparing import lines
from gxkit.parsing.divisions import Division, clean_name, lead_of, table, words

_LAG = 1
"""By how many years a code book may be late."""

_DATED = 2020
"""From this year on a list of changes dates them, and nothing is late."""


class _Changes(NamedTuple):
    renamed: Mapping[str, str]
    merged: Mapping[str, frozenset[int]]


@lru_cache(maxsize=1)
def _changes() -> _Changes:
    """Sort former divisions: those alone in a new one were renamed, all others merged."""
    former: dict[str, list[Division]] = defaultdict(list)
    for rows in table().codes.values():
        for row in rows:
            if row.status == "former" and row.successor and row.successor != row.code:
                former[row.successor].append(row)
    renamed: dict[str, str] = {}
    merged: dict[str, set[int]] = defaultdict(set)
    for code, gone in former.items():
        for row in gone:
            new = any(
                each.level == row.level and each.since and abs(each.since - row.until) <= _LAG
                for each in table().codes.get(code, ())
            )
            if new and len(gone) == 1:
                renamed[row.code] = code
                continue
            late = 0 if row.until >= _DATED else _LAG
            merged[code].update(range(row.until - late, row.until + 1))
    return _Changes(renamed, {code: frozenset(years) for code, years in merged.items()})


def successor(code: str) -> str:
    """Return the code that a place has today: a county made a district is the same place.

    A place that was merged into another, or together with others into a new one, is not that
    place: its code stays.

    Examples
    --------
    >>> successor("110228"), successor("110103"), successor("110118")
    ('110118', '110103', '110118')
    """
    seen = {code}
    while (after := _changes().renamed.get(code)) is not None and after not in seen:
        seen.add(after)
        code = after
    return code


def merger_years(code: str) -> frozenset[int]:
    """Return the years in which other places were merged into that of a code.

    Before 2020 the table dates a change by code books that may be a year late: both years count.

    Examples
    --------
    >>> sorted(merger_years("330105")), sorted(merger_years("110118"))
    ([2021], [])
    """
    return _changes().merged.get(code, frozenset())


def name_in_place(meta: Mapping[str, Any]) -> str | None:
    """Return the name of an agency within its region; None where no place tells it apart.

    Examples
    --------
    >>> name_in_place({"agency": "北京市密云县教育局", "region_code": "110228"})
    '教育局'
    >>> name_in_place({"agency": "鼓楼区教育局", "region_code": None}) is None
    True
    >>> name_in_place({"agency": "市教育局", "region_code": None}) is None
    True
    """
    name = meta.get("agency")
    if not name:
        return None
    text = clean_name(str(name))
    lead, relative = lead_of(text), words().relative.match(text)
    if not meta.get("region_code"):
        if words().national.search(text):
            return text
        placed = re.search(lines()["places"]["placed"], text)
        return text if lead is None and relative is None and placed else None
    if lead is not None:
        end = lead.end + text.startswith(")", lead.end)
        # What stands before the region stays: bodies of two ministries have one place.
        rest = text[: lead.end - len(lead.text)] + text[end:]
    else:
        rest = text[relative.end() :] if relative else text
    return rest or text
