"""The review queue of a corpus on disk: only what something speaks against is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gxkit import frames
from gxkit.checks import Finding
from gxkit.corpus.doubts import (
    BY_ROW,
    UNKNOWN,
    UNLABELLED,
    Doubt,
    cells_named,
    own_doubt,
    put_in_doubt,
    size,
    sizes,
)
from gxkit.corpus.review import longest_snippet
from gxkit.corpus.sources import Sources
from gxkit.corpus.sql import ask
from gxkit.corpus.store.views import AT, GATHERED, Views
from gxkit.errors import GxkitError
from gxkit.forms.model import CellKey
from gxkit.report import Report

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

_FAILED = {"ok": False, "severity": ["identity", "expected"]}
_DOUBTED = f"""
SELECT c.*, r.{AT} AS _place, coalesce(t.total, 0) AS _total, n.report_id IS NOT NULL AS _named
FROM _cells c
JOIN "_reports" r USING (report_id)
LEFT JOIN _named n USING (report_id, "table", "row", "column")
LEFT JOIN (
    SELECT report_id, "table", CASE WHEN "table" = ? THEN "row" ELSE '' END AS part,
        max(abs(value)) AS total
    FROM cells GROUP BY ALL
) t ON t.report_id = c.report_id AND t."table" = c."table"
    AND t.part = CASE WHEN c."table" = ? THEN c."row" ELSE '' END
WHERE _named OR list_contains(?, c.state)
    OR (c.state = 'number' AND list_contains(?, c.how))
