"""The narrative of the sample's reports: numbers that agree with the tables, points with themes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from gxkit.forms import CellKey
from gxkit.synthetic.prose import Prose
from gxkit.synthetic.words import words
from sample import plan
from sample.bodies import YEARS, Body

HAN = "一二三四五六七八九十"
_TOPICS = ("proactive", "requests", "management", "platform", "supervision")


class Point(NamedTuple):
    """A point of section five: its kind, its words, the themes that were put in it."""

    kind: str
    text: str
    themes: tuple[str, ...]


@cache
def load(name: str) -> dict[str, Any]:
    """Load a word list that lies beside this module."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


class Writer:
    """Writes the narrative of one report."""

    def __init__(
        self, body: Body, year: int, cells: Mapping[CellKey, int | float], rng: Random
    ) -> None:
        self.body, self.year, self.cells, self.rng = body, year, cells, rng
        source = load("overview")
        self.matters = source["matters"][body.field]
        unit = source["units"][body.level]
        self.units = "社区" if body.field == "street" else unit
        self.w = rng.choice([*words()["who"]["words"][::2], "本单位"])
        if body.level != "town" and body.name.endswith("局"):
            self.w = rng.choice((self.w, "我局"))
        elif self.w == "我局":
            self.w = "本机关"
        self.told: dict[str, int] = {}
        self.used: set[str] = set()
        self.outcomes = False

    def fill(self, line: str) -> str:
        """Fill the slots of a sentence."""
        small = self.rng.randint(2, 9)
        slots = {"m": self.rng.choice(self.matters), "u": self.units, "k": small, "k2": small + 3}
        return line.format(**slots, **self.numbers(), y=self.year, w=self.w)

    def numbers(self) -> dict[str, int]:
        """The numbers of the year that the narrative may tell."""
        if not self.told:
            self.told = _numbers(self.cells) | _activity(self.body, self.year)
        return self.told

    def overview(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Write section one; return the headings of its parts and its lines."""
        source, rng = load("overview"), self.rng
        key = rng.random()
        mark = rng.choice(("（{0}）", "（{0}）", "（{0}）", "({0})", "{1}."))
        inline = rng.random() < 0.5
        lines, headings = [self.fill(rng.choice(source["lead"]))], []
        for number, topic in enumerate(_TOPICS):
            # A topic has a chance of its own: what is told of requests moves nothing below it.
            self.rng = Random(f"{key} {topic}")
            heading = rng.choice(source["headings"][topic])
            headings.append(heading)
            opening = mark.format(HAN[number], number + 1) + heading
            text = "".join(self.fill(line) for line in self._chosen(topic))
            lines += [f"{opening}。{text}"] if inline else [opening, text]
        return tuple(headings), tuple(lines)

    def _chosen(self, topic: str) -> list[str]:
        source, rng = load("overview"), self.rng
        lines = rng.sample(source[topic], rng.randint(2, 4))
        told = self.numbers()
        if topic == "requests":
            # The first two tell numbers: never both, or one number would be told twice.
            lines = rng.sample(source["requests"][2:], 2)
            if not told["new"] + told["over"]:
                return [rng.choice(source["requests_none"]), *lines]
            lines.insert(0, source["requests"][rng.random() < 0.4])
            if self.outcomes or (rng.random() < 0.4 and told["done"] > 9):
                lines.insert(1, source["requests_outcomes"])
        elif topic == "proactive" and {*source[topic][:2]} <= {*lines}:
            lines.remove(source[topic][1])
        elif topic == "platform" and self.year >= 2022:
            lines.append(rng.choice(source["platform_digital"]))
        elif topic == "supervision" and told["recon"] and rng.random() < 0.5:
            lines.append(source["disputes"])
        return lines

    def last(self) -> tuple[str, ...]:
        """Write section six."""
        source = load("overview")
        return self.fill(self.rng.choice(source["fee"])), self.fill(
            self.rng.choice(source["other"])
        )

    def points(self) -> tuple[list[Point], tuple[str, ...]]:
        """Write section five; return its points and its lines."""
        themes = self._themes(self.rng.choice((2, 3, 3, 4)))
        problems = [self._point("problem", theme) for theme in themes]
        measures = [self._point("improvement", theme) for theme in self._answers(problems)]
        return problems + measures, laid_out(problems, measures, self.year, self.rng)

    def _themes(self, number: int) -> list[str]:
        weights = {theme: plan.START.get(theme, 1.0) for theme in load("problems")}
        for theme in weights:
            weights[theme] *= plan.DRIFT.get(theme, 1.0) ** (self.year - YEARS[0])
            weights[theme] *= plan.BY_FIELD.get(self.body.field, {}).get(theme, 1.0)
        lost = self.cells["disputes", "reconsideration", "corrected"]
        lost += self.cells["disputes", "direct_suit", "corrected"]
        lost += self.cells["disputes", "suit_after_reconsideration", "corrected"]
        weights["P19"] += 0.9 * min(lost, 4)
        if self.body.slug in plan.SILENT:
            weights["P18"] = weights["P19"] = 0
        chosen: list[str] = ["P19"] if self.body.slug in plan.SPEAKING and lost else []
        while len(chosen) < number:
            theme = self.rng.choices(tuple(weights), tuple(weights.values()))[0]
            if theme not in chosen:
                chosen.append(theme)
        self.rng.shuffle(chosen)
        return chosen

    def _answers(self, problems: list[Point]) -> list[str]:
        fit = {plan.ALWAYS_ANSWERS: 1.0, plan.NEVER_ANSWERS: 0.0}.get(self.body.slug, 0.7)
        named = {theme for point in problems for theme in point.themes}
        right = {measure for theme in named for measure in plan.ANSWERS[theme]}
        others = [measure for measure in load("measures") if measure not in right]
        chosen = []
        for theme in self.rng.sample(sorted(named), len(named)):
            answers = plan.ANSWERS[theme]
            if answers and self.rng.random() < fit:
                chosen.append(self.rng.choice(answers))
        while len(chosen) < len(problems):
            chosen.append(self.rng.choice(others))
        return list(dict.fromkeys(chosen))

    def _point(self, kind: str, theme: str) -> Point:
        bank = load("problems" if kind == "problem" else "measures")
        first, themes = self._worded(bank, theme), [theme]
        if kind == "problem" and theme != "P00" and self.rng.random() < 0.25:
            # A second matter in one point, as agencies write them.
            silent = {"P00", "P18", "P19"}
            second = self.rng.choice([each for each in bank if each not in {theme, *silent}])
            return Point(
                kind, f"{first}，{self._worded(bank, second)}", tuple(sorted({theme, second}))
            )
        return Point(kind, first, tuple(themes))

    def _worded(self, bank: Mapping[str, list[str]], theme: str) -> str:
        wordings = [each for each in bank[theme] if each not in self.used] or bank[theme]
        wording = self.rng.choice(wordings)
        self.used.add(wording)
        return self.fill(wording)


def _numbers(cells: Mapping[CellKey, int | float]) -> dict[str, int]:
    def of(row: str, column: str = "total", table: str = "requests") -> int:
        return int(cells[table, row, column])

    def group(name: str) -> int:
        return sum(
            int(value)
            for (table, row, column), value in cells.items()
            if table == "requests" and column == "total" and row.startswith(f"{name}.")
        )

    new, nat = of("new"), of("new", "natural_person")
    case = {
        c: of("reconsideration", c, "disputes") for c in ("upheld", "corrected", "other", "pending")
    }
    return {
        "new": new, "over": of("carried_over"), "done": of("total"), "next": of("carried_forward"),
        "nat": nat, "leg": new - nat, "granted": of("granted"), "part": of("partly_granted"),
        "refused": group("refused"), "unav": group("unavailable"), "not": group("not_processed"),
        "recon": of("reconsideration", "total", "disputes"), "kept": case["upheld"],
        "lost": case["corrected"], "rest": case["other"], "open": case["pending"],
    }  # fmt: skip


def _activity(body: Body, year: int) -> dict[str, int]:
    """What is told of the year and stands in no table; it grows from year to year."""
    rng = Random(f"sample activity {body.slug}")
    scale = {"national": 3.0, "province": 4.0, "city": 2.0, "county": 1.0, "town": 0.5}[body.level]
    at = year - YEARS[0]
    pa, pb, pc = (round(rng.uniform(90, 400) * scale * 1.06**at) for _ in range(3))
    train = rng.randint(1, 5) + at // 3
    return {
        "posts": pa + pb + pc, "pa": pa, "pb": pb, "pc": pc, "train": train,
        "wechat": round(rng.uniform(40, 200) * scale * 1.15**at), "people": train * rng.randint(20, 60),
        "interp": round(rng.uniform(2, 9) * scale * 1.1**at),
    }  # fmt: skip


def laid_out(
    problems: list[Point], measures: list[Point], year: int, rng: Random
) -> tuple[str, ...]:
    """Set points as the lines of section five: in one paragraph, or one below the other."""
    source = words()["points"]
    headed = rng.random() < 0.6
    lines: list[str] = []
    for ordinal, name, points in (
        ("（一）", "problem", problems),
        ("（二）", "improvement", measures),
    ):
        if headed:
            lines.append(ordinal + rng.choice(source[f"head_{name}"]))
        lead = ""
        if not headed or rng.random() < 0.5:
            lead = rng.choice(source[f"lead_{name}"]).format(y=year, z=year + 1)
        style = rng.choice(("inline", "inline", "dotted", "bracketed"))
        if style == "inline":
            close = rng.choice(("；", "。"))
            listed = close.join(f"{HAN[n]}是{point.text}" for n, point in enumerate(points))
            lines.append(f"{lead}{listed}。")
            continue
        mark = "{}." if style == "dotted" else "（{}）"
        lines += [lead] if lead else []
        lines += [f"{mark.format(n)}{point.text}。" for n, point in enumerate(points, 1)]
    return tuple(lines)


def prose(writer: Writer, fifth: tuple[list[Point], tuple[str, ...]]) -> Prose:
    """Put the sections together."""
    headings, first = writer.overview()
    points, lines = fifth
    return Prose(
        (first, (), (), (), lines, writer.last()),
        headings,
        tuple(point.text for point in points if point.kind == "problem"),
        tuple(point.text for point in points if point.kind == "improvement"),
    )
