"""The card of a report as plain text for a terminal or a log."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from gxkit import forms
from gxkit.card.signs import NO_FORM, census, failed_cells, legend, name, show, tally
from gxkit.checks import Finding, failures
from gxkit.forms.equations import present_rows
from gxkit.forms.model import CellKey, Row, Table
from gxkit.parsing.model import Fact, Parsed

LABEL_WIDTH = 34
"""How wide, in terminal columns, the label of a row may be."""


def text(parsed: Parsed, findings: Sequence[Finding]) -> str:
    """Write the card of a report.

    Parameters
    ----------
    parsed : Parsed
        A report whose facts are complete and in the form's order.
    findings : sequence of Finding
        What the checks found in it.

    Returns
    -------
    str
        Lines without colour, columns aligned where a Chinese character is two wide.

    Examples
    --------
    >>> print(text(Parsed(None, {"year": 2023}, (), (), ()), ()))
    agency unknown, 2023
    no official form recognised
    """
    lines = _head(parsed)
    if parsed.form is not None:
        failed = failed_cells(findings)
        facts = {(fact.table, fact.row, fact.column): fact for fact in parsed.facts}
        for table in forms.load(parsed.form).tables:
            lines += ["", table.zh, *_table(table, facts, failed)]
        lines += ["", census(parsed.facts)]
        lines += [f"  {sign:<3} {meaning}" for sign, meaning in legend(parsed.facts, failed)]
        lines += ["", tally(findings)]
        lines += [f"  {finding.message}" for finding in failures(findings)]
    if parsed.form is not None or parsed.points:
        lines += _points(parsed)
    if parsed.notes:
        lines += ["", f"notes: {len(parsed.notes)}"]
        lines += [
            f"  {note.level}: {note.message}" + (f" ({note.where})" if note.where else "")
            for note in parsed.notes
        ]
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


def _head(parsed: Parsed) -> list[str]:
    meta = parsed.meta
    lines = [f"{meta.get('agency') or 'agency unknown'}, {meta.get('year') or 'year unknown'}"]
    if meta.get("title"):
        lines.append(str(meta["title"]))
    form = NO_FORM if parsed.form is None else f"form {parsed.form}"
    places = [meta.get(key) for key in ("region_code", "province", "city", "county")]
    known = [form, " ".join(str(place) for place in places if place), meta.get("path")]
    return [*lines, " · ".join(str(part) for part in known if part)]


def _table(table: Table, facts: Mapping[CellKey, Fact], failed: frozenset[str]) -> list[str]:
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
            block = [["", *(table.column[code].zh for code in columns)]]
        for level in range(len(row.path)):
            if row.path[: level + 1] != above[: level + 1]:
                block.append([_cut("  " * level + row.path[level]), *[""] * len(columns)])
        above = row.path
        block.append([_cut("  " * len(row.path) + row.zh), *_values(table, row, facts, failed)])
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


def _cut(label: str) -> str:
    if width(label) <= LABEL_WIDTH:
        return label
    kept = ""
    for char in label:
        if width(kept + char) > LABEL_WIDTH - 1:
            break
        kept += char
    return kept + "…"


def _points(parsed: Parsed) -> list[str]:
    lines: list[str] = []
    for kind, heading in (("problem", "problems"), ("improvement", "improvements")):
        texts = [point.text for point in parsed.points if point.kind == kind]
        lines += ["", f"{heading}: {len(texts)}"]
        lines += [f"  {number}. {each}" for number, each in enumerate(texts, 1)]
    return lines


def _one_line(string: str) -> str:
    # A control character or a line break of a page must not reach the terminal.
    return "".join(char if char.isprintable() else " " for char in string)
