"""Cells that hold a picture and nothing else: what they show is not known, so they are not blank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

PICTURE: Final = "[图]"
"""Stands for a picture where a number could stand: it is read as text that is no number."""

_FILLER: Final = re.compile(
    r"space|blank|transparent|pixel|(?:^|/)(?:dot|clear|1x1)\.\w+$", re.IGNORECASE
)
"""How the files are named that old pages fill cells with."""
_SMALL: Final = re.compile(r"\s*[0-3](?:px)?\s*")
"""The width or height of one that nobody sees: no figure is so small."""


def mark_pictures(root: _Element) -> None:
    """Put a sign into cells of a web page that hold a picture alone beside cells with text.

    Parameters
    ----------
    root : Element
        The tree of a page; it is changed.

    Examples
    --------
    >>> from lxml import html
    >>> page = html.fromstring("<table><tr><td>规章<td><img src=a.png></table>")
    >>> mark_pictures(page)
    >>> ["".join(cell.itertext()) for cell in page.iter("td")]
    ['规章', '[图]']
    """
    # Each cell and each row is asked once: a hostile one has pictures by the thousand.
    judged: set[_Element] = set()
    told: dict[_Element, bool] = {}
    for picture in root.iter("img"):
        cell = next(picture.iterancestors("td", "th"), None)
        row = None if cell is None else cell.getparent()
        if cell is None or row is None or cell in judged or _fills(picture):
            continue
        judged.add(cell)
        if _has_text(cell) or next(cell.iter("table"), None) is not None:
            continue
        if row not in told:
            told[row] = any(map(_has_text, row))
        if told[row]:
            picture.tail = PICTURE


def _fills(picture: _Element) -> bool:
    """Say whether a picture only fills a cell, as those of old pages do."""
    source = (picture.get("src") or "").partition("?")[0]
    sides = [picture.get(side) or "" for side in ("width", "height")]
    return bool(_FILLER.search(source)) or any(map(_SMALL.fullmatch, sides))


def _has_text(element: _Element) -> bool:
    return any(text.strip() for text in element.itertext())
