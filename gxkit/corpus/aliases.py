"""Who is who across years: renamed agencies are one series, merged ones break it.

A table of aliases is a CSV with the columns

========== =====================================================================
agency     the name that a report prints
region_code its region, six digits; empty: whatever the region
from_year  the first year for which the row holds; empty: from ever on
to_year    the last year; empty: until today
unit_id    the series that the reports belong to, as ``Corpus.reports`` names it
kind       ``same`` (or empty): the agency is this unit under an older or newer name;
           ``merged``: after `to_year` it became part of this unit. Its own reports
           stay a series of their own, and the series of the unit breaks after `to_year`
========== =====================================================================

gxkit ships an empty table: what was renamed and merged is for its users to say. Of places it
knows by itself that a county made a district is the same place (``gxkit/data/regions.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from os import PathLike
from pathlib import Path
from typing import Any

from gxkit.corpus.given import rows_of
from gxkit.corpus.places import merger_years, name_in_place, successor
from gxkit.errors import AliasError

COLUMNS = ("agency", "region_code", "from_year", "to_year", "unit_id", "kind")


@dataclass(frozen=True, slots=True)
class Alias:
    """A row of a table of aliases; `line` counts the lines of its file."""

    agency: str
    region_code: str | None
    from_year: int | None
    to_year: int | None
    unit_id: str
    kind: str
    line: int

    def holds(self, region_code: str | None, year: int | None) -> bool:
        """Tell whether the row speaks of an agency of this region in this year."""
        if self.region_code is not None and self.region_code != region_code:
            return False
        if year is None:
            return self.from_year is None and self.to_year is None
        return (self.from_year or 0) <= year <= (self.to_year or 9999)


class Aliases:
    """A table of renamed and merged agencies.

    Parameters
    ----------
    rows : iterable of Alias
        The rows of the table.

    Examples
    --------
    >>> row = Alias("青川市档案馆", None, None, 2020, "?/青川市档案局", "same", 2)
    >>> Aliases([row]).unit({"agency": "青川市档案馆", "year": 2019})
    '?/青川市档案局'
    """

    def __init__(self, rows: Iterable[Alias] = ()) -> None:
        self.rows = tuple(rows)
        self._same: dict[str, list[Alias]] = {}
        self._breaks: dict[str, set[int]] = {}
        for row in self.rows:
            if row.kind == "same":
                self._same.setdefault(row.agency, []).append(row)
            elif row.to_year is not None:
                self._breaks.setdefault(row.unit_id, set()).add(row.to_year + 1)

    def unit(self, meta: Mapping[str, Any]) -> str | None:
        """Name the series that a report with this `meta` belongs to; None if it is unknown."""
        row = self._row(meta)
        return row.unit_id if row else _own_unit(meta)

    def known(self, meta: Mapping[str, Any]) -> bool:
        """Tell whether the name of an agency with this `meta` tells it from all others.

        An agency without its region may be any of that name: its reports are not compared
        over the years unless the table says whose they are.
        """
        return self._row(meta) is not None or name_in_place(meta) is not None

    def breaks(self, unit_id: str) -> frozenset[int]:
        """Return the years before which the series of `unit_id` breaks."""
        return frozenset(self._breaks.get(unit_id, ())) | merger_years(unit_id.split("/", 1)[0])

    def _row(self, meta: Mapping[str, Any]) -> Alias | None:
        rows = self._same.get(str(meta.get("agency") or ""), ())
        code, year = meta.get("region_code"), meta.get("year")
        return next((row for row in rows if row.holds(code, year)), None)


def _own_unit(meta: Mapping[str, Any]) -> str | None:
    name = meta.get("agency")
    if not name:
        return None
    code = meta.get("region_code")
    return f"{successor(str(code))}/{name_in_place(meta)}" if code else f"?/{name}"


def read_aliases(path: str | PathLike[str]) -> Aliases:
    r"""Read a table of renamed and merged agencies.

    Parameters
    ----------
    path : str or path
        A CSV in UTF-8, with or without a mark, with the columns of `COLUMNS`; others are
        passed over. What they mean stands at the top of `gxkit.corpus.aliases`.

    Returns
    -------
    Aliases
        The table, and with it the rows that gxkit ships (none).

    Raises
    ------
    AliasError
        The file cannot be read, lacks a column, or a row of it cannot be used; the
        message names the line and what to do.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "aliases.csv")
    >>> head = "agency,region_code,from_year,to_year,unit_id,kind"
    >>> row = "青川市史志办,,,2018,?/青川市档案局,merged"
    >>> _ = file.write_text(f"{head}\n{row}\n", encoding="utf-8")
    >>> sorted(read_aliases(file).breaks("?/青川市档案局"))
    [2019]
    """
    rows = _read(Path(path))
    _refuse_two(path, rows)
    return Aliases((*rows, *shipped().rows))


@lru_cache(maxsize=1)
def shipped() -> Aliases:
    """Return the table that gxkit ships: it is empty.

    Examples
    --------
    >>> shipped().rows
    ()
    """
    with as_file(files("gxkit.data").joinpath("aliases.csv")) as path:
        return Aliases(_read(path))


def _read(path: Path) -> list[Alias]:
    rows = rows_of(path, COLUMNS[:-1], AliasError, also=COLUMNS[-1:])
    return [_row(path, line, record) for line, record in rows]


def _row(path: Path, line: int, record: Mapping[str, str]) -> Alias:
    text = {name: record.get(name, "").strip() for name in COLUMNS}

    def wrong(what: str) -> AliasError:
        return AliasError(f"{path}, line {line}: {what}")

    for name in ("agency", "unit_id"):
        if not text[name]:
            raise wrong(f"{name} is empty; give both the printed name and the series")
    code = text["region_code"]
    if code and not re.fullmatch(r"[0-9]{6}", code):
        raise wrong(f"region_code {code!r}; give six digits, or nothing for any region")
    for name in ("from_year", "to_year"):
        if text[name] and not re.fullmatch(r"[0-9]{4}", text[name]):
            raise wrong(f"{name} {text[name]!r}; give a year such as 2019, or nothing")
    first, last = (int(text[name]) if text[name] else None for name in ("from_year", "to_year"))
    if first is not None and last is not None and first > last:
        raise wrong(f"from_year {first} is after to_year {last}; swap them")
    kind = text["kind"] or "same"
    if kind not in ("same", "merged"):
        raise wrong(f"kind {kind!r}; write same or merged")
    if kind == "merged" and last is None:
        raise wrong("a merged agency needs to_year, the last year that it stood alone")
    return Alias(text["agency"], code or None, first, last, text["unit_id"], kind, line)


def _refuse_two(path: str | PathLike[str], rows: Iterable[Alias]) -> None:
    """Refuse a table that gives one agency two series in one year."""
    seen: dict[str, list[Alias]] = {}
    for row in rows:
        if row.kind == "merged":
            continue
        for other in seen.setdefault(row.agency, []):
            regions = {row.region_code, other.region_code} - {None}
            first = max(row.from_year or 0, other.from_year or 0)
            last = min(row.to_year or 9999, other.to_year or 9999)
            if other.unit_id != row.unit_id and len(regions) < 2 and first <= last:
                raise AliasError(
                    f"{path}, line {row.line}: {row.agency} is {row.unit_id} here and "
                    f"{other.unit_id} on line {other.line} for the same years; keep one, or set "
                    "from_year, to_year or region_code apart"
                )
        seen[row.agency].append(row)
