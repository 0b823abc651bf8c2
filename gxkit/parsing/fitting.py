"""Fitting a document to an official form: which tables, which form, which cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gxkit import forms
from gxkit.documents.model import Document, Note, Paragraph
from gxkit.documents.model import Table as Grid
from gxkit.forms import Form, Table
from gxkit.parsing.assign import assign
from gxkit.parsing.line import settle_line
from gxkit.parsing.model import Fact, Line
from gxkit.parsing.normal import fold
from gxkit.parsing.rows import source_rows
from gxkit.parsing.scan import Scan
from gxkit.parsing.settle import settle
from gxkit.parsing.sheet import Sheet

_YEAR = re.compile(r"(20\d\d)\s*年")
_TITLE_YEAR = re.compile(r"(20\d\d)\s*年度?[^。，；]{0,24}报告")
# A later part of a table that is cut needs fewer labels than its first part.
_LABELS = {"proactive": 2, "requests": 4, "disputes": 4}


@dataclass(frozen=True, slots=True)
class Fit:
    """What fitting found: the form, every cell of it, and the text that is left."""

    form: Form | None
    tables: frozenset[str]
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    subtotals: tuple[Fact, ...] = ()


def fit(document: Document) -> Fit:
    """Fit the tables of a document to the form that their heads show.

    Returns
    -------
    Fit
        `form` is None where no table of any form was found; then there are no facts.
    """
    sheets = accepted(Scan().walk(source_rows(document)))
    lines = leftover(document, sheets)
    form = choose_form(sheets, document) if sheets else None
    if form is None:
        return Fit(None, frozenset(), (), lines, ())
    facts: list[Fact] = []
    beside: list[Fact] = []
    notes: list[Note] = []
    for table in form.tables:
        own = [sheet for sheet in sheets if sheet.table == table.code]
        if table.layout == "line":
            settled, met = settle_line(own, table)
        else:
            assigned = assign(own, table)
            settled, sums, met = *settle(assigned, table), assigned.notes
            beside.extend(sums)
            notes.extend(_told(table, sums))
        facts.extend(settled)
        notes.extend(met)
        if not own:
            notes.append(Note("fitting", "warning", f"no table {table.code} ({table.zh}) found"))
        notes.extend(_doubts(table, settled))
    tables = frozenset(sheet.table for sheet in sheets)
    return Fit(form, tables, tuple(facts), lines, tuple(notes), tuple(beside))


def _told(table: Table, sums: Sequence[Fact]) -> list[Note]:
    """Say of a table that it prints subtotals, which are none of its cells."""
    if not sums:
        return []
    told = f"{len(sums)} printed subtotals of {table.code} ({table.zh}) are no cells of the form"
    return [Note("fitting", "info", told, sums[0].where or "")]


def _doubts(table: Table, facts: Sequence[Fact]) -> list[Note]:
    """Say of a table how many cells are not known, and how many only the order tells."""
    ambiguous = sum(fact.state == "ambiguous" for fact in facts)
    ordered = sum(fact.how == "order" for fact in facts)
    notes: list[Note] = []
    if ambiguous:
        told = f"{ambiguous} of {len(facts)} cells of {table.code} ({table.zh}) are ambiguous"
        notes.append(Note("fitting", "warning", told))
    if ordered:
        told = f"{ordered} of {len(facts)} cells of {table.code} ({table.zh}) are placed by order"
        notes.append(Note("fitting", "info", told))
    return notes


def empty_facts(form: Form) -> tuple[Fact, ...]:
    """Return every cell of a form as absent, for a report that has no table at all."""
    return tuple(
        Fact(*key, None, form.table[key[0]].column[key[2]].unit, "absent", None, None, None)
        for key in form.keys
    )


def accepted(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Keep the sheets that are tables of a form, not words of it in prose."""
    good = {id(sheet) for sheet in _good(sheets)}
    # A part of a table that was cut may hold a single row: it goes on where a part stands.
    for one, other in [*pairwise(sheets), *pairwise(sheets[::-1])]:
        if id(one) in good and one.table == other.table and _goes_on(other):
            good.add(id(other))
    return [sheet for sheet in sheets if id(sheet) in good]


