"""Numbers without words of their own: what the numbers before them tell of them."""

from __future__ import annotations

from gxkit import forms
from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import Cue, pattern, topics, units
from gxkit.parsing.statements_measures import WEAK
from gxkit.parsing.statements_saying import Saying

_FLOWS = frozenset({"new", "total", "carried_over", "carried_forward", "new+carried_over"})


class Recalling(Saying):
    """Reads a number by what was said before it: 其他3件, 合计20件, 其中2023年35件."""

    def _from_before(self, quantity: Quantity) -> str | None:
        """Read a quantity without words of its own by what was said before it."""
        region = self._region_text(quantity)
        if pattern("rest").fullmatch(region):
            return self._rest()
        if pattern("bare").sub("", region):
            return None
        dated = any(cue.kind in {"year", "period"} for cue in self.clause)
        now = self._now()
        other = bool(self.said) and (self.said[-1].period != now or now == "previous")
        if (
            dated
            and not self._opens()
            and (self.context.among or other)
            and (last := self._last(quantity.unit))
        ):
            return last  # 累计受理156件，其中2023年35件
        if pattern("sum").search(region) and not self._opens() and (whole := self._whole()):
            return whole
        before = self.said[-1] if self.said else None
        if before and before.role == "change" and pattern("attained").search(region):
            return before.measure
        return self._left_open(quantity, region)

    def _opens(self) -> bool:
        """Tell whether a number is the first of what the words just before it name."""
        named = [cue for cue in self.context.pending if cue.kind == "case"]
        last = self._last() or ""
        return bool(named) and f"/{named[-1].code}/" not in last

    def _left_open(self, quantity: Quantity, region: str) -> str | None:
        """Read a quantity by what the clause before left open, or by what is spoken of."""
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
        said = {one.measure for one in self.said if one.role == "level"}
        if {"requests/new/total", "requests/carried_over/total"} <= said:
            return "requests/new+carried_over/total"
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
