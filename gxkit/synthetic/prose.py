"""Invented prose for the six sections, with its headings, problems and improvements known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from gxkit.forms import CellKey
from gxkit.synthetic.words import words

__all__ = ["Prose", "make_prose"]

_HAN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Prose:
    """The narrative of a report.

    `sections` holds the lines of sections 1 to 6, without the six headings; those of
    sections 2 to 4 stand before their table. `overview` are the headings of the parts
    of section one; `problems` and `improvements` the points of section five, as a
    reader should report them: without ordinal and closing punctuation.
    """

    sections: tuple[tuple[str, ...], ...]
    overview: tuple[str, ...]
    problems: tuple[str, ...]
    improvements: tuple[str, ...]


def make_prose(year: int, cells: Mapping[CellKey, int | float], rng: Random) -> Prose:
    """Write the narrative of a report on `year` whose numbers are `cells`.

    Parameters
    ----------
    year : int
        The year reported on.
    cells : mapping
        The numbers, keyed (table, row, column); the text may repeat some.
    rng : random.Random
        The source of chance.

    Returns
    -------
    Prose
        Six sections and what stands in them.
    """
    slots = _slots(year, cells, rng)
    overview, first = _overview(slots, rng)
    problems, improvements, fifth = _points(slots, rng)
    told = words()["told"]
    middle = [
        (_fill(rng.choice(told[name]), slots, rng),) if rng.random() < 0.3 else ()
        for name in ("two", "three", "four")
    ]
    others = rng.sample(words()["others"]["lines"], rng.choice((1, 1, 1, 2)))
    last = tuple(_fill(line, slots, rng) for line in others)
    return Prose((first, *middle, fifth, last), overview, problems, improvements)


def _slots(year: int, cells: Mapping[CellKey, int | float], rng: Random) -> dict[str, object]:
    return {
        "y": year,
        "z": year + 1,
        "w": rng.choice(words()["who"]["words"]),
        "new": cells["requests", "new", "total"],
        "over": cells["requests", "carried_over", "total"],
        "done": cells["requests", "total", "total"],
        "next": cells["requests", "carried_forward", "total"],
        "recon": cells["disputes", "reconsideration", "total"],
    }


def _fill(line: str, slots: dict[str, object], rng: Random) -> str:
    if line == "{told}":
        told = words()["told"]
        line = rng.choice(told["some"] if slots["new"] or slots["over"] else told["none"])
    if "{" not in line:
        return line
    small, large = rng.randint(2, 9), rng.randint(100, 3000)
    return line.format(**slots, s=small, s2=small + 3, n1=large, n2=large // 2, n3=large // 3)


def _overview(slots: dict[str, object], rng: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write section one; return the headings of its parts and its lines."""
    source = words()["overview"]
    topics = source["topics"][:5]
    style = rng.random()
    if style < 0.15:
        topics = rng.sample(topics, 3)
        topics.sort(key=source["topics"].index)
    elif style < 0.3:
        topics = source["topics"]
    mark = rng.choice(
        ("（{0}）", "（{0}）", "（{0}）", "({0})", "({0})", "({0}) ", "{1}.", "{1}、")
    )
    inline = rng.random() < 0.5
    stop = "。" if inline or rng.random() < 0.2 else ""
    lines = [_fill(rng.choice(source["lead"]), slots, rng)]
    headings = []
    for number, topic in enumerate(topics):
        heading = rng.choice(topic["headings"])
        headings.append(heading)
        chosen = rng.sample(topic["sentences"], rng.randint(1, len(topic["sentences"])))
        text = _sentences([_fill(line, slots, rng) for line in chosen], rng)
        opening = mark.format(_HAN[number], number + 1) + heading + stop
        if inline:
            lines += [opening + text[0], *text[1:]]
        else:
            lines += [opening, *text]
    return tuple(headings), tuple(lines)


def _sentences(sentences: list[str], rng: Random) -> list[str]:
    """Set sentences as one paragraph, as paragraphs, or as 一是…二是…"""
    style = rng.random()
    if style < 0.3:
        return sentences
    if style < 0.5 and len(sentences) > 1:
        return ["".join(f"{_HAN[n]}是{line}" for n, line in enumerate(sentences))]
    return ["".join(sentences)]


def _points(
    slots: dict[str, object], rng: Random
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Write section five; return its problems, its improvements and its lines."""
    source = words()["points"]
    problems = rng.sample(source["problems"], rng.randint(1, 4))
    improvements = rng.sample(source["improvements"], rng.randint(1, 5))
    headed = rng.random() < 0.6
    lines: list[str] = []
    for kind, points, ordinal in (
        ("problem", problems, "（一）"),
        ("improvement", improvements, "（二）"),
    ):
        style = rng.choice(("inline", "inline", "dotted", "bracketed", "paragraphs"))
        if headed:
            half = ordinal.replace("（", "(").replace("）", ")")
            opening = rng.choice((ordinal, ordinal, half, ""))
            close = rng.choice(("", "", "。") if opening else ("：", ":"))
            lines.append(opening + rng.choice(source[f"head_{kind}"]) + close)
        elif style == "paragraphs":
            # Without heading and ordinals no reader could tell problems from promises.
            style = rng.choice(("inline", "dotted"))
        lead = ""
        if not headed or (style != "paragraphs" and rng.random() < 0.5):
            lead = _fill(rng.choice(source[f"lead_{kind}"]), slots, rng)
        lines += _enumerated(points, style, lead, rng)
    return tuple(problems), tuple(improvements), tuple(lines)


def _enumerated(points: list[str], style: str, lead: str, rng: Random) -> list[str]:
    if style == "inline":
        close = "。" if any("。" in point for point in points) else rng.choice(("；", "。"))
        body = close.join(f"{_HAN[n]}是{point}" for n, point in enumerate(points)) + "。"
        if rng.random() < 0.3:
            listed = [f"{_HAN[n]}是{point}{close}" for n, point in enumerate(points)]
            listed[-1] = listed[-1][:-1] + "。"
            return ([lead] if lead else []) + listed
        return [lead + body]
    lines = [lead] if lead else []
    mark = {
        "dotted": rng.choice(("{}.", "{}、", "{}. ")),
        "bracketed": rng.choice(("（{}）", "({})")),
    }
    for number, point in enumerate(points, 1):
        lines.append(mark.get(style, "").format(number) + point + "。")
    if style == "paragraphs":
        # Without ordinals a sentence is a point, so a point must be one sentence.
        points[:] = [part for point in points for part in point.split("。")]
    return lines
