"""The manifest that a collector keeps beside the files: what pages leave out, filled from it.

It is a CSV with the columns ``path,url,agency,year,region_code,retrieved,group``; `path` counts
from the folder of the CSV, and all others may be empty or missing. What a page says of itself wins.
What lies in an archive has the path of the archive, ``/`` and its own name or address. Files
with the same word in `group` are one report (docs/decisions/0015).
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from gxkit.documents.model import Note
from gxkit.errors import BuildError
from gxkit.parsing import agencies, regions
from gxkit.parsing.model import Parsed

COLUMNS = ("path", "url", "agency", "year", "region_code", "retrieved", "group")


class Fill(NamedTuple):
    """What a manifest says of a file; None where it says nothing."""

    url: str | None = None
    agency: str | None = None
    year: int | None = None
    region_code: str | None = None
    retrieved: str | None = None
    group: str | None = None


def read_fills(path: Path) -> dict[str, Fill]:
    r"""Read a manifest of files.

    Parameters
    ----------
    path : Path
        A CSV in UTF-8, with or without a mark; other columns than `COLUMNS` are passed over.

    Returns
    -------
    dict of str to Fill
        By the absolute path of the file.

    Raises
    ------
    BuildError
        It cannot be read, lacks the column `path`, or a row of it cannot be used; the
        message names the line and what to do.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "manifest.csv")
    >>> _ = file.write_text("path,agency,year\na.html,青川市档案局,2023\n", encoding="utf-8-sig")
    >>> read_fills(file)[str(file.with_name("a.html"))][1:3]
    ('青川市档案局', 2023)
    """
    found: dict[str, Fill] = {}
    folder = path.absolute().parent
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if "path" not in (reader.fieldnames or ()):
                raise BuildError(f"{path}, line 1: no column path; it names {','.join(COLUMNS)}")
            for row in filter(lambda each: any(each.values()), reader):
                place = f"{path}, line {reader.line_num}"
                text = {name: str(row.get(name) or "").strip() for name in COLUMNS}
                name = os.path.normpath(folder / text["path"].replace("\\", "/"))
                if not text["path"] or found.get(name, _fill(text, place)) != _fill(text, place):
                    said = "path is empty" if not text["path"] else "another row says otherwise"
                    raise BuildError(f"{place}: {said}; give each file one row with its path")
                found[name] = _fill(text, place)
    except OSError as error:
        raise BuildError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BuildError(f"{path}: no CSV in UTF-8 ({error}); save it as CSV UTF-8") from error
    return found


def _fill(text: Mapping[str, str], place: str) -> Fill:
    for name, pattern, wanted in (
        ("year", r"(?:19|20)\d\d", "a year such as 2023"),
        ("region_code", r"\d{6}", "six digits"),
    ):
        if text[name] and not re.fullmatch(pattern, text[name]):
            raise BuildError(f"{place}: {name} {text[name]!r}; give {wanted}, or nothing")
    known: dict[str, Any] = {name: text[name] or None for name in Fill._fields}
    known["year"] = int(text["year"]) if text["year"] else None
    return Fill(**known)


def filled(parsed: Parsed, fill: Fill | None) -> Parsed:
    """Return what was read of a report, with what its page leaves out filled from a manifest.

    Parameters
    ----------
    parsed : Parsed
        What was read; every value of its meta stays as it is.
    fill : Fill or None
        What the manifest says of the file.

    Returns
    -------
    Parsed
        With `agency`, `year` and `region_code` where they were not known, and what follows from
        them: the type and level of the agency, the names of its province, city and county. A note
        names what was filled, another of level ``warning`` what the page says otherwise.

    Examples
    --------
    >>> page = Parsed("2021", {"agency": None, "year": 2022}, (), (), ())
    >>> after = filled(page, Fill(agency="沈阳市教育局", year=2023, region_code="210100"))
    >>> [after.meta[key] for key in ("agency", "year", "province", "city", "level")]
    ['沈阳市教育局', 2022, '辽宁省', '沈阳市', 'city']
    >>> [note.message for note in after.notes]
    ['filled: agency, region_code', 'the manifest says year 2023, the page 2022']
    """
    if fill is None:
        return parsed
    meta = dict(parsed.meta)
    told = {name: getattr(fill, name) for name in ("agency", "year", "region_code")}
    gaps = {name: value for name, value in told.items() if value and not meta.get(name)}
    notes: list[Note] = []
    if gaps:
        meta |= gaps
        notes.append(Note("manifest", "info", f"filled: {', '.join(gaps)}"))
        _follow(meta, gaps)
    for name, value in told.items():
        if value and meta[name] != value:
            said = f"the manifest says {name} {value}, the page {meta[name]}"
            notes.append(Note("manifest", "warning", said))
    return replace(parsed, meta=meta, notes=(*parsed.notes, *notes))


def _follow(meta: dict[str, Any], gaps: Mapping[str, Any]) -> None:
    """Add to `meta` what follows from what was filled, where it is not known."""
    agency, year = str(meta.get("agency") or ""), meta.get("year")
    region = None
    if "region_code" in gaps:
        region = regions.by_code(gaps["region_code"], year)
    elif "agency" in gaps and not meta.get("region_code"):
        region, _ = regions.locate(agency, (), year)
    known: dict[str, Any] = {}
    if region is not None:
        known = {"region_code": region.code, "province": region.province}
        known |= {"city": region.city, "county": region.county}
    if "agency" in gaps:
        known["agency_type"] = agencies.kind_of_body(agency)
    if agency and (region is not None or "agency" in gaps):
        known["level"] = regions.level_of(agency, region)
    for name, value in known.items():
        if not meta.get(name):
            meta[name] = value
