"""Narrative and tables that a report has from the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gxkit.checks.comparing import lines, year_of
from gxkit.checks.model import Evidence, Finding, figure
from gxkit.checks.shingles import containment, jaccard
from gxkit.checks.texts import section_shingles, section_text
from gxkit.checks.years_pairs import Instance, Pair, compared, pairs, told
from gxkit.forms.model import CellKey

_SENTENCES = re.compile(r"[。；;\n]+")
_TABLE = "requests"
_WORK = ((_TABLE, "new", "total"), (_TABLE, "carried_over", "total"))


def copied(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E6: less than nine tenths of a section stand in last year's, names and numbers masked."""
    limit = lines()["copied"]
    for pair in pairs(reports):
        instances = [_copied(pair, number) for number in limit["sections"]]
        # A text that was carried on at a merger is copied all the same.
        yield from told("E6", "expected", pair.after, pair.years, instances)


def _copied(pair: Pair, number: int) -> Instance:
    limit = lines()["copied"]
    last, now = (section_shingles(evidence, number) for evidence in pair)
    name = f"section {number}"
    if min(len(last), len(now)) < limit["least"]:
        return Instance(None, None, "", f"{name} (too short)")
    share = containment(now, last)
    said = f"{name} stands to {share:.0%} in last year's (Jaccard {jaccard(now, last):.2f})"
    return Instance(share < limit["share"], None, "", name, said, limit["share"], round(share, 4))


def stale(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E8: this year's numbers and words are not last year's."""
    following = {id(pair.after): pair for pair in pairs(reports)}
    for about in reports:
        pair = following.get(id(about))
        sentence = _stale_sentence(about, pair.before if pair else None)
        instances = []
        if sentence:
            said = f"last year stands where {year_of(about)} is meant: {sentence[:40]}"
            instances = [Instance(False, None, "", "year", said)]
        if pair is None:
            yield from told("E8", "expected", about, f"{year_of(about)}", instances)
        elif pair.obstacle is None:
            if (same := _same_table(pair)) is not None:
                instances.append(same)
            yield from compared("E8", "expected", pair, instances)


def _same_table(pair: Pair) -> Instance | None:
    """Compare the tables of requests, if there is enough in them that it says something."""
    last, now = (requests_of(evidence) for evidence in pair)
    if last is None or now is None:
        return Instance(None, _TABLE, "", "the table of requests is not known whole")
    work = sum(now.get(key, 0.0) for key in _WORK)
    if work < lines()["identical"]["requests"]:
        return None
    said = f"the table of requests, with {figure(work)} requests, is that of last year"
    return Instance(now != last, _TABLE, "", "the table of requests", said)


def requests_of(evidence: Evidence) -> dict[CellKey, float] | None:
    """Return the numbers of the table of requests that are not 0; None if some are not known.

    A blank counts as nothing printed here: tables are compared as they look.
    """
    found: dict[CellKey, float] = {}
    printed = False
    for fact in evidence.parsed.facts:
        if fact.table != _TABLE:
            continue
        if fact.state in ("ambiguous", "unreadable"):
            return None
        printed = printed or fact.state != "absent"
        if fact.value:
            found[fact[:3]] = fact.value
    return found if printed else None


def _stale_sentence(about: Evidence, before: Evidence | None) -> str | None:
    """Find a sentence that opens with last year and was left standing."""
    year = year_of(about)
    if year is None:
        return None
    sections = sorted({each.section for each in about.parsed.sections} - {0})
    texts = {number: section_text(about, number) for number in sections}
    for number, text in texts.items():
        # A section that names its own year compares the two, or tells what happened.
        if f"{year - 1}年" not in text or f"{year}年" in text:
            continue
        old = _openings(section_text(before, number), year - 1) if before else []
        for sentence in _openings(text, year - 1):
            if sentence in old:
                return sentence
    first = _SENTENCES.split(texts.get(1, "").strip())[0]
    named = any(str(year) in text for text in texts.values())
    return next(iter(_openings(first, year - 1)), None) if not named else None


def _openings(text: str, year: int) -> list[str]:
    """Return the sentences of a text that open with a year as the one they are about."""
    if f"{year}年" not in text:
        return []
    found = []
    for sentence in map(str.strip, _SENTENCES.split(text)):
        match = _opening().match(sentence)
        if match and int(match["year"]) == year and len(sentence) >= lines()["stale"]["length"]:
            found.append(sentence)
    return found


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    return re.compile(lines()["stale"]["opening"])
