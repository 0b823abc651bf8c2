"""Finding the files that can be reports."""

from __future__ import annotations

import os
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from gxkit.documents.names import can_be_report, is_searched
from gxkit.errors import ReadError

_EXPORTED = {"provenance.json", "datapackage.json", "codebook.html"}


def find_files(*paths: str | PathLike[str]) -> list[Path]:
    """Find the files that can be reports.

    Parameters
    ----------
    *paths : str or path
        As for `read_corpus`; a file that is named is always taken.

    Raises
    ------
    ReadError
        A path does not exist, or none was given.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> for name in ("b.html", "a.txt", "README.md", "cells.csv"):
    ...     _ = folder.joinpath(name).write_text("x", encoding="utf-8")
    >>> [file.name for file in find_files(folder)]
    ['a.txt', 'b.html']
    """
    if not paths:
        raise ReadError("no path was given; name a folder of reports or a file")
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += _below(path)
        elif path.exists():
            found.append(path)
        else:
            raise ReadError(f"{path}: there is no such file or folder; check the path")
    return list(dict.fromkeys(found))


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        if _EXPORTED.issubset(names):
            folders.clear()  # a data set of ours: its codebook is a page, but no report
            continue
        folders[:] = sorted(filter(is_searched, folders))
        for name in sorted(filter(can_be_report, names)):
            yield Path(root, name)
