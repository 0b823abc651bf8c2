"""The outline of a report: its sections by number and their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gxkit.documents.model import Note
from gxkit.forms.model import Form
from gxkit.parsing import cues, prose
from gxkit.parsing.headings import Piece, pieces
from gxkit.parsing.model import Line, Section
from gxkit.parsing.preamble import is_preamble, without_title
from gxkit.parsing.subheadings import part_headings

_MEASURES = 5
_CONTENTS = 4
_NEAR = 40  # how many parts back a heading may be repeated
AGAIN = "printed again: heading of section "
"""Begins the note on a heading that stands on the page more than once; its number follows."""


@dataclass
class _Part:
    heading: str
    where: str
    paragraphs: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _State:
    """Where the walk down the page stands; `parts` holds part 0 first."""

    form: Form
    parts: dict[int, list[_Part]] = field(default_factory=dict)
    current: int = 0
    pending: int | None = None
    after_disputes: bool = False
    explicit: frozenset[int] = frozenset()
    notes: list[Note] = field(default_factory=list)
    last: _Part | None = None


def outline(lines: Sequence[Line], form: Form) -> tuple[list[Section], list[Note]]:
    """Find the sections of a report and their parts in what is left after the tables.

    Parameters
    ----------
    lines : sequence of Line
        The narrative in reading order, with a mark where each table stood.
    form : Form
        The form whose sections are looked for.

    Returns
    -------
    list of Section
        Preamble (section 0, if there is one), then the sections found, each with its
        own text as part 0 and its （一）（二）… as parts 1, 2…
    list of Note
        What was missing or stood out of place.

    Examples
    --------
    >>> from gxkit import forms
    >>> page = ["一、总体情况", "（一）主动公开。公开信息9条。"]
    >>> found, notes = outline([Line(text, "l1") for text in page], forms.load("2021"))
    >>> [(entry.section, entry.part, entry.heading, entry.text) for entry in found]
    [(1, 0, '总体情况', ''), (1, 1, '主动公开', '公开信息9条。')]
    """
    found = _without_contents(pieces(lines))
    explicit = frozenset(piece.number for piece in found if piece.kind == "section")
    state = _State(form, explicit=explicit)
    for piece in found:
        _step(state, piece)
    _overview_without_heading(state)
    sections = _assembled(state)
    state.notes.extend(_missing(state))
    return sections, state.notes


def _without_contents(found: list[Piece]) -> list[Piece]:
    """Drop tables of contents: headings with nothing between that come again below."""
    runs: list[list[int]] = [[]]
    for index, piece in enumerate(found):
        if piece.kind == "section":
            if len(runs[-1]) >= _CONTENTS and found[runs[-1][0]].number == piece.number:
                runs.append([])  # the first heading of the report, right below its contents
            runs[-1].append(index)
        elif piece.kind != "blank" and runs[-1]:
            runs.append([])
    dropped: set[int] = set()
    for run in runs:
        if len(run) < _CONTENTS:
            continue
        later = {piece.number for piece in found[run[-1] + 1 :] if piece.kind == "section"}
        again = [at for at in run if found[at].number in later]
        if 2 * len(again) >= len(run):
            dropped.update(run)
    return [piece for index, piece in enumerate(found) if index not in dropped]


def _step(state: _State, piece: Piece) -> None:
    if piece.kind == "section":
        _enter(state, piece)
    elif piece.kind == "part":
        _begin_part(state, piece)
    elif piece.kind == "text":
        _add_text(state, piece)
    elif piece.kind == "table":
        _pass_table(state, piece)


def _open(state: _State, number: int, heading: str, where: str) -> _Part:
    state.current, state.pending = number, None
    state.last = _Part(heading, where)
    state.parts.setdefault(number, []).append(state.last)
    return state.last


def _enter(state: _State, piece: Piece) -> None:
    """Enter a section by its heading."""
    number = piece.number
    there = state.parts.get(number)
    if there is None:
        if piece.guest and number == 1 and state.current > 1:
            # A heading of its own late in the page is a part of where it stands.
            number = state.current
            there = state.parts[number]
        elif piece.guest:
            _open(state, number, "", piece.where)
            _open(state, number, piece.text, piece.where)
            return
        else:
            _open(state, number, piece.text, piece.where)
            return
    key = cues.squeezed(piece.text)
    same = next(
        (part for part in there[:1] + there[-_NEAR:] if cues.squeezed(part.heading) == key), None
    )
    if same is None and _is_an_item(state, piece):
        _add_text(state, Piece("text", piece.printed, piece.where))
        return
    if not piece.guest and (same is not None or number != _MEASURES):
        state.notes.append(Note("outline", "info", f"{AGAIN}{number}", piece.where))
    if number == state.current and same is there[0]:
        return  # printed again on the next slide
    if same is not None:
        state.current, state.pending, state.last = number, None, same
    elif piece.guest or number == _MEASURES:
        _open(state, number, piece.text, piece.where)
    else:
        if not there[0].heading:
            there[0].heading = piece.text
        state.current, state.pending, state.last = number, None, there[0]


def _is_an_item(state: _State, piece: Piece) -> bool:
    """Tell that what looks like the heading of an earlier section is a numbered item of this one.

    An outline that begins anew repeats the form's own words; 3.规范依申请公开答复 under section
    five does not.
    """
    if state.current < _MEASURES or piece.number >= state.current:
        return False  # items are numbered in section five and after it
    if piece.guest or not piece.printed:
        return False
    return not cues.pattern("bare_heading").fullmatch(cues.squeezed(piece.text))


def _begin_part(state: _State, piece: Piece) -> None:
    if state.current == 0 and 1 not in state.explicit:
        state.notes.append(Note("outline", "info", "heading of section 1 is missing", piece.where))
        _open(state, 1, "", piece.where)
    if _is_fifth(state, piece):
        _open(state, _MEASURES, "", piece.where)
    _settle(state, piece)
    key = cues.squeezed(piece.text)
    there = state.parts.setdefault(state.current, [])
    same = next(
        (
            part
            for part in there[-_NEAR:]
            if part is not there[0] and key and cues.squeezed(part.heading) == key
        ),
        None,
    )
    if same is not None:
        state.last = same
        return
    if not there:
        there.append(_Part("", piece.where))
    state.last = _Part(piece.text, piece.where)
    there.append(state.last)


def _add_text(state: _State, piece: Piece) -> None:
    if _is_fifth(state, piece):
        _open(state, _MEASURES, "", piece.where)
    _settle(state, piece)
    if state.last is None:
        state.last = _open(state, state.current, "", piece.where)
    state.last.paragraphs.append((piece.text, piece.where))


def _pass_table(state: _State, piece: Piece) -> None:
    """A table tells in which section the page has arrived, where its heading is missing."""
    table = state.form.table.get(piece.text)
    if table is None:
        return
    if state.current < table.section and table.section not in state.explicit:
        state.pending = table.section
    if state.current <= table.section:
        state.after_disputes = table is state.form.tables[-1]


def _settle(state: _State, piece: Piece) -> None:
    """Open the section that a table without heading announced, now that it has text."""
    if state.pending is not None:
        state.notes.append(
            Note("outline", "info", f"heading of section {state.pending} is missing", piece.where)
        )
        _open(state, state.pending, "", piece.where)


def _is_fifth(state: _State, piece: Piece) -> bool:
    """Tell whether section five begins here although nothing heads it."""
    if state.current >= _MEASURES or _MEASURES in state.explicit or _MEASURES in state.parts:
        return False
    plain = cues.squeezed(piece.text[:200])
    if piece.kind == "part" and cues.pattern("label_problem").fullmatch(plain):
        begins = True
    elif piece.kind == "part" and cues.pattern("label_improvement").fullmatch(plain):
        begins = state.current >= 2
    else:
        noted = cues.pattern("note_raw").search(piece.text) is not None
        begins = (
            state.after_disputes
            and not noted
            and cues.pattern("problem_start").search(plain) is not None
        )
    if begins:
        state.notes.append(Note("outline", "info", "heading of section 5 is missing", piece.where))
    return begins


def _overview_without_heading(state: _State) -> None:
    """Move what is no preamble out of it where heading one is missing."""
    before = state.parts.get(0)
    if 1 in state.explicit or not before:
        return
    paragraphs = before[0].paragraphs
    body = [text for text, _ in without_title(paragraphs)]
    start = next(
        (at for at, (text, _) in enumerate(paragraphs) if text in body and not is_preamble(text)),
        len(paragraphs),
    )
    moved = paragraphs[start:]
    if 1 not in state.parts:
        if sum(len(text) for text, _ in moved) < 60 or not state.explicit:
            return
        state.parts[1] = [_Part("", moved[0][1])]
        state.notes.append(Note("outline", "info", "heading of section 1 is missing", moved[0][1]))
    del paragraphs[start:]
    state.parts[1][0].paragraphs[:0] = moved


def _assembled(state: _State) -> list[Section]:
    final = state.last
    sections: list[Section] = []
    for number in sorted(state.parts):
        parts = state.parts[number]
        if number == 0:
            parts = [
                replace(part, paragraphs=without_title(part.paragraphs)) for part in parts[:1]
            ] + parts[1:]
        if number == 1 and len(parts) == 1:
            own = parts[0]
            headed = part_headings(own.heading, own.where, own.paragraphs)
            parts = [_Part(*entry) for entry in headed]
        for index, part in enumerate(parts):
            # Splitting a part renews its objects, so the end of the page is told by place.
            texts = [text for text, _ in part.paragraphs]
            if (
                final is not None
                and part.paragraphs
                and part.paragraphs[-1:] == final.paragraphs[-1:]
            ):
                texts = prose.without_tail(texts)
            kept = [text for text in texts if not prose.is_chrome(text)]
            text = "\n".join(prose.heal(kept))
            where = part.paragraphs[0][1] if part.paragraphs and number == 0 else part.where
            if number or text:
                sections.append(Section(number, index, part.heading, text, where))
    return sections


def _missing(state: _State) -> list[Note]:
    numbers = [section.number for section in state.form.sections]
    absent = [str(number) for number in numbers if number not in state.parts]
    if not absent or len(absent) == len(numbers):
        return []
    return [Note("outline", "info", f"no section {', '.join(absent)}")]
