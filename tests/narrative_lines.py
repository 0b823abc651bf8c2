"""Lines of narrative for tests: from a text, and crudely from a seed report without its tables."""

from __future__ import annotations

from gxkit.parsing.model import Line

TABLES = (("proactive", "二、", "三、"), ("requests", "三、", "四、"), ("disputes", "四、", "五、"))


def lines_of(text: str) -> list[Line]:
    """Make a line of each line; ``<proactive>`` alone stands for a table."""
    return [
        Line("", f"l{at}", row[1:-1]) if row[:1] == "<" and row[-1:] == ">" else Line(row, f"l{at}")
        for at, row in enumerate(text.split("\n"), 1)
    ]


def lines_without_tables(text: str) -> list[Line]:
    """Drop what stands between the headings of sections two to five of a seed report."""
    found: list[Line] = []
    within: str | None = None
    for at, row in enumerate(text.splitlines(), 1):
        plain = row.replace("#", "").strip()
        headed = "情况" in plain and len(plain) < 30 and "申请人情况" not in plain
        if within is None or (plain.startswith(within) and headed):
            found.append(Line(row, f"l{at}"))
            entry = next((entry for entry in TABLES if headed and plain.startswith(entry[1])), None)
            if entry is not None:
                found.append(Line("", f"l{at}", entry[0]))
            within = entry[2] if entry else None
    return found
