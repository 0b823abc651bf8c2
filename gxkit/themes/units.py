"""What is compared when codes are compared: units, and the themes that each has."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from gxkit.errors import ThemeError

if TYPE_CHECKING:
    import pandas as pd

Unit = tuple[Hashable, ...]

NAMES = ("report_id", "kind", "order", "clause")
"""The columns that name a clause among the codes of a corpus."""


def units_of(codes: pd.DataFrame, on: Sequence[str]) -> dict[Unit, frozenset[str]]:
    """Return the themes of each unit; none for a unit whose theme is NA.

    Parameters
    ----------
    codes : DataFrame
        A row for each theme of each unit, as `code` and `read_sheet` return.
    on : sequence of str
        The columns that name a unit.

    Raises
    ------
    ThemeError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> found = units_of(pd.DataFrame({"id": [1, 1, 2], "theme": ["P01", "P02", None]}), ["id"])
    >>> sorted(found[(1,)]), sorted(found[(2,)])
    (['P01', 'P02'], [])
    """
    lacking = [name for name in (*on, "theme") if name not in codes.columns]
    if lacking:
        there = ", ".join(map(str, codes.columns))
        raise ThemeError(f"codes have no column {lacking[0]!r}; they have {there}")
    found: dict[Unit, set[str]] = {}
    plain = codes[list(on)].astype("object")
    themes = codes["theme"].astype("object").where(codes["theme"].notna(), None)
    for unit, theme in zip(plain.itertuples(index=False, name=None), themes, strict=True):
        own = found.setdefault(tuple(unit), set())
        if theme is not None:
            own.add(str(theme))
    return {unit: frozenset(own) for unit, own in found.items()}


def common(frames: Sequence[pd.DataFrame], on: Sequence[str] | None) -> list[str]:
    """Return the columns that name a unit: those asked for, else those that all frames have.

    Raises
    ------
    ThemeError
        The frames have no such column in common.

    Examples
    --------
    >>> import pandas as pd
    >>> common([pd.DataFrame(columns=["report_id", "clause", "theme"])] * 2, None)
    ['report_id', 'clause']
    """
    if on is not None:
        return list(on)
    shared = [name for name in NAMES if all(name in frame.columns for frame in frames)]
    if not shared:
        raise ThemeError(
            f"name the columns of a unit with on=; there is none of {', '.join(NAMES)}"
        )
    return shared
