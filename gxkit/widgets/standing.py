"""How each check of a report stands, to be compared before and after a correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gxkit.checks import Finding

State = bool | None
CheckKey = tuple[str, str, str]
"""A check of a report: rule, table, cells."""


def states(findings: Iterable[Finding]) -> Mapping[CheckKey, State]:
    """Return how each check of a report stands; what says the same twice fails if one fails.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> from gxkit.report import Report
    >>> set(states(Report(Parsed("2021", {}, (), (), ())).findings).values()) <= {True, False, None}
    True
    """
    found: dict[CheckKey, State] = {}
    for one in findings:
        if one.severity == "hint":
            continue
        check = key(one)
        before = found.get(check)
        found[check] = False if False in (before, one.ok) else (before or one.ok)
    return found


def key(one: Finding) -> CheckKey:
    """Return what tells a check of a report from its others.

    Examples
    --------
    >>> key(Finding("D3", None, "hint", False, None, None, "", "no word on fees"))
    ('D3', '', '')
    """
    return one.rule, one.table or "", one.cells
