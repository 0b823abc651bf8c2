"""Write ``docs/codebook.md``: frames, columns, words and the cells of both forms.

Run ``python scripts/write_codebook.py``; a test compares the file with the declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from gxkit import forms, frames
from gxkit.corpus.codebook import describe, frame_labels, word_labels
from gxkit.forms import Table

TARGET = Path(__file__).resolve().parent.parent / "docs" / "codebook.md"

HEAD = """# Codebook

What every frame, column, word and cell means, written by `scripts/write_codebook.py` from `gxkit.frames`, `gxkit/data/codebook.toml` and the
forms. Change those, not this file. Every [release](release.md) has the same as a table, with the names in Stata and the codes of [rules](rules.md).

A corpus has `report_id` first in every frame; a single report has the frames from `cells` to `notes`, without it. Frames have these columns and
dtypes whatever rows came back, and with none.

"""


def row(*fields: object) -> str:
    """Write a row of a table."""
    return "| " + " | ".join(str(field).replace("|", "\\|") for field in fields) + " |\n"


def head(*names: str) -> str:
    """Write the head of a table."""
    return row(*names) + "|---" * len(names) + "|\n"


def codes(names: Iterable[str]) -> str:
    """Write names as code."""
    return " ".join(f"`{name}`" for name in names)


def of_frames() -> Iterator[str]:
    """Write every frame with its columns."""
    yield "## Frames\n\n"
    for name in frames.COLUMNS:
        zh, en = frame_labels(name)
        yield f"### {name}\n\n{zh}. {en}.\n\n" + head("column", "dtype", "中文", "English", "holds")
        for each in describe(name, frames.build(name, [])):
            yield row(
                f"`{each.name}`", each.dtype, each.zh, each.en, each.unit or codes(each.words)
            )
        yield "\n"


def of_words() -> Iterator[str]:
    """Write the words of the columns that hold coded words."""
    yield "## Words\n\nThe only words that may stand in these columns.\n\n"
    for column in dict.fromkeys(column for _, column in frames.ALLOWED):
        words = dict.fromkeys(
            word for (_, other), some in frames.ALLOWED.items() if other == column for word in some
        )
        where = codes(f"{frame}.{column}" for frame, other in frames.ALLOWED if other == column)
        yield f"### {column}\n\nIn {where}.\n\n" + head("word", "中文", "English")
        yield from (row(f"`{word}`", *word_labels(column, word)) for word in words)
        yield "\n"


def of_table(table: Table) -> Iterator[str]:
    """Write rows and columns of a table of a form."""
    every = [column.code for column in table.columns]
    same = all(list(each.columns) == every for each in table.rows)
    yield f"### {table.zh} {table.en}\n\n`{table.code}`. " + (
        "Every row has every column.\n\n" if same else "A row has the columns named beside it.\n\n"
    )
    yield head("row", "中文", "English", *(() if same else ("columns",)))
    for each in table.rows:
        zh = " / ".join((*each.path, each.zh))
        told = (
            f"{each.en} (printed instead of {codes(each.instead_of)})"
            if each.instead_of
            else each.en
        )
        yield row(f"`{each.code}`", zh, told, *(() if same else (codes(each.columns),)))
    yield "\n" + head("column", "中文", "English", "unit")
    yield from (row(f"`{each.code}`", each.zh, each.en, each.unit or "") for each in table.columns)
    yield "\n"


def of_forms() -> Iterator[str]:
    """Write the cells of both forms."""
    for id in forms.ids():
        form = forms.load(id)
        last = f"to {form.last_year}" if form.last_year else "and later"
        yield f"## Form of {id}\n\n{form.citation}, for reports on {form.first_year} {last}: "
        yield f"{len(form.cells)} cells. A cell is named `table/row/column`.\n\n"
        for table in form.tables:
            yield from of_table(table)


def page() -> str:
    """Write the whole page."""
    return HEAD + "".join((*of_frames(), *of_words(), *of_forms())).rstrip("\n") + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
