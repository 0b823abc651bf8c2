"""What is drawn on a page of a PDF: its lines, and how much of it pictures cover."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float, c_int
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from gxkit.documents import limits
from gxkit.documents.pdf_marks import dashed, edges
from gxkit.documents.ruled import Box, Rule

if TYPE_CHECKING:
    from gxkit.documents.pdf_pages import PdfPage, View

_THIN: Final = 3.0
"""A filled area no thicker than this many points is a line."""
_SHORT: Final = 4.0
"""Lines shorter than this are dots, dashes and the strokes of pictures."""
_SLANT: Final = 1.0
_CORNERS: Final = 4
_FEW: Final = 6
_DEPTH: Final = 8
"""Forms inside forms: letterheads are one or two deep."""
INVISIBLE: Final = 3
"""The text render mode of what an OCR lays under a picture."""


class Drawing:
    """Reads what is drawn on a page: lines, thin areas, and how much pictures cover."""

    def __init__(self, found: PdfPage, view: View) -> None:
        self.found = found
        self.view = view
        self.left = limits.PDF_OBJECTS
        self.visible = self.unseen = 0
        self.marks: list[Box] = []
        self.areas: list[Box] = []

    def read(self, page: Any) -> None:
        """Read all that is drawn on a page of pdfium."""
        from pypdfium2 import raw

        count = raw.FPDFPage_CountObjects(page)
        objects = (raw.FPDFPage_GetObject(page, at) for at in range(min(count, self.left)))
        self._walk(objects, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
        self._add_unruled()
        self.found.cut |= self.left <= 0
        self.found.hidden = self.unseen > self.visible
        self.found.pictures = min(1.0, self.found.pictures)

    def _add_unruled(self) -> None:
        """Add the lines that dots, dashes and the edges of shaded cells make."""
        found = self.found
        if len(self.marks) >= _FEW:
            found.across += dashed(self.marks, down=False)
            found.down += dashed(self.marks, down=True)
        if len(self.areas) >= _FEW and not found.tagged:  # tags tell more than shades
            figures = [char.middle for char in found.chars if char.text.isdigit()]
            across, down = edges(self.areas, figures)
            found.across += across
            found.down += down

    def _walk(self, objects: Iterator[Any], outer: tuple[float, ...], depth: int) -> None:
        from pypdfium2 import raw

        for item in objects:
            self.left -= 1
            if self.left <= 0:
                return
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                if raw.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE:
                    self.unseen += 1
                else:
                    self.visible += 1
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, _times(_matrix(item), outer))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture(_times(_matrix(item), outer))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                count = raw.FPDFFormObj_CountObjects(item)
                inner = (raw.FPDFFormObj_GetObject(item, at) for at in range(count))
                self._walk(inner, _times(_matrix(item), outer), depth + 1)

    def _picture(self, matrix: tuple[float, ...]) -> None:
        a, b, c, d, e, f = matrix
        corners = [self.view.point(e, f), self.view.point(a + c + e, b + d + f)]
        (x0, y0), (x1, y1) = corners
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        area = (box[2] - box[0]) * (box[3] - box[1])
        self.found.pictures += area / max(1.0, self.found.width * self.found.height)
        self.found.shapes.append(box)
        self._area(box)

    def _path(self, item: Any, matrix: tuple[float, ...]) -> None:
        """Take the straight lines of a path: its strokes, or the thin areas it fills."""
        from pypdfium2 import raw

        fill, stroke = c_int(), c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        for outline in self._outlines(item, matrix):
            xs, ys = [x for x, _ in outline], [y for _, y in outline]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                self._area(box)
                continue
            if fill.value:
                (self.areas if _is_rectangle(outline) else self.found.shapes).append(box)
            if stroke.value:
                for (x0, y0), (x1, y1) in pairwise(outline):
                    if min(abs(x1 - x0), abs(y1 - y0)) <= _SLANT:
                        self._area((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _outlines(self, item: Any, matrix: tuple[float, ...]) -> list[list[tuple[float, float]]]:
        from pypdfium2 import raw

        outlines: list[list[tuple[float, float]]] = []
        x, y = c_float(), c_float()
        count = min(raw.FPDFPath_CountSegments(item), self.left)
        self.left -= count
        a, b, c, d, e, f = matrix
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, at)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.view.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == raw.FPDF_SEGMENT_MOVETO or not outlines:
                outlines.append([point])
            else:
                outlines[-1].append(point)
            if raw.FPDFPathSegment_GetClose(segment):
                outlines[-1].append(outlines[-1][0])
        return outlines

    def _area(self, box: Box) -> None:
        """Note a line, or an area as thin as one."""
        wide, high = box[2] - box[0], box[3] - box[1]
        if high <= _THIN and wide >= _SHORT:
            self.found.across.append(Rule((box[1] + box[3]) / 2, box[0], box[2]))
        elif wide <= _THIN and high >= _SHORT:
            self.found.down.append(Rule((box[0] + box[2]) / 2, box[1], box[3]))
        elif wide <= _SHORT and high <= _SHORT:
            self.marks.append(box)


def _is_rectangle(outline: list[tuple[float, float]]) -> bool:
    """Tell whether an outline is an upright rectangle."""
    straight = all(
        min(abs(x1 - x0), abs(y1 - y0)) <= _SLANT for (x0, y0), (x1, y1) in pairwise(outline)
    )
    return straight and len({(round(x), round(y)) for x, y in outline}) == _CORNERS


def _matrix(item: Any) -> tuple[float, ...]:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: tuple[float, ...], two: tuple[float, ...]) -> tuple[float, ...]:
    """Apply one matrix, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
