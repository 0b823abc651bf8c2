"""Tables that space alone draws, without rules or tags: read where nothing speaks against it.

The order of the file tells cells and rows, where they stand on the page tells columns, and each
is held against the other. What does not agree stays lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from typing import Final

from gxkit.documents import limits
from gxkit.documents.furniture import Sheet
from gxkit.documents.lines import Line
from gxkit.documents.model import Table
from gxkit.documents.paragraphs import HEADING, ORDINAL
from gxkit.documents.pdf_plain_columns import edge_of, head_of, labels_of, with_unlabelled
from gxkit.documents.pdf_plain_labels import Entry, entries_of
from gxkit.documents.pdf_plain_places import placed
from gxkit.documents.pdf_plain_rows import Row, Stack, rows_of
from gxkit.documents.pdf_plain_table import table_of

_FEW: Final = 2
"""So many lines with several words are the least that a table has."""
_APART: Final = 4.5
"""Type sizes between two rows of a table that have one cell each, or are its head."""
_FIRST: Final = 3
"""Lines at the head of a page that may be the rest of what the page before has torn."""
_DIGITS: Final = 3
"""A number of fewer digits had room in its cell: no page tears it."""
_OTHER_SIZE: Final = 0.05
"""Share by which the type of a caption may differ from that of the head under it."""
_LONGEST: Final = 30
"""Characters of a caption: the name of a kind of case; more is a sentence."""
_RUN_IN: Final = re.compile(r"[^\d\s（(.．、,，+]\s*(?:[+\-−－]?\d[\d,，.．]*件?|[—\-－─])$")
"""A label with its first number, which nothing parts from it."""
_NUMBER: Final = 16
"""A number that touches a label is the end of its line, and no longer."""
_GAPS: Final = re.compile(r"(?<=\d)\s+(?=\d)")
"""Gaps between digits, so thin that they may part two numbers or the digits of one."""
_LABEL: Final = 8
"""A label of more characters was broken, not ended, at the foot of a page."""
_DEEP: Final = 12
"""Rows of a head; no report comes near it."""
_ROWS: Final = 300
"""Rows of a table; no report comes near it."""
_NEARBY: Final = 30
"""Rows above one that show where the labels of a table stand."""
_MOST: Final = 60
"""Columns; no table of a report comes near it."""
_CELLS: Final = 200
"""Cells of a head; no report comes near it."""


@dataclass
class Plain:
    """A table found: where it begins, what it is, and the lines that it takes up."""

    page: int
    number: int
    table: Table
    lines: set[tuple[int, int]] = field(default_factory=set)


def find_plain(sheets: Sequence[Sheet], furniture: Collection[tuple[int, int]]) -> list[Plain]:
    """Find the tables among the lines of pages.

    Parameters
    ----------
    sheets : sequence of Sheet
        The lines of the pages outside tables that are known.
    furniture : collection of (int, int)
        Lines that are running heads and page numbers, by page and number.

    Returns
    -------
    list of Plain
        In reading order; their tables all have the number 0.
    """
    lines = [
        line
        for sheet in sheets
        for line in sheet.lines
        if (line.page, line.number) not in furniture
    ]
    if sum(len(line.words) > 1 for line in lines) < _FEW:
        return []
    if sum(len(line.words) for line in lines) > limits.PDF_WORDS:
        return []
    known = {(line.page, line.number): line for line in lines}
    loose = [
        line
        for sheet in sheets
        for line in sheet.lines[:_FIRST]
        if (line.page, line.number) in furniture and line.text[:1].isdigit()
    ]
    found: list[Plain] = []
    before = ""
    rows = rows_of(lines)
    # One that prints line by line through all cells has no second line of a cell beside another.
    by_cell = any(sum(len(cell.lines) > 1 for cell in row) > 1 for row in rows)
    for head, body, above in _blocks(rows):
        name = head[0][0].text
        caption = _caption(above, head[0], same=name == before)
        if caption and any(line[:2] in table.lines for table in found for line in caption.lines):
            caption = None
        made = _plain(head, body, caption, known, by_cell=by_cell)
        if made is not None:
            found.append(_doubted(made, loose))
        before = name
    return found


def _doubted(plain: Plain, loose: Sequence[Line]) -> Plain:
    """Doubt long numbers at the foot of a page where the next one begins with figures under them.

    They may be page numbers, or digits that a narrow cell broke off and the page tore.
    """
    table, second = plain.table, dict(plain.table.second)
    for page in {line.page - 1 for line in loose} & set(table.pages):
        row = len(table.pages) - table.pages[::-1].index(page)
        for cell in table.cells:
            if cell.row != row or len(cell.text) < _DIGITS or not cell.text[-1].isdigit():
                continue
            x0, _, x1, _ = table.boxes[cell.row, cell.column]
            over = [
                word.text
                for line in loose
                for word in line.words
                if line.page == page + 1 and word.x0 < x1 and x0 < word.x1
            ]
            if over:
                second[cell.row, cell.column] = cell.text + over[0]
    return replace(plain, table=replace(table, second=second))


def _caption(above: Sequence[Row], head: Row, *, same: bool) -> Stack | None:
    """Return the text over a head that is a row of its own, if one is: the name of a kind of case.

    It is where the head is that of the table before again, or where a heading stands over it.
    """
    if not above or len(above[-1]) > 1 or not _is_near(above[-1], head):
        return None
    text, under = above[-1][0], head[0].lines[0]
    line = text.lines[0]
    if len(text.lines) > 1 or abs(line.size - under.size) > _OTHER_SIZE * under.size:
        return None
    heading = len(above) > 1 and HEADING.match(above[-2][0].text)
    named = not ORDINAL.match(line.text) or line.text.startswith("第")
    return text if named and len(line.text) <= _LONGEST and (same or heading) else None


def _is_head(row: Row) -> bool:
    return len(row) > 1 and not any(cell.is_figure for cell in row)


def _is_body(row: Row) -> bool:
    return any(cell.is_figure for cell in row)


def _low(row: Row) -> Line:
    return max((cell.lines[-1] for cell in row), key=lambda line: line.base)


def _is_near(above: Row, below: Row) -> bool:
    """Tell whether two rows follow one another without a wider gap."""
    low, high = _low(above), min((cell.lines[0] for cell in below), key=lambda line: line.base)
    return low.page != high.page or high.base - low.base <= _APART * low.size


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row], list[Row]]]:
    """Yield heads, what stands under each (rows with numbers, labels between them), and above."""
    at = 0
    while at < len(rows):
        start = at
        top, at = _head(rows, start)
        stop = _last(rows, at, [cell for row in top for cell in row]) if top else at
        if stop > at:
            yield top, list(rows[at:stop]), list(rows[max(0, start - 2) : start])
        at = max(stop, start + 1)


def _head(rows: Sequence[Row], start: int) -> tuple[list[Row], int]:
    """Take the rows of a head, and give back to its first cell what a page tore off it."""
    top: list[Row] = []
    at = start
    while at < len(rows) and len(top) < _DEEP and (not top or _is_near(*rows[at - 1 : at + 1])):
        row = list(rows[at])
        first = top[0][0] if top else row[0]
        cut = row[0].page != rows[at - 1][0].page and row[0].overlaps(first)
        if top and cut and len(first.lines[-1].text) > _LABEL:
            top[0][0] = Stack([*first.lines, *row.pop(0).lines])
        elif not _is_head(row):
            break
        if any(cell.is_figure for cell in row):
            return [], start + 1
        top += [row] if row else []
        at += 1
    return top, at


def _last(rows: Sequence[Row], start: int, labels: Sequence[Stack]) -> int:
    """Find where the rows under a head end: with a number, or what a page tore off a label."""
    stop = last = start
    edge = inf
    while stop < len(rows) and stop - start < _ROWS:
        row = rows[stop]
        if _is_body(row):
            edge = min(edge, *(cell.x0 for cell in row if cell.is_figure))
            last = stop + 1
        elif (
            (len(row) > 1 and not _is_like(row, labels, rows[max(start, stop - _NEARBY) : stop]))
            or not _in_labels(row, edge)
            or not _is_near(rows[stop - 1], row)
        ):
            break
        stop += 1
    if start < last < stop and rows[last][0].page != rows[last - 1][0].page:
        body = [cell for row in rows[start:last] for cell in row if not cell.is_figure]
        last += any(cell.overlaps(rows[last][0]) for cell in body)
    return last


def _is_like(row: Row, top: Sequence[Stack], body: Sequence[Row]) -> bool:
    """Tell whether labels stand where those of rows do: left of the head, but for its first cell.

    Or they stand under the same as other labels, of rows with numbers.
    """
    if row[-1].x1 <= min((cell.x0 for cell in top if not cell.overlaps(top[0])), default=0.0):
        return True
    over = [label for label in top if label.overlaps(row[-1])]
    labels = [cell for own in body if _is_body(own) for cell in own if not cell.is_figure]
    return bool(over) and all(any(label.overlaps(cell) for cell in labels) for label in over)


def _in_labels(row: Row, edge: float) -> bool:
    return all(cell.x1 <= edge for cell in row)


def _plain(
    rows: Sequence[Row],
    body: Sequence[Row],
    caption: Stack | None,
    known: dict[tuple[int, int], Line],
    *,
    by_cell: bool,
) -> Plain | None:
    head = head_of(rows, body) if sum(map(len, rows)) <= _CELLS else None
    if head is None or len(head.leaves) > _MOST:
        return None
    raw = []
    edge = edge_of(body)
    for row in body:
        labels = labels_of(row, edge)
        raw.append(Entry(labels, row[len(labels) :]))
    entries = entries_of(raw, by_cell=by_cell)
    if entries is None or any(map(_holds_a_number, entries)):
        return None
    while not entries[-1].values:
        entries.pop()  # nothing that a page tore off, but what stands under the table
    values = [entry.values for entry in entries]
    head = with_unlabelled(head, values)
    columns = placed(values, head)
    if columns is None:
        return None
    stacks = [cell for row in rows for cell in row]
    stacks += [cell for entry in entries for cell in (*entry.labels, *entry.values)]
    stacks += [caption] if caption else []
    taken = _taken(stacks, known)
    if taken is None:
        return None
    first = min(taken)
    return Plain(*first, table_of(head, entries, columns, caption), taken)


def _holds_a_number(entry: Entry) -> bool:
    """Tell whether a label ends in a figure: the first number of its row, which touches it."""
    lines = (line for label in entry.labels for line in label.lines)
    return any(_RUN_IN.search(line.text, max(0, len(line.text) - _NUMBER)) for line in lines)


def _runs_together(line: Line) -> bool:
    """Tell whether two numbers stand too close for words of their own."""
    apart = sum(
        one.text[-1].isdigit() and other.text[0].isdigit() for one, other in pairwise(line.words)
    )
    return len(_GAPS.findall(line.text)) > apart


def _taken(
    stacks: Sequence[Stack], known: dict[tuple[int, int], Line]
) -> set[tuple[int, int]] | None:
    """Name the lines of a table; None where something else stands in or among them."""
    printed = (line for stack in stacks for line in stack.lines if line.text)
    words = Counter((line.page, line.number) for line in printed)
    if any(len(known[key].words) != count for key, count in words.items()):
        return None
    if any(_runs_together(known[key]) for key in words):
        return None
    numbers: dict[int, list[int]] = {}
    for page, number in words:
        numbers.setdefault(page, []).append(number)
    for page, own in numbers.items():
        between = range(min(own), max(own) + 1)
        if sum((page, number) in known for number in between) != len(own):
            return None
    return set(words)
