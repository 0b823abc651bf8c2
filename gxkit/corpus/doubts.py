"""What speaks against a cell, and how much hangs on it: the parts of a stake.

The figures stand in ``gxkit/data/review.toml``; `gxkit.corpus.review` says how they are joined.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gxkit.checks import Finding
from gxkit.forms.model import CellKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNKNOWN = ("ambiguous", "unreadable")
"""States of cells that doubt themselves."""
UNLABELLED = ("order", "arithmetic")
"""How a number was placed without both of its labels."""
BY_ROW = "proactive"
"""The table whose rows count unlike things: documents, decisions, money."""


@dataclass
class Doubt:
    """What speaks against a cell so far.

    Examples
    --------
    >>> doubt = Doubt()
    >>> doubt.add("failed A1", 0.25, "A1")
    >>> doubt.trust, doubt.rules
    (0.75, {'A1': None})
    """

    trust: float = 1.0
    reasons: dict[str, None] = field(default_factory=dict)
    rules: dict[str, None] = field(default_factory=dict)
    proposals: set[float] = field(default_factory=set)

    def add(self, reason: str, doubt: float, rule: str | None = None) -> None:
        """Say one more thing against it, with the weight of `doubt` from 0 to 1."""
        self.trust *= 1 - min(1.0, doubt)
        self.reasons[reason] = None
        if rule is not None:
            self.rules[rule] = None

    def said(self, stake: float) -> tuple[str, float, float | None, str | None]:
        """Return the columns `reason`, `stake`, `proposal` and `rules` of the queue."""
        proposal = next(iter(self.proposals)) if len(self.proposals) == 1 else None
        return "; ".join(self.reasons), round(stake, 6), proposal, " ".join(self.rules) or None


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """Return the figures of ``review.toml``.

    Examples
    --------
    >>> weights()["doubt"]["identity"]
    1.0
    """
    return tomllib.loads(files("gxkit.data").joinpath("review.toml").read_text("utf-8"))


def own_doubt(state: str, how: str | None) -> Doubt | None:
    """Return what speaks against a cell by itself; None if nothing does.

    Parameters
    ----------
    state, how : str
        As in the frame ``cells``.

    Examples
    --------
    >>> own_doubt("number", "order").reasons, own_doubt("number", "label")
    ({'placed by order': None}, None)
    """
    known, doubt = weights()["doubt"], Doubt()
    if state in UNKNOWN:
        doubt.add(state, known["unknown"])
    elif state == "number" and how in UNLABELLED:
        doubt.add(f"placed by {how}", known[how])
    else:
        return None
    return doubt


def put_in_doubt(finding: Finding, found: dict[CellKey, Doubt]) -> None:
    """Put the cells of a failed check in doubt.

    Parameters
    ----------
    finding : Finding
        What failed.
    found : dict
        What speaks against the cells of the report so far; more is written into it.

    Examples
    --------
    >>> found = {}
    >>> name = "requests/new/total"
    >>> put_in_doubt(Finding("A1", "requests", "identity", False, 1, 2, name, "1 is not 2"), found)
    >>> found["requests", "new", "total"].trust
    0.0
    """
    known = weights()["doubt"]
    cells = cells_named(finding.cells)
    narrative = finding.rule.startswith(weights()["rules"]["narrative"])
    for cell in cells:
        # A sum is wrong in one of its cells; the narrative speaks of the very number.
        # A rule between reports has another side, in a report of its own.
        parties = len(cells) + (finding.report_id is not None)
        doubt = known["narrative" if narrative else finding.severity] / parties
        reason = "narrative" if narrative else "failed"
        found.setdefault(cell, Doubt()).add(f"{reason} {finding.rule}", doubt, finding.rule)
    repairs: dict[CellKey, set[float]] = {}
    for cell, value in _repairs(finding.repair or ""):
        repairs.setdefault(cell, set()).add(value)
    for cell, values in repairs.items():
        doubt = found.setdefault(cell, Doubt())
        if not values <= doubt.proposals:
            doubt.proposals |= values
            doubt.add("repair", known["repair"] / len(repairs), finding.rule)


def cells_named(names: str) -> list[CellKey]:
    """Return the cells that ``table/row/column`` separated by blanks name.

    Examples
    --------
    >>> cells_named("requests/new/total")
    [('requests', 'new', 'total')]
    """
    split = (name.split("/") for name in names.split())
    return [(parts[0], parts[1], parts[2]) for parts in split if len(parts) == 3]


def _repairs(text: str) -> Iterator[tuple[CellKey, float]]:
    """Read ``table/row/column=value;…``; cells that must change together stand side by side."""
    for part in text.replace(";", " ").split():
        name, _, value = part.partition("=")
        for cell in cells_named(name):
            yield cell, float(value)


def group(table: str, row: str) -> tuple[str, str]:
    """Name the cells that count the same things as those of a `row` of a `table`.

    Examples
    --------
    >>> group("requests", "new"), group("proactive", "fees")
    (('requests', ''), ('proactive', 'fees'))
    """
    return table, row if table == BY_ROW else ""


def size(value: float | None, proposals: Collection[float], beside: float) -> float:
    """Return how much hangs on a cell, from 0 to 1.

    Parameters
    ----------
    value : float or None
        Its number.
    proposals : collection of float
        The numbers that would mend the sums.
    beside : float
        The largest number among the cells that count the same things.

    Examples
    --------
    >>> round(size(50.0, (), 100.0), 6), size(None, (), 100.0)
    (0.55, 1.0)
    """
    if value is None and len(proposals) == 1:
        (value,) = proposals
    least: float = weights()["size"]["least"]
    if value is None:
        return 1.0
    known = (abs(value), *(abs(each) for each in proposals))
    total = max(beside, *known)
    # A 0 for which 120 is proposed puts 120 at stake.
    return least + (1 - least) * (max(known) / total if total else 0.0)


def sizes(values: NDArray[np.float64], beside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `size` of many cells for which nothing is proposed; NaN stands for no number.

    Parameters
    ----------
    values, beside : numpy.ndarray
        As for `size`, a cell each.

    Examples
    --------
    >>> import numpy as np
    >>> sizes(np.array([50.0, np.nan]), np.array([100.0, 100.0])).round(6).tolist()
    [0.55, 1.0]
    """
    import numpy as np

    least: float = weights()["size"]["least"]
    known = np.abs(values)
    total = np.fmax(beside, known)
    with np.errstate(invalid="ignore"):
        share = np.where(total > 0, known / np.where(total > 0, total, 1.0), 0.0)
    return np.where(np.isnan(values), 1.0, least + (1 - least) * share)
