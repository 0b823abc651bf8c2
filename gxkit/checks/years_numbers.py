"""What one year leaves the next: requests carried over, documents in force, cases pending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gxkit.checks.comparing import label
from gxkit.checks.model import Evidence, Finding, Severity, figure
from gxkit.checks.years_pairs import Instance, Pair, compared, pairs
from gxkit.forms.model import CellKey

_DOCUMENTS = ("regulation", "normative_document")
_CASES = ("reconsideration", "direct_suit", "suit_after_reconsideration")
_REVIEW, _, _AFTER = _CASES
_CLOSED = ("upheld", "corrected", "other")
_WORK = (("requests", "new", "total"), ("requests", "carried_over", "total"))
_ANSWERED = ("requests", "total", "total")


def carried_over(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E1: what last year carried forward is what this year has carried over, in every column."""
    for pair in pairs(reports):
        yield from compared("E1", "identity", pair, _carried(pair))


def _carried(pair: Pair) -> Iterator[Instance]:
    form = pair.after.form
    for column in form.table["requests"].columns if form else ():
        left = ("requests", "carried_forward", column.code)
        right = ("requests", "carried_over", column.code)
        name = label(pair.after, right)
        wanted, found = pair.before.values.get(left), pair.after.values.get(right)
        if wanted is None or found is None:
            yield Instance(None, "requests", "/".join(right), name)
            continue
        ok = wanted == found
        said = f"{label(pair.before, left)} {figure(wanted)} {'=' if ok else '≠'} {name} {figure(found)}"
        said += "" if ok else f" (difference {found - wanted:+.12g})"
        yield Instance(ok, "requests", "/".join(right), name, said, wanted, found)


def in_force(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """C3: documents in force are last year's, with those issued and without those repealed."""
    for pair in pairs(reports):
        # The form of 2019 counts documents made public, which is another number.
        if all(evidence.parsed.form == "2021" for evidence in pair):
            yield from compared("C3", "identity", pair, [_stock(pair, row) for row in _DOCUMENTS])


def _stock(pair: Pair, row: str) -> Instance:
    keys = [("proactive", row, column) for column in ("in_force", "issued", "repealed")]
    # Regulations leave force by repeal alone; other documents also expire or are re-scoped.
    severity: Severity = "identity" if row == "regulation" else "expected"
    name = label(pair.after, keys[0])
    last = pair.before.values.get(keys[0])
    found, issued, repealed = (pair.after.values.get(key) for key in keys)
    cells = _names(keys)
    if last is None or found is None or issued is None or repealed is None:
        return Instance(None, "proactive", cells, name, severity=severity)
    wanted = last + issued - repealed
    terms = f"{figure(last)} + {figure(issued)} - {figure(repealed)}"
    said = f"{name} {figure(found)} {'=' if found == wanted else '≠'} {terms}"
    return Instance(found == wanted, "proactive", cells, name, said, wanted, found, severity)


def items(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """C7d: the items of the year before are those that last year's report leaves."""
    for pair in pairs(reports):
        form = pair.after.form
        if form is None or any(evidence.parsed.form != "2019" for evidence in pair):
            continue  # the form of 2021 counts no items
        rows = [row.code for row in form.table["proactive"].rows if "change" in row.columns]
        yield from compared("C7d", "identity", pair, [_left(pair, row) for row in rows])


def _left(pair: Pair, row: str) -> Instance:
    key, change = (("proactive", row, column) for column in ("previous_items", "change"))
    name = label(pair.after, key)
    last, more = (pair.before.values.get(cell) for cell in (key, change))
    found = pair.after.values.get(key)
    if last is None or more is None or found is None:
        return Instance(None, "proactive", "/".join(key), name)
    ok, wanted = found == last + more, last + more
    terms = f"{figure(last)} {'-' if more < 0 else '+'} {figure(abs(more))}"
    said = f"{name} {figure(found)} {'=' if ok else '≠'} {terms}"
    return Instance(ok, "proactive", "/".join(key), name, said, wanted, found)


def pending(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """E2: cases pending at the end of last year are among those of this year."""
    for pair in pairs(reports):
        yield from compared("E2", "expected", pair, [_pending(pair, row) for row in _CASES])


def _pending(pair: Pair, row: str) -> Instance:
    left, right = ("disputes", row, "pending"), ("disputes", row, "total")
    least, found = pair.before.values.get(left), pair.after.values.get(right)
    name = label(pair.after, right)
    if least is None or found is None:
        return Instance(None, "disputes", "/".join(right), name)
    ok = found >= least
    said = f"{name} {figure(found)} {'≥' if ok else '<'} {label(pair.before, left)} {figure(least)}"
    said += "" if ok else ", unless only cases lodged in the year are counted"
    return Instance(ok, "disputes", "/".join(right), name, said, least, found)


def suits_after_review(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """B4: suits after reconsideration follow reviews of this year or the last, or are older."""
    for pair in pairs(reports):
        yield from compared("B4", "expected", pair, [_reviewed(pair)])


def _reviewed(pair: Pair) -> Instance:
    closed = [("disputes", _REVIEW, column) for column in _CLOSED]
    left = [("disputes", row, "pending") for row in (_REVIEW, _AFTER)]
    found = pair.after.values.get(suits := ("disputes", _AFTER, "total"))
    now = _sum(pair.after.values, closed)
    earlier = _sum(pair.before.values, [*closed, *left])
    cells, name = _names([suits, *closed]), label(pair.after, suits)
    if found is None or now is None or earlier is None:
        return Instance(None, "disputes", cells, name)
    most, ok = now + earlier, found <= now + earlier
    said = f"{name} {figure(found)} {'≤' if ok else '>'} {figure(most)} reviews closed or left open"
    return Instance(ok, "disputes", cells, name, said, most, found)


def disputes_and_answers(reports: Sequence[Evidence]) -> Iterator[Finding]:
    """D1: there are at most as many new cases as there were requests to quarrel over."""
    for pair in pairs(reports):
        yield from compared("D1", "hint", pair, [_quarrels(pair)])


def _quarrels(pair: Pair) -> Instance:
    cases = [("disputes", row, "total") for row in _CASES]
    name, cells = "cases against requests", _names([*cases, *_WORK])
    all_cases = _sum(pair.after.values, cases)
    old = _sum(pair.before.values, [("disputes", row, "pending") for row in _CASES])
    work, before = _sum(pair.after.values, _WORK), _sum(pair.before.values, _WORK)
    answered = pair.before.values.get(_ANSWERED)
    if all_cases is None or old is None or work is None or before is None or answered is None:
        return Instance(None, None, cells, name)
    fresh, most = max(0.0, all_cases - old), work + answered
    ok = fresh <= most
    # Cases without any request in two years want an explanation; too many may have one.
    severity: Severity = "expected" if not ok and work == before == 0 else "hint"
    said = f"{figure(fresh)} new cases {'≤' if ok else '>'} {figure(most)} requests that they can be about"
    return Instance(ok, None, cells, name, said, most, fresh, severity)


def _sum(values: Mapping[CellKey, float], keys: Iterable[CellKey]) -> float | None:
    """Add up cells; None where one is no number."""
    found = [values.get(key) for key in keys]
    known = [value for value in found if value is not None]
    return sum(known) if len(known) == len(found) else None


def _names(keys: Iterable[CellKey]) -> str:
    return " ".join("/".join(key) for key in keys)
