"""Rules of the masthead: one year, one agency, published in time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gxkit.checks.declared import declared, pattern
from gxkit.checks.model import Evidence, Finding, Rule
from gxkit.checks.outcomes import outcome
from gxkit.documents.model import Paragraph
from gxkit.parsing import agencies, cues

_OPENING = 400
"""How much of the preamble is searched for the name of the body."""
_OF_THE_YEAR = 4
"""The sections that tell what was done in the year: problems and plans may be of others."""
_LAST = 12
"""How many paragraphs at the end of a page may hold its signature."""


def years(evidence: Evidence) -> Iterator[Finding]:
    """D5: title, period, headings and report name one year."""
    meta = evidence.meta
    title = {int(year) for year in pattern("year").findall(cues.squeezed(meta.get("title") or ""))}
    period = {int(str(meta["period_end"])[:4])} if meta.get("period_end") else set()
    named = {
        **({"title": title.pop()} if len(title) == 1 else {}),
        **({"period": period.pop()} if period else {}),
        **({"report": meta["year"]} if meta.get("year") else {}),
        **_headed(evidence),
    }
    told = ", ".join(f"{source} {year}" for source, year in named.items()) or "no year is known"
    ok = None if len(named) < 2 else len(set(named.values())) == 1
    yield outcome("D5", None, "identity", ok, f"years: {told}")


def _headed(evidence: Evidence) -> dict[str, int]:
    """Return the years in headings of the first four sections; later ones tell of other years."""
    found: dict[str, int] = {}
    for part in evidence.parsed.sections:
        if part.part or not 1 <= part.section <= _OF_THE_YEAR:
            continue
        heading = cues.squeezed(part.heading)
        told = pattern("heading_year").search(heading)
        if told and len(pattern("year").findall(heading)) == 1:
            found[f"heading of section {part.section}"] = int(told[1])
    return found


def in_time(evidence: Evidence) -> Iterator[Finding]:
    """D5b: published after the year and by the day the law sets."""
    year, published = evidence.meta.get("year"), evidence.meta.get("published")
    if not year or not published:
        told = "the year or the day of publication is not known"
        yield outcome("D5b", None, "expected", None, told)
        return
    due = declared("deadline")
    kind = evidence.meta.get("agency_type")
    government = kind is None or kind in due["governments"]
    latest = f"{year + 1}-{due['government' if government else 'body']}"
    ok = f"{year}-12-31" <= str(published) <= latest
    told = f"published {published}, due by {latest}"
    yield outcome("D5b", None, "expected", ok, told)


def one_agency(evidence: Evidence) -> Iterator[Finding]:
    """D6: preamble and signature name the body that the report is of."""
    agency = evidence.meta.get("agency")
    if not agency:
        yield outcome("D6", None, "expected", None, "the agency is not known")
        return
    preamble = evidence.texts.get(0, "")[:_OPENING]
    # The name itself is quickly found; what else is named there matters only without it.
    named = [agency] if agency in preamble else agencies.names_in(preamble)
    named = [agencies.simplified(name) for name in named if agencies.is_full(name)]
    signed = _signature(evidence)
    others = [("signature", signed)] if signed else []
    if named and not any(agencies.same_body(name, agency) for name in named):
        others.insert(0, ("preamble", named[0]))
    strange = [
        f"{source} {name}" for source, name in others if not agencies.same_body(name, agency)
    ]
    if strange:
        ok, told = False, f"the report is of {agency}; {', '.join(strange)}"
    elif named or signed:
        ok, told = True, f"{agency}, and no other body is named"
    else:
        ok, told = None, f"{agency}; neither preamble nor signature names a body"
    yield outcome("D6", None, "expected", ok, told)


def _signature(evidence: Evidence) -> str | None:
    """Return the body that signs: a line of its own with a date on the next."""
    if evidence.document is None:
        return None
    last = [block for block in evidence.document.blocks[-_LAST:] if isinstance(block, Paragraph)]
    lines = [cues.squeezed(block.text) for block in last if len(block.text) < 60]
    lines = [line for line in lines if line]
    for line, after in pairwise(lines):
        if pattern("date").fullmatch(after):
            name = agencies.simplified(agencies.plain_name(line))
            if agencies.is_body(name) and agencies.is_full(name):
                return name
    return None


RULES = (
    Rule(
        "D5",
        "标题年度、统计期限、各部分标题与报告年度一致",
        "Title, period, headings and report name one year",
        "identity",
        "report",
        "标题年 = 统计期限年 = 报告年度 = 第一至四部分标题中的年份",
        years,
    ),
    Rule(
        "D5b",
        "次年按期公布",
        "Published after the year and in time",
        "expected",
        "report",
        "y-12-31 ≤ 公布日 ≤ (y+1)-01-31; 政府及其办公室、乡镇 ≤ (y+1)-03-31",
        in_time,
    ),
    Rule(
        "D6",
        "标题、引言、落款的机关一致",
        "Title, preamble and signature name one body",
        "expected",
        "report",
        "标题机关 = 引言机关 = 落款机关（简称、内设办公室视为同一）",
        one_agency,
    ),
)
"""What must hold in the masthead."""
