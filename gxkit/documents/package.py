"""The parts of a Word file: unpacked and parsed so that no file can ask for too much."""

from __future__ import annotations

import io
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
_OTHERS: Final = (
    ("xl/", "an Excel workbook; save the sheet as HTML or text"),
    ("ppt/", "a PowerPoint presentation; save it as a Word file or text"),
    ("OFD.xml", "an OFD file; convert it to a Word file or text"),
    ("content.xml", "an OpenDocument file; save it as .docx"),
    ("META-INF/container.xml", "an EPUB book; save the report as HTML"),
)
_CHUNK: Final = 1 << 20
_FOREIGN_MARK: Final = re.compile("[\ufdd0-\ufdef]")
_MAY_MARK: Final = (b"\xef\xb7", b"&#")
"""How what would pass for a mark of the readers begins in UTF-8, or as a reference."""


class Package:
    """A Word file opened as a zip, its contents checked against the limits.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Raises
    ------
    ReadError
        The zip is truncated or damaged.
    FormatError
        It is encrypted, or another kind of zip.
    LimitError
        It declares more files or bytes than any report can need.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._damaged() from error
        if len(entries) > limits.ZIP_ENTRIES:
            raise LimitError(f"{name}: {len(entries)} files in a Word file; this is no report")
        if sum(entry.file_size for entry in entries) > limits.ZIP_TOTAL_BYTES:
            raise LimitError(f"{name}: unpacks to too many bytes (a zip bomb?); save it again")
        self._entries = {entry.filename.replace("\\", "/"): entry for entry in entries}
        if MAIN not in self._entries:
            raise self._foreign()

    def raw(self, path: str) -> bytes | None:
        """Unpack one part; None where the file has no such part."""
        entry = self._entries.get(path)
        return None if entry is None else self._unpack(entry)

    def part(self, path: str) -> _Element | None:
        """Unpack and parse one XML part; None where the file has no such part."""
        data = self.raw(path)
        return None if data is None else self.parse(data, path)

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
        # Refused before parsing, so that no entity is ever declared. Word writes none.
        plain = data.replace(b"\0", b"") if b"\0" in data[:200] else data
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            message = f"{self.name}: {path} declares entities, which no Word file does"
            raise LimitError(message + "; save it again with Word")
        if plain.count(b"<") > limits.TAGS:
            raise LimitError(f"{self.name}: more than {limits.TAGS} tags in {path}; split the file")
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
                message = f"{self.name}: tags in {path} are nested too deeply; save it again"
                raise LimitError(message) from error
            raise self._damaged(path) from error
        encoding = root.getroottree().docinfo.encoding or "UTF-8"
        if any(sign in data for sign in _MAY_MARK) or encoding.upper() != "UTF-8":
            _take_out_marks(root)
        return root

    def _damaged(self, part: str = "the zip") -> ReadError:
        message = f"{self.name}: {part} is truncated or damaged; download or save it again"
        return ReadError(message)

    def _bomb(self, part: str) -> LimitError:
        return LimitError(f"{self.name}: {part} unpacks to too many bytes (a zip bomb?)")

    def _foreign(self) -> FormatError:
        for start, advice in _OTHERS:
            if any(path.startswith(start) for path in self._entries):
                return FormatError(f"{self.name}: {advice}")
        return FormatError(f"{self.name}: a zip without {MAIN}; unpack it and read what is inside")


def _take_out_marks(root: _Element) -> None:
    for element in root.iter("*"):
        element.text = element.text and _FOREIGN_MARK.sub("", element.text)
        element.tail = element.tail and _FOREIGN_MARK.sub("", element.tail)
        for key, value in element.items():
            element.set(key, _FOREIGN_MARK.sub("", str(value)))
