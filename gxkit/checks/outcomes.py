"""From instances to findings: one where all hold, one an instance where some fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gxkit.checks.model import Finding, Severity


def outcome(
    rule: str,
    table: str | None,
    severity: Severity,
    ok: bool | None,
    message: str,
    *,
    expected: float | None = None,
    found: float | None = None,
    cells: str = "",
) -> Finding:
    """Make a finding of a `rule` with its `message`; the arguments are its fields.

    Parameters
    ----------
    rule, table, severity, ok, message, expected, found, cells
        As the fields of `Finding`.

    Examples
    --------
    >>> outcome("D8", None, "expected", True, "section five has 310 characters", found=310.0).ok
    True
    """
    return Finding(rule, table, severity, ok, expected, found, cells, message)


def together(
    rule: str,
    table: str | None,
    severity: Severity,
    what: str,
    *,
    held: int,
    unknown: int,
    failed: Sequence[Finding],
) -> Iterator[Finding]:
    """Yield the findings of a rule with many instances.

    Three outcomes join as in Kleene's logic: what fails somewhere has failed, and is told
    an instance at a time; otherwise what is unknown somewhere is unknown as a whole.

    Parameters
    ----------
    rule, table, severity
        As the fields of `Finding`.
    what : str
        What was tested, in a few words.
    held, unknown : int
        How many instances hold, and of how many nothing can be said.
    failed : sequence of Finding
        The instances that fail.

    Examples
    --------
    >>> (one,) = together("A6", "requests", "identity", "whole", held=168, unknown=7, failed=())
    >>> one.ok, one.message
    (None, 'whole: 168 hold, 7 not assessable')
    """
    if failed:
        yield from failed
        return
    ok = None if unknown else True
    told = f"{what}: {held} hold" + (f", {unknown} not assessable" if unknown else "")
    yield outcome(
        rule, table, severity, ok, told, expected=float(held + unknown), found=float(held)
    )
