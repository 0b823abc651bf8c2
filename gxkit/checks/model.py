"""What a check yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["identity", "expected", "hint"]
Cause = Literal["parse", "document"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One instance of a rule, and whether it holds.

    `ok` is None where an operand is no number, so that nothing can be said: a blank is
    never taken for 0. `cells` names the cells as ``table/row/column``, separated by
    spaces. `repair` is None or ``table/row/column=value`` (several separated by ``;``)
    and `cause` says, once it is known, whether the reading or the document is wrong.
    """

    rule: str
    table: str
    severity: Severity
    ok: bool | None
    expected: float | None
    found: float | None
    cells: str
    message: str
    repair: str | None = None
    cause: Cause | None = None


def figure(value: float) -> str:
    """Write the number `value` as a page would: whole numbers without a point.

    Examples
    --------
    >>> figure(1362.0), figure(0.1 + 0.2)
    ('1362', '0.3')
    """
    # 12 digits: what is beyond them is the noise of binary fractions.
    return str(int(value)) if value.is_integer() else f"{value:.12g}"
