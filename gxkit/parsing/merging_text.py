"""The narrative of several documents that are one report: each section from one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from gxkit.documents.model import Note
from gxkit.parsing.merging_cells import STEP
from gxkit.parsing.model import Line, Section

_SIGNS: Final = re.compile(r"[\W_]+")
_COMPARED: Final = (1, 5, 6)
"""Sections that are narrative: around tables one document may well have a note more."""


class Told(NamedTuple):
    """The narrative of one document: its number from 1, its sections and its lines."""

    number: int
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]

    @property
    def texts(self) -> Mapping[int, str]:
        """The words of each section, heading apart, without spaces and signs."""
        found: dict[int, str] = {}
        for part in self.sections:
            own = (part.heading if part.part else "") + part.text
            found[part.section] = found.get(part.section, "") + _SIGNS.sub("", own)
        return found


def merged_text(
    documents: Sequence[Told],
) -> tuple[tuple[Section, ...], tuple[Line, ...], list[Note]]:
    """Merge the narrative of documents.

    Parameters
    ----------
    documents : sequence of Told
        What each says, its places with its number.

    Returns
    -------
    tuple of (tuple of Section, tuple of Line, list of Note)
        The document with most sections gives all that it has words in; a section of which it
        has none, or only the heading, comes from the first that has. Nothing is mixed within
        a section. A note tells which came from elsewhere, and which read otherwise elsewhere.

    Examples
    --------
    >>> page = Told(1, (Section(1, 0, "总体情况", "公开9条。", "d1 l1"), Section(5, 0, "", "", "d1 l9")), ())
    >>> more = Told(2, (Section(5, 0, "存在的问题", "不够。", "d2 l1"),), ())
    >>> sections, lines, notes = merged_text([page, more])
    >>> [(part.section, part.where) for part in sections], notes[0].message
    ([(1, 'd1 l1'), (5, 'd2 l1')], 'section 5 from d2')
    """
    if not documents:
        return (), (), []
    texts = {each.number: each.texts for each in documents}
    ranked = sorted(documents, key=lambda each: _worth(texts[each.number]), reverse=True)
    numbers = sorted({number for each in documents for number in texts[each.number]})
    source: dict[int, Told] = {}
    for number in numbers:
        having = [each for each in ranked if number in texts[each.number]]
        # The first words of another document are its own: an attachment's name, a caption.
        having = [each for each in having if number or each is ranked[0]]
        if having:
            source[number] = next(
                (each for each in having if texts[each.number][number]), having[0]
            )
    sections = tuple(
        part for number, each in source.items() for part in each.sections if part.section == number
    )
    lines: list[Line] = []
    for each in ranked:
        given = {number for number, other in source.items() if other is each}
        if each is ranked[0]:
            given |= {number for number in texts[each.number] if number not in source} | {0}
        lines += _lines(each, given)
    return sections, tuple(lines), _notes(ranked, texts, source)


def _worth(texts: Mapping[int, str]) -> tuple[int, int]:
    return sum(bool(text) for number, text in texts.items() if number), sum(
        map(len, texts.values())
    )


def _lines(document: Told, given: set[int]) -> list[Line]:
    """Return the lines that stand in the sections that a document gives."""
    starts: dict[str, set[int]] = {}
    for part in document.sections:
        if part.part == 0 and part.section:
            starts.setdefault(part.where, set()).add(part.section)
    found: list[Line] = []
    current = {0}
    for line in document.lines:
        current = starts.get(line.where, current)
        if current & given:
            found.append(line)
    return found


def _notes(
    ranked: Sequence[Told], texts: Mapping[int, Mapping[int, str]], source: Mapping[int, Told]
) -> list[Note]:
    notes = [
        Note(STEP, "info", f"section {number} from d{each.number}", f"d{each.number}")
        for number, each in source.items()
        if each is not ranked[0]
    ]
    for number in _COMPARED:
        if number not in source:
            continue
        own = texts[source[number].number][number]
        for each in ranked:
            other = texts[each.number].get(number)
            if own and other and other != own:
                told = (
                    f"section {number} of d{each.number} reads otherwise than that of "
                    f"d{source[number].number}, which is taken ({len(other)} and {len(own)} characters)"
                )
                notes.append(Note(STEP, "info", told, f"d{each.number}"))
    return notes
