"""Numbers that compare: shares of a total, changes, and levels that something rose or fell to."""

from __future__ import annotations

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue, pattern
from gxkit.parsing.statements_measures import WEAK, family_of
from gxkit.parsing.statements_saying import Saying

# Kinds whose words may follow the percentage that is their share: 近60%由自然人提出.
_SHARED = frozenset({"applicant", "outcome", "result", "place"})
_MARKS = ("share", "reach", "change")


class Comparing(Saying):
    """Reads the numbers of a sentence that stand beside another."""

    def _compare(self, quantity: Quantity, before: list[Cue], right: list[Cue]) -> bool | None:
        """Say what a share or a change says; None for a number that is neither.

        Otherwise tell whether the words behind it were part of that.
        """
        compared = any(cue.code == "compared" for cue in self.clause)
        marks = {cue.kind: cue for cue in reversed(self.left) if cue.kind in _MARKS}
        if not marks and not compared and quantity.unit != "%":
            return None
        share, reach, change = map(marks.get, _MARKS)
        if quantity.unit == "%" and share is not None:
            self._say_share(quantity, [cue for cue in before if cue.start < share.start], share)
        elif reach is not None and self._is_bare(reach.end, quantity.start):
            self._say_reached(quantity, before)
        elif change is not None and (compared or self._is_bare(change.end, quantity.start)):
            self._say_change(quantity, before)
        elif quantity.unit == "%":
            return self._say_percent(quantity, right, compared)
        elif compared and change is None:
            told = self._named(before, quantity.unit) if before else None
            self._say(quantity, told or self._last(), period="previous")
        else:
            return None
        return False

    def _say_share(self, quantity: Quantity, before: list[Cue], share: Cue) -> None:
        heads = [cue for cue in before if cue.kind != "skip"]
        told = self._named(heads, None)
        if heads and heads[-1].kind == "topic":
            told = None  # 解读比例80%: a rate
        if not heads and self._is_bare(self.region, share.start):
            pending = list(self.context.pending)
            firm = [cue for cue in pending if cue.kind not in WEAK] or pending
            named = [cue for cue in pending if cue.kind == "applicant"] or firm
            # 申请人以自然人为主,占90%: what the clause before left open
            told = self._named(pending, None, named[-1]) if pending else self._last()
        self._say(quantity, told, role="share")

    def _say_reached(self, quantity: Quantity, before: list[Cue]) -> None:
        heads = [cue for cue in before if cue.kind != "skip"]
        if quantity.unit == "%":
            self._say(quantity, None, role="share")
            return
        told = self._named(heads, quantity.unit) if heads else None
        last = self.said[-1] if self.said else None
        if told is None and last and last.start >= self.clause_start and not last.measure:
            self._say(quantity, None)  # risen from a number that counts nothing known
            return
        if told is None and last and last.role == "change":
            told = last.measure  # 处罚同比下降11%,降至215件
        period = None if self._now() == "cumulative" else "year"
        self._say(quantity, told or self._last(), period=period)

    def _say_percent(self, quantity: Quantity, right: list[Cue], compared: bool) -> bool:
        if compared:
            told = self._last()
            self._say(quantity, told, role="change" if told else "share")
            return False
        last = self.said[-1] if self.said else None
        enclosed = self.text[quantity.start - 1] + self.text[quantity.end : quantity.end + 1]
        if enclosed == "()" and last and last.end == quantity.start - 1 and last.role == "level":
            self._say(quantity, last.measure, role="share", period=last.period)
            return False
        shared = [cue for cue in right if cue.kind in _SHARED]
        if shared and not pattern("behind").sub("", self.text[quantity.end : shared[0].start]):
            self._say(quantity, self._named(right, None, shared[0]), role="share")
            self.clause.extend(right)
            return True
        self._say(quantity, None, role="share")
        return False

    def _say_change(self, quantity: Quantity, before: list[Cue]) -> None:
        if self.text.startswith(("个百分点", "百分点"), quantity.end):
            self._say(quantity, None, role="change")  # of a rate, which is none of the measures
            return
        heads = [cue for cue in before if cue.kind != "skip"]
        unit = None if quantity.unit == "%" else quantity.unit
        told = self._named(heads, unit) if heads else None
        self._say(quantity, told or self._last(), role="change")

    def _leaves(self, quantity: Quantity, right: list[Cue]) -> bool:
        """Tell whether a number is what something rose or fell from: 由18件增至27件."""
        if not right or right[0].kind != "reach" or family_of(right[0]):
            return False
        return not pattern("bare").sub("", self.text[quantity.end : right[0].start])
