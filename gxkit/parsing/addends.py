"""Where the numbers of one line may stand, so that each group of results makes its total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from gxkit.forms import Table
from gxkit.parsing.linehead import Pair
from gxkit.parsing.numbers import read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.runs import cuts

# A line of digits that can be cut in more ways than this is not known.
_RUNS = 400

_Known = dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[Piece, ...]]]


def addends(printed: list[Piece], pairs: list[Pair], table: Table) -> list[dict[str, Piece]]:
    """Find what each cell may hold where every group's results add up to its total.

    Returns
    -------
    list of dict
        For each cell the pieces by their text that some placing puts there ("" for
        nothing); an empty list where no placing adds up, or there are too many.
    """
    runs: list[tuple[Piece, ...]] = [()]
    most = len(pairs) - len(printed) + 1  # every other piece is a number at least
    for piece in printed:
        # One more than are weighed is enough to know that there are too many.
        parts = list(cuts(piece, most, limit=_RUNS)) if piece.glued else [(piece,)]
        if len(parts) > _RUNS:
            return []
        runs = [(*head, *tail) for head in runs for tail in parts]
        runs = [run for run in runs if len(run) <= len(pairs)]
        if len(runs) > _RUNS:
            return []
    found: list[dict[str, Piece]] = [{} for _ in pairs]
    known: _Known = {}
    for run in runs:
        _spread(run, pairs, table, found, known)
    return found if all(found) else []


def all_add_up(run: list[Piece], pairs: list[Pair], table: Table) -> bool:
    """Say whether numbers, one a cell, make the total of each group."""
    groups = {group for group, _ in pairs}
    placed = list(zip(pairs, run, strict=True))
    return all(
        _adds_up({column: piece for (group, column), piece in placed if group == one}, table)
        for one in groups
    )


def _spread(
    numbers: tuple[Piece, ...],
    pairs: list[Pair],
    table: Table,
    found: list[dict[str, Piece]],
    known: _Known,
) -> None:
    """Spread numbers in their order over the groups; add what each cell may hold."""
    groups = list(dict.fromkeys(group for group, _ in pairs))
    columns = {
        group: tuple([column for other, column in pairs if other == group]) for group in groups
    }
    texts = tuple([piece.text for piece in numbers])
    blank = numbers[0]._replace(text="", glued=False) if numbers else Piece("", "", -1)
    steps: list[list[tuple[int, int, tuple[Piece, ...]]]] = []
    starts = {0}
    room = len(pairs)  # in the groups from each one on
    for group in groups:
        own = columns[group]
        room -= len(own)
        step: list[tuple[int, int, tuple[Piece, ...]]] = []
        for start in starts:
            left = len(numbers) - start
            for size in range(max(0, left - room), min(len(own), left) + 1):
                stop = start + size
                key = (texts[start:stop], own)
                if key not in known:  # other cuts of a line share most of its groups
                    known[key] = list(_placed(numbers[start:stop], own, blank, table))
                step.extend([(start, stop, placed) for placed in known[key]])
        steps.append(step)
        starts = {stop for _, stop, _ in step}
    ends = {len(numbers)}
    offset = len(pairs)
    for group, step in zip(reversed(groups), reversed(steps), strict=True):
        offset -= len(columns[group])
        used = [(start, placed) for start, stop, placed in step if stop in ends]
        # Starts share their placings: each is looked at once.
        for placed in {id(placed): placed for _, placed in used}.values():
            for at, piece in enumerate(placed, offset):
                found[at].setdefault(piece.text, piece)
        ends = {start for start, _ in used}


def _placed(
    numbers: tuple[Piece, ...], columns: Sequence[str], blank: Piece, table: Table
) -> Iterator[tuple[Piece, ...]]:
    """List the placings of some numbers in one group that add up."""
    for chosen in combinations(range(len(columns)), len(numbers)):
        own = dict(zip(chosen, numbers, strict=True))
        if _adds_up({columns[at]: piece for at, piece in own.items()}, table):
            yield tuple(own.get(at, blank) for at in range(len(columns)))


def _adds_up(own: dict[str, Piece], table: Table) -> bool:
    for identity in table.identities:
        left = sum([read_number(own[c].text).value or 0.0 for c in identity.left if c in own])
        right = sum([read_number(own[c].text).value or 0.0 for c in identity.right if c in own])
        if abs(left - right) > 1e-6:
            return False
    return True
