"""What a build is to read: files, and the members of archives, each with a first look at it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import NamedTuple, Self

from gxkit.corpus.read import can_be_report, find_files, is_searched
from gxkit.corpus.store.archives import INSIDE, SUFFIX, Archive, leads_out
from gxkit.corpus.store.fills import Fill
from gxkit.documents import Document, read, read_bytes
from gxkit.documents.limits import MEGABYTE
from gxkit.documents.office import together
from gxkit.errors import GxkitError, ReadError

_TOGETHER = 32
_LARGE = 20 * MEGABYTE
"""So many files, or about so many bytes, are converted in one call."""
_BY_OFFICE = frozenset({".doc", ".wps", ".rtf", ".odt", ".ppt", ".dps", ".odp", ".ods", ".dot"})

UNKNOWN = -1
"""The size of what cannot even be looked at."""


class Item(NamedTuple):
    """A file, or a member of an archive.

    `name` is its path as the user gave it, `file` where it lies, `member` its name in the
    archive. `size` in bytes and `stamp` (the time of the last change in nanoseconds, of
    the archive for a member) are what a later build looks at first. `trouble` says why it
    cannot be read at all.
    """

    name: str
    file: str
    member: str | None
    size: int
    stamp: int
    fill: Fill | None = None
    trouble: str | None = None


def find_items(
    sources: Iterable[str | PathLike[str]], fills: Mapping[str, Fill] | None = None
) -> list[Item]:
    """Find everything that can be a report.

    Parameters
    ----------
    sources : iterable of paths
        Files, folders with all below them, and archives (.zip), also inside folders.
    fills : mapping of str to Fill, optional
        What a manifest says of files, by absolute path.

    Returns
    -------
    list of Item
        In the order of the sources, within a folder by name. An archive that cannot be
        opened is one item, with its trouble.

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
        if path.suffix.lower() == SUFFIX:
            found += _members(name, file, stamp, known)
        else:
            # One string for both where they are the same: there may be a million of them.
            place = name if name == file else file
            found.append(Item(name, place, None, size, stamp, known.get(file)))
    return found


def _members(name: str, file: str, stamp: int, fills: Mapping[str, Fill]) -> Iterator[Item]:
    try:
        with Archive(Path(file), name) as archive:
            for member, info in archive.members.items():
                *folders, last = member.split("/")
                wanted = can_be_report(last) and all(map(is_searched, folders))
                if not wanted and not leads_out(member):
                    continue  # what leads out is read in vain, so that it is told
                fill = fills.get(os.path.normpath(f"{file}/{member}"))
                yield Item(f"{name}{INSIDE}{member}", file, member, info.file_size, stamp, fill)
    except GxkitError as error:
        yield Item(name, file, None, UNKNOWN, stamp, trouble=str(error))


def fill_text(item: Item) -> str | None:
    """Return what a manifest says of an `item`, as the text that is kept with what was read.

    Examples
    --------
    >>> fill_text(Item("a.txt", "/a.txt", None, 1, 0, Fill(year=2023)))
    '[null, null, 2023, null, null]'
    """
    return None if item.fill is None else json.dumps(item.fill, ensure_ascii=False)


class Opener:
    """Reads items; keeps the last archive open, since its members follow one another.

    Items that are known `ahead`, in the order of reading, are converted together where
    LibreOffice is needed.

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
        self._archive: Archive | None = None
        self._path = ""
        self._ahead = list(ahead)
        self._converted = ExitStack()
        self._ready: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._converted.close()
        self._close()

    def _close(self) -> None:
        if self._archive is not None:
            self._archive.__exit__()
        self._archive = None

    def data(self, item: Item) -> bytes:
        """Return the bytes of an item.

        Raises
        ------
        GxkitError, OSError
            It cannot be read.
        """
        if item.member is None:
            return Path(item.file).read_bytes()
        if self._archive is None or self._path != item.file:
            self._close()
            self._archive = Archive(Path(item.file), item.name.split(INSIDE)[0])
            self._path = item.file
        return self._archive.read(item.member)

    def document(self, item: Item) -> Document:
        """Return the content of an item, under its name.

        Raises
        ------
        GxkitError
            It cannot be read; the message names it as the user does.
        """
        if item.trouble is not None:
            raise ReadError(item.trouble)
        self._convert_ahead(item)
        if item.member is not None:
            return read_bytes(self.data(item), item.name)
        return read(item.file, name=item.name)

    def _convert_ahead(self, item: Item) -> None:
        """Convert an item and those after it that need it too, in one call of LibreOffice."""
        if item not in self._ahead:
            return
        del self._ahead[: self._ahead.index(item)]
        if item.name in self._ready or not self._is_converted(item):
            return
        self._converted.close()
        chosen: list[Item] = []
        for other in filter(self._is_converted, self._ahead):
            if len(chosen) == _TOGETHER or sum(each.size for each in chosen) > _LARGE:
                break
            chosen.append(other)
        self._ready = {other.name for other in chosen}
        self._converted.enter_context(together(self._contents(chosen)))

    def _is_converted(self, item: Item) -> bool:
        """Tell by its name whether LibreOffice may be needed: a guess that costs little."""
        name = item.member or item.file
        return item.trouble is None and Path(name).suffix.lower() in _BY_OFFICE

    def _contents(self, items: Iterable[Item]) -> Iterator[tuple[str, bytes]]:
        for item in items:
            try:
                if 0 <= item.size <= _LARGE:
                    yield item.name, self.data(item)
            except (GxkitError, OSError):
                continue  # told when it is read
