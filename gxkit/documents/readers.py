"""Who reads which kind of file, and what to do with the kinds that nobody reads here."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Final, NamedTuple, cast

from gxkit.documents.model import Block, Note
from gxkit.errors import FormatError


class Reading(NamedTuple):
    """What a reader makes of the bytes of a file.

    `hints` are those of `Document`. `format` names the kind where the bytes alone did not
    tell it: a PDF may be a scan, an archive holds a page.
    """

    blocks: tuple[Block, ...]
    hints: dict[str, str]
    notes: list[Note]
    format: str = ""


Reader = Callable[[bytes, str], "Reading | tuple[tuple[Block, ...], dict[str, str], list[Note]]"]
"""Takes the bytes of a file and its name for messages; raises what `read` raises."""

READERS: Final[dict[str, tuple[str, str]]] = {
    "pdf": ("pdf", "read_pdf"),
    "docx": ("docx", "read_docx"),
    "mhtml": ("mhtml", "read_mhtml"),
    "doc": ("office", "read_office"),
    "wps": ("office", "read_office"),
    "works": ("office", "read_office"),
    "rtf": ("office", "read_office"),
    "odt": ("office", "read_office"),
    "wordxml": ("office", "read_office"),
    "pptx": ("slides", "read_pptx"),
    "ppt": ("office", "read_office"),
    "xlsx": ("workbook", "read_xlsx"),
    "xls": ("workbook_old", "read_old_workbook"),
    "ods": ("office", "read_office"),
    "sheetxml": ("workbook_xml", "read_sheetxml"),
    "odp": ("office", "read_office"),
    "png": ("scans", "read_image"),
    "jpg": ("scans", "read_image"),
    "tif": ("scans", "read_image"),
    "gif": ("scans", "read_image"),
    "bmp": ("scans", "read_image"),
    "webp": ("scans", "read_image"),
}
"""The module of this room and the function in it that read a kind; loaded when one is met."""

HOLDING: Final = ("zip", "warc")
"""Archives: what they hold is read, not they themselves."""

_UNPACK: Final = "unpack it first"

ADVICE: Final[dict[str, str]] = {
    "riff": "a sound or a film; give a report",
    "ofd": "an OFD file; convert it to a Word file or text",
    "epub": "an EPUB book; save the report as HTML",
    "xps": "an XPS file; convert it to PDF, or to a Word file",
    "msg": "a mail of Outlook; save its attachment",
    "eml": "a mail; save its attachment",
    "ole": "an old Office file of an unknown kind; save it as .docx",
    "rar": f"a RAR archive; {_UNPACK}",
    "7z": f"a 7z archive; {_UNPACK}",
    "gz": f"a gzip archive; {_UNPACK}",
    "bz2": f"a bzip2 archive; {_UNPACK}",
    "xz": f"an xz archive; {_UNPACK}",
}
"""What a file of a kind that has no reader is, and what to do with it."""


def read_kind(kind: str, data: bytes, name: str) -> Reading:
    """Read the bytes of a file of a kind that has a reader.

    Parameters
    ----------
    kind : str
        What `gxkit.documents.sniff` says it is.
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    Reading
        What is in it.

    Raises
    ------
    FormatError
        Files of that kind cannot be read here; the message says what to do.
    ReadError, LimitError
        It is damaged, or asks for more than a report can need.

    Examples
    --------
    >>> read_kind("rar", b"Rar!", "report.rar")
    Traceback (most recent call last):
    gxkit.errors.FormatError: report.rar: a RAR archive; unpack it first
    """
    if kind not in READERS:
        advice = ADVICE.get(kind, f"a file of the kind {kind}; save it as .docx")
        raise FormatError(f"{name}: {advice}")
    module, function = READERS[kind]
    loaded = importlib.import_module(f"gxkit.documents.{module}")
    return Reading(*cast("Reader", getattr(loaded, function))(data, name))
