"""The review queue of a corpus on disk: some reports at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from gxkit import frames
from gxkit.corpus.review import longest_snippet, review
from gxkit.corpus.sources import Sources
from gxkit.corpus.sql import ask
from gxkit.corpus.store.rebuilding import findings, rebuilt
from gxkit.corpus.store.views import Views
from gxkit.errors import GxkitError
from gxkit.forms.model import CellKey
from gxkit.report import Report

if TYPE_CHECKING:
    import pandas as pd

_TOGETHER = 1000

_DOUBTED = """
SELECT report_id FROM reports WHERE report_id IN (
    SELECT report_id FROM cells WHERE state IN ('ambiguous', 'unreadable')
        OR (state = 'number' AND how IN ('order', 'arithmetic'))
    UNION ALL
    SELECT report_id FROM checks WHERE ok = false AND severity <> 'hint'
)
"""
"""Reports of which `gxkit.corpus.review` doubts a cell."""


def review_stored(
    views: Views,
    done: Collection[tuple[str, CellKey]],
    limit: int | None,
    again: Callable[[str], Report],
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
    again : callable
        Reads the file of a report again.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> review_stored(Views(Path("."), Manifest()), (), None, lambda id: None).empty
    True
    """
    import pandas as pd

    with views.open(("reports", "cells", "checks")) as connection:
        doubted = set(ask(connection, _DOUBTED)["report_id"].to_pylist())
    every = views.table("reports", ["report_id"])["report_id"].to_pylist()
    ids = [id for id in every if id in doubted]
    found = [frames.build("review", [], corpus=True)]
    for at in range(0, len(ids), _TOGETHER):
        run = ids[at : at + _TOGETHER]
        reports = rebuilt(views, run)
        alone, beside = findings(views, run)
        for id, report in reports.items():
            report.findings = tuple(alone.get(id, ()))
        others = [one for about in beside.values() for one in about]
        found.append(review(list(reports.values()), others, done, limit))
    queue = pd.concat(found, ignore_index=True)
    # Stable: what is equally doubtful stays in the order of the reports.
    queue = queue.sort_values("stake", ascending=False, kind="stable", ignore_index=True)
    return queue if limit is None else _with_snippets(queue.head(limit), again)


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
