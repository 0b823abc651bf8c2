"""Pages in Chinese say so, so that browsers choose Chinese forms of the signs and read them aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _language(_app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    if name.endswith(".zh"):
        context["language"] = "zh-CN"


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("html-page-context", _language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
