"""The narrative of a report as rules compare it: whole sections, with who and when masked."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.checks.comparing import lines
from gxkit.checks.model import Evidence
from gxkit.checks.shingles import masked, shingles
from gxkit.parsing.regions import strip_region


def section_text(evidence: Evidence, number: int) -> str:
    """Return the text of a section with its parts, a line a part.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed, Section
    >>> parts = (Section(1, 0, "", "甲。", "l1"), Section(1, 1, "", "乙。", "l2"))
    >>> section_text(Evidence(Parsed("2021", {}, (), parts, ())), 1).split()
    ['甲。', '乙。']
    """
    return "\n".join(each.text for each in evidence.parsed.sections if each.section == number)


def own_names(evidence: Evidence) -> Iterator[str]:
    """Name the agency in every way that its report may: in full, short, and by its region."""
    for field in ("agency", "province", "city", "county"):
        name = evidence.meta.get(field)
        if name:
            yield str(name)
            yield strip_region(str(name))
    aliases = evidence.meta.get("aliases") or ()
    yield from aliases.split(";") if isinstance(aliases, str) else map(str, aliases)


def section_shingles(evidence: Evidence, *numbers: int) -> frozenset[str]:
    """Return the masked shingles of sections of a report, by their `numbers`."""
    text = "\n".join(section_text(evidence, number) for number in numbers)
    return shingles(masked(text, own_names(evidence)), lines()["copied"]["size"])
