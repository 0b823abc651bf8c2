"""The directive ``room``: every public name of a package, from its docstring.

What is public is what ``__all__`` says. A name that several packages hand out is described once,
under the first of `ROOMS` that has it; the others lead there.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from types import GenericAlias
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

ROOMS = (
    "gxkit",
    "gxkit.corpus",
    "gxkit.measures",
    "gxkit.text",
    "gxkit.themes",
    "gxkit.plots",
    "gxkit.widgets",
    "gxkit.forms",
    "gxkit.checks",
    "gxkit.documents",
    "gxkit.parsing",
    "gxkit.synthetic",
)

KINDS = ("function", "class", "data", "exception")
"""What a name can be, in the order in which names are shown."""


class _One(NamedTuple):
    field: int


_FIELD = type(_One.field)
"""What the fields of a named tuple are; their own docstring is "Alias for field number 0"."""


def public(room: str) -> list[str]:
    """Return the public names of a package: functions, classes, constants, errors."""
    module = import_module(room)
    names = [name for name in module.__all__ if not name.startswith("_")]
    return sorted(names, key=lambda name: (KINDS.index(_kind(getattr(module, name))), name))


def home(room: str, name: str) -> str:
    """Return the path under which an object is described."""
    thing = getattr(import_module(room), name)
    for each in ROOMS:
        other = import_module(each)
        if name in other.__all__ and getattr(other, name) is thing:
            return f"{each}.{name}"
    return f"{room}.{name}"


def _kind(thing: object) -> str:
    if isinstance(thing, GenericAlias):  # tuple[str, str]: a type by another name
        return "data"
    if inspect.isclass(thing):
        return "exception" if issubclass(thing, BaseException) else "class"
    return "function" if callable(thing) else "data"


def _said(room: str, name: str, thing: object) -> str:
    """Return the docstring of a name; that of a constant stands below it where it is assigned."""
    if _kind(thing) != "data":
        return inspect.getdoc(thing) or ""
    source = room
    for node in ast.walk(ast.parse(inspect.getsource(import_module(room)))):
        if isinstance(node, ast.ImportFrom) and name in {each.name for each in node.names}:
            source = str(node.module)
    found = ModuleAnalyzer.for_module(source).find_attr_docs().get(("", name), [])
    return "\n".join(found).strip()


def _lines(room: str) -> Iterator[str]:
    module, names = import_module(room), public(room)
    yield from (".. list-table::", "   :class: names", "   :widths: auto", "")
    for name in names:
        said = _said(room, name, getattr(module, name)).split("\n\n")[0].replace("\n", " ")
        yield f"   * - :py:obj:`{name} <{home(room, name)}>`"
        yield f"     - {said}"
    yield ""
    for name in names:
        thing = getattr(module, name)
        path = f"{room}.{name}"
        if home(room, name) != path:
            continue
        if (kind := _kind(thing)) == "data":
            yield from (f".. py:data:: {path}", "")
            yield from (f"   {line}" for line in _said(room, name, thing).splitlines())
        else:
            yield f".. auto{kind}:: {path}"
            if kind == "class":
                yield "   :members:"
                yield from _inherited(thing)
        yield ""


def _inherited(thing: type) -> Iterator[str]:
    """Have what a class has from our own ones shown with it, such as the verbs of a corpus."""
    own = [base for base in thing.__mro__[1:] if base.__module__.partition(".")[0] == "gxkit"]
    if own:
        foreign = [base.__name__ for base in thing.__mro__ if base not in (thing, *own)]
        yield f"   :inherited-members: {', '.join(foreign)}"


class Room(SphinxDirective):
    """Show a package: a table of its public names, and each in full."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Return what stands in the page."""
        return self.parse_text_to_nodes("\n".join(_lines(self.arguments[0])))


def _without_numbers(
    _app: Sphinx, _what: str, _name: str, thing: object, _skip: bool, _options: Any
) -> bool | None:
    """Leave out fields of named tuples: the docstring of the class has them."""
    return True if isinstance(thing, _FIELD) else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.add_directive("room", Room)
    app.connect("autodoc-skip-member", _without_numbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
