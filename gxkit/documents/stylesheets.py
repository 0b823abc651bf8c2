"""What the style sheets inside a page say of its elements: which are hidden, raised or struck, which draw a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gxkit.documents import limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENT: Final = re.compile(r"/\*(?:.*?\*/|.*\Z)|<!--|-->", re.DOTALL)
_SIGN: Final = re.compile(r"[{};]")
_MEDIA: Final = re.compile(r"@media\s+(.*)", re.DOTALL | re.IGNORECASE)
_SCREEN: Final = ("", "all", "screen", "only all", "only screen")
_SHOWS: Final = re.compile(
    r"(?<![\w-])(display|visibility|vertical-align|font-size|text-decoration)(?:-line)?+\s*+:"
    r"\s*+([^;!]++)(!\s*+important)?+\s*+(?:;|$)",
    re.IGNORECASE,
)
_TELLING: Final = re.compile(
    r"display\s*:\s*(?:none|(?:inline-)?table)|visibility\s*:\s*(?:hidden|collapse)"
    r"|vertical-align\s*:\s*super|font-size\s*:\s*0+(?:px|pt|r?em|%)?(?![\w.])"
    r"|text-decoration(?:-line)?\s*:[^;{}]*line-through",
    re.IGNORECASE,
)
_COMPOUND: Final = re.compile(r"(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAMES: Final = re.compile(r"([.#])([\w-]+)")
_CELLS: Final = ("td", "th", "tr")
_DRAWN: Final = ("div", "span", "section", "ul", "li", "p")
_PIECE: Final = 60
"""Signs of what may be hidden inside a cell; more is a part of the page that a script may show."""
_ROW: Final = 300
"""Signs of a cell or a row that may be hidden, for the same reason."""
_LINKS: Final = 40
"""Words of a selector; nobody writes so many."""
_ABOVE: Final = 60
"""Elements around one that are asked whether a selector means them."""


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


def apply_sheets(root: _Element) -> bool:
    """Write what the page's own style sheets say into the ``style`` of its elements.

    Only what hides a row, a cell or a piece of one, and what draws tables, is followed:
    larger parts that are hidden at first are tabs and folds, which scripts show.

    Parameters
    ----------
    root : Element
        The tree of a page; it is changed.

    Returns
    -------
    bool
        Whether all of it was looked at: False where sheets or page are so large that a limit
        ended it.

    Examples
    --------
    >>> from lxml import html
    >>> cell = "<td>3<span class='h'>9</span></td>"
    >>> page = html.fromstring(f"<style>.h {{display: none}}</style><table><tr>{cell}</table>")
    >>> apply_sheets(page)
    True
    >>> page.find(".//span").get("style")
    'display:none'
    """
    texts, whole = _texts(root)
    if not any(map(_TELLING.search, texts)):
        return whole
    bear = {key for element in root.iter("*") for key in _keys(element)}
    meant = (one for one in _declared(texts) if _key(one.links[0]) in bear)
    declared = list(islice(meant, limits.STYLE_RULES + 1))
    whole = whole and len(declared) <= limits.STYLE_RULES
    named: dict[str, list[_Declared]] = {}
    for one in declared[: limits.STYLE_RULES]:
        named.setdefault(_key(one.links[0]), []).append(one)
    tests = 0
    for element in root.iter("*"):
        rules = [one for key in _keys(element) for one in named.get(key, ())]
        tests += len(rules)
        if tests > limits.STYLE_TESTS:
            return False
        best: dict[str, _Declared] = {}
        for one in rules:
            least = one.name not in best or one.weight > best[one.name].weight
            if least and _matches(element, one.links):
                best[one.name] = one
        _write(element, best)
    return whole


def _write(element: _Element, best: Mapping[str, _Declared]) -> None:
    """Put what sheets say of an element before its own style, unless that says otherwise."""
    own = element.get("style") or ""
    told = [
        f"{name}:{one.value}"
        for name, one in best.items()
        if _TELLING.match(f"{name}:{one.value}")
        and (one.weight[0] or name not in own.lower())
        and _followed(element, one)
    ]
    if told:
        element.set("style", ";".join([*told, own]).rstrip(";"))


def _key(link: _Compound) -> str:
    """Return one name that an element must bear for a selector to mean it; "" for none."""
    for sign, names in (("#", link.ids), (".", link.classes)):
        if names:
            return sign + min(names)
    return link.tag


def _keys(element: _Element) -> set[str]:
    """Return the keys of selectors that may mean an element: asking each of all costs too much."""
    classes = (element.get("class") or "").split()
    return {
        "",
        str(element.tag),
        *("#" + name for name in (element.get("id"),) if name),
        *("." + name for name in classes),
    }


def _followed(element: _Element, one: _Declared) -> bool:
    """Say whether to follow what a sheet says of an element, or to read it as it stands."""
    if one.name == "display" and "table" in one.value:
        return element.tag in _DRAWN
    if next(element.iter("table"), None) is not None:
        return False
    if one.name == "font-size" and len(element):
        return False  # what is inside may have a size of its own
    if element.tag in _CELLS:
        return one.name in ("display", "visibility") and _is_short(element, _ROW)
    inside = next(element.iterancestors("td", "th"), None) is not None
    return inside and _is_short(element, _PIECE)


def _is_short(element: _Element, most: int) -> bool:
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > most:
            return False
    return True


def _texts(root: _Element) -> tuple[list[str], bool]:
    """Return the sheets of a page that hold on every screen, and whether they are whole."""
    texts: list[str] = []
    left = limits.STYLE_CHARS
    for sheet in root.iter("style"):
        if _on_screen(sheet.get("media") or ""):
            text = sheet.text or ""
            texts.append(_COMMENT.sub("", text[: max(0, left)]))
            left -= len(text)
    return texts, left >= 0


def _on_screen(media: str) -> bool:
    """Say whether a list of media names every screen: others hang on a print or a width."""
    return any(medium.strip().lower() in _SCREEN for medium in media.split(","))


def _declared(texts: Iterable[str]) -> Iterator[_Declared]:
    """Yield what rules of sheets set of display and visibility, as far as understood."""
    count = 0
    for selectors, body in chain.from_iterable(map(_rules, texts)):
        for name, value, important in _SHOWS.findall(body):
            for selector in selectors.split(","):
                links = _links(selector)
                if links is None:
                    continue
                count += 1
                ids = sum(len(link.ids) for link in links)
                classes = sum(len(link.classes) for link in links)
                tags = sum(bool(link.tag) for link in links)
                weight = (bool(important), ids, classes, tags, count)
                yield _Declared(links, name.lower(), value.strip().lower(), weight)


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and body of each rule of a sheet that holds on every screen.

    Examples
    --------
    >>> list(_rules("@import 'a'; .a{b:c;d:e} @media print{.f{g:h}} @media all{.i{j:k}"))
    [(' .a', 'b:c;d:e'), ('.i', 'j:k')]
    """
    start = left_out = 0
    selectors: str | None = None
    for sign in _SIGN.finditer(text):
        at = sign.start()
        if left_out:
            left_out += {"{": 1, "}": -1}.get(sign[0], 0)
            start = at + 1
        elif sign[0] == "{":
            head = text[start:at].rpartition(";")[2]
            block = head.lstrip().startswith("@")
            media = _MEDIA.match(head.strip())
            left_out = int(block and not (media and _on_screen(media[1])))
            selectors = None if block else head
            start = at + 1
        elif selectors is None:
            start = at + 1
        elif sign[0] == "}":
            yield selectors, text[start:at]
            selectors, start = None, at + 1
    if selectors is not None:
        yield selectors, text[start:]  # as browsers close what nobody has


def _links(selector: str) -> tuple[_Compound, ...] | None:
    """Take a selector apart, the element itself first; None where it asks for more than names."""
    links: list[_Compound] = []
    direct = False
    words = selector.replace(">", " > ").split()
    if len(words) > _LINKS:
        return None
    for word in words:
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
    around = islice(element.iterancestors(), _ABOVE)
    for before, link in pairwise(links):
        at = next(around, None)
        while at is not None and not before.direct and not _is(at, link):
            at = next(around, None)
        if at is None or not _is(at, link):
            return False
    return True


def _is(element: _Element, link: _Compound) -> bool:
    if link.tag and element.tag != link.tag:
        return False
    if link.ids and element.get("id") not in link.ids:
        return False
    return not link.classes or link.classes <= set((element.get("class") or "").split())
