"""What two reports have from each other: narrative, or a whole table of requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from gxkit.checks.comparing import lines, year_of
from gxkit.checks.model import Evidence, Finding, figure
from gxkit.checks.shingles import containment
from gxkit.checks.texts import own_names, section_shingles
from gxkit.checks.years_pairs import Instance, told
from gxkit.checks.years_text import requests_of

_LEAD = 4
"""By how many characters names are looked up before they are compared."""

_CANDIDATES = 5
"""How many of the agencies that a text names it is compared with."""


def copied(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E7: no text names another agency whose text of the same year it repeats."""
    years: dict[int | None, list[Evidence]] = defaultdict(list)
    for each in reports:
        if each.form is not None and year_of(each) is not None and each.meta.get("agency"):
            years[year_of(each)].append(each)
    for year, group in years.items():
        by_lead = _names(group)
        for about in group:
            others = _named_in(about, by_lead)
            # Only texts that name another agency are compared: no pair of reports is tried twice.
            instances = [_share(about, other) for other in others[:_CANDIDATES]]
            yield from told("E7", "expected", about, f"{year}", filter(None, instances))


def _names(group: Sequence[Evidence]) -> Mapping[str, list[tuple[str, Evidence]]]:
    """Put the agencies of a year in order by the first characters of their names."""
    found: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for each in group:
        name = str(each.meta["agency"])
        if len(name) >= lines()["copied"]["name"]:
            found[name[:_LEAD]].append((name, each))
    return found


def _named_in(about: Evidence, by_lead: Mapping[str, list[tuple[str, Evidence]]]) -> list[Evidence]:
    """Return the other agencies that the narrative names, each once."""
    text = "\n".join(each.text for each in about.parsed.sections)
    own = str(about.meta["agency"])
    for name in sorted({own, *own_names(about)}, key=len, reverse=True):
        # 甲市教育局 is no other agency where it stands in 甲市教育局考试院, nor in an alias.
        if len(name) >= lines()["copied"]["name"]:
            text = text.replace(name, "\n")
    found: dict[str, Evidence] = {}
    for at in range(len(text) - _LEAD + 1):
        for name, other in by_lead.get(text[at : at + _LEAD], ()):
            if name not in own and text.startswith(name, at):
                found.setdefault(name, other)
    return list(found.values())


def _share(about: Evidence, other: Evidence) -> Instance | None:
    limit = lines()["copied"]
    sections = limit["sections"]
    mine, theirs = (section_shingles(each, *sections) for each in (about, other))
    if min(len(mine), len(theirs)) < limit["least"]:
        return None
    share = containment(mine, theirs)
    name = str(other.meta["agency"])
    said = f"names {name}, in whose report {share:.0%} of its sections one and five stand"
    ok = share < limit["other_share"]
    return Instance(ok, None, "", name, said, limit["other_share"], round(share, 4))


def same_tables(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """G3: no two reports print the same table of requests."""
    buckets: dict[tuple[object, ...], list[Evidence]] = defaultdict(list)
    for each in reports:
        numbers = requests_of(each)
        if numbers and _work(numbers) >= lines()["identical"]["requests"]:
            buckets[each.parsed.form, *sorted(numbers.items())].append(each)
    for bucket in buckets.values():
        for about in bucket if len(bucket) > 1 else ():
            foreign = (other for other in bucket if _which(other) != _which(about))
            others = list(islice(foreign, _CANDIDATES))
            if all(_next_to(about, other) for other in others):
                continue  # a table that stands two years running is E8's business
            named = ", ".join(_who(other) for other in others)
            work = figure(_work(requests_of(about) or {}))
            said = f"{work} requests in the same cells as {named}"
            instance = Instance(False, "requests", "", "table", said)
            yield from told("G3", "hint", about, f"{year_of(about)}", [instance])


def _which(evidence: Evidence) -> tuple[object, ...]:
    """Tell reports apart, not files: a page and its .docx are one report."""
    meta = evidence.meta
    return meta.get("agency") or id(evidence), meta.get("region_code"), year_of(evidence)


def _work(numbers: Mapping[tuple[str, str, str], float]) -> float:
    return sum(numbers.get(("requests", row, "total"), 0.0) for row in ("new", "carried_over"))


def _next_to(one: Evidence, other: Evidence) -> bool:
    years = (year_of(one), year_of(other))
    return (
        one.unit is not None
        and one.unit == other.unit
        and None not in years
        and abs((years[0] or 0) - (years[1] or 0)) == 1
    )


def _who(evidence: Evidence) -> str:
    return f"{evidence.meta.get('agency') or 'unknown'} {year_of(evidence) or ''}".strip()
