"""Write ``docs/themes.md``: every theme, from the codebook that gxkit ships.

Run ``python scripts/write_themes.py``; a test compares the file with the codebook.
"""

from __future__ import annotations

from pathlib import Path

from gxkit.themes import Codebook, Theme

TARGET = Path(__file__).resolve().parent.parent / "docs" / "themes.md"

HEAD = """# Themes

What problems and measures are coded as, written by `scripts/write_themes.py` from `gxkit/data/themes.yaml`. Change the
codebook, not this file.

A clause gets every theme whose matter it speaks of: usually one, sometimes two or three; by what is said, not by what
one may suspect. *core* is a theme that touches a legal duty: a research judgement, to be changed in a codebook of your
own. Patterns and exemplars are how many the codebook has. How clauses are coded:
[decision 22](decisions/0022-themes-in-two-layers.md).
"""

TITLES = {"problem": "Problems", "measure": "Measures"}


def line(codebook: Codebook, theme: Theme) -> str:
    """Write a theme as a row of the table."""
    patterns = sum(rule.theme == theme.id for rule in codebook.rules)
    exemplars = sum(theme.id in each.codes for each in codebook.exemplars)
    family = codebook.families[theme.family][0]
    fields = [theme.id, family, theme.zh, theme.en, theme.definition, "core" if theme.core else ""]
    fields += [str(patterns), str(exemplars)]
    if theme.side == "problem":
        fields.append(" ".join(codebook.measures.get(theme.id, ())))
    return "| " + " | ".join(fields) + " |\n"


def page() -> str:
    """Write the whole page."""
    codebook = Codebook.load()
    text = HEAD
    for side, title in TITLES.items():
        names = ["id", "family", "中文", "English", "definition", "core", "patterns", "exemplars"]
        names += ["answered by"] if side == "problem" else []
        text += f"\n## {title}\n\n| {' | '.join(names)} |\n|{'---|' * len(names)}\n"
        text += "".join(line(codebook, theme) for theme in codebook.of(side))  # type: ignore[arg-type]
    return text


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
