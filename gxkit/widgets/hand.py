"""Codes that a person gives to a sample of clauses, kept in a file at each step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.corpus.whole import write_csv, write_whole
from gxkit.errors import ThemeError, WidgetError
from gxkit.themes.codebook import SIDE_OF, Codebook
from gxkit.themes.sheets import CHOICES, NOTHING
from gxkit.themes.tables import COLUMNS
from gxkit.themes.units import NAMES

if TYPE_CHECKING:
    import pandas as pd

OWN = ("themes", "coder")
"""The columns that a person's file adds to those of the clauses."""
_PARTS = re.compile(r"[\s,;，；、/]+")
_WHOLE = ("order", "clause")


def units(items: pd.DataFrame) -> pd.DataFrame:
    """Return a row a clause: the columns that name it, and its text, without any codes.

    Parameters
    ----------
    items : pandas.DataFrame
        What `gxkit.themes.coding_sheet` or `gxkit.themes.code` returned, or any clauses with a
        column `text` and others that name them.

    Raises
    ------
    WidgetError
        There is no column `text`, nothing names the clauses, or two have the same name.

    Examples
    --------
    >>> import pandas as pd
    >>> items = pd.DataFrame({"id": [1, 1], "text": "人手不足", "theme": ["P01", "P02"]})
    >>> units(items).to_dict("list")
    {'id': [1], 'text': ['人手不足']}
    """
    if "text" not in items.columns:
        raise WidgetError("the clauses have no column 'text'; take what coding_sheet() returns")
    own = [name for name in NAMES if name in items.columns]
    if not set(own) - {"kind"}:
        out = {*COLUMNS["codes"], *CHOICES, *OWN, "remark", "where", "theme"}
        own = [str(name) for name in items.columns if name not in out]
    keys = [name for name in own if name != "text"]
    if not keys:
        raise WidgetError("nothing names the clauses; give them a column such as id")
    found = items[[*keys, "text"]].dropna(subset=["text"]).drop_duplicates(ignore_index=True)
    if found.duplicated(keys).any():
        raise WidgetError(f"two clauses are both named by {', '.join(keys)}; number them")
    return found


def themes_in(text: str) -> tuple[str, ...]:
    """Take apart what a person wrote.

    Examples
    --------
    >>> themes_in("p08， P14·形式")
    ('P08', 'P14')
    """
    words = (word.split("·")[0].strip().upper() for word in _PARTS.split(text.strip()))
    return tuple(dict.fromkeys(word for word in words if word))


