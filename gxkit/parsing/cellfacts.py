"""The fact of one cell, made from the pieces that stand in it or may."""

from __future__ import annotations

from gxkit.parsing.model import Fact, How
from gxkit.parsing.numbers import Reading, read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.placing import RowFound

_new = tuple.__new__


def fact_of(key: tuple[str, str, str], unit: str | None, piece: Piece, how: How) -> Fact:
    """Make the fact of a cell from the piece that stands in it."""
    reading: Reading = read_number(piece.text)
    state = reading.state
    if piece.shared and state == "number":
        return Fact(*key, None, unit, "ambiguous", None, piece.text, piece.where)
    # Most facts of a report are made here: not by way of NamedTuple's own constructor.
    return _new(
        Fact, (*key, reading.value, reading.unit or unit, state, how, piece.text, piece.where)
    )


def unsettled(key: tuple[str, str, str], unit: str | None, row: RowFound) -> Fact:
    """Make the fact of a cell of which nobody can say what its row prints in it."""
    raw = " ".join(piece.text for piece in row.values if piece.text)
    where = next((piece.where for piece in row.values if piece.text), row.label.where)
    return Fact(*key, None, unit, "ambiguous", None, raw, where)
