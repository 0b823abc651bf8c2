"""Opening a corpus that was built."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from gxkit.corpus.corrections import read_corrections
from gxkit.corpus.store.manifest import JOURNAL, load_manifest
from gxkit.corpus.stored import StoredCorpus
from gxkit.errors import ReadError


def open_corpus(
    out: str | PathLike[str], *, corrections: str | PathLike[str] | None = None
) -> StoredCorpus:
    """Open a corpus that `build_corpus` built.

    Parameters
    ----------
    out : str or path
        Its folder.
    corrections : str or path, optional
        A CSV of corrections to lay over it (`gxkit.corpus.corrections`); nothing is written.

    Returns
    -------
    StoredCorpus
        Nothing of it is read until it is asked for.

    Raises
    ------
    ReadError
        There is no corpus, its first build was never finished, or its manifest is damaged.
    CorrectionError
        The table of corrections cannot be used; the message names the line.

    Examples
    --------
    >>> import tempfile
    >>> open_corpus(tempfile.mkdtemp())
    Traceback (most recent call last):
        ...
    gxkit.errors.ReadError: ...: no corpus here; build one with build_corpus or gxkit build
    """
    folder = Path(out)
    manifest = load_manifest(folder)
    if manifest is None and (folder / JOURNAL).exists():
        raise ReadError(f"{folder}: not built to its end yet; build again, it goes on from there")
    if manifest is None:
        raise ReadError(f"{folder}: no corpus here; build one with build_corpus or gxkit build")
    overlay = () if corrections is None else read_corrections(corrections)
    corpus = StoredCorpus(folder, manifest, overlay)
    if corrections is not None:
        corpus.provenance = {**corpus.provenance, "corrections": str(Path(corrections))}
    return corpus
