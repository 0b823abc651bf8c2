"""A sheet of a workbook, whatever kind of file it comes from, as paragraphs and tables."""

from __future__ import annotations

from gxkit.documents import limits
from gxkit.documents.model import Block, Note, Paragraph
from gxkit.documents.sheet_cutting import Cutter, Merge, Sheet

__all__ = ["Merge", "Sheet", "blocks_of"]


def blocks_of(sheets: list[Sheet], notes: list[Note]) -> tuple[Block, ...]:
    """Cut sheets into tables and the lines of text between them.

    Rows without any text part tables, and so do headings and paragraphs: texts alone in
    their row, merged over columns. A caption right above a table is its first row.

    Parameters
    ----------
    sheets : list of Sheet
        The sheets that are shown, in order.
    notes : list of Note
        Takes up what was left out.

    Returns
    -------
    tuple of Paragraph or Table
        In reading order. The number of a table is that of its sheet; rows and columns are
        those of the sheet, so that ``t2 r7 c5`` is E7 of the second sheet.

    Examples
    --------
    >>> sheet = Sheet("表", 1, {(1, 1): "一、统计表", (2, 1): "规章", (2, 2): "3"}, [Merge(1, 1, 1, 2)])
    >>> title, table = blocks_of([sheet], [])
    >>> title.text, table.where(table.cells[1])
    ('一、统计表', 't1 r2 c2')
    """
    blocks: list[Block] = []
    count = 0
    for sheet in sheets:
        _drop_hidden(sheet, notes)
        for item in Cutter(sheet, notes).items():
            if len(blocks) >= limits.LINES:
                break
            if isinstance(item, str):
                count += 1
                blocks.append(Paragraph(item, f"l{count}"))
            else:
                blocks.append(item)
    return tuple(blocks)


def _drop_hidden(sheet: Sheet, notes: list[Note]) -> None:
    gone = [
        place
        for place in sheet.texts
        if place[0] in sheet.out_rows or place[1] in sheet.out_columns
    ]
    for place in gone:
        del sheet.texts[place]
    if gone:
        message = f"sheet {sheet.name}: {len(gone)} cells in hidden rows and columns were left out"
        notes.append(Note("read", "info", message, f"t{sheet.number}"))
