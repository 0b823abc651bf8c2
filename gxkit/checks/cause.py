"""Whether the reading or the document is wrong where identities fail, and by what evidence.

``document`` is said where every cell concerned is tied by labels and prints one clean number;
``parse`` where the page itself shows the number that the identities want, a second reading
differs, or OCR was not sure of the one cell that would explain all. Where evidence is thin nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gxkit.checks.identities import same
from gxkit.checks.model import Cause, Evidence, figure
from gxkit.checks.repair import Change, Explanation
from gxkit.parsing.model import Fact
from gxkit.parsing.normal import fold
from gxkit.parsing.numbers import read_number

_EXACT = frozenset(
    {
        *("text", "html", "mhtml", "docx", "doc", "wps", "works", "wordxml", "rtf", "odt"),
        *("pdf", "pptx", "ppt", "odp", "xlsx", "xls", "ods", "sheetxml"),
    }
)
"""Kinds of file whose characters are read as they stand: no digit is lost or mistaken."""
_OCR = "ocr"
"""The step of the notes in which reading a picture tells how sure it is of a cell."""
_FEW = 2
"""Changes that a publisher's slips may need; more point at something systematic."""
_NAMED = 3
_DIGITS = re.compile(r"\d+")
_PLAIN = re.compile(r"\s*[\d,.]+\s*[^\d\s]{0,2}\s*")


