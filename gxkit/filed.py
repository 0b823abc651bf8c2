"""What was parsed, every cell of the form once and in its order, with what its file is."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from gxkit import forms, frames
from gxkit.documents.model import Document, Note
from gxkit.forms.model import CellKey, Form
from gxkit.parsing.model import Fact, Parsed


def filed(parsed: Parsed, document: Document | None) -> Parsed:
    """Return what was parsed with all cells of its form, and who, when and which file.

    Parameters
    ----------
    parsed : Parsed
        What the parser read.
    document : Document or None
        The file it was read from.

    Returns
    -------
    Parsed
        The same; `facts` in the form's order, cells that nobody read ``absent``; `meta` with
        the keys of `gxkit.frames.META`; the notes of the file before those of the parser.

    Raises
    ------
    ValueError
        A cell was read twice, or is none of the form: a mistake in the parser.

    Examples
    --------
    >>> len(filed(Parsed("2021", {}, (), (), ()), None).facts)
    200
    """
    return Parsed(
        form=parsed.form,
        meta=MappingProxyType(_meta(parsed, document)),
        facts=() if parsed.form is None else _in_order(forms.load(parsed.form), parsed.facts),
        sections=parsed.sections,
        notes=_notes(parsed, document),
        lines=parsed.lines,
        subtotals=parsed.subtotals,
    )


def _meta(parsed: Parsed, document: Document | None) -> dict[str, Any]:
    known = {**parsed.meta, "form": parsed.form}
    if document is not None:
        known |= {key: getattr(document, key) for key in ("path", "sha256", "format")}
    return {key: known.get(key) for key in frames.META}


def _notes(parsed: Parsed, document: Document | None) -> tuple[Note, ...]:
    if document is None:
        return parsed.notes
    # The diary of the file comes first, wherever the parser put it.
    return (*document.notes, *(note for note in parsed.notes if note not in document.notes))


def _in_order(form: Form, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Put the facts in the form's order; cells that the parser does not name are absent."""
    keys: list[CellKey] = [fact[:3] for fact in facts]
    if tuple(keys) == form.keys:
        return tuple(facts)  # as most reports have them
    by_key = dict(zip(keys, facts, strict=True))
    if len(by_key) != len(facts):
        # Choosing one of two would be a guess: this is a mistake in the parser, not the page.
        raise ValueError("a cell of the form was read twice")
    printed = {key[:2] for key, fact in by_key.items() if fact.state != "absent"}
    ordered: list[Fact] = []
    for table in form.tables:
        for row in table.rows:
            stands = not row.instead_of or (table.code, row.code) in printed
            for column in row.columns:
                fact = by_key.pop((table.code, row.code, column), None)
                if not stands:
                    continue
                if fact is None and not row.instead_of:
                    unit = table.column[column].unit
                    fact = Fact(
                        table.code, row.code, column, None, unit, "absent", None, None, None
                    )
                if fact is not None:
                    ordered.append(fact)
    if by_key:
        raise ValueError(f"form {form.id} has no cell {'/'.join(next(iter(by_key)))}")
    return tuple(ordered)
