"""What a build is to read: files, and the members of archives, each with a first look at it."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from gxkit.corpus.finding import find_files
from gxkit.corpus.store.fills import Fill
from gxkit.documents.archives import SUFFIX, Archive
from gxkit.documents.names import INSIDE
from gxkit.documents.together import AND
from gxkit.documents.warc import SUFFIXES, Record, WebArchive
from gxkit.errors import GxkitError

UNKNOWN = -1
"""The size of what cannot even be looked at."""


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
