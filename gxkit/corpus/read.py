"""Reading folders of reports into a corpus in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from gxkit.corpus.aliases import read_aliases
from gxkit.corpus.corrections import read_corrections
from gxkit.corpus.model import Corpus
from gxkit.corpus.progress import watched
from gxkit.documents.model import Note
from gxkit.errors import GxkitError, ReadError
from gxkit.report import Report, read_report

PASSED_OVER = frozenset(
    {
        *(".csv", ".duckdb", ".json", ".jsonl", ".parquet", ".toml", ".tsv", ".yaml", ".yml"),
        *(".css", ".ipynb", ".js", ".py", ".woff", ".woff2"),
        *(".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
    }
)
"""Kinds of file that lie beside reports in folders and never are one."""

PASSED_FOLDERS = ("truth", "__pycache__", "__MACOSX")
_EXPORTED = {"provenance.json", "datapackage.json", "codebook.html"}
"""Folders that never hold reports; so too those that a browser saves beside a page."""


def read_corpus(
    *paths: str | PathLike[str],
    progress: bool | None = None,
    corrections: str | PathLike[str] | None = None,
    aliases: str | PathLike[str] | None = None,
) -> Corpus:
    """Read annual reports from files and folders, in memory.

    Parameters
    ----------
    *paths : str or path
        Files, and folders that are searched with all below them. Hidden files, READMEs,
        data and code files, and folders named ``truth`` are passed over.
    progress : bool, optional
        Whether to show a progress bar; by default only in a terminal or in Jupyter.
    corrections : str or path, optional
        A CSV of corrections to lay over what is read (`gxkit.corpus.corrections`). Those of
        reports or cells that are not here are kept, and noted.
    aliases : str or path, optional
        A CSV of renamed and merged agencies (`gxkit.corpus.aliases`).

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
    CorrectionError, AliasError
        The table of corrections or of aliases cannot be used; the message names the line.

    Examples
    --------
    >>> import tempfile
    >>> read_corpus(tempfile.mkdtemp())
    <Corpus 0 reports, 0 without a form, 0 files not read, 0 cells, 0 numbers>
    """
    # Tables first: a mistake in them is to be told before an hour of reading.
    known = None if aliases is None else read_aliases(aliases)
    overlay = () if corrections is None else read_corrections(corrections)
    files = find_files(*paths)
    reports: dict[str, Report] = {}
    notes: list[tuple[str | None, Note]] = []
    for file in watched(files, progress):
        try:
            report = read_report(file)
        except GxkitError as error:
            notes.append((_digest(file), Note("read", "error", str(error))))
            continue
        except Exception as error:  # noqa: BLE001 (one file must not cost the others)
            said = f"{file}: unexpected {type(error).__name__}: {error}; please report this"
            notes.append((_digest(file), Note("read", "error", said)))
            continue
        id = report.report_id or ""
        if id in reports:
            said = f"{file}: the same bytes as {reports[id].meta['path']}, kept once"
            notes.append((id, Note("read", "warning", said)))
        else:
            reports[id] = report
    provenance: dict[str, Any] = {"sources": [os.fspath(path) for path in paths]}
    for name, path in (("corrections", corrections), ("aliases", aliases)):
        if path is not None:
            provenance[name] = os.fspath(path)
    return Corpus(list(reports.values()), notes, provenance, known, overlay)


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


def is_searched(folder: str) -> bool:
    """Tell by its name whether a folder is searched for reports.

    Examples
    --------
    >>> is_searched("2023"), is_searched(".git"), is_searched("page_files")
    (True, False, False)
    """
    hidden = folder.startswith(".") or folder in PASSED_FOLDERS
    return not hidden and not folder.endswith(("_files", ".files"))


def can_be_report(name: str) -> bool:
    """Tell by its name whether a file that lies in a folder can be a report.

    Examples
    --------
    >>> can_be_report("a.html"), can_be_report("README.md"), can_be_report("cells.csv")
    (True, False, False)
    """
    hidden = name.startswith((".", "~$")) or name.upper().startswith("README")
    return not hidden and Path(name).suffix.lower() not in PASSED_OVER


def _digest(file: Path) -> str | None:
    if not file.is_file():
        return None
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    except OSError:
        return None