def cause_of(evidence: Evidence, explanation: Explanation) -> tuple[Cause | None, str]:
    """Tell who erred.

    Parameters
    ----------
    evidence : Evidence
        A parsed report.
    explanation : Explanation
        Failed identities of one of its tables, and the changes that explain them.

    Returns
    -------
    cause : {"parse", "document"} or None
        None where the evidence does not decide.
    str
        The evidence, in a few words.

    Examples
    --------
    >>> from gxkit.checks.repair import explanations
    >>> from gxkit.parsing.model import Fact, Parsed
    >>> columns = ("upheld", "corrected", "other", "pending", "total")
    >>> facts = tuple(
    ...     Fact("disputes", "direct_suit", column, value, "件", "number", "label", f"{value:g}", "l9")
    ...     for column, value in zip(columns, (1.0, 0.0, 0.0, 2.0, 0.0))
    ... )
    >>> page = Evidence(Parsed("2021", {}, facts, (), ()))
    >>> cause_of(page, explanations(page, "disputes")[0])
    ('document', 'every cell is tied by labels and prints one number; a total of 0 for parts that are not')
    """
    told = (
        _read_otherwise(evidence, explanation)
        or _shown_on_the_page(evidence, explanation)
        or _hardly_read(evidence, explanation)
    )
    if told:
        return "parse", told
    doubts = list(_doubts(evidence, explanation))
    if doubts:
        more = len(doubts) - _NAMED
        named = ", ".join(doubts[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        return None, f"who erred is not known: {named}"
    patterns = list(
        dict.fromkeys([*_agreed(evidence, explanation), *_slips(evidence, explanation)])
    )
    clean = "every cell is tied by labels and prints one number"
    return "document", "; ".join([clean, *patterns])


def _read_otherwise(evidence: Evidence, explanation: Explanation) -> str | None:
    """H5: a second reading has another number in the one cell that explains all."""
    other = _again(evidence, explanation)
    if other is None or same(other, explanation.singles[0].found):
        return None
    return f"a second reading has {figure(other)} in that cell"


def _agreed(evidence: Evidence, explanation: Explanation) -> Iterator[str]:
    """Tell that a second reading agrees: of the characters, not of the place of a number."""
    if _again(evidence, explanation) is not None:
        yield "two readings agree in that cell"


def _again(evidence: Evidence, explanation: Explanation) -> float | None:
    """Return what a second reading has in the one cell that explains all, if it has a number."""
    if evidence.second is None or len(explanation.singles) != 1:
        return None
    (change,) = explanation.singles
    other = evidence.second.get(change.cell)
    if other is None or evidence.facts[change.cell].how == "corrected":
        return None  # what a person put there was not read
    return other.value


def _hardly_read(evidence: Evidence, explanation: Explanation) -> str | None:
    """Say that the reading is wrong where OCR was not sure of the one cell that would explain all."""
    hard = _hard_places(evidence)
    unsure = [
        change.cell
        for change in explanation.singles
        if evidence.facts[change.cell].where in hard
        and evidence.facts[change.cell].how != "corrected"
    ]
    return f"OCR was not sure of {'/'.join(unsure[0])}" if len(unsure) == 1 else None


def _hard_places(evidence: Evidence) -> frozenset[str]:
    return frozenset(
        note.where
        for note in evidence.parsed.notes
        if note.step == _OCR and note.level == "warning" and note.where
    )


def _shown_on_the_page(evidence: Evidence, explanation: Explanation) -> str | None:
    """Say that the reading is wrong where the page shows what the identities want."""
    shown = [
        change
        for change in explanation.singles
        if _shows(evidence.facts[change.cell], change.wanted)
    ]
    if len(shown) == 1:
        raw = evidence.facts[shown[0].cell].raw
        return f"{'/'.join(shown[0].cell)} prints {raw!r}, which holds {figure(shown[0].wanted)}"
    if not explanation.singles and len(explanation.pairs) == 1 and _exchanged(explanation.pairs[0]):
        hows = {evidence.facts[change.cell].how for change in explanation.pairs[0]}
        if hows == {"order"}:
            return "two numbers placed by their order would have to change places"
    return None


def _shows(fact: Fact, wanted: float) -> bool:
    """Say whether a cell holds a number beside the one read, or digits that join to it.

    What a person put in its place was not read there.
    """
    if fact.how == "corrected":
        return False
    runs = _DIGITS.findall(fold(fact.raw or "").replace(",", ""))
    return len(runs) > 1 and figure(wanted) in {*runs, "".join(runs)}


def _exchanged(pair: tuple[Change, Change]) -> bool:
    one, other = pair
    return same(one.wanted, other.found) and same(other.wanted, one.found)


def is_exact(evidence: Evidence) -> bool:
    """Tell whether every file of a report is of a kind whose characters are read as they stand.

    Examples
    --------
    >>> from gxkit.parsing.model import Parsed
    >>> is_exact(Evidence(Parsed("2021", {"format": "html+docx"}, (), (), ())))
    True
    >>> is_exact(Evidence(Parsed("2021", {"format": "scan"}, (), (), ())))
    False
    """
    return set(str(evidence.meta.get("format") or "text").split("+")) <= _EXACT


def _doubts(evidence: Evidence, explanation: Explanation) -> Iterator[str]:
    """Name what keeps one from blaming the document."""
    if not is_exact(evidence):
        yield f"digits of {evidence.meta['format']} files may be mistaken"
    if not explanation.singles and not explanation.pairs:
        yield f"more than {_FEW} cells would have to change"
    table = explanation.failed[0].table
    facts = evidence.by_table[table]
    for state in ("ambiguous", "unreadable"):
        count = sum(fact.state == state for fact in facts)
        if count:
            yield f"{count} cells of the table are {state}"
    for note in evidence.parsed.notes:
        if note.step == "fitting" and note.level == "warning" and not note.message[0].isdigit():
            yield note.message
    concerned = dict.fromkeys(
        key for written in explanation.failed for key in (*written.left, *written.right)
    )
    hard = _hard_places(evidence)
    for key in concerned:
        fact = evidence.facts[key]
        if fact.how == "corrected":
            yield f"{'/'.join(key)} was corrected"
        elif fact.how != "label":
            yield f"{'/'.join(key)} is placed by {fact.how}"
        elif fact.where in hard:
            yield f"OCR was not sure of {'/'.join(key)}"
        elif not _clean(fact):
            yield f"{'/'.join(key)} prints {fact.raw!r}"


def _clean(fact: Fact) -> bool:
    """Say whether a cell prints its number and nothing beside it but a unit."""
    if fact.raw is None or not _PLAIN.fullmatch(fold(fact.raw)):
        return False
    return read_number(fact.raw).value == fact.value


def _slips(evidence: Evidence, explanation: Explanation) -> Iterator[str]:
    """Name the slips that publishers make, where the numbers look like one."""
    values = evidence.values
    blamed = {change.cell for change in explanation.singles}
    for written in explanation.failed:
        if len(written.right) != 1:
            continue
        total = values[written.right[0]]
        parts = [(key, values[key]) for key in written.left]
        over = sum(value for _, value in parts) - total
        if total == 0:
            yield "a total of 0 for parts that are not"
            continue
        left_out = [key for key, value in parts if value and same(value, over)]
        # Where other cells explain it, that a part equals the difference is chance.
        if len(left_out) == 1 and (not blamed or written.right[0] in blamed):
            yield f"{written.subject}: the total is the sum without {written.labels[left_out[0]]}"
    if len(explanation.singles) == 1:
        slip = _digit_slip(explanation.singles[0])
        if slip:
            yield slip


def _digit_slip(change: Change) -> str | None:
    found, wanted = figure(change.found), figure(change.wanted)
    if len(found) == len(wanted) and sorted(found) == sorted(wanted):
        return f"two digits change places: {found} for {wanted}"
    for longer, shorter, word in ((wanted, found, "lost"), (found, wanted, "doubled or added")):
        if len(longer) == len(shorter) + 1 and any(
            longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
        ):
            return f"a digit is {word}: {found} for {wanted}"
    return None
