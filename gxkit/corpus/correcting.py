"""Laying corrections over reports: which of them count, and the reports as they then stand."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from gxkit.corpus.corrections import BLANK, Correction
from gxkit.documents.model import Note
from gxkit.errors import CorrectionError
from gxkit.forms.model import CellKey
from gxkit.parsing.model import Fact
from gxkit.report import Report


class Overlay:
    """Reports with corrections laid over them; both stay as they are.

    Parameters
    ----------
    originals : mapping of str to Report
        The reports as they were read, by report_id.
    corrections : sequence of Correction
        What people said, applied or not.
    earlier : Overlay, optional
        One before it, whose reports are taken where nothing changed.

    Examples
    --------
    >>> list(Overlay({}).reports)
    []
    """

    def __init__(
        self,
        originals: Mapping[str, Report],
        corrections: Sequence[Correction] = (),
        earlier: Overlay | None = None,
    ) -> None:
        self.originals = originals
        self.corrections = tuple(corrections)
        self._status, self.notes = statuses(self.corrections, originals)
        self._by_report: dict[str, list[Correction]] = {}
        for each, status in zip(self.corrections, self._status, strict=True):
            if status == "applied":
                self._by_report.setdefault(each.report_id, []).append(each)
        changed: dict[str, Report] = {}
        # Not a copy: the reports of a corpus on disk are made when they are asked for.
        self.reports: Mapping[str, Report] = ChainMap(changed, cast("dict[str, Report]", originals))
        for id, wishes in self._by_report.items():
            same = earlier is not None and earlier._by_report.get(id) == wishes
            kept = earlier.reports[id] if same and earlier is not None else None
            changed[id] = kept or corrected(originals[id], wishes)

    @property
    def corrected(self) -> Mapping[str, Sequence[Correction]]:
        """The corrections that are applied, by report_id."""
        return self._by_report

    @cached_property
    def cells(self) -> frozenset[tuple[str, CellKey]]:
        """The cells that are corrected, with their report_id."""
        return frozenset((id, each.cell) for id, run in self._by_report.items() for each in run)

    def correct(self, correction: Correction) -> Overlay:
        """Lay one more correction over; it takes the place of others of its cell.

        Raises
        ------
        CorrectionError
            There is no such report, or it has no such cell.
        """
        (status,), _ = statuses([correction], self.originals)
        if status == "no report":
            raise CorrectionError(f"no report {correction.report_id!r} here; see .reports")
        if status == "no cell":
            raise CorrectionError(f"{correction.place}: no such cell; take its codes from .cells")
        return Overlay(self.originals, (*self._without(correction), correction), self)

    def undo(self, report_id: str, cell: CellKey) -> Overlay:
        """Take the corrections of a cell off again.

        Raises
        ------
        CorrectionError
            There is none.
        """
        gone = Correction(report_id, *cell, None, "", "", None)
        left = self._without(gone)
        if len(left) == len(self.corrections):
            raise CorrectionError(f"{gone.place} was not corrected; see .corrections")
        return Overlay(self.originals, left, self)

    def _without(self, like: Correction) -> tuple[Correction, ...]:
        place = (like.report_id, like.cell)
        return tuple(each for each in self.corrections if (each.report_id, each.cell) != place)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the frame ``corrections``, with how each cell stood before."""
        for each, status in zip(self.corrections, self._status, strict=True):
            facts = self.originals[each.report_id].parsed.facts if status != "no report" else ()
            old = next((fact for fact in facts if fact[:3] == each.cell), None)
            stood = (old.value, old.state, old.how) if old else (None, None, None)
            state = BLANK if each.value is None else "number"
            said = (each.reason, each.by, each.on)
            yield (each.report_id, *each.cell, each.value, state, *said, *stood, status)


def statuses(
    corrections: Sequence[Correction], reports: Mapping[str, Report]
) -> tuple[list[str], list[tuple[str | None, Note]]]:
    """Tell of each correction whether it can be applied, with notes on those that cannot.

    Parameters
    ----------
    corrections : sequence of Correction
        The corrections.
    reports : mapping of str to Report
        The reports as they were read, by report_id.

    Returns
    -------
    tuple of (list of str, list of (report_id, Note))
        ``applied``; ``conflict``: the cell is also given another value, and neither counts;
        ``no report``: the report is not here (or its file changed, and with it its id);
        ``no cell``: the report has no such cell.

    Examples
    --------
    >>> one = Correction("0123456789ab", "requests", "new", "total", 1.0, "扫描件", "甲", None)
    >>> statuses([one], {})[0]
    ['no report']
    """
    wishes: dict[tuple[str, CellKey], set[float | None]] = {}
    for each in corrections:
        wishes.setdefault((each.report_id, each.cell), set()).add(each.value)
    cells: dict[str, frozenset[CellKey]] = {}
    found: list[str] = []
    notes: list[tuple[str | None, Note]] = []
    for each in corrections:
        said = ""
        report = reports.get(each.report_id)
        if report is not None and each.report_id not in cells:
            cells[each.report_id] = frozenset(fact[:3] for fact in report.parsed.facts)
        if report is None:
            found.append("no report")
            said = "no such report here; if its file changed, look its new report_id up in .reports"
        elif each.cell not in cells[each.report_id]:
            found.append("no cell")
            said = "the report has no such cell; take its codes from .cells"
        elif len(wishes[each.report_id, each.cell]) > 1:
            found.append("conflict")
            said = "another correction gives another value and neither counts; keep one"
        else:
            found.append("applied")
            continue
        line = f" (line {each.line})" if each.line else ""
        said = f"correction of {each.place}{line} not applied: {said}"
        notes.append((each.report_id, Note("correct", "warning", said)))
    return found, notes


def corrected(report: Report, corrections: Iterable[Correction]) -> Report:
    """Return a report with `corrections` applied to its cells, checked anew.

    The cell keeps what the page prints in `raw` and `where`; its `how` is ``corrected``. A note
    says what was corrected, why and by whom. `report` itself stays as it was read.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> one = Correction("0123456789ab", "disputes", "direct_suit", "total", 1.0, "漏读", "甲", None)
    >>> after = corrected(Report(Parsed("2021", {}, (), (), ())), [one])
    >>> after.cells.query("how == 'corrected'")["value"].tolist()
    [1.0]
    """
    by_cell = {each.cell: each for each in corrections}
    facts: list[Fact] = []
    notes: list[Note] = []
    for fact in report.parsed.facts:
        one = by_cell.get(fact[:3])
        if one is None:
            facts.append(fact)
            continue
        state: Any = BLANK if one.value is None else "number"
        facts.append(fact._replace(value=one.value, state=state, how="corrected"))
        notes.append(Note("correct", "info", one.told(), fact.where or ""))
    parsed = replace(report.parsed, facts=tuple(facts), notes=(*report.parsed.notes, *notes))
    return Report(parsed, report.document)
