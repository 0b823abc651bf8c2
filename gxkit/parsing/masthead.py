"""Who reports, on which year: the masthead of a report and where each part was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gxkit.documents.model import Note
from gxkit.parsing import agencies, cues, dates, regions
from gxkit.parsing.model import Line, Section
from gxkit.parsing.reporter import reporter
from gxkit.parsing.reporting_year import published_on, report_year
from gxkit.parsing.sources import Sources, gathered
from gxkit.parsing.titles import Title


def masthead(
    document_hints: Mapping[str, str],
    lines: Sequence[Line],
    sections: Sequence[Section],
    name: str,
    tables_form: str | None,
) -> tuple[dict[str, Any], list[Note]]:
    """Find who reports, on which year, where and when.

    Parameters
    ----------
    document_hints : mapping of str
        What the file says of itself: ``title``, ``published``, ``source``.
    lines : sequence of Line
        The page's lines in order, title and signature included.
    sections : sequence of Section
        Its outline.
    name : str
        The name of the file.
    tables_form : str or None
        The form that the tables follow; it bounds a year that is only inferred.

    Returns
    -------
    dict
        ``agency``, ``year``, ``title``, ``region_code``, ``province``, ``city``, ``county``,
        ``level``, ``agency_type``, ``scope``, ``period_start``, ``period_end``, ``published``
        (ISO dates) and ``aliases``; None for what is not known.
    list of Note
        Where each came from, where that is not the title, and what contradicts it.

    Examples
    --------
    >>> page = [Line("云河市林业局2022年政府信息公开工作年度报告", "l1")]
    >>> meta, notes = masthead({}, page, [], "a.txt", None)
    >>> meta["agency"], meta["year"], meta["level"]
    ('云河市林业局', 2022, None)
    """
    sources = gathered(document_hints, lines, sections, name)
    span = dates.period(sources.preamble) or dates.period(sources.overview[:600])
    span = span or dates.period(sources.rest)
    if span is not None and span.repaired:
        sources.note(f"period repaired from damaged dates: {span.start} to {span.end}")
    published = published_on(document_hints, sources)
    year = report_year(sources, span, published, tables_form)
    raw = reporter(document_hints, sources)
    agency = agencies.simplified(agencies.plain_name(raw)) if raw else None
    title = sources.title or sources.hinted
    if title is not None and title is sources.hinted:
        sources.note("title taken from what the file says of itself")
    meta: dict[str, Any] = {
        "agency": agency,
        "year": year,
        "title": title.text if title else None,
        **_region(agency, year, sources),
        "agency_type": agencies.kind_of_body(agency) if agency else None,
        "scope": _scope(raw, agency, title, sources),
        "period_start": span.start if span else None,
        "period_end": span.end if span else None,
        "published": published,
        "aliases": _aliases(raw, agency, sources),
    }
    return meta, sources.notes


def _region(agency: str | None, year: int | None, sources: Sources) -> dict[str, str | None]:
    empty: dict[str, str | None] = dict.fromkeys(("region_code", "province", "city", "county"))
    if agency is None:
        return {**empty, "level": None}
    context = [*sources.signature, sources.preamble, sources.overview[:600]]
    context += [title.text for title in (sources.hinted,) if title]
    context += [text for text, _ in sources.meta]
    region, note = regions.locate(agency, context, year)
    if note:
        sources.note(f"region: {note}")
    level = regions.level_of(agency, region)
    if region is None:
        return {**empty, "level": level}
    return {
        "region_code": region.code,
        "province": region.province,
        "city": region.city,
        "county": region.county,
        "level": level,
    }


def _scope(
    raw: str | None, agency: str | None, title: Title | None, sources: Sources
) -> str | None:
    said = cues.squeezed(f"{raw or ''} {title.text if title else ''}")
    opening = cues.squeezed(sources.preamble[:300])
    if cues.pattern("scope_own", "masthead").search(said):
        return "own"
    consolidated = cues.pattern("scope_consolidated", "masthead")
    if consolidated.search(said) or consolidated.search(opening):
        return "consolidated"
    if cues.pattern("scope_own", "masthead").search(opening):
        return "own"
    if agency is None or agencies.kind_of_body(agency) == "government":
        return None  # a government reports on itself or on all below it, and rarely says which
    return "own"


def _aliases(raw: str | None, agency: str | None, sources: Sources) -> tuple[str, ...]:
    if not agency:
        return ()
    found = list(agencies.without_brackets(raw or "")[1])
    text = cues.squeezed(sources.preamble + "\n" + sources.overview[:400])
    named = cues.pattern("alias", "masthead")
    at = text.find(agency)
    while at >= 0:
        match = named.match(text, at + len(agency))
        if match and (word := match[1] or match[2]):
            found.append(word)
        at = text.find(agency, at + 1)
    refused = cues.pattern("no_alias", "masthead")
    scoped = cues.pattern("scope_own", "masthead")
    return tuple(
        dict.fromkeys(
            word
            for word in found
            if not refused.search(word) and not scoped.search(word) and word != agency
        )
    )
