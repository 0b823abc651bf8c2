"""Pages of a PDF that hold no text: rendered, then read as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import numpy as np

from gxkit.documents import limits
from gxkit.documents.model import Block, Note, Table
from gxkit.documents.scans.assembly import assemble
from gxkit.documents.scans.engine import engine
from gxkit.documents.scans.page import ScannedPage, read_page
from gxkit.documents.scans.seals import grey_of
from gxkit.errors import LimitError, ReadError

_DPI: Final = 200
_POINTS: Final = 72


def read_pages(
    data: bytes, numbers: Sequence[int], name: str
) -> tuple[dict[int, list[Block]], list[Note]]:
    """Read pages of a PDF that hold no text.

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
        What begins on each page: where pages follow each other, what the foot of one cuts is
        joined. Tables are numbered from 1 in this order, in the notes too.

    Raises
    ------
    ReadError
        A page cannot be rendered.
    LimitError
        There are more of them than a report can need.
    """
    if len(numbers) > limits.PICTURES:
        raise LimitError(
            f"{name}: {len(numbers)} scanned pages, more than the {limits.PICTURES} that a report"
            " can need; save only the report's own pages"
        )
    found: dict[int, list[Block]] = {number: [] for number in numbers}
    notes: list[Note] = []
    run: list[ScannedPage] = []
    count = 0
    for page in [*scanned_pages(data, numbers, name), None]:
        if page is not None and (not run or page.number == run[-1].number + 1):
            run.append(page)
            continue
        if run:
            blocks, more = assemble(run, count)
            count += sum(isinstance(block, Table) for block in blocks)
            notes.extend(more)
            for block in blocks:
                found[_begins(block)].append(block)
        run = [] if page is None else [page]
    return found, notes


def _begins(block: Block) -> int:
    if isinstance(block, Table):
        return block.pages[0]
    return int(block.where[1:].split()[0])


def scanned_pages(data: bytes, numbers: Iterable[int], name: str) -> Iterator[ScannedPage]:
    """Read pages of a PDF as pictures.

    Parameters
    ----------
    data : bytes
        The PDF.
    numbers : iterable of int
        Which pages, from 1.
    name : str
        The name of the file, for messages.

    Yields
    ------
    ScannedPage
        A page, when it is asked for.

    Raises
    ------
    ReadError
        A page cannot be rendered.
    """
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            for number in numbers:
                with closing(document[number - 1]) as page:
                    grey, scale = _rendered(page)
                yield read_page(grey, number, engine(), scale)
    except pypdfium2.PdfiumError as error:
        raise ReadError(
            f"{name}: a page cannot be rendered ({error}); download it again"
        ) from error


def _rendered(page: Any) -> tuple[Any, float]:
    """Render a page grey, with fewer dots where its sheet is huge."""
    width, height = page.get_size()
    scale = _DPI / _POINTS
    most = limits.PICTURE_PIXELS / 4
    scale = min(scale, (most / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, rev_byteorder=True).to_numpy()
    return grey_of(np.ascontiguousarray(picture[:, :, :3])), scale
