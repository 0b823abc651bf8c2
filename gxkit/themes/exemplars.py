"""Exemplars: clauses that people wrote and coded, for the learned coder to learn from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gxkit.errors import ThemeError

NONE = "NONE"
"""What stands for no theme at all."""


class Exemplar(NamedTuple):
    """A clause and its themes; no codes: it has none of them."""

    codes: tuple[str, ...]
    clause: str
    side: str


def read_exemplars(text: str, where: str | Path, known: Mapping[str, str]) -> list[Exemplar]:
    r"""Read lines of ``codes<TAB>clause``; codes are parted by spaces, NONE is no theme.

    Parameters
    ----------
    text : str
        The lines. Empty ones, and those that begin with ``#``, are passed over.
    where : str or Path
        The name of their file, for errors. A clause with no theme belongs to the side of the
        file's other clauses.
    known : mapping of str to str
        The side of each theme.

    Raises
    ------
    ThemeError
        A line has no tab, a code is not known, or themes of both sides stand in one file.

    Examples
    --------
    >>> read_exemplars("P08\t更新太慢\nNONE\t以下分述", "here", {"P08": "problem"})[0]
    Exemplar(codes=('P08',), clause='更新太慢', side='problem')
    >>> read_exemplars("P99\t更新太慢", "here", {"P08": "problem"})
    Traceback (most recent call last):
        ...
    gxkit.errors.ThemeError: here, line 1: no theme P99
    """
    found: list[tuple[tuple[str, ...], str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        codes, tab, clause = line.partition("\t")
        if not tab or not clause.strip():
            raise ThemeError(f"{where}, line {number}: needs codes, a tab and a clause")
        named = tuple(dict.fromkeys(codes.split()))
        unknown = [code for code in named if code not in known and code != NONE]
        if unknown or not named:
            raise ThemeError(f"{where}, line {number}: no theme {' '.join(unknown)}".rstrip())
        if NONE in named and len(named) > 1:
            raise ThemeError(f"{where}, line {number}: NONE stands beside other codes")
        found.append((() if NONE in named else named, clause.strip()))
    sides = {known[code] for codes, _ in found for code in codes}
    if len(sides) > 1:
        raise ThemeError(f"{where}: has themes of both sides; keep them in two files")
    side = next(iter(sides), "")
    return [Exemplar(codes, clause, side) for codes, clause in found]
