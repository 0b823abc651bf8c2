"""What a command is given: a folder of reports to read, or a corpus that was built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gxkit.errors import ReadError

if TYPE_CHECKING:
    from gxkit.corpus import Corpus

MANIFEST = "manifest.json"
"""The file that a corpus that was built has, and a folder of reports has not."""


def open_source(
    path: Path, *, corrections: Path | None = None, aliases: Path | None = None
) -> Corpus:
    """Open a corpus that was built, or read a folder of reports or a file.

    Parameters
    ----------
    path : Path
        The folder or file.
    corrections : Path, optional
        A CSV of corrections to lay over it.
    aliases : Path, optional
        A CSV of renamed and merged agencies; a corpus that was built has its own.

    Raises
    ------
    ReadError
        There is no report in there, the corpus cannot be opened, or aliases are given for a
        corpus that was built.
    CorrectionError
        The table of corrections cannot be used.

    Examples
    --------
    >>> open_source(Path("nowhere"))
    Traceback (most recent call last):
        ...
    gxkit.errors.ReadError: nowhere: there is no such file or folder; check the path
    """
    from gxkit import corpus

    if path.joinpath(MANIFEST).is_file():
        if aliases is not None:
            raise ReadError(f"{path}: was built with its own aliases; build again with --aliases")
        return corpus.open_corpus(path, corrections=corrections)
    read = corpus.read_corpus(path, corrections=corrections, aliases=aliases)
    if not len(read):
        errors = read.notes["message"][read.notes["level"] == "error"]
        raise ReadError(errors.iloc[0] if len(errors) else f"{path}: no report in there")
    return read
