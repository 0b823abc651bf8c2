"""Several readings of one line put together, character by character."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from gxkit.documents.scans.cutting import contrasted, without_grain
from gxkit.documents.scans.engine import Engine, Reading
from gxkit.documents.scans.sheet import Picture

_SURE: Final = 0.9
"""A line whose least sure character is less sure than this is read again."""


def surer(
    found: Sequence[Reading], cuts: Sequence[Picture], em: float, engine: Engine
) -> list[Reading]:
    """Read the lines of words again of which a character is not sure: in two other pictures.

    Parameters
    ----------
    found : sequence of Reading
        How each line is read first.
    cuts : sequence of array of uint8
        The lines, cut out of the page.
    em : float
        The size of a character in pixels.
    engine : Engine
        What recognises lines of text.

    Returns
    -------
    list of Reading
        One a line.
    """
    again = [at for at, one in enumerate(found) if 0 < one.score < _SURE and len(one.text) > 1]
    views = [
        view for at in again for view in (contrasted(cuts[at], em), without_grain(cuts[at], em)[0])
    ]
    more = engine.read(views)
    told = list(found)
    for number, at in enumerate(again):
        told[at] = voted([found[at], *more[2 * number : 2 * number + 2]])
    return told


def voted(readings: Sequence[Reading]) -> Reading:
    """Take at each place the character that most readings have, or else the surest.

    Only readings as long as most of them are count: others have lost or doubled a character,
    and nothing tells where.

    Parameters
    ----------
    readings : sequence of Reading
        Of the same line, the plainest first; at least one.

    Returns
    -------
    Reading
        The line. A character on which the readings differ is as sure as the least sure of those
        that have it, so that it shows in the certainty of the line.

    Examples
    --------
    >>> plain = Reading("部内之间", 0.5, (0.1, 0.4, 0.6, 0.9), (0.9, 0.5, 0.9, 0.9))
    >>> other = Reading("部门之间", 0.6, (0.1, 0.4, 0.6, 0.9), (0.9, 0.6, 0.8, 0.9))
    >>> voted([plain, other, other]).text, voted([plain, other]).text, voted([plain]).text
    ('部门之间', '部门之间', '部内之间')
    >>> voted([plain, other]).score
    0.6
    """
    told = [one for one in readings if len(one.scores) == len(one.text)]
    if len(told) < 2 or len({one.text for one in readings}) == 1:
        return readings[0]
    usual = Counter(len(one.text) for one in told).most_common(1)[0]
    same = [one for one in told if len(one.text) == usual[0]]
    if usual[1] < 2:
        return readings[0]
    letters: list[str] = []
    scores: list[float] = []
    for at in range(usual[0]):
        chances: dict[str, list[float]] = {}
        for one in same:
            chances.setdefault(one.text[at], []).append(one.scores[at])
        best = max(chances, key=lambda letter: (len(chances[letter]), max(chances[letter])))
        letters.append(best)
        # Where all agree the surest reading of it counts.
        scores.append((max if len(chances) == 1 else min)(chances[best]))
    return Reading("".join(letters), min(scores, default=0.0), same[0].places, tuple(scores))
