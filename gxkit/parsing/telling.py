"""Telling what a piece is, from the pieces around it and what came before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.parsing.head import Head
from gxkit.parsing.labels import Ref, may_begin, refs
from gxkit.parsing.normal import label_key
from gxkit.parsing.numbers import is_remark, read_number
from gxkit.parsing.pieces import Piece
from gxkit.parsing.rows import SourceRow

# A label is never longer: what is longer, or reads as prose, ends a table.
LONGEST = 90
# As many empty cells in a row are a line of the table, not the rest of its head.
LINE = 5
# A label may be broken over so many pieces (a vertical one has a character a line).
_JOINED = 7
_LETTER = re.compile(r"[^\W\d_]")
_HEADING = re.compile(r"\s*#*\s*(?:[一二三四五六七八]\s*[、.．]|\d{1,2}\s*[、.．]\s*\D+$)")
# What a heading names and no row label of the requests does.
_SECTION = re.compile(r"复议|诉讼|问题|需要报告|主动公开|总体情况|改进")


def stands_for_value(piece: Piece) -> bool:
    """Say whether a piece may be what a cell prints: a number, a mark, a remark or nothing."""
    return piece.glued or read_number(piece.text).state != "unreadable" or is_remark(piece.text)


def many_numbers(text: str) -> bool:
    """Say whether a cell holds a number a line: those of several rows that were made one."""
    lines = text.split("\n")
    return len(lines) > 1 and all(read_number(line).state == "number" for line in lines)


def match(pieces: Sequence[Piece], at: int) -> tuple[int, tuple[Ref, ...]]:
    """Match a label at a piece of a line, over the longest run of pieces that make one."""
    text = pieces[at].text
    if len(text) > LONGEST:
        return 1, refs(text)
    if not may_begin(text):
        return 1, ()
    if stands_for_value(pieces[at]):
        return 1, refs(text)
    run = [text]
    for piece in pieces[at + 1 : at + _JOINED]:
        if len(piece.text) > LONGEST or stands_for_value(piece) or not _LETTER.search(piece.text):
            break
        run.append(piece.text)
    for size in range(len(run), 1, -1):
        found = refs("".join(run[:size]))
        if found:
            return size, found
    return 1, refs(text)


def join(pieces: Sequence[Piece]) -> Piece:
    """Join the pieces of one label."""
    first, last = pieces[0], pieces[-1]
    text = "".join(piece.text for piece in pieces)
    return first._replace(text=text, span=last.column - first.column + 1, end=last.end, glued=False)


def choose(own: Sequence[Ref], last: Ref | None, *, in_head: bool) -> Ref:
    """Choose among the things one label may name, by what came before."""
    if len(own) == 1:
        return own[0]
    wanted = "column" if in_head or (last and last.role == "column") else "row"
    same = [ref for ref in own if ref.role == wanted] or list(own)
    if wanted == "row" and len(same) > 1 and last:
        stem = last.code.split(".")[0]
        after = [ref for ref in same if stem == "other" and ref.code.startswith("other.")]
        plain = [ref for ref in same if ref.code == "total"]
        same = after or plain or same
    return same[0]


def is_other_row(ref: Ref, piece: Piece) -> bool:
    """Say whether 其他, which many rows could be called, may be the row （六）其他处理."""
    if ref.code != "other":
        return True
    ordinal, words, _ = label_key(piece.text)
    return ordinal == "(六)" or words not in {"其他", "其它"}


def has_values(row: SourceRow, piece: Piece, ref: Ref, head: Head | None) -> bool:
    """Say whether a kind of case has its results behind it in a row of its own."""
    if ref.role != "row" or head is None:
        return False
    behind = row.pieces[row.pieces.index(piece) + 1 :] if piece in row.pieces else ()
    if row.kind != "line":
        return any(other.text for other in behind) and not any(refs(o.text) for o in behind)
    printed = next((other for other in behind if other.text), None)
    named = [other for other in refs(printed.text) if other.table == ref.table] if printed else []
    if any(other.role == "column" for other in named) or (named and behind[0] is printed):
        return False
    roles = [
        other.role
        for _, known in head.pieces
        for other in refs(known.text)
        if other.table == ref.table
    ]
    return roles.count("column") >= LINE and "row" not in roles


def begins_line(ref: Ref, head: Head | None) -> bool:
    """Say whether the empty cells before a label are a line, not the rest of the head.

    They are where all results of a group were named and the label begins another.
    """
    named = sum(
        any(other.role == "column" for other in refs(piece.text))
        for _, piece in (head.pieces if head else ())
    )
    return ref.role != "column" and named >= LINE


def begins_table(ref: Ref, piece: Piece, head: Head) -> bool:
    """Say whether a label below an empty row begins another table, not the rest of the head.

    It does where it stands below a result that was named already.
    """
    if not piece.column:
        return begins_line(ref, head)
    return ref.role != "column" and any(
        other.role == "column"
        for _, known in head.pieces
        if known.column <= piece.column < known.column + known.span
        for other in refs(known.text)
    )


def is_heading(text: str) -> bool:
    """Say whether a text begins with the ordinal of a section, as many labels do too."""
    return _HEADING.match(text) is not None


def ends_table(text: str, table: str) -> bool:
    """Say whether a text is the heading of a section, not a label that begins like one."""
    return is_heading(text) and (table != "requests" or bool(_SECTION.search(text)))
