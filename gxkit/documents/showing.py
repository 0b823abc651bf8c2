"""Parts of pages as pictures: of a PDF drawn anew, of a picture file cut out."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from contextlib import closing
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from gxkit.documents import limits
from gxkit.documents.model import Box
from gxkit.documents.sniff import family
from gxkit.errors import FormatError, ReadError

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI: Final = 150
_POINTS: Final = 72
_MARGIN: Final = 6.0
"""Points around a row that are shown too; of a picture file, dots."""
_FRAME: Final = 2
_GREYS: Final = 64
"""Shades of grey: enough to read a scan, and half the size."""
_RED: Final = (211, 47, 47)
_ORIENTATION: Final = 0x0112
_HELD: Final = {3: 180, 6: 90, 8: 270}
"""What cameras write for the way they were held, as degrees to turn clockwise."""
_PICTURES: Final = ("png", "jpg", "tif", "bmp", "gif", "riff")


def shown(
    data: bytes, name: str, page: int, area: Box, marks: Sequence[Box], turned: int = 0
) -> bytes:
    """Show a part of a page of a PDF or of a picture file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.
    page : int
        The page, from 1.
    area : tuple of float
        Left, top, right and bottom of the part, in points from the top left of the page as
        the reader holds it; of a picture file, in dots.
    marks : sequence of tuple of float
        Boxes to frame in red.
    turned : int
        Degrees to turn the picture clockwise, a multiple of 90.

    Returns
    -------
    bytes
        A PNG.

    Raises
    ------
    KeyError
        The file has no such page, or nothing of the area is on it.
    ReadError, FormatError
        The file is damaged, or no file with pages.
    """
    from PIL import Image

    kind = family(data[: limits.SNIFF_BYTES])
    if kind == "pdf":
        found, scale, corner = _drawn(data, name, page, area)
    elif kind in _PICTURES:
        found, scale, corner = _cut(data, name, page, area)
    else:
        raise FormatError(f"{name}: neither a PDF nor a picture; it has no pages to show")
    framed = _framed(
        found,
        [
            (
                (left - corner[0]) * scale,
                (top - corner[1]) * scale,
                (right - corner[0]) * scale,
                (bottom - corner[1]) * scale,
            )
            for left, top, right, bottom in marks
        ],
    )
    turns = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,  # Pillow counts against the clock
    }
    if turned in turns:
        framed = framed.transpose(turns[turned])
    out = io.BytesIO()
    framed.save(out, "PNG", optimize=True)
    return out.getvalue()


def _drawn(
    data: bytes, name: str, number: int, area: Box
) -> tuple[Image, float, tuple[float, float]]:
    """Draw a part of a page of a PDF; return it, dots a point, and its corner in points."""
    import pypdfium2

    from gxkit.documents.pdf_pages import opened, read_page
    from gxkit.documents.pdf_pictures import is_scan

    with closing(opened(data, name)) as document:
        if not 1 <= number <= len(document):
            raise KeyError(f"{name} has no page {number}; it has {len(document)}")
        read = read_page(document, number, name)
        # Boxes of a scanned page are those of the page as it came; a text is held upright.
        turned = 0 if is_scan(read) else read.turned
        try:
            with closing(document[number - 1]) as page:
                wide, high = page.get_size()
                if turned % 180:
                    wide, high = high, wide
                scale = min(_DPI / _POINTS, limits.CROP_SIDE / max(_sides(area)))
                left, top, right, bottom = _dots(
                    area, _MARGIN, scale, (ceil(wide * scale), ceil(high * scale)), name, number
                )
                cut = (left, ceil(high * scale) - bottom, ceil(wide * scale) - right, top)
                # Half a dot less: pdfium's wrapper rounds up, and must come to these numbers.
                crop = tuple(max(0.0, (side - 0.5) / scale) for side in cut)
                picture = page.render(scale=scale, rotation=turned, crop=crop, grayscale=True)
                image = picture.to_pil().convert("L")
        except pypdfium2.PdfiumError as error:
            raise ReadError(f"{name}: page {number} cannot be drawn ({error})") from error
    return image, scale, (left / scale, top / scale)


def _cut(
    data: bytes, name: str, number: int, area: Box
) -> tuple[Image, float, tuple[float, float]]:
    """Cut a part out of a picture; a TIFF may have many pages."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Pillow warns of big pictures and odd tags; the file was read before.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as file:
                if number < 1:
                    raise KeyError(f"{name} has no page {number}")
                try:
                    file.seek(number - 1)
                except EOFError:
                    raise KeyError(f"{name} has no page {number}") from None
                held = _HELD.get(file.getexif().get(_ORIENTATION, 1), 0)
                grey = _turn(_grey(file), held)
    except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError) as error:
        raise ReadError(f"{name}: a damaged picture ({error}); download it again") from error
    left, top, right, bottom = _dots(area, _MARGIN, 1.0, grey.size, name, number)
    part = grey.crop((left, top, right, bottom))
    scale = min(1.0, limits.CROP_SIDE / max(part.size))
    if scale < 1:
        part = part.resize((max(1, round(part.width * scale)), max(1, round(part.height * scale))))
    return part, scale, (left, top)


def _grey(file: Image) -> Image:
    from PIL import Image

    if file.mode in ("RGBA", "LA", "PA") or "transparency" in file.info:
        clear = file.convert("RGBA")  # what is seen through is paper
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("L")
    return file.convert("L")


def _turn(image: Image, degrees: int) -> Image:
    return image.rotate(-degrees, expand=True) if degrees else image


def _sides(area: Box) -> tuple[float, float]:
    return (
        max(1.0, area[2] - area[0] + 2 * _MARGIN),
        max(1.0, area[3] - area[1] + 2 * _MARGIN),
    )


def _dots(
    area: Box, margin: float, scale: float, size: tuple[int, int], name: str, number: int
) -> tuple[int, int, int, int]:
    """Give the dots of an area and of what is around it, as far as they are on the page."""
    left, top, right, bottom = area
    inside = left * scale < size[0] and top * scale < size[1] and right > 0 and bottom > 0
    if right <= left or bottom <= top or not inside:
        raise KeyError(f"{name} has nothing at {left:g},{top:g},{right:g},{bottom:g} on p{number}")
    return (
        max(0, floor((left - margin) * scale)),
        max(0, floor((top - margin) * scale)),
        min(size[0], ceil((right + margin) * scale)),
        min(size[1], ceil((bottom + margin) * scale)),
    )


def _framed(image: Image, boxes: Sequence[Box]) -> Image:
    """Draw red frames around boxes, outside them so that no digit is covered."""
    from PIL import Image, ImageDraw

    step = 256 // _GREYS
    shades = image.point([value // step for value in range(256)])
    framed = Image.frombytes("P", image.size, shades.tobytes())
    greys = [round(shade * 255 / (_GREYS - 1)) for shade in range(_GREYS)]
    framed.putpalette([*(value for grey in greys for value in (grey, grey, grey)), *_RED])
    pen = ImageDraw.Draw(framed)
    for left, top, right, bottom in boxes:
        around = (
            max(0, floor(left) - _FRAME),
            max(0, floor(top) - _FRAME),
            min(image.width, ceil(right) + _FRAME) - 1,
            min(image.height, ceil(bottom) + _FRAME) - 1,
        )
        pen.rectangle(around, outline=_GREYS, width=_FRAME)
    return framed
