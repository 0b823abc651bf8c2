"""What a clause says so far, and how one number of it is put down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue, pattern
from gxkit.parsing.statements_items import Said, items
from gxkit.parsing.statements_measures import WEAK, Context, codes, family_of, measure
from gxkit.parsing.statements_scope import Scopes

_CLAUSE_END = re.compile(r"[,;:。()|]")
RECEIVED = frozenset({"requests/new/total", "requests/new+carried_over/total"})
# How many characters between a cue and its number may be words that nothing explains.
_SLACK = {"posts": 8, "topics": 8, "requests": 2, "disputes": 2, "money": 4}
_CASES = frozenset({"requests", "disputes"})
# Kinds said of so many things that every word up to the number must be known: 网站自查12次.
_STRICT = frozenset({"flow", "place"})


class Saying:
    """The state of one sentence on its way to statements.

    Parameters
    ----------
    text : str
        A plain line.
    start, end : int
        Where in it the sentence stands.
    cues, found : sequence
        The cues and the quantities of the sentence.
    context : Context
        What the sentences before have settled; it is changed.
    year : int or None
        The year of the report.
    scopes : Scopes
        Tells whose numbers stand where.
    """

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        cues: Sequence[Cue],
        found: Sequence[Quantity],
        context: Context,
        year: int | None,
        scopes: Scopes,
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.context, self.year, self.scopes = context, year, scopes
        self.context.among, self.context.pending, self.context.act = False, (), ""
        self.items = items(text, start, end, cues, found)
        self.said: list[Said] = []
        self.period = "year"
        self.clause_start = self.region = start
        self.left: list[Cue] = []
        self.clause: list[Cue] = []
        self.counted = False
        self.includes = self.foreign = False
        self.saved: list[tuple[Context, str]] = []
        self.inner: list[int] = []
        self.aside: list[int] = []

    def _named(self, cues: list[Cue], unit: str | None, head: Cue | None = None) -> str | None:
        heads = [cue for cue in cues if family_of(cue)]
        if not heads:
            return None
        if head is None:
            head = next((cue for cue in reversed(heads) if cue.kind not in WEAK), heads[-1])
        family = family_of(head) or ""
        if head.kind == "flow" and not codes(heads, "request"):
            if self.context.subject == "disputes":
                family = "disputes"
            elif self.context.subject == "topics" and not codes(heads, "place"):
                family = "topics"
        if self.includes and not self._is_fresh(heads) and not codes(heads, "includes"):
            heads = [*heads, Cue("includes", "", 0, 0)]
        return measure(family, heads, unit, self.context)

    def _reasons(self, heads: Sequence[Cue]) -> list[Cue]:
        """Return the reasons just named of an outcome: 内部事务信息,依法不予公开,共3件."""
        if not self.context.pending:
            return []
        groups = {cue.code for cue in heads if cue.kind == "outcome"}
        if len(groups) != 1 or any(cue.kind not in {"outcome", "request"} for cue in heads):
            return []
        (group,) = groups
        return [cue for cue in self.context.pending if cue.code.startswith(f"{group}.")]

    def _is_fresh(self, heads: list[Cue]) -> bool:
        """Tell whether words say which requests are counted: 新收, or 上年结转."""
        new = any(cue.code == "receive" and self.text[cue.start] == "新" for cue in heads)
        return new or codes(heads, "flow") == ["over"]

    def _is_bare(self, start: int, end: int, head: Cue | None = None) -> bool:
        between = self.text[start:end]
        if head and head.kind == "outcome":
            between = pattern("paper").sub("", between)
        left = pattern("bare").sub("", between)
        if head and family_of(head) in _CASES and pattern("thing").search(left):
            return False
        family = family_of(head) if head and head.kind not in _STRICT else None
        return len(re.sub(r"[、,]", "", left)) <= _SLACK.get(family or "", 0)

    def _region_text(self, quantity: Quantity) -> str:
        """Return the words before a quantity without the cues among them."""
        text, at = "", self.region
        for cue in self.left:
            text += self.text[at : cue.start]
            at = cue.end
        return re.sub(r"[、,]", "", text + self.text[at : quantity.start])

    def _clause_end(self, at: int) -> int:
        end = _CLAUSE_END.search(self.text, at, self.end)
        return end.start() if end else self.end

    def _last(self, unit: str | None = None) -> str | None:
        """Return what the last number counted; the last in this unit, where there is one."""
        levels = [
            said
            for at, said in enumerate(self.said)
            if said.measure and said.role == "level" and at not in self.aside
        ]
        if levels:
            alike = [one for one in levels if unit and one.unit == unit]
            return (alike or levels)[-1].measure
        return next((one.measure for one in reversed(self.said) if one.measure), None)

    def _say(
        self, quantity: Quantity, told: str | None, role: str = "level", period: str | None = None
    ) -> None:
        if role == "level" and period is None:
            kinds = {cue.code if cue.kind == "period" else cue.kind for cue in self.clause}
            role = "change" if {"change", "compared"} <= kinds else role
        if told and self._over_included(told):
            self._include()
        if period is None:
            period = "change" if role == "change" else self._now()
        scope = self._scope(told, quantity)
        if scope and scope[0] == "~":  # only some of what was counted before: 其中征地类申请5件
            told, scope = None, None
        measured = (
            None if period in {"future", "part"} or self._is_part(told, role, period) else told
        )
        self.said.append(
            Said(
                measure=measured,
                value=quantity.value,
                unit=quantity.unit,
                manner=quantity.manner,
                upper=quantity.upper,
                step=quantity.step,
                period=period,
                scope=scope if measured else None,
                start=quantity.start,
                end=quantity.end,
                clause=(self.clause_start, self._clause_end(quantity.end)),
                role=role,
                among=self.context.among,
            )
        )

    def _scope(self, told: str | None, quantity: Quantity) -> str | None:
        """Return whose numbers these are, or of which requests, where not all of the report's."""
        if told is None:
            return None
        scope = self.scopes.at(self.text, self.start, quantity.start, self.clause_start)
        if scope or told not in RECEIVED:
            return scope
        part = self.context.among and any(
            one.measure == told and not one.scope and one.period == self._now() for one in self.said
        )
        request = next((cue for cue in reversed(self.clause) if cue.kind == "request"), None)
        if request is None:
            return "其中" if part else None
        flow = [cue.end for cue in self.clause if cue.kind == "flow" and cue.end <= request.start]
        start = max(flow, default=self.clause_start)
        if start <= quantity.start < request.start:
            start = quantity.end
        elif any(start < one.end <= request.start for one in self.said):
            start = max(one.end for one in self.said if one.end <= request.start)
        words = self.text[start : request.start]
        for cue in self.clause:
            if start <= cue.start and cue.end <= request.start and cue.kind != "skip":
                words = words.replace(self.text[cue.start : cue.end], "")
        words = pattern("bare").sub("", pattern("origin").sub("", words))
        if len(words) > 1 and request.code == "weak" and self.text[request.start - 1] not in "的类":
            return f"~{words}"  # 商标注册申请
        if len(words) > 1:
            return f"~{words}" if part else words
        if quantity.start < request.start and not flow and quantity.manner != "none":
            return "申请中"  # 35件申请中: received, or handled
        return "~" if part else None

    def _is_part(self, told: str | None, role: str, period: str) -> bool:
        """Tell whether a number counts only some of what was counted before (其中图文解读15条)."""
        if not told or not self.context.among or role != "level" or "/" in told:
            return False
        return any(
            one.measure == told and one.period == period and not one.among for one in self.said
        )

    def _now(self) -> str:
        """Return the period of the number at hand: told in its clause, else by those before."""
        for cue in reversed(self.clause):
            if cue.kind in {"year", "period"} and cue.code != "compared":
                period = self._period_of(cue)
                if cue.code != "year" or cue.kind == "year" or self.period != "cumulative":
                    return period
                return "year"
        return self.period

    def _period_of(self, cue: Cue) -> str:
        if cue.kind == "year":
            year = int(self.text[cue.start : cue.start + 4])
            if self.year is None or year == self.year:
                return "year"
            return "previous" if year < self.year else "future"
        if cue.code == "cumulative" and self.text.startswith("累计", cue.start):
            before = self.text[self.start : cue.start]
            if pattern("within_year").search(before):
                return self.period
        return cue.code

    def _planned(self) -> bool:
        return any(cue.kind == "plan" for cue in self.clause)

    def _over_included(self, told: str) -> bool:
        if told != "requests/carried_over/total" or not self.said:
            return False
        led = any(cue.kind == "includes" for cue in self.clause)
        return led or (self.context.among and codes(self.clause, "list") == ["among"])

    def _include(self) -> None:
        """Note that the number of requests said before counts last year's cases too."""
        for at in range(len(self.said) - 1, -1, -1):
            if self.said[at].measure == "requests/total/total":
                break  # 收到69件,办结67件(含上年结转5件)
            if self.said[at].measure == "requests/new/total":
                self.said[at] = replace(self.said[at], measure="requests/new+carried_over/total")
                self.includes = False
                return
