"""Places as the facts and sections give them, compared, and the text between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gxkit.checks.model import Evidence
from gxkit.documents.model import Paragraph

_PART = re.compile(r"([a-z])(\d+)")

Place = tuple[tuple[str, int], ...]


@lru_cache(maxsize=4096)
def place(where: str) -> Place:
    """Take a place apart, so that places of one kind compare as they stand on the page.

    Examples
    --------
    >>> place("l143"), place("t2 r7 c5") < place("t2 r10 c1")
    ((('l', 143),), True)
    """
    return tuple((letter, int(number)) for letter, number in _PART.findall(where))


def comparable(one: Place, other: Place) -> bool:
    """Tell whether `one` place and the `other` are of one kind: both lines, both cells.

    Examples
    --------
    >>> comparable(place("l3"), place("l9")), comparable(place("l3"), place("t1 r1 c1"))
    (True, False)
    """
    return [letter for letter, _ in one] == [letter for letter, _ in other]


def printed(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield the texts of the page of `evidence` in reading order, each with its place."""
    for block in evidence.document.blocks if evidence.document else ():
        if isinstance(block, Paragraph):
            yield block.where, block.text
        else:
            for cell in block.cells:
                yield block.where(cell), cell.text


def section_text(evidence: Evidence, section: int) -> str | None:
    """Return all that the page of `evidence` prints in a `section`, its table included.

    None where it is not known where the section begins.
    """
    starts = {part.section: part.where for part in evidence.parsed.sections if part.part == 0}
    if section not in starts or evidence.document is None:
        return None
    end = next((starts[number] for number in sorted(starts) if number > section), None)
    if end == starts[section]:
        return None  # the whole page is one line
    texts: list[str] = []
    inside = False
    for where, text in printed(evidence):
        if where == end:
            break
        inside = inside or where == starts[section]
        if inside:
            texts.append(text)
    return "\n".join(texts) if inside else None
