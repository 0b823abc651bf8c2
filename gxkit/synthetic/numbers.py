"""Numbers of a fictional report: plausible, skewed, and true to every identity of the form."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from gxkit.forms import CellKey, Form, Table
from gxkit.forms.equations import present_rows

__all__ = ["SIZES", "make_cells", "tidy"]

Number = int | float

SIZES: dict[str, tuple[int, int]] = {
    "none": (0, 0),
    "few": (1, 9),
    "dozens": (10, 90),
    "hundreds": (100, 800),
}
"""New requests a year, fewest and most, by the size of an office's caseload."""

_SIZE_WEIGHTS = (40, 34, 19, 7)
# Applicants: nearly all are natural persons, then firms; the rest are rare.
_APPLICANT_WEIGHTS = (78, 14, 1, 2, 2, 3)
# How often a case ends in each outcome; rows not named here are rare.
_OUTCOME_WEIGHTS = {
    "granted": 50,
    "partly_granted": 12,
    "unavailable.not_held": 14,
    "unavailable.needs_creation": 5,
}
# Rows of section two: the most that is drawn and, for documents, how often there are none.
_DOCUMENTS = (("regulation", 12, 0.85), ("normative_document", 60, 0.4))
_SERVICES = {"licence": 90000, "other_service": 3000, "penalty": 6000, "compulsion": 800}
_NOT_OUTCOMES = {"new", "carried_over", "total", "carried_forward"}


def make_cells(
    form: Form,
    unofficial: frozenset[str],
    rng: Random,
    *,
    size: str | tuple[int, int] | None = None,
    carried_over: Mapping[str, int] | None = None,
    in_force: Mapping[str, int] | None = None,
) -> dict[CellKey, Number]:
    """Draw the number of every cell of a form.

    Parameters
    ----------
    form : Form
        The official form.
    unofficial : frozenset of str
        Rows printed in place of official ones.
    rng : random.Random
        The source of chance.
    size : str or (int, int), optional
        A key of `SIZES`, or the fewest and most new requests; drawn when not given.
    carried_over : mapping of str to int, optional
        Requests carried over, by applicant column; drawn when not given.
    in_force : mapping of str to int, optional
        Documents in force at the end of last year, by row; drawn when not given.

    Returns
    -------
    dict
        A number for every cell of the rows in force, keyed (table, row, column).

    Examples
    --------
    >>> from gxkit import forms
    >>> cells = make_cells(forms.load("2021"), frozenset(), Random(1), size="few")
    >>> len(cells), 1 <= cells["requests", "new", "total"] <= 9
    (200, True)
    """
    size = size or rng.choices(tuple(SIZES), _SIZE_WEIGHTS)[0]
    span = SIZES[size] if isinstance(size, str) else size
    cells: dict[CellKey, Number] = {}
    if "issued" in form.table["proactive"].column:
        _proactive_2021(cells, rng, in_force or {})
    else:
        _proactive_2019(cells, rng)
    _requests(cells, form.table["requests"], unofficial, rng, span, carried_over)
    _disputes(cells, form.table["disputes"], rng, span[1])
    return cells


def _small(rng: Random, most: int, zero: float) -> int:
    """Draw a count that is often 0 and seldom large."""
    return 0 if rng.random() < zero else max(1, int(most ** rng.random()))


def _proactive_2021(cells: dict[CellKey, Number], rng: Random, before: Mapping[str, int]) -> None:
    for row, most, zero in _DOCUMENTS:
        last = before.get(row, _small(rng, most * 4, zero))
        issued = _small(rng, most, zero) if last or row not in before else 0
        repealed = _small(rng, max(1, last), 0.6) if last else 0
        repealed = min(repealed, last)
        cells["proactive", row, "issued"] = issued
        cells["proactive", row, "repealed"] = repealed
        cells["proactive", row, "in_force"] = last + issued - repealed
    for row, most in _SERVICES.items():
        if row != "other_service":
            cells["proactive", row, "decisions"] = _small(rng, most, 0.5)
    amount = 0.0
    if rng.random() < 0.4:
        amount = round(10 ** rng.uniform(-1, 4), rng.choice((0, 1, 2, 2, 4, 6)))
    cells["proactive", "fee", "amount"] = tidy(amount)


