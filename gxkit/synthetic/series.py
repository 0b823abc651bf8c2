"""The reports of one fictional body over the years: trends, and what one year leaves the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from gxkit.forms import CellKey
from gxkit.synthetic.numbers import tidy
from gxkit.synthetic.truth import Agency, Truth, make_agency, make_truth

__all__ = ["make_series"]

_APPLICANTS = (
    "natural_person",
    "enterprise",
    "research",
    "public_welfare",
    "legal_service",
    "other",
)
_LEVELS = {"licence": 4000, "other_service": 300, "penalty": 400, "compulsion": 60}
_DOCUMENTS = ("regulation", "normative_document")


def make_series(
    seed: int, years: Sequence[int], agency: Agency | None = None, requests: int = 12
) -> tuple[Truth, ...]:
    """Invent the reports of a body over consecutive years.

    Requests carried over are those that last year carried forward, documents in force
    follow from those issued and repealed, and activity grows or shrinks at a steady rate.

    Parameters
    ----------
    seed : int
        The same seed gives the same reports.
    years : sequence of int
        The years, in order; each follows the form in force.
    agency : Agency, optional
        The body; invented by default.
    requests : int
        New requests in an average year.

    Returns
    -------
    tuple of Truth
        A report a year.

    Examples
    --------
    >>> first, second = make_series(5, [2021, 2022])
    >>> left = first.cells["requests", "carried_forward", "total"]
    >>> left == second.cells["requests", "carried_over", "total"]
    True
    """
    rng = Random(f"series {seed}")
    agency = agency or make_agency(rng)
    growth = rng.uniform(0.88, 1.25)
    book = _Book(rng, growth)
    carried = dict.fromkeys(_APPLICANTS, 0)
    series: list[Truth] = []
    for at, year in enumerate(years):
        middle = round(requests * growth**at * rng.uniform(0.85, 1.15))
        truth = make_truth(
            seed * 100 + at,
            year=year,
            form="2019" if year < 2021 else "2021",
            agency=agency,
            size=(middle, middle),
            carried_over=carried,
            in_force={row: book.stock[row] for row in _DOCUMENTS},
            unofficial=False,
        )
        truth = replace(truth, cells={**truth.cells, **book.year(truth, at)})
        carried = {
            code: int(truth.cells["requests", "carried_forward", code]) for code in _APPLICANTS
        }
        series.append(truth)
    return tuple(series)


class _Book:
    """What a body keeps count of from year to year."""

    def __init__(self, rng: Random, growth: float) -> None:
        self.rng = rng
        self.growth = growth
        has_rules = rng.random() < 0.2
        self.stock = {
            "regulation": rng.randint(2, 15) * has_rules,
            "normative_document": rng.randint(0, 60),
        }
        self.items = {row: rng.choice((0, rng.randint(1, 120))) for row in (*_LEVELS, "fee")}
        self.level = {row: most * rng.uniform(0.05, 1) for row, most in _LEVELS.items()}
        self.fee = rng.choice((0.0, rng.uniform(2, 800)))

    def year(self, truth: Truth, at: int) -> dict[CellKey, int | float]:
        """Draw a year's numbers of section two and carry what stands over."""
        trend = self.growth**at
        cells: dict[CellKey, int | float] = {}
        if truth.form == "2021":
            for row in ("licence", "penalty", "compulsion"):
                cells["proactive", row, "decisions"] = self._decisions(row, trend)
            cells["proactive", "fee", "amount"] = tidy(round(self.fee * trend, 2))
            for row in _DOCUMENTS:
                self.stock[row] = int(truth.cells["proactive", row, "in_force"])
            return cells
        for row in (*_LEVELS, "fee"):
            change = self.rng.choice((0, 0, 1, 2, -1)) if self.items[row] > 1 else 0
            cells["proactive", row, "previous_items"] = self.items[row]
            cells["proactive", row, "change"] = change
            self.items[row] += change
            if row != "fee":
                cells["proactive", row, "decisions"] = self._decisions(row, trend)
        for row in _DOCUMENTS:
            made = self.rng.randint(0, 5) if self.stock[row] else 0
            self.stock[row] += made
            cells["proactive", row, "made"] = made
            cells["proactive", row, "newly_public"] = made
            cells["proactive", row, "total_public"] = self.stock[row]
        return cells

    def _decisions(self, row: str, trend: float) -> int:
        if not self.items[row]:
            return 0
        return round(self.level[row] * trend * self.rng.uniform(0.9, 1.1))
