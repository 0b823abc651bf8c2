"""Which lines are the label of a row without rules: where its numbers stand beside them tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from gxkit.documents.lines import Line
from gxkit.documents.paragraphs import ORDINAL
from gxkit.documents.pdf_plain_rows import Stack

_BESIDE: Final = 0.25
"""Type sizes by which numbers may stand off the line or the middle that they are set by."""
_NEAR: Final = 2.0
"""Points by which the sides or the middles of lines of labels may differ that stand over one another."""
_INDENT: Final = 2.5
"""Type sizes by which the first line of a label may be indented."""
_FULL: Final = 0.9
"""Share of what begins the next line for which a full line has no room."""
_NEARLY: Final = 0.7
"""Share of the widest line that one is wide which goes on, where ordinals begin all labels."""
_MOST: Final = 1_000
"""Lines of labels; no report has so many."""
_MANY, _MOSTLY = 4, 0.8
"""Where so many labels begin with an ordinal, one without goes on with the line above."""
_STEP: Final = 2.4
"""Type sizes from a line of a label to the next one, at most."""
_FEW: Final = 3
"""Digits of a number that went to the next line, at least."""
_MODES: Final = ("top", "middle")
"""How numbers stand beside a label of several lines: all rows of a table alike."""


@dataclass
class Entry:
    """A row of a table: its labels, those of groups before its own, and its numbers."""

    labels: list[Stack]
    values: list[Stack]

    @property
    def first(self) -> Line:
        """The line that is printed first."""
        return (self.labels or self.values)[-1 if self.labels else 0].lines[0]

    @property
    def last(self) -> Line:
        """The last line of its label, or of its numbers."""
        return (self.labels or self.values)[-1].lines[-1]

    @property
    def page(self) -> int:
        """The page of its numbers, or of its label."""
        return self.values[0].page if self.values else self.first.page


def entries_of(rows: Sequence[Entry], *, by_cell: bool = False) -> list[Entry] | None:
    """Give every row its own label: part those of blank rows, heal those that a page tears.

    Parameters
    ----------
    rows : sequence of Entry
        Rows as the order of the file tells them. The label of a row without numbers may have
        run into that of the next row.
    by_cell : bool
        Whether it is known that the file prints one cell after another.

    Returns
    -------
    list of Entry or None
        None where the numbers of a row do not stand beside its label as those of the others
        do, or where it cannot be seen whether a text goes on with the label above it.
    """
    room = _Room(rows)
    if len(room.own) + len(room.groups) > _MOST:
        return None
    modes = _modes(rows)
    parted: list[Entry] = []
    for at, row in enumerate(rows):
        cut = any(row.page != other.page for other in rows[max(0, at - 1) : at + 2])
        found = list(_parted(row, modes, room, cut=cut))
        if not found:
            return None
        parted += found
    if parted and _begins_torn(parted[0], room):
        return None
    healed = _whole(parted, room, by_cell=by_cell)
    if healed is None or not _go_down(healed):
        return None
    labelled = [bool(row.labels) for row in healed]
    return healed if all(labelled) or not any(labelled) else None


def _begins_torn(first: Entry, room: _Room) -> bool:
    """Tell whether the first row is blank, without an ordinal: torn off on the page before."""
    blank = room.counted and not first.values and bool(first.labels)
    return blank and not ORDINAL.match(first.labels[-1].text)


def _modes(rows: Sequence[Entry]) -> Sequence[str]:
    """Name how numbers are set beside labels of several lines, or all ways where that is not seen."""
    tall = [row for row in rows if row.values and row.labels and len(row.labels[-1].lines) > 1]
    counts = {mode: sum(_fits(row, mode) for row in tall) for mode in _MODES}
    best = max(counts, key=lambda mode: counts[mode])
    rest = sum(counts.values()) - counts[best]
    return (best,) if counts[best] > 2 * rest else _MODES


def _whole(parted: Sequence[Entry], room: _Room, *, by_cell: bool) -> list[Entry] | None:
    """Join what pages tear; None where a line may go on with a label that has its numbers."""
    healed: list[Entry] = []
    doubtful = 0
    for entry in parted:
        before = healed[-1] if healed else None
        _heal_group(healed, entry, room)
        if before is not None and before.last.page != entry.first.page:
            joined = _healed(before, entry, room)
            if joined is None:
                return None
            healed[-1:] = joined
            continue
        if before is not None and bool(before.values) != bool(entry.values):
            may = room.is_one if entry.values else room.goes_on
            if _goes_on(before, entry, may):
                if entry.values:
                    return None  # the numbers of one label may stand at its foot
                doubtful += 1
        healed.append(entry)
    tall = sum(len(row.labels[-1].lines) > 1 for row in healed if row.labels and row.values)
    # A file that prints line by line through all cells gives what is left of a label last.
    return None if not by_cell and doubtful >= max(1, tall) else healed


def _healed(before: Entry, entry: Entry, room: _Room) -> list[Entry] | None:
    """Join what the end of a page tears; None where that cannot be done for sure."""
    goes_on = _goes_on(before, entry, room.goes_on)
    if entry.labels and not goes_on:
        return [before, entry]
    if before.values and entry.values:
        values = _joined(before.values, entry.values)
        if entry.labels and values is None:
            return [before, entry]
        # Two rows, or one whose numbers filled their cells: nobody can say.
        if entry.labels or values is None:
            return None
    else:
        values = before.values or entry.values
    labels = before.labels
    if entry.labels:
        labels = [*labels[:-1], Stack([*labels[-1].lines, *entry.labels[-1].lines])]
    return [Entry(labels, values)]


def _joined(values: Sequence[Stack], rest: Sequence[Stack]) -> list[Stack] | None:
    """Let numbers go on with their last digits on the next page."""
    joined = list(values)
    for part in rest:
        own = [at for at, value in enumerate(joined) if value.overlaps(part)]
        if len(own) != 1:
            return None
        joined[own[0]] = Stack([*joined[own[0]].lines, *part.lines])
        if (
            len(joined[own[0]].lines[0].text) < len(part.text)
            or len(joined[own[0]].lines[0].text) < _FEW
        ):
            return None  # what goes on was as long as there was room
    return joined


class _Room:
    """How wide the lines of labels are that stand over one another, those of groups apart."""

    def __init__(self, rows: Sequence[Entry]) -> None:
        stacks = [(at, stack) for row in rows for at, stack in enumerate(reversed(row.labels))]
        self.own = [line for at, stack in stacks if at == 0 for line in stack.lines]
        self.groups = [line for at, stack in stacks if at > 0 for line in stack.lines]
        labels = [row.labels[-1].text for row in rows if row.labels and row.values]
        counted = sum(ORDINAL.match(label) is not None for label in labels)
        self.counted = counted >= max(_MANY, _MOSTLY * len(labels))

    def goes_on(self, above: Line, below: Line, *, group: bool = False) -> bool:
        """Tell whether a line may go on with the one above: that is full, and no ordinal begins it."""
        if ORDINAL.match(below.text) or abs(above.size - below.size) > _BESIDE * above.size:
            return False
        lines = self.groups if group else self.own
        widths = [line.x1 - line.x0 for line in lines if _over(line, above)]
        if not _over(above, below):
            return False
        width, most = above.x1 - above.x0, max(widths, default=0.0)
        return width + _FULL * below.first > most or (self.counted and width > _NEARLY * most)

    def is_one(self, above: Line, below: Line) -> bool:
        """Tell whether two lines may be of one label, where ordinals begin all others."""
        if self.counted:
            return not ORDINAL.match(below.text)
        # Set flush right, or the first line indented, they are as one to the left of it.
        flush = abs(above.x1 - below.x1) <= _NEAR
        indented = 0 < above.x0 - below.x0 <= _INDENT * above.size
        moved = above.x0 - below.x0 if flush or indented else 0.0
        centred = (above.x0 + above.x1 - below.x0 - below.x1) / 2
        if not moved and 0 < centred <= _INDENT / 2 * above.size:
            moved = centred
        return self.goes_on(above, below._replace(x0=below.x0 + moved, x1=below.x1 + moved))


def _over(one: Line, other: Line) -> bool:
    left, middle = one.x0 - other.x0, (one.x0 + one.x1 - other.x0 - other.x1) / 2
    return abs(left) <= _NEAR or abs(middle) <= _NEAR


def _goes_on(before: Entry, entry: Entry, may: Callable[[Line, Line], bool]) -> bool:
    """Tell whether a row may go on with the label of the one before, as its first line tells."""
    if not before.labels or not entry.labels:
        return False
    above, below = before.labels[-1].lines[-1], entry.labels[-1].lines[0]
    close = above.page != below.page or 0 < below.base - above.base < _STEP * above.size
    return len(entry.labels) == 1 and close and may(above, below)


def _heal_group(before: Sequence[Entry], entry: Entry, room: _Room) -> None:
    """Let the label of a group go on with what a page tore off it."""
    if len(entry.labels) != 2 or not before or before[-1].page == entry.first.page:
        return
    holder = next((row for row in reversed(before) if len(row.labels) > 1), None)
    if holder is not None:
        group, rest = holder.labels[-2], entry.labels[0]
        if room.goes_on(group.lines[-1], rest.lines[0], group=True):
            holder.labels[-2] = Stack([*group.lines, *rest.lines])
            del entry.labels[0]


def _fits(row: Entry, mode: str, cut: int = 0) -> bool:
    """Tell whether the numbers of a row stand beside its label as a mode of setting wants it."""
    if not row.labels or not row.values:
        return not row.values
    lines = row.labels[-1].lines[cut:]
    beside = median(_height(stack.lines, mode) for stack in row.values)
    return abs(_height(lines, mode) - beside) <= _BESIDE * lines[0].size


def _height(lines: Sequence[Line], mode: str) -> float:
    return lines[0].base if mode == "top" else (lines[0].base + lines[-1].base) / 2


def _parted(row: Entry, modes: Sequence[str], room: _Room, *, cut: bool) -> Iterator[Entry]:
    """Part a row from the labels of blank rows that were printed before its own."""
    if not row.labels:
        yield row
        return
    *groups, label = row.labels
    if not row.values:
        for own in _labels(label.lines, room):
            yield Entry([*groups, Stack(own)], [])
            groups = []
        return
    starts = [at for at in range(len(label.lines)) if any(_fits(row, mode, at) for mode in modes)]
    if len(starts) > 1:
        starts = [at for at in starts if not at or not room.goes_on(*label.lines[at - 1 : at + 1])]
    inside = label.lines[0].base <= row.values[0].lines[0].base <= label.lines[-1].base
    if len(starts) != 1 and not (cut and inside and not starts):
        return
    start = starts[0] if starts else 0
    if start and room.is_one(*label.lines[start - 1 : start + 1]):
        return  # one label, whose numbers stand at its foot
    for own in _labels(label.lines[:start], room) if start else ():
        yield Entry([*groups, Stack(own)], [])
        groups = []
    yield Entry([*groups, Stack(label.lines[start:])], row.values)


def _labels(lines: Sequence[Line], room: _Room) -> list[list[Line]]:
    """Part the lines of labels that stand under one another."""
    found = [[lines[0]]]
    for above, below in pairwise(lines):
        if room.goes_on(above, below):
            found[-1].append(below)
        else:
            found.append([below])
    return found


def _go_down(entries: Sequence[Entry]) -> bool:
    """Tell whether rows stand under one another: their labels, and their numbers."""
    for above, below in pairwise(entries):
        if above.labels and below.labels:
            one, other = above.labels[-1].lines[-1], below.labels[-1].lines[0]
            if (one.page, one.base) >= (other.page, other.base):
                return False
        if above.values and below.values:
            one, other = above.values[0].lines[-1], below.values[0].lines[0]
            if (one.page, one.base) >= (other.page, other.base):
                return False
    return True
