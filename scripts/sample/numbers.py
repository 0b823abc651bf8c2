"""The numbers of a fictional body over the years: what one year leaves open, the next begins with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random

from gxkit import forms
from gxkit.forms import CellKey
from gxkit.forms.equations import present_rows
from sample import plan
from sample.bodies import YEARS, Body

Cells = dict[CellKey, int | float]

APPLICANTS = (
    "natural_person",
    "enterprise",
    "research",
    "public_welfare",
    "legal_service",
    "other",
)
RESULTS = ("upheld", "corrected", "other", "pending")
_WHO = (76, 15, 1, 2, 3, 3)
_OUTCOMES = {
    "granted": 42.0, "partly_granted": 9, "refused.state_secret": 0.6, "refused.law_prohibits": 1.2,
    "refused.security_stability": 0.5, "refused.third_party": 3, "refused.internal_affairs": 1.5,
    "refused.process": 2.5, "refused.enforcement_file": 1.5, "refused.administrative_query": 1.5,
    "unavailable.not_held": 14, "unavailable.needs_creation": 3, "unavailable.still_unclear": 1.5,
    "not_processed.petition": 5, "not_processed.repeated": 3, "not_processed.publication": 0.5,
    "not_processed.excessive": 0.5, "not_processed.reissue": 0.3,
    "other.not_corrected": 2, "other.other": 1.5,
}  # fmt: skip
_OFTEN_DISPUTED = {"land": 0.14, "housing": 0.12}
_DOCUMENTS = ("regulation", "normative_document")
_ITEMS = {"licence": 40, "other_service": 25, "penalty": 60, "compulsion": 8}
# Decisions a year by field: licences, penalties, compulsion; of fields not named, few.
_DECISIONS = {
    "police": (9000, 6000, 700), "market": (7000, 900, 60), "transport": (2500, 1500, 40),
    "land": (1800, 60, 3), "housing": (900, 90, 4), "health": (1500, 160, 2),
    "environment": (400, 130, 12), "labour": (300, 40, 0), "safety": (260, 110, 3),
}  # fmt: skip
_FEE = {"land": 900, "education": 240, "labour": 320, "health": 85, "transport": 130, "police": 410}


class Book:
    """What a body keeps count of from year to year."""

    def __init__(self, body: Body, name: str = "") -> None:
        self.body = body
        self.rng = Random(f"sample numbers {name or body.slug}")
        spread = self.rng.gauss
        self.weights = {
            row: weight * math.exp(spread(0, 0.25)) for row, weight in _OUTCOMES.items()
        }
        self.open_rate = plan.OPEN_RATE.get(body.slug, self.rng.choice((0.03, 0.06, 0.1)))
        self.carried = dict.fromkeys(APPLICANTS, 0)
        self.pending = {"reconsideration": 0, "direct_suit": 0, "suit_after_reconsideration": 0}
        self.closed = 0
        makes_rules = body.kind == "government" and body.level in {"province", "city"}
        self.stock = {
            "regulation": self.rng.randint(12, 90) * makes_rules,
            "normative_document": self.rng.randint(20, 120) if body.level != "town" else 0,
        }
        self.items = {row: self.rng.randint(most // 3, most) for row, most in _ITEMS.items()}
        self.fee = _FEE.get(body.field, 0) * self.rng.uniform(0.7, 1.3)

    def year(self, year: int, form: str) -> Cells:
        """Draw a year, and remember what it leaves."""
        cells: Cells = {}
        self._proactive(cells, year, form)
        self._requests(cells, year, form)
        self._disputes(cells)
        return cells

    def _about(self, middle: float) -> int:
        return round(middle * self.rng.uniform(0.88, 1.12))

    def _weights(self, year: int, rows: tuple[str, ...]) -> list[float]:
        weights = dict(self.weights)
        weights["other"] = weights["other.not_corrected"] + weights["other.other"]
        if self.body.province == plan.REFORM[0] and year >= plan.REFORM[1]:
            # The reform: more is granted, less is not processed and not held.
            weights["granted"] *= 1.9
            for row in weights:
                if row.startswith("not_processed"):
                    weights[row] *= 0.35
        return [weights.get(row, 0) for row in rows]

    def _requests(self, cells: Cells, year: int, form: str) -> None:
        rows = present_rows(forms.load(form).table["requests"], frozenset())
        outcomes = tuple(r for r in rows if r.split(".")[0] in {k.split(".")[0] for k in _OUTCOMES})
        fresh_all = self._about(self.body.requests * self.body.growth ** (year - YEARS[0]))
        if (self.body.slug, year) in plan.NO_REQUESTS:
            fresh_all = 0
        new = self.rng.choices(APPLICANTS, _WHO, k=fresh_all)
        weights = self._weights(year, outcomes)
        counts: Cells = {}
        for who in APPLICANTS:
            fresh, old = new.count(who), self.carried[who]
            if (self.body.slug, year) == plan.FORGOTTEN:
                old = 0
            forward = sum(self.rng.random() < self.open_rate for _ in range(fresh))
            done = fresh + old - forward
            counts["requests", "new", who] = fresh
            counts["requests", "carried_over", who] = old
            counts["requests", "carried_forward", who] = forward
            counts["requests", "total", who] = done
            for row in self.rng.choices(outcomes, weights, k=done):
                counts["requests", row, who] = counts.get(("requests", row, who), 0) + 1
            self.carried[who] = forward
        for row in rows:
            parts = [int(counts.get(("requests", row, who), 0)) for who in APPLICANTS]
            cells.update(zip((("requests", row, who) for who in APPLICANTS), parts, strict=True))
            cells["requests", row, "total"] = sum(parts)

    def _disputes(self, cells: Cells) -> None:
        done = int(cells["requests", "total", "total"])
        granted = int(cells["requests", "granted", "total"])
        rate = _OFTEN_DISPUTED.get(self.body.field, 0.05)
        reviews = sum(self.rng.random() < rate * 1.6 for _ in range(done - granted))
        direct = sum(self.rng.random() < rate * 0.4 for _ in range(done - granted))
        settled = self._cases(cells, "reconsideration", reviews)
        self._cases(cells, "direct_suit", direct)
        after = sum(self.rng.random() < 0.3 for _ in range(settled))
        self._cases(cells, "suit_after_reconsideration", after)

    def _cases(self, cells: Cells, row: str, new: int) -> int:
        """Draw the results of the cases that are new or open; return those without correction."""
        results = self.rng.choices(RESULTS[:3], (62, 24, 14), k=self.pending[row])
        results += self.rng.choices(RESULTS, (50, 20, 12, 18), k=new)
        for result in RESULTS:
            cells["disputes", row, result] = results.count(result)
        cells["disputes", row, "total"] = len(results)
        self.pending[row] = results.count("pending")
        return results.count("upheld") + results.count("other")

    def _proactive(self, cells: Cells, year: int, form: str) -> None:
        licence, penalty, compulsion = _DECISIONS.get(self.body.field, (60, 12, 0))
        scale = {"province": 1.5, "national": 1.5, "city": 1.0, "county": 0.35, "town": 0.05}[
            self.body.level
        ]
        at = year - YEARS[0]
        decisions = {
            "licence": self._about(licence * scale * 1.03**at),
            "penalty": self._about(penalty * scale * 0.99**at),
            "compulsion": self._about(compulsion * scale),
            "other_service": self._about(120 * scale),
        }
        amount = round(self.fee * scale * self.rng.uniform(0.93, 1.07), 2)
        made = {row: self.rng.randint(0, 4) if self.stock[row] else 0 for row in _DOCUMENTS}
        if form == "2019":
            self._items(cells, decisions, made)
            return
        for row in ("licence", "penalty", "compulsion"):
            cells["proactive", row, "decisions"] = decisions[row]
        cells["proactive", "fee", "amount"] = int(amount) if amount == int(amount) else amount
        for row in _DOCUMENTS:
            repealed = min(self.stock[row], self.rng.choice((0, 0, 1, 2)))
            self.stock[row] += made[row] - repealed
            cells["proactive", row, "issued"] = made[row]
            cells["proactive", row, "repealed"] = repealed
            cells["proactive", row, "in_force"] = self.stock[row]

    def _items(self, cells: Cells, decisions: Mapping[str, int], made: Mapping[str, int]) -> None:
        for row, decided in decisions.items():
            change = self.rng.choice((0, 0, 1, 2, -1))
            cells["proactive", row, "previous_items"] = self.items[row]
            cells["proactive", row, "change"] = change
            cells["proactive", row, "decisions"] = decided
            self.items[row] += change
        cells["proactive", "fee", "previous_items"] = 3 if self.fee else 0
        cells["proactive", "fee", "change"] = 0
        projects = self.rng.randint(4, 60)
        cells["proactive", "procurement", "projects"] = projects
        cells["proactive", "procurement", "amount"] = round(projects * self.rng.uniform(18, 60), 2)
        for row in _DOCUMENTS:
            self.stock[row] += made[row]
            cells["proactive", row, "made"] = made[row]
            cells["proactive", row, "newly_public"] = made[row]
            cells["proactive", row, "total_public"] = self.stock[row]


def added(parts: list[Cells]) -> Cells:
    """Add cells up, as a consolidated report does."""
    total: Cells = {}
    for part in parts:
        for key, value in part.items():
            total[key] = round(total.get(key, 0) + value, 2)
    return {key: int(value) if value == int(value) else value for key, value in total.items()}
