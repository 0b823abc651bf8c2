"""What every desk shares: its words, and its line of status."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import files
from time import monotonic
from typing import Any, Literal, cast, get_args

from gxkit.errors import GxkitError, WidgetError

Lang = Literal["zh", "en"]

_SAID = 0.3
"""Seconds between two words on how far a thing is."""

PAGE = 20
"""How many rows a list shows at once."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("gxkit.data").joinpath("widgets.toml").read_text("utf-8"))


class Words:
    """The words of a desk in one language, from ``gxkit/data/widgets.toml``.

    Parameters
    ----------
    desk : str
        The desk's name there.
    lang : {"zh", "en"}
        The language.

    Raises
    ------
    WidgetError
        There is no such language.

    Examples
    --------
    >>> Words("explorer", "en")("year")
    'Year'
    """

    def __init__(self, desk: str, lang: str) -> None:
        if lang not in get_args(Lang):
            raise WidgetError(f"lang {lang!r} is not one of {', '.join(get_args(Lang))}")
        self.lang = cast("Lang", lang)
        self._words = {**_table()["every"], **_table()[desk]}

    def __call__(self, word: str, /, **filled: object) -> str:
        """Return a word or sentence with what is `filled` in."""
        return str(self._words[word][self.lang]).format(**filled)

    def level(self, code: str | None) -> str:
        """Name a level of government."""
        known = _table()["levels"].get(code)
        return self("unknown") if known is None else str(known[self.lang])

    def reasons(self, text: str) -> str:
        """Say the reasons of a row of ``Corpus.review()``.

        Examples
        --------
        >>> Words("review", "zh").reasons("failed A1; repair")
        '检查不符 A1；改这一格即可相符'
        """
        told = []
        for reason in text.split("; "):
            start = next((each for each in _table()["reasons"] if reason.startswith(each)), None)
            named = str(_table()["reasons"][start][self.lang]) if start else ""
            told.append(named + reason.removeprefix(start or ""))
        return ("；" if self.lang == "zh" else "; ").join(told)


class Desk:
    """A desk: `view` is an ipywidgets box, and the desk shows itself in a notebook.

    Parameters
    ----------
    name : str
        Its name in the table of words.
    lang : {"zh", "en"}
        The language of its words.

    Attributes
    ----------
    view : ipywidgets.Box
        What is shown.
    status : ipywidgets.HTML
        The line that says what is being done; screen readers read it aloud.
    message : str
        What that line says.

    Examples
    --------
    >>> desk = Desk("review", "en")
    >>> with desk.doing("correcting"):
    ...     raise GxkitError("the disk is full")
    >>> desk.message
    'Not done: the disk is full'
    """

    def __init__(self, name: str, lang: str) -> None:
        import ipywidgets as w

        self.say = Words(name, lang)
        self.status = w.HTML()
        self.view = w.VBox()
        self.view.add_class("gxkit-desk")
        self.message = ""
        self._quiet = False

    def tell(self, text: str) -> None:
        """Say in the line of status what is or was done."""
        self._write(text, "status", "color:inherit")

    def fail(self, text: str) -> None:
        """Say there what went wrong, in words."""
        self._write(text, "alert", "color:#c62828;font-weight:600")

    def _write(self, text: str, role: str, style: str) -> None:
        self.message = text
        self.status.value = (
            f'<div role="{role}" aria-live="polite" style="{style};line-height:1.5;'
            f'white-space:normal">{escape(text)}</div>'
        )

    @contextmanager
    def doing(self, word: str | None = None, /, **filled: object) -> Iterator[None]:
        """Say what is being done while it is done; an error is told in words, and ends there."""
        if word is not None:
            self.tell(self.say(word, **filled))
        try:
            yield
        except (GxkitError, OSError) as error:
            self.fail(self.say("failed", why=error))

    @contextmanager
    def announced(self, word: str, /, **filled: object) -> Iterator[Callable[[int, int], None]]:
        """Say what is being done while the desk is made and not there yet to say it.

        What it yields hears how many of how many are done, and says that too.
        """
        from IPython import display
        from IPython.core.getipython import get_ipython

        told = self.say(word, **filled)
        self.tell(told)
        # Only a notebook can take back what it showed.
        if not hasattr(get_ipython(), "kernel"):
            yield lambda *_: None
            return
        show: Any = display
        shown = show.display(show.HTML(self.status.value), display_id=True)
        said = monotonic()

        def hear(at: int, of: int) -> None:
            nonlocal said
            if shown is not None and monotonic() - said >= _SAID:
                said = monotonic()
                self.tell(f"{told} {at:,} / {of:,}")
                shown.update(show.HTML(self.status.value))

        try:
            yield hear
        finally:
            if shown is not None:
                shown.update(show.HTML(""))

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Change fields without the desk answering."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def when(self, field: Any, act: Callable[[], None]) -> None:
        """Do something when the value of a `field` changes, unless it is the desk that does it."""
        field.observe(lambda _: None if self._quiet else act(), "value")

    def button(self, word: str, act: Callable[[], None], *, strong: bool = False) -> Any:
        """Return a button that does something."""
        import ipywidgets as w

        made = w.Button(
            description=self.say(word),
            button_style="primary" if strong else "",
            layout=w.Layout(width="auto", min_width="96px"),
        )
        made.on_click(lambda _: act())
        return made

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.view._repr_mimebundle_(**kwargs)
