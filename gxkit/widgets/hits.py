"""The places where a word stands in texts: found little by little, shown a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from gxkit.errors import WidgetError
from gxkit.text import kwic, segment
from gxkit.text.concordance import in_order, pattern_of

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 16
"""The characters shown on each side of a hit in the list."""

_AT_ONCE = {"text": 4000, "regex": 4000, "word": 400}
"""How many texts are looked through before word is given: some hundredths of a second."""

_WIDE = "\u3000"
"""A blank as wide as a Chinese character: it lines the hits up."""


class Hits:
    """Texts, and what was looked for in them last.

    Parameters
    ----------
    texts : pandas.DataFrame or pandas.Series
        Texts, as `gxkit.text.kwic` takes them.

    Attributes
    ----------
    texts : pandas.DataFrame
        The texts.
    seen, of : int
        How many of how many texts in which the keyword can stand were looked through.

    Raises
    ------
    WidgetError
        There is no column `text`.

    Examples
    --------
    >>> import pandas as pd
    >>> hits = Hits(pd.Series(["公开内容不全面", "依申请公开不规范"]))
    >>> for _ in hits.look("公开", "text"):
    ...     pass
    >>> len(hits), hits.texts_hit
    (2, 2)
    """

    def __init__(self, texts: pd.DataFrame | pd.Series) -> None:
        import pandas as pd

        frame = texts if isinstance(texts, pd.DataFrame) else texts.to_frame("text")
        if "text" not in frame.columns:
            raise WidgetError("the texts have no column 'text'; take what gxkit.text.texts() gives")
        self.texts = frame.reset_index(drop=True)
        self._plain = [text if isinstance(text, str) else "" for text in self.texts["text"]]
        self._pieces: list[pd.DataFrame] = []
        self._as_found: pd.DataFrame | None = None
        self._shown: pd.DataFrame | None = None
        self._count = self.seen = self.of = 0
        segment(
            self.texts[["text"]].iloc[:1]
        )  # the dictionary takes a second, once: not at a click

    def __len__(self) -> int:
        return self._count

    @property
    def texts_hit(self) -> int:
        """How many texts were hit."""
        return int(self._list().index.nunique())

    @property
    def found(self) -> pd.DataFrame:
        """What was found: a row a place, as `gxkit.text.kwic` returns it."""
        import pandas as pd

        shown = self._list()
        about = self.texts.drop(columns=["text", "words", "tags"], errors="ignore")
        return pd.concat([about.iloc[shown.index], shown], axis=1).reset_index(drop=True)

    def look(self, keyword: str, how: Any) -> Iterator[None]:
        """Look for a keyword, `how` as `gxkit.text.kwic` does, some texts at each step.

        Only texts in which the keyword can stand are cut into words.

        Raises
        ------
        TextError
            The keyword cannot be looked for.
        """
        self._pieces, self._as_found, self._shown = [], None, None
        self._count = self.seen = self.of = 0
        find = pattern_of(keyword, "text" if how == "word" else how).search
        rows = [row for row, text in enumerate(self._plain) if find(text)]
        self.of, step = len(rows), _AT_ONCE[how]
        for at in range(0, len(rows), step):
            some = self.texts[["text"]].iloc[rows[at : at + step]]
            piece = kwic(segment(some) if how == "word" else some, keyword, how=how, window=WINDOW)
            self._pieces.append(piece)
            self._as_found = self._shown = None
            self._count += len(piece)
            self.seen = min(at + step, len(rows))
            yield

    def sort(self, by: Any) -> None:
        """Put what was found in order; `by` as `gxkit.text.kwic` sorts."""
        self._shown = None
        found = self._list()
        if by is not None and len(found):
            self._shown = in_order(found, by)

    def _list(self) -> pd.DataFrame:
        import pandas as pd

        if self._as_found is None:
            nothing = [kwic(self.texts[["text"]].iloc[:0], "-")]
            self._as_found = pd.concat(self._pieces or nothing)
        return self._as_found if self._shown is None else self._shown

    def label(self, hit: int) -> str:
        """Return a hit as a line of a list, lined up at its keyword."""
        one, about = self._list().iloc[hit], self._about(hit)
        who = " ".join(str(about[name]) for name in ("agency", "year") if _known(about, name))
        return f"{_filled(str(one['left']))}【{one['keyword']}】{one['right']}{_WIDE}{who}"

    def full(self, hit: int) -> str:
        """Return the whole text of a hit as HTML, with the hit marked."""
        one = self._list().iloc[hit]
        text = str(self._about(hit)["text"])
        start, end = int(one["start"]), int(one["end"])
        return (
            f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
        ).replace("\n", "<br>")

    def report_id(self, hit: int) -> str | None:
        """Return the report of a hit; None if it is not known."""
        about = self._about(hit)
        return str(about["report_id"]) if _known(about, "report_id") else None

    def _about(self, hit: int) -> pd.Series:
        return self.texts.iloc[int(self._list().index[hit])]


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
