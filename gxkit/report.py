"""One report, read and checked: its frames, built when asked for, and its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from gxkit import forms, frames
from gxkit.checks import Evidence, Finding, check, failures
from gxkit.documents.model import Document
from gxkit.filed import filed
from gxkit.parsing.model import Parsed
from gxkit.parsing.readings import second_reading

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.card import Card


class Report:
    """One annual report: who and when, its numbers, its words, and whether they hold.

    Parameters
    ----------
    parsed : Parsed
        What was read from the file.
    document : Document, optional
        The file's content, for `source`.

    Attributes
    ----------
    parsed : Parsed
        Everything that was read, without pandas: `facts` holds every cell of the form once
        and in its order; rows that the page prints in place of official ones stand where
        the form has those. `meta` has the keys of `gxkit.frames.META`.
    document : Document or None
        As given.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> report = Report(Parsed("2021", {"agency": "青川市档案局", "year": 2023}, (), (), ()))
    >>> report
    <Report 青川市档案局 2023, form 2021: 0 of 200 cells are numbers, 0 checks failed>
    >>> report.cells["state"].unique().tolist()
    ['absent']
    """

    def __init__(self, parsed: Parsed, document: Document | None = None) -> None:
        self.document = document
        self.parsed = filed(parsed, document)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found; they run when first asked for, so that reading is quick."""
        return check(self._evidence)

    @property
    def form(self) -> str | None:
        """The form that the tables follow, ``"2019"`` or ``"2021"``; None for no report."""
        return self.parsed.form

    @property
    def meta(self) -> Mapping[str, Any]:
        """Who, when and which file, with the keys of `gxkit.frames.META`; None if unknown."""
        return self.parsed.meta

    @property
    def report_id(self) -> str | None:
        """The first 12 hex digits of the file's SHA-256; None for a report without a file."""
        sha256 = self.meta["sha256"]
        return None if sha256 is None else str(sha256)[:12]

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Every cell of the form: what the page prints in it, how it was placed, and where."""
        return frames.build("cells", self.rows("cells"))

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The narrative: a row a part of a section."""
        return frames.build("sections", self.rows("sections"))

    @cached_property
    def points(self) -> pd.DataFrame:
        """The problems that section five admits and the improvements that it promises."""
        return frames.build("points", self.rows("points"))

    @cached_property
    def checks(self) -> pd.DataFrame:
        """What must hold, and whether it does (NA where a cell is no number)."""
        return frames.build("checks", self.rows("checks"))

    @cached_property
    def statements(self) -> pd.DataFrame:
        """What the narrative says in numbers: a row a number said of a known measure.

        `measure` is ``table/row/column`` where the sentence speaks of the form, or a name such
        as ``website_posts``; `period` tells a level of the report's year from one of another,
        and from a difference; `approx` a number said to be inexact.
        """
        return frames.build("statements", self.rows("statements"))

    @cached_property
    def notes(self) -> pd.DataFrame:
        """The diary of reading and parsing."""
        return frames.build("notes", self.rows("notes"))

    def rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a frame as plain tuples, in the declared order of columns.

        Parameters
        ----------
        name : {"cells", "sections", "points", "checks", "statements", "notes"}
            The frame.

        Examples
        --------
        >>> report = Report(Parsed("2021", {}, (), (), ()))
        >>> next(report.rows("cells"))
        ('proactive', 'regulation', 'issued', None, '件', 'absent', None, None, None)
        """
        items: Sequence[object]
        # Only what is asked for is worked out: reading a page does not pay for its checks.
        if name == "checks":
            items = self.findings
        elif name == "statements":
            items = self._evidence.statements
        else:
            items = getattr(self.parsed, "facts" if name == "cells" else name)
        return map(attrgetter(*frames.COLUMNS[name]), items)

    @cached_property
    def _evidence(self) -> Evidence:
        second = second_reading(self.parsed.facts, self.document)
        return Evidence(self.parsed, self.document, second=second)

    def source(self, where: str) -> str:
        """Return the text that stands at a place of the file.

        Parameters
        ----------
        where : str
            A place as the frames give it: ``l143`` or ``t2 r7 c5``, in one of several
            files ``d2 t2 r7 c5``.

        Raises
        ------
        KeyError
            There is no such place, or the report was not read from a file.

        Examples
        --------
        >>> from gxkit.documents.model import Document, Paragraph
        >>> page = Document("a.txt", "text", "0" * 64, (Paragraph("规章 0", "l7"),))
        >>> Report(Parsed(None, {}, (), (), ()), page).source("l7")
        '规章 0'
        """
        if self.document is None:
            raise KeyError(f"{where}: this report was not read from a file")
        return self.document.at(where)

    def picture(self, where: str) -> bytes | None:
        """Return a picture of a place of the file: the row of a cell, with the cell framed.

        Parameters
        ----------
        where : str
            A place as the frames give it: ``p4 t2 r7 c5``, in one of several files
            ``d2 p4 t2 r7 c5``; of PDF and scans also a box in points, ``p4 120,300,140,312``.

        Returns
        -------
        bytes or None
            A PNG with 150 dots an inch; of picture files their own dots. None where the file
            has no pages, and for lines of a PDF.

        Raises
        ------
        KeyError
            There is no such place, or the report was not read from a file.
        ReadError
            The file is gone, or has changed since it was read.

        Examples
        --------
        >>> from gxkit.documents.model import Document, Paragraph
        >>> page = Document("a.txt", "text", "0" * 64, (Paragraph("规章 0", "l7"),))
        >>> Report(Parsed(None, {}, (), (), ()), page).picture("l7") is None
        True
        """
        from gxkit.documents.crops import crop

        if self.document is None:
            raise KeyError(f"{where}: this report was not read from a file")
        return crop(self.document, where)

    def table(self, code: str, lang: Literal["zh", "en", "code"] = "zh") -> pd.DataFrame:
        """Return one of the three tables as the official form lays it out.

        Parameters
        ----------
        code : {"proactive", "requests", "disputes"}
            The table.
        lang : {"zh", "en", "code"}
            The language of its labels, or the codes.

        Returns
        -------
        pandas.DataFrame
            A row a row of the form, a column a column, dtype Float64; NA where the page
            prints no number and where the form has no cell. Money is in the unit of the form,
            whatever the page prints it in. Empty if the file is no report.

        Raises
        ------
        KeyError
            The form has no such table.
        ValueError
            There are no labels in that language.

        Examples
        --------
        >>> report = Report(Parsed("2021", {}, (), (), ()))
        >>> report.table("disputes", lang="en").shape
        (3, 5)
        """
        import pandas as pd

        from gxkit.card import frame

        if self.form is None:
            return pd.DataFrame(dtype="Float64")
        form = forms.load(self.form)
        if code not in form.table:
            raise KeyError(f"no table {code!r}; the form has {', '.join(form.table)}")
        return frame(form, code, self.parsed.facts, lang)

    def card(self, lang: Literal["zh", "en"] = "zh") -> Card:
        """Return the card of the report, as Jupyter shows it, in a language.

        Parameters
        ----------
        lang : {"zh", "en"}
            The language of its words and of the form's labels.

        Returns
        -------
        Card
            It shows itself in a notebook; ``print`` writes it as text.

        Raises
        ------
        ValueError
            There are no words in that language.

        Examples
        --------
        >>> print(Report(Parsed(None, {"year": 2023}, (), (), ())).card(lang="en"))
        agency unknown, 2023
        no official form recognised
        """
        from gxkit.card import Card
        from gxkit.card.words import known

        return Card(self.parsed, self.findings, known(lang))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, ready for JSON.

        Examples
        --------
        >>> sorted(Report(Parsed(None, {}, (), (), ())).to_dict())
        ['cells', 'checks', 'form', 'meta', 'notes', 'points', 'sections', 'statements']
        """
        plain: dict[str, Any] = {"form": self.form, "meta": dict(self.meta)}
        for name in ("cells", "sections", "points", "checks", "statements", "notes"):
            keys = tuple(frames.COLUMNS[name])
            plain[name] = [dict(zip(keys, row, strict=True)) for row in self.rows(name)]
        return plain

    def __repr__(self) -> str:
        who = self.meta["agency"] or "agency unknown"
        year = self.meta["year"] or "year unknown"
        if self.form is None:
            return f"<Report {who} {year}: no official form recognised>"
        numbers = sum(fact.state == "number" for fact in self.parsed.facts)
        ambiguous = sum(fact.state == "ambiguous" for fact in self.parsed.facts)
        failed = len(failures(self.findings))
        return (
            f"<Report {who} {year}, form {self.form}: {numbers} of {len(self.parsed.facts)} cells "
            f"are numbers, {f'{ambiguous} are ambiguous, ' if ambiguous else ''}{failed} {'check' if failed == 1 else 'checks'} failed>"
        )

    def _repr_html_(self) -> str:
        return self.card()._repr_html_()
