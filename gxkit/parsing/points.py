"""The points of section five: problems admitted and improvements promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gxkit.parsing import cues
from gxkit.parsing.enumerations import Atom, atoms
from gxkit.parsing.judging import (
    Kind,
    is_lead,
    is_promise_lead,
    kind_of,
    label_kind,
    promise_within,
    sentences,
)
from gxkit.parsing.labelled import ENDS, announced_list, joined, label, labelled
from gxkit.parsing.model import Line, Point, Section

_TAIL = " 。；;，,、：:.\t\u3000"
_ENDS = tuple("。！？；!?;：:”）)")
_HEADLINE = 20
_FIFTH = 5
_MOST = 400  # paragraphs; what is longer is no text of section five


@dataclass
class _Walk:
    """Where the reading of section five stands.

    `fixed` says that a label told `kind`; `style`, `count` and `listed` (its kind) belong to the
    enumeration under way, `item` to the point in it; `nested` are the styles seen inside items.
    """

    kind: Kind | None = None
    fixed: bool = False
    style: str = ""
    count: int = 0
    listed: Kind | None = None
    item: list[str] | None = None
    continued: bool = False
    nested: set[str] = field(default_factory=set)
    where: str = ""
    found: list[tuple[Kind, str, str]] = field(default_factory=list)
    announced: list[tuple[int, str, str]] = field(default_factory=list)


def points(sections: Sequence[Section], lines: Sequence[Line] = ()) -> list[Point]:
    """Take the problems and the improvements of section five apart.

    Parameters
    ----------
    sections : sequence of Section
        The sections of a report; those numbered 5 are read.
    lines : sequence of Line, optional
        The lines of the page: with them each point names its own line as its place.

    Returns
    -------
    list of Point
        In the order of the page, numbered within their kind from 1.

    Examples
    --------
    >>> text = "存在问题：一是内容不全；二是更新不及时。下一步，我局将加强培训。"
    >>> [(point.kind, point.text) for point in points([Section(5, 0, "", text, "l9")])]
    [('problem', '内容不全'), ('problem', '更新不及时'), ('improvement', '下一步，我局将加强培训')]
    """
    walk = _Walk()
    for section in sections:
        if section.section == _FIFTH:
            _section(walk, section)
    _only_announced(walk)
    counts = {"problem": 0, "improvement": 0}
    numbered: list[Point] = []
    for kind, text, where in walk.found:
        counts[kind] += 1
        numbered.append(Point(kind, counts[kind], text, _place(text, lines) or where))
    return numbered


def _place(text: str, lines: Sequence[Line]) -> str | None:
    head = text[:12]
    return next((line.where for line in lines if head in line.text), None)


def _section(walk: _Walk, section: Section) -> None:
    """Read one part of section five."""
    walk.where = section.where
    kind = label_kind(section.heading)
    paragraphs = section.text.split("\n", _MOST)[:_MOST] if section.text else []
    walk.style, walk.nested, walk.continued = "", set(), False
    if section.part and section.heading and kind is None:
        cut = atoms(paragraphs)
        topic = kind_of(section.heading) is None
        listed = any(atom.style for paragraph in cut for atom in paragraph)
        if not (topic and (listed or any(label(text)[0] for text in paragraphs))):
            _headed_part(walk, section)
            return
    elif kind is not None:
        walk.kind, walk.fixed = kind, True
    _paragraphs(walk, paragraphs)


def _headed_part(walk: _Walk, section: Section) -> None:
    """A part whose heading states a problem or a measure is one point with its text."""
    text = joined([section.heading, *section.text.split("\n")])
    judged = kind_of(section.heading) or kind_of(section.text)
    kind: Kind = (walk.kind if walk.fixed else judged or walk.kind) or "problem"
    if walk.fixed and judged == "improvement" and kind == "problem":
        kind = judged
    _emit_item(walk, kind, text, last=True)


def _paragraphs(walk: _Walk, paragraphs: Sequence[str]) -> None:
    stretches = labelled(paragraphs)
    # Labels restart the counting of ordinals; within a stretch they count on.
    begin = 0
    while begin < len(stretches):
        kind = stretches[begin][0]
        end = next(
            (at for at in range(begin + 1, len(stretches)) if stretches[at][0]), len(stretches)
        )
        if kind is not None:
            walk.kind, walk.fixed = kind, True
            walk.style, walk.nested, walk.continued = "", set(), False
        _stretch(walk, atoms(text for _, text in stretches[begin:end] if text))
        begin = end


def _stretch(walk: _Walk, rows: Sequence[Sequence[Atom]]) -> None:
    """Read paragraphs between two labels."""
    merged = -1
    for index, row in enumerate(rows):
        if index == merged:
            continue
        for at, atom in enumerate(row):
            rest = [row[at + 1 :], *rows[index + 1 :]]
            if atom.style:
                _listed(walk, atom, rest, opens=at == 0)
            elif walk.item is not None and _continues(walk, rest):
                walk.item.append(atom.text)
                walk.continued = True
            else:
                _close(walk, last=True)
                below = rows[index + 1] if index + 1 < len(rows) else None
                if below is not None and _is_headline(row, below):
                    _sentence(walk, joined([atom.text, below[0].text]), leads=False)
                    merged = index + 1
                    continue
                follows = at + 1 < len(row) or (below is not None and below[0].number == 1)
                _free(walk, atom.text, leads=follows, comma=at + 1 < len(row))
    _close(walk, last=True)
    walk.style = ""


def _is_headline(row: Sequence[Atom], below: Sequence[Atom]) -> bool:
    """Tell whether a short line without a stop heads the paragraph below it."""
    if len(row) != 1 or len(below) != 1 or row[0].style or below[0].style:
        return False
    text, body = row[0].text.strip(), below[0].text.strip()
    short = len(text) <= _HEADLINE and not text.endswith(ENDS)
    return short and body.endswith("。") and len(body) > 1.5 * len(text)


def _continues(walk: _Walk, rest: Sequence[Sequence[Atom]]) -> bool:
    """Tell whether a paragraph without ordinal still belongs to the item before it."""
    if _comes(walk.style, walk.count + 1, rest):
        return True
    return walk.continued and walk.item is not None and len(walk.item) == 1


def _comes(style: str, number: int, rest: Sequence[Sequence[Atom]]) -> bool:
    return any(atom.style == style and atom.number == number for row in rest for atom in row)


def _listed(walk: _Walk, atom: Atom, rest: Sequence[Sequence[Atom]], *, opens: bool) -> None:
    """Read an item of an enumeration, or of one inside an item."""
    if walk.item is not None and atom.style != walk.style:
        inside = _comes(walk.style, walk.count + 1, rest) or atom.style in walk.nested
        if inside or not (opens and atom.number == 1):
            walk.nested.add(atom.style)
            walk.item.append(atom.mark + atom.text)
            return
    counts_on = atom.style == walk.style and atom.number == walk.count + 1
    _close(walk, last=not counts_on)
    if not counts_on and (atom.style != walk.style or atom.number == 1):
        walk.listed = walk.kind if walk.fixed else None
    walk.style, walk.count, walk.item = atom.style, atom.number, [atom.text]


def _close(walk: _Walk, *, last: bool) -> None:
    """Write the item under way down."""
    if walk.item is None:
        return
    text = joined(walk.item)
    walk.item = None
    judged = kind_of(sentences(text)[0]) if text else None
    if walk.listed is None:
        walk.listed = judged or walk.kind or "problem"
    kind = walk.listed
    if not walk.fixed and judged == "improvement":
        kind = judged
    walk.kind = walk.kind or kind
    _emit_item(walk, kind, text, last=last)


def _emit_item(walk: _Walk, kind: Kind, text: str, *, last: bool) -> None:
    """Write down an item; a problem's own promise stands apart."""
    at = promise_within(text) if kind == "problem" else None
    if kind == "problem" and at is None and _promises(text):
        kind = "improvement"
    if at is None:
        _emit(walk, kind, text)
        return
    _emit(walk, kind, text[:at])
    if last:
        walk.kind, walk.fixed, walk.style = "improvement", False, ""
        _stretch(walk, atoms([text[at:]]))
    else:
        _emit(walk, "improvement", text[at:])


