"""Fields and notes that are printed with a page of a PDF without being part of its text."""

from __future__ import annotations

from typing import Any, Final

_MOST: Final = 2_000


def has_fields(page: Any) -> bool:
    """Tell whether a page has fields of a form, or text typed over it."""
    from pypdfium2 import raw

    kinds = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        note = raw.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in kinds:
            return True
    return False


def with_fields(document: Any, number: int) -> Any:
    """Load a page, counted from 1, with what its fields show as part of its text.

    Nothing runs: the scripts of a form are no part of the pdfium that is used here.
    """
    from pypdfium2 import raw

    if document.formenv is None and document.get_formtype():
        document.init_forms()
    page = document[number - 1]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[number - 1]
