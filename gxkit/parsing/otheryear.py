"""Tables that the page itself says are another year's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gxkit.documents.model import Block, Document, Note, Paragraph, Table
from gxkit.parsing import cues
from gxkit.parsing.labels import refs
from gxkit.parsing.model import Fact

_LONGEST: Final = 80
"""Characters of a caption; more is a sentence."""
_ROWS: Final = 2
"""Rows at the top of a table in which its caption may stand."""
_ABOVE: Final = 12
"""Blocks above a table among which its caption may stand, with the head of a flattened one."""

_PLACE: Final = re.compile(r"(?:p\d+ )?t(\d+) ")
_HEADING: Final = re.compile(r"[#*\s]*[一二三四五六七]\s*[、.．]")
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?=年)")


def told_of_another_year(
    facts: Sequence[Fact], document: Document, year: int | None
) -> tuple[tuple[Fact, ...], list[Note]]:
    """Make the cells ambiguous of tables whose caption names another year than the report's.

    Parameters
    ----------
    facts : sequence of Fact
        The cells as fitted.
    document : Document
        Where they come from.
    year : int or None
        The year of the report; nothing is done where it is not known.

    Returns
    -------
    tuple of (tuple of Fact, list of Note)
        The cells, and a note for each such table.

    Examples
    --------
    >>> from gxkit.documents.model import Cell
    >>> cells = (Cell(1, 1, 1, 2, "2021年行政诉讼情况"), Cell(2, 1, 1, 1, "总计"), Cell(2, 2, 1, 1, "3"))
    >>> page = Document("a.html", "html", "0" * 64, (Table(1, cells),))
    >>> fact = Fact("disputes", "direct_suit", "total", 3.0, "件", "number", "label", "3", "t1 r2 c2")
    >>> told_of_another_year([fact], page, 2022)[0][0].state
    'ambiguous'
    >>> told_of_another_year([fact], page, 2021)[0][0].state
    'number'
    """
    if year is None:
        return tuple(facts), []
    captions = _captions(facts, document, year)
    if not captions:
        return tuple(facts), []
    notes = [
        Note("fit", "warning", f"a table is captioned for another year: {text}", where)
        for text, where in dict.fromkeys(captions.values())
    ]
    placed: dict[str, set[bool]] = {}
    for fact in facts:
        if fact.where is not None:
            placed.setdefault(fact.table, set()).add(_key(fact) in captions)
    # Blank cells without a place go with the others of their table.
    whole = {table for table, told in placed.items() if told == {True}}
    return tuple(
        fact._replace(value=None, state="ambiguous", how=None)
        if _key(fact) in captions or (fact.where is None and fact.table in whole)
        else fact
        for fact in facts
    ), notes


def _key(fact: Fact) -> str:
    """Name the table of a document that a cell stands in, or the flattened table of the form."""
    if fact.where is None:
        return ""
    grid = _PLACE.match(fact.where)
    return f"t{grid[1]}" if grid else fact.table


def _captions(facts: Iterable[Fact], document: Document, year: int) -> dict[str, tuple[str, str]]:
    """Find the captions that name another year, by the tables that stand under them."""
    first: dict[str, str] = {}
    wanted = {_key(fact) for fact in facts} - {""}
    for fact in facts:
        if fact.where and _key(fact) == fact.table:
            first.setdefault(fact.where, fact.table)
    found: dict[str, tuple[str, str]] = {}
    flat: set[str] = set()
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            key = f"t{block.number}"
            if key not in wanted:
                continue
            texts = [*_above(document.blocks, at, year), *_inside(block)]
        else:
            key = first.get(block.where, "")
            if not key or key in flat:
                continue
            flat.add(key)
            texts = [*_above(document.blocks, at, year)]
        for text, where in texts:
            if names_another_year(text, year):
                found.setdefault(key, (text.strip(), where))
    return found


def _above(blocks: Sequence[Block], at: int, year: int) -> Iterator[tuple[str, str]]:
    """Yield the lines above a table, up to a heading, another table or a caption of this year."""
    for block in reversed(blocks[max(0, at - _ABOVE) : at]):
        if not isinstance(block, Paragraph):
            return
        if block.text.strip():
            if year in (_captioned(block.text) or ()):
                return
            yield block.text, block.where
            if _HEADING.match(block.text):
                return


def _inside(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the captions in the first rows of a table: texts that stand alone in their row."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row <= _ROWS and cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    for row, texts in rows.items():
        if len(texts) == 1:
            yield texts[0], table.place(row, 1)


def names_another_year(text: str, year: int) -> bool:
    """Tell whether a text is the caption of another year's table.

    Parameters
    ----------
    text : str
        A line of a page.
    year : int
        The year of the report.

    Returns
    -------
    bool
        False too where it names the year of the report beside the other.

    Examples
    --------
    >>> [names_another_year(text, 2022) for text in ("2021年收到申请情况表", "上年度情况如下：")]
    [True, True]
    >>> names_another_year("2022年与2021年收到申请情况表", 2022)
    False
    >>> names_another_year("二、上年结转政府信息公开申请数量", 2022)
    False
    """
    years = _captioned(text)
    if years is None or year in years:
        return False
    return bool(years) or cues.pattern("last_year").search(cues.squeezed(text)) is not None


def _captioned(text: str) -> set[int] | None:
    """Return the years that the caption of a table names; None where a text is none."""
    if len(text) > _LONGEST:
        return None
    plain = cues.squeezed(text)
    if not cues.pattern("year_caption").search(plain) or refs(text):
        return None
    return {int(found) for found in _YEAR.findall(plain)}
