"""The notebooks: each is the twin of its text, and carries no outputs."""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def test_there_is_a_notebook_to_start_with() -> None:
    assert NOTEBOOKS[0].name == "01_one_report.ipynb"


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
