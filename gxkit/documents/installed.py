"""Which kinds of file can be read here, and what is missing for the others."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final, NamedTuple

from gxkit.documents import soffice
from gxkit.documents.readers import READERS

_PIP: Final = "pip install gxkit"
_OCR: Final = "pip install 'gxkit[ocr]'"


class Need(NamedTuple):
    """What a group of kinds is called, the kinds, and what reading them takes.

    `component` is the file that a part of LibreOffice comes with, where it is needed.
    """

    label: str
    kinds: tuple[str, ...]
    modules: tuple[str, ...]
    command: str
    component: str = ""


class Support(NamedTuple):
    """Whether a group of kinds can be read, what does it, what is missing, and what adds it."""

    label: str
    works: bool
    by: str
    missing: str
    command: str


NEEDS: Final = (
    Need("text, Markdown, HTML", (), ("lxml", "charset_normalizer"), _PIP),
    Need(".docx", ("docx",), ("lxml",), _PIP),
    Need(".pptx, .xlsx, .xls as XML", ("pptx", "xlsx", "sheetxml"), ("lxml",), _PIP),
    Need(".xls, .xlsb", ("xls",), ("python_calamine",), _PIP),
    Need(".doc, .wps, .rtf, .odt", ("doc", "rtf", "odt"), (), soffice.INSTALL, "writer"),
    Need(".ppt, .odp", ("ppt", "odp"), (), soffice.INSTALL, "impress"),
    Need(".ods", ("ods",), (), soffice.INSTALL, "calc"),
    Need("PDF", ("pdf",), ("pypdfium2",), _PIP),
    Need(
        "scans and pictures",
        ("png", "jpg", "tif", "gif", "bmp", "webp"),
        ("rapidocr", "onnxruntime"),
        _OCR,
    ),
    Need("web archives: MHTML, WARC", ("mhtml",), ("lxml",), _PIP),
)
"""What reading each kind takes. Kinds that gxkit has no reader for are passed over."""

_LIBRARIES: Final = {"writer": "swlo", "impress": "sdlo", "calc": "sclo"}
"""The library of each part of LibreOffice, by which it is known to be installed."""


def supports() -> list[Support]:
    """Say for each group of kinds whether it can be read here.

    Returns
    -------
    list of Support
        In a fixed order. What is missing has the command that adds it.

    Examples
    --------
    >>> supports()[0].label, supports()[0].works
    ('text, Markdown, HTML', True)
    """
    return [_support(need) for need in NEEDS if all(kind in READERS for kind in need.kinds)]


def _support(need: Need) -> Support:
    missing = [name for name in need.modules if importlib.util.find_spec(name) is None]
    by = ", ".join(need.modules)
    if need.component:
        program = soffice.find()
        by = program or ""
        if program is None:
            missing.append("LibreOffice")
        elif not _has(program, need.component):
            missing.append(f"LibreOffice {need.component.title()}")
    works = not missing
    return Support(
        need.label, works, by if works else "", ", ".join(missing), "" if works else need.command
    )


def _has(program: str, component: str) -> bool:
    """Tell whether a part of LibreOffice is there; it is, where its libraries lie elsewhere."""
    folder = Path(program).resolve().parent
    known = [path.name for path in folder.glob("lib*lo.*")] + [
        path.name for path in folder.glob("*lo.dll")
    ]
    return not known or any(_LIBRARIES[component] in name for name in known)
