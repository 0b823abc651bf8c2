"""How a narrative speaks: hedges, promises, praise, and what can be checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from gxkit.text.segment import as_frame

_SENTENCE = re.compile(r"[。！？!?\n]")
_SIGN = re.compile(r"\w")
_HEADINGS = re.compile(r"(?:[^。！？!?；;，,：:\n]*\n)*\s*")
"""Lines without a sign of a sentence, with others after them."""

MATCHES = {"kind": "string", "text": "string", "start": "Int64", "end": "Int64"}
"""Columns and dtypes of `tone_matches`, after those of the frame."""


@cache
def kinds() -> Mapping[str, Sequence[re.Pattern[str]]]:
    """Return what is looked for, by kind of tone, from ``data/tone.toml``.

    Examples
    --------
    >>> list(kinds())
    ['hedge', 'promise', 'praise', 'concrete']
    """
    source = files("gxkit.data").joinpath("tone.toml").read_text("utf-8")
    return {
        kind: tuple(map(re.compile, told["patterns"]))
        for kind, told in tomllib.loads(source).items()
    }


def _columns() -> dict[str, str]:
    counts = dict.fromkeys(kinds(), "Int64")
    shares = dict.fromkeys((f"{kind}_per_100" for kind in kinds()), "Float64")
    return {
        "characters": "Int64",
        **counts,
        **shares,
        "preface": "boolean",
        "preface_characters": "Int64",
        "why": "string",
    }


def tone(texts: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Count the hedges, promises, praise and concrete statements of each text.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, or a frame with a column ``text``. They are searched as printed, not as words.

    Returns
    -------
    pandas.DataFrame
        The other columns of the frame, in its order and on its index, and `characters` (without
        punctuation); how often there is `hedge` (有待, 仍需, 部分), `promise` (下一步将, 持续推进),
        `praise` (取得一定成效) and `concrete` (amounts with a unit, 《documents》, dates); each of
        them for 100 characters (`hedge_per_100` …), NA in a text without any; `preface`, whether
        praise stands in the first sentence after any headings and more follows, and
        `preface_characters`, how long that sentence is, 0 where there is none; `why` there is no
        value. Which words were counted tells `tone_matches`.

    Raises
    ------
    TextError
        There are no texts in what was given.

    Examples
    --------
    >>> said = pd.Series(["公开工作取得了一定成效。部分栏目有待完善，将于6月底前更新12条。"])
    >>> tone(said)[["characters", "hedge", "promise", "praise", "concrete", "preface"]]
       characters  hedge  promise  praise  concrete  preface
    0          30      2        1       1         2     True
    """
    frame = as_frame(texts)
    records = [_counted(text if isinstance(text, str) else "") for text in frame["text"]]
    columns = _columns()
    found = frame.drop(columns=["text", "words", "tags"], errors="ignore")
    counted = pd.DataFrame(records, columns=list(columns), index=frame.index).astype(columns)
    found[list(columns)] = counted
    return found


def tone_matches(texts: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Show every word and phrase that `tone` counts.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        As for `tone`.

    Returns
    -------
    pandas.DataFrame
        A row a match, on the index of the texts: their other columns, `kind`, the `text` that
        matches, and its `start` and `end`.

    Examples
    --------
    >>> tone_matches(pd.Series(["部分栏目有待完善"]))
        kind  text  start  end
    0  hedge    部分      0    2
    0  hedge  有待完善      4    8
    """
    frame = as_frame(texts)
    rows: list[int] = []
    records: list[tuple[str, str, int, int]] = []
    for row, text in enumerate(frame["text"]):
        for kind in kinds() if isinstance(text, str) else ():
            for start, end in spans(text, kind):
                rows.append(row)
                records.append((kind, text[start:end], start, end))
    found = frame.drop(columns=["text", "words", "tags"], errors="ignore").iloc[rows]
    shown = pd.DataFrame(records, columns=list(MATCHES), index=found.index).astype(MATCHES)
    return pd.concat([found, shown], axis=1)


def spans(text: str, kind: str) -> list[tuple[int, int]]:
    """Find where a `kind` of tone is in a `text`; of matches that overlap the longest.

    Examples
    --------
    >>> spans("有待进一步完善", "hedge")
    [(0, 7)]
    """
    every = [match.span() for pattern in kinds()[kind] for match in pattern.finditer(text)]
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(set(every), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= first or start >= last for first, last in chosen):
            chosen.append((start, end))
    return sorted(chosen)


def _counted(text: str) -> dict[str, Any]:
    size = len(_SIGN.findall(text))
    places = {kind: spans(text, kind) for kind in kinds()}
    found: dict[str, Any] = {"characters": size}
    for kind, each in places.items():
        found[kind] = len(each)
        found[f"{kind}_per_100"] = 100 * len(each) / size if size else None
    start, end = _first(text)
    praised = any(start <= a and b <= end for a, b in places["praise"])
    preface = praised and bool(_SIGN.search(text[end:]))
    found["preface"] = preface if size else None
    length = len(_SIGN.findall(text[start:end])) if preface else 0
    found["preface_characters"] = length if size else None
    found["why"] = None if size else "no text"
    return found


def _first(text: str) -> tuple[int, int]:
    r"""Return where the first sentence of a `text` is, headings passed over.

    Examples
    --------
    >>> _first("一、存在的问题\n总体良好。人少。")
    (8, 12)
    """
    headings = _HEADINGS.match(text)
    start = headings.end() if headings else 0
    stop = _SENTENCE.search(text, start)
    return start, stop.start() if stop else len(text)
