"""The walk through a line: each number meets the words around it and what was said before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gxkit.parsing.quantities import Quantity, quantities_in
from gxkit.parsing.statements_counting import Counting
from gxkit.parsing.statements_cues import Cue, pattern, scan
from gxkit.parsing.statements_denying import Denying
from gxkit.parsing.statements_items import Item, Said
from gxkit.parsing.statements_measures import Context, family_of
from gxkit.parsing.statements_scope import Scopes

_SENTENCE = re.compile(r"[^。!?]+[。!?]?")
_HEADING = 40
_ASIDE = re.compile(r"\((?![一二三四五六七八九十\d]{1,3}\))[^()]+\)")
_OURS = "ours"
"""The code of words that mean the cases named before as far as they are about publicity."""


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
        found = quantities_in(text)
        if "(" in text:
            text = _without_asides(text, found)
        denial = pattern("denial")
        for match in _SENTENCE.finditer(text):
            start, end = match.span()
            inside = [each for each in found if start <= each.start < end]
            if not inside and not denial.search(text, start, end):
                if end - start <= _HEADING and pattern("subject").search(text, start, end):
                    self.context.absorb(scan(text, start, end))
                continue
            cues = scan(text, start, end)
            if self.context.subject != "topics" and not any(map(_tells, cues)):
                continue  # nothing here that anybody counts: 全年召开会议3次
            sentence = _Sentence(
                text, start, end, cues, inside, self.context, self.year, self.scopes
            )
            yield from sentence.walk()
            self.context = sentence.settled


def _without_asides(text: str, found: Sequence[Quantity]) -> str:
    """Blank the brackets of a line that say nothing in numbers: 传真(0899-552311)收到2件."""

    def blank(match: re.Match[str]) -> str:
        start, end = match.span()
        if any(start < one.start < end for one in found):
            return match[0]
        if any(cue.kind != "skip" for cue in scan(text, start, end)):
            return match[0]
        return "~" * (end - start)

    return _ASIDE.sub(blank, text)


def _tells(cue: Cue) -> bool:
    return cue.kind in {"list", "zero"} or family_of(cue) is not None


class _Sentence(Counting, Denying):
    """One sentence on its way to statements."""

    def walk(self) -> list[Said]:
        if not self.context.subject and self._foretells():
            self.context.subject = "requests"
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
        return self.said

    def _foretells(self) -> bool:
        """Tell whether a sentence speaks of requests before it names them."""
        found = [item.cue for item in self.items if item.cue]
        groups = {cue.code for cue in found if cue.kind == "outcome" and "." not in cue.code}
        if len(groups) > 1:
            return True  # 作出答复的24件里,予以公开14件,不予公开10件
        # 网络12件、邮寄6件,共18件申请
        if not any(cue.kind == "request" for cue in found) or "publish" in {c.kind for c in found}:
            return False
        return len({cue.code for cue in found if cue.kind == "place"}) > 1

    def _meet(self, cue: Cue) -> None:
        if cue.kind == "list" and cue.code == "among":
            self.context.among = True
        if cue.kind == "includes":
            self.includes = True
        if cue.kind == "skip" and cue.code:
            if cue.code == "requests":
                self.context.subject = cue.code
            elif cue.code == "normative_document":
                self.context.document, self.context.subject = cue.code, "documents"
            else:
                self.context.case = cue.code
        if cue.code == _OURS:
            if not self.context.case:
                return
            cue = cue._replace(code=self.context.case)
        self.left.append(cue)
        self.clause.append(cue)

    def _pass(self, item: Item) -> None:
        """Pass a punctuation mark: a comma ends a clause, 、 only an entry with a number."""
        if item.mark == "、":
            if self.counted and not self.left:
                self.region = item.end
            return
        last = self.clause[-1] if self.clause else None
        self._flush(item.start)
        if item.mark == "(":
            if last and last.code == "compared" and last.end == item.start:
                self.clause.append(last)  # 比去年同期(21件)下降19%
            self.saved.append((replace(self.context), self.period))
            self.inner.append(len(self.said))
        elif item.mark == ")" and self.saved:
            pending = self.context.pending
            self.context, self.period = self.saved.pop()
            self.aside += range(self.inner.pop(), len(self.said))
            self.context.pending = self.context.pending or (pending if not self.said else ())
        self.clause_start = self.region = item.end

    def _flush(self, end: int) -> None:
        """End a clause: what it says without a number, and what it leaves to the next."""
        self._tell_period()
        zero = next((cue for cue in self.clause if cue.kind == "zero"), None)
        if zero is not None and not self.counted and not self._planned():
            self._deny(zero, end)
        if self.clause:
            self.context.absorb(self.clause)
            heads = tuple(cue for cue in self.clause if family_of(cue))
            if heads and not self.counted:
                self.context.pending = (*self._reasons(heads), *heads)
                if self.includes:
                    self._include()
        self.left, self.clause, self.counted = [], [], False

    def _tell_period(self) -> None:
        """A clause that begins with a year, or is nothing else, sets it for those that follow."""
        for cue in self.clause:
            if cue.kind in {"year", "period"} and cue.code != "compared":
                before = self.text[self.clause_start : cue.start]
                if not pattern("bare").sub("", before) or cue.code in {"cumulative", "year"}:
                    self.period = self._period_of(cue)

    def _count(self, at: int) -> int:
        """Read the quantity at `at`; return where to go on."""
        quantity = self.items[at].quantity
        assert quantity is not None
        if quantity.unit == "类" and self.left and self.left[-1].end == quantity.start:
            return at + 1  # 许可、处罚、强制三类决定
        right, after = self._right(at)
        names = {cue.code for cue in self.left if cue.kind == "list"}
        run = self._run(at) if names & {"respectively", "each"} else [at]
        if len(run) > 1:
            listed = self._paired(run)
            years = [cue for cue in self.clause if cue.kind == "year"]
            apart = len(years) == len(run) and len(set(listed)) == 1
            for at_run, (place, told) in enumerate(zip(run, listed, strict=True)):
                each = self.items[place].quantity
                if each is not None:  # 2022年、2023年分别收到18件、23件
                    period = self._period_of(years[at_run]) if apart else None
                    self._say(each, told, period=period)
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

    @property
    def settled(self) -> Context:
        """What the sentence leaves to the next, without what stood in open brackets."""
        return self.saved[0][0] if self.saved else self.context
