"""The walk through a line: each number meets the words around it and what was said before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gxkit.parsing.quantities import Quantity, quantities
from gxkit.parsing.statements_cues import Cue, pattern, scan, topics, units
from gxkit.parsing.statements_measures import Context, codes, family_of, measure
from gxkit.parsing.statements_scope import Scopes

_SENTENCE = re.compile(r"[^。!?]+[。!?]?")
_MARK = re.compile(r"[,;:、()]")
_DENIED = re.compile(r"[未无零]|没有|没[收发接]|不存在|不涉及")
_REST = re.compile(r"[、,]?其[他它](?:类|情况|事项|的|有|共|为|申请)*")
_AND = re.compile(r"[和及与、,]|以及")
# Kinds of cue that alone do not say what is counted, where other words do.
_WEAK = frozenset({"flow", "place", "publish", "act", "applicant"})
# Kinds of which a clause may name several, each with a number of its own.
_LISTED = (
    "outcome",
    "result",
    "applicant",
    "case",
    "decision",
    "document",
    "place",
    "act",
    "topic",
    "flow",
)
_RECEIVED = frozenset({"requests/new/total", "requests/new+carried_over/total"})
# How many characters between a cue and its number may be words that nothing explains.
_SLACK = {"posts": 8, "topics": 8, "requests": 2, "disputes": 2}
_HEADING = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity of a line and what it was understood to say; `measure` None for nothing.

    `role` is ``level``, ``change`` or ``share``; `among` tells that it stands in a list of
    parts (其中…). `clause` is the span of the words it stands in.
    """

    measure: str | None
    value: float
    unit: str | None
    manner: str
    upper: float | None
    step: float
    period: str
    scope: str | None
    start: int
    end: int
    clause: tuple[int, int]
    role: str = "level"
    among: bool = False


class _Item(NamedTuple):
    """A piece of a sentence: a cue, a quantity or a punctuation mark."""

    start: int
    end: int
    cue: Cue | None
    quantity: Quantity | None
    mark: str


class Reader:
    """Reads line after line; what a line leaves open the next may go on with."""

    def __init__(self, form: str, year: int | None, agency: str | None = None) -> None:
        self.form = form
        self.year = year
        self.scopes = Scopes(agency)
        self._heading: tuple[Cue, ...] = ()
        self.context = Context(form)

    def head(self, text: str) -> None:
        """Take note of the heading that the next line stands under."""
        self._heading = tuple(scan(text))
        self.begin()

    def begin(self) -> None:
        """Begin a paragraph: it owes nothing to the one before but their heading."""
        self.context = Context(self.form)
        self.context.absorb(self._heading)

    def read(self, text: str) -> Iterator[Said]:
        """Yield what the quantities and denials of one plain line say."""
        found = quantities(text)
        if not found and not _DENIED.search(text):
            return
        for match in _SENTENCE.finditer(text):
            start, end = match.span()
            inside = [each for each in found if start <= each.start < end]
            if not inside and end - start > _HEADING and not _DENIED.search(text, start, end):
                continue
            yield from _Sentence(self, text, start, end, inside).walk()


