"""The places where a word stands in texts, a page at a time."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from gxkit.errors import WidgetError
from gxkit.text import kwic, segment

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 16
"""The characters shown on each side of a hit in the list."""

_WIDE = "\u3000"
"""A blank as wide as a Chinese character: it lines the hits up."""


class Hits:
    """Texts, and what was looked for in them last.

    Parameters
    ----------
    texts : pandas.DataFrame or pandas.Series
        Texts, as `gxkit.text.kwic` takes them.

    Raises
    ------
    WidgetError
        There is no column `text`.

    Examples
    --------
    >>> import pandas as pd
    >>> hits = Hits(pd.Series(["公开内容不全面", "依申请公开不规范"]))
    >>> hits.look("公开", "text", None)
    >>> len(hits.found), hits.texts_hit
    (2, 2)
    """

    def __init__(self, texts: pd.DataFrame | pd.Series) -> None:
        import pandas as pd

        frame = texts if isinstance(texts, pd.DataFrame) else texts.to_frame("text")
        if "text" not in frame.columns:
            raise WidgetError("the texts have no column 'text'; take what gxkit.text.texts() gives")
        self.texts = frame.reset_index(drop=True)
        self._segmented: pd.DataFrame | None = None
        self.found: pd.DataFrame = self.texts.iloc[:0]
        self.places: list[int] = []

    @property
    def is_segmented(self) -> bool:
        """Whether the texts are segmented already, as a search for words needs."""
        return self._segmented is not None

    @property
    def texts_hit(self) -> int:
        """How many texts were hit."""
        return len(set(self.places))

    def look(self, keyword: str, how: Any, sort: Any) -> None:
        """Look for a keyword; `how` and `sort` as `gxkit.text.kwic` takes them.

        Raises
        ------
        TextError
            The keyword cannot be looked for.
        """
        if how == "word" and self._segmented is None:
            self._segmented = segment(self.texts)
        source = self._segmented if how == "word" else self.texts
        assert source is not None
        found = kwic(source, keyword, how=how, window=WINDOW, sort=sort)
        self.places = [int(place) for place in found.index]
        self.found = found.reset_index(drop=True)

    def label(self, hit: int) -> str:
        """Return a hit as a line of a list, lined up at its keyword."""
        one = self.found.iloc[hit]
        left = _filled(str(one["left"]))
        who = " ".join(str(one[name]) for name in ("agency", "year") if _known(one, name))
        return f"{left}【{one['keyword']}】{one['right']}{_WIDE}{who}"

    def full(self, hit: int) -> str:
        """Return the whole text of a hit as HTML, with the hit marked."""
        one = self.found.iloc[hit]
        text = str(self.texts["text"].iloc[self.places[hit]])
        start, end = int(one["start"]), int(one["end"])
        return (
            f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
        ).replace("\n", "<br>")

    def report_id(self, hit: int) -> str | None:
        """Return the report of a hit; None if it is not known."""
        one = self.found.iloc[hit]
        return str(one["report_id"]) if _known(one, "report_id") else None


def _known(row: pd.Series, name: str) -> bool:
    import pandas as pd

    return name in row.index and bool(pd.notna(row[name]))


def _filled(left: str) -> str:
    """Fill the left side up, counting a character of half width as half.

    Examples
    --------
    >>> len(_filled("公开")) == WINDOW
    True
    """
    halves = sum(1 if character.isascii() else 2 for character in left)
    missing = 2 * WINDOW - halves
    return _WIDE * (missing // 2) + left
