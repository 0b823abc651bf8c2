"""The last digits of many numbers: honest counts end in each of them equally often."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from gxkit.checks.comparing import lines
from gxkit.checks.model import Evidence, Finding


def last_digits(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """G4: the last digits of all numbers from 100 on are evenly spread."""
    limit = lines()["digits"]
    digits: Counter[int] = Counter()
    for each in reports:
        # A number stands in a row and again in its total: it counts once a report.
        known = {value for value in _values(each) if value >= limit["from"]}
        digits.update(int(value) % 10 for value in known if value.is_integer())
    numbers = digits.total()
    if numbers < limit["numbers"]:
        return
    fair = numbers / 10
    chi2 = sum((digits[digit] - fair) ** 2 / fair for digit in range(10))
    # In many numbers a spread may be certain and yet too small to matter.
    ok = chi2 <= limit["chi2"] or math.sqrt(chi2 / numbers) < limit["effect"]
    most = max(range(10), key=lambda digit: digits[digit])
    message = (
        f"last digits of {numbers} numbers: chi-square {chi2:.1f} (limit {limit['chi2']}), "
        f"most often {most} ({digits[most] / numbers:.1%})"
    )
    yield Finding("G4", None, "hint", ok, limit["chi2"], round(chi2, 3), "", message)


def _values(evidence: Evidence) -> Iterator[float]:
    return (
        fact.value
        for fact in evidence.parsed.facts
        if fact.value is not None and fact.table != "proactive"
    )
