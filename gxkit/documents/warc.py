"""Web archives (WARC), as crawlers keep pages: which answers can be reports, and their content.

The frame of the records is read here and not by warcio, which takes a damaged or shortened
record for a short one, and a line of any length for a line (docs/decisions/0016).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Self
from urllib.parse import unquote, urlsplit

from gxkit.documents import limits
from gxkit.documents.http import delivered, read_answer
from gxkit.documents.names import INSIDE, can_be_report
from gxkit.documents.unpacking import Ended, Place, Unpacking
from gxkit.errors import FormatError, GxkitError, LimitError, ReadError

SUFFIXES: Final = (".warc", ".warc.gz")

_VERSION: Final = re.compile(rb"WARC/\d+\.\d+\s*$")
_LINE: Final = 64 * 1024
_LINES: Final = 500
_HEAD: Final = 64 * 1024
_KEPT: Final = ("response", "resource")
_NO_REPORT: Final = re.compile(
    r"(?:audio|font|image|video)/|text/(?:css|dns|javascript|vcard|calendar)"
    r"|application/(?:(?:x-)?(?:java|ecma)script|(?:\w+\+)?json|manifest|(?:rss|atom)\+xml"
    r"|(?:x-)?font|vnd\.ms-font|wasm|x-shockwave)"
)
"""What servers call what never is a report."""
_PASSED: Final = ("/robots.txt", "/sitemap.xml", "/favicon.ico")


class Record(NamedTuple):
    """An answer that can be a report: where it begins, how long it is, and what cut it short."""

    place: Place
    length: int
    cut: str | None


class _Head(NamedTuple):
    place: Place
    fields: dict[str, str]
    length: int


class WebArchive:
    r"""A WARC file whose records can be reports.

    Parameters
    ----------
    file : Path or binary file
        The archive, packed with gzip or not.
    name : str
        What it is called in messages.

    Attributes
    ----------
    members : dict of str to Record
        What can be a report by its address, in the order of the file. An address that was
        fetched again has the time in brackets behind it. Empty until `look` has run.
    passed : Counter
        What was passed over: ``revisits`` (the same answer as before, without its content),
        ``answers other than 200``, ``of other kinds``.
    trouble : str or None
        What is damaged, if anything is; what stands before it can be read.

    Raises
    ------
    ReadError
        It cannot be opened.

    Examples
    --------
    >>> import io
    >>> answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + "规章 3".encode()
    >>> head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/b.txt\r\n"
    >>> record = f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
    >>> with WebArchive(io.BytesIO(record), "a.warc").look() as archive:
    ...     [(url, archive.read(url).decode()) for url in archive.members]
    [('http://a.example/b.txt', '规章 3')]
    """

    def __init__(self, file: Path | BinaryIO, name: str) -> None:
        self.name = name
        try:
            self._file = file.open("rb") if isinstance(file, Path) else file
        except OSError as error:
            raise ReadError(f"{name}: cannot be read ({error.strerror}); check the path") from error
        self.members: dict[str, Record] = {}
        self.passed: Counter[str] = Counter()
        self.trouble: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def look(self) -> Self:
        """Go through the archive once and name what can be a report."""
        count = 0
        last: tuple[_Head, bytes] | None = None
        try:
            stream = Unpacking(self._file, self.name)
            for head in _records(stream, self.name):
                if last:  # whole, now that another follows: its packing has proved true
                    self._note(*last)
                count, last = count + bool(last), None
                begin = stream.read(min(head.length, _HEAD))
                if len(begin) < min(head.length, _HEAD):
                    raise Ended
                stream.skip(head.length - len(begin))
                last = head, begin
                if len(self.members) > limits.ARCHIVE_MEMBERS:
                    raise LimitError(f"{self.name}: too many records; split the archive")
            if last:
                self._note(*last)
        except Ended:
            self.trouble = f"{self.name}: cut off after {count} whole records; fetch the file again"
        except (GxkitError, OSError) as error:
            told = str(error) if self.name in str(error) else f"{self.name}: {error}"
            self.trouble = f"{told} (after {count} whole records)"
        return self

    def _note(self, head: _Head, begin: bytes) -> None:
        """Take a record among the members, or count why it is passed over."""
        kind, url = head.fields.get("warc-type", ""), head.fields.get("warc-target-uri", "")
        url = url.strip("<>")
        if kind == "revisit":
            self.passed["revisits"] += 1
        if kind not in _KEPT or not url.lower().startswith(("http:", "https:", "file:", "ftp:")):
            return
        mime = head.fields.get("content-type", "").lower()
        if kind == "response":
            answer = read_answer(begin)
            if answer is None or answer.status != 200:
                self.passed["answers other than 200"] += 1
                return
            mime = answer.mime
        if _NO_REPORT.match(mime) or not _can_be_report(url):
            self.passed["of other kinds"] += 1
            return
        name = url
        if name in self.members:
            name = f"{url} ({head.fields.get('warc-date', 'again')})"
        number = 2
        while name in self.members:
            name, number = f"{url} ({head.fields.get('warc-date', 'again')}, {number})", number + 1
        self.members[name] = Record(head.place, head.length, head.fields.get("warc-truncated"))

    def read(self, member: str, record: Record | None = None) -> bytes:
        """Return what a server delivered, unpacked.

        Parameters
        ----------
        member : str
            Its name among `members`.
        record : Record, optional
            Where it stands, if that is known already.

        Raises
        ------
        ReadError
            It is not there, or damaged.
        LimitError
            It is bigger than any report, or packed like a trap.
        FormatError
            It is packed in a way that is not known here, or kept in segments.
        """
        name = f"{self.name}{INSIDE}{member}"
        found = record or self.members.get(member)
        if found is None:
            raise ReadError(f"{name}: no longer in the archive")
        if found.length > limits.DOCX_BYTES + _HEAD:
            raise LimitError(
                f"{name}: {found.length / limits.MEGABYTE:.0f} MB: no report is like that"
            )
        try:
            stream = Unpacking(self._file, name, found.place)
            head = next(_records(stream, name), None)
            if head is None or head.length != found.length:
                raise ReadError(f"{name}: no longer in the archive")
            content = stream.read(head.length)
        except Ended as error:
            raise ReadError(f"{name}: cut off; fetch the file again") from error
        if len(content) < head.length:
            raise ReadError(f"{name}: cut off; fetch the file again")
        if "warc-segment-number" in head.fields:
            raise FormatError(f"{name}: kept in segments; fetch the page itself")
        if head.fields.get("warc-type") != "response":
            return content
        answer = read_answer(content)
        if answer is None:
            raise ReadError(f"{name}: no answer of a web server; fetch the page again")
        return delivered(answer, content[answer.start :], name)

    @property
    def said(self) -> str | None:
        """What was passed over, in words; None where that is nothing."""
        told = [f"{count} {what}" for what, count in sorted(self.passed.items())]
        return f"{self.name}: passed over {', '.join(told)}" if told else None


def _records(stream: Unpacking, name: str) -> Iterator[_Head]:
    """Yield the heads of records; whoever takes one reads or skips its content."""
    while True:
        place, line = stream.place(), stream.readline(_LINE)
        while line and not line.strip():
            place, line = stream.place(), stream.readline(_LINE)
        if not line:
            return
        if not _VERSION.match(line):
            raise ReadError(f"{name}: no record begins where one should; fetch the file again")
        fields: dict[str, str] = {}
        for _ in range(_LINES):
            line = stream.readline(_LINE)
            if not line.endswith(b"\n"):
                if len(line) == _LINE:
                    raise LimitError(f"{name}: a line of absurd length in the head of a record")
                raise Ended
            if not line.strip():
                break
            key, _, value = line.decode("utf-8", "replace").partition(":")
            fields.setdefault(key.strip().lower(), value.strip())
        length = fields.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise ReadError(f"{name}: a record without a length; fetch the file again")
        yield _Head(place, fields, int(length))


def _can_be_report(url: str) -> bool:
    path = unquote(urlsplit(url).path) if "]" not in url and "[" not in url else url
    if path.lower().endswith(_PASSED):
        return False
    last = path.rsplit("/", 1)[-1]
    return can_be_report(last) if last else True
