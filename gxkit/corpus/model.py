"""`Corpus`: the frames of many reports, and the reports themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Self

from gxkit import frames
from gxkit.checks import Finding
from gxkit.corpus.aliases import Aliases, shipped
from gxkit.corpus.corrected import Corrected
from gxkit.corpus.correcting import Overlay
from gxkit.corpus.corrections import Correction
from gxkit.corpus.counted import Counted
from gxkit.corpus.derived import Derived
from gxkit.corpus.identity import report_row
from gxkit.corpus.reviewed import Reviewed
from gxkit.corpus.series import Series, across, by_report, series
from gxkit.corpus.wide import wide_table
from gxkit.documents.model import Note
from gxkit.report import Report

if TYPE_CHECKING:
    import pandas as pd

FRAMES = ("reports", "cells", "sections", "points", "checks", "statements", "notes")
"""The frames of a corpus."""

Fill = Literal["zero", "na"]


class Corpus(Corrected, Derived, Reviewed, Counted):
    """Annual reports read together.

    Parameters
    ----------
    reports : sequence of Report
        Reports read from files, each file once.
    notes : sequence of (report_id or None, Note)
        What reading the folder has to say, bad files among it.
    provenance : mapping, optional
        How the corpus came to be; it stands in the ``.attrs`` of every frame.
    aliases : Aliases, optional
        Who is who across years (`gxkit.corpus.aliases`); by default what gxkit knows itself.
    corrections : sequence of Correction
        Corrections to lay over the reports.

    Examples
    --------
    >>> corpus = Corpus([])
    >>> len(corpus), corpus.cells.columns[:4].tolist()
    (0, ['report_id', 'table', 'row', 'column'])
    """

    def __init__(
        self,
        reports: Sequence[Report],
        notes: Sequence[tuple[str | None, Note]] = (),
        provenance: Mapping[str, Any] | None = None,
        aliases: Aliases | None = None,
        corrections: Sequence[Correction] = (),
    ) -> None:
        originals: dict[str, Report] = {}
        for report in reports:
            if report.report_id is None:
                raise ValueError(f"{report!r} was not read from a file and has no report_id")
            if report.report_id in originals:
                raise ValueError(f"two reports have the report_id {report.report_id}")
            originals[report.report_id] = report
        self._aliases = shipped() if aliases is None else aliases
        self._overlay = Overlay(originals, corrections)
        self._own_notes = tuple(notes)
        self._only: frozenset[str] | None = None
        self.provenance: Mapping[str, Any] = MappingProxyType(dict(provenance or {}))

    @cached_property
    def _reports(self) -> Mapping[str, Report]:
        every = self._overlay.reports
        if self._only is None:
            return every
        return {id: report for id, report in every.items() if id in self._only}

    def _with(
        self,
        overlay: Overlay | None = None,
        provenance: Mapping[str, Any] | None = None,
        only: frozenset[str] | None = None,
    ) -> Self:
        """Return this corpus with other corrections, another provenance, or some reports only."""
        other = type(self)([], self._own_notes, provenance or self.provenance, self._aliases)
        other._overlay = overlay or self._overlay
        other._only = self._only if only is None else only
        return other

    def __len__(self) -> int:
        return len(self._reports)

    def __iter__(self) -> Iterator[Report]:
        return iter(self._reports.values())

    def __contains__(self, report_id: object) -> bool:
        return report_id in self._reports

    def __getitem__(self, report_id: str) -> Report:
        try:
            return self._reports[report_id]
        except KeyError:
            raise KeyError(
                f"no report {report_id!r} here; see .reports for those there are"
            ) from None

    @property
    def aliases(self) -> Aliases:
        """Who is who across years."""
        return self._aliases

    @cached_property
    def reports(self) -> pd.DataFrame:
        """A row a report: all of its meta, `report_id`, and `unit_id`, which names the agency."""
        rows = [report_row(report, self._aliases) for report in self._reports.values()]
        return self._said(frames.build("reports", rows))

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Every cell of every report's form."""
        frame = self._frame("cells")
        for state in ("blank", "nil"):
            # Only a filled corpus says "zero"; the state stays, so that a filled cell shows.
            if self.provenance.get("fill", {}).get(state) == "zero":
                frame.loc[frame["state"] == state, "value"] = 0.0
        return frame

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The narrative of every report."""
        return self._frame("sections")

    @cached_property
    def points(self) -> pd.DataFrame:
        """The problems and improvements of every report."""
        return self._frame("points")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """What must hold in every report and between reports, as the pages stand.

        Filling does not change it, corrections do. A row about several reports belongs to the
        later of two years and to the report whose sums or rates it tells; what is said of the
        whole corpus has no report_id.
        """
        fields = tuple(frames.COLUMNS["checks"])
        rows: list[tuple[Any, ...]] = []
        # What is said of all reports together is not said of some of them.
        every = () if self._only is not None else ((None, None),)
        for id, report in (*self._reports.items(), *every):
            rows += [(id, *row) for row in report.rows("checks")] if report else []
            rows += [
                (id, *(getattr(one, field) for field in fields)) for one in self._others.get(id, ())
            ]
        return self._said(frames.build("checks", rows, corpus=True))

    def findings(self, report_id: str | None) -> tuple[Finding, ...]:
        """Return what the checks found in one report, and between it and others.

        Of `report_id` None, what they found in all reports together.

        Examples
        --------
        >>> Corpus([]).findings("0" * 12)
        Traceback (most recent call last):
            ...
        KeyError: "no report '000000000000' here; see .reports for those there are"
        """
        own = () if report_id is None else self[report_id].findings
        return (*own, *self._others.get(report_id, ()))

    @cached_property
    def _series(self) -> tuple[list[Series], list[tuple[str | None, Note]]]:
        # Reports are compared with all there are, also with those that are not selected.
        return series(self._overlay.reports.values(), self._aliases)

    @cached_property
    def _across(self) -> tuple[Finding, ...]:
        """What the rules found that look at several reports."""
        every = list(self._overlay.reports.values())
        return tuple(across(every, self._series[0], self._aliases))

    @cached_property
    def _others(self) -> Mapping[str | None, Sequence[Finding]]:
        """The same by the report that they are about: None for those about all."""
        return by_report(self._across)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """What the narrative of every report says in numbers."""
        return self._frame("statements")

    @cached_property
    def notes(self) -> pd.DataFrame:
        """The diary of every report, after that of files that could not be read."""
        fields = attrgetter(*frames.COLUMNS["notes"])
        told = (*self._own_notes, *self._series[1], *self._overlay.notes)
        rows = [(id, *fields(note)) for id, note in told if self._only is None or id in self._only]
        rows += [(id, *row) for id, report in self._reports.items() for row in report.rows("notes")]
        place = {id: at for at, id in enumerate(self._reports)}
        rows.sort(key=lambda row: place.get(row[0], -1))
        return self._said(frames.build("notes", rows, corpus=True))

    def fill(self, blank: Fill, *, nil: Fill = "na") -> Self:
        """Decide what an empty cell counts as.

        Parameters
        ----------
        blank : {"zero", "na"}
            Whether a cell that the page leaves empty counts as 0 or stays NA.
        nil : {"zero", "na"}
            The same for a cell with a mark such as / or 无.

        Returns
        -------
        Corpus
            The same reports; `cells` has the values filled. `state` keeps what the page
            prints, so that filled values can be told from printed ones, and `provenance`
            and the frames' ``.attrs`` say what was decided. Cells that are absent,
            ambiguous or unreadable are never filled.

        Raises
        ------
        ValueError
            Neither ``"zero"`` nor ``"na"`` was asked for.

        Examples
        --------
        >>> dict(Corpus([]).fill("zero").provenance)
        {'fill': {'blank': 'zero', 'nil': 'na'}}
        """
        for wish in (blank, nil):
            if wish not in ("zero", "na"):
                raise ValueError(f'fill takes "zero" or "na", not {wish!r}')
        decided = {**self.provenance, "fill": {"blank": blank, "nil": nil}}
        return self._with(provenance=decided)

    def wide(self, table: str) -> pd.DataFrame:
        """Return one table of all reports, a row a report.

        Parameters
        ----------
        table : {"proactive", "requests", "disputes"}
            The table.

        Returns
        -------
        pandas.DataFrame
            Indexed by `report_id`; first `unit_id`, `agency`, `year` and `form`, then a
            Float64 column ``row/column`` for each cell of each form, in the forms' order;
            NA where a report's form has no such cell or the page prints no number. Money
            is in the unit of the form, whatever the page prints it in.

        Raises
        ------
        KeyError
            No form has such a table.

        Examples
        --------
        >>> Corpus([]).wide("disputes").columns[4:6].tolist()
        ['reconsideration/upheld', 'reconsideration/corrected']
        """
        return self._said(
            wide_table(table, self.frame("cells", where={"table": table}), self.reports)
        )

    def _frame(self, name: str) -> pd.DataFrame:
        rows = ((id, *row) for id, report in self._reports.items() for row in report.rows(name))
        return self._said(frames.build(name, rows, corpus=True))

    def _said(self, frame: pd.DataFrame) -> pd.DataFrame:
        frame.attrs.update(self.provenance)
        return frame

    def _counts(self) -> dict[str, int]:
        reports = [report for report in self if report.form is not None]
        facts = [fact for report in reports for fact in report.parsed.facts]
        unread = [note for _, note in self._own_notes if note.level == "error"]
        return {
            "reports": len(reports),
            "without a form": len(self) - len(reports),
            "files not read": 0 if self._only is not None else len(unread),
            "cells": len(facts),
            "numbers": sum(fact.state == "number" for fact in facts),
        }
