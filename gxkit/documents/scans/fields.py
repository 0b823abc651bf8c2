"""The fields of a grid joined to cells where no border is drawn between them."""

from __future__ import annotations

from collections.abc import Sequence


def joined_fields(
    rows: Sequence[int],
    columns: Sequence[int],
    over: list[list[bool]],
    beside: list[list[bool]],
) -> list[tuple[int, int, int, int]]:
    """Join the fields of a grid that no drawn border parts; each group is one cell.

    Parameters
    ----------
    rows, columns : sequence of int
        The places of the grid lines.
    over, beside : list of list of bool
        Whether the border above field (i, j) is drawn, and the one left of it.

    Returns
    -------
    list of tuple of int
        Row and column from 0, and the spans down and across, of each cell.

    Examples
    --------
    >>> joined_fields([0, 9, 18], [0, 9], [[True], [False], [True]], [[True], [True]])
    [(0, 0, 2, 1)]
    """
    high, wide = len(rows) - 1, len(columns) - 1
    owner = list(range(high * wide))

    def root(field: int) -> int:
        while owner[field] != field:
            field = owner[field]
        return field

    for row in range(high):
        for column in range(wide):
            field = row * wide + column
            if row and not over[row][column]:
                owner[root(field)] = root(field - wide)
            if column and not beside[row][column]:
                owner[root(field)] = root(field - 1)
    groups: dict[int, list[tuple[int, int]]] = {}
    for field in range(high * wide):
        groups.setdefault(root(field), []).append(divmod(field, wide))
    found = []
    for fields in groups.values():
        top, left = min(row for row, _ in fields), min(column for _, column in fields)
        bottom = max(row for row, _ in fields) + 1
        right = max(column for _, column in fields) + 1
        if (bottom - top) * (right - left) == len(fields):
            found.append((top, left, bottom - top, right - left))
        else:  # a border has faded: the fields stand for themselves
            found.extend((row, column, 1, 1) for row, column in fields)
    return sorted(found)
