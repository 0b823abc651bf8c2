"""Small marks for nothing told from dust: dust does not lie at the same place of many cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from gxkit.documents.scans.sheet import Box, Picture

_LEAST: Final = 0.1
_NEAR: Final = 0.12
_MANY: Final = 3
_MIDDLE: Final = 0.25
"""In characters: the least size of a speck, how near to one place they lie, how far from the
middle of the height of their cells; and in how many cells."""

_LOW: Final = 0.25
_SHORT: Final = 0.6
"""In characters: a hyphen is lower and shorter than this;"""
_FLAT: Final = 1.6
"""it is so many times as wide as high,"""
_LIKE: Final = 0.35
"""and so much of the usual width wider or narrower at most."""


def repeated_specks(
    cells: Sequence[tuple[int, Box]], left: Picture, em: float
) -> list[tuple[int, Box]]:
    """Find the specks that lie at the same place of several empty cells.

    Parameters
    ----------
    cells : sequence of tuple of int and Box
        The cells in which nothing was found, with their numbers.
    left : array of uint8
        The ink of the page without ruled lines.
    em : float
        The size of a character in pixels.

    Returns
    -------
    list of tuple of int and Box
        The numbers of the cells and the specks: a hyphen that a border has eaten in part.
    """
    found: list[tuple[int, Box, float]] = []
    for number, cell in cells:
        middle = (cell.top + cell.bottom) / 2
        ink = left[cell.top + 1 : cell.bottom - 1, cell.left + 1 : cell.right - 1]
        if not ink.any():
            continue
        _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink))
        for x, y, wide, high, area in stats[1:].tolist():
            box = Box(cell.left + 1 + x, cell.top + 1 + y, 0, 0)
            box = box._replace(right=box.left + wide, bottom=box.top + high)
            upright = high > 2 * wide  # what is left of a border
            if wide >= _LEAST * em and area > 2 and not upright:
                away = (box.top + box.bottom) / 2 - middle
                if abs(away) < _MIDDLE * em:
                    found.append((number, box, box.right - cell.left))
    return [
        (number, box)
        for number, box, place in found
        if len({other for other, _, at in found if abs(at - place) < _NEAR * em}) >= _MANY
    ]


def repeated_hyphens(lines: Sequence[tuple[int, Box]], em: float) -> set[int]:
    """Find the hyphens of a table that are too short to be told from dust one by one.

    No figure is as low; that several cells hold the like, and nothing else, shows that it is
    printed.

    Parameters
    ----------
    lines : sequence of tuple of int and Box
        The lines of cells that have no other, with their numbers.
    em : float
        The size of a character in pixels.

    Returns
    -------
    set of int
        The numbers of the lines that are hyphens.

    Examples
    --------
    >>> hyphens = [(at, Box(9, 30 * at, 16, 30 * at + 3)) for at in range(3)]
    >>> repeated_hyphens([*hyphens, (3, Box(9, 90, 14, 94))], 24.0), repeated_hyphens(hyphens[:2], 24.0)
    ({0, 1, 2}, set())
    """
    flat = [
        (number, box.width)
        for number, box in lines
        if box.height < _LOW * em and box.width > _FLAT * box.height and box.width < _SHORT * em
    ]
    usual = float(np.median([width for _, width in flat])) if flat else 0.0
    alike = {number for number, width in flat if abs(width - usual) < _LIKE * usual}
    return alike if len(alike) >= _MANY else set()
