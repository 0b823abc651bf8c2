"""What a person needs to see to judge a cell: its source, its place in the table, its checks."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from gxkit import forms
from gxkit.card.page import drawn, style
from gxkit.card.signs import failed_cells, shorten
from gxkit.card.told import said, titled
from gxkit.checks import Finding
from gxkit.forms.model import CellKey
from gxkit.report import Report
from gxkit.widgets.fields import table as ruled
from gxkit.widgets.parts import Words

_LABEL = {"zh": 18, "en": 44}
"""The characters of a row's label in a list."""


def labels(form: str | None, cell: CellKey, lang: str) -> tuple[str, str, str]:
    """Return what the form calls a cell: table, row, column.

    Examples
    --------
    >>> labels("2021", ("requests", "new", "total"), "en")[2]
    'Total'
    """
    if form is None:
        return cell
    of = forms.load(form).table[cell[0]]
    row, column = of.row[cell[1]], of.column[cell[2]]
    return getattr(of, lang), getattr(row, lang), getattr(column, lang)


@cache
def place(form: str | None, cell: CellKey, lang: str) -> str:
    """Name a cell in a list: row × column, shortened.

    Examples
    --------
    >>> place("2021", ("disputes", "reconsideration", "upheld"), "zh")
    '行政复议 × 结果维持'
    """
    _, row, column = labels(form, cell, lang)
    return f"{shorten(row, _LABEL[lang])} × {shorten(column, _LABEL[lang])}"


def source(row: Mapping[str, Any], say: Words) -> str:
    """Show the source around a cell, and why the cell is in doubt.

    Parameters
    ----------
    row : mapping
        A row as ``Queue.seen`` returns it.
    say : Words
        The words of the desk.

    Returns
    -------
    str
        HTML; all that comes from the page is escaped.

    Examples
    --------
    >>> row = {"snippet": "新收 | 12", "raw": "12", "where": "l8", "reason": "failed A1"}
    >>> row |= {"proposal": None, "picture": None, "waiting": False, "gone": None}
    >>> "<mark>12</mark>" in source(row, Words("review", "zh"))
    True
    """
    raw = row["raw"]
    told = [say("where", where=row["where"])] if row["where"] else []
    told += [say("printed", raw=shorten(raw, 30))] if raw else []
    why = [say("why", reason=say.reasons(row["reason"]))]
    if row["proposal"] is not None:
        why.append(say("proposal", proposal=f"{row['proposal']:g}"))
    if row["gone"]:
        text = escape(say("gone", why=row["gone"]))
    else:
        text = escape(say("waiting")) if row["waiting"] else marked(row["snippet"] or "", raw)
    return (
        f'<div style="line-height:1.6"><b>{escape(say("source"))}</b> '
        f'<span style="opacity:.75">{escape(" · ".join(told))}</span>'
        f'<blockquote style="margin:2px 0;padding:4px 10px;border-left:4px solid #0072B2;'
        f'background:rgba(128,128,128,.1);font-family:monospace;overflow-wrap:anywhere">'
        f"{text}</blockquote>{_picture(row['picture'], say)}"
        f"{escape(' · '.join(why))}</div>"
    )


def _picture(png: bytes | None, say: Words) -> str:
    """Show the row as its page prints it, no wider than the desk."""
    if png is None:
        return ""
    data = b64encode(png).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{data}" alt="{escape(say("picture"))}" '
        f'title="{escape(say("picture"))}" style="max-width:100%;max-height:220px;'
        f'display:block;margin:4px 0;background:#fff">'
    )


def marked(snippet: str, raw: str | None) -> str:
    """Mark what is printed in the cell, if it stands only once in the snippet.

    Examples
    --------
    >>> marked("1 | 11 | 2", "1"), marked("1 | 1", "1")
    ('<mark>1</mark> | 11 | 2', '1 | 1')
    """
    text = (raw or "").strip()
    found = list(re.finditer(rf"(?<![\d.]){re.escape(text)}(?![\d.])", snippet)) if text else []
    if len(found) != 1:
        return escape(snippet)  # marking the wrong one would mislead
    start, end = found[0].span()
    before, said, after = snippet[:start], snippet[start:end], snippet[end:]
    return f"{escape(before)}<mark>{escape(said)}</mark>{escape(after)}"


def official(report: Report, cell: CellKey, proposal: float | None = None, lang: str = "zh") -> str:
    """Draw the official table of a report with one cell lit.

    Parameters
    ----------
    report : Report
        The report as it stands.
    cell : (str, str, str)
        Table, row, column.
    proposal : float, optional
        The number that would mend the sums, shown beside the cell's.
    lang : {"zh", "en"}
        The language of its labels.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> report = Report(Parsed("2021", {}, (), (), ()))
    >>> 'title="requests/new/total' in official(report, ("requests", "new", "total"))
    True
    """
    if report.form is None:
        return ""
    name = "/".join(cell)
    facts = {fact[:3]: fact for fact in report.parsed.facts}
    mended = {} if proposal is None else {name: f"{proposal:g}"}
    table = forms.load(report.form).table[cell[0]]
    grid = drawn(table, facts, failed_cells(report.findings), mended, lang=lang)
    # A cell's title begins with its name and a line break: that is how the style finds it.
    lit = (
        f'.gxkit-one td[title^="{name}\\a "]'
        "{outline:3px solid #0072B2;outline-offset:-1px;font-weight:700}"
        ".gxkit-one td ins{text-decoration:none;white-space:nowrap;margin-left:3px}"
    )
    return f'<div class="gxkit-card gxkit-one"><style>{style()}{lit}</style>{grid}</div>'


def verdicts(
    found: Sequence[tuple[Finding, bool | None, bool | None]],
    say: Words,
    corrected: bool,
    form: str | None = None,
) -> str:
    """Show the checks of a cell, before and now; those that hold are green.

    Examples
    --------
    >>> verdicts([], Words("review", "en"), False)
    '<b>Checks of this cell</b><div>No check within the report is about this cell.</div>'
    """
    head = f"<b>{escape(say('checks'))}</b>"
    if not found:
        return f"{head}<div>{escape(say('no_checks'))}</div>"
    word = {True: say("holds"), False: say("fails"), None: say("untested")}
    rows, tones = [], []
    for one, was, now in sorted(found, key=lambda each: (each[1] is not False, each[0].rule)):
        # What comes after the first sentence speaks of repairs, which stand beside the cell.
        told = escape(shorten(said(one.message.split("; ")[0], form, say.lang), 200))
        title = escape(titled(one.rule, say.lang))
        row = [
            f'<span title="{title}"><b>{escape(one.rule)}</b> {told}</span>',
            *([word[was]] if corrected else []),
            word[now],
        ]
        rows.append(row)
        tones.append({True: "good", False: "bad", None: ""}[now])
    heads = [say("rule"), *([say("was")] if corrected else []), say("now")]
    return head + ruled(heads, rows, tones)
