"""Texts without what tells one agency and year from another: so a copy is seen as a copy.

A name, a date and a number each become one sign, however long they are: ``@`` and ``#``. Spaces
and punctuation go. What is masked is first painted over sign for sign, so that every sign of the
masked text knows its place in the printed one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from gxkit.parsing.divisions import words

KINDS = ("names", "dates", "numbers", "punctuation")
"""What can be masked."""

# Signs of private use stand for what is masked until punctuation is gone.
_NAME, _NUMBER, _TAIL, _GONE = "\ue000", "\ue001", "\ue002", "\ue003"
_SHOWN = {ord(_NAME): "@", ord(_NUMBER): "#", ord(_TAIL): None, ord(_GONE): None}
_PUNCTUATION = re.compile(rf"[^\w{_NAME}{_NUMBER}{_TAIL}]|_")
_BLANKS = re.compile(r"\s")
_NAMES = re.compile(rf"{_NAME}{_TAIL}*(?:{_NAME}{_TAIL}*)+")
_LEAST = 2
"""Signs of a name: one sign is none."""


@cache
def declared(part: str) -> Mapping[str, Any]:
    """Return a `part` of ``data/reuse.toml``: ``mask``, ``copied`` or ``near``.

    Examples
    --------
    >>> declared("copied")["shingle"]
    5
    """
    text = files("gxkit.data").joinpath("reuse.toml").read_text("utf-8")
    return dict(tomllib.loads(text)[part])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(declared("mask")[name])


def names_of(
    agency: str | None, places: Iterable[str | None] = (), aliases: str | None = None
) -> tuple[str, ...]:
    """Name an agency and its place in every way that its report may.

    Parameters
    ----------
    agency : str or None
        Its full name.
    places : iterable of str or None
        Its province, city and county.
    aliases : str or None
        Other names, joined by ``;``.

    Examples
    --------
    >>> [name for name in names_of("青川市云溪区教育局") if name[0] in "青云教"]
    ['青川市云溪区教育局', '云溪区教育局', '云溪区', '教育局', '青川市', '云溪', '青川']
    """
    return _names(agency or "", tuple(filter(None, places)), aliases or "")


@lru_cache(maxsize=65536)
def _names(agency: str, places: tuple[str, ...], aliases: str) -> tuple[str, ...]:
    found = {agency, *places, *(each.strip() for each in aliases.split(";"))}
    rest = agency.removeprefix(central[0]) if (central := words().prefix.match(agency)) else agency
    while (region := _pattern("region").match(rest)) is not None:
        found |= {rest, region[0]}
        rest = rest[region.end() :]
    if rest and rest not in declared("mask")["common"]:
        found |= {rest, *(level + rest for level in declared("mask")["levels"])}
    for place in tuple(found):
        if len(place) > _LEAST and _pattern("region").fullmatch(place):
            short = place[: len(place) - len(_suffix(place))]
            # 公安 is a word of every report, and 公安县 a county.
            found |= {short} - words().common
    return tuple(sorted((each for each in found if len(each) >= _LEAST), key=_longest))


def _suffix(place: str) -> str:
    """Return the end of a region's name that says what kind of region it is."""
    kinds = declared("mask")["kinds"]
    return next((kind for kind in kinds if place.endswith(kind)), place[-1])


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def blanked(text: str, names: Iterable[str] = (), kinds: Sequence[str] = KINDS) -> str:
    """Paint over what is masked, sign for sign: the result is as long as the text.

    Parameters
    ----------
    text : str
        The text as printed.
    names : iterable of str
        Names of the agency and its place, in full and short.
    kinds : sequence of str
        Of `KINDS`, what is masked.

    Examples
    --------
    >>> len(blanked("2023年，青川市收到12件。", ["青川市"]))
    15
    """
    if "names" in kinds:
        for name in sorted({name for name in names if name in text}, key=_longest):
            if len(name) >= _LEAST:
                text = text.replace(name, _NAME + _TAIL * (len(name) - 1))
        text = _paint(_pattern("relative"), _NAME, text)
        text = _paint(_NAMES, _NAME, text)
    if "dates" in kinds:
        text = _paint(_pattern("dates"), _NUMBER, text)
    if "numbers" in kinds:
        text = _paint(_pattern("numbers"), _NUMBER, text)
    return (_PUNCTUATION if "punctuation" in kinds else _BLANKS).sub(_GONE, text)


def _paint(pattern: re.Pattern[str], sign: str, text: str) -> str:
    return pattern.sub(lambda found: sign + _TAIL * (len(found[0]) - 1), text)


def mask(text: str, names: Iterable[str] = (), kinds: Sequence[str] = KINDS) -> str:
    """Return a text with its names, dates and numbers masked, without punctuation.

    Parameters
    ----------
    text, names, kinds
        As for `blanked`.

    Examples
    --------
    >>> mask("2023年，青川市收到12件。", ["青川市"])
    '#@收到#件'
    """
    return blanked(text, names, kinds).translate(_SHOWN)


@dataclass(frozen=True)
class Masked:
    """A masked text that knows where each of its signs was printed.

    Examples
    --------
    >>> one = masked("2023年，青川市收到12件。", ["青川市"])
    >>> one.text, one.printed(1, 4), one.span(0, 2)
    ('#@收到#件', '青川市收到', (0, 9))
    """

    text: str
    source: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the signs from `start` up to `end` stand in the printed text."""
        return self.starts[start], self.ends[end - 1]

    def printed(self, start: int, end: int) -> str:
        """Return the printed text of the signs from `start` up to `end`."""
        return self.source[self.starts[start] : self.ends[end - 1]]


def masked(text: str, names: Iterable[str] = (), kinds: Sequence[str] = KINDS) -> Masked:
    """Mask a text and keep where each sign of it was printed.

    Parameters
    ----------
    text, names, kinds
        As for `blanked`.

    Examples
    --------
    >>> masked("甲，乙", []).span(0, 2)
    (0, 3)
    """
    painted = blanked(text, names, kinds)
    starts: list[int] = []
    ends: list[int] = []
    for place, sign in enumerate(painted):
        if sign == _TAIL:
            ends[-1] = place + 1
        elif sign != _GONE:
            starts.append(place)
            ends.append(place + 1)
    return Masked(painted.translate(_SHOWN), text, tuple(starts), tuple(ends))
