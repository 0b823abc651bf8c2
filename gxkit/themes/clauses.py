"""Taking a text apart into clauses: the unit that themes are coded in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gxkit.errors import ThemeError

_SIGNS = re.compile(r"[\W_]+")


class Clause(NamedTuple):
    """A clause and where in its text it starts."""

    text: str
    start: int


@dataclass(frozen=True)
class Splitter:
    """How texts are taken apart.

    A clause ends at every `stop`. It ends at a `comma` only where the piece after it is a matter
    of its own: it begins with an ordinal or a connective (`opens`), or the clause so far and the
    piece each say what is wanting (`problem`, anywhere) or what will be done (`measure`, at
    their head). A piece of fewer than `shortest` characters joins its neighbour.

    Examples
    --------
    >>> splitter = Splitter(shortest=4, opens=re.compile("二是"))
    >>> [clause.text for clause in splitter.split("内容单薄，人手太少，二是更新太慢。", "problem")]
    ['内容单薄，人手太少', '二是更新太慢']
    """

    stop: re.Pattern[str] = re.compile(r"[。；;！!？?\r\n]+")
    comma: re.Pattern[str] = re.compile("，")
    shortest: int = 1
    opens: re.Pattern[str] | None = None
    problem: re.Pattern[str] | None = None
    measure: re.Pattern[str] | None = None

    @classmethod
    def of(cls, cues: Mapping[str, str], where: str | Path) -> Splitter:
        """Make one from the `cues` of a codebook; `where` names its file in errors.

        Examples
        --------
        >>> Splitter.of({"shortest": "5"}, "here").shortest
        5
        """
        try:
            made = {name: re.compile(cue) for name, cue in cues.items() if name != "shortest"}
            return cls(shortest=int(cues.get("shortest", "1")), **made)
        except (re.error, ValueError, TypeError) as error:
            raise ThemeError(f"{where}: what stands under clauses is no use: {error}") from None

    def split(self, text: str, side: str) -> list[Clause]:
        """Return the clauses of a `text` of problems or measures (`side`).

        Examples
        --------
        >>> [clause.start for clause in Splitter().split("内容少；更新慢", "problem")]
        [0, 4]
        """
        clauses: list[Clause] = []
        for start, end in _between(self.stop, text, 0, len(text)):
            clauses += self._parted(text, start, end, side)
        return [clause for clause in clauses if _SIGNS.sub("", clause.text)]

    def _parted(self, text: str, start: int, end: int, side: str) -> list[Clause]:
        """Return the clauses of what stands between two stops."""
        spans: list[tuple[int, int]] = []
        for piece in _between(self.comma, text, start, end):
            if spans and not self._own(text[slice(*spans[-1])], text[slice(*piece)], side):
                spans[-1] = (spans[-1][0], piece[1])
            else:
                spans.append(piece)
        return [_trimmed(text, *span) for span in spans]

    def _own(self, before: str, piece: str, side: str) -> bool:
        """Tell whether a piece after a comma is a matter of its own."""
        if min(len(_SIGNS.sub("", each)) for each in (before, piece)) < self.shortest:
            return False
        if self.opens is not None and self.opens.match(piece):
            return True
        cue = self.problem if side == "problem" else self.measure
        if cue is None:
            return False
        found = cue.search if side == "problem" else cue.match
        return bool(found(before) and found(piece))


def _between(mark: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans between the marks."""
    spans, last = [], start
    for match in mark.finditer(text, start, end):
        spans.append((last, match.start()))
        last = match.end()
    return [*spans, (last, end)]


def _trimmed(text: str, start: int, end: int) -> Clause:
    piece = text[start:end]
    return Clause(piece.strip(), start + len(piece) - len(piece.lstrip()))
