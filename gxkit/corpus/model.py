"""`Corpus`: the frames of many reports, and the reports themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from gxkit import forms, frames
from gxkit.documents.model import Note
from gxkit.report import Report

if TYPE_CHECKING:
    import pandas as pd

FRAMES = ("reports", "cells", "sections", "points", "checks", "statements", "notes")
"""The frames of a corpus."""

Fill = Literal["zero", "na"]


class Corpus:
    """Annual reports read together.

    Parameters
    ----------
    reports : sequence of Report
        Reports read from files, each file once.
    notes : sequence of (report_id or None, Note)
        What reading the folder has to say, bad files among it.
    provenance : mapping, optional
        How the corpus came to be; it stands in the ``.attrs`` of every frame.

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
    ) -> None:
        self._reports: dict[str, Report] = {}
        for report in reports:
            if report.report_id is None:
                raise ValueError(f"{report!r} was not read from a file and has no report_id")
            if report.report_id in self._reports:
                raise ValueError(f"two reports have the report_id {report.report_id}")
            self._reports[report.report_id] = report
        self._own_notes = tuple(notes)
        self.provenance: Mapping[str, Any] = MappingProxyType(dict(provenance or {}))

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

    @cached_property
    def reports(self) -> pd.DataFrame:
        """A row a report: all of its meta, `report_id`, and `unit_id`, which names the agency."""
        rows = [
            (id, unit_id(report.meta), *(_plain(report.meta[key]) for key in frames.META))
            for id, report in self._reports.items()
        ]
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
        """What must hold in every report, as the pages stand: filling does not change it."""
        return self._frame("checks")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """What the narrative of every report says in numbers."""
        return self._frame("statements")

    @cached_property
    def notes(self) -> pd.DataFrame:
        """The diary of every report, and of files that could not be read."""
        fields = tuple(frames.COLUMNS["notes"])
        own = [(id, *(getattr(note, field) for field in fields)) for id, note in self._own_notes]
        rows = [(id, *row) for id, report in self._reports.items() for row in report.rows("notes")]
        return self._said(frames.build("notes", own + rows, corpus=True))

    def fill(self, blank: Fill, *, nil: Fill = "na") -> Corpus:
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
        return Corpus(list(self), self._own_notes, decided)

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
        known = {code for id in forms.ids() for code in forms.load(id).table}
        if table not in known:
            raise KeyError(f"no table {table!r}; the forms have {', '.join(sorted(known))}")
        cells = self.cells[self.cells["table"] == table]
        # Not pivot_table, which would average; a cell of a report is there once.
        values = cells.assign(
            name=cells["row"] + "/" + cells["column"], value=self._in_form_units(cells)
        ).pivot(index="report_id", columns="name", values="value")
        lead = self.reports.set_index("report_id")[["unit_id", "agency", "year", "form"]]
        values = values.reindex(index=lead.index, columns=_cell_names(table)).astype("Float64")
        values.columns.name = None
        return self._said(lead.join(values))

    def _in_form_units(self, cells: pd.DataFrame) -> pd.Series[float]:
        """Return the values, with money in the unit of the report's form."""
        value = cells["value"].copy()
        for place in cells.index[cells["unit"].isin(list(frames.MONEY)) & value.notna()]:
            cell = cells.loc[place]
            form = self._reports[cell["report_id"]].form or ""
            wanted = forms.load(form).table[cell["table"]].column[cell["column"]].unit
            value[place] = frames.in_unit(float(value[place]), cell["unit"], wanted)
        return value

    def _frame(self, name: str) -> pd.DataFrame:
        rows = ((id, *row) for id, report in self._reports.items() for row in report.rows(name))
        return self._said(frames.build(name, rows, corpus=True))

    def _said(self, frame: pd.DataFrame) -> pd.DataFrame:
        frame.attrs.update(self.provenance)
        return frame

    def _counts(self) -> dict[str, int]:
        reports = [report for report in self if report.form is not None]
        facts = [fact for report in reports for fact in report.parsed.facts]
        findings = [finding for report in reports for finding in report.findings]
        return {
            "reports": len(reports),
            "without a form": len(self) - len(reports),
            "files not read": sum(note.level == "error" for _, note in self._own_notes),
            "cells": len(facts),
            "numbers": sum(fact.state == "number" for fact in facts),
            "checks failed": sum(finding.ok is False for finding in findings),
        }

    def __repr__(self) -> str:
        return f"<Corpus {', '.join(f'{count} {what}' for what, count in self._counts().items())}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(what)}</th><td>{count}</td></tr>"
            for what, count in self._counts().items()
        )
        return f'<table class="gxkit-corpus"><tbody>{rows}</tbody></table>'


def unit_id(meta: Mapping[str, Any]) -> str | None:
    """Name an agency across years: its name within its region; None if it is unknown.

    Examples
    --------
    >>> unit_id({"agency": "青川市档案局", "region_code": None})
    '?/青川市档案局'
    """
    return f"{meta.get('region_code') or '?'}/{meta['agency']}" if meta.get("agency") else None


def _plain(value: Any) -> Any:
    """Make a value of meta fit for a frame: aliases joined, dates as ISO 8601."""
    if isinstance(value, tuple | list):
        return ";".join(map(str, value)) or None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _cell_names(table: str) -> list[str]:
    tables = (forms.load(id).table.get(table) for id in reversed(forms.ids()))
    names = (
        f"{row.code}/{column}"
        for each in tables
        if each is not None
        for row in each.rows
        for column in row.columns
    )
    return list(dict.fromkeys(names))
