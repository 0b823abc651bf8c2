"""The review desk: doubtful cells beside their source, corrected with a reason."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from gxkit.widgets.evidence import official, place, source, verdicts
from gxkit.widgets.fields import field, heading, on_enter, paper
from gxkit.widgets.parts import PAGE, Desk
from gxkit.widgets.queue import Queue, number

if TYPE_CHECKING:
    from gxkit.corpus import Corpus


def review_desk(
    corpus: Corpus, path: str | PathLike[str], by: str = "", lang: str = "zh", *, limit: int = 200
) -> ReviewDesk:
    """Open a desk for looking at doubtful cells and correcting them.

    Parameters
    ----------
    corpus : Corpus
        The reports, in memory or stored. It stays as it is; the desk's own `corpus` has the
        corrections.
    path : str or path
        The CSV that every correction is written to, for ``read_corpus(…, corrections=path)``.
        What stands in it already is laid over and kept.
    by : str
        Who corrects.
    lang : {"zh", "en"}
        The language of its words.
    limit : int
        How many cells to queue, those with most at stake (`Corpus.review`).

    Returns
    -------
    ReviewDesk
        It shows itself in a notebook; `view` is its box.

    Raises
    ------
    WidgetError
        There is no such language, or the file holds corrections that would be lost.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from gxkit.corpus import Corpus
    >>> file = pathlib.Path(tempfile.mkdtemp(), "corrections.csv")
    >>> review_desk(Corpus([]), file, by="甲").message
    '没有待核对的单元格。'
    """
    return ReviewDesk(corpus, path, by, lang, limit)


class ReviewDesk(Desk):
    """What `review_desk` returns.

    Attributes
    ----------
    queue : Queue
        The cells, and what was done about them.
    items, value, reason, by : ipywidgets
        The list and the fields.
    """

    def __init__(
        self, corpus: Corpus, path: str | PathLike[str], by: str, lang: str, limit: int
    ) -> None:
        super().__init__("review", lang)
        with self.announced("queueing", reports=len(corpus)) as told:
            self.queue = Queue(corpus, path, limit, told)
        self._first = 0
        self._build(by)
        self._list()
        self._show()
        count = len(self.queue.rows)
        self.tell(self.say("ready", count=count) if count else self.say("nothing"))

    @property
    def corpus(self) -> Corpus:
        """The reports with the corrections that were made."""
        return self.queue.corpus

    def _build(self, by: str) -> None:
        import ipywidgets as w

        say = self.say
        self.items = field("Select", say("queue"), "auto", rows=7)
        self.value = field(
            "Text", say("value"), "34%", placeholder=say("value_hint"), continuous_update=False
        )
        self.reason = field(
            "Text", say("reason"), "64%", placeholder=say("reason_hint"), continuous_update=False
        )
        self.by = field("Text", say("by"), "34%", value=by, continuous_update=False)
        self._source, self._checks, self._table = paper(), paper("260px"), paper("440px")
        self._range = w.HTML()
        self.buttons = {
            "correct": self.button("correct", self.correct, strong=True),
            "skip": self.button("skip", self.skip),
            "undo": self.button("undo", self.undo),
            "again": self.button("again", self.again),
            "before": self.button("before", lambda: self.turn(-1)),
            "after": self.button("after", lambda: self.turn(1)),
        }
        self.when(self.items, self._show)
        for each in (self.value, self.reason, self.by):
            on_enter(each, self.correct)
        pick = self.buttons
        self.view.children = (
            heading(say("title")),
            self.status,
            self.items,
            w.HBox([pick["before"], pick["after"], self._range]),
            self._source,
            w.HBox([self.value, self.reason]),
            w.HBox([self.by, *(pick[name] for name in ("correct", "skip", "undo", "again"))]),
            self._checks,
            self._table,
        )

    def _label(self, row: int) -> str:
        one = self.queue.rows[row]
        value = "?" if one["value"] is None else f"{one['value']:g}"
        return self.say(
            "item",
            done=self.say("done") if self.queue.correction(row) else "",
            number=row + 1,
            agency=one["agency"] or self.say("unknown"),
            year=one["year"] or "",
            cell=place(one["form"], self.queue.cell(row), self.say.lang),
            value=value,
        )

    def _list(self, chosen: int | None = None) -> None:
        """Show a page of the queue."""
        rows = range(self._first, min(self._first + PAGE, len(self.queue.rows)))
        with self.quietly():
            self.items.options = [(self._label(row), row) for row in rows]
            if rows:
                self.items.value = rows[0] if chosen is None else chosen
        count = len(self.queue.rows)
        told = self.say("page", first=self._first + 1 if count else 0, last=rows.stop, count=count)
        self._range.value = f"{told} · {self.say('again_note')}"
        self.buttons["before"].disabled = self._first == 0
        self.buttons["after"].disabled = rows.stop >= count

    def _show(self, keep: bool = False) -> None:
        """Show the chosen cell; `keep` leaves what stands in the fields."""
        row = self.items.value
        if row is None:
            self._source.value = self._checks.value = self._table.value = ""
            return
        with self.doing():
            if self.queue.is_far(row):
                self.queue.fetch(row, lambda: self._arrived(row))
            one = self.queue.seen(row)
            self._source.value = source(one, self.say)
            done = self.queue.correction(row)
            self._checks.value = verdicts(
                self.queue.checks(row), self.say, done is not None, one["form"]
            )
            proposal = one["proposal"] if done is None else None
            self._table.value = official(
                self.queue.report(row), self.queue.cell(row), proposal, self.say.lang
            )
        if not keep:
            self.value.value = "" if one["proposal"] is None else f"{one['proposal']:g}"
            self.reason.value = ""

    def _arrived(self, row: int) -> None:
        """Show the source of a cell that took long to read, if it is still the chosen one."""
        if self.items.value == row:
            self._show(keep=True)

    def turn(self, pages: int) -> None:
        """Go on by some pages of the queue, or back."""
        last = max(0, (len(self.queue.rows) - 1) // PAGE * PAGE)
        self._first = min(max(self._first + pages * PAGE, 0), last)
        self._list()
        self._show()

    def skip(self) -> None:
        """Go on to the next cell."""
        row = self.items.value
        if row is None or row + 1 >= len(self.queue.rows):
            return
        self._first = (row + 1) // PAGE * PAGE
        self._list(row + 1)
        self._show()
        self.value.focus()

    def correct(self) -> None:
        """Correct the chosen cell as the fields say, check its report anew, write the table."""
        row = self.items.value
        with self.doing():
            wrong = self._wrong(row)
            if wrong:
                self.fail(wrong)
                return
            value = number(self.value.value, self._blank())
            self.tell(self.say("correcting"))
            done = self.queue.correct(row, value, self.reason.value, self.by.value)
            self._list(row)
            self._show(keep=True)
            self.tell(
                self.say(
                    "corrected",
                    cell=place(self.queue.rows[row]["form"], done.cell, self.say.lang),
                    old=self.queue.rows[row]["raw"] or self.say("blank"),
                    new=self.say("blank") if value is None else f"{value:.15g}",
                    mended=done.mended,
                    broken=done.broken,
                    path=self.queue.path,
                    count=self.queue.count(),
                )
            )

    def _blank(self) -> tuple[str, ...]:
        return ("blank", "空", self.say("blank"))

    def _wrong(self, row: int | None) -> str | None:
        """Say what is missing before a cell can be corrected."""
        if row is None:
            return self.say("no_cell")
        if not self.value.value.strip():
            return self.say("no_value")
        try:
            number(self.value.value, self._blank())
        except ValueError:
            return self.say("no_number", text=self.value.value)
        if not self.reason.value.strip():
            return self.say("no_reason")
        return None if self.by.value.strip() else self.say("no_by")

    def undo(self) -> None:
        """Take the last correction back."""
        if not self.queue.done:
            self.fail(self.say("no_undo"))
            return
        with self.doing("undoing"):
            done = self.queue.undo()
            form = self.queue.rows[done.row]["form"]
            told = {"cell": place(form, done.cell, self.say.lang), "path": self.queue.path}
            self._list(self.items.value)
            self._show(keep=True)
            self.tell(self.say("undone", **told, count=self.queue.count()))

    def again(self) -> None:
        """Queue the cells anew, with the checks between reports."""
        with self.doing("queueing", reports=len(self.corpus)):
            self.queue.fill()
            self._first = 0
            self._list()
            self._show()
            count = len(self.queue.rows)
            self.tell(self.say("ready", count=count) if count else self.say("nothing"))
