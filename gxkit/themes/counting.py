"""Counting themes: by groups, with chi-square and residuals, and over the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from gxkit.errors import ThemeError
from gxkit.themes.codebook import SIDE_OF, Codebook, Side

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Grid = np.ndarray[Any, Any]

CLAUSE = ("report_id", "kind", "order", "clause")


def crosstab(
    codes: pd.DataFrame,
    by: str | Sequence[str],
    *,
    side: Side = "problem",
    unit: Literal["clause", "report"] = "clause",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Count themes by groups, and say which groups have more or fewer than chance would.

    Parameters
    ----------
    codes : DataFrame
        What `code` returned, with the rows whose theme is NA: they are the denominator too.
    by : str or sequence of str
        The columns of the groups; rows where one is NA are left out (``.attrs["left_out"]``).
    side : {"problem", "measure"}
        Whose themes and clauses are counted.
    unit : {"clause", "report"}
        What is counted: clauses with the theme, or reports that have it at least once.
    codebook : Codebook, optional
        Whose themes there are.

    Returns
    -------
    DataFrame
        The groups, then theme, zh, count, of (units in the group), share, expected (were theme and
        group independent), residual (adjusted standardised, Haberman 1973), and of the theme's table
        over all groups chi2 (Pearson, no correction), df, p, cramers_v (Cramér 1946), why. Themes
        that are never given are left out; the theme with the largest V comes first.

    Raises
    ------
    ThemeError
        A column is missing, or unit is neither of the two.

    Examples
    --------
    >>> import pandas as pd
    >>> points = pd.DataFrame({"kind": "problem", "level": ["市", "县"], "text": ["人手不足", "更新慢"]})
    >>> from gxkit.themes import code
    >>> counted = crosstab(code(points), "level")
    >>> counted[["level", "theme", "count", "of"]].values.tolist()[:2]
    [['县', 'P01', 0, 1], ['市', 'P01', 1, 1]]
    """
    import pandas as pd

    from gxkit.themes.tables import build

    book = Codebook.load() if codebook is None else codebook
    groups = [by] if isinstance(by, str) else list(by)
    own, left_out = _units(codes, groups, side, unit)
    given, sizes = _given(own, groups)
    labels = list(sizes)
    rows: list[tuple[Any, ...]] = []
    heads: list[tuple[Any, ...]] = []
    totals = [sizes[label] for label in labels]
    for theme in _ranked(given, labels, totals, book, side):
        counts = [given.get((label, theme), 0) for label in labels]
        figures = _figures(counts, totals)
        for place, label in enumerate(labels):
            heads.append(label)
            share = counts[place] / totals[place]
            rows.append(
                (
                    theme,
                    book[theme].zh,
                    counts[place],
                    totals[place],
                    share,
                    figures["expected"][place],
                    figures["residual"][place],
                    *figures["test"],
                )
            )
    frame = build("crosstab", rows)
    columns = {
        name: pd.Series([head[place] for head in heads], dtype=codes[name].dtype)
        for place, name in enumerate(groups)
    }
    result = pd.concat([pd.DataFrame(columns), frame], axis=1)
    result.attrs.update(by=groups, side=side, unit=unit, left_out=left_out, codebook=book.hash)
    return result


