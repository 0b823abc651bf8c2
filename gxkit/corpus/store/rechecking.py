"""Corrections over a corpus on disk: the rows that change, and what is checked anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from gxkit import frames
from gxkit.checks import RULES, Finding
from gxkit.checks.years import YEARS_RULES
from gxkit.corpus.aliases import Aliases
from gxkit.corpus.correcting import Overlay, corrected
from gxkit.corpus.series import by_report, over_years, series
from gxkit.corpus.store.parts import columns, schema
from gxkit.corpus.store.rebuilding import StoredReports, findings
from gxkit.corpus.store.views import AT, GATHERED, Laid, Views
from gxkit.errors import GxkitError
from gxkit.report import Report

_STANDS = " (as built: not checked anew)"


def laid_cells(overlay: Overlay) -> Laid:
    """Return the cells of the reports that an `overlay` corrects.

    Examples
    --------
    >>> laid_cells(Overlay({})).rows.num_rows
    0
    """
    rows = {id: list(overlay.reports[id].rows("cells")) for id in overlay.corrected}
    return _laid("cells", rows)


def laid_notes(views: Views, overlay: Overlay) -> Laid:
    """Return the notes of corrected reports, and on corrections that could not be applied.

    Parameters
    ----------
    views : Views
        The parts.
    overlay : Overlay
        The corrections.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> laid_notes(Views(Path("."), Manifest()), Overlay({})).rows.num_rows
    0
    """
    fields = attrgetter(*frames.COLUMNS["notes"])
    told = [(id, *fields(note), at - GATHERED // 2) for at, (id, note) in enumerate(overlay.notes)]
    if overlay.corrected:
        where = {"report_id": list(overlay.corrected)}
        for row in views.table("notes", where=where, marked=True).to_pylist():
            if row[AT] < 0:
                told.append(tuple(row.values()))
    rows = {id: list(overlay.reports[id].rows("notes")) for id in overlay.corrected}
    return _laid("notes", rows, told)


def laid_checks(
    views: Views, overlay: Overlay, aliases: Aliases, again: Callable[[str], Report] | None
) -> Laid:
    """Check anew what corrections change.

    Parameters
    ----------
    views : Views
        The parts.
    overlay : Overlay
        The corrections, over reports made from the parts.
    aliases : Aliases
        Who is who across years.
    again : callable or None
        Reads the file of a report again, by its report_id; None where this gxkit would read
        it otherwise than the one that built the corpus.

    Returns
    -------
    Laid
        The checks of the corrected reports and of all reports of their agencies. What is
        not checked anew says so: findings between agencies and, where the file is not to be
        had, rules that look at the page itself.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> laid_checks(Views(Path("."), Manifest()), Overlay({}), Aliases(), None).rows.num_rows
    0
    """
    if not overlay.corrected:
        return _laid("checks", {})
    touched, over = _over_years(views, overlay, aliases)
    alone, beside = findings(views, touched)
    years = {rule.id for rule in YEARS_RULES}
    rows: dict[str, list[Any]] = {}
    fields = attrgetter(*frames.COLUMNS["checks"])
    for id in touched:
        own, others = (
            alone.get(id, []),
            [one for one in beside.get(id, []) if one.rule not in years],
        )
        if id in overlay.corrected:
            own = _own(id, own, overlay, again)
            others = [_stands(one) for one in others]
        rows[id] = [fields(one) for one in (*own, *over.get(id, ()), *others)]
    return _laid("checks", rows)


def _over_years(
    views: Views, overlay: Overlay, aliases: Aliases
) -> tuple[list[str], Mapping[str | None, Sequence[Finding]]]:
    """Compare the years of the agencies whose reports are corrected."""
    originals = overlay.originals
    units = {aliases.unit(originals[id].meta) for id in overlay.corrected} - {None}
    touched = list(overlay.corrected)
    if units:
        same = views.table("reports", ["report_id"], {"unit_id": sorted(map(str, units))})
        touched = list(dict.fromkeys([*touched, *same["report_id"].to_pylist()]))
    if isinstance(originals, StoredReports):
        originals.fetch(touched)
        touched.sort(key=list(originals.ids).index)
    groups, _ = series([overlay.reports[id] for id in touched], aliases)
    return touched, by_report(one for group in groups for one in over_years(group, aliases))


def _own(
    id: str, stored: Sequence[Finding], overlay: Overlay, again: Callable[[str], Report] | None
) -> list[Finding]:
    """Check a corrected report: its page again, or else what is stored of it."""
    if again is not None:
        try:
            return list(corrected(again(id), overlay.corrected[id]).findings)
        except GxkitError:
            pass  # the file is gone or has changed
    before, after = _by_rule(overlay.originals[id].findings), _by_rule(overlay.reports[id].findings)
    known = _by_rule(stored)
    found: list[Finding] = []
    # Some ids are of two rules, one of them over years; the first place counts.
    order = {rule.id: at for at, rule in reversed(list(enumerate(RULES)))}
    for rule in sorted({**known, **after}, key=lambda name: order.get(name, len(order))):
        # A rule that finds the same in what is stored as it found in the page needs no page.
        if before.get(rule, []) == known.get(rule, []):
            found += after.get(rule, [])
        else:
            found += map(_stands, known.get(rule, []))
    return found


def _stands(finding: Finding) -> Finding:
    return finding._replace(message=finding.message + _STANDS)


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.rule, []).append(finding)
    return found


def _laid(
    name: str, rows: Mapping[str, Sequence[tuple[Any, ...]]], others: Iterable[tuple[Any, ...]] = ()
) -> Laid:
    """Make rows that take the place of those of reports; `others` have their place in them."""
    import pyarrow as pa

    every = [(id, *row, at) for id, run in rows.items() for at, row in enumerate(run)]
    every += others
    fields = [*schema(name), pa.field(AT, pa.int64())]
    names = (*columns(name), AT)
    table = pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in every], schema=pa.schema(fields)
    )
    return Laid(frozenset(rows), table)
