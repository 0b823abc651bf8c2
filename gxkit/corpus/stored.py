"""A corpus on disk, opened: the same frames, of which only what is asked for is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.checks import Finding
from gxkit.corpus.aliases import Alias, Aliases
from gxkit.corpus.correcting import Overlay
from gxkit.corpus.corrections import Correction
from gxkit.corpus.model import FRAMES, Corpus
from gxkit.corpus.selecting import checked
from gxkit.corpus.series import Series
from gxkit.corpus.sql import ask, offered, register, to_pandas
from gxkit.corpus.store.manifest import Manifest
from gxkit.corpus.store.parts import FILES
from gxkit.corpus.store.rebuilding import StoredReports, findings
from gxkit.corpus.store.rechecking import laid_cells, laid_checks, laid_notes
from gxkit.corpus.store.rereading import Reread, reread
from gxkit.corpus.store.reviewing import review_stored
from gxkit.corpus.store.version import parser_version
from gxkit.corpus.store.views import Laid, Views
from gxkit.documents.model import Note
from gxkit.report import Report

if TYPE_CHECKING:
    import pandas as pd

_COUNTS = """
SELECT
    (SELECT count(*) FROM reports WHERE form IS NOT NULL) AS reports,
    (SELECT count(*) FROM reports WHERE form IS NULL) AS without_a_form,
    (SELECT count(*) FROM files WHERE status IN ('failed', 'died')) AS files_not_read,
    (SELECT count(*) FROM cells) AS cells,
    (SELECT count(*) FROM cells WHERE state = 'number') AS numbers
