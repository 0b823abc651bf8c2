"""What a fictional report says before anyone publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from gxkit import forms
from gxkit.forms import CellKey
from gxkit.synthetic.numbers import make_cells
from gxkit.synthetic.prose import Prose, make_prose
from gxkit.synthetic.words import words

__all__ = ["Agency", "Truth", "make_agency", "make_truth"]

_OTHER_THREE = frozenset({"other.not_corrected", "other.fee_unpaid", "other.other"})
_OTHER_ONE = frozenset({"other"})


@dataclass(frozen=True, slots=True)
class Agency:
    """A fictional body: its full name, the place in it, its level and its kind."""

    name: str
    place: str
    level: str
    kind: str


@dataclass(frozen=True)
class Truth:
    """A fictional report: who, when, every number and every word.

    `cells` obeys every identity of the form. `unofficial` names rows printed in the
    place of official ones (a single row （六） under the 2021 form, three under that of
    2019). Places and bodies do not exist.
    """

    seed: int
    agency: Agency
    year: int
    form: str
    unofficial: frozenset[str]
    title: str
    period: tuple[str, str]
    published: str
    cells: Mapping[CellKey, int | float]
    prose: Prose


def make_agency(rng: Random) -> Agency:
    """Invent a public body, with `rng` as the source of chance.

    Examples
    --------
    >>> agency = make_agency(Random(3))
    >>> agency.place in agency.name
    True
    """
    source = words()
    places, bodies = source["places"], source["agencies"]
    level = rng.choices(("province", "city", "county", "town"), (8, 32, 40, 20))[0]
    if level == "town":
        parent = rng.choice(places["counties"])
        if rng.random() < 0.6:
            place = parent + rng.choice(places["towns"])
            return Agency(bodies["town_body"].format(p=place), place, level, "government")
        place = parent + rng.choice(places["streets"])
        return Agency(bodies["street_body"].format(p=place), place, level, "office")
    if level == "county":
        place = rng.choice(places["counties"])
        if rng.random() < 0.5:
            place = rng.choice(places["cities"]) + place
    else:
        place = rng.choice(places["provinces" if level == "province" else "cities"])
    kind = rng.random()
    if kind < 0.15:
        return Agency(rng.choice(bodies["government"]).format(p=place), place, level, "government")
    if kind < 0.2 and level != "province":
        return Agency(place + rng.choice(bodies["zones"]), place, level, "zone")
    return Agency(place + rng.choice(bodies["bureaus"]), place, level, "bureau")


def make_truth(
    seed: int,
    form: str | None = None,
    year: int | None = None,
    agency: Agency | None = None,
    *,
    size: str | tuple[int, int] | None = None,
    carried_over: Mapping[str, int] | None = None,
    in_force: Mapping[str, int] | None = None,
    unofficial: bool | None = None,
) -> Truth:
    """Invent a report.

    Parameters
    ----------
    seed : int
        The same seed gives the same report.
    form : str, optional
        ``"2019"`` or ``"2021"``; by default that of the year, and now and then the old
        form in a later year.
    year : int, optional
        The year reported on; drawn from 2019 to 2025 by default.
    agency : Agency, optional
        The body that reports; invented by default.
    size : str or (int, int), optional
        How many requests it gets: a key of `gxkit.synthetic.numbers.SIZES`, or the
        fewest and most.
    carried_over, in_force : mapping, optional
        What last year left: requests by applicant column, documents by row.
    unofficial : bool, optional
        Whether （六） has the rows of the other form; seldom by default.

    Returns
    -------
    Truth
        The report.

    Examples
    --------
    >>> truth = make_truth(7, year=2022)
    >>> truth == make_truth(7, year=2022), truth.period
    (True, ('2022-01-01', '2022-12-31'))
    """
    rng = Random(f"truth {seed}")
    agency = agency or make_agency(rng)
    if year is None:
        old = rng.random() < {"2019": 0.85, "2021": 0.0, None: 0.35}[form]
        year = rng.randint(2019, 2020) if old else rng.randint(2021, 2025)
    if form is None:
        official = forms.for_year(year)
        form = official.id if official is not None else forms.ids()[0]
        if form == "2021" and rng.random() < 0.05:
            form = "2019"
    if unofficial is None:
        unofficial = rng.random() < 0.12
    swapped = (_OTHER_THREE if form == "2019" else _OTHER_ONE) if unofficial else frozenset()
    cells = make_cells(
        forms.load(form), swapped, rng, size=size, carried_over=carried_over, in_force=in_force
    )
    degree = rng.choice(("年", "年度"))
    return Truth(
        seed=seed,
        agency=agency,
        year=year,
        form=form,
        unofficial=swapped,
        title=f"{agency.name}{year}{degree}{words()['titles']['plain'][0]}",
        period=(f"{year}-01-01", f"{year}-12-31"),
        published=f"{year + 1}-01-{rng.randint(8, 31):02d}",
        cells=cells,
        prose=make_prose(year, cells, rng),
    )
