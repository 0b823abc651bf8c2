"""The functions that a formula may call: their names and what they take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gxkit.errors import MeasureError
from gxkit.measures.formulas import Call, Number, Word


class Function(NamedTuple):
    """What a function takes: at least `least` arguments, at most `most`; words or formulas.

    `source` names the frame that it counts in; None for one over other operands, and for one
    that is told the frame.
    """

    least: int
    most: int
    words: bool
    source: str | None


FUNCTIONS: Mapping[str, Function] = {
    "last": Function(1, 1, False, None),
    "diversity": Function(2, 99, False, None),
    "concentration": Function(2, 99, False, None),
    "greatest": Function(2, 99, False, None),
    "sections": Function(0, 0, True, "sections"),
    "characters": Function(0, 1, True, "sections"),
    "numerals": Function(0, 0, True, "sections"),
    "points": Function(1, 1, True, "points"),
    "said": Function(1, 1, True, "statements"),
    "passed": Function(1, 99, True, "checks"),
    "assessed": Function(1, 99, True, "checks"),
    "failed": Function(1, 99, True, "checks"),
    "printed": Function(0, 0, True, "cells"),
    "cells": Function(0, 0, True, "cells"),
    "nonzero": Function(0, 0, True, "cells"),
    "days_late": Function(0, 0, True, "reports"),
    "contact": Function(0, 0, True, "sections"),
    "given": Function(1, 1, True, "given"),
    "of": Function(2, 2, True, None),
    "clauses": Function(1, 99, True, "codes"),
    "themes": Function(1, 1, True, "codes"),
    "theme_concentration": Function(1, 1, True, "codes"),
}
"""Every function, those over operands first, then those that count in a frame."""


KINDS: Mapping[str, tuple[str, ...]] = {
    "problem": ("problem",),
    "improvement": ("improvement", "measure"),
}
"""The kinds of clauses that formulas name, and what codes call them."""


def require(call: Call, where: str) -> None:
    """Refuse a `call` of a function that is not known, or of arguments that it does not take.

    Parameters
    ----------
    call : Call
        The call.
    where : str
        Whose formula it stands in, for the message.

    Raises
    ------
    MeasureError
        The call cannot be used.

    Examples
    --------
    >>> require(Call("last", ()), "A3")
    Traceback (most recent call last):
        ...
    gxkit.errors.MeasureError: A3: last() takes 1 argument, not 0
    """
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise MeasureError(f"{where}: no function {call.name}; there are {', '.join(FUNCTIONS)}")
    count = len(call.arguments)
    if not function.least <= count <= function.most:
        many = f"{function.least} to {function.most}"
        wanted = str(function.least) if function.least == function.most else many
        plural = "" if wanted == "1" else "s"
        raise MeasureError(f"{where}: {call.name}() takes {wanted} argument{plural}, not {count}")
    # The 5 of characters(5) is a figure, and names a section.
    if function.words and not all(isinstance(each, (Word, Number)) for each in call.arguments):
        raise MeasureError(f"{where}: {call.name}() takes names, not formulas")
    if function.source == "codes" and str(call.arguments[0]) not in KINDS:
        raise MeasureError(f"{where}: {call.name}() takes first one of {', '.join(KINDS)}")
