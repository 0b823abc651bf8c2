"""The reports of each agency over the years, and what the rules say that look at several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gxkit.checks.agencies import AGENCY_RULES
from gxkit.checks.model import Evidence, Finding
from gxkit.checks.years import YEARS_RULES
from gxkit.corpus.aliases import Aliases
from gxkit.documents.model import Note
from gxkit.report import Report


class Series(NamedTuple):
    """The reports of one agency, sorted by year, one a year."""

    unit: str
    reports: tuple[Report, ...]


def series(
    reports: Iterable[Report], aliases: Aliases
) -> tuple[list[Series], list[tuple[str | None, Note]]]:
    """Sort reports into the series of their agencies.

    Parameters
    ----------
    reports : iterable of Report
        The reports of a corpus.
    aliases : Aliases
        Who is who across years.

    Returns
    -------
    tuple of (list of Series, list of (report_id, Note))
        The series, and a note for each report that is not in one because another report of
        its agency and year has other numbers: which of them counts cannot be known, and
        neither is compared with other years. Of reports with the same numbers the first
        counts. An agency whose name tells no place is in no series.

    Examples
    --------
    >>> series([], Aliases())
    ([], [])
    """
    units: dict[str, dict[int, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        unit, year = aliases.unit(report.meta), report.meta["year"]
        if report.form is None or unit is None or year is None:
            continue
        if aliases.known(report.meta):
            units[unit][int(year)].append(report)
    found: list[Series] = []
    notes: list[tuple[str | None, Note]] = []
    for unit, years in units.items():
        chosen: list[Report] = []
        for year in sorted(years):
            same = years[year]
            if len(same) == 1 or len(set(map(_numbers, same))) == 1:
                chosen.append(same[0])
                continue
            said = (
                f"{unit} has {len(same)} reports on {year} with other numbers: none of "
                "them is compared with other years; take out all but one, or give an alias"
            )
            notes += [(each.report_id, Note("years", "warning", said)) for each in same]
        found.append(Series(unit, tuple(chosen)))
    return found, notes


def _numbers(report: Report) -> tuple[object, ...]:
    return (report.form, *((fact.state, fact.value) for fact in report.parsed.facts))


def across(
    reports: Sequence[Report], groups: Iterable[Series], aliases: Aliases
) -> Iterator[Finding]:
    """Test every rule that looks at several reports.

    Parameters
    ----------
    reports : sequence of Report
        All reports of a corpus.
    groups : iterable of Series
        Those of them that stand in series, as `series` returns them.
    aliases : Aliases
        Who is who across years, for breaks.

    Yields
    ------
    Finding
        With the `report_id` that it is about; None where it is about all.

    Examples
    --------
    >>> list(across([], [], Aliases()))
    []
    """
    units: dict[str | None, str] = {}
    for group in groups:
        units |= {each.report_id: group.unit for each in group.reports}
        yield from over_years(group, aliases)
    whole = [Evidence(each.parsed, each.document, units.get(each.report_id)) for each in reports]
    for rule in AGENCY_RULES:
        yield from rule.test(whole)


def over_years(group: Series, aliases: Aliases) -> Iterator[Finding]:
    """Test every rule that looks at the reports of one agency.

    Parameters
    ----------
    group : Series
        The reports of the agency.
    aliases : Aliases
        Who is who across years, for breaks.

    Examples
    --------
    >>> list(over_years(Series("?/青川市档案局", ()), Aliases()))
    []
    """
    breaks = aliases.breaks(group.unit)
    run = [
        Evidence(each.parsed, each.document, group.unit, each.meta["year"] not in breaks)
        for each in group.reports
    ]
    # A merger in a year without a report breaks the series before the next that is there.
    for at in range(1, len(run)):
        gap = range(run[at - 1].meta["year"] + 1, run[at].meta["year"])
        if breaks.intersection(gap):
            run[at] = replace(run[at], continues=False)
    for rule in YEARS_RULES:
        yield from rule.test(run)


def by_report(findings: Iterable[Finding]) -> Mapping[str | None, list[Finding]]:
    """Put `findings` in order by the report that they are about.

    Examples
    --------
    >>> dict(by_report([]))
    {}
    """
    found: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.report_id].append(finding)
    return found
