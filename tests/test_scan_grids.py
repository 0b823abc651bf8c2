"""Grids of scans whose borders are double, faint in one half, and in low rows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gxkit.documents import scans

if scans.missing():
    pytest.skip(f"not installed: {', '.join(scans.missing())}", allow_module_level=True)

import cv2
import numpy as np

from gxkit.documents.scans.grid import _positions
from gxkit.documents.scans.ruling import _in_text, ruled_tables
from gxkit.documents.scans.sheet import Sheet, darkness

EM = 30.0


def double_bordered(columns: list[int], rows: list[int], dark: int = 90, light: int = 168) -> Sheet:
    """Draw every cell as browsers do: a frame of its own, dark above and left, light elsewhere."""
    grey = np.full((rows[-1] + 80, columns[-1] + 80), 235, np.uint8)
    for left, right in pairwise(columns):
        for top, bottom in pairwise(rows):
            start, stop = (left + 7, top + 7), (right - 7, bottom - 7)
            cv2.rectangle(grey, start, stop, light, 2)
            cv2.line(grey, start, (stop[0], start[1]), dark, 2)
            cv2.line(grey, start, (start[0], stop[1]), dark, 2)
    for edge in (columns[0], columns[-1]):
        cv2.line(grey, (edge, rows[0]), (edge, rows[-1]), dark, 2)
    for edge in (rows[0], rows[-1]):
        cv2.line(grey, (columns[0], edge), (columns[-1], edge), dark, 2)
    return Sheet(grey, darkness(grey, EM), EM, np.eye(3))


@pytest.mark.parametrize("low", [50, 53, 64])
def test_low_rows_of_double_borders_keep_their_cells(low: int) -> None:
    sheet = double_bordered(
        [60, 206, 352, 498, 575], [60, 124, 124 + low, 188 + low, 188 + 2 * low]
    )
    (table,), _ = ruled_tables(sheet)
    assert {(cell.row, cell.column) for cell in table.cells} == {
        (row, column) for row in range(1, 5) for column in range(1, 5)
    }


def test_two_grid_lines_near_to_each_other_are_not_joined_by_pieces_between_them() -> None:
    lines = np.zeros((700, 100), np.uint8)
    lines[0:400, 60:62] = 255
    lines[20:120, 54:56] = 255  # the other half of the first, and of the second
    lines[450:540, 33:35] = 255
    lines[420:690, 39:41] = 255
    assert _positions(lines, EM, 0) == pytest.approx([39, 59], abs=2)


def test_the_faint_half_of_a_double_border_is_no_text_and_strokes_on_both_sides_are() -> None:
    ink = np.zeros((60, 200), np.uint8)
    ink[30:32] = 255
    ink[26:28, ::2] = 255  # half of the other half is seen
    assert not _in_text(ink, 30, 32, EM)
    ink[14:30, ::4] = 255  # strokes that go on
    assert _in_text(ink, 30, 32, EM)
