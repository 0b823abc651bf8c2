"""Figures: a frame in, matplotlib's axes out, and the numbers behind them for whoever asks.

Words are Chinese, or English with ``lang="en"``; ``size`` is ``"print"`` or ``"slide"``.
"""

from __future__ import annotations

from gxkit.plots.answers import answers
from gxkit.plots.applicants import applicants
from gxkit.plots.backlog import backlog
from gxkit.plots.cloud import wordcloud
from gxkit.plots.findings import findings
from gxkit.plots.funnel import funnel
from gxkit.plots.grids import heatmap
from gxkit.plots.keyness import keyness
from gxkit.plots.keywords import keywords
from gxkit.plots.missing import missing
from gxkit.plots.network import network
from gxkit.plots.outcomes import outcomes
from gxkit.plots.reasons import reasons
from gxkit.plots.reuse import reuse
from gxkit.plots.sheet import CONTRAST, PALETTE, SEQUENCE, data
from gxkit.plots.themes import themes
from gxkit.plots.tiles import tiles
from gxkit.plots.trends import trends

__all__ = [
    "CONTRAST",
    "PALETTE",
    "SEQUENCE",
    "answers",
    "applicants",
    "backlog",
    "data",
    "findings",
    "funnel",
    "heatmap",
    "keyness",
    "keywords",
    "missing",
    "network",
    "outcomes",
    "reasons",
    "reuse",
    "themes",
    "tiles",
    "trends",
    "wordcloud",
]
