"""Write ``docs/rules.md``: every rule that gxkit checks, from the objects that declare them.

Run ``python scripts/write_rules.py``; a test compares the file with the objects.
"""

from __future__ import annotations

from pathlib import Path

from gxkit.checks import RULES, Rule

TARGET = Path(__file__).resolve().parent.parent / "docs" / "rules.md"

HEAD = """# Rules

What gxkit checks, written by `scripts/write_rules.py` from `gxkit.checks.RULES`. Change the rules, not this file.

A rule is an *identity* (imposed by the form), *expected* (an exception can be explained) or a *hint* (no failure).
It holds, fails, or cannot be assessed because something it needs is not known; a blank cell is never taken for 0.
Where a rule has many instances in a table, `Report.checks` has one row for all of them if they hold, and a row for
each that fails; the identities A1, A2, A3 and B1 always have a row an instance. Where one of them fails, `repair`
names the cells that explain all that failed, with the values they would need (several candidates are parted by `;`,
two cells that must change together by a space), and `cause` says whether the reading or the document is wrong, if
that is known. Cells are never changed. The last column says which outcome a rule cannot have, by what it is.

| id | 中文 | English | severity | scope | forms | formula | never |
|---|---|---|---|---|---|---|---|
"""


def line(rule: Rule) -> str:
    """Write a rule as a row of the table."""
    fields = (
        rule.id,
        rule.zh,
        rule.en,
        rule.severity,
        rule.scope,
        ", ".join(rule.forms),
        rule.formula,
        rule.never,
    )
    return (
        "| "
        + " | ".join(field.replace("|", "\\|").replace("[", "\\[") for field in fields)
        + " |\n"
    )


def page() -> str:
    """Write the whole page."""
    return HEAD + "".join(map(line, RULES))


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
