"""The explorer: an indicator of an agency or of many, its trend, and the report that it is from."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from html import escape
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from gxkit.errors import GxkitError
from gxkit.measures import INDICATORS
from gxkit.plots import trends
from gxkit.widgets.fields import canvas, field, heading, on_enter, paper, png
from gxkit.widgets.numbers import MOST, Numbers, Shown, Wish
from gxkit.widgets.parts import Desk

if TYPE_CHECKING:
    from gxkit.corpus import Corpus

_TOGETHER = ""
"""What the list of agencies has for all of the selection together."""
_MORE = " "
"""And for the line that says that there are more."""
_ANY = "*"
"""What a field has for all years or places: a list shows nothing where its value is None."""


def explorer(
    corpus: Corpus, lang: str = "zh", *, ids: str | Iterable[str] | None = None
) -> Explorer:
    """Open a desk for looking at indicators, agency by agency.

    Parameters
    ----------
    corpus : Corpus
        The reports, in memory or stored.
    lang : {"zh", "en"}
        The language of the desk's words.
    ids : str or iterable of str, optional
        The indicators; by default all. They are computed once, at the start.

    Returns
    -------
    Explorer
        It shows itself in a notebook; `view` is its box.

    Raises
    ------
    WidgetError
        There is no such language.
    MeasureError
        There is no such indicator.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> explorer(Corpus([]), "en", ids="B2").message
    'There are no reports here.'
    """
    return Explorer(corpus, lang, [ids] if isinstance(ids, str) else ids)


class Explorer(Desk):
    """What `explorer` returns.

    Attributes
    ----------
    year, province, level, search, agency, indicator : ipywidgets
        The fields.
    numbers : Numbers
        What was computed.
    shown : Shown or None
        The number that is shown.
    """

    def __init__(self, corpus: Corpus, lang: str, ids: Iterable[str] | None) -> None:
        super().__init__("explorer", lang)
        self._corpus = corpus
        self.shown: Shown | None = None
        self._show_card: int | None = None
        self._told = ""
        start = perf_counter()
        with self.announced("computing", reports=len(corpus)) as told:
            self.numbers = Numbers(corpus, ids, told)
            self._read_one()
        self._build()
        self._list()
        self._draw()
        if not len(self.numbers.reports):
            self.tell(self.say("empty"))
            return
        counts = {"reports": len(self.numbers.reports), "units": len(self.numbers.units)}
        took = {"indicators": len(self.numbers.ids), "seconds": perf_counter() - start}
        self.tell(self.say("ready", **counts, **took))

    def _read_one(self) -> None:
        """Read a report now: what reads and draws reports is loaded here, not at the first click."""
        for id in self.numbers.reports["report_id"][:1]:
            with suppress(GxkitError):
                self._corpus[id].card(self.say.lang)._repr_html_()

    def _build(self) -> None:
        import ipywidgets as w

        say, numbers = self.say, self.numbers
        years: list[tuple[str, int | str]] = [(say("latest"), _ANY)]
        years += [(str(year), year) for year in numbers.years]
        self.year = field("Dropdown", say("year"), "23%", options=years)
        self.province = field("Dropdown", say("province"), "37%", options=self._options("province"))
        self.level = field("Dropdown", say("level"), "37%", options=self._options("level"))
        self.search = field(
            "Text", say("search"), "auto", placeholder=say("search_hint"), continuous_update=False
        )
        self.agency = field("Select", say("agencies"), "auto", rows=9)
        named = [(f"{id} {getattr(INDICATORS[id], say.lang)}", id) for id in numbers.ids]
        self.indicator = field("Dropdown", say("indicator"), "auto", options=named)
        self._number, self._card = paper(), paper("620px")
        self._image = w.Image(format="png", layout=w.Layout(width="100%", max_width="560px"))
        for each in (self.year, self.province, self.level):
            self.when(each, self._narrow)
        self.when(self.search, self._narrow)
        on_enter(self.search, self._narrow)
        self.when(self.agency, self._draw)
        self.when(self.indicator, self._draw)
        left = w.VBox(
            [self.search, self.agency, self.indicator, self._number],
            layout=w.Layout(width="46%", padding="0 12px 0 0"),
        )
        right = w.VBox([self._image], layout=w.Layout(width="54%"))
        self.view.children = (
            heading(say("title")),
            self.status,
            w.HBox([self.year, self.province, self.level]),
            w.HBox([left, right]),
            self._card,
        )

    def _options(self, name: str) -> list[tuple[str, str]]:
        own = sorted(
            self.numbers.units[name].fillna("").unique(), key=lambda each: (not each, each)
        )
        labels = [self.say.level(each) if name == "level" else each for each in own]
        unknown = self.say("unknown")
        found = [(self.say("all"), _ANY)]
        return found + [(label or unknown, each) for label, each in zip(labels, own, strict=True)]

    @property
    def wish(self) -> Wish:
        """Which agencies the fields mean."""
        province, level = _wished(self.province), _wished(self.level)
        return Wish(province, level, self.search.value.strip())

    def _list(self) -> None:
        """List the agencies that are meant, the first of them if there are many."""
        found = self.numbers.matching(self.wish)
        unknown = self.say("unknown")
        options = [(self.say("together"), _TOGETHER)]
        for unit, agency in zip(found["unit"][:MOST], found["agency"][:MOST], strict=True):
            options.append((unknown if pd.isna(agency) else str(agency), str(unit)))
        if len(found) > MOST:
            options.append((self.say("more", count=len(found) - MOST), _MORE))
        chosen = self.agency.value
        with self.quietly():
            self.agency.options = options
            known = {unit for _, unit in options}
            self.agency.value = chosen if chosen in known else _TOGETHER

    def _narrow(self) -> None:
        self._list()
        self._draw()

    def _draw(self) -> None:
        """Show the number, its trend and the report of what is chosen."""
        if not len(self.numbers.reports):
            return
        unit, id = self.agency.value, self.indicator.value
        if unit == _MORE:
            unit = _TOGETHER
        with self.doing():
            row = self._one(unit, id) if unit else None
            if not unit:
                self._all(id)
            self._draw_trend(unit, id)
            self._draw_card(row)
            # Said last: who reads that a report is shown should see it.
            self.tell(self._told)

    def _one(self, unit: str, id: str) -> int | None:
        """Show the number of one agency; return the row of its report."""
        rows = self.numbers.of(unit, _wished(self.year))
        if not rows:
            self.shown = None
            self._number.value = escape(self.say("no_report"))
            self._told = self.say("no_report")
            return None
        report = self.numbers.reports.iloc[rows[0]]
        self.shown = self.numbers.number(rows[0], id)
        more = [self.say("several", count=len(rows))] if len(rows) > 1 else []
        self._number.value = self._figure(id, self.shown, more)
        agency = self.say("unknown") if pd.isna(report["agency"]) else report["agency"]
        year = self.say("unknown") if pd.isna(report["year"]) else report["year"]
        named = getattr(INDICATORS[id], self.say.lang)
        self._told = self.say("shown", agency=agency, year=year, indicator=named)
        return rows[0]

    def _all(self, id: str) -> None:
        """Show the number of all that are meant together."""
        self.shown = self.numbers.together(self.wish, id, _wished(self.year))
        if self.shown is None:
            self._number.value = escape(self.say("empty"))
            self._told = self.say("empty")
            return
        counts = {"known": self.shown.reports, "na": self.shown.na}
        self._number.value = self._figure(id, self.shown, [self.say("known", **counts)])
        named, year = getattr(INDICATORS[id], self.say.lang), self.shown.year
        self._told = self.say("summed", year=year, indicator=named, reports=self.shown.reports)

    def _figure(self, id: str, shown: Shown, more: list[str]) -> str:
        """Return a number in words: its sides, why there is none, how it is computed."""
        one = INDICATORS[id]
        told = list(more)
        if shown.numerator is not None and shown.denominator is not None:
            sides = {"numerator": f"{shown.numerator:g}", "denominator": f"{shown.denominator:g}"}
            told.insert(0, self.say("of", **sides))
        if shown.value is None and shown.why:
            told.insert(0, self.say("because", why=shown.why))
        told.append(self.say("formula", formula=one.formula))
        rest = "".join(f"<div>{escape(each)}</div>" for each in told)
        return (
            f'<div style="line-height:1.5;overflow-wrap:anywhere"><div>{escape(id)} '
            f'{escape(getattr(one, self.say.lang))}</div><div style="font-size:26px;'
            f'line-height:1.4;font-weight:600">{escape(self._printed(one, shown.value))}</div>'
            f'<div style="opacity:.8;font-size:12px">{rest}</div></div>'
        )

    def _printed(self, one: Any, value: float | None) -> str:
        if value is None:
            return self.say("no_value")
        if one.unit == "share":
            return f"{value:.1%}"
        counted = "" if one.unit in ("ratio", "difference", "index", "flag") else f" {one.unit}"
        return (f"{value:,.0f}" if value == int(value) else f"{value:,.3f}") + counted

    def _draw_trend(self, unit: str, id: str) -> None:
        """Draw the agency over the years, or all that are meant."""
        found = self.numbers.trend(unit, id) if unit else self.numbers.series(self.wish, id)
        found = found.dropna(subset=["year"])
        if found["value"].notna().any():
            # Its name stands beside it: a long one would not fit on a small figure.
            ax = trends(found, ax=canvas(), lang=self.say.lang, title="")
            ax.set_ylabel("")
            if found["value"].min() >= 0:
                # Room above, or the marker of the highest year is cut in half.
                ax.set_ylim(0, max(ax.get_ylim()[1], found[["value", "high"]].max().max()) * 1.05)
            self._image.value = png(ax)
            self._image.layout.display = None
        else:
            self._image.layout.display = "none"
            self._number.value += f"<div>{escape(self.say('no_trend'))}</div>"

    def _draw_card(self, row: int | None) -> None:
        """Show the card of a report, and where its file is."""
        if row is None:
            self._show_card = None
            self._card.value = escape(self.say("choose"))
            return
        if row == self._show_card:
            return
        self._card.value = ""
        report = self.numbers.reports.iloc[row]
        self._card.value = (
            f"<div><b>{escape(self.say('source'))}</b><code>"
            f"{'' if pd.isna(report['path']) else escape(str(report['path']))}</code></div>"
            f"{self._corpus[report['report_id']].card(self.say.lang)._repr_html_()}"
        )
        self._show_card = row


def _wished(field: Any) -> Any:
    """Return what is chosen in a field; None for all."""
    return None if field.value == _ANY else field.value
