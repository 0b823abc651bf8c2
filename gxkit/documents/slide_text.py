"""The text of a box or a cell on a slide, line by line, with its automatic numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from gxkit.documents.decode import drop_unseen
from gxkit.documents.model import Note
from gxkit.documents.ordinals import FORMATS

if TYPE_CHECKING:
    from lxml.etree import _Element

_STRUCK: Final = ("sngStrike", "dblStrike")
_NUMBERING: Final = re.compile(
    r"(arabicDb|arabic|alphaLc|alphaUc|romanLc|romanUc|ea1ChsCht|ea1Chs|ea1Cht|ea1JpnChsDb|ea1JpnKor"
    r"|circleNumDb|circleNumWdBlack|circleNumWdWhite)(ParenBoth|ParenR|Period|Plain)"
)
_STYLES: Final = {
    "arabic": "decimal",
    "arabicDb": "decimalFullWidth",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
    "circleNumDb": "decimalEnclosedCircle",
    "circleNumWdBlack": "decimalEnclosedCircle",
    "circleNumWdWhite": "decimalEnclosedCircle",
}
"""Number formats of slides by those of Word; the others count in Chinese."""
_AROUND: Final = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Plain": "{}"}
_MOST: Final = 32_767
"""The highest number at which a list may start."""


def lines_of(owner: _Element, notes: list[Note], *, in_cell: bool = False) -> list[str]:
    """Return the lines of text in a shape, a cell or a point of a diagram.

    Parameters
    ----------
    owner : lxml element
        What holds the text.
    notes : list of Note
        Takes up a note on struck text.
    in_cell : bool
        Whether white space only parts words, as in the cells of tables.

    Returns
    -------
    list of str
        The lines that are not blank.

    Examples
    --------
    >>> space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    >>> text = "<a:p><a:r><a:t>规章</a:t></a:r><a:br/><a:r><a:t>3</a:t></a:r></a:p>"
    >>> box = etree.fromstring(f'<x xmlns:a="{space}"><a:txBody>{text}</a:txBody></x>')
    >>> lines_of(box, [])
    ['规章', '3']
    """
    found: list[str] = []
    for body in owner.iterchildren("{*}txBody", "{*}t"):
        counts: dict[int, int] = {}
        for paragraph in body.iterchildren("{*}p"):
            text = _text(paragraph, notes)
            if text.strip():
                text = _label(paragraph, body, counts) + text
            for line in text.split("\n"):
                plain = line.replace("\xa0", " ").rstrip()
                plain = drop_unseen(" ".join(line.split()) if in_cell else plain)
                if plain.strip():
                    found.append(plain)
    return found


def _text(paragraph: _Element, notes: list[Note]) -> str:
    text = ""
    for run in paragraph.iter("{*}r", "{*}fld", "{*}br"):
        name = etree.QName(run).localname
        if name == "br":
            text += "\n"
            continue
        if name == "fld" and (run.get("type") or "").startswith(("slidenum", "datetime")):
            continue
        piece = (run.findtext("{*}t") or "").replace("_x000B_", "\n").replace("\x0b", "\n")
        setting = run.find("{*}rPr")
        if setting is not None:
            if setting.get("strike") in _STRUCK and piece:
                note = Note("read", "info", "struck-out text was left out")
                if note not in notes:
                    notes.append(note)
                continue
            raised = (setting.get("baseline") or "0") not in ("0", "0%")
            if raised and text[-1:].isdigit() and piece.strip() and not piece.strip()[0].isalpha():
                piece = f"[{piece}]"  # a note mark must not become a digit of the number
        text += piece
    return text


def _label(paragraph: _Element, body: _Element, counts: dict[int, int]) -> str:
    """Return the automatic number of a paragraph, and count it."""
    own = paragraph.find("{*}pPr")
    level = _digits(None if own is None else own.get("lvl"), 0)
    setting = None if own is None else own.find("{*}buAutoNum")
    if setting is None and (own is None or not _says_otherwise(own)):
        setting = body.find(f"{{*}}lstStyle/{{*}}lvl{level + 1}pPr/{{*}}buAutoNum")
    for deeper in [other for other in counts if other > level]:
        del counts[deeper]
    if setting is None:
        counts.pop(level, None)
        return ""
    number = counts.get(level, _digits(setting.get("startAt"), 1) - 1) + 1
    counts[level] = number
    match = _NUMBERING.fullmatch(setting.get("type") or "arabicPeriod")
    if match is None:
        return f"{number}."
    return _AROUND[match[2]].format(FORMATS[_STYLES.get(match[1], "chineseCounting")](number))


def _says_otherwise(setting: _Element) -> bool:
    return any(setting.find(f"{{*}}{name}") is not None for name in ("buNone", "buChar", "buBlip"))


def _digits(value: str | None, default: int) -> int:
    if value and value.isascii() and value.isdigit():
        return min(int(value[:6]), _MOST)
    return default