def _proactive_2019(cells: dict[CellKey, Number], rng: Random) -> None:
    for row, most, zero in _DOCUMENTS:
        made = _small(rng, most, zero)
        public = rng.randint(0, made)
        cells["proactive", row, "made"] = made
        cells["proactive", row, "newly_public"] = public
        cells["proactive", row, "total_public"] = public + _small(rng, most * 4, zero)
    for row, most in _SERVICES.items():
        items = _small(rng, 300, 0.4)
        cells["proactive", row, "previous_items"] = items
        changes = (0, 0, 0, 1, 2, 5, 19, -min(items, 1), -min(items, 11))
        cells["proactive", row, "change"] = rng.choice(changes)
        cells["proactive", row, "decisions"] = _small(rng, most, 0.4) if items else 0
    fees = _small(rng, 12, 0.6)
    cells["proactive", "fee", "previous_items"] = fees
    cells["proactive", "fee", "change"] = rng.choice((0, 0, 0, 1, -min(fees, 2)))
    projects = _small(rng, 200, 0.4)
    cells["proactive", "procurement", "projects"] = projects
    amount = round(projects * 10 ** rng.uniform(0, 3), rng.choice((0, 2, 2, 4, 6)))
    cells["proactive", "procurement", "amount"] = tidy(amount)


def tidy(number: float) -> Number:
    """Return a whole number as int, as a page prints it without a point.

    Examples
    --------
    >>> tidy(3.0), tidy(3.5)
    (3, 3.5)
    """
    return int(number) if number == int(number) else number


def _requests(
    cells: dict[CellKey, Number],
    table: Table,
    unofficial: frozenset[str],
    rng: Random,
    span: tuple[int, int],
    carried_over: Mapping[str, int] | None,
) -> None:
    rows = present_rows(table, unofficial)
    outcomes = [row for row in rows if row not in _NOT_OUTCOMES]
    applicants = [column.code for column in table.columns if column.code != "total"]
    counts: dict[tuple[str, str], int] = {}
    new = rng.choices(applicants, _APPLICANT_WEIGHTS, k=rng.randint(*span))
    if carried_over is None:
        cases = _small(rng, max(1, span[1] // 8), 0.5) if span[1] else 0
        drawn = rng.choices(applicants, _APPLICANT_WEIGHTS, k=cases)
        carried_over = {code: drawn.count(code) for code in applicants}
    # A few open cases stay open at the end of the year.
    open_rate = rng.choice((0.0, 0.0, 0.04, 0.1))
    weights = [_OUTCOME_WEIGHTS.get(row, 1) for row in outcomes]
    for applicant in applicants:
        fresh, old = new.count(applicant), carried_over.get(applicant, 0)
        counts["new", applicant], counts["carried_over", applicant] = fresh, old
        forward = min(fresh, int((fresh + old) * open_rate + rng.random() * (open_rate > 0)))
        counts["carried_forward", applicant] = forward
        counts["total", applicant] = fresh + old - forward
        if fresh + old > forward:
            for row in rng.choices(outcomes, weights, k=fresh + old - forward):
                counts[row, applicant] = counts.get((row, applicant), 0) + 1
    for row in rows:
        whole = 0
        for applicant in applicants:
            number = counts.get((row, applicant), 0)
            cells["requests", row, applicant] = number
            whole += number
        cells["requests", row, "total"] = whole


def _disputes(cells: dict[CellKey, Number], table: Table, rng: Random, most: int) -> None:
    results = [column.code for column in table.columns if column.code != "total"]
    for row in table.official_rows:
        cases = _small(rng, max(1, most // 6), 0.6) if most else 0
        drawn = rng.choices(results, (6, 2, 2, 1), k=cases)
        for result in results:
            cells["disputes", row.code, result] = drawn.count(result)
        cells["disputes", row.code, "total"] = cases
