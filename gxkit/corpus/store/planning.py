"""What a build has to do: what stands may stay, what changed is read, what is gone leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from gxkit.corpus.store.items import UNKNOWN, Item, fill_text
from gxkit.corpus.store.manifest import Batch
from gxkit.corpus.store.parts import FILES, read_part

_LARGEST = 250
"""Files a batch: some seconds of work, which is what a killed build loses."""

_SMALLEST = 25


class Kept(NamedTuple):
    """A batch that was built before: which rows of its ``files`` leave, and which are renewed.

    `renewed` gives the size and time of change that a file has now, its bytes being the same.
    """

    batch: Batch
    leave: frozenset[int]
    renewed: Mapping[int, tuple[int, int]]


@dataclass
class Plan:
    """What a build has to do.

    `kept` are batches of before, `fresh` the items to read, and `left` counts the files that
    were in the corpus and are no longer among the sources.
    """

    kept: list[Kept] = field(default_factory=list)
    fresh: list[Item] = field(default_factory=list)
    left: int = 0


class _Row(NamedTuple):
    """A file as it stood when it was read; of a million of them a few hundred bytes each."""

    batch: int
    row: int
    sha256: str | None
    size: int | None
    stamp: int | None
    fill: str | None
    status: str


def plan(
    out: Path,
    batches: Sequence[Batch],
    items: Sequence[Item],
    version: str,
    digests: Callable[[Sequence[Item]], Iterable[str | None]],
    *,
    verify: bool = False,
) -> Plan:
    """Compare what is built with what is there.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    batches : sequence of Batch
        What was built before; of two that hold a file the later counts.
    items : sequence of Item
        What there is to read.
    version : str
        The `parser_version`.
    digests : callable
        Hashes items: those whose size is the same and whose time of change is not.
    verify : bool
        Whether to hash every file, whatever its time of change.

    Returns
    -------
    Plan
        Items are read again where their bytes, what the manifest of files says of them, or
        the version of the parser changed; and always where they could not be opened, or
        killed who read them, since that may have another reason than the file.

    Examples
    --------
    >>> item = Item("a.txt", "/a.txt", None, 1, 0)
    >>> plan(Path(), [], [item], "v", lambda _: []).fresh == [item]
    True
    """
    before, sizes = _before(out, batches, version)
    stays: dict[int, set[int]] = {at: set() for at in sizes}
    renewed: dict[int, dict[int, tuple[int, int]]] = {at: {} for at in sizes}
    doubtful: list[tuple[Item, _Row]] = []
    fresh: dict[str, Item] = {}
    for item in items:
        known = before.get(item.name)
        if known is None or not _comparable(item, known):
            fresh[item.name] = item
        elif verify or known.stamp != item.stamp:
            doubtful.append((item, known))
        else:
            stays[known.batch].add(known.row)
    hashed = digests([item for item, _ in doubtful])
    for (item, known), sha256 in zip(doubtful, hashed, strict=True):
        if sha256 == known.sha256:
            stays[known.batch].add(known.row)
            if known.stamp != item.stamp:
                renewed[known.batch][known.row] = (item.size, item.stamp)
        else:
            fresh[item.name] = item
    _orphans(items, before, stays, fresh)
    kept = [
        Kept(batches[at], frozenset(range(size)) - stays[at], renewed[at])
        for at, size in sizes.items()
        if stays[at]
    ]
    there = {item.name for item in items}
    left = sum(name not in there for name in before)
    return Plan(kept, [item for item in items if item.name in fresh], left)


def _before(
    out: Path, batches: Sequence[Batch], version: str
) -> tuple[dict[str, _Row], dict[int, int]]:
    """Return the row of every file that was read by this version, and the sizes of batches."""
    found: dict[str, _Row] = {}
    sizes: dict[int, int] = {}
    for at, batch in enumerate(batches):
        if batch.version != version or FILES not in batch.parts:
            continue
        table = read_part(out, FILES, batch.parts[FILES], ("name", *_Row._fields[2:]))
        sizes[at] = table.num_rows
        values = [table[name].to_pylist() for name in table.column_names]
        for number, (name, *old) in enumerate(zip(*values, strict=True)):
            found[name] = _Row(at, number, *old)
    return found, sizes


def _comparable(item: Item, old: _Row) -> bool:
    """Tell whether a file can be what it was: the same size, and the same said of it."""
    known = old.sha256 is not None and old.status != "died"
    same = item.size != UNKNOWN and old.size == item.size
    return known and same and old.fill == fill_text(item)


def _orphans(
    items: Iterable[Item],
    before: Mapping[str, _Row],
    stays: Mapping[int, set[int]],
    fresh: dict[str, Item],
) -> None:
    """Have files read that were passed over for bytes that are no longer here."""
    rows = {name: row for name, row in before.items() if row.row in stays[row.batch]}
    alive = {row.sha256 for row in rows.values() if row.status == "read"}
    for item in items:
        row = rows.get(item.name)
        if row is not None and row.status == "same" and row.sha256 not in alive:
            stays[row.batch].discard(row.row)
            fresh[item.name] = item


def chunks(fresh: Sequence[Item], total: int, workers: int, size: int | None) -> list[list[Item]]:
    """Put the items to read into batches.

    Parameters
    ----------
    fresh : sequence of Item
        The items.
    total : int
        How many there are with those that need not be read: a build that goes on where
        another stopped makes the same batches.
    workers : int
        Who is to have something to do, each several times.
    size : int or None
        Items a batch, if somebody says so.

    Examples
    --------
    >>> items = [Item(f"{n}.txt", "", None, 1, 0) for n in range(60)]
    >>> [len(each) for each in chunks(items, 60, 1, None)]
    [25, 25, 10]
    """
    most = size or min(_LARGEST, max(_SMALLEST, -(-total // (4 * max(1, workers)))))
    return [list(fresh[at : at + most]) for at in range(0, len(fresh), most)]
