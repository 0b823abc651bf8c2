"""The region of an agency: which division of China its name, or else its report, tells.

A region is never guessed: where several fit there is none, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from gxkit.parsing.divisions import (
    LAST_YEAR,
    Division,
    Divisions,
    Lead,
    branch_of,
    choose,
    clean_name,
    context_lines,
    is_under,
    lead_of,
    mentions,
    table,
    words,
)

Level = Literal["national", "province", "city", "county"]
Answer = tuple["Region | None", str | None]

_RELATIVE: dict[str, str] = {
    "自治区": "province", "省": "province", "自治州": "city", "州": "city", "盟": "city",
    "自治县": "county", "县": "county", "区": "county", "旗": "county",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A division: its six-digit code (GB/T 2260), and the names of it and of those above it."""

    code: str
    province: str | None
    city: str | None
    county: str | None
    level: Level


def locate(name: str, context: Sequence[str] = (), year: int | None = None) -> Answer:
    """Find the division whose agency this is.

    Parameters
    ----------
    name : str
        The name of an agency, or of a region.
    context : sequence of str
        Other texts of the report, used only where the name is incomplete or ambiguous.
    year : int, optional
        The year of the report: of divisions with one name, the one that stood then is meant.

    Returns
    -------
    tuple of (Region or None, str or None)
        The region, None where it is not known for certain, and a note on how it was found.

    Examples
    --------
    >>> locate("沈阳市辽中区人民政府办公室")[0].code
    '210115'
    >>> locate("鼓楼区财政局")[0] is None
    True
    >>> locate("鼓楼区财政局", ["根据徐州市的要求编制"])[0].code
    '320302'
    """
    text = clean_name(name)
    lead = lead_of(text)
    if lead is None:
        return _without_region(text, context, year)
    rows = _meant(text, lead, year)
    if len(rows) > 1:
        row = _supported(rows, context, year)
        if row is None:
            return None, f"{lead.text} is ambiguous: {' '.join(row.code for row in rows)}"
        return _answer(row, year, f"which {lead.text}: told by the report's text")
    if rows[0].level != "county" and words().township.match(text, lead.end):
        return _township(text[lead.end :], rows[0], context, year)
    return _answer(rows[0], year)


def by_code(code: str, year: int | None = None) -> Region | None:
    """Find the division that has a six-digit `code`: the one that stood in `year`, if any did.

    Examples
    --------
    >>> by_code("210115").county, by_code("999999")
    ('辽中区', None)
    """
    rows = [row for row in table().codes.get(code, ()) if row.status != "alias"]
    standing = [row for row in rows if row.stood(year)]
    return _answer((standing or rows)[-1], year)[0] if rows else None


def strip_region(name: str) -> str:
    """Give the name of an agency without the region before it.

    Examples
    --------
    >>> strip_region("沈阳市辽中区人民政府办公室")
    '人民政府办公室'
    >>> strip_region("市财政局")
    '财政局'
    """
    text = clean_name(name)
    lead = lead_of(text)
    if lead is None:
        relative = words().relative.match(text)
        end = relative.end() if relative else 0
    else:
        end = lead.end + text.startswith(")", lead.end)
    # The 市 of 沈阳市委 belongs to the party committee as well.
    if end and text.startswith("委", end):
        end -= 1
    return text[end:] or text


def level_of(name: str, region: Region | None) -> str | None:
    """Tell the level of an agency: national, province, city, county or township.

    Examples
    --------
    >>> level_of("沈阳市辽中区某某街道办事处", None)
    'township'
    >>> level_of("县教育局", None)
    'county'
    """
    text = clean_name(name)
    lead = lead_of(text)
    if words().township.match(text, lead.end if lead else 0):
        return "township"
    if region is not None:
        return region.level
    if lead is not None:
        levels = {row.level for row in _meant(text, lead, None)}
        return levels.pop() if len(levels) == 1 else None
    if words().national.search(text):
        return "national"
    relative = words().relative.match(text)
    # 市 may be a prefecture or a county.
    return _RELATIVE.get(relative[1]) if relative else None


def _meant(text: str, lead: Lead, year: int | None) -> Divisions:
    """Narrow the regions that a name starts with to what they mean in the report's year."""
    rows = branch_of(text, lead)
    if rows:
        return choose(rows, year)
    # Before 2021 杭州市钱塘新区 was a zone of the city: there was no 钱塘区.
    if lead.bare and lead.above and not any(row.stood(year) for row in lead.found):
        return choose(lead.above, year)
    return choose(lead.found, year, lead.bare)


