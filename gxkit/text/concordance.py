"""Every place where a word stands, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args

import pandas as pd

from gxkit.errors import TextError
from gxkit.text.segment import as_frame
from gxkit.text.tokens import tokens_of

How = Literal["text", "regex", "word"]
Sort = Literal["left", "right"]
Place = tuple[int, int]

COLUMNS = {
    "left": "string",
    "keyword": "string",
    "right": "string",
    "start": "Int64",
    "end": "Int64",
}
"""Columns and dtypes that `kwic` adds to those of the frame."""


def kwic(
    texts: pd.Series | pd.DataFrame,
    keyword: str,
    *,
    how: How = "text",
    window: int = 20,
    sort: Sort | None = None,
    **settings: Any,
) -> pd.DataFrame:
    """Show a keyword in its contexts.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, a frame with a column ``text``, or one that `segment` returned.
    keyword : str
        What to look for.
    how : {"text", "regex", "word"}
        ``text``: wherever the signs stand; ``regex``: wherever the regular expression matches;
        ``word``: only where segmentation makes it a word of its own, so that 公开 is not found in
        依申请公开.
    window : int
        The characters to show on each side.
    sort : {"left", "right"}, optional
        By what stands before, from the keyword outwards, or by what follows; by default in the
        order of the texts.
    **settings
        As for `segment`, where words are looked for in texts that are not segmented.

    Returns
    -------
    pandas.DataFrame
        A row a place, on the index of the texts: their other columns, and `left`, `keyword`,
        `right`, and `start` and `end` of the keyword in the text. A line break in the context
        is shown as a blank.

    Raises
    ------
    TextError
        The keyword is empty, no regular expression, or matches nothing at all.

    Examples
    --------
    >>> kwic(pd.Series(["公开内容不全面，依申请公开不规范"]), "公开", window=4)
       left keyword right  start  end
    0            公开  内容不全      0    2
    0  ，依申请      公开   不规范     11   13
    """
    for wish, words in ((how, get_args(How)), (sort, (*get_args(Sort), None))):
        if wish not in words:
            raise TextError(f"{wish!r} is not one of {', '.join(map(repr, words))}")
    if not keyword or window < 0:
        raise TextError("kwic needs a keyword, and a window of 0 or more characters")
    frame = tokens_of(texts, **settings) if how == "word" else as_frame(texts)
    if how == "word" and "text" not in frame.columns:
        raise TextError("the segmented frame has no column 'text' to show contexts from")
    rows: list[int] = []
    records: list[tuple[str, str, str, int, int]] = []
    pattern = None if how == "word" else pattern_of(keyword, how)
    said = frame["words"] if how == "word" else [None] * len(frame)
    for row, (text, words) in enumerate(zip(frame["text"], said, strict=True)):
        if not isinstance(text, str):
            continue
        for start, end in (
            _words(text, words, keyword) if pattern is None else _spans(text, pattern)
        ):
            rows.append(row)
            left, right = text[max(0, start - window) : start], text[end : end + window]
            records.append((_line(left), text[start:end], _line(right), start, end))
    found = frame.drop(columns=["text", "words", "tags"], errors="ignore").iloc[rows]
    shown = pd.DataFrame(records, columns=list(COLUMNS), index=found.index).astype(COLUMNS)
    found = pd.concat([found, shown], axis=1)
    if sort is not None and len(found):
        found = in_order(found, sort)
    found.attrs["kwic"] = {"keyword": keyword, "how": how, "window": window, "sort": sort}
    return found


def in_order(found: pd.DataFrame, sort: Sort) -> pd.DataFrame:
    """Return what `kwic` found, sorted by what stands beside the keyword.

    Parameters
    ----------
    found : pandas.DataFrame
        What `kwic` returned.
    sort : {"left", "right"}
        As for `kwic`.

    Examples
    --------
    >>> in_order(kwic(pd.Series(["不及时", "不及早"]), "及"), "right")["right"].tolist()
    ['早', '时']
    """
    keys = found["left"].str[::-1] if sort == "left" else found["right"]
    return found.iloc[keys.argsort(kind="stable")]


def pattern_of(keyword: str, how: str) -> re.Pattern[str]:
    """Return what finds a keyword as ``text`` or as ``regex``.

    Parameters
    ----------
    keyword, how : str
        As for `kwic`.

    Raises
    ------
    TextError
        It is no regular expression, or matches nothing at all.

    Examples
    --------
    >>> pattern_of("1.5", "text").findall("1.5 125")
    ['1.5']
    """
    try:
        pattern = re.compile(re.escape(keyword) if how == "text" else keyword)
    except re.error as error:
        raise TextError(f"{keyword!r} is no regular expression: {error}") from error
    if pattern.fullmatch(""):
        raise TextError(f"{keyword!r} matches nothing at all, so it would match everywhere")
    return pattern


def _spans(text: str, pattern: re.Pattern[str]) -> Iterator[Place]:
    for match in pattern.finditer(text):
        if match.end() > match.start():
            yield match.span()


def _words(text: str, words: Any, keyword: str) -> Iterator[Place]:
    """Find where the words equal to the keyword stand: words come in the order of the text."""
    at = 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if word == keyword:
            yield start, at


def _line(text: str) -> str:
    return re.sub(r"\s", " ", text)
