"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file beside `path` with `write` and then put it in its place, never half there.

    Examples
    --------
    >>> file = Path(tempfile.mkdtemp(), "a.txt")
    >>> write_whole(file, lambda draft: draft.write_text("x")).read_text()
    'x'
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    draft = Path(name)
    try:
        write(draft)
        # mkstemp makes files that only their owner may read; a data set is to be shared.
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
