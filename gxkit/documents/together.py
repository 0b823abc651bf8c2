"""Several documents as one: a page and what hangs at it, each place with its document's number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from gxkit.documents.model import Block, Document, Note, Paragraph, Table
from gxkit.errors import ReadError

AND: Final = " + "
"""What stands between the paths of documents that are read as one."""


@dataclass(frozen=True)
class Placed(Table):
    """A table of one of several documents: its places begin with the document's number."""

    prefix: str = ""

    def place(self, row: int, column: int) -> str:
        """Name the place of a row and a column from 1: ``d2 t1 r3 c2``."""
        return f"{self.prefix} {super().place(row, column)}"


def together(documents: Sequence[Document]) -> Document:
    """Put documents together that are one report.

    Parameters
    ----------
    documents : sequence of Document
        The documents, the one that counts most first.

    Returns
    -------
    Document
        With all of them as its `parts` and their blocks one after another. Its `sha256` is
        that of the documents' own ones, sorted: the same files in another order are the same
        report. The same bytes given twice count once, with a note; what is left of one document
        is that document.

    Raises
    ------
    ReadError
        There is none.

    Examples
    --------
    >>> page = Document("a.txt", "text", "0" * 64, (Paragraph("规章 3", "l1"),))
    >>> table = Document("b.txt", "text", "1" * 64, (Paragraph("规章 5", "l1"),))
    >>> both = together([page, table])
    >>> both.path, both.format, both.at("d2 l1"), both.at("d1")
    ('a.txt + b.txt', 'text', '规章 5', 'a.txt')
    """
    parts: dict[str, Document] = {}
    notes: list[Note] = []
    for document in _flat(documents):
        first = parts.setdefault(document.sha256, document)
        if first is not document:
            said = f"{document.path}: the same bytes as {first.path}, taken once"
            notes.append(Note("together", "warning", said))
    if not parts:
        raise ReadError("no document was given; name the files of one report")
    found = tuple(parts.values())
    if len(found) == 1:
        return replace(found[0], notes=(*notes, *found[0].notes))
    return Document(
        path=AND.join(part.path for part in found),
        format="+".join(dict.fromkeys(part.format for part in found)),
        sha256=digest_of(parts),
        blocks=tuple(
            _placed(block, f"d{number}")
            for number, part in enumerate(found, 1)
            for block in part.blocks
        ),
        hints={key: text for part in reversed(found) for key, text in part.hints.items()},
        notes=tuple(notes),
        parts=found,
    )


def digest_of(digests: Iterable[str]) -> str:
    """Return the hash of several files by their own ones: the same in whatever order.

    Examples
    --------
    >>> digest_of(["b", "a"]) == digest_of(["a", "b", "a"]), digest_of(["a", "a"])
    (True, 'a')
    """
    every = sorted(set(digests))
    return every[0] if len(every) == 1 else hashlib.sha256("\n".join(every).encode()).hexdigest()


def _flat(documents: Iterable[Document]) -> Iterable[Document]:
    for document in documents:
        yield from document.parts or (document,)


def _placed(block: Block, prefix: str) -> Block:
    if isinstance(block, Paragraph):
        return block._replace(where=f"{prefix} {block.where}")
    known = {each.name: getattr(block, each.name) for each in fields(block)}
    return Placed(**known, prefix=prefix)
