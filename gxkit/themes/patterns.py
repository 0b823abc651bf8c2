"""Layer one: what the patterns of a codebook find in clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gxkit.themes.rules import Hit, winners

if TYPE_CHECKING:
    from gxkit.themes.codebook import Codebook, Side


def hits_in(clauses: Sequence[str], codebook: Codebook, side: Side) -> list[list[Hit]]:
    """Return what the patterns find in each clause: the winning hit of each theme.

    Parameters
    ----------
    clauses : sequence of str
        Clauses of one side.
    codebook : Codebook
        The themes.
    side : {"problem", "measure"}
        Whose patterns to look with.

    Returns
    -------
    list of list of Hit
        For each clause, a hit a theme. A residual theme stands only where there is no other.

    Examples
    --------
    >>> from gxkit.themes import Codebook
    >>> found = hits_in(["政策解读形式单一，培训不足"], Codebook.load(), "problem")
    >>> [hit.theme for hit in found[0]]
    ['P02', 'P11']
    """
    rules = codebook.rules_of(side)
    order = list(codebook.themes)
    families = codebook.family_of
    found: list[list[Hit]] = []
    for clause in clauses:
        every = [hit for rule in rules for hit in rule.find(clause)]
        won = winners(every, families, order) if every else []
        named = [hit for hit in won if not codebook.themes[hit.theme].residual]
        found.append(named or won)
    return found
