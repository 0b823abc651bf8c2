"""gxkit reads the annual reports on 政府信息公开 and makes a data set of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gxkit.errors import (
    AliasError,
    BuildError,
    CorrectionError,
    ExportError,
    FormatError,
    GxkitError,
    LimitError,
    MeasureError,
    QueryError,
    ReadError,
    TextError,
    ThemeError,
)

if TYPE_CHECKING:
    from gxkit.corpus import Corpus, build_corpus, open_corpus, read_corpus
    from gxkit.reading import read_report
    from gxkit.report import Report

__version__ = "0.1.0"

__all__ = [
    "AliasError",
    "BuildError",
    "Corpus",
    "CorrectionError",
    "ExportError",
    "FormatError",
    "GxkitError",
    "LimitError",
    "MeasureError",
    "QueryError",
    "ReadError",
    "Report",
    "TextError",
    "ThemeError",
    "__version__",
    "build_corpus",
    "open_corpus",
    "read_corpus",
    "read_report",
]

_HOME = {
    "Corpus": "gxkit.corpus",
    "build_corpus": "gxkit.corpus",
    "open_corpus": "gxkit.corpus",
    "read_corpus": "gxkit.corpus",
    "Report": "gxkit.report",
    "read_report": "gxkit.reading",
}
"""Where the public names live: they are fetched when first used, so that importing is quick."""


_ROOMS = frozenset({"corpus", "forms", "measures", "synthetic", "text", "themes"})
"""Rooms that are fetched when first used: ``gxkit.measures`` works after ``import gxkit``."""


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"gxkit.{name}")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
