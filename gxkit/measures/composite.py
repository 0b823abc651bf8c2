"""A score of several indicators by the user's own weights, and how much hangs on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from gxkit.errors import MeasureError
from gxkit.measures.declared import chosen
from gxkit.measures.tables import typed
from gxkit.measures.vectors import Floats

Standardise = Literal["zscore", "minmax", "rank"]

_LEAD = ["report_id", "unit_id", "agency", "year"]
_NEEDED = (*_LEAD, "indicator", "value")
_DIGITS = 9
"""Scores that agree to so many digits are the same: rounding makes no rank."""


class Composite(NamedTuple):
    """Scores, and how the order of the reports depends on the weights.

    Attributes
    ----------
    scores : pandas.DataFrame
        A row a report, in the order of the frame given: `report_id`, `unit_id`, `agency`,
        `year`, `score`, and `why` there is none.
    sensitivity : pandas.DataFrame
        The same reports, those with a score: `rank` by the weights given (1 is the highest
        score; equal scores share the better rank), `rank_low` and `rank_high` (5 and 95 % of the
        ranks under weights drawn anew), `best`, `worst`, `same` (the share of draws with the
        same rank), and ``without_B1``… the rank if that indicator is left out.
    """

    scores: pd.DataFrame
    sensitivity: pd.DataFrame


def composite(
    frame: pd.DataFrame,
    weights: Mapping[str, float],
    standardise: Standardise | None = "zscore",
    *,
    by: str | Sequence[str] = (),
    perturb: float = 0.25,
    draws: int = 1000,
    seed: int = 0,
) -> Composite:
    """Score reports by weights of one's own, and show how much hangs on them.

    gxkit has no weights and no ranking of its own: what is good is a judgement that a study
    makes and defends.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `indicators`.
    weights : mapping of str to float
        The weight of each indicator, negative where less is better. Only their proportions
        count: they are divided by the sum of their absolute values.
    standardise : {"zscore", "minmax", "rank"} or None
        How values are made comparable: by mean and standard deviation, by least and greatest, by
        the share of reports below (half of those alike), or not at all. What does not vary is 0.
    by : str or sequence of str
        Columns of `frame`, such as ``year``, within which values are made comparable and
        reports ranked.
    perturb : float
        By what share weights are changed, from 0 to 1: each is multiplied by a number between
        ``1 - perturb`` and ``1 + perturb``.
    draws, seed : int
        How often, and the seed.

    Returns
    -------
    Composite
        `scores` and `sensitivity`. A report that lacks one of the indicators has no score:
        weights are never shifted to the others without being told to.

    Raises
    ------
    MeasureError
        A weight is no number, all of them are 0, the frame lacks an indicator or a column, or a
        report is there twice.

    Examples
    --------
    >>> import pandas as pd
    >>> values = pd.DataFrame({
    ...     "report_id": ["a", "b"], "unit_id": ["甲", "乙"], "agency": ["甲", "乙"], "year": 2023,
    ...     "indicator": "B2", "value": [0.5, 0.9],
    ... })
    >>> found = composite(values, {"B2": 1}, "minmax")
    >>> found.scores["score"].tolist(), found.sensitivity["rank"].tolist()
    ([0.0, 1.0], [2, 1])
    """
    groups = [by] if isinstance(by, str) else list(by)
    shares = _shares(weights)
    _require(frame, weights, standardise, groups, perturb, draws)
    values, lead, group = _wide(frame, list(weights), groups)
    lacking = [
        ", ".join(id for id, lost in zip(weights, row, strict=True) if lost) or None
        for row in np.isnan(values)
    ]
    whole = np.asarray([told is None for told in lacking], dtype=bool)
    comparable = np.full(values.shape, np.nan)
    for each in np.unique(group):
        inside = whole & (group == each)
        comparable[inside] = _standardised(values[inside], standardise)
    score = comparable @ shares
    why = [told and f"no value: {told}" for told in lacking]
    settings: dict[str, Any] = {"weights": dict(weights), "standardise": standardise, "by": groups}
    settings |= {"perturb": perturb, "draws": draws, "seed": seed}
    scores = typed("scores", {**lead, "score": _na(score), "why": pd.array(why, dtype="string")})
    ranks = _ranks_by_group(comparable[whole], shares, group[whole], perturb, draws, seed)
    left = {
        f"without_{id}": _ranks_of(comparable[whole], _without(shares, at), group[whole])
        for at, id in enumerate(weights)
        if len(weights) > 1 and _without(shares, at).any()
    }
    known = {name: column[whole] for name, column in lead.items()}
    table = typed("sensitivity", {**known, "score": score[whole], **ranks})
    table = table.assign(**{name: pd.array(each, dtype="Int64") for name, each in left.items()})
    for found in (scores, table):
        found.attrs.update(frame.attrs)
        found.attrs["composite"] = settings
    return Composite(scores, table)


def _shares(weights: Mapping[str, float]) -> Floats:
    try:
        given = np.asarray([float(weight) for weight in weights.values()])
    except (TypeError, ValueError) as error:
        raise MeasureError(f"a weight is no number: {dict(weights)}") from error
    if not np.isfinite(given).all() or not given.any():
        raise MeasureError("weights are finite numbers, and not all of them 0")
    return np.asarray(given / np.abs(given).sum())


def _require(
    frame: pd.DataFrame,
    weights: Mapping[str, float],
    standardise: str | None,
    groups: list[str],
    perturb: float,
    draws: int,
) -> None:
    chosen(list(weights))
    missing = [name for name in (*_NEEDED, *groups) if name not in frame.columns]
    if missing:
        raise MeasureError(f"no column {missing[0]!r}; composite takes what indicators() returns")
    there = set(frame["indicator"])
    absent = [id for id in weights if id not in there]
    if absent and len(frame):
        raise MeasureError(f"the frame has no {', '.join(absent)}; compute it with indicators()")
    if standardise not in (*get_args(Standardise), None):
        words = ", ".join(map(repr, get_args(Standardise)))
        raise MeasureError(f"standardise is {words} or None, not {standardise!r}")
    if not 0 <= perturb <= 1 or draws < 1:
        raise MeasureError("perturb lies between 0 and 1, and draws is 1 or more")


def _wide(
    frame: pd.DataFrame, ids: list[str], groups: list[str]
) -> tuple[Floats, dict[str, Any], npt.NDArray[np.intp]]:
    """Return values with a row a report and a column an indicator, who they are, and groups."""
    rows = frame[frame["indicator"].isin(ids)]
    if rows.duplicated(["report_id", "indicator"]).any():
        raise MeasureError("a report has two values of one indicator; drop one of them")
    first = rows.drop_duplicates("report_id")
    at, names = pd.factorize(rows["report_id"])
    values = np.full((len(names), len(ids)), np.nan)
    columns = pd.Index(ids).get_indexer(pd.Index(rows["indicator"].astype(object)))
    values[at, columns] = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    group = np.zeros(len(first), dtype=np.intp)
    if groups and len(first):
        group = np.asarray(first.groupby(groups, dropna=False).ngroup(), dtype=np.intp)
    return values, {name: first[name].array for name in _LEAD}, group


def _standardised(values: Floats, how: str | None) -> Floats:
    """Make the columns of `values` comparable."""
    if how is None or not len(values):
        return values
    if how == "rank":
        ordered = np.sort(values, axis=0)
        sides = [
            np.column_stack(
                [
                    np.searchsorted(ordered[:, at], values[:, at], side)
                    for at in range(values.shape[1])
                ]
            )
            for side in ("left", "right")
        ]
        varies = ordered[0] != ordered[-1]
        return np.asarray(np.where(varies, (sides[0] + sides[1]) / (2 * len(values)), 0.0))
    if how == "zscore":
        middle, spread = values.mean(axis=0), values.std(axis=0)
    else:
        middle, spread = values.min(axis=0), np.ptp(values, axis=0)
    constant = np.ptp(values, axis=0) == 0
    return np.asarray(np.where(constant, 0.0, (values - middle) / np.where(constant, 1.0, spread)))


def _ranks_by_group(
    comparable: Floats,
    shares: Floats,
    group: npt.NDArray[np.intp],
    perturb: float,
    draws: int,
    seed: int,
) -> dict[str, Any]:
    """Return the rank of each report, and what becomes of it under other weights."""
    rng = np.random.default_rng(seed)
    given = _ranks_of(comparable, shares, group)
    drawn = np.empty((draws, len(comparable)), dtype=np.int32)
    for draw in range(draws):
        changed = shares * rng.uniform(1 - perturb, 1 + perturb, size=len(shares))
        drawn[draw] = _ranks_of(comparable, changed, group)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    least = drawn.min(axis=0) if len(comparable) else given
    most = drawn.max(axis=0) if len(comparable) else given
    same = (drawn == given).mean(axis=0)
    ranks = {"rank": given, "rank_low": low, "rank_high": high}
    return {**ranks, "best": least, "worst": most, "same": same}


def _ranks_of(
    comparable: Floats, shares: Floats, group: npt.NDArray[np.intp]
) -> npt.NDArray[np.int64]:
    """Rank reports within their groups, the highest score first; equal scores share a rank."""
    total = np.abs(shares).sum()
    score = np.round(comparable @ (shares / total if total else shares), _DIGITS)
    order = np.lexsort((-score, group))
    ordered, of = score[order], group[order]
    place = np.arange(len(score))
    starts = np.concatenate([[True], of[1:] != of[:-1]]) if len(score) else np.zeros(0, bool)
    new = starts | np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(score) else starts
    begin = np.maximum.accumulate(np.where(starts, place, 0)) if len(score) else place
    tied = np.maximum.accumulate(np.where(new, place, 0)) if len(score) else place
    ranks = np.empty(len(score), dtype=np.int64)
    ranks[order] = tied - begin + 1
    return ranks


def _without(shares: Floats, at: int) -> Floats:
    left = shares.copy()
    left[at] = 0.0
    return left


def _na(values: Floats) -> Any:
    lost = np.isnan(values)
    return pd.arrays.FloatingArray(np.where(lost, 0.0, values), lost)
