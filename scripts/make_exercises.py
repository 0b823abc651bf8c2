"""Make the exercises from their solutions: cells tagged ``solution`` are emptied.

    python scripts/make_exercises.py

reads ``notebooks/solutions/10_exercises.py``, the only source, and writes the notebook beside it
and both forms of the exercises into ``notebooks/``.
"""

from __future__ import annotations

from pathlib import Path

import jupytext
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NAME = "10_exercises"
TAG = "solution"
EMPTY = "# Your answer"


def emptied(solutions: NotebookNode) -> NotebookNode:
    """Return the exercises: the same cells, those that hold a solution with a place to write."""
    exercises = jupytext.reads(jupytext.writes(solutions, "py:percent"), "py:percent")
    for cell in exercises.cells:
        if TAG in cell.metadata.get("tags", ()):
            cell.source = EMPTY
            cell.metadata["tags"] = [tag for tag in cell.metadata["tags"] if tag != TAG]
            if not cell.metadata["tags"]:
                del cell.metadata["tags"]
    return exercises


def written(book: NotebookNode, like: Path) -> dict[Path, str]:
    """Return the text of both forms of a notebook, by path; ids of cells are their numbers."""
    for number, cell in enumerate(book.cells):
        cell["id"] = f"cell-{number}"
    return {
        like.with_suffix(".py"): jupytext.writes(book, "py:percent"),
        like.with_suffix(".ipynb"): jupytext.writes(book, "ipynb"),
    }


def files(notebooks: Path = NOTEBOOKS) -> dict[Path, str]:
    """Return what is to be written, by path."""
    source = notebooks / "solutions" / f"{NAME}.py"
    solutions = jupytext.read(source)
    exercises = emptied(solutions)
    return {**written(solutions, source), **written(exercises, notebooks / f"{NAME}.py")}


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
