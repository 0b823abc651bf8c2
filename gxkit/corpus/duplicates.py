"""The same report more than once: found, and one of them preferred by stated rules.

Reports of one agency (and, where that matters, one scope; `gxkit.corpus.agencies`) on one year
belong together, whatever their numbers. So do reports that print the same cells where the name of
one is not known well enough to say whose it is. Two agencies that print the same numbers are never
taken for one: that is a finding of the checks. The rules stand in ``gxkit/data/duplicates.toml``.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gxkit import forms, frames
from gxkit.corpus.agencies import SERIES, placed
from gxkit.corpus.interface import Frames

if TYPE_CHECKING:
    import pandas as pd

Choice = Literal["prefer", "keep", "drop"]

_KNOWN = ("number", "blank", "nil")
"""The states of a cell in which a page says something, if only nothing."""


class _Group(NamedTuple):
    """Reports that are one report."""

    ids: tuple[str, ...]
    kind: str


def duplicates(corpus: Frames) -> pd.DataFrame:
    """Find the reports that are there more than once.

    Parameters
    ----------
    corpus : Corpus
        A corpus, in memory or stored.

    Returns
    -------
    pandas.DataFrame
        A row a report that has duplicates, groups together, the preferred report first:
        `report_id`; `group`, counted from 1; `unit_id`, `year` and `scope` as in ``reports``;
        `kind`: ``agency`` (one agency and year) or ``cells`` (the same cells, and a name that
        does not tell whose they are); `preferred`; `rule`, the rule that told the report from the
        preferred one (for that, from the next), ``order`` where none did; `reason`, what the rule
        saw; `conflicts`, in how many cells both print something, and not the same.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> duplicates(Corpus([])).columns[:4].tolist()
    ['report_id', 'group', 'unit_id', 'year']
    """
    groups = _groups(corpus)
    among = [id for group in groups for id in group.ids]
    rows: list[tuple[Any, ...]] = []
    if among:
        cells = corpus.cells[corpus.cells["report_id"].isin(among)]
        measures = _measures(corpus, among, cells)
        printed = _printed(cells)
        who = corpus.reports.set_index("report_id")[["unit_id", "year", "scope"]]
        for number, group in enumerate(groups, 1):
            for *found, id in _judged(group, measures, printed):
                rows.append((id, number, *who.loc[id], group.kind, *found))
    return frames.build("duplicates", rows, corpus=True)


def not_preferred(found: pd.DataFrame, choice: Choice = "prefer") -> frozenset[str]:
    """Name the reports to leave out.

    Parameters
    ----------
    found : pandas.DataFrame
        What `duplicates` returned.
    choice : {"prefer", "keep", "drop"}
        ``prefer`` leaves out all but the preferred report of each group; ``drop`` the preferred
        one too where another report of its group has other numbers; ``keep`` none.

    Raises
    ------
    ValueError
        There is no such choice.

    Examples
    --------
    >>> row = ("0" * 12, 1, "990100/档案局", 2023, "own", "agency", False, "order", "", 0)
    >>> sorted(not_preferred(frames.build("duplicates", [row], corpus=True)))
    ['000000000000']
    """
    if choice not in ("prefer", "keep", "drop"):
        raise ValueError(f'duplicates are "prefer", "keep" or "drop", not {choice!r}')
    if choice == "keep":
        return frozenset()
    out = ~found["preferred"]
    if choice == "drop":
        out |= found["group"].isin(found.loc[found["conflicts"] > 0, "group"])
    return frozenset(found.loc[out, "report_id"])


@lru_cache(maxsize=1)
def _declared() -> dict[str, Any]:
    return tomllib.loads(files("gxkit.data").joinpath("duplicates.toml").read_text("utf-8"))


def _groups(corpus: Frames) -> list[_Group]:
    """Put reports together, in the order in which the first of each group stands."""
    series = placed(corpus.reports)
    inside = series[series["left_out"].isna()]
    joined: dict[str, list[str]] = {}
    for ids in inside.groupby(list(SERIES), dropna=False, sort=False).groups.values():
        one = [str(id) for id in ids]
        joined |= dict.fromkeys(one, one)
    copies: set[str] = set()
    if len(inside) < len(series):
        for a, b in _same_cells(corpus, set(inside.index)):
            one, other = joined.setdefault(a, [a]), joined.setdefault(b, [b])
            if one is not other:
                one += other
                joined |= dict.fromkeys(other, one)
                copies.update(one)
    order = [str(id) for id in series.index if str(id) in joined]
    seen = {joined[id][0]: tuple(joined[id]) for id in order}
    return [
        _Group(ids, "cells" if copies.issuperset(ids) else "agency")
        for ids in seen.values()
        if len(ids) > 1
    ]


def _same_cells(corpus: Frames, inside: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each report without a place of its own with one that has the same cells."""
    who = corpus.reports.set_index("report_id")[["agency", "year"]].astype(object)
    known = {str(id): tuple(map(_value, row)) for id, *row in who.itertuples(name=None)}
    for same in _contents(corpus.cells).groupby("content", sort=False).groups.values():
        ids = [str(id) for id in same]
        for one in ids:
            if one in inside:
                continue  # only a report without a place looks for others
            likely = [each for each in ids if each != one and _alike(known[one], known[each])]
            # Of two agencies, or two years, with the same numbers it cannot be said whose it is.
            if likely and len({known[each] for each in likely if each in inside}) <= 1:
                yield one, likely[0]


