"""The card of a report as plain text for a terminal or a log."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from gxkit import forms
from gxkit.card.signs import census, failed_cells, legend, name, show, tally
from gxkit.card.told import note_told, told
from gxkit.card.words import form_named, group, label, within, word
from gxkit.checks import Finding, failures
from gxkit.forms.equations import present_rows
from gxkit.forms.model import CellKey, Row, Table
from gxkit.parsing.model import Fact, Parsed

LABEL_WIDTH = 34
"""How wide, in terminal columns, the label of a row may be."""


def text(parsed: Parsed, findings: Sequence[Finding], lang: str = "zh") -> str:
    """Write the card of a report.

    Parameters
    ----------
    parsed : Parsed
        A report whose facts are complete and in the form's order.
    findings : sequence of Finding
        What the checks found in it.
    lang : {"zh", "en"}
        The language of its words and of the form's labels.

    Returns
    -------
    str
        Lines without colour, columns aligned where a Chinese character is two wide.

    Raises
    ------
    ValueError
        There are no words in that language.

    Examples
    --------
    >>> print(text(Parsed(None, {"year": 2023}, (), (), ()), ()))
    机关未知，2023
    未认出官方格式
    >>> print(text(Parsed(None, {"year": 2023}, (), (), ()), (), lang="en"))
    agency unknown, 2023
    no official form recognised
    """
    lines = _head(parsed, lang)
    if parsed.form is not None:
        failed = failed_cells(findings)
        facts = {(fact.table, fact.row, fact.column): fact for fact in parsed.facts}
        for table in forms.load(parsed.form).tables:
            lines += ["", label(table, lang), *_table(table, facts, failed, lang)]
        lines += ["", census(parsed.facts, lang)]
        lines += [f"  {sign:<3} {meaning}" for sign, meaning in legend(parsed.facts, failed, lang)]
        lines += ["", tally(findings, lang)]
        lines += [f"  {told(finding, facts, parsed.form, lang)}" for finding in failures(findings)]
    if parsed.form is not None or parsed.points:
        lines += _points(parsed, lang)
    if parsed.notes:
        lines += ["", word("terminal", "notes", lang, count=len(parsed.notes))]
        lines += [f"  {note_told(note, lang)}" for note in parsed.notes]
    return "\n".join(map(_one_line, lines))


def width(string: str) -> int:
    """Count the terminal columns that a string takes.

    Examples
    --------
    >>> width("规章 12")
    7
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in string
    )


def pad(string: str, columns: int, *, right: bool = False) -> str:
    """Pad a string with spaces to a number of terminal columns.

    Examples
    --------
    >>> pad("规章", 6, right=True)
    '  规章'
    """
    space = " " * max(0, columns - width(string))
    return space + string if right else string + space


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    r"""Write rows of strings in columns: the first to the left, the others to the right.

    Examples
    --------
    >>> print("\n".join(align([["", "总计"], ["行政复议", "3"]])))
              总计
    行政复议     3
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            pad(value, columns, right=number > 0)
            for number, (value, columns) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _head(parsed: Parsed, lang: str) -> list[str]:
    meta = parsed.meta
    who = meta.get("agency") or word("card", "no_agency", lang)
    year = meta.get("year") or word("card", "no_year", lang)
    lines = [word("terminal", "head", lang, who=who, year=year)]
    if meta.get("title"):
        lines.append(str(meta["title"]))
    places = [meta.get(key) for key in ("region_code", "province", "city", "county")]
    region = " ".join(str(place) for place in places if place)
    known = [form_named(parsed.form, lang), region, meta.get("path")]
    return [*lines, " · ".join(str(part) for part in known if part)]


def _table(
    table: Table, facts: Mapping[CellKey, Fact], failed: frozenset[str], lang: str
) -> list[str]:
    printed = {row for code, row, _ in facts if code == table.code}
    codes = present_rows(table, {row.code for row in table.rows if row.instead_of} & printed)
    lines: list[str] = []
    block: list[list[str]] = []
    above: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    for row in (table.row[code] for code in codes):
        # A block of one table may have other columns than the one before it.
        if row.columns != columns:
            lines += align(block) if block else []
            columns = row.columns
            block = [["", *(label(table.column[code], lang) for code in columns)]]
        for level in range(len(row.path)):
            if row.path[: level + 1] != above[: level + 1]:
                heading = _cut("  " * level + group(row.path[level], lang))
                block.append([heading, *[""] * len(columns)])
        above = row.path
        own = _cut("  " * len(row.path) + within(row, lang))
        block.append([own, *_values(table, row, facts, failed)])
    return lines + align(block)


def _values(
    table: Table, row: Row, facts: Mapping[CellKey, Fact], failed: frozenset[str]
) -> list[str]:
    values: list[str] = []
    for code in row.columns:
        key = (table.code, row.code, code)
        fact = facts.get(key)
        if fact is None:
            values.append("")
            continue
        shown = show(fact, name(key) in failed, table.column[code].unit)
        values.append(shown.sign + shown.marks)
    return values


def _cut(string: str) -> str:
    if width(string) <= LABEL_WIDTH:
        return string
    kept = ""
    for char in string:
        if width(kept + char) > LABEL_WIDTH - 1:
            break
        kept += char
    return kept + "…"


def _points(parsed: Parsed, lang: str) -> list[str]:
    lines: list[str] = []
    for kind in ("problem", "improvement"):
        texts = [point.text for point in parsed.points if point.kind == kind]
        lines += ["", word("terminal", kind, lang, count=len(texts))]
        lines += [f"  {number}. {each}" for number, each in enumerate(texts, 1)]
    return lines


def _one_line(string: str) -> str:
    # A control character or a line break of a page must not reach the terminal.
    return "".join(char if char.isprintable() else " " for char in string)
