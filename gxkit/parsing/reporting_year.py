"""The year that a report covers, and the day on which it was published."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gxkit.parsing import cues, dates
from gxkit.parsing.normal import fold
from gxkit.parsing.sources import Sources
from gxkit.parsing.titles import YEARS_SPAN


def published_on(hints: Mapping[str, str], sources: Sources) -> str | None:
    """Find the day of publication: a meta line, else what the file says, else the signature's.

    Parameters
    ----------
    hints : mapping of str
        What the file says of itself.
    sources : Sources
        What the page says.

    Returns
    -------
    str or None
        An ISO date.
    """
    named = cues.pattern("published", "masthead")
    for text in (fold(text) for text, _ in sources.meta):
        if (match := named.search(text)) and (found := dates.day(text[match.end() :])):
            return found
    if hints.get("published") and (found := dates.day(hints["published"])):
        return found
    return sources.signed


def report_year(
    sources: Sources, span: dates.Period | None, published: str | None, form: str | None
) -> int | None:
    """Choose the year: the title's, else what most of preamble, period and file say.

    Parameters
    ----------
    sources : Sources
        What the page says; notes are written there.
    span : Period or None
        The reporting period.
    published : str or None
        The day of publication, from which the year before is inferred at last.
    form : str or None
        The form of the tables, which such an inference must not contradict.

    Returns
    -------
    int or None
        None where nothing tells, or where sources contradict each other.
    """
    ended = span.end or span.start if span else None
    covered = int(ended[:4]) if ended else None
    told = _told_year(sources.preamble)
    if sources.title and sources.title.year:
        for what, other in (("period", covered), ("preamble", told)):
            if other not in {None, sources.title.year}:
                sources.note(f"title says {sources.title.year}, {what} {other}", "warning")
        return sources.title.year
    if sources.title and YEARS_SPAN.search(cues.squeezed(sources.title.text)):
        sources.note("title names two years: year not known", "warning")
        return None
    hinted = next(
        (entry.year for entry in (sources.hinted, sources.filed) if entry and entry.year), None
    )
    first = cues.squeezed(sources.overview[:80] or sources.preamble[:12])
    opening = next((year for year, _, _ in dates.years(first)), None)
    votes = [vote for vote in (hinted, told, covered) if vote is not None]
    if votes:
        return _voted(sources, votes, opening)
    if opening is not None:
        sources.note("year taken from the first words of section one")
        return opening
    if published is None:
        return None
    inferred = int(published[:4]) - 1
    if form == "2021" and inferred < int(form):
        sources.note(f"year not known: published {published}, tables of {form}", "warning")
        return None
    sources.note(f"year inferred: published {published}")
    return inferred


def _voted(sources: Sources, votes: list[int], opening: int | None) -> int | None:
    if len(set(votes)) == 1:
        sources.note("year taken from the preamble, the period or the file: no title names it")
        return votes[0]
    counted = [*votes, *([opening] if opening else [])]
    best = max(set(counted), key=counted.count)
    if counted.count(best) * 2 > len(counted):
        sources.note(f"sources name the years {sorted(set(counted))}; most say {best}", "warning")
        return best
    sources.note(f"sources contradict each other on the year: {sorted(set(votes))}", "warning")
    return None


def _told_year(text: str) -> int | None:
    """Find the year that a preamble puts before the report's name."""
    plain = cues.squeezed(text)
    noun = cues.pattern("noun", "masthead")
    for year, _, end in dates.years(plain):
        # 公开工作要点 and laws also carry years: the report's name must follow soon.
        match = noun.search(plain, end, end + 60)
        between = plain[end : match.start()] if match else "。"
        if not re.search(r"[。;》〕\]]", between) and not re.search(r"20\d\d年", between):
            return year
    return None
