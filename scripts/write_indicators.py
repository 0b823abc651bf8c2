"""Write ``docs/indicators.md``: every indicator, from the list that declares them.

Run ``python scripts/write_indicators.py``; a test compares the file with the list.
"""

from __future__ import annotations

from pathlib import Path

from gxkit import forms
from gxkit.measures import FRAMES, GROUPS, INDICATORS, PENDING, Indicator

TARGET = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"

HEAD = """# Indicators

What `gxkit.measures` computes, written by `scripts/write_indicators.py` from `gxkit/data/indicators.toml`. Change the list, not this file.

The formula is what is computed. `table/row/column` is a cell in the codes of the forms; `requests/granted+partly_granted/total` adds rows,
`disputes/reconsideration/upheld+corrected` columns, and `requests/refused/total` is the sum of the rows of that group. `last(x)` is x in the
agency's report on the year before. `of(frame, column)`, `clauses`, `themes` and `theme_concentration` count in frames that other rooms make and the
user hands in; they stand at the end. Money is in 万元. In `gxkit.measures.indicators` a value is NA, and `why` says so, wherever

- an operand is not known: a blank is not 0, a mark is not 0, and what is absent or ambiguous is neither;
- the report's form does not ask for a cell;
- a frame was not handed in, or does not know it of this report;
- the denominator is 0;
- the value lies outside the range: the page contradicts itself.

A *proportion* is a part of a whole, a *ratio* is not; both are summed up as ratios of sums. A *flag* is 1 or 0 and sums up to the share of reports,
a *count* is added up (a *stock* only within a year), an *index* has no ratio of sums. An arrow stands only where the rules of the form itself say
what is better; all else is for the analyst to say. Names are short for the formula and judge nothing.

"""
HANDED = """## Frames handed in

What the indicators of section five need, and how it is made: `gxkit.measures.indicators(corpus, codes=gxkit.themes.code(corpus))`. Where one is not given,
what needs it is NA and says what to give; `gxkit.themes.indicators_of(corpus)` makes them all.

| frame | made by | for |
|---|---|---|
"""
COLUMNS = "| id | 中文 | English | formula | kind | unit | range | forms | notes |\n|---|---|---|---|---|---|---|---|---|\n"
ARROWS = {"up": " ↑", "down": " ↓", "": ""}


def line(one: Indicator) -> str:
    """Write an indicator as a row of the table."""
    low, high = (f"{bound:g}".replace("inf", "∞") for bound in (one.low, one.high))
    kind = f"{one.kind}{', stock' if one.stock else ''}{ARROWS[one.direction]}"
    asked = "both" if one.forms == forms.ids() else ", ".join(one.forms)
    fields = (one.id, one.zh, one.en, f"`{one.formula}`", kind, one.unit, f"{low} … {high}")
    return "| " + " | ".join((*fields, asked, one.note)) + " |\n"


def page() -> str:
    """Write the whole page."""
    parts = [HEAD]
    for letter, names in GROUPS.items():
        parts.append(f"## {letter} {names['zh']} {names['en']}\n\n{COLUMNS}")
        parts += [line(one) for id, one in INDICATORS.items() if id.startswith(letter)]
        parts.append("\n")
    parts.append(HANDED)
    parts += [
        f"| `{name}` | `{one.verb}` | {', '.join(id for id, each in INDICATORS.items() if name in each.frames)} |\n"
        for name, one in FRAMES.items()
    ]
    parts.append("\n")
    parts.append(
        "## Not computed yet\n\nWanted, but what they need does not exist; asking for one is an error that says so.\n\n"
    )
    parts.append("| id | 中文 | English | needs |\n|---|---|---|---|\n")
    parts += [f"| {one.id} | {one.zh} | {one.en} | {one.needs} |\n" for one in PENDING.values()]
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
