"""One number of a sentence: which of the words around it say what it counts."""

from __future__ import annotations

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue, pattern, topics, units
from gxkit.parsing.statements_listing import Listing
from gxkit.parsing.statements_measures import WEAK, codes, family_of
from gxkit.parsing.statements_saying import RECEIVED


class Counting(Listing):
    """Reads the quantities of a sentence one by one."""

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
            told = self._named(heads, None)
            if not heads and self._is_bare(self.region, share.start):
                told = self._last()
            self._say(quantity, told, role="share")
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
        strong = [cue for cue in near if cue.kind not in WEAK]
        heads = [cue for cue in before if cue.kind != "skip"]
        firm = [cue for cue in heads if cue.kind not in WEAK]
        if near and not heads:
            told = self._named(near, unit, (strong or near)[-1 if len(strong) > 1 else 0])
            after = self.text[near[-1].end : self._clause_end(near[-1].end)]
            if told in RECEIVED and pattern("bare").sub("", after).strip("。、"):
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
        if pattern("rest").fullmatch(region):
            return self._rest()
        if pattern("bare").sub("", region):
            return None
        dated = any(cue.kind in {"year", "period"} for cue in self.clause)
        other = bool(self.said) and self.said[-1].period != self._now()
        if dated and (self.context.among or other) and self._last():
            return self._last()  # 累计受理156件，其中2023年35件
        said = {one.measure for one in self.said if one.role == "level"}
        if {"requests/new/total", "requests/carried_over/total"} <= said and pattern("sum").search(
            region
        ):
            return "requests/new+carried_over/total"
        pending = list(self.context.pending)
        if pending:
            firm = [cue for cue in pending if cue.kind not in WEAK] or pending
            return self._named(pending, quantity.unit, firm[-1])
        if self.context.topic and self.context.subject == "topics":
            told = topics()[self.context.topic].measures.get(quantity.unit or "")
            return None if told == self._last() and quantity.unit in units("loose") else told
        return None

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

    def _say_change(self, quantity: Quantity, before: list[Cue]) -> None:
        heads = [cue for cue in before if cue.kind != "skip"]
        unit = None if quantity.unit == "%" else quantity.unit
        told = self._named(heads, unit) if heads else None
        self._say(quantity, told or self._last(), role="change")
