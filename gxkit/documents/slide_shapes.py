"""The shapes of a slide: what each is, where it stands, and in which order they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from gxkit.documents import limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVEL: Final = 137_160
"""Shapes whose tops differ by less (0.15 inch in EMU) stand side by side."""

_CHROME: Final = ("sldNum", "dt", "ftr", "hdr")
"""Placeholders of what is the same on every slide."""

_FRAMES: Final = (
    ("{*}tbl", "table"),
    ("{*}chart", "chart"),
    ("{*}relIds", "diagram"),
    ("{*}oleObj", "object"),
)
"""What a frame holds, by the element in it."""
_RELATED: Final = ("dm", "id")


class Shape(NamedTuple):
    """A shape: its kind (text, table, chart, diagram, object, picture) and its corner in EMU.

    `relations` are the ids of the parts that it draws on.
    """

    kind: str
    top: float
    left: float
    element: _Element
    relations: tuple[str, ...] = ()


class _Axes(NamedTuple):
    """How the coordinates inside a group become those of the slide."""

    left: float = 0
    top: float = 0
    across: float = 1
    down: float = 1

    def of(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.across, self.top + y * self.down


def in_reading_order(shapes: Sequence[Shape]) -> list[Shape]:
    """Order shapes from above down, and from left to right where they stand side by side.

    Examples
    --------
    >>> one, two, three = (etree.Element(name) for name in "abc")
    >>> shapes = [Shape("text", 9e6, 0, one), Shape("text", 50, 5e6, two), Shape("text", 90, 0, three)]
    >>> [shape.element.tag for shape in in_reading_order(shapes)]
    ['c', 'b', 'a']
    """
    ordered: list[Shape] = []
    level: list[Shape] = []
    for shape in sorted(shapes, key=lambda shape: shape.top):
        if level and shape.top - level[0].top >= _LEVEL:
            ordered += sorted(level, key=lambda shape: shape.left)
            level = []
        level.append(shape)
    return ordered + sorted(level, key=lambda shape: shape.left)


def shapes_of(slide: _Element, behind: Sequence[_Element]) -> list[Shape]:
    """Find the shapes of a slide, those in groups too.

    Parameters
    ----------
    slide : lxml element
        The root of a slide.
    behind : sequence of lxml elements
        The roots of its layout and its master.

    Returns
    -------
    list of Shape
        In the order of the file, without hidden ones and what repeats on every slide.
    """
    tree = slide.find("{*}cSld/{*}spTree")
    return [] if tree is None else list(_inside(tree, _Axes(), behind, 0))


def _inside(tree: _Element, axes: _Axes, behind: Sequence[_Element], depth: int) -> Iterator[Shape]:
    for element in _chosen(tree):
        name = etree.QName(element).localname
        about = element.find("{*}*/{*}cNvPr")
        if about is not None and (about.get("hidden") or "0") in ("1", "true"):
            continue
        if name == "grpSp" and depth < limits.TABLE_DEPTH:
            yield from _inside(element, _axes(element, axes), behind, depth + 1)
        elif name == "sp":
            holder = element.find("{*}nvSpPr/{*}nvPr/{*}ph")
            if holder is None or holder.get("type") not in _CHROME:
                left, top = axes.of(*_corner(element, holder, behind))
                yield Shape("text", top, left, element)
        elif name == "graphicFrame":
            yield _frame(element, axes)
        elif name == "pic":
            left, top = axes.of(*_corner(element, None, ()))
            yield Shape("picture", top, left, element)


def _chosen(tree: _Element) -> Iterator[_Element]:
    """Yield the children of a tree; of alternatives the first that holds anything."""
    for element in tree.iterchildren("*"):
        if etree.QName(element).localname == "AlternateContent":
            branch = next((part for part in element.iterchildren("*") if len(part)), None)
            yield from () if branch is None else branch.iterchildren("*")
        else:
            yield element


def _frame(element: _Element, axes: _Axes) -> Shape:
    data = element.find("{*}graphic/{*}graphicData")
    left, top = axes.of(*_offset(element.find("{*}xfrm")) or (0, 0))
    for path, kind in _FRAMES:
        found = None if data is None else data.find(f".//{path}")
        if found is not None:
            keys = tuple(
                str(value) for key, value in found.items() if etree.QName(key).localname in _RELATED
            )
            return Shape(kind, top, left, found, keys)
    return Shape("object", top, left, element)


def _corner(
    element: _Element, holder: _Element | None, behind: Sequence[_Element]
) -> tuple[float, float]:
    """Return the corner of a shape; a placeholder may leave it to its layout or master."""
    place = _offset(element.find("{*}spPr/{*}xfrm"))
    if place is not None or holder is None:
        return place or (0, 0)
    index, kind = holder.get("idx"), holder.get("type") or "body"
    for root in behind:
        for other in root.iterfind("{*}cSld/{*}spTree/{*}sp"):
            said = other.find("{*}nvSpPr/{*}nvPr/{*}ph")
            if said is None:
                continue
            same = said.get("idx") == index if index else False
            alike = (said.get("type") or "body").removeprefix("ctr") == kind.removeprefix("ctr")
            if same or (alike and not index) or (alike and root is behind[-1]):
                place = _offset(other.find("{*}spPr/{*}xfrm"))
                if place is not None:
                    return place
    return 0, 0


def _offset(frame: _Element | None, name: str = "off") -> tuple[float, float] | None:
    point = None if frame is None else frame.find(f"{{*}}{name}")
    if point is None:
        return None
    keys = ("cx", "cy") if name.lower().endswith("ext") else ("x", "y")
    return _number(point.get(keys[0])), _number(point.get(keys[1]))


def _number(value: str | None) -> float:
    try:
        return float(int(value or "0"))
    except ValueError:
        return 0.0


def _axes(group: _Element, axes: _Axes) -> _Axes:
    frame = group.find("{*}grpSpPr/{*}xfrm")
    off, ext = _offset(frame), _offset(frame, "ext")
    inner, size = _offset(frame, "chOff"), _offset(frame, "chExt")
    if off is None or ext is None or inner is None or size is None:
        return axes
    across = ext[0] / size[0] if size[0] else 1.0
    down = ext[1] / size[1] if size[1] else 1.0
    left, top = axes.of(off[0] - inner[0] * across, off[1] - inner[1] * down)
    return _Axes(left, top, axes.across * across, axes.down * down)
