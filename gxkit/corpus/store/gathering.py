"""What is found by looking at all reports: run a bucket at a time, from what is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gxkit import frames
from gxkit.checks.model import Evidence, Finding
from gxkit.corpus.aliases import Aliases
from gxkit.corpus.series import over_years, series
from gxkit.corpus.store.manifest import Batch
from gxkit.corpus.store.meetings import Meeting, meetings
from gxkit.corpus.store.parts import Rows, write_part
from gxkit.corpus.store.running import Crew, Died
from gxkit.corpus.store.slim import Scatter, Scratch, TextOnDemand, scatter, scratch
from gxkit.corpus.store.telling import digest_of_all
from gxkit.documents.model import Note
from gxkit.errors import BuildError
from gxkit.parsing.model import Parsed
from gxkit.report import Report

if TYPE_CHECKING:
    import numpy as np

_TOGETHER = 300
"""Reports a task: buckets are put together until there are so many."""


@dataclass(frozen=True)
class Buckets:
    """Buckets of reports to compare: rows of the index, with `ends` where each bucket ends.

    `meeting` numbers the rule; None for the rules over years.
    """

    out: str
    id: str
    meeting: int | None
    rows: np.ndarray[Any, Any]
    ends: tuple[int, ...]
    aliases: Aliases


@dataclass(frozen=True)
class Found:
    """What was found in buckets: parts by frame, and which reports stand in a series."""

    parts: Mapping[str, str]
    stands: tuple[int, ...] = ()


def gather(
    out: Path, batches: Sequence[Batch], aliases: Aliases, crew: Crew
) -> dict[str, tuple[str, ...]]:
    """Run every rule that looks at several reports.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    batches : sequence of Batch
        All of its batches, in order.
    aliases : Aliases
        Who is who across years.
    crew : Crew
        Who does the work.

    Returns
    -------
    dict of str to tuple of str
        Parts of the frames ``checks`` and ``notes``, in the order in which they are shown.

    Examples
    --------
    >>> import tempfile
    >>> gather(Path(tempfile.mkdtemp()), [], Aliases(), Crew(workers=0))
    {'checks': (), 'notes': ()}
    """
    import numpy as np

    tasks = [Scatter(str(out.absolute()), batch, at, aliases) for at, batch in enumerate(batches)]
    try:
        pieces: dict[int, np.ndarray[Any, Any]] = {
            task.number: piece for task, piece in _done(crew, scatter, tasks)
        }
        if not pieces:
            return {"checks": (), "notes": ()}
        index = np.concatenate([pieces[at] for at in range(len(tasks))])
        # The same rows of the index may be other reports: the parts of before are not these.
        salt = digest_of_all(batches)
        found: dict[str, Found] = {}
        stands = np.zeros(len(index), dtype=bool)
        yearly = list(_buckets(out, index, None, aliases, salt))
        for task, result in _done(crew, try_buckets, [wish for wish, _ in yearly]):
            found[task.id] = result
        for wish, rows in yearly:
            stands[rows[list(found[wish.id].stands)]] = True
        marked = _with_stands(index, stands)
        others = [
            wish
            for number in range(len(meetings()))
            for wish, _ in _buckets(out, marked, number, aliases, salt)
        ]
        for task, result in _done(crew, try_buckets, others):
            found[task.id] = result
        order = [wish.id for wish, _ in yearly] + [wish.id for wish in others]
        return {
            name: tuple(found[id].parts[name] for id in order if name in found[id].parts)
            for name in ("checks", "notes")
        }
    finally:
        for task in tasks:
            scratch(out, task.number).unlink(missing_ok=True)


def _done(crew: Crew, do: Any, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for task, result in crew.run(do, tasks):
        if isinstance(result, Died):
            # Nothing of a file is read here: it is the machine that lacks something.
            said = "workers die of comparing reports; give them more memory, or take fewer"
            raise BuildError(f"{said}. What was read is kept: build again")
        yield task, result


def _with_stands(index: np.ndarray[Any, Any], stands: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    marked = np.empty(len(index), dtype=[*index.dtype.descr, ("stands", "?")])
    for name in index.dtype.names or ():
        marked[name] = index[name]
    marked["stands"] = stands
    return marked


def _buckets(
    out: Path, index: np.ndarray[Any, Any], number: int | None, aliases: Aliases, salt: str
) -> Iterator[tuple[Buckets, np.ndarray[Any, Any]]]:
    """Yield the buckets of a rule, some together, and the rows of the index that are in them."""
    import numpy as np

    column = "unit" if number is None else meetings()[number].rule.id
    rows = np.flatnonzero(index[column])
    rows = rows[np.argsort(index[column][rows], kind="stable")]
    keys = index[column][rows]
    edges = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    runs = [run for run in np.split(rows, edges) if len(run)]
    if number is not None and not meetings()[number].streams:
        runs = [run for run in runs if len(run) > 1]  # alone nobody is compared
    together: list[np.ndarray[Any, Any]] = []
    for at, run in enumerate(runs):
        together.append(run)
        if sum(map(len, together)) >= _TOGETHER or at == len(runs) - 1:
            every = np.concatenate(together)
            ends = tuple(int(end) for end in np.cumsum([len(each) for each in together]))
            content = index[every]
            told = f"{salt} {column} {ends}".encode() + content.tobytes()
            id = f"{column}-{hashlib.sha256(told).hexdigest()[:16]}"
            yield Buckets(str(out.absolute()), id, number, content, ends, aliases), every
            together = []


def try_buckets(wish: Buckets) -> Found:
    """Run a rule, or those over years, on each of some buckets, and write what it finds.

    Parameters
    ----------
    wish : Buckets
        The buckets.

    Raises
    ------
    OSError
        The parts cannot be written.
    """
    checks, notes = Rows("checks"), Rows("notes")
    stands: list[int] = []
    with Scratch(Path(wish.out)) as packed:
        for start, end in zip((0, *wish.ends), wish.ends, strict=False):
            rows = wish.rows[start:end]
            if wish.meeting is None:
                findings, told, chosen = _years(rows, packed, wish.aliases)
                stands += [start + at for at in chosen]
                _add(notes, "notes", told)
            else:
                meeting = meetings()[wish.meeting]
                reports = _Streamed(rows, packed, meeting, wish.aliases)
                about = reports if meeting.streams else list(reports)
                # A rule that streams asks for no more than to go over them once.
                findings = list(meeting.rule.test(cast("Sequence[Evidence]", about)))
            _add(checks, "checks", ((one.report_id, one) for one in findings))
    tables = {"checks": checks.table(), "notes": notes.table()}
    written = {
        name: write_part(Path(wish.out), name, wish.id, table) for name, table in tables.items()
    }
    parts = {name: part for name, part in written.items() if part is not None}
    return Found(parts, tuple(stands))


def _add(rows: Rows, name: str, about: Iterable[tuple[str | None, Finding | Note]]) -> None:
    fields = attrgetter(*frames.COLUMNS[name])
    for id, one in about:
        rows.add(id, [fields(one)])


def _years(
    rows: np.ndarray[Any, Any], packed: Scratch, aliases: Aliases
) -> tuple[list[Finding], list[tuple[str | None, Note]], list[int]]:
    reports = [Report(packed.whole(row)) for row in rows]
    groups, told = series(reports, aliases)
    findings = [one for group in groups for one in over_years(group, aliases)]
    chosen = {id(report) for group in groups for report in group.reports}
    return findings, told, [at for at, report in enumerate(reports) if id(report) in chosen]


class _Streamed:
    """The reports of a bucket, made one by one each time that somebody goes over them."""

    def __init__(
        self, rows: np.ndarray[Any, Any], packed: Scratch, meeting: Meeting, aliases: Aliases
    ) -> None:
        self._rows, self._packed = rows, packed
        self._meeting, self._aliases = meeting, aliases

    def __iter__(self) -> Iterator[Evidence]:
        for row in self._rows:
            if self._meeting.text:
                parsed = cast("Parsed", TextOnDemand(self._packed, row))
            else:
                parsed = self._packed.cells(row, self._meeting.cells)
            unit = self._aliases.unit(parsed.meta) if row["stands"] else None
            yield Evidence(parsed, None, unit)
