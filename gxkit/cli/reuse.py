"""What ``gxkit reuse`` prints: what each text has from last year, or from others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from gxkit.cli.indicators import as_csv
from gxkit.cli.words import as_table as plain_table
from gxkit.errors import TextError
from gxkit.text import PARTS, near_copies, reuse, texts
from gxkit.text.reuse import Against

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus

AGAINST = (*get_args(Against), "near")
"""What texts can be compared with; ``near`` lists all pairs that share much."""

_SHOWN = (
    "agency", "year", "share", "copied", "characters", "jaccard", "same_sentences", "sentences",
    "other_agency", "other_year", "other_share", "compared", "median", "why",
)  # fmt: skip


def checked(against: str, part: str, share: float) -> None:
    """Raise TextError if this cannot be compared, whatever the reports hold.

    Examples
    --------
    >>> checked("twins", "section5", 0)
    Traceback (most recent call last):
        ...
    gxkit.errors.TextError: 'twins' is none of last_year, siblings, all, near
    """
    for given, choices in ((against, AGAINST), (part, PARTS)):
        if given not in choices:
            raise TextError(f"{given!r} is none of {', '.join(choices)}")
    if not 0 <= share <= 1:
        raise TextError("--share lies between 0 and 1")


def compared(
    corpus: Corpus, against: Against | str, part: str, by: list[str], share: float | None = None
) -> pd.DataFrame:
    """Compare a part of all reports.

    Parameters
    ----------
    corpus : Corpus
        The reports.
    against : {"last_year", "siblings", "all", "near"}
        What with.
    part : str
        The part of the reports, as for `gxkit.text.texts`.
    by : list of str
        What siblings have in common beside the year; for ``near`` what pairs have in common.
    share : float, optional
        The share from which on texts are listed; 0.5 for ``near``, else all.

    Raises
    ------
    TextError
        There is no such column, or a wish cannot be met.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> compared(Corpus([]), "last_year", "section5", []).shape[0]
    0
    """
    checked(against, part, share or 0)
    said = texts(corpus, part)
    if against == "near":
        return near_copies(said, 0.5 if share is None else share, by=by or None)
    if against == "siblings":
        found = reuse(said, "siblings", by=by or None)
    else:
        found = reuse(said, "last_year" if against == "last_year" else "all")
    return found if share is None else found[found["share"].ge(share).fillna(value=False)]


def as_table(frame: pd.DataFrame) -> str:
    """Write a table for a person.

    Examples
    --------
    >>> import pandas as pd
    >>> print(as_table(pd.DataFrame({"agency": ["甲"], "share": [0.5], "form": ["2021"]})))
    agency  share
    甲      0.5
    """
    return plain_table(frame[[name for name in _SHOWN if name in frame.columns]])


FORMATS: dict[str, Callable[[pd.DataFrame], str]] = {"table": as_table, "csv": as_csv}
"""The formats of ``gxkit reuse``."""
