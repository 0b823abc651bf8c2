"""Picture files to grey pages, so that no file can ask for too much."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from gxkit.documents import limits
from gxkit.documents.scans.seals import grey_of
from gxkit.documents.scans.sheet import Picture
from gxkit.errors import LimitError, ReadError

if TYPE_CHECKING:
    from PIL.Image import Image

_MOVING: Final = ("GIF", "WEBP", "PNG")
"""Their further pictures are an animation, not pages."""
_ORIENTATION: Final = 0x0112
_QUARTERS: Final = {3: 2, 6: 3, 8: 1}
"""What cameras write for the way they were held, as quarter turns against the clock."""


def pages_of(data: bytes, name: str) -> Iterator[Picture]:
    """Yield the pages of a picture file: a TIFF may have many.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Yields
    ------
    array of uint8
        A grey page.

    Raises
    ------
    ReadError
        The picture is damaged.
    LimitError
        It has more pixels or pages than a report can need.
    """
    from PIL import Image, ImageSequence

    try:
        with warnings.catch_warnings():
            # Pillow warns of big pictures and of odd tags; sizes are looked at here.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as file:
                for number, frame in enumerate(ImageSequence.Iterator(file), 1):
                    if number > limits.PICTURES:
                        raise LimitError(
                            f"{name}: more than {limits.PICTURES} pages; keep only the report's"
                        )
                    _check(frame.size, name)
                    yield _grey(frame)
                    if file.format in _MOVING:
                        break
    except (LimitError, ReadError):
        raise
    except Image.DecompressionBombError as error:
        raise LimitError(f"{name}: {_TOO_BIG}") from error
    except (OSError, ValueError, SyntaxError, IndexError, TypeError, EOFError) as error:
        raise ReadError(
            f"{name}: a truncated or damaged picture ({error}); download it again"
        ) from error


_TOO_BIG: Final = (
    f"more than {limits.PICTURE_PIXELS // limits.MEGABYTE} million pixels; scan it with 300 dpi"
)


def _check(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > limits.PICTURE_PIXELS:
        raise LimitError(f"{name}: {size[0]} × {size[1]} pixels: {_TOO_BIG}")


def _grey(frame: Image) -> Picture:
    from PIL import Image

    held = frame.getexif().get(_ORIENTATION, 1)
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        # What is seen through is paper.
        clear = frame.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        frame = Image.alpha_composite(white, clear)
    if frame.mode in ("1", "L", "I;16"):
        grey = np.asarray(frame.convert("L"), np.uint8)
    else:
        grey = grey_of(np.asarray(frame.convert("RGB"), np.uint8))
    return np.ascontiguousarray(np.rot90(grey, _QUARTERS.get(held, 0)))
