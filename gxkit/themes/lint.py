"""What is wrong with a codebook: bad, doubled, dead and shadowed patterns, unknown ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gxkit.themes.codebook import SIDES
from gxkit.themes.rules import Hit, Rule

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.themes.codebook import Codebook

Fault = tuple[str, str, str | None, str, int, str]


def lint(codebook: Codebook, texts: Sequence[str] | pd.Series | None = None) -> pd.DataFrame:
    """Return what is wrong with a codebook.

    Parameters
    ----------
    codebook : Codebook
        The codebook.
    texts : sequence of str, optional
        Clauses that every pattern should match somewhere in; by default the codebook's exemplars.
        With none at all, dead and shadowed patterns are not looked for.

    Returns
    -------
    DataFrame
        A row a fault: fault, theme, other (the other theme, if there is one), pattern, line,
        message. Faults are ``regex`` (a pattern cannot be used), ``unknown`` (the map names no
        theme), ``duplicate`` (a pattern, or one of its alternatives, stands in two themes of a
        side), ``dead`` (it matches nothing in the texts) and ``shadowed`` (wherever it matches, a
        longer match of another pattern of its family covers it).

    Examples
    --------
    >>> from gxkit.themes import Codebook
    >>> lint(Codebook.load(), ["人手不足"])["fault"].value_counts()["dead"] > 50
    True
    """
    from gxkit.themes.tables import build

    if texts is None:
        texts = [each.clause for each in codebook.exemplars]
    faults: list[Fault] = [
        (one.fault, one.theme, None, one.pattern, one.line, one.message) for one in codebook.broken
    ]
    faults += _duplicates(codebook)
    clauses = list(dict.fromkeys(map(str, texts)))
    if clauses:
        faults += _unused(codebook, clauses)
    frame = build("lint", sorted(faults, key=lambda fault: (fault[4], fault[0])))
    frame.attrs.update(codebook=codebook.hash, texts=len(clauses))
    return frame


def _duplicates(codebook: Codebook) -> list[Fault]:
    """Return patterns and alternatives that two themes of one side claim."""
    faults: list[Fault] = []
    for side in SIDES:
        first: dict[str, Rule] = {}
        for rule in codebook.rules_of(side):
            if rule.all or rule.none:
                continue  # a condition tells the two apart
            for piece in dict.fromkeys(_alternatives(rule.source)):
                known = first.setdefault(piece, rule)
                if known is not rule:
                    where = f"{known.theme}, line {known.line}"
                    message = f"{piece} stands also under {where}: keep it where it belongs"
                    faults.append(("duplicate", rule.theme, known.theme, piece, rule.line, message))
    return faults


def _alternatives(source: str) -> list[str]:
    """Take a pattern apart at the bars that stand outside of brackets."""
    pieces, depth = [""], 0
    for sign in source:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "|" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += sign
    return [piece for piece in pieces if piece]


def _unused(codebook: Codebook, clauses: Sequence[str]) -> list[Fault]:
    faults: list[Fault] = []
    for side in SIDES:
        rules = codebook.rules_of(side)
        found: dict[int, list[tuple[int, Hit]]] = {id(rule): [] for rule in rules}
        by_clause: list[list[Hit]] = []
        for place, clause in enumerate(clauses):
            hits = [hit for rule in rules for hit in rule.find(clause)]
            by_clause.append(hits)
            for hit in hits:
                found[id(hit.rule)].append((place, hit))
        for rule in rules:
            own = found[id(rule)]
            if not own:
                message = f"matches in none of {len(clauses)} texts"
                faults.append(("dead", rule.theme, None, rule.source, rule.line, message))
                continue
            winners = [_shadow(hit, by_clause[place], codebook) for place, hit in own]
            if all(winners):
                other: Any = winners[0]
                message = (
                    f"each of its {len(own)} matches lies inside a longer one of its family, "
                    f"first of {other.theme}, line {other.line}"
                )
                faults.append(
                    ("shadowed", rule.theme, other.theme, rule.source, rule.line, message)
                )
    return faults


def _shadow(hit: Hit, hits: Sequence[Hit], codebook: Codebook) -> Rule | None:
    """Return another rule of the family whose longer match covers this one."""
    families = codebook.family_of
    for other in hits:
        covers = other.start <= hit.start and other.end >= hit.end and other.length > hit.length
        if covers and other.rule is not hit.rule and families[other.theme] == families[hit.theme]:
            return other.rule
    return None
