"""Which cells explain the failed identities of a table, and by what values.

A number that is wrong by d changes exactly the identities that contain its cell, each by d
with the sign of its side. So a cell explains a failure where all identities that contain it,
and can be tested, fail by that d, and no other does. Cells are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gxkit.checks.identities import Written, same, summed, written_out
from gxkit.checks.model import Evidence, figure
from gxkit.forms.model import CellKey

MOST_PAIRS = 5
"""How many pairs of cells are listed; more say nothing."""
_REACH = 6
"""Two cells stand in so many identities at most; more failures are not two cells."""


class Change(NamedTuple):
    """A cell, the number read in it, and the number that the identities want there."""

    cell: CellKey
    found: float
    wanted: float

    def __str__(self) -> str:
        return f"{'/'.join(self.cell)}={figure(self.wanted)}"


Pair = tuple[Change, Change]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Failed identities that hang together, and the changes each of which explains them all."""

    failed: tuple[Written, ...]
    singles: tuple[Change, ...]
    pairs: tuple[Pair, ...]

    @property
    def repair(self) -> str | None:
        """The candidates as the column `repair` has them."""
        if self.singles:
            return ";".join(map(str, self.singles))
        return ";".join(f"{one} {other}" for one, other in self.pairs) or None

    @property
    def told(self) -> str:
        """What a message says of them."""
        count = len(self.failed)
        all_failed = "this" if count == 1 else f"all {count} failed identities"
        if len(self.singles) == 1:
            change = self.singles[0]
            return (
                f"only {'/'.join(change.cell)} explains {all_failed}: "
                f"{figure(change.wanted)} in place of {figure(change.found)}"
            )
        if self.singles:
            return f"one of {len(self.singles)} cells explains {all_failed}"
        if self.pairs:
            many = "pair" if len(self.pairs) == 1 else "pairs"
            return f"no single cell explains {all_failed}, {len(self.pairs)} {many} of cells would"
        return f"no single cell and no small number of pairs explains {all_failed}"


class _Table:
    """The testable identities of a table as residuals, and the cells that stand in them."""

    def __init__(self, evidence: Evidence, table: str) -> None:
        self.values = evidence.values
        self.written: list[Written] = []
        self.residual: dict[int, float] = {}
        self.signs: dict[CellKey, dict[int, int]] = {}
        for written in written_out(evidence, table):
            left, right = summed(written.left, self.values), summed(written.right, self.values)
            if left is None or right is None:
                continue
            at = len(self.written)
            self.written.append(written)
            if not same(left, right):
                self.residual[at] = left - right
            for keys, sign in ((written.left, 1), (written.right, -1)):
                for key in keys:
                    self.signs.setdefault(key, {})[at] = sign

    def cells(self, at: int) -> tuple[CellKey, ...]:
        return (*self.written[at].left, *self.written[at].right)


def explanations(evidence: Evidence, table: str) -> tuple[Explanation, ...]:
    """Explain the failed identities of a table.

    Parameters
    ----------
    evidence : Evidence
        A parsed report.
    table : str
        The code of the table.

    Returns
    -------
    tuple of Explanation
        One for each set of failed identities that share cells and that one cell explains, and
        one for all others together; none where none failed.

    Examples
    --------
    >>> from gxkit.parsing.model import Fact, Parsed
    >>> columns = ("upheld", "corrected", "other", "pending", "total")
    >>> facts = tuple(
    ...     Fact("disputes", "direct_suit", column, value, "件", "number", "label", None, None)
    ...     for column, value in zip(columns, (1.0, 0.0, 0.0, 1.0, 1.0))
    ... )
    >>> (one,) = explanations(Evidence(Parsed("2021", {}, facts, (), ())), "disputes")
    >>> one.repair
    'disputes/direct_suit/upheld=0;disputes/direct_suit/pending=0;disputes/direct_suit/total=2'
    """
    own = _Table(evidence, table)
    solved: list[Explanation] = []
    rest: dict[int, float] = {}
    for part in _parts(own):
        singles = tuple(_singles(own, part))
        if singles:
            solved.append(Explanation(_failed(own, part), singles, ()))
        else:
            # Two errors may cancel out in the identity that would tie their failures together.
            rest |= part
    if rest:
        solved.append(Explanation(_failed(own, rest), (), _pairs(own, rest)))
    return tuple(solved)


def _failed(own: _Table, part: Mapping[int, float]) -> tuple[Written, ...]:
    return tuple(own.written[at] for at in sorted(part))


def _parts(own: _Table) -> list[dict[int, float]]:
    """Part the failed identities: those that share a cell belong together."""
    left = dict(own.residual)
    parts: list[dict[int, float]] = []
    while left:
        at = next(iter(left))
        part = {at: left.pop(at)}
        queue = [at]
        while queue:
            for key in own.cells(queue.pop()):
                for other in own.signs[key]:
                    if other in left:
                        part[other] = left.pop(other)
                        queue.append(other)
        parts.append(part)
    return parts


def _singles(own: _Table, part: Mapping[int, float]) -> Iterator[Change]:
    """Yield the cells that stand in all of these identities and in no other testable one."""
    values = own.values
    first, delta = next(iter(part.items()))
    for key in own.cells(first):
        signs = own.signs[key]
        if signs.keys() != part.keys():
            continue
        wrong_by = signs[first] * delta
        if all(same(signs[at] * residual, wrong_by) for at, residual in part.items()):
            change = Change(key, values[key], values[key] - wrong_by)
            if _possible(change):
                yield change


def _possible(change: Change) -> bool:
    """Say whether a count can be this: whole, and not negative."""
    return change.wanted >= 0 and change.wanted.is_integer()


def _pairs(own: _Table, part: Mapping[int, float]) -> tuple[Pair, ...]:
    """Find two cells that together explain these identities, if only a few pairs do.

    One of them stands in the first identity. It is wrong by what one of its identities is wrong
    by, since two cells never stand in all the same identities; what is left is for the other.
    """
    found: dict[frozenset[Change], Pair] = {}
    if len(part) > _REACH:
        return ()
    first = next(iter(part))
    for key in own.cells(first):
        signs = own.signs[key]
        for wrong_by in {sign * part[at] for at, sign in signs.items() if at in part}:
            one = Change(key, own.values[key], own.values[key] - wrong_by)
            if not _possible(one):
                continue
            rest = {at: part.get(at, 0.0) - signs.get(at, 0) * wrong_by for at in {*part, *signs}}
            rest = {at: residual for at, residual in rest.items() if not same(residual, 0.0)}
            for other in _singles(own, rest) if rest else ():
                if other.cell != key:
                    pair = (one, other) if one.cell < other.cell else (other, one)
                    found.setdefault(frozenset(pair), pair)
        if len(found) > MOST_PAIRS:
            return ()
    return tuple(found.values())
