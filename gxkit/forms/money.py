"""The units in which pages and sentences give amounts of money."""

from __future__ import annotations

from collections.abc import Mapping

MONEY: Mapping[str, int] = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
"""What the units of money are worth in 元."""


def in_unit(value: float | None, unit: str | None, wanted: str | None) -> float | None:
    """Turn `value` in the money `unit` a page prints into the unit `wanted` by a form.

    Any other unit, and a column for which the form names none, is left as it is.

    Examples
    --------
    >>> in_unit(251000.0, "元", "万元"), in_unit(3.0, "条", "件"), in_unit(5.0, "元", None)
    (25.1, 3.0, 5.0)
    """
    worth, goal = MONEY.get(unit or ""), MONEY.get(wanted or "")
    if value is None or worth is None or goal is None or worth == goal:
        return value
    return value * worth / goal
