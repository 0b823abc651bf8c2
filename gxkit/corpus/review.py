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

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gxkit import frames
from gxkit.checks import Finding
from gxkit.corpus.doubts import Doubt, group, own_doubt, put_in_doubt, size, weights
from gxkit.corpus.series import by_report
from gxkit.corpus.sources import Sources
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact
from gxkit.report import Report

if TYPE_CHECKING:
    import pandas as pd


def review(
    reports: Sequence[Report],
    others: Iterable[Finding] = (),
    done: Collection[tuple[str, CellKey]] = (),
    limit: int | None = None,
    *,
    snippets: bool = True,
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
    snippets : bool
        Whether to look the cells up in their files for `snippet` and `picture`.

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
    found: list[tuple[float, Report, Fact, Doubt]] = []
    about = by_report(others)
    for report in reports:
        doubts = _doubts(report, about.get(report.report_id, ()))
        totals = _totals(report.parsed.facts) if doubts else {}
        for fact in report.parsed.facts if doubts else ():
            doubt = doubts.get(fact[:3])
            if doubt is not None and (report.report_id, fact[:3]) not in done:
                stake = (1 - doubt.trust) * size(
                    fact.value, doubt.proposals, totals.get(group(fact.table, fact.row), 0.0)
                )
                found.append((stake, report, fact, doubt))
    found.sort(key=lambda each: -each[0])  # stable: then by report and in the form's order
    return frames.build("review", _rows(found[:limit], snippets), corpus=True)


def longest_snippet() -> int:
    """Return how many characters of a source are shown around a cell.

    Examples
    --------
    >>> longest_snippet() > 0
    True
    """
    longest: int = weights()["snippet"]["longest"]
    return longest


def _doubts(report: Report, others: Iterable[Finding]) -> Mapping[CellKey, Doubt]:
    """Gather what speaks against the cells of a report."""
    found: dict[CellKey, Doubt] = {}
    for fact in report.parsed.facts:
        doubt = own_doubt(fact.state, fact.how)
        if doubt is not None:
            found[fact[:3]] = doubt
    for finding in (*report.findings, *others):
        if finding.ok is False and finding.severity != "hint":
            put_in_doubt(finding, found)
    return found


def _totals(facts: Iterable[Fact]) -> Mapping[tuple[str, str], float]:
    """Return the largest number beside a cell: of its table, in table two of its row."""
    found: dict[tuple[str, str], float] = {}
    for fact in facts:
        if fact.value is not None:
            beside = group(fact.table, fact.row)
            found[beside] = max(found.get(beside, 0.0), abs(fact.value))
    return found


def _rows(
    found: Iterable[tuple[float, Report, Fact, Doubt]], snippets: bool
) -> Iterator[tuple[Any, ...]]:
    sources: dict[str | None, Sources] = {}
    for stake, report, fact, doubt in found:
        document = report.document if snippets else None
        source = sources.setdefault(report.report_id, Sources(document))
        yield (
            report.report_id,
            report.meta["agency"],
            report.meta["year"],
            *(fact.table, fact.row, fact.column, fact.value, fact.state, fact.how, fact.raw),
            *doubt.said(stake),
            fact.where,
            source.around(fact.where, fact.raw, longest_snippet()),
            source.pictured(fact.where),
        )
