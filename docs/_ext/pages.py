"""What pages need that Sphinx does not know: the language of a page, and notebooks as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def _language(_app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Say which pages are Chinese: browsers choose the shapes of signs, and the voice, by it."""
    if name.endswith(".zh"):
        context["language"] = "zh-CN"


def _no_pages_of_notebooks(_app: Sphinx, config: Config) -> None:
    """Let links to notebooks lead to the files: the tests run those, the pages need not."""
    config.source_suffix.pop(".ipynb", None)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("html-page-context", _language)
    app.connect("config-inited", _no_pages_of_notebooks, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
