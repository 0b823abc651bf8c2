"""The source around a place of a file, as one line to look at."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from gxkit.documents.crops import has_picture
from gxkit.documents.model import Document, Paragraph

_GRID = re.compile(r"t(\d+) r(\d+) c\d+$")


class Sources:
    r"""The lines and grid rows of a document, found by place without searching it again.

    Parameters
    ----------
    document : Document or None
        The content of a file.

    Examples
    --------
    >>> page = Document("a.txt", "text", "0" * 64, (Paragraph("规章\t0\t3", "l7"),))
    >>> Sources(page).around("l7", "3", 40)
    '规章 0 3'
    """

    def __init__(self, document: Document | None) -> None:
        self.document = document

    @cached_property
    def _lines(self) -> dict[str, str]:
        blocks = self.document.blocks if self.document else ()
        return {block.where: block.text for block in blocks if isinstance(block, Paragraph)}

    @cached_property
    def _grid(self) -> dict[tuple[int, int], list[tuple[int, str]]]:
        found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
        for block in self.document.blocks if self.document else ():
            if isinstance(block, Paragraph):
                continue
            for cell in block.cells:
                for row in range(cell.row, cell.row + cell.rowspan):
                    found[block.number, row].append((cell.column, cell.text))
        return found

    @cached_property
    def _parts(self) -> dict[str, Sources]:
        parts = self.document.parts if self.document else ()
        return {f"d{number}": Sources(part) for number, part in enumerate(parts, 1)}

    def around(self, where: str | None, raw: str | None, longest: int) -> str | None:
        """Return the text around a place, or None where there is none.

        Parameters
        ----------
        where : str or None
            ``l143`` or ``t2 r7 c5``, in one of several documents ``d2 t2 r7 c5``.
        raw : str or None
            What is printed there: a text longer than `longest` is cut around it.
        longest : int
            The most characters.
        """
        if where is None or self.document is None:
            return None
        if self.document.parts:
            number, _, place_there = where.partition(" ")
            part = self._parts.get(number)
            return part.around(place_there, raw, longest) if part else None
        place = _GRID.search(where)
        if place:
            cells = self._grid.get((int(place[1]), int(place[2])))
            text = " | ".join(text for _, text in sorted(cells)) if cells else None
        else:
            text = self._lines.get(where)
        if text is None:
            return None
        text = " ".join(text.split())
        if len(text) <= longest:
            return text
        at = max(0, text.find(raw or "") - longest // 2)
        start = min(at, len(text) - longest)
        ahead = "…" if start else ""
        behind = "…" if start + longest < len(text) else ""
        return ahead + text[start : start + longest] + behind

    def pictured(self, where: str | None) -> str | None:
        """Return a place if the row around it has a picture, else None; no file is opened."""
        return where if has_picture(self.document, where) else None
