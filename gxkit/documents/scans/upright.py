"""Which way up a page lies: by how its letters stand, and by the engine for the rest."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from gxkit.documents.scans.engine import Engine
from gxkit.documents.scans.sheet import Picture, darkness

_LINES: Final = 24
_SHORTEST: Final = 4
_MOSTLY: Final = 0.5
_LETTER: Final = (0.25, 1.8)
"""The longer side of what may be a part of a character, in characters."""


def quarter_turns(grey: Picture, em: float, engine: Engine) -> int:
    """Say how many quarter turns against the clock make a page upright.

    Parameters
    ----------
    grey : array
        The page; it may lean by a few degrees.
    em : float
        The size of its characters in pixels.
    engine : Engine
        Tells lines that stand on their head.
    """
    ink = darkness(grey, em)
    turns = 0
    if lies_on_its_side(ink, em):
        turns = 1
        grey, ink = np.ascontiguousarray(np.rot90(grey)), np.ascontiguousarray(np.rot90(ink))
    if engine.upside_down(_lines(grey, ink, em)) > _MOSTLY:
        turns += 2
    return turns


def lies_on_its_side(ink: Picture, em: float) -> bool:
    """Say whether the lines of text run up or down: letters stand closer than lines do."""
    letters = _letters(ink, em)
    reach = max(3, round(em * 0.45))
    across = cv2.dilate(letters, np.ones((1, reach), np.uint8))
    down = cv2.dilate(letters, np.ones((reach, 1), np.uint8))
    return bool(cv2.connectedComponents(across)[0] > cv2.connectedComponents(down)[0])


def _letters(ink: Picture, em: float) -> Picture:
    """Keep what is as large as parts of characters: no ruled lines, which join lines of text."""
    _, marks, stats, _ = cv2.connectedComponentsWithStats(ink)
    longest = np.maximum(stats[:, 2], stats[:, 3])
    keep = (longest > _LETTER[0] * em) & (longest < _LETTER[1] * em)
    keep[0] = False
    return np.where(keep[marks], 255, 0).astype(np.uint8)


def _lines(grey: Picture, ink: Picture, em: float) -> list[Picture]:
    """Cut out the longest stretches of text."""
    across = cv2.dilate(_letters(ink, em), np.ones((1, round(em * 0.5)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(across)
    found = [
        (wide, x, y, high)
        for x, y, wide, high, _ in stats[1:].tolist()
        if wide > _SHORTEST * em and 0.6 * em < high < 2.5 * em
    ]
    longest = sorted(found, reverse=True)[:_LINES]
    return [grey[y : y + high, x : x + wide] for wide, x, y, high in longest]