class _Sentence:
    """One sentence on its way to statements."""

    def __init__(
        self, reader: Reader, text: str, start: int, end: int, found: Sequence[Quantity]
    ) -> None:
        self.reader, self.text, self.end = reader, text, end
        self.context = reader.context
        self.context.among, self.context.pending = False, ()
        self.items = _items(text, start, end, found)
        self.said: list[Said] = []
        self.period = "year"
        self.clause_start = self.region = start
        self.left: list[Cue] = []
        self.clause: list[Cue] = []
        self.counted = False
        self.includes = False
        self.denied = False
        self.saved: list[Context] = []
        self.inner: list[int] = []
        self.aside: list[int] = []
        self.start = start

    def walk(self) -> list[Said]:
        at = 0
        while at < len(self.items):
            item = self.items[at]
            if item.cue:
                self._meet(item.cue)
            elif item.mark:
                self._pass(item)
            else:
                at = self._count(at)
                continue
            at += 1
        self._flush(self.end)
        self.reader.context = self.saved[0] if self.saved else self.context
        return self.said

    def _meet(self, cue: Cue) -> None:
        if cue.kind == "list" and cue.code == "among":
            self.context.among = True
        if cue.kind == "includes":
            self.includes = True
        self.left.append(cue)
        self.clause.append(cue)

    def _pass(self, item: _Item) -> None:
        """Pass a punctuation mark: a comma ends a clause, 、 only an entry with a number."""
        if item.mark == "、":
            if self.counted and not self.left:
                self.region = item.end
            return
        self._flush(item.start)
        if item.mark == "(":
            self.saved.append(replace(self.context))
            self.inner.append(len(self.said))
        elif item.mark == ")" and self.saved:
            pending = self.context.pending
            self.context = self.saved.pop()
            self.aside += range(self.inner.pop(), len(self.said))
            self.context.pending = self.context.pending or (pending if not self.said else ())
        self.clause_start = self.region = item.end

    def _flush(self, end: int) -> None:
        """End a clause: what it says without a number, and what it leaves to the next."""
        self._tell_period(end)
        zero = next((cue for cue in self.clause if cue.kind == "zero"), None)
        if zero is not None and not self.counted and not self._planned():
            self._deny(zero, end)
        if self.clause:
            self.context.absorb(self.clause)
            heads = tuple(cue for cue in self.clause if family_of(cue))
            if heads and not self.counted:
                self.context.pending = heads
                if self.includes:
                    self._include()
        self.left, self.clause, self.counted = [], [], False

    def _tell_period(self, end: int) -> None:
        """A clause that begins with a year, or is nothing else, sets it for those that follow."""
        for cue in self.clause:
            if cue.kind in {"year", "period"} and cue.code != "compared":
                before = self.text[self.clause_start : cue.start]
                if not pattern("bare").sub("", before) or cue.code in {"cumulative", "year"}:
                    self.period = self._period_of(cue)

    def _period_of(self, cue: Cue) -> str:
        if cue.kind == "year":
            year = int(self.text[cue.start : cue.start + 4])
            if self.reader.year is None or year == self.reader.year:
                return "year"
            return "previous" if year < self.reader.year else "future"
        if cue.code == "cumulative" and self.text.startswith("累计", cue.start):
            before = self.text[self.start : cue.start]
            within = any(word in before for word in ("全年", "年内", "本年", "今年", "年度"))
            if within or (self.period == "year" and re.search(r"20\d\d年[^来至]*$", before)):
                return self.period
        return cue.code

    def _planned(self) -> bool:
        return any(cue.kind == "plan" for cue in self.clause)

    # ------------------------------------------------------------------ numbers

    def _count(self, at: int) -> int:
        """Read the quantity at `at`; return where to go on."""
        quantity = self.items[at].quantity
        assert quantity is not None
        right, after = self._right(at)
        names = {cue.code for cue in self.left if cue.kind == "list"}
        run = self._run(at) if names & {"respectively"} else [at]
        if len(run) > 1:
            listed = self._paired(run)
            for index, (place, told) in enumerate(zip(run, listed, strict=True)):
                each = self.items[place].quantity
                if each is not None:
                    self._say(each, told)
                _ = index
            self._close(run[-1])
            return run[-1] + 1
        taken = self._take(quantity, right, after)
        self._close(after - 1 if taken else at)
        return after if taken else at + 1

    def _close(self, at: int) -> None:
        self.context.absorb(self.left)
        self.left = []
        self.counted = True
        self.context.pending = ()
        self.region = self.items[at].end

    def _right(self, at: int) -> tuple[list[Cue], int]:
        """Return the cues behind a quantity, up to the next mark or quantity, and where they end."""
        right: list[Cue] = []
        after = at + 1
        while after < len(self.items) and self.items[after].cue is not None:
            cue = self.items[after].cue
            if cue is not None:
                right.append(cue)
            after += 1
        return right, after

    def _take(self, quantity: Quantity, right: list[Cue], after: int) -> bool:
        """Say what one quantity says; tell whether the words behind it were part of that."""
        before = [cue for cue in self.left if family_of(cue) or cue.kind == "skip"]
        change = next((cue for cue in self.left if cue.kind == "change"), None)
        share = next((cue for cue in self.left if cue.kind == "share"), None)
        if self._planned():
            self._say(quantity, None)
            return False
        if quantity.unit == "%" and share is not None:
            heads = [cue for cue in before if cue.start < share.start and cue.kind != "skip"]
            self._say(quantity, self._named(heads, None) if heads else self._last(), role="share")
            return False
        compared = any(cue.code == "compared" for cue in self.clause)
        if change is not None and (compared or self._is_bare(change.end, quantity.start)):
            self._say_change(quantity, before)
            return False
        if quantity.unit == "%":
            told = self._last() if compared else None
            self._say(quantity, told, role="change" if told else "share")
            return False
        if compared and change is None:
            self._say(quantity, self._last(), period="previous")
            return False
        bound = after < len(self.items) and self.items[after].quantity is not None
        near = self._near(quantity, right, bound and bool(before))
        several = [told for told in self._each(quantity) if told] if not near else []
        if several:
            for told in several:
                self._say(quantity, told)
            return False
        self._say(quantity, self._decide(quantity, before, near))
        if near:
            self.clause.extend(near)
            self.context.absorb(near)
        return bool(near)

    def _near(self, quantity: Quantity, right: list[Cue], bound: bool) -> list[Cue]:
        """Return the cues behind a quantity if they say what it counts (23件申请, 3件维持)."""
        if not right or bound or not any(family_of(cue) for cue in right):
            return []
        gap = self.text[quantity.end : right[0].start]
        if pattern("behind").sub("", gap):
            return []
        heads = [cue for cue in right if family_of(cue)]
        return heads if not gap or right[0] is heads[0] or len(gap) < 6 else []

    def _decide(self, quantity: Quantity, before: list[Cue], near: list[Cue]) -> str | None:
        unit = quantity.unit
        strong = [cue for cue in near if cue.kind not in _WEAK]
        heads = [cue for cue in before if cue.kind != "skip"]
        firm = [cue for cue in heads if cue.kind not in _WEAK]
        if near and not heads:
            told = self._named(near, unit, (strong or near)[-1 if len(strong) > 1 else 0])
            after = self.text[near[-1].end : self._clause_end(near[-1].end)]
            if told in _RECEIVED and pattern("bare").sub("", after).strip("。、"):
                return None  # 1件申请含多项内容 does not say that one was received
            return told
        if strong and not firm:
            return self._named([*heads, *near], unit, strong[-1] if len(strong) > 1 else strong[0])
        if unit is None and not self._alone(quantity, heads):
            return None
        if unit in units("loose") and not near and self._goes_on(quantity):
            return None
        if before and before[-1].kind == "skip":
            return None
        if heads and heads[-1].kind == "includes" and not codes(heads, "flow") and not near:
            return "requests/carried_over/total"
        if heads:
            last = max(cue.end for cue in self.left)
            head = firm[-1] if firm else heads[-1]
            if not self._is_bare(last, quantity.start, head):
                return None
            same = [cue for cue in near if family_of(cue) == family_of(head)]
            if head.code == "some" and not codes(heads, "place"):
                return self._posted(quantity)
            return self._named([*heads, *same], unit, head)
        return self._from_before(quantity)

    def _posted(self, quantity: Quantity) -> str | None:
        """Read 其中2023年发布612条: the place was said before, and nothing else is told apart."""
        if self.context.subject == "requests":
            return self._named(self.left, quantity.unit)
        if pattern("bare").sub("", self._region_text(quantity)):
            return None
        dated = any(cue.kind in {"year", "period"} for cue in self.clause)
        if self.context.among and not dated:
            return None
        if self.context.place:
            place = Cue("place", self.context.place, 0, 0)
            return self._named([*self.left, place], quantity.unit, place)
        return self._named(self.left, quantity.unit)

    def _from_before(self, quantity: Quantity) -> str | None:
        """Read a quantity without words of its own by what was said before it."""
        region = self._region_text(quantity)
        if _REST.fullmatch(region):
            return self._rest()
        if pattern("bare").sub("", region):
            return None
        dated = any(cue.kind in {"year", "period"} for cue in self.clause)
        if dated and self.context.among and self._last():
            return self._last()  # 累计受理156件，其中2023年35件
        said = {one.measure for one in self.said if one.role == "level"}
        if {"requests/new/total", "requests/carried_over/total"} <= said and "共" in region:
            return "requests/new+carried_over/total"
        pending = list(self.context.pending)
        if pending:
            firm = [cue for cue in pending if cue.kind not in _WEAK] or pending
            return self._named(pending, quantity.unit, firm[-1])
        if self.context.topic and self.context.subject == "topics":
            told = topics()[self.context.topic].measures.get(quantity.unit or "")
            return None if told == self._last() and quantity.unit in units("loose") else told
        return None

    def _region_text(self, quantity: Quantity) -> str:
        """Return the words before a quantity without the cues among them."""
        text, at = "", self.region
        for cue in self.left:
            text += self.text[at : cue.start]
            at = cue.end
        return re.sub(r"[、,]", "", text + self.text[at : quantity.start])

    def _rest(self) -> str | None:
        """Read 其他3件 by the list that it ends."""
        last = self._last() or ""
        table, _, rest = last.partition("/")
        row, _, column = rest.partition("/")
        if table == "requests_channel":
            return "requests_channel/other"
        if table == "disputes" and column != "total":
            return f"disputes/{row}/other"
        if table == "requests" and column != "total":
            return f"requests/{row}/other"
        known = {"new", "total", "carried_over", "carried_forward", "new+carried_over"}
        return "requests/other/total" if table == "requests" and row not in known else None

    def _alone(self, quantity: Quantity, heads: list[Cue]) -> bool:
        """Tell whether a figure without a unit stands where a count stands (维持3、纠正1)."""
        after = self.text[quantity.end : quantity.end + 1]
        before = self.text[quantity.start - 1 : quantity.start]
        if after not in {"", ",", "、", ";", "。", ")"} or not heads:
            return False
        return heads[-1].end == quantity.start or before in {"为", "是", ":", "计", "共"}

    def _goes_on(self, quantity: Quantity) -> bool:
        after = self.text[quantity.end : quantity.end + 1]
        return "一" <= after <= "龥" and not pattern("behind").match(after)

    def _is_bare(self, start: int, end: int, head: Cue | None = None) -> bool:
        left = pattern("bare").sub("", self.text[start:end])
        family = family_of(head) if head else None
        return len(re.sub(r"[、,]", "", left)) <= _SLACK.get(family or "", 0)

    def _named(self, cues: list[Cue], unit: str | None, head: Cue | None = None) -> str | None:
        heads = [cue for cue in cues if family_of(cue)]
        if not heads:
            return None
        if head is None:
            head = next((cue for cue in reversed(heads) if cue.kind not in _WEAK), heads[-1])
        family = family_of(head) or ""
        if head.kind == "flow" and not codes(heads, "request"):
            if self.context.subject == "disputes":
                family = "disputes"
            elif self.context.subject == "topics" and not codes(heads, "place"):
                family = "topics"
        if self.includes and codes(heads, "flow") != ["over"] and not codes(heads, "includes"):
            heads = [*heads, Cue("includes", "", 0, 0)]
        return measure(family, heads, unit, self.context)

    # ------------------------------------------------------------------ lists

    def _run(self, at: int) -> list[int]:
        """Return the places of the quantities that follow one another with nothing between."""
        run = [at]
        place = at + 1
        while place < len(self.items):
            item = self.items[place]
            if item.mark and item.mark not in "、,":
                break
            if item.cue and item.cue.kind != "change":
                break
            if item.quantity:
                between = self.text[self.items[place - 1].end : item.start]
                if _AND.sub("", between):
                    break
                run.append(place)
            place += 1
        return run

    def _paired(self, run: list[int]) -> list[str | None]:
        """Give each quantity after 分别 its own of the words listed before."""
        change = any(cue.kind == "change" for cue in self.clause)
        unit = next(
            (
                each.unit
                for each in (self.items[at].quantity for at in reversed(run))
                if each and each.unit
            ),
            None,
        )
        for source in (self.left, self.clause, list(self.context.pending)):
            for kind in _LISTED:
                listed = [cue for cue in source if cue.kind == kind]
                if len(listed) == len(run):
                    others = [cue for cue in source if cue.kind != kind]
                    return [self._named([*others, cue], unit, cue) for cue in listed]
        levels = [said.measure for said in self.said if said.role == "level"]
        if change and len(levels) >= len(run):
            return list(levels[-len(run) :])
        heads = [cue for cue in self.left if family_of(cue)]
        return [self._named(heads, unit)] * len(run)

    def _each(self, quantity: Quantity) -> list[str | None]:
        """Return the measures of 各1件, 均为0件, and of 行政复议、行政诉讼0件."""
        each = any(cue.kind == "list" and cue.code == "each" for cue in self.left)
        if not each and quantity.value != 0:
            return []
        if not each and not self._is_bare(
            max((c.end for c in self.left), default=0), quantity.start
        ):
            return []
        sources = [self.left]
        if each and not any(family_of(cue) for cue in self.left):
            sources += [self.clause, list(self.context.pending)]
        for source in sources:
            for kind in _LISTED:
                listed = [cue for cue in source if cue.kind == kind]
                if len(listed) > 1 and len({cue.code for cue in listed}) > 1:
                    others = [cue for cue in source if cue.kind != kind and family_of(cue)]
                    return [self._named([*others, cue], quantity.unit, cue) for cue in listed]
        return []

    # ------------------------------------------------------------------ saying

    def _last(self) -> str | None:
        levels = [
            said
            for at, said in enumerate(self.said)
            if said.measure and said.role == "level" and at not in self.aside
        ]
        return levels[-1].measure if levels else None

    def _say_change(self, quantity: Quantity, before: list[Cue]) -> None:
        heads = [cue for cue in before if cue.kind != "skip"]
        unit = None if quantity.unit == "%" else quantity.unit
        told = self._named(heads, unit) if heads else None
        self._say(quantity, told or self._last(), role="change")

    def _say(
        self, quantity: Quantity, told: str | None, role: str = "level", period: str | None = None
    ) -> None:
        if any(cue.kind == "change" for cue in self.clause) and role == "level" and period is None:
            if any(cue.code == "compared" for cue in self.clause):
                role = "change"
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
        scope = self.reader.scopes.at(self.text, self.start, quantity.start, self.clause_start)
        if scope or told not in _RECEIVED:
            return scope
        part = self.context.among and any(
            one.measure == told and not one.scope and one.period == self._now()
            for one in self.said
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
        if len(words) > 1:
            return f"~{words}" if part else words
        if quantity.start < request.start and not flow and quantity.manner != "none":
            return "申请中"  # 35件申请中: received, or handled
        return "其中" if part else None

    def _is_part(self, told: str | None, role: str, period: str) -> bool:
        """Tell whether a number counts only some of what was counted before (其中图文解读15条)."""
        if not told or not self.context.among or role != "level" or "/" in told:
            return False
        return any(one.measure == told and one.period == period for one in self.said)

    def _now(self) -> str:
        """Return the period of the number at hand: told in its clause, else by those before."""
        for cue in reversed(self.clause):
            if cue.kind in {"year", "period"} and cue.code != "compared":
                period = self._period_of(cue)
                if cue.code != "year" or cue.kind == "year" or self.period != "cumulative":
                    return period
                return "year"
        return self.period

    def _clause_end(self, at: int) -> int:
        while at < self.end and self.text[at] not in ",;:。()":
            at += 1
        return at

    def _over_included(self, told: str) -> bool:
        if told != "requests/carried_over/total" or not self.said:
            return False
        led = any(cue.kind == "includes" for cue in self.clause)
        return led or (self.context.among and codes(self.clause, "list") == ["among"])

    def _include(self) -> None:
        """Note that the number of requests said before counts last year's cases too."""
        for at in range(len(self.said) - 1, -1, -1):
            if self.said[at].measure == "requests/new/total":
                self.said[at] = replace(self.said[at], measure="requests/new+carried_over/total")
                self.includes = False
                return

    # ------------------------------------------------------------------ denials

    def _deny(self, zero: Cue, end: int) -> None:
        """Say that there was none of what a clause without a number denies."""
        heads = [cue for cue in self.clause if family_of(cue) and cue.start >= zero.end]
        if not heads:
            heads = [cue for cue in self.clause if family_of(cue)]
            if not heads and not pattern("bare").sub("", self.text[zero.end : end]).strip("。"):
                heads = list(self.context.pending)
        elif heads[0].start - zero.end > 25:
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
            requests = requests if _AND.match(between) else []
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
            elif cue.kind in {"decision", "money"}:
                yield from self._told([cue], cue)
            elif cue.kind == "topic" and topics()[cue.code].zero:
                yield from self._told([cue], cue)

    def _told(self, cues: list[Cue], head: Cue) -> Iterator[str]:
        told = self._named(cues, None, head)
        if told:
            yield told


def _items(text: str, start: int, end: int, found: Sequence[Quantity]) -> list[_Item]:
    """Return the cues, quantities and marks of a sentence in order."""
    cues = [
        cue._replace(start=cue.start + start, end=cue.end + start) for cue in scan(text[start:end])
    ]
    spans = [(cue.start, cue.end) for cue in cues]
    kept = [each for each in found if not any(low <= each.start < high for low, high in spans)]
    items = [_Item(cue.start, cue.end, cue, None, "") for cue in cues]
    items += [_Item(each.start, each.end, None, each, "") for each in kept]
    taken = [*spans, *((each.start, each.end) for each in kept)]
    items += [
        _Item(mark.start(), mark.end(), None, None, mark[0])
        for mark in _MARK.finditer(text, start, end)
        if not any(low <= mark.start() < high for low, high in taken)
    ]
    return sorted(items, key=lambda item: item.start)
