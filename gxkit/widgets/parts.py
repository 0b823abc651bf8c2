"""What every desk shares: its words, its line of status, keys, pages and pictures."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, get_args

from gxkit.errors import GxkitError, WidgetError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Lang = Literal["zh", "en"]

PAGE = 20
"""How many rows a list shows at once."""

_ENTER = 0.12
"""Seconds between Enter and the deed: the browser sends the key before what the field then holds."""


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
        self.lang = lang
        self._words = {**_table()["every"], **_table()[desk]}

    def __call__(self, word: str, /, **filled: object) -> str:
        """Return a word or sentence with what is `filled` in."""
        return str(self._words[word][self.lang]).format(**filled)

    def level(self, code: str | None) -> str:
        """Name a level of government."""
        known = _table()["levels"].get(code)
        return self("unknown") if known is None else str(known[self.lang])


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
    def announced(self, word: str, /, **filled: object) -> Iterator[None]:
        """Say what is being done while the desk is made and not there yet to say it."""
        from IPython import display
        from IPython.core.getipython import get_ipython

        self.tell(self.say(word, **filled))
        # Only a notebook can take back what it showed.
        if not hasattr(get_ipython(), "kernel"):
            yield
            return
        show: Any = display
        shown = show.display(show.HTML(self.status.value), display_id=True)
        try:
            yield
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


def field(kind: str, label: str, width: str = "auto", **settings: Any) -> Any:
    """Return a field of ipywidgets with a `label` that is not cut.

    Examples
    --------
    >>> field("Text", "年度").description
    '年度'
    """
    import ipywidgets as w

    return getattr(w, kind)(
        description=label,
        layout=w.Layout(width=width, **settings.pop("layout", {})),
        style={"description_width": "72px"},
        **settings,
    )


def heading(text: str) -> Any:
    """Return the name of a desk, or of a part of it, as a line.

    Examples
    --------
    >>> heading("核对台").value
    '<b>核对台</b>'
    """
    import ipywidgets as w

    return w.HTML(f"<b>{escape(text)}</b>")


def paper(height: str = "auto") -> Any:
    """Return a place for HTML that scrolls within its `height`.

    Examples
    --------
    >>> paper("300px").layout.max_height
    '300px'
    """
    import ipywidgets as w

    return w.HTML(layout=w.Layout(max_height=height, overflow="auto", width="100%", margin="0"))


def on_enter(text: Any, act: Callable[[], None]) -> None:
    """Do something when Enter is pressed in a text field.

    The field must have ``continuous_update=False``: then the browser tells the whole value once,
    just after the key, and the deed waits for it.
    """

    def heard(_: Any, content: Mapping[str, Any], __: Any) -> None:
        if content.get("event") == "submit":
            soon(act)

    text.on_msg(heard)


def soon(act: Callable[[], None]) -> None:
    """Do something in a moment in a running kernel, and at once elsewhere.

    Examples
    --------
    >>> done = []
    >>> soon(lambda: done.append(1))
    >>> done
    [1]
    """
    import asyncio

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        act()
        return
    loop.call_later(_ENTER, act)


def canvas(width: float = 5.8, height: float = 3.1) -> Axes:
    """Return axes for a figure of a desk, in inches.

    Its margins are fixed: laying a figure out by what is in it costs more than drawing it.

    Examples
    --------
    >>> canvas().figure.get_size_inches().tolist()
    [5.8, 3.1]
    """
    from matplotlib.figure import Figure

    from gxkit.plots import PALETTE
    from gxkit.plots.font import use_font

    use_font()
    figure = Figure(figsize=(width, height), dpi=100)
    ax = figure.add_axes((0.11, 0.14, 0.86, 0.76))
    ax.set_prop_cycle(color=PALETTE)
    return ax


def png(ax: Axes) -> bytes:
    r"""Return the figure of `ax` as PNG.

    Examples
    --------
    >>> png(canvas())[:4]
    b'\x89PNG'
    """
    stream = BytesIO()
    figure: Any = ax.figure
    figure.savefig(stream, format="png")
    return stream.getvalue()


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], classes: Sequence[str] = ()) -> str:
    """Return a small table as HTML; `rows` are HTML already, `classes` colour their last cells.

    Examples
    --------
    >>> table(["规则"], [["A1"]]).count("<td")
    1
    """
    cell = 'style="padding:2px 8px;border:1px solid rgba(128,128,128,.45);text-align:left'
    head = "".join(f'<th {cell}">{escape(name)}</th>' for name in heads)
    tones = {"good": "background:rgba(102,187,106,.35)", "bad": "background:rgba(229,57,53,.25)"}
    body = ""
    for at, row in enumerate(rows):
        tone = tones.get(classes[at], "") if at < len(classes) else ""
        cells = [f'<td {cell}">{each}</td>' for each in row[:-1]]
        body += f'<tr>{"".join(cells)}<td {cell};{tone}">{row[-1]}</td></tr>'
    return (
        '<table style="border-collapse:collapse;font-size:12px;line-height:1.5">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
