"""Pictures on a page of findings: the rows of failed cells as PDF and scans print them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from gxkit.card.signs import name
from gxkit.card.words import word
from gxkit.checks import Finding
from gxkit.checks.model import Evidence
from gxkit.documents.crops import crop, has_picture
from gxkit.errors import GxkitError
from gxkit.parsing.model import Fact

PICTURES: Final = 200
"""Pictures on a page; after these its findings have only their words."""
PICTURE_BYTES: Final = 300_000
"""Size of a picture; a larger one, of a row as high as its page, is left out."""
BYTES: Final = 10_000_000
"""Size of all pictures of a page together."""
_ROWS: Final = 3
"""Rows shown beside one finding."""
_COLUMN: Final = re.compile(r" c\d+$")


@dataclass
class Album:
    """Draws the pictures of a page, each once and no more than a browser can bear.

    Examples
    --------
    >>> Album().told
    ''
    """

    lang: str = "zh"
    count: int = 0
    size: int = 0
    passed: int = 0
    shown: set[tuple[int, str, tuple[str, ...]]] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)

    @property
    def told(self) -> str:
        """What to say of pictures that were left out; empty where none was."""
        if not self.passed:
            return ""
        return word("page", "passed", self.lang, count=self.passed)

    def beside(self, finding: Finding, evidence: Evidence) -> str:
        """Show the rows of the cells that a failed identity is about."""
        document = evidence.document
        if document is None or finding.severity != "identity":
            return ""
        parts = []
        for row, facts in list(_rows(finding, evidence).items())[:_ROWS]:
            first, *rest = (str(fact.where) for fact in facts)
            key = id(evidence), row, (first, *rest)
            if key in self.shown or id(evidence) in self.failed:
                continue
            self.shown.add(key)
            if self.count >= PICTURES or self.size >= BYTES:
                self.passed += 1
                continue
            try:
                data = crop(document, first, rest)
            except (GxkitError, KeyError) as error:
                self.failed.add(id(evidence))
                said = escape(word("page", "no_picture", self.lang, why=error))
                parts.append(f'<p class="gx-dim">{said}</p>')
                break
            if data is not None:
                parts.append(self._figure(data, row, facts))
        return "".join(parts)

    def _figure(self, data: bytes, row: str, facts: list[Fact]) -> str:
        if len(data) > PICTURE_BYTES:
            self.passed += 1
            return ""
        self.count += 1
        self.size += len(data)
        cells = ", ".join(f"{name(fact[:3])} {fact.raw or ''}".strip() for fact in facts)
        told = escape(word("page", "printed", self.lang, row=row, cells=cells))
        source = b64encode(data).decode()
        return f'<img class="gx-row" loading="lazy" alt="{told}" title="{told}" src="data:image/png;base64,{source}">'


def _rows(finding: Finding, evidence: Evidence) -> Mapping[str, list[Fact]]:
    """Group the cells of a finding by the printed row: those to mend, or all where none is named."""
    found: dict[str, list[Fact]] = {}
    for fact in _cells(finding, evidence):
        if fact.where is not None and has_picture(evidence.document, fact.where):
            found.setdefault(_COLUMN.sub("", fact.where), []).append(fact)
    return found


def _cells(finding: Finding, evidence: Evidence) -> Iterator[Fact]:
    mended = [part.partition("=")[0] for part in (finding.repair or "").replace(";", " ").split()]
    names = mended or finding.cells.split()
    for each in dict.fromkeys(names):
        fact = evidence.facts.get(tuple(each.split("/")))  # type: ignore[arg-type]
        if fact is not None:
            yield fact
