"""What a command is given: a folder of reports to read, or a corpus that was built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.errors import ReadError

if TYPE_CHECKING:
    from gxkit.corpus import Corpus

MANIFEST = "manifest.json"
"""The file that a corpus that was built has, and a folder of reports has not."""


def open_source(path: Path) -> Corpus:
    """Open a corpus that was built, or read a folder of reports or a file.

    Parameters
    ----------
    path : Path
        The folder or file.

    Raises
    ------
    ReadError
        There is nothing, or this gxkit cannot open corpora that were built.

    Examples
    --------
    >>> import tempfile
    >>> len(open_source(Path(tempfile.mkdtemp())))
    0
    """
    from gxkit import corpus

    if not path.joinpath(MANIFEST).is_file():
        return corpus.read_corpus(path)
    opener: Any = getattr(corpus, "open_corpus", None)
    if opener is None:
        raise ReadError(f"{path}: this gxkit cannot open a corpus that was built; renew gxkit")
    opened: Corpus = opener(path)
    return opened
