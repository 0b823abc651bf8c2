"""How the state of a cell is shown, in a notebook and in a terminal alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gxkit.checks import Finding, failures, figure
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact

STATES: dict[str, tuple[str, str]] = {
    "blank": ("_", "the page has the cell and leaves it empty"),
    "nil": ("/", "the page prints a mark, not a number"),
    "absent": ("x", "the page has no such cell"),
    "ambiguous": ("?", "numbers are printed, but not which cell each is in"),
    "unreadable": ("??", "the page prints text that is no number"),
}
"""The sign of each state that is no number, and what it means."""

MARKS: dict[str, tuple[str, str]] = {
    "order": ("~", "placed by its order only, not by labels"),
    "arithmetic": ("*", "placed by the form's identities, the only way they allow"),
    "corrected": ("+", "corrected by a person"),
}
"""The mark after a number that was not placed by its labels, and what it means."""

NO_FORM = "no official form recognised"
"""What stands for the form of a file whose tables follow none, or that is no report."""

FAILED = ("!", "in an identity that does not hold")
MENDED = ("→", "the only change that would mend the sums")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn for a fact: `sign` with `marks` after it."""

    sign: str
    marks: str


def show(fact: Fact, failed: bool, unit: str | None = None) -> Shown:
    """Return what to draw for a fact.

    A number in another `unit` than the form's has its own unit beside it.

    Examples
    --------
    >>> show(Fact("requests", "new", "total", 1362.0, "件", "number", "order", "1362", "l8"), True)
    Shown(sign='1362', marks='~!')
    """
    if fact.state == "number" and fact.value is not None:
        sign = figure(fact.value)
        if unit is not None and fact.unit is not None and fact.unit != unit:
            sign += fact.unit
    elif fact.state == "nil" and fact.raw and fact.raw.strip():
        sign = shorten(fact.raw.strip(), 4)
    else:
        sign = STATES.get(fact.state, ("?", ""))[0]
    marks = MARKS[fact.how][0] if fact.how in MARKS else ""
    return Shown(sign, marks + (FAILED[0] if failed else ""))


def failed_cells(findings: Iterable[Finding]) -> frozenset[str]:
    """Name the cells (``table/row/column``) of the identities that failed."""
    return frozenset(
        cell
        for finding in failures(findings)
        if finding.severity == "identity"
        for cell in finding.cells.split()
    )


def name(key: CellKey) -> str:
    """Name a cell as the checks do."""
    return "/".join(key)


def legend(facts: Sequence[Fact], failed: frozenset[str]) -> list[tuple[str, str]]:
    """Explain the signs and marks that these facts need, and no others."""
    states = {fact.state for fact in facts}
    hows = {fact.how for fact in facts}
    found = [entry for state, entry in STATES.items() if state in states]
    found += [entry for how, entry in MARKS.items() if how in hows]
    return found + ([FAILED] if failed else [])


def tally(findings: Sequence[Finding]) -> str:
    """Sum the checks up in a few words; a hint neither holds nor fails."""
    firm = [finding for finding in findings if finding.severity != "hint"]
    held = sum(finding.ok is True for finding in firm)
    failed = len(failures(firm))
    hints = sum(finding.ok is False for finding in findings) - failed
    return (
        f"{len(firm)} checks: {held} hold, {failed} {'fails' if failed == 1 else 'fail'}, "
        f"{len(firm) - held - failed} not assessable"
        + (f"; {hints} {'hint' if hints == 1 else 'hints'}" if hints else "")
    )


def census(facts: Sequence[Fact]) -> str:
    """Count the cells by state in a few words."""
    counts = dict.fromkeys(("number", *STATES), 0)
    for fact in facts:
        counts[fact.state] += 1
    return f"{len(facts)} cells: " + ", ".join(
        f"{count} {state}" for state, count in counts.items() if count
    )


def shorten(text: str, length: int) -> str:
    """Cut a text to a length; what is left out shows as …

    Examples
    --------
    >>> shorten("区分处理的只计这一情形", 6)
    '区分处理的…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"
