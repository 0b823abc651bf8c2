"""Labels in lines, and how wide they are: a Chinese sign counts two, a Latin one counts one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

_PIECE = re.compile(r"[!-~]+ *|.[ ]*")
_CLOSING = frozenset("，。、；：！？）》」』】〉”’％%")

_BESIDE = 10
"""What stands beside a word of a legend: its colour, and the room to the next."""


def width_of(label: str) -> int:
    """Return how wide a label is, in halves of a Chinese sign.

    Examples
    --------
    >>> width_of("A1 申请")
    7
    """
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in label)


def broken(label: str, width: int = 44) -> str:
    """Break a long label into lines: between Chinese signs anywhere, else between words.

    Parameters
    ----------
    label : str
        The label; lines that it has already stay.
    width : int
        How wide a line may be, in halves of a Chinese sign.

    Examples
    --------
    >>> print(broken("A7 申请表：部分不大于整体", 16))
    A7 申请表：部分
    不大于整体
    """
    if "\n" in label:
        return "\n".join(broken(line, width) for line in label.split("\n"))
    least = -(-width_of(label) // max(1, -(-width_of(label) // width)))
    even = min(width, least + 6)  # lines of about one length, not a full one and a rest
    lines = [""]
    for piece in _PIECE.findall(label):
        fits = width_of(lines[-1] + piece.rstrip()) <= even or piece[0] in _CLOSING
        if fits or not lines[-1]:
            lines[-1] += piece
        else:
            lines.append(piece)
    return "\n".join(line.rstrip() for line in lines)


def columns_of(widths: Sequence[int], room: float) -> int:
    """Return in how many columns words of these widths have room, filled one after the other.

    Examples
    --------
    >>> columns_of([8, 8, 8, 8], 80), columns_of([30, 8, 8, 8], 70)
    (4, 2)
    """
    for columns in range(len(widths), 1, -1):
        rows = -(-len(widths) // columns)
        parts = [widths[at : at + rows] for at in range(0, len(widths), rows)]
        if sum(max(part) + _BESIDE for part in parts) <= room:
            return len(parts)
    return 1


def compact(number: float) -> str:
    """Write a number in few signs: whole from 100 on, else with three digits.

    Examples
    --------
    >>> compact(862673.4), compact(3.14159), compact(2.5e8)
    ('862,673', '3.14', '2.5e+08')
    """
    if abs(number) >= 1e7:
        return f"{number:.1e}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def percent(share: float) -> str:
    """Write a share at an axis: 27.5 % stays 27.5 %, for rounded ticks would stand unevenly.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Examples
    --------
    >>> percent(0.275), percent(0.3)
    ('27.5%', '30%')
    """
    return f"{share * 100:.4g}%"
