"""What ``gxkit build`` does: a corpus on disk, built here or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gxkit.errors import BuildError, ReadError

_LISTED = 5
_PATIENCE = 10.0
"""So many seconds a scheduler has to answer."""


def built(paths: Sequence[Path], *, scheduler: str | None = None, **options: Any) -> str:
    """Build a corpus and say what came of it.

    Parameters
    ----------
    paths : sequence of Path
        The sources, and last the folder of the corpus.
    scheduler : str, optional
        The address of a dask scheduler.
    **options
        As `gxkit.corpus.build_corpus` takes them.

    Raises
    ------
    ReadError
        There is nothing to read.
    BuildError
        The corpus cannot be built, or the scheduler does not answer.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = folder.joinpath("letter.txt").write_text("今天天气很好。", encoding="utf-8")
    >>> print(built([folder, folder / "corpus"], workers=0).splitlines()[0])
    1 file: 1 read, 0 as before, 0 gone
    """
    from gxkit.corpus import build_corpus

    *sources, out = paths
    if not sources:
        raise ReadError(f"only {out} is named; name what to read, and last the corpus to build")
    with _crew(scheduler) as executor:
        corpus = build_corpus(sources, out, executor=executor, **options)
    told = corpus.build
    total = told["read"] + told["kept"]
    files = f"{total} file{'' if total == 1 else 's'}"
    lines = [
        f"{files}: {told['read']} read, {told['kept']} as before, {told['left']} gone",
        f"{out}: {len(corpus)} reports; next: gxkit status {out}",
    ]
    looked = corpus.files
    unread = looked.loc[looked["status"].isin(["failed", "died"]), "message"]
    lines += [f"not read: {message}" for message in unread.head(_LISTED)]
    if len(unread) > _LISTED:
        lines.append(f"… and {len(unread) - _LISTED} more: see the notes of the corpus")
    return "\n".join(lines)


@contextmanager
def _crew(scheduler: str | None) -> Iterator[Executor | None]:
    """Connect to a cluster, if one is named."""
    if scheduler is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        said = "--scheduler needs dask.distributed; install it with pip install 'gxkit[cluster]'"
        raise BuildError(said) from error
    try:
        connect: Any = Client  # it has no types
        client = connect(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        said = f"no scheduler answers at {scheduler} ({error}); check the address"
        raise BuildError(said) from error
    with client:
        yield client.get_executor()
