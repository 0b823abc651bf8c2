"""What is to be said of the files of a corpus: those not read, and those that are there twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gxkit.corpus.store.manifest import Batch
from gxkit.corpus.store.parts import FILES, Rows, read_part, write_part


def same_bytes(
    out: Path, batches: Sequence[Batch], place: Mapping[str, int]
) -> list[tuple[Batch, list[int]]]:
    """Find reports that are in a corpus twice.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    batches : sequence of Batch
        Its batches, in any order.
    place : mapping of str to int
        The place of each file among the sources.

    Returns
    -------
    list of (Batch, list of int)
        The batches in the order of their first files, and of each the rows of its ``files``
        that were read though an earlier batch has the same bytes.

    Examples
    --------
    >>> same_bytes(Path(), [], {})
    []
    """
    first: dict[str, int] = {}
    for batch in batches:
        names = _column(out, batch, "name")
        first[batch.id] = min((place[name] for name in names), default=0)
    found: list[tuple[Batch, list[int]]] = []
    seen: set[str] = set()
    for batch in sorted(batches, key=lambda each: first[each.id]):
        ids = _column(out, batch, "report_id")
        read = [status == "read" for status in _column(out, batch, "status")]
        again = [at for at, id in enumerate(ids) if read[at] and id in seen]
        seen.update(id for at, id in enumerate(ids) if read[at])
        found.append((batch, again))
    return found


def _column(out: Path, batch: Batch, name: str) -> list[Any]:
    if FILES not in batch.parts:
        return []
    found: list[Any] = read_part(out, FILES, batch.parts[FILES], (name,))[name].to_pylist()
    return found


def write_told(out: Path, batches: Sequence[Batch]) -> tuple[str, ...]:
    """Write notes on files that were not read, or have the bytes of another.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    batches : sequence of Batch
        Its batches, in order.

    Returns
    -------
    tuple of str
        The part of ``notes``, if there is anything to say.

    Raises
    ------
    OSError
        It cannot be written.

    Examples
    --------
    >>> write_told(Path(), [])
    ()
    """
    doubled = {
        row["report_id"]
        for batch in batches
        if "same" in _column(out, batch, "status")
        for row in _rows(out, batch)
        if row["status"] == "same"
    }
    names: dict[str, str] = {}
    for batch in batches if doubled else ():
        for row in _rows(out, batch):
            if row["report_id"] in doubled and row["status"] == "read":
                names[row["report_id"]] = row["name"]
    notes = Rows("notes")
    for batch in batches:
        if set(_column(out, batch, "status")) == {"read"}:
            continue
        for row in _rows(out, batch):
            id, message = row["report_id"], row["message"]
            if row["status"] == "same":
                said = f"{row['name']}: the same bytes as {names[id]}, kept once"
                notes.add(id, [("read", "warning", said, "")])
            elif row["status"] == "told":
                notes.add(None, [("read", "info", message, "")])
            elif row["status"] != "read":
                notes.add(id, [("read", "error", message, "")])
    part = write_part(out, "notes", f"files-{digest_of_all(batches)}", notes.table())
    return () if part is None else (part,)


def digest_of_all(batches: Iterable[Batch]) -> str:
    """Return what tells these `batches` together from others.

    Examples
    --------
    >>> len(digest_of_all([]))
    16
    """
    return hashlib.sha256(" ".join(batch.id for batch in batches).encode()).hexdigest()[:16]


def _rows(out: Path, batch: Batch) -> list[dict[str, Any]]:
    if FILES not in batch.parts:
        return []
    found: list[dict[str, Any]] = read_part(out, FILES, batch.parts[FILES]).to_pylist()
    return found
