"""Room for words: rectangles placed beside each other, or pushed apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gxkit.measures.vectors import Floats

_BROAD = 1.8
"""How much broader than high the cloud is."""


def packed(sizes: Floats | Sequence[tuple[float, float]]) -> Floats:
    """Place rectangles around the first along a spiral, so that none lies over another.

    Parameters
    ----------
    sizes : array, a row a rectangle
        Width and height.

    Returns
    -------
    numpy.ndarray
        The middle of each.

    Examples
    --------
    >>> packed([(2, 1), (2, 1)]).shape
    (2, 2)
    """
    room = np.asarray(sizes, dtype=float)
    reach = float(np.sqrt((room[:, 0] * room[:, 1]).sum()) + room.max()) * 2
    turn = np.sqrt(np.linspace(0, 1, 12000)) * 2 * np.pi * 100
    away = turn / turn[-1] * reach
    spiral = np.column_stack([_BROAD * away * np.cos(turn), away * np.sin(turn)])
    placed = np.zeros((0, 2))
    for at, own in enumerate(room):
        apart = np.abs(spiral[:, None, :] - placed[None]) >= (own + room[:at]) / 2 - 1e-9
        free = apart.any(axis=2).all(axis=1)
        placed = np.vstack([placed, spiral[int(np.argmax(free))]])
    return placed


def apart(places: Floats, sizes: Floats, room: Floats, rounds: int = 400) -> Floats:
    """Push rectangles that lie over each other apart, within a room.

    Parameters
    ----------
    places, sizes : numpy.ndarray
        The middles of the rectangles, and their widths and heights.
    room : numpy.ndarray
        Width and height of where they may be.
    rounds : int
        After how many steps it gives up.

    Returns
    -------
    numpy.ndarray
        The new middles.

    Examples
    --------
    >>> import numpy as np
    >>> both = np.array([[4.0, 5.0], [6.0, 5.0]]), np.array([[4.0, 2.0], [4.0, 2.0]])
    >>> moved = apart(*both, np.array([10.0, 10.0]))
    >>> bool((abs(moved[0] - moved[1]) >= (4, 2)).any())
    True
    """
    half = sizes / 2
    now = np.clip(places, half, np.maximum(room - half, half))
    upper = np.triu_indices(len(now), 1)
    for _ in range(rounds):
        far = now[upper[1]] - now[upper[0]]
        over = half[upper[1]] + half[upper[0]] - np.abs(far)
        hit = (over > 1e-6).all(axis=1)
        if not hit.any():
            break
        # Along the side where less is to go; two that lie on one point part by their order.
        axis = over.argmin(axis=1)
        step = np.zeros_like(far)
        rows = np.flatnonzero(hit)
        sign = np.where(far[rows, axis[rows]] < 0, -1.0, 1.0)
        step[rows, axis[rows]] = sign * (over[rows, axis[rows]] * 0.5 + 0.05)
        np.add.at(now, upper[0], -step * 0.6)
        np.add.at(now, upper[1], step * 0.6)
        now = np.clip(now, half, np.maximum(room - half, half))
    return now


_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Where a name stands beside its point, the best first."""


def beside(points: Floats, sizes: Floats, room: Floats, others: Floats, gap: float) -> Floats:
    """Place names beside their points, over no other name, and over no point where that can be.

    Parameters
    ----------
    points, sizes : numpy.ndarray
        The points, and the width and height of the name of each.
    room : numpy.ndarray
        Width and height of where they may be.
    others : numpy.ndarray
        All points that are drawn.
    gap : float
        How far a name stands from its point, at least.

    Returns
    -------
    numpy.ndarray
        The middles of the names.

    Examples
    --------
    >>> import numpy as np
    >>> point, size = np.array([[5.0, 5.0]]), np.array([[4.0, 2.0]])
    >>> beside(point, size, np.array([20.0, 10.0]), point, 1.0).tolist()
    [[8.0, 5.0]]
    >>> beside(point, size, np.array([9.0, 10.0]), point, 1.0).tolist()
    [[2.0, 5.0]]
    """
    placed = np.zeros((0, 4))
    for point, size in zip(points, sizes, strict=True):
        tried: list[tuple[float, Floats]] = []
        for reach in range(1, 9):
            for way in np.asarray(_WAYS, dtype=float):
                # On a slant only the corner of the name comes near the point.
                middle = point + way * (size / 2 + gap * (reach if way[1] else min(reach, 3)))
                out = np.maximum(size / 2 - middle, 0) + np.maximum(middle + size / 2 - room, 0)
                over = (np.abs(others - middle) < size / 2 + gap / 2).all(axis=1).sum()
                near = np.abs(placed[:, :2] - middle) < (placed[:, 2:] + size) / 2
                cost = 1e6 * out.sum() + 1e3 * near.all(axis=1).sum() + 10 * over + reach
                tried.append((float(cost), middle))
        best = min(tried, key=lambda each: each[0])[1]
        placed = np.vstack([placed, [*best, *size]])
    return placed[:, :2]
