"""What ``gxkit words`` prints: the words of problems, improvements or sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gxkit.card.terminal import align
from gxkit.cli.indicators import as_csv
from gxkit.errors import TextError
from gxkit.text import PARTS, frequency, keyness, keywords, segment, texts

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus
    from gxkit.text.lexicon import Stop

WHAT = ("frequency", "keywords", "keyness")
STOP: dict[str, Stop] = {"none": False, "function": True, "domain": "domain"}


def checked(what: str, part: str, stop: str, by: list[str]) -> None:
    """Raise TextError if this cannot be counted, whatever the reports hold.

    Examples
    --------
    >>> checked("keyness", "problems", "none", [])
    Traceback (most recent call last):
        ...
    gxkit.errors.TextError: keyness compares groups: name their columns with --by, such as year
    """
    for given, choices in ((what, WHAT), (part, PARTS), (stop, tuple(STOP))):
        if given not in choices:
            raise TextError(f"{given!r} is none of {', '.join(choices)}")
    if what == "keyness" and not by:
        raise TextError("keyness compares groups: name their columns with --by, such as year")


def counted(
    corpus: Corpus,
    what: str,
    part: str,
    by: list[str],
    *,
    top: int = 30,
    stop: str = "function",
    engine: str = "jieba",
) -> pd.DataFrame:
    """Count the words of a part of all reports.

    Parameters
    ----------
    corpus : Corpus
        The reports.
    what : {"frequency", "keywords", "keyness"}
        What to count. Keywords are those of all texts together without `by`.
    part : str
        The part of the reports, as for `gxkit.text.texts`.
    by : list of str
        Columns of groups.
    top : int
        How many words of each group; 0 for all.
    stop : {"none", "function", "domain"}
        The words left out.
    engine : str
        The segmenter.

    Raises
    ------
    TextError
        There is no such column or engine, or nothing to compare with.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> counted(Corpus([]), "frequency", "problems", ["year"]).columns[:3].tolist()
    ['year', 'word', 'count']
    """
    checked(what, part, stop, by)
    found = texts(corpus, part)
    cut = segment(found, stop=STOP[stop], numbers=False, engine=engine)
    groups: Any = by or None
    if what == "frequency":
        return _first(frequency(cut, by=groups), by, top)
    if what == "keyness":
        return _first(keyness(cut, by=groups), by, top)
    if groups:
        return keywords(cut, by=groups, top=top or None, drop=STOP[stop])
    every = keywords(cut.assign(all="all"), by="all", top=top or None, drop=STOP[stop])
    return every.drop(columns="all")


def _first(frame: pd.DataFrame, by: list[str], top: int) -> pd.DataFrame:
    """Return the first rows of each group."""
    if not top:
        return frame
    if not by:
        return frame.head(top)
    return frame.groupby(by, dropna=False, sort=False).head(top).reset_index(drop=True)


def as_table(frame: pd.DataFrame) -> str:
    """Write a table for a person: numbers with four digits at most after the point.

    Examples
    --------
    >>> import pandas as pd
    >>> print(as_table(pd.DataFrame({"word": ["更新"], "count": [2], "share": [0.5]})))
    word  count  share
    更新  2      0.5
    """
    shown = frame.astype("object").where(frame.notna(), None)
    rows = [list(map(str, frame.columns))]
    rows += [[_plain(value) for value in row] for row in shown.itertuples(index=False)]
    return "\n".join(line.rstrip() for line in align(rows))


def _plain(value: object) -> str:
    if value is None:
        return "NA"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


FORMATS: dict[str, Callable[[pd.DataFrame], str]] = {"table": as_table, "csv": as_csv}
"""The formats of ``gxkit words``."""
