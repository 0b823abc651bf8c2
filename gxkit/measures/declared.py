"""The indicators: declared once, in ``gxkit/data/indicators.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from gxkit import forms
from gxkit.errors import MeasureError
from gxkit.measures.formulas import Binary, Call, Cells, Node, Word, parse, walk
from gxkit.measures.functions import FUNCTIONS, require

Kind = Literal["proportion", "ratio", "flag", "count", "index"]

_NOT_ADDED = {
    "diversity",
    "concentration",
    "days_late",
    "themes",
    "theme_concentration",
    "greatest",
}
"""Functions of numbers that mean nothing when they are added up over reports."""


@dataclass(frozen=True, eq=False)  # declared once: an indicator is equal to itself alone
class Indicator:
    """One indicator: its names, its formula, and what its values can be.

    Attributes
    ----------
    id, zh, en : str
        Its code and names.
    formula : str
        What is computed; `gxkit.measures.formulas` reads it.
    unit : str
        ``share``, ``ratio``, ``difference``, ``index``, ``flag`` (1 or 0), or what is counted.
    low, high : float
        The range of its values; what lies outside is NA.
    direction : {"up", "down", ""}
        Whether more or less is better by the rules of the form; empty where that is for the
        analyst to say.
    stock : bool
        Whether it counts what there is at the end of a year, not what happened in it.
    note : str
        What to mind when reading it.

    Examples
    --------
    >>> one = Indicator("X", "甲", "first", "requests/other/total ÷ requests/total/total", "share")
    >>> one.kind, one.forms, one.cells[-1]
    ('proportion', ('2019', '2021'), 'requests/total/total')
    """

    id: str
    zh: str
    en: str
    formula: str
    unit: str
    low: float = 0.0
    high: float = 1.0
    direction: Literal["up", "down", ""] = ""
    stock: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise MeasureError(f"{self.id}: a range from {self.low:g} to {self.high:g} is none")
        for node in walk(self.tree):
            if isinstance(node, Call):
                require(node, self.id)
                _require_frame(node, self.id)
            if isinstance(node, Cells):
                _require_cells(node, self.id)
        for node in _formulas(self.tree):
            if isinstance(node, Word):
                raise MeasureError(f"{self.id}: {node} is no cell and no function")

    @cached_property
    def tree(self) -> Node:
        """The formula, read."""
        return parse(self.formula)

    @cached_property
    def kind(self) -> Kind:
        """What its values are, and so how many reports are summed up.

        ``proportion`` (a part of a whole), ``ratio``, ``flag``, ``count`` (may be added up) or
        ``index`` (neither: it has no ratio of sums).
        """
        signs = {node.sign for node in walk(self.tree) if isinstance(node, Binary)}
        top = self.tree.sign if isinstance(self.tree, Binary) else ""
        if top == "÷":
            return "proportion" if (self.low, self.high) == (0, 1) else "ratio"
        if top == "=":
            return "flag"
        names = {node.name for node in walk(self.tree) if isinstance(node, Call)}
        adds = names.isdisjoint(_NOT_ADDED) and "÷" not in signs
        return "count" if adds else "index"

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells that it needs, as ``table/row/column``; groups under their own name."""
        found = (
            f"{node.table}/{row}/{column}"
            for node in walk(self.tree)
            if isinstance(node, Cells)
            for row in node.rows
            for column in node.columns
        )
        return tuple(dict.fromkeys(found))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The frames that it counts in; ``last`` if it needs the year before."""
        calls = [node for node in walk(self.tree) if isinstance(node, Call)]
        named = ["cells"] if self.cells else []
        for call in calls:
            source = str(call.arguments[0]) if call.name == "of" else FUNCTIONS[call.name].source
            named += [source] if source else []
        last = any(call.name == "last" for call in calls)
        return tuple(dict.fromkeys([*named, *(["last"] if last else [])]))

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """Those of its sources that the user hands in; see `FRAMES`."""
        return tuple(name for name in self.sources if name in FRAMES)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms that have its cells; all of them for one that needs none."""
        cells = [cell.split("/") for cell in self.cells]
        return tuple(id for id in forms.ids() if all(_in_form(id, *cell) for cell in cells))


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that another room computes and the user hands in.

    Attributes
    ----------
    name : str
        Its name among the arguments of `gxkit.measures.indicators`.
    verb : str
        What makes it, as Python: of ``corpus``, and of ``codes`` where these come first.
    columns : tuple of str
        What it must have, beside ``report_id``.
    many : bool
        Whether a report may have several rows.
    last : bool
        Whether it looks at the year before; then it counts only where `gxkit.measures` sees
        that year too.
    """

    name: str
    verb: str
    columns: tuple[str, ...]
    many: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """An indicator that is wanted and not computed, and what it needs that does not exist."""

    id: str
    zh: str
    en: str
    needs: str


def chosen(ids: str | Iterable[str] | None) -> list[Indicator]:
    """Return the indicators of some `ids`, in their order; all of them for None.

    Raises
    ------
    MeasureError
        There is no such indicator (the message names near ones), or it is not computed yet.

    Examples
    --------
    >>> [one.id for one in chosen(["D4", "A1"])]
    ['D4', 'A1']
    >>> chosen(["D41"])
    Traceback (most recent call last):
        ...
    gxkit.errors.MeasureError: no indicator 'D41'; near it are D4, D1, D4n
    """
    if ids is None:
        return list(INDICATORS.values())
    wanted = [ids] if isinstance(ids, str) else list(dict.fromkeys(ids))
    return [_one(id) for id in wanted]


def _one(id: str) -> Indicator:
    if id in INDICATORS:
        return INDICATORS[id]
    if id in PENDING:
        raise MeasureError(f"{id} {PENDING[id].zh} is not computed yet: needs {PENDING[id].needs}")
    named = [one.id for one in INDICATORS.values() if id and id in (one.zh, one.en)]
    named = named or [known for known in INDICATORS if known.lower() == id.lower()]
    near = named or get_close_matches(id, INDICATORS, n=3, cutoff=0.3) or list(INDICATORS)[:3]
    raise MeasureError(f"no indicator {id!r}; near it are {', '.join(near)}")


def _formulas(node: Node) -> Iterator[Node]:
    """Yield the nodes that must have a value: not the words that functions take."""
    yield node
    if isinstance(node, Binary):
        yield from _formulas(node.left)
        yield from _formulas(node.right)
    elif isinstance(node, Call) and not FUNCTIONS[node.name].words:
        for each in node.arguments:
            yield from _formulas(each)


def _require_frame(call: Call, where: str) -> None:
    """Refuse a frame, or a column of one, that is not declared."""
    if call.name != "of":
        return
    name, column = map(str, call.arguments)
    if name not in FRAMES:
        raise MeasureError(f"{where}: no frame {name}; there are {', '.join(FRAMES)}")
    if column not in FRAMES[name].columns:
        there = ", ".join(FRAMES[name].columns)
        raise MeasureError(f"{where}: {name} is not asked for {column}, but for {there}")


def _require_cells(cells: Cells, where: str) -> None:
    for row in cells.rows:
        for column in cells.columns:
            if not any(_in_form(id, cells.table, row, column) for id in forms.ids()):
                raise MeasureError(f"{where}: no form has {cells.table}/{row}/{column}")


def _in_form(form: str, table: str, row: str, column: str) -> bool:
    return any(
        code == row or code.startswith(f"{row}.")
        for each, code, other in forms.load(form).keys
        if (each, other) == (table, column)
    )


@cache
def _declared() -> dict[str, Any]:
    text = files("gxkit").joinpath("data", "indicators.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _indicator(id: str, entry: Mapping[str, Any]) -> Indicator:
    rest = {key: value for key, value in entry.items() if key != "range"}
    low, high = map(float, entry["range"])
    return Indicator(id=id, low=low, high=high, **rest)


FRAMES: Mapping[str, Frame] = MappingProxyType(
    {
        name: Frame(name, **{**entry, "columns": tuple(entry["columns"])})
        for name, entry in _declared()["frames"].items()
    }
)
"""The frames that the user hands in, by name, in the order in which they are made."""

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {id: _indicator(id, entry) for id, entry in _declared()["indicators"].items()}
)
"""Every indicator that is computed, by id, in the order of the list."""

PENDING: Mapping[str, Pending] = MappingProxyType(
    {id: Pending(id, **entry) for id, entry in _declared()["pending"].items()}
)
"""Indicators that are wanted and not computed, by id, with what they need."""

WORDS: Mapping[str, str] = MappingProxyType(_declared()["words"])
"""Patterns that functions look for in the narrative, by name."""

GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType(_declared()["groups"])
"""The names of the groups of indicators, by the letter that their ids begin with."""
