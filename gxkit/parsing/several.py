"""Files that hold one report behind another: the first of them is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final

from gxkit.documents.model import Block, Document, Note, Paragraph, Table
from gxkit.parsing import agencies, cues
from gxkit.parsing.labels import refs
from gxkit.parsing.model import Line
from gxkit.parsing.titles import Title, find_title

_FIRST: Final = re.compile(r"[#*\s]*一\s*[、.．,，]\s*(.{2,14})")
_GAP: Final = re.compile(r"[\t|]|\s{2,}")
_ABOVE: Final = 20
"""Blocks above a first heading among which the title of its report stands."""
_STARTS: Final = 50
"""First headings that are looked at, those of contents among them; no file has so many reports."""
_LABELS: Final = 5
"""So many labels of rows are a table, not a text that names some."""
_CELLS: Final = 4
"""Cells at the beginning of a line among which its label stands."""


def first_report(document: Document) -> tuple[Document, list[Note]]:
    """Leave of a document its first report, where a whole other one follows.

    Parameters
    ----------
    document : Document
        Any document.

    Returns
    -------
    tuple of (Document, list of Note)
        The document up to the title of the second report, and a note that says so; the
        document as it is where no title of another year or body stands over a second outline
        with tables.

    Examples
    --------
    >>> page = Document("a.txt", "text", "0" * 64, (Paragraph("一、总体情况", "l1"),))
    >>> first_report(page) == (page, [])
    True
    """
    blocks = document.blocks
    starts = [at for at, block in enumerate(blocks) if _begins(block)]
    if len(starts) < 2:
        return document, []
    del starts[_STARTS:]
    first = _title(blocks, max(0, starts[0] - _ABOVE), starts[0])
    labels: list[int] = []  # so many were read before each block
    for before, start in pairwise(starts):
        second = _title(blocks, max(before + 1, start - _ABOVE), start)
        if first is None or second is None or not _others(first, second):
            continue
        cut = next(at for at, block in enumerate(blocks) if _at(block) == second.where)
        labels = labels or list(accumulate(map(_labels, blocks), initial=0))
        if min(labels[cut], labels[-1] - labels[cut]) >= _LABELS:
            told = f"the file holds another report behind the first, which alone is read: {second.text}"
            note = Note("read", "error", told, second.where)
            return replace(document, blocks=blocks[:cut]), [note]
    return document, []


def _begins(block: Block) -> bool:
    """Say whether a line is the heading of section one."""
    if not isinstance(block, Paragraph) or "一" not in block.text[:8]:
        return False
    match = _FIRST.match(block.text)
    return bool(match and cues.pattern("overview").match(cues.squeezed(match[1])))


def _at(block: Block) -> str:
    return block.where if isinstance(block, Paragraph) else ""


def _title(blocks: Sequence[Block], begin: int, end: int) -> Title | None:
    """Return the title that stands nearest above the first heading of a report."""
    found = None
    lines: list[Line] = []
    for block in reversed(blocks[begin:end]):
        if not isinstance(block, Paragraph):
            break
        lines.insert(0, Line(block.text, block.where))
        title = find_title(lines)
        if found is not None and (title is None or not title.agency):
            return found  # the line above belongs to something else
        found = title
        if found is not None and found.agency:
            return found
    return found


def _others(one: Title, other: Title) -> bool:
    """Say whether two titles are those of two reports: of two years, or of two bodies."""
    if one.year and other.year and one.year != other.year:
        return True
    return bool(one.agency and other.agency and not agencies.same_body(one.agency, other.agency))


def _labels(block: Block) -> int:
    """Count the labels of rows that a block may hold."""
    texts = (
        [cell.text for cell in block.cells]
        if isinstance(block, Table)
        else _GAP.split(block.text, _CELLS)[:_CELLS]
    )
    return sum(any(ref.role == "row" for ref in refs(text)) for text in texts if text)
