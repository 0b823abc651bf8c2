"""Writing the frames of a corpus to files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import partial
from os import PathLike
from pathlib import Path

from gxkit.corpus.model import FRAMES, Corpus
from gxkit.errors import ReadError

_EXCEL = "utf-8-sig"
"""The encoding that Excel takes for Chinese without being asked."""


def write_frames(corpus: Corpus, out: str | PathLike[str]) -> list[Path]:
    """Write every frame of a corpus as CSV and as Parquet.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    out : str or path
        The folder to write to; it is made if need be.

    Returns
    -------
    list of Path
        The files written: ``cells.csv`` (UTF-8 with a mark, as Excel wants it),
        ``cells.parquet``, and so on. Each appears whole or not at all.

    Raises
    ------
    ReadError
        The folder cannot be made or written to.

    Examples
    --------
    >>> import tempfile
    >>> sorted(path.name for path in write_frames(Corpus([]), tempfile.mkdtemp()))[:3]
    ['cells.csv', 'cells.parquet', 'checks.csv']
    """
    folder = Path(out)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FRAMES:
            frame = getattr(corpus, name)
            written.append(
                _whole(folder / f"{name}.csv", partial(frame.to_csv, index=False, encoding=_EXCEL))
            )
            written.append(
                _whole(folder / f"{name}.parquet", partial(frame.to_parquet, index=False))
            )
    except OSError as error:
        raise ReadError(
            f"{folder}: cannot write there ({error.strerror}); choose another folder"
        ) from error
    return written


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file beside `path` and then put it in its place, so that none is ever half there."""
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