def _goes_on(sheet: Sheet) -> bool:
    """Say whether a grid has numbers behind a label of the form, or the head of such."""
    return sheet.grid and (
        any(role in {"block", "column"} for role, _ in sheet.names)
        or any(
            row.code and any(piece.text for piece in (*row.values, *row.before))
            for row, _, _ in sheet.rows
        )
    )


def _good(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Keep the sheets that have enough labels of their own, or go on with a whole row."""
    kept: list[Sheet] = []
    tables: set[str] = set()
    for sheet in sheets:
        roles = Counter(role for role, _ in sheet.names)
        begun = sheet.table in tables
        numbers = bool(sheet.runs) or any(row.values for row, _, _ in sheet.rows)
        if sheet.table == "proactive":
            heads = roles["block"] + roles["column"] + (roles["corner"] if sheet.grid else 0)
            good = roles["row"] > 0 and heads > 0 and (numbers or heads + roles["row"] > 3)
        elif sheet.table == "requests":
            good = roles["row"] >= 4 or (roles["column"] >= 3 and roles["row"] >= 1)
        else:
            good = roles["row"] > 0 and (roles["column"] > 2 or (roles["row"] > 2 and numbers))
        whole = any(row.code and row.kept and len(row.values) > 2 for row, _, _ in sheet.rows)
        if good or (begun and whole):
            kept.append(sheet)
            tables.add(sheet.table)
    return kept


def choose_form(sheets: Sequence[Sheet], document: Document) -> Form:
    """Choose the form whose own labels the tables bear, not the one that a text cites."""
    votes: Counter[str] = Counter()
    for sheet in sheets:
        if sheet.table == "proactive":
            votes.update(next(iter(ids)) for ids in sheet.forms if len(ids) == 1)
    if votes and (len(votes) == 1 or votes.most_common(2)[0][1] > votes.most_common(2)[1][1]):
        return forms.load(votes.most_common(1)[0][0])
    return _form_by_year(document)


def _form_by_year(document: Document) -> Form:
    """Choose the form in force in the year that a page names, its title's before others."""
    texts = ["".join(fold(b.text).split()) for b in document.blocks if isinstance(b, Paragraph)]
    for pattern in (_TITLE_YEAR, _YEAR):
        for text in texts:
            match = pattern.search(text)
            if match:
                return forms.for_year(int(match[1])) or forms.load(forms.ids()[0])
    return forms.load(forms.ids()[-1])


def leftover(document: Document, sheets: Sequence[Sheet]) -> tuple[Line, ...]:
    """Return the text that no table took up, with a mark where each table stood."""
    taken: dict[int, list[tuple[int, int]]] = {}
    marks: dict[int, list[str]] = {}
    for sheet in sheets:
        first = min(sheet.extents)
        last = max(sheet.extents, key=lambda extent: (extent[0], extent[2] == -1, extent[2]))
        marks.setdefault(first[0], []).append(sheet.table)
        for number in range(first[0], last[0] + 1):
            start = first[1] if number == first[0] else 0
            end = last[2] if number == last[0] else -1
            taken.setdefault(number, []).append((start, end))
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        if number not in taken:
            lines.extend(_lines(block))
        elif isinstance(block, Paragraph):
            lines.extend(_around(block, taken[number], marks.get(number, [])))
        else:
            lines.extend(Line("", block.place(1, 1), table) for table in marks.get(number, []))
    return tuple(lines)


def _lines(block: Paragraph | Grid) -> list[Line]:
    if isinstance(block, Paragraph):
        return [Line(block.text, block.where)]
    return [
        Line(text, block.where(cell))
        for cell in block.cells
        for text in cell.text.split("\n")
        if text
    ]


def _around(block: Paragraph, taken: list[tuple[int, int]], tables: list[str]) -> list[Line]:
    """Cut the stretches that tables take up out of one line."""
    lines: list[Line] = []
    position = 0
    marks = list(tables)
    for start, end in sorted(taken):
        stop = len(block.text) if end == -1 else end
        if block.text[position:start].strip():
            lines.append(Line(block.text[position:start], block.where))
        if marks and (start or position == 0):
            lines.append(Line("", block.where, marks.pop(0)))
        position = max(position, stop)
    lines.extend(Line("", block.where, table) for table in marks)
    if block.text[position:].strip():
        lines.append(Line(block.text[position:], block.where))
    return lines
