"""Places as the facts give them, compared, and the text of a section with its table."""

from __future__ import annotations

import re
from functools import lru_cache

from gxkit.checks.model import Evidence
from gxkit.documents.model import Paragraph

_PART = re.compile(r"([a-z])(\d+)")
_DOCUMENT = "d"

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

    Places of two documents of one report follow no common order.

    Examples
    --------
    >>> comparable(place("l3"), place("l9")), comparable(place("l3"), place("t1 r1 c1"))
    (True, False)
    """
    if [letter for letter, _ in one] != [letter for letter, _ in other]:
        return False
    return not one or one[0][0] != _DOCUMENT or one[0] == other[0]


def section_text(evidence: Evidence, section: int) -> str | None:
    """Return all that the page of `evidence` prints in a `section`, its table included.

    None where it is not known where the section begins, or several share one paragraph.
    """
    starts = evidence.starts
    if section not in starts or evidence.document is None:
        return None
    begun = starts[section]
    end = min((at for at in starts.values() if at > begun), default=None)
    lines: list[str] = []
    for block in evidence.document.blocks[begun:end]:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines.extend([cell.text for cell in block.cells])
    return "\n".join(lines)
