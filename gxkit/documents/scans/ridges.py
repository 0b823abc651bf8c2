"""Ruled lines that are too faint to be ink: darker than what is above and below, all along."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from gxkit.documents.scans.sheet import Picture

_ALONG: Final = 0.5
"""Over so many characters a line is averaged: the grain of paper goes, a line stays."""
_ASIDE: Final = 0.17
_DARKER: Final = 9
_GAP: Final = 5


def ridges(grey: Picture, em: float) -> Picture:
    """Find faint lines across a page.

    Parameters
    ----------
    grey : array of uint8
        The page; the transposed page for lines that run down.
    em : float
        The size of a character in pixels.

    Returns
    -------
    array of uint8
        255 where a line runs. A stroke of a character is no longer here than it is printed.

    Examples
    --------
    >>> page = np.full((40, 200), 230, np.uint8)
    >>> page[20, 30:170] = 190
    >>> found = np.flatnonzero(ridges(page, 24.0).max(axis=0))
    >>> bool(abs(found[0] - 30) < 12 and abs(found[-1] - 169) < 12)
    True
    """
    dark = cv2.blur((255 - grey).astype(np.int16), (round(em * _ALONG), 3))
    away = max(2, round(em * _ASIDE)) + 1
    around = cv2.copyMakeBorder(dark, away, away, 0, 0, cv2.BORDER_REPLICATE)
    beside = np.maximum(around[: -2 * away], around[2 * away :])
    found = np.where(dark - beside > _DARKER, 255, 0).astype(np.uint8)
    whole = cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    # Averaged, a stroke has grown at both ends.
    return np.asarray(cv2.erode(whole, np.ones((1, round(em * _ALONG)), np.uint8)), np.uint8)
