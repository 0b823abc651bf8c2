"""The course of an agency's numbers over the years: jumps, years far from the others, breaks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from gxkit.checks.comparing import key, label, lines, year_of
from gxkit.checks.model import Evidence, Finding, figure
from gxkit.checks.years_pairs import Instance, Pair, compared, pairs, told
from gxkit.forms.model import CellKey


def jumps(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E4: no number is many times what it was last year, or a small part of it."""
    for pair in pairs(reports):
        cells = _watched(pair.before.parsed.form == pair.after.parsed.form)
        yield from compared("E4", "expected", pair, [_jump(pair, cell) for cell in cells])


def _watched(one_form: bool) -> list[CellKey]:
    series = lines()["series"]
    return [key(name) for name in series["always"] + (series["form"] if one_form else [])]


def _jump(pair: Pair, cell: CellKey) -> Instance:
    last, now = pair.before.values.get(cell), pair.after.values.get(cell)
    name = label(pair.after, cell)
    if last is None or now is None:
        return Instance(None, cell[0], "/".join(cell), name)
    limit: dict[str, Any] = lines()["jump"]
    low, high = sorted((last, now))
    # Without the guard, 1 → 6 would be a jump; from nothing to a large number is one.
    ok = high < limit["least"] or high <= limit["factor"] * low
    said = f"{name} {figure(last)} → {figure(now)}"
    return Instance(ok, cell[0], "/".join(cell), name, said, last, now)


def far_years(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E5: no year is far from the agency's other years, by a robust z of logarithms."""
    for stretch in _stretches(reports):
        for about in stretch:
            like = [each for each in stretch if each.meta.get("scope") == about.meta.get("scope")]
            if len(like) < lines()["spread"]["years"]:
                continue
            yield from told("E5", "expected", about, f"{year_of(about)}", _far(about, like))


def _stretches(reports: Sequence[Evidence]) -> Iterator[list[Evidence]]:
    """Cut an agency's reports where its series breaks."""
    stretch: list[Evidence] = []
    for each in reports:
        if each.form is None or year_of(each) is None:
            continue
        if not each.continues and stretch:
            yield stretch
            stretch = []
        stretch.append(each)
    if stretch:
        yield stretch


def _far(about: Evidence, like: Sequence[Evidence]) -> Iterator[Instance]:
    series, limit = lines()["series"], lines()["spread"]
    same = [each for each in like if each.parsed.form == about.parsed.form]
    for name in (*series["always"], *series["form"]):
        years = same if name in series["form"] else like
        cell = key(name)
        known = [each.values[cell] for each in years if each.values.get(cell, -1) >= 0]
        if len(years) < limit["years"]:
            continue
        now = about.values.get(cell)
        if now is None or now < 0 or len(known) < limit["years"]:
            yield Instance(None, cell[0], name, label(about, cell))
            continue
        middle = median(map(math.log1p, known))
        spread = median(abs(math.log1p(value) - middle) for value in known)
        score = (math.log1p(now) - middle) / (1.4826 * spread + limit["floor"])
        usual = math.expm1(middle)
        ok = abs(score) <= limit["most"] or max(now, usual) < lines()["jump"]["least"]
        said = f"{label(about, cell)} {figure(now)} against a median of {usual:.0f} in {len(known)} years (robust z {score:+.1f})"
        yield Instance(ok, cell[0], name, label(about, cell), said, usual, now)


def breaks(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E9: a rename is told and no jump; at a merger the series breaks."""
    for pair in pairs(reports):
        names = [str(each.meta.get("agency") or "") for each in pair]
        if not pair.after.continues:
            said = f"{pair.years}: a merger, the series breaks here and is not compared"
            ok = None
        elif "" not in names and names[0] != names[1]:
            said = f"{pair.years}: {names[0]} goes on as {names[1]}"
            ok = True
        else:
            continue
        yield Finding("E9", None, "hint", ok, None, None, "", said, report_id=pair.after.report_id)
