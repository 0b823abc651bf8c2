"""Scans and pictures: pages without text, read by OCR, their tables from the ruled lines.

The libraries of the extra ``ocr`` are imported when a picture is read, not before.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from gxkit.documents.model import Block, Note
from gxkit.errors import FormatError

__all__ = ["missing", "read_image", "read_pages"]

_NEEDED = ("cv2", "numpy", "onnxruntime", "rapidocr")


def missing() -> tuple[str, ...]:
    """Name the packages that reading scans needs and that are not installed.

    Examples
    --------
    >>> all(isinstance(name, str) for name in missing())
    True
    """
    return tuple(name for name in _NEEDED if importlib.util.find_spec(name) is None)


def _check(name: str) -> None:
    lacking = missing()
    if lacking:
        raise FormatError(
            f"{name}: a scan or picture, and {', '.join(lacking)} is not installed;"
            " pip install 'gxkit[ocr]'"
        )


def read_image(data: bytes, name: str) -> tuple[tuple[Block, ...], dict[str, str], list[Note], str]:
    """Read a picture of a page (PNG, JPEG, GIF, BMP, WebP, TIFF with one page or many).

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    tuple of (tuple of Paragraph or Table, dict, list of Note, str)
        The blocks, no hints, the diary with the certainty and the box of every cell (in
        pixels of the picture), and ``"scan"``.

    Raises
    ------
    ReadError
        The picture is damaged.
    FormatError
        The extra ``ocr`` is not installed.
    LimitError
        The picture is larger than a page can need.

    Examples
    --------
    >>> from gxkit.documents import read
    >>> document = read("report.jpg")  # doctest: +SKIP
    >>> document.format  # doctest: +SKIP
    'scan'
    """
    _check(name)
    from gxkit.documents.scans.assembly import assemble
    from gxkit.documents.scans.engine import engine
    from gxkit.documents.scans.page import read_page
    from gxkit.documents.scans.picture import pages_of

    pages = [
        read_page(grey, number, engine()) for number, grey in enumerate(pages_of(data, name), 1)
    ]
    blocks, notes = assemble(pages)
    return blocks, {}, notes, "scan"


def read_pages(
    data: bytes, numbers: Sequence[int], name: str
) -> tuple[dict[int, list[Block]], list[Note]]:
    """Read pages of a PDF that hold no text; see `gxkit.documents.scans.pdf.read_pages`.

    Parameters
    ----------
    data : bytes
        The PDF.
    numbers : sequence of int
        Which pages, from 1.
    name : str
        The name of the file, for messages.

    Returns
    -------
    tuple of (dict of int to list of Paragraph or Table, list of Note)
        What begins on each page, and the diary.

    Raises
    ------
    ReadError
        A page cannot be rendered.
    FormatError
        The extra ``ocr`` is not installed.

    Examples
    --------
    >>> read_pages(b"%PDF-1.7 ...", [2, 3], "report.pdf")  # doctest: +SKIP
    """
    _check(name)
    from gxkit.documents.scans import pdf

    return pdf.read_pages(data, numbers, name)
