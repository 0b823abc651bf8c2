"""One number of a sentence: which of the words around it say what it counts."""

from __future__ import annotations

from gxkit import forms
from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_comparing import Comparing
from gxkit.parsing.statements_cues import Cue, pattern, topics, units
from gxkit.parsing.statements_listing import Listing
from gxkit.parsing.statements_measures import WEAK, codes, family_of
from gxkit.parsing.statements_saying import RECEIVED


_FLOWS = frozenset({"new", "total", "carried_over", "carried_forward", "new+carried_over"})


class Counting(Listing, Comparing):
    """Reads the quantities of a sentence one by one."""

    def _take(self, quantity: Quantity, right: list[Cue], after: int) -> bool:
        """Say what one quantity says; tell whether the words behind it were part of that."""
        if self._planned():
            self._say(quantity, None)
            return False
        before = [cue for cue in self.left if family_of(cue) or cue.kind == "skip"]
        behind = self._compare(quantity, before, right)
        if behind is not None:
            return behind
        bound = after < len(self.items) and self.items[after].quantity is not None
        near = self._near(quantity, right, bound and bool(before))
        several = [told for told in self._each(quantity) if told] if not near else []
        if several:
            for told in several:
                self._say(quantity, told)
            return False
        period = "previous" if self._leaves(quantity, right) else None
        told = self._decide(quantity, before, near)
        if any(cue.kind == "flow" for cue in self.clause):
            self.foreign = told is None  # 受理投诉30件,办结28件: neither counts requests
        self._say(quantity, told, period=period)
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
        if quantity.unit == "个" and heads[0].kind == "place":
            return []  # 两个微信公众号
        heads = self._chain(right)
        return heads if not gap or right[0] is heads[0] or len(gap) < 6 else []

    def _chain(self, right: list[Cue]) -> list[Cue]:
        """Return the first of the cues behind a quantity, as far as nothing parts them."""
        for at, cue in enumerate(right[1:], 1):
            if pattern("behind").sub("", self.text[right[at - 1].end : cue.start]).strip("、"):
                right = right[:at]
                break
        return [cue for cue in right if family_of(cue)]

    def _decide(self, quantity: Quantity, before: list[Cue], near: list[Cue]) -> str | None:
        unit = quantity.unit
        if self.said and self.said[-1].end == quantity.start and unit in units("posts"):
            if (self.said[-1].measure or "").endswith("_posts"):
                return self.said[-1].measure  # 推送86期302条
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
            if self.foreign and head.kind == "flow" and not codes(heads, "request"):
                return None
            if head.kind == "place" and not self._is_channel(quantity, heads):
                return None
            return self._same_place(self._named([*heads, *same], unit, head))
        return self._from_before(quantity)

    def _is_channel(self, quantity: Quantity, heads: list[Cue]) -> bool:
        """Tell whether a place named alone can be where requests came from (网站12件)."""
        if self.context.subject != "requests" or codes(heads, "publish"):
            return True
        if quantity.unit in units("loose") - {"份"}:
            return False
        if self.said or self.context.among or self.context.pending:
            return True
        words = self.text[self.clause_start : quantity.start]
        return pattern("asked").search(words) is not None

    def _same_place(self, told: str | None) -> str | None:
        """Read 2022年网站发布640条,2023年发布信息711条: the same place in another year."""
        last = self._last() if told == "total_posts" else None
        if not last or not last.endswith("_posts") or self.said[-1].period == self._now():
            return told
        return last if any(cue.kind in {"year", "period"} for cue in self.clause) else told

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
        if dated and (self.context.among or other) and (last := self._last(quantity.unit)):
            return last  # 累计受理156件，其中2023年35件
        said = {one.measure for one in self.said if one.role == "level"}
        if {"requests/new/total", "requests/carried_over/total"} <= said and pattern("sum").search(
            region
        ):
            return "requests/new+carried_over/total"
        if pattern("sum").search(region) and (whole := self._whole()):
            return whole
        last = self.said[-1] if self.said else None
        if last and last.role == "change" and pattern("attained").search(region):
            return last.measure
        pending = list(self.context.pending)
        if pending:
            firm = [cue for cue in pending if cue.kind not in WEAK] or pending
            return self._named(pending, quantity.unit, firm[-1])
        if self.context.topic and self.context.subject == "topics":
            told = topics()[self.context.topic].measures.get(quantity.unit or "")
            if self.said and self.said[-1].role != "level":
                return told
            return None if told == self._last() and quantity.unit in units("loose") else told
        if self.context.subject == "disputes" and pattern("arise").search(region):
            return self._named([Cue("case", self.context.case, 0, 0)], quantity.unit)
        return None

    def _whole(self) -> str | None:
        """Read 维持3件,纠正1件,合计4件 by the parts before it."""
        table, row, column = (*(self._last() or "").split("/"), "", "")[:3]
        if table == "requests_channel":
            return "requests/new/total"
        if table not in {"requests", "disputes"}:
            return None
        if column != "total":
            return f"{table}/{row}/total"
        if table == "disputes" or row in _FLOWS:
            return None
        group, reason, _ = row.partition(".")
        if not reason:
            return "requests/total/total"
        alike = all(
            (one.measure or "").startswith(f"requests/{group}.")
            for one in self.said
            if one.role == "level"
        )
        return f"requests/{group}/total" if alike else None

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
        if table != "requests" or row in _FLOWS:
            return None
        group, reason, _ = row.partition(".")
        return self._other_reason(group) if reason else "requests/other/total"

    def _other_reason(self, group: str) -> str | None:
        """Read 其他1件 behind reasons: one more of their group, or handled otherwise."""
        reasons = f"requests/{group}."
        levels = [one.measure for one in self.said if one.measure and one.role == "level"]
        while levels and levels[-1].startswith(reasons):
            levels.pop()
        inside = bool(levels) and levels[-1] == f"requests/{group}/total"
        if group == "other" and (inside or not levels):
            known = forms.load(self.context.form).table["requests"].row
            return "requests/other.other/total" if "other.other" in known else None
        return None if inside else "requests/other/total"

    def _alone(self, quantity: Quantity, heads: list[Cue]) -> bool:
        """Tell whether a figure without a unit stands where a count stands (维持3、纠正1)."""
        after = self.text[quantity.end : quantity.end + 1]
        before = self.text[quantity.start - 1 : quantity.start]
        if after not in {"", ",", "、", ";", "。", ")", "|", "/"}:
            return False
        if not heads:
            named = bool(self.context.pending) or pattern("of_list").search(
                self._region_text(quantity)
            )
            return bool(named) and (before == ":" or after in {"|", "/"} or self._listed_bare())
        return heads[-1].end == quantity.start or before in {"为", "是", ":", "计", "共"}

    def _listed_bare(self) -> bool:
        """Tell whether the number before stands without a unit: 维持6,纠正0,其他1."""
        return bool(self.said) and self.said[-1].unit is None and self.said[-1].manner != "none"

    def _goes_on(self, quantity: Quantity) -> bool:
        after = self.text[quantity.end : quantity.end + 1]
        return "一" <= after <= "龥" and not pattern("behind").match(after)
