"""The bytes of the file that a document was read from, if they are still the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gxkit.documents import limits, sniff
from gxkit.documents.archives import Archive
from gxkit.documents.model import Document
from gxkit.documents.names import INSIDE
from gxkit.documents.warc import WebArchive
from gxkit.errors import ReadError


def original(document: Document) -> bytes:
    """Read the file of a document once more.

    Parameters
    ----------
    document : Document
        A document that was read from one file, which may lie in an archive.

    Returns
    -------
    bytes
        What the document was read from, to the byte.

    Raises
    ------
    ReadError
        The file is gone, cannot be opened, or has changed since.
    FormatError, LimitError
        The archive around it has changed to one that cannot be read.

    Examples
    --------
    >>> original(Document("gone.pdf", "pdf", "0" * 64, ()))
    Traceback (most recent call last):
    gxkit.errors.ReadError: gone.pdf: the file is not there any more; put it back to see its pages
    """
    outer, _, member = document.path.partition(INSIDE)
    file = Path(document.file or outer)
    if not file.is_file():
        raise ReadError(
            f"{document.path}: the file is not there any more; put it back to see its pages"
        )
    try:
        data = _member(file, outer, member) if member else _bytes(file)
    except ReadError:
        raise
    except OSError as error:
        raise ReadError(f"{document.path}: cannot be read ({error}); check the path") from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ReadError(f"{document.path}: the file has changed since it was read; read it again")
    return data


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(limits.DOCX_BYTES + 1)  # what is longer is not what was read


def _member(file: Path, name: str, member: str) -> bytes:
    with file.open("rb") as stream:
        kind = sniff.family(stream.read(limits.SNIFF_BYTES))
    if kind == "zip":
        with Archive(file, name) as archive:
            return archive.read(member)
    with WebArchive(file, name).look() as web:
        return web.read(member)
