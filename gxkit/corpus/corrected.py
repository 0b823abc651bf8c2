"""The verbs by which a person says what a page prints, and takes it back."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Self

from gxkit import frames
from gxkit.corpus.asking import Asked
from gxkit.corpus.correcting import Overlay, corrected
from gxkit.corpus.corrections import make_correction, write_corrections

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.report import Report


class Corrected(Asked):
    """What corrections lie over, in memory and on disk; nothing is ever changed in place."""

    _overlay: Overlay

    def correct(
        self,
        report_id: str,
        table: str,
        row: str,
        column: str,
        value: float | str | None,
        *,
        reason: str,
        by: str,
        on: date | str | None = None,
    ) -> Self:
        """Say what a page prints in a cell that was not read right.

        Parameters
        ----------
        report_id, table, row, column : str
            The cell, in the codes of `cells`.
        value : float or None
            The number, in the cell's `unit`; None (or ``"blank"``) where the page prints none.
        reason, by : str
            Why, and who says so.
        on : date or str, optional
            When; today by default.

        Returns
        -------
        Corpus
            Another one, in which the cell has ``how`` ``corrected`` and everything is checked
            anew; `raw` and `where` stay. It takes the place of earlier corrections of the cell.

        Raises
        ------
        CorrectionError
            There is no such report or cell, the value is no number, or why and who is missing.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> Corpus([]).correct("0" * 12, "requests", "new", "total", 1, reason="扫描件", by="甲")
        Traceback (most recent call last):
            ...
        gxkit.errors.CorrectionError: no report '000000000000' here; see .reports
        """
        # The day is that of the person who corrects, wherever the sun stands.
        day = date.today() if on is None else on  # noqa: DTZ011
        cell = (table, row, column)
        one = make_correction(report_id, cell, value, reason=reason, by=by, on=day)
        return self._with(overlay=self._overlay.correct(one))

    def undo(self, report_id: str, table: str, row: str, column: str) -> Self:
        """Take back the corrections of the cell `report_id`, `table`, `row`, `column`.

        Raises
        ------
        CorrectionError
            The cell was not corrected.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> Corpus([]).undo("0" * 12, "requests", "new", "total")
        Traceback (most recent call last):
            ...
        gxkit.errors.CorrectionError: 000000000000 requests/new/total was not corrected; see .corrections
        """
        return self._with(overlay=self._overlay.undo(report_id, (table, row, column)))

    def laid(self, report: Report) -> Report:
        """Return a `report` of this corpus, as its file has it, with the corrections over it.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> from gxkit.parsing.model import Parsed
        >>> from gxkit.report import Report
        >>> one = Report(Parsed(None, {}, (), (), ()))
        >>> Corpus([]).laid(one) is one
        True
        """
        wishes = self._overlay.corrected.get(report.report_id or "")
        return corrected(report, wishes) if wishes else report

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """Every correction, how its cell stood before, and whether it could be applied.

        `state` is what the cell was said to be, number or blank; `status` is ``applied``,
        ``conflict`` (two values for one cell: neither counts), ``no report`` or ``no cell``.
        """
        return self._said(frames.build("corrections", self._overlay.rows(), corpus=True))

    def save_corrections(self, path: str | PathLike[str]) -> Path:
        """Write all corrections to the CSV `path`, for `read_corpus`, whole or not at all.

        Raises
        ------
        CorrectionError
            The file cannot be written.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp(), "corrections.csv")
        >>> from gxkit.corpus import Corpus
        >>> Corpus([]).save_corrections(file).read_text("utf-8-sig").strip()
        'report_id,table,row,column,value,reason,by,on'
        """
        return write_corrections(self._overlay.corrections, path)
