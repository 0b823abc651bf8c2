"""What the styles of a Word file hide, strike or raise, written where it applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gxkit.documents.package import Package

_KIND: Final = "styles"
_SETTINGS: Final = ("vanish", "strike", "dstrike", "vertAlign")
_WORDS: Final = (b"vanish", b"strike", b"vertAlign")
_DEPTH: Final = 20


def write_styles(root: _Element, space: str, package: Package, main: str) -> None:
    """Copy settings of styles that change what is printed to the runs that have these styles.

    Parameters
    ----------
    root : lxml element
        The root of the text; changed in place.
    space : str
        Its namespace in braces.
    package : Package
        The file.
    main : str
        The part that the text is.
    """
    path = next((path for kind, path in package.related(main).values() if kind == _KIND), "")
    data = package.raw(path) if path else None
    if data is None or not any(word in data for word in _WORDS):
        return
    styles = _settings(package.parse(data, path), space)
    if not any(styles.values()):
        return
    for run in root.iter(f"{space}r"):
        own = run.find(f"{space}rPr")
        told = dict(styles.get(_named(own, "rStyle", space), {}))
        paragraph = next(run.iterancestors(f"{space}p"), None)
        about = None if paragraph is None else paragraph.find(f"{space}pPr")
        for name, value in styles.get(_named(about, "pStyle", space), {}).items():
            told.setdefault(name, value)
        if not told:
            continue
        if own is None:
            own = etree.Element(f"{space}rPr")
            run.insert(0, own)
        for name, value in told.items():
            if own.find(space + name) is None:  # what a run says itself goes before
                etree.SubElement(own, space + name).set(f"{space}val", value)


def _named(setting: _Element | None, name: str, space: str) -> str:
    found = None if setting is None else setting.find(space + name)
    return "" if found is None else found.get(f"{space}val") or ""


def _settings(root: _Element, space: str) -> dict[str, dict[str, str]]:
    """Return by style what it sets, with what it takes from the styles that it is based on."""
    own: dict[str, dict[str, str]] = {}
    base: dict[str, str] = {}
    for style in root.iterfind(f"{space}style"):
        name = style.get(f"{space}styleId") or ""
        base[name] = _named(style, "basedOn", space)
        own[name] = {
            setting: found.get(f"{space}val") or "1"
            for setting in _SETTINGS
            if (found := style.find(f"{space}rPr/{space}{setting}")) is not None
        }
    whole: dict[str, dict[str, str]] = {}
    for name in own:
        told: dict[str, str] = {}
        at = name
        for _ in range(_DEPTH):
            told = own.get(at, {}) | told
            at = base.get(at, "")
            if not at:
                break
        whole[name] = told
    return whole
