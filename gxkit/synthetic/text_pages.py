"""Whole pages as text: how paragraphs and flattened tables follow each other."""

from __future__ import annotations

import re
from random import Random

from gxkit.synthetic.article import Para
from gxkit.synthetic.grids import Grid
from gxkit.synthetic.page import Page
from gxkit.synthetic.text_rows import DIALECTS

__all__ = ["lines_page", "markdown_page", "mixed_page", "one_line_page", "storm_page"]

_KEEPERS = (
    "tabs",
    "bars",
    "bars_closed",
    "bars_tight",
    "markdown",
    "tab_cell_a_line",
    "bar_around",
)
_PART = re.compile(r"[（(][一二三四五六][）)]")


def lines_page(page: Page, rng: Random, dialect: str) -> str:
    """A paragraph a line, each table in one dialect."""
    return _lines(page, rng, (dialect,))


def mixed_page(page: Page, rng: Random) -> str:
    """Each table in a dialect of its own."""
    return _lines(page, rng, tuple(rng.choice(_KEEPERS) for _ in range(3)))


def _lines(page: Page, rng: Random, dialects: tuple[str, ...]) -> str:
    gap = rng.choice(("\n", "\n", "\n\n"))
    indent = rng.choice(("", "", "　　", "    "))
    out: list[str] = []
    count = 0
    for block in page.blocks:
        if isinstance(block, Para):
            out.append(indent + block.text if block.role in {"text", "preamble"} else block.text)
        else:
            dialect = DIALECTS[dialects[count % len(dialects)]]
            out.append("\n".join(dialect(block, rng)))
            count += 1
    return gap.join(out) + rng.choice(("", "\n"))


def markdown_page(page: Page, rng: Random, dialect: str) -> str:
    """Headings with # and tables with a rule under the first row."""
    out: list[str] = []
    for block in page.blocks:
        if isinstance(block, Grid):
            out.append("\n".join(DIALECTS[dialect](block, rng)))
        elif block.role in {"title", "heading"}:
            out.append(("# " if block.role == "title" else "## ") + block.text)
        elif block.role == "text" and _PART.match(block.text) and len(block.text) < 20:
            out.append("### " + block.text)
        else:
            out.append(block.text)
    return "\n\n".join(out) + "\n"


def one_line_page(page: Page, rng: Random, dialect: str) -> str:
    """The whole page on one line."""
    parts: list[str] = []
    for block in page.blocks:
        parts += [block.text] if isinstance(block, Para) else DIALECTS[dialect](block, rng)
    return " ".join(parts)


def storm_page(page: Page, rng: Random) -> str:
    """A nested layout table: hundreds of bars after the title, the prose on one line."""
    out: list[str] = []
    run: list[str] = []
    stormed = False
    for block in page.blocks:
        if isinstance(block, Para) and block.role in {"chrome", "title", "meta"}:
            out.append(block.text)
            continue
        if not stormed:
            out += ["|" * rng.randint(3, 9) + " " + "| " * rng.randint(80, 300), "|" * 40]
            stormed = True
        if isinstance(block, Para):
            run.append(block.text)
            continue
        if run:
            out.append(" ".join(run) + " |")
            run = []
        out += DIALECTS["bars"](block, rng)
    return "\n".join([*out, " ".join(run) + " |"]) + "\n"
