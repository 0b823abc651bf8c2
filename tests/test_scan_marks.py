"""Slashes and dashes of scans told from figures by their shape."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from gxkit.documents import scans

if scans.missing():
    pytest.skip(f"not installed: {', '.join(scans.missing())}", allow_module_level=True)

import cv2
import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from gxkit.documents.scans.cells import _lines
from gxkit.documents.scans.grid import RuledCell
from gxkit.documents.scans.marks import mark_of
from gxkit.documents.scans.sheet import Box, Picture, Sheet, darkness
from gxkit.documents.scans.specks import repeated_hyphens

FONTS = Path(matplotlib.get_data_path(), "fonts", "ttf")
FACES = (
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono",
    "DejaVuSansMono-Bold", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "STIXGeneral",
    "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta",
)  # fmt: skip
FIGURES = "0123456789"


def glyph(face: str, letter: str, size: int, blur: float) -> Picture:
    """Give the ink of a character as a scan has it."""
    picture = Image.new("L", (3 * size, 3 * size), 255)
    font = ImageFont.truetype(str(FONTS / f"{face}.ttf"), size)
    ImageDraw.Draw(picture).text((size, size), letter, fill=0, font=font)
    ink = darkness(cv2.GaussianBlur(np.asarray(picture), (0, 0), blur), size)
    rows, columns = np.nonzero(ink)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@pytest.mark.parametrize("face", FACES)
def test_no_figure_of_any_font_is_a_slash(face: str) -> None:
    for size, blur in product((18, 26, 34), (0.4, 1.0)):
        told = {one: mark_of(glyph(face, one, size, blur) > 0, size) for one in FIGURES}
        assert told == dict.fromkeys(FIGURES, ""), (size, blur)


@pytest.mark.parametrize("face", FACES)
def test_slashes_of_any_font_are_slashes(face: str) -> None:
    for size, blur in product((26, 34), (0.4, 1.0)):
        assert mark_of(glyph(face, "/", size, blur) > 0, size) == "/", (size, blur)


@pytest.mark.parametrize(("top", "mark"), [(4, ""), (30, "/")])
def test_a_stroke_that_a_border_cuts_above_is_no_slash(top: int, mark: str) -> None:
    """It may be what is left of a 7 whose bar runs along the border."""
    grey = np.full((80, 80), 255, np.uint8)
    cv2.line(grey, (0, 2), (79, 2), 0, 5)  # the border
    cv2.line(grey, (48, top), (38, top + 20), 0, 3)
    ink = np.where(grey < 128, 255, 0).astype(np.uint8)
    left = ink.copy()
    left[:6] = 0
    cell = RuledCell(1, 1, 1, 1, Box(0, 5, 80, 80))
    (line,) = _lines(0, cell, Sheet(grey, ink, 26.0, np.eye(3)), left)
    assert line.mark == mark


def hyphens(widths: list[int]) -> list[tuple[int, Box]]:
    return [(at, Box(9, 30 * at, 9 + wide, 30 * at + 3)) for at, wide in enumerate(widths)]


@pytest.mark.parametrize(
    ("widths", "found"),
    [
        ([7, 7, 8, 6], {0, 1, 2, 3}),
        ([7, 7], set()),  # dust may lie in two cells
        ([7, 7, 7, 13], {0, 1, 2}),  # of another length
        ([4, 4, 4], set()),  # as high as wide: points
        ([20, 20, 20], set()),  # longer than a hyphen
    ],
)
def test_short_hyphens_are_told_by_their_number(widths: list[int], found: set[int]) -> None:
    assert repeated_hyphens(hyphens(widths), 24.0) == found
