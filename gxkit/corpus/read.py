"""Reading folders of reports into a corpus in memory."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from typing import Any

from gxkit.corpus.aliases import read_aliases
from gxkit.corpus.corrections import read_corrections
from gxkit.corpus.finding import find_files
from gxkit.corpus.model import Corpus
from gxkit.corpus.progress import watched
from gxkit.corpus.store.fills import filled, read_fills
from gxkit.corpus.store.items import Item, find_items
from gxkit.corpus.store.opening import Opener
from gxkit.documents.model import Note
from gxkit.errors import GxkitError
from gxkit.parsing import parse
from gxkit.report import Report

__all__ = ["find_files", "read_corpus"]


def read_corpus(
    *paths: str | PathLike[str],
    progress: bool | None = None,
    corrections: str | PathLike[str] | None = None,
    aliases: str | PathLike[str] | None = None,
    manifest: str | PathLike[str] | None = None,
) -> Corpus:
    """Read annual reports from files and folders, in memory.

    Parameters
    ----------
    *paths : str or path
        Files, folders that are searched with all below them, and archives (.zip, .warc,
        .warc.gz), also inside folders. Hidden files, READMEs, data and code files, folders
        named ``truth`` and those that browsers save beside a page are passed over.
    progress : bool, optional
        Whether to show a progress bar; by default only in a terminal or in Jupyter.
    corrections : str or path, optional
        A CSV of corrections to lay over what is read (`gxkit.corpus.corrections`). Those of
        reports or cells that are not here are kept, and noted.
    aliases : str or path, optional
        A CSV of renamed and merged agencies (`gxkit.corpus.aliases`).
    manifest : str or path, optional
        A CSV beside the files that fills what pages leave out, and names files that are one
        report (`gxkit.corpus.store.fills`).

    Returns
    -------
    Corpus
        In the order of the paths, and within a folder by name. A file that cannot be read
        costs a row of level ``error`` in `notes`, never the run; a file whose bytes were
        already read costs a row of level ``warning``.

    Raises
    ------
    ReadError
        A path does not exist, or none was given.
    CorrectionError, AliasError, BuildError
        The table of corrections, of aliases or of files cannot be used; the message names
        the line.

    Examples
    --------
    >>> import tempfile
    >>> read_corpus(tempfile.mkdtemp())
    <Corpus 0 reports, 0 without a form, 0 files not read, 0 cells, 0 numbers>
    """
    # Tables first: a mistake in them is to be told before an hour of reading.
    known = None if aliases is None else read_aliases(aliases)
    overlay = () if corrections is None else read_corrections(corrections)
    fills = {} if manifest is None else read_fills(Path(manifest))
    items = find_items(paths, fills)
    reports: dict[str, Report] = {}
    notes: list[tuple[str | None, Note]] = []
    with Opener() as opener:
        for item in watched(items, progress):
            if item.said is not None:
                notes.append((None, Note("read", "info", item.said)))
                continue
            try:
                report = read_item(item, opener)
            except GxkitError as error:
                notes.append((_id(item, opener), Note("read", "error", str(error))))
                continue
            except Exception as error:  # noqa: BLE001 (one file must not cost the others)
                said = (
                    f"{item.name}: unexpected {type(error).__name__}: {error}; please report this"
                )
                notes.append((_id(item, opener), Note("read", "error", said)))
                continue
            id = report.report_id or ""
            if id in reports:
                said = f"{item.name}: the same bytes as {reports[id].meta['path']}, kept once"
                notes.append((id, Note("read", "warning", said)))
            else:
                reports[id] = report
    provenance: dict[str, Any] = {"sources": [os.fspath(path) for path in paths]}
    given = {"corrections": corrections, "aliases": aliases, "manifest": manifest}
    for name, path in given.items():
        if path is not None:
            provenance[name] = os.fspath(path)
    return Corpus(list(reports.values()), notes, provenance, known, overlay)


def read_item(item: Item, opener: Opener) -> Report:
    """Read one item, and fill what its page leaves out.

    Raises
    ------
    GxkitError
        It cannot be read.
    """
    document = opener.document(item)
    return Report(filled(parse(document), item.fill), document)


def _id(item: Item, opener: Opener) -> str | None:
    digest = opener.digest(item)
    return digest[:12] if digest else None
