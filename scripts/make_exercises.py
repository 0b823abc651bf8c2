"""Make the exercises from their solutions: cells tagged ``solution`` are emptied.

    python scripts/make_exercises.py

reads ``notebooks/solutions/10_exercises.py``, the only source, and writes the notebook beside it
and the exercises, as text and as a notebook, into ``notebooks/``.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import jupytext

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NAME = "10_exercises"
TAG = "solution"
EMPTY = "# Your answer"


def emptied(solutions: NotebookNode) -> NotebookNode:
    """Return the exercises: the same cells, those that hold a solution with a place to write."""
    exercises = deepcopy(solutions)
    for cell in exercises.cells:
        if TAG in cell.metadata.get("tags", ()):
            cell.source = EMPTY
            cell.metadata["tags"] = [tag for tag in cell.metadata["tags"] if tag != TAG]
            if not cell.metadata["tags"]:
                del cell.metadata["tags"]
    return exercises


def as_notebook(book: NotebookNode) -> str:
    """Return a notebook as JSON; the ids of its cells are their numbers."""
    for number, cell in enumerate(book.cells):
        cell["id"] = str(number)
    return jupytext.writes(book, "ipynb")


def as_text(book: NotebookNode, source: str) -> str:
    """Return a notebook as text, under the header of its source."""
    header = source.split("# %%", 1)[0]
    return header + "# %%" + jupytext.writes(book, "py:percent").split("# %%", 1)[1]


def files(notebooks: Path = NOTEBOOKS) -> dict[Path, str]:
    """Return what is to be written, by path."""
    source = notebooks / "solutions" / f"{NAME}.py"
    text = source.read_text(encoding="utf-8")
    exercises = emptied(jupytext.reads(text, "py:percent"))
    return {
        source.with_suffix(".ipynb"): as_notebook(jupytext.reads(text, "py:percent")),
        notebooks / f"{NAME}.py": as_text(exercises, text),
        notebooks / f"{NAME}.ipynb": as_notebook(exercises),
    }


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
