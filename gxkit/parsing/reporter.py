"""The body that reports: chosen among the names that the parts of a page give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gxkit.parsing import agencies, cues
from gxkit.parsing.sources import Sources

_PLACES = {"街道": "办事处"}


def reporter(hints: Mapping[str, str], sources: Sources) -> str | None:
    """Choose the name of the body that reports."""
    told = agencies.names_in(sources.preamble) or agencies.names_in(sources.overview[:400])
    subjects = agencies.subjects_in(sources.overview[:400] or sources.preamble[:200])
    others = [*told, *sources.signature, *subjects]
    for entry, where in (
        (sources.title, "title"),
        (sources.hinted, "hint"),
        (sources.filed, "file"),
    ):
        if entry is None or not entry.agency or not _credible(entry.agency):
            continue
        if where == "file" and others:
            continue
        if where != "title":
            sources.note(f"agency taken from the {where}'s title")
        return _finished(sources, entry.agency, others)
    return _told_agency(sources, told, subjects) or _last_resort(hints, sources)


def _credible(name: str) -> bool:
    plain = agencies.plain_name(name)
    placed = re.search(f"(?:{cues.pattern('place_end', 'masthead').pattern}|街道)$", plain)
    return len(plain) >= 2 and (agencies.is_body(plain) or placed is not None)


def _finished(sources: Sources, name: str, others: Sequence[str]) -> str:
    """Return the full name for one that may be a place or an alias."""
    plain = agencies.plain_name(name)
    if place := re.search(f"(?:{cues.pattern('place_end', 'masthead').pattern}|街道)$", plain):
        wanted = plain + _PLACES.get(place[0], "人民政府")
        sources.note(f"{plain} reports: taken for {wanted}")
        return agencies.completed(wanted, others) or wanted
    full = agencies.completed(plain, others)
    if full is not None and (not agencies.is_full(plain) or len(full) > len(plain)):
        sources.note(f"agency {plain} completed to {full}")
        return full
    if not agencies.is_full(plain):
        sources.note(f"agency {plain}: the page gives no fuller name")
    other = next((entry for entry in others[:1] if agencies.is_full(entry)), None)
    if other is not None and agencies.is_full(plain) and not agencies.same_body(plain, other):
        sources.note(f"title names {plain}, the text {other}", "warning")
    return name


def _told_agency(sources: Sources, told: Sequence[str], subjects: Sequence[str]) -> str | None:
    """Choose among the names in preamble, signature and narrative."""
    groups = (("preamble", told), ("signature", sources.signature), ("section one", subjects))
    full = [(where, name) for where, names in groups for name in names if agencies.is_full(name)]
    every = [name for _, names in groups for name in names]
    if not every:
        return None
    if not full:
        sources.note(f"agency {every[0]}: the page gives no fuller name")
        return every[0]
    where, chosen = full[0]
    if where == "preamble":
        chosen = cues.pattern("inner_office", "masthead").sub("", chosen)
    first = every[0]
    if first != chosen and not agencies.is_full(first):
        chosen = agencies.completed(first, [name for _, name in full]) or chosen
    strangers = [
        name
        for place, name in full
        if place == "signature" and not agencies.same_body(chosen, name)
    ]
    if where == "preamble" and strangers:
        sources.note(
            f"preamble names {chosen}, signature {strangers[0]}: agency not known", "warning"
        )
        return None
    sources.note(f"agency taken from the {where}")
    return chosen


def _last_resort(hints: Mapping[str, str], sources: Sources) -> str | None:
    if any(note.message.endswith("agency not known") for note in sources.notes):
        return None
    field_name = cues.pattern("meta_source", "masthead").pattern
    found = re.compile(rf"{field_name}[:|]*([\u4e00-\u9fff()·]{{3,40}})")
    named = [match[1] for text, _ in sources.meta for match in found.finditer(cues.squeezed(text))]
    for name in [*named, cues.squeezed(hints.get("source", ""))]:
        plain = re.split(r"(?:发布|时间|日期|作者|浏览)", agencies.plain_name(name))[0]
        if agencies.is_body(plain) and agencies.is_full(plain):
            sources.note("agency taken from the page's meta line", "warning")
            return plain
    return None
