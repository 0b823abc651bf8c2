"""What the stories changed, as a table: what is printed, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sample import plan
from sample.bodies import MERGED, RENAMED, YEARS, bodies
from sample.reports import Report

HEADER = ("story", "unit_id", "year", "table", "row", "column", "printed", "right")


def story_rows(made: Iterable[Report]) -> Iterator[tuple[object, ...]]:
    """List what the stories changed, a row a cell or, where no cell is meant, a report."""
    units = {body.slug: body.unit for body in bodies()}
    cells = {(each.body.slug, each.year): each.page.truth.cells for each in made}
    for slug, year, key, more in (plan.WRONG_ROW, plan.WRONG_CASES):
        printed = cells[slug, year][key]
        yield "wrong_sum", units[slug], year, *key, printed, printed - more
    fee = ("proactive", "fee", "amount")
    printed = cells[plan.FEE_IN_YUAN][fee]
    yield (
        "fee_in_yuan",
        units[plan.FEE_IN_YUAN[0]],
        plan.FEE_IN_YUAN[1],
        *fee,
        printed,
        printed / 10_000,
    )
    slug, year = plan.FORGOTTEN
    right = cells[slug, year - 1]["requests", "carried_forward", "total"]
    yield "forgotten", units[slug], year, "requests", "carried_over", "total", 0, right
    new = ("requests", "new", "total")
    for year in YEARS:
        yield "growth", units[plan.GROWING], year, *new, cells[plan.GROWING, year][new], ""
        members = sum(cells[each, year][new] for each in plan.MEMBERS)
        whole = cells[plan.CONSOLIDATED[0], year][new]
        yield "consolidated", units[plan.CONSOLIDATED[0]], year, *new, whole, members
    transport, told = units[plan.CONTRADICTED[0][0]], [cells[each] for each in plan.CONTRADICTED]
    reverse = int(str(told[0][new])[::-1])
    granted = ("requests", "granted", "total")
    yield "contradicted", transport, plan.CONTRADICTED[0][1], *new, reverse, told[0][new]
    yield (
        "contradicted",
        transport,
        plan.CONTRADICTED[1][1],
        *granted,
        told[1][granted] + 5,
        told[1][granted],
    )
    slug, year, number = plan.TOLD_ANYWAY
    yield "told_anyway", units[slug], year, *new, number, 0
    yield from _reports(units)


def _reports(units: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """List the stories that are of whole reports."""

    def row(story: str, slug: str, year: int) -> tuple[object, ...]:
        return story, units[slug], year, "", "", "", "", ""

    for year in plan.OWN_COPY[1]:
        yield row("own_copy", plan.OWN_COPY[0], year)
    for year in plan.SIBLING_COPY[2]:
        yield row("sibling_copy", plan.SIBLING_COPY[0], year)
    for slug, year in sorted(plan.MISSING):
        yield row("missing", slug, year)
    for slug, year in plan.BLANK_ROWS:
        yield row("blank_row", slug, year)
    yield row("same_table", *plan.SAME_TABLE)
    yield row("old_form", *plan.OLD_FORM)
    yield row("late", *plan.LATE[:2])
    yield row("merged", MERGED[1], MERGED[3])
    for body in bodies():
        if RENAMED[0] in body.name:
            yield row("renamed", body.slug, RENAMED[2])
    for slug in plan.SILENT:
        yield row("silent", slug, YEARS[0])
    for slug in plan.SPEAKING:
        yield row("speaking", slug, YEARS[0])
    yield row("answers", plan.ALWAYS_ANSWERS, YEARS[0])
    yield row("never_answers", plan.NEVER_ANSWERS, YEARS[0])
