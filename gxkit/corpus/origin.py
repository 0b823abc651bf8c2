"""Where a data set comes from: versions, hashes of forms and of source files, corrections, fillings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import gxkit
from gxkit import forms
from gxkit.corpus.interface import Frames
from gxkit.corpus.store.version import parser_version

if TYPE_CHECKING:
    import pandas as pd

MADE_BY = "gxkit export"
"""What the provenance of a data set begins with, by which an earlier one is known."""

_LIBRARIES = ("pandas", "pyarrow", "duckdb", "openpyxl")
_DECLARED = ("harmonised.toml", "duplicates.toml", "codebook.toml", "regions.csv", "aliases.csv")


def now() -> datetime:
    """Return the time, in UTC, in whole seconds.

    Examples
    --------
    >>> now().utcoffset().total_seconds()
    0.0
    """
    return datetime.now(UTC).replace(microsecond=0)


def provenance(
    corpus: Frames,
    tables: Mapping[str, pd.DataFrame],
    when: datetime,
    *,
    formats: Sequence[str],
    title: str,
    authors: Sequence[str],
) -> dict[str, Any]:
    """Say where a data set comes from.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    tables : mapping of str to pandas.DataFrame
        What is exported of it.
    when : datetime
        When, in UTC.
    formats, title, authors
        As they were asked for.

    Returns
    -------
    dict
        Ready for JSON.
    """
    own = dict(corpus.provenance)
    reports = tables["reports"]
    sources = reports[["report_id", "path", "sha256"]].astype(object)
    corrections = tables["corrections"].astype(object)
    notes = tables["notes"]
    unread = notes[(notes["step"] == "read") & (notes["level"] == "error")]
    return {
        "made_by": MADE_BY,
        "gxkit": gxkit.__version__,
        "parser": own.get("parser") or parser_version(),
        "written": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "title": title,
        "authors": list(authors),
        "formats": list(formats),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "forms": {id: _hash("gxkit.forms", f"form{id}.toml") for id in forms.ids()},
        "declarations": {name: _hash("gxkit.data", name) for name in _DECLARED},
        "fill": own.get("fill"),
        "corpus": own,
        "rows": {name: len(frame) for name, frame in tables.items()},
        "corrections": corrections.where(corrections.notna(), None).to_dict("records"),
        "sources": sources.where(sources.notna(), None).to_dict("records"),
        "not_read": [str(message) for message in unread["message"]],
    }


def _hash(package: str, name: str) -> str:
    return hashlib.sha256(files(package).joinpath(name).read_bytes()).hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
