"""How the state of a cell is shown, in a notebook and in a terminal alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gxkit.card.words import word
from gxkit.checks import Finding, failures, figure
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact

STATES = {"blank": "_", "nil": "/", "absent": "x", "ambiguous": "?", "unreadable": "??"}
"""The sign of each state that is no number; the words are in ``data/card.toml``."""

MARKS = {"order": "~", "arithmetic": "*", "corrected": "+"}
"""The mark after a number that was not placed by its labels."""

FAILED = "!"
"""The mark of a cell in an identity that does not hold."""

MENDED = "→"
"""What stands before the number that alone would mend the sums."""


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
        sign = STATES.get(fact.state, "?")
    marks = MARKS.get(fact.how or "", "")
    return Shown(sign, marks + (FAILED if failed else ""))


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


def legend(facts: Sequence[Fact], failed: frozenset[str], lang: str) -> list[tuple[str, str]]:
    """Explain the signs and marks that these facts need, and no others."""
    states = {fact.state for fact in facts}
    hows = {fact.how for fact in facts}
    found = [
        (sign, word("meanings", state, lang)) for state, sign in STATES.items() if state in states
    ]
    found += [(mark, word("meanings", how, lang)) for how, mark in MARKS.items() if how in hows]
    return found + ([(FAILED, word("meanings", "failed", lang))] if failed else [])


def tally(findings: Sequence[Finding], lang: str = "zh") -> str:
    """Sum the checks up in a few words; a hint neither holds nor fails.

    Examples
    --------
    >>> tally([Finding("D3", None, "hint", False, None, None, "", "no word on fees")])
    '0 项检查：相符 0，不符 0，无从检查 0；提示 1 条'
    """
    firm = [finding for finding in findings if finding.severity != "hint"]
    held = sum(finding.ok is True for finding in firm)
    failed = len(failures(firm))
    hints = sum(finding.ok is False for finding in findings) - failed
    counts = {"held": held, "failed": failed, "unknown": len(firm) - held - failed}
    told = word("tally", "one_fails" if failed == 1 else "fail", lang, count=len(firm), **counts)
    return told + (
        word("tally", "hint" if hints == 1 else "hints", lang, hints=hints) if hints else ""
    )


def census(facts: Sequence[Fact], lang: str = "zh") -> str:
    """Count the cells by state in a few words.

    Examples
    --------
    >>> census([Fact("requests", "new", "total", 1.0, "件", "number", "label", "1", "l8")])
    '1 格：有数 1'
    """
    counts = dict.fromkeys(("number", *STATES), 0)
    for fact in facts:
        counts[fact.state] += 1
    return word("card", "cells", lang, count=len(facts)) + word("card", "comma", lang).join(
        word("card", "counted", lang, count=count, state=word("states", state, lang))
        for state, count in counts.items()
        if count
    )


def shorten(text: str, length: int) -> str:
    """Cut a text to a length; what is left out shows as …

    Examples
    --------
    >>> shorten("区分处理的只计这一情形", 6)
    '区分处理的…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"
