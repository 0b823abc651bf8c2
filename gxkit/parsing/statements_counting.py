"""One number of a sentence: which of the words around it say what it counts."""

from __future__ import annotations

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_comparing import Comparing
from gxkit.parsing.statements_cues import Cue, pattern, units
from gxkit.parsing.statements_listing import Listing
from gxkit.parsing.statements_measures import WEAK, codes, family_of
from gxkit.parsing.statements_recalling import Recalling
from gxkit.parsing.statements_saying import RECEIVED


class Counting(Listing, Comparing, Recalling):
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
            for each in several:
                self._say(quantity, each)
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
        if not right or bound or quantity.unit is None or not any(family_of(cue) for cue in right):
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
        """Say what a plain number counts."""
        unit = quantity.unit
        if self._runs_on(quantity):
            return self.said[-1].measure
        heads = [cue for cue in before if cue.kind != "skip"]
        strong = [cue for cue in near if cue.kind not in WEAK]
        if not heads and not strong and (forward := self._left_behind(quantity)):
            return forward
        if near and not heads:
            return self._behind(unit, near, strong)
        if strong and all(cue.kind in WEAK for cue in heads):
            return self._named([*heads, *near], unit, strong[-1] if len(strong) > 1 else strong[0])
        if unit is None and not self._alone(quantity, heads):
            return None
        if unit in units("loose") and not near and self._goes_on(quantity):
            return None
        if before and before[-1].kind == "skip":
            return None
        heads = [*self._reasons(heads), *heads]
        return self._ahead(quantity, heads, near) if heads else self._from_before(quantity)

    def _left_behind(self, quantity: Quantity) -> str | None:
        """Read 另2件因收到较晚,顺延至下一年度办理 by what becomes of them."""
        if self.context.subject != "requests":
            return None
        if not pattern("left_behind").search(self.text[self.clause_start : quantity.start]):
            return None
        for item in self.items:
            if item.start < quantity.end:
                continue
            if item.quantity:
                break
            if item.cue and (item.cue.kind, item.cue.code) == ("flow", "forward"):
                return "requests/carried_forward/total"
        return None

    def _runs_on(self, quantity: Quantity) -> bool:
        """Tell whether a number counts the same posts in another unit: 推送86期302条."""
        last = self.said[-1] if self.said else None
        if not last or quantity.unit == last.unit or quantity.unit not in units("posts"):
            return False
        between = self.text[last.end : quantity.start]
        return between in {"", "、"} and (last.measure or "").endswith("_posts")

    def _behind(self, unit: str | None, near: list[Cue], strong: list[Cue]) -> str | None:
        """Read a number by the words behind it: 23件申请, 3件维持."""
        told = self._named(near, unit, (strong or near)[-1 if len(strong) > 1 else 0])
        after = self.text[near[-1].end : self._clause_end(near[-1].end)]
        treated = self.text.startswith("对", self.region)
        if told in RECEIVED and pattern("taken_in").fullmatch(after):
            return told
        if told in RECEIVED and (treated or pattern("bare").sub("", after).strip("。、")):
            return None  # 1件申请含多项内容 does not say that one was received
        return told

    def _ahead(self, quantity: Quantity, heads: list[Cue], near: list[Cue]) -> str | None:
        """Read a number by the words ahead of it."""
        if heads[-1].kind == "includes" and not codes(heads, "flow") and not near:
            return "requests/carried_over/total"
        head = next((cue for cue in reversed(heads) if cue.kind not in WEAK), heads[-1])
        if not self._is_bare(max(cue.end for cue in self.left), quantity.start, head):
            return None
        if head.kind in {"publish", "place"} and self._is_sort(quantity, heads):
            return None
        if head.code == "some" and not codes(heads, "place"):
            return self._posted(quantity)
        if self.foreign and head.kind == "flow" and not codes(heads, "request"):
            return None
        if head.kind == "place" and not self._is_channel(quantity, heads):
            return None
        if self._is_else(quantity, heads, head) or self._is_alien(quantity, heads, head):
            return None
        last = self.said[-1] if self.said else None
        posted = bool(last and (last.measure or "").endswith("_posts"))
        if posted and last and last.unit == quantity.unit and self._grew(heads):
            return last.measure  # 网站历年发布38650条,本年新增4120条
        same = [cue for cue in near if family_of(cue) == family_of(head)]
        return self._same_place(self._named([*heads, *same], quantity.unit, head))

    def _is_alien(self, quantity: Quantity, heads: list[Cue], head: Cue) -> bool:
        """Tell whether a bare verb goes on with what is none of ours: 信访件12件,办复12件."""
        if head.kind != "flow" or head.code != "complete" or codes(heads, "request"):
            return False
        if not self.said or self.context.pending or self.said[-1].unit != quantity.unit:
            return False
        return all(one.measure is None and one.role == "level" for one in self.said)

    def _clause_text(self) -> str:
        return self.text[self.clause_start : self._clause_end(self.clause_start)]

    def _is_else(self, quantity: Quantity, heads: list[Cue], head: Cue) -> bool:
        """Tell whether a number beside words we know counts something else."""
        if head.kind == "decision":
            return self._is_item(quantity)
        if head.kind != "request":
            return False
        if heads[-1].kind == "place":
            return quantity.unit == "个"  # 依申请公开窗口2个
        # 依申请公开工作群发布提醒12条
        verb = self._of(heads[-1]) if heads[-1].kind == "publish" else "公开"
        return "公开" not in verb and not pattern("noun").search(verb)

    def _grew(self, heads: list[Cue]) -> bool:
        return len(heads) == 1 and self.text.startswith("新增", heads[0].start)

    def _is_sort(self, quantity: Quantity, heads: list[Cue]) -> bool:
        """Tell whether only some of what was published is counted: 公开动态类信息188条."""
        published = [cue for cue in heads if cue.kind == "publish"]
        if not published:
            return False
        if len(published) > 1 and not codes(heads, "place"):
            between = self.text[published[0].end : published[-1].start]
            if len(pattern("bare").sub("", between)) > 2:
                return True  # 发布预决算公开信息162条
        return bool(pattern("sort").search(self.text, published[0].end, quantity.start))

    def _is_item(self, quantity: Quantity) -> bool:
        """Tell whether a list counts entries of a register, not decisions."""
        if quantity.unit == "条" and pattern("entered").search(
            self.text, self.start, quantity.start
        ):
            return True
        if not self.context.among or not self.said:
            return False
        whole = next((one for one in reversed(self.said) if not one.among), None)
        if whole is None or whole.measure:
            return False
        return pattern("undecided").search(self.text, self.start, whole.start) is not None

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
        if last == "site_visits" and self.context.place == "website" and not self.context.among:
            all_over = pattern("everywhere").search(self._clause_text())
            named = all_over or codes(self.clause, "place") or codes(self.clause, "topic")
            return told if named else "website_posts"  # 网站访问量5万次,发布信息260条
        if not last or not last.endswith("_posts") or self.said[-1].period == self._now():
            return told
        return last if any(cue.kind in {"year", "period"} for cue in self.clause) else told

    def _posted(self, quantity: Quantity) -> str | None:
        """Read 其中2023年发布612条: the place was said before, and nothing else is told apart."""
        if self.context.subject == "requests":
            noun = next((cue for cue in reversed(self.left) if cue.kind == "publish"), None)
            if noun and pattern("noun").search(self._of(noun)):
                return None  # 清理失效信息8条
            last = self._last() or ""
            only = self.text[self.region : quantity.start].strip("、") == "公开"
            pending = self.context.pending
            done = any(cue.code in {"results", "complete"} for cue in pending)
            if only and (done or last.startswith("requests/")):
                return "requests/granted/total"  # 答复4件,公开1件
            told = self._named(self.left, quantity.unit)
            asked = codes(self.left, "request") and noun and "公开" in self._of(noun)
            return told if told not in RECEIVED or asked else None
        if pattern("bare").sub("", self._region_text(quantity)):
            return None
        dated = any(cue.kind in {"year", "period"} for cue in self.clause)
        if self.context.among and not dated:
            return None
        if self.context.place:
            place = Cue("place", self.context.place, 0, 0)
            return self._named([*self.left, place], quantity.unit, place)
        return self._named(self.left, quantity.unit)

    def _of(self, cue: Cue) -> str:
        return self.text[cue.start : cue.end]

    def _alone(self, quantity: Quantity, heads: list[Cue]) -> bool:
        """Tell whether a figure without a unit stands where a count stands (维持3、纠正1)."""
        after = self.text[quantity.end : quantity.end + 1]
        before = self.text[quantity.start - 1 : quantity.start]
        if self._leads(quantity.end):
            after = ""  # 总计4 结果维持3 尚未审结1
        if after not in {"", ",", "、", ";", "。", ")", "|", "/"}:
            return False
        if not heads:
            named = bool(self.context.pending) or pattern("of_list").search(
                self._region_text(quantity)
            )
            return bool(named) and (
                before in {":", "计", "共", "量"} or after in {"|", "/"} or self._listed_bare()
            )
        return heads[-1].end == quantity.start or before in {"为", "是", ":", "计", "共"}

    def _leads(self, at: int) -> bool:
        """Tell whether the next entry of a list begins here."""
        return any(self._at(at, kind) for kind in ("result", "outcome", "flow", "case"))

    def _at(self, place: int, kind: str) -> bool:
        return any(
            i.start == place and i.cue is not None and i.cue.kind == kind for i in self.items
        )

    def _listed_bare(self) -> bool:
        """Tell whether the number before stands without a unit: 维持6,纠正0,其他1."""
        return bool(self.said) and self.said[-1].unit is None and self.said[-1].manner != "none"

    def _goes_on(self, quantity: Quantity) -> bool:
        after = self.text[quantity.end : quantity.end + 1]
        if not "一" <= after <= "龥" or pattern("behind").match(after):
            return False
        # 由6场增加到9场
        return not any(self._at(quantity.end, kind) for kind in ("reach", "change"))
