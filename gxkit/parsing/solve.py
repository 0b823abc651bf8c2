"""Placing by arithmetic: which of several placings do the form's identities allow?

Where a source lost its empty cells, a row with fewer numbers than columns can be placed
in several ways. A cell counts as settled only if it holds the same in every combination
of placings, over all rows at once, in which every identity of the table holds and what
is not printed counts as nothing. See docs/decisions/0003.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from operator import add, le, sub
from typing import TypeAlias

from gxkit.forms.equations import Equation

Vector = tuple[float | None, ...]
"""The numbers of a row by column: 0 where nothing is printed, None where unknown."""

# So many states are searched; a table that allows more after pruning is left pruned.
_STATES = 5_000
_TOLERANCE = 1e-6
# Balances are counted in millionths, so that sums of decimals meet again and compare exactly.
_GRAIN = 1_000_000

Move: TypeAlias = tuple[int, ...]
"""What a choice of a row adds to the balance of each equation across rows."""


class _TooManyError(Exception):
    """The search has more states than it may have."""


def possible(
    rows: Mapping[str, Sequence[Vector]], columns: Sequence[str], equations: Sequence[Equation]
) -> dict[str, list[int]] | None:
    """Find the options of each row that take part in some solution.

    Parameters
    ----------
    rows : mapping of str to sequence of Vector
        For each row code the vectors it may have, one an option; one option is a fact.
    columns : sequence of str
        What the places in a vector stand for.
    equations : sequence of Equation
        The identities of the table. Those with an operand that is not among the rows
        or is unknown are left out.

    Returns
    -------
    dict or None
        The surviving options of each row by their index; None where no combination
        satisfies the identities. Where the search would be too large, more options than
        those of the solutions may survive, never fewer.

    Examples
    --------
    >>> row = Equation("A1", (("t", "r", "a"), ("t", "r", "b")), (("t", "r", "total"),))
    >>> possible({"r": [(5, 5, 0), (5, 0, 5), (0, 5, 5)]}, ("a", "b", "total"), [row])
    {'r': [1, 2]}
    """
    place = {column: index for index, column in enumerate(columns)}
    alive = {code: list(range(len(options))) for code, options in rows.items()}
    across: list[list[tuple[str, int, int]]] = []
    for equation in equations:
        terms = [(key[1], place[key[2]], 1) for key in equation.left if key[2] in place]
        terms += [(key[1], place[key[2]], -1) for key in equation.right if key[2] in place]
        if len(terms) < len(equation.left) + len(equation.right):
            continue
        if any(code not in rows for code, _, _ in terms) or _unknown(rows, terms):
            continue
        codes = {code for code, _, _ in terms}
        if len(codes) > 1:
            across.append(terms)
            continue
        code = codes.pop()
        alive[code] = [
            option
            for option in alive[code]
            if abs(sum(sign * (rows[code][option][at] or 0.0) for _, at, sign in terms))
            < _TOLERANCE
        ]
        if not alive[code]:
            return None
    return _combine(rows, alive, across)


def _unknown(rows: Mapping[str, Sequence[Vector]], terms: list[tuple[str, int, int]]) -> bool:
    return any(option[at] is None for code, at, _ in terms for option in rows[code])


def _combine(
    rows: Mapping[str, Sequence[Vector]],
    alive: dict[str, list[int]],
    across: list[list[tuple[str, int, int]]],
) -> dict[str, list[int]] | None:
    """Keep the options that take part in a solution of the equations across rows."""
    moves: dict[str, dict[Move, list[int]]] = {}
    base = [0] * len(across)
    for code, options in alive.items():
        grouped: dict[Move, list[int]] = {}
        for option in options:
            grouped.setdefault(_move(rows[code][option], code, across), []).append(option)
        if len(grouped) == 1:
            base = list(map(add, base, next(iter(grouped))))
        else:
            moves[code] = grouped
    if not _narrow(moves, base) or not _reach(moves, base):
        return None
    used_moves: dict[str, set[Move]] | None
    try:
        used_moves = _search(moves, tuple(base))
    except _TooManyError:
        # Every solution is still among the moves: what they agree on is settled.
        used_moves = {code: set(grouped) for code, grouped in moves.items()}
    if used_moves is None:
        return None
    for code, used in used_moves.items():
        alive[code] = sorted(o for move in used for o in moves[code][move])
    return alive


def _move(vector: Vector, code: str, across: list[list[tuple[str, int, int]]]) -> Move:
    """Return what a row with this vector adds to the balance of each equation."""
    return tuple(
        sum([sign * _grains(vector[at] or 0.0) for other, at, sign in terms if other == code])
        for terms in across
    )


def _grains(value: float) -> int:
    # The whole part apart: a float of so many millionths would lose its last digits.
    whole = int(value)
    return whole * _GRAIN + (round((value - whole) * _GRAIN) if value != whole else 0)


def _narrow(moves: dict[str, dict[Move, list[int]]], base: list[int]) -> bool:
    """Drop moves that no bounds of the others can balance; False if a row has none left."""
    changed = True
    while changed:
        changed = False
        for axis, start in enumerate(base):
            low = {code: min(move[axis] for move in grouped) for code, grouped in moves.items()}
            high = {code: max(move[axis] for move in grouped) for code, grouped in moves.items()}
            lowest, highest = start + sum(low.values()), start + sum(high.values())
            if lowest > 0 or highest < 0:
                return False
            for code, grouped in moves.items():
                for move in list(grouped):
                    least = lowest - low[code] + move[axis]
                    most = highest - high[code] + move[axis]
                    if least > 0 or most < 0:
                        del grouped[move]
                        changed = True
                if not grouped:
                    return False
            if changed:
                break
    return True


def _reach(moves: dict[str, dict[Move, list[int]]], base: list[int]) -> bool:
    """Drop the moves that no choice of the others balances on one axis alone, until none is left.

    Each axis is a sum over few whole numbers, so that every sum in reach can be listed.
    """
    changed = True
    while changed:
        changed = False
        for axis, start in enumerate(base):
            used = _axis(moves, axis, start)
            if used is None:
                return False
            for code, values in used.items():
                for move in list(moves[code]):
                    if move[axis] not in values:
                        del moves[code][move]
                        changed = True
    return True


def _axis(
    moves: dict[str, dict[Move, list[int]]], axis: int, start: int
) -> dict[str, set[int]] | None:
    """Return for each row the numbers on one axis that take part in a balance on it."""
    codes = list(moves)
    choices = {code: {move[axis] for move in moves[code]} for code in codes}
    layers: list[set[int]] = [{start}]
    for code in codes:
        layers.append({s + m for s in layers[-1] for m in choices[code]})
        if len(layers[-1]) > _STATES:
            return choices
    if 0 not in layers[-1]:
        return None
    ends = {0}
    used: dict[str, set[int]] = {}
    for index in range(len(codes) - 1, -1, -1):
        code = codes[index]
        before: set[int] = set()
        used[code] = set()
        for move in choices[code]:
            starts = {end - move for end in ends} & layers[index]
            if starts:
                used[code].add(move)
                before |= starts
        ends = before
    return used


def _search(moves: dict[str, dict[Move, list[int]]], base: Move) -> dict[str, set[Move]] | None:
    """Walk all rows forward, then back from balance, and return the moves in use."""
    codes = sorted(moves, key=lambda code: len(moves[code]))
    low, high = (_rest(moves, codes, pick, len(base)) for pick in (min, max))
    layers: list[set[Move]] = [{base}]
    for index, code in enumerate(codes, 1):
        least, most = high[index], low[index]
        layer: set[Move] = set()
        for state, move in product(layers[-1], moves[code]):
            after = tuple(map(add, state, move))
            # What is still to come can undo it on every axis.
            if after not in layer and all(map(le, least, after)) and all(map(le, after, most)):
                layer.add(after)
                if len(layer) > _STATES:
                    raise _TooManyError
        layers.append(layer)
    return _walk_back(codes, moves, layers, (0,) * len(base))


def _rest(
    moves: dict[str, dict[Move, list[int]]],
    codes: list[str],
    pick: Callable[[Iterable[int]], int],
    axes: int,
) -> list[Move]:
    """Return what the rows from each one on can at least, or at most, take back on each axis."""
    rest: list[Move] = [(0,) * axes]
    for code in reversed(codes):
        own = tuple(map(pick, zip(*moves[code], strict=True)))
        rest.append(tuple(map(sub, rest[-1], own)))
    return rest[::-1]


def _walk_back(
    codes: list[str],
    moves: dict[str, dict[Move, list[int]]],
    layers: list[set[Move]],
    zero: Move,
) -> dict[str, set[Move]] | None:
    if zero not in layers[-1]:
        return None
    ends = {zero}
    used: dict[str, set[Move]] = {}
    for index in range(len(codes) - 1, -1, -1):
        starts: set[Move] = set()
        used[codes[index]] = set()
        for end, move in product(ends, moves[codes[index]]):
            before = tuple(map(sub, end, move))
            if before in layers[index]:
                starts.add(before)
                used[codes[index]].add(move)
        ends = starts
    return used
