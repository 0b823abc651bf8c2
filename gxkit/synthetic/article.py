"""The article around the tables: title, preamble, headings, prose, signature."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from gxkit.synthetic.draft import Draft
from gxkit.synthetic.grids import Grid, make_grids
from gxkit.synthetic.words import FICTIONAL, words

__all__ = ["Article", "Para", "write_article"]

_HAN = "一二三四五六七"
_TABLE_OF = {2: "proactive", 3: "requests", 4: "disputes"}


class Para(NamedTuple):
    """A paragraph and its role: title, chrome, meta, preamble, heading, text, end."""

    text: str
    role: str


class Article(NamedTuple):
    """A page in reading order, its printed title, and the sections whose heading stands."""

    blocks: list[Para | Grid]
    title: str | None
    headings: tuple[int, ...]


def write_article(draft: Draft, quirks: tuple[str, ...], rng: Random) -> Article:
    """Write the page of a draft."""
    title, blocks = _title(draft, quirks, rng)
    furniture = [Para(line, "meta") for line in _meta(draft, quirks, rng)]
    chrome = [Para(line, "chrome") for line in _chrome(quirks, rng)]
    preamble = [Para(line, "preamble") for line in _preamble(draft, quirks, rng)]
    page: list[Para | Grid] = [*chrome, *blocks, *furniture]
    if "preamble_under_one" not in quirks:
        page += preamble
        preamble = []
    headings = _headings(draft, quirks, rng)
    grids = make_grids(draft)
    skipped = rng.choice((1, 2, 3, 4)) if "heading_missing" in quirks else 0
    glued = rng.choice((2, 5, 6)) if "heading_glued" in quirks else 0
    for number, heading in enumerate(headings, 1):
        if number == skipped:
            pass
        elif number == glued and isinstance(page[-1], Para) and page[-1].role == "text":
            page[-1] = page[-1]._replace(text=page[-1].text + heading)
        else:
            page.append(Para(heading, "heading"))
        if number == 1:
            page += preamble
        page += [Para(line, "text") for line in _section(draft, number, quirks)]
        if number in _TABLE_OF:
            for item in grids[_TABLE_OF[number]]:
                page.append(Para(item, "text") if isinstance(item, str) else item)
    page += [Para(line, "end") for line in _end(draft, title, quirks)]
    return Article(page, title, tuple(n for n in range(1, 7) if n != skipped))


def _title(draft: Draft, quirks: tuple[str, ...], rng: Random) -> tuple[str | None, list[Para]]:
    truth = draft.truth
    if "no_title" in quirks:
        return None, []
    name, year = truth.agency.name, f"{truth.year}年"
    if "title_alias" in quirks:
        name += rng.choice(words()["agencies"]["aliases"])
    noun = rng.choice(words()["titles"]["nouns"]) if "title_noun" in quirks else ""
    if not noun:
        noun = truth.title.removeprefix(truth.agency.name + year).removeprefix("度")
        year += "度" * truth.title.count("年度政")
    if "title_doubled_degree" in quirks:
        year = f" {truth.year} 年度"
    first = "title_year_first" in quirks
    title = year.strip() + name + noun if first else name + year + noun
    lines = [title]
    if "title_two_lines" in quirks:
        cuts = [title.index(noun) + 2, len(title) - 4]
        if not first:
            cuts += [len(name), len(name) + len(year)]
        at = rng.choice(cuts)
        lines = [title[:at], title[at:]]
    if "title_twice" in quirks:
        lines.append(year.strip() + noun if rng.random() < 0.5 else title)
    if "title_month" in quirks:
        lines.append(f"【{truth.year + 1}年1月】")
    return title, [Para(line.strip(), "title") for line in lines]


def _slots(draft: Draft, rng: Random) -> dict[str, object]:
    truth = draft.truth
    return {
        "a": truth.agency.name,
        "t": truth.agency.place,
        "y": truth.year,
        "y1": truth.year + 1,
        "d": truth.published,
        "n": rng.randint(0, 9),
        "n1": rng.randint(10, 999),
        "n2": rng.randint(900000, 999999),
        "n3": f"0{rng.randint(900, 999)}—{rng.randint(2000000, 8999999)}",
    }


def _chrome(quirks: tuple[str, ...], rng: Random) -> list[str]:
    if "chrome" not in quirks:
        return []
    source = words()["meta"]
    return [rng.choice(source["breadcrumbs"]), *rng.sample(source["chrome"], rng.randint(1, 2))]


def _meta(draft: Draft, quirks: tuple[str, ...], rng: Random) -> list[str]:
    if "meta" not in quirks:
        return []
    lines = rng.sample(words()["meta"]["lines"], rng.randint(1, 2))
    return [line.format(**_slots(draft, rng)) for line in lines]


def _preamble(draft: Draft, quirks: tuple[str, ...], rng: Random) -> list[str]:
    if "no_preamble" in quirks:
        return []
    source, slots = words()["preamble"], _slots(draft, rng)
    other = {"2019": "国办公开办函〔2021〕30号", "2021": "国办公开办函〔2019〕60号"}[
        draft.truth.form
    ]
    slots["c"] = f"（{other if 'citation_wrong' in quirks else draft.form.citation}）"
    wrong = "citation_wrong" in quirks
    parts = [source["open"][1] if wrong else rng.choice(source["open"])]
    if "preamble_names" in quirks:
        parts.append(rng.choice(source["names"]).replace("{n}", rng.choice(source["names_count"])))
    parts.append(rng.choice(source["period_damaged" if "dates_damaged" in quirks else "period"]))
    if "contact" in quirks:
        parts.append(rng.choice(source["contact"]))
    lines = [part.format(**slots) for part in parts]
    return lines if rng.random() < 0.3 else ["".join(lines)]


def _headings(draft: Draft, quirks: tuple[str, ...], rng: Random) -> list[str]:
    names = [section.zh for section in draft.form.sections]
    if "heading_variants" in quirks:
        names = [rng.choice(words()["headings"][str(number)]) for number in range(1, 7)]
    mark = rng.choice(("、", "、", "、", "、 ", "．")) if "heading_variants" in quirks else "、"
    numbers = list(range(6))
    if "heading_renumbered" in quirks:
        step = rng.choice((-1, 1))
        start = rng.randint(2, 5)
        numbers = [at + step * (at >= start) for at in numbers]
    return [f"{_HAN[number]}{mark}{name}" for number, name in zip(numbers, names, strict=True)]


def _section(draft: Draft, number: int, quirks: tuple[str, ...]) -> tuple[str, ...]:
    lines = draft.truth.prose.sections[number - 1]
    if number in _TABLE_OF and "narrative_numbers" not in quirks:
        return ()
    return lines


def _end(draft: Draft, title: str | None, quirks: tuple[str, ...]) -> list[str]:
    truth = draft.truth
    lines = []
    if "signature" in quirks:
        year, month, day = (int(part) for part in truth.published.split("-"))
        lines += [truth.agency.name, f"{year}年{month}月{day}日"]
    if "attachments" in quirks:
        name = title or truth.title
        lines += ["附件：", f"{name}.pdf", f"{name}.docx"]
    return [*lines, f"（{FICTIONAL}）"]
