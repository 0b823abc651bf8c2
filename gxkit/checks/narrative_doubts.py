"""What keeps one from blaming the document for a list that does not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gxkit.checks.cause import is_exact
from gxkit.checks.model import Evidence
from gxkit.documents.model import Paragraph
from gxkit.parsing.statements_items import Said
from gxkit.parsing.statements_lists import Whole

_BEFORE = re.compile(r"(?:[A-Za-z.\-]|\d\s*)$")
_BEHIND = re.compile(r"\s*\d")
_ENDS = ("。", "；", ";", "！", "!", "？", "?", "）", ")", "”")


def doubts(whole: Whole, evidence: Evidence) -> Iterator[str]:
    """Name what may be wrong with the reading of a number and its parts, not with the sentence.

    Parameters
    ----------
    whole : Whole
        The number and the parts that were read of it.
    evidence : Evidence
        The report.
    """
    if not is_exact(evidence):
        yield f"digits of {evidence.meta['format']} files may be mistaken"
    yield from _of_the_line(whole, evidence)
    yield from _of_the_numbers(whole)


def _of_the_line(whole: Whole, evidence: Evidence) -> Iterator[str]:
    """Name doubts about the line: a flattened page, or a sentence that goes on elsewhere."""
    line = evidence.parsed.lines[whole.told.line]
    if len({part.section for part in evidence.parsed.sections if part.where == line.where}) > 1:
        yield "several sections stand on one line"
    for block in evidence.document.blocks if evidence.document else ():
        if isinstance(block, Paragraph) and block.where == line.where:
            if block.text.strip() != line.text.strip():
                yield "the line was cut out of a longer one"
            break
    behind = whole.told.plain.text[whole.parts[-1].end :]
    if not any(sign in behind for sign in _ENDS):
        yield "the line ends within the sentence"


def _of_the_numbers(whole: Whole) -> Iterator[str]:
    """Name doubts about the numbers: their digits, their units, and which of them are parts."""
    plain = whole.told.plain
    numbers = (whole.total, *whole.parts)
    for one in numbers:
        start, end = plain.span(one.start, one.end)
        if _BEFORE.search(plain.printed[:start]) or _BEHIND.match(plain.printed, end):
            yield f"{plain.printed[start:end]!r} stands right beside other signs"
    if any(part.unit != whole.total.unit for part in whole.parts):
        yield "one of the numbers bears no unit"
    if any(_between(one, whole) for one in whole.told.said):
        yield "which of them are parts is not certain"


def _between(one: Said, whole: Whole) -> bool:
    """Tell whether a number stands among the parts, in no brackets, and was not taken for one."""
    if one.role != "level" or not whole.total.end <= one.start < whole.parts[-1].start:
        return False
    before = whole.told.plain.text[whole.total.end : one.start]
    return before.count("(") <= before.count(")") and all(one is not part for part in whole.parts)
