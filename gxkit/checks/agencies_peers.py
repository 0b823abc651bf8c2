"""Rates beside those of peers: which lie outside the funnel that chance allows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, NamedTuple

from gxkit.checks.comparing import key, lines, year_of
from gxkit.checks.model import Evidence, Finding
from gxkit.checks.years_pairs import Instance, told
from gxkit.forms.equations import present_rows
from gxkit.forms.model import CellKey

_TINY = 1e-12
_MANY = 1_000_000
"""From so many cases on the binomial is normal to many digits, and its terms are too many."""


class _Case(NamedTuple):
    """A report's count, of how many, and the cells that both come from."""

    about: Evidence
    part: int
    whole: int
    cells: str


def outliers(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """G2: every rate lies within the limits that chance gives its peers."""
    peers: dict[tuple[Any, ...], list[Evidence]] = defaultdict(list)
    for each in reports:
        group = (year_of(each), each.meta.get("level"), each.meta.get("agency_type"))
        if each.form is not None and None not in group:
            peers[(*group, each.meta.get("scope"))].append(each)
    for like in peers.values():
        found: dict[int, list[Instance]] = defaultdict(list)
        for rate in lines()["rates"]:
            for case, instance in _funnel(rate, like):
                found[id(case.about)].append(instance)
        for about in like:
            yield from told("G2", "expected", about, f"{year_of(about)}", found[id(about)])


def _funnel(rate: Mapping[str, Any], group: Sequence[Evidence]) -> Iterator[tuple[_Case, Instance]]:
    """Compare each rate of a group with that of all the others together."""
    limit = lines()["peers"]
    cases = [case for about in group if (case := _case(rate, about)) is not None]
    cases = [case for case in cases if case.whole >= limit["cases"]]
    if len(cases) <= limit["least"]:  # a report and its peers
        return
    part, whole = sum(case.part for case in cases), sum(case.whole for case in cases)
    spread = _spread([_score(case.part, case.whole, part / whole) for case in cases])
    for case in cases:
        # Half a case more keeps a rate that no peer shows from being impossible.
        usual = (part - case.part + 0.5) / (whole - case.whole + 1)
        outside = min(tails(case.part, case.whole, usual)) < limit["tail"]
        # Agencies differ by more than chance: limits widen as the peers' own spread does.
        far = abs(_score(case.part, case.whole, usual)) > limit["score"] * spread
        own = case.part / case.whole
        said = (
            f"{rate['zh']} {case.part}/{case.whole} = {own:.1%}, "
            f"{len(cases) - 1} peers together {usual:.1%}"
        )
        table = str(rate["whole"][0]).split("/", 1)[0]
        ok = not (outside and far)
        yield (
            case,
            Instance(ok, table, case.cells, rate["zh"], said, round(usual, 6), round(own, 6)),
        )


def tails(part: int, whole: int, rate: float) -> tuple[float, float]:
    """Return how likely chance gives at most and at least `part` of `whole` at a `rate`.

    Exact up to a million cases: the sums of the binomial terms C(n, k) p^k (1-p)^(n-k), from
    `part` downwards and upwards until a term adds nothing. Beyond, the normal distribution.

    Examples
    --------
    >>> low, high = tails(0, 10, 0.5)
    >>> low == 0.5**10, high
    (True, 1.0)
    """
    if rate <= 0 or rate >= 1:
        sure = round(whole * rate)
        return float(part >= sure), float(part <= sure)
    if whole > _MANY:
        width = math.sqrt(2 * whole * rate * (1 - rate))
        middle = whole * rate
        low = math.erfc((middle - part - 0.5) / width) / 2
        return low, math.erfc((part - 0.5 - middle) / width) / 2
    log = (
        math.lgamma(whole + 1)
        - math.lgamma(part + 1)
        - math.lgamma(whole - part + 1)
        + part * math.log(rate)
        + (whole - part) * math.log1p(-rate)
    )
    here, odds = math.exp(log), rate / (1 - rate)
    if part <= whole * rate:
        low = _run(here, ((k / (whole - k + 1)) / odds for k in range(part, 0, -1)))
        return low, min(1.0, 1 - low + here)
    high = _run(here, ((whole - k) / (k + 1) * odds for k in range(part, whole)))
    return min(1.0, 1 - high + here), high


def _run(term: float, steps: Iterator[float]) -> float:
    total = term
    for step in steps:
        term *= step
        total += term
        if term < _TINY * total:
            break
    return total


def _score(part: int, whole: int, rate: float) -> float:
    """Return by how many standard deviations a share differs from a rate."""
    width = math.sqrt(rate * (1 - rate) / whole)
    return (part / whole - rate) / width if width else (0.0 if part == rate * whole else math.inf)


def _spread(scores: Sequence[float]) -> float:
    """Return by how much peers differ beyond chance: the root mean square, a tenth winsorised.

    This is the factor of Spiegelhalter's funnel plots; it never narrows the limits.
    """
    ordered = sorted(scores)
    cut = len(ordered) // 10
    low, high = ordered[cut], ordered[-1 - cut]
    kept = [min(max(score, low), high) for score in ordered]
    return max(1.0, math.sqrt(sum(score * score for score in kept) / len(kept)))


def _case(rate: Mapping[str, Any], about: Evidence) -> _Case | None:
    """Count a rate of a report; None where a number that it needs is missing or impossible."""
    parts = [cell for name in rate["part"] for cell in _cells(about, name)]
    wholes = [cell for name in rate["whole"] for cell in _cells(about, name)]
    less = [cell for name in rate.get("less", ()) for cell in _cells(about, name)]
    part, whole, out = (_count(about, cells) for cells in (parts, wholes, less))
    if part is None or whole is None or out is None or not 0 <= part <= whole - out:
        return None
    return _Case(about, part, whole - out, " ".join("/".join(c) for c in (*parts, *wholes, *less)))


def _count(about: Evidence, cells: Sequence[CellKey]) -> int | None:
    values = [about.values.get(cell) for cell in cells]
    known = [value for value in values if value is not None and value.is_integer()]
    return int(sum(known)) if len(known) == len(values) else None


def _cells(about: Evidence, name: str) -> tuple[CellKey, ...]:
    return _named(about.parsed.form or "", name) if about.form else ()


@lru_cache(maxsize=256)
def _named(form_id: str, name: str) -> tuple[CellKey, ...]:
    """Return the cells of a form that a name with ``*`` stands for."""
    from gxkit import forms

    table, row, column = key(name)
    rows = present_rows(forms.load(form_id).table[table], ())
    return tuple((table, code, column) for code in rows if fnmatchcase(code, row))
