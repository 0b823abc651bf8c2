"""Red seals taken off a page in colour: what is printed beneath them is black, and stays."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from gxkit.documents.scans.sheet import Picture

_RED: Final = 45
_REDDISH: Final = 14
"""How much more red than anything else a seal is, of 255 steps, and its frayed edges are."""
_LEAST: Final = 0.1
_SQUARE: Final = (0.6, 1.7)
_HOLLOW: Final = 0.7
"""A seal takes this share of the page's width, is about as high as wide, and has a ring."""
_CLOSE: Final = 0.008


def grey_of(colour: npt.NDArray[Any]) -> Picture:
    """Make a page grey, without its red seals.

    Parameters
    ----------
    colour : array of uint8
        The page: red, green, blue.

    Returns
    -------
    array of uint8
        The page in grey. Where a seal is stamped only the red light counts, in which red ink
        is as bright as paper; headings in red stay.

    Examples
    --------
    >>> page = np.full((300, 200, 3), 255, np.uint8)
    >>> stamped = cv2.circle(page, (100, 150), 30, (220, 30, 40), 3)
    >>> int(grey_of(stamped).min()) > 200
    True
    """
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)
    red = colour[:, :, 0]
    other = np.maximum(colour[:, :, 1], colour[:, :, 2])
    more = np.asarray(cv2.subtract(red, other), np.uint8)
    mask = np.asarray(more > _RED, np.uint8)
    if not mask.any():
        return grey
    size = max(3, round(_CLOSE * min(mask.shape)))
    whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole)
    for x, y, wide, high, area in stats[1:].tolist():
        square = _SQUARE[0] < wide / high < _SQUARE[1]
        if min(wide, high) > _LEAST * min(mask.shape) and square and area < _HOLLOW * wide * high:
            own = (
                slice(max(0, y - size), y + high + size),
                slice(max(0, x - size), x + wide + size),
            )
            grey[own] = _cleaned(grey[own], red[own], more[own])
    return grey


def _cleaned(grey: Picture, red: Picture, more: Picture) -> Picture:
    """Take the red ink out of a part of a page: in red light it is nearly paper, but not quite."""
    ink = more > _RED
    paper = float(np.median(grey[more < _REDDISH]))
    lacking = max(0.0, paper - float(np.median(red[ink]))) / float(np.median(more[ink]))
    clear = np.clip(red + lacking * more, 0, paper)
    return np.where(more > _REDDISH, clear, grey).astype(np.uint8)