def _promises(text: str) -> bool:
    plain = cues.squeezed(text)
    opened = cues.pattern("promise_open").match(plain) is not None
    return opened and kind_of(text) == "improvement"


def _free(walk: _Walk, text: str, *, leads: bool, comma: bool) -> None:
    """Read text outside enumerations, sentence by sentence."""
    cut = sentences(text)
    for index, sentence in enumerate(cut):
        at_end = index == len(cut) - 1
        if at_end and (leads or sentence.endswith(("：", ":"))) and _lead(walk, sentence, comma):
            continue
        head, listed = announced_list(sentence)
        if listed and _lead(walk, head, comma=False):
            for item in listed:
                _emit_item(walk, walk.kind or "problem", item, last=False)
        else:
            _sentence(walk, sentence, leads=leads)


def _lead(walk: _Walk, sentence: str, comma: bool) -> bool:
    """Take a lead-in for what it announces; tell whether it was no more than that."""
    plain = cues.squeezed(sentence)
    colon = sentence.endswith(("：", ":"))
    general = (
        is_lead(sentence)
        or cues.pattern("promise_lead").search(plain) is not None
        or (cues.pattern("praise").search(plain) is not None and kind_of(sentence) is None)
    )
    if not (colon or general or (comma and not sentence.endswith(("。", "！", "；", ";")))):
        return False
    kind = kind_of(sentence)
    if kind is not None and not (walk.fixed and walk.kind == "improvement"):
        walk.kind, walk.fixed = kind, colon or walk.fixed
    walk.style = ""
    return True


