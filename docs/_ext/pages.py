"""What pages need that Sphinx does not know: their language, notebooks as files, wide tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_SIGN = re.compile("[\u3400-\u9fff]")
_SOME_SIGNS, _LONG_SIGNS, _LONG_TEXT = 3, 14, 50


def _language(_app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Say which pages are Chinese: browsers choose the shapes of signs, and the voice, by it."""
    if name.endswith(".zh"):
        context["language"] = "zh-CN"


def _no_pages_of_notebooks(_app: Sphinx, config: Config) -> None:
    """Let links to notebooks lead to the files: the tests run those, the pages need not."""
    config.source_suffix.pop(".ipynb", None)


def _widths(_app: Sphinx, tree: nodes.document, _name: str) -> None:
    """Mark cells of tables that need room: Chinese breaks after every sign, down to one a line."""
    for cell in tree.findall(nodes.entry):
        text = cell.astext()
        signs = len(_SIGN.findall(text))
        if signs >= _LONG_SIGNS or len(text) >= _LONG_TEXT:
            cell["classes"].append("long")
        elif signs >= _SOME_SIGNS:
            cell["classes"].append("some")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("html-page-context", _language)
    app.connect("doctree-resolved", _widths)
    app.connect("config-inited", _no_pages_of_notebooks, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
