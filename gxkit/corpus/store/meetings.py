"""Where reports of different agencies meet: the bucket in which each rule compares them.

A rule over all reports would hold all of them in memory. Each of them meets reports only in
buckets, of one year, one group of peers or one table of numbers; those are told here, so that a
rule can be run a bucket at a time. What it finds is the same (a test compares the two).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from gxkit.checks.agencies import AGENCY_RULES
from gxkit.checks.comparing import lines, year_of
from gxkit.checks.model import Evidence, Rule
from gxkit.checks.years_text import requests_of
from gxkit.forms.model import CellKey


class Meeting(NamedTuple):
    """A rule, the bucket in which it compares a report, and what it looks at.

    `bucket` returns None where the rule passes a report over. A rule with `text` reads the
    narrative, any other the `cells` that patterns name, ``*`` for all. One with `streams` looks
    at each report once and remembers none.
    """

    rule: Rule
    bucket: Callable[[Evidence], Hashable]
    cells: tuple[str, ...] = ("*/*/*",)
    text: bool = False
    streams: bool = False


def _year(report: Evidence) -> Hashable:
    named = report.form is not None and report.meta.get("agency")
    return year_of(report) if named else None


def _place(report: Evidence) -> Hashable:
    """Return the year and the province: a consolidated report meets those below it."""
    year, code = year_of(report), report.meta.get("region_code")
    return (year, str(code)[:2]) if report.form is not None and year is not None and code else None


def _peers(report: Evidence) -> Hashable:
    group = (year_of(report), report.meta.get("level"), report.meta.get("agency_type"))
    if report.form is None or None in group:
        return None
    return (*group, report.meta.get("scope"))


def _table(report: Evidence) -> Hashable:
    numbers = requests_of(report)
    return (report.parsed.form, *sorted(numbers.items())) if numbers else None


def _all(_report: Evidence) -> Hashable:
    return "all"


@lru_cache(maxsize=1)
def meetings() -> tuple[Meeting, ...]:
    """Return every rule over agencies with its bucket; each has to be told one.

    Examples
    --------
    >>> [meeting.rule.id for meeting in meetings()][:2]
    ['E7', 'G1']
    """
    rates = [name for rate in lines()["rates"] for key in ("part", "whole") for name in rate[key]]
    rates += [name for rate in lines()["rates"] for name in rate.get("less", ())]
    sums = tuple(lines()["consolidated"]["cells"])
    known: Mapping[str, tuple[Callable[[Evidence], Hashable], tuple[str, ...], bool, bool]] = {
        "E7": (_year, (), True, False),
        "G1": (_place, sums, False, False),
        "G2": (_peers, tuple(dict.fromkeys(rates)), False, False),
        "G3": (_table, ("requests/*/*",), False, False),
        "G4": (_all, ("*/*/*",), False, True),
    }
    return tuple(Meeting(rule, *known[rule.id]) for rule in AGENCY_RULES)


@lru_cache(maxsize=10_000)
def is_wanted(cell: CellKey, patterns: tuple[str, ...]) -> bool:
    """Tell whether a `cell` is one of those that `patterns` name, with ``*`` for any.

    Examples
    --------
    >>> is_wanted(("requests", "refused.process", "total"), ("requests/refused.*/total",))
    True
    """
    return any(fnmatchcase("/".join(cell), pattern) for pattern in patterns)
