"""The coding desk: a sample of clauses, coded by hand from the keyboard, with live agreement."""

from __future__ import annotations

from html import escape
from os import PathLike
from typing import TYPE_CHECKING, Any

from gxkit.themes.agreeing import agreement
from gxkit.themes.codebook import SIDES, Codebook
from gxkit.themes.sheets import NOTHING
from gxkit.themes.units import units_of
from gxkit.widgets.fields import field, heading, on_enter, paper, table
from gxkit.widgets.hand import Hand, plain, themes_in
from gxkit.widgets.parts import Desk

if TYPE_CHECKING:
    import pandas as pd


def coding_desk(
    items: pd.DataFrame,
    path: str | PathLike[str],
    coder: str,
    lang: str = "zh",
    *,
    other: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
) -> CodingDesk:
    """Open a desk for coding clauses by hand.

    Parameters
    ----------
    items : pandas.DataFrame
        The sample: what `gxkit.themes.coding_sheet` returned, or clauses from
        `gxkit.themes.code`, whose codes are not shown.
    path : str or path
        The CSV that is written at each step; `read_codes` reads it. An unfinished one is taken
        up where it was left.
    coder : str
        Who codes.
    lang : {"zh", "en"}
        The language of the desk's words.
    other : pandas.DataFrame, optional
        Codes to compare with: of `gxkit.themes.code` or of another person. By default those in
        `items`, if it has any. No single one of them is ever shown, only the agreement.
    codebook : Codebook, optional
        Whose themes there are.

    Returns
    -------
    CodingDesk
        It shows itself in a notebook; `view` is its box, and `codes` the codes so far.

    Raises
    ------
    WidgetError
        There is no such language, the clauses cannot be used, or the file is of somebody else.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import pandas as pd
    >>> items = pd.DataFrame({"id": [1, 2], "kind": "problem", "text": ["人手不足", "更新慢"]})
    >>> desk = coding_desk(items, pathlib.Path(tempfile.mkdtemp(), "codes.csv"), "甲")
    >>> desk.field.value = "P02"
    >>> desk.buttons["save"].click()
    >>> desk.message
    '已存：P02。还有 1 句。'
    """
    return CodingDesk(Hand(items, path, coder, codebook), items, lang, other)


