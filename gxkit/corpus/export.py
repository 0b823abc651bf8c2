"""Writing the frames of a corpus to files."""

from __future__ import annotations

from functools import partial
from os import PathLike
from pathlib import Path

from gxkit.corpus.model import FRAMES, Corpus
from gxkit.corpus.whole import write_csv, write_parquet, write_whole
from gxkit.errors import ReadError


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
        ``cells.parquet``, and so on; ``corrections`` too, if there are any, which
        `read_corpus` takes back. Each appears whole or not at all.

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
        names = FRAMES if corpus.corrections.empty else (*FRAMES, "corrections")
        for name in names:
            frame = getattr(corpus, name)
            written.append(write_whole(folder / f"{name}.csv", partial(write_csv, frame)))
            written.append(write_whole(folder / f"{name}.parquet", partial(write_parquet, frame)))
    except OSError as error:
        raise ReadError(
            f"{folder}: cannot write there ({error.strerror}); choose another folder"
        ) from error
    return written
