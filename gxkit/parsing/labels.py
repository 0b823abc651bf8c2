"""The labels of the forms as a lexicon: what a piece of text may name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz

from gxkit import forms
from gxkit.forms import Form, Row, Table
from gxkit.parsing.normal import fold, label_key

Role = Literal["row", "column", "group", "block", "corner", "extra"]

# A damaged label is taken for the nearest of the form from this likeness on, and only
# with this lead over the second nearest. 其他法律行政止公开 scores 90 against its label.
_ALIKE = 70.0
_LEAD = 12.0
_SIGN = r"[^\w\s]"
_NUMERALS = re.compile(r"[一二三四五六七八九十\d]+")


@dataclass(frozen=True, slots=True)
class Ref:
    """One thing that a label may name. `forms` holds the forms that have it."""

    role: Role
    table: str
    code: str
    ordinal: str
    forms: frozenset[str]


@cache
def lexicon() -> dict[str, tuple[Ref, ...]]:
    """Map the words of every known label to what it may name, over all forms."""
    found: dict[str, dict[tuple[Role, str, str, str], set[str]]] = {}
    for form in (forms.load(id) for id in forms.ids()):
        for label, role, table, code in _labels(form):
            ordinal, words, bare = label_key(label)
            for key in {words, bare} - {""}:
                entry = found.setdefault(key, {})
                entry.setdefault((role, table, code, ordinal), set()).add(form.id)
    return {
        key: tuple(Ref(*ref, frozenset(ids)) for ref, ids in entry.items())
        for key, entry in found.items()
    }


def _labels(form: Form) -> Iterator[tuple[str, Role, str, str]]:
    for table in form.tables:
        for label in table.corner:
            yield label, "corner", table.code, label
        for label in table.extras:
            yield label, "extra", table.code, label
        for subtotal in table.subtotals:
            # A column's subtotal is known by its place in the head, whatever it is called.
            for label in subtotal.labels if subtotal.over == "rows" else ():
                yield label, "extra", table.code, label
        for column in table.columns:
            for label in (column.zh, *column.variants):
                yield label, "column", table.code, column.code
        for row in table.rows:
            yield from _row_labels(table, row)


def _row_labels(table: Table, row: Row) -> Iterator[tuple[str, Role, str, str]]:
    for label in (row.zh, *row.variants):
        yield label, "row", table.code, row.code
    blocks = table.layout == "blocks"
    if row.path and not blocks:
        yield row.path[-1] + row.zh, "row", table.code, row.code
    for label in row.path:
        if blocks:
            for variant in (label, label.replace("条第", "条"), label.removeprefix("第")):
                yield variant, "block", table.code, label
        elif label not in table.corner:
            yield label, "group", table.code, label


@lru_cache(maxsize=8192)
def refs(text: str) -> tuple[Ref, ...]:
    """Return what a whole piece of text may name, by its words alone.

    Where the text bears an ordinal, what has another ordinal in the form is left out
    unless nothing else remains: （七）总计 is the row, 总计 may be row or column.

    Examples
    --------
    >>> [(ref.role, ref.code) for ref in refs("1．属于国家秘密")]
    [('row', 'refused.state_secret')]
    >>> {(ref.role, ref.table) for ref in refs("（七）总计")}
    {('row', 'requests')}
    """
    if not text or len(text) > 120:
        return ()
    ordinal, words, bare = label_key(text)
    found = lexicon().get(words) or lexicon().get(bare) or ()
    if not found:
        return ()
    if ordinal:
        same = tuple(ref for ref in found if ref.ordinal == ordinal)
        if same:
            return same
        found = tuple(ref for ref in found if ref.ordinal) or found
    return found


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(key[:size] for key in lexicon() for size in range(len(key) + 1))


@lru_cache(maxsize=8192)
def may_begin(text: str) -> bool:
    """Say whether a known label may begin with a piece of text, or be the whole of it.

    A line of prose is told apart here once, before it is joined with those that follow.

    Examples
    --------
    >>> may_begin("属于国家"), may_begin("（三）"), may_begin("我局认真")
    (True, True, False)
    """
    _, words, bare = label_key(text)
    return words in _beginnings() or bare in _beginnings() or bool(_NUMERALS.fullmatch(words))


def nearest(text: str, role: Role, table: Table, codes: Iterable[str]) -> str | None:
    """Return the one of `codes` whose label `text` most likely was, or None.

    The likeness is rapidfuzz's ratio of the words without ordinals; the best must lead
    the second best clearly, or nothing is returned.
    """
    ordinal, words, bare = label_key(text)
    if len(bare) < 3:
        return None
    scores: dict[str, float] = {}
    for code in codes:
        best = 0.0
        for other_ordinal, label in _spellings(table, role, code):
            score = max(fuzz.ratio(bare, label), fuzz.ratio(words, label))
            if ordinal and ordinal == other_ordinal:
                score += _LEAD / 2
            best = max(best, score)
        scores[code] = best
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _ALIKE:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _LEAD:
        return None
    return ranked[0][0]


def resembles(text: str, label: str) -> bool:
    """Say whether a text is a label, but for some damage.

    Examples
    --------
    >>> resembles("（本列数据的勾稽关系为：第项加第二项之和）", "（本列数据的勾稽关系为：第一项加第二项之和）")
    True
    """
    return fuzz.ratio(label_key(text)[1], label_key(label)[1]) >= _ALIKE


def likeness(text: str, role: Role, table: Table, code: str) -> float:
    """Return how alike a text and the label of `code` are, from 0 to 100.

    Examples
    --------
    >>> table = forms.load("2021").table["requests"]
    >>> likeness("2.其他法律行政止公开", "row", table, "refused.law_prohibits") > 80
    True
    """
    _, words, bare = label_key(text)
    return max(
        fuzz.ratio(mine, label)
        for _, label in _spellings(table, role, code)
        for mine in (words, bare)
    )


def fragment(text: str, table: Table, codes: Iterable[str]) -> tuple[str | None, bool]:
    """Say which column label alone `text` begins, and whether it may be a part of one.

    A head broken over two printed rows reads 商业 科研 … 企业 机构 in a flattened page.

    Examples
    --------
    >>> table = forms.load("2021").table["requests"]
    >>> fragment("法律服务", table, table.column), fragment("机构", table, table.column)
    (('legal_service', False), (None, True))
    """
    words = label_key(text)[1]
    if len(words) < 2:
        return None, False
    labels = {code: label_key(table.column[code].zh)[1] for code in codes}
    begun = [code for code, label in labels.items() if label != words and label.startswith(words)]
    ended = any(label != words and label.endswith(words) for label in labels.values())
    return (begun[0] if len(begun) == 1 else None), ended or len(begun) > 1


def _spellings(table: Table, role: Role, code: str) -> list[tuple[str, str]]:
    item = table.row[code] if role == "row" else table.column[code]
    keys = [label_key(label) for label in (item.zh, *item.variants)]
    return [(ordinal, words) for ordinal, words, bare in keys for words in {words, bare}]


@cache
def glued_pattern() -> re.Pattern[str]:
    """Match any known label, with its ordinal, inside text that keeps no separators."""
    labels = {fold(label) for id in forms.ids() for label, *_ in _labels(forms.load(id))}
    bodies = {re.sub(r"^(?:\([一-十]\)|[一-十]、|\d\.)", "", label) for label in labels}
    # Short variants would be found inside longer words; whole pieces may still be them.
    bodies = {body for body in bodies if len(body) > 1}
    # Alternatives are tried one by one at every character: under their first ones they are few.
    groups: dict[str, list[str]] = {}
    for body in sorted(bodies, key=len, reverse=True):
        first, rest = body[0], _loose(body[1:])
        if not first.isalnum():
            groups.setdefault(_SIGN, []).append(rest)
            first, rest = body[1], _loose(body[2:])
        groups.setdefault(first, []).append(rest)
    firsts = "".join(groups.keys() - {_SIGN})
    ordinal = r"(?:\([一二三四五六七八九十]\)|[一二三四]、|\d[.、])?"
    words = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())
    return re.compile(rf"(?=[{firsts}一二三四\d]|{_SIGN}){ordinal}(?:{words})")


def _loose(label: str) -> str:
    """Let punctuation inside a label be any one sign or none."""
    return "".join(re.escape(char) if char.isalnum() else f"{_SIGN}?" for char in label)
