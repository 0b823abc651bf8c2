"""Building a corpus on disk: what changed is read, by many workers, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gxkit
from gxkit.corpus.aliases import Aliases, read_aliases, shipped
from gxkit.corpus.progress import Watch
from gxkit.corpus.store.batch import NAMES, Task, digest_of, digests, read_batch
from gxkit.corpus.store.blaming import blamed
from gxkit.corpus.store.fills import read_fills
from gxkit.corpus.store.gathering import gather
from gxkit.corpus.store.items import Item, find_items
from gxkit.corpus.store.lock import locked
from gxkit.corpus.store.losing import refuse_loss
from gxkit.corpus.store.manifest import (
    Batch,
    Manifest,
    clean,
    drop_journal,
    load_journal,
    load_manifest,
    note_batch,
    save_manifest,
)
from gxkit.corpus.store.planning import Plan, chunks, plan
from gxkit.corpus.store.revising import Revision, revise
from gxkit.corpus.store.running import Crew, Died
from gxkit.corpus.store.telling import same_bytes, write_told
from gxkit.corpus.store.version import parser_version
from gxkit.errors import BuildError, GxkitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gxkit.corpus.stored import StoredCorpus

_PATH = str | PathLike[str]
_HASHED = 200
"""Files that are hashed at a time."""


def build_corpus(
    sources: _PATH | Sequence[_PATH],
    out: _PATH,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    manifest: _PATH | None = None,
    aliases: _PATH | None = None,
    progress: bool | None = None,
    drop: bool = False,
    verify: bool = False,
    batch: int | None = None,
) -> StoredCorpus:
    """Read annual reports into a corpus on disk, or bring one up to date.

    Parameters
    ----------
    sources : path or sequence of paths
        Files, folders with all below them, and archives (.zip, .warc, .warc.gz), as `read_corpus`
        takes them. The corpus is what they hold: a file that is gone from them leaves it.
    out : path
        The folder of the corpus; it is made if need be.
    executor : concurrent.futures.Executor, optional
        Who reads: ``distributed.Client(address).get_executor()`` on a cluster, say. By default
        processes of this machine, which are replaced when they die.
    workers : int, optional
        How many processes, or how many workers the executor has; by default one a core.
        With 0 everything is done right here.
    manifest : path, optional
        A CSV beside the files, ``path,url,agency,year,region_code,retrieved,group``, that fills
        what pages leave out, and names files that are one report (`gxkit.corpus.store.fills`).
    aliases : path, optional
        A CSV of renamed and merged agencies (`gxkit.corpus.aliases`).
    progress : bool, optional
        Whether to show a progress bar; by default only in a terminal or in Jupyter.
    drop : bool
        Whether the corpus may lose a whole source: one that is not named any more, or
        in which nothing is left. Without it that is an error, since a folder that is not
        mounted looks the same. Sources that were moved together with `out` are not lost.
    verify : bool
        Whether to hash every file. By default one of the same size and time of last change
        is taken to be what it was.
    batch : int, optional
        Files a batch: what a build that is killed has to do again.

    Returns
    -------
    StoredCorpus
        The corpus, open. A file that cannot be read costs a row of level ``error`` in `notes`,
        never the run, and so does a file that kills whoever reads it.

    Raises
    ------
    ReadError
        A source does not exist.
    BuildError
        Another build runs in the folder, it cannot be written to, or a source would be lost.
        The corpus is then as it was; what was read is kept, and the next build goes on from there.
    AliasError
        The table of aliases cannot be used; the message names the line.

    Notes
    -----
    A file is read again only if its bytes, its row in the manifest, or gxkit's parser changed.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = folder.joinpath("letter.txt").write_text("今天天气很好。", encoding="utf-8")
    >>> corpus = build_corpus(folder, folder / "corpus", workers=0)
    >>> corpus.reports["format"].tolist()
    ['text']
    """
    from gxkit.corpus.opened import open_corpus

    paths = [sources] if isinstance(sources, str | PathLike) else list(sources)
    folder = Path(out)
    # Tables first: a mistake in them is to be told before an hour of reading.
    known = shipped() if aliases is None else read_aliases(aliases)
    fills = {} if manifest is None else read_fills(Path(manifest))
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            items = _outside(folder, find_items(paths, fills))
            job = _Job(folder, items, known, _said(paths, folder, manifest, aliases))
            if not drop:
                refuse_loss(folder, job.old, job.said, empty=not items)
            with Crew(executor, workers) as crew:
                job.run(crew, progress, verify, batch)
    return open_corpus(folder)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Tell what the system refuses as one error."""
    try:
        yield
    except GxkitError:
        raise
    except OSError as error:
        said = error.strerror or str(error)
        raise BuildError(
            f"{out}: cannot be written ({said}); the corpus is as it was. Make room, or choose "
            "another folder, and build again: what was read is kept"
        ) from error


def _outside(out: Path, items: list[Item]) -> list[Item]:
    """Return the items that do not lie in the corpus itself."""
    inside = os.path.join(os.path.abspath(out), "")  # noqa: PTH118, PTH100 (no links followed)
    seen: set[str] = set()
    return [
        item
        for item in items
        if not item.file.startswith(inside) and not (item.name in seen or seen.add(item.name))  # type: ignore[func-returns-value]
    ]


