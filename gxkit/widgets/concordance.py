"""The concordance: where a word stands, with what stands around it, and the report it is from."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING

from gxkit.errors import WidgetError
from gxkit.widgets.fields import field, heading, later, on_enter, paper
from gxkit.widgets.hits import Hits
from gxkit.widgets.parts import PAGE, Desk

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus

_BREATH = 0.1
"""Seconds to look through texts before the kernel may answer a click."""


def concordance(
    texts: pd.DataFrame | pd.Series | Corpus,
    lang: str = "zh",
    *,
    corpus: Corpus | None = None,
    part: str = "points",
) -> Concordance:
    """Open a desk for looking words up in texts.

    The first hits show at once, the others are found little by little while the desk answers.

    Parameters
    ----------
    texts : pandas.DataFrame, pandas.Series or Corpus
        Texts as `gxkit.text.texts` gives them, or a corpus, of which `part` is taken.
    lang : {"zh", "en"}
        The language of the desk's words.
    corpus : Corpus, optional
        Where the reports are whose cards can be opened; not needed where `texts` is a corpus.
    part : str
        The part of a corpus, as for `gxkit.text.texts`.

    Returns
    -------
    Concordance
        It shows itself in a notebook; `view` is its box, and `found` what was found last.

    Raises
    ------
    WidgetError
        There is no such language, or no column `text`.

    Examples
    --------
    >>> import pandas as pd
    >>> desk = concordance(pd.Series(["公开内容不全面", "依申请公开不规范"]))
    >>> desk.keyword.value = "公开"
    >>> desk.buttons["go"].click()
    >>> desk.message
    '“公开”：2 处，在 2 段文字中。'
    """
    from gxkit.corpus import Corpus
    from gxkit.text import texts as texts_of

    if isinstance(texts, Corpus):
        return Concordance(texts_of(texts, part), texts, lang)
    return Concordance(texts, corpus, lang)


class Concordance(Desk):
    """What `concordance` returns.

    Attributes
    ----------
    keyword, how, sort, items : ipywidgets
        The fields and the list of hits.
    """

    def __init__(self, texts: pd.DataFrame | pd.Series, corpus: Corpus | None, lang: str) -> None:
        super().__init__("concordance", lang)
        with self.announced("opening_texts"):
            self._hits, self._corpus = Hits(texts), corpus
        self._first = self._run = 0
        self._build()
        self._list()
        self.tell(self.say("ready", texts=len(self._hits.texts)))

    @property
    def found(self) -> pd.DataFrame:
        """What was found last: a row a place, as `gxkit.text.kwic` returns it."""
        return self._hits.found

    def _build(self) -> None:
        import ipywidgets as w

        say = self.say
        self.keyword = field(
            "Text", say("search"), "45%", placeholder=say("search_hint"), continuous_update=False
        )
        hows = [(say(name), name) for name in ("text", "regex", "word")]
        sorts = [(say("none"), ""), (say("left"), "left"), (say("right"), "right")]
        self.how = field("Dropdown", say("how"), "26%", options=hows, value="text")
        self.sort = field("Dropdown", say("sort"), "26%", options=sorts)
        self.items = field("Select", say("hits"), "auto", rows=10)
        self._range, self._full, self._card = w.HTML(), paper("160px"), paper("620px")
        self.buttons = {
            "go": self.button("go", self.look, strong=True),
            "before": self.button("before", lambda: self.turn(-1)),
            "after": self.button("after", lambda: self.turn(1)),
            "card": self.button("card", self.open_card),
        }
        on_enter(self.keyword, self.look)
        self.when(self.how, self._again)
        self.when(self.sort, self._sorted)
        self.when(self.items, self._show)
        self.view.children = (
            heading(say("title")),
            self.status,
            w.HBox([self.keyword, self.how, self.sort]),
            self.items,
            w.HBox([*(self.buttons[name] for name in self.buttons), self._range]),
            self._full,
            self._card,
        )

    def look(self) -> None:
        """Look for what the fields say: the first hits at once, the others little by little."""
        keyword, how = self.keyword.value, self.how.value
        self._run += 1  # what is under way looks for something else
        if not keyword:
            self.fail(self.say("no_keyword"))
            return
        self.tell(self.say("searching", keyword=keyword))
        self._first = 0
        self._go_on(self._run, self._hits.look(keyword, how))

    def _go_on(self, run: int, steps: Iterator[None]) -> None:
        """Look on for a moment, then let the kernel breathe; done, say what was found."""
        if run != self._run:
            return
        with self.doing():
            until = monotonic() + _BREATH
            before = len(self._hits)
            for _ in steps:
                if monotonic() >= until and later(lambda: self._go_on(run, steps)):
                    self._tell_progress(before)
                    return
            self._put_in_order()
            count, texts = len(self._hits), self._hits.texts_hit
            told = "found" if count else "found_none"
            self.tell(self.say(told, keyword=self.keyword.value, count=count, texts=texts))

    def _tell_progress(self, before: int) -> None:
        if before < PAGE:
            self._list()
        hits = self._hits
        told = {"seen": hits.seen, "of": hits.of, "count": len(hits)}
        self.tell(self.say("so_far", keyword=self.keyword.value, **told))
        self._say_page()

    def _put_in_order(self) -> None:
        self._hits.sort(self.sort.value or None)
        self._list()

    def _sorted(self) -> None:
        """Put what was found in another order; what is still found is put so at its end."""
        if self._hits.seen == self._hits.of:
            self._first = 0
            self._put_in_order()

    def _again(self) -> None:
        if self.keyword.value:
            self.look()

    def _list(self) -> None:
        """Show a page of the hits."""
        rows = self._page()
        with self.quietly():
            self.items.options = [(self._hits.label(row), row) for row in rows]
            if rows:
                self.items.value = rows[0]
        self._say_page()
        self._show()

    def _page(self) -> range:
        return range(self._first, min(self._first + PAGE, len(self._hits)))

    def _say_page(self) -> None:
        count, rows = len(self._hits), self._page()
        first = self._first + 1 if count else 0
        self._range.value = self.say("page", first=first, last=rows.stop, count=count)
        self.buttons["before"].disabled = self._first == 0
        self.buttons["after"].disabled = rows.stop >= count

    def turn(self, pages: int) -> None:
        """Go on by some pages of hits, or back."""
        last = max(0, (len(self._hits) - 1) // PAGE * PAGE)
        self._first = min(max(self._first + pages * PAGE, 0), last)
        self._list()

    def _show(self) -> None:
        hit = self.items.value
        self._card.value = ""
        self.buttons["card"].disabled = hit is None
        self._full.value = "" if hit is None else self._hits.full(hit)

    def open_card(self) -> None:
        """Show the card of the report of the chosen hit."""
        hit = self.items.value
        if hit is None:
            self.fail(self.say("no_hit"))
            return
        id = self._hits.report_id(hit)
        if self._corpus is None or id is None:
            self.fail(self.say("no_card"))
            return
        with self.doing("opening"):
            if id not in self._corpus:
                raise WidgetError(f"no report {id!r} in the corpus")
            report = self._corpus[id]
            self._card.value = report.card(self.say.lang)._repr_html_()
            who = f"{report.meta['agency'] or self.say('unknown')} {report.meta['year'] or ''}"
            self.tell(self.say("opened", who=who))
