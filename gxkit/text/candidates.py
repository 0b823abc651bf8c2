"""The words of texts that may be keywords."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pandas as pd

from gxkit.errors import TextError
from gxkit.text.lexicon import Stop, stop_words
from gxkit.text.tokens import tokens_of


def tagged(
    texts: pd.Series | pd.DataFrame, tags: tuple[str, ...], settings: dict[str, Any], *, signs: bool
) -> pd.DataFrame:
    """Segment texts with parts of speech where `tags` are wanted, unless that was done.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        As for `frequency`.
    tags : tuple of str
        The parts of speech that are wanted.
    settings : dict
        As for `segment`; they go first.
    signs : bool
        Whether to keep punctuation.

    Raises
    ------
    TextError
        The texts were segmented without the parts of speech that are wanted.

    Examples
    --------
    >>> tagged(pd.Series(["公开"]), ("v",), {}, signs=False)["tags"].tolist()
    [['ad']]
    """
    if isinstance(texts, pd.DataFrame) and "words" in texts.columns:
        if tags and "tags" not in texts.columns:
            raise TextError("the texts were segmented without pos=True; do so, or give tags=()")
        return tokens_of(texts, **settings)
    asked: dict[str, Any] = {"pos": True} if tags else {}
    return tokens_of(texts, **(asked | ({"punctuation": True} if signs else {}) | settings))


def candidates(
    frame: pd.DataFrame, tags: tuple[str, ...], drop: Stop, min_length: int
) -> list[list[str]]:
    """Return the words of each text that may be keywords, with "" in place of all others.

    Parameters
    ----------
    frame : pandas.DataFrame
        Segmented texts, with `tags` where parts of speech are wanted.
    tags : tuple of str
        The parts of speech that are wanted; none for all.
    drop : bool, "domain" or iterable of str
        Words that are not.
    min_length : int
        The least characters.

    Examples
    --------
    >>> candidates(pd.DataFrame({"words": [["公开", "的", "目录", "，"]]}), (), True, 2)
    [['公开', '', '目录', '']]
    """
    dropped = stop_words(drop)
    good = {
        word
        for word in set(chain.from_iterable(frame["words"])) - dropped
        if len(word) >= min_length and any(map(str.isalnum, word))
    }
    if not tags:
        return [[word if word in good else "" for word in row] for row in frame["words"]]
    return [
        [word if tag in tags and word in good else "" for word, tag in zip(*row, strict=True)]
        for row in zip(frame["words"], frame["tags"], strict=True)
    ]
