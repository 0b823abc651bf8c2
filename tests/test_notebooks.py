"""The notebooks: each is the twin of its text, and carries no outputs."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NUMBERED = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
NOTEBOOKS = [
    *sorted((ROOT / "notebooks").glob("*.ipynb")),
    *sorted((ROOT / "notebooks" / "solutions").glob("*.ipynb")),
]
EXERCISES = ROOT / "notebooks" / "10_exercises.ipynb"
SOLUTIONS = ROOT / "notebooks" / "solutions" / "10_exercises.ipynb"


def cells_of(path: Path) -> list[Any]:
    return list(nbformat.read(path, as_version=4).cells)


def test_the_notebooks_are_numbered_from_the_start_page_on() -> None:
    assert [path.name[:2] for path in NUMBERED] == [f"{n:02}" for n in range(len(NUMBERED))]
    assert NUMBERED[0].name == "00_start_here.ipynb"


def test_the_start_page_leads_to_every_notebook() -> None:
    first = "".join(cell.source for cell in cells_of(NUMBERED[0]))
    assert re.findall(r"\| \[\d\d\]\((\S+?)\)", first) == [path.name for path in NUMBERED[1:]]


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_notebook_begins_with_a_question_and_ends_with_an_answer(path: Path) -> None:
    cells = cells_of(path)
    assert re.search(r"\*\*[^*]+\?\*\*", cells[0].source), "no question"
    said = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert sum("## The answer" in source for source in said) == 1


def test_the_exercises_hold_no_solution() -> None:
    exercises, solutions = cells_of(EXERCISES), cells_of(SOLUTIONS)
    solved = [cell for cell in solutions if "solution" in cell.metadata.get("tags", ())]
    assert len(solved) == 8
    assert len(exercises) == len(solutions)
    text = EXERCISES.read_text(encoding="utf-8") + EXERCISES.with_suffix(".py").read_text("utf-8")
    lines = {line.strip() for cell in solved for line in cell.source.splitlines()}
    others = {line.strip() for cell in solutions if cell not in solved
              for line in cell.source.splitlines()}  # fmt: skip
    telling = {line for line in lines - others if len(line) > 3}
    assert len(telling) > 40
    assert [line for line in telling if line in text or line.replace('"', '\\"') in text] == []


def test_the_exercises_are_made_from_their_solutions() -> None:
    spec = spec_from_file_location("make_exercises", ROOT / "scripts" / "make_exercises.py")
    maker = module_from_spec(spec)
    spec.loader.exec_module(maker)
    for path, text in maker.files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run {maker.__file__}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_the_twin_of_its_text(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    text = jupytext.read(path.with_suffix(".py"))
    cells = [(cell.cell_type, cell.source) for cell in book.cells]
    assert cells == [(cell.cell_type, cell.source) for cell in text.cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_carries_no_outputs(path: Path) -> None:
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.source for cell in code if cell.outputs or cell.execution_count is not None] == []


def test_every_figure_of_a_notebook_is_shown() -> None:
    # The first figure of a session must leave matplotlib as the notebook had it.
    draw = "plots.wordcloud(pd.DataFrame({'word': ['更新', '解读'], 'count': [1, 4]}));"
    start = "import pandas as pd\nfrom gxkit import plots"
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in (start, draw, draw)]
    )
    NotebookClient(book, kernel_name="python3").execute()
    shown = [any("image/png" in out.get("data", {}) for out in cell.outputs) for cell in book.cells]
    assert shown == [False, True, True]
