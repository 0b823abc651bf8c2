"""What ``gxkit themes`` prints: how often each theme is named, or every coded clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.card.terminal import align
from gxkit.corpus import Corpus
from gxkit.errors import ThemeError
from gxkit.themes import Codebook, code, crosstab

if TYPE_CHECKING:
    import pandas as pd

LAYERS = {"both": None, "pattern": "pattern", "learned": "learned"}
"""What ``--how`` takes, and what `gxkit.themes.code` takes for it."""


def coded(corpus: Corpus, codebook: Codebook, how: str) -> pd.DataFrame:
    """Return the codes of a corpus.

    Raises
    ------
    ThemeError
        There is no such layer.

    Examples
    --------
    >>> coded(Corpus([]), Codebook.load(), "pattern").columns[0]
    'report_id'
    >>> coded(Corpus([]), Codebook.load(), "magic")
    Traceback (most recent call last):
        ...
    gxkit.errors.ThemeError: no layer 'magic'; choose one of both, pattern, learned
    """
    if how not in LAYERS:
        raise ThemeError(f"no layer {how!r}; choose one of {', '.join(LAYERS)}")
    return code(corpus, codebook, LAYERS[how])  # type: ignore[arg-type]


def counted(codes: pd.DataFrame, codebook: Codebook, by: list[str], unit: str) -> pd.DataFrame:
    """Count the themes of both sides, by groups if there are any.

    Parameters
    ----------
    codes : DataFrame
        What `coded` returned.
    codebook : Codebook
        The themes.
    by : list of str
        Columns of the reports; none for all reports together.
    unit : str
        ``clause`` or ``report``.

    Examples
    --------
    >>> codes = coded(Corpus([]), Codebook.load(), "pattern")
    >>> counted(codes, Codebook.load(), [], "clause").columns[:3].tolist()
    ['theme', 'zh', 'count']
    """
    import pandas as pd

    groups = by or ["all"]
    own = codes if by else codes.assign(all="all")
    sides = [
        crosstab(own, groups, side=side, unit=unit, codebook=codebook)  # type: ignore[arg-type]
        for side in ("problem", "measure")
    ]
    if by:
        return pd.concat(sides, ignore_index=True)
    columns = ["theme", "zh", "count", "of", "share"]
    every = [side[columns].sort_values("count", ascending=False, kind="stable") for side in sides]
    return pd.concat(every, ignore_index=True)


def as_csv(frame: pd.DataFrame) -> str:
    """Write all columns as CSV.

    Examples
    --------
    >>> as_csv(coded(Corpus([]), Codebook.load(), "pattern")).split(",")[0]
    'report_id'
    """
    return str(frame.to_csv(index=False, lineterminator="\n")).rstrip("\n")


def as_table(frame: pd.DataFrame) -> str:
    """Write a table for a person.

    Examples
    --------
    >>> codes = coded(Corpus([]), Codebook.load(), "pattern")
    >>> print(as_table(counted(codes, Codebook.load(), [], "clause")))
    theme  zh  count  of  share
    """
    shown = frame.astype("object").where(frame.notna(), None)
    rows = [list(map(str, frame.columns))]
    rows += [[_written(value) for value in record] for record in shown.itertuples(index=False)]
    return "\n".join(line.rstrip() for line in align(rows))


def _written(value: object) -> str:
    if value is None:
        return "NA"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


FORMATS = {"table": as_table, "csv": as_csv}
"""The formats of ``gxkit themes``."""
