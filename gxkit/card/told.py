"""What a check found, said in the language of the card."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from gxkit import forms
from gxkit.card.words import declared, label, word
from gxkit.checks import RULES, Finding, figure
from gxkit.checks.identities import row_label, same
from gxkit.documents.model import Note
from gxkit.forms.model import CellKey, Table
from gxkit.parsing.model import Fact

_RULES = {rule.id: rule for rule in reversed(RULES)}
_QUOTED = re.compile(r"(「[^」]*」)")
_CELL = re.compile(r"\b([a-z]+)/([a-z_.]+)/([a-z_]+)")
_HAN = "\u4e00-\u9fff"
_MARKS = ((": ", "："), ("; ", "；"), (", ", "，"))
_TERMS = 7
"""The most numbers that a sum shows one by one."""


def titled(rule: str, lang: str) -> str:
    """Return the title of a rule; nothing for a rule that is not known.

    Examples
    --------
    >>> titled("A1", "zh")
    '申请表各行：各类申请人之和等于总计'
    """
    known = _RULES.get(rule)
    return "" if known is None else known.en if lang == "en" else known.zh


def told(
    finding: Finding, facts: Mapping[CellKey, Fact], form: str | None, lang: str = "zh"
) -> str:
    """Say a finding in one line: its rule, the rule's title, and what was found.

    Parameters
    ----------
    finding : Finding
        What was found.
    facts : mapping
        The cells of its report.
    form : str or None
        The form of its report.
    lang : {"zh", "en"}
        The language.

    Examples
    --------
    >>> late = Finding("D3", None, "hint", False, None, None, "", "there is no section six")
    >>> print(told(late, {}, "2021"))
    D3 第六部分说明信息处理费。没有第六部分
    """
    said = found(finding, facts, form, lang)
    title = titled(finding.rule, lang)
    if not title:
        return f"{finding.rule} {said}"
    return word("card", "finding", lang, rule=finding.rule, title=title, said=said)


def found(finding: Finding, facts: Mapping[CellKey, Fact], form: str | None, lang: str) -> str:
    """Say what a finding found, without its rule; sums that fail show their numbers.

    Examples
    --------
    >>> late = Finding("D3", None, "hint", False, None, None, "", "there is no section six")
    >>> found(late, {}, "2021", "zh")
    '没有第六部分'
    """
    message = finding.message
    summed = _summed(finding, facts, form, lang)
    if summed is None:
        return said(message, form, lang)
    _, semicolon, rest = message.partition("; ")
    return summed + said(semicolon + rest, form, lang)


def said(text: str, form: str | None, lang: str) -> str:
    """Say a message in a language; what is quoted stays as it is printed.

    Parameters
    ----------
    text : str
        A message of a check, in English with Chinese labels.
    form : str or None
        The form that its labels are of.
    lang : {"zh", "en"}
        The language.

    Examples
    --------
    >>> said("requests/new/total: 1.5 is no whole number", "2021", "zh")
    '“一、本年新收政府信息公开申请数量 × 总计”：1.5 不是整数'
    >>> said("自然人 2 + 小计 5 ≠ 总计 6", "2021", "en")
    'Natural persons 2 + subtotal 5 ≠ Total 6'
    """
    one = _punctuated if lang == "zh" else _labelled
    return _outside(text, form, lang, one)


def note_told(note: Note, lang: str) -> str:
    """Say a note of the diary: its level, its message, its place.

    Examples
    --------
    >>> note_told(Note("fit", "warning", "no table fits", "l7"), "zh")
    '注意：no table fits（l7）'
    """
    level = word("levels", note.level, lang)
    line = word("card", "note", lang, level=level, said=note.message)
    return line + (word("card", "place", lang, where=note.where) if note.where else "")


def remarked(text: str, lang: str) -> str:
    """Say a remark on files, whose paths stay as they are.

    Examples
    --------
    >>> remarked("not read: a, b.txt: empty", "zh")
    '未读：a, b.txt: empty'
    """
    return _phrased(text) if lang == "zh" else text


def _outside(text: str, form: str | None, lang: str, one: Callable[[str, str | None], str]) -> str:
    """Do something with all of a text but what it quotes, its cells named first."""
    table = {} if form is None else forms.load(form).table

    def named(match: re.Match[str]) -> str:
        of = table.get(match[1])
        if of is None or match[2] not in of.row or match[3] not in of.column:
            return match[0]
        row, column = _row(of, match[2], lang), label(of.column[match[3]], lang)
        return word("card", "cell", lang, row=row, column=column)

    parts = _QUOTED.split(text)
    parts[::2] = [one(_CELL.sub(named, part), form) if part else "" for part in parts[::2]]
    return "".join(parts)


def cell_named(cell: str, form: str | None, lang: str) -> str:
    """Name a cell, given as ``table/row/column``, by its labels.

    Examples
    --------
    >>> cell_named("disputes/reconsideration/upheld", "2021", "en")
    '[Administrative reconsideration × Upheld]'
    """
    return _outside(cell, form, lang, lambda text, _: text)


def _row(table: Table, code: str, lang: str) -> str:
    return table.row[code].en if lang == "en" else row_label(table, code)


def _summed(
    finding: Finding, facts: Mapping[CellKey, Fact], form: str | None, lang: str
) -> str | None:
    """Write the sum that fails in its numbers; None where it is none, or a number is missing."""
    if finding.ok is not False or form is None or finding.table is None:
        return None
    table = forms.load(form).table[finding.table]
    identity = next((one for one in table.identities if one.rule == finding.rule), None)
    keys = [tuple(cell.split("/")) for cell in finding.cells.split()]
    values = [facts[key].value if key in facts else None for key in keys]  # type: ignore[index]
    if identity is None or finding.expected is None or finding.found is None or None in values:
        return None
    numbers = [value for value in values if value is not None]
    after = len(numbers) - len(identity.right)
    sides = sum(numbers[:after]), sum(numbers[after:])
    if not (same(sides[0], finding.expected) and same(sides[1], finding.found)):
        return None
    _, row, column = keys[0]
    over_rows = identity.over == "rows"
    subject = _row(table, row, lang) if over_rows else label(table.column[column], lang)
    by = float(finding.found - finding.expected)
    return word(
        "card",
        "difference",
        lang,
        subject=subject,
        left=_terms(numbers[:after], finding.expected),
        right=_terms(numbers[after:], finding.found),
        by=f"{'+' if by > 0 else ''}{figure(by)}",
    )


def _terms(numbers: list[float], whole: float) -> str:
    """Write a sum out, without its zeros, if it is short enough."""
    shown = [figure(number) for number in numbers if number]
    return " + ".join(shown) if 0 < len(shown) <= _TERMS else figure(whole)


def _punctuated(text: str, _: str | None) -> str:
    text = _phrased(text)
    for mark, chinese in _MARKS:
        text = text.replace(mark, chinese)
    return text


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(each["en"]), each["zh"]) for each in declared()["phrases"])


def _phrased(text: str) -> str:
    if not re.search("[A-Za-z]|…", text):
        return text
    for pattern, chinese in _phrases():
        text = pattern.sub(chinese, text)
    return text


@cache
def _english(form: str | None) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds the Chinese labels of a form, the longest first, and their English."""
    found: dict[str, str] = {**declared()["groups"], **declared()["others"]}
    for table in () if form is None else forms.load(form).tables:
        found |= {each.zh: each.en for each in table.columns}
        found |= {each.zh: each.en for each in table.rows}
        found |= {row_label(table, row.code): row.en for row in table.rows}
        found[table.zh] = table.en
    longest = sorted(found, key=len, reverse=True)
    # Within longer words, such as an agency's name, the same signs are no label.
    either = "|".join(map(re.escape, longest))
    return re.compile(f"(?<![{_HAN}])(?:{either})(?![{_HAN}])"), found


def _labelled(text: str, form: str | None) -> str:
    pattern, english = _english(form)
    text = re.sub(r"(\S)…([^…]+?)之和", r"\1 … \2 together", text)
    return pattern.sub(lambda match: english[match[0]], text)
