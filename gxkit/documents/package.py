"""The parts of an Office file: unpacked and parsed so that no file can ask for too much."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from lxml import etree

from gxkit.documents import limits
from gxkit.errors import FormatError, LimitError, ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN: Final = "word/document.xml"
_CHUNK: Final = 1 << 20
_FOREIGN_MARK: Final = re.compile("[\ufdd0-\ufdef]")
_MAY_MARK: Final = (b"\xef\xb7", b"&#")
"""How what would pass for a mark of the readers begins in UTF-8, or as a reference."""


class Package:
    """An Office file opened as a zip, its contents checked against the limits.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.
    main : str, optional
        The part that it must have.
    kind : str
        What such a file is called in messages.

    Raises
    ------
    ReadError
        The zip is truncated or damaged.
    FormatError
        It is encrypted, or another kind of zip.
    LimitError
        It declares more files or bytes than any report can need.
    """

    def __init__(
        self, data: bytes, name: str, main: str | None = MAIN, kind: str = "a Word file"
    ) -> None:
        self.name = name
        self.kind = kind
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._damaged() from error
        if len(entries) > limits.ZIP_ENTRIES:
            raise LimitError(f"{name}: {len(entries)} files in {kind}; this is no report")
        if sum(entry.file_size for entry in entries) > limits.ZIP_TOTAL_BYTES:
            raise LimitError(f"{name}: unpacks to too many bytes (a zip bomb?); save it again")
        self._entries = {entry.filename.replace("\\", "/"): entry for entry in entries}
        if main is not None:
            self.require(main)

    def raw(self, path: str) -> bytes | None:
        """Unpack one part; None where the file has no such part."""
        entry = self._entries.get(path)
        return None if entry is None else self._unpack(entry)

    def part(self, path: str) -> _Element | None:
        """Unpack and parse one XML part; None where the file has no such part."""
        data = self.raw(path)
        return None if data is None else self.parse(data, path)

    def require(self, part: str) -> None:
        """Refuse a file without a part."""
        if part not in self._entries:
            raise FormatError(f"{self.name}: {self.kind} without {part}; save it again")

    @property
    def parts(self) -> list[str]:
        """The names of all parts."""
        return list(self._entries)

    def main(self, usual: str) -> str:
        """Return the main part: where it usually is, else what the package itself names."""
        if usual not in self._entries:
            for kind, path in self.related("").values():
                if kind == "officeDocument" and path in self._entries:
                    return path
        self.require(usual)
        return usual

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """Return the parts that a part names, by id: the kind of relation and the path."""
        folder, file = posixpath.split(path)
        root = self.part(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found = {}
        for element in () if root is None else root.iterfind("{*}Relationship"):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                kind = (element.get("Type") or "").rpartition("/")[2]
                found[element.get("Id") or ""] = (kind, target.lstrip("/"))
        return found

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            raise FormatError(f"{self.name}: protected by a password; save it without one")
        big = max(entry.file_size, 1) > limits.ZIP_RATIO * max(entry.compress_size, 1)
        if entry.file_size > limits.XML_BYTES or (big and entry.file_size > limits.MEGABYTE):
            raise self._bomb(entry.filename)
        pieces, size = [], 0
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    if size > limits.XML_BYTES:
                        raise self._bomb(entry.filename)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        return b"".join(pieces)

    def parse(self, data: bytes, path: str) -> _Element:
        """Parse the XML of a part, without any of its entities."""
        return parse_xml(data, path, self.name, self.kind)

    def _damaged(self) -> ReadError:
        return _damaged(self.name, "the zip")

    def _bomb(self, part: str) -> LimitError:
        return LimitError(f"{self.name}: {part} unpacks to too many bytes (a zip bomb?)")


def relation_of(element: _Element) -> str:
    """Return the id of a relation on an element: its one attribute ``id`` with a namespace."""
    return next((str(v) for k, v in element.items() if str(k).endswith("}id")), "")


def parse_xml(data: bytes, part: str, name: str, kind: str) -> _Element:
    """Parse XML without any of its entities, and without what would pass for our own marks.

    Parameters
    ----------
    data : bytes
        The XML.
    part, name, kind : str
        What it is called, the file that it is in, and what such a file is called: for messages.

    Returns
    -------
    lxml element
        The root.

    Raises
    ------
    ReadError
        It is truncated or damaged.
    LimitError
        It declares entities, or has more tags or deeper ones than any report.

    Examples
    --------
    >>> parse_xml(b"<a>3</a>", "the part", "report.docx", "a Word file").text
    '3'
    """
    # Refused before parsing, so that no entity is ever declared. Office writes none.
    plain = data.replace(b"\0", b"") if b"\0" in data[:200] else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise LimitError(
            f"{name}: {part} declares entities, which {kind} never does; save it again"
        )
    if plain.count(b"<") > limits.TAGS:
        raise LimitError(f"{name}: more than {limits.TAGS} tags in {part}; split the file")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):
            message = f"{name}: tags in {part} are nested too deeply; save it again"
            raise LimitError(message) from error
        raise _damaged(name, part) from error
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if any(sign in data for sign in _MAY_MARK) or encoding.upper() != "UTF-8":
        _take_out_marks(root)
    return root


def _damaged(name: str, part: str) -> ReadError:
    return ReadError(f"{name}: {part} is truncated or damaged; download or save it again")


def _take_out_marks(root: _Element) -> None:
    for element in root.iter("*"):
        element.text = element.text and _FOREIGN_MARK.sub("", element.text)
        element.tail = element.tail and _FOREIGN_MARK.sub("", element.tail)
        for key, value in element.items():
            element.set(key, _FOREIGN_MARK.sub("", str(value)))
