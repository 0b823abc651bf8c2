"""Flattening a grid to lines of text, in each dialect that extractors are seen to write."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from gxkit.synthetic.grids import Cell, Grid

__all__ = ["DIALECTS"]

Lines = list[str]


def _flat(cell: Cell | None) -> str:
    return "" if cell is None else cell.text.replace("\n", " ")


def _tabs(grid: Grid, rng: Random) -> Lines:
    return ["\t".join(_flat(cell) for cell in line) for line in grid.expanded()]


def _tabs_ragged(grid: Grid, rng: Random) -> Lines:
    """A label fills two columns however many it spans, so rows end in different columns."""
    if grid.table != "requests":
        return _tabs(grid, rng)
    lines = []
    for row, line in zip(grid.rows, grid.expanded(), strict=True):
        numbers = [_flat(cell) for cell in row if not cell.head]
        labels = [_flat(cell) for cell in line[:3]]
        if not numbers:
            lines.append("\t".join(_flat(cell) for cell in line))
            continue
        if not labels[2]:
            labels = labels[:2]
        lines.append("\t".join((*labels, *numbers)) + "\t" * (len(labels) == 2))
    return lines


def _tabs_cut(grid: Grid, rng: Random) -> Lines:
    """Tabs, with the foot of a printed page in the middle of a long table."""
    lines = _tabs(grid, rng)
    if len(lines) > 10:
        at = rng.randrange(6, len(lines) - 1)
        lines[at:at] = rng.choice(([""], ["", f"- {rng.randint(2, 9)} -", ""]))
    return lines


def _tab_cell_a_line(grid: Grid, rng: Random) -> Lines:
    """A cell a line behind a tab, a blank line after each row, as from a Word outline."""
    lines: Lines = []
    for line in grid.covered():
        last: Cell | None = None
        for place in line:
            if place is None:
                continue
            cell, begins = place
            if begins:
                lines.append("\t" + _flat(cell))
            elif cell is not last and cell.rowspan > 1:
                lines.append("\t")
            last = cell
        lines.append("")
    return lines


def _bars(grid: Grid, rng: Random) -> Lines:
    """``a | b | c |``, bars for the columns that spans take closing the row."""
    return [_barred(row, grid.width) for row in grid.rows]


def _barred(row: tuple[Cell, ...], width: int) -> str:
    return " | ".join(_flat(cell) for cell in row) + " " + "|" * max(1, width - len(row) + 1)


def _bars_closed(grid: Grid, rng: Random) -> Lines:
    """A cell a line with its bar, each row closed by a line of bars."""
    lines: Lines = []
    for row in grid.rows:
        for cell in row:
            parts = cell.text.split("\n")
            lines += [*parts[:-1], f"{parts[-1]} |".lstrip()]
        lines.append("|" * max(1, grid.width - len(row) + 1))
    # The extractor trims the bars that end a table.
    lines.pop()
    lines[-1] = lines[-1].removesuffix(" |") if lines[-1] != "|" else lines[-1]
    return lines


def _bars_tight(grid: Grid, rng: Random) -> Lines:
    """A cell a line with its bar; bars for spanned columns stay on the last cell's line."""
    lines: Lines = []
    for row in grid.rows:
        for cell in row:
            lines.append(f"{_flat(cell)} |".lstrip())
        spare = grid.width - len(row)
        if spare > 0:
            lines[-1] += "|" * spare
    return lines


def _bars_stray(grid: Grid, rng: Random) -> Lines:
    """A cell a line with its bar, a line with a bar for each spanned column."""
    lines: Lines = []
    for row in grid.rows:
        lines += [f"{_flat(cell)} |".lstrip() for cell in row]
        lines += ["|"] * (grid.width - len(row))
    return lines


def _bar_opens(grid: Grid, rng: Random) -> Lines:
    """Each row opens with a bar on a line of its own."""
    lines: Lines = []
    for row in grid.rows:
        lines.append("|")
        for cell in row:
            lines.append(f"{_flat(cell)} |".lstrip())
    return lines


def _bar_around(grid: Grid, rng: Random) -> Lines:
    """``| 规章⏎|⏎0⏎|``: bars between the lines of the cells."""
    lines: Lines = []
    for row in grid.rows:
        for at, cell in enumerate(row):
            text = _flat(cell)
            lines.append(f"| {text}".rstrip() if at == 0 else text)
            lines.append("|")
    return lines


def _markdown(grid: Grid, rng: Random) -> Lines:
    lines = ["| " + " | ".join(_flat(cell) for cell in line) + " |" for line in grid.expanded()]
    lines.insert(1, "|" + " --- |" * grid.width)
    return lines


def _markdown_bare(grid: Grid, rng: Random) -> Lines:
    lines = [" | ".join(_flat(cell) for cell in line).rstrip() for line in grid.expanded()]
    lines.insert(1, "|".join(["---"] * grid.width))
    return lines


def _cell_a_line(grid: Grid, rng: Random) -> Lines:
    """A cell a line and nothing else: empty cells are gone."""
    return [part for row in grid.rows for cell in row for part in cell.text.split("\n") if part]


def _cell_a_line_spaced(grid: Grid, rng: Random) -> Lines:
    return [part for line in _cell_a_line(grid, rng) for part in (line, "")]


def _spaces(grid: Grid, rng: Random) -> Lines:
    """Columns by spaces, each as wide as its widest text; empty cells are only spaces."""
    matrix = grid.expanded()
    widths = [0] * grid.width
    for line in matrix:
        for at, cell in enumerate(line):
            if cell is not None and cell.colspan == 1:
                widths[at] = max(widths[at], _shown(_flat(cell)) + 2)
    return [_aligned(line, widths) for line in matrix]


def _aligned(line: list[Cell | None], widths: list[int]) -> str:
    out = ""
    reach = 0
    for at, cell in enumerate(line):
        if cell is not None:
            start = sum(widths[:at])
            gap = max(2 if out else 0, start - reach) if start or out else 0
            out += " " * gap + _flat(cell)
            reach += gap + _shown(_flat(cell))
    return out.rstrip()


def _shown(text: str) -> int:
    return sum(1 if ord(char) < 0x2E80 else 2 for char in text)


def _words(grid: Grid, rng: Random) -> Lines:
    """One line, cells parted by single spaces."""
    return [" ".join(text for row in grid.rows for cell in row if (text := _flat(cell)))]


def _words_barred(grid: Grid, rng: Random) -> Lines:
    """One line, cells parted by bars."""
    return [" ".join(_bars(grid, rng))]


def _glued(grid: Grid, rng: Random) -> Lines:
    """Nothing between the cells of a row."""
    return ["".join(cell.text.replace("\n", "") for cell in row) for row in grid.rows]


DIALECTS: dict[str, Callable[[Grid, Random], Lines]] = {
    "tabs": _tabs,
    "tabs_ragged": _tabs_ragged,
    "tabs_cut": _tabs_cut,
    "tab_cell_a_line": _tab_cell_a_line,
    "bars": _bars,
    "bars_closed": _bars_closed,
    "bars_tight": _bars_tight,
    "bars_stray": _bars_stray,
    "bar_opens": _bar_opens,
    "bar_around": _bar_around,
    "markdown": _markdown,
    "markdown_bare": _markdown_bare,
    "cell_a_line": _cell_a_line,
    "cell_a_line_spaced": _cell_a_line_spaced,
    "spaces": _spaces,
    "words": _words,
    "words_barred": _words_barred,
    "glued": _glued,
}
"""Each dialect: a grid to the lines that a text file holds for it."""
