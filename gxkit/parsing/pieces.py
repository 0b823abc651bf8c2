"""Printed pieces: what the lines of a text and the cells of a table give."""

from __future__ import annotations

import re
from typing import NamedTuple

from gxkit.documents.model import Paragraph
from gxkit.parsing.cuts import cuts, line_cuts

# Markdown's emphasis around a whole cell, and its escapes.
_MARKUP = ("*", "_", "`")
_EMPHASIS = re.compile(r"^(\*{1,3}|_{1,3}|`)(.+?)\1$")
_ESCAPE = re.compile(r"\\([*_.()#+|/\\-])")


class Piece(NamedTuple):
    """A printed piece: its text, its place, and where it stands in its row or line.

    `column` and `span` count grid columns from 1 (0: the source has none). `start` and
    `end` cut it out of its paragraph. `shared` is 1 where one cell covers several rows,
    2 where it only reaches into this one from above. A `glued` piece is a run of
    digits in which cells are not kept apart.
    """

    text: str
    where: str
    block: int
    column: int = 0
    span: int = 1
    start: int = 0
    end: int = 0
    shared: int = 0
    glued: bool = False


def piece_of(
    number: int,
    block: Paragraph,
    start: int,
    end: int,
    *,
    glued: bool = False,
    column: int = 0,
) -> Piece:
    """Make the piece that stands at a stretch of a line."""
    text = block.text[start:end].strip()
    if text[:1] in _MARKUP:
        text = _EMPHASIS.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return Piece(text, block.where, number, column, 1, start, end, 0, glued)


def part_of(piece: Piece, first: int, last: int) -> Piece:
    """Cut a number or mark out of a run of figures."""
    # As `_replace` does it, but in a third of the time: of these there are thousands.
    text, where, block, column, span, start, end, shared, _ = piece
    return Piece(text[first:last], where, block, column, span, start, end, shared)


def cut_line(number: int, block: Paragraph) -> list[Piece]:
    """Cut a line without bars or tabs into its pieces."""
    found = line_cuts(block.text)
    return [piece_of(number, block, start, end, glued=glued) for start, end, glued in found]


def cut_stretch(number: int, block: Paragraph, start: int, end: int) -> list[Piece]:
    """Cut what stands between two bars or tabs of a line into its pieces."""
    return [
        piece_of(number, block, start + first, start + last, glued=glued)
        for first, last, glued in cuts(block.text[start:end])
    ]
