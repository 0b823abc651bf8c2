"""Themes of the problems that agencies admit, and of what they promise to do.

`code` gives every clause its themes, in two layers: patterns of the `Codebook`, and a linear model
that learns from exemplars. `coding_sheet`, `read_sheet`, `agreement` and `evaluate` hold it
against people; `crosstab`, `trends`, `match_measures` and `persistence` count. `indicators_of` computes all
indicators of `gxkit.measures` with what they need of themes, tone and reuse.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gxkit.themes.agreeing import agreement
    from gxkit.themes.answering import match_measures
    from gxkit.themes.codebook import Codebook, Theme
    from gxkit.themes.coding import code
    from gxkit.themes.counting import crosstab, trends
    from gxkit.themes.evaluating import evaluate
    from gxkit.themes.measuring import frames_of, indicators_of
    from gxkit.themes.persisting import persistence
    from gxkit.themes.sheets import coding_sheet, read_sheet

__all__ = [
    "Codebook",
    "Theme",
    "agreement",
    "code",
    "coding_sheet",
    "crosstab",
    "evaluate",
    "frames_of",
    "indicators_of",
    "match_measures",
    "persistence",
    "read_sheet",
    "trends",
]

_HOME = {
    "Codebook": "gxkit.themes.codebook",
    "Theme": "gxkit.themes.codebook",
    "agreement": "gxkit.themes.agreeing",
    "code": "gxkit.themes.coding",
    "coding_sheet": "gxkit.themes.sheets",
    "crosstab": "gxkit.themes.counting",
    "evaluate": "gxkit.themes.evaluating",
    "frames_of": "gxkit.themes.measuring",
    "indicators_of": "gxkit.themes.measuring",
    "match_measures": "gxkit.themes.answering",
    "persistence": "gxkit.themes.persisting",
    "read_sheet": "gxkit.themes.sheets",
    "trends": "gxkit.themes.counting",
}
"""Where the public names live: they are fetched when first used, so that importing is quick."""


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
