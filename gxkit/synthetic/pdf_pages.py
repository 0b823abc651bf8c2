"""Pages as PDF files, written by hand: lines, ruled tables cut by the ends of pages, feet."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from gxkit.synthetic.article import Para
from gxkit.synthetic.grids import Cell, Grid
from gxkit.synthetic.page import Page

__all__ = ["pdf_file", "pdf_page"]

_FONT = (
    (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>"
    ),
    (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 5 0 R>>"
    ),
    (
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    ),
)
"""A font that every reader knows without its being in the file."""
_BEHIND = "，。；：、！？）》」”,.;:)%"
_PADDING = 4.0


def pdf_file(contents: Sequence[bytes], box: str = "0 0 595 842", extra: bytes = b"") -> bytes:
    """Write a PDF of the drawing orders of its pages.

    Parameters
    ----------
    contents : sequence of bytes
        The content stream of each page; the font is ``/F``.
    box : str
        The media box.
    extra : bytes
        More entries for each page, such as ``/Rotate 90``.

    Returns
    -------
    bytes
        The file.

    Examples
    --------
    >>> pdf_file([b"BT /F 12 Tf 50 700 Td <0033> Tj ET"])[:8]
    b'%PDF-1.4'
    """
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        *_FONT,
    ]
    for at, content in enumerate(contents):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {7 + 2 * at} 0 R"
        objects.append(page.encode() + b"/Resources<</Font<</F 3 0 R>>>>" + extra + b">>")
        packed = zlib.compress(content)
        head = f"<</Length {len(packed)}/Filter/FlateDecode>>".encode()
        objects.append(head + b"stream\n" + packed + b"\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def text_width(text: str) -> float:
    """Measure a text in type sizes: Chinese characters fill one, others half of one."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)


def put(text: str, x: float, y: float, size: float) -> bytes:
    """Write the order that prints a text at a place."""
    code = text.encode("utf-16-be").hex()
    return f"BT /F {size:g} Tf {x:.2f} {y:.2f} Td <{code}> Tj ET\n".encode()


