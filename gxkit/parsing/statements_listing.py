"""Numbers that share their words: 分别为3件、1件, and 各1件."""

from __future__ import annotations

from gxkit.parsing.quantities import Quantity
from gxkit.parsing.statements_cues import pattern
from gxkit.parsing.statements_measures import family_of
from gxkit.parsing.statements_saying import Saying

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


class Listing(Saying):
    """Gives each number of a list its own of the words listed before."""

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
                if pattern("and").sub("", between):
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
                reasons = [cue for cue in listed if "." in cue.code]
                if len(reasons) == len(run):
                    listed = reasons  # 因重复申请、信访申请不予处理的分别有5件和2件
                if len(listed) == len(run):
                    others = [cue for cue in source if cue.kind != kind]
                    return [self._named([*others, cue], unit, cue) for cue in listed]
        levels = [said.measure for said in self.said if said.role == "level"]
        if change and len(levels) >= len(run):
            return list(levels[-len(run) :])
        heads = [cue for cue in self.left if family_of(cue)]
        cells = [(measure or "").split("/") for measure in levels[-len(run) :]]
        alike = all(len(cell) == 3 and cell[0] == "proactive" for cell in cells)
        if alike and [cue.kind for cue in heads] == ["document"] and len(cells) == len(run):
            # 规章2件、2件、19件;规范性文件依次为15件、15件、143件
            return [f"proactive/{heads[0].code}/{cell[2]}" for cell in cells]
        if not heads and len([cue for cue in self.clause if cue.kind == "year"]) == len(run):
            heads = list(self.context.pending)  # 申请逐年减少,2022年、2023年分别为9件、8件
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
