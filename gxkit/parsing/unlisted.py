"""Section five outside enumerations: text read sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from gxkit.parsing import cues
from gxkit.parsing.judging import (
    Kind,
    is_done,
    is_lead,
    is_promise_lead,
    kind_of,
    promise_within,
    sentences,
)
from gxkit.parsing.labelled import announced_list

_TAIL = " 。；;，,、：:.\t\u3000"
_STOPS = ("。", "！", "；", ";")


class Listing(NamedTuple):
    """An enumeration: the style of its ordinals, the last of them, and the kind of its points."""

    style: str
    number: int
    kind: Kind


@dataclass
class Walk:
    """Where the reading of section five stands.

    `fixed` says that a label told `kind`; `style`, `count` and `listed` (its kind) belong to the
    enumeration under way, `item` to the point in it; `nested` are the styles seen inside items.
    `headed` says that the part before was a point by its heading.
    `closed` is the enumeration read last, `outer` the one that a label interrupted when
    `outer_end` points were found. `background` are points that say only what was done.
    """

    kind: Kind | None = None
    fixed: bool = False
    style: str = ""
    count: int = 0
    listed: Kind | None = None
    item: list[str] | None = None
    continued: bool = False
    nested: set[str] = field(default_factory=set)
    headed: bool = False
    closed: Listing | None = None
    outer: Listing | None = None
    outer_end: int = 0
    where: str = ""
    found: list[tuple[Kind, str, str]] = field(default_factory=list)
    announced: list[tuple[int, str, str]] = field(default_factory=list)
    background: list[int] = field(default_factory=list)


def emit(walk: Walk, kind: Kind, text: str) -> None:
    """Write a point down, unless it says that there is none."""
    plain = text.strip().strip(_TAIL)
    if plain and not cues.pattern("none_stated").fullmatch(cues.squeezed(plain)):
        walk.found.append((kind, plain, walk.where))


def is_aside(text: str) -> bool:
    """Tell whether a sentence stands in section five but belongs to no point of it.

    Examples
    --------
    >>> is_aside("本年度未收取信息处理费。"), is_aside("更新不及时。")
    (True, False)
    """
    return cues.pattern("not_a_point").search(cues.squeezed(text)) is not None


def promises(text: str) -> bool:
    """Tell whether a text opens like a promise and is one.

    Examples
    --------
    >>> promises("下一步，我局将加强培训。"), promises("今后的路还长。")
    (True, True)
    """
    opened = cues.pattern("promise_open").match(cues.squeezed(text)) is not None
    return opened and kind_of(text) == "improvement"


def read_free(walk: Walk, text: str, *, leads: bool, comma: bool) -> None:
    """Read text outside enumerations.

    Parameters
    ----------
    walk : Walk
        Where the reading stands; it is moved on.
    text : str
        The text.
    leads : bool
        Whether an enumeration follows.
    comma : bool
        Whether it follows on the same line, so that no stop need stand between.
    """
    cut = sentences(text)
    for index, sentence in enumerate(cut):
        at_end = index == len(cut) - 1
        if at_end and (leads or sentence.endswith(("：", ":"))) and _lead(walk, sentence, comma):
            continue
        if leads and _general(walk, sentence):
            continue
        head, listed = announced_list(sentence)
        if listed and _lead(walk, head, comma=False):
            for item in listed:
                emit_both(walk, walk.kind or "problem", item)
        else:
            read_sentence(walk, sentence, leads=leads)


def emit_both(walk: Walk, kind: Kind, text: str) -> None:
    """Write down an item, and apart from it the promise that a problem holds."""
    at = promise_within(text) if kind == "problem" else None
    if at:
        emit(walk, kind, text[:at])
    emit(walk, kind if at is None else "improvement", text[at or 0 :])


def _lead(walk: Walk, sentence: str, comma: bool) -> bool:
    """Take a lead-in for what it announces; tell whether it was no more than that."""
    plain = cues.squeezed(sentence)
    colon = sentence.endswith(("：", ":"))
    general = (
        is_lead(sentence)
        or cues.pattern("promise_lead").search(plain) is not None
        or (cues.pattern("praise").search(plain) is not None and kind_of(sentence) is None)
    )
    if not (colon or general or (comma and not sentence.endswith(_STOPS))):
        return False
    kind = kind_of(sentence)
    if kind is not None and not (walk.fixed and walk.kind == "improvement"):
        walk.kind, walk.fixed = kind, colon or walk.fixed
    walk.style = ""
    return True


def _general(walk: Walk, sentence: str) -> bool:
    """Take a promise above the list that spells it out for a lead-in."""
    if kind_of(sentence) != "improvement" or is_done(sentence):
        return False
    if not walk.fixed or walk.kind == "problem":
        walk.kind, walk.fixed = "improvement", False
    walk.style = ""
    return True


def read_sentence(walk: Walk, sentence: str, *, leads: bool) -> None:
    """Judge a sentence and write it down if it is a point."""
    plain = cues.squeezed(sentence).strip(_TAIL)
    if is_aside(plain) or _says_none(plain):
        return
    judged = kind_of(sentence)
    if walk.kind == "improvement":
        turned = cues.pattern("switch_back").search(plain) or _only_background(walk)
        if walk.fixed or judged != "problem" or not turned:
            if not is_promise_lead(sentence):
                emit(walk, "improvement", sentence)
            return
        walk.kind = "problem"
    opened = promises(sentence) or (judged == "improvement" and not walk.fixed)
    future = cues.pattern("future").search(plain) is not None
    if opened or (judged == "improvement" and future):
        if walk.kind is None and not future and not promises(sentence) and not is_done(plain):
            walk.background.append(len(walk.found))
        walk.kind, walk.fixed = "improvement", False
        if not is_promise_lead(sentence):
            emit(walk, "improvement", sentence)
        return
    _problem(walk, sentence, judged, leads=leads)


def _says_none(plain: str) -> bool:
    """Tell whether a sentence says that there is nothing wrong: …总体良好，不存在突出问题."""
    none = cues.pattern("none_stated")
    if none.fullmatch(plain):
        return True
    before, comma, last = plain.rpartition(",")
    return bool(comma and none.fullmatch(last) and not cues.pattern("complaint").search(before))


def _only_background(walk: Walk) -> bool:
    return bool(walk.background) and len(walk.background) == len(walk.found)


def _problem(walk: Walk, sentence: str, judged: Kind | None, *, leads: bool) -> None:
    praised = cues.pattern("praise").search(sentence) is not None
    if judged is None and (walk.kind is None or praised):
        return
    at = promise_within(sentence)
    head = sentence if at is None else sentence[:at]
    if is_lead(head):
        if not leads and not head.endswith(("：", ":")):
            walk.announced.append((len(walk.found), head.strip(_TAIL), walk.where))
    else:
        emit(walk, "problem", head)
    walk.kind = "problem"
    if at is not None:
        walk.kind, walk.fixed = "improvement", False
        emit(walk, "improvement", sentence[at:])


def settle(walk: Walk) -> list[tuple[Kind, str, str]]:
    """Return what was found, once the whole section tells what the doubtful sentences were.

    Where nothing more is said than that something is wrong, that is the problem. What was done
    before any problem is mentioned only leads up to it.
    """
    found: list[tuple[Kind, str, str] | None] = list(walk.found)
    stated = [at for at, (kind, _, _) in enumerate(walk.found) if kind == "problem"]
    if stated or walk.announced:
        for at in walk.background:
            if at < len(found):
                found[at] = None
    if walk.announced and not stated:
        at, text, where = walk.announced[0]
        found.insert(at, ("problem", text, where))
    return [entry for entry in found if entry is not None]
