"""What a zip is: a Word file, slides, a workbook, or an archive of other files."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from gxkit.errors import FormatError, ReadError

_TYPES: Final = "[Content_Types].xml"
_MIMETYPE: Final = "mimetype"
_MANIFEST: Final = "META-INF/manifest.xml"
_LOCK: Final = b"encryption-data"
_LOCKED: Final = "locked"
_MOST: Final = 1_000_000
_MAIN: Final = (
    (rb"wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroEnabled\w*\.main", "docx"),
    (
        rb"presentationml\.(?:presentation|slideshow|template)\.main|ms-powerpoint\.[\w.]+main",
        "pptx",
    ),
    (rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.[\w.]+main", "xlsx"),
    (rb"ms-package\.xps", "xps"),
)
"""Content types of the main part, and the kind they tell."""
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_MIMETYPES: Final = {
    "text": "odt",
    "text-master": "odt",
    "text-template": "odt",
    "spreadsheet": "ods",
    "spreadsheet-template": "ods",
    "presentation": "odp",
    "presentation-template": "odp",
}
_PARTS: Final = (
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("OFD.xml", "ofd"),
    ("META-INF/container.xml", "epub"),
    ("content.xml", "odt"),
)
"""Parts that tell a kind by being there."""


def zip_kind(data: bytes, name: str) -> str:
    """Tell what a zip is by what is in it.

    Parameters
    ----------
    data : bytes
        The whole file: the list of contents stands at its end.
    name : str
        Its name, for messages.

    Returns
    -------
    str
        ``docx``, ``pptx``, ``xlsx``, ``odt``, ``ods``, ``odp``, ``ofd``, ``epub``, ``xps``, or
        ``zip`` for an archive of anything else.

    Raises
    ------
    ReadError
        The zip is truncated or damaged.
    FormatError
        An OpenDocument file under a password.

    Examples
    --------
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as package:
    ...     package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    >>> zip_kind(file.getvalue(), "report")
    'odt'
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            known = {entry.filename.replace("\\", "/"): entry for entry in package.infolist()}
            kind = _of_package(package, known)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        message = f"{name}: the zip is truncated or damaged; download or save it again"
        raise ReadError(message) from error
    except (NotImplementedError, RuntimeError) as error:
        raise FormatError(f"{name}: a zip packed in an unknown way ({error})") from error
    if kind == _LOCKED:
        raise FormatError(f"{name}: an OpenDocument file under a password; save it without one")
    return kind


def _of_package(package: zipfile.ZipFile, known: dict[str, zipfile.ZipInfo]) -> str:
    if _MIMETYPE in known:
        said = _begin(package, known[_MIMETYPE]).decode("ascii", "replace").strip()
        if said.startswith(_OPEN_DOCUMENT):
            listed = known.get(_MANIFEST)
            if listed is not None and _LOCK in _begin(package, listed):
                return _LOCKED
            return _MIMETYPES.get(said.removeprefix(_OPEN_DOCUMENT), "odt")
    for part, kind in _PARTS:
        if part in known:
            return kind
    if _TYPES in known:
        types = _begin(package, known[_TYPES])
        for pattern, kind in _MAIN:
            if re.search(pattern, types):
                return kind
    return "zip"


def _begin(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:
        return b""
    with package.open(entry) as stream:
        return stream.read(_MOST)
