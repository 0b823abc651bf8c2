"""Patterns of a codebook: what they match in a clause, and which match wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Hit(NamedTuple):
    """A place in a clause where a pattern of a theme matches."""

    theme: str
    start: int
    end: int
    rule: Rule

    @property
    def length(self) -> int:
        """How many characters are matched."""
        return self.end - self.start


@dataclass(frozen=True, eq=False)  # a pattern is itself: two that read the same are two
class Rule:
    """One pattern of a theme, or a rule of several.

    Attributes
    ----------
    theme : str
        The id of the theme.
    source : str
        The pattern as it is written in the codebook.
    line : int
        Its line there.
    all, any, none : tuple of re.Pattern
        Expressions that must all match, of which one must match, of which none may.

    Examples
    --------
    >>> rule = Rule("P02", "培训", 1, any=(re.compile("培训"),), none=(re.compile("已"),))
    >>> [(hit.start, hit.end) for hit in rule.find("培训不多，缺少专题培训")], rule.find("已培训")
    ([(0, 2), (9, 11)], [])
    """

    theme: str
    source: str
    line: int
    all: tuple[re.Pattern[str], ...] = ()
    any: tuple[re.Pattern[str], ...] = ()
    none: tuple[re.Pattern[str], ...] = ()

    def find(self, clause: str) -> list[Hit]:
        """Return where the rule matches in a `clause`.

        A rule with `any` matches where one of these does; one without, from the first to the
        last match of `all`.
        """
        spans = [match.span() for pattern in self.any for match in pattern.finditer(clause)]
        if self.any and not spans:
            return []
        musts = [pattern.search(clause) for pattern in self.all]
        if None in musts or any(pattern.search(clause) for pattern in self.none):
            return []
        if not self.any:
            ends = [match.span() for match in musts if match]
            spans = [(min(start for start, _ in ends), max(end for _, end in ends))]
        return [Hit(self.theme, start, end, self) for start, end in spans if end > start]


def winners(hits: Iterable[Hit], families: dict[str, str], order: Sequence[str]) -> list[Hit]:
    """Return the longest hit of each theme; inside a family the longest of overlapping ones wins.

    Parameters
    ----------
    hits : iterable of Hit
        What the rules found in one clause.
    families : dict
        The family of each theme.
    order : sequence of str
        The themes in the order of the codebook, which settles ties.

    Returns
    -------
    list of Hit
        One a theme, in the order of the codebook.

    Examples
    --------
    >>> rules = [Rule("a", "考核", 1), Rule("b", "考核培训", 2)]
    >>> hits = [Hit("a", 0, 2, rules[0]), Hit("b", 0, 4, rules[1])]
    >>> [hit.theme for hit in winners(hits, {"a": "I", "b": "I"}, ["a", "b"])]
    ['b']
    >>> [hit.theme for hit in winners(hits, {"a": "I", "b": "II"}, ["a", "b"])]
    ['a', 'b']
    """
    places = {theme: place for place, theme in enumerate(order)}
    ranked = sorted(hits, key=lambda hit: (-hit.length, places[hit.theme], hit.start))
    kept: list[Hit] = []
    for hit in ranked:
        rivals = (each for each in kept if families[each.theme] == families[hit.theme])
        if not any(
            each.theme != hit.theme and each.start < hit.end and hit.start < each.end
            for each in rivals
        ):
            kept.append(hit)
    best: dict[str, Hit] = {}
    for hit in kept:
        best.setdefault(hit.theme, hit)
    return sorted(best.values(), key=lambda hit: places[hit.theme])
