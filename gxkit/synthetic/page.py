"""A fictional report as its publisher prints it, and what an honest reader finds there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from gxkit.forms import CellKey
from gxkit.synthetic.article import Para, write_article
from gxkit.synthetic.draft import Draft, draft_of
from gxkit.synthetic.grids import Grid
from gxkit.synthetic.quirks import QUIRKS, choose_quirks
from gxkit.synthetic.truth import Truth
from gxkit.synthetic.words import traditional

__all__ = ["Expected", "Page", "make_page"]

Expected = tuple[int | float | None, str]
"""(value, state): a value only where the state is ``number``."""

_HALF = str.maketrans({"（": "(", "）": ")", "，": ",", "；": ";", "：": ":"})


@dataclass(frozen=True)
class Page:
    """A page: paragraphs and grids in reading order, and what is to be found in them.

    `expected` has every cell of the form, and those of unofficial rows that are printed.
    `units` holds the units that cells print themselves. `doubtful` cells may honestly be
    left open by a reader (``ambiguous`` or ``blank``) in any layout. `title` is None
    where the page prints none; `headings` are the sections whose heading is printed.
    """

    truth: Truth
    quirks: tuple[str, ...]
    blocks: tuple[Para | Grid, ...]
    expected: Mapping[CellKey, Expected]
    units: Mapping[CellKey, str]
    doubtful: frozenset[CellKey]
    title: str | None
    headings: tuple[int, ...]
    overview: tuple[str, ...]
    problems: tuple[str, ...]
    improvements: tuple[str, ...]

    def grids(self, table: str) -> list[Grid]:
        """The grids of one table of the form."""
        return [block for block in self.blocks if isinstance(block, Grid) and block.table == table]


def make_page(truth: Truth, seed: int, quirks: str | Iterable[str] = "some") -> Page:
    """Print a report, with its publisher's quirks.

    Parameters
    ----------
    truth : Truth
        The report.
    seed : int
        The same seed prints the same page.
    quirks : str or iterable of str
        ``"none"``, ``"some"``, ``"many"`` or names in `gxkit.synthetic.QUIRKS`.

    Returns
    -------
    Page
        The page and what is to be found on it.

    Examples
    --------
    >>> from gxkit.synthetic import make_truth
    >>> page = make_page(make_truth(1, form="2021", size="none"), 1, ["row_blank"])
    >>> sorted({state for _, state in page.expected.values()})
    ['blank', 'number']
    """
    rng = Random(f"page {seed} {truth.seed} {truth.year}")
    chosen = choose_quirks(quirks, rng)
    draft = draft_of(truth, rng)
    for name in chosen:
        change = QUIRKS[name].change
        if change is not None:
            change(draft, rng)
    article = write_article(draft, chosen, rng)
    blocks = tuple(_rewritten(block, chosen) for block in article.blocks)
    prose = truth.prose
    printed = {row for table in draft.rows for row in _printed_rows(draft, table)}
    return Page(
        truth=truth,
        quirks=chosen,
        blocks=blocks,
        expected=_expected(draft, printed),
        units={
            key: cell.unit
            for key, cell in draft.printed.items()
            if cell.unit is not None and key[:2] in printed
        },
        doubtful=frozenset(draft.doubtful),
        title=None if article.title is None else _retold(article.title, chosen),
        headings=article.headings,
        overview=tuple(_retold(text, chosen) for text in prose.overview),
        problems=tuple(_retold(text, chosen) for text in prose.problems),
        improvements=tuple(_retold(text, chosen) for text in prose.improvements),
    )


def _printed_rows(draft: Draft, table: str) -> set[tuple[str, str]]:
    if f"missing:{table}" in draft.flags:
        return set()
    return {(table, row) for row in draft.rows[table]}


def _expected(draft: Draft, printed: set[tuple[str, str]]) -> dict[CellKey, Expected]:
    expected: dict[CellKey, Expected] = dict.fromkeys(draft.form.keys, (None, "absent"))
    for key, cell in draft.printed.items():
        if key[:2] in printed:
            expected[key] = (cell.value, cell.state)
    return expected


def _retold(text: str, quirks: tuple[str, ...]) -> str:
    if "halfwidth" in quirks:
        text = text.translate(_HALF)
    return traditional(text) if "traditional" in quirks else text


def _rewritten(block: Para | Grid, quirks: tuple[str, ...]) -> Para | Grid:
    if "halfwidth" not in quirks and "traditional" not in quirks:
        return block
    if isinstance(block, Para):
        return block._replace(text=_retold(block.text, quirks))
    rows = tuple(
        tuple(cell._replace(text=_retold(cell.text, quirks)) for cell in row) for row in block.rows
    )
    return Grid(block.table, block.width, rows)
