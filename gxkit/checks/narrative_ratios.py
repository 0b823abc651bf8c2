"""F12: percentages in the narrative against the numbers beside them and against the tables."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.checks.declared import pattern
from gxkit.checks.model import Evidence, Finding, Severity, figure
from gxkit.checks.narrative_cells import cells_of, named, summed_up
from gxkit.checks.narrative_sums import quoted_in
from gxkit.forms.model import CellKey
from gxkit.parsing.statements import Told
from gxkit.parsing.statements_items import Said
from gxkit.parsing.statements_lists import Whole, wholes

_HANDLED = ("requests/total/total",)
_RECEIVED = ("requests/new/total", "requests/new+carried_over/total")
_FLOWS = frozenset({"new", "new+carried_over", "total", "carried_over", "carried_forward"})
_GRANTED = ("requests/granted/total", "requests/granted+partly_granted/total")


def ratios(evidence: Evidence) -> Iterator[Finding]:
    """Test the percentages in the narrative of `evidence` against the ratios that they name."""
    for told in evidence.told:
        if not any(one.unit == "%" for one in told.said):
            continue
        parts = {id(part): whole for whole in wholes(told) for part in whole.parts}
        for at, one in enumerate(told.said):
            if one.unit != "%" or one.manner:
                continue
            if one.role == "share":
                yield from _share(told, at, parts, evidence)
            elif one.role == "change" and one.measure:
                yield from _growth(told, at, evidence)


def _share(told: Told, at: int, parts: dict[int, Whole], evidence: Evidence) -> Iterator[Finding]:
    one = told.said[at]
    before = told.said[at - 1] if at else None
    whole = parts.get(id(before)) if before and one.measure == before.measure else None
    if whole is not None and before is not None and whole.total.value:
        ratio = 100 * before.value / whole.total.value
        yield _percentage(told, one, ratio, evidence)
    elif not 0 <= one.value <= 100 and one.measure:
        yield _percentage(told, one, 100.0, evidence)
    elif one.period == "year" and not one.scope:
        yield from _of_the_tables(told, at, evidence)


def _of_the_tables(told: Told, at: int, evidence: Evidence) -> Iterator[Finding]:
    """Test a share of requests against the quotients that the tables and the line give.

    A share that does not say of what it is one may be of the requests received or handled,
    or of a number told before in the line: it fails only if it is none of these.
    """
    one = told.said[at]
    bases, is_named = _bases(told, one)
    measures = (one.measure,) if one.measure else _GRANTED
    if not bases:
        return
    earlier = [
        said
        for said in told.said[:at]
        if said.role == "level" and said.unit != "%" and not said.manner and said.period == "year"
    ]
    over = [summed_up(each, evidence) for each in bases]
    over += [said.value for said in earlier if said.measure in bases or not is_named]
    form = evidence.parsed.form or ""
    parts = [summed_up(each, evidence) for each in measures if cells_of(form, each)]
    parts += [said.value for said in earlier[-1:] if said.measure == one.measure]
    known = [
        100 * part / base
        for part in parts
        if part is not None
        for base in over
        if base and part <= base
    ]
    fitting = next((ratio for ratio in known if _fits(one, ratio)), None)
    if fitting is not None:
        yield _percentage(told, one, fitting, evidence)
    elif None in over or None in parts or not known:
        yield _unknown(told, one, evidence, (*measures, *bases))
    else:
        severity: Severity = "identity" if is_named else "expected"
        yield _percentage(told, one, known[0], evidence)._replace(severity=severity)


def _bases(told: Told, one: Said) -> tuple[tuple[str, ...], bool]:
    """Return the measures that a share may be one of, and whether its words name them."""
    words = told.plain.text[one.clause[0] : one.start]
    if one.measure is None:
        spoken = told.plain.text.rfind("。", 0, one.start)
        about = any(
            said.measure
            and said.measure.startswith("requests/")
            and spoken < said.start < one.start
            for said in told.said
        )
        rate = about and pattern("rate_granted").fullmatch(words)
        return ((*_HANDLED, *_RECEIVED), False) if rate else ((), False)
    table, row, column = (*one.measure.split("/"), "", "")[:3]
    if table not in {"requests", "requests_channel"} or (row in _FLOWS and column == "total"):
        return (), False
    share = words[words.rfind("占") :] if "占" in words else ""
    if pattern("of_handled").fullmatch(share):
        return _HANDLED, True
    if pattern("of_received").fullmatch(share):
        return _RECEIVED, True
    if not pattern("of_nothing").fullmatch(share):
        return (), False
    return (_RECEIVED if table != "requests" else (*_HANDLED, *_RECEIVED)), False


def _growth(told: Told, at: int, evidence: Evidence) -> Iterator[Finding]:
    """Test a growth where the text gives both levels: 去年20件，今年25件，增长25%.

    Last year's may stand behind it, in the same sentence: 今年25件，增长25%（去年20件）.
    """
    one = told.said[at]
    levels: dict[str, float] = {}
    for said in told.said[:at]:
        if said.measure == one.measure and said.role == "level" and not said.manner:
            levels[said.period] = said.value
    end = told.plain.text.find("。", one.end)
    for said in told.said[at + 1 :]:
        if 0 <= end < said.start:
            break
        if said.measure == one.measure and said.role == "level" and not said.manner:
            levels.setdefault(said.period, said.value)
    if {"year", "previous"} <= levels.keys() and levels["previous"]:
        ratio = 100 * abs(levels["year"] - levels["previous"]) / levels["previous"]
        yield _percentage(told, one, ratio, evidence)


def _fits(one: Said, ratio: float) -> bool:
    """Tell whether a percentage is a ratio as exactly as it is printed, rounded or cut off."""
    step = one.step if one.step < 1 else 1.0
    # Cut off instead of rounded: common, and no contradiction.
    return abs(one.value - ratio) <= step / 2 * (1 + 1e-9) or 0 <= ratio - one.value < step


def _percentage(told: Told, one: Said, ratio: float, evidence: Evidence) -> Finding:
    ok = _fits(one, ratio)
    cells = cells_of(evidence.parsed.form or "", one.measure or "")
    message = (
        f"{quoted_in(told, one, evidence)} says {figure(one.value)} %, "
        f"{'as' if ok else 'but'} the numbers beside it give {ratio:.4g} %"
    )
    return Finding(
        "F12", _table(one, cells), "identity", ok, ratio, one.value, named(cells), message
    )


def _unknown(told: Told, one: Said, evidence: Evidence, measures: tuple[str, ...]) -> Finding:
    form = evidence.parsed.form or ""
    cells = tuple(dict.fromkeys(key for each in measures for key in cells_of(form, each)))
    missing = [key for key in cells if key not in evidence.values]
    message = (
        f"{quoted_in(told, one, evidence)} says {figure(one.value)} %: not assessable, "
        f"{named(tuple(missing[:3])) or 'what it is a share of'} is not known"
    )
    return Finding(
        "F12", _table(one, cells), "identity", None, None, one.value, named(cells), message
    )


def _table(one: Said, cells: tuple[CellKey, ...]) -> str | None:
    return (one.measure or "requests").partition("/")[0] if cells else None
