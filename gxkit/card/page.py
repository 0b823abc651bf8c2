"""The card of a report as a piece of HTML for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType

from gxkit import forms
from gxkit.card.grid import Slot, layout
from gxkit.card.signs import MENDED, census, failed_cells, legend, name, shorten, show, tally
from gxkit.card.told import note_told, told
from gxkit.card.words import form_named, label, word
from gxkit.checks import Finding, failures
from gxkit.forms.model import CellKey, Table
from gxkit.parsing.model import Fact, Parsed

MOST_NOTES = 40
"""How many notes a card lists; the frame has them all."""


def html(parsed: Parsed, findings: Sequence[Finding], lang: str = "zh") -> str:
    """Draw the card of a report.

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
        Self-contained HTML: one ``<div>`` with its own scoped style, no script. Everything
        that comes from the page is escaped.

    Raises
    ------
    ValueError
        There are no words in that language.

    Examples
    --------
    >>> "未认出官方格式" in html(Parsed(None, {}, (), (), ()), ())
    True
    >>> "no official form recognised" in html(Parsed(None, {}, (), (), ()), (), lang="en")
    True
    """
    parts = [f"<style>{style()}</style>", _head(parsed, lang)]
    if parsed.form is not None:
        failed = failed_cells(findings)
        facts = {(fact.table, fact.row, fact.column): fact for fact in parsed.facts}
        parts.append(_summary(parsed, findings, failed, lang))
        parts += [
            drawn(table, facts, failed, lang=lang) for table in forms.load(parsed.form).tables
        ]
    if parsed.form is not None or parsed.points:
        parts.append(_points(parsed, lang))
    parts.append(_notes(parsed, lang))
    return f'<div class="gxkit-card">{"".join(parts)}</div>'


@cache
def style() -> str:
    """Return the style of a card."""
    return files("gxkit").joinpath("data", "card.css").read_text(encoding="utf-8")


def _head(parsed: Parsed, lang: str) -> str:
    meta = parsed.meta
    who = meta.get("agency") or word("card", "no_agency", lang)
    year = meta.get("year") or word("card", "no_year", lang)
    places = [meta.get(key) for key in ("region_code", "province", "city", "county")]
    region = " ".join(str(place) for place in places if place) or word("card", "no_region", lang)
    path = [str(meta["path"])] if meta.get("path") else []
    line = " · ".join(escape(part) for part in (form_named(parsed.form, lang), region, *path))
    title = f'<p class="gx-title">{escape(str(meta["title"]))}</p>' if meta.get("title") else ""
    return f"<h3>{escape(str(who))} · {escape(str(year))}</h3>{title}<p class='gx-dim'>{line}</p>"


def _summary(parsed: Parsed, findings: Sequence[Finding], failed: frozenset[str], lang: str) -> str:
    facts = {fact[:3]: fact for fact in parsed.facts}
    lines = (told(finding, facts, parsed.form, lang) for finding in failures(findings))
    signs = "".join(
        f"<span><b>{escape(sign)}</b> {escape(meaning)}</span>"
        for sign, meaning in legend(parsed.facts, failed, lang)
    )
    counts = f"<p>{escape(census(parsed.facts, lang))}<br>{escape(tally(findings, lang))}</p>"
    return f"{counts}{_list('ul', lines, 'gx-failed')}" + (
        f'<p class="gx-legend">{signs}</p>' if signs else ""
    )


def drawn(
    table: Table,
    facts: Mapping[CellKey, Fact],
    failed: frozenset[str],
    mended: Mapping[str, str] = MappingProxyType({}),
    *,
    lang: str = "zh",
) -> str:
    """Draw one table as the form prints it, with the cells named in `failed` lit.

    Cells named in `mended` show the number beside them that would mend the sums. `lang` is the
    language of labels, ``zh`` or ``en``.
    """
    unofficial = {row.code for row in table.rows if row.instead_of} & {
        row for code, row, _ in facts if code == table.code
    }
    rows = "".join(
        f"<tr>{''.join(_slot(slot, table, facts, failed, mended, lang) for slot in row)}</tr>"
        for row in layout(table, unofficial, lang)
    )
    return (
        f'<div class="gx-scroll"><table class="gx-{table.layout}">'
        f"<caption>{escape(label(table, lang))}</caption><tbody>{rows}</tbody></table></div>"
    )


def _slot(
    slot: Slot,
    table: Table,
    facts: Mapping[CellKey, Fact],
    failed: frozenset[str],
    mended: Mapping[str, str],
    lang: str,
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
    marks += f"<ins>{escape(MENDED + better)}</ins>" if better else ""
    title = escape(_tooltip(fact, lang))
    return f'<td class="{classes}"{spans} title="{title}">{escape(shown.sign)}{marks}</td>'


def _tooltip(fact: Fact, lang: str) -> str:
    # The codes stand first and alone, so that styles and tests find a cell.
    parts = [
        f"{fact.table}/{fact.row}/{fact.column}",
        word("cell", "state", lang, state=word("states", fact.state, lang)),
    ]
    if fact.raw is not None:
        parts.append(word("cell", "printed", lang, raw=shorten(fact.raw, 200)))
    if fact.where:
        parts.append(word("cell", "where", lang, where=fact.where))
    if fact.how:
        parts.append(word("cell", "how", lang, how=word("hows", fact.how, lang)))
    return "\n".join(parts)


def _points(parsed: Parsed, lang: str) -> str:
    shown = ""
    for kind in ("problem", "improvement"):
        texts = [point.text for point in parsed.points if point.kind == kind]
        heading = escape(word("card", kind, lang, count=len(texts)))
        shown += f"<h4>{heading}</h4>{_list('ol', texts)}"
    return shown


def _notes(parsed: Parsed, lang: str) -> str:
    notes = parsed.notes
    if not notes:
        return ""
    lines = [note_told(note, lang) for note in notes[:MOST_NOTES]]
    if len(notes) > MOST_NOTES:
        lines.append(word("card", "more", lang, count=len(notes) - MOST_NOTES))
    # What the reader should know stands open; a quiet diary is folded.
    state = " open" if any(note.level != "info" for note in notes) else ""
    heading = escape(word("card", "notes", lang, count=len(notes)))
    return f"<details{state}><summary>{heading}</summary>{_list('ul', lines)}</details>"


def _list(tag: str, texts: Iterable[str], css: str = "") -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    opening = f'<{tag} class="{css}">' if css else f"<{tag}>"
    return f"{opening}{items}</{tag}>" if items else ""
