"""Which reports, rows and columns are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gxkit import frames

if TYPE_CHECKING:
    import pandas as pd

_PLACES = ("province", "city", "county")
NEEDED = ("report_id", "unit_id", "agency", "year", "level", "region_code", *_PLACES)
"""The columns of ``reports`` that a selection looks at."""

_One = str | Iterable[str] | None


def chosen(
    reports: pd.DataFrame,
    year: int | Iterable[int] | None,
    region: _One,
    agency: _One,
    level: _One,
) -> frozenset[str]:
    """Return the reports that `Corpus.select` means.

    Parameters
    ----------
    reports : pandas.DataFrame
        The frame ``reports``, or its columns `NEEDED`.
    year, region, agency, level
        As `Corpus.select` takes them.

    Examples
    --------
    >>> row = ["a1", "210100/档案局", "沈阳市档案局", 2023, "city", "210100", "辽宁省", "沈阳市", None]
    >>> import pandas as pd
    >>> chosen(pd.DataFrame([row], columns=list(NEEDED)), 2023, "210000", None, None)
    frozenset({'a1'})
    """
    means = reports["report_id"].notna()
    if year is not None:
        means &= reports["year"].isin([year] if isinstance(year, int) else list(year))
    if level is not None:
        means &= reports["level"].isin(_several(level))
    if agency is not None:
        names = _several(agency)
        means &= reports["agency"].isin(names) | reports["unit_id"].isin(names)
    if region is not None:
        places = _several(region)
        here = reports[list(_PLACES)].isin(places).any(axis=1)
        codes = reports["region_code"].fillna("")
        for place in filter(str.isdecimal, places):
            here |= codes.str.startswith(_prefix(place))
        means &= here
    return frozenset(reports.loc[means.fillna(False), "report_id"])


def _several(wish: str | Iterable[str]) -> list[str]:
    return [wish] if isinstance(wish, str) else list(wish)


def _prefix(code: str) -> str:
    """Return what the codes of a place and of all below it begin with."""
    for zeros in ("0000", "00"):
        if code.endswith(zeros) and len(code) == 6:
            return code.removesuffix(zeros)
    return code


def checked(name: str, columns: Sequence[str] | None, where: Mapping[str, Any] | None) -> None:
    """Raise KeyError where there is no frame `name`, or it lacks `columns` or those of `where`.

    Examples
    --------
    >>> checked("points", ["kinds"], None)
    Traceback (most recent call last):
        ...
    KeyError: "points has no column 'kinds'; it has report_id, kind, order, text, where"
    """
    if name not in frames.COLUMNS:
        raise KeyError(f"no frame {name!r}; there are {', '.join(frames.COLUMNS)}")
    known = frames.columns(name, corpus=name != "reports")
    for column in (*(columns or ()), *(where or ())):
        if column not in known:
            raise KeyError(f"{name} has no column {column!r}; it has {', '.join(known)}")


def values_of(wish: Any) -> list[Any]:
    """Return the values that a condition `wish` allows: one, or those of a collection.

    Examples
    --------
    >>> values_of("total"), values_of(range(2)), values_of(None)
    (['total'], [0, 1], [None])
    """
    several = isinstance(wish, Iterable) and not isinstance(wish, str)
    return list(wish) if several else [wish]


def matching(frame: pd.DataFrame, where: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a `frame` that `where` means; None stands for NA.

    Examples
    --------
    >>> import pandas as pd
    >>> len(matching(pd.DataFrame({"a": ["x", "y", None]}), {"a": ["x", None]}))
    2
    """
    for column, wish in where.items():
        allowed = values_of(wish)
        known = [value for value in allowed if value is not None]
        means = frame[column].isin(known).fillna(False).astype(bool)
        if len(known) < len(allowed):
            means |= frame[column].isna()
        frame = frame[means]
    return frame.reset_index(drop=True) if where else frame
