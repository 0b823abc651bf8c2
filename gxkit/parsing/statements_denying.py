"""What a sentence denies: 未收到申请, 无行政复议和行政诉讼."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue, pattern, topics, words
from gxkit.parsing.statements_measures import codes, family_of
from gxkit.parsing.statements_saying import Saying

_CHANNELS = frozenset({"mail", "email", "counter", "fax"})
"""Places that are nothing but channels of requests: 无政务新媒体 denies no requests."""

_FAR = 25
"""A denial that stands farther off denies something else."""


class Denying(Saying):
    """Reads the clauses of a sentence that say there was none of something."""

    def _deny(self, zero: Cue, end: int) -> None:
        """Say that there was none of what a clause without a number denies."""
        if zero.code:  # 上年无结转
            self._say(_none(zero), f"requests/{zero.code}/total")
            self.context.subject = "requests"
            return
        partly = pattern("leftover").search(self.text, self.clause_start, zero.start)
        heads = [cue for cue in self.clause if family_of(cue) and cue.start >= zero.end]
        skipped = [cue for cue in self.clause if cue.kind == "skip"]
        if partly or any(not heads or cue.start >= zero.end for cue in skipped):
            return
        if heads:
            if heads[0].start - zero.end > _FAR or self._takes_back(zero, heads, end):
                return
            told = self._asked(zero, heads) or list(self._denied(heads))
        else:
            heads = [cue for cue in self.clause if family_of(cue)]
            if not heads and not pattern("bare").sub("", self.text[zero.end : end]).strip("。"):
                heads = list(self.context.pending)
            told = list(self._denied(heads))
            dated = any(cue.kind in {"year", "period"} for cue in self.clause)
            if (
                not heads
                and dated
                and not self.text[zero.end : end].strip("。")
                and (last := self._last())
            ):
                told = [last]  # 去年1件,今年无
        for each in dict.fromkeys(told):
            self._say(_none(zero), each)

    def _takes_back(self, zero: Cue, heads: list[Cue], end: int) -> bool:
        """Tell whether something else is denied: 没有超期答复的申请, 没有行政诉讼败诉."""
        if len(self._between(zero.end, heads[-1].start)) > 1:
            return True
        last = max(cue.end for cue in self.clause if cue.kind != "zero" or cue is zero)
        again = [cue.start for cue in self.clause if cue.kind == "zero" and cue.start >= last]
        after = self.text[last : min(again, default=end)].strip("、")  # 无复议、无投诉
        return bool(pattern("denied").sub("", after))

    def _asked(self, zero: Cue, heads: list[Cue]) -> list[str]:
        """Name the channels by which no request came: 传真和邮件渠道未收到申请."""
        if codes(heads, "place") or codes(heads, "outcome") or not codes(heads, "request"):
            return []
        places = [cue for cue in self.clause if cue.kind == "place" and cue.end <= zero.start]
        channels = [words("channels").get(cue.code, "other") for cue in places]
        return [f"requests_channel/{channel}" for channel in channels if channel != "other"]

    def _between(self, start: int, end: int) -> str:
        """Return the words of a stretch that neither a cue nor a usual phrase explains."""
        text, at = "", start
        for cue in self.clause:
            if start <= cue.start < end and cue.kind != "skip":
                text += self.text[at : cue.start]
                at = cue.end
        return pattern("denying").sub("", text + self.text[at:end])

    def _denied(self, heads: list[Cue]) -> Iterator[str]:
        """Yield the measures of all that a clause denies."""
        requests = self._requests(heads)
        cases = [cue for cue in heads if cue.kind == "case"]
        results = [cue for cue in heads if cue.kind == "result"]
        if results and not cases and self.context.case:
            cases = [Cue("case", self.context.case, 0, 0)]
        for case in cases:
            yield from self._told([case, *results], case)
        yield from self._denied_requests(requests, heads)
        acts = [cue for cue in heads if cue.kind == "act"]
        for cue in heads:
            if cue.kind == "document" and acts:
                for act in acts:
                    yield from self._told([act, cue], cue)
            elif cue.kind in {"decision", "money"} or (
                cue.kind == "topic" and topics()[cue.code].zero
            ):
                yield from self._told([cue], cue)

    def _requests(self, heads: list[Cue]) -> list[Cue]:
        """Return the cues of requests, if these are denied and not only name what is."""
        requests = [cue for cue in heads if family_of(cue) == "requests"]
        if not requests:
            return []
        later = next((cue for cue in heads if cue.start > requests[-1].start), None)
        cases = [cue for cue in heads if cue.kind == "case"]
        if later is not None:
            # 因政府信息公开申请引发的行政复议: the request is not what is denied.
            between = self.text[requests[-1].end : later.start]
        elif cases:
            between = self.text[cases[-1].end : requests[0].start]
        else:
            return requests
        return requests if pattern("and").match(between) else []

    def _denied_requests(self, requests: list[Cue], heads: list[Cue]) -> Iterator[str]:
        outcomes = [cue for cue in requests if cue.kind == "outcome"]
        places = [cue for cue in heads if cue.kind == "place"]
        if outcomes and not any(cue.kind == "flow" and cue.code != "receive" for cue in requests):
            for at, outcome in enumerate(outcomes):
                if at and "." in outcomes[at - 1].code and "." not in outcome.code:
                    between = self.text[outcomes[at - 1].end : outcome.start]
                    if not pattern("and").match(between):
                        continue  # 因逾期未缴费不再处理的: the reason says which
                yield from self._told([outcome], outcome)
        elif len(listed := _listed(requests, places)) > 1:
            others = [cue for cue in requests if cue.kind == "request"]
            for cue in listed:
                yield from self._told([*others, cue], cue)
        elif requests:
            yield from self._told([*requests, *places], requests[-1])
        elif self.context.subject == "requests":
            for place in places:
                if place.code in _CHANNELS:
                    yield from self._told([place], place)

    def _told(self, cues: list[Cue], head: Cue) -> Iterator[str]:
        told = self._named(cues, None, head)
        if told:
            yield told


def _none(zero: Cue) -> Quantity:
    return Quantity(0.0, None, "none", None, 1.0, zero.start, zero.end)


def _listed(requests: list[Cue], places: list[Cue]) -> list[Cue]:
    """Return the flows or channels of which a denial names several (无当面、传真申请)."""
    flows = [cue for cue in requests if cue.code in {"over", "forward"}]
    named = [cue for cue in requests if cue.kind == "request"]
    if places and named and places[-1].end == named[0].start:
        return places
    return flows
