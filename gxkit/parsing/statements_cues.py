"""The words that tie a number to a measure, as one compiled scanner over a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from gxkit import forms
from gxkit.parsing import cues
from gxkit.parsing.normal import label_key

_NAME = "statements"
_CLASS = re.compile(r"\[([^\]^]+)\](\?|\{(\d),(\d)\}|\{(\d)\})?")
_GROUP = re.compile(r"\(\?:([^()\[\]]+)\)(\?)?")
_QUOTES = re.compile(r"[“”‘’\"']")


class Cue(NamedTuple):
    """A word met in a sentence: what kind of cue it is, which one, and its span."""

    kind: str
    code: str
    start: int
    end: int


class Topic(NamedTuple):
    """What is counted outside the tables: a measure for each family of units."""

    measures: Mapping[str, str]
    zero: bool


@cache
def words(entry: str) -> Any:
    """Return an `entry` of the word list.

    Examples
    --------
    >>> words("channels")["counter"]
    'counter'
    """
    return cues.words(_NAME)[entry]


@cache
def pattern(entry: str) -> re.Pattern[str]:
    """Compile the patterns of one `entry` of the word list into one.

    Examples
    --------
    >>> bool(pattern("bare").fullmatch("共计"))
    True
    """
    return cues.pattern(entry, _NAME)


@cache
def units(family: str) -> frozenset[str]:
    """Return the units in which a `family` of measures is counted.

    Examples
    --------
    >>> "宗" in units("requests"), "场" in units("requests")
    (True, False)
    """
    return frozenset(words("units")[family].split())


@cache
def topics() -> Mapping[str, Topic]:
    """Return what is counted outside the tables, by code."""
    return {
        topic["code"]: Topic(
            {
                unit: measure["name"]
                for measure in topic["measures"]
                for unit in measure["units"].split()
            },
            topic.get("zero", False),
        )
        for topic in words("topics")
    }


def scan(text: str, start: int = 0, end: int | None = None) -> list[Cue]:
    """Find the cues of a text, the first that fits at each place.

    Parameters
    ----------
    text : str
        A text with half-width signs, without spaces and quotation marks.
    start, end : int, optional
        The stretch of it to look at.

    Examples
    --------
    >>> [(cue.kind, cue.code) for cue in scan("收到政府信息公开申请23件,其中予以公开9件")]
    [('flow', 'receive'), ('request', ''), ('list', 'among'), ('outcome', 'granted')]
    """
    scanner, kinds = _scanner()
    return [
        Cue(*kinds[match.lastindex or 0], *match.span())
        for match in scanner.finditer(text, start, len(text) if end is None else end)
    ]


@cache
def _scanner() -> tuple[re.Pattern[str], list[tuple[str, str]]]:
    """Compile all cues into one expression whose last group tells which of them it met.

    The cues stand together by their first character, so that the engine rules out nearly
    all of them by one look; the group of a cue is empty and stands at its end.
    """
    begun: dict[str, list[tuple[str, str, str]]] = {}
    for kind, code, word in _words():
        for plain in _spelled(word):
            begun.setdefault(plain[0], []).append((kind, code, plain[1:]))
    kinds = [("", "")]
    branches: list[str] = []
    for first, rest in begun.items():
        branches.append(f"{first}(?:{'|'.join(f'{tail}()' for _, _, tail in rest)})")
        kinds.extend((kind, code) for kind, code, _ in rest)
    return re.compile("|".join(branches)), kinds


def _words() -> Iterator[tuple[str, str, str]]:
    entries = words("cues")
    first = [
        entry for entry in entries if entry["kind"] in {"skip", "includes"} or entry.get("first")
    ]
    for entry in first:
        yield from ((entry["kind"], entry.get("code", ""), word) for word in entry["words"])
    for kind, code, label in sorted(_labels(), key=lambda one: -len(one[2])):
        yield kind, code, re.escape(label)
    for kind in ("outcome", "applicant", "result", "topic"):
        for entry in words(f"{kind}s"):
            yield from ((kind, entry["code"], word) for word in entry["words"])
    for entry in entries:
        if entry not in first:
            yield from ((entry["kind"], entry.get("code", ""), word) for word in entry["words"])


def _labels() -> Iterator[tuple[str, str, str]]:
    """Yield the labels of the forms that prose uses as they stand, and their variants."""
    seen: set[str] = set()
    for id in forms.ids():
        requests = forms.load(id).table["requests"]
        disputes = forms.load(id).table["disputes"]
        for row in requests.official_rows:
            if not row.path or row.code == "total":
                continue
            group = row.code.partition(".")[0]
            yield from _spellings("outcome", row.code, (row.zh, *row.variants), seen)
            if len(row.path) > 1:
                yield from _spellings("outcome", group, (row.path[-1],), seen)
        for kind, columns in (("applicant", requests.columns), ("result", disputes.columns)):
            for column in columns:
                if column.code not in {"other", "total"}:
                    yield from _spellings(kind, column.code, (column.zh,), seen)


def _spellings(
    kind: str, code: str, labels: tuple[str, ...], seen: set[str]
) -> Iterator[tuple[str, str, str]]:
    for label in labels:
        printed = _QUOTES.sub("", label)
        for text in (label_key(printed)[1], label_key(printed)[2], printed):
            # A short label (其他) says nothing in prose.
            if len(text) > 3 and text not in seen:
                seen.add(text)
                yield kind, code, text


def _spelled(word: str) -> list[str]:
    """Write out a leading class or group, so that the word begins with a plain character."""
    match = _CLASS.match(word)
    if match:
        rest = word[match.end() :]
        low = int(match[3] or match[5] or (0 if match[2] == "?" else 1))
        high = int(match[4] or match[5] or 1)
        more = f"[{match[1]}]{{{max(low - 1, 0)},{high - 1}}}" if high > 1 else ""
        found = [f"{sign}{more}{rest}" for sign in match[1]]
        return found + (_spelled(rest) if low == 0 else [])
    match = _GROUP.match(word)
    if match:
        rest = word[match.end() :]
        found = [f"{option}{rest}" for option in match[1].split("|")]
        return found + (_spelled(rest) if match[2] else [])
    return [word]
