"""A data set for others: every frame in every format, with a codebook, a description and an origin."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit import frames
from gxkit.corpus.codebook import Column, codebook, describe, frame_labels
from gxkit.corpus.comparable import comparability
from gxkit.corpus.duckfile import write_duckdb
from gxkit.corpus.duplicates import duplicates
from gxkit.corpus.excel import write_excel
from gxkit.corpus.harmonised import harmonised
from gxkit.corpus.interface import Frames
from gxkit.corpus.origin import MADE_BY, now, provenance
from gxkit.corpus.package import describe_package
from gxkit.corpus.stata import write_stata
from gxkit.corpus.telling import citation_file, codebook_html, codebook_markdown, readme
from gxkit.corpus.whole import whole_folder, write_csv, write_parquet
from gxkit.corpus.wide import wide_table
from gxkit.errors import ExportError

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "xlsx", "stata", "parquet", "duckdb")
"""What a data set can be written as."""

WIDE = ("requests", "proactive", "disputes")
"""The tables that are also written a row a report."""

_TITLE = "政府信息公开工作年度报告数据集 Annual reports on government information disclosure"


def export(
    corpus: Frames,
    folder: str | PathLike[str],
    to: Sequence[str] = FORMATS,
    *,
    title: str | None = None,
    authors: Sequence[str] = (),
    overwrite: bool = False,
) -> Path:
    """Write a corpus as a data set that nobody needs gxkit for.

    Parameters
    ----------
    corpus : Corpus
        A corpus, in memory or stored.
    folder : str or path
        The folder to write. It appears whole or not at all. An earlier export is replaced.
    to : sequence of str
        The formats: ``csv``, ``xlsx``, ``stata``, ``parquet``, ``duckdb``.
    title : str, optional
        What the data set is called.
    authors : sequence of str
        Who compiled it, for its citation.
    overwrite : bool
        Whether to replace a folder that is no earlier export, or to which files were added.
        Everything in it is lost. The current folder, the home folder and those above them
        are never replaced.

    Returns
    -------
    Path
        The folder. ``docs/release.md`` says what stands in it.

    Raises
    ------
    ExportError
        There is no such format, the folder may not be replaced, or it cannot be written.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from gxkit.corpus import Corpus
    >>> folder = export(Corpus([]), pathlib.Path(tempfile.mkdtemp(), "data"), ["csv"])
    >>> sorted(path.name for path in folder.iterdir())[:4]
    ['CITATION.cff', 'README.md', 'codebook.csv', 'codebook.html']
    """
    formats = _formats(to)
    target = Path(folder).expanduser().absolute()
    _refuse_strange(target, overwrite=overwrite)
    when = now()
    tables = release_tables(corpus)
    facts = provenance(
        corpus, tables, when, formats=formats, title=title or _TITLE, authors=authors
    )
    try:
        with whole_folder(target) as draft:
            _write(draft, tables, formats, facts, when)
    except OSError as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(
            f"{folder}: cannot be written ({error.strerror or error}); nothing was changed there"
        ) from error
    return Path(folder)


def release_tables(corpus: Frames) -> dict[str, pd.DataFrame]:
    """Return what a data set holds: the frames of the corpus, those derived from them, the codebook.

    Parameters
    ----------
    corpus : Corpus
        A corpus, in memory or stored.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> list(release_tables(Corpus([])))[:2]
    ['reports', 'cells']
    """
    from gxkit.corpus.model import FRAMES

    tables: dict[str, pd.DataFrame] = {name: getattr(corpus, name) for name in FRAMES}
    corrections = getattr(corpus, "corrections", None)
    if corrections is None:
        corrections = frames.build("corrections", [], corpus=True)
    tables["corrections"] = corrections
    tables["duplicates"] = duplicates(corpus)
    for table in WIDE:
        wide = wide_table(table, tables["cells"], tables["reports"])
        tables[f"{table}_wide"] = wide.reset_index().astype({"report_id": "string"})
    tables["harmonised"] = harmonised(corpus)
    tables["comparability"] = comparability()
    tables["codebook"] = codebook(tables)
    return tables


def _write(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    formats: Sequence[str],
    facts: dict[str, Any],
    when: datetime,
) -> None:
    columns = {name: describe(name, frame) for name, frame in tables.items()}
    for kind in formats:
        folder.joinpath(kind).mkdir()
    for name, frame in tables.items():
        label = " ".join(frame_labels(name))
        if "csv" in formats:
            write_csv(frame, folder / "csv" / f"{name}.csv")
        if "parquet" in formats:
            write_parquet(frame, folder / "parquet" / f"{name}.parquet")
        if "stata" in formats:
            write_stata(folder / "stata" / f"{name}.dta", frame, columns[name], label, when)
    if "duckdb" in formats:
        write_duckdb(folder / "duckdb" / "gxkit.duckdb", tables, columns)
    if "csv" in formats:
        facts["csv_texts_like_formulas"] = _like_formulas(tables, columns)
    if "xlsx" in formats:
        about = readme(facts, tables).splitlines()
        book = folder / "xlsx" / "gxkit.xlsx"
        facts["xlsx_changed"] = write_excel(book, tables, columns, about)
    _tell(folder, tables, facts, columns)


def _tell(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    facts: Mapping[str, Any],
    columns: Mapping[str, Sequence[Column]],
) -> None:
    """Write the files that say what the others are."""
    book, title = tables["codebook"], facts["title"]
    write_csv(book, folder / "codebook.csv")
    texts: Mapping[str, Callable[[], str]] = {
        "codebook.md": lambda: codebook_markdown(book, title),
        "codebook.html": lambda: codebook_html(book, title),
        "README.md": lambda: readme(facts, tables),
        "CITATION.cff": lambda: citation_file(facts),
        "provenance.json": lambda: _json(facts),
        # The last: it holds the hashes of all others.
        "datapackage.json": lambda: _json(describe_package(folder, facts, columns)),
    }
    for name, text in texts.items():
        folder.joinpath(name).write_text(text(), encoding="utf-8", newline="\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


def _formats(to: Sequence[str]) -> list[str]:
    wanted = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    strange = [each for each in wanted if each not in FORMATS]
    if strange or not wanted:
        named = ", ".join(map(repr, strange)) or "nothing"
        raise ExportError(f"cannot write {named}; give some of {', '.join(FORMATS)}")
    return wanted


def _refuse_strange(target: Path, *, overwrite: bool) -> None:
    """Refuse to replace what may be somebody's work."""
    if not target.exists():
        return
    if not target.is_dir():
        raise ExportError(f"{target}: is a file; name a folder")
    real = target.resolve()
    if any(place.resolve().is_relative_to(real) for place in (Path.cwd(), Path.home())):
        raise ExportError(f"{target}: is, or holds, the current or the home folder; name another")
    if not overwrite and any(target.iterdir()) and (why := _not_ours(target)):
        raise ExportError(
            f"{target}: {why}; name another folder, or overwrite it (overwrite=True, --overwrite)"
        )


def _not_ours(folder: Path) -> str | None:
    """Say why a folder is not just an earlier export; None if it is."""
    try:
        made_by = json.loads(folder.joinpath("provenance.json").read_text("utf-8")).get("made_by")
        package = json.loads(folder.joinpath("datapackage.json").read_text("utf-8"))
        known = {resource["path"] for resource in package["resources"]} | {"datapackage.json"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "is no earlier export"
    if made_by != MADE_BY:
        return "is no earlier export"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    added = sorted(there - known)
    return f"holds {added[0]}, which the earlier export did not write" if added else None


def _like_formulas(
    tables: Mapping[str, pd.DataFrame], columns: Mapping[str, Sequence[Column]]
) -> int:
    """Count texts that a spreadsheet takes for a formula when it opens a CSV."""
    found = 0
    for name, frame in tables.items():
        for column in columns[name]:
            if column.dtype == "string":
                texts = frame[column.name].dropna()
                # A sign before digits is a number to a spreadsheet, and - alone a dash.
                found += int(texts.str.match(r"[=@\t\r]|[+-](?![\d.,]*$)").sum())
    return found
