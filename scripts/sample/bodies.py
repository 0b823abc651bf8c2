"""The sixty fictional bodies of the sample, and how they are called in each year."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from gxkit.synthetic import Agency

YEARS = range(2019, 2026)

RENAMED = ("溪黎县", "溪黎区", 2022)
"""A county that is a district from this year on: its bodies are the same under a new name."""

MERGED = ("wanghe_sport", "wanghe_culture", "望禾市文化体育和旅游局", 2022)
"""From this year on the first is part of the second, which is called so."""


@dataclass(frozen=True)
class Body:
    """A body: where its files lie, what it is, and how many requests it gets in its first year."""

    province: str
    slug: str
    name: str
    place: str
    level: str
    field: str
    kind: str
    requests: int
    growth: float

    def called(self, year: int) -> str:
        """Its name in a year."""
        old, new, since = RENAMED
        if year >= since and old in self.name:
            return self.name.replace(old, new)
        if self.slug == MERGED[1] and year >= MERGED[3]:
            return MERGED[2]
        return self.name

    def agency(self, year: int) -> Agency:
        """The body as `gxkit.synthetic` knows it, in a year."""
        old, new, since = RENAMED
        place = self.place.replace(old, new) if year >= since else self.place
        return Agency(self.called(year), place, self.level, self.kind)

    @property
    def unit(self) -> str:
        """The series that its reports belong to, under its last name."""
        return f"?/{self.called(YEARS[-1])}"


def bodies() -> list[Body]:
    """Read the bodies."""
    with Path(__file__).with_name("agencies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Body(**{**row, "requests": int(row["requests"]), "growth": float(row["growth"])})  # type: ignore[arg-type]
        for row in rows
    ]


def aliases() -> list[tuple[object, ...]]:
    """The table of renamed and merged bodies, as `gxkit.corpus.aliases` reads it."""
    rows: list[tuple[object, ...]] = []
    units = {body.slug: body.unit for body in bodies()}
    for body in bodies():
        since = MERGED[3] if body.slug == MERGED[1] else RENAMED[2]
        if body.called(YEARS[0]) != body.called(YEARS[-1]):
            rows.append((body.called(YEARS[0]), "", "", since - 1, body.unit, "same"))
            rows.append((body.called(YEARS[-1]), "", since, "", body.unit, "same"))
        if body.slug == MERGED[0]:
            rows.append((body.name, "", "", MERGED[3] - 1, units[MERGED[1]], "merged"))
    return rows
