"""The card of a report as a thing that shows itself, in a notebook and in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gxkit.card.page import html
from gxkit.card.terminal import text
from gxkit.checks import Finding
from gxkit.parsing.model import Parsed


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """The card of a report in a language: HTML where that can be shown, text elsewhere.

    Parameters
    ----------
    parsed : Parsed
        The report.
    findings : sequence of Finding
        What the checks found in it.
    lang : {"zh", "en"}
        The language of its words and of the form's labels.

    Examples
    --------
    >>> Card(Parsed(None, {"year": 2023}, (), (), ()), (), "en")
    agency unknown, 2023
    no official form recognised
    """

    parsed: Parsed
    findings: Sequence[Finding]
    lang: str = "zh"

    def __repr__(self) -> str:
        return text(self.parsed, self.findings, self.lang)

    def _repr_html_(self) -> str:
        return html(self.parsed, self.findings, self.lang)
