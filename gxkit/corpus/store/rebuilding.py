"""Reports made from what is stored of them, without their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gxkit import frames
from gxkit.checks.model import Finding
from gxkit.corpus.store.views import AT, GATHERED, Views
from gxkit.documents.model import Note
from gxkit.parsing.model import Fact, Parsed, Section
from gxkit.report import Report

_KINDS = {"cells": Fact, "sections": Section, "notes": Note}


class StoredReports(Mapping[str, Report]):
    """The reports of a corpus on disk as they were read, made from its parts when asked for.

    They have no document: what was said of places in the file can be known, but not looked up.

    Parameters
    ----------
    views : Views
        The parts.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> "0" * 12 in StoredReports(Views(Path("."), Manifest()))
    False
    """

    def __init__(self, views: Views) -> None:
        self._views = views
        self._ids: dict[str, None] | None = None
        self._made: dict[str, Report] = {}

    @property
    def ids(self) -> dict[str, None]:
        """Every report_id, in order."""
        if self._ids is None:
            found = self._views.table("reports", ["report_id"])["report_id"].to_pylist()
            self._ids = dict.fromkeys(found)
        return self._ids

    def __contains__(self, id: object) -> bool:
        return id in self.ids

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, id: str) -> Report:
        if id not in self._made:
            if id not in self.ids:
                raise KeyError(id)
            self.fetch([id])
        return self._made[id]

    def fetch(self, ids: Iterable[str]) -> None:
        """Make several reports at once: one look at the parts for all `ids`."""
        wanted = [id for id in dict.fromkeys(ids) if id in self.ids and id not in self._made]
        if wanted:
            self._made |= rebuilt(self._views, wanted)


def rebuilt(views: Views, ids: Iterable[str]) -> dict[str, Report]:
    """Make reports from parts.

    Parameters
    ----------
    views : Views
        The parts.
    ids : iterable of str
        The reports; those that are not there are passed over.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> rebuilt(Views(Path("."), Manifest()), ["0" * 12])
    {}
    """
    where = {"report_id": list(ids)}
    parts: dict[str, dict[str, list[Any]]] = {}
    for name, kind in _KINDS.items():
        found: dict[str, list[Any]] = {}
        table = views.table(name, where=where, marked=True)
        for row in table.to_pylist():
            # A note on a file that is there twice is no note of the report.
            if row.pop(AT) >= 0:
                found.setdefault(row.pop("report_id"), []).append(kind(**row))
        parts[name] = found
    reports: dict[str, Report] = {}
    for row in views.table("reports", where=where).to_pylist():
        id = row["report_id"]
        of = {name: tuple(parts[name].get(id, ())) for name in _KINDS}
        meta = {name: row[name] for name in frames.META}
        reports[id] = Report(Parsed(row["form"], meta, of["cells"], of["sections"], of["notes"]))
    return reports


def findings(
    views: Views, ids: Iterable[str] | None = None
) -> tuple[dict[str, list[Finding]], dict[str | None, list[Finding]]]:
    """Return what is stored of checks: of reports alone, and of reports beside others.

    Parameters
    ----------
    views : Views
        The parts.
    ids : iterable of str, optional
        The reports; all by default.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> findings(Views(Path("."), Manifest()))
    ({}, {})
    """
    alone: dict[str, list[Finding]] = {}
    beside: dict[str | None, list[Finding]] = {}
    where = None if ids is None else {"report_id": list(ids)}
    for row in views.table("checks", where=where, marked=True).to_pylist():
        id, at = row.pop("report_id"), row.pop(AT)
        if at >= GATHERED:
            beside.setdefault(id, []).append(Finding(**row, report_id=id))
        else:
            alone.setdefault(id, []).append(Finding(**row))
    return alone, beside
