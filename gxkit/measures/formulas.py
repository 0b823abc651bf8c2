"""The formulas of indicators: a small language over cells, read into a tree.

It has numbers, cells (``table/row/column``, where ``+`` without spaces joins rows or columns
into a sum), the signs ``+ - × ÷ =``, brackets, and functions by name. Nothing else can be said,
so that a formula can be printed, checked against the forms, and computed without trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gxkit.errors import MeasureError


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the formula itself names."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class Cells:
    """The sum of the cells of some rows, or groups of rows, in some columns of a table."""

    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}/{'+'.join(self.rows)}/{'+'.join(self.columns)}"


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word or figure that a function takes: a rule, a kind, a name."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Call:
    """A function of some arguments."""

    name: str
    arguments: tuple[Node, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two terms and the sign between them."""

    sign: str
    left: Node
    right: Node

    def __str__(self) -> str:
        left, right = (
            f"({side})" if isinstance(side, Binary) and _RANK[side.sign] < floor else str(side)
            # a - (b - c) and a ÷ (b × c) keep their brackets
            for side, floor in (
                (self.left, _RANK[self.sign]),
                (self.right, _RANK[self.sign] + (self.sign in "-÷")),
            )
        )
        return f"{left} {self.sign} {right}"


Node: TypeAlias = Number | Cells | Word | Call | Binary

_RANK = {"=": 0, "+": 1, "-": 1, "×": 2, "÷": 2}
_SAME = {"*": "×", "/": "÷", "−": "-"}
_TOKEN = re.compile(
    r"\s*(?:(?P<cells>[a-z_]+/[a-z_.+]+/[a-z_+]+)|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-−+×*÷/=(),]))"
)


def parse(formula: str) -> Node:
    """Read a formula.

    Parameters
    ----------
    formula : str
        As `gxkit/data/indicators.toml` writes them; ``*`` and ``/`` between spaces may stand
        for ``×`` and ``÷``.

    Returns
    -------
    Number, Cells, Word, Call or Binary
        The tree; its ``str`` is the formula again.

    Raises
    ------
    MeasureError
        The formula cannot be read; the message says where.

    Examples
    --------
    >>> str(parse("requests/granted+partly_granted/total / requests/total/total"))
    'requests/granted+partly_granted/total ÷ requests/total/total'
    >>> parse("1 +")
    Traceback (most recent call last):
        ...
    gxkit.errors.MeasureError: formula '1 +': something is missing at its end
    """
    reader = _Reader(formula)
    node = reader.terms(0)
    if reader.kind:
        raise reader.wrong(f"{reader.text!r} is not expected")
    return node


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and everything below it, left before right.

    Examples
    --------
    >>> [str(each) for each in walk(parse("last(1 + 2)"))]
    ['last(1 + 2)', '1 + 2', '1', '2']
    """
    yield node
    below: tuple[Node, ...] = ()
    if isinstance(node, Binary):
        below = (node.left, node.right)
    elif isinstance(node, Call):
        below = node.arguments
    for each in below:
        yield from walk(each)


class _Reader:
    """Reads a formula from left to right; `kind` and `text` are the token at hand."""

    def __init__(self, formula: str) -> None:
        self._formula, self._at = formula, 0
        self.kind = self.text = ""
        self._next()

    def wrong(self, what: str) -> MeasureError:
        return MeasureError(f"formula {self._formula!r}: {what}")

    def _next(self) -> None:
        rest = self._formula[self._at :]
        found = _TOKEN.match(rest)
        if found is None:
            if rest.strip():
                raise self.wrong(f"cannot read {rest.strip()!r}; put spaces around signs")
            self.kind = self.text = ""
            return
        self._at += found.end()
        self.kind = str(found.lastgroup)
        self.text = _SAME.get(found[self.kind], found[self.kind])

    def _take(self, sign: str) -> None:
        if self.text != sign:
            raise self.wrong(f"{sign!r} is missing before {self.text or 'its end'!r}")
        self._next()

    def terms(self, rank: int) -> Node:
        """Read terms joined by signs of this rank or a higher one."""
        if rank > max(_RANK.values()):
            return self._term()
        node = self.terms(rank + 1)
        while self.kind == "sign" and _RANK.get(self.text) == rank:
            sign = self.text
            self._next()
            node = Binary(sign, node, self.terms(rank + 1))
        return node

    def _term(self) -> Node:
        kind, text = self.kind, self.text
        if not kind:
            raise self.wrong("something is missing at its end")
        self._next()
        if kind == "number":
            return Number(float(text))
        if kind == "cells":
            table, rows, columns = text.split("/")
            return Cells(table, tuple(rows.split("+")), tuple(columns.split("+")))
        if kind == "word":
            return self._call(text) if self.text == "(" else Word(text)
        if text != "(":
            raise self.wrong(f"{text!r} is not expected")
        node = self.terms(0)
        self._take(")")
        return node

    def _call(self, name: str) -> Call:
        self._take("(")
        arguments: list[Node] = []
        while self.text != ")":
            arguments.append(self.terms(0))
            if self.text != ")":
                self._take(",")
        self._take(")")
        return Call(name, tuple(arguments))
