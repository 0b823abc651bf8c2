"""What the style sheets inside a page say of its elements: which are hidden, which draw a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gxkit.documents import limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENT: Final = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE: Final = re.compile(r"([^{};]+)\{([^{}]*)\}")
_EVERYWHERE: Final = re.compile(r"@media\s+(?:only\s+)?(?:all|screen)\s*\{", re.IGNORECASE)
_SCREEN: Final = ("", "all", "screen")
_SHOWS: Final = re.compile(
    r"(?<![\w-])(display|visibility)\s*:\s*([a-z-]+)\s*(!\s*important)?\s*(?:;|$)", re.IGNORECASE
)
_TELLING: Final = re.compile(
    r"display\s*:\s*(?:none|(?:inline-)?table)|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE
)
_COMPOUND: Final = re.compile(r"(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAMES: Final = re.compile(r"([.#])([\w-]+)")
_CELLS: Final = ("td", "th", "tr")
_DRAWN: Final = ("div", "span", "section", "ul", "li", "p")
_PIECE: Final = 60
"""Signs of what may be hidden inside a cell; more is a part of the page that a script may show."""
_ROW: Final = 300


class _Compound(NamedTuple):
    """One link of a selector: a tag ("" for any), classes and ids, and whether it is a parent."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    direct: bool


class _Declared(NamedTuple):
    """One property that a rule sets; `weight` orders rules as browsers do."""

    links: tuple[_Compound, ...]
    name: str
    value: str
    weight: tuple[bool, int, int, int, int]


def apply_sheets(root: _Element) -> None:
    """Write what the page's own style sheets say into the ``style`` of its elements.

    Only what hides a row, a cell or a piece of one, and what draws tables, is followed:
    larger parts that are hidden at first are tabs and folds, which scripts show.

    Parameters
    ----------
    root : Element
        The tree of a page; it is changed.

    Examples
    --------
    >>> from lxml import html
    >>> cell = "<td>3<span class='h'>9</span></td>"
    >>> page = html.fromstring(f"<style>.h {{display: none}}</style><table><tr>{cell}</table>")
    >>> apply_sheets(page)
    >>> page.find(".//span").get("style")
    'display:none'
    """
    declared = list(_declared(root))
    if not any(_TELLING.match(f"{one.name}:{one.value}") for one in declared):
        return
    found: dict[_Element, dict[str, _Declared]] = {}
    named: dict[str, list[_Declared]] = {}
    for one in declared:
        named.setdefault(_key(one.links[0]), []).append(one)
    for element in root.iter("*"):
        for one in _rules_for(element, named):
            if _matches(element, one.links):
                best = found.setdefault(element, {}).setdefault(one.name, one)
                if one.weight >= best.weight:
                    found[element][one.name] = one
    for element, properties in found.items():
        own = element.get("style") or ""
        told = [
            f"{name}:{one.value}"
            for name, one in properties.items()
            if _TELLING.match(f"{name}:{one.value}")
            and (one.weight[0] or name not in own.lower())
            and _followed(element, one.value)
        ]
        if told:
            element.set("style", ";".join([*told, own]).rstrip(";"))


def _key(link: _Compound) -> str:
    """Return one name that an element must bear for a selector to mean it; "" for none."""
    for sign, names in (("#", link.ids), (".", link.classes)):
        if names:
            return sign + min(names)
    return link.tag


def _rules_for(element: _Element, named: Mapping[str, Sequence[_Declared]]) -> Iterator[_Declared]:
    """Yield the rules that may mean an element: asking each of all would cost too much."""
    keys = ["", str(element.tag), "#" + (element.get("id") or "")]
    for key in (*keys, *("." + name for name in set((element.get("class") or "").split()))):
        yield from named.get(key, ())


def _followed(element: _Element, value: str) -> bool:
    """Say whether to follow what a sheet says of an element, or to read it as it stands."""
    if "table" in value:
        return element.tag in _DRAWN
    if next(element.iter("table"), None) is not None:
        return False
    length = sum(len(text) for text in element.itertext())
    if element.tag in _CELLS:
        return length <= _ROW
    return length <= _PIECE and next(element.iterancestors("td", "th"), None) is not None


def _declared(root: _Element) -> Iterator[_Declared]:
    """Yield what rules of the page's sheets set of display and visibility, as far as understood."""
    count = 0
    for sheet in root.iter("style"):
        text = _COMMENT.sub("", (sheet.text or "")[: limits.SHEET_CHARS])
        medium = (sheet.get("media") or "").strip().lower()
        if medium not in _SCREEN or not _TELLING.search(text):
            continue
        for selectors, body in _RULE.findall(_of_screen(text)):
            for name, value, important in _SHOWS.findall(body):
                for selector in selectors.split(","):
                    links = _links(selector)
                    count += 1
                    if links is None or count > limits.SHEET_RULES:
                        continue
                    ids = sum(len(link.ids) for link in links)
                    classes = sum(len(link.classes) for link in links)
                    tags = sum(bool(link.tag) for link in links)
                    weight = (bool(important), ids, classes, tags, count)
                    yield _Declared(links, name.lower(), value.lower(), weight)


def _of_screen(text: str) -> str:
    """Leave of a sheet what holds on every screen: other @-blocks hang on a print or a width."""
    out: list[str] = []
    at = 0
    while (start := text.find("@", at)) >= 0:
        out.append(text[at:start])
        brace, stop = text.find("{", start), text.find(";", start)
        if brace < 0 or 0 <= stop < brace:
            at = stop + 1 if stop >= 0 else len(text)
            continue
        end = _closing(text, brace)
        if _EVERYWHERE.match(text, start):
            out.append(text[brace + 1 : end])
        at = end + 1
    return "".join([*out, text[at:]])


def _closing(text: str, brace: int) -> int:
    depth = 0
    for match in re.compile("[{}]").finditer(text, brace):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.start()
    return len(text)


def _links(selector: str) -> tuple[_Compound, ...] | None:
    """Take a selector apart, the element itself first; None where it asks for more than names."""
    links: list[_Compound] = []
    direct = False
    for word in selector.replace(">", " > ").split():
        if word == ">":
            direct = True
            continue
        match = _COMPOUND.fullmatch(word)
        if match is None:
            return None
        names = _NAMES.findall(match[2])
        links.append(
            _Compound(
                (match[1] or "").lower().strip("*"),
                frozenset(name for sign, name in names if sign == "."),
                frozenset(name for sign, name in names if sign == "#"),
                direct,
            )
        )
        direct = False
    return tuple(reversed(links)) or None


def _matches(element: _Element, links: tuple[_Compound, ...]) -> bool:
    """Say whether a selector names an element, as far as its nearest ancestors tell."""
    if not _is(element, links[0]):
        return False
    at: _Element | None = element
    for before, link in pairwise(links):
        at = None if at is None else at.getparent()
        while at is not None and not before.direct and not _is(at, link):
            at = at.getparent()
        if at is None or not _is(at, link):
            return False
    return True


def _is(element: _Element, link: _Compound) -> bool:
    if link.tag and element.tag != link.tag:
        return False
    if link.ids and element.get("id") not in link.ids:
        return False
    return not link.classes or link.classes <= set((element.get("class") or "").split())
