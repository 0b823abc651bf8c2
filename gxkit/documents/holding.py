"""The one report that an archive holds."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from gxkit.documents import limits
from gxkit.documents.archives import Archive
from gxkit.documents.frames import Frames, inside
from gxkit.documents.names import INSIDE, is_searched
from gxkit.documents.sniff import family, sniff_text
from gxkit.documents.warc import WebArchive
from gxkit.errors import FormatError, GxkitError, ReadError

_NAMED: Final = 3
_PAGES: Final = (".html", ".htm", ".xhtml", ".shtml")
_MOST: Final = 30
_SCANS: Final = ("png", "jpg", "tif")
_PICTURES: Final = ("gif", "bmp", "riff", *_SCANS)
_SHOWN: Final = (".tif", ".tiff")
"""Pictures that say what they are; those of reports that were faxed or scanned."""
_NO_PAGES: Final = ("other", "text", *_PICTURES)
"""What a file is, by its content, that cannot be the page or the document of a report."""


def the_one(kind: str, data: bytes, name: str) -> tuple[bytes, str, Frames | None]:
    """Take the one report out of an archive.

    Parameters
    ----------
    kind : {"zip", "warc"}
        What it is.
    data : bytes
        The archive.
    name : str
        Its name, for messages.

    Returns
    -------
    tuple of (bytes, str, Frames or None)
        The content of the report; its name: that of the archive, ``!/`` and its own; and what
        its frames show.

    Raises
    ------
    FormatError
        It holds several files that can be reports, or none; or it stands in an archive itself.
    ReadError, LimitError
        It is damaged, or bigger than any archive of reports.

    Examples
    --------
    >>> import zipfile
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     for member in ("report.txt", "photo.jpg", "report_files/frame.html"):
    ...         archive.writestr(member, "规章 3")
    >>> content, name, _ = the_one("zip", file.getvalue(), "a.zip")
    >>> content.decode(), name
    ('规章 3', 'a.zip!/report.txt')
    """
    if INSIDE in name:
        raise FormatError(f"{name}: an archive inside an archive; unpack the outer one")
    if kind == "zip":
        with Archive(data, name) as archive:
            member = _only(_by_content(archive), name)
            frames = _kept(archive, member)
            return archive.read(member), f"{name}{INSIDE}{member}", frames
    with WebArchive(io.BytesIO(data), name).look() as web:
        if web.trouble:
            # Whether what is lost is another report cannot be known.
            raise ReadError(f"{web.trouble}; read_corpus and build_corpus take what is whole")
        member = _only(list(web.members), name)
        return web.read(member), f"{name}{INSIDE}{member}", None


def _by_content(archive: Archive) -> list[str]:
    """Name the members that can be reports: by their names, and where these do not tell, by content.

    A picture under the name of a page is none; where no name is that of a report, a page or a
    scan under the name of something else may be the one.
    """
    named = archive.reports
    if len(named) == 1:
        return named
    doubted = named or [
        member for member in archive.members if all(map(is_searched, member.split("/")[:-1]))
    ]
    if len(doubted) > _MOST:
        return named
    kinds: dict[str, str] = {}
    for member in doubted:
        with suppress(GxkitError):  # what cannot be read is told when it is asked for
            kinds[member] = _kind(archive.read(member))
    if named:
        # Two texts or pages may both be the report: that is not ours to guess.
        liars = {member for member in named if kinds.get(member) in _PICTURES}
        liars -= {member for member in liars if member.lower().endswith(_SHOWN)}
        return [member for member in named if member not in liars] or named
    pages = [member for member in doubted if kinds.get(member, "other") not in _NO_PAGES]
    return pages or [member for member in doubted if kinds.get(member) in _SCANS]


def _kind(data: bytes) -> str:
    head = data[: limits.SNIFF_BYTES]
    kind = family(head)
    if kind != "text":
        return kind
    return sniff_text(head.decode("utf-8", "replace")) if b"<" in head else "other"


def _kept(archive: Archive, member: str) -> Frames:
    """Unpack what may be shown in frames while the archive is open: what lies beside the page."""
    stem = member.rsplit(".", 1)[0]
    near = [
        each
        for each in archive.members
        if each.startswith((f"{stem}_files/", f"{stem}.files/")) and each.endswith(_PAGES)
    ]
    pages: dict[str, bytes] = {}
    for each in near[:_MOST]:
        with suppress(GxkitError):  # the page itself can be read all the same
            pages[each] = archive.read(each)
    return inside(member, pages, pages.__getitem__)


def _only(members: Sequence[str], name: str) -> str:
    if not members:
        raise FormatError(f"{name}: an archive with nothing in it that can be a report")
    if len(members) > 1:
        more = f" and {len(members) - _NAMED} more" if len(members) > _NAMED else ""
        raise FormatError(
            f"{name}: an archive with {len(members)} files that can be reports "
            f"({', '.join(members[:_NAMED])}{more}); give it to read_corpus or build_corpus, or "
            "unpack it and name one"
        )
    return members[0]