"""
_SHOWN = ("sources", "gxkit", "parser", "manifest", "aliases")


class StoredCorpus(Corpus):
    """Annual reports in a folder of Parquet parts; `gxkit.corpus.open_corpus` opens them.

    It is a `Corpus` and gives the same frames. `len`, `select`, `frame`, `sql`, `wide` and the
    frames read parts; iterating and ``corpus[report_id]`` read the files of the reports again.

    Parameters
    ----------
    out : Path
        The folder.
    manifest : Manifest
        What counts of it.
    corrections : sequence of Correction
        Corrections to lay over.

    Attributes
    ----------
    folder : Path
        As given.

    Notes
    -----
    Corrections show as in a corpus in memory. The corrected reports and the rules over years of
    their agencies are checked anew; what was found between agencies stands as it was built, and
    a note says so. Where the file of a report is gone or changed, rules that look at the page itself
    stand as well.
    """

    def __init__(
        self, out: Path, manifest: Manifest, corrections: Sequence[Correction] = ()
    ) -> None:
        self.folder = out
        self._manifest = manifest
        self._given = tuple(corrections)
        self._only = None
        self._own_notes = ()
        shown = {name: manifest.said.get(name) for name in _SHOWN}
        self.provenance = {"corpus": str(out), **{k: v for k, v in shown.items() if v is not None}}

    def _with(
        self,
        overlay: Overlay | None = None,
        provenance: Mapping[str, Any] | None = None,
        only: frozenset[str] | None = None,
    ) -> StoredCorpus:
        other = StoredCorpus(self.folder, self._manifest, self._given)
        other.provenance = provenance or self.provenance
        other._only = self._only if only is None else only
        known = overlay or self.__dict__.get("_overlay")
        if known is not None:
            other._overlay = known
        return other

    @property
    def build(self) -> Mapping[str, Any]:
        """What the last build was told and did: `sources`, files `read`, `kept`, `left`…"""
        return dict(self._manifest.said)

    @cached_property
    def _plain(self) -> Views:
        """The parts as they are, with nothing over them."""
        return Views(self.folder, self._manifest)

    @cached_property
    def _aliases(self) -> Aliases:  # type: ignore[override]
        return Aliases(Alias(*row) for row in self._manifest.said.get("who_is_who", ()))

    @cached_property
    def _overlay(self) -> Overlay:  # type: ignore[override]
        originals = StoredReports(self._plain)
        originals.fetch(one.report_id for one in self._given)
        return Overlay(originals, self._given)

    @property
    def _is_corrected(self) -> bool:
        return bool(self._overlay.corrections) if "_overlay" in self.__dict__ else bool(self._given)

    @cached_property
    def _cells(self) -> Laid:
        return laid_cells(self._overlay)

    @cached_property
    def _notes(self) -> Laid:
        return laid_notes(self._plain, self._overlay)

    @cached_property
    def _checks(self) -> Laid:
        same = self._manifest.said.get("parser") == parser_version()
        again = partial(reread, self._plain) if same else None
        return laid_checks(self._plain, self._overlay, self._aliases, again)

    def _views(self, names: Iterable[str]) -> Views:
        """Return the frames `names` with all that lies over them."""
        laid: dict[str, Laid] = {}
        if self._is_corrected:
            over = {"cells": "_cells", "notes": "_notes", "checks": "_checks"}
            laid = {name: getattr(self, over[name]) for name in names if name in over}
        filled = self.provenance.get("fill", {})
        states = tuple(state for state in ("blank", "nil") if filled.get(state) == "zero")
        return Views(self.folder, self._manifest, self._only, states, laid)

    @cached_property
    def _reports(self) -> Mapping[str, Report]:
        overlay = self._overlay if self._is_corrected else None
        return Reread(
            self._plain, tuple(self.frame("reports", ["report_id"])["report_id"]), overlay
        )

    def frame(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> pd.DataFrame:
        """Return some columns and rows of a frame; no others are read. See `Corpus.frame`."""
        checked(name, columns, where)
        if name not in FRAMES:
            return super().frame(name, columns, where)
        return self._said(to_pandas(self._views([name]).table(name, columns, where)))

    def _frame(self, name: str) -> pd.DataFrame:
        return self.frame(name)

    @cached_property
    def reports(self) -> pd.DataFrame:
        """A row a report: all of its meta, `report_id`, and `unit_id`, which names the agency."""
        return self.frame("reports")

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Every cell of every report's form."""
        return self.frame("cells")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """What must hold in every report and between reports; see `Corpus.checks`."""
        return self.frame("checks")

    @cached_property
    def notes(self) -> pd.DataFrame:
        """The diary of every report, and of files that could not be read."""
        return self.frame("notes")

    @cached_property
    def files(self) -> pd.DataFrame:
        """A row a file that the build looked at: what came of it, and why nothing did.

        `status` is ``read``, ``same`` (the bytes of another file), ``failed``, ``died`` or
        ``told`` (what an archive passed over).
        """
        return self._said(to_pandas(self._views([FILES]).table(FILES)))

    def sql(self, query: str, parameters: Sequence[Any] | None = None) -> pd.DataFrame:
        """Ask the frames, and ``files``, in SQL; only what it needs is read. See `Corpus.sql`."""
        names = offered(query, (*FRAMES, FILES))
        views = self._views(names)
        with views.open(names) as connection:
            if offered(query, ["corrections"]):
                register(connection, "corrections", self.corrections)
            return self._said(to_pandas(ask(connection, query, parameters)))

    @property
    def _series(self) -> tuple[list[Series], list[tuple[str | None, Note]]]:
        return [], []

    @cached_property
    def _across(self) -> tuple[Finding, ...]:
        _, beside = findings(self._views(["checks"]))
        return tuple(one for run in beside.values() for one in run)

    def review(self, limit: int | None = None, *, snippets: bool = True) -> pd.DataFrame:
        """Return the cells most in need of an eye; see `Corpus.review`.

        With `limit` the files are read again for `snippet` and `picture`; without it, or without
        `snippets`, they are not.
        """
        views = self._views(["reports", "cells", "checks"])
        again = partial(reread, self._plain) if snippets else None
        done = self._overlay.cells if self._is_corrected else ()
        return self._said(review_stored(views, done, limit, again))

    def findings(self, report_id: str | None) -> tuple[Finding, ...]:
        """Return what the checks found in one report, and between it and others; as stored.

        Of `report_id` None, what they found in all reports together.
        """
        if report_id is None:
            return tuple(findings(self._views(["checks"]))[1].get(None, ()))
        if report_id not in self:
            raise KeyError(f"no report {report_id!r} here; see .reports for those there are")
        alone, beside = findings(self._views(["checks"]), [report_id])
        return (*alone.get(report_id, ()), *beside.get(report_id, ()))

    def as_stored(self, report_id: str) -> Report:
        """Return a report made of its parts alone: its file is not read, and need not be there.

        Corrections lie over it; then rules that look at the page itself are left out.

        Raises
        ------
        KeyError
            There is no such report.
        """
        report = self._overlay.reports[report_id]
        if report_id not in self._overlay.corrected:
            report.findings = tuple(findings(self._plain, [report_id])[0].get(report_id, ()))
        return report

    def _counts(self) -> dict[str, int]:
        names = ("reports", "cells", FILES)
        with self._views(names).open(names) as connection:
            (counts,) = ask(connection, _COUNTS).to_pylist()
        return {name.replace("_", " "): count for name, count in counts.items()}
