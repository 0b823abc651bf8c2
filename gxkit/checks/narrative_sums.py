"""Arithmetic inside the narrative: lists and their totals, numbers told twice, percentages."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.checks.model import Cause, Evidence, Finding, Severity, figure
from gxkit.checks.narrative_cells import cells_of, named
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
        f"{_quoted(whole.told, whole.total, evidence)}: its parts {listed} = {figure(parts)} "
        f"{'=' if ok else '≠'} {figure(total)}"
    )
    # What the sentence itself says is wrong, whatever the tables hold.
    cause: Cause | None = None if ok else "document"
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


def _quoted(told: Told, said: Said, evidence: Evidence) -> str:
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


def ratios(evidence: Evidence) -> Iterator[Finding]:
    """Test the percentages in the narrative of `evidence` against the ratios that they name."""
    for told in evidence.told:
        parts = {id(part): whole for whole in wholes(told) for part in whole.parts}
        for at, one in enumerate(told.said):
            if one.unit != "%" or one.manner:
                continue
            if one.role == "share":
                yield from _share(told, at, parts, evidence)
            elif one.role == "change" and one.measure:
                yield from _growth(told, at, evidence)


def _share(told: Told, at: int, parts: dict[int, Whole], evidence: Evidence) -> Iterator[Finding]:
    one = told.said[at]
    before = told.said[at - 1] if at else None
    whole = parts.get(id(before)) if before and one.measure == before.measure else None
    if whole is not None and before is not None and whole.total.value:
        ratio = 100 * before.value / whole.total.value
        yield _percentage(told, one, ratio, evidence)
    elif not 0 <= one.value <= 100 and one.measure:
        yield _percentage(told, one, 100.0, evidence)


def _growth(told: Told, at: int, evidence: Evidence) -> Iterator[Finding]:
    """Test a growth where the text gives both levels: 去年20件，今年25件，增长25%."""
    one = told.said[at]
    levels: dict[str, float] = {}
    for said in told.said[:at]:
        if said.measure == one.measure and said.role == "level" and not said.manner:
            levels[said.period] = said.value
    if {"year", "previous"} <= levels.keys() and levels["previous"]:
        ratio = 100 * abs(levels["year"] - levels["previous"]) / levels["previous"]
        yield _percentage(told, one, ratio, evidence)


def _percentage(told: Told, one: Said, ratio: float, evidence: Evidence) -> Finding:
    step = one.step if one.step < 1 else 1.0
    ok = abs(one.value - ratio) <= step / 2 * (1 + 1e-9)
    # Cut off instead of rounded: common, and no contradiction.
    ok = ok or 0 <= ratio - one.value < step
    cells = cells_of(evidence.parsed.form or "", one.measure or "")
    message = (
        f"{_quoted(told, one, evidence)} says {figure(one.value)} %, "
        f"{'as' if ok else 'but'} the numbers beside it give {ratio:.4g} %"
    )
    table = (one.measure or "").partition("/")[0] if cells else None
    return Finding("F12", table, "identity", ok, ratio, one.value, named(cells), message)