class Hand:
    """A sample of clauses and the codes that one person gave so far.

    Parameters
    ----------
    items : pandas.DataFrame
        As for `units`.
    path : str or path
        The CSV: a row a coded clause, `themes` parted by blanks, NONE for none. If it is there
        already, its codes are taken up.
    coder : str
        Who codes.
    codebook : Codebook, optional
        Whose themes there are.

    Raises
    ------
    WidgetError
        The clauses cannot be used, or the file holds codes of others or of other clauses.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import pandas as pd
    >>> items = pd.DataFrame({"id": [1, 2], "kind": "problem", "text": ["人手不足", "更新慢"]})
    >>> hand = Hand(items, pathlib.Path(tempfile.mkdtemp(), "codes.csv"), "甲")
    >>> hand.give(1, ("P08",))
    >>> hand.codes()["theme"].tolist(), hand.open()
    (['P08'], 0)
    """

    def __init__(
        self,
        items: pd.DataFrame,
        path: str | PathLike[str],
        coder: str,
        codebook: Codebook | None = None,
    ) -> None:
        self.book = Codebook.load() if codebook is None else codebook
        self.units = units(items)
        self.keys = [str(name) for name in self.units.columns if name != "text"]
        self.path = Path(path)
        self.coder = coder.strip()
        if not self.coder:
            raise WidgetError("name the coder: agreement is between people who can be told apart")
        self.given: dict[int, tuple[str, ...]] = {}
        if self.path.exists():
            self._take_up()

    def __len__(self) -> int:
        return len(self.units)

    def side(self, row: int) -> str | None:
        """Return the side of the codebook that codes a clause; None if it is not known."""
        return SIDE_OF.get(str(self.units["kind"].iloc[row])) if "kind" in self.keys else None

    def open(self, after: int = -1) -> int | None:
        """Return the next clause that is not coded, from one on and then from the start."""
        order = (*range(after + 1, len(self)), *range(min(after + 1, len(self))))
        return next((row for row in order if row not in self.given), None)

    def give(self, row: int, themes: Sequence[str]) -> None:
        """Give a clause its themes (none: NONE), and write the file.

        Raises
        ------
        OSError
            The file cannot be written; then the clause has what it had.
        """
        before = self.given.get(row)
        self.given[row] = tuple(themes)
        try:
            write_whole(self.path, lambda draft: write_csv(self._table(), draft))
        except OSError:
            self.given.pop(row)
            if before is not None:
                self.given[row] = before
            raise

    def codes(self) -> pd.DataFrame:
        """Return the codes as `gxkit.themes.read_sheet` does: a row a theme of a coded clause."""
        import pandas as pd

        rows = [
            (row, theme) for row in sorted(self.given) for theme in (self.given[row] or (None,))
        ]
        frame = self.units.iloc[[row for row, _ in rows]].reset_index(drop=True)
        frame["theme"] = pd.Series([theme for _, theme in rows], dtype="string")
        frame["coder"] = pd.Series([self.coder] * len(rows), dtype="string")
        return frame

    def _table(self) -> pd.DataFrame:
        rows = sorted(self.given)
        frame = self.units.iloc[rows].reset_index(drop=True)
        frame["themes"] = [" ".join(self.given[row]) or NOTHING for row in rows]
        frame["coder"] = self.coder
        return frame

    def _take_up(self) -> None:
        frame = _file(self.path)
        lacking = [name for name in (*self.keys, *OWN) if name not in frame.columns]
        if lacking:
            raise WidgetError(f"{self.path}: has no column {lacking[0]!r}; name another file")
        others = sorted(set(frame["coder"]) - {self.coder})
        if others:
            raise WidgetError(f"{self.path}: holds the codes of {others[0]}; name another file")
        text = self.units[self.keys].astype("string").fillna("")
        place = {key: row for row, key in enumerate(text.itertuples(index=False, name=None))}
        for line, each in enumerate(frame.to_dict("records"), start=2):
            row = place.get(tuple(each[name] for name in self.keys))
            if row is None:
                told = "a clause that is not in this sample would be lost"
                raise WidgetError(f"{self.path}, line {line}: {told}; name another file")
            themes = themes_in(each["themes"])
            self.given[row] = () if themes == (NOTHING,) else themes


def read_codes(path: str | PathLike[str]) -> pd.DataFrame:
    r"""Read the file of a coding desk, as `gxkit.themes.read_sheet` reads a sheet.

    Parameters
    ----------
    path : str or path
        The CSV.

    Returns
    -------
    pandas.DataFrame
        A row for each theme of each coded clause: what names it, text, theme (NA for NONE), coder;
        for `gxkit.themes.agreement`, `evaluate` and ``code(…, person=)``.

    Raises
    ------
    ThemeError
        The file cannot be read, or is not one of a coding desk.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "codes.csv")
    >>> _ = file.write_text("clause,text,themes,coder\n1,人手不足且更新慢,P02 P08,甲\n", "utf-8")
    >>> read_codes(file)[["clause", "theme"]].values.tolist()
    [[1, 'P02'], [1, 'P08']]
    """
    import pandas as pd

    frame = _file(Path(path))
    lacking = [name for name in ("text", *OWN) if name not in frame.columns]
    if lacking:
        raise ThemeError(f"{path}: has no column {lacking[0]!r}; it is no file of a coding desk")
    said = [list(themes_in(each)) for each in frame["themes"]]
    frame["theme"] = [[None] if each == [NOTHING] else each for each in said]
    frame = frame.drop(columns="themes").explode("theme", ignore_index=True)
    for name in frame.columns:
        own = frame[name].astype("string")
        frame[name] = pd.to_numeric(own).astype("Int64") if name in _WHOLE else own
    return frame[
        [*(name for name in frame.columns if name not in ("theme", "coder")), "theme", "coder"]
    ]


def _file(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        text = path.read_text("utf-8-sig")
        return pd.read_csv(StringIO(text), dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise ThemeError(f"{path}: cannot be read ({error}); name another file") from error


def plain(row: Any) -> str:
    """Return the codes of a clause as a person writes them."""
    return NOTHING if row == () else " ".join(row or ())