def _upper(code: str, year: int) -> str | None:
    rows = table().codes.get(code, ())
    return next((row.name for row in rows if row.stood(year)), rows[-1].name if rows else None)


def _answer(row: Division, year: int | None, note: str | None = None) -> Answer:
    """Make the answer, with a note where the name and the year do not go together."""
    at = min(LAST_YEAR if year is None else year, row.until - 1)
    own = _upper(row.code, at) if row.status == "alias" else row.name
    province = _upper(row.code[:2] + "0000", at)
    city = _upper(row.code[:4] + "00", at) if row.level == "county" else None
    region = Region(
        code=row.code,
        province=own if row.level == "province" else province,
        city=own if row.level == "city" else city,
        county=own if row.level == "county" else None,
        level=cast("Level", row.level),
    )
    notes = [note] if note else []
    if row.status == "alias":
        notes.append(f"{row.name} is no division of GB/T 2260: taken as {own}")
    elif not row.stood(year):
        span = f"until {row.until}" if at + 1 >= row.until else f"since {row.since}"
        notes.append(f"{row.name} ({row.code}) stood {span}" + (f", not in {year}" if year else ""))
    return region, "; ".join(notes) or None


def _one(found: Iterable[Divisions], year: int | None) -> Division | None:
    """Return the one division that all these mentions mean, if it is one."""
    rows = [choose(each, year) for each in found]
    return rows[0][0] if len({row.code for each in rows for row in each}) == 1 else None


def _own_name(line: str, tail: str, level: str) -> Iterator[Divisions]:
    """Find the agency's name in a line with its region before it: 甲市财政局 for 市财政局.

    Without a level the line has to start or end with it: a bureau also cites the bureau above.
    """
    start = line.find(tail)
    while start >= 0:
        end = start + len(tail)
        for mention in mentions(line[:start]):
            fits = line.endswith(level, 0, start) and not line.startswith("公厅", end)
            whole = mention.start == 0 or end == len(line)
            if mention.end == start and fits and (level or whole):
                yield mention.found
        start = line.find(tail, end)


def _from_context(text: str, context: Sequence[str], year: int | None) -> Division | None:
    """Find in the report the region of a name that has none."""
    relative = words().relative.match(text)
    level = relative[1] if relative else ""
    tail = _brief(text[relative.end() :] if relative else text)
    township = words().township.match(text) is not None
    lines = [_brief(line) for line in context_lines(context)]
    if tail and (level or not tail.startswith("政府")):
        own = [found for line in lines for found in _own_name(line, tail, level)]
        if own:
            return _one(own, year)
    named = []
    for line in lines if level or township else ():
        for mention in mentions(line):
            county = township and mention.found[0].level == "county"
            if county or (level and line.endswith(level, 0, mention.end)):
                named.append(mention.found)
    return _one(named, year)


def _brief(text: str) -> str:
    return text.replace("人民政府", "政府").replace("办公室", "办")


def _supported(rows: Divisions, context: Sequence[str], year: int | None) -> Division | None:
    """Choose among divisions of one name the one to which the regions of the report lead."""
    left = set(rows)
    for line in context_lines(context):
        for mention in mentions(line):
            seen = choose(mention.found, year)
            fit = {row for row in rows if row.code == seen[0].code or is_under(row, seen[0])}
            if len(seen) == 1 and fit:
                left &= fit
    return left.pop() if len(left) == 1 else None


def _township(rest: str, above: Division, context: Sequence[str], year: int | None) -> Answer:
    """Find the county of a township or street whose name tells only the city."""
    if above.code in words().undivided:
        return _answer(above, year)
    row = _from_context(rest, context, year)
    if row is not None and is_under(row, above):
        return _answer(row, year, f"county {row.name} taken from the report's text")
    return _answer(above, year, "the county of this township or street is not named")


def _without_region(text: str, context: Sequence[str], year: int | None) -> Answer:
    """Find the region of a name that starts with none."""
    if words().national.search(text) and not words().township.match(text):
        return None, "a body of the whole state: no region"
    inside = [mention.found for mention in mentions(text)]
    if inside:
        row = _one(inside, year)
        if row is not None:
            return _answer(row, year, "region read inside the name")
        return None, "the name tells several regions"
    row = _from_context(text, context, year)
    if row is not None:
        return _answer(row, year, f"region {row.name} taken from the report's text")
    return None, "neither the name nor clearly the report's text tells a region"
