"""Arithmetic inside the narrative: lists and their totals, numbers told twice, percentages."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.checks.model import Cause, Evidence, Finding, Severity, figure
from gxkit.checks.narrative_cells import cells_of, named
from gxkit.checks.narrative_doubts import doubts
from gxkit.parsing.model import Statement
from gxkit.parsing.statements import Told
from gxkit.parsing.statements_items import Said
from gxkit.parsing.statements_lists import Whole, wholes

_QUOTED = 40
# Kinds of parts that may hold more than the total: 收到23件, of which and of older ones 25 granted.
_LOOSE = frozenset({"received"})


def closed_lists(evidence: Evidence) -> Iterator[Finding]:
    """Add up the lists of `evidence` that name all the parts of a number."""
    for whole in _wholes(evidence):
        if whole.kind != "channel":
            yield from _added("F8", "identity", whole, evidence)


def channels_split(evidence: Evidence) -> Iterator[Finding]:
    """Add up the channels by which the requests of `evidence` came."""
    for whole in _wholes(evidence):
        if whole.kind == "channel":
            yield from _added("F10", "expected", whole, evidence)


def _wholes(evidence: Evidence) -> Iterator[Whole]:
    for told in evidence.told:
        yield from wholes(told)


def _added(rule: str, severity: Severity, whole: Whole, evidence: Evidence) -> Iterator[Finding]:
    """Compare a total with the sum of its parts, where they claim to be all of it.

    A list that adds up is taken at its word. One that falls short may only name examples,
    so it fails if it says that it is complete; one that exceeds its total fails if its parts
    cannot overlap.
    """
    total, parts = whole.total.value, whole.sum
    ok = total == parts
    fails = whole.closed or (parts > total and whole.exclusive and whole.kind not in _LOOSE)
    if not ok and not fails:
        return
    measures = [one.measure for one in (whole.total, *whole.parts) if one.measure]
    form = evidence.parsed.form or ""
    cells = dict.fromkeys(key for each in measures for key in cells_of(form, each))
    listed = " + ".join(figure(part.value) for part in whole.parts)
    message = (
        f"{quoted_in(whole.told, whole.total, evidence)}: its parts {listed} = {figure(parts)} "
        f"{'=' if ok else '≠'} {figure(total)}"
    )
    cause: Cause | None = None
    if not ok:
        doubt = next(doubts(whole, evidence), None)
        # What the sentence itself says is wrong, whatever the tables hold, if it was read well.
        cause = None if doubt else "document"
        message += f"; who erred is not known: {doubt}" if doubt else ""
    yield Finding(
        rule,
        _table(measures),
        severity,
        ok,
        total,
        parts,
        named(tuple(cells)),
        message,
        None,
        cause,
    )


def _table(measures: list[str]) -> str | None:
    tables = {each.partition("/")[0] for each in measures if each.count("/") == 2}
    if any(each.startswith("requests_channel/") for each in measures):
        tables.add("requests")
    return tables.pop() if len(tables) == 1 else None


def quoted_in(told: Told, said: Said, evidence: Evidence) -> str:
    """Quote the clause that a number stands in, with its place."""
    where = evidence.parsed.lines[told.line].where
    return f"{where}「{told.plain.cover(*said.clause)[:_QUOTED]}」"


def said_twice(evidence: Evidence) -> Iterator[Finding]:
    """Compare the exact statements of `evidence` that speak of one cell."""
    by_measure: dict[str, list[Statement]] = {}
    for one in evidence.statements:
        exact = one.manner in {"", "none"} and one.step == 1.0 and one.unit != "%"
        if exact and one.period == "year" and not one.scope and one.measure.count("/") == 2:
            by_measure.setdefault(one.measure, []).append(one)
    for measure, told in by_measure.items():
        if len(told) < 2:
            continue
        first = told[0]
        other = next((one for one in told if one.value != first.value), told[1])
        ok = other.value == first.value
        cells = cells_of(evidence.parsed.form or "", measure)
        message = (
            f"{first.where}「{first.text[:_QUOTED]}」 says {figure(first.value)}, "
            f"{other.where}「{other.text[:_QUOTED]}」 {'too' if ok else f'says {figure(other.value)}'}"
        )
        table = measure.partition("/")[0]
        yield Finding("F11", table, "identity", ok, first.value, other.value, named(cells), message)
