"""Pages of a PDF: their characters, drawn lines and pictures, as they stand on the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double
from dataclasses import dataclass, field
from math import pi
from time import monotonic
from typing import Any, Final, NamedTuple

from gxkit.documents import limits
from gxkit.documents.pdf_drawing import INVISIBLE, Drawing
from gxkit.documents.pdf_fields import has_fields, with_fields
from gxkit.documents.pdf_streams import check_streams
from gxkit.documents.pdf_struck import struck
from gxkit.documents.pdf_structure import TaggedTable, marks_of, tagged_tables
from gxkit.documents.ruled import Rule
from gxkit.errors import FormatError, LimitError, ReadError

_TURN_SAMPLES: Final = 60
_HYPHEN: Final = "\x02"  # what pdfium makes of a hyphen at the end of a line
_BREAKS: Final = frozenset(b"\t\n\r\f")
_UNSEEN: Final = frozenset({0xFEFF, 0x200B})
_UNKNOWN: Final = "\ufffd"
_ASLANT: Final = 0.05
"""Share of a quarter turn by which the lines of a page may lean."""


class Char(NamedTuple):
    """A printed character: its sides, its base line (counted downwards), and its height.

    `order` counts the characters as the file gives them; `breaks` tells that it begins a
    word there, and `spaced` that the file has a space before it, not only a gap.
    """

    text: str
    x0: float
    x1: float
    base: float
    height: float
    order: int
    breaks: bool
    spaced: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """A point inside the character."""
        return (self.x0 + self.x1) / 2, self.base - self.height / 4


@dataclass
class PdfPage:
    """A page as printed: `number` from 1, sizes in points, y counted from the top.

    `turned` is by how many degrees it was turned clockwise so that its text stands upright.
    `pictures` is the share of the page under pictures; `hidden` tells that its text is
    invisible, as an OCR program lays it under a scanned page. `tagged` are the tables that the
    file names as such, and `marks` the mark of each character in them by its `order`.
    `left_out` counts characters that run aslant, are struck out or cannot be seen. `shapes` are
    the sides of pictures and of filled outlines, such as letters that are drawn and not written.
    """

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    hidden: bool = False
    cut: bool = False
    turned: int = 0
    left_out: int = 0
    tagged: list[TaggedTable] = field(default_factory=list)
    marks: dict[int, int] = field(default_factory=dict)
    shapes: list[tuple[float, float, float, float]] = field(default_factory=list)


def read_pages(data: bytes, name: str) -> Iterator[PdfPage]:
    """Yield the pages of a PDF.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Yields
    ------
    PdfPage
        A page; it is read when it is asked for.

    Raises
    ------
    ReadError
        The file is damaged, or asks for a password.
    LimitError
        It has more pages than a report can have.
    """
    check_streams(data, name)
    began = monotonic()
    with closing(opened(data, name)) as document:
        count = len(document)
        if count == 0:
            raise ReadError(f"{name}: a PDF without pages; download or save it again")
        if count > limits.PDF_PAGES:
            raise LimitError(
                f"{name}: {count} pages, more than the {limits.PDF_PAGES} that a report can"
                " need; save only the report's own pages"
            )
        for number in range(1, count + 1):
            if monotonic() - began > limits.PDF_SECONDS:
                raise LimitError(
                    f"{name}: its first {number - 1} pages took {limits.PDF_SECONDS:.0f} s; print"
                    " it to PDF again, or save its text"
                )
            yield read_page(document, number, name)


def opened(data: bytes, name: str) -> Any:
    """Open a PDF with pdfium.

    Raises
    ------
    ReadError, FormatError
        It is damaged, or asks for a password.
    """
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise FormatError(f"{name}: a PDF under a password; save it without one") from error
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_SECURITY:
            raise FormatError(f"{name}: a PDF locked by its publisher; print it to PDF") from error
        raise ReadError(
            f"{name}: a truncated or damaged PDF ({error}); download it again"
        ) from error


def read_page(document: Any, number: int, name: str) -> PdfPage:
    """Read one page, counted from 1, of an opened PDF."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise ReadError(
            f"{name}: page {number} cannot be loaded ({error}); download the PDF again"
        ) from error
    if has_fields(page):
        page.close()
        page = with_fields(document, number)
    with closing(page):
        view = View(page)
        with closing(page.get_textpage()) as text:
            count = raw.FPDFText_CountChars(text)
            before = view.rotation
            _stand_upright(text, count, view)
            found = PdfPage(number, view.width, view.height)
            found.turned = (view.rotation - before) % 360
            _read_chars(text, count, view, found)
            found.tagged = tagged_tables(page)
            if found.tagged:
                found.marks = marks_of(text, [char.order for char in found.chars])
            drawing = Drawing(found, view)
            drawing.read(page)
            if drawing.unseen and not found.hidden:
                _drop_unseen(text, found)
            gone = struck(found.chars, found.across) if found.across else ()
            if gone:
                found.left_out += len(gone)
                found.chars = [char for char in found.chars if char.order not in gone]
    return found


