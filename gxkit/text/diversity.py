"""How rich in words texts are, and how hard to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from gxkit.errors import TextError
from gxkit.text.tokens import tokens_of

COLUMNS = {
    "tokens": "Int64",
    "types": "Int64",
    "ttr": "Float64",
    "mattr": "Float64",
    "mtld": "Float64",
    "hdd": "Float64",
    "characters": "Int64",
    "sentences": "Int64",
    "sentence_length": "Float64",
    "clauses": "Int64",
    "clause_length": "Float64",
    "common": "Float64",
    "why": "string",
}
"""Columns and dtypes that `diversity` adds to those of the frame."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_SIGN = re.compile(r"\w")
_SENTENCES = re.compile(r"[。！？!?\n]+")
_CLAUSES = re.compile(r"[。！？!?\n，,；;：:]+")


def diversity(
    texts: pd.Series | pd.DataFrame,
    *,
    window: int = 50,
    threshold: float = 0.72,
    sample: int = 42,
    **settings: Any,
) -> pd.DataFrame:
    """Measure the lexical diversity and the readability of each text.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, a frame with a column ``text``, or one that `segment` returned.
    window : int
        The words of a window of MATTR.
    threshold : float
        The type-token ratio at which a factor of MTLD is full.
    sample : int
        The words of a sample of HD-D.
    **settings
        As for `segment`, where the texts are not segmented.

    Returns
    -------
    pandas.DataFrame
        The other columns of the frame, in its order and on its index, and

        - `tokens`, `types`, `ttr` = types / tokens, which falls with the length of a text: it
          compares only texts of one length. The three that follow are made for texts of
          different lengths;
        - `mattr`: the mean ratio of all windows (Covington and McFall 2010, Journal of
          Quantitative Linguistics 17(2)); NA in a text shorter than a window;
        - `mtld`: how many words it takes on average until the ratio falls below the threshold,
          forwards and backwards (McCarthy and Jarvis 2010, Behavior Research Methods 42(2)); NA
          where it never falls;
        - `hdd`: the ratio to expect of a random sample (the same); NA in a shorter text;
        - `characters` (without punctuation), `sentences`, `sentence_length` in characters,
          `clauses` (what stands between two signs of punctuation), `clause_length`;
        - `common`: the share of the Chinese characters that are among the 3,755 of level one of
          GB/T 2312-1980; NA without any;
        - `why` there is no value, of the first that has none.

    Raises
    ------
    TextError
        A setting cannot be used.

    Examples
    --------
    >>> done = diversity(pd.Series(["公开不及时，公开不全面。"]), window=3)
    >>> done[["tokens", "types", "ttr", "clauses", "clause_length"]].round(2)
       tokens  types   ttr  clauses  clause_length
    0       6      4  0.67        2            5.0
    """
    if window < 1 or sample < 1 or not 0 < threshold < 1:
        raise TextError("window and sample are 1 or more, threshold lies between 0 and 1")
    frame = tokens_of(texts, **settings)
    said = frame["text"] if "text" in frame else ["".join(words) for words in frame["words"]]
    records = [
        {
            **_lexical(words, window, threshold, sample),
            **readability(text if isinstance(text, str) else ""),
        }
        for words, text in zip(frame["words"], said, strict=True)
    ]
    measured = pd.DataFrame(records, columns=list(COLUMNS), index=frame.index).astype(COLUMNS)
    found = frame.drop(columns=["text", "words", "tags"], errors="ignore")
    found[list(COLUMNS)] = measured
    found.attrs["diversity"] = {"window": window, "threshold": threshold, "sample": sample}
    return found


def _lexical(words: Sequence[str], window: int, threshold: float, sample: int) -> dict[str, Any]:
    count, kinds = len(words), len(set(words))
    found: dict[str, Any] = {
        "tokens": count,
        "types": kinds,
        "ttr": kinds / count if count else None,
        "mattr": mattr(words, window),
        "mtld": mtld(words, threshold),
        "hdd": hdd(words, sample),
    }
    reasons = {
        "ttr": "no words",
        "hdd": f"hdd: fewer than {sample} words",
        "mattr": f"mattr: fewer than {window} words",
        "mtld": "mtld: hardly a word comes again",
    }
    found["why"] = next((why for name, why in reasons.items() if found[name] is None), None)
    return found


def mattr(words: Sequence[str], window: int = 50) -> float | None:
    """Return the mean type-token ratio of all windows of so many `words`.

    Examples
    --------
    >>> mattr(["甲", "乙", "甲", "甲"], 2)
    0.8333333333333334
    """
    if len(words) < window:
        return None
    inside = Counter(words[:window])
    kinds = len(inside)
    total = kinds
    for old, new in zip(words, words[window:], strict=False):
        inside[old] -= 1
        kinds -= inside[old] == 0
        kinds += inside[new] == 0
        inside[new] += 1
        total += kinds
    return total / window / (len(words) - window + 1)


def mtld(words: Sequence[str], threshold: float = 0.72) -> float | None:
    """Return how many `words` there are to a fall of the type-token ratio below a threshold.

    Examples
    --------
    >>> mtld("of the people by the people for the people".split())
    9.0
    """
    runs = [_factors(each, threshold) for each in (words, words[::-1])]
    return sum(len(words) / run for run in runs) / 2 if all(runs) else None


def _factors(words: Sequence[str], threshold: float) -> float:
    factors, count = 0.0, 0
    kinds: set[str] = set()
    for word in words:
        count += 1
        kinds.add(word)
        if len(kinds) / count < threshold:
            factors, count, kinds = factors + 1, 0, set()
    rest = 1 - len(kinds) / count if count else 0.0
    return factors + rest / (1 - threshold)


def hdd(words: Sequence[str], sample: int = 42) -> float | None:
    """Return the type-token ratio to expect of a random sample of `words`.

    Examples
    --------
    >>> round(hdd(["甲", "甲", "乙"], 2), 4)
    0.8333
    """
    total = len(words)
    if total < sample:
        return None
    expected = 0.0
    for count in Counter(words).values():
        absent = 1.0
        # The chance that none of the words of a sample is this one: hypergeometric.
        for drawn in range(sample):
            absent *= max(total - count - drawn, 0) / (total - drawn)
        expected += 1 - absent
    return expected / sample


def readability(text: str) -> dict[str, Any]:
    """Count the sentences and clauses of a `text`, and how many characters they have.

    Examples
    --------
    >>> readability("公开不及时，更新慢。")["clause_length"]
    4.0
    """
    characters = len(_SIGN.findall(text))
    sentences = sum(1 for part in _SENTENCES.split(text) if _SIGN.search(part))
    clauses = sum(1 for part in _CLAUSES.split(text) if _SIGN.search(part))
    han = _HAN.findall(text)
    return {
        "characters": characters,
        "sentences": sentences,
        "sentence_length": characters / sentences if sentences else None,
        "clauses": clauses,
        "clause_length": characters / clauses if clauses else None,
        "common": sum(map(_is_common, han)) / len(han) if han else None,
    }


def _is_common(sign: str) -> bool:
    """Tell whether a character is of level one of GB/T 2312: rows 16 to 55 of its table."""
    try:
        code = sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7
