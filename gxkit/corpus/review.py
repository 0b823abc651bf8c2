"""The review queue: which cells are most in need of an eye.

The stake of a cell is **doubt × size**, both from 0 to 1.

- *Doubt* joins the reasons as if they were independent: 1 - (1 - d₁)(1 - d₂)…, where d is 0.9 for
  the only cell whose change would mend the sums, 0.6 for a number that the narrative contradicts,
  0.5 for a cell that is ambiguous or unreadable, 1/n for each failed identity over n cells (in
  rules between reports, the other report counts as one more), 0.3/n for each failed expectation, 0.1 and 0.05 for a placing by order or by arithmetic alone.
  Hints put nothing in doubt.
- *Size* is 0.1 + 0.9 × |value| / total, where total is the largest number of its table (in table
  two, of its row). Where the value is not known, that of the proposal counts; without one, the
  size is 1: it could be anything.

The figures stand in ``gxkit/data/review.toml``. Cells that a person corrected are out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gxkit import frames
from gxkit.checks import Finding
from gxkit.corpus.series import by_report
from gxkit.corpus.sources import Sources
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact
from gxkit.report import Report

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class _Doubt:
    """What speaks against a cell so far."""

    trust: float = 1.0
    reasons: dict[str, None] = field(default_factory=dict)
    rules: dict[str, None] = field(default_factory=dict)
    proposals: set[float] = field(default_factory=set)

    def add(self, reason: str, doubt: float, rule: str | None = None) -> None:
        self.trust *= 1 - min(1.0, doubt)
        self.reasons[reason] = None
        if rule is not None:
            self.rules[rule] = None


def review(
    reports: Sequence[Report],
    others: Iterable[Finding] = (),
    done: Collection[tuple[str, CellKey]] = (),
    limit: int | None = None,
) -> pd.DataFrame:
    """Return the cells that something speaks against, those with most at stake first.

    Parameters
    ----------
    reports : sequence of Report
        The reports, read from files.
    others : iterable of Finding
        What rules found that look at several reports; they name theirs by report_id.
    done : collection of (report_id, cell)
        Cells that a person corrected.
    limit : int, optional
        How many cells to return; all by default.

    Returns
    -------
    pandas.DataFrame
        One row a cell: `report_id`, `agency`, `year`, the cell as in ``cells``, `reason` (several
        joined by ``; ``), `stake` (see the top of this module), `proposal` (the number that would
        mend the sums, if it is one), `rules`, `where`, and as `snippet` the source around it: the
        line, or the row of the grid with ``|`` between its cells. `picture` is the place again
        where `Corpus.picture` shows the row as printed (PDF and scans), else NA.

    Examples
    --------
    >>> review([]).columns[:3].tolist()
    ['report_id', 'agency', 'year']
    """
    found: list[tuple[float, Report, Fact, _Doubt]] = []
    about = by_report(others)
    for report in reports:
        doubts = _doubts(report, about.get(report.report_id, ()))
        totals = _totals(report.parsed.facts) if doubts else {}
        for fact in report.parsed.facts if doubts else ():
            doubt = doubts.get(fact[:3])
            if doubt is not None and (report.report_id, fact[:3]) not in done:
                stake = (1 - doubt.trust) * _size(fact, doubt, totals)
                found.append((stake, report, fact, doubt))
    found.sort(key=lambda each: -each[0])  # stable: then by report and in the form's order
    return frames.build("review", _rows(found[:limit]), corpus=True)


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    return tomllib.loads(files("gxkit.data").joinpath("review.toml").read_text("utf-8"))


def longest_snippet() -> int:
    """Return how many characters of a source are shown around a cell.

    Examples
    --------
    >>> longest_snippet() > 0
    True
    """
    longest: int = _weights()["snippet"]["longest"]
    return longest


def _doubts(report: Report, others: Iterable[Finding]) -> Mapping[CellKey, _Doubt]:
    """Gather what speaks against the cells of a report."""
    weights = _weights()["doubt"]
    found: dict[CellKey, _Doubt] = {}
    for fact in report.parsed.facts:
        if fact.state in ("ambiguous", "unreadable"):
            found.setdefault(fact[:3], _Doubt()).add(fact.state, weights["unknown"])
        elif fact.state == "number" and fact.how in ("order", "arithmetic"):
            found.setdefault(fact[:3], _Doubt()).add(f"placed by {fact.how}", weights[fact.how])
    for finding in (*report.findings, *others):
        if finding.ok is False and finding.severity != "hint":
            _put_in_doubt(finding, found)
    return found


def _put_in_doubt(finding: Finding, found: dict[CellKey, _Doubt]) -> None:
    weights = _weights()["doubt"]
    cells = _cells(finding.cells)
    narrative = finding.rule.startswith(_weights()["rules"]["narrative"])
    for cell in cells:
        # A sum is wrong in one of its cells; the narrative speaks of the very number.
        # A rule between reports has another side, in a report of its own.
        parties = len(cells) + (finding.report_id is not None)
        doubt = weights["narrative" if narrative else finding.severity] / parties
        reason = "narrative" if narrative else "failed"
        found.setdefault(cell, _Doubt()).add(f"{reason} {finding.rule}", doubt, finding.rule)
    repairs: dict[CellKey, set[float]] = {}
    for cell, value in _repairs(finding.repair or ""):
        repairs.setdefault(cell, set()).add(value)
    for cell, values in repairs.items():
        doubt = found.setdefault(cell, _Doubt())
        if not values <= doubt.proposals:
            doubt.proposals |= values
            doubt.add("repair", weights["repair"] / len(repairs), finding.rule)


def _cells(names: str) -> list[CellKey]:
    split = (name.split("/") for name in names.split())
    return [(parts[0], parts[1], parts[2]) for parts in split if len(parts) == 3]


def _repairs(text: str) -> Iterator[tuple[CellKey, float]]:
    """Read ``table/row/column=value;…``; cells that must change together stand side by side."""
    for part in text.replace(";", " ").split():
        name, _, value = part.partition("=")
        for cell in _cells(name):
            yield cell, float(value)


def _totals(facts: Iterable[Fact]) -> Mapping[tuple[str, str], float]:
    """Return the largest number beside a cell: of its table, in table two of its row."""
    found: dict[tuple[str, str], float] = {}
    for fact in facts:
        if fact.value is not None:
            group = _group(fact)
            found[group] = max(found.get(group, 0.0), abs(fact.value))
    return found


def _group(fact: Fact) -> tuple[str, str]:
    # The rows of table two count unlike things: documents, decisions, money.
    return fact.table, fact.row if fact.table == "proactive" else ""


def _size(fact: Fact, doubt: _Doubt, totals: Mapping[tuple[str, str], float]) -> float:
    value = fact.value
    if value is None and len(doubt.proposals) == 1:
        (value,) = doubt.proposals
    least: float = _weights()["size"]["least"]
    if value is None:
        return 1.0
    known = (abs(value), *(abs(each) for each in doubt.proposals))
    total = max(totals.get(_group(fact), 0.0), *known)
    # A 0 for which 120 is proposed puts 120 at stake.
    return least + (1 - least) * (max(known) / total if total else 0.0)


def _rows(found: Iterable[tuple[float, Report, Fact, _Doubt]]) -> Iterator[tuple[Any, ...]]:
    sources: dict[str | None, Sources] = {}
    for stake, report, fact, doubt in found:
        source = sources.setdefault(report.report_id, Sources(report.document))
        yield (
            report.report_id,
            report.meta["agency"],
            report.meta["year"],
            *(fact.table, fact.row, fact.column, fact.value, fact.state, fact.how, fact.raw),
            "; ".join(doubt.reasons),
            round(stake, 6),
            next(iter(doubt.proposals)) if len(doubt.proposals) == 1 else None,
            " ".join(doubt.rules) or None,
            fact.where,
            source.around(fact.where, fact.raw, longest_snippet()),
            source.pictured(fact.where),
        )
