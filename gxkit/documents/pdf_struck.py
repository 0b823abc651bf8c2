"""Characters of a page that a line strikes out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from gxkit.documents.ruled import Rule

if TYPE_CHECKING:
    from gxkit.documents.pdf_pages import Char

_LOW, _HIGH = 0.12, 0.55
"""Shares of its height above its base line between which a line goes through a character."""
_OVER: Final = 1.5
"""Points by which a line that strikes words out may be longer than they."""
_GAP: Final = 0.6


def struck(chars: Sequence[Char], across: Sequence[Rule]) -> set[int]:
    """Find the characters through whose middle a line runs that is no longer than the words.

    Parameters
    ----------
    chars : sequence of Char
        The characters of a page.
    across : sequence of Rule
        Its horizontal lines.

    Returns
    -------
    set of int
        The `order` of each character that is struck out.
    """
    rules = sorted(across)
    places = [rule.at for rule in rules]
    found: set[int] = set()
    for char in chars:
        first = bisect_left(places, char.base - _HIGH * char.height)
        last = bisect_right(places, char.base - _LOW * char.height)
        for rule in rules[first:last]:
            inside = rule.start <= char.middle[0] <= rule.end
            if inside and _is_of_words(rule, char, chars):
                found.add(char.order)
    return found


def _is_of_words(rule: Rule, char: Char, chars: Sequence[Char]) -> bool:
    """Tell whether a line ends with the words around a character: the rules of tables do not."""
    level = sorted(
        (other for other in chars if abs(other.base - char.base) < other.height / 3),
        key=lambda other: other.x0,
    )
    left, right = char.x0, char.x1
    for other in level:
        if left <= other.x0 <= right + _GAP * char.height:
            right = max(right, other.x1)
    for other in reversed(level):
        if left - _GAP * char.height <= other.x1 <= right:
            left = min(left, other.x0)
    return left - _OVER <= rule.start and rule.end <= right + _OVER
