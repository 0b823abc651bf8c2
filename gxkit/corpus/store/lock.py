"""One build at a time: a lock that dies with its process, however that ends."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from gxkit.errors import BuildError

NAME = "build.lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other builds out of `folder` while the block runs.

    The operating system holds the lock for the process: one that is killed lets go of it, so
    that a lock file left behind says nothing and blocks nobody.

    Raises
    ------
    BuildError
        Another process builds there; the message names it.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with locked(folder), locked(folder):
    ...     pass
    Traceback (most recent call last):
        ...
    gxkit.errors.BuildError: ...: another build runs here (process ... on ..., since ...); ...
    """
    path = folder / NAME
    # "a+" neither empties the file of another holder nor needs one to be there.
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            raise BuildError(
                f"{folder}: another build runs here ({_holder(path)}); wait until it is done, "
                "or choose another folder"
            )
        file.truncate(0)
        me = {"pid": os.getpid(), "host": socket.gethostname(), "since": _now()}
        file.write(json.dumps(me))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _holder(path: Path) -> str:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return f"process {told['pid']} on {told['host']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has not told yet which process it is"


try:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

except ImportError:  # Windows, which has locks of its own
    import msvcrt

    _BYTE = 1 << 30
    """Far behind what the file says of its holder, which others must be able to read."""

    def _take(file: IO[str]) -> bool:
        handle = file.fileno()
        os.lseek(handle, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
