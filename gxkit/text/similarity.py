"""How much two texts share: the share copied, containment and Jaccard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.comparing import Rows, Settings, rows_of
from gxkit.text.masking import KINDS
from gxkit.text.shingled import Ints

COLUMNS = {
    "characters": "Int64",
    "copied": "Int64",
    "share": "Float64",
    "other_characters": "Int64",
    "other_copied": "Int64",
    "other_share": "Float64",
    "containment": "Float64",
    "jaccard": "Float64",
    "why": "string",
}
"""Columns and dtypes of `similarity`."""

Texts = str | pd.Series | pd.DataFrame


def similarity(
    a: Texts,
    b: Texts,
    *,
    n: int | None = None,
    passage: int | None = None,
    mask: Sequence[str] = KINDS,
    names: Iterable[str] = (),
) -> pd.DataFrame:
    """Compare texts two by two.

    Parameters
    ----------
    a, b : str, pandas.Series or pandas.DataFrame
        Two texts, or as many of the one as of the other, compared row by row. Of a frame the
        column ``text`` is compared; `agency`, `province`, `city`, `county` and `aliases` are
        names that are masked.
    n : int, optional
        Characters of a shingle; 5 by default.
    passage : int, optional
        Characters in a row that make a copied passage; 10 by default. Unrelated reports share
        many runs of 5 characters, such as 政府信息公开, and next to none of 10.
    mask : sequence of str
        What is masked before: ``names``, ``dates``, ``numbers``, ``punctuation``. Each name,
        date and number becomes one sign, however long it is.
    names : iterable of str
        Names to mask in all texts.

    Returns
    -------
    pandas.DataFrame
        A row a pair, on the index of `a`. All is counted in characters of the masked texts:

        - `characters`; `copied`, how many of them lie in a run of at least `passage` characters
          that stands in `b` too; `share`, the one by the other. Runs are counted, not shingles:
          a copied passage of L characters has only L − n + 1 shingles, so that containment is
          too low by n − 1 at each seam.
        - `other_characters`, `other_copied`, `other_share`: the same of `b` in `a`.
        - `containment` = ``|A ∩ B| / |A|`` and `jaccard` = ``|A ∩ B| / |A ∪ B|`` of the sets of
          shingles (Broder 1997, On the resemblance and containment of documents).
        - `why` there is no value.

    Raises
    ------
    TextError
        There are more texts of the one than of the other, or a setting cannot be used.

    Examples
    --------
    >>> last = "一是公开内容不够全面，二是人员力量不足。"
    >>> now = "2023年，一是公开内容不够全面，二是平台建设滞后，更新不及时。"
    >>> similarity(now, last, passage=8)[["characters", "copied", "share"]].round(2)
       characters  copied  share
    0          24      12    0.5
    """
    settings = Settings.of(n, passage, mask, names)
    left, right = (rows_of(_series(texts), settings) for texts in (a, b))
    if len(left.masked) != len(right.masked):
        raise TextError(
            f"{len(left.masked)} texts cannot be compared with {len(right.masked)} row by row; "
            "reuse() compares each text with many"
        )
    count = len(left.masked)
    both = Rows(left.frame, (), [*left.masked, *right.masked], settings)
    found = compared(both, np.arange(count), np.arange(count) + count)
    found.index = left.frame.index
    found.attrs["similarity"] = settings.told()
    return found


def compared(rows: Rows, left: Ints, right: Ints) -> pd.DataFrame:
    """Compare pairs of the rows, given by their places; `COLUMNS` of each.

    Parameters
    ----------
    rows : Rows
        The texts.
    left, right : numpy.ndarray
        The places of each pair.
    """
    settings = rows.settings
    runs, sets = rows.runs, rows.sets
    sizes = runs.lengths
    enough = np.minimum(sizes[left], sizes[right]) >= settings.least
    common, distinct = sets.common(left, right), sets.distinct
    copied, other = runs.covered(left, right), runs.covered(right, left)
    union = distinct[left] + distinct[right] - common
    short = f"a text is shorter than {settings.least} characters"
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = {
            "characters": sizes[left],
            "copied": _where(enough, copied),
            "share": _where(enough, copied / sizes[left]),
            "other_characters": sizes[right],
            "other_copied": _where(enough, other),
            "other_share": _where(enough, other / sizes[right]),
            "containment": _where(enough, common / distinct[left]),
            "jaccard": _where(enough, common / union),
            "why": [None if fine else short for fine in enough],
        }
    return pd.DataFrame(columns).astype(COLUMNS)


def _where(known: np.ndarray, values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return values as a nullable array, NA where they are not known."""
    array = pd.array(np.where(known, values, 0), dtype="Float64")
    array[~known] = pd.NA
    return array


def _series(texts: Texts) -> pd.Series | pd.DataFrame:
    return pd.Series([texts], dtype="string") if isinstance(texts, str) else texts
