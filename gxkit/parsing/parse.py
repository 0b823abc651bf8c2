"""From a document to what a report says: tables, then narrative, then masthead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gxkit import forms
from gxkit.documents.model import Document, Note
from gxkit.forms import Form
from gxkit.parsing.fitting import Fit, empty_facts, fit
from gxkit.parsing.masthead import masthead
from gxkit.parsing.model import Parsed, Section
from gxkit.parsing.otheryear import told_of_another_year
from gxkit.parsing.outline import outline
from gxkit.parsing.readings import doubted
from gxkit.parsing.several import first_report


def parse(document: Document) -> Parsed:
    """Read a document as an annual report.

    Parameters
    ----------
    document : Document
        Paragraphs and tables of a file of any kind. Each part of one that was put together
        is parsed on its own, and what they say is merged.

    Returns
    -------
    Parsed
        Its `form` is None, and it has no facts, where the document is no annual report
        or follows a form older than 2019; a note says which.

    Examples
    --------
    >>> from gxkit import documents
    >>> parse(documents.read_bytes("今天天气很好。".encode(), "diary.txt")).form is None
    True
    """
    if document.parts:
        return _parse_parts(document)
    document, several_notes = first_report(document)
    fitted = fit(document)
    sections, outline_notes = outline(fitted.lines, fitted.form or forms.load(forms.ids()[-1]))
    meta, head_notes = masthead(
        document.hints,
        fitted.lines,
        sections,
        document.path,
        fitted.form.id if fitted.form else None,
    )
    form, form_note = _form(fitted, sections, meta)
    facts = doubted(fitted.facts, document) or (empty_facts(form) if form else ())
    facts, year_notes = told_of_another_year(facts, document, meta.get("year"))
    return Parsed(
        form=form.id if form else None,
        meta=meta,
        facts=facts,
        sections=tuple(sections),
        notes=(
            *document.notes,
            *several_notes,
            *fitted.notes,
            *year_notes,
            *outline_notes,
            *head_notes,
            *form_note,
        ),
        lines=tuple(line for line in fitted.lines if not line.table),
        subtotals=fitted.subtotals,
    )


def _parse_parts(document: Document) -> Parsed:
    from gxkit.parsing.merging import merged

    report = merged(document, [parse(part) for part in document.parts])
    if report.form is None or not report.facts:
        return report
    form = forms.load(report.form)
    return replace(report, notes=(*report.notes, *_disagreement(form, dict(report.meta))))


def _form(
    fitted: Fit, sections: list[Section], meta: dict[str, Any]
) -> tuple[Form | None, list[Note]]:
    """Name the form of a report without tables by its year, if it is a report at all."""
    if fitted.form:
        return fitted.form, _disagreement(fitted.form, meta)
    found = {section.section for section in sections if section.section}
    if len(found) < 2 and not meta.get("title"):
        return None, [Note("form", "warning", "this is no annual report of any known form")]
    year = meta.get("year")
    form = forms.for_year(year) if year else None
    if form is None:
        told = f"a report on {year}" if year else "a report without a year"
        return None, [Note("form", "warning", f"{told} and without tables has no known form")]
    return form, [Note("form", "warning", f"no table found; form {form.id} by the year alone")]


def _disagreement(form: Form, meta: dict[str, Any]) -> list[Note]:
    """Say where the form of the tables is not what the masthead would lead one to expect."""
    year = meta.get("year")
    if not year and not meta.get("agency"):
        told = "tables of a form, but neither an agency nor a year: is this a whole report?"
        return [Note("form", "warning", told)]
    usual = forms.for_year(year) if year else None
    if year and (usual is None or usual.id != form.id):
        told = f"the tables follow form {form.id}, which is not the form for reports on {year}"
        return [Note("form", "warning", told)]
    return []
