"""Old Word files, RTF, OpenDocument, old slides: read from the copy that LibreOffice makes."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from gxkit.documents import sniff
from gxkit.documents.model import Note
from gxkit.documents.package import Package, parse_xml
from gxkit.documents.readers import Reading, read_kind
from gxkit.documents.soffice import Source, convert
from gxkit.errors import GxkitError, ReadError

KINDS: Final = {
    "doc": (".doc", "docx"),
    "wps": (".doc", "docx"),
    "works": (".wps", "docx"),
    "rtf": (".rtf", "docx"),
    "odt": (".odt", "docx"),
    "wordxml": (".xml", "docx"),
    "ppt": (".ppt", "pptx"),
    "odp": (".odp", "pptx"),
    "ods": (".ods", "xlsx"),
}
"""The kinds that LibreOffice converts: the suffix that it expects, and the kind that it makes."""

_OPEN_PARTS: Final = ("mimetype", "content.xml", "styles.xml", "meta.xml")
_MANIFEST: Final = "META-INF/manifest.xml"
_BRACES: Final = re.compile(rb"\\.|[{}]", re.DOTALL)
_BLANK: Final = b" \t\r\n\0"
_MAKER: Final = re.compile(rb"<Application>([^<]*)</Application>")

_ready: dict[str, bytes | GxkitError] = {}
"""What `together` has converted, by the digest of the file."""


@contextmanager
def together(files: Iterable[tuple[str, bytes]]) -> Iterator[int]:
    """Convert many files in one call: while this is open, reading them waits for nothing.

    A call of LibreOffice costs half a second, a file in it a few hundredths. What cannot be
    converted is told when it is read.

    Parameters
    ----------
    files : iterable of (str, bytes)
        Names and contents, of any kind; those that need no LibreOffice are passed over.

    Yields
    ------
    int
        How many files are ready.

    Examples
    --------
    >>> with together([("report.html", b"<p>")]) as count:
    ...     count
    0
    """
    wanted: dict[str, Source] = {}
    names: dict[str, str] = {}
    for name, data in files:
        digest = hashlib.sha256(data).hexdigest()
        try:
            kind = kind_of(data, name)
            if kind in KINDS and digest not in names.values():
                wanted[name] = _source(kind, data, name)
                names[name] = digest
        except GxkitError:
            continue  # told when it is read
    results = convert(wanted)
    _ready.update({names[name]: result for name, result in results.items()})
    try:
        yield len(results)
    finally:
        for name in results:
            _ready.pop(names[name], None)


def kind_of(data: bytes, name: str) -> str:
    """Tell the kind of a file, that of XML too."""
    kind = sniff.sniff(data, name)
    if kind == "text" and b"<?mso-application" in data[:1000]:
        return sniff.sniff_text(data[:2000].decode("utf-8", "replace"))
    return kind


def read_office(data: bytes, name: str) -> Reading:
    r"""Read a file of one of the `KINDS`.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    Reading
        The content of the copy that LibreOffice made; a note says so. Places are those of
        the copy.

    Raises
    ------
    MissingError
        LibreOffice is not installed; the message says how to add it.
    ReadError, LimitError
        LibreOffice cannot read the file, or not in time.

    Examples
    --------
    >>> read_office(b"{\\rtf1 {cut off", "report.rtf")
    Traceback (most recent call last):
    gxkit.errors.ReadError: report.rtf: an RTF file that is truncated; download or save it again
    """
    kind = kind_of(data, name)
    target = KINDS[kind][1]
    made = _ready.get(hashlib.sha256(data).hexdigest())
    if made is None:
        made = convert({name: _source(kind, data, name)})[name]
    if isinstance(made, GxkitError):
        # The same file may have been met under another name.
        raise type(made)(f"{name}: {str(made).split(': ', 1)[1]}")
    found = read_kind(target, made, name)
    if not found.blocks:
        raise ReadError(f"{name}: LibreOffice finds no text in it; open it and save it as .docx")
    said = f"converted to .{target} by {_maker(made)}; places are those of the converted file"
    return found._replace(notes=[Note("read", "info", said), *found.notes])


def _maker(made: bytes) -> str:
    """Name the program that made a file, with its version."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        try:
            match = _MAKER.search(package.read("docProps/app.xml"))
        except KeyError:
            match = None
    said = match[1].decode("utf-8", "replace").split("$")[0] if match else ""
    return said.replace("/", " ") or "LibreOffice"


def _source(kind: str, data: bytes, name: str) -> Source:
    """Check a file against what could cost LibreOffice time or memory, and lay it out for it."""
    suffix, target = KINDS[kind]
    if kind in ("odt", "odp", "ods"):
        data = _bare(data, name)
    elif kind == "rtf":
        _check_rtf(data, name)
    elif kind == "wordxml":
        parse_xml(data, "the XML", name, "a Word XML file")
    return Source(suffix, target, data)


def _bare(data: bytes, name: str) -> bytes:
    """Pack an OpenDocument file anew without pictures, macros and objects, its text checked."""
    package = Package(data, name, "content.xml", "an OpenDocument file")
    file = io.BytesIO()
    entries = ""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bare:
        for part in _OPEN_PARTS:
            content = package.raw(part)
            if content is None:
                continue
            if part.endswith(".xml"):
                package.parse(content, part)
                entries += _entry(part, "text/xml")
            else:
                entries = _entry("/", content.decode("ascii", "replace").strip()) + entries
            bare.writestr(part, content)
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<m:manifest xmlns:m="{space}">'
        bare.writestr(_MANIFEST, f"{head}{entries}</m:manifest>")
    return file.getvalue()


def _entry(path: str, kind: str) -> str:
    return f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'


def _check_rtf(data: bytes, name: str) -> None:
    """Refuse an RTF file whose end is missing: LibreOffice would read the rest in silence."""
    if data.rstrip(_BLANK).endswith(b"}"):
        return
    depth = 0
    for match in _BRACES.finditer(data):
        depth += {b"{": 1, b"}": -1}.get(match[0], 0)
    if depth > 0:
        raise ReadError(f"{name}: an RTF file that is truncated; download or save it again")
