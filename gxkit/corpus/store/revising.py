"""Batches that stay while some of their files leave: their parts are copied without them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.corpus.aliases import Aliases
from gxkit.corpus.model import FRAMES
from gxkit.corpus.store.batch import digest_of
from gxkit.corpus.store.manifest import Batch
from gxkit.corpus.store.parts import FILES, columns, read_part, schema, write_part

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Revision:
    """What is to change in a batch.

    `leave` are the rows of its ``files`` that go, `same` those of which an earlier file of
    the corpus has the bytes, `renewed` the sizes and times of change of others.
    """

    out: str
    batch: Batch
    aliases: Aliases
    leave: frozenset[int] = frozenset()
    same: frozenset[int] = frozenset()
    renewed: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def needed(self) -> bool:
        """Whether anything changes."""
        changed = bool(self.leave or self.same or self.renewed)
        return changed or digest_of(self.aliases) != self.batch.aliases


def revise(wish: Revision) -> Batch:
    """Write the parts of a batch anew where something of them changes.

    Parameters
    ----------
    wish : Revision
        What changes.

    Returns
    -------
    Batch
        The batch after it; the parts of before are still there.

    Raises
    ------
    OSError
        The parts cannot be written.

    Examples
    --------
    >>> batch = Batch("ab", "v", digest_of(Aliases()), {}, 0, 0, 0, 0)
    >>> revise(Revision(".", batch, Aliases())).parts
    {}
    """
    out, batch = Path(wish.out), wish.batch
    told = [batch.id, sorted(wish.leave), sorted(wish.same), sorted(wish.renewed.items())]
    told.append(digest_of(wish.aliases))
    id = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    tables: dict[str, pa.Table] = {}
    gone: set[str] = set()
    if FILES in batch.parts:
        tables[FILES], gone = _files(wish, read_part(out, FILES, batch.parts[FILES]))
    for name in FRAMES if gone else ():
        if name in batch.parts:
            tables[name] = _without(read_part(out, name, batch.parts[name]), gone)
    if "reports" in batch.parts and digest_of(wish.aliases) != batch.aliases:
        known = tables.get("reports")
        if known is None:
            known = read_part(out, "reports", batch.parts["reports"])
        tables["reports"] = _named(known, wish.aliases)
    written = {name: write_part(out, name, id, table) for name, table in tables.items()}
    parts = {**batch.parts, **written}
    after = replace(
        batch,
        id=id,
        aliases=digest_of(wish.aliases),
        parts={name: part for name, part in parts.items() if part is not None},
        files=batch.files - len(wish.leave),
        reports=batch.reports - len(gone),
    )
    if not gone and not wish.leave:
        return after
    noted, failed = _counted(out, after)
    return replace(after, noted=noted, failed=failed)


def _files(wish: Revision, table: pa.Table) -> tuple[pa.Table, set[str]]:
    """Return the rows of ``files`` that are left, and the reports that leave."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    gone: set[str] = set()
    for at, row in enumerate(table.to_pylist()):
        if at in wish.leave or at in wish.same:
            gone |= {row["report_id"]} if row["status"] == "read" else set()
        if at in wish.leave:
            continue
        if at in wish.same:
            row |= {"status": "same"}
        if at in wish.renewed:
            row |= dict(zip(("size", "stamp"), wish.renewed[at], strict=True))
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=schema(FILES)), gone


def _without(table: pa.Table, gone: set[str]) -> pa.Table:
    import pyarrow as pa
    from pyarrow import compute

    leaves = compute.is_in(table["report_id"], value_set=pa.array(sorted(gone), pa.string()))
    return table.filter(compute.invert(leaves))


def _named(reports: pa.Table, aliases: Aliases) -> pa.Table:
    """Return the reports with the agencies that `aliases` say."""
    import pyarrow as pa

    units = [aliases.unit(meta) for meta in reports.to_pylist()]
    at = list(columns("reports")).index("unit_id")
    return reports.set_column(at, "unit_id", pa.array(units, pa.string()))


def _counted(out: Path, batch: Batch) -> tuple[int, int]:
    """Count anew what progress tells of a batch."""

    def rows(name: str, *wanted: str) -> list[dict[str, Any]]:
        part = batch.parts.get(name)
        found: list[dict[str, Any]] = read_part(out, name, part, wanted).to_pylist() if part else []
        return found

    noted = {
        row["report_id"] for row in rows("notes", "report_id", "level") if row["level"] != "info"
    }
    failed = [
        row
        for row in rows("checks", "ok", "severity")
        if row["ok"] is False and row["severity"] != "hint"
    ]
    unread = [row for row in rows(FILES, "status") if row["status"] in ("failed", "died")]
    return len(noted) + len(unread), len(failed)