def _sentence(walk: _Walk, sentence: str, *, leads: bool) -> None:
    """Judge a sentence and write it down if it is a point."""
    plain = cues.squeezed(sentence).strip(_TAIL)
    if cues.pattern("none_stated").fullmatch(plain) or cues.pattern("not_a_point").search(plain):
        return
    judged = kind_of(sentence)
    if walk.kind == "improvement":
        if walk.fixed or judged != "problem" or not cues.pattern("switch_back").search(plain):
            if not is_promise_lead(sentence):
                _emit(walk, "improvement", sentence)
            return
        walk.kind = "problem"
    opened = _promises(sentence) or (judged == "improvement" and not walk.fixed)
    if opened or (judged == "improvement" and cues.pattern("future").search(plain)):
        walk.kind, walk.fixed = "improvement", False
        if not is_promise_lead(sentence):
            _emit(walk, "improvement", sentence)
        return
    _problem(walk, sentence, judged, leads=leads)


def _problem(walk: _Walk, sentence: str, judged: Kind | None, *, leads: bool) -> None:
    praised = cues.pattern("praise").search(sentence) is not None
    if judged is None and (walk.kind is None or praised):
        return
    at = promise_within(sentence)
    head = sentence if at is None else sentence[:at]
    if is_lead(head):
        if not leads and not head.endswith(("：", ":")):
            walk.announced.append((len(walk.found), head.strip(_TAIL), walk.where))
    else:
        _emit(walk, "problem", head)
    walk.kind = "problem"
    if at is not None:
        walk.kind, walk.fixed = "improvement", False
        _emit(walk, "improvement", sentence[at:])


def _emit(walk: _Walk, kind: Kind, text: str) -> None:
    plain = text.strip().strip(_TAIL)
    if plain and not cues.pattern("none_stated").fullmatch(cues.squeezed(plain)):
        walk.found.append((kind, plain, walk.where))


def _only_announced(walk: _Walk) -> None:
    """Where nothing more is said than that something is wrong, that is the problem."""
    if walk.announced and not any(kind == "problem" for kind, _, _ in walk.found):
        at, text, where = walk.announced[0]
        walk.found.insert(at, ("problem", text, where))
