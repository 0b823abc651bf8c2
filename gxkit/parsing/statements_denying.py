"""What a sentence denies: 未收到申请, 无行政复议和行政诉讼."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue, pattern, topics
from gxkit.parsing.statements_measures import family_of
from gxkit.parsing.statements_saying import Saying

_FAR = 25
"""A denial that stands farther off denies something else."""


class Denying(Saying):
    """Reads the clauses of a sentence that say there was none of something."""

    def _deny(self, zero: Cue, end: int) -> None:
        """Say that there was none of what a clause without a number denies."""
        heads = [cue for cue in self.clause if family_of(cue) and cue.start >= zero.end]
        if not heads:
            heads = [cue for cue in self.clause if family_of(cue)]
            if not heads and not pattern("bare").sub("", self.text[zero.end : end]).strip("。"):
                heads = list(self.context.pending)
        elif heads[0].start - zero.end > _FAR:
            return
        if any(cue.kind == "skip" for cue in self.clause):
            heads = []
        if heads and heads[-1].start >= zero.end:
            after = self.text[max(cue.end for cue in self.clause) : end]
            if pattern("denied").sub("", after):
                return  # 未收到申请人投诉, 没有行政诉讼败诉: something else is denied
        for told in dict.fromkeys(self._denied(heads)):
            span = Quantity(0.0, None, "none", None, 1.0, zero.start, zero.end)
            self._say(span, told)

    def _denied(self, heads: list[Cue]) -> Iterator[str]:
        cases = [cue for cue in heads if cue.kind == "case"]
        requests = [cue for cue in heads if family_of(cue) == "requests"]
        if cases and requests:
            between = self.text[requests[-1].end : cases[0].start]
            requests = requests if pattern("and").match(between) else []
        results = [cue for cue in heads if cue.kind == "result"]
        for case in cases or (
            [Cue("case", self.context.case, 0, 0)] if results and self.context.case else []
        ):
            yield from self._told([case, *results], case)
        outcomes = [cue for cue in requests if cue.kind == "outcome"]
        if outcomes and not any(cue.kind == "flow" and cue.code != "receive" for cue in requests):
            for outcome in outcomes:
                yield from self._told([outcome], outcome)
        elif requests:
            yield from self._told(
                [*requests, *(cue for cue in heads if cue.kind == "place")], requests[-1]
            )
        elif self.context.subject == "requests":
            for place in (cue for cue in heads if cue.kind == "place"):
                yield from self._told([place], place)
        acts = [cue for cue in heads if cue.kind == "act"]
        for cue in heads:
            if cue.kind == "document" and acts:
                yield from self._told([*acts, cue], cue)
            elif cue.kind in {"decision", "money"} or (
                cue.kind == "topic" and topics()[cue.code].zero
            ):
                yield from self._told([cue], cue)

    def _told(self, cues: list[Cue], head: Cue) -> Iterator[str]:
        told = self._named(cues, None, head)
        if told:
            yield told