def trends(
    codes: pd.DataFrame,
    *,
    year: str = "year",
    side: Side = "problem",
    unit: Literal["clause", "report"] = "report",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Return the share of each theme by year.

    Parameters
    ----------
    codes : DataFrame
        What `code` returned.
    year : str
        The column of the year.
    side, unit, codebook
        As for `crosstab`; here reports are counted by default.

    Returns
    -------
    DataFrame
        year, theme, zh, count, of, share, change (in share, from the year before; NA where that year
        has no units), slope (of the least-squares line of share on year, the same in all rows of
        a theme; NA with fewer than three years), why.

    Raises
    ------
    ThemeError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from gxkit.themes import code
    >>> points = pd.DataFrame({"report_id": ["a", "b"], "year": [2021, 2022], "kind": "problem",
    ...                        "text": ["人手不足", "更新不及时"]})
    >>> trends(code(points))[["year", "theme", "share", "change"]].values.tolist()[:2]
    [[2021, 'P01', 1.0, <NA>], [2022, 'P01', 0.0, -1.0]]
    """
    import pandas as pd

    from gxkit.themes.tables import build

    book = Codebook.load() if codebook is None else codebook
    own, left_out = _units(codes, [year], side, unit)
    given, sizes = _given(own, [year])
    years = [int(label[0]) for label in sizes]
    rows: list[tuple[Any, ...]] = []
    heads: list[int] = []
    for theme in (each.id for each in book.of(side)):
        counts = {one: given.get(((one,), theme), 0) for one in years}
        if not any(counts.values()):
            continue
        shares = {one: counts[one] / sizes[(one,)] for one in years}
        slope = _slope(shares)
        for one in years:
            change = shares[one] - shares[one - 1] if one - 1 in shares else None
            why = None if change is not None else f"no {unit}s of {one - 1}"
            if slope is None:
                why = "; ".join(filter(None, [why, "a slope needs three years"]))
            heads.append(one)
            rows.append(
                (theme, book[theme].zh, counts[one], sizes[(one,)], shares[one], change, slope, why)
            )
    frame = build("trends", rows)
    frame.insert(0, "year", pd.Series(heads, dtype="Int64"))
    frame.attrs.update(side=side, unit=unit, left_out=left_out, codebook=book.hash)
    return frame


def of_side(codes: pd.DataFrame, side: Side) -> pd.DataFrame:
    """Return the rows of one side, those whose theme is NA among them.

    Raises
    ------
    ThemeError
        There is no column kind.

    Examples
    --------
    >>> import pandas as pd
    >>> len(of_side(pd.DataFrame({"kind": ["problem", "improvement"]}), "measure"))
    1
    """
    if "kind" not in codes.columns:
        raise ThemeError("codes have no column kind: say what is problem and what improvement")
    return codes[codes["kind"].map(SIDE_OF) == side]


def _units(
    codes: pd.DataFrame, groups: Sequence[str], side: Side, unit: str
) -> tuple[pd.DataFrame, int]:
    """Return one row a unit and theme with its groups, and how many units have no group."""
    if unit not in ("clause", "report"):
        raise ThemeError(f"unit is clause or report, not {unit!r}")
    lacking = [name for name in groups if name not in codes.columns]
    if unit == "report" and "report_id" not in codes.columns:
        lacking.append("report_id")
    if lacking:
        there = ", ".join(map(str, codes.columns))
        raise ThemeError(f"codes have no column {lacking[0]!r}; they have {there}")
    own = of_side(codes, side)
    names = ["report_id"] if unit == "report" else _clause_names(own)
    own = own.assign(_unit=own.groupby(names, dropna=False, sort=False).ngroup())
    bare = own[list(groups)].isna().any(axis=1)
    left_out = int(own.loc[bare, "_unit"].nunique())
    return own[~bare][["_unit", *groups, "theme"]].drop_duplicates(), left_out


def _clause_names(codes: pd.DataFrame) -> list[str]:
    """Return what names a clause: every column that `code` took over, and the clause."""
    from gxkit.themes.tables import COLUMNS

    machine = set(COLUMNS["codes"]) - {"clause", "text"}
    if all(name in codes.columns for name in CLAUSE):
        return list(CLAUSE)
    return [name for name in codes.columns if name not in machine]


def _given(
    own: pd.DataFrame, groups: Sequence[str]
) -> tuple[dict[tuple[Any, str], int], dict[tuple[Any, ...], int]]:
    """Return how many units of each group have each theme, and how many units there are."""
    sizes = own.groupby(list(groups), sort=True)["_unit"].nunique()
    named = own.dropna(subset=["theme"])
    counts = named.groupby([*groups, "theme"], sort=True)["_unit"].nunique()
    given: dict[tuple[Any, str], int] = {}
    key: Any
    for key, count in counts.items():
        given[tuple(key[:-1]), str(key[-1])] = int(count)
    return given, {
        key if isinstance(key, tuple) else (key,): int(size) for key, size in sizes.items()
    }


def _ranked(
    given: dict[tuple[Any, str], int],
    labels: Sequence[tuple[Any, ...]],
    totals: Sequence[int],
    book: Codebook,
    side: Side,
) -> list[str]:
    """Return the themes that occur, the one with the largest V first."""
    strength = {}
    for theme in (each.id for each in book.of(side)):
        counts = [given.get((label, theme), 0) for label in labels]
        if any(counts):
            strength[theme] = _figures(counts, totals)["test"][3] or 0.0
    return sorted(strength, key=lambda theme: -strength[theme])


def _figures(counts: Sequence[int], totals: Sequence[int]) -> dict[str, Any]:
    """Return expected counts, residuals and the test of one theme's table with the groups."""
    import numpy as np
    from scipy.stats import chi2 as distribution

    yes, sizes = np.array(counts, dtype=float), np.array(totals, dtype=float)
    share = yes.sum() / sizes.sum()
    expected = sizes * share
    nothing = [None] * len(counts)
    if len(counts) < 2 or share in (0.0, 1.0):
        reason = "one group only" if len(counts) < 2 else "every unit has it"
        return {
            "expected": expected.tolist(),
            "residual": nothing,
            "test": (None, None, None, None, reason),
        }
    spread = np.sqrt(expected * (1 - share) * (1 - sizes / sizes.sum()))
    residual = (yes - expected) / spread
    no = sizes - yes
    statistic = float(((yes - expected) ** 2 / expected).sum())
    statistic += float(((no - sizes * (1 - share)) ** 2 / (sizes * (1 - share))).sum())
    freedom = len(counts) - 1
    why = (
        "expected counts below 5: chi2 is rough"
        if min(expected.min(), (sizes - expected).min()) < 5
        else None
    )
    p = float(distribution.sf(statistic, freedom))
    strength = float(np.sqrt(statistic / sizes.sum()))  # the smaller side of the table is 2
    test = (statistic, freedom, p, strength, why)
    return {"expected": expected.tolist(), "residual": residual.tolist(), "test": test}


def _slope(shares: dict[int, float]) -> float | None:
    if len(shares) < 3:
        return None
    mean_year = sum(shares) / len(shares)
    mean_share = sum(shares.values()) / len(shares)
    around = sum((year - mean_year) * (share - mean_share) for year, share in shares.items())
    return around / sum((year - mean_year) ** 2 for year in shares)
