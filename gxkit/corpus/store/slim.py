"""Reports as rules see them that look at several: made from parts, and kept beside for a while.

A bucket of reports that are to be compared is scattered over all parts. So each batch is gone
through once; what rules need of a report is packed into a scratch file, and an index says where.
"""

from __future__ import annotations

import hashlib
import marshal
import zlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from gxkit import frames
from gxkit.checks.model import Evidence
from gxkit.corpus.aliases import Aliases
from gxkit.corpus.store.manifest import SCRATCH, Batch
from gxkit.corpus.store.meetings import is_wanted, meetings
from gxkit.corpus.store.parts import read_part
from gxkit.parsing.model import Fact, Parsed, Section

if TYPE_CHECKING:
    import numpy as np

_CELLS = ("table", "row", "column", "value", "unit", "state")
_UNTOLD = len(Fact._fields) - len(_CELLS)
"""What else a cell has: how it was placed, its text and place, which no such rule looks at."""

_TEXTS = ("section", "part", "heading", "text")
_FORMAT, _LEVEL = 4, 1
"""Of marshal, the same for every Python that gxkit runs on, and of zlib: for a while only."""

_META = tuple(name for name in frames.META if name not in ("title", "path", "format"))


class Pack(NamedTuple):
    """Where a scratch file holds something: from which byte on, and how many."""

    start: int
    size: int


@dataclass(frozen=True)
class Scatter:
    """A batch to go through; `number` tells its scratch file from others."""

    out: str
    batch: Batch
    number: int
    aliases: Aliases


def scatter(task: Scatter) -> np.ndarray[Any, Any]:
    """Pack what rules need of each report of a batch.

    Parameters
    ----------
    task : Scatter
        The batch.

    Returns
    -------
    numpy.ndarray
        A row a report, in order: the scratch file `file`, `cells` and `text` with their sizes,
        and hashes of the buckets that it belongs to: ``unit`` (its series of years) and one by
        the id of each rule over agencies; 0 where it belongs to none.

    Examples
    --------
    >>> import tempfile
    >>> scatter(Scatter(tempfile.mkdtemp(), Batch("a", "v", "a", {}, 0, 0, 0, 0), 0, Aliases())).size
    0
    """
    import numpy as np

    rules = [meeting.rule.id for meeting in meetings()]
    places = [("file", "i4"), ("cells", "i8"), ("cells_size", "i4")]
    places += [("text", "i8"), ("text_size", "i4")]
    dtype = np.dtype([*places, *((name, "u8") for name in ("unit", *rules))])
    rows: list[tuple[int, ...]] = []
    path = scratch(Path(task.out), task.number)
    with path.open("wb") as file:
        for parsed in _reports(Path(task.out), task.batch):
            packs: list[Pack] = []
            for content in (_packed_cells(parsed), _packed_text(parsed)):
                packs.append(Pack(file.tell(), len(content)))
                file.write(content)
            report = Evidence(parsed)
            buckets = [_bucket(meeting.bucket, report) for meeting in meetings()]
            unit = _bucket(task.aliases.unit, parsed.meta) if _comparable(report, task) else 0
            rows.append((task.number, *packs[0], *packs[1], unit, *buckets))
    return np.array(rows, dtype=dtype)


def scratch(out: Path, number: int) -> Path:
    """Name the scratch file of a batch by its `number` in the folder `out`.

    Examples
    --------
    >>> scratch(Path("corpus"), 7).name
    'scratch-7'
    """
    return out / f"{SCRATCH}-{number}"


def _comparable(report: Evidence, task: Scatter) -> bool:
    """Tell whether a report stands in a series of years: `gxkit.corpus.series` says which do."""
    known = report.form is not None and report.meta.get("year") is not None
    return known and task.aliases.known(report.meta)


def _bucket(named: Callable[[Any], Hashable], about: Any) -> int:
    key = named(about)
    if key is None:
        return 0
    # Two buckets of one hash are no harm: rules look again.
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest(), "big") or 1


def _packed(parsed: Parsed, rows: Sequence[tuple[Any, ...]]) -> bytes:
    content = (parsed.form, dict(parsed.meta), [tuple(row) for row in rows])
    return zlib.compress(marshal.dumps(content, _FORMAT), _LEVEL)


def _packed_cells(parsed: Parsed) -> bytes:
    return _packed(parsed, parsed.facts)


def _packed_text(parsed: Parsed) -> bytes:
    rows = [(each.section, each.part, each.heading, each.text) for each in parsed.sections]
    return _packed(parsed, rows)


