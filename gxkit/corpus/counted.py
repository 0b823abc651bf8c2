"""How a corpus shows itself: by what it holds."""

from __future__ import annotations

from html import escape
from typing import Protocol


class _Told(Protocol):
    """What is needed of a corpus for that."""

    def _counts(self) -> dict[str, int]: ...


class Counted:
    """A corpus in a line, and in a small table for a notebook."""

    def __repr__(self: _Told) -> str:
        return f"<Corpus {', '.join(f'{count} {what}' for what, count in self._counts().items())}>"

    def _repr_html_(self: _Told) -> str:
        rows = "".join(
            f"<tr><th>{escape(what)}</th><td>{count}</td></tr>"
            for what, count in self._counts().items()
        )
        return f'<table class="gxkit-corpus"><tbody>{rows}</tbody></table>'
