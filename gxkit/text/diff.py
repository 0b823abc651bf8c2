"""Two texts side by side: what stands in both, what only in one, what was moved."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise, zip_longest

from gxkit.text.comparing import Settings
from gxkit.text.masking import KINDS, Masked, masked
from gxkit.text.passages import Run, runs_of

Piece = tuple[str, bool]
"""Some text, and whether it stands in the other text too."""

_STYLE = (
    "<style>.gxkit-diff{border-collapse:collapse;width:100%}.gxkit-diff td,.gxkit-diff th"
    "{vertical-align:top;text-align:left;width:50%;padding:.3em .6em;border-bottom:1px solid #ddd;"
    "white-space:pre-wrap;overflow-wrap:anywhere}.gxkit-diff mark{background:#fde9a9;color:inherit}"
    ".gxkit-diff .same td{color:#666}</style>"
)


@dataclass(frozen=True)
class Row:
    """What stands side by side; `same` tells that it is one passage of both."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    same: bool


@dataclass(frozen=True)
class Diff:
    """Two texts side by side; shows itself in a notebook, and as text when printed.

    Attributes
    ----------
    rows : tuple of Row
        From top to bottom; the left sides together are the first text, the right ones the other.
    heads : tuple of str
        What stands above the two.

    Examples
    --------
    >>> diff("甲乙丙丁，戊。", "甲乙丙丁，己。", passage=4).rows[0]
    Row(left=(('甲乙丙丁', True),), right=(('甲乙丙丁', True),), same=True)
    """

    rows: tuple[Row, ...]
    heads: tuple[str, str]

    def text(self, width: int = 36) -> str:
        """Return the two as text, each in so many columns of a terminal.

        Passages of both have ``=`` between them, all else ``|``; what stands in the other text
        at another place has brackets ``{}`` around it.
        """
        lines = [f"{_cell(self.heads[0], width)} | {self.heads[1]}".rstrip()]
        for row in self.rows:
            sign = "=" if row.same else "|"
            sides = [_wrapped(_braced(side, row.same), width) for side in (row.left, row.right)]
            for left, right in zip_longest(*sides, fillvalue=""):
                lines.append(f"{_cell(left, width)} {sign} {right}".rstrip())
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(each)}</th>" for each in self.heads)
        body = "".join(
            f'<tr class="{"same" if row.same else "other"}">'
            f"<td>{_html(row.left)}</td><td>{_html(row.right)}</td></tr>"
            for row in self.rows
        )
        table = f'<table class="gxkit-diff"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
        return f"{_STYLE}{table}</table>"


def diff(
    a: str,
    b: str,
    *,
    passage: int | None = None,
    mask: Sequence[str] = KINDS,
    names: Iterable[str] = (),
    other_names: Iterable[str] = (),
    heads: tuple[str, str] = ("a", "b"),
) -> Diff:
    """Lay two texts side by side.

    Parameters
    ----------
    a, b : str
        The texts.
    passage : int, optional
        The characters of the shortest passage that counts as the same, masked; 10 by default.
    mask, names, other_names
        As for `passages`.
    heads : tuple of str
        What to write above the two.

    Returns
    -------
    Diff
        Rows of passages that stand in both in one order, and between them what differs; in that
        passages that were moved are marked.

    Raises
    ------
    TextError
        A setting cannot be used.

    Examples
    --------
    >>> print(diff("公开内容不全面，人员不足。", "人手少。公开内容不全面。", passage=6).text(16))
    a                | b
                     | 人手少。
    公开内容不全面   = 公开内容不全面
    ，人员不足。     | 。
    """
    settings = Settings.of(None, passage, mask, names)
    one = masked(a, settings.names, settings.mask)
    other = masked(b, tuple(other_names), settings.mask)
    there = runs_of(one.text, other.text, settings.passage)
    back = runs_of(other.text, one.text, settings.passage)
    marks = (_marks(one, there), _marks(other, back))
    return Diff(tuple(_rows(one, other, _chain(there), marks)), heads)


def _marks(text: Masked, runs: Iterable[Run]) -> list[bool]:
    """Tell of each sign as printed whether it stands in a passage."""
    marked = [False] * len(text.source)
    for run in runs:
        start, end = text.span(run.start, run.start + run.length)
        marked[start:end] = [True] * (end - start)
    return marked


def _chain(runs: Sequence[Run]) -> list[Run]:
    """Choose the passages that stand in one order in both texts and hold most signs together."""
    best: list[tuple[int, int]] = []  # signs up to here, and the run before
    for at, run in enumerate(runs):
        before = [
            (best[each][0], each)
            for each in range(at)
            if runs[each].start + runs[each].length <= run.start
            and runs[each].other + runs[each].length <= run.other
        ]
        signs, last = max(before, default=(0, -1))
        best.append((signs + run.length, last))
    found: list[Run] = []
    at = max(range(len(runs)), key=lambda each: best[each][0], default=-1)
    while at >= 0:
        found.append(runs[at])
        at = best[at][1]
    return found[::-1]


def _rows(
    one: Masked, other: Masked, chain: Iterable[Run], marks: tuple[list[bool], list[bool]]
) -> Iterator[Row]:
    left = right = 0
    for run in chain:
        start, end = one.span(run.start, run.start + run.length)
        other_start, other_end = other.span(run.other, run.other + run.length)
        between = (
            _pieces(one.source, left, start, marks[0]),
            _pieces(other.source, right, other_start, marks[1]),
        )
        if any(between):
            yield Row(*between, same=False)
        yield Row(
            ((one.source[start:end], True),),
            ((other.source[other_start:other_end], True),),
            same=True,
        )
        left, right = end, other_end
    rest = (
        _pieces(one.source, left, len(one.source), marks[0]),
        _pieces(other.source, right, len(other.source), marks[1]),
    )
    if any(rest):
        yield Row(*rest, same=False)


def _pieces(text: str, start: int, end: int, marks: Sequence[bool]) -> tuple[Piece, ...]:
    """Cut what stands between two places where being marked begins or ends."""
    cuts = [at for at in range(start + 1, end) if marks[at] != marks[at - 1]]
    bounds = [start, *cuts, end] if start < end else []
    return tuple((text[first:last], marks[first]) for first, last in pairwise(bounds))


def _html(pieces: Iterable[Piece]) -> str:
    return "".join(
        f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in pieces
    )


def _braced(pieces: Iterable[Piece], same: bool) -> str:
    return "".join(f"{{{text}}}" if marked and not same else text for text, marked in pieces)


def _wide(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many columns."""
    lines, used = [""], 0
    for sign in text:
        if sign == "\n" or used + _wide(sign) > width:
            lines.append("")
            used = 0
        if sign != "\n":
            # A control character of a page must not reach the terminal.
            lines[-1] += sign if sign.isprintable() else " "
            used += _wide(sign)
    return lines if text else []


def _cell(text: str, width: int) -> str:
    return text + " " * (width - sum(map(_wide, text)))
