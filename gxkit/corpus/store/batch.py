"""Reading a batch of files into parts: what workers do."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from gxkit.corpus.aliases import Aliases
from gxkit.corpus.identity import report_row
from gxkit.corpus.model import FRAMES
from gxkit.corpus.store.fills import filled
from gxkit.corpus.store.items import UNKNOWN, Item, fill_text
from gxkit.corpus.store.manifest import Batch
from gxkit.corpus.store.opening import Opener
from gxkit.corpus.store.parts import FILE_COLUMNS, FILES, Rows, write_part
from gxkit.corpus.store.version import parser_version
from gxkit.documents import Document
from gxkit.errors import BuildError, GxkitError, MissingError
from gxkit.parsing import parse
from gxkit.report import Report

NAMES = (*FRAMES, FILES)
"""The folders of parts."""


@dataclass(frozen=True)
class Task:
    """A batch to read.

    `dead` names items that killed whoever read them, with the reason; they are not read again.
    """

    out: str
    items: tuple[Item, ...]
    version: str
    aliases: Aliases
    dead: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def id(self) -> str:
        """What tells the batch from others: the same files, read the same way, have one id."""
        told = [self.version, digest_of(self.aliases), sorted(self.dead), self.items]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def digest_of(aliases: Aliases) -> str:
    """Return what tells a table of `aliases` from others.

    Examples
    --------
    >>> digest_of(Aliases()) == digest_of(Aliases())
    True
    """
    rows = [replace(row, line=0) for row in aliases.rows]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:12]


def read_batch(task: Task) -> Batch:
    """Read the files of a batch and write its parts.

    Parameters
    ----------
    task : Task
        The batch.

    Returns
    -------
    Batch
        The parts, each of which is there whole. A file that cannot be read has a row in
        ``files``; it costs the others nothing.

    Raises
    ------
    OSError
        The parts cannot be written: the disk is full, say.
    BuildError
        Whoever reads has another gxkit than whoever builds.

    Examples
    --------
    >>> import tempfile
    >>> task = Task(tempfile.mkdtemp(), (), parser_version(), Aliases())
    >>> read_batch(task).reports
    0
    """
    if parser_version() != task.version:
        raise BuildError(
            f"a worker has another gxkit (parser {parser_version()}) than the build "
            f"({task.version}); install the same one everywhere"
        )
    found = _Found(task)
    with Opener([item for item in task.items if item.name not in task.dead]) as opener:
        for item in task.items:
            found.read(item, opener)
    return found.written()


def probe(items: Sequence[Item]) -> int:
    """Read `items` and keep nothing: whether that can be survived is all that is asked.

    Examples
    --------
    >>> probe([])
    0
    """
    with Opener() as opener:
        for item in items:
            if item.said is not None:
                continue
            try:
                document = opener.document(item)
                Report(parse(document), document)
            except Exception:  # noqa: BLE001 (told when the batch is read)
                continue
    return len(items)


class _Found:
    """What has been read of a batch so far."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.rows = {name: Rows(name) for name in NAMES}
        self.counts: dict[str, int] = defaultdict(int)
        self.ids: set[str] = set()

    def read(self, item: Item, opener: Opener) -> None:
        """Read one file, whatever it is."""
        if item.name in self.task.dead:
            self._told(item, None, "died", self.task.dead[item.name])
            return
        if item.said is not None:
            self._told(item, opener.digest(item), "told", item.said)
            return
        try:
            document = opener.document(item)
            report = Report(filled(parse(document), item.fill), document)
            found = _rows_of(report, self.task.aliases)
        except GxkitError as error:
            # A worker of a cluster opens files by their full path; the user gave another.
            said = str(error).replace(item.file, item.name) if item.member is None else str(error)
            # Without its bytes it is read again by the next build, which may have what was missing.
            again = isinstance(error, MissingError)
            self._told(item, None if again else opener.digest(item), "failed", said)
        except Exception as error:  # noqa: BLE001 (one file must not cost the others)
            said = f"{item.name}: unexpected {type(error).__name__}: {error}; please report this"
            self._told(item, opener.digest(item), "failed", said)
        else:
            self._add(item, document, report, found)

    def _add(
        self, item: Item, document: Document, report: Report, found: Mapping[str, list[Any]]
    ) -> None:
        id = document.sha256[:12]
        if id in self.ids:
            self._told(item, document.sha256, "same", None)
            return
        self.ids.add(id)
        for name, rows in found.items():
            self.rows[name].add(id, rows)
        self._told(item, document.sha256, "read", None)
        self.counts["reports"] += 1
        self.counts["noted"] += any(note.level != "info" for note in report.parsed.notes)
        self.counts["failed"] += sum(
            one.ok is False and one.severity != "hint" for one in report.findings
        )

    def _told(self, item: Item, sha256: str | None, status: str, message: str | None) -> None:
        size, stamp = (None, None) if item.size == UNKNOWN else (item.size, item.stamp)
        id = sha256[:12] if sha256 and status != "told" else None
        told: dict[str, Any] = {
            "name": item.name,
            "sha256": sha256,
            "size": size,
            "stamp": stamp,
            "fill": fill_text(item),
        }
        told |= {"report_id": id, "status": status, "message": message}
        row = tuple(told[column] for column in FILE_COLUMNS)
        self.rows[FILES].add(row[0], [row[1:]])
        self.counts["noted"] += status in ("failed", "died")

    def written(self) -> Batch:
        """Write the parts."""
        out, id = Path(self.task.out), self.task.id
        parts = {name: write_part(out, name, id, self.rows[name].table()) for name in NAMES}
        return Batch(
            id=id,
            version=self.task.version,
            aliases=digest_of(self.task.aliases),
            parts={name: part for name, part in parts.items() if part is not None},
            files=len(self.task.items),
            **{name: self.counts[name] for name in ("reports", "noted", "failed")},
        )


def _rows_of(report: Report, aliases: Aliases) -> dict[str, list[Any]]:
    """Return the rows of a report by frame: all of them, before any is kept."""
    rows = {name: list(report.rows(name)) for name in FRAMES if name != "reports"}
    return {"reports": [report_row(report, aliases)[1:]], **rows}


def digests(items: Sequence[Item]) -> list[str | None]:
    """Hash `items` whose size or time of change is not as it was.

    Examples
    --------
    >>> digests([])
    []
    """
    with Opener() as opener:
        return [opener.digest(item) for item in items]
