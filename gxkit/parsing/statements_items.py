"""A sentence as the walk meets it: cues, quantities and punctuation marks, and what came of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, TypeVar

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue

_START = attrgetter("start")
# Some pages set the entries of a list apart by strokes: 维持6|纠正0, 自然人8件/商业企业1件.
_MARK = re.compile(r"[,;:、()|]|/(?=[一-龥])")


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
    found = _outside(found, spans)
    pieces = [Item(cue.start, cue.end, cue, None, "") for cue in cues]
    pieces += [Item(each.start, each.end, None, each, "") for each in found]
    pieces.sort(key=_START)
    marks = [
        Item(mark.start(), mark.end(), None, None, mark[0])
        for mark in _MARK.finditer(text, start, end)
    ]
    pieces += _outside(marks, [(piece.start, piece.end) for piece in pieces])
    pieces.sort(key=_START)
    return pieces


_Piece = TypeVar("_Piece", Quantity, Item)


def _outside(pieces: Sequence[_Piece], spans: Sequence[tuple[int, int]]) -> list[_Piece]:
    """Return the pieces that begin in none of the spans; both are in order."""
    kept: list[_Piece] = []
    at, count = 0, len(spans)
    for piece in pieces:
        while at < count and spans[at][1] <= piece.start:
            at += 1
        if at == count or piece.start < spans[at][0]:
            kept.append(piece)
    return kept