def _said(
    paths: Iterable[_PATH], out: Path, manifest: _PATH | None, aliases: _PATH | None
) -> dict[str, Any]:
    return {
        "gxkit": gxkit.__version__,
        "parser": parser_version(),
        "folder": os.fspath(Path.cwd()),
        "out": os.fspath(out.absolute()),
        "sources": [os.fspath(Path(path)) for path in paths],
        "manifest": None if manifest is None else os.fspath(manifest),
        "aliases": None if aliases is None else os.fspath(aliases),
    }


@dataclass
class _Job:
    """One build: what there is, what was there, and what is said of it."""

    out: Path
    items: list[Item]
    aliases: Aliases
    said: dict[str, Any]

    def __post_init__(self) -> None:
        self.old = load_manifest(self.out)
        journal = load_journal(self.out)
        done = {batch.id: batch for batch in (*(self.old or Manifest()).batches, *journal)}
        self.before = list(done.values())
        named = {(name, part) for each in self.before for name, part in each.parts.items()}
        clean(self.out, named | (self.old or Manifest()).named(), NAMES)
        # Workers of a cluster stand in folders of their own.
        self.place_of_work = str(self.out.absolute())
        self.place = {item.name: at for at, item in enumerate(self.items)}

    def run(self, crew: Crew, progress: bool | None, verify: bool, batch: int | None) -> None:
        """Bring the corpus up to date."""
        version = parser_version()
        todo = plan(self.out, self.before, self.items, version, self._hashes(crew), verify=verify)
        groups = chunks(todo.fresh, len(self.items), crew.workers, batch)
        tasks = [Task(self.place_of_work, tuple(each), version, self.aliases) for each in groups]
        done = len(self.items) - len(todo.fresh)
        with Watch(len(self.items), done, progress) as watch:
            read = self._read(crew, tasks, watch)
            watch.say("comparing")
            batches = self._settled(crew, [*self._revised(crew, todo), *read])
            self._finish(crew, batches, todo)

    def _hashes(self, crew: Crew) -> Callable[[Sequence[Item]], list[str | None]]:
        def hashes(items: Sequence[Item]) -> list[str | None]:
            groups = [tuple(items[at : at + _HASHED]) for at in range(0, len(items), _HASHED)]
            found: dict[tuple[Item, ...], list[str | None]] = {}
            for group, result in crew.run(digests, groups):
                # Whoever dies of hashing is not asked again: the files are read.
                found[group] = [None] * len(group) if isinstance(result, Died) else result
            return list(chain.from_iterable(found[group] for group in groups))

        return hashes

    def _read(self, crew: Crew, tasks: Iterable[Task], watch: Watch) -> list[Batch]:
        """Read all that is to be read; each batch is in the journal as soon as it is done."""
        found: list[Batch] = []
        deadly: list[Task] = []
        for task, result in crew.run(read_batch, tasks):
            if isinstance(result, Died):
                deadly.append(task)
                continue
            found.append(result)
            note_batch(self.out, result)
            watch.add(result.files, result.noted, result.failed)
        for task in deadly:
            dead = blamed(crew, task.items)
            ((_, result),) = crew.run(read_batch, [replace(task, dead=dead)])
            if isinstance(result, Died):
                raise BuildError(
                    f"{self.out}: workers die without a file that is to blame; give them more "
                    "memory and build again: what was read is kept"
                )
            found.append(result)
            note_batch(self.out, result)
            watch.add(result.files, result.noted, result.failed)
        return found

    def _revised(self, crew: Crew, todo: Plan) -> list[Batch]:
        wishes = [
            Revision(self.place_of_work, kept.batch, self.aliases, kept.leave, renewed=kept.renewed)
            for kept in todo.kept
        ]
        return self._applied(crew, wishes)

    def _settled(self, crew: Crew, batches: list[Batch]) -> list[Batch]:
        """Put batches in the order of the sources, and keep of the same bytes the first."""
        first = same_bytes(self.out, batches, self.place)
        wishes = [
            Revision(self.place_of_work, batch, self.aliases, same=frozenset(rows))
            for batch, rows in first
        ]
        return self._applied(crew, wishes)

    def _applied(self, crew: Crew, wishes: list[Revision]) -> list[Batch]:
        """Revise batches where there is something to revise; they stay in their order."""
        found = {wish.batch.id: wish.batch for wish in wishes}
        for wish, result in crew.run(revise, [wish for wish in wishes if wish.needed]):
            if isinstance(result, Died):
                raise BuildError(f"{self.out}: workers die of copying parts; build again")
            found[wish.batch.id] = result
        return [found[wish.batch.id] for wish in wishes]

    def _finish(self, crew: Crew, batches: list[Batch], todo: Plan) -> None:
        """Compare the reports with each other, and let the manifest say what counts now."""
        old = self.old
        alike = old is not None and [each.id for each in old.batches] == [
            each.id for each in batches
        ]
        told = ("parser", "aliases_digest")
        said = {**self.said, "aliases_digest": digest_of(self.aliases), "batches": len(batches)}
        said["who_is_who"] = [list(astuple(row)) for row in self.aliases.rows]
        said |= {"read": len(todo.fresh), "kept": len(self.items) - len(todo.fresh)}
        said |= {"left": todo.left}
        if old is not None and alike and all(old.said.get(key) == said[key] for key in told):
            gathered: Mapping[str, tuple[str, ...]] = old.gathered
        else:
            found = gather(self.out, batches, self.aliases, crew)
            first = write_told(self.out, batches)
            gathered = {"checks": found["checks"], "notes": (*first, *found["notes"])}
        save_manifest(self.out, Manifest(tuple(batches), gathered, said))
        drop_journal(self.out)
