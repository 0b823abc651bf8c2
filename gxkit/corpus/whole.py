"""Files and folders that appear whole or not at all, and the formats that are written in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gxkit.errors import ReadError

if TYPE_CHECKING:
    import pandas as pd

_EXCEL = "utf-8-sig"
"""The encoding that Excel takes for Chinese without being asked."""


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    r"""Write a frame as CSV as Excel wants it: UTF-8 with a mark.

    Examples
    --------
    >>> import pandas as pd
    >>> file = Path(tempfile.mkdtemp(), "a.csv")
    >>> write_csv(pd.DataFrame({"a": ["甲"]}), file)
    >>> file.read_bytes()[:4]
    b'\xef\xbb\xbfa'
    """
    frame.to_csv(path, index=False, encoding=_EXCEL, lineterminator="\n")


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as Parquet.

    Examples
    --------
    >>> import pandas as pd
    >>> file = Path(tempfile.mkdtemp(), "a.parquet")
    >>> write_parquet(pd.DataFrame({"a": ["甲"]}), file)
    >>> pd.read_parquet(file)["a"].tolist()
    ['甲']
    """
    frame.to_parquet(path, index=False)


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file beside `path` with `write` and then put it in its place, never half there.

    Examples
    --------
    >>> file = Path(tempfile.mkdtemp(), "a.txt")
    >>> write_whole(file, lambda draft: draft.write_text("x")).read_text()
    'x'
    """
    if not path.parent.is_dir():
        raise ReadError(f"{path}: there is no folder {path.parent}; make it or choose another")
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


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill that then takes the place of `path`, or vanishes if filling it fails.

    A folder that stood there goes only when the new one is complete.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp(), "new")
    >>> with whole_folder(folder) as draft:
    ...     _ = draft.joinpath("a.txt").write_text("x")
    >>> [file.name for file in folder.iterdir()]
    ['a.txt']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    old = draft.with_name(f"{draft.name}.old")
    try:
        yield draft
        draft.chmod(0o777 & ~_umask())
        if path.exists():
            path.rename(old)
        try:
            draft.rename(path)
        except OSError:
            if old.exists():
                old.rename(path)
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
