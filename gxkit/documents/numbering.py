"""Automatic numbers of a Word file: 一、 （二） 3. as Word prints them before a paragraph."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gxkit.documents.ordinals import FORMATS
from gxkit.documents.printed import JOINED

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gxkit.documents.package import Package

_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_STYLES: Final = "word/styles.xml"
_STYLE_ID: Final = re.compile(rb'w:styleId="([^"]*)"')
_BASED_ON: Final = re.compile(rb'<w:basedOn w:val="([^"]*)"')
_ANCESTORS: Final = 20
_DEPTH: Final = 9
_BULLETS: Final = ("bullet", "none")


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class _List:
    key: str  # lists of the same abstract definition count on together
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a Word file, counting as its paragraphs are met in order.

    Parameters
    ----------
    part : lxml element
        The root of ``word/numbering.xml``.
    space : str
        The WordprocessingML namespace in braces.
    """

    def __init__(self, part: _Element, space: str) -> None:
        self._space = space
        abstract = {a.get(f"{space}abstractNumId"): a for a in part.iter(f"{space}abstractNum")}
        self._lists: dict[str, _List] = {}
        levels: dict[str, dict[int, _Level]] = {}
        for num in part.iter(f"{space}num"):
            key = self._value(num, "abstractNumId")
            source = abstract.get(key)
            if source is None:
                continue
            if key not in levels:
                levels[key] = self._levels(source)
            entry = _List(key, dict(levels[key]))
            for override in num.findall(f"{space}lvlOverride"):
                index = _whole(override.get(f"{space}ilvl"), 0)
                entry.levels.update(self._levels(override))
                start = override.find(f"{space}startOverride")
                if start is not None:
                    entry.restarts[index] = _whole(start.get(f"{space}val"), 1)
            self._lists[num.get(f"{space}numId") or ""] = entry
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph on and give the label that Word prints before it."""
        entry = self._lists.get(list_id)
        if entry is None or level not in entry.levels:
            return ""
        counts = self._counts.setdefault(entry.key, {})
        form = entry.levels[level]
        if level in entry.restarts and (list_id, level) not in self._begun:
            counts[level] = entry.restarts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = form.start
        self._begun.add((list_id, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if form.format in _BULLETS:
            return "" if form.format == "bullet" else _PLACEHOLDER.sub("", form.text)
        return _PLACEHOLDER.sub(lambda m: self._number(entry, int(m[1]) - 1, form.legal), form.text)

    def _number(self, entry: _List, level: int, legal: bool) -> str:
        form = entry.levels.get(level)
        if form is None:
            return ""
        number = self._counts[entry.key].setdefault(level, form.start)
        write = str if legal else FORMATS.get(form.format, str)
        return write(number) if number > 0 else str(number)

    def _levels(self, source: _Element) -> dict[int, _Level]:
        levels = {}
        for element in source.findall(f"{self._space}lvl"):
            index = _whole(element.get(f"{self._space}ilvl"), 0)
            if index >= _DEPTH:
                continue
            levels[index] = _Level(
                _whole(self._value(element, "start"), 1),
                self._value(element, "numFmt") or "decimal",
                self._value(element, "lvlText"),
                element.find(f"{self._space}isLgl") is not None,
            )
        return levels

    def _value(self, element: _Element, name: str) -> str:
        child = element.find(f"{self._space}{name}")
        return "" if child is None else child.get(f"{self._space}val") or ""


def _whole(value: str | None, default: int) -> int:
    return (
        int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else default
    )


def write_labels(root: _Element, space: str, package: Package) -> None:
    """Write the automatic numbers of a document in front of its paragraphs.

    Parameters
    ----------
    root : lxml element
        The document, without what is not printed; changed in place.
    space : str
        The WordprocessingML namespace in braces.
    package : Package
        The file, for its lists and styles.
    """
    part = package.part("word/numbering.xml")
    if part is None or next(part.iter(f"{space}num"), None) is None:
        return
    numbering = Numbering(part, space)
    used = {name.get(f"{space}val") or "" for name in root.iter(f"{space}pStyle")}
    styles = {}
    raw = package.raw(_STYLES) if used else None
    if raw is not None and _may_number(raw, used):
        styles = _list_styles(package.parse(raw, _STYLES), space)
    for setting in root.iter(f"{space}pPr"):
        paragraph = setting.getparent()
        if paragraph is None or paragraph.tag != f"{space}p":
            continue  # what a tracked change has replaced
        list_id, level = _list_of(setting, space, styles)
        gone = setting.get(JOINED) and next(paragraph.iter(f"{space}t"), None) is None
        if list_id in ("", "0") or gone:
            continue
        label = numbering.label(list_id, level)
        if label:
            # Word sets a tab or a space after it; without one 1. and 5 would read 1.5.
            setting.text = label + " " if label[-1].isascii() else label


def _list_of(
    setting: _Element, space: str, styles: Mapping[str, tuple[str, int]]
) -> tuple[str, int]:
    """Say to which list, at which level, the properties of a paragraph or a style point."""

    def value(element: _Element | None, default: str) -> str:
        return default if element is None else element.get(f"{space}val") or default

    list_id, level = styles.get(value(setting.find(f"{space}pStyle"), ""), ("", 0))
    own = setting.find(f"{space}numPr")
    if own is not None:
        list_id = value(own.find(f"{space}numId"), list_id)
        level = _whole(value(own.find(f"{space}ilvl"), ""), level)
    return list_id, level


def _may_number(raw: bytes, used: set[str]) -> bool:
    """Tell from the bytes whether a used style may number its paragraphs.

    Parsing the styles costs more than all the rest of a small file; most need it not.
    """
    pieces = raw.split(b"<w:style ")
    if len(pieces) < 2:
        return True  # another prefix: parse it
    numbered: set[str] = set()
    based: dict[str, str] = {}
    for piece in pieces[1:]:
        key = _STYLE_ID.search(piece)
        name = key[1].decode("utf-8", "replace") if key else ""
        parent = _BASED_ON.search(piece)
        based[name] = parent[1].decode("utf-8", "replace") if parent else ""
        if b"numPr" in piece:
            numbered.add(name)
    return any(_ancestor(name, numbered, based) is not None for name in used)


def _ancestor(name: str, wanted: Container[str], based: Mapping[str, str]) -> str | None:
    for _ in range(_ANCESTORS):
        if name in wanted:
            return name
        name = based.get(name, "")
    return None


def _list_styles(part: _Element, space: str) -> dict[str, tuple[str, int]]:
    """Say which paragraph styles number their paragraphs, those based on others too."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in part.iterfind(f"{space}style"):
        based[style.get(f"{space}styleId") or ""] = ""
    for link in part.iterfind(f"{space}style/{space}basedOn"):
        holder = link.getparent()
        if holder is not None:
            based[holder.get(f"{space}styleId") or ""] = link.get(f"{space}val") or ""
    for link in part.iterfind(f"{space}style/{space}pPr/{space}numPr"):
        setting = link.getparent()
        holder = None if setting is None else setting.getparent()
        if setting is not None and holder is not None:
            own[holder.get(f"{space}styleId") or ""] = _list_of(setting, space, {})
    found = {}
    for key in based:
        ancestor = _ancestor(key, own, based)
        if ancestor is not None:
            found[key] = own[ancestor]
    return found