class View:
    """From the coordinates of a file to those of the sheet as one holds it."""

    def __init__(self, page: Any) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.rotation = page.get_rotation() % 360
        self._measure()

    def _measure(self) -> None:
        across, along = self.right - self.left, self.top - self.bottom
        lying = self.rotation in (90, 270)
        self.width, self.height = (along, across) if lying else (across, along)

    def rotate(self, degrees: int) -> None:
        """Hold the sheet so that its text stands upright."""
        self.rotation = (self.rotation + degrees) % 360
        self._measure()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the file is on the sheet."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def _read_chars(text: Any, count: int, view: View, found: PdfPage) -> None:
    """Read the characters that stand on the sheet."""
    from pypdfium2 import raw

    if count > limits.PDF_CHARS:
        count, found.cut = limits.PDF_CHARS, True
    x, y, box = c_double(), c_double(), raw.FS_RECTF()
    breaks, spaced = True, False
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        if raw.FPDFText_HasUnicodeMapError(text, at) == 1:
            # The number of its drawing in the font, which may look like a digit, or like a space.
            letter: str | None = _UNKNOWN
        else:
            letter = _letter(code)
        if letter is None:
            breaks = True
            spaced = spaced or not raw.FPDFText_IsGenerated(text, at)
            continue
        if _is_aslant(raw.FPDFText_GetCharAngle(text, at)):
            found.left_out += 1
            breaks = True
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        x0, base = view.point(x.value, y.value)
        left, top = view.point(box.left, box.top)
        right, low = view.point(box.right, box.bottom)
        left, right = min(left, right), max(left, right)
        if x0 > right:
            x0 = left
        # What lies beside the sheet is not printed.
        if -1 < (x0 + right) / 2 < view.width + 1 and -1 < base < view.height + 9:
            height = abs(low - top)
            found.chars.append(Char(letter, x0, right, base, height, at, breaks, spaced))
        breaks = spaced = False


def _is_aslant(angle: float) -> bool:
    """Tell whether a character runs neither along the sheet nor up or down it: a watermark."""
    turned = angle * 2 / pi
    return abs(turned - round(turned)) > _ASLANT


def _drop_unseen(text: Any, found: PdfPage) -> None:
    """Leave out the characters that are in the file and not to be seen."""
    from pypdfium2 import raw

    seen = []
    for char in found.chars:
        item = raw.FPDFText_GetTextObject(text, char.order)
        if item and raw.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE:
            found.left_out += 1
        else:
            seen.append(char)
    found.chars = seen


def _letter(code: int) -> str | None:
    """Return a printed character, None for white space.

    Some programs write the number of the drawing for the letter: a control character draws, too.
    """
    if code in (0xFFFE, 0xFFFF, 0):
        return _UNKNOWN
    letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else _UNKNOWN
    if letter == _HYPHEN:
        return "-"
    if code < 32 and code not in _BREAKS:
        return _UNKNOWN
    return None if letter.isspace() or code in _UNSEEN else letter


def _stand_upright(text: Any, count: int, view: View) -> None:
    """Turn the sheet where most of its text runs up or down it."""
    from pypdfium2 import raw

    turns: dict[int, int] = {}
    for at in range(0, count, max(1, count // _TURN_SAMPLES)):
        if _letter(raw.FPDFText_GetUnicode(text, at)) is not None:
            angle = raw.FPDFText_GetCharAngle(text, at)
            turn = round(-angle * 2 / pi) % 4 * 90
            turns[turn] = turns.get(turn, 0) + 1
    # The sheet's own rotation is counted in these angles already where the file has one.
    most = max(turns, key=lambda turn: turns[turn], default=0)
    wanted = (most - view.rotation) % 360
    if wanted and turns[most] * 2 > sum(turns.values()):
        view.rotate(wanted)
