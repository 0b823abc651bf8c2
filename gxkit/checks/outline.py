"""Rules of the outline: six sections, each once and numbered, and a section five that says something."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gxkit.checks.cause import is_exact
from gxkit.checks.declared import declared, pattern
from gxkit.checks.model import Evidence, Finding, Rule
from gxkit.checks.outcomes import outcome
from gxkit.checks.places import comparable, place
from gxkit.documents.model import Paragraph
from gxkit.parsing.outline import AGAIN

_HAN = "一二三四五六七八九十"
_LONGEST = 40
_AROUND = 12
"""How many characters a line may have beside its heading: an ordinal, marks, spaces."""


def sections(evidence: Evidence) -> Iterator[Finding]:
    """D7: six sections, with one heading each, in order."""
    assert evidence.form is not None
    wanted = [section.number for section in evidence.form.sections]
    found = [part for part in evidence.parsed.sections if part.part == 0 and part.section]
    if not found:
        yield outcome("D7", None, "identity", None, "no section was found")
        return
    headed = {part.section for part in found if part.heading.strip()}
    lacking = [number for number in wanted if number not in headed]
    by_number = sorted(found, key=lambda part: part.section)
    places = [(part.section, place(part.where)) for part in by_number]
    moved = [
        number
        for (_, one), (number, other) in pairwise(places)
        if comparable(one, other) and other < one
    ]
    told = [f"no heading of section {_HAN[number - 1]}" for number in lacking]
    told += [f"section {_HAN[number - 1]} stands before the one it follows" for number in moved]
    told += [
        f"heading of section {_HAN[number - 1]} is printed again ({where})"
        for number, where in _again(evidence).items()
    ]
    yield outcome(
        "D7",
        None,
        "identity",
        not told,
        "; ".join(told) or "six sections, in order",
        expected=float(len(wanted)),
        found=float(len(headed)),
    )


def _again(evidence: Evidence) -> dict[int, str]:
    """Find the headings that the page prints more than once, each with its number.

    A name without its number may be the caption of a table, and slides repeat headings.
    """
    if evidence.document is None or not is_exact(evidence):
        return {}
    noted = {
        note.where: int(note.message.removeprefix(AGAIN))
        for note in evidence.parsed.notes
        if note.step == "outline" and note.message.startswith(AGAIN)
    }
    found: dict[int, str] = {}
    for block in evidence.document.blocks if noted else ():
        if isinstance(block, Paragraph) and block.where in noted:
            match = pattern("ordinal").match(block.text)
            number = noted[block.where]
            if match and _HAN.index(match[1]) + 1 == number and len(block.text) <= _LONGEST:
                found.setdefault(number, block.where)
    return found


def numbering(evidence: Evidence) -> Iterator[Finding]:
    """D7b: headings bear the numbers of their sections."""
    if evidence.document is None:
        return
    wrong, right = [], 0
    for part in evidence.parsed.sections:
        at = evidence.starts.get(part.section)
        if part.part or not part.section or at is None:
            continue
        block = evidence.document.blocks[at]
        text = block.text if isinstance(block, Paragraph) else ""
        match = pattern("ordinal").match(text)
        if match is None or len(text) > len(part.heading) + _AROUND:
            continue  # a heading without a number, or one that shares its line
        if _HAN.index(match[1]) + 1 == part.section:
            right += 1
        else:
            wrong.append(f"section {_HAN[part.section - 1]} is numbered {match[1]} ({part.where})")
    told = "; ".join(wrong) or f"{right} headings bear the number of their section"
    ok = not wrong if wrong or right else None
    yield outcome("D7b", None, "expected", ok, told, found=float(right))


def section_five(evidence: Evidence) -> Iterator[Finding]:
    """D8: section five says something of problems and improvements."""
    parts = [part for part in evidence.parsed.sections if part.section == 5]
    if not parts:
        yield outcome("D8", None, "expected", None, "there is no section five")
        return
    least = declared("five")["shortest"]
    length = sum(len("".join(part.text.split())) for part in parts)
    told = f"section five has {length} characters"
    yield outcome(
        "D8",
        None,
        "expected",
        length >= least,
        told,
        expected=float(least),
        found=float(length),
    )


RULES = (
    Rule(
        "D7",
        "六个部分齐全，次序不变，各有一个标题",
        "Six sections, with one heading each, in order",
        "identity",
        "report",
        "{一, …, 六} 各有标题且仅一次，依次排列（不带序号的表名不计）",
        sections,
    ),
    Rule(
        "D7b",
        "各部分标题的序号与其部分相符",
        "Headings bear the numbers of their sections",
        "expected",
        "report",
        "标题序号 = 部分序号",
        numbering,
    ),
    Rule(
        "D8",
        "第五部分言之有物",
        "Section five says something",
        "expected",
        "report",
        "第五部分 ≥ 40 字",
        section_five,
    ),
)
"""What must hold in the outline."""
