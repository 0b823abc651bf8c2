"""The card of a report as a piece of HTML for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType

from gxkit import forms
from gxkit.card.grid import Slot, layout
from gxkit.card.signs import (
    MENDED,
    NO_FORM,
    census,
    failed_cells,
    legend,
    name,
    shorten,
    show,
    tally,
)
from gxkit.checks import Finding, failures
from gxkit.documents.model import Note
from gxkit.forms.model import CellKey, Table
from gxkit.parsing.model import Fact, Parsed

MOST_NOTES = 40
"""How many notes a card lists; the frame has them all."""


def html(parsed: Parsed, findings: Sequence[Finding]) -> str:
    """Draw the card of a report.

    Parameters
    ----------
    parsed : Parsed
        A report whose facts are complete and in the form's order.
    findings : sequence of Finding
        What the checks found in it.

    Returns
    -------
    str
        Self-contained HTML: one ``<div>`` with its own scoped style, no script. Everything
        that comes from the page is escaped.

    Examples
    --------
    >>> "no official form recognised" in html(Parsed(None, {}, (), (), ()), ())
    True
    """
    parts = [f"<style>{style()}</style>", _head(parsed)]
    if parsed.form is not None:
        failed = failed_cells(findings)
        facts = {(fact.table, fact.row, fact.column): fact for fact in parsed.facts}
        parts.append(_summary(parsed, findings, failed))
        parts += [drawn(table, facts, failed) for table in forms.load(parsed.form).tables]
    if parsed.form is not None or parsed.points:
        parts.append(_points(parsed))
    parts.append(_notes(parsed.notes))
    return f'<div class="gxkit-card">{"".join(parts)}</div>'


@cache
def style() -> str:
    """Return the style of a card."""
    return files("gxkit").joinpath("data", "card.css").read_text(encoding="utf-8")


def _head(parsed: Parsed) -> str:
    meta = parsed.meta
    who = meta.get("agency") or "agency unknown"
    year = meta.get("year") or "year unknown"
    form = NO_FORM if parsed.form is None else f"form {parsed.form}"
    places = [meta.get(key) for key in ("region_code", "province", "city", "county")]
    region = " ".join(str(place) for place in places if place) or "region unknown"
    rest = [form, region, *(str(meta[key]) for key in ("path",) if meta.get(key))]
    line = " · ".join(escape(part) for part in rest)
    title = f'<p class="gx-title">{escape(str(meta["title"]))}</p>' if meta.get("title") else ""
    return f"<h3>{escape(str(who))} · {escape(str(year))}</h3>{title}<p class='gx-dim'>{line}</p>"


def _summary(parsed: Parsed, findings: Sequence[Finding], failed: frozenset[str]) -> str:
    items = _list("ul", (finding.message for finding in failures(findings)), "gx-failed")
    signs = "".join(
        f"<span><b>{escape(sign)}</b> {escape(meaning)}</span>"
        for sign, meaning in legend(parsed.facts, failed)
    )
    return f"<p>{escape(census(parsed.facts))}<br>{escape(tally(findings))}</p>{items}" + (
        f'<p class="gx-legend">{signs}</p>' if signs else ""
    )


def drawn(
    table: Table,
    facts: Mapping[CellKey, Fact],
    failed: frozenset[str],
    mended: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Draw one table as the form prints it, with the cells named in `failed` lit.

    Cells named in `mended` show the number beside them that would mend the sums.
    """
    unofficial = {row.code for row in table.rows if row.instead_of} & {
        row for code, row, _ in facts if code == table.code
    }
    rows = "".join(
        f"<tr>{''.join(_slot(slot, table, facts, failed, mended) for slot in row)}</tr>"
        for row in layout(table, unofficial)
    )
    return (
        f'<div class="gx-scroll"><table class="gx-{table.layout}">'
        f"<caption>{escape(table.zh)}</caption><tbody>{rows}</tbody></table></div>"
    )


def _slot(
    slot: Slot,
    table: Table,
    facts: Mapping[CellKey, Fact],
    failed: frozenset[str],
    mended: Mapping[str, str],
) -> str:
    spans = "".join(
        f' {word}="{span}"'
        for word, span in (("rowspan", slot.rowspan), ("colspan", slot.colspan))
        if span > 1
    )
    if slot.key is None:
        return f'<th class="gx-{slot.kind}"{spans}>{escape(slot.text)}</th>'
    fact = facts.get(slot.key)
    if fact is None:
        return f'<td class="gx-void"{spans}></td>'
    lit, better = name(slot.key) in failed, mended.get(name(slot.key))
    shown = show(fact, lit, table.column[fact.column].unit)
    classes = f"gx-{fact.state}" + (f" gx-how-{fact.how}" if fact.how else "")
    classes += " gx-lit" if lit else ""
    classes += " gx-mended" if better else ""
    marks = f"<sup>{escape(shown.marks)}</sup>" if shown.marks else ""
    marks += f"<ins>{escape(MENDED[0] + better)}</ins>" if better else ""
    title = escape(_tooltip(fact))
    return f'<td class="{classes}"{spans} title="{title}">{escape(shown.sign)}{marks}</td>'


def _tooltip(fact: Fact) -> str:
    parts = [
        f"{fact.table}/{fact.row}/{fact.column}",
        f"state: {fact.state}",
        f"printed: {shorten(fact.raw, 200)!r}" if fact.raw is not None else "",
        f"where: {fact.where}" if fact.where else "",
        f"how: {fact.how}" if fact.how else "",
    ]
    return "\n".join(part for part in parts if part)


def _points(parsed: Parsed) -> str:
    drawn = ""
    for kind, heading in (("problem", "Problems"), ("improvement", "Improvements")):
        texts = [point.text for point in parsed.points if point.kind == kind]
        drawn += f"<h4>{heading} ({len(texts)})</h4>{_list('ol', texts)}"
    return drawn


def _notes(notes: Sequence[Note]) -> str:
    if not notes:
        return ""
    lines = [
        f"{note.level}: {note.message}" + (f" ({note.where})" if note.where else "")
        for note in notes[:MOST_NOTES]
    ]
    if len(notes) > MOST_NOTES:
        lines.append(f"… and {len(notes) - MOST_NOTES} more in .notes")
    # What the reader should know stands open; a quiet diary is folded.
    state = " open" if any(note.level != "info" for note in notes) else ""
    return f"<details{state}><summary>Notes ({len(notes)})</summary>{_list('ul', lines)}</details>"


def _list(tag: str, texts: Iterable[str], css: str = "") -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    opening = f'<{tag} class="{css}">' if css else f"<{tag}>"
    return f"{opening}{items}</{tag}>" if items else ""
