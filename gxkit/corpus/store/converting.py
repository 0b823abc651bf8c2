"""What LibreOffice must convert, many files in one call: each call costs half a second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from gxkit.corpus.store.items import Item
from gxkit.documents.limits import MEGABYTE
from gxkit.documents.office import together
from gxkit.errors import GxkitError

_TOGETHER = 32
_LARGE = 20 * MEGABYTE
"""So many files, or about so many bytes, are converted in one call."""
_BY_OFFICE = frozenset({".doc", ".wps", ".rtf", ".odt", ".ppt", ".dps", ".odp", ".ods", ".dot"})


class Converting:
    """Has items ready when they are read.

    Parameters
    ----------
    items : sequence of Item
        What will be read, in that order.
    data : callable
        Returns the bytes of an item.

    Examples
    --------
    >>> with Converting([], lambda item: b"") as converting:
    ...     converting.make_ready(Item("a.doc", "/a.doc", None, 1, 0))
    """

    def __init__(self, items: Sequence[Item], data: Callable[[Item], bytes]) -> None:
        self._ahead = [part for item in items for part in (item.parts or (item,))]
        self._data = data
        self._converted = ExitStack()
        self._ready: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._converted.close()

    def make_ready(self, item: Item) -> None:
        """Convert `item` and those after it that need it too, unless that has been done."""
        if item not in self._ahead:
            return
        del self._ahead[: self._ahead.index(item)]
        if item.name in self._ready or not _is_converted(item):
            return
        self._converted.close()
        chosen: list[Item] = []
        for other in filter(_is_converted, self._ahead):
            if len(chosen) == _TOGETHER or sum(each.size for each in chosen) > _LARGE:
                break
            chosen.append(other)
        self._ready = {other.name for other in chosen}
        self._converted.enter_context(together(self._contents(chosen)))

    def _contents(self, items: Iterable[Item]) -> Iterator[tuple[str, bytes]]:
        for item in items:
            try:
                if 0 <= item.size <= _LARGE:
                    yield item.name, self._data(item)
            except (GxkitError, OSError):
                continue  # told when it is read


def _is_converted(item: Item) -> bool:
    """Tell by its name whether LibreOffice may be needed: a guess that costs little."""
    name = item.member or item.file
    return item.trouble is None and Path(name).suffix.lower() in _BY_OFFICE
