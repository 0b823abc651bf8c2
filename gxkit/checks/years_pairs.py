"""Two reports of one agency on years that follow each other, and what a rule says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gxkit.checks.comparing import year_of
from gxkit.checks.model import Evidence, Finding, Severity

_NAMED = 3
"""How many instances without a number a message names before it only counts them."""


class Pair(NamedTuple):
    """A report and the one of the year before."""

    before: Evidence
    after: Evidence

    @property
    def years(self) -> str:
        """The two years, as messages open."""
        return f"{year_of(self.before)} → {year_of(self.after)}"

    @property
    def obstacle(self) -> str | None:
        """Why the numbers of the two years cannot be compared, or None."""
        if not self.after.continues:
            return "the series breaks here"
        scopes = {evidence.meta.get("scope") or "" for evidence in self}
        # Where only one report says its scope, the other may well have the same.
        if len(scopes - {""}) == 2:
            return "one report is consolidated and the other is not"
        return None


class Instance(NamedTuple):
    """One thing that a rule compares; `said` tells it, `name` names it where it cannot be told.

    `table` is None where it is about the report as a whole.
    """

    ok: bool | None
    table: str | None
    cells: str
    name: str
    said: str = ""
    expected: float | None = None
    found: float | None = None
    severity: Severity | None = None


def pairs(reports: Sequence[Evidence]) -> Iterator[Pair]:
    """Yield the reports whose year before is there too: a missing year breaks the chain."""
    known = [each for each in reports if each.form is not None and year_of(each) is not None]
    for before, after in pairwise(known):
        if year_of(after) == (year_of(before) or 0) + 1:
            yield Pair(before, after)


def told(
    rule: str, severity: Severity, about: Evidence, when: str, instances: Iterable[Instance]
) -> Iterator[Finding]:
    """Make findings of instances: a row each that fails, else one row for all of them.

    Parameters
    ----------
    rule : str
        The id of the rule.
    severity : {"identity", "expected", "hint"}
        Its severity; an instance may have its own.
    about : Evidence
        The report that the findings are about.
    when : str
        The year or years, for the messages.
    instances : iterable of Instance
        What was compared. Instances that lack a number share a row of their own.
    """
    every = list(instances)
    failed = [each for each in every if each.ok is False]
    for each in failed:
        yield _finding(rule, each.severity or severity, about, [each], False, each.said, when)
    missing = [each for each in every if each.ok is None]
    held = len(every) - len(failed) - len(missing)
    if missing:
        named = ", ".join(each.name for each in missing[:_NAMED])
        more = len(missing) - _NAMED
        named += f" and {more} more" if more > 0 else ""
        message = f"not assessable: {named}" + (f"; {held} hold" if held else "")
        yield _finding(rule, missing[0].severity or severity, about, missing, None, message, when)
    elif every and not failed:
        alone = every[0].said if len(every) == 1 else ""
        message = alone or f"all {len(every)} hold"
        yield _finding(rule, every[0].severity or severity, about, every, True, message, when)


def compared(
    rule: str, severity: Severity, pair: Pair, instances: Iterable[Instance]
) -> Iterator[Finding]:
    """Tell what a rule found between two years, or why they cannot be compared."""
    if pair.obstacle is not None:
        message = f"{pair.years}: not compared, {pair.obstacle}"
        yield Finding(
            rule, None, severity, None, None, None, "", message, report_id=pair.after.report_id
        )
        return
    yield from told(rule, severity, pair.after, pair.years, instances)


def _finding(
    rule: str,
    severity: Severity,
    about: Evidence,
    instances: Sequence[Instance],
    ok: bool | None,
    message: str,
    when: str,
) -> Finding:
    tables = {each.table for each in instances}
    one = instances[0] if len(instances) == 1 else None
    return Finding(
        rule=rule,
        table=tables.pop() if len(tables) == 1 else None,
        severity=severity,
        ok=ok,
        expected=one.expected if one else None,
        found=one.found if one else None,
        cells=" ".join(filter(None, dict.fromkeys(each.cells for each in instances))),
        message=f"{when}: {message}",
        report_id=about.report_id,
    )