ORDER BY _place, c.{AT}
"""
"""Cells that failed checks name or that doubt themselves, in the order of the reports."""

_KEPT = ("table", "row", "column", "value", "state", "how", "raw", "where")
Doubts = Mapping[str, Mapping[CellKey, Doubt]]


def review_stored(
    views: Views,
    done: Collection[tuple[str, CellKey]],
    limit: int | None,
    again: Callable[[str], Report] | None,
) -> pd.DataFrame:
    """Return the cells that something speaks against, as `gxkit.corpus.review.review` does.

    Parameters
    ----------
    views : Views
        The frames, with all that lies over them.
    done : collection of (report_id, cell)
        Cells that a person corrected.
    limit : int or None
        How many cells to return. Only of so few are the files read again, for `snippet`
        and `picture`.
    again : callable or None
        Reads the file of a report again; None to read none.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> review_stored(Views(Path("."), Manifest()), (), None, None).empty
    True
    """
    import numpy as np

    # What a cell is filled with says nothing of what is printed.
    views = replace(views, filled=())
    findings = _failed(views)
    cells = _cells(views, findings)
    doubts = _doubts(cells, findings)
    stakes = _stakes(cells, doubts)
    # Stable: what is equally doubtful stays in the order of the reports.
    order = np.argsort(-stakes, kind="stable")
    if done:
        out = np.array([name in done for name in _names(cells)], dtype=bool)
        order = order[~out[order]]
    chosen = order[:limit]
    queue = _frame(views, cells.take(chosen), doubts, stakes[chosen])
    return queue if limit is None or again is None else _with_snippets(queue, again)


def _failed(views: Views) -> Mapping[str, Sequence[Finding]]:
    """Return what failed, by report, in the order in which a report in memory tells it."""
    names = ("report_id", "rule", "severity", "cells", "repair")
    table = views.table("checks", names, _FAILED, marked=True)
    found: dict[str, list[Finding]] = {}
    columns = [table[name].to_pylist() for name in (*names, AT)]
    for id, rule, severity, cells, repair, at in zip(*columns, strict=True):
        if id is not None:
            other = id if at >= GATHERED else None
            one = Finding(rule, None, severity, False, None, None, cells, "", repair, None, other)
            found.setdefault(id, []).append(one)
    return found


def _cells(views: Views, findings: Mapping[str, Sequence[Finding]]) -> pa.Table:
    """Return the cells in doubt, with the place of their report and the largest number beside."""
    import pyarrow as pa

    named = {(id, *cell) for id, run in findings.items() for one in run for cell in _named(one)}
    fields = ("report_id", "table", "row", "column")
    schema = pa.schema([(name, pa.string()) for name in fields])
    rows = [dict(zip(fields, each, strict=True)) for each in named]
    with views.open(("reports", "cells")) as connection:
        connection.register("_named", pa.Table.from_pylist(rows, schema=schema))
        return ask(connection, _DOUBTED, [BY_ROW, BY_ROW, list(UNKNOWN), list(UNLABELLED)])


def _named(finding: Finding) -> list[CellKey]:
    repairs = (part.partition("=")[0] for part in (finding.repair or "").replace(";", " ").split())
    return [*cells_named(finding.cells), *(cell for name in repairs for cell in cells_named(name))]


def _names(cells: pa.Table) -> Iterator[tuple[str, CellKey]]:
    columns = (cells[name].to_pylist() for name in ("report_id", "table", "row", "column"))
    for id, table, row, column in zip(*columns, strict=True):
        yield id, (table, row, column)


def _doubts(cells: pa.Table, findings: Mapping[str, Sequence[Finding]]) -> Doubts:
    """Gather what speaks against the cells that findings name."""
    named = cells.filter(cells["_named"])
    found: dict[str, dict[CellKey, Doubt]] = {id: {} for id in findings}
    columns = (named[name].to_pylist() for name in ("state", "how"))
    for (id, cell), state, how in zip(_names(named), *columns, strict=True):
        own = own_doubt(state, how)
        if own is not None:
            found[id][cell] = own
    for id, run in findings.items():
        for one in run:
            put_in_doubt(one, found[id])
    return found


def _stakes(cells: pa.Table, doubts: Doubts) -> NDArray[np.float64]:
    """Return the stake of each cell; those that doubt only themselves, which are many, at once."""
    import numpy as np

    named = cells["_named"].to_numpy()
    values = cells["value"].to_numpy()
    totals = cells["_total"].to_numpy()
    trust = np.ones(len(cells))
    kinds = [(state, "") for state in UNKNOWN] + [("number", how) for how in UNLABELLED]
    states, hows = (np.asarray(cells[name].to_pylist(), dtype=object) for name in ("state", "how"))
    for state, how in kinds:
        own = own_doubt(state, how)
        assert own is not None
        trust[(states == state) & ((hows == how) if how else True)] = own.trust
    stakes: NDArray[np.float64] = (1 - trust) * sizes(values, totals)
    at = np.flatnonzero(named)
    some = cells.take(at)
    pairs = zip(_names(some), some["value"].to_pylist(), totals[at], strict=True)
    for row, ((id, cell), value, total) in zip(at, pairs, strict=True):
        doubt = doubts[id][cell]
        stakes[row] = (1 - doubt.trust) * size(value, doubt.proposals, float(total))
    return stakes


def _frame(
    views: Views, cells: pa.Table, doubts: Doubts, stakes: NDArray[np.float64]
) -> pd.DataFrame:
    """Make the frame of some cells, without what only their files can say."""
    named = cells["_named"].to_pylist()
    own = zip(cells["state"].to_pylist(), cells["how"].to_pylist(), strict=True)
    known = [
        doubts[id][cell] if is_named else own_doubt(state, how)
        for (id, cell), is_named, (state, how) in zip(_names(cells), named, own, strict=True)
    ]
    told = [one for one in known if one is not None]
    who = views.table("reports", ["report_id", "agency", "year"]).to_pydict()
    by_id = dict(zip(who["report_id"], zip(who["agency"], who["year"], strict=True), strict=True))
    fixed = [cells[name].to_pylist() for name in _KEPT]
    rows = zip(cells["report_id"].to_pylist(), *fixed, told, stakes, strict=True)
    return frames.build(
        "review",
        (
            (id, *by_id[id], *cell, *doubt.said(float(stake)), where, None, None)
            for id, *cell, where, doubt, stake in rows
        ),
        corpus=True,
    )


def _with_snippets(queue: pd.DataFrame, again: Callable[[str], Report]) -> pd.DataFrame:
    import pandas as pd

    sources: dict[str, Sources] = {}
    snippets: list[str | None] = []
    pictures: list[str | None] = []
    places = zip(queue["report_id"], queue["where"].astype(object), queue["raw"], strict=True)
    for id, where, raw in places:
        if id not in sources:
            try:
                sources[id] = Sources(again(id).document)
            except GxkitError:
                sources[id] = Sources(None)  # the file is gone: the places can still be named
        place = where if isinstance(where, str) else None
        printed = raw if isinstance(raw, str) else None
        snippets.append(sources[id].around(place, printed, longest_snippet()))
        pictures.append(sources[id].pictured(place))
    return queue.assign(
        snippet=pd.array(snippets, dtype="string"), picture=pd.array(pictures, dtype="string")
    )
