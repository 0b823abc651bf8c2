"""Two readings of the same cell: where they differ, its number is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from gxkit.documents.model import Document, Table
from gxkit.forms import CellKey
from gxkit.parsing.model import Fact, How
from gxkit.parsing.numbers import read_number
from gxkit.parsing.untaken import without_neighbours

_TELLING: Final = ("number", "nil")
"""What a cell says of a value; words are labels."""


def doubted(facts: Iterable[Fact], document: Document) -> tuple[Fact, ...]:
    """Make the cells ambiguous that the document reads in two ways.

    Parameters
    ----------
    facts : iterable of Fact
        The cells as fitted.
    document : Document
        Where they come from; its tables hold other readings, if there are any.

    Returns
    -------
    tuple of Fact
        The cells; a number stays one where the other reading has the same.

    Examples
    --------
    >>> from gxkit.documents.model import Cell
    >>> table = Table(1, (Cell(1, 1, 1, 1, "12"),), (3,), {}, {(1, 1): "1"})
    >>> fact = Fact("requests", "new", "total", 12.0, "件", "number", "label", "12", "p3 t1 r1 c1")
    >>> [one] = doubted([fact], Document("a.pdf", "pdf", "0" * 64, (table,)))
    >>> one.state, one.value, one.raw
    ('ambiguous', None, '12')
    """
    others = _others(document)
    if document.format == "scan":
        facts = _unplaced(tuple(facts), document)
    if document.format == "pdf":
        facts = without_neighbours(tuple(facts), document)
    if not others:
        return tuple(facts)
    told = []
    for fact in facts:
        other = others.get(fact.where or "")
        if other is None or _same(fact, other):
            told.append(fact)
        else:
            told.append(fact._replace(value=None, state="ambiguous", how=None))
    return tuple(told)


def _unplaced(facts: tuple[Fact, ...], document: Document) -> tuple[Fact, ...]:
    """Make cells of a scan ambiguous that are blank without an empty cell to show for it.

    So are numbers that stand in no cell of a table. Blank cells that stand nowhere are so only
    where the scan has numbers or marks that are tied to nothing, as where the head of a table
    was misread: it is not blank.
    """
    empty = {
        block.where(cell)
        for block in document.blocks
        if isinstance(block, Table)
        for cell in block.cells
        if not cell.text
    }
    # Where the lines of a table were not found, a line of text was read only once, and what
    # stands beside a label may be the border, or lost.
    once = {note.where for note in document.notes if note.step == "ocr"}
    facts = tuple(
        fact._replace(value=None, state="ambiguous", how=None)
        if fact.where is not None
        and (
            (fact.state == "blank" and fact.where not in empty)
            or (fact.state == "number" and fact.where.split()[0] in once and "," in fact.where)
        )
        else fact
        for fact in facts
    )
    nowhere = {fact.table for fact in facts if fact.state == "blank" and fact.where is None}
    placed = {fact.where for fact in facts}
    if not nowhere or all(
        block.where(cell) in placed or read_number(cell.text).state not in _TELLING
        for block in document.blocks
        if isinstance(block, Table)
        for cell in block.cells
    ):
        return facts
    return tuple(
        fact._replace(state="ambiguous") if fact.state == "blank" and fact.where is None else fact
        for fact in facts
    )


def second_reading(facts: Iterable[Fact], document: Document | None) -> dict[CellKey, Fact] | None:
    """Return the cells as another reading of the document has them.

    Parameters
    ----------
    facts : iterable of Fact
        The cells as first read.
    document : Document or None
        Where they come from.

    Returns
    -------
    dict or None
        The cells that were read twice, by their keys; None where nothing was.
    """
    twice = {
        f"t{block.number} "
        for block in (document.blocks if document else ())
        if isinstance(block, Table) and block.boxes
    }
    if document is None or not twice:
        return None
    others = _others(document)
    found: dict[CellKey, Fact] = {}
    for fact in facts:
        where = fact.where or ""
        if not any(name in where for name in twice):
            continue
        other = others.get(where)
        found[fact[:3]] = fact if other is None else _again(fact, other)
    return found


def _again(fact: Fact, text: str) -> Fact:
    number = read_number(text)
    how: How | None = "label" if number.state == "number" else None
    return fact._replace(value=number.value, state=number.state, how=how, raw=text)


def _others(document: Document) -> Mapping[str, str]:
    return {
        block.place(row, column): text
        for block in document.blocks
        if isinstance(block, Table) and block.second
        for (row, column), text in block.second.items()
    }


def _same(fact: Fact, other: str) -> bool:
    return fact.state == "number" and read_number(other).value == fact.value
