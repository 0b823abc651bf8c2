"""A line of a cell cut out of the page: whole where it touches a border, and then without it."""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from gxkit.documents.scans.sheet import Box, Picture, Sheet

_BORDER: Final = 0.3
"""How far into a border, in characters, the cut goes where ink was taken away with it."""
_INK: Final = 0.45
_CORE: Final = 0.5
"""Shares of the darkest: so dark is what belongs to a figure, and to the middle of a border."""
_ROOM: Final = 4
"""Rows or columns of a cell that must be free of text, to know how its border looks alone."""
_MARGIN: Final = 0.18
_HEIGHTS: Final = (1.35, 1.1)
_SMOOTH: Final = 0.045


class Cut(NamedTuple):
    """A line as it is to be read; `hidden` names the sides at which a border may hide a part."""

    picture: Picture
    hidden: frozenset[str] = frozenset()


def cut_of(sheet: Sheet, left: Picture, cell: Box, box: Box) -> Cut:
    """Cut out a line whose ink touches a border of its cell, and take the border away.

    Parameters
    ----------
    sheet : Sheet
        The page.
    left : Picture
        Its ink without ruled lines.
    cell, box : Box
        The cell, and what is left of the line in it.

    Returns
    -------
    Cut
        The line with what went with the border. Without this a 6 at a border would lose its
        left side and be a 5.
    """
    touched = touched_sides(sheet.ink, left, box)
    if not any(touched):
        return Cut(sheet.cut(box))
    reach = max(3, round(_BORDER * sheet.em))
    high, wide = sheet.grey.shape
    whole = Box(
        max(0, box.left - reach * touched[0]),
        max(0, box.top - reach * touched[1]),
        min(wide, box.right + reach * touched[2]),
        min(high, box.bottom + reach * touched[3]),
    )
    grey = sheet.cut(whole).astype(np.int16)
    paper = int(np.percentile(sheet.cut(box), 90))
    hidden: set[str] = set()
    if touched[0] or touched[2]:
        beside = sheet.grey[cell.top : cell.bottom, whole.left : whole.right]
        border = paper - _alone(beside, box.top - cell.top, box.bottom - cell.top, sheet.em)
        grey = grey + border[None, :]
        hidden |= _hidden(grey, border, paper, ("left", "right"))
    if touched[1] or touched[3]:
        beside = sheet.grey[whole.top : whole.bottom, cell.left : cell.right].T
        border = paper - _alone(beside, box.left - cell.left, box.right - cell.left, sheet.em)
        grey = grey + border[:, None]
        hidden |= _hidden(grey.T, border, paper, ("top", "bottom"))
    return Cut(np.clip(grey, 0, 255).astype(np.uint8), frozenset(hidden))


def _hidden(
    grey: npt.NDArray[np.int16], border: npt.NDArray[np.int16], paper: int, sides: tuple[str, str]
) -> set[str]:
    """Name the sides at which no paper is seen between a border and the ink."""
    dark = (paper - grey).max(axis=0)
    inked = dark > _INK * max(1, int(dark.max()))
    core = border > _CORE * max(1, int(border.max()))
    half = len(core) // 2
    found = set()
    first = np.flatnonzero(core[:half])
    if len(first) and inked[: first[-1] + 2].any():
        found.add(sides[0])
    last = np.flatnonzero(core[half:]) + half
    if len(last) and inked[max(0, last[0] - 1) :].any():
        found.add(sides[1])
    return found


def touched_sides(ink: Picture, left: Picture, box: Box) -> tuple[bool, bool, bool, bool]:
    """Say on which sides (left, top, right, bottom) ink beside a box went with a border."""
    away = 2
    strips = (
        (slice(box.top, box.bottom), slice(max(0, box.left - away), box.left)),
        (slice(max(0, box.top - away), box.top), slice(box.left, box.right)),
        (slice(box.top, box.bottom), slice(box.right, box.right + away)),
        (slice(box.bottom, box.bottom + away), slice(box.left, box.right)),
    )
    first, second, third, fourth = (
        bool(((ink[strip] > 0) & (left[strip] == 0)).any()) for strip in strips
    )
    return first, second, third, fourth


def _alone(beside: Picture, start: int, stop: int, em: float) -> npt.NDArray[np.int16]:
    """Tell how a border looks where no text is: the middle of what is above and below."""
    edge = max(2, round(em * 0.2))
    rows = np.r_[edge : max(edge, start - 1), stop + 1 : max(stop + 1, len(beside) - edge)]
    free = beside[rows] if len(rows) >= _ROOM else beside
    return np.asarray(np.median(free, axis=0), np.int16)


def framed(cut: Picture, em: float, margin: float, least: float = 0.0) -> Picture:
    """Put a margin of paper around a line.

    `least` is the height that it gets at least, in characters: alone and as large as a
    letter, a slash would pass for a figure.
    """
    edge = round(em * margin)
    tall = max(edge, round((em * least - cut.shape[0]) / 2))
    paper = int(np.percentile(cut, 90))
    return np.asarray(
        cv2.copyMakeBorder(cut, tall, tall, edge, edge, cv2.BORDER_CONSTANT, value=paper),
        np.uint8,
    )


def as_printed(cut: Picture, em: float) -> Picture:
    """Show a line as the page has it."""
    return framed(cut, em, _MARGIN, _HEIGHTS[0])


def contrasted(cut: Picture, em: float) -> Picture:
    """Show a line for an independent reading: larger, smoothed, in full contrast."""
    large = cv2.resize(
        framed(cut, em, _MARGIN * 2, _HEIGHTS[1]), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC
    )
    smooth = cv2.GaussianBlur(large, (0, 0), em * 0.05)
    low, high = np.percentile(smooth, (1, 90))
    spread = (smooth.astype(np.float32) - low) * (255 / max(1.0, high - low))
    return np.asarray(np.clip(spread, 0, 255), np.uint8)


def without_grain(cut: Picture, em: float) -> tuple[Picture, Picture]:
    """Show a doubtful line twice more: its grain blurred, and its specks taken away."""
    blurred = np.asarray(cv2.GaussianBlur(cut, (0, 0), em * _SMOOTH), np.uint8)
    cleaned = np.asarray(cv2.medianBlur(np.ascontiguousarray(cut), 3), np.uint8)
    return framed(blurred, em, 0.3, 1.3), framed(cleaned, em, 0.3, 1.5)
