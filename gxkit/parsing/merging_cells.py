"""The cells of several documents that are one report: what each prints, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from gxkit.documents.model import Note
from gxkit.forms.model import CellKey, Form, Table
from gxkit.forms.money import MONEY
from gxkit.parsing.model import Fact

STEP: Final = "together"
_EVIDENCE: Final = ("label", "arithmetic", "order", "corrected", None)
"""How a cell was placed, the surest first."""
_EMPTY: Final = ("blank", "nil")


class Offer(NamedTuple):
    """The cells of one document: its number from 1, and the cells that it prints."""

    number: int
    facts: Mapping[CellKey, Fact]


def merged_facts(form: Form, offers: Sequence[Offer]) -> tuple[list[Fact], list[Note]]:
    """Merge the cells of documents that follow one form.

    Parameters
    ----------
    form : Form
        The form.
    offers : sequence of Offer
        The cells of each document, places with its number, without those that are absent.

    Returns
    -------
    tuple of (list of Fact, list of Note)
        Each cell that any document prints. A cell that one prints is taken from it; one in
        which all print the same, from the surest reading; a number goes before an empty cell
        and before what could not be read or placed. Where numbers differ the cell is
        ``ambiguous`` and a note names both.

    Examples
    --------
    >>> from gxkit import forms
    >>> key = ("disputes", "reconsideration", "total")
    >>> offers = [
    ...     Offer(at, {key: Fact(*key, float(raw), "件", "number", "label", raw, f"d{at} l9")})
    ...     for at, raw in ((1, "3"), (2, "5"))
    ... ]
    >>> facts, notes = merged_facts(forms.load("2021"), offers)
    >>> facts[0].state, notes[0].message
    ('ambiguous', 'disputes/reconsideration/total: d1 prints 3, d2 prints 5; left open')
    """
    facts: list[Fact] = []
    notes: list[Note] = []
    for table in form.tables:
        own = [
            Offer(
                each.number, {key: fact for key, fact in each.facts.items() if key[0] == table.code}
            )
            for each in offers
        ]
        own, told = _of_one_shape(table, [each for each in own if each.facts])
        notes += told
        own, told = _without_skeletons(table, own)
        notes += told
        for row in table.rows:
            for column in row.columns:
                key = (table.code, row.code, column)
                printed = [(each.number, each.facts[key]) for each in own if key in each.facts]
                if printed:
                    fact, note = settled(key, printed, table.column[column].unit)
                    facts.append(fact)
                    notes += [note] if note else []
    return facts, notes


def settled(
    key: CellKey, printed: Sequence[tuple[int, Fact]], unit: str | None
) -> tuple[Fact, Note | None]:
    """Decide about one cell that one or several documents print.

    Parameters
    ----------
    key : tuple of str
        The cell.
    printed : sequence of (int, Fact)
        What each document has there, with the document's number; none of it absent.
    unit : str or None
        The unit of the form, in which money is compared.

    Examples
    --------
    >>> key = ("disputes", "reconsideration", "total")
    >>> blank = Fact(*key, None, "件", "blank", "label", "", "d1 t3 r4 c5")
    >>> three = Fact(*key, 3.0, "件", "number", "label", "3", "d2 t1 r4 c5")
    >>> fact, note = settled(key, [(1, blank), (2, three)], "件")
    >>> fact.value, note.message
    (3.0, 'disputes/reconsideration/total: d1 leaves it empty, d2 prints 3; taken from d2')
    """
    numbers = [(at, fact) for at, fact in printed if fact.value is not None]
    if not numbers:
        known = [(at, fact) for at, fact in printed if fact.state in _EMPTY]
        return _surest(known or printed)[1], None
    name = "/".join(key)
    values = {_compared(fact, unit) for _, fact in numbers}
    if len(values) > 1:
        told = ", ".join(f"d{at} prints {fact.raw}" for at, fact in numbers)
        where = numbers[0][1].where
        fact = numbers[0][1]._replace(
            value=None,
            state="ambiguous",
            how=None,
            raw=" | ".join(fact.raw or "" for _, fact in numbers),
        )
        return fact, Note(STEP, "warning", f"{name}: {told}; left open", where or "")
    at, fact = _surest(numbers)
    empty = [f"d{other}" for other, each in printed if each.state in _EMPTY]
    if not empty:
        return fact, None
    leave = "leaves it empty" if len(empty) == 1 else "leave it empty"
    told = f"{', '.join(empty)} {leave}, d{at} prints {fact.raw}; taken from d{at}"
    return fact, Note(STEP, "warning", f"{name}: {told}", fact.where or "")


def _compared(fact: Fact, unit: str | None) -> tuple[float, str | None]:
    """Return the number of a cell so that equal ones are equal, also money in two units."""
    assert fact.value is not None
    if fact.unit and fact.unit in MONEY:
        return round(fact.value * MONEY[fact.unit], 4), "元" if fact.value else None
    # 0 is 0 in any unit; an amount in no known unit equals no other.
    return fact.value, fact.unit if unit in MONEY and fact.value else None


def _surest(printed: Sequence[tuple[int, Fact]]) -> tuple[int, Fact]:
    return min(printed, key=lambda each: (_EVIDENCE.index(each[1].how), each[0]))


def _of_one_shape(table: Table, offers: Sequence[Offer]) -> tuple[list[Offer], list[Note]]:
    """Where some documents print other rows in place of official ones, keep those of one of them.

    Rows added up with their own sums would be counted twice.
    """
    replaced = {row.code: row.instead_of for row in table.rows if row.instead_of}
    shapes = {
        each.number: frozenset(row for _, row, _ in each.facts if row in replaced)
        for each in offers
    }
    if len(set(shapes.values())) < 2:
        return list(offers), []
    best = max(offers, key=lambda each: (_numbers(each), -each.number))
    odd = [each.number for each in offers if shapes[each.number] != shapes[best.number]]
    concerned = {
        code for row in frozenset().union(*shapes.values()) for code in (row, *replaced[row])
    }
    found = []
    for each in offers:
        kept = {key: fact for key, fact in each.facts.items() if key[1] not in concerned}
        found.append(Offer(each.number, kept) if each.number in odd else each)
    told = f"{table.zh}: {_named(odd)} prints other rows than d{best.number}; not taken"
    return found, [Note(STEP, "warning", told)]


def _without_skeletons(table: Table, offers: Sequence[Offer]) -> tuple[list[Offer], list[Note]]:
    """Leave out documents whose table has labels and no number, where another has numbers.

    A page that lost the numbers of its table does not say that the cells are empty.
    """
    bare = [each.number for each in offers if not _numbers(each)]
    if not bare or len(bare) == len(offers):
        return list(offers), []
    told = f"{table.zh}: {_named(bare)} prints no number; the table is taken without {_named(bare)}"
    return [each for each in offers if each.number not in bare], [Note(STEP, "warning", told)]


def _numbers(offer: Offer) -> int:
    return sum(fact.value is not None for fact in offer.facts.values())


def _named(numbers: Sequence[int]) -> str:
    return ", ".join(f"d{number}" for number in numbers)


def by_document(facts: Sequence[Fact]) -> Iterator[tuple[str, int]]:
    """Count the cells that come from each document, by the places of `facts`.

    Examples
    --------
    >>> key = ("disputes", "reconsideration", "total")
    >>> list(by_document([Fact(*key, 3.0, "件", "number", "label", "3", "d2 t1 r4 c5")]))
    [('d2', 1)]
    """
    counts: dict[str, int] = {}
    for fact in facts:
        if fact.where and fact.state != "ambiguous":
            part = fact.where.split(" ", 1)[0]
            counts[part] = counts.get(part, 0) + 1
    yield from sorted(counts.items())
