"""The concordance: where a word stands, with what stands around it, and the report it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.errors import WidgetError
from gxkit.widgets.fields import field, heading, on_enter, paper
from gxkit.widgets.hits import Hits
from gxkit.widgets.parts import PAGE, Desk

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus


def concordance(
    texts: pd.DataFrame | pd.Series | Corpus,
    lang: str = "zh",
    *,
    corpus: Corpus | None = None,
    part: str = "points",
) -> Concordance:
    """Open a desk for looking words up in texts.

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
        self._hits, self._corpus, self._first = Hits(texts), corpus, 0
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
        sorts = [(say("none"), None), (say("left"), "left"), (say("right"), "right")]
        self.how = field("Dropdown", say("how"), "26%", options=hows, value="text")
        self.sort = field("Dropdown", say("sort"), "26%", options=sorts, value=None)
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
        self.when(self.sort, self._again)
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
        """Look for what the fields say."""
        keyword, how = self.keyword.value, self.how.value
        if not keyword:
            self.fail(self.say("no_keyword"))
            return
        word = "segmenting" if how == "word" and not self._hits.is_segmented else "searching"
        with self.doing(word, keyword=keyword, texts=len(self._hits.texts)):
            self._hits.look(keyword, how, self.sort.value)
            self._first = 0
            self._list()
            count, texts = len(self.found), self._hits.texts_hit
            told = "found" if count else "found_none"
            self.tell(self.say(told, keyword=keyword, count=count, texts=texts))

    def _again(self) -> None:
        if self.keyword.value:
            self.look()

    def _list(self) -> None:
        """Show a page of the hits."""
        count = len(self.found) if self._hits.places else 0
        rows = range(self._first, min(self._first + PAGE, count))
        with self.quietly():
            self.items.options = [(self._hits.label(row), row) for row in rows]
            if rows:
                self.items.value = rows[0]
        first = self._first + 1 if count else 0
        self._range.value = self.say("page", first=first, last=rows.stop, count=count)
        self.buttons["before"].disabled = self._first == 0
        self.buttons["after"].disabled = rows.stop >= count
        self._show()

    def turn(self, pages: int) -> None:
        """Go on by some pages of hits, or back."""
        last = max(0, (len(self._hits.places) - 1) // PAGE * PAGE)
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
            self._card.value = report._repr_html_()
            who = f"{report.meta['agency'] or self.say('unknown')} {report.meta['year'] or ''}"
            self.tell(self.say("opened", who=who))