class CodingDesk(Desk):
    """What `coding_desk` returns.

    Attributes
    ----------
    hand : Hand
        The clauses and the codes so far.
    field : ipywidgets.Text
        Where the codes are written.
    row : int
        The clause that is shown.
    """

    def __init__(
        self, hand: Hand, items: pd.DataFrame, lang: str, other: pd.DataFrame | None
    ) -> None:
        super().__init__("coding", lang)
        self.hand = hand
        self._of = self.say("machine" if other is None else "other")
        if other is None and "theme" in items.columns:
            other = items
        # Checked at once: codes that name clauses otherwise could never be compared.
        self._said = None if other is None else units_of(other, hand.keys)
        self._build()
        first = hand.open()
        self.row = 0 if first is None else first
        self._show()
        self._agree()
        told = {"count": len(hand), "done": len(hand.given), "path": hand.path}
        self.tell(self.say("ready", **told, example=self._example()))

    @property
    def codes(self) -> pd.DataFrame:
        """The codes so far: a row a theme of a coded clause."""
        return self.hand.codes()

    def _example(self) -> str:
        side = self.hand.side(self.row) if len(self.hand) else None
        ids = [one.id for one in self.hand.book.themes.values() if side in (None, one.side)]
        return " ".join(ids[:2])

    def _build(self) -> None:
        import ipywidgets as w

        say = self.say
        self._clause, self._list, self._agreement = paper(), paper("330px"), paper("300px")
        self.field = field("Text", say("codes"), "auto", continuous_update=False)
        on_enter(self.field, self.save)
        self.buttons = {
            "save": self.button("save", self.save, strong=True),
            "before": self.button("before", lambda: self.go(self.row - 1)),
            "after": self.button("after", lambda: self.go(self.row + 1)),
            "open": self.button("open", self.go_open),
        }
        work = w.VBox(
            [self._clause, self.field, w.HBox(list(self.buttons.values())), self._agreement],
            layout=w.Layout(width="56%", padding="0 12px 0 0"),
        )
        side = w.VBox([self._list], layout=w.Layout(width="44%"))
        self.view.children = (heading(say("title")), self.status, w.HBox([work, side]))

    def _show(self) -> None:
        """Show a clause, and the themes that it may have."""
        if not len(self.hand):
            return
        one, side = self.hand.units.iloc[self.row], self.hand.side(self.row)
        told = self.say("clause", number=self.row + 1, count=len(self.hand))
        kind = f" · {self.say(side)}" if side else ""
        self._clause.value = (
            f'<div style="opacity:.75">{escape(told + kind)}</div>'
            f'<blockquote style="font-size:17px;line-height:1.6;margin:4px 0;padding:6px 12px;'
            f'border-left:4px solid #0072B2;background:rgba(128,128,128,.1)">'
            f"{escape(str(one['text']))}</blockquote>"
        )
        self._list.value = self._themes(side)
        self.field.value = plain(self.hand.given.get(self.row))
        self.field.placeholder = self.say("codes_hint", example=self._example())
        self.buttons["before"].disabled = self.row == 0
        self.buttons["after"].disabled = self.row + 1 >= len(self.hand)

    def _themes(self, side: str | None) -> str:
        sides = [each for each in SIDES if side in (None, each)]
        rows = [
            [f"<b>{escape(one.id)}</b>", escape(getattr(one, self.say.lang))]
            if self.say.lang == "en"
            else [f"<b>{escape(one.id)}</b>", f"<b>{escape(one.zh)}</b> {escape(one.definition)}"]
            for each in sides
            for one in self.hand.book.of(each)
        ]
        return table(["", self.say("book")], rows)

    def go(self, row: int) -> None:
        """Show the clause of a row."""
        self.row = min(max(row, 0), max(len(self.hand) - 1, 0))
        self._show()
        self.field.focus()

    def go_open(self) -> None:
        """Show the next clause that is not coded."""
        row = self.hand.open(self.row)
        self.go(self.row if row is None else row)

    def save(self) -> None:
        """Keep what is written for this clause, and go on to the next."""
        themes = themes_in(self.field.value)
        wrong = self._wrong(themes)
        if wrong:
            self.fail(wrong)
            return
        with self.doing():
            self.hand.give(self.row, () if themes == (NOTHING,) else themes)
            left = len(self.hand) - len(self.hand.given)
            told = " ".join(themes)
            self.tell(self.say("saved" if left else "complete", codes=told, left=left))
            self._agree()
            self.go(self.row + 1) if self.row + 1 < len(self.hand) else self._show()

    def _wrong(self, themes: tuple[str, ...]) -> str | None:
        """Say why a clause cannot have these themes."""
        if not themes or not len(self.hand):
            return self.say("no_codes")
        if NOTHING in themes:
            return self.say("none_beside") if len(themes) > 1 else None
        side = self.hand.side(self.row)
        for theme in themes:
            if theme not in self.hand.book.themes:
                return self.say("no_theme", theme=theme)
            of = self.hand.book[theme].side
            if side not in (None, of):
                return self.say("wrong_side", theme=theme, side=self.say(of))
        return None

    def agreement(self) -> pd.DataFrame | None:
        """Return the agreement with the other codes; None while no clause was coded by both."""
        import pandas as pd

        if self._said is None:
            return None
        own, keys = self.codes, self.hand.keys
        both = [unit for unit in units_of(own, keys) if unit in self._said]
        if not both:
            return None
        # Only these count; a whole corpus of codes would be gone through at each step.
        rows = [(*unit, theme) for unit in both for theme in (self._said[unit] or (None,))]
        other = pd.DataFrame(rows, columns=[*keys, "theme"])
        return agreement(own, other, on=keys, codebook=self.hand.book, draws=0)

    def _named(self, theme: str) -> str:
        return escape(f"{theme} {getattr(self.hand.book[theme], self.say.lang)}")

    def _agree(self) -> None:
        if self._said is None:
            self._agreement.value = escape(self.say("alone"))
            return
        found = self.agreement()
        if found is None:
            self._agreement.value = escape(self.say("no_agreement"))
            return
        own = units_of(self.codes, self.hand.keys)
        both = [unit for unit in own if unit in self._said]
        same = sum(own[unit] == self._said[unit] for unit in both) / len(both)
        alpha = found.attrs["masi_alpha"]
        head = self.say("agreement", other=self._of, units=len(both))
        line = self.say("same", share=f"{same:.0%}", alpha=_figure(alpha))
        rows = [
            [self._named(str(one["theme"])), f"{one['percent']:.0%}"]
            + [_figure(one[name]) for name in ("kappa", "alpha")]
            for one in found.sort_values("used", ascending=False).to_dict("records")
        ]
        heads = [self.say("theme"), self.say("percent"), "kappa", "alpha"]
        self._agreement.value = (
            f"<b>{escape(head)}</b><div>{escape(line)}</div>{table(heads, rows)}"
        )


def _figure(value: Any) -> str:
    import pandas as pd

    return "–" if value is None or pd.isna(value) else f"{value:.2f}"
