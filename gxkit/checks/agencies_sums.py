"""A government's consolidated report beside the reports of the bodies below it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gxkit.checks.comparing import key, label, lines, year_of
from gxkit.checks.model import Evidence, Finding, figure
from gxkit.checks.years_pairs import Instance, told
from gxkit.forms.model import CellKey
from gxkit.parsing.divisions import words


def consolidated(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """G1: the reports below a consolidated one add up to no more than it says."""
    places: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
    for each in reports:
        year, code = year_of(each), each.meta.get("region_code")
        if each.form is not None and year is not None and code:
            places[year, str(code)].append(each)
    parents = {place: one for place, group in places.items() if (one := _parent(group))}
    below = _below(places, parents)
    for place, parent in parents.items():
        if children := below.get(place):
            yield from told("G1", "expected", parent, f"{place[0]}", _sums(parent, children))


def _parent(group: Sequence[Evidence]) -> Evidence | None:
    """Find the one consolidated report of a place's government; none where there are two."""
    government = re.compile(lines()["consolidated"]["government"])
    found = [
        each
        for each in group
        if each.meta.get("scope") == "consolidated"
        and government.search(str(each.meta.get("agency") or ""))
        and each.meta.get("level") != "township"
    ]
    return found[0] if len(found) == 1 else None


def _below(
    places: Mapping[tuple[int, str], Sequence[Evidence]],
    parents: Mapping[tuple[int, str], Evidence],
) -> Mapping[tuple[int, str], list[Evidence]]:
    """Find the direct children of each parent: bodies of its own level, governments of the next.

    Bodies of central systems (the prefixes of ``region_words.toml``) report to those.
    """
    found: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
    for place, group in places.items():
        for each in group if place in parents else ():
            central = words().prefix.match(str(each.meta.get("agency") or ""))
            if each.meta.get("scope") != "consolidated" and not central:
                found[place].append(each)
        found[place] = _once(found[place])
    for year, code in parents:
        upper = next(
            (
                up
                for up in (code[:4] + "00", code[:2] + "0000")
                if up != code and (year, up) in parents
            ),
            None,
        )
        # A county stands under its province only where no report of its city comes between.
        if upper and (upper[2:] != "0000" or code[4:] == "00"):
            found[year, upper].append(parents[year, code])
    return found


def _once(group: Sequence[Evidence]) -> list[Evidence]:
    """Keep one report an agency; where two of them have other numbers, neither may count."""
    by_agency: dict[object, list[Evidence]] = defaultdict(list)
    for each in group:
        by_agency[each.meta.get("agency") or id(each)].append(each)
    return [same[0] for same in by_agency.values() if len(set(map(_watched, same))) == 1]


def _watched(evidence: Evidence) -> tuple[float | None, ...]:
    return tuple(evidence.values.get(key(name)) for name in lines()["consolidated"]["cells"])


def _sums(parent: Evidence, children: Sequence[Evidence]) -> Iterator[Instance]:
    for name in lines()["consolidated"]["cells"]:
        cell = key(name)
        whole = parent.values.get(cell)
        known = [each.values[cell] for each in children if cell in each.values]
        title = f"{label(parent, cell)} of {len(known)} reports below"
        if whole is None or not known:
            yield Instance(None, cell[0], name, title)
            continue
        yield _compared(cell, whole, sum(known), title)


def _compared(cell: CellKey, whole: float, part: float, title: str) -> Instance:
    """Compare a sum with what the parent says: a part of it proves nothing."""
    said = f"{title}: {figure(part)} of {figure(whole)}"
    covered = f"{title} ({part / whole:.0%} covered)" if whole else title
    ok = False if part > whole else (True if part == whole else None)
    return Instance(ok, cell[0], "/".join(cell), covered, said, part, whole)
