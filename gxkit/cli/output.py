"""What commands that print a frame share: what they are given, and where it goes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gxkit.cli.opening import open_source
from gxkit.errors import ReadError

if TYPE_CHECKING:
    from gxkit.corpus import Corpus


def format_of(to: str | None, out: Path | None, formats: Collection[str]) -> str:
    """Choose a format: what was asked for, else what the name of the file says, else a table.

    Parameters
    ----------
    to : str or None
        What was asked for.
    out : Path or None
        The file to write.
    formats : collection of str
        What there is.

    Raises
    ------
    ReadError
        There is no such format.

    Examples
    --------
    >>> format_of(None, Path("words.csv"), ["table", "csv"]), format_of(None, None, ["table"])
    ('csv', 'table')
    """
    suffix = "" if out is None else out.suffix.lower().lstrip(".")
    chosen = to or (suffix if suffix in formats else "table")
    if chosen not in formats:
        raise ReadError(f"no format {chosen!r}; choose one of {', '.join(formats)}")
    return chosen


def opened(paths: list[Path], corrections: Path | None, aliases: Path | None) -> Corpus:
    """Open what a command is given, and tell what could not be read.

    Parameters
    ----------
    paths : list of Path
        Files, folders, or one corpus that was built.
    corrections, aliases : Path or None
        See `gxkit.cli.opening.open_source`.

    Raises
    ------
    ReadError
        There is no report in there.
    """
    from gxkit.corpus import read_corpus

    if len(paths) == 1:
        corpus = open_source(paths[0], corrections=corrections, aliases=aliases)
    else:
        corpus = read_corpus(*paths, corrections=corrections, aliases=aliases)
    notes = corpus.notes
    for reason in notes["message"][notes["level"] == "error"]:
        typer.echo(f"not read: {reason}", err=True)
    if not len(corpus):
        raise ReadError(f"{paths[0]}: no report in there")
    return corpus


def put(text: str, form: str, out: Path | None) -> None:
    """Print `text`, or write it to the file `out`, whole or not at all.

    Parameters
    ----------
    text : str
        What is to be shown.
    form : str
        Its format; CSV is written so that Excel shows Chinese.
    out : Path or None
        The file.
    """
    from gxkit.corpus.whole import write_whole

    if out is None:
        typer.echo(text)
    else:
        written = f"{text}\n".encode("utf-8-sig" if form == "csv" else "utf-8")
        write_whole(out, lambda draft: draft.write_bytes(written))
