"""What the name of a file tells: whether it can be a report, and where it leads."""

from __future__ import annotations

from pathlib import Path
from typing import Final

INSIDE: Final = "!/"
"""What stands between the path of an archive and the name of what is in it."""

PASSED_OVER = frozenset(
    {
        *(".csv", ".duckdb", ".json", ".jsonl", ".parquet", ".toml", ".tsv", ".yaml", ".yml"),
        *(".css", ".ipynb", ".js", ".py", ".woff", ".woff2"),
        *(".db", ".ini", ".lnk", ".url"),
        *(".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
    }
)
"""Kinds of file that lie beside reports in folders and never are one."""

PASSED_FOLDERS = ("truth", "__pycache__", "__MACOSX")
"""Folders that never hold reports; so too those that a browser saves beside a page."""


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
    >>> [can_be_report(name) for name in ("a.html", "README.md", "cells.csv", "Thumbs.db")]
    [True, False, False, False]
    """
    hidden = name.startswith((".", "~$")) or name.upper().startswith("README")
    return not hidden and Path(name).suffix.lower() not in PASSED_OVER


def is_wanted(member: str) -> bool:
    """Tell by its name whether a member of an archive can be a report.

    Examples
    --------
    >>> is_wanted("2023/a.html"), is_wanted("2023/a_files/frame.html"), is_wanted("a.css")
    (True, False, False)
    """
    *folders, last = member.replace("\\", "/").split("/")
    return can_be_report(last) and all(map(is_searched, folders))


def leads_out(name: str) -> bool:
    r"""Tell whether the `name` of a member is absolute or climbs out of its archive.

    Examples
    --------
    >>> [leads_out(name) for name in ("a/b.txt", "../b.txt", "/etc/b", "a/../../b", "c:\\b.txt")]
    [False, True, True, True, True]
    """
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or parts[0].endswith(":")
