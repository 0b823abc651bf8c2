"""How far coders agree, theme by theme, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gxkit.errors import ThemeError
from gxkit.themes.codebook import Codebook
from gxkit.themes.coefficients import cohen_kappa, krippendorff_alpha, masi_alpha, mean_masi
from gxkit.themes.units import common, units_of

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95
Values = list[list[int | None]]


def agreement(
    *coders: pd.DataFrame,
    on: Sequence[str] | None = None,
    codebook: Codebook | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Say how far coders agree on each theme.

    Parameters
    ----------
    *coders : DataFrame
        Two or more frames of codes (`read_sheet`, or `code` for the machine), one a coder. A unit
        that a coder does not have was not coded by that coder.
    on : sequence of str, optional
        The columns that name a unit; by default those of report_id, kind, order, clause that all
        frames have.
    codebook : Codebook, optional
        Whose themes there are.
    draws : int
        Bootstrap samples of units; 0 for no intervals.
    seed : int
        The same seed gives the same intervals.

    Returns
    -------
    DataFrame
        A row a theme that a coder used: units (coded by two or more), coders, used (how often it
        was given), percent (share of pairs that agree), Cohen's kappa (two coders only) and
        Krippendorff's alpha (nominal, missing values allowed) with 95 % percentile bootstrap
        intervals, and why where one is NA. ``.attrs`` has, over whole sets of themes, ``masi`` (mean
        distance) and ``masi_alpha``.

    Raises
    ------
    ThemeError
        There are fewer than two coders, no common units, or an unknown theme.

    Examples
    --------
    >>> import pandas as pd
    >>> one = pd.DataFrame({"id": [1, 2, 3, 4], "theme": ["P01", "P01", "P08", None]})
    >>> other = pd.DataFrame({"id": [1, 2, 3, 4], "theme": ["P01", "P08", "P08", None]})
    >>> agreement(one, other, on=["id"], draws=0)[["theme", "percent", "kappa"]].values.tolist()
    [['P01', 0.75, 0.5], ['P08', 0.75, 0.5]]
    """
    from gxkit.themes.tables import build

    if len(coders) < 2:
        raise ThemeError("agreement is between two coders or more")
    book = Codebook.load() if codebook is None else codebook
    names = common(coders, on)
    said = [units_of(each, names) for each in coders]
    units = list(dict.fromkeys(unit for each in said for unit in each))
    sets = [[each.get(unit) for each in said] for unit in units]
    both = [unit for unit in sets if sum(own is not None for own in unit) > 1]
    if not both:
        raise ThemeError(f"no unit was coded twice; units are named by {', '.join(names)}")
    used = {theme for unit in both for own in unit for theme in own or ()}
    for theme in used:
        book[theme]
    rows = [_row(theme, book, both, draws, seed) for theme in book.themes if theme in used]
    frame = build("agreement", rows)
    given = [[own for own in unit if own is not None] for unit in both]
    frame.attrs.update(
        units=len(both),
        coders=len(coders),
        masi=mean_masi(given),
        masi_alpha=masi_alpha(given),
        draws=draws,
        seed=seed,
        codebook=book.hash,
    )
    return frame


Row = tuple[
    str,
    str,
    int,
    int,
    int,
    float | None,
    float | None,
    float | None,
    float | None,
    float | None,
    float | None,
    float | None,
    str | None,
]


def _row(
    theme: str, book: Codebook, sets: list[list[frozenset[str] | None]], draws: int, seed: int
) -> Row:
    values = [[None if own is None else int(theme in own) for own in unit] for unit in sets]
    coders = len(values[0])
    kappa, alpha = _kappa(values), _alpha(values)
    around = [_interval(values, each, draws, seed) for each in (_kappa, _alpha)]
    used = sum(value or 0 for unit in values for value in unit)
    why = "kappa is for two coders; see alpha" if coders > 2 else None
    if alpha is None:
        why = "all coders always said the same: agreement by chance is certain"
    percent = _percent(values)
    name = book[theme].zh
    return (
        theme,
        name,
        len(sets),
        coders,
        used,
        percent,
        kappa,
        *around[0],
        alpha,
        *around[1],
        why,
    )


def _percent(values: Values) -> float:
    """Return the share of pairs of coders that agree."""
    agreed = pairs = 0
    for unit in values:
        own = [value for value in unit if value is not None]
        yes, no = own.count(1), own.count(0)
        agreed += yes * (yes - 1) // 2 + no * (no - 1) // 2
        pairs += len(own) * (len(own) - 1) // 2
    return agreed / pairs


def _kappa(values: Values) -> float | None:
    if len(values[0]) != 2:
        return None
    whole = [unit for unit in values if None not in unit]
    return cohen_kappa([unit[0] for unit in whole], [unit[1] for unit in whole])


def _alpha(values: Values) -> float | None:
    return krippendorff_alpha([[value for value in unit if value is not None] for unit in values])


def _interval(
    values: Values, figure: Callable[[Values], float | None], draws: int, seed: int
) -> tuple[float | None, float | None]:
    """Return the percentile interval over samples of units; draws without a figure are left out."""
    import numpy as np

    if not draws or figure(values) is None:
        return None, None
    rng = np.random.default_rng(seed)
    found = []
    for places in rng.integers(0, len(values), size=(draws, len(values))):
        one = figure([values[place] for place in places])
        if one is not None:
            found.append(one)
    if not found:
        return None, None
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
