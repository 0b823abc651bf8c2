"""A sentence as the walk meets it: cues, quantities and punctuation marks, and what came of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue

_MARK = re.compile(r"[,;:、()]")


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity of a line and what it was understood to say; `measure` None for nothing.

    `role` is ``level``, ``change`` or ``share``; `among` tells that it stands in a list of
    parts (其中…). `clause` is the span of the words it stands in.
    """

    measure: str | None
    value: float
    unit: str | None
    manner: str
    upper: float | None
    step: float
    period: str
    scope: str | None
    start: int
    end: int
    clause: tuple[int, int]
    role: str = "level"
    among: bool = False


class Item(NamedTuple):
    """A piece of a sentence: a cue, a quantity or a punctuation mark."""

    start: int
    end: int
    cue: Cue | None
    quantity: Quantity | None
    mark: str


def items(
    text: str, start: int, end: int, cues: Sequence[Cue], found: Sequence[Quantity]
) -> list[Item]:
    """Return the cues, quantities and marks of a sentence in order."""
    spans = [(cue.start, cue.end) for cue in cues]
    kept = [each for each in found if not any(low <= each.start < high for low, high in spans)]
    items = [Item(cue.start, cue.end, cue, None, "") for cue in cues]
    items += [Item(each.start, each.end, None, each, "") for each in kept]
    taken = [*spans, *((each.start, each.end) for each in kept)]
    items += [
        Item(mark.start(), mark.end(), None, None, mark[0])
        for mark in _MARK.finditer(text, start, end)
        if not any(low <= mark.start() < high for low, high in taken)
    ]
    return sorted(items, key=lambda item: item.start)