def _contents(cells: pd.DataFrame) -> pd.DataFrame:
    """Sum up what each report prints; reports that print too little to tell are not there."""
    import pandas as pd

    limits = _declared()["cells"]
    told = cells[["table", "row", "column", "value"]].assign(
        state=cells["state"].replace("nil", "blank")
    )
    numbers = cells[(cells["state"] == "number") & (cells["value"] != 0)]
    by_report = numbers.groupby("report_id")["value"]
    enough = (by_report.size() >= limits["nonzero"]) & (by_report.nunique() >= limits["distinct"])
    # The sum of the hashes of its cells names a report, whatever order they stand in.
    hashes = pd.util.hash_pandas_object(told, index=False).groupby(cells["report_id"]).sum()
    kept = enough.index[enough]
    return pd.DataFrame({"content": hashes.loc[kept]}, index=kept)


def _measures(
    corpus: Frames, ids: Iterable[str], cells: pd.DataFrame
) -> Mapping[str, Mapping[str, int]]:
    """Count what the rules ask of each report; what is not there counts as least."""
    own = corpus.reports.set_index("report_id").loc[list(ids)]
    checks = corpus.checks
    # The equations that the forms impose, not all that must hold: many others hold of any number.
    equations = {
        each.rule
        for id in forms.ids()
        for table in forms.load(id).tables
        for each in table.identities
    }
    checks = checks[checks["report_id"].isin(own.index) & checks["rule"].isin(equations)]
    kinds: list[str] = _declared()["kinds"]["order"]

    def rank(kind: str) -> int:
        return kinds.index(kind) if kind in kinds else len(kinds)

    counted = {
        "named": placed(corpus.reports)["left_out"].isna(),
        "held": checks["ok"].fillna(value=False).groupby(checks["report_id"]).sum(),
        "failed": (~checks["ok"]).fillna(value=False).groupby(checks["report_id"]).sum(),
        "known": cells["state"].isin(_KNOWN).groupby(cells["report_id"]).sum(),
        "kind": own["format"].astype(object).map(lambda kind: max(map(rank, str(kind).split("+")))),
        "published": own["published"].astype(object).map(_day),
    }
    found = {
        str(id): {name: int(values.get(id, 0)) for name, values in counted.items()}
        for id in own.index
    }
    for number, id in enumerate(sorted(found)):
        found[id]["order"] = number
    return found


def _judged(
    group: _Group,
    measures: Mapping[str, Mapping[str, int]],
    printed: Mapping[str, Mapping[object, object]],
) -> Iterator[tuple[bool, str, str, int, str]]:
    """Yield the reports of a group, best first, with the rule that tells each from the best."""
    rules = _declared()["rules"]
    signs = [1 if rule["better"] == "less" else -1 for rule in rules]
    scores = {
        id: [sign * measures[id][rule["measure"]] for sign, rule in zip(signs, rules, strict=True)]
        for id in group.ids
    }
    best, *others = sorted(group.ids, key=scores.__getitem__)
    for id in (best, *others):
        rival = others[0] if id == best else best
        at = next(n for n, mine in enumerate(scores[id]) if mine != scores[rival][n])
        reason = f"{rules[at]['zh']}; {rules[at]['en']}"
        if rules[at].get("counted"):
            mine, theirs = (measures[each][rules[at]["measure"]] for each in (id, rival))
            reason += f" ({mine}; {rival}: {theirs})"
        yield id == best, rules[at]["id"], reason, _conflicts(printed, id, best), id


def _printed(cells: pd.DataFrame) -> Mapping[str, Mapping[object, object]]:
    """Return what each report prints, by cell: a number, or None for nothing and marks."""
    found: dict[str, dict[object, object]] = defaultdict(dict)
    said = cells[cells["state"].isin(_KNOWN)]
    columns = ("report_id", "table", "row", "column", "state", "value")
    for id, *cell, state, value in zip(*(said[name] for name in columns), strict=True):
        found[id][tuple(cell)] = float(value) if state == "number" else None
    return found


def _conflicts(printed: Mapping[str, Mapping[object, object]], id: str, best: str) -> int:
    mine, theirs = printed.get(id, {}), printed.get(best, {})
    return sum(cell in theirs and theirs[cell] != value for cell, value in mine.items())


def _alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Tell whether agency and year can be the same: 市教育局 ends the name of 甲市教育局."""
    (mine, year), (theirs, its_year) = one, other
    names = not mine or not theirs or mine.endswith(theirs) or theirs.endswith(mine)
    return names and (year is None or its_year is None or year == its_year)


def _value(value: Any) -> Any:
    return value if isinstance(value, str | int) else None


def _day(value: object) -> int:
    """Count the days to a date as ISO 8601 writes it; 0 for none."""
    try:
        return date.fromisoformat(str(value)).toordinal()
    except ValueError:
        return 0
