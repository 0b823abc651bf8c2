"""What each text has from the agency's own last year, or from others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from gxkit.errors import TextError
from gxkit.text.comparing import Rows, Settings, rows_of
from gxkit.text.masking import KINDS
from gxkit.text.shingled import Ints, Shingled
from gxkit.text.similarity import compared
from gxkit.text.tokens import columns_of

Against = Literal["last_year", "siblings", "all"]

COLUMNS = {
    "characters": "Int64",
    "copied": "Int64",
    "share": "Float64",
    "containment": "Float64",
    "jaccard": "Float64",
    "sentences": "Int64",
    "same_sentences": "Int64",
    "other": "string",
    "other_agency": "string",
    "other_year": "Int64",
    "other_row": "object",
    "compared": "Int64",
    "median": "Float64",
    "why": "string",
}
"""Columns and dtypes that `reuse` adds to those of the frame."""

SIBLINGS = ("level", "province")
"""What the reports of siblings have in common, beside the year."""


def reuse(
    frame: pd.DataFrame,
    against: Against = "last_year",
    *,
    by: str | Sequence[str] | None = SIBLINGS,
    n: int | None = None,
    passage: int | None = None,
    mask: Sequence[str] = KINDS,
    names: Iterable[str] = (),
) -> pd.DataFrame:
    """Find for each text the one it has most from, and how much.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row a text with the column ``text``, as `texts` returns it: also `unit_id`, `year` and
        the columns of `by`. `agency`, `province`, `city`, `county` and `aliases` are masked.
    against : {"last_year", "siblings", "all"}
        ``last_year``: the texts of the same `unit_id` on the year before. ``siblings``: those of
        other units on the same year that agree in the columns of `by`. ``all``: every other
        text, of whatever unit and year.
    by : str, sequence of str or None
        What siblings have in common beside the year; None for nothing. Where it is not known of
        a text, it has no siblings.
    n, passage, mask, names
        As for `similarity`.

    Returns
    -------
    pandas.DataFrame
        The frame without its texts, most copied first, on its own index, and

        - `characters`, `copied`, `share`, `containment`, `jaccard`: as of `similarity`, with the
          text that the greatest share stands in; of equal ones the first of the frame;
        - `sentences`, `same_sentences`: how many sentences of 8 signs or more the text has, and
          how many of them stand in that text word for word, names, dates and numbers apart, 0
          where nothing is shared;
        - `other`, `other_agency`, `other_year`, `other_row`: that text's `report_id`, agency and
          year, and its index in `frame`; NA where nothing is shared;
        - `compared`: with how many texts; `median`: the share that is usual among these;
        - `why` there is no value: no last year, no siblings, too short.

    Raises
    ------
    TextError
        A column is missing, or a setting cannot be used.

    Examples
    --------
    >>> said = "公开内容不够全面，依申请公开答复不够规范，{}。"
    >>> frame = pd.DataFrame({
    ...     "unit_id": "u1", "agency": "青川市财政局", "year": [2022, 2023],
    ...     "text": [said.format("青川市财政局人员不足"), said.format("市财政局平台更新不及时")],
    ... })
    >>> found = reuse(frame, "last_year")
    >>> found[["year", "characters", "copied", "why"]]
       year  characters  copied           why
    1  2023          27      20          <NA>
    0  2022          24    <NA>  no last year
    """
    if against not in get_args(Against):
        raise TextError(f"{against!r} is not one of {', '.join(map(repr, get_args(Against)))}")
    settings = Settings.of(n, passage, mask, names)
    rows = rows_of(frame, settings)
    need = {"last_year": ["unit_id", "year"], "siblings": ["unit_id", "year"], "all": []}
    columns_of(rows.frame, need[against])
    common = columns_of(rows.frame, by) if against == "siblings" else []
    best = _Best(rows, common)
    {"last_year": best.last_year, "siblings": best.siblings, "all": best.all}[against]()
    found = best.frame()
    told = settings.told(against=against, by=common)
    found.attrs["reuse"] = told
    return found


class _Best:
    """The text that each text has most from, as far as it was looked for."""

    def __init__(self, rows: Rows, by: Sequence[str]) -> None:
        self._rows, self._by = rows, by
        count = len(rows.masked)
        self._sizes = np.fromiter(map(len, rows.masked), np.int64, count)
        self._long = self._sizes >= rows.settings.least
        self._other = np.full(count, -1, dtype=np.int64)
        self._compared = np.zeros(count, dtype=np.int64)
        self._median = np.full(count, np.nan)
        least = f"shorter than {rows.settings.least} characters"
        self._why: list[str | None] = [None if fine else least for fine in self._long]

    def last_year(self) -> None:
        """Compare each text with those of its unit on the year before."""
        keys = self._keys(("unit_id", "year"))
        known: dict[tuple[Any, ...], list[int]] = {}
        for row, key in keys.items():
            known.setdefault(key, []).append(row)
        pairs: list[tuple[int, int]] = []
        for row, (unit, year) in keys.items():
            before = known.get((unit, int(year) - 1), [])
            if not before:
                self._say(row, "no last year")
            elif not self._long[before].any():
                self._say(row, "last year's is too short")
            elif self._long[row]:
                pairs += [(row, each) for each in before if self._long[each]]
        left, right = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
        copied = self._rows.runs.covered(left, right)
        begins = np.flatnonzero(np.diff(left, prepend=-1))
        for begin, end in pairwise([*begins.tolist(), len(left)]):
            self._choose(int(left[begin]), right[begin:end], copied[begin:end], end - begin)

    def siblings(self) -> None:
        """Compare each text with those of other units of its group and year."""
        groups: dict[tuple[Any, ...], list[int]] = {}
        keys = self._keys(("unit_id", "year", *self._by))
        for row, key in keys.items():
            groups.setdefault(key[1:], []).append(row)
        for members in groups.values():
            self._among(members, [keys[row][0] for row in members], "no siblings")

    def all(self) -> None:
        """Compare each text with every other."""
        every = range(len(self._long))
        self._among(every, every, "no other text")

    def _keys(self, names: Sequence[str]) -> dict[int, tuple[Any, ...]]:
        """Return what each text is compared by; say of the others what is not known."""
        columns = [self._rows.frame[name].astype("object") for name in names]
        values = [column.where(column.notna(), None).tolist() for column in columns]
        found: dict[int, tuple[Any, ...]] = {}
        for row, key in enumerate(zip(*values, strict=True)):
            if None in key:
                self._say(row, f"{names[key.index(None)]} is not known")
            else:
                found[row] = key
        return found

    def _among(self, members: Sequence[int], units: Sequence[Any], none: str) -> None:
        """Compare texts with each other but for those of one unit."""
        kept = [at for at, row in enumerate(members) if self._long[row]]
        long = np.asarray([members[at] for at in kept], dtype=np.int64)
        owner, _ = pd.factorize(np.asarray([units[at] for at in kept], dtype=object))
        runs = Shingled([self._rows.masked[row] for row in long], self._rows.settings.passage)
        sizes = np.bincount(owner, minlength=1)
        for at, row in enumerate(long):
            count = len(long) - int(sizes[owner[at]])
            if not count:
                self._say(int(row), none)
                continue
            sharing, copied = runs.sharers(at)
            foreign = owner[sharing] != owner[at]
            self._choose(int(row), long[sharing[foreign]], copied[foreign], count)

    def _choose(self, row: int, rivals: Ints, copied: Ints, count: int) -> None:
        """Keep the rival that most is copied from; those that share nothing are only counted."""
        self._compared[row] = count
        zeros = count - len(copied)
        # Where more than half share nothing the median is 0, and sorting them would take long.
        shares = copied if zeros * 2 <= count else np.zeros(1)
        shares = np.concatenate([np.zeros(zeros if zeros * 2 <= count else 0), shares])
        self._median[row] = np.median(shares) / self._sizes[row]
        if len(rivals):
            self._other[row] = rivals[int(np.argmax(copied))]

    def _say(self, row: int, why: str) -> None:
        self._why[row] = self._why[row] or why

    def frame(self) -> pd.DataFrame:
        """Return the frame without its texts, with what was found."""
        rows = self._rows
        frame = rows.frame.drop(columns=["text", "words", "tags"], errors="ignore")
        with_other = np.flatnonzero(self._other >= 0)
        pairs = compared(rows, with_other, self._other[with_other])
        pairs.index = with_other
        found = pairs.reindex(range(len(frame)))[["copied", "share", "containment", "jaccard"]]
        # Where no text shares a passage the share is known, and 0; there is no text to name.
        nothing = (self._compared > 0) & (self._other < 0)
        found.loc[nothing, ["copied", "share"]] = 0
        columns: dict[str, Any] = {
            "characters": self._sizes,
            **found,
            **self._sentences(),
            **self._others(),
            "compared": self._compared,
            "median": pd.array(self._median, dtype="Float64"),
            "why": self._why,
        }
        for name, dtype in COLUMNS.items():
            values: Any = pd.Series(columns[name])
            frame[name] = values.astype(dtype).set_axis(frame.index)
        order = np.lexsort((-_plain(frame["jaccard"]), -_plain(frame["share"])))
        return frame.iloc[order]

    def _sentences(self) -> dict[str, Any]:
        """Count the sentences of each text, and those that its other text has too."""
        own = [[one for one, _ in each] for each in self._rows.sentences]
        same: list[int | None] = []
        for row, (mine, other) in enumerate(zip(own, self._other, strict=True)):
            theirs = set(own[other]) if other >= 0 else set()
            compared = other >= 0 or self._compared[row] > 0
            same.append(sum(one in theirs for one in mine) if compared else None)
        return {"sentences": list(map(len, own)), "same_sentences": same}

    def _others(self) -> dict[str, Any]:
        """Name the text that each text has most from."""
        frame = self._rows.frame
        named = {"other": "report_id", "other_agency": "agency", "other_year": "year"}
        found: dict[str, Any] = {}
        for name, column in named.items():
            values = frame[column].astype("object").tolist() if column in frame else []
            found[name] = self._of_other(values or [None] * len(frame))
        return {**found, "other_row": self._of_other(list(frame.index))}

    def _of_other(self, values: Sequence[Any]) -> list[Any]:
        return [None if other < 0 else values[other] for other in self._other.tolist()]


def _plain(values: pd.Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return values with those that are not known below all others."""
    return values.to_numpy(dtype=np.float64, na_value=-1.0)
