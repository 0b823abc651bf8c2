"""A page as a picture: grey, upright, straight, its characters of a known size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]
Matrix: TypeAlias = npt.NDArray[Any]

_LEAST: Final = 22.0
_MOST: Final = 34.0
_WANTED: Final = (24.0, 30.0)
"""Size of a character in pixels: below and above, and what a picture is scaled to then."""
_SPECK: Final = 5
_FEW: Final = 2
_MANY: Final = 60
"""So many letters tell how large those of a page, and those of a table, are."""
_STEEPEST: Final = 5.5
"""How many degrees a page may lean."""
_SMALL: Final = 1_000
_NO_LEAN: Final = 0.04
_CONTRAST: Final = 14
_DARK: Final = 34
"""How much darker than around, of 255 steps, ink is: all of it, and its darkest point."""


class Box(NamedTuple):
    """A rectangle in pixels: left, top, right and bottom edge."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Sheet:
    """A page made upright and straight.

    `ink` is 255 where the page is dark, `em` the size of a character in pixels, `back`
    the matrix that leads from here to the page as it came.
    """

    grey: Picture
    ink: Picture
    em: float
    back: Matrix
    turned: int = 0
    lean: float = 0.0

    def cut(self, box: Box) -> Picture:
        """Cut a part out of the page."""
        return self.grey[box.top : box.bottom, box.left : box.right]


def darkness(grey: Picture, em: float) -> Picture:
    """Tell ink from paper by what is around: light may fall unevenly.

    Faint ink counts where it is part of something dark: the grain of paper is not.
    """
    size = max(15, round(em * 1.6)) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    around = cv2.blur(smooth, (size, size))
    darker = cv2.subtract(around, smooth)
    faint = np.asarray(darker > _CONTRAST, np.uint8)
    count, marks = cv2.connectedComponents(faint)
    dark = np.zeros(count, bool)
    dark[np.unique(marks[darker > _DARK])] = True
    dark[0] = False
    return np.where(dark[marks], 255, 0).astype(np.uint8)


def size_of_text(grey: Picture) -> float:
    """Estimate the size of the characters of a page in pixels; 0 where it has none."""
    ink = darkness(grey, 24)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    sizes = _like_letters(stats[1:])
    if len(sizes) < _FEW:
        return 0.0
    # Most pieces are parts of characters: the larger ones tell how big they are.
    return float(np.percentile(sizes, 80))


def size_in(ink: Picture) -> float:
    """Estimate the size of the characters of a table by its ink without ruled lines, in pixels.

    0 where it holds too few to tell: figures alone are smaller than characters.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink))
    sizes = _like_letters(stats[1:])
    return float(np.percentile(sizes, 80)) if len(sizes) >= _MANY else 0.0


def _like_letters(stats: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    longest, shortest = np.maximum(wide, high), np.minimum(wide, high)
    # The frames of cells are pieces of ink too, but mostly empty.
    full = (area > 2 * longest) & (area > 0.2 * wide * high)
    good = (longest > _SPECK) & (longest < 120) & (longest < 6 * shortest) & full
    return np.asarray(longest[good], np.int32)


def lean_of(ink: Picture) -> float:
    """Find by how many degrees a page leans: straight, its rows are full or empty."""
    scale = min(1.0, _SMALL / max(ink.shape))
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = np.asarray(small, np.float32)
    best = 0.0
    for reach, step in ((_STEEPEST, 0.5), (0.5, 0.1), (0.1, 0.025)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(small, angle)))
    return best


def _sharpness(small: npt.NDArray[Any], angle: float) -> float:
    height, width = small.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1)
    return float((np.diff(rows) ** 2).sum())


def straighten(grey: Picture, turned: int, em: float) -> Sheet:
    """Turn a page by quarters, take its lean away, and bring its characters to a fit size."""
    height, width = grey.shape
    quarter = np.ascontiguousarray(np.rot90(grey, turned))
    ahead = _quarters(turned, width, height)
    lean = lean_of(darkness(quarter, em))
    lean = 0.0 if abs(lean) < _NO_LEAN else lean
    scale = _WANTED[0] / em if em < _LEAST else _WANTED[1] / em if em > _MOST else 1.0
    if lean or scale != 1.0:
        high, wide = quarter.shape
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, scale)
        new = (round(wide * scale), round(high * scale))
        turn[0, 2] += (new[0] - wide) / 2
        turn[1, 2] += (new[1] - high) / 2
        source = quarter
        if scale < 0.7:  # a warp samples, so what is to become small is smoothed first
            source = np.asarray(cv2.GaussianBlur(quarter, (0, 0), 0.4 / scale), np.uint8)
        quarter = np.asarray(
            cv2.warpAffine(
                source, turn, new, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            ),
            np.uint8,
        )
        ahead = np.vstack([turn, (0, 0, 1)]) @ ahead
    em = em * scale
    return Sheet(quarter, darkness(quarter, em), em, np.linalg.inv(ahead), turned, lean)


def _quarters(turned: int, width: int, height: int) -> Matrix:
    """Give the matrix of quarter turns against the clock."""
    step = np.eye(3)
    for _ in range(turned % 4):
        step = np.array([(0, 1, 0), (-1, 0, width), (0, 0, 1)], float) @ step
        width, height = height, width
    return step
