"""Opening what a corpus is made of: files, members of archives, files that are one report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from gxkit.corpus.store.converting import Converting
from gxkit.corpus.store.items import Item
from gxkit.documents import Document, Note, read, read_bytes
from gxkit.documents.archives import Archive
from gxkit.documents.frames import Frames, inside
from gxkit.documents.names import INSIDE
from gxkit.documents.together import digest_of, together
from gxkit.documents.warc import SUFFIXES, WebArchive
from gxkit.errors import GxkitError, ReadError

_LARGEST = 1 << 30
"""So much of a file that could not be read is hashed: its id in the notes is worth no more."""


class Opener:
    """Reads items; keeps the last archive open, since its members follow one another.

    Parameters
    ----------
    ahead : sequence of Item
        What will be read, in that order: files for LibreOffice are then converted together.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.txt")
    >>> _ = file.write_text("一、总体情况", encoding="utf-8")
    >>> with Opener() as opener:
    ...     document = opener.document(Item("mine/a.txt", str(file), None, 18, 0))
    >>> document.path, document.at("l1")
    ('mine/a.txt', '一、总体情况')
    """

    def __init__(self, ahead: Sequence[Item] = ()) -> None:
        self._archive: Archive | WebArchive | None = None
        self._path = ""
        self._converting = Converting(ahead, self.data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._converting.__exit__()
        self._close()

    def _close(self) -> None:
        if self._archive is not None:
            self._archive.__exit__()
        self._archive = None

    def digest(self, item: Item) -> str | None:
        """Hash an item, as its document is; None where that cannot be done."""
        try:
            if item.parts:
                found = [self.digest(part) for part in item.parts]
                return digest_of(each for each in found if each) if all(found) else None
            if item.member is not None or item.said is not None:
                return hashlib.sha256(self.data(item)).hexdigest()
            if item.size > _LARGEST or not Path(item.file).is_file():
                return None
            with Path(item.file).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except (OSError, GxkitError):
            return None

    def data(self, item: Item) -> bytes:
        """Return the bytes of an item.

        Raises
        ------
        GxkitError, OSError
            It cannot be read.
        """
        if item.said is not None:
            return item.said.encode()
        if item.member is None:
            return Path(item.file).read_bytes()
        archive = self._opened(item)
        if isinstance(archive, WebArchive):
            if item.record is None and not archive.members:
                archive.look()
            return archive.read(item.member, item.record)
        return archive.read(item.member)

    def _opened(self, item: Item) -> Archive | WebArchive:
        if self._archive is None or self._path != item.file:
            self._close()
            name = item.name.split(INSIDE)[0]
            web = item.file.lower().endswith(SUFFIXES)
            self._archive = (WebArchive if web else Archive)(Path(item.file), name)
            self._path = item.file
        return self._archive

    def document(self, item: Item) -> Document:
        """Return the content of an item, under its name.

        Of files that are one report, those that cannot be read cost a note of level ``error``.

        Raises
        ------
        GxkitError
            It cannot be read; the message names it as the user does.
        """
        if item.trouble is not None:
            raise ReadError(item.trouble)
        if item.parts:
            return self._together(item.parts)
        self._converting.make_ready(item)
        if item.member is None:
            return read(item.file, name=item.name)
        document = read_bytes(self.data(item), item.name, self._frames(item))
        document = replace(document, file=item.file)
        if item.record is not None and item.record.cut:
            said = f"the crawler cut the answer short (WARC-Truncated: {item.record.cut})"
            return replace(document, notes=(Note("read", "warning", said), *document.notes))
        return document

    def _frames(self, item: Item) -> Frames | None:
        """Return what lies beside a page in a zip; a crawler's frames are pages of their own."""
        archive = self._opened(item)
        if isinstance(archive, WebArchive) or item.member is None:
            return None
        return inside(item.member, archive.members, archive.read)

    def _together(self, parts: Sequence[Item]) -> Document:
        found: list[Document] = []
        failed: list[GxkitError] = []
        for part in parts:
            try:
                found.append(self.document(part))
            except GxkitError as error:
                failed.append(error)
        if not found:
            raise failed[0]
        document = together(found)
        notes = [Note("together", "error", str(error)) for error in failed]
        return replace(document, notes=(*notes, *document.notes))
