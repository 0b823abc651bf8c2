"""Files of any kind to one `Document`: paragraphs and tables in reading order."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path

from gxkit.documents import limits, sniff
from gxkit.documents.frames import Frames, beside, hanging
from gxkit.documents.model import Block, Cell, Document, Note, Paragraph, Table
from gxkit.documents.readers import HOLDING, Reading, read_kind
from gxkit.errors import FormatError, LimitError, ReadError

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Note",
    "Paragraph",
    "Table",
    "read",
    "read_bytes",
]


def read(path: str | os.PathLike[str], name: str | None = None) -> Document:
    r"""Read a report: a text, a web page, an Office file.

    The kind is told from the content, never from the suffix. Of an archive (zip, WARC) the one
    report in it is read, and its name stands behind ``!/`` in `Document.path`.

    Parameters
    ----------
    path : str or path-like
        The file.
    name : str, optional
        What it is called in `Document.path` and in messages; by default its path.

    Returns
    -------
    Document
        Its paragraphs and tables in reading order, with their places.

    Raises
    ------
    ReadError
        The file is missing, empty, not a plain file, or damaged.
    FormatError
        The file is of a kind that cannot be read here; the message says what to do.
    LimitError
        The file asks for more time or memory than a report can need.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "report.txt")
    ...     _ = file.write_text("一、总体情况\n规章\t3\n", encoding="gb18030")
    ...     document = read(file)
    >>> document.format, document.at("l2")
    ('text', '规章\t3')
    """
    path = os.fspath(path)
    name = path if name is None else name
    if not path:
        raise ReadError("no path was given; give the path of one report")
    try:
        kind = Path(path).stat().st_mode
        # Opening a pipe would wait for whoever writes into it.
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise ReadError(f"{name}: not a plain file; give the path of a report")
        with Path(path).open("rb") as file:
            status = os.fstat(file.fileno())
            head = file.read(limits.SNIFF_BYTES)
            most = _limit(head, status.st_size, name)
            data = head + file.read(most + 1 - len(head))
    except ReadError:
        raise
    except FileNotFoundError as error:
        raise ReadError(f"{name}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise ReadError(f"{name}: a folder; give the path of one report") from error
    except (OSError, ValueError) as error:
        if isinstance(error, FormatError | LimitError):
            raise
        raise ReadError(f"{name}: cannot be read ({error}); check the path") from error
    document = read_bytes(data, name, beside(Path(path)))
    if document.format == "html" and (found := hanging(Path(path))):
        said = f"beside the page lie {', '.join(found)}: name them with it if they are its tables"
        document = replace(document, notes=(*document.notes, Note("read", "info", said)))
    return replace(document, file=str(Path(path).absolute()))


def read_bytes(data: bytes, name: str, frames: Frames | None = None) -> Document:
    """Read the bytes of a text, a web page, a PDF or an Office file.

    Parameters
    ----------
    data : bytes
        The content of a file.
    name : str
        Its path or name: it becomes `Document.path` and stands in messages.
    frames : Frames, optional
        What the frames of a page show, as far as that was saved with it.

    Returns
    -------
    Document
        Its paragraphs and tables in reading order, with their places.

    Raises
    ------
    ReadError
        The content is empty or damaged.
    FormatError
        The content is of a kind that cannot be read here.
    LimitError
        The content asks for more time or memory than a report can need.

    Examples
    --------
    >>> page = "<p>一、概况</p><table><tr><td>规章</td><td>3</td></tr></table>"
    >>> document = read_bytes(page.encode(), "page")
    >>> document.format, document.at("l1"), document.at("t1 r1 c2")
    ('html', '一、概况', '3')
    """
    _limit(data[: limits.SNIFF_BYTES], len(data), name)
    kind = sniff.sniff(data, name)
    if kind in HOLDING:
        from gxkit.documents.holding import the_one

        return read_bytes(*the_one(kind, data, name))
    if kind != "text":
        return _document(name, kind, data, read_kind(kind, data, name))
    from gxkit.documents.decode import decode

    text, notes = decode(data, name)
    if not text.strip():
        raise ReadError(f"{name}: holds nothing but white space; download or save it again")
    kind = sniff.sniff_text(text)
    if kind == "text":
        from gxkit.documents.text import read_text

        _check_size(len(data), limits.TEXT_BYTES, name)
        lines, more = read_text(text)
        return _document(name, kind, data, Reading(lines, {}, notes + more))
    if kind == "html":
        from gxkit.documents.html import read_html

        blocks, hints, more = read_html(text, name, frames)
        # What frames show is part of the report: the same shell around another is another.
        inner = frames.used if frames else []
        return _document(
            name, kind, b"\0".join((data, *inner)), Reading(blocks, hints, notes + more)
        )
    return _document(name, kind, data, read_kind(kind, data, name))


def _document(name: str, kind: str, data: bytes, found: Reading) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    kind = found.format or kind
    return Document(name, kind, digest, found.blocks, found.hints, tuple(found.notes))


def _limit(head: bytes, size: int, name: str) -> int:
    """Say how many bytes a file may have; refuse it before it is read where it has more."""
    if not head:
        raise ReadError(f"{name}: empty; download or save it again")
    kind = sniff.family(head)
    if kind == "text" and sniff.looks_binary(head):
        raise FormatError(f"{name}: binary data of an unknown kind; give a text, HTML or Word file")
    most = limits.BYTES.get(kind, limits.DOCX_BYTES)
    _check_size(size, most, name)
    return most


def _check_size(size: int, most: int, name: str) -> None:
    if size > most:
        raise LimitError(
            f"{name}: {size / limits.MEGABYTE:.0f} MB, more than the {most // limits.MEGABYTE} MB"
            " that a report can need; save only the report's own page"
        )
