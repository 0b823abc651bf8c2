"""The reports of the sample: numbers, words and stories put together, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from gxkit.synthetic import Page, Truth, make_page
from gxkit.synthetic.article import Para
from gxkit.synthetic.grids import Grid
from sample import plan
from sample.bodies import MERGED, YEARS, Body, bodies
from sample.numbers import Book, Cells, added
from sample.prose import Point, Writer, laid_out, load, prose

Fifth = tuple[list[Point], tuple[str, ...]]

# What is common on real pages and does no harm; damage is left to the stories and the tests.
_QUIRKS = (
    "bracket_note", "chrome", "contact", "decimals", "deltas", "halfwidth", "heading_variants", "meta",
    "ordinals_changed", "preamble_names", "signature", "table_note", "title_two_lines",
)  # fmt: skip
_SELDOM = ("nil_marks", "zeros_blank")
_BLANK_ROW = ("requests", "carried_over", "natural_person")


@dataclass(frozen=True)
class Report:
    """A report of the sample before it is a file."""

    body: Body
    year: int
    page: Page
    points: tuple[Point, ...]
    scope: str


class _Draft(NamedTuple):
    body: Body
    year: int
    form: str
    cells: Cells


def reports() -> Iterator[Report]:
    """Make every report that there is, body by body and year by year."""
    drafts = _drafts()
    fifths: dict[tuple[str, int], Fifth] = {}
    for number, body in enumerate(bodies()):
        for year in YEARS:
            if (body.slug, year) in plan.MISSING or (body.slug == MERGED[0] and year >= MERGED[3]):
                continue
            draft = drafts[body.slug, year]
            writer, fifth = _written(draft, drafts, fifths)
            yield _report(draft, writer, fifth, number * 100 + year - YEARS[0])


def _drafts() -> dict[tuple[str, int], _Draft]:
    """Draw the numbers of all bodies, for some are sums of others."""
    drafts: dict[tuple[str, int], _Draft] = {}
    everyone = sorted(bodies(), key=lambda body: body.slug == plan.CONSOLIDATED[0])
    for body in everyone:
        book = Book(body)
        for year in YEARS:
            form = "2019" if year < 2021 or (body.slug, year) == plan.OLD_FORM else "2021"
            cells = book.year(year, form)
            if body.slug == plan.CONSOLIDATED[0]:
                left_out = plan.CONSOLIDATED[3] if year == plan.CONSOLIDATED[2] else ""
                members = [each for each in plan.MEMBERS if each != left_out]
                cells = added([cells, *(drafts[each, year].cells for each in members)])
            drafts[body.slug, year] = _Draft(body, year, form, cells)
    for year in range(MERGED[3], YEARS[-1] + 1):
        whole = drafts[MERGED[1], year]
        drafts[MERGED[1], year] = whole._replace(
            cells=added([whole.cells, drafts[MERGED[0], year].cells])
        )
    _spoil(drafts)
    return drafts


def _spoil(drafts: dict[tuple[str, int], _Draft]) -> None:
    """Print what the stories want printed in place of the right numbers."""
    for slug, year, key, more in (plan.WRONG_ROW, plan.WRONG_CASES):
        drafts[slug, year].cells[key] += more
    cells = drafts[plan.FEE_IN_YUAN].cells
    cells["proactive", "fee", "amount"] = round(cells["proactive", "fee", "amount"] * 10_000)
    slug, year = plan.SAME_TABLE
    last = drafts[slug, year - 1].cells
    drafts[slug, year].cells.update({key: last[key] for key in last if key[0] == "requests"})


def _written(
    draft: _Draft, drafts: dict[tuple[str, int], _Draft], fifths: dict[tuple[str, int], Fifth]
) -> tuple[Writer, Fifth]:
    """Write section five of a report, or copy it as the stories want."""
    body, year = draft.body, draft.year
    writer = _writer(draft)
    slug, sibling, years = plan.SIBLING_COPY
    if body.slug == slug and year in years:
        writer = _writer(drafts[sibling, year])
        fifth = writer.points()
        writer.cells, writer.told = draft.cells, {}
    elif (body.slug, year) in fifths:
        fifth = fifths[body.slug, year]
    else:
        fifth = writer.points()
    if body.slug == plan.OWN_COPY[0] and year == plan.OWN_COPY[1][0]:
        halves = [[p for p in fifth[0] if p.kind == kind] for kind in ("problem", "improvement")]
        for each in plan.OWN_COPY[1]:
            lines = laid_out(*halves, each, Random("sample copy"))
            fifths[body.slug, each] = (fifth[0], lines)
        fifth = fifths[body.slug, year]
    if (body.slug, year) in plan.CONTRADICTED:
        told = writer.numbers()
        if year == plan.CONTRADICTED[0][1]:
            told["new"] = int(str(told["new"])[::-1])
        else:
            told["granted"] += 5
            writer.outcomes = True
    if (body.slug, year) == plan.TOLD_ANYWAY[:2]:
        writer.numbers().update(
            new=plan.TOLD_ANYWAY[2], done=plan.TOLD_ANYWAY[2], nat=plan.TOLD_ANYWAY[2]
        )
    return writer, fifth


def _writer(draft: _Draft) -> Writer:
    rng = Random(f"sample prose {draft.body.slug} {draft.year}")
    writer = Writer(draft.body, draft.year, draft.cells, rng)
    if draft.body.slug == plan.SIBLING_COPY[1] and draft.year in plan.SIBLING_COPY[2]:
        writer.w = draft.body.called(draft.year)
    return writer


def _report(draft: _Draft, writer: Writer, fifth: Fifth, seed: int) -> Report:
    body, year = draft.body, draft.year
    rng = Random(f"sample page {seed}")
    agency = body.agency(year)
    late = (body.slug, year) == plan.LATE[:2]
    published = plan.LATE[2] if late else f"{year + 1}-01-{rng.randint(8, 31):02d}"
    degree = rng.choice(("年", "年度"))
    truth = Truth(
        seed=seed,
        agency=agency,
        year=year,
        form=draft.form,
        unofficial=frozenset(),
        title=f"{agency.name}{year}{degree}政府信息公开工作年度报告",
        period=(f"{year}-01-01", f"{year}-12-31"),
        published=published,
        cells=draft.cells,
        prose=prose(writer, fifth),
    )
    quirks = rng.sample(_QUIRKS, rng.choice((1, 2, 3, 4)))
    if rng.random() < 0.06 and not _in_a_story(body.slug, year):
        quirks.append(rng.choice(_SELDOM))
    if late:
        quirks = ["signature"]
    page = _page(truth, seed, quirks, (body.slug, year) in plan.BLANK_ROWS)
    consolidated = body.slug == plan.CONSOLIDATED[0]
    if consolidated:
        page = _consolidated(page)
    return Report(body, year, page, tuple(fifth[0]), "consolidated" if consolidated else "own")


def _page(truth: Truth, seed: int, quirks: list[str], blank_row: bool) -> Page:
    if not blank_row:
        return make_page(truth, seed, quirks)
    # Which row is left blank is the page's own chance: the first page that leaves this one.
    pages = (make_page(truth, each, ["row_blank"]) for each in range(seed, seed + 10_000))
    return next(page for page in pages if page.expected[_BLANK_ROW][1] == "blank")


def _consolidated(page: Page) -> Page:
    blocks: list[Para | Grid] = list(page.blocks)
    at = next(
        n for n, block in enumerate(blocks) if isinstance(block, Para) and block.role == "preamble"
    )
    opening = blocks[at]
    assert isinstance(opening, Para)
    blocks[at] = opening._replace(text=opening.text + load("overview")["consolidated"])
    return replace(page, blocks=tuple(blocks))


def _in_a_story(slug: str, year: int) -> bool:
    told = {
        plan.GROWING,
        plan.OWN_COPY[0],
        *plan.SIBLING_COPY[:2],
        *plan.MEMBERS,
        *plan.SILENT,
        *plan.SPEAKING,
    }
    told |= {
        plan.CONSOLIDATED[0],
        *MERGED[:2],
        plan.FORGOTTEN[0],
        plan.SAME_TABLE[0],
        plan.FEE_IN_YUAN[0],
    }
    single = {
        plan.WRONG_ROW[:2],
        plan.WRONG_CASES[:2],
        plan.OLD_FORM,
        plan.LATE[:2],
        plan.TOLD_ANYWAY[:2],
    }
    return slug in told or (slug, year) in {*single, *plan.CONTRADICTED, *plan.BLANK_ROWS}


def is_story(slug: str, year: int) -> bool:
    """Tell whether a story needs this file to be of a kind that is read exactly."""
    return _in_a_story(slug, year)
