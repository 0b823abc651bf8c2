"""Digits of full width, which stand as far apart as two numbers: a table has them all so or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gxkit.documents.scans.doubts import Printed

_NUMBER: Final = re.compile(r"\d(?: ?\d)+")
_LEAST: Final = 2
_STEP: Final = (0.85, 1.15)
"""How far apart, in characters, the middles of two digits of full width stand."""
_INK: Final = (0.2, 0.7)
"""How wide, in characters, the ink of one is."""
_RATIO: Final = 1.2
"""Numbers of as many digits are as wide, but for this; a gap between two numbers is wider."""


def unspaced(cells: Sequence[Printed], em: float) -> list[Printed]:
    """Put digits of full width together: 9 2 is 92 where all numbers of the table stand so.

    Parameters
    ----------
    cells : sequence of Printed
        The cells of a table.
    em : float
        The size of its characters in pixels.

    Returns
    -------
    list of Printed
        The cells. Nothing is put together where a number with gaps begins with 0, as two numbers
        do, or where numbers of as many digits stand wider or closer.
    """
    numbers = [one for one in cells if _NUMBER.fullmatch(one.text)]
    spaced = [one for one in numbers if " " in one.text]
    sure = all(_is_wide(one, em) for one in numbers) and _are_alike(numbers)
    if not spaced or len(numbers) < _LEAST or not sure:
        return list(cells)
    if any(one.text.startswith("0") for one in spaced):
        return list(cells)
    return [one._replace(text=one.text.replace(" ", "")) if one in spaced else one for one in cells]


def _is_wide(one: Printed, em: float) -> bool:
    steps = _count(one) - 1
    least, most = (steps * step + ink for step, ink in zip(_STEP, _INK, strict=True))
    return least * em <= one.box.width <= most * em


def _are_alike(numbers: Sequence[Printed]) -> bool:
    by_count: dict[int, list[int]] = {}
    for one in numbers:
        by_count.setdefault(_count(one), []).append(one.box.width)
    return all(max(widths) < _RATIO * min(widths) for widths in by_count.values())


def _count(one: Printed) -> int:
    return len(one.text.replace(" ", ""))
