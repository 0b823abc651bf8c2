"""What ``gxkit status`` prints: what a corpus covers, how well it was read, what needs an eye."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gxkit import frames
from gxkit.card.terminal import align, pad, width
from gxkit.corpus.duplicates import duplicates
from gxkit.corpus.interface import Frames

if TYPE_CHECKING:
    import pandas as pd

_UNKNOWN = "unknown"
_KNOWN = ("number", "blank", "nil")


def status(corpus: Frames, listed: int = 10) -> str:
    """Sum up a corpus as text.

    Parameters
    ----------
    corpus : Corpus
        A corpus, in memory or stored.
    listed : int
        How many of the cells that need review are named.

    Returns
    -------
    str
        Lines, columns aligned where a Chinese character is two wide.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> print(status(Corpus([])).splitlines()[0])
    0 reports of 0 agencies
    """
    blocks = [
        _head(corpus),
        *(
            _coverage(corpus.reports, column, heading)
            for column, heading in (
                ("year", "year"),
                ("province", "region"),
                ("format", "file kind"),
                ("form", "form"),
            )
        ),
        *_quality(corpus),
        _review(corpus, listed),
    ]
    return "\n\n".join("\n".join(map(str.rstrip, block)) for block in blocks if block)


def _head(corpus: Frames) -> list[str]:
    reports = corpus.reports
    years = reports["year"].dropna()
    span = f", {years.min()} to {years.max()}" if len(years) else ""
    bodies = int(reports["unit_id"].nunique())
    lines = [
        f"{_many(len(reports), 'report', 'reports')} of {_many(bodies, 'agency', 'agencies')}{span}"
    ]
    notes: pd.DataFrame | None = getattr(corpus, "notes", None)
    unread = 0
    if notes is not None:
        # A file that could not be read has a note and no row among the reports.
        unread = int(((notes["level"] == "error") & (notes["step"] == "read")).sum())
    found = duplicates(corpus)
    facts = (
        (int(reports["form"].isna().sum()), "without an official form"),
        (int(reports["unit_id"].isna().sum()), "whose agency is not known"),
        (int(reports["year"].isna().sum()), "whose year is not known"),
        (int(reports["scope"].isna().sum()), "whose scope is not known: taken as the agency's own"),
        (int((reports["scope"] == "consolidated").sum()), "consolidated: never added to others"),
        (unread, "files could not be read"),
        (int((~found["preferred"]).sum()), "are there more than once"),
        (int(found.loc[found["conflicts"] > 0, "group"].nunique()), "agency-years in conflict"),
    )
    return lines + [f"  {count} {what}" for count, what in facts if count]


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _coverage(reports: pd.DataFrame, column: str, heading: str) -> list[str]:
    """Count reports and agencies by a column."""
    by = reports[column].astype("string").fillna(_UNKNOWN)
    groups = reports.assign(by=by).groupby("by", sort=True)
    rows = [
        [str(name), str(len(group)), str(group["unit_id"].nunique()), _years(group["year"])]
        for name, group in sorted(groups, key=lambda each: (each[0] == _UNKNOWN, str(each[0])))
    ]
    return align([[heading, "reports", "agencies", "years"], *rows]) if rows else []


def _years(years: pd.Series[int]) -> str:
    known = years.dropna()
    if known.empty:
        return "–"
    first, last = int(known.min()), int(known.max())
    return str(first) if first == last else f"{first}–{last}"


def _quality(corpus: Frames) -> Iterable[list[str]]:
    """Count cells by state and way, and identities by what came of them."""
    cells, checks = corpus.cells, corpus.checks
    states = cells["state"].value_counts()
    known = int(cells["state"].isin(_KNOWN).sum())
    share = _share(known, len(cells))
    yield [f"{known} of {len(cells)} cells are known ({share}): a number, a blank or a mark"]
    yield _shares("state", states, frames.ALLOWED["cells", "state"])
    yield _shares("placed by", cells["how"].value_counts(), frames.ALLOWED["cells", "how"])
    identities = checks[checks["severity"] == "identity"]
    told = identities["ok"].astype("object").map({True: "held", False: "failed"})
    counts = told.fillna("not assessable").value_counts()
    yield _shares("identities", counts, ("held", "failed", "not assessable"))
    failing = identities.loc[told == "failed", "report_id"].nunique()
    yield [f"{_many(failing, 'report has', 'reports have')} an identity that fails"]


def _shares(heading: str, counts: pd.Series[int], words: Iterable[str]) -> list[str]:
    total = int(counts.sum())
    rows = [
        [word, str(counts[word]), _share(int(counts[word]), total)]
        for word in words
        if word in counts
    ]
    return align([[heading, "count", "share"], *rows]) if rows else []


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _review(corpus: Frames, listed: int) -> list[str]:
    review: Any = getattr(corpus, "review", None)
    if review is None:
        return []
    queue: pd.DataFrame = review()
    lines = [f"{len(queue)} cells need review" + (":" if len(queue) else "")]
    rows = [
        [
            f"{stake:.2f}",
            str(id),
            f"{_said(agency)} {_said(year)}",
            f"{table}/{row}/{column}",
            _said(value),
            str(reason),
        ]
        for stake, id, agency, year, table, row, column, value, reason in queue[
            ["stake", "report_id", "agency", "year", "table", "row", "column", "value", "reason"]
        ]
        .head(listed)
        .itertuples(index=False, name=None)
    ]
    lines += (
        _left([["stake", "report", "agency and year", "cell", "value", "reason"], *rows])
        if rows
        else []
    )
    return lines + (
        [f"… and {len(queue) - listed} more: Corpus.review()"] if len(queue) > listed else []
    )


def _left(rows: list[list[str]]) -> list[str]:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(pad(value, columns) for value, columns in zip(row, widths, strict=True))
        for row in rows
    ]


def _said(value: Any) -> str:
    if str(value) in ("None", "nan", "<NA>"):
        return "–"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    # A control character of a page must not reach the terminal.
    return "".join(char if char.isprintable() else " " for char in text)
