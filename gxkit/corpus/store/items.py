"""What a build is to read: files, and the members of archives, each with a first look at it."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import NamedTuple, Self

from gxkit.corpus.finding import find_files
from gxkit.corpus.store.fills import Fill
from gxkit.documents import Document, Note, read, read_bytes
from gxkit.documents.archives import SUFFIX, Archive
from gxkit.documents.frames import Frames, inside
from gxkit.documents.names import INSIDE
from gxkit.documents.together import AND, digest_of, together
from gxkit.documents.warc import SUFFIXES, Record, WebArchive
from gxkit.errors import GxkitError, ReadError

UNKNOWN = -1
"""The size of what cannot even be looked at."""

_LARGEST = 1 << 30
"""So much of a file that could not be read is hashed: its id in the notes is worth no more."""


class Item(NamedTuple):
    """A file, or a member of an archive: a file in a zip, an answer in a web archive.

    `name` is its path as the user gave it, `file` where it lies, `member` its name in the
    archive. `size` in bytes and `stamp` (the time of the last change in nanoseconds, of
    the archive for a member) are what a later build looks at first. `trouble` says why it
    cannot be read at all, and `said` what is to be told of an archive: such an item is none
    to read. `record` is where a web archive has the member. `parts` are the files that a
    manifest says are one report; the item then bears the names of all.
    """

    name: str
    file: str
    member: str | None
    size: int
    stamp: int
    fill: Fill | None = None
    trouble: str | None = None
    said: str | None = None
    record: Record | None = None
    parts: tuple[Item, ...] = ()


def find_items(
    sources: Iterable[str | PathLike[str]], fills: Mapping[str, Fill] | None = None
) -> list[Item]:
    """Find everything that can be a report.

    Parameters
    ----------
    sources : iterable of paths
        Files, folders with all below them, and archives (.zip, .warc, .warc.gz), also inside
        folders.
    fills : mapping of str to Fill, optional
        What a manifest says of files, by absolute path.

    Returns
    -------
    list of Item
        In the order of the sources, within a folder by name. An archive that cannot be
        opened is one item, with its trouble; so is the end of a web archive that is cut off.

    Raises
    ------
    ReadError
        A source does not exist, or none was given.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.txt")
    >>> _ = file.write_text("x", encoding="utf-8")
    >>> [(item.size, item.member) for item in find_items([file.parent])]
    [(1, None)]
    """
    known = fills or {}
    found: list[Item] = []
    for path in find_files(*sources):
        name, file = os.fspath(path), os.path.abspath(path)  # noqa: PTH100 (links stay as they are)
        try:
            status = path.stat()
            size, stamp = status.st_size, status.st_mtime_ns
        except OSError:
            size, stamp = UNKNOWN, 0
        place = _Place(name, file, size, stamp)
        if name.lower().endswith(SUFFIX):
            found += _members(place, known)
        elif name.lower().endswith(SUFFIXES):
            found += _records(place, known)
        else:
            found.append(place.item(known))
    return list(_grouped(found))


def _grouped(items: Sequence[Item]) -> Iterator[Item]:
    """Put items that are one report into one, where the first of them stands."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.fill is not None and item.fill.group:
            groups[item.fill.group].append(item)
    for item in items:
        group = groups.get(item.fill.group or "") if item.fill is not None else None
        if group is None or len(group) == 1:
            yield item
        elif group[0] is item:
            yield _one(group)


def _one(group: Sequence[Item]) -> Item:
    known = [max(each.size, 0) for each in group]
    fills = [each.fill for each in group if each.fill is not None]
    fill = Fill(*(next(filter(None, values), None) for values in zip(*fills, strict=True)))
    # The sum of the times: whichever of the files changes, it is another.
    stamp = sum(each.stamp for each in group) % (1 << 62)
    name = AND.join(each.name for each in group)
    return Item(name, group[0].file, None, sum(known), stamp, fill, parts=tuple(group))


class _Place(NamedTuple):
    name: str
    file: str
    size: int
    stamp: int

    def item(self, fills: Mapping[str, Fill]) -> Item:
        # One string for both where they are the same: there may be a million of them.
        file = self.name if self.name == self.file else self.file
        return Item(self.name, file, None, self.size, self.stamp, fills.get(self.file))

    def trouble(self, said: str) -> Item:
        return Item(self.name, self.file, None, UNKNOWN, self.stamp, trouble=said)


def _members(place: _Place, fills: Mapping[str, Fill]) -> Iterator[Item]:
    name, file, _, stamp = place
    try:
        with Archive(Path(file), name) as archive:
            if archive.is_file:
                yield place.item(fills)  # a Word file, say, that lies about its kind
                return
            for member in archive.reports:  # what leads out is read in vain, so that it is told
                fill = fills.get(os.path.normpath(f"{file}/{member}"))
                size = archive.members[member].file_size
                yield Item(f"{name}{INSIDE}{member}", file, member, size, stamp, fill)
    except GxkitError as error:
        yield place.trouble(str(error))


def _records(place: _Place, fills: Mapping[str, Fill]) -> Iterator[Item]:
    name, file, size, stamp = place
    try:
        with WebArchive(Path(file), name).look() as archive:
            for member, record in archive.members.items():
                fill = fills.get(os.path.normpath(f"{file}/{member}"))
                told = f"{name}{INSIDE}{member}"
                yield Item(told, file, member, record.length, stamp, fill, record=record)
            if archive.trouble:
                yield place.trouble(archive.trouble)
            elif archive.said:
                yield Item(name, file, None, size, stamp, said=archive.said)
    except GxkitError as error:
        yield place.trouble(str(error))


def fill_text(item: Item) -> str | None:
    """Return what a manifest says of an `item`, as the text that is kept with what was read.

    Examples
    --------
    >>> fill_text(Item("a.txt", "/a.txt", None, 1, 0, Fill(year=2023)))
    '[null, null, 2023, null, null, null]'
    """
    return None if item.fill is None else json.dumps(item.fill, ensure_ascii=False)


class Opener:
    """Reads items; keeps the last archive open, since its members follow one another.

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

    def __init__(self) -> None:
        self._archive: Archive | WebArchive | None = None
        self._path = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
        if item.member is None:
            return read(item.file, name=item.name)
        document = read_bytes(self.data(item), item.name, self._frames(item))
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
