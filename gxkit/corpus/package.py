"""The description of a data set for Frictionless: ``datapackage.json``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gxkit import frames
from gxkit.corpus.codebook import TYPES, Column, frame_labels

_MEDIA = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".dta": "application/x-stata-dta",
    ".parquet": "application/vnd.apache.parquet",
    ".duckdb": "application/vnd.duckdb",
    ".json": "application/json",
    ".md": "text/markdown",
    ".html": "text/html",
}
_FREE = ("notes", "checks", "corrections")
"""Frames that may speak of what is no report here: a file that could not be read, all reports."""

_TEXTS = ("text", "heading", "message", "reason")
"""Columns that are never NA but may be empty, which a CSV does not tell apart."""


def describe_package(
    folder: Path, facts: Mapping[str, Any], columns: Mapping[str, Sequence[Column]]
) -> dict[str, Any]:
    """Describe a folder as a data package.

    Parameters
    ----------
    folder : Path
        The folder, with all its files.
    facts : mapping
        Its provenance.
    columns : mapping of str to sequence of Column
        The columns of its frames, by name.

    Returns
    -------
    dict
        A descriptor: CSV files with types, constraints, keys and labels, all other files with
        size and hash.
    """
    resources = [
        _resource(folder, path, columns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "datapackage.json"
    ]
    return {
        "profile": "data-package",
        "name": "gxkit-export",
        "title": facts["title"],
        "created": facts["written"],
        "keywords": ["政府信息公开", "年度报告", "government information disclosure"],
        "contributors": [{"title": author, "role": "author"} for author in facts["authors"]],
        "gxkit": facts["gxkit"],
        "resources": resources,
    }


def _resource(folder: Path, path: Path, columns: Mapping[str, Sequence[Column]]) -> dict[str, Any]:
    place = path.relative_to(folder).as_posix()
    name = path.stem.lower()
    known = {
        "path": place,
        "mediatype": _MEDIA.get(path.suffix, "application/octet-stream"),
        "bytes": path.stat().st_size,
        "hash": "sha256:" + _digest(path),
    }
    if path.suffix != ".csv":
        label = place.lower().replace("/", "-").replace(".", "-").replace("_", "-")
        return {"name": label, "type": "file", "format": path.suffix[1:], **known}
    frame = name if name in columns else "codebook"
    zh, en = frame_labels(frame)
    return {
        "name": name if path.parent != folder else f"{name}-top",
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8-sig",
        "title": f"{zh} {en}",
        **known,
        "schema": _schema(frame, columns[frame], tuple(columns)),
    }


def _schema(name: str, columns: Sequence[Column], known: Sequence[str]) -> dict[str, Any]:
    names = [column.name for column in columns]
    described: dict[str, Any] = {
        "fields": [_field(name, column) for column in columns],
        "missingValues": [""],
    }
    key = [*frames.UNIQUE.get(name, ())]
    if "report_id" in names and (name in frames.UNIQUE or name.endswith("_wide")):
        key = list(dict.fromkeys(["report_id", *key]))
    if key:
        described["primaryKey"] = key
    if "report_id" in names and name not in ("reports", *_FREE) and "reports" in known:
        reference = {"resource": "reports", "fields": ["report_id"]}
        described["foreignKeys"] = [{"fields": ["report_id"], "reference": reference}]
    return described


def _field(name: str, column: Column) -> dict[str, Any]:
    required = column.name in frames.REQUIRED.get(name, ()) and column.name not in _TEXTS
    constraints: dict[str, Any] = {"required": True} if required else {}
    if column.words and column.dtype == "string":
        constraints["enum"] = list(column.words)
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES[column.dtype],
        "title": column.zh,
        "description": column.en,
    }
    if column.dtype == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.unit:
        field["unit"] = column.unit
    return field | ({"constraints": constraints} if constraints else {})


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
