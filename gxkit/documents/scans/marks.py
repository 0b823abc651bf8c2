"""Marks for nothing, told by their shape: engines take them for figures."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

_TALL: Final = 0.35
_FLAT: Final = 0.22
_SLANT: Final = 0.35
_SLASH: Final = -0.96
"""A dash is no higher, a slash no narrower for its height, its ink nearer to one line than this."""


def mark_of(ink: npt.NDArray[Any], em: float) -> str:
    """Tell a slash or a dash by its shape.

    Parameters
    ----------
    ink : array of bool
        A single piece of ink.
    em : float
        The size of a character in pixels.

    Returns
    -------
    str
        ``/`` or ``—``, or nothing where it is neither.

    Examples
    --------
    >>> mark_of(np.eye(20, dtype=bool)[:, ::-1], 24), mark_of(np.ones((3, 12), bool), 24)
    ('/', '—')
    >>> mark_of(np.ones((20, 6), bool), 24)
    ''
    """
    high, wide = ink.shape
    if is_flat(wide, high, em):
        return "—"
    if high < _TALL * em or not _SLANT * high < wide < 1.5 * high:
        return ""
    return "/" if slant_of(ink) < _SLASH else ""


def is_flat(wide: int, high: int, em: float) -> bool:
    """Say whether ink of this size is a dash.

    Examples
    --------
    >>> is_flat(12, 3, 24.0), is_flat(8, 3, 24.0), is_flat(12, 7, 24.0)
    (True, False, False)
    """
    return wide > 2 * high and high < _FLAT * em and wide > _TALL * em


def slant_of(ink: npt.NDArray[Any]) -> float:
    """Tell how ink leans: -1 like a slash, 0 where it stands upright.

    Examples
    --------
    >>> round(slant_of(np.eye(20, dtype=bool)[:, ::-1]), 2), slant_of(np.ones((20, 6), bool))
    (-1.0, 0.0)
    """
    rows, columns = np.nonzero(ink)
    spread = float(rows.std() * columns.std()) if len(rows) else 0.0
    if not spread:
        return 0.0
    return round(float(((rows - rows.mean()) * (columns - columns.mean())).mean()) / spread, 6)
