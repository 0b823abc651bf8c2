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
    if wide > 2 * high and high < _FLAT * em and wide > _TALL * em:
        return "—"
    if high < _TALL * em or not _SLANT * high < wide < 1.5 * high:
        return ""
    rows, columns = np.nonzero(ink)
    slant = float(np.corrcoef(rows, columns)[0, 1])
    return "/" if slant < _SLASH else ""
