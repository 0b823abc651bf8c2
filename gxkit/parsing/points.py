"""The points of section five: problems admitted and improvements promised."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.parsing.enumerations import Atom, atoms
from gxkit.parsing.judging import (
    Kind,
    kind_of,
    problem_within,
    promise_within,
    sentences,
)
from gxkit.parsing.labelled import ENDS, joined, label, labelled, list_behind
from gxkit.parsing.model import Line, Point, Section
from gxkit.parsing.unlisted import (
    Listing,
    Walk,
    emit,
    is_aside,
    promises,
    read_free,
    read_sentence,
    settle,
)

_WIDEST_STOP = 6  # signs, Markdown's included
_HEADLINE = 20
_FIFTH = 5
_MOST = 400  # paragraphs; what is longer is no text of section five


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
    walk = Walk()
    for section in sections:
        if section.section == _FIFTH:
            _section(walk, section, lines)
    counts = {"problem": 0, "improvement": 0}
    numbered: list[Point] = []
    for kind, text, where in settle(walk):
        counts[kind] += 1
        numbered.append(Point(kind, counts[kind], text, _place(text, lines) or where))
    return numbered


def _place(text: str, lines: Sequence[Line]) -> str | None:
    head = text[:12]
    return next((line.where for line in lines if head in line.text), None)


def _section(walk: Walk, section: Section, lines: Sequence[Line]) -> None:
    """Read one part of section five."""
    walk.where = section.where
    kind, glued = label(section.heading)
    paragraphs = section.text.split("\n", _MOST)[:_MOST] if section.text else []
    if kind is not None and glued:
        paragraphs.insert(0, glued)
    walk.style, walk.nested, walk.continued = "", set(), False
    if section.part and section.heading and kind is None:
        cut = atoms(paragraphs)
        topic = kind_of(section.heading) is None
        listed = any(atom.style for paragraph in cut for atom in paragraph)
        inside = any(label(text)[0] for text in paragraphs)
        if inside and walk.headed:
            # The last item of a list, and a label behind it.
            at = next(at for at, text in enumerate(paragraphs) if label(text)[0])
            own = [section.heading + _stop_behind(section, lines), *paragraphs[:at]]
            paragraphs = paragraphs[at:]
            _emit_item(walk, walk.kind or "problem", joined(own), last=False)
        elif not (topic and (listed or inside)):
            _headed_part(walk, section, lines)
            walk.headed = True
            return
    walk.headed = False
    if kind is not None:
        walk.kind, walk.fixed = kind, True
        if paragraphs and _stop_behind(section, lines).endswith(("：", ":")):
            paragraphs[:1] = list_behind(paragraphs[0], kind) or paragraphs[:1]
    _paragraphs(walk, paragraphs)


def _headed_part(walk: Walk, section: Section, lines: Sequence[Line]) -> None:
    """A part whose heading states a problem or a measure is one point with its text."""
    heading = section.heading + _stop_behind(section, lines)
    text = joined([heading, *(text for text in section.text.split("\n") if not is_aside(text))])
    judged = kind_of(section.heading) or kind_of(section.text)
    kind: Kind = (walk.kind if walk.fixed else judged or walk.kind) or "problem"
    if walk.fixed and judged == "improvement" and kind == "problem":
        kind = judged
    _emit_item(walk, kind, text, last=True)


def _stop_behind(section: Section, lines: Sequence[Line]) -> str:
    """Return the stop that the page prints between a heading and the text on its line."""
    line = next((line.text for line in lines if line.where == section.where), "")
    at = line.find(section.heading)
    behind = line[at + len(section.heading) :] if at >= 0 else ""
    end = behind.find(section.text[:8]) if section.text else -1
    return behind[:end].replace("*", "").strip() if 0 < end <= _WIDEST_STOP else ""


def _paragraphs(walk: Walk, paragraphs: Sequence[str]) -> None:
    stretches = labelled(paragraphs)
    # Labels restart the counting of ordinals; within a stretch they count on.
    begin = 0
    while begin < len(stretches):
        kind = stretches[begin][0]
        end = next(
            (at for at in range(begin + 1, len(stretches)) if stretches[at][0]), len(stretches)
        )
        if kind is not None:
            walk.outer, walk.closed = walk.closed, None
            walk.outer_end = len(walk.found)
            walk.kind, walk.fixed = kind, True
            walk.style, walk.nested, walk.continued = "", set(), False
        _stretch(walk, atoms((text for _, text in stretches[begin:end] if text), walk.outer))
        begin = end


def _stretch(walk: Walk, rows: Sequence[Sequence[Atom]]) -> None:
    """Read paragraphs between two labels."""
    merged = -1
    for index, row in enumerate(rows):
        if index == merged:
            continue
        for at, atom in enumerate(row):
            rest = [row[at + 1 :], *rows[index + 1 :]]
            if atom.style:
                _listed(walk, atom, rest, opens=at == 0)
            elif walk.item is not None and _continues(walk, rest) and not is_aside(atom.text):
                walk.item.append(atom.text)
                walk.continued = True
            else:
                _close(walk, last=True)
                below = rows[index + 1] if index + 1 < len(rows) else None
                if below is not None and _is_headline(row, below):
                    read_sentence(walk, joined([atom.text, below[0].text]), leads=False)
                    merged = index + 1
                    continue
                follows = at + 1 < len(row) or (below is not None and below[0].number == 1)
                read_free(walk, atom.text, leads=follows, comma=at + 1 < len(row))
    if walk.item is not None:
        style, count = walk.style, walk.count
        _close(walk, last=True)
        walk.closed = Listing(style, count, walk.listed or "problem")
    walk.style = ""


def _is_headline(row: Sequence[Atom], below: Sequence[Atom]) -> bool:
    """Tell whether a short line without a stop heads the paragraph below it."""
    if len(row) != 1 or len(below) != 1 or row[0].style or below[0].style:
        return False
    text, body = row[0].text.strip(), below[0].text.strip()
    short = len(text) <= _HEADLINE and not text.endswith(ENDS) and not is_aside(body)
    return short and body.endswith("。") and len(body) > 1.5 * len(text)


def _continues(walk: Walk, rest: Sequence[Sequence[Atom]]) -> bool:
    """Tell whether a paragraph without ordinal still belongs to the item before it."""
    if _comes(walk.style, walk.count + 1, rest):
        return True
    return walk.continued and walk.item is not None and len(walk.item) == 1


def _comes(style: str, number: int, rest: Sequence[Sequence[Atom]]) -> bool:
    return any(atom.style == style and atom.number == number for row in rest for atom in row)


def _listed(walk: Walk, atom: Atom, rest: Sequence[Sequence[Atom]], *, opens: bool) -> None:
    """Read an item of an enumeration, or of one inside an item."""
    if _counts_on_outside(walk, atom):
        return
    if walk.item is not None and atom.style != walk.style:
        inside = _comes(walk.style, walk.count + 1, rest) or atom.style in walk.nested
        if inside or not (opens and atom.number == 1):
            walk.nested.add(atom.style)
            walk.item.append(atom.mark + atom.text)
            return
    counts_on = atom.style == walk.style and atom.number == walk.count + 1
    _close(walk, last=not counts_on, leads=atom.number == 1)
    if not counts_on and (atom.style != walk.style or atom.number == 1):
        walk.listed = walk.kind if walk.fixed else None
    walk.style, walk.count, walk.item = atom.style, atom.number, [atom.text]


def _counts_on_outside(walk: Walk, atom: Atom) -> bool:
    """Go back to a list that a label interrupted: 1.甲。改进措施：乙。2.丙。"""
    outer = walk.outer
    if outer is None or atom.style != outer.style:
        return False
    walk.outer = None
    told = len(walk.found) > walk.outer_end or walk.item is not None
    if atom.number != outer.number + 1 or not told:
        return False
    _close(walk, last=False)
    walk.kind, walk.fixed, walk.listed = outer.kind, True, outer.kind
    walk.style, walk.count, walk.item = atom.style, atom.number, [atom.text]
    return True


def _close(walk: Walk, *, last: bool, leads: bool = False) -> None:
    """Write the item under way down; `leads` says that another enumeration follows."""
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
    _emit_item(walk, kind, text, last=last, leads=leads)


def _emit_item(walk: Walk, kind: Kind, text: str, *, last: bool, leads: bool = False) -> None:
    """Write down an item; what of it is of the other kind stands apart."""
    other: Kind = "improvement"
    if kind == "improvement":
        at, other = problem_within(text) if last else None, "problem"
    elif (at := promise_within(text)) == 0 or (at is None and promises(text)):
        kind, at = "improvement", None
    if not at:
        emit(walk, kind, text)
        return
    emit(walk, kind, text[:at])
    if last:
        walk.kind, walk.fixed, walk.style = other, False, ""
        if leads:
            read_free(walk, text[at:], leads=True, comma=True)
        else:
            _stretch(walk, atoms([text[at:]]))
    else:
        emit(walk, other, text[at:])
