"""Publishing a page in a layout: the bytes of a file, with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from gxkit.forms import CellKey
from gxkit.synthetic.grids import Grid
from gxkit.synthetic.layouts import DRAWN, LAYOUTS
from gxkit.synthetic.page import Expected, Page, make_page
from gxkit.synthetic.truth import Truth, make_truth

__all__ = ["Published", "make_report", "make_reports", "publish"]


@dataclass(frozen=True)
class Published:
    """A file and what an honest reader should find in it.

    Parameters
    ----------
    name : str
        A file name with the suffix of its kind; it tells neither agency nor year.
    data : bytes
        The content of the file.
    layout, kind : str
        The layout, a key of `LAYOUTS`, and its kind: ``text``, ``html``, ``docx``, ``pptx`` …
    keeps_cells : bool
        Whether empty cells are still to be seen in the file.
    truth : Truth
        What the report said before it was published.
    page : Page
        What was printed, with its quirks and its `units`.
    expected : mapping
        (table, row, column) to (value, state) for every cell.
    doubtful : frozenset
        Cells that an honest reader may leave open (``ambiguous`` or ``blank``): rows
        whose empty cells the file has lost, and the like. A number there, if reported,
        must still be the expected one.
    """

    name: str
    data: bytes
    layout: str
    kind: str
    keeps_cells: bool
    truth: Truth
    page: Page
    expected: Mapping[CellKey, Expected]
    doubtful: frozenset[CellKey]

    @property
    def agency(self) -> str:
        """The full name of the body that reports."""
        return self.truth.agency.name

    @property
    def year(self) -> int:
        """The year reported on."""
        return self.truth.year

    @property
    def form(self) -> str:
        """The form that the tables follow."""
        return self.truth.form

    @property
    def title(self) -> str | None:
        """The printed title, or None."""
        return self.page.title

    @property
    def quirks(self) -> tuple[str, ...]:
        """The quirks of the page."""
        return self.page.quirks

    @property
    def overview(self) -> tuple[str, ...]:
        """The headings of the parts of section one."""
        return self.page.overview

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems of section five."""
        return self.page.problems

    @property
    def improvements(self) -> tuple[str, ...]:
        """The improvements of section five."""
        return self.page.improvements


def publish(page: Page, layout: str, seed: int = 0) -> Published:
    """Publish a page in a layout.

    Parameters
    ----------
    page : Page
        The page.
    layout : str
        A key of `LAYOUTS`.
    seed : int
        The same seed gives the same bytes.

    Returns
    -------
    Published
        The file.

    Examples
    --------
    >>> from gxkit.synthetic import make_page, make_truth
    >>> page = make_page(make_truth(1, form="2021", size="none"), 1, "none")
    >>> publish(page, "tabs").data == publish(page, "tabs").data
    True
    """
    if layout not in LAYOUTS:
        raise KeyError(f"no layout {layout!r}; there are {', '.join(LAYOUTS)}")
    entry = LAYOUTS[layout]
    rng = Random(f"publish {seed} {layout} {page.truth.seed}")
    suffix = ".txt" if entry.kind == "text" else f".{entry.kind}"
    if entry.kind == "text" and layout.startswith("markdown"):
        suffix = ".md"
    return Published(
        name=f"report{seed:06d}{suffix}",
        data=entry.write(page, rng),
        layout=layout,
        kind=entry.kind,
        keeps_cells=entry.keeps_cells,
        truth=page.truth,
        page=page,
        expected=page.expected,
        doubtful=page.doubtful | _open_cells(page, layout, entry.keeps_cells),
    )


def _open_cells(page: Page, layout: str, keeps_cells: bool) -> frozenset[CellKey]:
    """Name the cells that a reader of this layout may leave open."""
    if layout == "html_wrong_spans":
        # The headers stand over other columns than they name.
        return frozenset(key for key in page.expected if key[0] != "disputes")
    return frozenset() if keeps_cells else _lost(page, layout)


def _lost(page: Page, layout: str) -> frozenset[CellKey]:
    """Name the cells whose place is lost where a file keeps no empty cells."""
    lost: set[CellKey] = set()
    for block in page.blocks:
        if not isinstance(block, Grid):
            continue
        for row in block.rows:
            cells = [cell for cell in row if cell.key is not None]
            glued = layout == "glued" and any(len(cell.text) != 1 for cell in cells)
            if glued or any(not cell.text for cell in cells):
                lost.update(cell.key for cell in cells if cell.key is not None)
    return frozenset(lost)


def make_report(
    seed: int, layout: str | None = None, quirks: str | Iterable[str] = "some"
) -> Published:
    """Make a fictional report, from its truth to its bytes.

    Parameters
    ----------
    seed : int
        The same seed gives the same file.
    layout : str, optional
        A key of `LAYOUTS`; drawn from text, pages and Word files when not given.
    quirks : str or iterable of str
        ``"none"``, ``"some"``, ``"many"`` or names in `gxkit.synthetic.QUIRKS`.

    Returns
    -------
    Published
        The file and what an honest reader should find in it.

    Examples
    --------
    >>> report = make_report(11, layout="bars", quirks="none")
    >>> report.name, report.expected["requests", "new", "total"][1]
    ('report000011.txt', 'number')
    """
    if layout is None:
        layout = Random(f"layout {seed}").choice(DRAWN)
    return publish(make_page(make_truth(seed), seed, quirks), layout, seed)


def make_reports(
    n: int, seed: int = 0, *, quirks: str | Iterable[str] = "some", layouts: Iterable[str] = ()
) -> list[Published]:
    """Make `n` fictional reports by `seed`, going round the `layouts` in turn.

    `quirks` are those of `make_report`, and so are the layouts where none is named.

    Examples
    --------
    >>> [report.layout for report in make_reports(2, layouts=("tabs", "bars"))]
    ['tabs', 'bars']
    """
    names = tuple(layouts) or DRAWN
    quirks = quirks if isinstance(quirks, str) else tuple(quirks)
    return [
        make_report(seed * 1_000_003 + number, names[number % len(names)], quirks)
        for number in range(n)
    ]
