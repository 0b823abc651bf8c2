"""What a race is: its pages, its result, and how a result is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gxkit import forms, synthetic
from gxkit.checks import identities
from gxkit.documents import read_bytes
from gxkit.parsing import parse
from gxkit.report import Report

PAGES = 6
"""Pages a round."""
ROUNDS = 11
WARM_UP = 12
"""Reports read before a race: in a corpus the labels of the form are known, the texts are not."""

Page = tuple[bytes, str]
Race = Callable[..., "Result"]


@dataclass(frozen=True)
class Result:
    """The outcome of a race: milliseconds a page (medians of rounds) and their ratio."""

    group: str
    name: str
    kilobytes: float | None
    bare: float
    ours: float
    ratio: float
    limit: float | None
    unit: str

    @property
    def score(self) -> float:
        """What the limit is about: the ratio, or the milliseconds a report."""
        return {"×": self.ratio, "ms": self.ours, "ms more": self.ours - self.bare}[self.unit]


def checked_report(data: bytes, name: str) -> Report:
    """Read and parse one report and test the form's identities; its frames are not built.

    What the other rules cost is raced in test_checks.py.
    """
    document = read_bytes(data, name)
    report = Report(parse(document), document)
    if report.form is not None:
        identities(forms.load(report.form), report.parsed.facts)
    return report


def whole(report: Report) -> bool:
    """Say whether a race reads reports to the end: every cell, the checks and the prose."""
    return (
        len(report.parsed.facts) >= 198
        and len(report.findings) >= 38
        and bool(report.parsed.sections)
    )


def pages_of(layout: str) -> list[list[Page]]:
    """Make the pages of a race: one list a round, no report twice, the first for warming up."""
    reports = [
        synthetic.make_report(seed, layout=layout) for seed in range(WARM_UP + PAGES * ROUNDS)
    ]
    pages = [(report.data, report.name) for report in reports]
    later = range(WARM_UP, len(pages), PAGES)
    return [pages[:WARM_UP], *(pages[start : start + PAGES] for start in later)]


def line_of(result: Result) -> str:
    """Print a result as a line of the table."""
    size = "" if result.kilobytes is None else f"{result.kilobytes:.1f}"
    row = f"  {result.name:24}{size:>8}{result.bare:10.2f}{result.ours:10.2f}{result.ratio:8.2f}"
    if result.limit is None:
        return row
    verdict = "" if result.score <= result.limit else "   OVER"
    return f"{row}  {result.limit:g} {result.unit}{verdict}"
