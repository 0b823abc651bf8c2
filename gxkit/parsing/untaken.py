"""Figures on lines of their own that no row took: then what stands beside them is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from gxkit.documents.model import Document, Paragraph
from gxkit.parsing.model import Fact

_FIGURE: Final = r"(?:[+\-−－]?\d[\d,，.．]*(?:\s?[件宗])?|[/／—\-－─])"
_FIGURES: Final = re.compile(rf"{_FIGURE}(?:\s+{_FIGURE})*")
_ENDS_SO: Final = re.compile(rf"(?:|.*\s){_FIGURE}")
_FAR: Final = 40
"""Lines of a label; no report comes near it."""


def without_neighbours(facts: tuple[Fact, ...], document: Document) -> tuple[Fact, ...]:
    """Make cells ambiguous that stand beside figures of their table that no row took.

    Programs set figures at the top, the middle or the foot of labels of several lines, and
    break long ones. On lines alone nobody can say whose figures a line of them is, if one
    of them found no row: a label without figures may have them above it, and a row may have
    those of the next.

    Parameters
    ----------
    facts : tuple of Fact
        The cells as fitted.
    document : Document
        Where they come from.

    Returns
    -------
    tuple of Fact
        The cells; blank ones and those on lines without a label are open in such tables.

    Examples
    --------
    >>> from gxkit.documents.model import Paragraph
    >>> lines = [Paragraph(text, where) for text, where in [("0  6", "p1 l1"), ("规章", "p1 l2")]]
    >>> fact = Fact("proactive", "regulation", "made", None, "件", "blank", "label", "", "p1 l2")
    >>> without_neighbours((fact,), Document("a.pdf", "pdf", "0" * 64, tuple(lines)))[0].state
    'ambiguous'
    """
    lines = [block for block in document.blocks if isinstance(block, Paragraph)]
    figures = {line.where for line in lines if _FIGURES.fullmatch(line.text.strip())}
    taken = {fact.where for fact in facts if fact.raw}
    places = {line.where: at for at, line in enumerate(lines)}
    doubtful = {
        table
        for table in {fact.table for fact in facts}
        if not taken.issuperset(_beside(facts, table, lines, places, figures))
    }
    ends = [line.where if _ENDS_SO.fullmatch(line.text.strip()) else "" for line in lines]
    bordering = {
        fact.where
        for fact in facts
        if fact.state == "blank"
        and fact.where in places
        and not taken.issuperset(_around(places[fact.where], ends))
    }
    return tuple(
        fact._replace(value=None, state="ambiguous", how=None)
        if (fact.table in doubtful and fact.where in figures)
        or (
            fact.state == "blank"
            and (fact.where in bordering or (fact.table in doubtful and fact.where in places))
        )
        else fact
        for fact in facts
    )


def _around(at: int, ends: Sequence[str]) -> Iterator[str]:
    """Yield the lines with figures that are nearest to one without, above and below it."""
    if ends[at]:
        return
    for near in (ends[max(0, at - _FAR) : at][::-1], ends[at + 1 : at + _FAR]):
        yield from islice(filter(None, near), 1)


def _beside(
    facts: Sequence[Fact],
    table: str,
    lines: Sequence[Paragraph],
    places: dict[str, int],
    figures: set[str],
) -> Iterator[str]:
    """Yield the lines of figures in a table, and at both its ends."""
    own = [places[fact.where] for fact in facts if fact.table == table and fact.where in places]
    if not own:
        return
    first, last = min(own), max(own)
    while first and lines[first - 1].where in figures:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].where in figures:
        last += 1
    yield from (line.where for line in lines[first : last + 1] if line.where in figures)
