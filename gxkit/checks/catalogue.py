"""Every rule in one tuple, and the running of those about one report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gxkit.checks import (
    completeness,
    crossing,
    disputes,
    extraction,
    identities,
    masthead,
    outline,
    proactive,
    requests,
    whole,
)
from gxkit.checks.agencies import AGENCY_RULES
from gxkit.checks.cause import cause_of
from gxkit.checks.model import Evidence, Finding, Rule
from gxkit.checks.narrative import NARRATIVE_RULES
from gxkit.checks.repair import Explanation, explanations
from gxkit.checks.years import YEARS_RULES

RULES: tuple[Rule, ...] = (
    *identities.RULES,
    *whole.RULES,
    *requests.RULES,
    *completeness.RULES,
    *disputes.RULES,
    *proactive.RULES,
    *crossing.RULES,
    *masthead.RULES,
    *outline.RULES,
    *NARRATIVE_RULES,
    *extraction.RULES,
    *YEARS_RULES,
    *AGENCY_RULES,
)
"""Every rule; the identities come first, in the order of the form."""


def check(evidence: Evidence) -> tuple[Finding, ...]:
    """Test everything that must hold inside one report.

    Parameters
    ----------
    evidence : Evidence
        A parsed report, with its document where there is one.

    Returns
    -------
    tuple of Finding
        The findings of the rules of its form, in the order of `RULES`; none where the
        file follows no form. Failed identities say which cells explain them (`repair`)
        and, where it is known, who erred (`cause`).

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> check(Evidence(Parsed(None, {}, (), (), ())))
    ()
    >>> {finding.ok for finding in check(Evidence(Parsed("2021", {}, (), (), ())))} - {None}
    {True}
    """
    if evidence.form is None:
        return ()
    findings = [finding for rule in _rules_of(evidence.form.id) for finding in rule.test(evidence)]
    return tuple(explained(evidence, findings))


@cache
def _rules_of(form: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.scope == "report" and form in rule.forms)


def explained(evidence: Evidence, findings: Sequence[Finding]) -> list[Finding]:
    """Add to failed identities which cells explain them and who erred.

    Parameters
    ----------
    evidence : Evidence
        The report.
    findings : sequence of Finding
        What its rules found.

    Returns
    -------
    list of Finding
        The same, failed identities with `repair`, `cause` and the evidence in `message`.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> explained(Evidence(Parsed(None, {}, (), (), ())), [])
    []
    """
    sums = {rule.id for rule in identities.RULES}
    tables = dict.fromkeys(
        finding.table for finding in findings if finding.ok is False and finding.rule in sums
    )
    if not tables:  # as in nearly all reports
        return list(findings)
    by_instance: dict[tuple[str, str], Explanation] = {
        (written.rule, written.cells): explanation
        for table in tables
        if table is not None
        for explanation in explanations(evidence, table)
        for written in explanation.failed
    }
    causes = {id(one): cause_of(evidence, one) for one in by_instance.values()}
    told: list[Finding] = []
    for finding in findings:
        explanation = by_instance.get((finding.rule, finding.cells))
        if finding.ok is False and explanation is not None:
            cause, why = causes[id(explanation)]
            message = f"{finding.message}; {explanation.told}; {why}"
            told.append(finding._replace(repair=explanation.repair, cause=cause, message=message))
        else:
            told.append(finding)
    return told
