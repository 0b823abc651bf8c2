"""Several documents of one report, each parsed on its own, as one (docs/decisions/0015)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from gxkit import forms
from gxkit.documents.model import Document, Note
from gxkit.forms import Form
from gxkit.parsing import agencies
from gxkit.parsing.merging_cells import STEP, Offer, by_document, merged_facts
from gxkit.parsing.merging_text import Told, merged_text
from gxkit.parsing.model import Fact, Line, Parsed

_TOGETHER: Final = (
    ("region_code", "province", "city", "county"),
    ("period_start", "period_end"),
)
"""Keys of meta that are taken from one document, since they tell one thing."""
_OF_A_WHOLE: Final = ("form", "masthead")
"""What notes of these steps miss in one document another may have."""


@dataclass(frozen=True)
class _Part:
    """One document as it was parsed, its places with its number."""

    number: int
    parsed: Parsed

    @property
    def name(self) -> str:
        return f"d{self.number}"

    @property
    def printed(self) -> list[Fact]:
        return [fact for fact in self.parsed.facts if fact.state != "absent"]


def merged(document: Document, parsed: Sequence[Parsed]) -> Parsed:
    """Merge what was read of each document into one report.

    Parameters
    ----------
    document : Document
        The documents together.
    parsed : sequence of Parsed
        What each of its parts says, in their order.

    Returns
    -------
    Parsed
        All places begin with the number of their document. Documents that name another year
        or another body than those before them give nothing but a note.

    Examples
    --------
    >>> from gxkit.documents import Paragraph
    >>> from gxkit.documents.together import together
    >>> pages = [
    ...     Document(name, "text", name * 64, (Paragraph("", "l1"),)) for name in ("a", "b")
    ... ]
    >>> told = [Parsed("2021", {"year": year}, (), (), ()) for year in (2022, 2023)]
    >>> report = merged(together(pages), told)
    >>> report.meta["year"], report.notes[0].message
    (2022, 'd2 (b) is on 2023, d1 on 2022: nothing is taken from it')
    """
    parts = [_Part(number, _prefixed(each, number)) for number, each in enumerate(parsed, 1)]
    own, notes = _of_one_report(parts, document)
    form, form_notes = _form(own)
    offers = [
        Offer(part.number, {fact[:3]: fact for fact in part.printed})
        for part in own
        if form and _follows(part, form)
    ]
    facts, cell_notes = merged_facts(form, offers) if form else ([], [])
    meta, meta_notes = _meta(own)
    sections, lines, text_notes = merged_text(
        [Told(part.number, part.parsed.sections, part.parsed.lines) for part in own]
    )
    counts = [f"{count} cells from {name}" for name, count in by_document(facts)]
    told = [Note(STEP, "info", ", ".join(counts))] if counts else []
    diary = [note for part in parts for note in part.parsed.notes]
    return Parsed(
        form=form.id if form else None,
        meta=meta,
        facts=tuple(facts),
        sections=sections,
        notes=(
            *document.notes,
            *notes,
            *form_notes,
            *told,
            *meta_notes,
            *cell_notes,
            *text_notes,
            *diary,
        ),
        lines=lines,
    )


def _prefixed(parsed: Parsed, number: int) -> Parsed:
    """Return what a document says with its number before every place."""
    prefix = f"d{number} "
    return replace(
        parsed,
        facts=tuple(
            fact._replace(where=prefix + fact.where) if fact.where else fact
            for fact in parsed.facts
        ),
        sections=tuple(replace(part, where=prefix + part.where) for part in parsed.sections),
        notes=tuple(_of_a_part(note, prefix) for note in parsed.notes),
        lines=tuple(Line(line.text, prefix + line.where, line.table) for line in parsed.lines),
    )


def _of_a_part(note: Note, prefix: str) -> Note:
    level = "info" if note.step in _OF_A_WHOLE else note.level
    return replace(note, where=(prefix + note.where).strip(), level=level)


def _of_one_report(parts: Sequence[_Part], document: Document) -> tuple[list[_Part], list[Note]]:
    """Leave out documents that say themselves that they are another report."""
    own: list[_Part] = []
    notes: list[Note] = []
    year: tuple[str, Any] | None = None
    agency: tuple[str, str] | None = None
    for part, file in zip(parts, document.parts, strict=True):
        meta = part.parsed.meta
        name = f"{part.name} ({file.path})"
        on, of = meta.get("year"), meta.get("agency")
        told = None
        if on and year and on != year[1]:
            told = f"{name} is on {on}, {year[0]} on {year[1]}: nothing is taken from it"
        elif of and agency and _other_body(of, agency[1]):
            told = f"{name} is of {of}, {agency[0]} of {agency[1]}: nothing is taken from it"
        if told:
            notes.append(Note(STEP, "warning", told, part.name))
            continue
        own.append(part)
        year = year or (on and (part.name, on))
        agency = agency or (of and (part.name, of))
    return own, notes


def _other_body(one: str, other: str) -> bool:
    if not (agencies.is_full(one) and agencies.is_full(other)):
        return False
    return not agencies.same_body(agencies.simplified(one), agencies.simplified(other))


def _form(parts: Sequence[_Part]) -> tuple[Form | None, list[Note]]:
    """Choose the form that the documents with tables follow."""
    told = [part for part in parts if part.parsed.form]
    fitted = [part for part in told if part.printed]
    if not told:
        return None, [Note("form", "warning", "none of the documents is an annual report")]
    if not fitted:
        id = told[0].parsed.form
        return forms.load(str(id)), [
            Note("form", "warning", f"no table in any document; form {id} by the year alone")
        ]
    form = _best(parts, fitted)
    best = max(
        (part for part in fitted if _follows(part, form)),
        key=lambda part: (_numbers(part), -part.number),
    )
    odd = [part for part in fitted if not _follows(part, form)]
    notes = [
        Note(
            "form",
            "warning",
            f"{part.name} follows form {part.parsed.form}, {best.name} form {form.id}: "
            f"no cell is taken from {part.name}",
            part.name,
        )
        for part in odd
    ]
    return form, notes


def _best(parts: Sequence[_Part], fitted: Sequence[_Part]) -> Form:
    """Choose the form that most numbers follow, the one of the year before others."""
    year = next((part.parsed.meta["year"] for part in parts if part.parsed.meta.get("year")), None)
    usual = forms.for_year(year) if year else None
    own = [forms.load(str(part.parsed.form)) for part in fitted]
    return max(
        [usual, *own] if usual else own,
        key=lambda form: (
            sum(_numbers(part) for part in fitted if _follows(part, form)),
            sum(_follows(part, form) for part in fitted),
        ),
    )


def _follows(part: _Part, form: Form) -> bool:
    """Say whether a document follows a form: its second or third table alone may follow either."""
    if part.parsed.form is None:
        return False
    return part.parsed.form == form.id or {fact[:3] for fact in part.printed} <= set(form.keys)


def _numbers(part: _Part) -> int:
    return sum(fact.value is not None for fact in part.printed)


def _meta(parts: Sequence[_Part]) -> tuple[dict[str, Any], list[Note]]:
    """Take who and when from the first document that says it; tell where others say otherwise."""
    meta: dict[str, Any] = {}
    notes: list[Note] = []
    for part in parts:
        own = {key: value for key, value in part.parsed.meta.items() if value not in (None, "", ())}
        for run in _TOGETHER:
            if any(meta.get(key) for key in run):
                _tell(meta, {key: own.pop(key) for key in run if key in own}, part, notes)
        _tell(meta, own, part, notes)
        meta = {**own, **meta}
    return {**{key: None for part in parts for key in part.parsed.meta}, **meta}, notes


def _tell(meta: dict[str, Any], own: dict[str, Any], part: _Part, notes: list[Note]) -> None:
    other = {key: value for key, value in own.items() if meta.get(key, value) != value}
    if other:
        said = ", ".join(
            f"{key} {_plain(value)}, not {_plain(meta[key])}" for key, value in other.items()
        )
        notes.append(Note(STEP, "info", f"{part.name} says otherwise: {said}", part.name))


def _plain(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
