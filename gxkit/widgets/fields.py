"""The parts of a desk: fields, lists that keep their keys, places for HTML, pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KEYS = (
    '<img alt="" src="data:," style="display:none" onerror="let tries = 20; const at = this; '
    "const mark = () => { const desk = at.closest('.gxkit-desk'); "
    "if (desk) desk.addEventListener('focusin', event => { if (!event.target.matches(':read-write')) "
    "event.target.setAttribute('data-lm-suppress-shortcuts', 'true'); }); "
    'else if (tries--) setTimeout(mark, 100); }; mark()">'
)
"""What leaves the keys to the desk: JupyterLab else takes the arrows from a list that has the focus,
and Enter from a button, for commands of its own. It looks for this mark on the very element.
Elsewhere the mark means nothing."""

_ENTER = 0.12
"""Seconds between Enter and the deed: the browser sends the key before what the field then holds."""


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
    """Return the name of a desk as a line.

    Examples
    --------
    >>> heading("核对台").value.startswith("<b>核对台</b>")
    True
    """
    import ipywidgets as w

    return w.HTML(f"<b>{escape(text)}</b>{_KEYS}")


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
    if not later(act, _ENTER):
        act()


def later(act: Callable[[], None], seconds: float = 0.02) -> bool:
    """Do something in some `seconds` in a running kernel; False where none runs: do it yourself.

    Examples
    --------
    >>> later(lambda: None)
    False
    """
    import asyncio

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return False
    loop.call_later(seconds, act)
    return True


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
    head = "".join(f'<th {cell};white-space:nowrap">{escape(name)}</th>' for name in heads)
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