@dataclass
class _Setter:
    """Sets paragraphs and tables on pages of A4, from top to bottom."""

    size: float
    table_size: float
    top_aligned: bool
    repeat: bool
    width: float = 595.0
    height: float = 842.0
    margin: float = 72.0
    pages: list[list[bytes]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    def __post_init__(self) -> None:
        self.y = self.height - self.margin

    @property
    def room(self) -> float:
        return self.width - 2 * self.margin

    def new_page(self) -> None:
        self.pages.append([])
        self.y = self.height - self.margin

    def para(self, para: Para) -> None:
        size = self.size * 1.3 if para.role == "title" else self.size
        indent = 0.0 if para.role in {"title", "meta", "end"} else 2.0
        for at, line in enumerate(_broken(" " * int(2 * indent) + para.text, self.room / size)):
            if self.y - 1.6 * size < self.margin:
                self.new_page()
            self.y -= 1.6 * size
            x = self.margin
            if para.role == "title":
                x += (self.room - text_width(line) * size) / 2
            elif para.role == "end":
                x += self.room - text_width(line) * size
            shift = indent * size if at == 0 else 0.0
            self.pages[-1].append(put(line.strip(), x + shift, self.y, size))

    def table(self, grid: Grid, shares: Sequence[float]) -> None:
        places = grid.covered()
        edges = [self.margin]
        for share in shares:
            edges.append(edges[-1] + self.room * share / sum(shares))
        heights = self._heights(places, edges)
        self.y -= self.size
        start = 0
        head = next((at for at, row in enumerate(grid.rows) if any(c.key for c in row)), 0)
        while start < len(places):
            stop, used = start, 0.0
            while stop < len(places) and self.y - used - heights[stop] > self.margin:
                used += heights[stop]
                stop += 1
            if stop == start or (start == 0 and stop <= head and stop < len(places)):
                self.new_page()  # no publisher's program cuts a head off its table
                continue
            self._part(places, heights, edges, range(start, stop))
            self.y -= used
            start = stop
            if start < len(places):
                self.new_page()
                if self.repeat and grid.table == "requests" and start > 3:
                    self._part(places, heights, edges, range(3))
                    self.y -= sum(heights[:3])
        self.y -= self.size

    def _heights(
        self, places: list[list[tuple[Cell, bool] | None]], edges: list[float]
    ) -> list[float]:
        line = 1.3 * self.table_size
        heights = [line + 2 * _PADDING] * len(places)
        for row, cells in enumerate(places):
            for at, place in enumerate(cells):
                if place is None or not place[1] or (at and cells[at - 1] == (place[0], False)):
                    continue
                cell = place[0]
                lines = len(self._lines(cell, edges[at + cell.colspan] - edges[at]))
                last = min(row + cell.rowspan, len(heights)) - 1
                missing = lines * line + 2 * _PADDING - sum(heights[row : last + 1])
                heights[last] += max(0.0, missing)
        return heights

    def _lines(self, cell: Cell, width: float) -> list[str]:
        room = (width - 2 * _PADDING) / self.table_size
        return [line for text in cell.text.split("\n") for line in _broken(text, max(1.0, room))]

    def _part(
        self,
        places: list[list[tuple[Cell, bool] | None]],
        heights: list[float],
        edges: list[float],
        rows: range,
    ) -> None:
        """Draw some rows; a merged cell that began on an earlier page is blank here."""
        drawn: set[int] = set()
        top = self.y
        for row in rows:
            for at, place in enumerate(places[row]):
                if place is None or id(place[0]) in drawn:
                    continue
                cell = place[0]
                drawn.add(id(cell))
                reach = [r for r in rows if r >= row and any(p and p[0] is cell for p in places[r])]
                x0, x1 = edges[at], edges[at + cell.colspan]
                low = top - sum(heights[r] for r in reach)
                order = f"{x0:.2f} {low:.2f} {x1 - x0:.2f} {top - low:.2f} re S\n"
                self.pages[-1].append(order.encode())
                if place[1]:
                    self._fill(self._lines(cell, x1 - x0), (x0, low, x1, top))
            top -= heights[row]

    def _fill(self, lines: list[str], box: tuple[float, float, float, float]) -> None:
        x0, low, x1, top = box
        step = 1.3 * self.table_size
        spare = top - low - len(lines) * step
        y = top - _PADDING if self.top_aligned else top - spare / 2
        for line in lines:
            x = (x0 + x1 - text_width(line) * self.table_size) / 2
            self.pages[-1].append(put(line, x, y - self.table_size, self.table_size))
            y -= step


def _broken(text: str, room: float) -> list[str]:
    """Break a text into lines that are no wider than `room` type sizes."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line.strip() and text_width(line + piece) > room:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line] if line.strip() else lines


def _pieces(text: str) -> Iterable[str]:
    """Cut a text where a line may end: never inside a number, never before a stop."""
    piece = ""
    for at, letter in enumerate(text):
        piece += letter
        after = text[at + 1 : at + 2]
        together = letter.isascii() and after.isascii() and letter.isalnum() and after.isalnum()
        if not together and after not in _BEHIND:
            yield piece
            piece = ""
    if piece:
        yield piece


def pdf_page(page: Page, rng: Random) -> bytes:
    """Write a page as a PDF with a text layer.

    Parameters
    ----------
    page : Page
        The page.
    rng : random.Random
        The source of chance: sizes, where texts stand in cells, heads repeated, feet.

    Returns
    -------
    bytes
        The file.
    """
    setter = _Setter(
        rng.choice((12.0, 14.0, 16.0)),
        rng.choice((8.0, 9.0)),
        top_aligned=rng.random() < 0.5,
        repeat=rng.random() < 0.5,
    )
    foot = rng.choice(("- {} -", "{}", "第 {} 页 共 {} 页"))
    for block in page.blocks:
        if isinstance(block, Para):
            setter.para(block)
        else:
            lead = {10: (2.0, 2.0, 3.0), 4: (2.0,)}.get(block.width, (1.5,))
            setter.table(block, (*lead, *[1.2] * (block.width - len(lead))))
    contents = []
    for number, orders in enumerate(setter.pages, 1):
        text = foot.format(number, len(setter.pages))
        x = (setter.width - text_width(text) * 10) / 2
        contents.append(b"0.5 w\n" + b"".join(orders) + put(text, x, 40, 10))
    return pdf_file(contents)
