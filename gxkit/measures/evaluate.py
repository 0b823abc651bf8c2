"""Computing a formula for many reports at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gxkit.measures.declared import Indicator
from gxkit.measures.formulas import Binary, Call, Cells, Node, Number, Word
from gxkit.measures.functions import FUNCTIONS
from gxkit.measures.sources import Sources
from gxkit.measures.vectors import Floats, Vector, joined, refused

_SLACK = 1e-9
"""What rounding may add to a bound: nothing that anybody prints."""


_SAME = 5e-7
"""Numbers with decimals are money: half of a 分 in 万元 is no difference."""


class Computed(NamedTuple):
    """An indicator of every report. Of a ratio the two sides too, of a count the number."""

    value: Vector
    numerator: Vector | None
    denominator: Vector | None


def compute(indicator: Indicator, sources: Sources) -> Computed:
    """Compute one indicator.

    Parameters
    ----------
    indicator : Indicator
        What to compute.
    sources : Sources
        The corpus that it is computed of.

    Returns
    -------
    Computed
        A value that is unknown, infinite or outside the indicator's range has a reason instead.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> from gxkit.measures.declared import INDICATORS
    >>> compute(INDICATORS["B1"], Sources(Corpus([]), "na", None)).value.value.size
    0
    """
    value, top, bottom = _sides(indicator, sources)
    code = sources.reasons.code
    with np.errstate(invalid="ignore"):
        value = refused(value, ~np.isfinite(value.value), code("too large a number"))
        outside = (value.value < indicator.low - _SLACK) | (value.value > indicator.high + _SLACK)
    told = f"outside {indicator.low:g} to {indicator.high:g}: the page contradicts itself"
    value = refused(value, outside, code(told))
    inside = Vector(np.clip(value.value, indicator.low, indicator.high), value.why)
    return Computed(inside, top, bottom)


def _sides(indicator: Indicator, sources: Sources) -> tuple[Vector, Vector | None, Vector | None]:

    tree = indicator.tree
    if indicator.kind in ("proportion", "ratio") and isinstance(tree, Binary):
        top, bottom = _value(tree.left, sources), _value(tree.right, sources)
        return _divided(top, bottom, str(tree.right), sources), top, bottom
    value = _value(tree, sources)
    if indicator.kind == "flag":  # one of one, so that flags add up to a share of reports
        return value, value, Vector(np.ones(len(value.value)), value.why)
    return value, (value if indicator.kind == "count" else None), None


def _value(node: Node, sources: Sources) -> Vector:

    if isinstance(node, Number):
        size = len(sources.reports)
        return Vector(np.full(size, node.value), np.zeros(size, dtype=np.int32))
    if isinstance(node, Cells):
        return sources.sheet.cells(node)
    if isinstance(node, Binary):
        return _binary(node, sources)
    if isinstance(node, Call):
        return _call(node, sources)
    raise TypeError(f"{node} has no value")


def _binary(node: Binary, sources: Sources) -> Vector:

    left, right = _value(node.left, sources), _value(node.right, sources)
    if node.sign == "÷":
        return _divided(left, right, str(node.right), sources)
    work: dict[str, Callable[..., Floats]] = {
        "+": np.add,
        "-": np.subtract,
        "×": np.multiply,
        "=": _equal,
    }
    return joined([left, right], work[node.sign])


def _equal(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.isclose(one, other, rtol=0, atol=_SAME), dtype=np.float64)


def _divided(top: Vector, bottom: Vector, name: str, sources: Sources) -> Vector:
    """Divide; by nothing there is no value, and by less than nothing no meaning."""
    code = sources.reasons.code
    with np.errstate(invalid="ignore"):
        bottom = refused(bottom, bottom.value == 0, code(f"zero denominator: {name}"))
        bottom = refused(bottom, bottom.value < 0, code(f"negative denominator: {name}"))
    return joined([top, bottom], np.divide)


def _call(call: Call, sources: Sources) -> Vector:
    if FUNCTIONS[call.name].words:
        return sources.call(call)
    arguments = [_value(each, sources) for each in call.arguments if not isinstance(each, Word)]
    if call.name == "last":
        return sources.before.of(arguments[0], sources.reasons)
    if call.name == "greatest":
        return joined(arguments, lambda *each: np.maximum.reduce(each))
    return _shares(call, arguments, sources)


def _shares(call: Call, parts: Sequence[Vector], sources: Sources) -> Vector:
    """Return Σ share² of the `parts` of their sum, or what is left of 1."""
    total = joined(parts, lambda *each: sum(each[1:], each[0]))
    total = refused(
        total, total.value == 0, sources.reasons.code(f"zero denominator: the sum in {call}")
    )

    def squares(whole: Floats, *each: Floats) -> Floats:
        return np.asarray(sum(((part / whole) ** 2 for part in each[1:]), (each[0] / whole) ** 2))

    found = joined([total, *parts], squares)
    return found if call.name == "concentration" else joined([found], lambda one: 1 - one)