def _reports(out: Path, batch: Batch) -> Iterator[Parsed]:
    """Yield the reports of a batch, with what rules over several need of them."""
    if "reports" not in batch.parts:
        return
    cells = _Rows(out, batch, "cells", _CELLS)
    texts = _Rows(out, batch, "sections", _TEXTS)
    for row in read_part(out, "reports", batch.parts["reports"]).to_pylist():
        id = row["report_id"]
        yield Parsed(
            form=row["form"],
            meta={name: row[name] for name in _META},
            facts=tuple(map(Fact._make, cells.of(id, _UNTOLD))),
            sections=tuple(map(_section, texts.of(id))),
            notes=(),
        )


class _Rows:
    """The rows of a frame of a batch, a report at a time: all at once they would fill memory."""

    def __init__(self, out: Path, batch: Batch, name: str, columns: tuple[str, ...]) -> None:
        from pyarrow import compute

        self._runs: dict[str, tuple[int, int]] = {}
        self._columns: list[Any] = []
        if name not in batch.parts:
            return
        table = read_part(out, name, batch.parts[name], ("report_id", *columns))
        ids = compute.run_end_encode(table["report_id"].combine_chunks())
        start = 0
        for id, end in zip(ids.values.to_pylist(), ids.run_ends.to_pylist(), strict=True):
            self._runs[id] = (start, end - start)
            start = end
        self._columns = [table[column].combine_chunks() for column in columns]

    def of(self, id: str, more: int = 0) -> Iterator[tuple[Any, ...]]:
        """Return the rows of a report, with so many times None behind each."""
        start, size = self._runs.get(id, (0, 0))
        values = [each.slice(start, size).to_pylist() for each in self._columns if size]
        return zip(*values, *([[None] * size] * more), strict=True)


def _section(text: Sequence[Any]) -> Section:
    section, part, heading, words = text
    return Section(section, part, heading, words, "")


class Scratch:
    """Reads back what was packed.

    Parameters
    ----------
    out : Path
        The folder of the corpus.

    Examples
    --------
    >>> with Scratch(Path(".")) as packed:
    ...     type(packed).__name__
    'Scratch'
    """

    _MOST = 64
    """Files kept open."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._open: dict[int, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()

    def _content(self, number: int, start: int, size: int) -> tuple[Any, Any, Any]:
        file = self._open.get(number)
        if file is None:
            if len(self._open) >= self._MOST:
                self._open.pop(next(iter(self._open))).close()
            file = self._open[number] = scratch(self._out, number).open("rb")
        file.seek(start)
        found: tuple[Any, Any, Any] = marshal.loads(zlib.decompress(file.read(size)))
        return found

    def cells(self, row: Any, cells: tuple[str, ...] = ("*/*/*",)) -> Parsed:
        """Return the report of a `row` of the index, with `cells` as patterns name them."""
        place = (int(row["file"]), int(row["cells"]), int(row["cells_size"]))
        form, meta, rows = self._content(*place)
        every = "*/*/*" in cells
        kept = (cell for cell in rows if every or is_wanted(cell[:3], cells))
        return Parsed(form, meta, tuple(map(Fact._make, kept)), (), ())

    def text(self, row: Any) -> Parsed:
        """Return the report of a `row` of the index, with its narrative."""
        place = (int(row["file"]), int(row["text"]), int(row["text_size"]))
        form, meta, rows = self._content(*place)
        return Parsed(form, meta, (), tuple(map(_section, rows)), ())

    def whole(self, row: Any) -> Parsed:
        """Return the report of a `row` of the index, with cells and narrative."""
        return replace(self.cells(row), sections=self.text(row).sections)


class TextOnDemand:
    """A report without cells whose narrative is fetched each time that it is asked for.

    The texts of a year would fill memory; a rule that compares two looks at two.

    Parameters
    ----------
    packed : Scratch
        Where it is fetched from.
    row : record
        The row of the index.

    Examples
    --------
    >>> TextOnDemand.facts
    ()
    """

    __slots__ = ("_packed", "_row", "form", "meta")
    facts: tuple[Fact, ...] = ()

    def __init__(self, packed: Scratch, row: Any) -> None:
        self._packed, self._row = packed, row
        known = packed.text(row)
        self.form, self.meta = known.form, known.meta

    @property
    def sections(self) -> tuple[Section, ...]:
        """The narrative."""
        return self._packed.text(self._row).sections
